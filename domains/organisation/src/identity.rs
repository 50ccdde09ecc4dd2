//! Citizen identity numbers: their form (GB 11643-1999), and how they are kept. At rest each is sealed with SM4 in
//! Galois/counter mode; beside it stand a keyed digest for finding equal numbers and a mask for the screen, so that
//! lists and the search for duplicates never open one.

use std::fmt;
use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use kernel::{Chance, Day, Problem};
use sm3::Sm3;
use web::SealingKey;

use crate::dated::Dated;

/// The key of an installation. Cheap to clone; never printed.
#[derive(Clone)]
pub struct IdentityKey(Arc<Keys>);

struct Keys {
    cipher: SealingKey,
    index: [u8; 32],
}

impl fmt::Debug for IdentityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityKey")
    }
}

/// An identity number as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Nonce and ciphertext.
    pub(crate) cipher: Vec<u8>,
    /// HMAC-SM3 of the number in hexadecimal: equal for equal numbers, meaningless without the key.
    pub(crate) index: String,
    /// `110105********0862`
    pub(crate) mask: String,
    /// What is wrong with it, if anything.
    pub(crate) fault: Option<Fault>,
}

/// What can be wrong with an identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Not seventeen digits and a check character.
    Form,
    /// The check character does not fit the digits.
    Checksum,
    /// The date of birth in it is no day of the calendar.
    Date,
    /// The date of birth in it is not the one on the roster.
    Birth,
}

impl Fault {
    /// How it stands in the database, and the end of its message keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Checksum => "checksum",
            Self::Date => "date",
            Self::Birth => "birth",
        }
    }

    /// The fault of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Form, Self::Checksum, Self::Date, Self::Birth].into_iter().find(|fault| fault.code() == code)
    }
}

impl IdentityKey {
    /// The key from the 32 bytes of an installation's key file; keys for sealing and for finding are derived from it.
    pub fn new(bytes: &[u8; 32]) -> Self {
        let cipher = SealingKey::new(bytes, "identity numbers: sealing");
        let index = hmac(bytes, b"identity numbers: finding");
        Self(Arc::new(Keys { cipher, index }))
    }

    /// Seals a number. It is brought into its plain form first; `born` is compared with the date inside.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the cipher fails, which it does for no text of this length.
    pub fn seal(&self, number: &str, born: Option<Dated>, chance: &dyn Chance) -> Result<Sealed, Problem> {
        let number = plain(number);
        let index = self.index(&number);
        let cipher = self.0.cipher.seal(number.as_bytes(), &index, chance)?;
        Ok(Sealed { cipher, index, mask: mask(&number), fault: fault(&number, born) })
    }

    /// Opens what was sealed under that index.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when it was sealed with another key or altered.
    pub fn open(&self, cipher: &[u8], index: &str) -> Result<String, Problem> {
        String::from_utf8(self.0.cipher.open(cipher, index)?).map_err(Problem::unexpected)
    }

    /// The digest under which a number is found.
    pub fn index(&self, number: &str) -> String {
        let digest = hmac(&self.0.index, plain(number).as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// HMAC-SM3.
fn hmac(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    // A key shorter than a block of the hash is filled up with zeros (RFC 2104, section 2).
    let mut block = [0u8; 64];
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut mac = <Hmac<Sm3> as KeyInit>::new(&block.into());
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// The form in which two spellings of a number are equal: half width, without blanks, capital X.
pub fn plain(number: &str) -> String {
    kernel::names::fold(number).to_ascii_uppercase()
}

/// First six and last four characters; nothing at all of a number too short to hide anything.
///
/// ```
/// assert_eq!(organisation::mask("110105198511190862"), "110105********0862");
/// assert_eq!(organisation::mask("12345"), "*****");
/// ```
pub fn mask(number: &str) -> String {
    let length = number.chars().count();
    let hidden = |i: usize| length < 15 || (6..length - 4).contains(&i);
    number.chars().enumerate().map(|(i, c)| if hidden(i) { '*' } else { c }).collect()
}

/// What is wrong with a number in its plain form. The check character is that of GB 11643-1999 (ISO 7064, MOD 11-2).
///
/// ```
/// assert_eq!(organisation::fault("11010519491231002X", None), None); // the standard's own example
/// assert_eq!(organisation::fault("110105194912310021", None), Some(organisation::Fault::Checksum));
/// ```
pub fn fault(number: &str, born: Option<Dated>) -> Option<Fault> {
    let characters: Vec<char> = number.chars().collect();
    let Some((last, digits)) = characters.split_last() else { return Some(Fault::Form) };
    let digits: Vec<u32> =
        digits.iter().filter(|c| c.is_ascii_digit()).filter_map(|c| c.to_digit(10)).collect();
    if characters.len() != 18 || digits.len() != 17 || !(last.is_ascii_digit() || *last == 'X') {
        return Some(Fault::Form);
    }
    // The weight of the digit at position i from the left is 2^(17-i) mod 11.
    let sum: u32 = digits.iter().zip((0..17).rev()).map(|(digit, i)| digit * (2u32.pow(i + 1) % 11)).sum();
    let check = (12 - sum % 11) % 11;
    let wanted = char::from_digit(check, 10).unwrap_or('X');
    if *last != wanted {
        return Some(Fault::Checksum);
    }
    let Some(inside) = birth(number) else { return Some(Fault::Date) };
    match born {
        Some(born) if !born.may_be(Dated::on(inside)) => Some(Fault::Birth),
        _ => None,
    }
}

/// The date of birth inside a number of eighteen characters.
pub fn birth(number: &str) -> Option<Day> {
    let part = |range: std::ops::Range<usize>| number.get(range);
    Day::new(part(6..10)?.parse().ok()?, part(10..12)?.parse().ok()?, part(12..14)?.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(std::sync::atomic::AtomicU8);
    impl Chance for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            let n = self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            bytes.fill(n);
        }
    }

    #[test]
    fn what_is_sealed_opens_again_and_never_looks_the_same_twice() {
        let (key, chance) = (IdentityKey::new(&[7; 32]), Counting(1.into()));
        let number = "110105198511190862";
        let one = key.seal(" 110105１98511190862", None, &chance).unwrap();
        let two = key.seal(number, None, &chance).unwrap();
        assert_eq!(key.open(&one.cipher, &one.index).unwrap(), number);
        assert_ne!(one.cipher, two.cipher);
        assert_eq!(one.index, two.index);
        assert!(!String::from_utf8_lossy(&one.cipher).contains("1985"));
    }

    #[test]
    fn another_key_another_row_or_one_altered_byte_does_not_open() {
        let (key, chance) = (IdentityKey::new(&[7; 32]), Counting(1.into()));
        let mut sealed = key.seal("110105198511190862", None, &chance).unwrap();
        assert!(IdentityKey::new(&[8; 32]).open(&sealed.cipher, &sealed.index).is_err());
        assert!(key.open(&sealed.cipher, &key.index("420106196602286907")).is_err());
        assert!(key.open(&sealed.cipher[..5], &sealed.index).is_err());
        *sealed.cipher.last_mut().unwrap() ^= 1;
        assert!(key.open(&sealed.cipher, &sealed.index).is_err());
    }

    #[test]
    fn faults_are_told_apart() {
        let born = |text: &str| Some(text.parse().unwrap());
        assert_eq!(fault("110105198511190862", born("1985-11")), None);
        assert_eq!(fault("110105198511190862", born("1985-12")), Some(Fault::Birth));
        assert_eq!(fault("110105198511190863", None), Some(Fault::Checksum));
        assert_eq!(fault("11010519851119086", None), Some(Fault::Form));
        assert_eq!(fault("", None), Some(Fault::Form));
        assert_eq!(fault("一10105198511190862", None), Some(Fault::Form));
        assert_eq!(fault("110105198502300003", None), Some(Fault::Date));
        assert_eq!(fault("42010619760627991X", None), None);
    }
}
