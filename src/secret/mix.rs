//! The laptop's randomness mixed with what the custodians add.

use super::{ArenaFull, Entropy, EntropyFailed, Secret};
use hkdf::HkdfExtract;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroize;

/// What a custodian adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Chance {
    /// Throws of a die, 1 to 6.
    Dice,
    /// Any text. It is counted as no entropy at all.
    Text,
}

impl Chance {
    /// All with their names in TOML.
    pub const ALL: [(&str, Chance); 2] = [("dice", Chance::Dice), ("text", Chance::Text)];

    /// Its name in TOML and in the mix.
    pub fn name(self) -> &'static str {
        match self {
            Chance::Dice => "dice",
            Chance::Text => "text",
        }
    }
}

/// Throws of a die that a custodian gives at least: 129 bits.
pub const LEAST_THROWS: u32 = 50;

/// Every random number of a sitting: fresh bytes of the system's generator and what the custodians added, mixed by
/// HKDF-SHA256 (RFC 5869). As hard to guess as its best source.
///
/// Numbers are 8 bytes, the most significant first; *field* is the length of what follows as a number, then the bytes.
/// The `n`th time that bytes are asked for in a sitting (n counts from 1):
///
/// - 32 bytes are drawn from the system's generator;
/// - IKM = field(those 32 bytes), then for each thing added, in the order in which it was: field(the person's id),
///   field(`dice` or `text`), field(the throws as ASCII digits without blanks, or the text in UTF-8);
/// - PRK = HKDF-Extract(salt = [`LABEL`], IKM);
/// - the bytes are HKDF-Expand(PRK, info = [`LABEL`] and the number n, length).
///
/// More than 8,160 bytes (255 hashes) are asked for in pieces of 8,160, each with an n of its own.
///
/// A source that fails, or gives the same 32 bytes twice in a row, is an error: what was added never hides it.
///
/// ```
/// # use sealwright::secret::{Entropy, EntropyFailed, Mix};
/// struct Same;
/// impl Entropy for Same {
///     fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> { out.fill(7); Ok(()) }
/// }
/// let mut same = Same;
/// let mut mix = Mix::new(&mut same);
/// assert!(mix.fill(&mut [0; 8]).is_ok());
/// assert!(mix.fill(&mut [0; 8]).is_err());
/// ```
pub struct Mix<'a> {
    system: &'a mut dyn Entropy,
    added: Vec<Added>,
    last: Option<Secret>,
    fills: u64,
}

/// Salt and beginning of every info.
pub const LABEL: &[u8] = b"sealwright chance v1";

/// 255 blocks of SHA-256 (RFC 5869, 2.3).
const LONGEST: usize = 255 * 32;

struct Added {
    person: String,
    kind: Chance,
    given: Secret,
}

impl<'a> Mix<'a> {
    /// Of the system's generator alone, so far.
    pub fn new(system: &'a mut dyn Entropy) -> Mix<'a> {
        Mix {
            system,
            added: Vec::new(),
            last: None,
            fills: 0,
        }
    }

    /// Mixes this into everything from now on, until the sitting ends. Throws are ASCII digits without blanks.
    pub fn add(&mut self, person: &str, kind: Chance, given: Secret) {
        let person = person.into();
        self.added.push(Added {
            person,
            kind,
            given,
        });
    }

    /// 32 fresh bytes of the system's generator, not those of the last time.
    fn fresh(&mut self) -> Result<&Secret, EntropyFailed> {
        let mut drawn = Ok(());
        let fresh = Secret::build(32, |out| drawn = self.system.fill(out)).map_err(no_memory)?;
        drawn?;
        if self.last.as_ref().is_some_and(|last| last.is(&fresh)) {
            return Err(EntropyFailed("the generator repeats itself".into()));
        }
        Ok(self.last.insert(fresh))
    }

    fn piece(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        let mut extract = HkdfExtract::<Sha256>::new(Some(LABEL));
        let mut field = |bytes: &[u8]| {
            extract.input_ikm(&(bytes.len() as u64).to_be_bytes());
            extract.input_ikm(bytes);
        };
        field(self.fresh()?.bytes());
        for added in &self.added {
            field(added.person.as_bytes());
            field(added.kind.name().as_bytes());
            field(added.given.bytes());
        }
        self.fills += 1;
        let (mut prk, expander) = extract.finalize();
        prk.as_mut_slice().zeroize();
        expander
            .expand_multi_info(&[LABEL, &self.fills.to_be_bytes()], out)
            .map_err(|e| EntropyFailed(e.to_string()))
    }
}

impl Entropy for Mix<'_> {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        out.chunks_mut(LONGEST).try_for_each(|out| self.piece(out))
    }
}

fn no_memory(e: ArenaFull) -> EntropyFailed {
    EntropyFailed(e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 32 bytes of 1, then of 2, and so on; fails at the last.
    struct Counting(u8, u8);

    impl Entropy for Counting {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
            assert_eq!(out.len(), 32);
            self.0 += 1;
            out.fill(self.0);
            match self.0 == self.1 {
                true => Err(EntropyFailed("it broke".into())),
                false => Ok(()),
            }
        }
    }

    fn secret(text: &str) -> Secret {
        Secret::take(&mut text.as_bytes().to_vec()).unwrap()
    }

    /// Judge: Python's hmac, by the words above.
    #[test]
    fn the_mix_is_the_one_that_was_computed_elsewhere() {
        let mut system = Counting(0, 9);
        let mut mix = Mix::new(&mut system);
        let mut out = [0; 40];
        mix.fill(&mut out).unwrap();
        assert_eq!(
            crate::text::hex::encode(&out),
            "390c10b132d9eed838ac9f5af253e34915d0a38c62607df4f7b7a1529e2d5187651f28b5590e2c40"
        );
        mix.add("ada", Chance::Dice, secret("123456"));
        mix.add("carla", Chance::Text, secret("gr\u{fc}n"));
        mix.fill(&mut out).unwrap();
        assert_eq!(
            crate::text::hex::encode(&out),
            "c5431289f79e242a30a9277497c6c6226bbc80f6b2107fd87b937ce5239f5eff98c407fcc2320c8c"
        );
        // In two pieces.
        let mut long = vec![0; LONGEST + 3];
        mix.fill(&mut long).unwrap();
        let ends = crate::text::hex::encode(&long[LONGEST - 8..]);
        assert_eq!(ends, "1e226687212bf3abaeadd5");
    }

    #[test]
    fn what_was_added_hides_no_broken_generator() {
        let mut system = Counting(0, 2);
        let mut mix = Mix::new(&mut system);
        mix.add("ada", Chance::Dice, secret("123456"));
        assert_eq!(mix.fill(&mut [0; 8]), Ok(()));
        let broken = Err(EntropyFailed("it broke".into()));
        assert_eq!(mix.fill(&mut [0; 8]), broken);
    }

    #[test]
    fn fields_run_into_each_other_nowhere() {
        let mix = |added: &[(&str, &str)]| {
            let mut system = Counting(0, 9);
            let mut mix = Mix::new(&mut system);
            for (person, text) in added {
                mix.add(person, Chance::Text, secret(text));
            }
            let mut out = [0; 32];
            mix.fill(&mut out).unwrap();
            out
        };
        let all = [
            mix(&[]),
            mix(&[("ada", "")]),
            mix(&[("ada", "bc")]),
            mix(&[("adab", "c")]),
            mix(&[("ada", "b"), ("ada", "c")]),
            mix(&[("ada", "c"), ("ada", "b")]),
        ];
        for (i, one) in all.iter().enumerate() {
            assert!(!all[..i].contains(one), "{i}");
        }
    }
}
