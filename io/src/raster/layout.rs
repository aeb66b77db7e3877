//! The layout of a Cloud-Optimised GeoTIFF: everything that tells where tiles are lies before them,
//! and those of the smallest overview come first.

use super::tags::{Format, Tag};
use super::{Compression, TILE};

/// What GDAL reads of the layout, as its COG driver writes it.
const PROMISES: &str = "LAYOUT=IFDS_BEFORE_DATA\nBLOCK_ORDER=ROW_MAJOR\n\
    BLOCK_LEADER=SIZE_AS_UINT4\nBLOCK_TRAILER=LAST_4_BYTES_REPEATED\n\
    KNOWN_INCOMPATIBLE_EDITION=NO\n ";
/// Bytes of the size before a tile, and of the repetition behind it.
pub(super) const AROUND: u64 = 8;
/// Bytes of a size.
pub(super) const LEADER: u64 = 4;
/// The value of a cell without one, which overviews tell too.
const NODATA_TAG: u16 = 42_113;

/// The raster itself or an overview.
pub(super) struct Image {
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Bytes of every tile, packed, row by row.
    pub(super) sizes: Vec<u32>,
}

impl Image {
    fn bytes(&self) -> u64 {
        self.sizes.iter().map(|it| u64::from(*it) + AROUND).sum()
    }
}

/// Everything before the first tile of a raster with these `images`, from large to small, packed by
/// `compression`; `label` tells what the raster is.
pub(super) fn head(images: &[Image], label: &[Tag], compression: Compression) -> Vec<u8> {
    let tiles: u64 = images.iter().map(Image::bytes).sum();
    let count: usize = images.iter().map(|it| it.sizes.len()).sum();
    // more than directories take: some hundred bytes each, and 12 for every tile
    let room = (1 << 20) + 12 * count as u64 + label.iter().map(Tag::room).sum::<u64>();
    let format = Format::of(tiles + room);
    let at = |first: u64| with_tiles_at(first, images, (label, compression), format);
    at(at(0).len() as u64)
}

/// The same where the first tile lies at `first`; its length does not depend on that.
fn with_tiles_at(
    first: u64,
    images: &[Image],
    (label, compression): (&[Tag], Compression),
    format: Format,
) -> Vec<u8> {
    let mut starts = vec![first; images.len()];
    for index in (1..images.len()).rev() {
        starts[index - 1] = starts[index] + images[index].bytes();
    }
    let ghost = format!(
        "GDAL_STRUCTURAL_METADATA_SIZE={:06} bytes\n{PROMISES}",
        PROMISES.len()
    );
    let begin = (format.header(0).len() + ghost.len()).next_multiple_of(8);
    let mut bytes = format.header(begin);
    bytes.extend(ghost.as_bytes());
    bytes.resize(begin, 0);
    for (index, (image, start)) in images.iter().zip(starts).enumerate() {
        let mut tags = structure(image, start, compression, format);
        if index == 0 {
            tags.extend_from_slice(label);
        } else {
            tags.push(Tag::longs(254, [1]));
            tags.extend(label.iter().filter(|it| it.code == NODATA_TAG).cloned());
        }
        tags.sort_by_key(|it| it.code);
        let directory = format.directory(&tags, bytes.len(), index + 1 == images.len());
        bytes.extend(directory);
        bytes.resize(bytes.len().next_multiple_of(2), 0);
    }
    bytes
}

/// The tags that tell how an image is made, whose first tile, with its size before it, lies at
/// `start`.
fn structure(image: &Image, start: u64, compression: Compression, format: Format) -> Vec<Tag> {
    let mut at = start;
    let place = |size: &u32| {
        let place = at + LEADER;
        at += u64::from(*size) + AROUND;
        place
    };
    let places: Vec<u64> = image.sizes.iter().map(place).collect();
    let [width, height] = [image.columns, image.rows].map(|it| it as u32);
    vec![
        Tag::longs(256, [width]),
        Tag::longs(257, [height]),
        Tag::short(258, 32),
        Tag::short(259, compression.number()),
        // dark is 0; one band, in one plane
        Tag::short(262, 1),
        Tag::short(277, 1),
        Tag::short(284, 1),
        Tag::short(317, 3),
        Tag::short(322, TILE as u16),
        Tag::short(323, TILE as u16),
        format.pointers(324, &places),
        Tag::longs(325, image.sizes.iter().copied()),
        // numbers with a point
        Tag::short(339, 3),
    ]
}
