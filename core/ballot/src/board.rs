//! The board: what is published at closing.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::bytes::{Hash, array, frame};
use crate::manifest::Manifest;
use crate::merkle;
use crate::signing::{self, BoardKey};

const BOX: &[u8] = b"jinwei/box/1";

/// Counts of one box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Credentials issued.
    pub issued: u32,
    /// Entitled persons who took a paper ballot instead.
    pub paper: u32,
}

/// The published board of one evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Board {
    /// Version of the protocol: 1.
    pub version: u32,
    /// Hash of the manifest.
    pub manifest: Hash,
    /// Civil day of closing, as `2015-12-10`.
    pub closed: String,
    /// The boxes in the order of the manifest.
    pub boxes: Vec<BoardBox>,
    /// Root over all boxes.
    pub root: Hash,
    /// Signature of the root by the board's key.
    #[serde(with = "array")]
    pub signature: [u8; 64],
}

/// One box on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoardBox {
    /// Its code.
    pub code: String,
    /// Entitled persons.
    pub roster: u32,
    /// Credentials issued.
    pub issued: u32,
    /// Paper ballots handed out.
    pub paper: u32,
    /// Ballots cast, each key counted once.
    pub cast: u32,
    /// Root over the leaves.
    pub root: Hash,
    /// Leaves, sorted.
    pub leaves: Vec<Hash>,
}

/// What is wrong with a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BoardFault {
    /// It speaks of another manifest or another version.
    Manifest,
    /// Its boxes are not those of the manifest.
    Boxes,
    /// Counts of this box are out of order: roster ≥ issued + paper and issued ≥ cast.
    Counts(String),
    /// Leaves of this box are not sorted, stand twice, or do not give its root or its number of ballots.
    Leaves(String),
    /// The boxes do not give the root.
    Root,
    /// The root was not signed by the manifest's key.
    Signature,
}

impl fmt::Display for BoardFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Manifest => f.write_str("the board belongs to another manifest"),
            Self::Boxes => f.write_str("the boxes are not those of the manifest"),
            Self::Counts(code) => write!(f, "box {code}: roster, issued, paper and cast are out of order"),
            Self::Leaves(code) => write!(f, "box {code}: the leaves do not give its root and number"),
            Self::Root => f.write_str("the boxes do not give the root"),
            Self::Signature => f.write_str("the root was not signed by the key of the manifest"),
        }
    }
}

impl std::error::Error for BoardFault {}

/// The way from one leaf to the signed root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inclusion {
    /// Code of the box.
    #[serde(rename = "box")]
    pub box_code: String,
    /// Position of the leaf in its box, from 0.
    pub index: usize,
    /// Hashes beside the way inside the box, the lowest first.
    pub path: Vec<Hash>,
    /// Position of the box on the board, from 0.
    pub box_index: usize,
    /// Hashes beside the way from the box to the root.
    pub box_path: Vec<Hash>,
}

impl BoardBox {
    fn hash(&self, roster_hash: &Hash) -> Hash {
        merkle::leaf(&frame(&[
            BOX,
            self.code.as_bytes(),
            &self.roster.to_be_bytes(),
            &roster_hash.0,
            &self.issued.to_be_bytes(),
            &self.paper.to_be_bytes(),
            &self.cast.to_be_bytes(),
            &self.root.0,
        ]))
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Board {
    /// Makes and signs the board. `boxes` gives counts and leaves of every box of the manifest, in its order; leaves in any
    /// order.
    ///
    /// # Errors
    /// Counts out of order, above all more ballots than credentials, or a leaf that stands twice.
    pub fn close(
        manifest: &Manifest,
        hash: &Hash,
        closed: &str,
        boxes: Vec<(Counts, Vec<Hash>)>,
        key: &BoardKey,
    ) -> Result<Self, BoardFault> {
        if boxes.len() != manifest.boxes.len() {
            return Err(BoardFault::Boxes);
        }
        let boxes: Vec<BoardBox> = manifest
            .boxes
            .iter()
            .zip(boxes)
            .map(|(one, (counts, mut leaves))| {
                leaves.sort_unstable();
                BoardBox {
                    code: one.code.clone(),
                    roster: one.roster,
                    issued: counts.issued,
                    paper: counts.paper,
                    cast: count(leaves.len()),
                    root: merkle::root(&leaves),
                    leaves,
                }
            })
            .collect();
        let root = root_of(manifest, &boxes);
        let signature = key.sign_head(hash, &root);
        let board = Self { version: 1, manifest: *hash, closed: closed.to_owned(), boxes, root, signature };
        board.check(manifest, hash)?;
        Ok(board)
    }

    /// Checks everything that the board alone can show.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self, manifest: &Manifest, hash: &Hash) -> Result<(), BoardFault> {
        if self.version != 1 || self.manifest != *hash {
            return Err(BoardFault::Manifest);
        }
        if self.boxes.len() != manifest.boxes.len() {
            return Err(BoardFault::Boxes);
        }
        for (one, known) in self.boxes.iter().zip(&manifest.boxes) {
            if one.code != known.code || one.roster != known.roster {
                return Err(BoardFault::Boxes);
            }
            let given = u64::from(one.issued) + u64::from(one.paper);
            if given > u64::from(one.roster) || one.cast > one.issued {
                return Err(BoardFault::Counts(one.code.clone()));
            }
            let sorted = one.leaves.is_sorted_by(|a, b| a < b);
            if !sorted || one.cast != count(one.leaves.len()) || one.root != merkle::root(&one.leaves) {
                return Err(BoardFault::Leaves(one.code.clone()));
            }
        }
        if self.root != root_of(manifest, &self.boxes) {
            return Err(BoardFault::Root);
        }
        if !signing::verify(&manifest.board_key, &signing::head_message(hash, &self.root), &self.signature) {
            return Err(BoardFault::Signature);
        }
        Ok(())
    }

    /// The way from a leaf to the root; `None` when the ballot is not on the board.
    pub fn inclusion(&self, manifest: &Manifest, leaf: &Hash) -> Option<Inclusion> {
        let found = self
            .boxes
            .iter()
            .enumerate()
            .find_map(|(at, one)| Some((at, one, one.leaves.binary_search(leaf).ok()?)));
        let (box_index, one, index) = found?;
        Some(Inclusion {
            box_code: one.code.clone(),
            index,
            path: merkle::path(&one.leaves, index),
            box_index,
            box_path: merkle::path(&hashes(manifest, &self.boxes), box_index),
        })
    }
}

impl Inclusion {
    /// Whether this way leads from the leaf, through a box with these counts, to the root.
    pub fn leads(&self, leaf: &Hash, one: &BoardBox, roster_hash: &Hash, boxes: usize, root: &Hash) -> bool {
        let size = usize::try_from(one.cast).unwrap_or(usize::MAX);
        one.code == self.box_code
            && merkle::climb(leaf, self.index, size, &self.path) == Some(one.root)
            && merkle::climb(&one.hash(roster_hash), self.box_index, boxes, &self.box_path) == Some(*root)
    }
}

fn hashes(manifest: &Manifest, boxes: &[BoardBox]) -> Vec<Hash> {
    boxes.iter().zip(&manifest.boxes).map(|(one, known)| one.hash(&known.roster_hash)).collect()
}

fn root_of(manifest: &Manifest, boxes: &[BoardBox]) -> Hash {
    merkle::root(&hashes(manifest, boxes))
}
