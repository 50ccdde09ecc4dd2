//! The home page, the calendar of a year and its feed, and what is remembered between two looks.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use axum::http::StatusCode;
use kernel::{Day, Problem, Role};
use store::{Conn, Migrations};
use testkit::db::{Fresh, each_backend};
use web::{Domain, Memo, Occasion, Texts, Todo, Visitor};

use crate::house::{House, PASSWORD, domains, migrations};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// A domain with something to do for reviewers and a meeting that everybody sees.
fn panel() -> Domain {
    fn todos(_: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
        if !visitor.who.grants.iter().any(|grant| grant.role == Role::Reviewer) {
            return Ok(Vec::new());
        }
        let todo = |title: &str, due: Option<&str>| Todo {
            title: title.into(),
            detail: String::new(),
            due: due.map(day),
            href: "/cycles".into(),
        };
        Ok(vec![
            todo("later", Some("2015-03-09")),
            todo("some day", None),
            todo("late", Some("2015-02-27")),
            todo("now", Some("2015-03-02")),
        ])
    }
    fn agenda(_: &mut Conn, _: &Visitor, year: i16) -> Result<Vec<Occasion>, Problem> {
        let title = "Meeting, of all; members".into();
        let meeting = Occasion {
            day: day("2015-03-20"),
            until: None,
            title,
            href: "/cycles/1".into(),
            kind: "nav-home",
        };
        Ok(if year == 2015 { vec![meeting] } else { Vec::new() })
    }
    let texts = Texts { part: "panel", zh: "", en: "" };
    Domain {
        todos: Some(todos),
        agenda: Some(agenda),
        ..Domain::named("panel", Migrations { domain: "panel", steps: &[] }, texts)
    }
}

static WITH_PANEL: LazyLock<Vec<Domain>> = LazyLock::new(|| [domains(), vec![panel()]].concat());

fn houses(test: impl Fn(&House, &Fresh)) {
    each_backend(&migrations(&domains()), |fresh| test(&House::on(fresh, &WITH_PANEL), fresh));
}

#[test]
fn the_home_page_begins_with_what_is_most_urgent() {
    houses(|house, _| {
        let reviewer = house.someone(Role::Reviewer);
        let page = house.get("/", &reviewer).body;
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no {text} in {page}"));
        assert!(
            at("逾期 3 天") < at("今天") && at("今天") < at("还有 7 天") && at("还有 7 天") < at("未定期限")
        );
        assert!(at(">late<") < at("Meeting, of all; members"));
        let staff = house.someone(Role::Staff);
        let page = house.get("/", &staff).body;
        assert!(page.contains("目前没有要办的事") && !page.contains("逾期"));
    });
}

#[test]
fn whoever_keeps_the_working_days_is_asked_for_those_of_the_year() {
    houses(|house, _| {
        let office = house.someone(Role::CommitteeAdmin);
        assert!(house.get("/", &office).body.contains("录入 2015 年的节假日和调休"));
        house.post("/workdays", &office, "day=2015-10-01&kind=off&name=festival");
        let page = house.get("/", &office).body;
        assert!(!page.contains("录入 2015 年的节假日和调休"));
        assert!(house.get("/calendar?year=2015", &office).body.contains("id=\"day-2015-10-01\""));
    });
}

#[test]
fn the_feed_is_a_calendar_that_programs_read() {
    houses(|house, _| {
        let reviewer = house.someone(Role::Reviewer);
        let feed = house.get("/calendar.ics", &reviewer);
        assert_eq!((feed.status, feed.mime.as_str()), (StatusCode::OK, "text/calendar; charset=utf-8"));
        let unfolded = feed.body.replace("\r\n ", "");
        assert!(unfolded.contains("DTSTART;VALUE=DATE:20150320\r\nDTEND;VALUE=DATE:20150321\r\n"));
        assert!(unfolded.contains("SUMMARY:Meeting\\, of all\\; members\r\n"));
        // What is overdue stands on today; what has no day does not stand in it.
        assert!(
            unfolded
                .contains("DTSTART;VALUE=DATE:20150302\r\nDTEND;VALUE=DATE:20150303\r\nSUMMARY:待办：late")
        );
        assert!(!unfolded.contains("some day"));
        assert!(feed.body.split("\r\n").all(|line| line.len() <= 75));
    });
}

#[test]
fn figures_are_remembered_until_somebody_writes() {
    houses(|house, fresh| {
        let memo = Memo::default();
        let made = Arc::new(AtomicUsize::new(0));
        let look = || {
            let (memo, made) = (memo.clone(), Arc::clone(&made));
            fresh
                .read(move |c| {
                    let value = memo.hold(c, "figure", |_| Ok(made.fetch_add(1, Ordering::SeqCst)))?;
                    Ok((value, c.queries()))
                })
                .unwrap()
        };
        assert_eq!(look().0, 0);
        assert_eq!(look(), (0, 1));
        // Somebody signs in: nothing that figures count has changed.
        house.account("zhang", &[Role::CommitteeAdmin]);
        assert_eq!(look().0, 1);
        let cookie = house.sign_in("zhang", PASSWORD);
        assert_eq!(look(), (1, 2));
        assert_eq!(look(), (1, 1));
        house.post("/workdays", &cookie, "day=2015-10-01&kind=off&name=festival");
        assert_eq!(look().0, 2);
    });
}
