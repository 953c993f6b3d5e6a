//! What a plugged-in key can do in a ceremony, for people and machines.

use super::keys::{TIE, line};
use crate::ceremony::fitness::Fitness;
use crate::ceremony::seen::KeySeen;
use serde_json::{Value, json};

/// For people: the key, and what of the ceremony it can do.
pub fn text(key: &KeySeen, fitness: &[Fitness]) -> String {
    let mut text = key.text();
    if key.said.is_ok() && fitness.is_empty() {
        text += &line("steps", "none of this ceremony is for this key");
    }
    let named = |step: &Fitness| format!("{}{TIE}{}", step.step, step.procedure.name());
    let fit = fitness.iter().filter(|step| step.obstacles.is_empty());
    let fit: Vec<String> = fit.map(named).collect();
    if !fit.is_empty() {
        text += &line("can do", &fit.join(", "));
    }
    for step in fitness.iter().filter(|step| !step.cautions.is_empty()) {
        let what = format!("{}: {}", named(step), step.cautions.join("; "));
        text += &line("but", &what);
    }
    for step in fitness.iter().filter(|step| !step.obstacles.is_empty()) {
        let what = format!("{}: {}", named(step), step.obstacles.join("; "));
        text += &line("CANNOT", &what);
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
            "cautions": step.cautions,
        })
    };
    let mut value = key.json(false);
    value["steps"] = fitness.iter().map(step).collect();
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ctap::PluggedKey;
    use crate::custody::procedure::Procedure;

    #[test]
    fn a_steps_number_and_name_stay_on_one_line() {
        let key = KeySeen {
            plugged: PluggedKey {
                path: "/dev/hidraw0".into(),
                vendor_id: 0x20a0,
                product_id: 0x42b2,
                manufacturer: None,
                product: None,
                serial: None,
            },
            said: Err("it is not asked here".into()),
        };
        let step = |n: usize| Fitness {
            step: format!("2.{n}"),
            procedure: Procedure::VerifyCredential,
            obstacles: Vec::new(),
            cautions: Vec::new(),
        };
        let all: Vec<Fitness> = (1..=12).map(step).collect();
        let text = text(&key, &all);
        for n in 1..=12 {
            let whole = format!("2.{n} verify-credential");
            assert!(text.lines().any(|line| line.contains(&whole)), "{text}");
        }
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
    }
}
