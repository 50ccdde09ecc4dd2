//! Reading text tables: UTF-8 with or without a mark, UTF-16 with one, GB18030; fields separated by comma, semicolon
//! or tab.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use crate::error::{Fault, Kind};
use crate::limits::Limits;
use crate::table::{Builder, Spent, Table};
use crate::value::{Address, Cell, Value};

pub(crate) fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Table>, Fault> {
    let text = decode(bytes)?;
    if text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n')) {
        return Err(Fault::WrongType(Kind::Unknown));
    }
    if looks_like_markup(&text) {
        return Err(Fault::WrongType(Kind::WebPage));
    }
    let mut spent = Spent::default();
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let mut builder = Builder::new(stem.to_owned(), limits, &mut spent);
    let mut records = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row = 0_u32;
    while records.read_record(&mut record).map_err(Fault::damaged)? {
        let start = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0);
        row = row.saturating_add(blank_lines(text.as_bytes(), start));
        for (column, field) in record.iter().enumerate() {
            let value = Value::text(unguarded(field));
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            builder.put(Address::new(row, column), Cell { value, formula: false })?;
        }
        row = row.saturating_add(1);
    }
    Ok(vec![builder.finish(false)])
}

/// Blank lines before the record that begins at that byte: rows to the eye, passed over by the reader.
fn blank_lines(text: &[u8], start: usize) -> u32 {
    let mut rest = text.get(start..).unwrap_or_default();
    if start > 0 && text.get(start - 1) == Some(&b'\r') {
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    let mut lines = 0;
    while let [first @ (b'\r' | b'\n'), tail @ ..] = rest {
        rest = if *first == b'\r' { tail.strip_prefix(b"\n").unwrap_or(tail) } else { tail };
        lines += 1;
    }
    lines
}

fn decode(bytes: &[u8]) -> Result<String, Fault> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return std::str::from_utf8(rest).map(str::to_owned).map_err(|_| Fault::Encoding);
    }
    for encoding in [UTF_16LE, UTF_16BE] {
        let mark: &[u8] = if encoding == UTF_16LE { b"\xff\xfe" } else { b"\xfe\xff" };
        if let Some(rest) = bytes.strip_prefix(mark) {
            let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
            return text.map(std::borrow::Cow::into_owned).ok_or(Fault::Encoding);
        }
    }
    if bytes.contains(&0) {
        return Err(Fault::WrongType(Kind::Unknown));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(std::borrow::Cow::into_owned).ok_or(Fault::Encoding)
}

fn looks_like_markup(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(16).collect::<String>().to_ascii_lowercase();
    ["<!doctype", "<html", "<table", "<?xml", "<head", "<meta", "<style", "<div", "<body", "mime-version:"]
        .iter()
        .any(|mark| start.starts_with(mark))
}

/// The separator that stands outside quotation marks equally often in each of the first lines, then most often.
fn delimiter(text: &str) -> u8 {
    const CANDIDATES: [char; 3] = [',', '\t', ';'];
    const LINES: usize = 20;
    let mut lines: Vec<[usize; 3]> = Vec::new();
    let mut line = [0; 3];
    let mut blank = true;
    let mut quoted = false;
    for c in text.chars().chain(['\n']) {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                if !blank {
                    lines.push(line);
                }
                if lines.len() == LINES {
                    break;
                }
                (line, blank) = ([0; 3], true);
                continue;
            }
            _ if !quoted => {
                if let Some((_, count)) =
                    CANDIDATES.iter().zip(&mut line).find(|(candidate, _)| **candidate == c)
                {
                    *count += 1;
                }
            }
            _ => {}
        }
        blank &= c.is_whitespace() && c != '\t';
    }
    let score = |index: usize| {
        let counts: Vec<usize> = lines.iter().filter_map(|line| line.get(index).copied()).collect();
        let first = counts.first().copied().unwrap_or(0);
        (first > 0 && counts.iter().all(|count| *count == first), counts.iter().sum::<usize>())
    };
    // Of equals the first wins: a comma before a tab before a semicolon.
    let best = (0..CANDIDATES.len()).rev().max_by_key(|index| score(*index));
    *best.and_then(|index| b",\t;".get(index)).unwrap_or(&b',')
}

/// Characters with which a spreadsheet program takes a text for a formula.
pub(crate) const FORMULA_STARTS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// Whether a text, after any apostrophes, begins like a formula.
pub(crate) fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA_STARTS)
}

/// The field without the apostrophe that our own export put before what looks like a formula.
fn unguarded(field: &str) -> &str {
    match field.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => field,
    }
}
