//! What a rehearsal's random numbers were made from, so that others can make them again. A real book has nothing of the
//! kind: only the played laptop and the played people write it down.

use super::stage::Stage;
use crate::plan::Plan;
use crate::text::hex;

/// Everything that the random numbers of a rehearsal were made from, as JSON: for each sitting what was `added` (`person`
/// by id, `kind`, `given`), and of the `system` the 32 bytes of each draw in hexadecimal: the nth for the nth fill
/// ([`crate::secret::Mix`]). Beside them the rules that say what is drawn.
pub fn chance_json(stage: &Stage, plan: &Plan) -> String {
    let ends = stage.sittings.iter().skip(1).map(|s| s.drawn_before);
    let ends = ends.chain([stage.dice.drawn()]);
    let sittings: Vec<_> = stage
        .sittings
        .iter()
        .zip(ends)
        .map(|(sitting, end)| {
            let system =
                (sitting.drawn_before + 1..=end).map(|n| hex::encode(&stage.dice.nth_block(n)));
            let added = sitting.given.iter().map(|given| {
                let person = plan.people.iter().find(|p| p.name == given.person);
                serde_json::json!({
                    "person": person.map(|p| p.id.as_str()),
                    "kind": given.kind.name(),
                    "given": given.what,
                })
            });
            serde_json::json!({
                "added": added.collect::<Vec<_>>(),
                "system": system.collect::<Vec<_>>(),
            })
        })
        .collect();
    let rehearsal = serde_json::json!({
        "only": "rehearsal",
        "pin_digits": plan.rules.pin_digits,
        "pins": plan.secrets.pins,
        "keyboards": plan.secrets.keyboards,
        "sittings": sittings,
    });
    format!("{rehearsal}\n")
}
