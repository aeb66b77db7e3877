//! Circular convolution of real images by fast Fourier transforms.
//!
//! A spectrum is kept transposed, one run of memory per column of the image, so that both
//! passes of the two-dimensional transform work on contiguous data.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};
use rustfft::{Fft, FftPlanner};

/// Columns that are transposed together: one cache line of complex numbers.
const STRIP: usize = 8;

/// The transforms of images of one size.
#[derive(Clone)]
pub struct Convolver {
    rows: usize,
    columns: usize,
    along_row: Arc<dyn RealToComplex<f32>>,
    back_along_row: Arc<dyn ComplexToReal<f32>>,
    down_column: Arc<dyn Fft<f32>>,
    up_column: Arc<dyn Fft<f32>>,
}

/// A transformed image: `columns / 2 + 1` runs of `rows` numbers.
pub type Spectrum = Vec<Complex<f32>>;

/// Memory that transforms work in; one a thread.
pub struct Workspace {
    strip: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
}

impl std::fmt::Debug for Convolver {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "Convolver({} x {})", self.rows, self.columns)
    }
}

impl Convolver {
    /// Transforms for images of `rows` by `columns`; see [`fast_length`] for good sizes.
    #[must_use]
    pub fn new(rows: usize, columns: usize) -> Self {
        let mut real = RealFftPlanner::new();
        let mut complex = FftPlanner::new();
        Self {
            rows,
            columns,
            along_row: real.plan_fft_forward(columns),
            back_along_row: real.plan_fft_inverse(columns),
            down_column: complex.plan_fft_forward(rows),
            up_column: complex.plan_fft_inverse(rows),
        }
    }

    /// Rows of the image.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Columns of the image.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Numbers in the run of frequencies along a row.
    fn frequencies(&self) -> usize {
        self.columns / 2 + 1
    }

    /// Memory for one thread.
    #[must_use]
    pub fn workspace(&self) -> Workspace {
        let scratch = [
            self.along_row.get_scratch_len(),
            self.back_along_row.get_scratch_len(),
            self.down_column.get_inplace_scratch_len(),
            self.up_column.get_inplace_scratch_len(),
        ];
        let longest = scratch.into_iter().max().unwrap_or(0);
        Workspace {
            strip: vec![Complex::default(); STRIP * self.frequencies()],
            scratch: vec![Complex::default(); longest],
        }
    }

    /// A spectrum of zeros.
    #[must_use]
    pub fn empty_spectrum(&self) -> Spectrum {
        vec![Complex::default(); self.frequencies() * self.rows]
    }

    /// The transform of `image`, which is used as scratch, into `spectrum`.
    pub fn forward(&self, image: &mut [f32], spectrum: &mut Spectrum, work: &mut Workspace) {
        let frequencies = self.frequencies();
        for (group, lines) in image.chunks_mut(STRIP * self.columns).enumerate() {
            for (line, out) in lines
                .chunks_exact_mut(self.columns)
                .zip(work.strip.chunks_exact_mut(frequencies))
            {
                // lengths agree by construction, the only error this call knows
                let _ = self
                    .along_row
                    .process_with_scratch(line, out, &mut work.scratch);
            }
            let (first, count) = (group * STRIP, lines.len() / self.columns);
            for frequency in 0..frequencies {
                let run = &mut spectrum[frequency * self.rows + first..][..count];
                for (to, from) in run
                    .iter_mut()
                    .zip(work.strip[frequency..].iter().step_by(frequencies))
                {
                    *to = *from;
                }
            }
        }
        self.down_column
            .process_with_scratch(spectrum, &mut work.scratch);
    }

    /// The image of `spectrum`, which is used as scratch, not divided by the number of pixels.
    pub fn inverse(&self, spectrum: &mut Spectrum, image: &mut [f32], work: &mut Workspace) {
        let frequencies = self.frequencies();
        self.up_column
            .process_with_scratch(spectrum, &mut work.scratch);
        for (group, lines) in image.chunks_mut(STRIP * self.columns).enumerate() {
            let (first, count) = (group * STRIP, lines.len() / self.columns);
            for frequency in 0..frequencies {
                let run = &spectrum[frequency * self.rows + first..][..count];
                for (from, to) in run
                    .iter()
                    .zip(work.strip[frequency..].iter_mut().step_by(frequencies))
                {
                    *to = *from;
                }
            }
            for (line, from) in lines
                .chunks_exact_mut(self.columns)
                .zip(work.strip.chunks_exact_mut(frequencies))
            {
                // the transform of a real image has real ends; rounding may say otherwise
                from[0].im = 0.0;
                if self.columns.is_multiple_of(2) {
                    from[frequencies - 1].im = 0.0;
                }
                let _ = self
                    .back_along_row
                    .process_with_scratch(from, line, &mut work.scratch);
            }
        }
    }
}

/// Adds the product of two spectra to a third.
#[multiversion::multiversion(targets("x86_64+avx2+fma", "aarch64+neon"))]
pub fn add_product(sum: &mut [Complex<f32>], left: &[Complex<f32>], right: &[Complex<f32>]) {
    for ((sum, left), right) in sum.iter_mut().zip(left).zip(right) {
        *sum += left * right;
    }
}

/// Replaces a spectrum by the product of two.
#[multiversion::multiversion(targets("x86_64+avx2+fma", "aarch64+neon"))]
pub fn set_product(product: &mut [Complex<f32>], left: &[Complex<f32>], right: &[Complex<f32>]) {
    for ((product, left), right) in product.iter_mut().zip(left).zip(right) {
        *product = left * right;
    }
}

/// The least even number of at least `length` whose prime factors are 2, 3 and 5.
///
/// ```
/// use pluim_kernels::convolution::fast_length;
/// assert_eq!(fast_length(571), 576);
/// assert_eq!(fast_length(1), 2);
/// ```
#[must_use]
pub fn fast_length(length: usize) -> usize {
    let smooth = |mut n: usize| {
        for factor in [2, 3, 5] {
            while n.is_multiple_of(factor) {
                n /= factor;
            }
        }
        n == 1
    };
    let mut even = length.max(2).next_multiple_of(2);
    while !smooth(even) {
        even += 2;
    }
    even
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn convolves_like_the_sum() {
        let (rows, columns) = (12, 10);
        let convolver = Convolver::new(rows, columns);
        let mut work = convolver.workspace();
        let value = |seed: usize, i: usize| ((i * 7919 + seed * 104_729) % 101) as f32 / 50.0 - 1.0;
        let left: Vec<f32> = (0..rows * columns).map(|i| value(1, i)).collect();
        let right: Vec<f32> = (0..rows * columns).map(|i| value(2, i)).collect();

        let mut a = convolver.empty_spectrum();
        let mut b = convolver.empty_spectrum();
        let mut product = convolver.empty_spectrum();
        convolver.forward(&mut left.clone(), &mut a, &mut work);
        convolver.forward(&mut right.clone(), &mut b, &mut work);
        add_product(&mut product, &a, &b);
        let mut image = vec![0.0; rows * columns];
        convolver.inverse(&mut product, &mut image, &mut work);

        for row in 0..rows {
            for column in 0..columns {
                let sum: f32 = (0..rows * columns)
                    .map(|pixel| {
                        let (i, j) = (pixel / columns, pixel % columns);
                        let (k, l) = ((row + rows - i) % rows, (column + columns - j) % columns);
                        left[pixel] * right[k * columns + l]
                    })
                    .sum();
                let found = image[row * columns + column] / (rows * columns) as f32;
                assert!((found - sum).abs() < 1e-4, "{found} is not {sum}");
            }
        }
    }
}
