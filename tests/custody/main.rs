//! Plans: what is refused, and what the one that `init` writes holds. Duties: what must happen under one.

#[path = "../shared/campaign.rs"]
mod campaign;
mod duty;
mod each_rule;
mod plan_errors;
mod plan_names;
mod plan_template;
mod quarantine;
mod rules;
#[path = "../shared/stage.rs"]
mod stage;
mod verdicts;
