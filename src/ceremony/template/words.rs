//! The placeholders in a template's sentences.

use crate::custody::procedure::Subject;

/// The placeholders that a sentence about such a thing may have.
pub(super) fn known(subject: Subject) -> &'static [&'static str] {
    match subject {
        Subject::Ceremony | Subject::Bag => &[],
        Subject::Account => &["account", "upn"],
        Subject::Key => &["key", "account", "place", "pin_place", "upn"],
    }
}

/// A piece of a sentence.
pub(super) enum Piece<'t> {
    Text(&'t str),
    Placeholder(&'t str),
    /// An opening or a closing brace without its other, and what follows it.
    Brace(&'t str),
}

/// A sentence, taken apart.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        pieces.push(Piece::Text(before));
        let inner = from
            .strip_prefix('{')
            .and_then(|after| after.split_once('}'));
        match inner {
            Some((name, after)) if !name.contains('{') => {
                pieces.push(Piece::Placeholder(name));
                rest = after;
            }
            _ => {
                pieces.push(Piece::Brace(from));
                return pieces;
            }
        }
    }
    pieces.push(Piece::Text(rest));
    pieces
}
