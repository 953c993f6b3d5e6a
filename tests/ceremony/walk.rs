//! No book is stuck (I21). From every custody that setup and drill reach, also after a crash or a fault, two people who
//! may act that day bring the open ceremony to its end and begin the next one; also where somebody changes the draft plan
//! between two sittings or two ceremonies (I22).
//!
//! Two books are in the same custody here when nothing differs but names, numbers and times: see [`shape`].

use crate::campaign;
use crate::stage::{self, People, Theatre, usual_plan};
use sealwright::ceremony::run::Ending;
use sealwright::custody::{BagState, Custody, Pin, Whereabouts};
use sealwright::plan::{self, Plan};
use sealwright::rehearsal::{Effect, Moment, Stage};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::rc::Rc;

#[test]
fn i21_every_custody_has_a_way_out() {
    let mut walk = Walk::default();
    walk.reach();
    for template in ["first-setup", "annual-rotation"] {
        assert!(
            walk.reached.contains_key(template),
            "{template} was never reached"
        );
    }
    let (all, walked) = (walk.seen.len(), walk.walked);
    stage::shown(&format!(
        "{all} custodies reached, {walked} walked to their end and into the next ceremony: {:?}",
        walk.reached
    ));
    assert!(all > 300, "the walk is smaller than the run: {all}");
    assert!(walk.failed.is_empty(), "{}", walk.failed.join("\n"));
}

#[test]
fn i21_i22_a_plan_changed_between_sittings_and_ceremonies_leaves_a_way_out() {
    let mut failed = Vec::new();
    let mut adopted = BTreeMap::new();
    for (at, what) in between() {
        for (change, draft) in drafts() {
            match after_a_change(&at.fork(), &draft) {
                Ok(how) => *adopted.entry((change, how)).or_insert(0) += 1,
                Err(why) => failed.push(format!("{what}, {change}: {why}")),
            }
        }
    }
    stage::shown(&format!("drafts met: {adopted:?}"));
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    for refused in ["a key of another account", "an account of another person"] {
        assert!(
            adopted
                .keys()
                .any(|(change, how)| *change == refused && *how == "refused"),
            "a name that is used again is not refused: {refused}"
        );
    }
}

#[derive(Default)]
struct Walk {
    seen: HashSet<String>,
    walked: u64,
    reached: BTreeMap<String, u64>,
    failed: Vec<String>,
}

/// Worlds that somebody may walk from: after each entry of a run.
type Found = Rc<RefCell<Vec<Theatre>>>;

impl Walk {
    /// What setup and drill reach; then what a crash there, and one fault of each kind, lead to.
    fn reach(&mut self) {
        let theatre = Theatre::new(usual_plan());
        let mut queue = VecDeque::new();
        for template in ["first-setup", "annual-rotation"] {
            let found = watched(&theatre);
            assert_eq!(theatre.begin(template), Ok(Ending::Ended));
            queue.extend(found.take().into_iter().map(|at| (at, 0)));
        }
        let mut number = 0_u64;
        while let Some((at, depth)) = queue.pop_front() {
            let custody = at.custody();
            if !self.seen.insert(shape(&custody)) {
                continue;
            }
            let open = custody
                .ceremony()
                .map(|c| c.script.template.name.to_string());
            *self.reached.entry(open.unwrap_or_default()).or_default() += 1;
            number += 1;
            if !number.is_multiple_of(campaign::one_in(20)) {
                continue;
            }
            self.walked += 1;
            let found = watched(&at);
            if let Err(why) = way_out(&at) {
                self.failed.push(format!("{}: {why}", shape(&custody)));
            }
            // A walk shows what a crash leads to; what the walk after a fault leads to is new, too.
            if depth < 2 {
                queue.extend(found.take().into_iter().map(|at| (at, depth + 1)));
            }
            if depth == 0 {
                queue.extend(self.faults(&at, number).into_iter().map(|at| (at, 1)));
            }
        }
    }

    /// The worlds that one fault of each kind leads to.
    fn faults(&self, at: &Theatre, number: u64) -> Vec<Theatre> {
        let nth = 1 + number % 40;
        let people = |change: fn(&mut People, u64)| {
            let mut people = People::default();
            change(&mut people, nth);
            people
        };
        let mut all = Vec::new();
        for people in [
            people(|p, nth| p.wrong_at = Some(nth)),
            people(|p, nth| p.leave_at = Some(nth)),
            people(|p, nth| p.stain_at = Some(nth)),
            people(|p, nth| p.swap_key_at = Some(nth)),
            people(|p, nth| p.abandons_at = Some(nth)),
        ] {
            let fork = at.fork();
            let found = watched(&fork);
            let _ = fork.run(None, people);
            all.extend(found.take());
        }
        let fork = at.fork();
        let found = watched(&fork);
        fork.stage.borrow_mut().pull_key_at_packet(nth);
        let _ = fork.go_on();
        all.extend(found.take());
        all
    }
}

/// Collects a fork of the world after each entry from now on.
fn watched(theatre: &Theatre) -> Found {
    let found = Found::default();
    let (into, disk, plan) = (
        Rc::clone(&found),
        Rc::clone(&theatre.disk),
        theatre.plan.clone(),
    );
    let at_effect = move |stage: &Stage, effect: &Effect, moment: Moment| {
        if effect.kind == "append" && moment == Moment::After {
            let fork = Theatre::of(stage.fork(), disk.borrow().clone(), plan.clone());
            into.borrow_mut().push(fork);
        }
    };
    let mut stage = theatre.stage.borrow_mut();
    stage.watched_by(Rc::new(RefCell::new(at_effect)));
    found
}

/// The open ceremony ends, and so does each quarantine; the next one is begun by two people who sit down.
fn way_out(at: &Theatre) -> Result<(), String> {
    brought_to_its_end(at)?;
    begins(at, "annual-rotation")?;
    if at.custody().quarantine().is_empty() {
        return Ok(());
    }
    let fork = at.fork();
    fork.begin("end-quarantine")
        .map_err(|why| format!("{why:?}"))?;
    brought_to_its_end(&fork)?;
    match fork.custody().quarantine().is_empty() {
        true => Ok(()),
        false => Err("the quarantine does not end".into()),
    }
}

fn brought_to_its_end(at: &Theatre) -> Result<(), String> {
    let mut last = String::new();
    for sitting in 0..8 {
        if at.custody().ceremony().is_none() {
            return Ok(());
        }
        // First as ever; where trying again does not help, they leave a step out.
        let people = People {
            leaves_out: sitting >= 3,
            ..People::default()
        };
        last = format!("{:?}", at.run(None, people));
    }
    match at.custody().ceremony() {
        None => Ok(()),
        Some(_) => Err(format!("it does not end: {last}")),
    }
}

/// The ceremony begins, two people sit down, and stop.
fn begins(at: &Theatre, template: &str) -> Result<(), String> {
    let custody = at.custody();
    let template = match custody.plan() {
        Some(_) => template,
        None => "first-setup",
    };
    let fork = at.fork();
    let plan = custody.plan().cloned().unwrap_or(fork.plan.clone());
    let fork = Theatre { plan, ..fork };
    let people = People {
        leave_at: Some(20),
        ..People::default()
    };
    let began = fork.run(Some(&fork.script(template)), people);
    let after = fork.custody();
    match after.ceremony() {
        Some(open) if open.roll_called => Ok(()),
        None if after.ceremonies() > custody.ceremonies() => Ok(()),
        _ => Err(format!("{template} does not begin: {began:?}")),
    }
}

/// Worlds between two sittings of setup, between setup and drill, and within the drill.
fn between() -> Vec<(Theatre, String)> {
    let theatre = Theatre::new(usual_plan());
    let mut all = Vec::new();
    for (template, stops) in [("first-setup", [15, 60]), ("annual-rotation", [30, 120])] {
        for stop in stops {
            let fork = theatre.fork();
            let people = People {
                leave_at: Some(stop),
                ..People::default()
            };
            let stopped = fork.run(Some(&fork.script(template)), people);
            assert!(
                matches!(stopped, Ok(Ending::Suspended { .. })),
                "{stopped:?}"
            );
            all.push((fork, format!("{template} stopped at question {stop}")));
        }
        assert_eq!(theatre.begin(template), Ok(Ending::Ended));
        all.push((theatre.fork(), format!("{template} ended")));
    }
    all
}

/// With another draft: what is open ends, the draft is adopted or refused with nothing written, and the drill begins.
fn after_a_change(at: &Theatre, draft: &Plan) -> Result<&'static str, String> {
    let at = Theatre {
        plan: draft.clone(),
        ..at.fork()
    };
    brought_to_its_end(&at)?;
    let before = at.ledger();
    let adopted = at.begin("change-plan");
    let how = match adopted {
        Ok(Ending::Ended) => "adopted",
        Ok(_) => {
            brought_to_its_end(&at)?;
            match at.custody().plan() == Some(draft) {
                true => "adopted",
                false => "refused",
            }
        }
        Err(_) if at.ledger() == before => "refused",
        Err(e) => return Err(format!("{e:?}, and something was written")),
    };
    begins(&at, "annual-rotation")?;
    let held = everything_held_can_be_named(&at.custody());
    held.map(|()| how)
}

/// What lies in bags can be fetched: somebody opens the place where it lies, under some plan.
fn everything_held_can_be_named(custody: &Custody) -> Result<(), String> {
    let away = |bag: &&sealwright::custody::Bag| matches!(bag.state, BagState::Away { .. });
    for bag in custody.bags().values().filter(away) {
        if custody.place_of_bag(bag).is_none() {
            return Err(format!(
                "nobody knows the place of a bag with {:?}",
                bag.items
            ));
        }
    }
    Ok(())
}

/// The usual plan, changed in every way.
fn drafts() -> Vec<(&'static str, Plan)> {
    let text = plan::TEMPLATE;
    let without = |table: &str, id: &str| cut(text, table, id);
    let drafts = [
        ("nothing", text.to_owned()),
        (
            "a person renamed",
            text.replace("Ada Keller", "Ada Keller-Lind"),
        ),
        (
            "a person dropped",
            without("person", "boris").replace("[\"ada\", \"boris\"]", "[\"ada\", \"hans\"]")
                + PERSON,
        ),
        (
            "a person added",
            text.to_owned()
                + &PERSON
                    .replace("hans", "ivo")
                    .replace("Hans Roth", "Ivo Saar"),
        ),
        (
            "a place renamed",
            text.replace("Safe in the north building, room 101", "Safe in the annex"),
        ),
        (
            "a place dropped",
            without("place", "key-safe-south").replace("\"key-safe-south\"", "\"key-safe-annex\"")
                + PLACE,
        ),
        ("a place added", text.to_owned() + PLACE),
        ("a key dropped", without("key", "bravo-2") + KEY),
        ("a key added", text.to_owned() + KEY),
        (
            "an account dropped",
            ["alpha-1", "alpha-2"]
                .iter()
                .fold(without("account", "alpha"), |text, key| {
                    cut(&text, "key", key)
                }),
        ),
        (
            "a share dropped",
            text.replacen(
                "shares = [\"share-safe-edda\", \"share-safe-farid\", \"share-safe-greta\"]",
                "shares = [\"share-safe-edda\", \"share-safe-farid\"]",
                1,
            ),
        ),
        (
            "another rule",
            text.replace("pin_digits = 8", "pin_digits = 10"),
        ),
        (
            "a key of another account",
            text.replacen("account = \"alpha\"", "account = \"charlie\"", 1)
                .replacen("account = \"bravo\"", "account = \"alpha\"", 1)
                .replacen("account = \"charlie\"", "account = \"bravo\"", 1),
        ),
        (
            "an account of another person",
            text.replace("emergency-alpha@", "somebody-else@"),
        ),
    ];
    let sound = |(change, toml): (&'static str, String)| match Plan::parse("plan.toml", &toml) {
        Ok(plan) => (change, plan),
        Err(errors) => panic!("{change}: {}", plan::findings_text(&errors)),
    };
    drafts.into_iter().map(sound).collect()
}

const PERSON: &str =
    "\n[[person]]\nid = \"hans\"\nname = \"Hans Roth\"\nroles = [\"key-custodian\"]\n";
const PLACE: &str = "\n[[place]]\nid = \"key-safe-annex\"\nname = \"Safe in the annex\"\nholds = \"keys\"\nopened_by = [\"ada\", \"boris\"]\n";
const KEY: &str = "\n[[key]]\nid = \"bravo-3\"\naccount = \"bravo\"\nplace = \"key-safe-south\"\npin_place = \"pin-safe-west\"\n";

/// A plan's text without the table of this id.
fn cut(text: &str, table: &str, id: &str) -> String {
    let head = format!("[[{table}]]");
    let begins = text
        .match_indices(&head)
        .map(|(at, _)| at)
        .find(|at| text[*at..].lines().nth(1) == Some(&format!("id = \"{id}\"")));
    let begins = begins.unwrap_or_else(|| panic!("no {table} {id}"));
    let rest = &text[begins + head.len()..];
    let ends = rest
        .find("\n[")
        .map_or(text.len(), |at| begins + head.len() + at + 1);
    // A password belongs to its account.
    let ends = match text[ends..].starts_with("[account.password]") {
        true => {
            ends + text[ends + 1..]
                .find("\n[")
                .map_or(text.len() - ends, |at| at + 2)
        }
        false => ends,
    };
    format!("{}{}", &text[..begins], &text[ends..])
}

/// What a custody comes to, whatever its serials, numbers and times are.
fn shape(custody: &Custody) -> String {
    let at = |at: &Whereabouts| match at {
        Whereabouts::Table => "table".to_owned(),
        Whereabouts::Gone => "gone".to_owned(),
        Whereabouts::Bag(bag) => {
            let state = custody
                .bags()
                .get(bag)
                .map(|b| kind(&format!("{:?}", b.state)));
            format!("bag {}", state.unwrap_or_default())
        }
    };
    let mut lines = Vec::new();
    if let Some(open) = custody.ceremony() {
        lines.push(format!(
            "{} {} {} {}",
            open.script.template.name,
            open.steps_ended,
            open.departed(),
            custody.present().is_empty()
        ));
    }
    for deed in custody.doubts().values() {
        lines.push(format!(
            "doubt {} {:?}",
            kind(&format!("{deed:?}")),
            deed.key()
        ));
    }
    for sheet in custody
        .sheets()
        .values()
        .filter(|s| s.at != Whereabouts::Gone)
    {
        lines.push(format!(
            "{:?} {:?} {}",
            sheet.page,
            sheet.state,
            at(&sheet.at)
        ));
    }
    for (name, key) in custody.keys() {
        let pin = match &key.pin {
            Pin::None => "none",
            Pin::On(_) => "on",
            Pin::Doubt { .. } => "doubt",
        };
        let passkey = key.credential.as_ref().map(|c| c.registered);
        lines.push(format!(
            "{name} {pin} {passkey:?} {} {} {} {}",
            key.compared,
            key.omitted,
            key.begun.min(1),
            at(&key.at)
        ));
    }
    for suspect in custody.quarantine().keys() {
        lines.push(format!("quarantine {}", kind(&format!("{suspect:?}")),));
    }
    for (name, password) in custody.passwords() {
        lines.push(format!(
            "{name} {} {}",
            password.live.is_some(),
            password.doubt.is_some()
        ));
    }
    let mut bags: Vec<String> = custody
        .bags()
        .values()
        .map(|b| kind(&format!("{:?}", b.state)))
        .collect();
    bags.retain(|state| state != "Away" && state != "Opened");
    lines.extend(bags);
    lines.sort();
    lines.join("; ")
}

/// The name of a variant.
fn kind(debug: &str) -> String {
    debug
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect()
}
