//! Shares typed one after the other until they suffice: what `share combine` does.

use super::combine::{arrange, combine};
use super::{CombineError, Missing, Share};
use crate::secret::Secret;
use std::fmt;

/// The shares accepted so far.
#[derive(Default)]
pub struct Collector {
    shares: Vec<Share>,
}

/// How far a collector is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// No share was accepted yet.
    Nothing,
    /// More are needed.
    Missing(Missing),
    /// [`Collector::finish`] can be called.
    Enough,
}

/// Why a share was not accepted. It was dropped, and the collector is as before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CollectError {
    /// It does not fit those before it. Its own position is one more than theirs.
    Unfit(CombineError),
    /// Its group is complete, and others are not: a share of one of these is needed.
    WrongGroup {
        /// Its group, from 0.
        group_index: u8,
        /// What is there and what is needed.
        missing: Missing,
    },
}

impl Collector {
    /// With no share.
    pub fn new() -> Collector {
        Collector::default()
    }

    /// Accepts a share, or says why not. What does not fit the first share is refused; if the first was the wrong one,
    /// [`Collector::put_aside`] it. Shares beyond those needed are accepted, and then have to agree.
    ///
    /// # Errors
    /// [`CollectError`].
    pub fn add(&mut self, share: Share) -> Result<Progress, CollectError> {
        self.shares.push(share);
        let verdict = self.judge_last();
        if verdict.is_err() {
            self.shares.pop();
        }
        verdict
    }

    /// Takes out a share that was accepted, by its position from 1; the later ones move up.
    pub fn put_aside(&mut self, position: usize) -> Option<Share> {
        let at = position.checked_sub(1)?;
        (at < self.shares.len()).then(|| self.shares.remove(at))
    }

    /// The shares accepted so far, in the order of their positions.
    pub fn shares(&self) -> &[Share] {
        &self.shares
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let shares: Vec<&Share> = self.shares.iter().collect();
        match arrange(&shares) {
            Ok(groups) => Missing::of(&shares, &groups).map_or(Progress::Enough, Progress::Missing),
            // Each share was seen to fit when it was added, so there are none.
            Err(_) => Progress::Nothing,
        }
    }

    /// The master secret. The shares stay: after [`CombineError::Digest`] one more can be added, after
    /// [`CombineError::Altered`] the named ones can be put aside.
    ///
    /// # Errors
    /// [`CombineError`].
    pub fn finish(&self) -> Result<Secret, CombineError> {
        combine(&self.shares)
    }

    fn judge_last(&self) -> Result<Progress, CollectError> {
        let shares: Vec<&Share> = self.shares.iter().collect();
        arrange(&shares).map_err(CollectError::Unfit)?;
        let progress = self.progress();
        if let (Progress::Missing(missing), Some(last)) = (&progress, shares.last()) {
            let group_index = last.label().group_index;
            let group = missing.groups.get(usize::from(group_index));
            if group.is_some_and(|g| g.needs.is_some_and(|needs| g.has > needs)) {
                return Err(CollectError::WrongGroup {
                    group_index,
                    missing: missing.clone(),
                });
            }
        }
        Ok(progress)
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Progress::Nothing => f.write_str("no share yet"),
            Progress::Missing(missing) => missing.fmt(f),
            Progress::Enough => f.write_str("these shares suffice"),
        }
    }
}

impl fmt::Display for CollectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CollectError::Unfit(error) => error.fmt(f),
            CollectError::WrongGroup {
                group_index,
                missing,
            } => write!(
                f,
                "group {} has enough shares already; {missing}",
                group_index + 1
            ),
        }
    }
}

impl std::error::Error for CollectError {}
