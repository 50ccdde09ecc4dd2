//! Whole numbers and exact decimals; nothing is rounded.

use kernel::Say;
use unicode_normalization::UnicodeNormalization;

use super::CellError;
use crate::table::Located;

/// Why a text is not such a number.
#[derive(Debug, PartialEq, Eq)]
enum NotANumber {
    Form,
    Digits,
    Size,
}

impl Located<'_> {
    /// A whole number, also when stored as text or in full width.
    ///
    /// # Errors
    /// [`CellError`] for anything else.
    pub fn integer(&self) -> Result<Option<i64>, CellError> {
        let Some(text) = self.typed()? else { return Ok(None) };
        scaled(&text, 0).map(Some).map_err(|why| match why {
            NotANumber::Size => self.error("office-number-too-large", "office-fix-number"),
            _ => self.error("office-not-integer", "office-fix-integer"),
        })
    }

    /// An exact decimal in units of 10^-`digits`: 9.5 with 3 digits is 9500.
    ///
    /// # Errors
    /// [`CellError`] for anything else, and for more than `digits` digits after the point.
    pub fn decimal(&self, digits: u8) -> Result<Option<i64>, CellError> {
        let Some(text) = self.typed()? else { return Ok(None) };
        scaled(&text, digits).map(Some).map_err(|why| match why {
            NotANumber::Form => self.error("office-not-number", "office-fix-number"),
            NotANumber::Size => self.error("office-number-too-large", "office-fix-number"),
            NotANumber::Digits => self.error(
                Say::new("office-too-many-digits").with("digits", digits),
                Say::new("office-fix-digits").with("digits", digits),
            ),
        })
    }
}

fn scaled(text: &str, digits: u8) -> Result<i64, NotANumber> {
    let text: String = text.nfkc().map(|c| if c == '\u{2212}' { '-' } else { c }).collect();
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole = ungrouped(whole).ok_or(NotANumber::Form)?;
    let point_without_digits = fraction.is_empty() && text.contains('.');
    if whole.is_empty() || point_without_digits || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NotANumber::Form);
    }
    let fraction = fraction.trim_end_matches('0');
    let room = usize::from(digits);
    if fraction.len() > room {
        return Err(NotANumber::Digits);
    }
    let units = format!("{whole}{fraction:0<room$}").parse::<i64>().map_err(|_| NotANumber::Size)?;
    Ok(if negative { -units } else { units })
}

/// Digits without the commas between groups of three, when they stand rightly.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let right =
        rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || (1..=3).contains(&first.len()));
    let digits = whole.replace(',', "");
    (right && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_or_refused() {
        for (text, digits, units) in [
            ("9.5", 3, 9500),
            ("９．５", 1, 95),
            ("-0.05", 2, -5),
            ("1,234.50", 1, 12345),
            ("９.０", 0, 9),
            ("+7", 0, 7),
            ("100000.00", 2, 10_000_000),
        ] {
            assert_eq!(scaled(text, digits), Ok(units), "{text}");
        }
        assert_eq!(scaled("9.55", 1), Err(NotANumber::Digits));
        assert_eq!(scaled("99999999999999999999", 0), Err(NotANumber::Size));
        for text in ["", ".", "5.", "1e3", "9分", "1,23", "--1", "0x10", "九", "1.2.3", ",123"] {
            assert_eq!(scaled(text, 2), Err(NotANumber::Form), "{text}");
        }
    }
}
