//! Facts that another domain tells: read while the cycle takes figures, kept with their records, and never read after.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use kernel::contracts::{FactKind, Facts, Measured};
use kernel::{Day, Moment, OrgId, Problem, RecordRef, Role};
use store::{Conn, Migrations};
use testkit::db::{Fresh, START, each_backend};
use web::{Domain, RecordBrief, RecordKind, Texts, Visitor};

use crate::files_of;
use crate::house::{House, Prepare, domains, migrations};
use crate::year::under_way;

/// Tells that so many of three things were done in time, in each organisation but the last.
struct Teller(Arc<AtomicI64>);

impl Facts<Conn> for Teller {
    fn kinds(&self) -> Vec<FactKind> {
        vec![FactKind { code: "things_on_time", label: "thing-on-time" }]
    }

    fn measure(
        &self,
        _: &mut Conn,
        fact: &str,
        year: i16,
        until: Day,
        orgs: &[OrgId],
    ) -> Result<Vec<Measured>, Problem> {
        assert_eq!((fact, year), ("things_on_time", 2014));
        assert!(until <= Day::parse("2015-03-02").unwrap());
        let part = self.0.load(Ordering::Relaxed);
        let told = |org: &OrgId| Measured {
            org: *org,
            part: if org.0 == 42 { 0 } else { part },
            whole: if org.0 == 42 { 0 } else { 3 },
            records: (1..=3).map(|n| (RecordRef::new("thing", org.0 * 10 + n), n <= part)).collect(),
        };
        Ok(orgs.iter().map(told).collect())
    }
}

fn briefs(_: &mut Conn, _: &Visitor, ids: &[i64]) -> Result<Vec<RecordBrief>, Problem> {
    let brief = |id: &i64| RecordBrief {
        id: *id,
        title: format!("第{id}件事"),
        detail: String::new(),
        state: "办结".into(),
        tone: "done",
        href: format!("/things/{id}"),
        org: None,
    };
    // The third thing of each organisation is not for everybody.
    Ok(ids.iter().filter(|id| *id % 10 != 3).map(brief).collect())
}

fn house(fresh: &Fresh) -> (House, Arc<AtomicI64>) {
    const NONE: Migrations = Migrations { domain: "things", steps: &[] };
    const WORDS: Texts = Texts {
        part: "things",
        zh: "record-thing = 事项\nthing-on-time = 按期办结的事项",
        en: "record-thing = Thing\nthing-on-time = Things done in time",
    };
    let done = Arc::new(AtomicI64::new(2));
    let kind = RecordKind {
        kind: "thing",
        label: "record-thing",
        icon: "check",
        stage: 30,
        brief: briefs,
        find: |_, _, _| Ok(Vec::new()),
        may_link: |_, _, _| Ok(false),
    };
    let things = Domain {
        facts: Some(Arc::new(Teller(Arc::clone(&done)))),
        records: vec![kind],
        ..Domain::named("things", NONE, WORDS)
    };
    let mut domains = domains();
    domains.push(things);
    (House::with(fresh, &domains), done)
}

const BY_PANEL: &str = r#"missing = "block"
method = { kind = "panel", average = "trimmed", trim_from = 5, fallback = "mean", quorum = 1 }

# Other methods"#;
const BY_RECORDS: &str = r#"missing = "exclude"
method = { kind = "formula", fact = "things_on_time", rule = { kind = "linear", floor = "0%", target = "100%" } }

# Other methods"#;

/// A year in which the last indicator of the scheme follows from records.
fn prepared(fresh: &Fresh) -> (House, Arc<AtomicI64>, String) {
    under_way(fresh);
    let text = crate::scheme_text();
    let changed = text.replace(BY_PANEL, BY_RECORDS);
    assert_ne!(text, changed);
    let permit = testkit::db::permit::<Prepare>();
    let write = fresh.db().write(&permit, move |tx| {
        tx.run("UPDATE appraisal_schemes SET toml = $1", &[&changed])?;
        Ok(tx.run("DELETE FROM appraisal_marks WHERE indicator = 'innovation'", &[])?)
    });
    write.unwrap();
    let (house, done) = house(fresh);
    let admin = house.someone(Role::CommitteeAdmin);
    (house, done, admin)
}

const READ: [(&str, &str); 1] = [("until", "2014-12-31")];
const FIGURE: &str = "/cycles/2/organisations/2/figures/innovation";

/// What stands in the table of facts for an organisation: the value and where it is from.
fn fact(house: &House, cookie: &str, org: i64) -> (String, String) {
    let page = house.json("/cycles/2/facts", cookie).json();
    let rows = page["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["org"] == org).unwrap();
    let text = |name: &str| row["fields"][0][name].as_str().unwrap().to_owned();
    (text("value"), text("from"))
}

#[test]
fn what_is_recorded_is_read_exactly_and_a_closed_cycle_reads_nothing() {
    each_backend(&migrations(), |fresh| {
        let (house, done, admin) = prepared(fresh);
        let page = house.page("/cycles/2/facts", &admin).text();
        assert!(page.contains("特色创新 ← 按期办结的事项"), "{page}");
        let future = [("until", "2015-03-03")];
        assert_eq!(house.send("/cycles/2/facts/reading", &admin, &future).status, 422);
        let read = house.send("/cycles/2/facts/reading", &admin, &READ);
        assert_eq!(read.status, 303, "{}", read.text());
        let (value, from) = fact(&house, &admin, 2);
        assert!(from.contains("2/3") && from.contains("2014年12月31日"), "{value}: {from}");
        assert_eq!(fact(&house, &admin, 42), (String::new(), String::new()), "nothing to count is no number");
        // Sent back as it is shown, it is still what was read; typed over, it is what was typed.
        let again = [("2.things_on_time", value.as_str())];
        assert_eq!(house.send("/cycles/2/facts", &admin, &again).status, 303);
        assert_eq!(fact(&house, &admin, 2), (value, from));
        assert_eq!(house.send("/cycles/2/facts", &admin, &[("3.things_on_time", "90%")]).status, 303);
        assert_eq!(fact(&house, &admin, 3), ("0.9".into(), String::new()));

        let go = |to: &str| {
            let moved = house.send("/cycles/2/progress", &admin, &[("to", to), ("knowing", "yes")]);
            assert_eq!(moved.status, 303, "{}", moved.text());
        };
        go("mass_evaluation");
        let files = files_of(2014);
        let (name, bytes) = files.iter().find(|(name, _)| name.contains("群众评价")).unwrap();
        house.upload("/cycles/2/tally-workbook", &admin, &[], &[("workbooks", name, bytes)]);
        go("deliberation");
        let figure = house.page(FIGURE, &admin).text();
        assert!(figure.contains("6.67"), "two thirds of ten, rounded once: {figure}");
        assert!(figure.contains("按工作记录 2/3") && figure.contains("第21件事"), "{figure}");
        assert!(figure.contains("另有 1 条记录"), "what the reader may not see is counted, not shown");
        // The way leads from what was done to the page of the organisation.
        let standing = house.page("/cycles/2/organisations/2", &admin).text();
        let way = standing.split_once("class=\"way\"").expect("the way is drawn").1;
        let at = |text: &str| way.find(text).unwrap_or_else(|| panic!("{text}: {way}"));
        assert!(at("第21件事") < at(FIGURE) && at(FIGURE) < at("aria-current"));

        let notice = house.send("/cycles/2/notice", &admin, &[("from", "2015-03-02"), ("days", "5")]);
        assert_eq!(notice.status, 303, "{}", notice.text());
        fresh.clock.set(Moment(START.0 + 8 * 86_400));
        let admin = house.sign_in("committee_admin");
        assert_eq!(house.post("/cycles/2/publication", &admin).status, 303);
        let before = house.json(FIGURE, &admin).json();
        done.store(3, Ordering::Relaxed);
        assert_eq!(house.send("/cycles/2/facts/reading", &admin, &READ).status, 409);
        assert!(!house.page("/cycles/2/facts", &admin).text().contains("/facts/reading"));
        assert_eq!(house.json(FIGURE, &admin).json(), before, "done later, it changes nothing");
    });
}

#[test]
fn reading_again_replaces_and_forgets_what_is_no_longer_told() {
    each_backend(&migrations(), |fresh| {
        let (house, done, admin) = prepared(fresh);
        let read = || assert_eq!(house.send("/cycles/2/facts/reading", &admin, &READ).status, 303);
        let links = || fresh.read(|c| Ok(c.count("SELECT COUNT(*) FROM links", &[])?)).unwrap();
        read();
        assert_eq!(links(), 40 * (2 + 1), "two records for each, and the indicator for its organisation");
        done.store(1, Ordering::Relaxed);
        read();
        assert!(fact(&house, &admin, 2).1.contains("1/3"));
        assert_eq!(links(), 40 * (1 + 1));
        assert_eq!(house.send("/cycles/2/facts", &admin, &[("2.things_on_time", "")]).status, 303);
        assert_eq!(fact(&house, &admin, 2), (String::new(), String::new()));
        assert_eq!(links(), 39 * (1 + 1));
        let staff = house.someone(Role::Staff);
        assert_eq!(house.send("/cycles/2/facts/reading", &staff, &READ).status, 403);
    });
}
