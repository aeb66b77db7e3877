//! Writing a Cloud-Optimised GeoTIFF row by row.

use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use pluim_core::grid::Grid;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::layout::{AROUND, Image, head};
use super::packing::{Band, Packer};
use super::pyramid::{average, overview_sizes};
use super::spool::Spool;
use super::tags::Tag;
use super::{Compression, Precision, RasterLabel, TILE};
use crate::partial::PartialFile;
use crate::run_folder::{FileRecord, Hashed};
use crate::write_error::{Result, WriteError};

/// How a raster is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How the tiles are packed.
    pub compression: Compression,
    /// How many digits are kept.
    pub precision: Precision,
    /// How many threads pack; the bytes do not depend on it.
    pub threads: Threads,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            compression: Compression::available(),
            precision: Precision::Full,
            threads: Threads::All,
        }
    }
}

/// How many threads pack the tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threads {
    /// Those of the current rayon pool.
    All,
    /// This many of their own, one at least.
    Number(usize),
}

impl Threads {
    /// The threads, where they are not those of the current pool.
    fn pool(self) -> io::Result<Option<ThreadPool>> {
        let Self::Number(number) = self else {
            return Ok(None);
        };
        let pool = ThreadPoolBuilder::new().num_threads(number.max(1)).build();
        pool.map(Some).map_err(io::Error::other)
    }
}

/// Writes a Cloud-Optimised GeoTIFF from rows that arrive from north to south.
///
/// Rows are averaged into the overviews and packed as they pass, on the threads of the current
/// rayon pool, because GDAL's driver would write and read all of it three times. Packed, they lie
/// in a hidden file beside the target until the last one has come; then they are copied in the
/// order of a Cloud-Optimised GeoTIFF and take its name. GDAL makes the tags that tell what the
/// raster is. Memory: two bands of 512 rows, whatever their number. The same values give the same
/// bytes.
///
/// ```
/// use pluim_core::grid::Grid;
/// use pluim_io::raster::{Provenance, RasterFile, RasterLabel, RasterWriter, Settings};
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("nox_mean.tif");
/// let grid = Grid::covering([100_000.0, 450_000.0, 100_030.0, 450_020.0], 10.0)?;
/// let label = RasterLabel {
///     epsg: 28992,
///     band: "NOx, annual mean".into(),
///     unit: "ug/m3".into(),
///     provenance: Provenance::default(),
/// };
/// let mut writer = RasterWriter::create(&path, &grid, &label, Settings::default())?;
/// writer.write_rows(&[1.0, 2.0, 3.0])?;
/// writer.write_rows(&[4.0, 5.0, f32::NAN])?;
/// writer.finish()?;
/// let raster = RasterFile::open(&path)?;
/// assert_eq!(raster.value_at(geo_types::coord! { x: 100_015.0, y: 450_005.0 })?, Some(5.0));
/// assert_eq!(raster.value_at(geo_types::coord! { x: 100_025.0, y: 450_005.0 })?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct RasterWriter {
    path: PathBuf,
    settings: Settings,
    pool: Option<ThreadPool>,
    label: Vec<Tag>,
    spool: Spool,
    levels: Vec<Level>,
}

/// The raster itself, or one of its overviews, on its way to the file.
struct Level {
    columns: usize,
    rows: usize,
    written: usize,
    waiting: Vec<f32>,
    /// Bytes of every packed tile, row by row.
    sizes: Vec<u32>,
    /// Where rows of tiles lie in the spool.
    parts: Vec<Range<u64>>,
}

impl Level {
    fn new((columns, rows): (usize, usize)) -> Self {
        Self {
            columns,
            rows,
            written: 0,
            waiting: Vec::new(),
            sizes: Vec::new(),
            parts: Vec::new(),
        }
    }

    fn waiting_rows(&self) -> usize {
        self.waiting.len() / self.columns
    }

    fn missing_rows(&self) -> usize {
        self.rows - self.written - self.waiting_rows()
    }

    /// Whether the waiting rows fill a row of tiles, or are the last.
    fn ready(&self) -> bool {
        let waiting = self.waiting_rows();
        waiting == TILE || (waiting > 0 && self.missing_rows() == 0)
    }

    /// The waiting rows as a row of packed tiles.
    fn packed(&self, settings: Settings) -> io::Result<Vec<Vec<u8>>> {
        let band = Band {
            values: &self.waiting,
            columns: self.columns,
        };
        (0..self.columns.div_ceil(TILE))
            .into_par_iter()
            .map_init(
                || Packer::new(settings.compression, settings.precision),
                |packer, number| match packer {
                    Ok(packer) => packer.pack(band, number),
                    Err(fault) => Err(io::Error::other(fault.to_string())),
                },
            )
            .collect()
    }

    /// Puts the waiting rows, packed as `tiles`, into the spool.
    fn keep(&mut self, tiles: &[Vec<u8>], spool: &mut Spool) -> io::Result<()> {
        self.parts.push(spool.append(tiles)?);
        let sizes = tiles.iter().map(|it| it.len() as u32 - AROUND as u32);
        self.sizes.extend(sizes);
        self.written += self.waiting_rows();
        self.waiting.clear();
        Ok(())
    }
}

impl RasterWriter {
    /// Begins the raster `path` on `grid`; it appears when [`finish`](Self::finish) is called.
    ///
    /// # Errors
    /// When the folder cannot be written or the EPSG code is unknown.
    pub fn create(
        path: &Path,
        grid: &Grid,
        label: &RasterLabel,
        settings: Settings,
    ) -> Result<Self> {
        let refused = |cause| WriteError::file(path, cause);
        let sizes = overview_sizes(grid.columns(), grid.rows());
        let all = std::iter::once((grid.columns(), grid.rows())).chain(sizes);
        Ok(Self {
            path: path.to_owned(),
            settings,
            pool: settings.threads.pool().map_err(refused)?,
            spool: Spool::beside(path).map_err(refused)?,
            label: label
                .tags(grid)
                .map_err(|cause| WriteError::raster(path, cause))?,
            levels: all.map(Level::new).collect(),
        })
    }

    /// Takes the next rows, any whole number of them, from west to east and from north to south;
    /// NaN where there is no value.
    ///
    /// # Errors
    /// When the values do not make whole rows, are more than the raster holds, or one is
    /// infinite; or when the disk is full.
    pub fn write_rows(&mut self, values: &[f32]) -> Result<()> {
        self.check(values)?;
        let mut rest = values;
        while let Some(level) = self.levels.first_mut().filter(|_| !rest.is_empty()) {
            let room = (TILE - level.waiting_rows()) * level.columns;
            let (now, later) = rest.split_at(room.min(rest.len()));
            level.waiting.extend_from_slice(now);
            rest = later;
            self.pass_on()
                .map_err(|cause| WriteError::file(&self.path, cause))?;
        }
        Ok(())
    }

    /// Puts the tiles in their order and gives the raster its name; the record of the file.
    ///
    /// # Errors
    /// When rows are missing or the disk is full.
    pub fn finish(mut self) -> Result<FileRecord> {
        if let Some(level) = self.levels.first().filter(|it| it.missing_rows() > 0) {
            return Err(WriteError::Shape {
                found: level.written * level.columns + level.waiting.len(),
                expected: format!("{} rows of {} values", level.rows, level.columns),
                path: self.path,
            });
        }
        let file = PartialFile::beside(&self.path);
        let (bytes, sha256) = self
            .assemble(file.path())
            .map_err(|cause| WriteError::file(&self.path, cause))?;
        file.complete()?;
        let name = self.path.file_name().unwrap_or_default();
        Ok(FileRecord {
            path: name.to_string_lossy().into_owned(),
            role: None,
            bytes,
            sha256,
        })
    }

    /// Writes all of the raster to `file`; its length and SHA-256, which is worked out meanwhile from
    /// what the file is made of.
    fn assemble(&mut self, file: &Path) -> io::Result<(u64, String)> {
        let images: Vec<Image> = self
            .levels
            .iter_mut()
            .map(|level| Image {
                columns: level.columns,
                rows: level.rows,
                sizes: std::mem::take(&mut level.sizes),
            })
            .collect();
        let head = head(&images, &self.label, self.settings.compression);
        let parts: Vec<Range<u64>> = self
            .levels
            .iter()
            .rev()
            .flat_map(|level| level.parts.iter().cloned())
            .collect();
        let (copied, digest) = rayon::join(
            || {
                let mut to = File::create(file)?;
                to.write_all(&head)?;
                self.spool.reader()?.copy(&parts, &mut to)?;
                // on its way to the disk while the hash is worked out
                to.sync_all()
            },
            || {
                let mut hash = Hashed::default();
                hash.write_all(&head)?;
                self.spool.reader()?.copy(&parts, &mut hash)?;
                Ok(hash.finish())
            },
        );
        copied.and(digest)
    }

    fn check(&self, values: &[f32]) -> Result<()> {
        let Some(level) = self.levels.first() else {
            return Ok(());
        };
        let columns = level.columns;
        let whole = values.len().is_multiple_of(columns);
        if !whole || values.len() / columns > level.missing_rows() {
            return Err(WriteError::Shape {
                path: self.path.clone(),
                found: values.len(),
                expected: format!("at most {} rows of {columns} values", level.missing_rows()),
            });
        }
        match position_of_infinite(values) {
            None => Ok(()),
            Some(at) => Err(WriteError::Infinite {
                path: self.path.clone(),
                column: at % columns,
                row: level.written + level.waiting_rows() + at / columns,
            }),
        }
    }

    /// Packs every level that has a row of tiles waiting, and averages it into the next.
    fn pass_on(&mut self) -> io::Result<()> {
        for index in 0..self.levels.len() {
            let (fine, coarse) = self.levels.split_at_mut(index + 1);
            let Some(level) = fine.last_mut().filter(|level| level.ready()) else {
                break;
            };
            let mut next = coarse.first_mut();
            let average = || {
                if let Some(next) = &mut next {
                    average(&level.waiting, level.columns, &mut next.waiting);
                }
            };
            let settings = self.settings;
            let both = || rayon::join(|| level.packed(settings), average);
            let (tiles, ()) = match &self.pool {
                Some(pool) => pool.install(both),
                None => both(),
            };
            level.keep(&tiles?, &mut self.spool)?;
        }
        Ok(())
    }
}

/// Where the first infinite value is; looked for many at a time.
fn position_of_infinite(values: &[f32]) -> Option<usize> {
    let any = |piece: &[f32]| piece.iter().fold(false, |any, it| any | it.is_infinite());
    let first = values.chunks(1 << 12).position(any)? << 12;
    let within = values[first..].iter().position(|it| it.is_infinite())?;
    Some(first + within)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_infinite_value_is_found_wherever_it_lies() {
        let mut values = vec![1.0; 10_000];
        assert_eq!(position_of_infinite(&values), None);
        for at in [9_999, 4_096, 4_095, 0] {
            values[at] = f32::NEG_INFINITY;
            assert_eq!(position_of_infinite(&values), Some(at));
        }
    }
}
