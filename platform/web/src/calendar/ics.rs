//! Occasions as an iCalendar document (RFC 5545): whole days, lines folded at 75 octets, texts escaped.

use kernel::{Day, Moment};
use sm3::{Digest, Sm3};

/// An entry of the document.
#[derive(Debug, Clone)]
pub(super) struct Event {
    /// Its first day.
    pub(super) day: Day,
    /// Its last day.
    pub(super) until: Day,
    /// What it is.
    pub(super) title: String,
    /// One line more; may be empty.
    pub(super) detail: String,
    /// What kind it is.
    pub(super) kind: String,
    /// Whole address of its page; may be empty.
    pub(super) url: String,
}

/// The document. `now` is when it was made, `name` what calendar programs call it.
pub(super) fn document(name: &str, events: &[Event], now: Moment) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Jinwei//Calendar//ZH".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        format!("X-WR-CALNAME:{}", escape(name)),
        "X-PUBLISHED-TTL:PT6H".to_owned(),
    ];
    for event in events {
        lines.push("BEGIN:VEVENT".into());
        lines.push(format!("UID:{}@jinwei", uid(event)));
        lines.push(format!("DTSTAMP:{}", stamp(now)));
        lines.push(format!("DTSTART;VALUE=DATE:{}", date(event.day)));
        // The end of whole days is the day after the last one (RFC 5545, section 3.6.1).
        lines.push(format!("DTEND;VALUE=DATE:{}", date(event.until.plus_days(1))));
        lines.push(format!("SUMMARY:{}", escape(&event.title)));
        if !event.detail.is_empty() {
            lines.push(format!("DESCRIPTION:{}", escape(&event.detail)));
        }
        lines.push(format!("CATEGORIES:{}", escape(&event.kind)));
        if !event.url.is_empty() {
            lines.push(format!("URL:{}", event.url));
        }
        lines.push("TRANSP:TRANSPARENT".into());
        lines.push("END:VEVENT".into());
    }
    lines.push("END:VCALENDAR".into());
    lines.iter().map(|line| fold(line) + "\r\n").collect()
}

/// The same entry has the same name in every document, so that programs do not show it twice.
fn uid(event: &Event) -> String {
    let text = format!("{}\n{}\n{}\n{}", event.day, event.kind, event.title, event.url);
    Sm3::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn date(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day_of_month())
}

/// A moment in UTC, as `20151202T060500Z`.
fn stamp(now: Moment) -> String {
    let (day, second) = (Day::from_epoch_days(now.0.div_euclid(86_400)), now.0.rem_euclid(86_400));
    format!("{}T{:02}{:02}{:02}Z", date(day), second / 3600, second / 60 % 60, second % 60)
}

/// A text value (RFC 5545, section 3.3.11).
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Folds a line so that none has more than 75 octets; a character is never split (RFC 5545, section 3.1).
fn fold(line: &str) -> String {
    const OCTETS: usize = 75;
    let mut folded = String::with_capacity(line.len() + line.len() / 30);
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > OCTETS {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(c);
        length += c.len_utf8();
    }
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event(title: &str) -> Event {
        Event {
            day: Day::parse("2015-10-01").unwrap(),
            until: Day::parse("2015-10-07").unwrap(),
            title: title.into(),
            detail: String::new(),
            kind: "放假".into(),
            url: "https://dangjian.example/workdays?year=2015".into(),
        }
    }

    #[test]
    fn whole_days_end_on_the_day_after() {
        let text = document("日程", &[event("国庆节")], Moment(1_449_036_300));
        assert!(
            text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n")
        );
        for line in [
            "DTSTART;VALUE=DATE:20151001",
            "DTEND;VALUE=DATE:20151008",
            "DTSTAMP:20151202T060500Z",
            "SUMMARY:国庆节",
            "URL:https://dangjian.example/workdays?year=2015",
        ] {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{line}");
        }
    }

    #[test]
    fn an_entry_keeps_its_name_and_another_has_another() {
        let name = |title: &str| uid(&event(title));
        assert_eq!(name("国庆节"), name("国庆节"));
        assert_ne!(name("国庆节"), name("中秋节"));
    }

    #[test]
    fn marks_of_the_format_are_escaped() {
        assert_eq!(escape("a;b,c\\d\ne\r"), "a\\;b\\,c\\\\d\\ne");
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_unfolding_gives_it_back(text in "\\PC{0,200}") {
            let folded = fold(&text);
            prop_assert!(folded.split("\r\n").all(|line| line.len() <= 75));
            prop_assert_eq!(folded.replace("\r\n ", ""), text);
        }
    }
}
