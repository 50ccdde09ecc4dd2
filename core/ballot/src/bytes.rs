//! Framing, hashing and the two spellings of bytes in JSON.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Puts each item behind its length: a big-endian 32-bit number of bytes. Two different lists never give the same bytes.
pub fn frame(items: &[&[u8]]) -> Vec<u8> {
    let mut framed = Vec::with_capacity(items.iter().map(|item| item.len() + 4).sum());
    for item in items {
        // Nothing that is framed comes near 4 GiB: bodies are limited long before.
        let length = u32::try_from(item.len()).unwrap_or(u32::MAX);
        framed.extend_from_slice(&length.to_be_bytes());
        framed.extend_from_slice(item);
    }
    framed
}

/// The items that [`frame`] has put together; `None` for bytes that it has not.
pub fn unframe(mut framed: &[u8]) -> Option<Vec<&[u8]>> {
    let mut items = Vec::new();
    while !framed.is_empty() {
        let (length, rest) = framed.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (item, rest) = rest.split_at_checked(length)?;
        items.push(item);
        framed = rest;
    }
    Some(items)
}

/// SHA-256 (FIPS 180-4), 32 bytes.
pub fn sha256(bytes: &[u8]) -> Hash {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    let mut hash = [0; 32];
    for (to, from) in hash.iter_mut().zip(digest.as_ref()) {
        *to = *from;
    }
    Hash(hash)
}

/// A SHA-256 digest; in text 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Reads 64 lower-case hexadecimal digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut hash = [0; 32];
        for (to, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *to = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Self(hash))
    }

    /// The digits in groups of four, as they are printed on paper and compared by eye.
    pub fn in_groups(&self) -> String {
        let text = self.to_string();
        let groups: Vec<&str> = (0..text.len()).step_by(4).filter_map(|at| text.get(at..at + 4)).collect();
        groups.join(" ")
    }
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("64 lower-case hexadecimal digits expected"))
    }
}

/// Base64 for addresses, without padding (RFC 4648, section 5).
pub fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes behind [`base64url`]; `None` for anything that is not exactly its spelling.
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Serde for byte strings of a fixed length, as base64url.
pub(crate) mod array {
    use super::{D, Deserialize, Deserializer, Serializer, base64url, from_base64url};
    use serde::de::Error as _;

    pub(crate) fn serialize<S: Serializer, const N: usize>(
        bytes: &[u8; N],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64url(bytes))
    }

    pub(crate) fn deserialize<'de, De: Deserializer<'de>, const N: usize>(
        deserializer: De,
    ) -> Result<[u8; N], De::Error> {
        let text = D::deserialize(deserializer)?;
        let bytes = from_base64url(&text).and_then(|bytes| bytes.try_into().ok());
        bytes.ok_or_else(|| De::Error::custom(format!("{N} bytes in base64url expected")))
    }
}

/// Serde for byte strings of any length, as base64url.
pub(crate) mod string {
    use super::{D, Deserialize, Deserializer, Serializer, base64url, from_base64url};
    use serde::de::Error as _;

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64url(bytes))
    }

    pub(crate) fn deserialize<'de, De: Deserializer<'de>>(deserializer: De) -> Result<Vec<u8>, De::Error> {
        let text = D::deserialize(deserializer)?;
        from_base64url(&text).ok_or_else(|| De::Error::custom("base64url expected"))
    }
}

type D<'de> = std::borrow::Cow<'de, str>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_lists_have_different_frames() {
        assert_eq!(frame(&[b"ab", b""]), [0, 0, 0, 2, b'a', b'b', 0, 0, 0, 0]);
        assert_ne!(frame(&[b"ab", b"c"]), frame(&[b"a", b"bc"]));
        assert_ne!(frame(&[b"ab"]), frame(&[b"ab", b""]));
        let items: [&[u8]; 3] = [b"ab", b"", b"c"];
        assert_eq!(unframe(&frame(&items)).unwrap(), items);
        assert!(unframe(&frame(&items)[..9]).is_none() && unframe(&[0, 0]).is_none());
    }

    #[test]
    fn a_hash_is_read_as_it_is_written_and_not_otherwise() {
        let hash = sha256(b"abc");
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash.to_string(), text);
        assert_eq!(Hash::parse(text), Some(hash));
        assert_eq!(Hash::parse(&text.to_uppercase()), None);
        assert_eq!(Hash::parse(&text[..62]), None);
        assert!(hash.in_groups().starts_with("ba78 16bf 8f01"));
    }
}
