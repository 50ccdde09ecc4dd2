//! Identity numbers that are right in form and belong to nobody.

use crate::{Date, Sex};

/// The region of every number made here.
///
/// GB/T 2260 gives the first digit to the great regions 1 to 8, and 9 opens the permanent residence cards of foreigners;
/// 81 to 83 look empty but are in use for residents from Hong Kong, Macao and Taiwan. No number that was ever issued
/// begins with 0, and a reader sees at once that this one was not. Checkers of form and check character accept it.
pub const REGION: &str = "000000";

/// The number of somebody born on that day, with a sequence of 0 to 499 that tells persons of one birthday and sex
/// apart (higher ones wrap round).
///
/// The 15th to 17th digits are odd for men and even for women, the 18th is the check character of ISO 7064 MOD 11-2, as
/// GB 11643-1999 has it.
pub fn identity(born: Date, sex: Sex, sequence: u32) -> String {
    let sequence = sequence % 500 * 2 + u32::from(sex == Sex::Male);
    let mut number = format!("{REGION}{:04}{:02}{:02}{sequence:03}", born.year, born.month, born.day);
    number.push(check_character(&number));
    number
}

/// The character that makes the sum over all places of digit × 2^(place from the right − 1) leave 1 modulo 11.
fn check_character(digits: &str) -> char {
    let doubled = digits.chars().filter_map(|c| c.to_digit(10)).fold(0, |sum, digit| (sum + digit) * 2 % 11);
    match (12 - doubled) % 11 {
        10 => 'X',
        value => char::from_digit(value, 10).unwrap_or('X'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_character_is_that_of_the_standard_s_examples() {
        assert_eq!(check_character("11010519491231002"), 'X');
        assert_eq!(check_character("44052418800101001"), '4');
    }

    #[test]
    fn a_number_says_birth_and_sex() {
        let number = identity(Date::new(1976, 6, 19), Sex::Male, 7);
        assert_eq!(&number[..17], "00000019760619015");
        let number = identity(Date::new(1976, 6, 19), Sex::Female, 499);
        assert_eq!(&number[..17], "00000019760619998");
    }
}
