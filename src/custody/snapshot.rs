//! What a key shows without being asked for a secret, and what may change while it lies in its bag (I18).

use serde::{Deserialize, Serialize};

/// When a snapshot is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// Last thing before a bag is sealed.
    Sealing,
    /// First thing after a bag is opened.
    Opening,
}

/// How a key's signature counters behave (WebAuthn 6.1.1 lets a key choose).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counters {
    /// Always zero: a counter that says nothing.
    Silent,
    /// One more for each signature: an unrecorded use shows.
    Exact,
    /// More for each signature, by uneven steps: only running backwards shows.
    Uneven,
}

impl Counters {
    /// What three counters in a row, one signature apart, tell.
    pub fn of(seen: [u32; 3]) -> Counters {
        let [a, b, c] = seen;
        if seen == [0; 3] {
            Counters::Silent
        } else if a.checked_add(1) == Some(b) && b.checked_add(1) == Some(c) {
            Counters::Exact
        } else {
            Counters::Uneven
        }
    }
}

/// What a key shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// AAGUID, lower-case hex.
    pub aaguid: String,
    /// Firmware version, where the key tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firmware: Option<u64>,
    /// PIN tries left.
    pub retries: u64,
    /// Room for discoverable credentials, where the key tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slots: Option<u64>,
    /// Signature counter of the identity credential; absent where the key signs nothing without its PIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_counter: Option<u64>,
    /// Signature counter of the account's credential; absent while there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_counter: Option<u64>,
}

impl Snapshot {
    /// What differs from `sealed` without an explanation. `begun` counts the snapshots begun since, this one
    /// included: a crash may have left one unrecorded, and its signatures are explained.
    pub fn differs(&self, sealed: &Snapshot, counters: Counters, begun: u64) -> Vec<String> {
        let mut found = Vec::new();
        if self.aaguid != sealed.aaguid {
            found.push("the model (AAGUID) is another".to_string());
        }
        if self.firmware != sealed.firmware {
            found.push("the firmware version is another".to_string());
        }
        if self.retries != sealed.retries {
            found.push(format!(
                "PIN tries left: {} when sealed, {} now",
                sealed.retries, self.retries
            ));
        }
        if self.slots != sealed.slots {
            found.push("the room for credentials is another".to_string());
        }
        // A snapshot asks one signature of each credential. A key with one counter for all moves it by both.
        let shared = sealed.shares_one_counter() && self.shares_one_counter();
        let most = begun.saturating_mul(if shared { 2 } else { 1 });
        let identity = (sealed.identity_counter, self.identity_counter);
        let credential = (sealed.credential_counter, self.credential_counter);
        for (name, (then, now)) in [("identity", identity), ("account", credential)] {
            let explained = match (then, now) {
                (None, None) => true,
                (Some(then), Some(now)) => match counters {
                    Counters::Silent => then == 0 && now == 0,
                    Counters::Exact => now > then && now - then <= most,
                    Counters::Uneven => now > then,
                },
                _ => false,
            };
            if !explained {
                found.push(format!(
                    "the {name} credential's counter: {} when sealed, {} now",
                    told(then),
                    told(now)
                ));
            }
        }
        found
    }

    /// Whether the account's signature, asked right after the identity's, continued the same count.
    fn shares_one_counter(&self) -> bool {
        let next = self.identity_counter.and_then(|c| c.checked_add(1));
        next.is_some() && self.credential_counter == next
    }
}

fn told(counter: Option<u64>) -> String {
    counter.map_or("none".into(), |c| c.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed() -> Snapshot {
        Snapshot {
            aaguid: "00".into(),
            firmware: Some(5),
            retries: 8,
            slots: Some(24),
            identity_counter: Some(7),
            credential_counter: Some(8),
        }
    }

    #[test]
    fn i18_one_use_of_an_exact_key_shows() {
        let honest = Snapshot {
            identity_counter: Some(9),
            credential_counter: Some(10),
            ..sealed()
        };
        assert!(honest.differs(&sealed(), Counters::Exact, 1).is_empty());
        let used = Snapshot {
            identity_counter: Some(10),
            credential_counter: Some(11),
            ..sealed()
        };
        assert_eq!(used.differs(&sealed(), Counters::Exact, 1).len(), 2);
        assert!(
            used.differs(&sealed(), Counters::Exact, 2).is_empty(),
            "a crash between explains it"
        );
    }

    #[test]
    fn i18_one_use_of_a_key_with_a_counter_for_each_credential_shows() {
        let then = Snapshot {
            identity_counter: Some(20),
            credential_counter: Some(3),
            ..sealed()
        };
        let honest = Snapshot {
            identity_counter: Some(21),
            credential_counter: Some(4),
            ..sealed()
        };
        assert!(honest.differs(&then, Counters::Exact, 1).is_empty());
        let used = Snapshot {
            identity_counter: Some(21),
            credential_counter: Some(5),
            ..sealed()
        };
        assert_eq!(used.differs(&then, Counters::Exact, 1).len(), 1);
    }

    #[test]
    fn i18_a_counter_that_runs_backwards_shows() {
        let back = Snapshot {
            identity_counter: Some(6),
            credential_counter: Some(10),
            ..sealed()
        };
        assert_eq!(back.differs(&sealed(), Counters::Uneven, 1).len(), 1);
    }

    #[test]
    fn i18_a_spent_try_and_a_lost_credential_show() {
        let tried = Snapshot {
            retries: 7,
            identity_counter: Some(8),
            credential_counter: None,
            ..sealed()
        };
        assert_eq!(tried.differs(&sealed(), Counters::Exact, 1).len(), 2);
    }

    #[test]
    fn i18_a_key_that_signs_nothing_without_its_pin_is_compared_by_the_rest_and_its_silence_shows()
    {
        let quiet = Snapshot {
            identity_counter: None,
            credential_counter: None,
            ..sealed()
        };
        assert!(quiet.differs(&quiet, Counters::Exact, 1).is_empty());
        assert_eq!(quiet.differs(&sealed(), Counters::Exact, 1).len(), 2);
    }
}
