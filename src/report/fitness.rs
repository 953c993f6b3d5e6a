//! What a plugged-in key can do in a ceremony, said before it begins.

use super::keys::{KeySeen, Whose};
use crate::ctap::Info;
use crate::custody::script::{Procedure, Script, Step, Subject};
use crate::plan::Plan;
use serde_json::{Value, json};
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
    /// What stands in its way, a sentence each; empty: nothing that the key says.
    pub obstacles: Vec<String>,
}

/// The steps of a script that a key would do: its own, if it is a key of the book; else each kind of step for a key once,
/// as it would be done with a key that takes that place.
pub fn fitness(key: &KeySeen, script: &Script, plan: &Plan) -> Vec<Fitness> {
    let Ok(said) = &key.said else {
        return Vec::new();
    };
    let mut seen = BTreeSet::new();
    let concerns = |step: &&Step| match &said.whose {
        Whose::Key(name) => step.key.as_ref().is_some_and(|key| key.as_str() == name),
        Whose::NoneOfThem | Whose::NotKnown(_) => {
            step.procedure.subject() == Subject::Key && seen.insert(step.procedure)
        }
    };
    // What a new key gets in an earlier step of the ceremony, it has in a later one.
    let (mut gets_pin, mut is_known) = (false, matches!(said.whose, Whose::Key(_)));
    let steps = script.steps().filter(concerns);
    let steps = steps.map(|step| {
        let tries = said.tries.map(|tries| tries.left);
        let obstacles = obstacles(
            step.procedure,
            &said.info,
            tries,
            plan,
            (gets_pin, is_known),
        );
        gets_pin |= step.procedure == Procedure::SetPin;
        is_known |= step.procedure == Procedure::AdmitKey;
        Fitness {
            step: step.number.clone(),
            procedure: step.procedure,
            obstacles,
        }
    });
    steps.collect()
}

fn obstacles(
    procedure: Procedure,
    info: &Info,
    tries: Option<u8>,
    plan: &Plan,
    (gets_pin, is_known): (bool, bool),
) -> Vec<String> {
    use Procedure as P;
    let mut found = Vec::new();
    let mut unless = |holds: bool, what: String| {
        if !holds {
            found.push(what);
        }
    };
    let digits = u64::from(plan.rules.pin_digits);
    let has_pin = info.pin_set() == Some(true);
    let can = |option: &str| info.option(option) == Some(true);
    let signs_es256 = info.algorithms.is_empty() || info.algorithms.contains(&ES256);
    let blocked = has_pin && tries == Some(0);

    match procedure {
        P::AdmitKey if !is_known => {
            unless(info.pin_set().is_some(), "it knows no PINs".into());
            unless(!has_pin, "it has a PIN: only a new key is admitted".into());
            unless(signs_es256, "it does not sign with ES256".into());
            unless(
                !info.always_uv(),
                "it always wants its PIN (alwaysUv), also to be made known".into(),
            );
        }
        P::SetPin | P::RotatePin => {
            let (least, most) = (info.least_pin_length(), info.max_pin_length);
            unless(
                digits >= least,
                format!(
                    "it takes no PIN of less than {least} characters, and the plan has {digits}"
                ),
            );
            unless(
                most.is_none_or(|most| digits <= most),
                format!(
                    "it takes no PIN of more than {} characters, and the plan has {digits}",
                    most.unwrap_or_default()
                ),
            );
        }
        _ => {}
    }
    match procedure {
        P::RotatePin
        | P::VerifyPin
        | P::SignInOnline
        | P::EnrolCredential
        | P::DeleteCredential
        | P::ConfigureKey => {
            unless(has_pin || gets_pin, "it has no PIN".into());
            unless(!blocked, "its PIN is blocked: only a reset helps".into());
            unless(
                blocked || !has_pin || tries.is_none_or(|left| left > FEW_TRIES),
                format!(
                    "it has {} PIN tries left: both must assent before one is spent",
                    tries.unwrap_or_default()
                ),
            );
            unless(
                !info.wants_new_pin(),
                "it wants a new PIN before it does anything else".into(),
            );
        }
        _ => {}
    }
    match procedure {
        P::EnrolCredential => {
            unless(can("rk"), "it keeps no discoverable passkeys".into());
            unless(signs_es256, "it does not sign with ES256".into());
            unless(
                info.remaining_discoverable != Some(0),
                "it has no room for another passkey".into(),
            );
        }
        P::DeleteCredential => {
            unless(
                info.management().is_some(),
                "it cannot list and delete passkeys".into(),
            );
        }
        P::ConfigureKey => {
            unless(
                can("setMinPINLength"),
                "it cannot be told the shortest PIN".into(),
            );
        }
        _ => {}
    }
    found
}

/// For people: the key, then a line for each step.
pub fn text(key: &KeySeen, fitness: &[Fitness]) -> String {
    let mut text = key.text();
    if key.said.is_ok() && fitness.is_empty() {
        text += "    no step of this ceremony is for this key\n";
    }
    for step in fitness {
        let what = format!("    {:<5}{:<19}", step.step, step.procedure.name());
        let line = match step.obstacles.is_empty() {
            true => format!("{what}can be done"),
            false => format!(
                "{what}CANNOT BE DONE as it is: {}",
                step.obstacles.join("; ")
            ),
        };
        text += &crate::text::wrap::wrap(&line, 24, 100);
        text.push('\n');
    }
    text
}

/// The same as JSON.
pub fn json(key: &KeySeen, fitness: &[Fitness]) -> Value {
    let step = |step: &Fitness| {
        json!({
            "step": step.step,
            "do": step.procedure.name(),
            "can": step.obstacles.is_empty(),
            "obstacles": step.obstacles,
        })
    };
    let mut value = key.json(false);
    value["steps"] = fitness.iter().map(step).collect();
    value
}
