//! A key's settings: authenticatorConfig (CTAP 2.1, 6.11). Where the key has a PIN, each needs a token with
//! [`Permissions::CONFIGURATION`](super::Permissions::CONFIGURATION); only a reset takes back what is set here, except
//! alwaysUv.

use super::cbor::{Value, int, text};
use super::client::Client;
use super::command;
use super::error::{CtapError, Feature};
use super::link::Link;
use super::protocol::PinToken;

/// What setMinPINLength sets (CTAP 2.1, 6.11.4). It can be raised, not lowered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MinPinLength {
    /// Code points that a PIN has at least from now on; None leaves it.
    pub length: Option<u64>,
    /// Relying parties that may be told it; empty leaves them.
    pub rp_ids: Vec<String>,
    /// Whether the PIN must be changed before it opens anything again.
    pub force_change: bool,
}

mod sub {
    pub const ENTERPRISE_ATTESTATION: u8 = 0x01;
    pub const TOGGLE_ALWAYS_UV: u8 = 0x02;
    pub const SET_MIN_PIN_LENGTH: u8 = 0x03;
}

impl<L: Link> Client<L> {
    /// enableEnterpriseAttestation (CTAP 2.1, 6.11.1).
    ///
    /// # Errors
    /// [`Feature::Configuration`], [`Feature::Setting`] where the key cannot; see [`CtapError::outcome_unknown`].
    pub fn enable_enterprise_attestation(
        &mut self,
        token: Option<&PinToken>,
    ) -> Result<(), CtapError> {
        self.can_set("ep")?;
        self.configure(sub::ENTERPRISE_ATTESTATION, None, token)
    }

    /// toggleAlwaysUv (CTAP 2.1, 6.11.2): on if it was off, off if it was on.
    ///
    /// # Errors
    /// As [`Client::enable_enterprise_attestation`].
    pub fn toggle_always_uv(&mut self, token: Option<&PinToken>) -> Result<(), CtapError> {
        self.can_set("alwaysUv")?;
        self.configure(sub::TOGGLE_ALWAYS_UV, None, token)
    }

    /// setMinPINLength (CTAP 2.1, 6.11.4).
    ///
    /// # Errors
    /// As [`Client::enable_enterprise_attestation`]; [`CtapError::TooMany`] relying parties.
    pub fn set_min_pin_length(
        &mut self,
        token: Option<&PinToken>,
        wanted: &MinPinLength,
    ) -> Result<(), CtapError> {
        self.can_set("setMinPINLength")?;
        let max = self.known()?.max_rp_ids_for_min_pin.unwrap_or(0);
        if wanted.rp_ids.len() > max {
            let count = wanted.rp_ids.len();
            return Err(CtapError::TooMany { count, max });
        }
        let mut parameters = vec![];
        parameters.extend(wanted.length.map(|n| (int(1), Value::Unsigned(n))));
        if !wanted.rp_ids.is_empty() {
            let rp_ids = wanted.rp_ids.iter().map(|rp_id| text(rp_id)).collect();
            parameters.push((int(2), Value::Array(rp_ids)));
        }
        if wanted.force_change {
            parameters.push((int(3), Value::Bool(true)));
        }
        self.configure(sub::SET_MIN_PIN_LENGTH, Some(Value::Map(parameters)), token)
    }

    fn can_set(&mut self, option: &'static str) -> Result<(), CtapError> {
        let info = self.known()?;
        if info.option("authnrCfg") != Some(true) {
            return Err(CtapError::Unsupported(Feature::Configuration));
        }
        if info.option(option).is_none() {
            return Err(CtapError::Unsupported(Feature::Setting(option)));
        }
        Ok(())
    }

    fn configure(
        &mut self,
        subcommand: u8,
        parameters: Option<Value>,
        token: Option<&PinToken>,
    ) -> Result<(), CtapError> {
        let mut members = vec![(int(1), int(subcommand.into()))];
        if let Some(token) = token {
            let encoded = parameters.as_ref().map(Value::encode).unwrap_or_default();
            let proof =
                token.authenticate(&[&[0xff; 32], &[command::CONFIG, subcommand], &encoded]);
            members.push((int(3), token.protocol().number()));
            members.push((int(4), Value::Bytes(proof)));
        }
        members.extend(parameters.map(|parameters| (int(2), parameters)));
        self.forget();
        self.change(command::CONFIG, Some(Value::Map(members)))
    }
}
