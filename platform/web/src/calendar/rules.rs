//! Order of what is to be done, and how its day is told.

use kernel::{Day, Say};

use crate::domain::{Occasion, Todo};

/// Days before the last one from which it is said to be near.
const NEAR: i64 = 3;

/// The earliest due first, then what has no day.
pub(super) fn by_urgency(todos: &mut [Todo]) {
    todos.sort_by(|a, b| {
        (a.due.is_none(), a.due, &a.title, &a.href).cmp(&(b.due.is_none(), b.due, &b.title, &b.href))
    });
}

/// Those that touch the year, by day.
pub(super) fn within(occasions: &mut Vec<Occasion>, year: i16) {
    occasions.retain(|occasion| {
        occasion.day.year() <= year && occasion.until.unwrap_or(occasion.day).year() >= year
    });
    occasions.sort_by(|a, b| (a.day, a.until, &a.title).cmp(&(b.day, b.until, &b.title)));
}

/// How far a day is away, and the tone in which that is said.
pub(super) fn distance(due: Option<Day>, today: Day) -> (Say, &'static str) {
    let Some(due) = due else { return (Say::new("todo-no-day"), "") };
    match today.days_until(due) {
        0 => (Say::new("todo-today"), "warn"),
        n if n < 0 => (Say::new("todo-overdue").with("n", -n), "bad"),
        n => (Say::new("todo-left").with("n", n), if n <= NEAR { "warn" } else { "" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn todo(title: &str, due: Option<&str>) -> Todo {
        Todo { title: title.into(), detail: String::new(), due: due.map(day), href: "/".into() }
    }

    #[test]
    fn what_is_most_overdue_comes_first_and_what_has_no_day_last() {
        let mut todos = [
            todo("c", None),
            todo("b", Some("2015-12-02")),
            todo("a", Some("2015-12-02")),
            todo("d", Some("2015-11-30")),
        ];
        by_urgency(&mut todos);
        assert_eq!(todos.map(|todo| todo.title).concat(), "dabc");
    }

    #[test]
    fn a_day_is_told_by_how_far_it_is() {
        let told = |due: Option<&str>| {
            let (say, tone) = distance(due.map(day), day("2015-12-02"));
            (say.key, say.args.first().map(|(_, n)| n.clone()), tone)
        };
        assert_eq!(told(Some("2015-11-30")), ("todo-overdue", Some("2".into()), "bad"));
        assert_eq!(told(Some("2015-12-02")), ("todo-today", None, "warn"));
        assert_eq!(told(Some("2015-12-05")), ("todo-left", Some("3".into()), "warn"));
        assert_eq!(told(Some("2015-12-06")), ("todo-left", Some("4".into()), ""));
        assert_eq!(told(None), ("todo-no-day", None, ""));
        assert!(todo("a", Some("2015-12-01")).overdue(day("2015-12-02")));
        assert!(!todo("a", Some("2015-12-02")).overdue(day("2015-12-02")));
    }

    #[test]
    fn an_occasion_across_new_year_stands_in_both_years() {
        let over = |from: &str, until: Option<&str>| Occasion {
            day: day(from),
            until: until.map(day),
            title: String::new(),
            href: String::new(),
            kind: "occasion-holiday",
        };
        let all =
            [over("2015-12-30", Some("2016-01-03")), over("2015-01-01", None), over("2016-02-07", None)];
        let in_year = |year: i16| {
            let mut found = all.to_vec();
            within(&mut found, year);
            found.iter().map(|occasion| occasion.day.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(in_year(2015), ["2015-01-01", "2015-12-30"]);
        assert_eq!(in_year(2016), ["2015-12-30", "2016-02-07"]);
    }
}
