//! What is: the state that the fold keeps. None of it changes itself; that is what `rules/` does.

pub(super) mod bag;
pub(super) mod custody;
pub(super) mod key;
pub(super) mod list;
pub(super) mod over;
pub(super) mod password;
pub(super) mod quarantine;
pub(super) mod sheet;
pub(super) mod sitting;
pub(super) mod whereabouts;
