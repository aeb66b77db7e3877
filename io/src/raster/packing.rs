//! Tiles packed for a file and unpacked again: the floating-point predictor of Adobe's TIFF Technical Note 3, and a
//! general compressor behind it. Neither loses anything.

use std::io::{self, Write};

use flate2::write::ZlibEncoder;

use super::{Compression, NODATA, Precision, TILE};

/// Bytes of a cell.
const CELL: usize = size_of::<f32>();

/// Rows of a raster on their way into one row of tiles.
#[derive(Clone, Copy)]
pub(super) struct Band<'a> {
    pub(super) values: &'a [f32],
    pub(super) columns: usize,
}

/// One thread's memory for packing tiles.
pub(super) struct Packer {
    precision: Precision,
    encoder: Encoder,
    /// One row of the tile, and its planes.
    row: Vec<f32>,
    planes: Vec<u8>,
    bytes: Vec<u8>,
    packed: Vec<u8>,
}

enum Encoder {
    Zstd(zstd::bulk::Compressor<'static>),
    Deflate(u8),
}

impl Packer {
    pub(super) fn new(compression: Compression, precision: Precision) -> io::Result<Self> {
        let encoder = match compression {
            Compression::Zstd(level) => {
                Encoder::Zstd(zstd::bulk::Compressor::new(i32::from(level))?)
            }
            Compression::Deflate(level) => Encoder::Deflate(level),
        };
        Ok(Self {
            precision,
            encoder,
            row: vec![NODATA; TILE],
            planes: vec![0; TILE * CELL],
            bytes: vec![0; TILE * TILE * CELL],
            packed: Vec::with_capacity(zstd::zstd_safe::compress_bound(TILE * TILE * CELL)),
        })
    }

    /// Tile number `number` of a row of tiles, with its size before it and its last four bytes
    /// repeated behind it.
    pub(super) fn pack(&mut self, band: Band<'_>, number: usize) -> io::Result<Vec<u8>> {
        self.predict(band, number);
        match &mut self.encoder {
            Encoder::Zstd(compressor) => {
                compressor.compress_to_buffer(&self.bytes, &mut self.packed)?;
            }
            Encoder::Deflate(level) => {
                let level = flate2::Compression::new(u32::from(*level));
                self.packed.clear();
                let mut encoder = ZlibEncoder::new(&mut self.packed, level);
                encoder.write_all(&self.bytes)?;
                encoder.finish()?;
            }
        }
        let size = u32::try_from(self.packed.len()).map_err(io::Error::other)?;
        let tail = self.packed.last_chunk::<4>().copied().unwrap_or_default();
        Ok([&size.to_le_bytes(), self.packed.as_slice(), &tail].concat())
    }

    /// Turns a tile into bytes, row by row; what sticks out of the raster has no value.
    fn predict(&mut self, band: Band<'_>, number: usize) {
        let first = number * TILE;
        let width = TILE.min(band.columns - first);
        self.row.fill(NODATA);
        let mut rows = band.values.chunks(band.columns);
        for line in self.bytes.chunks_mut(TILE * CELL) {
            let cells = &mut self.row[..width];
            match rows.next() {
                Some(row) => {
                    cells.copy_from_slice(&row[first..first + width]);
                    self.precision.round(cells);
                }
                None => cells.fill(NODATA),
            }
            for value in cells {
                *value = if value.is_nan() { NODATA } else { *value };
            }
            predict(&self.row, &mut self.planes, line);
        }
    }
}

/// One thread's memory for unpacking tiles.
pub(super) struct Unpacker {
    decoder: zstd::bulk::Decompressor<'static>,
    bytes: Vec<u8>,
}

impl Unpacker {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            decoder: zstd::bulk::Decompressor::new()?,
            bytes: vec![0; TILE * TILE * CELL],
        })
    }

    /// Puts into `tile` the values of one that was packed by Zstandard; NaN where it holds `nodata`.
    pub(super) fn unpack(
        &mut self,
        packed: &[u8],
        nodata: Option<f32>,
        tile: &mut Vec<f32>,
    ) -> io::Result<()> {
        let bytes = self.bytes.as_mut_slice();
        let found = self.decoder.decompress_to_buffer(packed, bytes)?;
        if found != self.bytes.len() {
            let found = format!("{found} bytes in a tile of {}", self.bytes.len());
            return Err(io::Error::new(io::ErrorKind::InvalidData, found));
        }
        tile.resize(TILE * TILE, 0.0);
        let lines = self.bytes.chunks_mut(TILE * CELL);
        for (line, row) in lines.zip(tile.chunks_mut(TILE)) {
            undo(line, row);
        }
        if let Some(nodata) = nodata {
            for value in tile {
                *value = if *value == nodata { f32::NAN } else { *value };
            }
        }
        Ok(())
    }
}

/// The bytes of a row of values by significance, the most significant of all of them first, and
/// each less the one before; `planes` is scratch of the same length.
fn predict(row: &[f32], planes: &mut [u8], bytes: &mut [u8]) {
    for (number, plane) in planes.chunks_mut(row.len()).enumerate() {
        let shift = 8 * (CELL - 1 - number);
        for (byte, value) in plane.iter_mut().zip(row) {
            *byte = (value.to_bits() >> shift) as u8;
        }
    }
    bytes[0] = planes[0];
    let pairs = planes[1..].iter().zip(&*planes);
    for (byte, (here, before)) in bytes[1..].iter_mut().zip(pairs) {
        *byte = here.wrapping_sub(*before);
    }
}

/// The row of values that [`predict`] made `bytes` of; they hold its planes afterwards.
fn undo(bytes: &mut [u8], row: &mut [f32]) {
    let mut sum = 0_u8;
    for byte in &mut *bytes {
        sum = sum.wrapping_add(*byte);
        *byte = sum;
    }
    let (high, low) = bytes.split_at(2 * row.len());
    let (first, second) = high.split_at(row.len());
    let (third, fourth) = low.split_at(row.len());
    let high = first.iter().zip(second);
    let low = third.iter().zip(fourth);
    for (value, ((first, second), (third, fourth))) in row.iter_mut().zip(high.zip(low)) {
        *value = f32::from_bits(u32::from_be_bytes([*first, *second, *third, *fourth]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_bit_by_bit() {
        let row: Vec<f32> = (0..300_u32)
            .map(|k| f32::from_bits(k.wrapping_mul(0x9e37_79b9)))
            .collect();
        let [mut planes, mut bytes] = [const { [0; 1200] }; 2];
        predict(&row, &mut planes, &mut bytes);
        let mut back = [0.0; 300];
        undo(&mut bytes, &mut back);
        assert!(
            row.iter()
                .zip(&back)
                .all(|(one, other)| one.to_bits() == other.to_bits())
        );
    }

    #[test]
    fn a_tile_that_is_cut_short_is_told() {
        let packed = zstd::bulk::compress(&[0; 1000], 1).unwrap();
        let mut unpacker = Unpacker::new().unwrap();
        let fault = unpacker.unpack(&packed, None, &mut Vec::new()).unwrap_err();
        assert_eq!(fault.to_string(), "1000 bytes in a tile of 1048576");
    }

    #[test]
    fn bytes_are_sorted_by_significance_and_told_by_their_difference() {
        let row = [0x0102_0304, 0x0103_0300].map(f32::from_bits);
        let [mut planes, mut bytes] = [[0; 8]; 2];
        predict(&row, &mut planes, &mut bytes);
        // 1 1 2 3 3 3 4 0
        assert_eq!(bytes, [1, 0, 1, 1, 0, 0, 1, 252]);
    }
}
