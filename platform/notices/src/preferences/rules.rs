//! What an address and a code may look like, and how often codes are sent.

use kernel::{Day, Moment, Problem, Say};
use lettre::Address;

/// Seconds for which a code holds.
pub(crate) const CODE_HOLDS: i64 = 15 * 60;
/// Guesses at a code.
pub(crate) const GUESSES: i64 = 5;
/// Seconds between two codes.
const CODE_EVERY: i64 = 60;
/// Codes for one account on one day.
const CODES_A_DAY: i64 = 10;
/// Characters of an address (RFC 5321, section 4.5.3.1.3, without the brackets).
const LONGEST: usize = 254;

/// Whether that is one e-mail address in plain letters: nothing that could end a line or begin another header.
pub(crate) fn is_address(text: &str) -> bool {
    text.len() <= LONGEST
        && text.bytes().all(|byte| (0x21..0x7f).contains(&byte))
        && !text.contains(['"', '\\', ',', ';', '<', '>', '(', ')', ':'])
        && text.rsplit_once('@').is_some_and(|(_, domain)| domain.contains('.') || domain == "localhost")
        && text.parse::<Address>().is_ok()
}

/// Whether another code may be sent now.
pub(super) fn may_send_code(last: Moment, day: Day, sent: i64, now: Moment) -> Result<(), Problem> {
    if now.0 - last.0 < CODE_EVERY {
        return Err(Problem::field("address", Say::new("notices-code-soon").with("n", CODE_EVERY)));
    }
    if day == now.day() && sent >= CODES_A_DAY {
        return Err(Problem::field("address", Say::new("notices-code-many").with("n", CODES_A_DAY)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_address() {
        for good in ["shuji@organ.example", "zhang.san+dj@mail.organ.example", "root@localhost"] {
            assert!(is_address(good), "{good}");
        }
        let long = format!("{}@organ.example", "a".repeat(250));
        for bad in [
            "",
            "shuji",
            "shuji@",
            "@organ.example",
            "shuji@organ",
            "a@organ.example\r\nBcc: b@organ.example",
            "a@organ.example,b@organ.example",
            "\"a b\"@organ.example",
            "书记@organ.example",
            "<a@organ.example>",
            &long,
        ] {
            assert!(!is_address(bad), "{bad:?}");
        }
    }

    #[test]
    fn codes_are_sent_sparingly() {
        let now = Moment(1_000_000);
        let (long_ago, today) = (Moment(0), now.day());
        assert!(may_send_code(long_ago, today, 0, now).is_ok());
        assert!(may_send_code(now.plus(-59), today, 1, now).is_err());
        assert!(may_send_code(now.plus(-60), today, 1, now).is_ok());
        assert!(may_send_code(long_ago, today, 10, now).is_err());
        assert!(may_send_code(long_ago, today.plus_days(-1), 10, now).is_ok());
    }
}
