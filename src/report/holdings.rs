//! What is where, from the ledger.

use super::events;
use crate::custody::{
    BagSerial, BagState, Custody, Item, KeyState, Page, Pin, Sheet, SheetId, SheetState,
    Whereabouts,
};
use crate::duty::day;
use crate::ledger::Entry;
use crate::plan::{Name, Plan};
use crate::sheet::InventoryKey;
use crate::text::wrap::wrap;
use crate::webauthn::hyphenated;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// Everything that there is: each key, each password's shares, each page with a secret, each bag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holdings {
    /// The keys that were admitted.
    pub keys: Vec<KeyHeld>,
    /// The passwords that were begun.
    pub passwords: Vec<PasswordHeld>,
    /// The pages with a secret that exist.
    pub sheets: Vec<SheetHeld>,
    /// The bags that are not open.
    pub bags: Vec<BagHeld>,
}

/// Where something is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Where {
    /// `table`, `bag` or `gone`.
    pub at: &'static str,
    /// The bag's serial.
    pub bag: Option<String>,
    /// The bag's place, by name in the plan.
    pub place: Option<String>,
}

/// A key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyHeld {
    /// Its name.
    pub key: String,
    /// The account that it opens; None where the plan that binds has no such key.
    pub account: Option<String>,
    /// Where it is.
    pub is: Where,
    /// The sheet with its PIN; None: it has none, or it is in doubt.
    pub pin_sheet: Option<String>,
    /// Whether it is in doubt which PIN it has.
    pub pin_in_doubt: bool,
    /// When its PIN last changed, as the ledger claims.
    pub pin_since: Option<Timestamp>,
    /// Whether the tenant took its passkey.
    pub registered: bool,
    /// Its model's AAGUID, as a key shows it.
    pub aaguid: String,
}

/// A password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PasswordHeld {
    /// Its account.
    pub account: String,
    /// The live set of shares; None: none yet.
    pub set: Option<u64>,
    /// The sheets of that set, by member.
    pub sheets: Vec<String>,
    /// Whether it is in doubt which password is live.
    pub in_doubt: bool,
    /// When it last changed, as the ledger claims.
    pub since: Option<Timestamp>,
}

/// A page with a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetHeld {
    /// Its serial.
    pub sheet: String,
    /// What is on it, in words.
    pub what: String,
    /// `printing`, `printed`, `proven`, `armed`, `live`, `superseded` or `void`.
    pub state: &'static str,
    /// Where it is.
    pub is: Where,
}

/// A bag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BagHeld {
    /// Its serial.
    pub bag: String,
    /// `sealing`, `sealed`, `away`, `fetched` or `opening`.
    pub state: &'static str,
    /// What is in it, in words.
    pub items: Vec<String>,
    /// Its place, by name in the plan.
    pub place: String,
    /// Who took it there.
    pub taken_by: Option<String>,
    /// When people last had it before them, as the ledger claims.
    pub seen: Timestamp,
}

/// One thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Thing {
    /// A key.
    Key(KeyHeld),
    /// An account's password.
    Password(PasswordHeld),
    /// A page.
    Sheet(SheetHeld),
    /// A bag.
    Bag(BagHeld),
    /// A page or a bag that is no more.
    Gone(Gone),
}

/// A page or a bag that is no more: the fold keeps nothing of it but that it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gone {
    /// Its serial.
    pub serial: String,
    /// `destroyed` or `opened`.
    pub state: &'static str,
}

impl Gone {
    fn named(custody: &Custody, serial: &str) -> Option<Gone> {
        let sheet = SheetId::try_from(serial.to_owned());
        let bag = BagSerial::try_from(serial.to_owned());
        let state = match (sheet, bag) {
            (Ok(sheet), _) if custody.is_destroyed(&sheet) => "destroyed",
            (_, Ok(bag)) if custody.was_opened(&bag) => "opened",
            _ => return None,
        };
        let serial = serial.to_owned();
        Some(Gone { serial, state })
    }

    fn sentence(&self) -> String {
        let what = if self.state == "opened" {
            "Bag"
        } else {
            "Sheet"
        };
        format!("{what} {}: {}.", self.serial, self.state)
    }
}

impl Holdings {
    /// What there is.
    pub fn of(custody: &Custody) -> Holdings {
        Holdings {
            keys: all_keys(custody).collect(),
            passwords: all_passwords(custody).collect(),
            sheets: all_sheets(custody).collect(),
            bags: all_bags(custody).collect(),
        }
    }

    /// For people: a sentence each.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for key in &self.keys {
            text.push_str(&paragraph(&key.sentence()));
        }
        for password in &self.passwords {
            text.push_str(&paragraph(&password.sentence()));
        }
        for sheet in &self.sheets {
            text.push_str(&paragraph(&sheet.sentence()));
        }
        for bag in &self.bags {
            text.push_str(&paragraph(&bag.sentence()));
        }
        match text.is_empty() {
            true => {
                "Nothing yet: no key was admitted and no page with a secret was printed.\n".into()
            }
            false => text,
        }
    }
}

impl Thing {
    /// The key, account, sheet or bag of that name or serial.
    pub fn named(custody: &Custody, name: &str) -> Option<Thing> {
        let serial = name.to_ascii_uppercase();
        let key = all_keys(custody)
            .find(|key| key.key == name)
            .map(Thing::Key);
        let mut passwords = all_passwords(custody);
        let password = || passwords.find(|p| p.account == name).map(Thing::Password);
        let mut sheets = all_sheets(custody);
        let sheet = || sheets.find(|s| s.sheet == serial).map(Thing::Sheet);
        let mut bags = all_bags(custody);
        let bag = || bags.find(|b| b.bag == serial).map(Thing::Bag);
        let gone = || Gone::named(custody, &serial).map(Thing::Gone);
        key.or_else(password)
            .or_else(sheet)
            .or_else(bag)
            .or_else(gone)
    }

    /// In a sentence.
    pub fn text(&self) -> String {
        paragraph(&match self {
            Thing::Key(key) => key.sentence(),
            Thing::Password(password) => password.sentence(),
            Thing::Sheet(sheet) => sheet.sentence(),
            Thing::Bag(bag) => bag.sentence(),
            Thing::Gone(gone) => gone.sentence(),
        })
    }

    /// Its name or serial, as the ledger writes it.
    pub fn name(&self) -> &str {
        match self {
            Thing::Key(key) => &key.key,
            Thing::Password(password) => &password.account,
            Thing::Sheet(sheet) => &sheet.sheet,
            Thing::Bag(bag) => &bag.bag,
            Thing::Gone(gone) => &gone.serial,
        }
    }
}

/// Picks the entries that tell of one thing, in the ledger's order.
pub struct History {
    /// The thing, and each bag that it went into: no serial serves twice.
    names: BTreeSet<String>,
    intents: BTreeSet<u64>,
}

impl History {
    /// The history of the thing of this name or serial.
    pub fn of(name: &str) -> History {
        History {
            names: BTreeSet::from([name.to_owned()]),
            intents: BTreeSet::new(),
        }
    }

    /// Whether the next entry tells of it: it names it, or says what became of a deed that does. Plans and scripts
    /// name everything, and do not count.
    pub fn takes(&mut self, entry: &Entry) -> bool {
        match entry.event_type() {
            "plan-adopted" | "ceremony-started" => false,
            "ended" => {
                let intent = entry.event.get("intent").and_then(Value::as_u64);
                intent.is_some_and(|intent| self.intents.contains(&intent))
            }
            _ if !names(&entry.event, &self.names) => false,
            other => {
                if other == "intended" {
                    self.intents.insert(entry.seq);
                    self.names.extend(sealed_in(&entry.event));
                }
                true
            }
        }
    }

    /// An entry for people.
    pub fn line(entry: &Entry) -> String {
        let at = entry.at.strftime("%Y-%m-%d %H:%MZ");
        let text = format!("{:<5}  {at}  {}", entry.seq, events::says(entry));
        format!("{}\n", wrap(&text, 26, 80))
    }
}

fn names(value: &Value, any_of: &BTreeSet<String>) -> bool {
    match value {
        Value::String(text) => any_of.contains(text),
        Value::Array(items) => items.iter().any(|item| names(item, any_of)),
        Value::Object(members) => members.values().any(|member| names(member, any_of)),
        _ => false,
    }
}

/// The bag into which a deed puts things.
fn sealed_in(event: &Value) -> Option<String> {
    let deed = event.get("deed")?;
    let seals = deed.get("do")? == "seal-bag";
    let bag = deed.get("bag")?.as_str()?;
    seals.then(|| bag.to_owned())
}

/// A row for each key of the plan, for the sheet.
pub fn inventory(custody: &Custody, plan: &Plan) -> Vec<InventoryKey> {
    let place = |serial: &BagSerial| {
        let place = custody.bags().get(serial).map(|bag| &bag.place);
        place.map(Name::to_string).unwrap_or_default()
    };
    let bag = |at: Option<&Whereabouts>| match at {
        Some(Whereabouts::Bag(serial)) => (serial.to_string(), place(serial)),
        Some(Whereabouts::Table) => (String::new(), "on the table".into()),
        Some(Whereabouts::Gone) | None => Default::default(),
    };
    let row = |key: &crate::plan::Key| {
        let state = custody.keys().get(&key.id);
        let sheet = state.and_then(live_sheet);
        let sheet_at = sheet.and_then(|s| custody.sheets().get(s)).map(|s| &s.at);
        let (in_bag, at) = bag(state.map(|s| &s.at));
        let (sheet_bag, sheet_place) = bag(sheet_at);
        let rotated = state.and_then(|s| s.pin_at);
        InventoryKey {
            key: key.id.to_string(),
            account: key.account.to_string(),
            model: state.map_or_else(String::new, |s| hyphenated(&s.identity.aaguid)),
            bag: in_bag,
            place: at,
            pin_sheet: sheet.map(SheetId::to_string).unwrap_or_default(),
            sheet_bag,
            sheet_place,
            rotated: rotated.map(day::of),
        }
    };
    plan.keys.iter().map(row).collect()
}

fn live_sheet(key: &KeyState) -> Option<&SheetId> {
    match &key.pin {
        Pin::On(sheet) => Some(sheet),
        Pin::None | Pin::Doubt { .. } => None,
    }
}

fn all_keys(custody: &Custody) -> impl Iterator<Item = KeyHeld> {
    let plan = custody.plan();
    custody.keys().iter().map(move |(name, key)| KeyHeld {
        key: name.to_string(),
        account: plan
            .and_then(|plan| plan.key(name))
            .map(|key| key.account.to_string()),
        is: place_of(custody, &key.at),
        pin_sheet: live_sheet(key).map(SheetId::to_string),
        pin_in_doubt: matches!(key.pin, Pin::Doubt { .. }),
        pin_since: key.pin_at,
        registered: key.credential.as_ref().is_some_and(|c| c.registered),
        aaguid: hyphenated(&key.identity.aaguid),
    })
}

fn all_passwords(custody: &Custody) -> impl Iterator<Item = PasswordHeld> {
    let held = |(account, password): (&Name, &crate::custody::PasswordState)| {
        let set = password.live.map(|set| custody.set(account, set));
        let sheets = set.unwrap_or_default().into_values();
        PasswordHeld {
            account: account.to_string(),
            set: password.live,
            sheets: sheets.map(SheetId::to_string).collect(),
            in_doubt: password.doubt.is_some(),
            since: password.live_at,
        }
    };
    custody.passwords().iter().map(held)
}

fn all_sheets(custody: &Custody) -> impl Iterator<Item = SheetHeld> {
    let held = |(serial, sheet): (&SheetId, &Sheet)| SheetHeld {
        sheet: serial.to_string(),
        what: match &sheet.page {
            Page::Pin { key } => format!("PIN of key {key}"),
            Page::Share {
                account,
                set,
                member,
            } => format!("share {member} of set {set} of {account}"),
        },
        state: match sheet.state {
            SheetState::Printing => "printing",
            SheetState::Printed => "printed",
            SheetState::Proven => "proven",
            SheetState::Armed => "armed",
            SheetState::Live => "live",
            SheetState::Superseded => "superseded",
            SheetState::Void => "void",
            SheetState::Wiped => "its key was wiped",
        },
        is: place_of(custody, &sheet.at),
    };
    custody.sheets().iter().map(held)
}

fn all_bags(custody: &Custody) -> impl Iterator<Item = BagHeld> {
    custody.bags().iter().map(|(serial, bag)| BagHeld {
        bag: serial.to_string(),
        state: match bag.state {
            BagState::Sealing => "sealing",
            BagState::Sealed => "sealed",
            BagState::Away { .. } => "away",
            BagState::Fetched => "fetched",
            BagState::Opening => "opening",
        },
        items: bag.items.iter().map(Item::to_string).collect(),
        place: bag.place.to_string(),
        taken_by: match &bag.state {
            BagState::Away { with } => Some(with.to_string()),
            _ => None,
        },
        seen: bag.seen,
    })
}

fn place_of(custody: &Custody, at: &Whereabouts) -> Where {
    match at {
        Whereabouts::Table => Where {
            at: "table",
            bag: None,
            place: None,
        },
        Whereabouts::Gone => Where {
            at: "gone",
            bag: None,
            place: None,
        },
        Whereabouts::Bag(serial) => Where {
            at: "bag",
            bag: Some(serial.to_string()),
            place: custody.bags().get(serial).map(|bag| bag.place.to_string()),
        },
    }
}

impl Where {
    fn words(&self) -> String {
        match (self.at, &self.bag, &self.place) {
            ("bag", Some(bag), Some(place)) => format!("in bag {bag}, {place}"),
            ("table", ..) => "on the table".into(),
            _ => "gone".into(),
        }
    }
}

impl KeyHeld {
    fn sentence(&self) -> String {
        let pin = match (&self.pin_sheet, self.pin_in_doubt) {
            (Some(sheet), _) => format!("PIN on sheet {sheet}{}", since(self.pin_since)),
            (None, true) => "its PIN is IN DOUBT".into(),
            (None, false) => "no PIN".into(),
        };
        let passkey = match self.registered {
            true => "",
            false => "; no passkey that the tenant took",
        };
        format!("key {}: {}; {pin}{passkey}", self.key, self.is.words())
    }
}

impl PasswordHeld {
    fn sentence(&self) -> String {
        let doubt = match self.in_doubt {
            true => "; a change is IN DOUBT",
            false => "",
        };
        match self.set {
            Some(set) => format!(
                "password of {}: set {set}, shares {}{}{doubt}",
                self.account,
                self.sheets.join(" "),
                since(self.since)
            ),
            None => format!("password of {}: none yet{doubt}", self.account),
        }
    }
}

impl SheetHeld {
    fn sentence(&self) -> String {
        format!(
            "sheet {}: {}; {}, {}",
            self.sheet,
            self.is.words(),
            self.state,
            self.what
        )
    }
}

impl BagHeld {
    fn sentence(&self) -> String {
        let state = match (&self.taken_by, self.state) {
            (Some(person), _) => format!("taken there by {person}"),
            (None, state) => state.to_owned(),
        };
        let items = match self.items.is_empty() {
            true => "empty".to_owned(),
            false => self.items.join(", "),
        };
        format!(
            "bag {}: {items}; {}, {state}; last seen {}",
            self.bag,
            self.place,
            self.seen.strftime("%Y-%m-%d")
        )
    }
}

fn since(at: Option<Timestamp>) -> String {
    at.map(|at| at.strftime(", since %Y-%m-%d").to_string())
        .unwrap_or_default()
}

fn paragraph(text: &str) -> String {
    format!("{}\n", wrap(text, 4, 80))
}
