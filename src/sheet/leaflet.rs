//! The leaflet: one page for somebody who has shares and not this program.

use super::block::Block;
use super::{Page, PageKind, Stationery};

/// What a leaflet says. It holds no secret.
pub struct Leaflet<'a> {
    /// Whose it is, and on what.
    pub on: Stationery<'a>,
    /// Whose password it is about; None: it is about any.
    pub of: Option<Shared<'a>>,
}

/// A password that is kept in shares.
pub struct Shared<'a> {
    /// Its account.
    pub account: &'a str,
    /// Shares needed.
    pub threshold: u32,
    /// Shares that there are.
    pub members: u32,
}

/// The leaflet's example: two shares of a set that was made for it.
pub const EXAMPLE_SHARES: [&str; 2] = ["", ""];
/// What a SLIP-39 program gives for them.
pub const EXAMPLE_HEX: &str = "";
/// The password that it is.
pub const EXAMPLE_PASSWORD: &str = "";

/// A leaflet. Its serial is `leaflet`.
pub fn leaflet(leaflet: &Leaflet) -> Page<'static> {
    let blocks = vec![
        Block::Title("How to get the password back".into()),
        Block::field("organisation", leaflet.on.organisation),
    ];
    Page::flow(PageKind::Leaflet, "leaflet", &leaflet.on, blocks)
}
