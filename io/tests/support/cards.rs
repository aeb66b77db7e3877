//! Cards put into control files.

/// `deck` with every card put in front of a place.
pub(crate) fn with(deck: &str, cards: &[(&str, &str)]) -> String {
    let before = |deck: String, (place, cards): &(&str, &str)| {
        deck.replace(place, &format!("{cards}{place}"))
    };
    cards.iter().fold(deck.to_owned(), before)
}
