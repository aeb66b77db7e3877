//! Pages that hold their data: fields and texts, packed as letters that a browser unpacks.
//!
//! A field becomes a 16-bit [`LogBin`] a value, each stored as its difference from
//! `left + above - above left`, which is small where the field is smooth: zigzag (0, -1, 1, -2, ...),
//! first all low bytes and then all high bytes. These bytes, like those of a text, are deflated in the
//! zlib format and spelt in base64. `web/src/decode.ts` is the other side.

use std::io::Write;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use pluim_core::statistics::log_bins::LogBin;

/// A text, packed.
///
/// ```
/// let packed = pluim_io::page::pack_text("a text");
/// assert_eq!(packed, "eNpLVChJrSgBAAdPAkc=");
/// ```
#[must_use]
pub fn pack_text(text: &str) -> String {
    pack(text.as_bytes())
}

/// A field of `columns` values a row, packed: within 0.05 % of each value, NaN kept.
///
/// ```
/// let packed = pluim_io::page::pack_field(&[1.0, 1.0, f32::NAN, 0.0], 2);
/// assert!(packed.len() < 40, "{packed}");
/// ```
#[must_use]
pub fn pack_field(values: &[f32], columns: usize) -> String {
    let zigzags = differences(values, columns.max(1));
    let low = zigzags.iter().map(|it| (it & 0xff) as u8);
    let high = zigzags.iter().map(|it| (it >> 8) as u8);
    let planes: Vec<u8> = low.chain(high).collect();
    pack(&planes)
}

/// The zigzag differences of all values, row by row.
fn differences(values: &[f32], columns: usize) -> Vec<u16> {
    let mut above = vec![0_u16; columns];
    let mut zigzags = Vec::with_capacity(values.len());
    for row in values.chunks(columns) {
        let codes: Vec<u16> = row
            .iter()
            .map(|value| LogBin::of(f64::from(*value)).number())
            .collect();
        let (mut left, mut corner) = (0_u16, 0_u16);
        for (code, above) in codes.iter().zip(&above) {
            let expected = left.wrapping_add(*above).wrapping_sub(corner);
            zigzags.push(zigzag(code.wrapping_sub(expected)));
            (left, corner) = (*code, *above);
        }
        above = codes;
    }
    zigzags
}

/// Small differences of either sign as small numbers.
fn zigzag(difference: u16) -> u16 {
    let signed = difference.cast_signed();
    ((signed << 1) ^ (signed >> 15)).cast_unsigned()
}

fn pack(bytes: &[u8]) -> String {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    BASE64_STANDARD.encode(encoder.finish().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::ZlibDecoder;

    use super::*;

    /// What `web/src/decode.ts` does.
    fn unpack_field(packed: &str, columns: usize) -> Vec<f64> {
        let deflated = BASE64_STANDARD.decode(packed).unwrap();
        let mut bytes = Vec::new();
        ZlibDecoder::new(&deflated[..])
            .read_to_end(&mut bytes)
            .unwrap();
        let (low, high) = bytes.split_at(bytes.len() / 2);
        let mut codes: Vec<u16> = Vec::new();
        for (at, (low, high)) in low.iter().zip(high).enumerate() {
            let zigzag = u16::from(*low) | u16::from(*high) << 8;
            let difference = (zigzag >> 1) ^ 0_u16.wrapping_sub(zigzag & 1);
            let (first_column, first_row) = (at % columns == 0, at < columns);
            let left = if first_column { 0 } else { codes[at - 1] };
            let above = if first_row { 0 } else { codes[at - columns] };
            let corner = if first_column || first_row {
                0
            } else {
                codes[at - columns - 1]
            };
            let expected = left.wrapping_add(above).wrapping_sub(corner);
            codes.push(expected.wrapping_add(difference));
        }
        let value = |code: &u16| LogBin::numbered(*code).value();
        codes.iter().map(value).collect()
    }

    #[test]
    fn a_field_comes_back() {
        let mut values: Vec<f32> = (0..35)
            .map(|at| ((at * 7919) % 1000) as f32 / 7.0)
            .collect();
        values[3] = f32::NAN;
        values[17] = -2.5;
        let back = unpack_field(&pack_field(&values, 7), 7);
        for (value, back) in values.iter().zip(back) {
            let near = (back - f64::from(*value)).abs() <= 5e-4 * f64::from(value.abs());
            assert!(near || (value.is_nan() && back.is_nan()), "{value} {back}");
        }
    }

    #[test]
    fn a_smooth_field_takes_little() {
        let values: Vec<f32> = (0..40_000)
            .map(|at| 50.0 / (1.0 + (at / 200) as f32 + (at % 200) as f32))
            .collect();
        let packed = pack_field(&values, 200);
        assert!(packed.len() < values.len(), "{} letters", packed.len());
    }
}
