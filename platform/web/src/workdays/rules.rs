//! A list of holidays and make-up days as text, one day a line: `2015-10-01 休 国庆节`.

use std::collections::BTreeMap;

use kernel::workdays::Exception;
use kernel::{Day, Say, names};

/// Characters that a name may have.
pub(super) const NAME_LENGTH: usize = 40;
/// Lines that a list may have: some twenty years.
const LINES: usize = 1_000;

/// A line that cannot be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFault {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub say: Say,
}

/// Reads a list. Blank lines and lines that begin with `#` are passed over; between the parts stand blanks, tabs or
/// commas; the day is written as 2015-10-01, 2015/10/1, 2015.10.1 or 2015年10月1日; the kind is 休 or 班, `off` or `work`.
///
/// # Errors
/// Every line that cannot be read, and nothing else.
pub fn parse(text: &str) -> Result<Vec<Exception>, Vec<LineFault>> {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    let mut seen = BTreeMap::new();
    for (number, text) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        if text.trim().is_empty() || text.trim_start().starts_with('#') {
            continue;
        }
        let read = line(text).and_then(|exception| match seen.insert(exception.day, number) {
            Some(first) => Err(Say::new("workday-line-twice").with("first", first)),
            None => Ok(exception),
        });
        match read {
            Ok(exception) => found.push(exception),
            Err(say) => faults.push(LineFault { line: number, say }),
        }
    }
    if found.len() > LINES {
        faults.push(LineFault { line: LINES + 1, say: Say::new("workday-line-many").with("n", LINES) });
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

fn line(text: &str) -> Result<Exception, Say> {
    let mut parts = text
        .split(|c: char| c.is_whitespace() || [',', '，', '、'].contains(&c))
        .filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or_default();
    let day = day(first).ok_or_else(|| Say::new("workday-line-day").with("text", cut(first)))?;
    let kind = parts.next().unwrap_or_default();
    let working = working(kind).ok_or_else(|| Say::new("workday-line-kind").with("text", cut(kind)))?;
    let name = parts.collect::<Vec<_>>().join(" ");
    match name_fault(&name) {
        Some(say) => Err(say),
        None => Ok(Exception { day, working, name }),
    }
}

/// What is wrong with a name, if anything.
pub(super) fn name_fault(name: &str) -> Option<Say> {
    match name.chars().count() {
        0 => Some(Say::new("workday-name-missing")),
        n if n > NAME_LENGTH => Some(Say::new("workday-name-long").with("n", NAME_LENGTH)),
        _ => None,
    }
}

/// A day in one of its spellings.
fn day(text: &str) -> Option<Day> {
    let plain = names::fold(text).replace(['/', '.', '年', '月'], "-");
    Day::parse(plain.trim_end_matches('日')).ok().filter(|day| super::month::YEARS.contains(&day.year()))
}

/// Whether the word stands for a working day.
pub(super) fn working(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "休" | "休息" | "放假" | "off" | "rest" => Some(false),
        "班" | "上班" | "work" => Some(true),
        _ => None,
    }
}

/// What was written, short enough for a sentence.
fn cut(text: &str) -> String {
    text.chars().take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, bool, String)> {
        let found = parse(text).unwrap();
        found.into_iter().map(|e| (e.day.to_string(), e.working, e.name)).collect()
    }

    #[test]
    fn a_list_is_read_in_every_spelling_that_offices_use() {
        let text = "\u{feff}# 国庆\n2015-10-01 休 国庆节\n\n2015/10/2,休,国庆节\n２０１５年１０月３日　休　国庆节\n\
                    2015.10.10\t班\t国庆节 调休\n2016-01-01 off New Year\r\n";
        let rows = read(text);
        assert_eq!(rows.len(), 5);
        assert_eq!(rows[2], ("2015-10-03".into(), false, "国庆节".into()));
        assert_eq!(rows[3], ("2015-10-10".into(), true, "国庆节 调休".into()));
        assert_eq!(rows[4], ("2016-01-01".into(), false, "New Year".into()));
    }

    #[test]
    fn every_bad_line_is_told_by_its_number() {
        let text = "2015-02-30 休 春节\n2015-10-01 假 国庆节\n2015-10-02 休\n2015-10-03 休 国庆节\n2015-10-03 班 国庆节\n";
        let faults = parse(text).unwrap_err();
        let told: Vec<_> = faults.iter().map(|fault| (fault.line, fault.say.key)).collect();
        assert_eq!(
            told,
            [
                (1, "workday-line-day"),
                (2, "workday-line-kind"),
                (3, "workday-name-missing"),
                (5, "workday-line-twice"),
            ]
        );
    }

    #[test]
    fn the_list_of_the_sample_organ_is_whole() {
        let found = parse(include_str!("../../../../samples/workdays.txt")).unwrap();
        let workdays = kernel::Workdays::new(found);
        let year = |year: i16| {
            let last = |year: i16| Day::new(year, 12, 31).unwrap();
            workdays.count(last(year - 1), last(year))
        };
        // Weekdays of the year less the eleven days of the law, in 2015 one more.
        assert_eq!((year(2014), year(2015), year(2016)), (250, 249, 250));
    }
}
