//! What is over, kept small: a fold over a million entries holds what is, and a few bytes of each thing that was.

use crate::custody::thing::BagSerial;
use std::collections::BTreeSet;

/// Serials of bags that were opened. No serial serves twice, so none is ever forgotten; each takes sixteen bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UsedBags(BTreeSet<u128>);

impl UsedBags {
    pub(in crate::custody) fn insert(&mut self, bag: &BagSerial) {
        self.0.insert(packed(bag));
    }

    pub(in crate::custody) fn contains(&self, bag: &BagSerial) -> bool {
        self.0.contains(&packed(bag))
    }
}

/// A serial as a number to the base 38, its characters as digits from 1: each has its own, and 24 of them fit.
fn packed(bag: &BagSerial) -> u128 {
    let digit = |b: u8| match b {
        b'A'..=b'Z' => b - b'A' + 1,
        b'0'..=b'9' => b - b'0' + 27,
        _ => 37, // the hyphen
    };
    let digits = bag.as_str().bytes().map(digit);
    digits.fold(0, |number, digit| number * 38 + u128::from(digit))
}

/// Sentences for people. Beyond a number that nobody reads on paper they are counted only; the ledger holds them all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    kept: Vec<String>,
    count: usize,
}

impl Notes {
    /// Sentences that are kept at most, and so many of them at most if the last are faults: those need nobody's assent, and
    /// must not crowd out what does.
    pub const KEPT: [usize; 2] = [4096, 256];

    pub(in crate::custody) fn push(&mut self, note: String) {
        self.push_up_to(Notes::KEPT[0], note);
    }

    pub(in crate::custody) fn push_fault(&mut self, note: String) {
        self.push_up_to(Notes::KEPT[1], note);
    }

    fn push_up_to(&mut self, most: usize, note: String) {
        if self.kept.len() < most {
            self.kept.push(note);
        }
        self.count += 1;
    }

    /// How many there were.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Those that are kept: the first, and all where they are few.
    pub fn kept(&self) -> &[String] {
        &self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_serial_has_a_number_of_its_own() {
        let longest = "9".repeat(24);
        let serials = [
            "AAA", "AAAA", "AA0", "A-A", "-AA", "AA-", "---", "000", "0000", "Z9-", &longest,
        ];
        let mut used = UsedBags::default();
        for (count, text) in serials.iter().enumerate() {
            let serial = BagSerial::typed(text).unwrap();
            assert!(!used.contains(&serial), "{text}");
            used.insert(&serial);
            assert!(used.contains(&serial), "{text}");
            assert_eq!(used.0.len(), count + 1);
        }
        let last = BagSerial::typed(&"-".repeat(24)).unwrap();
        assert!(packed(&last).checked_mul(2).is_some(), "far from too large");
    }

    #[test]
    fn notes_are_counted_when_they_are_no_longer_kept() {
        let mut notes = Notes::default();
        let [most, faults] = Notes::KEPT;
        (0..1000).for_each(|n| notes.push_fault(format!("fault {n}")));
        notes.push("exception".into());
        notes.push_fault("one more".into());
        assert_eq!((notes.count(), notes.kept().len()), (1002, faults + 1));
        assert_eq!(notes.kept()[0], "fault 0");
        assert_eq!(
            notes.kept()[faults],
            "exception",
            "faults do not crowd it out"
        );
        (0..most).for_each(|n| notes.push(n.to_string()));
        assert_eq!((notes.count(), notes.kept().len()), (1002 + most, most));
    }
}
