//! Words on a picture, in DejaVu Sans (free licence of Bitstream Vera).

use tiny_skia::{Path, PathBuilder, Transform};
use ttf_parser::{Face, OutlineBuilder};

/// The letters to write with.
pub(super) struct Font<'a> {
    face: Face<'a>,
}

impl Font<'static> {
    /// The upright letters.
    pub(super) fn regular() -> Option<Self> {
        Self::parse(dejavu::sans::regular())
    }

    /// The heavy letters.
    pub(super) fn bold() -> Option<Self> {
        Self::parse(dejavu::sans::bold())
    }

    fn parse(bytes: &'static [u8]) -> Option<Self> {
        let face = Face::parse(bytes, 0).ok()?;
        Some(Self { face })
    }
}

impl Font<'_> {
    /// Width of `words` in letters of `size` pixels.
    pub(super) fn width(&self, words: &str, size: f32) -> f32 {
        let units: u32 = words
            .chars()
            .map(|letter| u32::from(self.advance(letter)))
            .sum();
        units as f32 * self.scale(size)
    }

    /// The outline of `words` in letters of `size` pixels that begin at `x` on the line `y`; none
    /// where nothing shows.
    pub(super) fn outline(&self, words: &str, size: f32, (x, y): (f32, f32)) -> Option<Path> {
        let mut outline = Outline::default();
        for letter in words.chars() {
            if let Some(glyph) = self.face.glyph_index(letter) {
                self.face.outline_glyph(glyph, &mut outline);
            }
            outline.x += f32::from(self.advance(letter));
        }
        let scale = self.scale(size);
        let place = Transform::from_row(scale, 0.0, 0.0, -scale, x, y);
        outline.path.finish()?.transform(place)
    }

    /// `words`, cut short with dots where they are wider than `most` pixels.
    pub(super) fn fit(&self, words: &str, size: f32, most: f32) -> String {
        let mut kept = words.to_owned();
        while self.width(&kept, size) > most && !kept.is_empty() {
            let mut letters: Vec<char> = kept.trim_end_matches('…').chars().collect();
            letters.pop();
            kept = letters.into_iter().collect();
            if !kept.is_empty() {
                kept.push('…');
            }
        }
        kept
    }

    fn advance(&self, letter: char) -> u16 {
        let glyph = self.face.glyph_index(letter).unwrap_or_default();
        self.face.glyph_hor_advance(glyph).unwrap_or(0)
    }

    fn scale(&self, size: f32) -> f32 {
        size / f32::from(self.face.units_per_em().max(1))
    }
}

/// Gathers outlines of letters, each moved to the right by those before it.
#[derive(Default)]
struct Outline {
    path: PathBuilder,
    x: f32,
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + x1, y1, self.x + x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let at = self.x;
        self.path.cubic_to(at + x1, y1, at + x2, y2, at + x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wider_words_are_wider() {
        let font = Font::regular().unwrap();
        assert!(font.width("NOx", 12.0) < font.width("NOx, annual", 12.0));
        assert_eq!(font.width("NOx", 24.0), 2.0 * font.width("NOx", 12.0));
    }

    #[test]
    fn the_letters_of_the_field_are_there() {
        let font = Font::regular().unwrap();
        for letter in "µ³ₓ₂₃₅₁₀≥–…²éë".chars() {
            assert!(font.face.glyph_index(letter).is_some(), "{letter}");
        }
    }

    #[test]
    fn long_words_are_cut_short() {
        let font = Font::bold().unwrap();
        let short = font.fit("a very long title that nobody reads", 12.0, 100.0);
        assert!(short.ends_with('…') && font.width(&short, 12.0) <= 100.0);
        assert_eq!(font.fit("short", 12.0, 100.0), "short");
    }
}
