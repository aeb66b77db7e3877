//! The tags of a TIFF file, after Adobe's TIFF 6.0 and the BigTIFF design of libtiff.

/// A tag with its values, as bytes from the least significant on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) code: u16,
    kind: u16,
    bytes: Vec<u8>,
}

const SHORT: u16 = 3;
const LONG: u16 = 4;
const LONG8: u16 = 16;

/// Bytes of one value of a kind.
fn width(kind: u16) -> usize {
    match kind {
        1 | 2 | 6 | 7 => 1,
        SHORT | 8 => 2,
        LONG | 9 | 11 => 4,
        _ => 8,
    }
}

impl Tag {
    pub(super) fn short(code: u16, value: u16) -> Self {
        Self {
            code,
            kind: SHORT,
            bytes: value.to_le_bytes().to_vec(),
        }
    }

    pub(super) fn longs(code: u16, values: impl IntoIterator<Item = u32>) -> Self {
        Self {
            code,
            kind: LONG,
            bytes: values.into_iter().flat_map(u32::to_le_bytes).collect(),
        }
    }

    fn long8s(code: u16, values: &[u64]) -> Self {
        Self {
            code,
            kind: LONG8,
            bytes: values.iter().flat_map(|it| it.to_le_bytes()).collect(),
        }
    }

    /// Bytes that it takes in a directory at most.
    pub(super) fn room(&self) -> u64 {
        self.bytes.len() as u64 + 24
    }

    fn count(&self) -> usize {
        self.bytes.len() / width(self.kind)
    }
}

/// The two formats of a TIFF file, which differ in how far their pointers reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Up to 4 GB.
    Classic,
    /// More.
    Big,
}

impl Format {
    /// The format of a file of so many bytes at most.
    pub(super) fn of(bytes: u64) -> Self {
        if u32::try_from(bytes).is_ok() {
            Self::Classic
        } else {
            Self::Big
        }
    }

    /// What stands before everything else: the order of bytes, the format, where the first
    /// directory lies.
    pub(super) fn header(self, first: usize) -> Vec<u8> {
        match self {
            Self::Classic => [&b"II\x2a\0"[..], &(first as u32).to_le_bytes()].concat(),
            Self::Big => [&b"II\x2b\0\x08\0\0\0"[..], &(first as u64).to_le_bytes()].concat(),
        }
    }

    /// Places in the file as the values of a tag.
    pub(super) fn pointers(self, code: u16, places: &[u64]) -> Tag {
        match self {
            Self::Classic => Tag::longs(code, places.iter().map(|it| *it as u32)),
            Self::Big => Tag::long8s(code, places),
        }
    }

    fn pointer_width(self) -> usize {
        match self {
            Self::Classic => 4,
            Self::Big => 8,
        }
    }

    /// A number as wide as a pointer.
    fn put(self, number: usize, to: &mut Vec<u8>) {
        to.extend(&(number as u64).to_le_bytes()[..self.pointer_width()]);
    }

    /// The directory of `tags` that begins at `at`, with the values that do not fit into its entries
    /// behind it; if it is not the last, the next one follows.
    pub(super) fn directory(self, tags: &[Tag], at: usize, is_last: bool) -> Vec<u8> {
        let wide = self.pointer_width();
        let count = match self {
            Self::Classic => (tags.len() as u16).to_le_bytes().to_vec(),
            Self::Big => (tags.len() as u64).to_le_bytes().to_vec(),
        };
        let values_at = at + count.len() + tags.len() * (4 + 2 * wide) + wide;
        let (mut entries, mut values) = (count, Vec::new());
        for tag in tags {
            entries.extend(tag.code.to_le_bytes());
            entries.extend(tag.kind.to_le_bytes());
            self.put(tag.count(), &mut entries);
            if tag.bytes.len() <= wide {
                entries.extend(&tag.bytes);
                entries.resize(entries.len() + wide - tag.bytes.len(), 0);
            } else {
                self.put(values_at + values.len(), &mut entries);
                values.extend(&tag.bytes);
                values.resize(values.len().next_multiple_of(2), 0);
            }
        }
        let next = if is_last { 0 } else { values_at + values.len() };
        self.put(next, &mut entries);
        [entries, values].concat()
    }
}

/// The tags of the first directory of a classic TIFF whose bytes go from the least significant on;
/// none where it is anything else.
pub(super) fn read(file: &[u8]) -> Option<Vec<Tag>> {
    let number = |at: usize, width: usize| -> Option<usize> {
        let bytes = file.get(at..at + width)?.iter().rev();
        Some(bytes.fold(0, |number, byte| number << 8 | usize::from(*byte)))
    };
    let directory = number(4, 4).filter(|_| file.starts_with(b"II\x2a\0"))?;
    let tag = |at: usize| {
        let kind = number(at + 2, 2)? as u16;
        let bytes = number(at + 4, 4)? * width(kind);
        let start = if bytes <= 4 {
            at + 8
        } else {
            number(at + 8, 4)?
        };
        Some(Tag {
            code: number(at, 2)? as u16,
            kind,
            bytes: file.get(start..start + bytes)?.to_vec(),
        })
    };
    let entries = 0..number(directory, 2)?;
    entries.map(|it| tag(directory + 2 + 12 * it)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let tags = [
            Tag::longs(256, [70_000]),
            Tag::short(259, 8),
            Tag::longs(325, [1, 2, 3]),
        ];
        let mut file = Format::Classic.header(8);
        file.extend(Format::Classic.directory(&tags, 8, true));
        assert_eq!(read(&file), Some(tags.to_vec()));
        assert_eq!(read(&file[..20]), None);
        assert_eq!(read(b"II\x2b\0"), None);
    }

    #[test]
    fn pointers_beyond_4_gigabytes_are_wide() {
        assert_eq!(Format::of(u64::from(u32::MAX)), Format::Classic);
        assert_eq!(Format::of(1 << 32), Format::Big);
        let tag = Format::Big.pointers(324, &[5 << 32]);
        let directory = Format::Big.directory(&[tag], 16, true);
        assert_eq!(directory.len(), 8 + 20 + 8);
        assert_eq!(directory[8 + 12 + 4], 5);
    }
}
