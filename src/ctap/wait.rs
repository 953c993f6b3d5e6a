//! How long a reply is waited for.
//!
//! | the command | the key says nothing | it says that it works | it says that it wants a touch |
//! |---|---|---|---|
//! | wants no touch | 10 s | 60 s | 120 s |
//! | may want one | 60 s | 120 s | 120 s |
//!
//! "It works" and "it wants a touch" are keepalives, which a working key sends every 100 ms at most. Some keys send none
//! while they blink, and some say that they work; keys give up a touch by themselves after about 30 s. The people can leave
//! at any time.

use std::time::Duration;

use super::link::WaitingFor;

/// Whether a command may make the key wait for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// It only works: makes a key pair, looks into its store.
    Work,
    /// It may want a touch, or a finger.
    Touch,
}

/// Between two signs of life of a key that only works: some are silent while they compute a key pair, for some seconds.
pub const SILENCE_LIMIT: Duration = Duration::from_secs(10);
/// For work, as long as the key says that it works; and for a touch without any sign of life, twice of what keys wait.
const WORK_LIMIT: Duration = Duration::from_secs(60);
/// For everything, once a touch is wanted.
const TOUCH_LIMIT: Duration = Duration::from_secs(120);
/// For the answer to a cancel: a key that waits for a touch looks at its packets all the time.
const CANCEL_LIMIT: Duration = Duration::from_secs(3);

/// How often the people are asked whether they want to leave while a key keeps silent: with the keepalives of a key
/// that sends them this never passes.
const ASK_EVERY: Duration = Duration::from_millis(150);

/// The deadlines of one reply.
pub struct Wait {
    began: Duration,
    /// How long the key may say nothing.
    silence: Duration,
    /// When a silent key is given up.
    silent: Duration,
    /// When any key is given up.
    latest: Duration,
    what: WaitingFor,
    worked: bool,
    cancelled: bool,
}

impl Wait {
    /// For a command that was sent now.
    pub fn new(now: Duration, patience: Patience) -> Wait {
        let (silence, whole) = match patience {
            Patience::Work => (SILENCE_LIMIT, WORK_LIMIT),
            Patience::Touch => (WORK_LIMIT, TOUCH_LIMIT),
        };
        Wait {
            began: now,
            silence,
            silent: now + silence,
            latest: now + whole,
            what: WaitingFor::Processing,
            worked: false,
            cancelled: false,
        }
    }

    /// A keepalive came; `touch`: it says that the key wants one.
    pub fn sign_of_life(&mut self, now: Duration, touch: bool) {
        self.worked = true;
        if self.cancelled {
            return;
        }
        self.silent = now + self.silence;
        self.what = if touch {
            self.latest = self.began + TOUCH_LIMIT;
            WaitingFor::Touch
        } else {
            WaitingFor::Processing
        };
    }

    /// The key is told to stop: its answer comes soon, or is not waited for.
    pub fn cancel(&mut self, now: Duration) {
        self.cancelled = true;
        self.latest = now + CANCEL_LIMIT;
        self.silent = self.latest;
    }

    /// Whether the key was told to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled
    }

    /// Whether a keepalive came: the key has the command whole.
    pub fn has_worked(&self) -> bool {
        self.worked
    }

    /// What the key said last that it waits for.
    pub fn what(&self) -> WaitingFor {
        self.what
    }

    /// When it ends, as far as is known.
    pub fn end(&self) -> Duration {
        self.silent.min(self.latest)
    }

    /// Until when the next packet is waited for before the people are asked.
    pub fn until(&self, now: Duration) -> Duration {
        match self.cancelled {
            true => self.end(),
            false => self.end().min(now + ASK_EVERY),
        }
    }
}
