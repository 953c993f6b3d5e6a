//! Security keys: our client, real firmware, FIDO's list, and the rehearsal's own key.

#[path = "../shared/campaign.rs"]
mod campaign;
mod ctap_played;
mod firmware;
mod firmware_ceremony;
mod firmware_packets;
mod firmware_selection;
mod firmware_unplugged;
mod hostile_content;
mod hostile_packets;
#[path = "../shared/key_costs.rs"]
mod key_costs;
mod key_table;
mod lists;
mod metadata;
#[path = "../shared/metadata_rig.rs"]
mod metadata_rig;
mod odd_keys;
mod outcomes;
mod patience;
mod python_key;
mod quirks;
mod rehearsal_key;
#[path = "../shared/stage.rs"]
mod stage;
#[path = "../shared/vkey_rig.rs"]
mod vkey_rig;
