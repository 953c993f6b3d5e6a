//! A key's settings, made.

use super::found::{IdentifiedKey, lied};
use super::identity;
use super::settings::is_so;
use crate::book::{Intent, Outcome};
use crate::ceremony::paper::PinOnPaper;
use crate::ceremony::roll::Assent;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::ctap::{CtapError, MinPinLength, Permissions, PinToken};
use crate::custody::Setting;
use crate::custody::deed::ConfigureKey;
use crate::words::clause::Clause;
use crate::words::trouble::Trouble;

impl IdentifiedKey {
    /// Makes one setting that the key does not have yet; it counts as done when the key says so.
    pub(in crate::ceremony) fn configure(
        &mut self,
        w: &mut World,
        intent: Intent<ConfigureKey>,
        setting: &Setting,
        pin: &PinOnPaper,
        _both: &Assent,
    ) -> Outcome<(), Stop> {
        let token = match self.managing(w, pin, Permissions::CONFIGURATION) {
            Ok(token) => token,
            Err(why) => return intent.not_done(why),
        };
        match self.send_setting(setting, &token) {
            Ok(()) => {}
            Err(e) if e.outcome_unknown() => return intent.unknown(self.stop(e)),
            Err(e) => return intent.not_done(self.stop(e)),
        }
        let shown = match setting {
            // To whom it tells its shortest PIN, a key does not say.
            Setting::LeastPinLength { characters, .. } => Setting::LeastPinLength {
                characters: *characters,
                told: Vec::new(),
            },
            other => other.clone(),
        };
        match self.info() {
            Ok(info) if !is_so(&shown, &info) => {
                intent.unknown(lied(&self.name, Clause::SettingIsNotThere))
            }
            Ok(_) if *setting == (Setting::AlwaysUv {}) => self.keep_always_uv(w, intent, pin),
            Ok(_) => intent.done(()),
            Err(why) => intent.unknown(why),
        }
    }

    fn send_setting(&mut self, setting: &Setting, token: &PinToken) -> Result<(), CtapError> {
        match setting {
            Setting::LeastPinLength { characters, told } => {
                // It is only ever raised.
                let least = self.client.info()?.least_pin_length();
                let wanted = MinPinLength {
                    length: Some(least.max(*characters)),
                    rp_ids: told.clone(),
                    force_change: false,
                };
                self.client.set_min_pin_length(Some(token), &wanted)
            }
            Setting::EnterpriseAttestation {} => {
                self.client.enable_enterprise_attestation(Some(token))
            }
            Setting::AlwaysUv {} => self.client.toggle_always_uv(Some(token)),
        }
    }

    /// A key that cannot be told from others any more is set back (I7).
    fn keep_always_uv(
        &mut self,
        w: &mut World,
        intent: Intent<ConfigureKey>,
        pin: &PinOnPaper,
    ) -> Outcome<(), Stop> {
        match self.is_told_still(w) {
            Ok(true) => return intent.done(()),
            Ok(false) => {}
            Err(why) => return intent.unknown(why),
        }
        let back = self
            .managing(w, pin, Permissions::CONFIGURATION)
            .and_then(|token| {
                let back = self.client.toggle_always_uv(Some(&token));
                back.map_err(|e| self.stop(e))?;
                Ok(!self.info()?.always_uv())
            });
        match back {
            Ok(true) => intent.not_done(Stop::Refusal(Trouble::KeyCannot {
                key: self.name.clone(),
                what: Clause::BeKnownWithoutPin,
            })),
            Ok(false) => intent.unknown(lied(&self.name, Clause::SettingIsNotThere)),
            Err(why) => intent.unknown(why),
        }
    }

    fn is_told_still(&mut self, w: &mut World) -> Result<bool, Stop> {
        let which = identity::which(
            &mut self.client,
            &self.plugged,
            w.book.custody(),
            &mut w.dice,
        );
        match which {
            Ok(which) => Ok(which.is_some_and(|(which, _)| which == self.name)),
            Err(e) if identity::wants_its_pin(&e) => Ok(false),
            Err(e) => Err(self.stop(e)),
        }
    }
}
