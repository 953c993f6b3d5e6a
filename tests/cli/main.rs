//! Commands, their words in every language, the manual, and the house that all stands in.

mod books;
mod calendar;
#[path = "../shared/cli_rig.rs"]
mod cli_rig;
mod house;
mod json;
mod languages;
mod manual;
mod metadata;
#[path = "../shared/metadata_rig.rs"]
mod metadata_rig;
mod output;
mod panic;
mod run;
mod shares;
mod sheets;
#[path = "../shared/stage.rs"]
mod stage;
mod status;
mod transcripts;
mod wording;
