//! Which ranges of the arena are free. It holds no secret: only offsets and lengths.

use std::collections::BTreeMap;

/// Lengths are rounded up to this, so that small secrets do not leave gaps that fit nothing.
const GRAIN: usize = 16;

/// Free ranges: offset to length, never touching each other.
pub(super) struct FreeList(BTreeMap<usize, usize>);

impl FreeList {
    /// All of `len` bytes, free.
    pub(super) fn of(len: usize) -> FreeList {
        FreeList((len > 0).then_some((0, len)).into_iter().collect())
    }

    /// The offset of the first free range of `len` bytes, now taken. None if there is none.
    pub(super) fn take(&mut self, len: usize) -> Option<usize> {
        let len = len.checked_next_multiple_of(GRAIN)?;
        let (offset, found) = self
            .0
            .iter()
            .map(|(&o, &l)| (o, l))
            .find(|&(_, l)| l >= len)?;
        self.0.remove(&offset);
        if found > len {
            self.0.insert(offset + len, found - len);
        }
        Some(offset)
    }

    /// Frees what [`FreeList::take`] gave for this `len`, and joins it with free neighbours.
    pub(super) fn give_back(&mut self, offset: usize, len: usize) {
        let (mut offset, mut len) = (offset, len.next_multiple_of(GRAIN));
        if let Some(after) = self.0.remove(&(offset + len)) {
            len += after;
        }
        if let Some((&before, &its_len)) = self.0.range(..offset).next_back()
            && before + its_len == offset
        {
            self.0.remove(&before);
            (offset, len) = (before, its_len + len);
        }
        self.0.insert(offset, len);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn freed_in_any_order_it_is_one_range_again() {
        for order in [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ] {
            let mut list = FreeList::of(64);
            let taken = [(list.take(1), 1), (list.take(16), 16), (list.take(17), 17)];
            assert_eq!(taken.map(|t| t.0), [Some(0), Some(16), Some(32)]);
            assert_eq!(list.take(1), None);
            for i in order {
                list.give_back(taken[i].0.unwrap(), taken[i].1);
            }
            assert_eq!(list.0, BTreeMap::from([(0, 64)]));
        }
    }

    #[test]
    fn an_absurd_length_is_refused() {
        assert_eq!(FreeList::of(64).take(usize::MAX), None);
    }
}
