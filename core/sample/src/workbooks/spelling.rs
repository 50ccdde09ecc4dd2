//! How offices type: several spellings of a date, full-width digits, stray blanks. All of it from chance, none of it
//! changes what is meant.

use rand::RngExt;

use super::page::Entry;
use crate::{Chance, Date};

/// A date as a cell or in one of the usual spellings; of some only the month is left.
pub(super) fn date(chance: &mut Chance, date: Date) -> Entry {
    let Date { year, month, day } = date;
    Entry::Text(match chance.random_range(0..7) {
        0 | 1 => return Entry::Day(date),
        2 => format!("{year}.{month:02}"),
        3 => format!("{year}年{month}月"),
        4 => format!("{year}-{month:02}-{day:02}"),
        5 => format!("{year}/{month}/{day}"),
        _ => format!("{year}{month:02}{day:02}"),
    })
}

/// A number as such, now and then as text between blanks or in full width.
pub(super) fn count(chance: &mut Chance, number: u32) -> Entry {
    match chance.random_range(0..24) {
        0 => Entry::Text(format!(" {number} ")),
        1 => Entry::Text(full_width(&number.to_string())),
        2 => Entry::Text(number.to_string()),
        _ => Entry::Number(number),
    }
}

/// A mark in half points as a number, rarely as text in full width with its tenths.
pub(super) fn mark(chance: &mut Chance, halves: u32) -> Entry {
    if chance.random_ratio(1, 90) {
        let tenths = if halves.is_multiple_of(2) { "0" } else { "5" };
        Entry::Text(full_width(&format!("{}.{tenths}", halves / 2)))
    } else {
        Entry::Halves(halves)
    }
}

/// A code, every fifth with a blank behind it.
pub(super) fn code(code: &str, row: usize) -> String {
    if row % 5 == 4 { format!("{code} ") } else { code.to_owned() }
}

/// A body's name, rarely with a blank that slipped in.
pub(super) fn organisation(chance: &mut Chance, name: &str) -> String {
    match name.char_indices().rev().nth(2) {
        Some((at, _)) if chance.random_ratio(1, 30) => {
            let (front, back) = name.split_at(at);
            format!("{front} {back}")
        }
        _ => name.to_owned(),
    }
}

/// A person's name; offices stretch some of the short ones to the width of three characters.
pub(super) fn person(chance: &mut Chance, name: &str) -> String {
    let mut characters = name.chars();
    match (characters.next(), characters.next(), characters.next()) {
        (Some(surname), Some(given), None) if chance.random_ratio(1, 4) => {
            format!("{surname}\u{3000}{given}")
        }
        _ => name.to_owned(),
    }
}

/// An identity number, rarely in full width, with a small x or with a blank behind it.
pub(super) fn identity(chance: &mut Chance, number: &str) -> String {
    match chance.random_range(0..60) {
        0 => full_width(number),
        1 => format!("{number} "),
        2..=4 => number.to_lowercase(),
        _ => number.to_owned(),
    }
}

/// A telephone number, rarely in full width or in groups.
pub(super) fn telephone(chance: &mut Chance, number: &str) -> String {
    match (chance.random_range(0..60), number.split_at_checked(3)) {
        (0, _) => full_width(number),
        (1, Some((block, rest))) => format!("{block}-{rest}"),
        _ => number.to_owned(),
    }
}

fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '.' => '．',
            _ => c.to_digit(10).and_then(|digit| char::from_u32('０' as u32 + digit)).unwrap_or(c),
        })
        .collect()
}
