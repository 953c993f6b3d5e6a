//! A template, bound to a plan.

use super::form::{For, Template};
use super::words::{Piece, pieces};
use crate::custody::procedure::Subject;
use crate::custody::script::{self, Script, Step};
use crate::plan::{Account, Key, Name, Plan};

/// Binds a template to a plan: parts repeated for its accounts and keys, steps numbered, names filled in. Parts for one
/// key are left out: see [`bind_to_key`].
pub fn bind(template: &Template, plan: &Plan) -> Script {
    bind_to(template, plan, None)
}

/// The same, with this key of the plan for the parts that are for one.
pub fn bind_to_key(template: &Template, plan: &Plan, key: &Name) -> Script {
    bind_to(template, plan, Some(key))
}

fn bind_to(template: &Template, plan: &Plan, one: Option<&Name>) -> Script {
    let mut parts = Vec::new();
    for part in &template.parts {
        for thing in things(part.repeats, plan, one) {
            let number = parts.len() + 1;
            let mut steps: Vec<Step> = Vec::new();
            for step in &part.steps {
                let subject = step.procedure.subject();
                let Some(about) = thing.about(subject) else {
                    continue; // an account without a key: no sound plan has one
                };
                steps.push(Step {
                    number: format!("{number}.{}", steps.len() + 1),
                    procedure: step.procedure,
                    about,
                    says: thing.of(subject).fill(&step.says, plan),
                    initials: step.initials.clone(),
                });
            }
            parts.push(script::Part {
                title: thing.fill(&part.title, plan),
                steps,
            });
        }
    }
    Script {
        template: template.name.clone(),
        title: template.title.clone(),
        plan: plan.hash().iter().map(|b| format!("{b:02x}")).collect(),
        file: None,
        parts,
    }
}

/// What a bound part or step is about.
#[derive(Clone, Copy)]
struct About<'p> {
    account: Option<&'p Account>,
    key: Option<&'p Key>,
}

impl<'p> About<'p> {
    /// As a step about such a thing names it; None where there is none.
    fn about(self, subject: Subject) -> Option<script::About> {
        match subject {
            Subject::Ceremony => Some(script::About::Ceremony),
            Subject::Account => self.account.map(|a| script::About::Account(a.id.clone())),
            Subject::Key => self.key.map(|key| script::About::Key(key.id.clone())),
            Subject::Bag => None,
        }
    }

    fn of(self, subject: Subject) -> About<'p> {
        match subject {
            Subject::Ceremony | Subject::Bag => About {
                account: None,
                key: None,
            },
            Subject::Account => About { key: None, ..self },
            Subject::Key => self,
        }
    }

    fn fill(self, text: &str, plan: &Plan) -> String {
        let place = |id: &Name| {
            let place = plan.place(id);
            place.map_or(id.to_string(), |place| place.name.clone())
        };
        let mut filled = String::new();
        for piece in pieces(text) {
            let value = match piece {
                Piece::Text(text) | Piece::Brace(text) => Some(text.to_owned()),
                Piece::Placeholder("key") => self.key.map(|key| key.id.to_string()),
                Piece::Placeholder("place") => self.key.map(|key| place(&key.place)),
                Piece::Placeholder("pin_place") => self.key.map(|key| place(&key.pin_place)),
                Piece::Placeholder("account") => self.account.map(|a| a.id.to_string()),
                Piece::Placeholder("upn") => self.account.map(|a| a.upn.clone()),
                Piece::Placeholder(_) => None,
            };
            filled.push_str(&value.unwrap_or_default());
        }
        filled
    }
}

/// What a part is repeated for, in the plan's order, with the keys of each account together.
fn things<'p>(repeats: For, plan: &'p Plan, one: Option<&Name>) -> Vec<About<'p>> {
    let accounts = plan.accounts.iter();
    match repeats {
        For::OneKey => {
            let key = one.and_then(|one| plan.key(one));
            let about = key.map(|key| About {
                account: plan.account(&key.account),
                key: Some(key),
            });
            about.into_iter().collect()
        }
        For::Ceremony => vec![About {
            account: None,
            key: None,
        }],
        For::EachAccount => accounts
            .map(|account| About {
                account: Some(account),
                key: plan.keys_of(&account.id).next(),
            })
            .collect(),
        For::EachKey => accounts
            .flat_map(|account| {
                plan.keys_of(&account.id).map(move |key| About {
                    account: Some(account),
                    key: Some(key),
                })
            })
            .collect(),
    }
}
