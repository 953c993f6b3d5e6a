//! The Merkle tree of RFC 6962, section 2.1, over the lines.

use sha2::{Digest, Sha256};

/// SHA-256.
pub type Hash = [u8; 32];

/// The tree's right edge: enough to add leaves and to tell the root. Its memory grows with the logarithm of its size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    /// Roots of the full subtrees, from the largest to the smallest: one for each bit set in `size`.
    edge: Vec<Hash>,
}

impl Tree {
    /// A tree without leaves.
    pub fn new() -> Tree {
        Tree::default()
    }

    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf over `data`, such as a line without its LF.
    pub fn push(&mut self, data: &[u8]) {
        self.push_leaf(leaf_hash(data));
    }

    /// Adds a leaf whose hash is known.
    pub fn push_leaf(&mut self, leaf: Hash) {
        let joined = self.size.trailing_ones() as usize;
        let kept = self.edge.len().saturating_sub(joined);
        let subtree = self
            .edge
            .drain(kept..)
            .rfold(leaf, |right, left| node_hash(&left, &right));
        self.edge.push(subtree);
        self.size += 1;
    }

    /// The Merkle Tree Hash; of no leaves it is the hash of nothing.
    pub fn root(&self) -> Hash {
        let mut from_right = self.edge.iter().rev();
        match from_right.next() {
            None => sha256(&[]),
            Some(last) => from_right.fold(*last, |right, left| node_hash(left, &right)),
        }
    }
}

/// SHA-256 over 0x00 and the leaf's data (RFC 6962, 2.1).
pub fn leaf_hash(data: &[u8]) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(data)
        .finalize()
        .into()
}

/// SHA-256 over 0x01 and both children (RFC 6962, 2.1).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut bytes = [1; 65];
    bytes[1..33].copy_from_slice(left);
    bytes[33..].copy_from_slice(right);
    sha256(&bytes)
}

/// SHA-256 over `data`.
pub fn sha256(data: &[u8]) -> Hash {
    Sha256::digest(data).into()
}
