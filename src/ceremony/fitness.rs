//! What a plugged-in key can do in a ceremony, said before it begins.

use super::key::settings::{cannot, planned};
use super::seen::{KeySaid, KeySeen, Whose};
use crate::ctap::Info;
use crate::custody::procedure::{Bagged, Bags, KeyBecomes, OfKey, Procedure, Subject};
use crate::custody::script::{Script, Step};
use crate::plan::Plan;
use crate::text::language::Language;
use crate::words;
use std::collections::BTreeSet;

/// ES256 (RFC 9053, 2.1): what identity and account credentials are made with.
const ES256: i64 = -7;
/// At so many PIN tries a ceremony asks both before it spends another (I3).
const FEW_TRIES: u8 = 3;

/// A step, and whether a key can do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitness {
    /// The step's number; of several alike, the first.
    pub step: String,
    /// What it does.
    pub procedure: Procedure,
    /// Why the key cannot do it, a sentence each; empty: nothing that the key says.
    pub obstacles: Vec<String>,
    /// What will be asked on the way, a sentence each.
    pub cautions: Vec<String>,
}

/// The steps of a script that a key would do: its own, if it is a key of the book; else each kind of step for a key once,
/// as it would be done with a key that takes that place.
pub fn fitness(key: &KeySeen, script: &Script, plan: &Plan) -> Vec<Fitness> {
    let Ok(said) = &key.said else {
        return Vec::new();
    };
    let mut seen = BTreeSet::new();
    let concerns = |step: &&Step| match said.whose.name() {
        Some(name) => step.about.key().is_some_and(|key| key.as_str() == name),
        None => step.procedure.subject() == Subject::Key && seen.insert(step.procedure),
    };
    let mut then = Then::of(said);
    let steps = script.steps().filter(concerns);
    let steps = steps.map(|step| {
        let fitness = Fitness {
            step: step.number.clone(),
            procedure: step.procedure,
            obstacles: obstacles(step.procedure, &said.info, &then, plan),
            cautions: cautions(step.procedure, said, &then),
        };
        then.comes_after(step.procedure);
        fitness
    });
    steps.collect()
}

/// What of a key changes from step to step, as it will be when its step comes.
struct Then {
    /// Whether the book knows it; None where that cannot be told.
    known: Option<bool>,
    has_pin: bool,
    tries: Option<u8>,
    wants_new_pin: bool,
    least_pin_length: Option<u64>,
    always_uv: bool,
    room: Option<u64>,
}

impl Then {
    fn of(said: &KeySaid) -> Then {
        let info = &said.info;
        Then {
            known: match said.whose {
                Whose::Key(_) | Whose::BySerial(_) => Some(true),
                Whose::NoneOfThem => Some(false),
                Whose::NotKnown(_) => None,
            },
            has_pin: info.pin_set() == Some(true),
            tries: said.tries.map(|tries| tries.left),
            wants_new_pin: info.wants_new_pin(),
            least_pin_length: Some(info.least_pin_length()),
            always_uv: info.always_uv(),
            room: info.remaining_discoverable,
        }
    }

    fn comes_after(&mut self, procedure: Procedure) {
        for becomes in procedure.row().key_becomes {
            match becomes {
                KeyBecomes::Known => self.known = Some(true),
                KeyBecomes::WithNewPin => {
                    self.has_pin = true;
                    self.tries = None;
                    self.wants_new_pin = false;
                }
                KeyBecomes::Roomier => self.room = self.room.map(|room| room + 1),
                KeyBecomes::Blank => {
                    *self = Then {
                        known: Some(false),
                        has_pin: false,
                        tries: None,
                        wants_new_pin: false,
                        least_pin_length: None,
                        always_uv: false,
                        room: None,
                    }
                }
            }
        }
    }

    fn is_blocked(&self) -> bool {
        self.has_pin && self.tries == Some(0)
    }
}

fn obstacles(procedure: Procedure, info: &Info, then: &Then, plan: &Plan) -> Vec<String> {
    let mut found = Vec::new();
    let mut unless = |holds: bool, what: &str| {
        if !holds {
            found.push(what.to_owned());
        }
    };
    let signs_es256 = info.algorithms.is_empty() || info.algorithms.contains(&ES256);
    for of_key in procedure.row().of_key {
        match of_key {
            OfKey::Known => unless(then.known != Some(false), "it is no key of this book"),
            OfKey::Fresh if then.known == Some(true) => {}
            OfKey::Fresh => {
                unless(info.pin_set().is_some(), "it knows no PINs");
                unless(!then.has_pin, "it has a PIN: only a new key is admitted");
                unless(signs_es256, "it does not sign with ES256");
                unless(
                    !then.always_uv,
                    "it wants its PIN for everything (alwaysUv), and has to sign without",
                );
            }
            OfKey::ItsPin | OfKey::ItsOldPin => {
                unless(then.has_pin, "it has no PIN");
                unless(!then.is_blocked(), "its PIN is blocked: only a reset helps");
                unless(
                    !then.wants_new_pin || *of_key == OfKey::ItsOldPin,
                    "it wants a new PIN before it does anything else",
                );
            }
            OfKey::TakesPlansPin => {
                let digits = u64::from(plan.rules.pin_digits);
                let (least, most) = (then.least_pin_length, info.max_pin_length);
                if let Some(least) = least.filter(|least| digits < *least) {
                    unless(
                        false,
                        &format!(
                            "it takes no PIN of less than {least} characters; the plan has {digits}"
                        ),
                    );
                }
                if let Some(most) = most.filter(|most| digits > *most) {
                    unless(
                        false,
                        &format!(
                            "it takes no PIN of more than {most} characters; the plan has {digits}"
                        ),
                    );
                }
            }
            OfKey::KeepsPasskey => {
                unless(
                    info.option("rk") == Some(true),
                    "it keeps no discoverable passkeys",
                );
                unless(signs_es256, "it does not sign with ES256");
                unless(then.room != Some(0), "it has no room for another passkey");
            }
            OfKey::DeletesPasskeys => unless(
                info.management().is_some(),
                "it cannot list and delete passkeys",
            ),
            OfKey::HasSettings => {
                for what in planned(plan).iter().filter_map(|s| cannot(s, info)) {
                    let what = words::of(Language::English).clause(&what);
                    unless(false, &format!("it cannot {what}"));
                }
            }
        }
    }
    found
}

fn needs_its_pin(procedure: Procedure) -> bool {
    let of_key = procedure.row().of_key;
    of_key.contains(&OfKey::ItsPin) || of_key.contains(&OfKey::ItsOldPin)
}

fn cautions(procedure: Procedure, said: &KeySaid, then: &Then) -> Vec<String> {
    let mut found = Vec::new();
    let few = then.tries.filter(|left| (1..=FEW_TRIES).contains(left));
    if let Some(left) = few.filter(|_| then.has_pin && needs_its_pin(procedure)) {
        let tries = if left == 1 { "try" } else { "tries" };
        found.push(format!(
            "it has {left} PIN {tries} left: both are asked before one is spent"
        ));
    }
    if matches!(said.whose, Whose::BySerial(_))
        && procedure.row().bags.contains(&Bags::Opens(Bagged::Key))
    {
        found.push("its serial number alone tells it: both are asked whether to go on".into());
    }
    found
}
