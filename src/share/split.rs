//! From a master secret to shares.

use super::cipher::{self, Setting};
use super::digest::{DIGEST_AT, DIGEST_LEN, SECRET_AT, digest};
use super::piece::words_for;
use super::{CombineError, LEAST_BYTES, Label, MOST_BYTES, Share, combine, field};
use crate::secret::{ArenaFull, Entropy, EntropyFailed, Secret};
use std::fmt;

/// The most groups, and the most members of a group: four bits.
pub const MOST_SHARES: u8 = 16;

/// How many shares there are, and which of them suffice.
///
/// Groups are for "2 of the key custodians and 1 of the PIN custodians"; the usual case is one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    groups: Vec<Group>,
    group_threshold: u8,
    iteration_exponent: u8,
    extendable: bool,
}

/// One group of a scheme: `threshold` of its `count` members open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    threshold: u8,
    count: u8,
}

/// Why there is no such scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeError {
    /// A group needs 1 to 16 members and a threshold from 1 to their number.
    Members {
        /// Members needed.
        threshold: u8,
        /// Members there would be.
        count: u8,
    },
    /// One member suffices and there are several: each would be the same, so SLIP-39 allows 1 of 1 only.
    OneOfMany {
        /// Members there would be.
        count: u8,
    },
    /// A scheme needs 1 to 16 groups and a threshold from 1 to their number.
    Groups {
        /// Groups needed.
        threshold: u8,
        /// Groups there would be.
        count: usize,
    },
    /// The exponent is 0 to 15.
    IterationExponent {
        /// What was asked for.
        exponent: u8,
    },
}

/// Why nothing was split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SplitError {
    /// The master secret has an odd number of bytes, or fewer than [`LEAST_BYTES`], or more than [`MOST_BYTES`].
    MasterLength {
        /// Its bytes.
        found: usize,
    },
    /// No randomness.
    Entropy(EntropyFailed),
    /// No locked memory is left.
    ArenaFull,
    /// The new shares, combined, did not give the master secret: this machine computes wrongly.
    SelfCheck,
}

impl Scheme {
    /// One group: `threshold` of `count`.
    ///
    /// # Errors
    /// [`SchemeError::Members`], [`SchemeError::OneOfMany`].
    pub fn single(threshold: u8, count: u8) -> Result<Scheme, SchemeError> {
        Scheme::grouped(1, vec![Group::new(threshold, count)?])
    }

    /// Several groups, of which `group_threshold` are needed.
    ///
    /// # Errors
    /// [`SchemeError::Groups`].
    pub fn grouped(group_threshold: u8, groups: Vec<Group>) -> Result<Scheme, SchemeError> {
        let count = groups.len();
        if count > usize::from(MOST_SHARES) || !(1..=count).contains(&usize::from(group_threshold))
        {
            return Err(SchemeError::Groups {
                threshold: group_threshold,
                count,
            });
        }
        Ok(Scheme {
            groups,
            group_threshold,
            iteration_exponent: 0,
            extendable: false,
        })
    }

    /// Sets PBKDF2's cost: 10000 * 2^`exponent` rounds for each 32 bytes of half the master secret. The default, 0,
    /// suffices here: rounds only slow down the guessing of a passphrase, and a drawn password has none.
    ///
    /// # Errors
    /// [`SchemeError::IterationExponent`] above 15. (15 takes minutes, also for who opens the envelopes.)
    pub fn with_iteration_exponent(mut self, exponent: u8) -> Result<Scheme, SchemeError> {
        if exponent > 15 {
            return Err(SchemeError::IterationExponent { exponent });
        }
        self.iteration_exponent = exponent;
        Ok(self)
    }

    /// Sets the extendable flag. The default is off: programs from before 2024 refuse shares that bear it, and without
    /// a passphrase it gains nothing.
    pub fn with_extendable(mut self, extendable: bool) -> Scheme {
        self.extendable = extendable;
        self
    }

    /// The groups, in the order of their indexes.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// How many groups are needed.
    pub fn group_threshold(&self) -> u8 {
        self.group_threshold
    }
}

impl Group {
    /// `threshold` of `count`.
    ///
    /// # Errors
    /// [`SchemeError::Members`], [`SchemeError::OneOfMany`].
    pub fn new(threshold: u8, count: u8) -> Result<Group, SchemeError> {
        if count > MOST_SHARES || !(1..=count).contains(&threshold) {
            return Err(SchemeError::Members { threshold, count });
        }
        if threshold == 1 && count > 1 {
            return Err(SchemeError::OneOfMany { count });
        }
        Ok(Group { threshold, count })
    }

    /// How many members are needed.
    pub fn threshold(&self) -> u8 {
        self.threshold
    }

    /// How many members there are.
    pub fn count(&self) -> u8 {
        self.count
    }
}

/// Splits a master secret, such as [`super::master_of_password`] gives: a list of groups, each a list of its shares.
///
/// Before it returns, all shares are combined again, each seen to lie on its polynomial, and the result compared.
///
/// # Errors
/// [`SplitError`].
pub fn split(
    master: &Secret,
    scheme: &Scheme,
    entropy: &mut dyn Entropy,
) -> Result<Vec<Vec<Share>>, SplitError> {
    split_with(master, b"", scheme, entropy)
}

/// The same with a passphrase (ASCII), which the product never uses.
pub fn split_with(
    master: &Secret,
    passphrase: &[u8],
    scheme: &Scheme,
    entropy: &mut dyn Entropy,
) -> Result<Vec<Vec<Share>>, SplitError> {
    let len = master.len();
    if len % 2 == 1 || !(LEAST_BYTES..=MOST_BYTES).contains(&len) {
        return Err(SplitError::MasterLength { found: len });
    }
    let setting = Setting {
        id: draw_id(entropy)?,
        extendable: scheme.extendable,
        iteration_exponent: scheme.iteration_exponent,
    };
    let encrypted = cipher::encrypt(master, passphrase, &setting)?;

    let group_count = scheme.groups.len() as u8; // at most 16: Scheme::grouped
    let group_secrets = deal(&encrypted, scheme.group_threshold, group_count, entropy)?;
    let mut groups = Vec::with_capacity(group_secrets.len());
    for ((group_index, group), secret) in (0..).zip(&scheme.groups).zip(&group_secrets) {
        let values = deal(secret, group.threshold, group.count, entropy)?;
        let shares = (0..).zip(values).map(|(member_index, value)| Share {
            label: Label {
                id: setting.id,
                extendable: setting.extendable,
                iteration_exponent: setting.iteration_exponent,
                group_index,
                group_threshold: scheme.group_threshold,
                group_count,
                member_index,
                member_threshold: group.threshold,
                length_words: words_for(len),
            },
            value,
        });
        groups.push(shares.collect::<Vec<Share>>());
    }

    let all: Vec<&Share> = groups.iter().flatten().collect();
    match combine::combine_with(&all, passphrase) {
        Ok(back) if back.is(master) => Ok(groups),
        Err(CombineError::ArenaFull) => Err(SplitError::ArenaFull),
        _ => Err(SplitError::SelfCheck),
    }
}

/// The points 0 to `count` - 1 of a random polynomial with the secret at 255 and its digest at 254.
pub fn deal(
    secret: &Secret,
    threshold: u8,
    count: u8,
    entropy: &mut dyn Entropy,
) -> Result<Vec<Secret>, SplitError> {
    if threshold == 1 {
        let copies = (0..count).map(|_| copy(secret));
        return Ok(copies.collect::<Result<_, ArenaFull>>()?);
    }
    let drawn = threshold - 2;
    let mut values = Vec::with_capacity(usize::from(count));
    for _ in 0..drawn {
        values.push(draw(secret.len(), entropy)?);
    }
    let key = draw(secret.len() - DIGEST_LEN, entropy)?;
    let digest_point = Secret::build(secret.len(), |out| {
        let (head, tail) = out.split_at_mut(DIGEST_LEN);
        head.copy_from_slice(&digest(key.bytes(), secret.bytes()));
        tail.copy_from_slice(key.bytes());
    })?;
    for x in drawn..count {
        let mut points: Vec<(u8, &[u8])> = (0..drawn)
            .zip(&values)
            .map(|(x, y)| (x, y.bytes()))
            .collect();
        points.push((DIGEST_AT, digest_point.bytes()));
        points.push((SECRET_AT, secret.bytes()));
        let value = field::interpolate(&points, x)?;
        values.push(value);
    }
    Ok(values)
}

fn draw_id(entropy: &mut dyn Entropy) -> Result<u16, SplitError> {
    let mut id = [0; 2];
    entropy.fill(&mut id).map_err(SplitError::Entropy)?;
    Ok(u16::from_be_bytes(id) & 0x7fff)
}

fn draw(len: usize, entropy: &mut dyn Entropy) -> Result<Secret, SplitError> {
    let mut drawn = Ok(());
    let secret = Secret::build(len, |out| drawn = entropy.fill(out))?;
    drawn.map_err(SplitError::Entropy)?;
    Ok(secret)
}

fn copy(secret: &Secret) -> Result<Secret, ArenaFull> {
    Secret::build(secret.len(), |out| out.copy_from_slice(secret.bytes()))
}

impl From<ArenaFull> for SplitError {
    fn from(_: ArenaFull) -> SplitError {
        SplitError::ArenaFull
    }
}

impl fmt::Display for SchemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SchemeError::Members { threshold, count } => write!(
                f,
                "{threshold} of {count} shares: a group has 1 to {MOST_SHARES} shares and needs 1 to all of them"
            ),
            SchemeError::OneOfMany { count } => write!(
                f,
                "1 of {count} shares: they would all be the same; use 1 of 1, or need 2"
            ),
            SchemeError::Groups { threshold, count } => write!(
                f,
                "{threshold} of {count} groups: a scheme has 1 to {MOST_SHARES} groups and needs 1 to all of them"
            ),
            SchemeError::IterationExponent { exponent } => {
                write!(f, "iteration exponent {exponent}: 0 to 15 are possible")
            }
        }
    }
}

impl std::error::Error for SchemeError {}

impl fmt::Display for SplitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SplitError::MasterLength { found } => write!(
                f,
                "{found} bytes to split: an even number from {LEAST_BYTES} to {MOST_BYTES} is possible"
            ),
            SplitError::Entropy(EntropyFailed(cause)) => write!(f, "no randomness: {cause}"),
            SplitError::ArenaFull => f.write_str("no locked memory is left"),
            SplitError::SelfCheck => f.write_str(
                "the new shares did not give the secret back: this machine computes wrongly; nothing was split",
            ),
        }
    }
}

impl std::error::Error for SplitError {}
