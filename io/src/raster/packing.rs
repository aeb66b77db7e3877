//! Tiles packed for a file: the floating-point predictor of Adobe's TIFF Technical Note 3, and a
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
    tile: Vec<f32>,
    planes: Vec<u8>,
    bytes: Vec<u8>,
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
            tile: vec![NODATA; TILE * TILE],
            planes: vec![0; TILE * CELL],
            bytes: vec![0; TILE * TILE * CELL],
        })
    }

    /// Tile number `number` of a row of tiles, with its size before it and its last four bytes
    /// repeated behind it.
    pub(super) fn pack(&mut self, band: Band<'_>, number: usize) -> io::Result<Vec<u8>> {
        self.load(band, number);
        let lines = self.bytes.chunks_mut(TILE * CELL);
        for (row, line) in self.tile.chunks(TILE).zip(lines) {
            predict(row, &mut self.planes, line);
        }
        let packed = match &mut self.encoder {
            Encoder::Zstd(compressor) => compressor.compress(&self.bytes)?,
            Encoder::Deflate(level) => {
                let level = flate2::Compression::new(u32::from(*level));
                let mut encoder = ZlibEncoder::new(Vec::new(), level);
                encoder.write_all(&self.bytes)?;
                encoder.finish()?
            }
        };
        let size = u32::try_from(packed.len()).map_err(io::Error::other)?;
        let tail = packed.last_chunk::<4>().copied().unwrap_or_default();
        Ok([&size.to_le_bytes(), packed.as_slice(), &tail].concat())
    }

    /// Fills the tile; what sticks out of the raster has no value.
    fn load(&mut self, band: Band<'_>, number: usize) {
        self.tile.fill(NODATA);
        let first = number * TILE;
        let width = TILE.min(band.columns - first);
        let rows = band.values.chunks(band.columns);
        for (row, tile) in rows.zip(self.tile.chunks_mut(TILE)) {
            let tile = &mut tile[..width];
            tile.copy_from_slice(&row[first..first + width]);
            self.precision.round(tile);
            for value in tile {
                *value = if value.is_nan() { NODATA } else { *value };
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_sorted_by_significance_and_told_by_their_difference() {
        let row = [0x0102_0304, 0x0103_0300].map(f32::from_bits);
        let [mut planes, mut bytes] = [[0; 8]; 2];
        predict(&row, &mut planes, &mut bytes);
        // 1 1 2 3 3 3 4 0
        assert_eq!(bytes, [1, 0, 1, 1, 0, 0, 1, 252]);
    }
}
