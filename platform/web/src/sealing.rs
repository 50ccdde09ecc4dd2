//! Sealing: short secrets that must be read again are kept under a key that stands outside the database.

use std::sync::Arc;

use aes_gcm::AesGcm;
use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use hmac::{Hmac, Mac};
use kernel::{Chance, Problem};
use sm3::Sm3;
use sm4::Sm4;

/// Bytes of the number used once.
const NONCE: usize = 12;

/// The key of one purpose: SM4 in GCM mode, derived from the installation's secret by HMAC-SM3.
#[derive(Clone)]
pub struct SealingKey(Arc<AesGcm<Sm4, U12>>);

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealingKey")
    }
}

impl SealingKey {
    /// The key for `purpose`, from the 32 bytes of an installation's key file.
    pub fn new(secret: &[u8; 32], purpose: &str) -> Self {
        // A key shorter than a block of the hash is filled up with zeros (RFC 2104, section 2).
        let mut block = [0u8; 64];
        for (to, from) in block.iter_mut().zip(secret) {
            *to = *from;
        }
        let mut mac = <Hmac<Sm3> as KeyInit>::new(&block.into());
        mac.update(purpose.as_bytes());
        let mut key = aes_gcm::Key::<AesGcm<Sm4, U12>>::default();
        for (to, from) in key.iter_mut().zip(mac.finalize().into_bytes()) {
            *to = from;
        }
        Self(Arc::new(AesGcm::new(&key)))
    }

    /// Seals a secret for the record named by `owner`; it opens for no other.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the cipher fails, which it does for no text of this length.
    pub fn seal(&self, secret: &[u8], owner: &str, chance: &dyn Chance) -> Result<Vec<u8>, Problem> {
        let mut nonce = [0u8; NONCE];
        chance.fill(&mut nonce);
        let payload = Payload { msg: secret, aad: owner.as_bytes() };
        let text = self.0.encrypt(&nonce.into(), payload).map_err(Problem::unexpected)?;
        let mut sealed = nonce.to_vec();
        sealed.extend(text);
        Ok(sealed)
    }

    /// Opens what was sealed for that owner.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when it was sealed with another key, for another owner, or altered.
    pub fn open(&self, sealed: &[u8], owner: &str) -> Result<Vec<u8>, Problem> {
        let broken = || Problem::unexpected("a sealed secret does not open with this installation's key");
        let (nonce, text) = sealed.split_at_checked(NONCE).ok_or_else(broken)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| broken())?;
        self.0.decrypt(&nonce.into(), Payload { msg: text, aad: owner.as_bytes() }).map_err(|_| broken())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Same;
    impl Chance for Same {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(9);
        }
    }

    #[test]
    fn a_secret_opens_for_its_owner_and_purpose_alone() {
        let key = SealingKey::new(&[7; 32], "second factors");
        let sealed = key.seal(b"a secret", "user:7", &Same).unwrap();
        assert_eq!(key.open(&sealed, "user:7").unwrap(), b"a secret");
        assert!(key.open(&sealed, "user:8").is_err());
        assert!(SealingKey::new(&[7; 32], "another").open(&sealed, "user:7").is_err());
        assert!(SealingKey::new(&[8; 32], "second factors").open(&sealed, "user:7").is_err());
        assert!(key.open(&sealed[..20], "user:7").is_err() && key.open(&[], "user:7").is_err());
        let text = String::from_utf8_lossy(&sealed).into_owned();
        assert!(!text.contains("a secret"));
    }
}
