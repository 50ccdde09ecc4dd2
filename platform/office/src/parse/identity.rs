//! Identity numbers of citizens, GB 11643-1999: six digits of region, eight of birth, three of sequence (odd for men),
//! one check character by ISO 7064 MOD 11-2.

use kernel::{Day, Say, names};

use super::CellError;
use crate::table::Located;
use crate::value::Value;

/// Sex as the number encodes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

/// An identity number whose form, date and check character hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The 18 characters, `X` in capitals.
    pub number: String,
    /// Date of birth.
    pub born: Day,
    /// Sex.
    pub sex: Sex,
}

impl Located<'_> {
    /// An identity number of 18 characters.
    ///
    /// # Errors
    /// [`CellError`] saying which rule it breaks. The old form of 15 digits is refused with the number it became;
    /// a number that the office program kept as a number is refused because its last digits are lost.
    pub fn identity(&self) -> Result<Option<Identity>, CellError> {
        let Some(text) = self.typed()? else { return Ok(None) };
        if matches!(&self.cell.value, Value::Number(digits) if digits.len() > 15) {
            return Err(self.error("office-identity-lost-digits", "office-fix-identity-text"));
        }
        check_identity(&text).map(Some).map_err(|(reason, fix)| self.error(reason, fix))
    }
}

/// Checks an identity number that came from elsewhere, such as a form.
///
/// # Errors
/// The reason and the way to mend it.
pub fn check_identity(text: &str) -> Result<Identity, (Say, Say)> {
    let number = names::fold(text).to_uppercase();
    let fix = || Say::new("office-fix-identity");
    let all_digits = number.bytes().all(|b| b.is_ascii_digit());
    if number.len() == 15 && all_digits {
        let modern = modern(&number);
        return Err((
            Say::new("office-identity-old"),
            Say::new("office-fix-identity-old").with("number", modern),
        ));
    }
    if number.chars().count() != 18 {
        return Err((Say::new("office-identity-length").with("found", number.chars().count()), fix()));
    }
    let Some((body, check)) = number.split_at_checked(17) else {
        return Err((Say::new("office-identity-characters"), fix()));
    };
    if !body.bytes().all(|b| b.is_ascii_digit()) || !check.bytes().all(|b| b.is_ascii_digit() || b == b'X') {
        return Err((Say::new("office-identity-characters"), fix()));
    }
    let part = |from: usize, to: usize| body.get(from..to).unwrap_or_default();
    let born = match (part(6, 10).parse(), part(10, 12).parse(), part(12, 14).parse()) {
        (Ok(year), Ok(month), Ok(day)) if year >= 1850 => Day::new(year, month, day).ok(),
        _ => None,
    };
    let Some(born) = born else { return Err((Say::new("office-identity-birth"), fix())) };
    if !check.starts_with(check_character(body)) {
        return Err((Say::new("office-identity-checksum"), fix()));
    }
    let odd = part(16, 17).bytes().all(|b| b % 2 == 1);
    let sex = if odd { Sex::Male } else { Sex::Female };
    Ok(Identity { number, born, sex })
}

/// The check character of the first 17 digits.
fn check_character(body: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        body.bytes().zip(WEIGHTS).map(|(b, weight)| u32::from(b.saturating_sub(b'0')) * weight).sum();
    "10X98765432".chars().nth(usize::try_from(sum % 11).unwrap_or(0)).unwrap_or('X')
}

/// The 18 characters that an old number of 15 digits became: the century is put in, the check character added.
fn modern(old: &str) -> String {
    let (region, rest) = old.split_at_checked(6).unwrap_or_default();
    let body = format!("{region}19{rest}");
    let check = check_character(&body);
    body + &check.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_s_own_examples_hold() {
        let woman = check_identity("11010519491231002X").unwrap();
        assert_eq!((woman.born.to_string().as_str(), woman.sex), ("1949-12-31", Sex::Female));
        let man = check_identity("４４０５２４１８８００１０１００１４").unwrap();
        assert_eq!((man.born.to_string().as_str(), man.sex), ("1880-01-01", Sex::Male));
        assert_eq!(check_identity(" 11010519491231002x ").unwrap().number, "11010519491231002X");
    }

    #[test]
    fn each_broken_rule_is_named() {
        for (text, key) in [
            ("110105194912310021", "office-identity-checksum"),
            ("110105194902300024", "office-identity-birth"),
            ("1101051949123100", "office-identity-length"),
            ("11010519491231OO2X", "office-identity-characters"),
            ("男男男男男男男男男男男男男男男男男男", "office-identity-characters"),
            ("110105491231002", "office-identity-old"),
        ] {
            assert_eq!(check_identity(text).unwrap_err().0.key, key, "{text}");
        }
        let (_, fix) = check_identity("110105491231002").unwrap_err();
        assert_eq!(fix.args, [("number", "11010519491231002X".to_owned())]);
    }
}
