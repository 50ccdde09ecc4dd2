//! The house's own part: holidays in the calendar, and that somebody has to enter those of a year.

use kernel::access::reach_of;
use kernel::workdays::Exception;
use kernel::{Act, Day, Problem, Workdays};
use store::Conn;

use crate::access::KeepWorkdays;
use crate::domain::{Occasion, Todo, Visitor};

/// Month from which the holidays of the next year are asked for: the notice comes out in December.
const NOTICE_MONTH: i8 = 12;

/// That the holidays of this year, and in December of the next, are not entered yet.
pub(crate) fn todos(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
    if reach_of(&visitor.who, KeepWorkdays::ALLOW, visitor.today).is_none() {
        return Ok(Vec::new());
    }
    let workdays = crate::workdays::read(c)?;
    let missing = missing(&workdays, visitor.today).into_iter();
    let todo = |year: i16| Todo {
        title: visitor.words.f("todo-workdays", [("year", year.to_string())]),
        detail: visitor.words.t("todo-workdays-why"),
        // A year that has begun without them is not late by so many days: its terms are simply counted wrong.
        due: Day::new(year - 1, 12, 31).ok().filter(|due| *due >= visitor.today),
        href: "/workdays/entry".into(),
    };
    Ok(missing.map(todo).collect())
}

/// Years whose holidays should be entered and are not.
fn missing(workdays: &Workdays, today: Day) -> Vec<i16> {
    let year = today.year();
    let asked = if today.month() >= NOTICE_MONTH { vec![year, year + 1] } else { vec![year] };
    let entered = |year: i16| workdays.exceptions().any(|exception| exception.day.year() == year);
    asked.into_iter().filter(|year| !entered(*year)).collect()
}

/// The holidays of the year, each festival once.
pub(crate) fn agenda(c: &mut Conn, visitor: &Visitor, year: i16) -> Result<Vec<Occasion>, Problem> {
    let workdays = crate::workdays::read(c)?;
    let occasion = |(first, last): (&Exception, Day)| Occasion {
        day: first.day,
        until: (last != first.day).then_some(last),
        title: if first.working {
            visitor.words.f("occasion-make-up-of", [("name", first.name.clone())])
        } else {
            first.name.clone()
        },
        href: format!("/workdays?year={year}"),
        kind: if first.working { "occasion-make-up" } else { "occasion-holiday" },
    };
    Ok(runs(&workdays).into_iter().map(occasion).collect())
}

/// Neighbouring days of the same kind and name, as the first of them and its last day.
fn runs(workdays: &Workdays) -> Vec<(&Exception, Day)> {
    let mut runs: Vec<(&Exception, Day)> = Vec::new();
    for exception in workdays.exceptions() {
        match runs.last_mut() {
            Some((first, last))
                if (first.working, &first.name) == (exception.working, &exception.name)
                    && last.plus_days(1) == exception.day =>
            {
                *last = exception.day;
            }
            _ => runs.push((exception, exception.day)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn workdays(days: &[(&str, bool, &str)]) -> Workdays {
        let exception = |(text, working, name): &(&str, bool, &str)| Exception {
            day: day(text),
            working: *working,
            name: (*name).into(),
        };
        Workdays::new(days.iter().map(exception))
    }

    #[test]
    fn a_festival_of_some_days_is_one_occasion() {
        let workdays = workdays(&[
            ("2015-09-27", false, "中秋节"),
            ("2015-10-01", false, "国庆节"),
            ("2015-10-02", false, "国庆节"),
            ("2015-10-03", true, "国庆节"),
            ("2015-10-05", false, "国庆节"),
        ]);
        let found: Vec<_> = runs(&workdays)
            .into_iter()
            .map(|(first, last)| (first.day.to_string(), last.to_string()))
            .collect();
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            found,
            [
                pair("2015-09-27", "2015-09-27"),
                pair("2015-10-01", "2015-10-02"),
                pair("2015-10-03", "2015-10-03"),
                pair("2015-10-05", "2015-10-05"),
            ]
        );
    }

    #[test]
    fn the_next_year_is_asked_for_in_december() {
        let entered = workdays(&[("2015-01-01", false, "元旦")]);
        assert!(missing(&entered, day("2015-11-30")).is_empty());
        assert_eq!(missing(&entered, day("2015-12-01")), [2016]);
        assert_eq!(missing(&Workdays::default(), day("2015-03-01")), [2015]);
    }
}
