//! Ceremonies, whole and broken off, in the played world and by the real binary.

#[path = "../shared/altered.rs"]
mod altered;
mod altered_ledger;
mod attacker;
#[path = "../shared/campaign.rs"]
mod campaign;
mod chance_recomputed;
mod chance_written;
mod change_plan;
mod controls;
mod crash;
mod doubts;
mod drill;
mod faults;
mod genuine;
mod half_made;
mod inspect_bags;
mod key_grade;
mod keystrokes;
#[path = "../shared/metadata_rig.rs"]
mod metadata_rig;
#[path = "../shared/oracle.rs"]
mod oracle;
mod power_loss;
mod quarantine;
mod rehearse_auto;
mod rehearse_kill;
mod rehearse_packets;
mod rehearse_pdf;
mod rehearse_rig;
mod roll_call;
mod simulation;
mod slips;
#[path = "../shared/stage.rs"]
mod stage;
mod tampering;
mod template_errors;
mod template_scripts;
mod walk;
