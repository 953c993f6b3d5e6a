//! SLIP-39's encryption of the master secret: four Feistel rounds over PBKDF2-HMAC-SHA256.

use super::Label;
use crate::secret::{ArenaFull, Secret};
use zeroize::Zeroizing;

/// What the encryption depends on, besides the passphrase.
pub struct Setting {
    /// The set's identifier, which salts unless the set is extendable.
    pub id: u16,
    /// Whether the identifier stays out of the salt.
    pub extendable: bool,
    /// PBKDF2 rounds are 2500 * 2^this for each of the four rounds.
    pub iteration_exponent: u8,
}

/// The encrypted master secret of a master secret of even length.
pub fn encrypt(master: &Secret, passphrase: &[u8], setting: &Setting) -> Result<Secret, ArenaFull> {
    feistel(master, passphrase, setting, [0, 1, 2, 3])
}

/// The master secret of an encrypted one of even length.
pub fn decrypt(
    encrypted: &Secret,
    passphrase: &[u8],
    setting: &Setting,
) -> Result<Secret, ArenaFull> {
    feistel(encrypted, passphrase, setting, [3, 2, 1, 0])
}

impl From<&Label> for Setting {
    fn from(label: &Label) -> Setting {
        Setting {
            id: label.id,
            extendable: label.extendable,
            iteration_exponent: label.iteration_exponent,
        }
    }
}

fn feistel(
    source: &Secret,
    passphrase: &[u8],
    setting: &Setting,
    rounds: [u8; 4],
) -> Result<Secret, ArenaFull> {
    Secret::build(source.len(), |out| {
        out.copy_from_slice(source.bytes());
        let (left, right) = out.split_at_mut(source.len() / 2);
        for round in rounds {
            let mask = round_mask(round, passphrase, setting, right);
            for (byte, mask) in left.iter_mut().zip(mask.iter()) {
                *byte ^= mask;
            }
            left.swap_with_slice(right);
        }
        // The halves change places once more at the end.
        left.swap_with_slice(right);
    })
}

fn round_mask(round: u8, passphrase: &[u8], setting: &Setting, right: &[u8]) -> Zeroizing<Vec<u8>> {
    let password = Zeroizing::new([&[round], passphrase].concat());
    let id = setting.id.to_be_bytes();
    let prefix: [&[u8]; 2] = if setting.extendable {
        [b"", b""]
    } else {
        [b"shamir", &id]
    };
    let salt = Zeroizing::new([prefix[0], prefix[1], right].concat());
    let iterations = 2500 << u32::from(setting.iteration_exponent.min(15));
    let mut mask = Zeroizing::new(vec![0; right.len()]);
    pbkdf2::pbkdf2_hmac::<sha2::Sha256>(&password, &salt, iterations, &mut mask);
    mask
}
