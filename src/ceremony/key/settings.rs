//! How the plan wants a key to be set, and whether it can be.

use crate::ctap::Info;
use crate::custody::Setting;
use crate::plan::Plan;
use crate::words::clause::Clause;

/// What the plan wants, in the order in which it is set: what the key asks its PIN for comes last.
pub fn planned(plan: &Plan) -> Vec<Setting> {
    let wanted = &plan.key_settings;
    let mut all = vec![Setting::LeastPinLength {
        characters: plan.rules.pin_digits.into(),
        told: wanted.told_min_pin.clone(),
    }];
    if wanted.enterprise_attestation {
        all.push(Setting::EnterpriseAttestation {});
    }
    if wanted.always_uv {
        all.push(Setting::AlwaysUv {});
    }
    all
}

/// Whether a key says that it is set so. To whom it tells its shortest PIN it does not say.
pub fn is_so(setting: &Setting, info: &Info) -> bool {
    match setting {
        Setting::LeastPinLength { characters, told } => {
            told.is_empty() && info.least_pin_length() >= *characters
        }
        Setting::EnterpriseAttestation {} => attests_for_enterprises(info),
        Setting::AlwaysUv {} => info.always_uv(),
    }
}

/// What of a setting a key cannot do, as it says itself.
pub fn cannot(setting: &Setting, info: &Info) -> Option<Clause> {
    if is_so(setting, info) {
        return None;
    }
    let can = |option: &str| info.can_be_set() && info.option(option).is_some();
    match setting {
        Setting::LeastPinLength { .. }
            if !can("setMinPINLength") || info.option("setMinPINLength") != Some(true) =>
        {
            Some(Clause::SetLeastPinLength)
        }
        Setting::LeastPinLength { told, .. } => {
            let (count, most) = (told.len(), info.max_rp_ids_for_min_pin.unwrap_or(0));
            (count > most).then_some(Clause::TellLeastPinLength { count, most })
        }
        Setting::EnterpriseAttestation {} => (!can("ep")).then_some(Clause::AttestForEnterprises),
        Setting::AlwaysUv {} => (!can("alwaysUv")).then_some(Clause::AlwaysWantItsPin),
    }
}

/// A setting in words: what is so once it is made.
pub fn in_words(setting: &Setting) -> Vec<Clause> {
    match setting {
        Setting::LeastPinLength { characters, told } => {
            let mut all = vec![Clause::TakesNoShorterPin { least: *characters }];
            if !told.is_empty() {
                all.push(Clause::TellsLeastPinLength {
                    rp_ids: told.clone(),
                });
            }
            all
        }
        Setting::EnterpriseAttestation {} => vec![Clause::AttestsForEnterprises],
        Setting::AlwaysUv {} => vec![Clause::AlwaysWantsItsPin],
    }
}

/// Whether a key says that it may name itself to organisations (CTAP 2.1, 7.1).
pub fn attests_for_enterprises(info: &Info) -> bool {
    info.option("ep") == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_a_draft_that_gives_no_token_for_settings_is_told_to_have_none() {
        let names = ["authnrCfg", "setMinPINLength", "alwaysUv", "ep"];
        let options = names.map(|name| {
            (
                name.to_owned(),
                name == "authnrCfg" || name.starts_with("set"),
            )
        });
        let draft = Info {
            options: options.into(),
            ..Info::default()
        };
        let mut standard = draft.clone();
        standard.options.insert("pinUvAuthToken".into(), true);
        let wanted = [
            Setting::LeastPinLength {
                characters: 8,
                told: Vec::new(),
            },
            Setting::EnterpriseAttestation {},
            Setting::AlwaysUv {},
        ];
        for setting in wanted {
            assert!(cannot(&setting, &draft).is_some(), "{setting:?}");
            assert!(cannot(&setting, &standard).is_none(), "{setting:?}");
        }
    }
}
