//! The tree is RFC 6962's.

use sealwright::ledger::{Tree, leaf_hash, node_hash, sha256};

/// Leaves and roots of the reference tests of Certificate Transparency: github.com/google/certificate-transparency,
/// `python/ct/crypto/merkle_test.py` (`test_vector_leaves`, `test_vector_hashes`); the same in its C++ and in Trillian's tests.
const LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

#[test]
fn i15_roots_are_those_of_the_reference_vectors() {
    let mut tree = Tree::new();
    assert_eq!(hex(&tree.root()), EMPTY);
    for (n, (leaf, root)) in LEAVES.iter().zip(ROOTS).enumerate() {
        tree.push(&bytes(leaf));
        assert_eq!(tree.size(), n as u64 + 1);
        assert_eq!(hex(&tree.root()), root, "{} leaves", n + 1);
    }
}

/// RFC 6962, 2.1, written down as it is defined, against the tree that keeps only its right edge.
#[test]
fn i15_roots_follow_the_definition_at_every_size() {
    let leaves: Vec<_> = (0u32..300).map(|n| leaf_hash(&n.to_be_bytes())).collect();
    let mut tree = Tree::new();
    for n in 1..=leaves.len() {
        tree.push(&(n as u32 - 1).to_be_bytes());
        assert_eq!(tree.root(), defined(&leaves[..n]), "{n} leaves");
    }
}

fn defined(leaves: &[[u8; 32]]) -> [u8; 32] {
    match leaves {
        [] => sha256(b""),
        [leaf] => *leaf,
        _ => {
            let half = leaves.len().next_power_of_two() / 2;
            node_hash(&defined(&leaves[..half]), &defined(&leaves[half..]))
        }
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |b: &u8| char::from(*b).to_digit(16).expect("a hex digit") as u8;
    hex.as_bytes()
        .chunks(2)
        .map(|pair| digit(&pair[0]) << 4 | digit(&pair[1]))
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
