//! From shares to the master secret.

use super::cipher::{self, Setting};
use super::digest::{DIGEST_AT, DIGEST_LEN, SECRET_AT, digest};
use super::{Share, field};
use crate::secret::{ArenaFull, Secret};
use std::collections::BTreeMap;
use std::fmt;
use subtle::ConstantTimeEq;

/// Why shares do not give a secret. Positions are those of the shares as given, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CombineError {
    /// There are none.
    NoShares,
    /// These shares are of another set than most (than the first, where no set has most).
    OtherSet {
        /// Which shares.
        positions: Vec<usize>,
        /// In what the first of them differs.
        differs: Differs,
    },
    /// These shares say another number of needed members than most of their group.
    MemberThreshold {
        /// Which shares.
        positions: Vec<usize>,
        /// Their group, from 0.
        group_index: u8,
    },
    /// The same share twice.
    Doubled {
        /// Its first position.
        first: usize,
        /// Its second.
        second: usize,
    },
    /// Two shares claim the same member index and differ: one of them is forged, or of a set that was made anew.
    Conflict {
        /// The first of them.
        first: usize,
        /// The second.
        second: usize,
    },
    /// More shares are needed.
    Missing(Missing),
    /// The digest proves the secret that the other shares give; these shares do not belong to it: altered or forged.
    Altered {
        /// Which shares.
        positions: Vec<usize>,
    },
    /// The digest is wrong, and which share is altered cannot be told. Another share can tell.
    Digest {
        /// The group, from 0, whose shares disagree; None where the groups do.
        group_index: Option<u8>,
    },
    /// No locked memory is left.
    ArenaFull,
}

/// In what two sets of shares differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differs {
    /// The identifier: another password, or an older split of it.
    Id,
    /// The extendable flag.
    Extendable,
    /// The iteration exponent.
    IterationExponent,
    /// How many groups are needed.
    GroupThreshold,
    /// How many groups there are.
    GroupCount,
    /// The number of words.
    Length,
}

/// What is there, and what is still needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// How many groups are needed.
    pub group_threshold: u8,
    /// Every group, by index.
    pub groups: Vec<GroupState>,
}

/// What is there of one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupState {
    /// Which group, from 0.
    pub group_index: u8,
    /// Shares given.
    pub has: u8,
    /// Shares needed; only a share of the group tells.
    pub needs: Option<u8>,
}

/// The master secret, as it was split with an empty passphrase.
///
/// More shares than needed are welcome, in any order: every one of them must agree, and a faulty one is named where it
/// can be told. (SLIP-39 itself takes exactly as many as needed.) Shares of groups that stay incomplete are not needed
/// and not looked into. A threshold of one, of members and groups, has no digest: only the checksum then protects.
///
/// # Errors
/// [`CombineError`].
pub fn combine(shares: &[Share]) -> Result<Secret, CombineError> {
    let shares: Vec<&Share> = shares.iter().collect();
    combine_with(&shares, b"")
}

/// The same with a passphrase, which the product never uses.
pub fn combine_with(shares: &[&Share], passphrase: &[u8]) -> Result<Secret, CombineError> {
    let groups = arrange(shares)?;
    if let Some(missing) = Missing::of(shares, &groups) {
        return Err(CombineError::Missing(missing));
    }
    let first = shares.first().ok_or(CombineError::NoShares)?;

    let mut secrets = Vec::new();
    for (&group_index, members) in &groups {
        let threshold = shares[members[0]].label.member_threshold;
        if members.len() >= usize::from(threshold) {
            let points = members
                .iter()
                .map(|&i| (shares[i].label.member_index, shares[i].value.bytes()));
            let secret = recover(&points.collect::<Vec<_>>(), threshold)
                .map_err(|fault| fault.into_error(Some(group_index), |at| vec![members[at] + 1]))?;
            secrets.push((group_index, secret));
        }
    }
    let points: Vec<_> = secrets.iter().map(|(x, y)| (*x, y.bytes())).collect();
    let encrypted = recover(&points, first.label.group_threshold).map_err(|fault| {
        fault.into_error(None, |at| {
            groups[&points[at].0].iter().map(|i| i + 1).collect()
        })
    })?;
    Ok(cipher::decrypt(
        &encrypted,
        passphrase,
        &Setting::from(&first.label),
    )?)
}

/// Places in the list of shares, from 0, by group index.
pub type Groups = BTreeMap<u8, Vec<usize>>;

/// The shares' places by group, once they are seen to be of one set, each once.
pub fn arrange(shares: &[&Share]) -> Result<Groups, CombineError> {
    if shares.is_empty() {
        return Err(CombineError::NoShares);
    }
    let all: Vec<usize> = (0..shares.len()).collect();
    let others = strangers(&all, |i| Set::of(shares[i]));
    if let Some(&stranger) = others.first() {
        let usual = all.iter().find(|i| !others.contains(i)).unwrap_or(&0);
        return Err(CombineError::OtherSet {
            differs: Set::of(shares[*usual]).differs(&Set::of(shares[stranger])),
            positions: others.iter().map(|i| i + 1).collect(),
        });
    }

    let mut groups = Groups::new();
    for (i, share) in shares.iter().enumerate() {
        groups.entry(share.label.group_index).or_default().push(i);
    }
    for (&group_index, members) in &groups {
        let others = strangers(members, |i| shares[i].label.member_threshold);
        if !others.is_empty() {
            return Err(CombineError::MemberThreshold {
                positions: others.iter().map(|i| i + 1).collect(),
                group_index,
            });
        }
        each_once(shares, members)?;
    }
    Ok(groups)
}

fn each_once(shares: &[&Share], members: &[usize]) -> Result<(), CombineError> {
    for (at, &a) in members.iter().enumerate() {
        for &b in &members[at + 1..] {
            if shares[a].label.member_index == shares[b].label.member_index {
                let (first, second) = (a + 1, b + 1);
                return Err(if shares[a].value.is(&shares[b].value) {
                    CombineError::Doubled { first, second }
                } else {
                    CombineError::Conflict { first, second }
                });
            }
        }
    }
    Ok(())
}

/// Those of `places` whose key is not the most frequent one; of equally frequent ones the first counts.
fn strangers<K: PartialEq>(places: &[usize], key: impl Fn(usize) -> K) -> Vec<usize> {
    let alike = |i: usize| places.iter().filter(|&&j| key(i) == key(j)).count();
    let usual = places.iter().rev().max_by_key(|&&i| alike(i)); // the last of equals, so the first in order
    let is_stranger = |i: &&usize| usual.is_some_and(|&usual| key(**i) != key(usual));
    places.iter().filter(is_stranger).copied().collect()
}

/// What all shares of a set have in common.
#[derive(PartialEq, Eq)]
struct Set {
    id: u16,
    extendable: bool,
    iteration_exponent: u8,
    group_threshold: u8,
    group_count: u8,
    length_words: usize,
}

impl Set {
    fn of(share: &Share) -> Set {
        let label = &share.label;
        Set {
            id: label.id,
            extendable: label.extendable,
            iteration_exponent: label.iteration_exponent,
            group_threshold: label.group_threshold,
            group_count: label.group_count,
            length_words: label.length_words,
        }
    }

    /// In what it differs from another one, of which it is known that it does.
    fn differs(&self, other: &Set) -> Differs {
        if self.id != other.id {
            Differs::Id
        } else if self.extendable != other.extendable {
            Differs::Extendable
        } else if self.iteration_exponent != other.iteration_exponent {
            Differs::IterationExponent
        } else if self.group_threshold != other.group_threshold {
            Differs::GroupThreshold
        } else if self.group_count != other.group_count {
            Differs::GroupCount
        } else {
            Differs::Length
        }
    }
}

impl Missing {
    pub(super) fn of(shares: &[&Share], groups: &Groups) -> Option<Missing> {
        let label = shares.first()?.label;
        let state = |group_index| {
            let members = groups.get(&group_index).map_or(&[][..], Vec::as_slice);
            GroupState {
                group_index,
                has: members.len() as u8, // at most 16: each member index once
                needs: members.first().map(|&i| shares[i].label.member_threshold),
            }
        };
        let missing = Missing {
            group_threshold: label.group_threshold,
            groups: (0..label.group_count).map(state).collect(),
        };
        let complete = missing.groups.iter().filter(|g| g.is_complete()).count();
        (complete < usize::from(missing.group_threshold)).then_some(missing)
    }
}

impl GroupState {
    /// Whether it has as many shares as it needs.
    pub fn is_complete(&self) -> bool {
        self.needs.is_some_and(|needs| self.has >= needs)
    }
}

/// Why points do not give their secret.
enum Fault {
    /// These do not belong to the polynomial that the digest proves. Places in the list of points.
    Altered(Vec<usize>),
    /// No choice of points gives a secret with its digest, or several do.
    Digest,
    ArenaFull,
}

impl Fault {
    /// As an error about shares, `positions` being those of the shares behind a point.
    fn into_error(
        self,
        group_index: Option<u8>,
        positions: impl Fn(usize) -> Vec<usize>,
    ) -> CombineError {
        match self {
            Fault::Altered(points) => CombineError::Altered {
                positions: points.into_iter().flat_map(positions).collect(),
            },
            Fault::Digest => CombineError::Digest { group_index },
            Fault::ArenaFull => CombineError::ArenaFull,
        }
    }
}

/// The secret of at least `threshold` points, at most 16, with different x. Every point must agree.
///
/// Where not all do, every choice of `threshold` points is tried for a digest that fits (at most 12870, under a second).
fn recover(points: &[(u8, &[u8])], threshold: u8) -> Result<Secret, Fault> {
    let Some(((_, first), others)) = points.split_first().filter(|_| threshold == 1) else {
        return recover_by_digest(points, threshold);
    };
    // With a threshold of one every point is the secret itself, and there is no digest.
    if others.iter().any(|(_, y)| !bool::from(y.ct_eq(first))) {
        return Err(Fault::Digest);
    }
    Ok(Secret::build(first.len(), |out| {
        out.copy_from_slice(first)
    })?)
}

fn recover_by_digest(points: &[(u8, &[u8])], threshold: u8) -> Result<Secret, Fault> {
    let mut fewest: Option<Vec<usize>> = None;
    let mut is_unique = true;
    for choice in choices(points.len(), threshold) {
        let chosen: Vec<_> = choice.iter().map(|&i| points[i]).collect();
        let secret = field::interpolate(&chosen, SECRET_AT)?;
        let digest_point = field::interpolate(&chosen, DIGEST_AT)?;
        let (found, key) = digest_point.bytes().split_at(DIGEST_LEN);
        if !bool::from(digest(key, secret.bytes()).ct_eq(found)) {
            continue;
        }
        let altered = off_curve(points, &chosen)?;
        if altered.is_empty() {
            return Ok(secret);
        }
        match &fewest {
            Some(fewest) if altered.len() > fewest.len() || altered == *fewest => {}
            Some(fewest) if altered.len() == fewest.len() => is_unique = false,
            _ => {
                fewest = Some(altered);
                is_unique = true;
            }
        }
    }
    Err(match fewest {
        Some(altered) if is_unique => Fault::Altered(altered),
        _ => Fault::Digest,
    })
}

/// The places of the points that do not lie on the polynomial through the chosen ones.
fn off_curve(points: &[(u8, &[u8])], chosen: &[(u8, &[u8])]) -> Result<Vec<usize>, ArenaFull> {
    let mut off = Vec::new();
    for (at, (x, y)) in points.iter().enumerate() {
        let expected = field::interpolate(chosen, *x)?;
        if !bool::from(expected.bytes().ct_eq(y)) {
            off.push(at);
        }
    }
    Ok(off)
}

/// Every choice of `k` of `n` places, the first `k` first.
fn choices(n: usize, k: u8) -> impl Iterator<Item = Vec<usize>> {
    let sets = (0u32..1 << n).filter(move |set| set.count_ones() == u32::from(k));
    sets.map(move |set| (0..n).filter(|i| set >> i & 1 == 1).collect())
}

impl From<ArenaFull> for Fault {
    fn from(_: ArenaFull) -> Fault {
        Fault::ArenaFull
    }
}

impl From<ArenaFull> for CombineError {
    fn from(_: ArenaFull) -> CombineError {
        CombineError::ArenaFull
    }
}

impl fmt::Display for CombineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CombineError::NoShares => f.write_str("no share was given"),
            CombineError::OtherSet { positions, differs } => write!(
                f,
                "{} of another set than the others: {differs}",
                Listed(positions)
            ),
            CombineError::MemberThreshold {
                positions,
                group_index,
            } => write!(
                f,
                "{} not of the same split as the others of group {}: another number of shares needed",
                Listed(positions),
                group_index + 1
            ),
            CombineError::Doubled { first, second } => {
                write!(f, "share {second} is the same as share {first}")
            }
            CombineError::Conflict { first, second } => write!(
                f,
                "shares {first} and {second} bear the same label and differ: one of them is forged, or of another split"
            ),
            CombineError::Missing(missing) => missing.fmt(f),
            CombineError::Altered { positions } => write!(
                f,
                "{} altered or forged: the others agree without",
                Listed(positions)
            ),
            CombineError::Digest { group_index } => {
                match group_index {
                    Some(index) => write!(f, "the shares of group {} do not agree", index + 1)?,
                    None => f.write_str("the groups do not agree")?,
                }
                f.write_str(
                    ": at least one share is altered or forged; one more share can tell which",
                )
            }
            CombineError::ArenaFull => f.write_str("no locked memory is left"),
        }
    }
}

impl std::error::Error for CombineError {}

impl fmt::Display for Differs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Differs::Id => "another set number (another password, or an older split of it)",
            Differs::Extendable => "another extendable flag",
            Differs::IterationExponent => "another iteration exponent",
            Differs::GroupThreshold => "another number of groups needed",
            Differs::GroupCount => "another number of groups",
            Differs::Length => "another number of words",
        })
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_single = self.groups.len() == 1;
        if !is_single {
            let complete = self.groups.iter().filter(|g| g.is_complete()).count();
            let (needed, all) = (self.group_threshold, self.groups.len());
            write!(
                f,
                "{needed} of {all} groups are needed, {complete} complete"
            )?;
        }
        for group in self.groups.iter().filter(|g| !g.is_complete()) {
            if !is_single {
                write!(f, "; group {} ", group.group_index + 1)?;
            }
            match group.needs {
                Some(1) => write!(f, "needs 1 share, has {}", group.has)?,
                Some(needs) => write!(f, "needs {needs} shares, has {}", group.has)?,
                None => f.write_str("has none")?,
            }
        }
        Ok(())
    }
}

/// `share 2 is`, `shares 2, 3 are`.
struct Listed<'a>(&'a [usize]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.0.iter().map(usize::to_string).collect();
        let is_one = numbers.len() == 1;
        let (noun, verb) = if is_one {
            ("share", "is")
        } else {
            ("shares", "are")
        };
        write!(f, "{noun} {} {verb}", numbers.join(", "))
    }
}
