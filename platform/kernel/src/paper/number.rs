//! Numbers of headings.

use super::Level;

/// What stands before the n-th heading of a level: 一、 （一） 1. in Chinese; I. (1) a. in other languages.
pub(super) fn of_heading(level: Level, n: usize, chinese: bool) -> String {
    match (level, chinese) {
        (Level::First, true) => format!("{}、", in_characters(n)),
        (Level::Second, true) => format!("（{}）", in_characters(n)),
        (Level::Third, true) => format!("{n}. "),
        (Level::First, false) => format!("{}. ", in_letters(n)),
        (Level::Second, false) => format!("({n}) "),
        (Level::Third, false) => format!("{n}. "),
    }
}

/// 一 to 九十九; beyond that digits.
fn in_characters(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: usize| DIGITS.get(n).copied().unwrap_or_default();
    match n {
        1..=9 => digit(n).to_owned(),
        10..=19 => format!("十{}", digit(n % 10)),
        20..=99 => format!("{}十{}", digit(n / 10), digit(n % 10)),
        _ => n.to_string(),
    }
}

/// 1 to 39, as Romans count; beyond that digits.
fn in_letters(n: usize) -> String {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    match (ONES.get(n % 10), n) {
        (Some(ones), 1..=39) => format!("{}{ones}", "X".repeat(n / 10)),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numbers_are_written_as_they_are_said() {
        let said: Vec<_> = [1, 9, 10, 11, 20, 28, 99, 100].map(in_characters).into();
        assert_eq!(said, ["一", "九", "十", "十一", "二十", "二十八", "九十九", "100"]);
    }

    #[test]
    fn roman_numbers() {
        assert_eq!([1, 4, 10, 19, 40].map(in_letters), ["I", "IV", "X", "XIX", "40"]);
    }
}
