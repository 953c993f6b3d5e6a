//! What each event needs and what it changes.
//!
//! Every arm checks first and changes last, so a refused event leaves the custody as it was.

use super::done::Done;
use super::event::{BagSerial, Deed, DeedResult, Event, Item, Page, Present, Seen, SheetId};
use super::plan_hash;
use super::script::{Procedure, Step};
use super::snapshot::{Moment, Snapshot};
use super::state::{
    Bag, BagState, Credential, Custody, Identity, ImportedList, KeyState, OpenCeremony, Pin,
    Serials, Sheet, SheetState, Whereabouts,
};
use crate::plan::{Name, Plan, Role, Severity};
use jiff::Timestamp;

/// Why an event may not stand in the ledger: what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

type Allowed = Result<(), Refused>;

fn need(holds: bool, what: impl FnOnce() -> String) -> Allowed {
    if holds { Ok(()) } else { Err(Refused(what())) }
}

fn no<T>(what: impl Into<String>) -> Result<T, Refused> {
    Err(Refused(what.into()))
}

impl Custody {
    /// Takes the next entry's event: its time, its `ceremony` number and `by` belong to it. The time is a claim: it is
    /// kept for people, and no rule looks at it.
    ///
    /// # Errors
    /// [`Refused`]; the custody is then unchanged.
    pub fn apply(&mut self, at: Timestamp, ceremony: u64, by: &[Name], event: &Event) -> Allowed {
        self.check_frame(ceremony, by, event)?;
        let seq = self.entries;
        match event {
            Event::BookOpened { origin, .. } => self.origin.clone_from(origin),
            Event::CeremonyStarted { script, .. } => self.start(seq, at, script)?,
            Event::RollCalled { present, .. } => self.call_roll(present)?,
            Event::PlanAdopted { plan, assents } => self.adopt(plan, assents)?,
            Event::LaptopChecked { .. } => self.now(|c| c.laptop_checked = true)?,
            Event::MetadataImported {
                number,
                next_update,
                file,
                hash,
                assents,
                ..
            } => {
                self.both_assent(assents)?;
                self.import(ImportedList {
                    number: *number,
                    next_update: *next_update,
                    file: file.clone(),
                    hash: hash.clone(),
                })?;
            }
            Event::Intended { deed } => self.intend(seq, at, deed)?,
            Event::Ended {
                intent,
                seen,
                result,
            } => self.end(at, *intent, *seen, result)?,
            Event::SheetProven {
                sheet,
                fingerprint,
                by,
            } => self.prove(sheet, fingerprint.as_ref(), by)?,
            Event::SheetVoided { sheet } => self.void(sheet)?,
            Event::SnapshotBegun { key } => self.key_on_table(key)?.begun += 1,
            Event::SnapshotTaken {
                key,
                moment,
                snapshot,
                differs,
            } => self.snapshot(key, *moment, snapshot, differs)?,
            Event::SnapshotOmitted {
                key,
                assents,
                reason,
            } => {
                self.both_assent(assents)?;
                let state = self.key_on_table(key)?;
                state.sealed_as = None;
                state.begun = 0;
                state.omitted = true;
                self.departure(format!("key {key} sealed without a snapshot: {reason}"))?;
            }
            Event::PinVerified { key, sheet, by } => self.pin_verified(key, sheet, by)?,
            Event::KeyConfigured {
                key,
                least_pin_length,
                always_uv,
                enterprise_attestation,
            } => {
                let shows = (*least_pin_length, *always_uv, *enterprise_attestation);
                self.key_configured(key, shows)?;
            }
            Event::CredentialVerified { key } => self.credential_verified(key)?,
            Event::SignedIn { key } => self.signed_in(key)?,
            Event::Registered { key } => match &mut self.key_on_table(key)?.credential {
                Some(credential) => credential.registered = true,
                None => return no(format!("key {key} has no credential to register")),
            },
            Event::ShareChecked {
                sheet,
                fingerprint,
                by,
            } => self.share_checked(sheet, fingerprint, by)?,
            Event::BagFetched { bag } => self.fetch(at, bag)?,
            Event::BagHanded { bag, to } => self.hand(at, bag, to)?,
            Event::StepDone { step, initials } => self.step_done(step, initials)?,
            Event::StepRefused {
                step,
                reason,
                initials,
            } => {
                self.both_assent(initials)?;
                self.may_leave_out(step)?;
                self.leave_step(step, &format!("step {step} refused: {reason}"))?;
            }
            Event::StepExcepted {
                step,
                reason,
                assents,
            } => {
                self.both_assent(assents)?;
                self.may_leave_out(step)?;
                self.leave_step(step, &format!("step {step} excepted: {reason}"))?;
                self.exceptions.push(format!("step {step}: {reason}"));
            }
            Event::Exception {
                what,
                reason,
                assents,
            } => {
                self.both_assent(assents)?;
                self.departure(format!("exception: {what}: {reason}"))?;
                self.exceptions.push(format!("{what}: {reason}"));
            }
            Event::Breach { step, what } => {
                self.departure(format!("breach at step {step}: {what}"))?
            }
            Event::Fault { step, what } => {
                self.departure(format!("fault at step {step}: {what}"))?
            }
            Event::Checkpoint { size, root, .. } => {
                self.checkpoints.insert(*size, root.clone());
                self.head_at = Some(at);
                if let Some(open) = &mut self.open {
                    open.checkpoint = Some(*size);
                    open.minutes_for.clear();
                    open.copies.clear();
                }
            }
            Event::MinutesPrinted { by, checkpoint } => self.minutes(by, *checkpoint)?,
            Event::Copied { copy, size, .. } => self.copied(*copy, *size)?,
            Event::CeremonySuspended {} => {
                self.nothing_loose()?;
                self.present.clear();
            }
            Event::CeremonyAbandoned { assents, .. } => {
                self.both_assent(assents)?;
                self.nothing_loose()?;
                need(!self.armed(), || {
                    "a PIN or password may be live without having been confirmed".into()
                })?;
                self.closed_on_paper()?;
                self.close();
            }
            Event::CeremonyEnded {} => {
                let open = self.ceremony_open()?;
                need(open.next_step().is_none(), || {
                    "not every step has ended".into()
                })?;
                need(!self.armed(), || {
                    "a PIN or password may be live without having been confirmed".into()
                })?;
                self.nothing_loose()?;
                self.closed_on_paper()?;
                self.close();
            }
        }
        self.entries += 1;
        self.latest = self.latest.max(Some(at));
        Ok(())
    }

    fn check_frame(&self, ceremony: u64, by: &[Name], event: &Event) -> Allowed {
        match event {
            Event::BookOpened { .. } => {
                need(self.entries == 0, || {
                    "only the first entry opens the book".into()
                })?;
                need(ceremony == 0, || {
                    "the book opens outside every ceremony".into()
                })
            }
            _ if self.entries == 0 => no("the first entry opens the book"),
            Event::CeremonyStarted { .. } => {
                need(self.open.is_none(), || "another ceremony is open".into())?;
                let next = self.ceremonies + 1;
                need(ceremony == next, || {
                    format!("the next ceremony is number {next}")
                })
            }
            _ => {
                let open = self.ceremony_open()?.number;
                need(ceremony == open, || {
                    format!("the open ceremony is number {open}")
                })?;
                let outsider = by
                    .iter()
                    .find(|name| !self.present.iter().any(|p| &p.person == *name));
                let calling = matches!(event, Event::RollCalled { .. });
                need(calling || outsider.is_none(), || {
                    "somebody signs who is not at the table".into()
                })?;
                let anybody = calling || matches!(event, Event::Fault { .. }) || !by.is_empty();
                need(anybody, || "nobody stands behind the entry".into())
            }
        }
    }

    fn ceremony_open(&self) -> Result<&OpenCeremony, Refused> {
        self.open
            .as_ref()
            .ok_or_else(|| Refused("no ceremony is open".into()))
    }

    fn now(&mut self, change: impl FnOnce(&mut OpenCeremony)) -> Allowed {
        match &mut self.open {
            Some(open) => {
                change(open);
                Ok(())
            }
            None => no("no ceremony is open"),
        }
    }

    fn departure(&mut self, what: String) -> Allowed {
        self.now(|c| c.departures.push(what))
    }

    fn start(&mut self, seq: u64, at: Timestamp, script: &super::script::Script) -> Allowed {
        need(script.steps().next().is_some(), || {
            "a ceremony has steps".into()
        })?;
        // A ceremony that adopts a plan is bound to the new one.
        let adopts = script.steps().any(|s| s.procedure == Procedure::AdoptPlan);
        if let Some(plan) = self.plan.as_ref().filter(|_| !adopts) {
            need(script.plan == plan_hash(plan), || {
                "the ceremony is bound to another plan than the adopted one".into()
            })?;
        }
        self.ceremonies += 1;
        self.present.clear();
        self.open = Some(OpenCeremony {
            number: self.ceremonies,
            since: seq,
            began: at,
            script: script.clone(),
            steps_ended: 0,
            departures: Vec::new(),
            departures_before: 0,
            done: Done::default(),
            laptop_checked: false,
            checkpoint: None,
            minutes_for: Default::default(),
            copies: Default::default(),
            pins_verified: Default::default(),
            credentials_verified: Default::default(),
            signed_in: Default::default(),
            credentials_deleted: Default::default(),
            configured: Default::default(),
            reset: Default::default(),
            shares_checked: Default::default(),
            handed: Default::default(),
        });
        Ok(())
    }

    fn call_roll(&mut self, present: &[Present]) -> Allowed {
        let as_role = |role| {
            present
                .iter()
                .filter(|p| p.role == role)
                .collect::<Vec<_>>()
        };
        let (keys, pins) = (as_role(Role::KeyCustodian), as_role(Role::PinCustodian));
        let ([key_custodian], [pin_custodian]) = (keys.as_slice(), pins.as_slice()) else {
            return no("a session has one key custodian and one PIN custodian");
        };
        need(key_custodian.person != pin_custodian.person, || {
            "one person cannot be both custodians".into()
        })?;
        for p in present {
            let own = self.minutes_of(&p.person);
            need(p.read.is_none() || p.read == own, || {
                format!("{} can read the head of their last minutes alone", p.person)
            })?;
        }
        if let Some(plan) = &self.plan {
            for p in present {
                hold_role(plan, p)?;
            }
        }
        need(!self.knows_a_pin(&key_custodian.person), || {
            format!(
                "{} has seen a PIN that is still live, and may not hold its key",
                key_custodian.person
            )
        })?;
        self.present = present.to_vec();
        self.pins_on_the_table_are_seen();
        Ok(())
    }

    fn adopt(&mut self, plan: &Plan, assents: &[Name]) -> Allowed {
        self.both_assent(assents)?;
        let bound = &self.ceremony_open()?.script.plan;
        need(*bound == plan_hash(plan), || {
            "the ceremony is bound to another plan".into()
        })?;
        let broken = plan
            .findings()
            .into_iter()
            .find(|f| f.severity == Severity::Error);
        need(broken.is_none(), || {
            let rule = broken.map_or("", |f| f.rule.name());
            format!("the plan breaks a rule of the chapter on plans: {rule}")
        })?;
        for p in &self.present {
            hold_role(plan, p)?;
        }
        self.plan = Some(plan.clone());
        self.now(|c| c.done.add("Plan adopted", plan.organisation.as_str()))
    }

    fn adopted(&self) -> Result<&Plan, Refused> {
        self.plan
            .as_ref()
            .ok_or_else(|| Refused("no plan is adopted".into()))
    }

    fn both_assent(&self, assents: &[Name]) -> Allowed {
        let custodians = [Role::KeyCustodian, Role::PinCustodian].map(|r| self.present_as(r));
        let given = custodians
            .iter()
            .all(|c| c.is_some_and(|name| assents.contains(name)));
        need(given, || "both custodians must assent".into())?;
        self.all_present(assents)
    }

    fn all_present(&self, names: &[Name]) -> Allowed {
        let here = |name: &Name| self.present.iter().any(|p| &p.person == name);
        need(!names.is_empty() && names.iter().all(here), || {
            "somebody is named who is not at the table".into()
        })
    }

    /// A list replaces only older ones: else what became known of a model could be taken back.
    fn import(&mut self, list: ImportedList) -> Allowed {
        if let Some(known) = &self.metadata {
            need(list.number > known.number, || {
                format!(
                    "list {} was imported: {} is not newer",
                    known.number, list.number
                )
            })?;
        }
        let number = list.number.to_string();
        self.metadata = Some(list);
        self.now(|c| c.done.add("FIDO's list of models imported", number))
    }

    fn intend(&mut self, seq: u64, at: Timestamp, deed: &Deed) -> Allowed {
        self.adopted()?;
        match deed {
            Deed::PrintSheet { sheet, page } => {
                let next = self.next_sheet(page);
                need(*sheet == next, || format!("the next page is {next}"))?;
                self.check_page(page)?;
                if let Page::Share { account, set, .. } = page {
                    let password = self.passwords.entry(account.clone()).or_default();
                    password.sets = (*set).max(password.sets);
                }
                let fresh = Sheet {
                    page: page.clone(),
                    state: SheetState::Printing,
                    at: Whereabouts::Table,
                    fingerprint: None,
                    seen_by: Default::default(),
                };
                self.sheets.insert(sheet.clone(), fresh);
            }
            Deed::SetPin { key, to } => {
                need(self.key(key)?.pin == Pin::None, || {
                    format!("key {key} has a PIN, or may have one")
                })?;
                self.arm_pin(seq, key, None, to)?;
            }
            Deed::ChangePin { key, from, to } => {
                need(self.key(key)?.pin == Pin::On(from.clone()), || {
                    format!("the PIN of {key} is not the one on {from}")
                })?;
                need(self.sheet(from)?.at == Whereabouts::Table, || {
                    format!("sheet {from} is not on the table")
                })?;
                self.arm_pin(seq, key, Some(from.clone()), to)?;
            }
            Deed::MakeIdentity { key } => {
                need(self.adopted()?.keys.iter().any(|k| &k.id == key), || {
                    format!("the plan knows no key {key}")
                })?;
                need(!self.keys.contains_key(key), || {
                    format!("key {key} is admitted already")
                })?;
                self.not_in_doubt(deed)?;
            }
            Deed::MakeCredential { key, account, .. } => {
                let planned = self
                    .adopted()?
                    .keys
                    .iter()
                    .any(|k| &k.id == key && &k.account == account);
                need(planned, || format!("key {key} is not of account {account}"))?;
                need(matches!(self.key(key)?.pin, Pin::On(_)), || {
                    format!("key {key} has no settled PIN")
                })?;
                self.key_on_table(key)?;
            }
            Deed::DeleteCredential { key, credential } => {
                let held = &self.key_with_pin(key)?.credential;
                let held = held.as_ref().is_some_and(|c| c.credential == *credential);
                need(held, || format!("key {key} holds no such credential"))?;
                self.not_in_doubt(deed)?;
            }
            Deed::ConfigureKey { key, .. } => {
                self.key_with_pin(key)?;
                self.not_in_doubt(deed)?;
            }
            Deed::ResetKey { key } => {
                self.key_on_table(key)?;
                for (id, sheet) in self.pin_sheets(key) {
                    need(sheet.at == Whereabouts::Table, || {
                        format!("sheet {id} of {key} is not on the table")
                    })?;
                }
                self.not_in_doubt(deed)?;
            }
            Deed::OpenBag { bag } => {
                self.may_open(bag)?;
                let state = &mut self.bag(bag)?.state;
                need(*state == BagState::Fetched, || {
                    format!("bag {bag} was not fetched and inspected")
                })?;
                *state = BagState::Opening;
            }
            Deed::SealBag { bag, items, place } => self.begin_bag(at, bag, items, place)?,
            Deed::DestroySheet { sheet } => self.may_destroy(sheet)?,
            Deed::SetPassword { account, set } => self.arm_password(seq, account, *set)?,
        }
        self.deeds.insert(seq, deed.clone());
        Ok(())
    }

    fn key_configured(
        &mut self,
        key: &Name,
        (least, always_uv, attests): (u64, bool, bool),
    ) -> Allowed {
        let plan = self.adopted()?;
        let wanted = &plan.key_settings;
        let as_planned = least >= u64::from(plan.rules.pin_digits)
            && (always_uv || !wanted.always_uv)
            && (attests || !wanted.enterprise_attestation);
        need(as_planned, || {
            format!("the settings of {key} are not what the plan wants")
        })?;
        self.key_with_pin(key)?;
        self.now(|c| {
            c.configured.insert(key.clone());
        })
    }

    fn not_in_doubt(&self, deed: &Deed) -> Allowed {
        need(!self.deeds.values().any(|d| d == deed), || {
            "it is in doubt already".into()
        })
    }

    /// A key on the table whose PIN is settled.
    fn key_with_pin(&mut self, key: &Name) -> Result<&mut KeyState, Refused> {
        need(matches!(self.key(key)?.pin, Pin::On(_)), || {
            format!("key {key} has no settled PIN")
        })?;
        self.key_on_table(key)
    }

    /// The PIN sheets of a key that exist.
    fn pin_sheets<'c>(&'c self, key: &Name) -> impl Iterator<Item = (&'c SheetId, &'c Sheet)> {
        let page = Page::Pin { key: key.clone() };
        let exists = |sheet: &Sheet| sheet.at != Whereabouts::Gone;
        let sheets = self.sheets.iter();
        sheets.filter(move |(_, sheet)| sheet.page == page && exists(sheet))
    }

    fn check_page(&self, page: &Page) -> Allowed {
        let plan = self.adopted()?;
        match page {
            Page::Pin { key } => {
                self.key_at(key, &Whereabouts::Table)?;
                let open = self
                    .sheets
                    .iter()
                    .find(|(_, s)| s.page == *page && in_the_making(s.state));
                need(open.is_none(), || {
                    format!("another PIN sheet of {key} is in the making")
                })
            }
            Page::Share {
                account,
                set,
                member,
            } => {
                let Some(account) = plan.accounts.iter().find(|a| &a.id == account) else {
                    return no(format!("the plan knows no account {account}"));
                };
                let n = account.password.shares.len() as u64;
                need((1..=n).contains(member), || {
                    format!("a set of {} has {n} shares", account.id)
                })?;
                let sets = self.passwords.get(&account.id).map_or(0, |p| p.sets);
                let current = self.set(&account.id, *set);
                let begins = *set == sets + 1;
                let goes_on = *set == sets
                    && !current.contains_key(member)
                    && current.values().all(|s| self.making(s));
                need(begins || (goes_on && !current.is_empty()), || {
                    "the page belongs to no set in the making".into()
                })
            }
        }
    }

    fn making(&self, sheet: &SheetId) -> bool {
        self.sheets
            .get(sheet)
            .is_some_and(|s| in_the_making(s.state))
    }

    fn arm_pin(&mut self, seq: u64, key: &Name, from: Option<SheetId>, to: &SheetId) -> Allowed {
        self.key_at(key, &Whereabouts::Table)?;
        let sheet = self.sheet(to)?;
        let proven = sheet.state == SheetState::Proven && sheet.at == Whereabouts::Table;
        need(
            proven && sheet.page == Page::Pin { key: key.clone() },
            || format!("sheet {to} is not a proven PIN sheet of {key} on the table"),
        )?;
        sheet.state = SheetState::Armed;
        if let Some(key) = self.keys.get_mut(key) {
            key.pin = Pin::Doubt {
                intent: seq,
                from,
                to: to.clone(),
            };
        }
        Ok(())
    }

    fn arm_password(&mut self, seq: u64, account: &Name, set: u64) -> Allowed {
        let planned = self.adopted()?.accounts.iter().find(|a| &a.id == account);
        let n = planned.map_or(0, |a| a.password.shares.len());
        let sheets: Vec<SheetId> = self.set(account, set).into_values().cloned().collect();
        let proven = |id: &SheetId| {
            self.sheets
                .get(id)
                .is_some_and(|s| s.state == SheetState::Proven)
        };
        need(
            n > 0 && sheets.len() == n && sheets.iter().all(proven),
            || format!("not every one of the {n} shares of set {set} is proven"),
        )?;
        let password = self.passwords.entry(account.clone()).or_default();
        need(password.doubt.is_none(), || {
            "the last handover was not confirmed".into()
        })?;
        password.doubt = Some((seq, set));
        self.set_states(&sheets, SheetState::Armed);
        Ok(())
    }

    fn begin_bag(
        &mut self,
        at: Timestamp,
        bag: &BagSerial,
        items: &[Item],
        place: &Name,
    ) -> Allowed {
        need(!self.bags.contains_key(bag), || {
            format!("bag {bag} was used before")
        })?;
        let planned = self.adopted()?.places.iter().any(|p| &p.id == place);
        need(planned, || format!("the plan knows no place {place}"))?;
        need(!items.is_empty(), || "an empty bag is not sealed".into())?;
        for (i, item) in items.iter().enumerate() {
            need(!items[..i].contains(item), || {
                format!("{item} is named twice")
            })?;
            need(self.whereabouts(item) == Some(&Whereabouts::Table), || {
                format!("{item} is not on the table")
            })?;
            let there = self.place_of(item)?;
            need(there == place, || {
                format!("{item} belongs to {there}, not to {place}")
            })?;
            if let Item::Key { key } = item {
                let seen = self
                    .keys
                    .get(key)
                    .is_some_and(|k| k.omitted || (k.begun == 0 && k.sealed_as.is_some()));
                need(seen, || {
                    format!("key {key} was not recorded right before sealing (I18)")
                })?;
            }
            if let Item::Sheet { sheet } = item {
                let state = self.sheets.get(sheet).map(|s| s.state);
                let keeps = matches!(
                    state,
                    Some(
                        SheetState::Proven
                            | SheetState::Armed
                            | SheetState::Live
                            | SheetState::Superseded
                    )
                );
                need(keeps, || {
                    format!("sheet {sheet} is to be destroyed, not sealed")
                })?;
            }
        }
        self.bags.insert(
            bag.clone(),
            Bag {
                items: items.to_vec(),
                place: place.clone(),
                state: BagState::Sealing,
                seen: at,
            },
        );
        Ok(())
    }

    /// I17: while a key of an account is out, every other key of it, and its PIN sheet, stays sealed.
    ///
    /// # Errors
    /// [`Refused`]: which one is out.
    pub fn may_open(&self, bag: &BagSerial) -> Allowed {
        let Some(bag) = self.bags.get(bag) else {
            return no(format!("bag {bag} is not in this book"));
        };
        let opened = bag.items.iter().filter_map(|item| match item {
            Item::Key { key } => Some(key),
            Item::Sheet { sheet } => match &self.sheets.get(sheet)?.page {
                Page::Pin { key } => Some(key),
                Page::Share { .. } => None,
            },
        });
        let plan = self.adopted()?;
        for key in opened {
            let account = plan.keys.iter().find(|k| k.id == *key).map(|k| &k.account);
            let others = plan
                .keys
                .iter()
                .filter(|k| Some(&k.account) == account && k.id != *key);
            for other in others {
                need(!self.is_out(&other.id), || {
                    format!(
                        "{} of the same account, or its PIN sheet, is out (I17)",
                        other.id
                    )
                })?;
            }
        }
        Ok(())
    }

    fn is_out(&self, key: &Name) -> bool {
        let live_pin = |s: &Sheet| {
            s.state == SheetState::Live && matches!(&s.page, Page::Pin { key: of } if of == key)
        };
        self.keys
            .get(key)
            .is_some_and(|k| k.at == Whereabouts::Table)
            || self
                .sheets
                .values()
                .any(|s| live_pin(s) && s.at == Whereabouts::Table)
    }

    fn place_of(&self, item: &Item) -> Result<&Name, Refused> {
        self.planned_place(item)
            .ok_or_else(|| Refused(format!("the plan has no place for {item}")))
    }

    /// Where the plan wants an item to lie.
    pub fn planned_place(&self, item: &Item) -> Option<&Name> {
        let plan = self.plan.as_ref()?;
        let planned = |key: &Name| plan.keys.iter().find(|k| &k.id == key);
        match item {
            Item::Key { key } => planned(key).map(|k| &k.place),
            Item::Sheet { sheet } => match &self.sheets.get(sheet)?.page {
                Page::Pin { key } => planned(key).map(|k| &k.pin_place),
                Page::Share {
                    account, member, ..
                } => {
                    let account = plan.accounts.iter().find(|a| &a.id == account)?;
                    account
                        .password
                        .shares
                        .get(usize::try_from(*member).ok()?.checked_sub(1)?)
                }
            },
        }
    }

    fn may_destroy(&self, id: &SheetId) -> Allowed {
        let Some(sheet) = self.sheets.get(id) else {
            return no(format!("no sheet {id}"));
        };
        need(sheet.at == Whereabouts::Table, || {
            format!("sheet {id} is not on the table")
        })?;
        need(
            !self
                .deeds
                .values()
                .any(|d| matches!(d, Deed::DestroySheet { sheet } if sheet == id)),
            || format!("whether {id} was destroyed is in doubt already"),
        )?;
        match (sheet.state, &sheet.page) {
            (SheetState::Void | SheetState::Wiped, _) => Ok(()),
            (SheetState::Superseded, Page::Pin { key }) => {
                let Pin::On(live) = &self.key(key)?.pin else {
                    return no("the replacement is in doubt (I12)");
                };
                let sealed = self
                    .sheets
                    .get(live)
                    .is_some_and(|s| matches!(s.at, Whereabouts::Bag(_)));
                need(sealed, || {
                    format!("its replacement {live} is not sealed (I12)")
                })
            }
            (SheetState::Superseded, Page::Share { account, .. }) => {
                let password = self.passwords.get(account);
                let live = password
                    .and_then(|p| p.live)
                    .map(|set| self.set(account, set))
                    .unwrap_or_default();
                let sealed = |s: &&SheetId| {
                    self.sheets
                        .get(s)
                        .is_some_and(|s| matches!(s.at, Whereabouts::Bag(_)))
                };
                need(!live.is_empty() && live.values().all(sealed), || {
                    "its replacements are not all sealed (I12)".into()
                })
            }
            _ => no(format!("sheet {id} is neither void nor superseded")),
        }
    }

    fn end(&mut self, at: Timestamp, intent: u64, seen: Seen, result: &DeedResult) -> Allowed {
        let Some(deed) = self.deeds.get(&intent).cloned() else {
            return no(format!("entry {intent} is not an open intent"));
        };
        let done = match (&deed, result) {
            (
                Deed::MakeIdentity { key },
                DeedResult::Identity {
                    credential,
                    public_key,
                    aaguid,
                    counters,
                    genuine,
                    maker_serial,
                    usb_serial,
                },
            ) => {
                let (credential, public_key, aaguid) =
                    (credential.clone(), public_key.clone(), aaguid.clone());
                let identity = Identity {
                    credential,
                    public_key,
                    aaguid,
                    counters: *counters,
                    genuine: genuine.clone(),
                    serials: Serials {
                        maker: maker_serial.clone(),
                        usb: usb_serial.clone(),
                    },
                };
                let fresh = KeyState {
                    identity,
                    pin: Pin::None,
                    pin_since: 0,
                    pin_at: None,
                    credential: None,
                    sealed_as: None,
                    begun: 0,
                    omitted: false,
                    compared: true,
                    at: Whereabouts::Table,
                };
                self.keys.insert(key.clone(), fresh);
                true
            }
            (
                Deed::MakeCredential { key, .. },
                DeedResult::Credential {
                    credential,
                    public_key,
                },
            ) => {
                let (credential, public_key) = (credential.clone(), public_key.clone());
                if let Some(key) = self.keys.get_mut(key) {
                    key.credential = Some(Credential {
                        credential,
                        public_key,
                        registered: false,
                    });
                }
                true
            }
            (_, DeedResult::NotDone) => false,
            (Deed::MakeIdentity { .. } | Deed::MakeCredential { .. }, _) => {
                return no("the result belongs to another deed");
            }
            (_, DeedResult::Done) => true,
            _ => return no("the result belongs to another deed"),
        };
        let told_by_print = matches!(deed, Deed::PrintSheet { .. }) && done && seen == Seen::Probed;
        need(!told_by_print, || {
            "a page whose printing is in doubt is voided, not used".into()
        })?;
        self.deeds.remove(&intent);
        self.settle(at, &deed, done);
        Ok(())
    }

    fn settle(&mut self, at: Timestamp, deed: &Deed, done: bool) {
        if let Some(open) = self.open.as_mut().filter(|_| done) {
            open.done.deed(deed);
        }
        let when = (self.ceremonies, at);
        match deed {
            Deed::PrintSheet { sheet, .. } => {
                self.set_states(
                    std::slice::from_ref(sheet),
                    if done {
                        SheetState::Printed
                    } else {
                        SheetState::Void
                    },
                );
            }
            Deed::SetPin { key, to } => self.settle_pin(key, None, to, done, when),
            Deed::ChangePin { key, from, to } => self.settle_pin(key, Some(from), to, done, when),
            Deed::MakeIdentity { .. } | Deed::MakeCredential { .. } => {}
            Deed::DeleteCredential { key, .. } if done => {
                if let Some(key) = self.keys.get_mut(key) {
                    key.credential = None;
                }
                self.in_open(|c| c.credentials_deleted.insert(key.clone()));
            }
            Deed::ResetKey { key } if done => self.forget(key),
            Deed::DeleteCredential { .. } | Deed::ConfigureKey { .. } | Deed::ResetKey { .. } => {}
            Deed::OpenBag { bag } => {
                let Some(bag) = self.bags.get_mut(bag) else {
                    return;
                };
                if !done {
                    bag.state = BagState::Fetched;
                    return;
                }
                bag.state = BagState::Opened;
                for item in std::mem::take(&mut bag.items) {
                    self.put(&item, &Whereabouts::Table);
                    if let Item::Key { key } = item
                        && let Some(key) = self.keys.get_mut(&key)
                    {
                        key.compared = false;
                    }
                }
                self.pins_on_the_table_are_seen();
            }
            Deed::SealBag {
                bag: serial, items, ..
            } => {
                let Some(bag) = self.bags.get_mut(serial) else {
                    return;
                };
                bag.state = if done {
                    BagState::Sealed
                } else {
                    BagState::Opened
                };
                bag.seen = at;
                if done {
                    let at = Whereabouts::Bag(serial.clone());
                    items.iter().for_each(|item| self.put(item, &at));
                } else {
                    bag.items.clear();
                }
            }
            Deed::DestroySheet { sheet } => {
                if done && let Some(sheet) = self.sheets.get_mut(sheet) {
                    sheet.state = SheetState::Destroyed;
                    sheet.at = Whereabouts::Gone;
                }
            }
            Deed::SetPassword { account, set } => self.settle_password(account, *set, done, when),
        }
    }

    fn in_open(&mut self, change: impl FnOnce(&mut OpenCeremony) -> bool) {
        if let Some(open) = &mut self.open {
            change(open);
        }
    }

    /// A key that was wiped: what it held opens nothing any more, and no doubt about it is left.
    fn forget(&mut self, key: &Name) {
        let sheets: Vec<SheetId> = self.pin_sheets(key).map(|(id, _)| id.clone()).collect();
        self.set_states(&sheets, SheetState::Wiped);
        self.keys.remove(key);
        self.deeds.retain(|_, deed| deed.key() != Some(key));
        self.in_open(|open| {
            open.pins_verified.remove(key);
            open.credentials_verified.remove(key);
            open.signed_in.remove(key);
            open.credentials_deleted.remove(key);
            open.configured.remove(key);
            open.reset.insert(key.clone())
        });
    }

    /// Whoever sits as PIN custodian can read every PIN sheet that lies on the table (I5).
    fn pins_on_the_table_are_seen(&mut self) {
        let Some(custodian) = self.present_as(Role::PinCustodian).cloned() else {
            return;
        };
        let on_table =
            |s: &&mut Sheet| s.at == Whereabouts::Table && matches!(s.page, Page::Pin { .. });
        for sheet in self.sheets.values_mut().filter(on_table) {
            sheet.seen_by.insert(custodian.clone());
        }
    }

    fn settle_pin(
        &mut self,
        key: &Name,
        from: Option<&SheetId>,
        to: &SheetId,
        done: bool,
        (ceremony, at): (u64, Timestamp),
    ) {
        self.set_states(
            std::slice::from_ref(to),
            if done {
                SheetState::Live
            } else {
                SheetState::Void
            },
        );
        if done && let Some(from) = from {
            self.set_states(std::slice::from_ref(from), SheetState::Superseded);
        }
        if let Some(key) = self.keys.get_mut(key) {
            key.pin = match (done, from) {
                (true, _) => Pin::On(to.clone()),
                (false, Some(from)) => Pin::On(from.clone()),
                (false, None) => Pin::None,
            };
            if done {
                key.pin_since = ceremony;
                key.pin_at = Some(at);
            }
        }
    }

    fn settle_password(
        &mut self,
        account: &Name,
        set: u64,
        done: bool,
        (ceremony, at): (u64, Timestamp),
    ) {
        let new: Vec<SheetId> = self.set(account, set).into_values().cloned().collect();
        let password = self.passwords.entry(account.clone()).or_default();
        password.doubt = None;
        if !done {
            return self.set_states(&new, SheetState::Void);
        }
        password.since = ceremony;
        password.live_at = Some(at);
        let before = password.live.replace(set);
        let old: Vec<SheetId> = before
            .map(|old| self.set(account, old).into_values().cloned().collect())
            .unwrap_or_default();
        self.set_states(&new, SheetState::Live);
        self.set_states(&old, SheetState::Superseded);
    }

    fn set_states(&mut self, sheets: &[SheetId], state: SheetState) {
        for id in sheets {
            if let Some(sheet) = self.sheets.get_mut(id) {
                sheet.state = state;
            }
        }
    }

    fn put(&mut self, item: &Item, at: &Whereabouts) {
        match item {
            Item::Key { key } => {
                if let Some(key) = self.keys.get_mut(key) {
                    key.at = at.clone();
                }
            }
            Item::Sheet { sheet } => {
                if let Some(sheet) = self.sheets.get_mut(sheet) {
                    sheet.at = at.clone();
                }
            }
        }
    }

    fn prove(&mut self, id: &SheetId, fingerprint: Option<&String>, by: &[Name]) -> Allowed {
        self.read_by(fingerprint.is_some(), by)?;
        let sheet = self.sheet(id)?;
        need(sheet.state == SheetState::Printed, || {
            format!("sheet {id} is not freshly printed")
        })?;
        let is_share = matches!(sheet.page, Page::Share { .. });
        need(fingerprint.is_some() == is_share, || {
            "shares have fingerprints, PINs have none".into()
        })?;
        need(fingerprint.is_none_or(|f| is_sha256(f)), || {
            "a fingerprint is 64 hex digits".into()
        })?;
        sheet.state = SheetState::Proven;
        sheet.fingerprint = fingerprint.cloned();
        sheet.seen_by.extend(by.iter().cloned());
        Ok(())
    }

    /// A PIN is read by one person, a share by two, half by half: nobody sees a whole one.
    fn read_by(&self, share: bool, by: &[Name]) -> Allowed {
        self.all_present(by)?;
        match (share, by) {
            (true, [one, other]) if one != other => Ok(()),
            (true, _) => no("two people read a share, each one half"),
            (false, [_]) => Ok(()),
            (false, _) => no("one person reads a PIN"),
        }
    }

    fn void(&mut self, id: &SheetId) -> Allowed {
        let doubt = self
            .deeds
            .iter()
            .find(|(_, d)| matches!(d, Deed::PrintSheet { sheet, .. } if sheet == id))
            .map(|(s, _)| *s);
        let sheet = self.sheet(id)?;
        need(
            matches!(
                sheet.state,
                SheetState::Printing | SheetState::Printed | SheetState::Proven
            ),
            || format!("sheet {id} may be live, or is gone already"),
        )?;
        need(sheet.at == Whereabouts::Table, || {
            format!("sheet {id} is not on the table")
        })?;
        sheet.state = SheetState::Void;
        if let Some(intent) = doubt {
            self.deeds.remove(&intent);
        }
        Ok(())
    }

    fn snapshot(
        &mut self,
        name: &Name,
        moment: Moment,
        snapshot: &Snapshot,
        differs: &[String],
    ) -> Allowed {
        let key = self.key_on_table(name)?;
        need(key.begun > 0, || format!("no snapshot of {name} was begun"))?;
        match moment {
            Moment::Sealing => {
                need(differs.is_empty(), || {
                    "a snapshot before sealing is compared with nothing".into()
                })?;
                key.sealed_as = Some(snapshot.clone());
                key.begun = 0;
                key.omitted = false;
            }
            Moment::Opening => {
                let found = key.differs(snapshot);
                need(found == differs, || {
                    "the differences are not those that the snapshots show".into()
                })?;
                key.compared = found.is_empty();
            }
        }
        Ok(())
    }

    fn pin_verified(&mut self, key: &Name, id: &SheetId, by: &Name) -> Allowed {
        self.all_present(std::slice::from_ref(by))?;
        let on = &self.key_on_table(key)?.pin;
        need(*on == Pin::On(id.clone()), || {
            format!("the PIN of {key} is not the one on {id}")
        })?;
        self.sheet(id)?.seen_by.insert(by.clone());
        let (key, sheet) = (key.clone(), id.clone());
        self.now(|c| {
            c.done.add("PIN verified", key.as_str());
            c.pins_verified.insert(key, sheet);
        })
    }

    fn credential_verified(&mut self, key: &Name) -> Allowed {
        need(self.key_on_table(key)?.credential.is_some(), || {
            format!("key {key} has no credential")
        })?;
        let key = key.clone();
        self.now(|c| {
            c.done.add("Passkey verified", key.as_str());
            c.credentials_verified.insert(key);
        })
    }

    fn signed_in(&mut self, key: &Name) -> Allowed {
        need(self.key_on_table(key)?.credential.is_some(), || {
            format!("key {key} has no credential")
        })?;
        let key = key.clone();
        self.now(|c| {
            c.done.add("Signed in online with", key.as_str());
            c.signed_in.insert(key);
        })
    }

    fn share_checked(&mut self, id: &SheetId, fingerprint: &str, by: &[Name]) -> Allowed {
        self.read_by(true, by)?;
        let sheet = self.sheet(id)?;
        need(sheet.at == Whereabouts::Table, || {
            format!("sheet {id} is not on the table")
        })?;
        let same = sheet.fingerprint.as_deref() == Some(fingerprint);
        need(same, || format!("the fingerprint of {id} is another"))?;
        sheet.seen_by.extend(by.iter().cloned());
        let id = id.clone();
        self.now(|c| {
            c.done.add("Share read and found right", id.to_string());
            c.shares_checked.insert(id);
        })
    }

    fn fetch(&mut self, at: Timestamp, serial: &BagSerial) -> Allowed {
        let bag = self.bag(serial)?;
        need(
            matches!(bag.state, BagState::Away { .. } | BagState::Sealed),
            || format!("bag {serial} is not sealed"),
        )?;
        bag.state = BagState::Fetched;
        bag.seen = at;
        Ok(())
    }

    fn hand(&mut self, at: Timestamp, serial: &BagSerial, to: &Name) -> Allowed {
        let plan = self.adopted()?.clone();
        let bag = self.bag(serial)?;
        need(
            matches!(bag.state, BagState::Sealed | BagState::Fetched),
            || format!("bag {serial} is not sealed"),
        )?;
        let opens = plan
            .places
            .iter()
            .any(|p| p.id == bag.place && p.opened_by.contains(to));
        need(opens, || format!("{to} does not open {}", bag.place))?;
        bag.state = BagState::Away { with: to.clone() };
        bag.seen = at;
        let serial = serial.clone();
        self.now(|c| {
            c.handed.insert(serial);
        })
    }

    fn minutes(&mut self, by: &Name, checkpoint: u64) -> Allowed {
        self.all_present(std::slice::from_ref(by))?;
        let by = by.clone();
        need(self.ceremony_open()?.checkpoint == Some(checkpoint), || {
            "the minutes carry the last checkpoint".into()
        })?;
        self.papers.insert(by.clone(), checkpoint);
        self.now(|c| {
            c.minutes_for.insert(by);
        })
    }

    fn copied(&mut self, copy: u64, size: u64) -> Allowed {
        need(matches!(copy, 1 | 2), || "there are two copies".into())?;
        let last = self.ceremony_open()?.checkpoint;
        need(last.is_some_and(|c| size > c), || {
            "the copy does not hold the last checkpoint".into()
        })?;
        need(size <= self.entries, || {
            "the copy holds more than there is".into()
        })?;
        self.now(|c| {
            c.copies.insert(copy);
        })
    }

    fn step_done(&mut self, number: &str, initials: &[Name]) -> Allowed {
        self.all_present(initials)?;
        let step = self.the_next_step(number)?;
        let missing = step.initials.iter().find(|r| {
            !self
                .present_as(**r)
                .is_some_and(|name| initials.contains(name))
        });
        need(missing.is_none(), || {
            format!("step {number} lacks initials")
        })?;
        self.achieved(step)?;
        self.now(OpenCeremony::step_ended)
    }

    fn leave_step(&mut self, number: &str, departure: &str) -> Allowed {
        self.the_next_step(number)?;
        self.now(|c| {
            c.departures.push(departure.into());
            c.step_ended();
        })
    }

    fn may_leave_out(&self, number: &str) -> Allowed {
        let step = self.the_next_step(number)?;
        need(self.can_be_left_out(step), || {
            format!("step {number} cannot be left out")
        })
    }

    /// Whether a ceremony may go on without this step. Not while its PIN or password is in doubt: nothing after it
    /// would settle that.
    pub fn can_be_left_out(&self, step: &Step) -> bool {
        let pin = step.key.as_ref().and_then(|key| self.keys.get(key));
        let password = step.account.as_ref().and_then(|a| self.passwords.get(a));
        let doubt = pin.is_some_and(|k| matches!(k.pin, Pin::Doubt { .. }))
            || password.is_some_and(|p| p.doubt.is_some());
        step.procedure.may_be_left_out() && !doubt
    }

    fn the_next_step(&self, number: &str) -> Result<&Step, Refused> {
        match self.ceremony_open()?.next_step() {
            Some(step) if step.number == number => Ok(step),
            Some(step) => no(format!("the next step is {}, not {number}", step.number)),
            None => no("every step has ended"),
        }
    }

    /// What must be so for a step to be done; "done" is more than initials.
    fn achieved(&self, step: &Step) -> Allowed {
        let open = self.ceremony_open()?;
        let holds = match (step.procedure, &step.key, &step.account) {
            (Procedure::RollCall, ..) => !self.present.is_empty(),
            (Procedure::AdoptPlan, ..) => self
                .plan
                .as_ref()
                .is_some_and(|p| plan_hash(p) == open.script.plan),
            (Procedure::CheckLaptop, ..) => open.laptop_checked,
            (Procedure::ImportMetadata, ..) => {
                let file = self.metadata.as_ref().map(|list| &list.file);
                file.is_some() && file == open.script.file.as_ref()
            }
            // What bears no secret and is no proof: that people say so is enough.
            (Procedure::PrintLabels | Procedure::PrintReceipts, ..) => true,
            (Procedure::AdmitKey, Some(key), _) => self.keys.contains_key(key),
            // A PIN set in this ceremony was tried; one of an earlier ceremony stands.
            (Procedure::SetPin, Some(key), _) => match &self.key(key)?.pin {
                Pin::On(sheet) => {
                    !self.pin_is_new(key) || open.pins_verified.get(key) == Some(sheet)
                }
                _ => false,
            },
            (Procedure::RotatePin, Some(key), _) => match &self.key(key)?.pin {
                Pin::On(sheet) => {
                    self.pin_is_new(key) && open.pins_verified.get(key) == Some(sheet)
                }
                _ => false,
            },
            (Procedure::EnrolCredential, Some(key), _) => self
                .key(key)?
                .credential
                .as_ref()
                .is_some_and(|c| c.registered),
            (Procedure::UnsealKey, Some(key), _) => {
                self.key(key)?.at == Whereabouts::Table && self.key(key)?.compared
            }
            (Procedure::UnsealPin, Some(key), _) => self.live_pin_at(key)? == Whereabouts::Table,
            (Procedure::SignInOnline, Some(key), _) => open.signed_in.contains(key),
            (Procedure::VerifyPin, Some(key), _) => open.pins_verified.contains_key(key),
            (Procedure::VerifyCredential, Some(key), _) => open.credentials_verified.contains(key),
            (Procedure::DeleteCredential, Some(key), _) => {
                open.has_deleted(key) && self.key(key)?.credential.is_none()
            }
            (Procedure::ConfigureKey, Some(key), _) => open.has_configured(key),
            (Procedure::ResetKey, Some(key), _) => {
                let of_key = |s: &Sheet| s.page == Page::Pin { key: key.clone() };
                let old = |s: &Sheet| of_key(s) && s.state == SheetState::Wiped;
                open.has_reset(key) && !self.sheets.values().any(old)
            }
            (Procedure::SealKey, Some(key), _) => self.is_away(&self.key(key)?.at),
            (Procedure::SealPin, Some(key), _) => self.is_away(&self.live_pin_at(key)?),
            (Procedure::DestroyOldPin, Some(key), _) => {
                let of_key = |s: &Sheet| s.page == Page::Pin { key: key.clone() };
                !self.sheets.values().any(|s| {
                    of_key(s)
                        && matches!(
                            s.state,
                            SheetState::Superseded | SheetState::Void | SheetState::Wiped
                        )
                })
            }
            (Procedure::CheckShares, _, Some(account)) => {
                // Rotation may follow in the same ceremony, so the old set counts as well as the live one.
                let live = self.passwords.get(account).and_then(|p| p.live);
                live.is_some_and(|set| {
                    self.set(account, set)
                        .values()
                        .all(|s| open.shares_checked.contains(*s))
                })
            }
            (Procedure::RotatePassword, _, Some(account)) => self
                .passwords
                .get(account)
                .is_some_and(|p| p.since == open.number && p.doubt.is_none()),
            (Procedure::SealShares, _, Some(account)) => {
                let live = self.passwords.get(account).and_then(|p| p.live);
                let away = |s: &&SheetId| self.sheets.get(s).is_some_and(|s| self.is_away(&s.at));
                live.is_some_and(|set| self.set(account, set).values().all(away))
            }
            (Procedure::DestroyOldShares, _, Some(account)) => {
                let of_account =
                    |s: &Sheet| matches!(&s.page, Page::Share { account: a, .. } if a == account);
                !self.sheets.values().any(|s| {
                    of_account(s) && matches!(s.state, SheetState::Superseded | SheetState::Void)
                })
            }
            (Procedure::AccountForAll, ..) => self.nothing_loose().is_ok(),
            (Procedure::Checkpoint, ..) => open.checkpoint.is_some(),
            (Procedure::PrintMinutes, ..) => self.minutes_complete(open),
            (Procedure::CopyBook, ..) => open.copies.len() == 2,
            _ => false,
        };
        need(holds, || {
            format!(
                "step {} ({:?}) is not achieved",
                step.number, step.procedure
            )
        })
    }

    fn live_pin_at(&self, key: &Name) -> Result<Whereabouts, Refused> {
        match &self.key(key)?.pin {
            Pin::On(sheet) => Ok(self
                .sheets
                .get(sheet)
                .map_or(Whereabouts::Gone, |s| s.at.clone())),
            _ => no(format!("key {key} has no settled PIN")),
        }
    }

    fn is_away(&self, at: &Whereabouts) -> bool {
        matches!(at, Whereabouts::Bag(bag) if self.bags.get(bag).is_some_and(|b| matches!(b.state, BagState::Away { .. })))
    }

    fn minutes_complete(&self, open: &OpenCeremony) -> bool {
        let custodian = |p: &&Present| matches!(p.role, Role::KeyCustodian | Role::PinCustodian);
        self.present
            .iter()
            .filter(custodian)
            .all(|p| open.minutes_for.contains(&p.person))
    }

    fn closed_on_paper(&self) -> Allowed {
        let open = self.ceremony_open()?;
        need(open.checkpoint.is_some(), || {
            "no checkpoint closes the ceremony".into()
        })?;
        need(self.minutes_complete(open), || {
            "the minutes were not printed for each custodian".into()
        })?;
        need(open.copies.len() == 2, || {
            "two copies of the book were not written".into()
        })
    }

    fn nothing_loose(&self) -> Allowed {
        let (items, bags) = self.loose();
        let items = items.iter().map(ToString::to_string);
        let loose: Vec<String> = items
            .chain(bags.iter().map(|b| format!("bag {b}")))
            .collect();
        need(loose.is_empty(), || {
            format!("still out: {} (I19)", loose.join(", "))
        })
    }

    fn close(&mut self) {
        self.open = None;
        self.present.clear();
    }

    fn key(&self, key: &Name) -> Result<&KeyState, Refused> {
        self.keys
            .get(key)
            .ok_or_else(|| Refused(format!("key {key} is not admitted")))
    }

    fn key_at(&self, key: &Name, at: &Whereabouts) -> Allowed {
        need(self.key(key)?.at == *at, || {
            format!("key {key} is not on the table")
        })
    }

    fn key_on_table(&mut self, key: &Name) -> Result<&mut KeyState, Refused> {
        match self.keys.get_mut(key) {
            Some(state) if state.at == Whereabouts::Table => Ok(state),
            Some(_) => no(format!("key {key} is not on the table")),
            None => no(format!("key {key} is not admitted")),
        }
    }

    fn sheet(&mut self, sheet: &SheetId) -> Result<&mut Sheet, Refused> {
        self.sheets
            .get_mut(sheet)
            .ok_or_else(|| Refused(format!("no sheet {sheet}")))
    }

    fn bag(&mut self, bag: &BagSerial) -> Result<&mut Bag, Refused> {
        self.bags
            .get_mut(bag)
            .ok_or_else(|| Refused(format!("bag {bag} is not in this book")))
    }
}

fn in_the_making(state: SheetState) -> bool {
    matches!(
        state,
        SheetState::Printing | SheetState::Printed | SheetState::Proven
    )
}

fn is_sha256(hex: &str) -> bool {
    hex.len() == 64 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn hold_role(plan: &Plan, present: &Present) -> Allowed {
    let held = plan
        .people
        .iter()
        .any(|p| p.id == present.person && p.roles.contains(&present.role));
    need(held, || {
        format!("{} may not act as {:?}", present.person, present.role)
    })
}
