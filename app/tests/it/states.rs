//! Every address of a cycle, as every role, in every state of the year: `docs/states.md`, which people read.
//! `JINWEI_WRITE=1` writes it anew after a change. Writes are sent an empty form.

use std::fmt::Write;

use testkit::db::Fresh;
use web::Route;

use crate::house::{House, domains};
use crate::organ;

kernel::acts! {
    /// Moves the clock of the sample year by hand.
    SetState = "test.set_state": [],
}

/// The cycle that is under way in the sample organ.
const CYCLE: &str = "/cycles/3";
const STATES: [&str; 7] =
    ["draft", "self_assessment", "review", "mass_evaluation", "deliberation", "notice", "published"];
/// Roles whose answers differ from each other somewhere; every other role answers as staff or as system administrator do.
const COLUMNS: [&str; 10] = [
    "committee_admin",
    "committee_secretary",
    "committee_member",
    "reviewer",
    "organisation_secretary",
    "branch_secretary",
    "finance",
    "member",
    "staff",
    "system_admin",
];

/// The addresses of one cycle, with the cycle under way in place of the one that the route names as its sample.
fn addresses(house: &House) -> Vec<(Route, String)> {
    let of_cycle = |route: &&Route| route.pattern.starts_with("/cycles/{id}");
    let address = |route: &Route| {
        let sample = route.sample.unwrap_or_else(|| panic!("{route:?} has no sample address"));
        let rest = sample.trim_start_matches("/cycles/").trim_start_matches(|c: char| c.is_ascii_digit());
        (route.clone(), format!("{CYCLE}{rest}"))
    };
    house.site.routes.iter().filter(of_cycle).map(address).collect()
}

fn put_into(fresh: &Fresh, state: &'static str) {
    let permit = testkit::db::permit::<SetState>();
    let set = move |tx: &mut store::Tx| {
        tx.run("UPDATE appraisal_cycles SET state = $1 WHERE id = 3", &[&state])?;
        Ok(())
    };
    fresh.db().write(&permit, set).unwrap();
}

/// One line per address: the statuses of the roles in order.
fn lines(house: &House, fresh: &Fresh, state: &'static str) -> Vec<String> {
    let addresses = addresses(house);
    let mut columns = Vec::new();
    for role in COLUMNS {
        let account = jinwei::demo::accounts().into_iter().find(|one| one.role.code() == role).unwrap();
        let cookie = house.sign_in(account.login, account.password);
        let mut statuses = Vec::with_capacity(addresses.len());
        for (route, address) in &addresses {
            // A write may have moved it; every question is asked of this state.
            put_into(fresh, state);
            let answer = if route.method == "GET" {
                house.get(address, &cookie)
            } else {
                house.post(address, &cookie, "")
            };
            let status = answer.status.as_u16();
            assert!(status < 500, "{state}: {route:?} answers {status} to {role}: {}", answer.body);
            statuses.push(status);
        }
        columns.push(statuses);
    }
    let line = |(at, (route, _)): (usize, &(Route, String))| {
        let cells: Vec<String> = columns.iter().map(|statuses| statuses[at].to_string()).collect();
        format!("| `{} {}` | {} |", route.method, route.pattern, cells.join(" | "))
    };
    addresses.iter().enumerate().map(line).collect()
}

fn table() -> String {
    let mut text = String::from(
        "# Every address of a cycle, as every role, in every state\n\nWritten by a test that puts the cycle under way of \
         the sample organ into each state and asks every address as each role; writes are sent an empty form. 200 a page \
         · 303 done · 403 not allowed · 404 does not exist for this reader · 409 not in this state · 422 allowed, but the \
         empty form lacks something. Roles that are not named answer as staff do, the other administrators as the system \
         administrator.\n",
    );
    for state in STATES {
        let fresh = organ::sqlite();
        let house = House::on(&fresh, &domains());
        let heads: Vec<String> = COLUMNS.iter().map(|role| role.replace('_', " ")).collect();
        write!(
            text,
            "\n## {}\n\n| address | {} |\n|---|{}\n",
            state.replace('_', " "),
            heads.join(" | "),
            ":-:|".repeat(COLUMNS.len())
        )
        .unwrap();
        for line in lines(&house, &fresh, state) {
            writeln!(text, "{line}").unwrap();
        }
    }
    text
}

#[test]
fn every_state_answers_every_role_as_the_docs_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/states.md");
    let table = table();
    if std::env::var_os("JINWEI_WRITE").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    for (now, then) in table.lines().zip(written.lines()) {
        assert_eq!(now, then);
    }
    assert_eq!(table.lines().count(), written.lines().count(), "JINWEI_WRITE=1 writes docs/states.md anew");
}
