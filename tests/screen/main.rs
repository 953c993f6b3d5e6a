//! The screen, at real and emulated terminals.

#[path = "../shared/campaign.rs"]
mod campaign;
#[path = "../shared/cli_rig.rs"]
mod cli_rig;
mod drill;
mod monkey;
mod pictures;
mod plugs;
mod reading;
#[path = "../shared/screen_rig.rs"]
mod screen_rig;
mod secrets;
mod terminal;
