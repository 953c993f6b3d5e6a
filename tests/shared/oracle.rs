//! What must be true of the played world at every moment, judged from outside the program: by the keys' flash, by the
//! paper, by the tenant, and by the ledger.
#![allow(dead_code)] // each test file uses its part

use sealwright::book::LEDGER;
use sealwright::custody::{Custody, Page, Pin, SheetState, Whereabouts};
use sealwright::plan::Plan;
use sealwright::rehearsal::{Effect, MemoryDisk, Moment, Stage};
use sealwright::share::{Share, combine, password_of_master};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

thread_local! {
    /// Passwords that sets of share pages gave, since recombining them is slow.
    static GIVEN: RefCell<HashMap<Vec<String>, Option<String>>> = RefCell::default();
}

/// At any moment, in any crash: the PIN of each key and the password of each account is on existing paper.
pub fn paper_opens_everything(stage: &Stage, plan: &Plan) -> Result<(), String> {
    for (label, _) in stage.keys.iter().filter(|(_, key)| key.flash().has_pin()) {
        if pages_that_open(stage, label).is_empty() {
            return Err(format!("no page that exists opens key {label}"));
        }
    }
    for account in &plan.accounts {
        let Some(live) = stage.tenant.password(&account.upn) else {
            continue;
        };
        if !sets(stage, &account.upn)
            .iter()
            .any(|pages| given(pages, account.password.threshold).as_deref() == Some(live))
        {
            return Err(format!(
                "no shares that exist give the password of {}",
                account.upn
            ));
        }
    }
    Ok(())
}

/// All that must hold at every effect, whatever has crashed before.
pub fn holds(stage: &Stage, plan: &Plan, effect: &Effect, moment: Moment) -> Result<(), String> {
    paper_opens_everything(stage, plan)?;
    tries_are_kept(stage, 7)?;
    match moment {
        Moment::Before => replacement_is_sealed(stage, effect, plan),
        Moment::After => Ok(()),
    }
}

/// With the ledger: what is live is on a sheet that the ledger calls armed or live, so it was proven, and was not voided.
pub fn nothing_unproven_is_live(stage: &Stage, custody: &Custody) -> Result<(), String> {
    for (label, _) in stage.keys.iter().filter(|(_, key)| key.flash().has_pin()) {
        let states: Vec<SheetState> = pages_that_open(stage, label)
            .iter()
            .filter_map(|serial| {
                custody
                    .sheets()
                    .iter()
                    .find(|(id, _)| id.as_str() == serial.as_str())
                    .map(|(_, s)| s.state)
            })
            .collect();
        if !states
            .iter()
            .any(|s| matches!(s, SheetState::Armed | SheetState::Live))
        {
            return Err(format!(
                "the PIN of {label} is only on sheets that are {states:?}"
            ));
        }
    }
    Ok(())
}

/// No try was spent but by a probe: at most one.
pub fn tries_are_kept(stage: &Stage, least: u8) -> Result<(), String> {
    match stage
        .keys
        .iter()
        .find(|(_, key)| key.flash().pin_retries() < least)
    {
        Some((label, key)) => Err(format!(
            "key {label} has {} tries left",
            key.flash().pin_retries()
        )),
        None => Ok(()),
    }
}

/// At the end: the ledger's word about each secret is true, and everything lies in a sealed bag at its place.
pub fn all_is_as_the_ledger_says(
    stage: &Stage,
    custody: &Custody,
    plan: &Plan,
) -> Result<(), String> {
    for key in &plan.keys {
        let state = custody
            .keys()
            .get(&key.id)
            .ok_or_else(|| format!("{} was not admitted", key.id))?;
        let Pin::On(sheet) = &state.pin else {
            return Err(format!("the PIN of {} is {:?}", key.id, state.pin));
        };
        if !pages_that_open(stage, key.id.as_str())
            .iter()
            .any(|s| s == sheet.as_str())
        {
            return Err(format!("sheet {sheet} does not open {}", key.id));
        }
    }
    for account in &plan.accounts {
        let live = custody
            .passwords()
            .get(&account.id)
            .and_then(|p| p.live)
            .ok_or("no live password")?;
        let pages: Vec<String> = custody
            .set(&account.id, live)
            .values()
            .filter_map(|id| stage.paper.get(id.as_str()).cloned())
            .collect();
        if given(&pages, account.password.threshold).as_deref()
            != stage.tenant.password(&account.upn)
        {
            return Err(format!(
                "the live shares of {} do not give its password",
                account.id
            ));
        }
    }
    let kept = |page: &Page| matches!(page, Page::Pin { .. } | Page::Share { .. });
    for (id, sheet) in custody.sheets().iter().filter(|(_, s)| kept(&s.page)) {
        let exists = stage.paper.contains_key(id.as_str());
        let should = sheet.state == SheetState::Live;
        if exists != should {
            return Err(format!(
                "sheet {id} is {:?}, and it {}",
                sheet.state,
                if exists { "exists" } else { "is gone" }
            ));
        }
    }
    everything_is_put_away(stage)
}

/// Nothing lies on the table; every bag with something in it is sealed and at its place.
pub fn everything_is_put_away(stage: &Stage) -> Result<(), String> {
    if stage.table.iter().any(|thing| thing != "key stranger") {
        return Err(format!("on the table at the end: {:?}", stage.table));
    }
    match stage
        .bags
        .iter()
        .find(|(_, bag)| !bag.items.is_empty() && (!bag.sealed || bag.place.is_none()))
    {
        Some((serial, bag)) => Err(format!("bag {serial} at the end: {bag:?}")),
        None => Ok(()),
    }
}

/// Each key and sheet that the ledger has in a bag is in that bag.
pub fn things_lie_where_the_ledger_says(stage: &Stage, custody: &Custody) -> Result<(), String> {
    let keys = custody.keys().iter();
    let keys = keys.map(|(name, key)| (format!("key {name}"), &key.at));
    let sheets = custody.sheets().iter();
    let sheets = sheets.map(|(id, sheet)| (format!("sheet {id}"), &sheet.at));
    for (thing, at) in keys.chain(sheets) {
        let Whereabouts::Bag(bag) = at else {
            continue;
        };
        let lies = stage.bags.get(bag.as_str());
        if !lies.is_some_and(|bag| bag.items.contains(&thing)) {
            return Err(format!("{thing} is not in bag {bag}: {lies:?}"));
        }
    }
    Ok(())
}

/// The PINs and the words of shares that are on paper, and the passwords at the tenant.
pub fn secrets(stage: &Stage, plan: &Plan) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for page in stage.paper.values() {
        all.extend(pin_on(page).filter(|pin| !pin.is_empty()));
        all.insert(share_words(page));
    }
    let password = |account: &sealwright::plan::Account| {
        stage.tenant.password(&account.upn).map(str::to_owned)
    };
    all.extend(plan.accounts.iter().filter_map(password));
    all.remove("");
    all
}

/// I4: no secret that ever was on paper is in a file, of the book or of a copy.
pub fn no_secret_on_disk(disk: &MemoryDisk, secrets: &BTreeSet<String>) -> Result<(), String> {
    // The copies are the ledger's; what else was copied is small.
    let ledger = disk.files.get(LEDGER);
    let copies = disk
        .sticks
        .iter()
        .filter(|(_, bytes)| !ledger.is_some_and(|ledger| ledger.starts_with(bytes)));
    for (name, bytes) in disk.files.iter().chain(copies) {
        let text = String::from_utf8_lossy(bytes);
        for secret in secrets {
            if stands_in(&text, secret) {
                return Err(format!(
                    "a secret of {} characters is in {name}",
                    secret.len()
                ));
            }
        }
    }
    Ok(())
}

/// Whether it stands there by itself: digits within a hash or behind a dash are no PIN.
fn stands_in(text: &str, secret: &str) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric() || c == '-';
    text.match_indices(secret).any(|(at, _)| {
        let (before, behind) = (&text[..at], &text[at + secret.len()..]);
        !before.ends_with(joins) && !behind.starts_with(joins)
    })
}

/// Forgets the passwords that pages gave: in a long campaign they are many.
pub fn forget() {
    GIVEN.with(|given| given.borrow_mut().clear());
}

fn pin_on(page: &str) -> Option<String> {
    let line = page
        .lines()
        .rev()
        .find_map(|l| l.trim().strip_prefix("pin:"))?;
    Some(line.chars().filter(char::is_ascii_digit).collect())
}

fn pages_that_open(stage: &Stage, label: &str) -> Vec<String> {
    let Some(key) = stage.keys.get(label) else {
        return Vec::new();
    };
    let opens =
        |(_, page): &(&String, &String)| pin_on(page).is_some_and(|pin| key.flash().is_pin(&pin));
    stage
        .paper
        .iter()
        .filter(opens)
        .map(|(serial, _)| serial.clone())
        .collect()
}

/// The share pages of an account that exist, by set.
fn sets(stage: &Stage, upn: &str) -> Vec<Vec<String>> {
    by_set(
        stage
            .paper
            .values()
            .filter(|p| p.contains("SHARE SHEET") && p.contains(upn))
            .cloned()
            .collect(),
    )
}

pub fn given(pages: &[String], threshold: u32) -> Option<String> {
    let words: Vec<String> = pages.iter().map(|page| share_words(page)).collect();
    let known = GIVEN.with(|given| given.borrow().get(&words).cloned());
    known.unwrap_or_else(|| {
        let password = recombined(&words, threshold);
        GIVEN.with(|given| given.borrow_mut().insert(words, password.clone()));
        password
    })
}

fn share_words(page: &str) -> String {
    let words = |line: &str| {
        line.trim()
            .strip_prefix("words ")
            .and_then(|l| l.split_once(':'))
            .map(|(_, w)| w.trim().to_string())
    };
    page.lines().filter_map(words).collect::<Vec<_>>().join(" ")
}

fn recombined(words: &[String], threshold: u32) -> Option<String> {
    let shares: Vec<Share> = words
        .iter()
        .filter_map(|w| Share::parse(w).ok())
        .take(threshold as usize)
        .collect();
    let master = combine(&shares).ok()?;
    Some(password_of_master(&master).ok()?.text()?.to_string())
}

/// I12: when people are asked to destroy a sheet that was superseded, what replaces it lies in a sealed bag.
pub fn replacement_is_sealed(stage: &Stage, effect: &Effect, plan: &Plan) -> Result<(), String> {
    let Some(sheet) = effect
        .about
        .strip_prefix("Destroy { sheet: SheetId(\"")
        .and_then(|rest| rest.split('"').next())
    else {
        return Ok(());
    };
    if !effect.about.contains("AnotherTookItsPlace") {
        return Ok(());
    }
    let page = stage.paper.get(sheet).cloned().unwrap_or_default();
    let value = |label: &str| {
        page.lines()
            .find_map(|l| l.trim().strip_prefix(label))
            .unwrap_or_default()
            .trim()
            .to_string()
    };
    let in_a_sealed_bag = |serial: &str| {
        let item = format!("sheet {serial}");
        stage
            .bags
            .values()
            .any(|bag| bag.sealed && bag.items.contains(&item))
    };
    let sealed = if sheet.starts_with("P-") {
        pages_that_open(stage, &value("key:"))
            .iter()
            .any(|serial| in_a_sealed_bag(serial))
    } else {
        let upn = value("account:");
        let threshold = plan
            .accounts
            .iter()
            .find(|a| a.upn == upn)
            .map_or(u32::MAX, |a| a.password.threshold);
        let kept = stage
            .paper
            .iter()
            .filter(|(serial, _)| in_a_sealed_bag(serial))
            .map(|(_, page)| page.clone());
        let kept: Vec<String> = kept
            .filter(|p| p.contains("SHARE SHEET") && p.contains(&upn))
            .collect();
        let sets = by_set(kept);
        sets.iter()
            .any(|pages| given(pages, threshold).as_deref() == stage.tenant.password(&upn))
    };
    if sealed {
        Ok(())
    } else {
        Err(format!(
            "sheet {sheet} is destroyed before its replacement is sealed"
        ))
    }
}

fn by_set(pages: Vec<String>) -> Vec<Vec<String>> {
    let mut sets: std::collections::BTreeMap<String, Vec<String>> = Default::default();
    for page in pages {
        let set = page
            .lines()
            .find_map(|l| l.trim().strip_prefix("identifier:"))
            .unwrap_or_default()
            .trim()
            .to_string();
        sets.entry(set).or_default().push(page);
    }
    sets.into_values().collect()
}
