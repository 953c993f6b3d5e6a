//! The security keys that are plugged in, for people and machines.

use crate::ceremony::seen::{KeySaid, KeySeen, Whose};
use crate::ctap::Info;
use crate::text::safe::Safe;
use crate::text::wrap::wrap;
use crate::webauthn::uuid;
use serde_json::{Value, json};
use std::fmt::Write;

impl KeySeen {
    /// A few lines: what people need to know of it.
    pub fn text(&self) -> String {
        let mut text = self.plugged.path.clone();
        let said = match &self.said {
            Ok(said) => said,
            Err(why) => {
                return format!("{text}\n{}{}", self.usb(), line("trouble", &sentence(why)));
            }
        };
        match &said.whose {
            Whose::Key(name) => text += &format!("  {name}"),
            Whose::BySerial(name) => text += &format!("  {name}, by its serial number alone"),
            Whose::NoneOfThem => text += "  not a key of this book",
            Whose::NotKnown(_) => {}
        }
        text.push('\n');
        text += &said.model();
        text += &self.usb();
        if let Some(serial) = &said.serial {
            text += &line("serial", &format!("{serial}, as its maker counts"));
        }
        text += &line("PIN", &said.pin());
        match said.info.remaining_discoverable {
            Some(0) => text += &line("room", "for no more passkeys"),
            Some(1) => text += &line("room", "for one more passkey"),
            Some(left) => text += &line("room", &format!("for {left} more passkeys")),
            None => {}
        }
        if said.info.always_uv() {
            text += &line("set", "it wants its PIN for everything (alwaysUv)");
        }
        for oddity in &said.oddities {
            text += &line("odd", &oddity.to_string());
        }
        for advisory in &said.advisories {
            text += &line("WARNING", advisory);
        }
        if let Whose::NotKnown(why) = said.whose {
            text += &line("which", why);
        }
        text
    }

    /// The same, and every member of what it says about itself (CTAP 2.1, 6.4; CTAP 2.2).
    pub fn text_in_full(&self) -> String {
        let mut text = self.text();
        let Ok(said) = &self.said else { return text };
        text += "  What it says about itself:\n";
        for (name, value) in members(&said.info) {
            let value = match value {
                Value::Null => "does not say".to_owned(),
                Value::String(text) => text,
                Value::Array(all) if all.is_empty() => "none, or does not say".to_owned(),
                Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join(", "),
                Value::Object(all) if all.is_empty() => "none, or does not say".to_owned(),
                Value::Object(all) => {
                    let pairs = all
                        .iter()
                        .map(|(name, v)| format!("{name}{TIE}{}", plain(v)));
                    pairs.collect::<Vec<_>>().join(", ")
                }
                other => plain(&other),
            };
            text += &wrap(&format!("    {name:<33}{value}"), 33, WIDTH).replace(TIE, " ");
            text.push('\n');
        }
        text
    }

    /// The same as JSON: what is not known is null.
    pub fn json(&self, in_full: bool) -> Value {
        let plugged = &self.plugged;
        let said = self.said.as_ref().ok();
        let info = said.map(|said| &said.info);
        let tries = said.and_then(|said| said.tries);
        let whose = said.map(|said| &said.whose);
        let mut value = json!({
            "path": plugged.path,
            "vendor_id": format!("{:04x}", plugged.vendor_id),
            "product_id": format!("{:04x}", plugged.product_id),
            "manufacturer": plugged.manufacturer,
            "product": plugged.product,
            "serial": plugged.serial,
            "trouble": self.said.as_ref().err(),
            "key": whose.and_then(Whose::name),
            "key_by_serial": whose.map(|whose| matches!(whose, Whose::BySerial(_))),
            "key_not_known": match whose { Some(Whose::NotKnown(why)) => Some(why), _ => None },
            "model": said.and_then(|said| said.model.as_ref()),
            "advisories": said.map(|said| &said.advisories),
            "oddities": said.map(|said| said.oddities.iter().map(ToString::to_string).collect::<Vec<_>>()),
            "aaguid": info.map(|info| uuid(&info.aaguid)),
            "firmware": info.and_then(|info| info.firmware_version),
            "maker_serial": said.and_then(|said| said.serial.as_ref()),
            "pin_set": info.and_then(Info::pin_set),
            "pin_tries": tries.map(|tries| tries.left),
            "wants_replug": tries.map(|tries| tries.power_cycle),
            "wants_new_pin": info.map(Info::wants_new_pin),
            "least_pin_length": info.map(Info::least_pin_length),
            "always_uv": info.map(Info::always_uv),
            "room": info.and_then(|info| info.remaining_discoverable),
        });
        if in_full {
            let all = info.map(|info| members(info).into_iter().map(|(n, v)| (n.to_owned(), v)));
            value["info"] = all.map_or(Value::Null, |all| Value::Object(all.collect()));
        }
        value
    }

    fn usb(&self) -> String {
        let plugged = &self.plugged;
        let mut usb = format!("{:04x}:{:04x}", plugged.vendor_id, plugged.product_id);
        for words in [&plugged.manufacturer, &plugged.product]
            .into_iter()
            .flatten()
        {
            let _ = write!(usb, "  {words}");
        }
        if let Some(serial) = &plugged.serial {
            let _ = write!(usb, "  serial {serial}");
        }
        line("USB", &usb)
    }
}

impl KeySaid {
    fn model(&self) -> String {
        let name = self.model.as_deref().unwrap_or("not known to this program");
        let mut text = line("model", name);
        text += &line("AAGUID", &uuid(&self.info.aaguid));
        if let Some(firmware) = self.info.firmware_version {
            text += &line("firmware", &format!("{firmware} (0x{firmware:06x})"));
        }
        text
    }

    fn pin(&self) -> String {
        let Some(is_set) = self.info.pin_set() else {
            return "this key knows no PINs".into();
        };
        let least = format!("; at least {} characters", self.info.least_pin_length());
        let Some(tries) = self.tries.filter(|_| is_set) else {
            return format!("not set{least}");
        };
        if tries.left == 0 {
            return "BLOCKED: only a reset helps, and it wipes the key".into();
        }
        let mut text = match tries.left {
            1 => "set, 1 try left".to_owned(),
            left => format!("set, {left} tries left"),
        };
        text += &least;
        if tries.power_cycle {
            text += "; none is taken until the key was unplugged";
        }
        if self.info.wants_new_pin() {
            text += "; it has to be changed before the key does anything else";
        }
        text
    }
}

/// Every member by its name in CTAP; null, or nothing in a list, where the key does not say. Texts are made safe.
fn members(info: &Info) -> Vec<(&'static str, Value)> {
    let safe = |text: &String| Safe::new(text, 200).to_string();
    let texts = |all: &[String]| json!(all.iter().map(safe).collect::<Vec<_>>());
    let options = info
        .options
        .iter()
        .map(|(name, is)| (safe(name), json!(is)));
    let certified = info.certifications.iter();
    let certified = certified.map(|(name, level)| (safe(name), json!(level)));
    vec![
        ("versions", texts(&info.versions)),
        ("extensions", texts(&info.extensions)),
        ("aaguid", json!(uuid(&info.aaguid))),
        ("options", Value::Object(options.collect())),
        ("maxMsgSize", json!(info.max_msg_size)),
        ("pinUvAuthProtocols", json!(info.pin_protocols)),
        (
            "maxCredentialCountInList",
            json!(info.max_credentials_in_list),
        ),
        ("maxCredentialIdLength", json!(info.max_credential_id_len)),
        ("transports", texts(&info.transports)),
        ("algorithms", json!(info.algorithms)),
        (
            "maxSerializedLargeBlobArray",
            json!(info.max_large_blob_array),
        ),
        ("forcePINChange", json!(info.force_pin_change)),
        ("minPINLength", json!(info.min_pin_length)),
        ("firmwareVersion", json!(info.firmware_version)),
        ("maxCredBlobLength", json!(info.max_cred_blob_len)),
        (
            "maxRPIDsForSetMinPINLength",
            json!(info.max_rp_ids_for_min_pin),
        ),
        (
            "preferredPlatformUvAttempts",
            json!(info.preferred_uv_attempts),
        ),
        ("uvModality", json!(info.uv_modality)),
        ("certifications", Value::Object(certified.collect())),
        (
            "remainingDiscoverableCredentials",
            json!(info.remaining_discoverable),
        ),
        (
            "vendorPrototypeConfigCommands",
            json!(info.vendor_configuration),
        ),
        ("attestationFormats", texts(&info.attestation_formats)),
        ("uvCountSinceLastPinEntry", json!(info.uv_since_pin)),
        ("longTouchForReset", json!(info.long_touch_for_reset)),
        ("transportsForReset", texts(&info.transports_for_reset)),
        ("pinComplexityPolicy", json!(info.pin_policy)),
        (
            "pinComplexityPolicyURL",
            json!(info.pin_policy_url.as_ref().map(safe)),
        ),
        ("maxPINLength", json!(info.max_pin_length)),
    ]
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        other => other.to_string(),
    }
}

/// Columns of a terminal.
pub(super) const WIDTH: usize = 80;
/// Keeps two words on one line.
pub(super) const TIE: &str = "\u{a0}";

pub(super) fn line(what: &str, text: &str) -> String {
    wrap(&format!("    {what:<10}{text}"), 10, WIDTH).replace(TIE, " ") + "\n"
}

fn sentence(why: &str) -> String {
    format!("{}.", why.trim_end_matches('.'))
}
