//! Tiles of a raster that is laid out as [`RasterWriter`](super::RasterWriter) does, unpacked in step.
//!
//! GDAL reads them too, but what undoes the predictor for it takes longer than all else that is done
//! to a raster on its way from one file to the next.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

use gdal::raster::{GdalDataType, RasterBand};
use gdal::{Dataset, Metadata};
use rayon::prelude::*;

use super::packing::Unpacker;
use super::{Compression, TILE};

/// Where the tiles of a raster lie in its file.
pub(super) struct Tiles {
    path: PathBuf,
    size: [usize; 2],
    nodata: Option<f32>,
    /// The bytes of every tile, row by row.
    places: Vec<Range<u64>>,
    /// The row of tiles that was unpacked last, since rows are asked for from north to south.
    last: RefCell<Option<(usize, Vec<Vec<f32>>)>>,
}

impl Tiles {
    /// Those of the first band of `dataset`, opened from `path`; none if they are packed otherwise.
    pub(super) fn of(path: &Path, dataset: &Dataset) -> Option<Self> {
        let band = dataset.rasterband(1).ok()?;
        if !is_packed_alike(dataset, &band) {
            return None;
        }
        let (columns, rows) = band.size();
        let across = columns.div_ceil(TILE);
        let tiles = 0..across * rows.div_ceil(TILE);
        let place = |number: usize| place(&band, [number % across, number / across]);
        Some(Self {
            path: path.to_owned(),
            size: [columns, rows],
            nodata: band.no_data_value().map(|it| it as f32),
            places: tiles.map(place).collect::<Option<_>>()?,
            last: RefCell::new(None),
        })
    }

    /// The values of `count` rows from row `first`, which exist; NaN where there is none.
    pub(super) fn rows(&self, first: usize, count: usize) -> io::Result<Vec<f32>> {
        let mut values = Vec::with_capacity(count * self.size[0]);
        let end = first + count;
        for number in first / TILE..end.div_ceil(TILE) {
            let start = number * TILE;
            let rows = first.max(start) - start..end.min(start + TILE) - start;
            self.add(number, rows, &mut values)?;
        }
        Ok(values)
    }

    /// Appends some rows of a row of tiles to `values`.
    fn add(&self, number: usize, rows: Range<usize>, values: &mut Vec<f32>) -> io::Result<()> {
        let mut last = self.last.borrow_mut();
        let tiles = match last.take() {
            Some((known, tiles)) if known == number => tiles,
            other => self.unpacked(number, other.map(|it| it.1).unwrap_or_default())?,
        };
        for row in rows {
            for (tile, start) in tiles.iter().zip((0..self.size[0]).step_by(TILE)) {
                let width = TILE.min(self.size[0] - start);
                values.extend_from_slice(&tile[row * TILE..][..width]);
            }
        }
        *last = Some((number, tiles));
        Ok(())
    }

    /// A row of tiles, in the memory of another.
    fn unpacked(&self, number: usize, mut tiles: Vec<Vec<f32>>) -> io::Result<Vec<Vec<f32>>> {
        let across = self.size[0].div_ceil(TILE);
        let places = &self.places[number * across..][..across];
        tiles.resize(across, Vec::new());
        let (path, nodata) = (&self.path, self.nodata);
        tiles.par_iter_mut().zip(places).try_for_each_init(
            || Reader::open(path, nodata),
            |reader, (tile, place)| match reader {
                Ok(reader) => reader.read(place, tile),
                Err(fault) => Err(io::Error::other(fault.to_string())),
            },
        )?;
        Ok(tiles)
    }
}

/// One thread's view of the file.
struct Reader {
    file: File,
    nodata: Option<f32>,
    packed: Vec<u8>,
    unpacker: Unpacker,
}

impl Reader {
    fn open(path: &Path, nodata: Option<f32>) -> io::Result<Self> {
        Ok(Self {
            file: File::open(path)?,
            nodata,
            packed: Vec::new(),
            unpacker: Unpacker::new()?,
        })
    }

    /// Puts into `tile` the one that takes these bytes.
    fn read(&mut self, place: &Range<u64>, tile: &mut Vec<f32>) -> io::Result<()> {
        let length = place.end - place.start;
        self.packed.clear();
        self.file.seek(SeekFrom::Start(place.start))?;
        (&self.file).take(length).read_to_end(&mut self.packed)?;
        self.unpacker.unpack(&self.packed, self.nodata, tile)
    }
}

/// Whether a raster is one band of numbers in tiles that this crate packs.
fn is_packed_alike(dataset: &Dataset, band: &RasterBand<'_>) -> bool {
    let structure = |key: &str| dataset.metadata_item(key, "IMAGE_STRUCTURE");
    dataset.raster_count() == 1
        && band.band_type() == GdalDataType::Float32
        && band.block_size() == (TILE, TILE)
        && structure("COMPRESSION").as_deref() == Some(Compression::Zstd(0).name())
        && structure("PREDICTOR").as_deref() == Some("3")
        && structure("ENDIANNESS").is_none_or(|it| it == "LITTLE")
}

/// The bytes of a tile in column and row `at` of them; none where it is left out of the file.
fn place(band: &RasterBand<'_>, at: [usize; 2]) -> Option<Range<u64>> {
    let number = |what: &str| -> Option<u64> {
        let key = format!("BLOCK_{what}_{}_{}", at[0], at[1]);
        band.metadata_item(&key, "TIFF")?.parse().ok()
    };
    let (start, bytes) = (number("OFFSET")?, number("SIZE")?);
    Some(start..start.checked_add(bytes)?)
}
