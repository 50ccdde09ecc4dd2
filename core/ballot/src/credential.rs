//! Credentials: RSABSSA-SHA384-PSS-Randomized of RFC 9474 with keys of 3072 bits, one key a box.

use std::fmt;

use blind_rsa_signatures::{BlindMessage, KeyPairSha384PSSRandomized, SecretKeySha384PSSRandomized};
use ring::signature::{RSA_PSS_2048_8192_SHA384, RsaPublicKeyComponents};
use rsa::rand_core::{Infallible, TryCryptoRng, TryRng};

use crate::Fill;
use crate::bytes::frame;

const CREDENTIAL: &[u8] = b"jinwei/credential/1";

/// Bits of an issuing key.
const BITS: usize = 3072;
/// Bytes of a blinded message, a blind signature and a signature.
pub const SIGNATURE: usize = BITS / 8;

/// Why the issuer gives no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssuerError {
    /// The blinded message is not of the key's length, or not below its modulus.
    Malformed,
    /// A key that cannot be read.
    Key,
}

impl fmt::Display for IssuerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the blinded message does not fit the key",
            Self::Key => "the issuing key cannot be read",
        })
    }
}

impl std::error::Error for IssuerError {}

/// Adapts given randomness to what the libraries ask for.
pub(crate) struct Given<'a, 'b>(pub(crate) &'a mut Fill<'b>);

impl TryRng for Given<'_, '_> {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        (self.0)(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        (self.0)(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        (self.0)(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Given<'_, '_> {}

/// The private key of one box. It signs what it cannot read, and has no second use.
pub struct IssuerKey(SecretKeySha384PSSRandomized);

impl fmt::Debug for IssuerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IssuerKey")
    }
}

impl IssuerKey {
    /// Makes a key. About a third of a second.
    ///
    /// # Errors
    /// [`IssuerError::Key`] when the library gives up.
    pub fn generate(fill: &mut Fill<'_>) -> Result<Self, IssuerError> {
        let pair = KeyPairSha384PSSRandomized::generate(&mut Given(fill), BITS);
        pair.map(|pair| Self(pair.sk)).map_err(|_| IssuerError::Key)
    }

    /// Reads a key from PKCS #8 DER.
    ///
    /// # Errors
    /// [`IssuerError::Key`] when it is none, or not of 3072 bits.
    pub fn from_der(der: &[u8]) -> Result<Self, IssuerError> {
        let key = SecretKeySha384PSSRandomized::from_der(der).map_err(|_| IssuerError::Key)?;
        if key.components().n().len() == SIGNATURE { Ok(Self(key)) } else { Err(IssuerError::Key) }
    }

    /// The key in PKCS #8 DER.
    ///
    /// # Errors
    /// [`IssuerError::Key`] when it cannot be written.
    pub fn to_der(&self) -> Result<Vec<u8>, IssuerError> {
        self.0.to_der().map_err(|_| IssuerError::Key)
    }

    /// Its public key as SubjectPublicKeyInfo DER with the plain RSA identifier, which browsers can import.
    ///
    /// # Errors
    /// [`IssuerError::Key`] when it cannot be written.
    pub fn public_der(&self) -> Result<Vec<u8>, IssuerError> {
        self.0.public_key().and_then(|key| key.to_der()).map_err(|_| IssuerError::Key)
    }

    /// Signs a blinded message of 384 bytes. The same message always gets the same answer.
    ///
    /// # Errors
    /// [`IssuerError::Malformed`] when it does not fit the key.
    pub fn blind_sign(&self, blinded: &[u8]) -> Result<Vec<u8>, IssuerError> {
        let signed = self.0.blind_sign(BlindMessage(blinded.to_vec()));
        signed.map(|signature| signature.0).map_err(|_| IssuerError::Malformed)
    }
}

/// The public key of one box, ready for many checks.
#[derive(Clone)]
pub struct VerifyingKey {
    n: Vec<u8>,
    e: Vec<u8>,
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerifyingKey")
    }
}

impl VerifyingKey {
    /// Reads SubjectPublicKeyInfo DER; `None` when it is not an RSA key of 3072 bits.
    pub fn from_der(der: &[u8]) -> Option<Self> {
        let key = blind_rsa_signatures::PublicKeySha384PSSRandomized::from_der(der).ok()?;
        let without_zeros = |bytes: Vec<u8>| bytes.into_iter().skip_while(|byte| *byte == 0).collect();
        let (n, e): (Vec<u8>, _) = (without_zeros(key.components().n()), without_zeros(key.components().e()));
        (n.len() == SIGNATURE).then_some(Self { n, e })
    }

    /// Whether a signature over `randomizer ‖ message` is the box's. The padding is that of the RFC's variant: PSS with
    /// SHA-384 and a salt of 48 bytes.
    pub(crate) fn verify(&self, randomizer: &[u8; 32], message: &[u8], signature: &[u8]) -> bool {
        let mut prepared = randomizer.to_vec();
        prepared.extend_from_slice(message);
        let key = RsaPublicKeyComponents { n: &self.n, e: &self.e };
        key.verify(&RSA_PSS_2048_8192_SHA384, &prepared, signature).is_ok()
    }
}

/// What is blinded and signed: the public key of one use.
pub(crate) fn message(one_time_key: &[u8; 32]) -> Vec<u8> {
    frame(&[CREDENTIAL, one_time_key])
}

#[cfg(test)]
mod tests {
    use rsa::BoxedUint;
    use serde_json::Value;

    use super::*;

    fn number(vector: &Value, name: &str) -> BoxedUint {
        let text = vector[name].as_str().unwrap();
        BoxedUint::from_str_radix_vartime(text.trim_start_matches("0x"), 16).unwrap()
    }

    fn bytes(vector: &Value, name: &str) -> Vec<u8> {
        let text = vector[name].as_str().unwrap().trim_start_matches("0x");
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    }

    /// The published vector of the variant in use (RFC 9474, appendix A.1): the issuer's answer and the final signature.
    #[test]
    fn issuing_and_checking_agree_with_the_published_vector() {
        let vectors: Vec<Value> = serde_json::from_str(include_str!("../tests/rfc9474.json")).unwrap();
        let vector = vectors.iter().find(|one| one["name"] == "RSABSSA-SHA384-PSS-Randomized").unwrap();
        let primes = vec![number(vector, "p"), number(vector, "q")];
        let inner = rsa::RsaPrivateKey::from_components(
            number(vector, "n"),
            number(vector, "e"),
            number(vector, "d"),
            primes,
        );
        let issuer = IssuerKey(SecretKeySha384PSSRandomized::new(inner.unwrap()));
        assert_eq!(issuer.blind_sign(&bytes(vector, "blinded_msg")).unwrap(), bytes(vector, "blind_sig"));

        let strip = |bytes: Vec<u8>| bytes.into_iter().skip_while(|byte| *byte == 0).collect::<Vec<_>>();
        let public = issuer.0.public_key().unwrap();
        let key = VerifyingKey { n: strip(public.components().n()), e: strip(public.components().e()) };
        let randomizer: [u8; 32] = bytes(vector, "msg_prefix").try_into().unwrap();
        let (message, signature) = (bytes(vector, "msg"), bytes(vector, "sig"));
        assert!(key.verify(&randomizer, &message, &signature));
        let mut altered = signature.clone();
        altered[9] ^= 1;
        assert!(!key.verify(&randomizer, &message, &altered));
        assert!(!key.verify(&[0; 32], &message, &signature));
    }
}
