//! Who holds what.

use super::bag::{Bag, BagState};
use super::key::{KeyState, Pin};
use super::list::ImportedList;
use super::over::{Notes, UsedBags};
use super::password::PasswordState;
use super::quarantine::Quarantine;
use super::sheet::{Sheet, SheetState};
use super::sitting::OpenCeremony;
use super::whereabouts::Whereabouts;
use crate::custody::deed::Deed;
use crate::custody::event::Present;
use crate::custody::script::Script;
use crate::custody::template::Template;
use crate::custody::thing::{BagSerial, Hash, Item, Page, SheetId, Suspect};
use crate::plan::{Name, Place, Plan, Role};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Who holds what, and what is in doubt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Custody {
    pub(in crate::custody) origin: String,
    pub(in crate::custody) entries: u64,
    /// The templates and plans that the ledger holds, by their hashes; one that was adopted is never forgotten (I22).
    pub(in crate::custody) templates: BTreeMap<Hash, Arc<Template>>,
    pub(in crate::custody) plans: BTreeMap<Hash, Arc<Plan>>,
    /// The plan that binds, with its hash.
    pub(in crate::custody) plan: Option<(Hash, Arc<Plan>)>,
    /// Scripts that were bound last, because most ceremonies are bound alike.
    pub(in crate::custody) bound: Vec<Arc<Script>>,
    pub(in crate::custody) ceremonies: u64,
    pub(in crate::custody) open: Option<OpenCeremony>,
    pub(in crate::custody) present: Vec<Present>,
    /// The day that those at the table gave.
    pub(in crate::custody) day: Option<Date>,
    pub(in crate::custody) deeds: BTreeMap<u64, Deed>,
    /// Those that exist.
    pub(in crate::custody) sheets: BTreeMap<SheetId, Sheet>,
    /// Sheets that were ever begun.
    pub(in crate::custody) sheets_begun: usize,
    pub(in crate::custody) keys: BTreeMap<Name, KeyState>,
    pub(in crate::custody) passwords: BTreeMap<Name, PasswordState>,
    /// Those that were not opened.
    pub(in crate::custody) bags: BTreeMap<BagSerial, Bag>,
    pub(in crate::custody) used_bags: UsedBags,
    /// What signs of tampering were about, until an entry of its own ends it.
    pub(in crate::custody) quarantine: BTreeMap<Suspect, Quarantine>,
    /// Hashes of recorded heads, by size.
    pub(in crate::custody) heads: BTreeMap<u64, [u8; 32]>,
    /// The last recorded head: its size and root.
    pub(in crate::custody) last_head: Option<(u64, String)>,
    pub(in crate::custody) papers: BTreeMap<Name, u64>,
    pub(in crate::custody) exceptions: Notes,
    pub(in crate::custody) metadata: Option<ImportedList>,
    /// The latest time that an entry claims, and that of the last head.
    pub(in crate::custody) latest: Option<Timestamp>,
    pub(in crate::custody) head_at: Option<Timestamp>,
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

    /// Whole minutes from that to this time; none where the clock went back.
    pub fn minutes_since_latest(&self, now: Timestamp) -> i64 {
        let since = self.latest.map(|latest| now.duration_since(latest));
        since.map_or(0, |since| since.as_mins().max(0))
    }

    /// Entries so far.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// The plan that binds.
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref().map(|(_, plan)| &**plan)
    }

    /// The plan of this hash, if the ledger holds it.
    pub fn plan_named(&self, hash: Hash) -> Option<&Arc<Plan>> {
        self.plans.get(&hash)
    }

    /// The template of this hash, if the ledger holds it.
    pub fn template_named(&self, hash: Hash) -> Option<&Arc<Template>> {
        self.templates.get(&hash)
    }

    /// The plan under which a key is understood: the one that binds, if it names it, else the one under which it was put
    /// away (I22).
    pub fn plan_of_key(&self, key: &Name) -> Option<&Plan> {
        let binding = self.plan().filter(|plan| plan.key(key).is_some());
        binding.or_else(|| self.kept(self.keys.get(key)?.under))
    }

    /// The plan under which an account is understood: the one that binds, if it names it, else the one under which its
    /// password was set (I22).
    pub fn plan_of_account(&self, account: &Name) -> Option<&Plan> {
        let binding = self.plan().filter(|plan| plan.account(account).is_some());
        binding.or_else(|| {
            let password = self.passwords.get(account)?;
            self.kept(password.under?)
        })
    }

    /// The place of a bag, as the plan that binds names it, else as the one under which it was sealed does (I22).
    pub fn place_of_bag(&self, bag: &Bag) -> Option<&Place> {
        let binding = self.plan().and_then(|plan| plan.place(&bag.place));
        binding.or_else(|| self.kept(bag.under)?.place(&bag.place))
    }

    pub(in crate::custody) fn kept(&self, plan: Hash) -> Option<&Plan> {
        self.plans.get(&plan).map(|plan| &**plan)
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

    /// All pages with a secret that exist, by serial.
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

    /// All bags but those that were opened.
    pub fn bags(&self) -> &BTreeMap<BagSerial, Bag> {
        &self.bags
    }

    /// The last checkpoint: its size and its root as recorded.
    pub fn last_checkpoint(&self) -> Option<(u64, &str)> {
        let (size, root) = self.last_head.as_ref()?;
        Some((*size, root))
    }

    /// When the last checkpoint was recorded, as its entry claims.
    pub fn last_checkpoint_at(&self) -> Option<Timestamp> {
        self.head_at
    }

    /// The hash of a recorded head: what stands as words on the minutes that carry it.
    pub fn head_hash(&self, size: u64) -> Option<[u8; 32]> {
        self.heads.get(&size).copied()
    }

    /// The size of the checkpoint on the last minutes that this person signed.
    pub fn minutes_of(&self, person: &Name) -> Option<u64> {
        self.papers.get(person).copied()
    }

    /// FIDO's list that was imported last.
    pub fn metadata(&self) -> Option<&ImportedList> {
        self.metadata.as_ref()
    }

    /// The exceptions so far.
    pub fn exceptions(&self) -> &Notes {
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
        SheetId::new(page, self.sheets_begun + 1)
    }

    /// Whether a sheet of this number was begun, and exists no more.
    pub fn is_destroyed(&self, sheet: &SheetId) -> bool {
        (1..=self.sheets_begun).contains(&sheet.number()) && !self.sheets.contains_key(sheet)
    }

    /// Whether a bag of this serial was ever used in this book, opened since or not.
    pub fn knows_bag(&self, bag: &BagSerial) -> bool {
        self.bags.contains_key(bag) || self.was_opened(bag)
    }

    /// Whether a bag of this serial was used and opened.
    pub fn was_opened(&self, bag: &BagSerial) -> bool {
        self.used_bags.contains(bag)
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

    /// The sheets of an account's live set, by member.
    pub fn live_set(&self, account: &Name) -> Option<BTreeMap<u64, &SheetId>> {
        let live = self.passwords.get(account)?.live?;
        Some(self.set(account, live))
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

    /// Whether somebody has seen this key's PIN, which is live or may be.
    pub fn knows_pin_of(&self, person: &Name, key: &Name) -> bool {
        let live = |s: &&Sheet| {
            matches!(s.state, SheetState::Live | SheetState::Armed)
                && matches!(&s.page, Page::Pin { key: of } if of == key)
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
        let on_its_way = |bag: &Bag| !matches!(bag.state, BagState::Away { .. });
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
