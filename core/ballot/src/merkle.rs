//! Merkle trees as in RFC 6962, section 2.1, over SHA-256.

use crate::bytes::{Hash, sha256};

/// Hash of a leaf's bytes.
pub(crate) fn leaf(bytes: &[u8]) -> Hash {
    let mut input = Vec::with_capacity(bytes.len() + 1);
    input.push(0);
    input.extend_from_slice(bytes);
    sha256(&input)
}

fn node(left: &Hash, right: &Hash) -> Hash {
    let mut input = [0; 65];
    let both = std::iter::once(&1).chain(&left.0).chain(&right.0);
    for (to, from) in input.iter_mut().zip(both) {
        *to = *from;
    }
    sha256(&input)
}

/// Where a list of two or more is parted: the largest power of two below its length.
fn parting(length: usize) -> usize {
    length.next_power_of_two() / 2
}

/// Root over hashed leaves; of no leaves, the hash of nothing.
pub(crate) fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => sha256(&[]),
        [one] => *one,
        many => {
            let (left, right) = many.split_at(parting(many.len()));
            node(&root(left), &root(right))
        }
    }
}

/// The hashes beside the way from a leaf to the root, the lowest first; empty for a position outside.
pub(crate) fn path(leaves: &[Hash], index: usize) -> Vec<Hash> {
    if leaves.len() < 2 || index >= leaves.len() {
        return Vec::new();
    }
    let at = parting(leaves.len());
    let (left, right) = leaves.split_at(at);
    let (mut path, beside) = if index < at {
        (path(left, index), root(right))
    } else {
        (self::path(right, index - at), root(left))
    };
    path.push(beside);
    path
}

/// The root that a leaf at that position of a tree of that size leads to; `None` when the path has a wrong length.
pub(crate) fn climb(leaf: &Hash, index: usize, size: usize, path: &[Hash]) -> Option<Hash> {
    match (size, path.split_last()) {
        (1, None) if index == 0 => Some(*leaf),
        (0 | 1, _) | (_, None) => None,
        (size, Some((beside, below))) if index < size => {
            let at = parting(size);
            if index < at {
                Some(node(&climb(leaf, index, at, below)?, beside))
            } else {
                Some(node(beside, &climb(leaf, index - at, size - at, below)?))
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Leaves and roots published with the test data of Certificate Transparency (RFC 6962).
    #[test]
    fn roots_are_those_published() {
        let inputs: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let leaves: Vec<Hash> = inputs.iter().map(|input| leaf(input)).collect();
        for (size, expected) in roots.iter().enumerate() {
            assert_eq!(root(&leaves[..size]).to_string(), *expected, "{size} leaves");
        }
    }

    #[test]
    fn every_leaf_climbs_to_the_root_and_nothing_else_does() {
        for size in 1..20 {
            let leaves: Vec<Hash> = (0..size).map(|n: usize| leaf(&n.to_be_bytes())).collect();
            let top = root(&leaves);
            for index in 0..size {
                let path = path(&leaves, index);
                assert_eq!(climb(&leaves[index], index, size, &path), Some(top));
                assert_ne!(climb(&leaf(b"another"), index, size, &path), Some(top));
                if size > 1 {
                    assert_ne!(climb(&leaves[index], (index + 1) % size, size, &path), Some(top));
                    assert_eq!(climb(&leaves[index], index, size, &path[1..]), None);
                }
            }
        }
    }
}
