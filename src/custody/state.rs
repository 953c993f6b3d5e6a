//! What is: the state that the fold keeps.

use super::done::Done;
use super::event::{BagSerial, Deed, Genuineness, Item, Page, Present, SheetId};
use super::script::{Script, Step};
use super::snapshot::{Counters, Snapshot};
use crate::plan::{Name, Plan, Role};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Who holds what, and what is in doubt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Custody {
    pub(super) origin: String,
    pub(super) entries: u64,
    pub(super) plan: Option<Plan>,
    pub(super) ceremonies: u64,
    pub(super) open: Option<OpenCeremony>,
    pub(super) present: Vec<Present>,
    pub(super) deeds: BTreeMap<u64, Deed>,
    pub(super) sheets: BTreeMap<SheetId, Sheet>,
    pub(super) keys: BTreeMap<Name, KeyState>,
    pub(super) passwords: BTreeMap<Name, PasswordState>,
    pub(super) bags: BTreeMap<BagSerial, Bag>,
    pub(super) checkpoints: BTreeMap<u64, String>,
    pub(super) papers: BTreeMap<Name, u64>,
    pub(super) exceptions: Vec<String>,
    pub(super) metadata: Option<ImportedList>,
    /// The latest time that an entry claims, and that of the last head.
    pub(super) latest: Option<Timestamp>,
    pub(super) head_at: Option<Timestamp>,
}

/// A ceremony that has begun and not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCeremony {
    /// Its number, from 1.
    pub number: u64,
    /// `seq` of its `ceremony-started`.
    pub since: u64,
    /// When it began, as that entry claims.
    pub began: Timestamp,
    /// The bound ceremony.
    pub script: Script,
    /// How many steps have ended, in order.
    pub steps_ended: usize,
    /// Notes of this ceremony, for the minutes: exceptions, refusals, breaches.
    pub departures: Vec<String>,
    /// How many of these there were when the next step became the next.
    pub(super) departures_before: usize,
    /// What was done in it.
    pub done: Done,
    pub(super) laptop_checked: bool,
    pub(super) checkpoint: Option<u64>,
    pub(super) minutes_for: BTreeSet<Name>,
    pub(super) copies: BTreeSet<u64>,
    pub(super) pins_verified: BTreeMap<Name, SheetId>,
    pub(super) credentials_verified: BTreeSet<Name>,
    pub(super) signed_in: BTreeSet<Name>,
    pub(super) credentials_deleted: BTreeSet<Name>,
    pub(super) configured: BTreeSet<Name>,
    pub(super) reset: BTreeSet<Name>,
    pub(super) shares_checked: BTreeSet<SheetId>,
    pub(super) handed: BTreeSet<BagSerial>,
}

impl OpenCeremony {
    /// The next step: the first that has not ended.
    pub fn next_step(&self) -> Option<&Step> {
        self.script.steps().nth(self.steps_ended)
    }

    pub(super) fn step_ended(&mut self) {
        self.steps_ended += 1;
        self.departures_before = self.departures.len();
    }

    /// Whether something of the next step went otherwise than it says, as far as it has gone.
    pub fn departed(&self) -> bool {
        self.departures.len() > self.departures_before
    }
}

/// Where a thing is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whereabouts {
    /// In the custodians' hands.
    Table,
    /// In a sealed bag.
    Bag(BagSerial),
    /// Nowhere any more.
    Gone,
}

/// The states of a page with a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetState {
    /// The printer was asked; a page may exist.
    Printing,
    /// It came out.
    Printed,
    /// Its secret was read back from the paper.
    Proven,
    /// Its secret is about to go live, or already is.
    Armed,
    /// Its secret is live.
    Live,
    /// Another sheet took its place.
    Superseded,
    /// It will not be used.
    Void,
    /// Its key was wiped: it opens nothing any more.
    Wiped,
    /// It is destroyed.
    Destroyed,
}

/// A page with a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What is on it.
    pub page: Page,
    /// Its state.
    pub state: SheetState,
    /// Where it is.
    pub at: Whereabouts,
    /// For a proven share: SHA-256 of its words, hex.
    pub fingerprint: Option<String>,
    /// Who has read its secret.
    pub seen_by: BTreeSet<Name>,
}

/// Which PIN a key has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pin {
    /// None yet.
    None,
    /// The one on this sheet.
    On(SheetId),
    /// A change was begun and its answer is not known: the one on `to`, or still the one on `from` (none: no PIN).
    Doubt {
        /// The intent's `seq`.
        intent: u64,
        /// The sheet before.
        from: Option<SheetId>,
        /// The sheet after.
        to: SheetId,
    },
}

/// Our own credential on a key (I7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Credential id, hex.
    pub credential: String,
    /// Public key, SEC1 uncompressed, hex.
    pub public_key: String,
    /// AAGUID, hex.
    pub aaguid: String,
    /// How its counters behave.
    pub counters: Counters,
    /// How it proved its model, where that was judged.
    pub genuine: Option<Genuineness>,
    /// What else tells it, where it signs nothing without its PIN.
    pub serials: Serials,
}

/// FIDO's list of authenticators, as it was imported last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedList {
    /// Its number.
    pub number: u64,
    /// The day by which there is a newer one.
    pub next_update: jiff::civil::Date,
    /// The file in the inbox.
    pub file: String,
    /// SHA-256 of the file, hex.
    pub hash: String,
}

impl ImportedList {
    /// Whether a newer one has come out by this day.
    pub fn is_stale(&self, today: jiff::civil::Date) -> bool {
        today > self.next_update
    }
}

/// The serial numbers of a key, each where it has one. They tell keys apart, and prove nothing: a forged one can copy
/// them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Serials {
    /// The one that its maker lets be read.
    pub maker: Option<String>,
    /// The one that it shows on USB.
    pub usb: Option<String>,
}

impl Serials {
    /// Whether a key that shows `seen` can be the one that showed these: there is one, and each is the same.
    pub fn tell(&self, seen: &Serials) -> bool {
        let same = |was: &Option<String>, is: &Option<String>| was.is_none() || was == is;
        let any = self.maker.is_some() || self.usb.is_some();
        any && same(&self.maker, &seen.maker) && same(&self.usb, &seen.usb)
    }
}

impl std::fmt::Display for Serials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let serial = self.maker.as_ref().or(self.usb.as_ref());
        f.write_str(serial.map_or("", String::as_str))
    }
}

/// The account's credential on a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Credential id, hex.
    pub credential: String,
    /// Public key, SEC1 uncompressed, hex.
    pub public_key: String,
    /// Whether the tenant took it.
    pub registered: bool,
}

/// A key that was admitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyState {
    /// How it is told from others.
    pub identity: Identity,
    /// Its PIN.
    pub pin: Pin,
    /// In which ceremony its PIN last changed; 0 for never.
    pub pin_since: u64,
    /// When it last changed, as the entry that says so claims.
    pub pin_at: Option<Timestamp>,
    /// The account's credential.
    pub credential: Option<Credential>,
    /// The last snapshot before sealing.
    pub sealed_as: Option<Snapshot>,
    /// Snapshots begun since that one.
    pub begun: u64,
    /// Whether it may be sealed without a snapshot (it does not answer, and both assented).
    pub omitted: bool,
    /// Whether it was compared since its bag was opened.
    pub compared: bool,
    /// Where it is.
    pub at: Whereabouts,
}

/// An account's password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PasswordState {
    /// The live set of shares.
    pub live: Option<u64>,
    /// A handover that was begun and not confirmed: the intent's `seq` and the new set.
    pub doubt: Option<(u64, u64)>,
    /// In which ceremony it last changed; 0 for never.
    pub since: u64,
    /// When it last changed, as the entry that says so claims.
    pub live_at: Option<Timestamp>,
    /// How many sets were begun.
    pub sets: u64,
}

/// The states of a bag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BagState {
    /// Things are about to go in, or are in.
    Sealing,
    /// Sealed, on the table.
    Sealed,
    /// Sealed, with a person, for its place.
    Away {
        /// Who took it there.
        with: Name,
    },
    /// Fetched and inspected.
    Fetched,
    /// About to be opened, or open.
    Opening,
    /// Empty and cut.
    Opened,
}

/// A tamper-evident bag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bag {
    /// What is in it.
    pub items: Vec<Item>,
    /// Where it lies.
    pub place: Name,
    /// Its state.
    pub state: BagState,
    /// When people last had it before them, as the entry claims: sealed, inspected or handed over.
    pub seen: Timestamp,
}

impl Custody {
    /// The book's origin.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether this is a rehearsal's book (I10).
    pub fn is_rehearsal(&self) -> bool {
        self.origin.starts_with("rehearsal/")
    }

    /// The latest time that an entry claims. Times are the station's: order comes from the entries' numbers alone.
    pub fn latest(&self) -> Option<Timestamp> {
        self.latest
    }

    /// Entries so far.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// The plan that binds.
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// The open ceremony.
    pub fn ceremony(&self) -> Option<&OpenCeremony> {
        self.open.as_ref()
    }

    /// How many ceremonies were begun.
    pub fn ceremonies(&self) -> u64 {
        self.ceremonies
    }

    /// Who is at the table.
    pub fn present(&self) -> &[Present] {
        &self.present
    }

    /// Who is at the table as `role`.
    pub fn present_as(&self, role: Role) -> Option<&Name> {
        self.present
            .iter()
            .find(|p| p.role == role)
            .map(|p| &p.person)
    }

    /// Deeds whose outcome is not known, by the intent's `seq`.
    pub fn doubts(&self) -> &BTreeMap<u64, Deed> {
        &self.deeds
    }

    /// All pages with a secret, by serial.
    pub fn sheets(&self) -> &BTreeMap<SheetId, Sheet> {
        &self.sheets
    }

    /// All keys that were admitted.
    pub fn keys(&self) -> &BTreeMap<Name, KeyState> {
        &self.keys
    }

    /// All passwords that were begun.
    pub fn passwords(&self) -> &BTreeMap<Name, PasswordState> {
        &self.passwords
    }

    /// All bags.
    pub fn bags(&self) -> &BTreeMap<BagSerial, Bag> {
        &self.bags
    }

    /// The last checkpoint: its size and its root as recorded.
    pub fn last_checkpoint(&self) -> Option<(u64, &str)> {
        self.checkpoints
            .last_key_value()
            .map(|(size, root)| (*size, root.as_str()))
    }

    /// A checkpoint's root as recorded, by its size.
    pub fn checkpoint(&self, size: u64) -> Option<&str> {
        self.checkpoints.get(&size).map(String::as_str)
    }

    /// When the last checkpoint was recorded, as its entry claims.
    pub fn last_checkpoint_at(&self) -> Option<Timestamp> {
        self.head_at
    }

    /// The hash of a recorded head: what stands as words on the minutes that carry it.
    pub fn head_hash(&self, size: u64) -> Option<[u8; 32]> {
        let root = self.checkpoint(size)?;
        let head = format!("{}\n{size}\n{root}\n", self.origin);
        Some(crate::ledger::sha256(head.as_bytes()))
    }

    /// The size of the checkpoint on the last minutes that this person signed.
    pub fn minutes_of(&self, person: &Name) -> Option<u64> {
        self.papers.get(person).copied()
    }

    /// FIDO's list that was imported last.
    pub fn metadata(&self) -> Option<&ImportedList> {
        self.metadata.as_ref()
    }

    /// All exceptions so far.
    pub fn exceptions(&self) -> &[String] {
        &self.exceptions
    }

    /// The bags that were handed over in the open ceremony, with those who still have them.
    pub fn handed(&self) -> impl Iterator<Item = (&BagSerial, &Bag, &Name)> {
        let handed = self.open.iter().flat_map(|open| &open.handed);
        handed.filter_map(|serial| {
            let bag = self.bags.get(serial)?;
            match &bag.state {
                BagState::Away { with } => Some((serial, bag, with)),
                _ => None,
            }
        })
    }

    /// The serial of the next page.
    pub fn next_sheet(&self, page: &Page) -> SheetId {
        SheetId::new(page, self.sheets.len() + 1)
    }

    /// The sheets of one set of shares, by member.
    pub fn set(&self, account: &Name, set: u64) -> BTreeMap<u64, &SheetId> {
        let of_set = |(id, sheet): (_, &Sheet)| match &sheet.page {
            Page::Share {
                account: a,
                set: s,
                member,
            } if a == account && *s == set && sheet.is_usable() => Some((*member, id)),
            _ => None,
        };
        self.sheets.iter().filter_map(of_set).collect()
    }

    /// Whether somebody has seen a PIN that is live, or may be, and so may not hold its key (I5).
    pub fn knows_a_pin(&self, person: &Name) -> bool {
        let live = |s: &&Sheet| {
            matches!(s.state, SheetState::Live | SheetState::Armed)
                && matches!(s.page, Page::Pin { .. })
        };
        let mut live = self.sheets.values().filter(live);
        live.any(|s| s.seen_by.contains(person))
    }

    /// What lies on the table and must not stay there: things, and bags on their way.
    pub fn loose(&self) -> (Vec<Item>, Vec<BagSerial>) {
        let keys = self
            .keys
            .iter()
            .filter(|(_, k)| k.at == Whereabouts::Table)
            .map(|(key, _)| Item::Key { key: key.clone() });
        let sheets = self
            .sheets
            .iter()
            .filter(|(_, s)| s.at == Whereabouts::Table);
        let sheets = sheets.map(|(sheet, _)| Item::Sheet {
            sheet: sheet.clone(),
        });
        let on_its_way = |bag: &Bag| !matches!(bag.state, BagState::Away { .. } | BagState::Opened);
        let bags = self
            .bags
            .iter()
            .filter(|(_, b)| on_its_way(b))
            .map(|(serial, _)| serial.clone());
        (keys.chain(sheets).collect(), bags.collect())
    }

    /// Whether a secret may be live without having been confirmed: a PIN or password in doubt.
    pub fn armed(&self) -> bool {
        self.keys
            .values()
            .any(|k| matches!(k.pin, Pin::Doubt { .. }))
            || self.passwords.values().any(|p| p.doubt.is_some())
    }

    /// Where an item is; None if it was never known.
    pub fn whereabouts(&self, item: &Item) -> Option<&Whereabouts> {
        match item {
            Item::Key { key } => self.keys.get(key).map(|k| &k.at),
            Item::Sheet { sheet } => self.sheets.get(sheet).map(|s| &s.at),
        }
    }
}

impl Sheet {
    /// Neither void nor wiped nor destroyed.
    pub fn is_usable(&self) -> bool {
        !matches!(
            self.state,
            SheetState::Void | SheetState::Wiped | SheetState::Destroyed
        )
    }
}

impl KeyState {
    /// How a snapshot differs from the one before sealing; nothing where there is none to compare with.
    pub fn differs(&self, now: &Snapshot) -> Vec<String> {
        self.sealed_as.as_ref().map_or_else(Vec::new, |sealed| {
            now.differs(sealed, self.identity.counters, self.begun)
        })
    }
}

impl Custody {
    /// Whether a key's PIN is settled and was set or changed in the open ceremony.
    pub fn pin_is_new(&self, key: &Name) -> bool {
        let now = self.open.as_ref().map(|c| c.number);
        self.keys
            .get(key)
            .is_some_and(|k| matches!(k.pin, Pin::On(_)) && Some(k.pin_since) == now)
    }

    /// Whether a password was set in the open ceremony, and nothing about it is in doubt.
    pub fn password_is_new(&self, account: &Name) -> bool {
        let now = self.open.as_ref().map(|c| c.number);
        self.passwords
            .get(account)
            .is_some_and(|p| p.doubt.is_none() && Some(p.since) == now)
    }

    /// What is, for the minutes: each key and password, a sentence each.
    pub fn facts(&self) -> Vec<String> {
        let bag_of = |at: &Whereabouts| match at {
            Whereabouts::Bag(bag) => format!("in bag {bag}"),
            Whereabouts::Table => "on the table".into(),
            Whereabouts::Gone => "gone".into(),
        };
        let key = |(name, state): (&Name, &KeyState)| {
            let pin = match &state.pin {
                Pin::On(sheet) => {
                    let at = self
                        .sheets
                        .get(sheet)
                        .map(|s| bag_of(&s.at))
                        .unwrap_or_default();
                    format!("its PIN on sheet {sheet}, {at}")
                }
                Pin::None => "without a PIN".into(),
                Pin::Doubt { .. } => "its PIN in doubt".into(),
            };
            format!("Key {name}, {}; {pin}.", bag_of(&state.at))
        };
        let password = |(account, state): (&Name, &PasswordState)| {
            let live = state.live?;
            let sheets = self.set(account, live).into_values();
            let at = sheets.map(|id| {
                format!(
                    "{id} {}",
                    self.sheets
                        .get(id)
                        .map(|s| bag_of(&s.at))
                        .unwrap_or_default()
                )
            });
            Some(format!(
                "Password of {account}, set {live}: shares {}.",
                at.collect::<Vec<_>>().join(", ")
            ))
        };
        self.keys
            .iter()
            .map(key)
            .chain(self.passwords.iter().filter_map(password))
            .collect()
    }
}

impl OpenCeremony {
    /// Whether a key's credential was deleted in this ceremony, and it has no other.
    pub fn has_deleted(&self, key: &Name) -> bool {
        self.credentials_deleted.contains(key)
    }

    /// Whether a key was configured in this ceremony.
    pub fn has_configured(&self, key: &Name) -> bool {
        self.configured.contains(key)
    }

    /// Whether a key was reset in this ceremony.
    pub fn has_reset(&self, key: &Name) -> bool {
        self.reset.contains(key)
    }

    /// Whether a share was checked in this ceremony.
    pub fn has_checked(&self, sheet: &SheetId) -> bool {
        self.shares_checked.contains(sheet)
    }

    /// Whether this copy of the book was written since the last checkpoint.
    pub fn has_copy(&self, copy: u64) -> bool {
        self.copies.contains(&copy)
    }

    /// Whether minutes with the last checkpoint were printed for this person.
    pub fn has_minutes_for(&self, person: &Name) -> bool {
        self.minutes_for.contains(person)
    }
}
