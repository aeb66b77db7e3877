//! Checks the layout of a Cloud-Optimised GeoTIFF byte by byte, after the rules of GDAL's
//! `validate_cloud_optimized_geotiff`: directories first and from large to small, tiled, tiles of
//! the smallest overview before those of the next, rows of tiles in order, sizes repeated around
//! each tile as the ghost area promises.

/// One image of the file: the raster itself or an overview.
pub(crate) struct Image {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    pub(crate) tile: usize,
    pub(crate) compression: u64,
    pub(crate) predictor: u64,
    offsets: Vec<u64>,
    sizes: Vec<u64>,
    directory: usize,
}

/// A classic or big TIFF in little-endian order.
struct Tiff<'a> {
    bytes: &'a [u8],
    big: bool,
}

impl Tiff<'_> {
    fn number(&self, at: usize, width: usize) -> u64 {
        let bytes = self.bytes[at..at + width].iter().rev();
        bytes.fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    fn pointer(&self, at: usize) -> u64 {
        self.number(at, if self.big { 8 } else { 4 })
    }

    /// The values of `tag` in the directory at `directory`.
    fn tag(&self, directory: usize, tag: u64) -> Vec<u64> {
        let (head, entry) = if self.big { (8, 20) } else { (2, 12) };
        let count = self.number(directory, head) as usize;
        let entries = (0..count).map(|index| directory + head + index * entry);
        let Some(at) = entries.into_iter().find(|at| self.number(*at, 2) == tag) else {
            return Vec::new();
        };
        let width = match self.number(at + 2, 2) {
            3 => 2,
            4 => 4,
            16 => 8,
            _ => 1,
        };
        let values = self.pointer(at + 4) as usize;
        let field = at + if self.big { 12 } else { 8 };
        let inside = values * width <= if self.big { 8 } else { 4 };
        let first = if inside {
            field
        } else {
            self.pointer(field) as usize
        };
        (0..values)
            .map(|index| self.number(first + index * width, width))
            .collect()
    }

    fn next(&self, directory: usize) -> usize {
        let (head, entry) = if self.big { (8, 20) } else { (2, 12) };
        let count = self.number(directory, head) as usize;
        self.pointer(directory + head + count * entry) as usize
    }

    fn image(&self, directory: usize) -> Image {
        let one = |tag| self.tag(directory, tag).first().copied().unwrap_or(0);
        assert_eq!(one(322), one(323), "tiles are not square");
        Image {
            columns: one(256) as usize,
            rows: one(257) as usize,
            tile: one(322) as usize,
            compression: one(259),
            predictor: one(317),
            offsets: self.tag(directory, 324),
            sizes: self.tag(directory, 325),
            directory,
        }
    }
}

/// The images of the file, after checking its layout.
pub(crate) fn check(bytes: &[u8]) -> Vec<Image> {
    assert_eq!(&bytes[..2], b"II", "not little-endian");
    let big = bytes[2] == 43;
    let tiff = Tiff { bytes, big };
    let header = if big { 16 } else { 8 };
    let ghost = String::from_utf8_lossy(&bytes[header..header + 300]);
    for promise in [
        "LAYOUT=IFDS_BEFORE_DATA",
        "BLOCK_ORDER=ROW_MAJOR",
        "BLOCK_LEADER=SIZE_AS_UINT4",
        "BLOCK_TRAILER=LAST_4_BYTES_REPEATED",
        "KNOWN_INCOMPATIBLE_EDITION=NO",
    ] {
        assert!(ghost.contains(promise), "{promise} is missing from {ghost}");
    }
    let first = tiff.pointer(if big { 8 } else { 4 }) as usize;
    let directories =
        std::iter::successors(Some(first), |at| Some(tiff.next(*at)).filter(|at| *at != 0));
    let images: Vec<Image> = directories.map(|at| tiff.image(at)).collect();
    for pair in images.windows(2) {
        assert!(
            pair[0].directory < pair[1].directory,
            "directories are out of order"
        );
        assert!(pair[0].columns > pair[1].columns || pair[0].rows > pair[1].rows);
        assert!(
            pair[0].offsets[0] > pair[1].offsets[0],
            "overviews do not come first"
        );
    }
    for image in &images {
        check_tiles(&tiff, image);
    }
    images
}

fn check_tiles(tiff: &Tiff<'_>, image: &Image) {
    assert!(image.tile > 0, "not tiled");
    let tiles = image.columns.div_ceil(image.tile) * image.rows.div_ceil(image.tile);
    assert_eq!(image.offsets.len(), tiles);
    assert!(image.offsets.is_sorted(), "tiles are out of order");
    for (offset, size) in image.offsets.iter().zip(&image.sizes) {
        let (offset, end) = (*offset as usize, (*offset + *size) as usize);
        assert!(offset > image.directory);
        assert_eq!(
            tiff.number(offset - 4, 4),
            *size,
            "the leader is not the size"
        );
        assert_eq!(
            tiff.bytes[end - 4..end],
            tiff.bytes[end..end + 4],
            "the trailer is no repetition"
        );
    }
}
