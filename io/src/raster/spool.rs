//! Packed tiles that wait for all others, in a hidden file beside the raster.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;

use crate::partial::PartialFile;

/// Packed tiles that wait for all others.
pub(super) struct Spool {
    // before the name, which is removed with it
    file: File,
    name: PartialFile,
    length: u64,
}

impl Spool {
    /// A spool for the raster `path`.
    pub(super) fn beside(path: &Path) -> io::Result<Self> {
        let name = PartialFile::with_ending(path, ".tiles.part");
        let mut options = File::options();
        let file = options.read(true).write(true).create(true).truncate(true);
        Ok(Self {
            file: file.open(name.path())?,
            name,
            length: 0,
        })
    }

    /// Takes tiles; tells where they lie.
    pub(super) fn append(&mut self, tiles: &[Vec<u8>]) -> io::Result<Range<u64>> {
        let start = self.length;
        for tile in tiles {
            self.file.write_all(tile)?;
            self.length += tile.len() as u64;
        }
        Ok(start..self.length)
    }

    /// What reads it, where it likes.
    pub(super) fn reader(&self) -> io::Result<SpoolReader> {
        Ok(SpoolReader(File::open(self.name.path())?))
    }
}

/// Reads a spool.
pub(super) struct SpoolReader(File);

impl SpoolReader {
    /// Copies `parts` into `to`, in their order.
    pub(super) fn copy(&mut self, parts: &[Range<u64>], to: &mut impl Write) -> io::Result<()> {
        for part in parts {
            self.0.seek(SeekFrom::Start(part.start))?;
            let length = part.end - part.start;
            if io::copy(&mut (&self.0).take(length), to)? < length {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }
}
