//! Codes, their steps, and the picture that an authenticator app reads.

use kernel::{Chance, Moment};
use totp_rs::{Builder, Secret, Totp};

/// Bytes of a secret: those of the hash (RFC 4226, section 4).
pub(super) const SECRET: usize = 20;
/// Recovery codes that are given at once.
pub(super) const CODES: usize = 10;

/// Letters and digits that are not taken for one another when read from paper.
const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";

fn totp(secret: &[u8]) -> Totp {
    // The default of the library is what the apps understand: SHA-1, six digits, thirty seconds, one step either way.
    Builder::new().with_secret(secret.to_vec()).build_noncompliant()
}

/// The step for which this is the code, if it is one of now, just before or just after.
pub(super) fn step_of(secret: &[u8], code: &str, now: Moment) -> Option<i64> {
    let time = u64::try_from(now.0).ok()?;
    let step = totp(secret).check(code, time)?;
    i64::try_from(step).ok()
}

/// A secret as it is typed into an app: base 32 in groups of four.
pub(super) fn typed(secret: &[u8]) -> String {
    let text = base32(secret);
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn base32(secret: &[u8]) -> String {
    Secret::from(secret.to_vec()).to_base32()
}

/// The address that an app reads from the picture.
pub(super) fn address(secret: &[u8], issuer: &str, login: &str) -> String {
    let plain = |text: &str| -> String {
        let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        text.bytes()
            .map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
            .collect()
    };
    let (issuer, login) = (plain(issuer), plain(login));
    let secret = base32(secret);
    format!(
        "otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
    )
}

/// New recovery codes of ten characters, nearly fifty bits each.
pub(super) fn recovery_codes(chance: &dyn Chance) -> Vec<String> {
    let code = |_| {
        let mut bytes = [0u8; 10];
        chance.fill(&mut bytes);
        let letter =
            |byte: &u8| ALPHABET.get(usize::from(*byte) % ALPHABET.len()).copied().map_or('2', char::from);
        let text: String = bytes.iter().map(letter).collect();
        format!("{}-{}", text.get(..5).unwrap_or_default(), text.get(5..).unwrap_or_default())
    };
    (0..CODES).map(code).collect()
}

/// A recovery code as it was given, from what somebody typed: without blanks and with its line. `None` when it cannot be
/// one.
pub(super) fn recovery_code(typed: &str) -> Option<String> {
    let plain: String =
        typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_lowercase()).collect();
    let whole = plain.len() == 10 && plain.bytes().all(|byte| ALPHABET.contains(&byte));
    whole.then(|| format!("{}-{}", plain.get(..5).unwrap_or_default(), plain.get(5..).unwrap_or_default()))
}

/// A code of an app as digits alone; `None` when it cannot be one.
pub(super) fn app_code(typed: &str) -> Option<String> {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    (plain.len() == 6 && plain.bytes().all(|byte| byte.is_ascii_digit())).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, SHA-1: the last six of its eight digits.
    const PUBLISHED: [(i64, &str); 6] = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];
    const SECRET_OF_THE_RFC: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_published_table() {
        for (time, code) in PUBLISHED {
            assert_eq!(step_of(SECRET_OF_THE_RFC, code, Moment(time)), Some(time / 30), "{time}");
        }
    }

    #[test]
    fn a_clock_may_be_one_step_off_and_no_more() {
        let at = |seconds: i64| step_of(SECRET_OF_THE_RFC, "005924", Moment(seconds));
        let step = 1_234_567_890 / 30;
        assert_eq!(at(1_234_567_890), Some(step));
        assert_eq!(at((step + 1) * 30), Some(step));
        assert_eq!(at((step - 1) * 30), Some(step));
        assert_eq!(at((step + 2) * 30), None);
        assert_eq!(at((step - 1) * 30 - 1), None);
        assert_eq!(step_of(SECRET_OF_THE_RFC, "005925", Moment(1_234_567_890)), None);
    }

    #[test]
    fn an_app_is_told_everything_in_one_address() {
        let address = address(SECRET_OF_THE_RFC, "机关党委", "li.ming");
        assert!(address.starts_with("otpauth://totp/%E6%9C%BA%E5%85%B3%E5%85%9A%E5%A7%94:li.ming?secret="));
        assert!(address.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E6%9C%BA"));
        assert_eq!(typed(b"12345"), "GEZD GNBV");
        let (path, side) = crate::qr::qr_picture(&address).unwrap();
        // The corner of the finder pattern stands behind the quiet zone.
        assert!(path.starts_with("M4 4h1v1h-1z") && side > 40);
    }

    #[test]
    fn recovery_codes_are_read_as_people_write_them() {
        struct Counting(std::sync::atomic::AtomicU8);
        impl Chance for Counting {
            fn fill(&self, bytes: &mut [u8]) {
                for byte in bytes {
                    *byte = self.0.fetch_add(37, std::sync::atomic::Ordering::SeqCst);
                }
            }
        }
        let codes = recovery_codes(&Counting(3.into()));
        assert_eq!(codes.len(), 10);
        let mut different = codes.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), 10);
        for code in &codes {
            assert_eq!(recovery_code(code).as_ref(), Some(code));
            assert_eq!(
                recovery_code(&format!(" {} ", code.to_uppercase().replace('-', " "))).as_ref(),
                Some(code)
            );
        }
        assert_eq!(recovery_code("123456"), None);
        assert_eq!(app_code("123 456").as_deref(), Some("123456"));
        assert_eq!(app_code("１２３４５６"), None);
    }
}
