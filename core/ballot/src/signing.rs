//! The key of the board: signs the manifest, receipts and the head. Ed25519 (RFC 8032).

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

use crate::Fill;
use crate::bytes::{Hash, frame};

const MANIFEST: &[u8] = b"jinwei/manifest/1";
const RECEIPT: &[u8] = b"jinwei/receipt/1";
const HEAD: &[u8] = b"jinwei/head/1";

/// The signing key of one evaluation's board.
pub struct BoardKey(Ed25519KeyPair);

impl std::fmt::Debug for BoardKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BoardKey")
    }
}

impl BoardKey {
    /// A new seed of 32 bytes.
    pub fn new_seed(fill: &mut Fill<'_>) -> [u8; 32] {
        let mut seed = [0; 32];
        fill(&mut seed);
        seed
    }

    /// The key of a seed; `None` only if the library refuses it.
    pub fn from_seed(seed: &[u8; 32]) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(seed).ok().map(Self)
    }

    /// Its public key.
    pub fn public(&self) -> [u8; 32] {
        let mut key = [0; 32];
        for (to, from) in key.iter_mut().zip(self.0.public_key().as_ref()) {
            *to = *from;
        }
        key
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        let mut signature = [0; 64];
        for (to, from) in signature.iter_mut().zip(self.0.sign(message).as_ref()) {
            *to = *from;
        }
        signature
    }

    /// Signs the manifest by its hash.
    pub fn sign_manifest(&self, manifest: &Hash) -> [u8; 64] {
        self.sign(&manifest_message(manifest))
    }

    /// Signs that the ballot with this leaf was taken into that box.
    pub fn sign_receipt(&self, manifest: &Hash, box_code: &str, leaf: &Hash) -> [u8; 64] {
        self.sign(&receipt_message(manifest, box_code, leaf))
    }

    /// Signs the root of the whole board.
    pub fn sign_head(&self, manifest: &Hash, root: &Hash) -> [u8; 64] {
        self.sign(&head_message(manifest, root))
    }
}

pub(crate) fn manifest_message(manifest: &Hash) -> Vec<u8> {
    frame(&[MANIFEST, &manifest.0])
}

pub(crate) fn receipt_message(manifest: &Hash, box_code: &str, leaf: &Hash) -> Vec<u8> {
    frame(&[RECEIPT, &manifest.0, box_code.as_bytes(), &leaf.0])
}

pub(crate) fn head_message(manifest: &Hash, root: &Hash) -> Vec<u8> {
    frame(&[HEAD, &manifest.0, &root.0])
}

/// Whether an Ed25519 signature over the message is right.
pub(crate) fn verify(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    UnparsedPublicKey::new(&ED25519, key).verify(message, signature).is_ok()
}

/// Whether a receipt was signed by that board key.
pub fn verify_board_signature(
    key: &[u8; 32],
    manifest: &Hash,
    box_code: &str,
    leaf: &Hash,
    signature: &[u8; 64],
) -> bool {
    verify(key, &receipt_message(manifest, box_code, leaf), signature)
}
