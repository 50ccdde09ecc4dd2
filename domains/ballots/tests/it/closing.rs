//! Closing: the board, the results with what is withheld, the counts for the appraisal, the bundle, and the end of the keys.

use ballot::{Board, Hash};
use kernel::Role;
use testkit::db::each_backend;

use crate::booth::chosen;
use crate::house::{House, TIMES, by_name, march, migrations};

const MEMBERS: &str = "001002-members";
const STAFF: &str = "001002-staff";

/// Six of seven members, five of six others, and two of three members of the second organisation.
fn voted(house: &House, id: i64) -> Vec<String> {
    let mut leaves = Vec::new();
    for (n, choice) in (0i64..).zip(["good", "good", "good", "fair", "fair", "poor"]) {
        leaves.push(house.vote(id, 200 + n, MEMBERS, choice, if n == 0 { "会议要短" } else { "" }));
    }
    for n in 0..5 {
        leaves.push(house.vote(id, 250 + n, STAFF, "good", ""));
    }
    leaves.push(house.vote(id, 300, "001003-members", "good", ""));
    leaves.push(house.vote(id, 301, "001003-members", "fair", ""));
    leaves
}

#[test]
fn a_closed_evaluation_is_counted_published_and_handed_on() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let auditor = house.someone(Role::AuditAdmin);
        let id = house.opened(&office, TIMES);
        let leaves = voted(&house, id);
        house.page(&format!("/evaluations/{id}/results"), &office).says(409, &["结束前不显示任何结果"]);
        house.anybody(&format!("/evaluations/{id}/board")).says(200, &["不低于 80%"]);
        house.anybody(&format!("/evaluations/{id}/board.json")).says(404, &[]);
        house.page(&format!("/ballot-audits/{id}/bundle"), &auditor).says(404, &[]);

        fresh.clock.set(march(6, 18));
        house.run_jobs();
        let (manifest, hash) = house.manifest(id);
        let board: Board =
            serde_json::from_slice(&house.anybody(&format!("/evaluations/{id}/board.json")).bytes).unwrap();
        board.check(&manifest, &hash).unwrap();
        for leaf in &leaves {
            assert!(board.inclusion(&manifest, &Hash::parse(leaf).unwrap()).is_some());
        }
        let counts: Vec<_> = board.boxes.iter().map(|one| (one.roster, one.issued, one.cast)).collect();
        assert_eq!(counts, [(7, 6, 6), (6, 5, 5), (3, 2, 2)]);

        // Five that agree, and two at all, are withheld; sums that would give them away too.
        let path = format!("/evaluations/{id}/results?format=json");
        let shown = house.page(&path, &office).json()["shown"].clone();
        let first = &shown["organisations"][0];
        let members = by_name(&first["boxes"][0]["questions"][0]["choices"]);
        assert_eq!((members["好"], members["较好"], members["差"]), (3, 2, 1));
        assert!(first["boxes"][1]["questions"][0]["choices"].is_null(), "unanimous and few");
        assert!(first["together"][0]["choices"].is_null(), "the difference would be the five");
        assert!(shown["organisations"][1]["boxes"][0]["questions"][0]["choices"].is_null(), "two ballots");
        assert!(shown["groups"][0]["questions"][0]["choices"].is_null(), "the difference would be the two");
        assert!(first["boxes"][0]["texts"][0]["texts"].is_null(), "fewer than ten ballots");
        house.page(&format!("/evaluations/{id}/results"), &office).says(200, &["不公布"]);
        let text = house.page(&format!("/evaluations/{id}/results"), &office).text();
        assert!(!text.contains("会议要短"));

        // The appraisal gets counts where there are five, and only the number of ballots elsewhere.
        let told = house.cycles.told.lock().unwrap();
        let of = |org: i64, group: &str| {
            told.counts.iter().find(|one| one.org.0 == org && one.group == group).cloned().unwrap()
        };
        let members = of(2, "members");
        assert_eq!((members.issued, members.returned, members.indicator.as_str()), (6, 6, "mass"));
        assert_eq!(members.choices.unwrap()[0], ("good".to_owned(), 3));
        assert_eq!(of(2, "staff").choices.unwrap()[0], ("good".to_owned(), 5));
        assert_eq!((of(3, "members").returned, of(3, "members").choices), (2, None));
        drop(told);

        // The auditor counts again.
        let bundle = house.page(&format!("/ballot-audits/{id}/bundle"), &auditor);
        let report = ballots::unpack(&bundle.bytes).unwrap().verify();
        assert!(report.holds(), "{report:?}");
        assert_eq!((report.manifest, report.root), (Some(hash), Some(board.root)));
        house.page(&format!("/ballot-audits/{id}/bundle"), &office).says(403, &[]);

        // The keys are gone, and with them every way to issue or cast.
        assert_eq!(std::fs::read_dir(house.keys.path()).unwrap().count(), 0);
        let left = house.site.db.read(|c| {
            Ok((
                c.count("SELECT COUNT(*) FROM ballot_slots", &[])?,
                c.count("SELECT COUNT(*) FROM ballot_credentials", &[])?,
            ))
        });
        assert_eq!(left.unwrap(), (0, 0));
        let who = house.voter(206, id);
        house.page(&format!("/evaluations/{id}/vote"), &who).says(200, &["\"casting_over\":true"]);
    });
}

#[test]
fn an_organisation_sees_its_own_results_and_no_others() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        voted(&house, id);
        fresh.clock.set(march(6, 18));
        house.run_jobs();
        let secretary = house.secretary_of(2);
        let text = house.page(&format!("/evaluations/{id}/results"), &secretary).text();
        assert!(text.contains("材料审查部党委") && !text.contains("财务司党支部"), "{text}");
        assert!(!text.contains("全机关"));
    });
}

#[test]
fn a_receipt_is_checked_without_signing_in() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        let credential = house.take(id, &house.voter(200, id), MEMBERS);
        let said = house.cast(&house.fill_in(id, MEMBERS, &credential, 1, &[chosen("mass", "good")])).json();
        let (_, hash) = house.manifest(id);
        let receipt = serde_json::json!({
            "evaluation": id, "manifest": hash, "box": MEMBERS, "leaf": said["leaf"], "receipt": said["receipt"],
        });
        let encoded = |receipt: &serde_json::Value| -> String {
            receipt.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect()
        };
        let check = |receipt: &serde_json::Value| {
            house.anybody(&format!("/evaluations/{id}/receipt?receipt={}", encoded(receipt)))
        };
        check(&receipt).says(200, &["尚未结束"]);
        house.post(&format!("/evaluations/{id}/closure"), &office, "reason=").says(422, &[]);
        house.post(&format!("/evaluations/{id}/closure"), &office, "reason=全部投完").done();
        house.run_jobs();
        check(&receipt).says(200, &["您的票已经计入"]);
        let mut other = receipt.clone();
        other["leaf"] = serde_json::json!(ballot::sha256(b"x"));
        check(&other).says(200, &["有一项不符", "您的票不在公示板上"]);
        house.anybody(&format!("/evaluations/{id}/receipt?receipt=abc")).says(200, &["这不是一张回执"]);
        house.anybody(&format!("/evaluations/{id}/board")).says(200, &["全部投完"]);
    });
}

/// A ballot that was swapped in storage is noticed, and nothing is published.
#[test]
fn a_swapped_ballot_stops_the_closing() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        voted(&house, id);
        // Somebody with the database in hand puts one sealed ballot into the place of another.
        let swapped = house.site.db.write_unaudited("test", |tx| {
            let slots: Vec<(String, Vec<u8>)> =
                tx.all("SELECT slot, sealed FROM ballot_slots ORDER BY slot LIMIT 2", &[], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
            tx.run("UPDATE ballot_slots SET sealed = $2 WHERE slot = $1", &[&slots[0].0, &slots[1].1])?;
            Ok(slots)
        });
        let slots = swapped.unwrap();
        house.post(&format!("/evaluations/{id}/closure"), &office, "reason=甲").done();
        house.run_jobs();
        house.anybody(&format!("/evaluations/{id}/board.json")).says(404, &[]);
        house.page(&format!("/evaluations/{id}"), &office).says(200, &["正在计票"]);
        // Put back, it closes; the job can be tried again.
        house
            .site
            .db
            .write_unaudited("test", move |tx| {
                Ok(tx.run(
                    "UPDATE ballot_slots SET sealed = $2 WHERE slot = $1",
                    &[&slots[0].0, &slots[0].1],
                )?)
            })
            .unwrap();
        house
            .site
            .db
            .write_unaudited("test", |tx| {
                Ok(tx.run(
                    "UPDATE jobs SET state = 'queued', attempts = 0, run_at = 0 WHERE kind = 'ballots.close'",
                    &[],
                )?)
            })
            .unwrap();
        house.run_jobs();
        house.anybody(&format!("/evaluations/{id}/board.json")).says(200, &[]);
    });
}

/// The keys are lost: nothing can be counted, and another evaluation takes the place of this one.
#[test]
fn an_evaluation_without_keys_is_given_up_and_held_again() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        let credential = house.take(id, &house.voter(200, id), MEMBERS);
        let cast = house.fill_in(id, MEMBERS, &credential, 1, &[chosen("mass", "good")]);
        house.cast(&cast).says(200, &[]);
        std::fs::remove_file(house.keys.path().join(format!("evaluation-{id}.keys"))).unwrap();
        let house = house.restarted(fresh);
        house.cast(&cast).says(409, &["not_open"]);
        let again = format!("cycle=15&title=重新组织&minimum=5&minimum_text=10&{TIMES}");
        house.post("/evaluations", &office, &again).says(409, &[]);
        house.post(&format!("/evaluations/{id}/voiding"), &office, "reason=").says(422, &["必填"]);
        house.post(&format!("/evaluations/{id}/voiding"), &office, "reason=硬盘损坏").done();
        house.run_jobs();
        house.anybody(&format!("/evaluations/{id}/board")).says(200, &["硬盘损坏"]);
        house.page(&format!("/evaluations/{id}"), &office).says(200, &["已作废"]);
        let left = house.site.db.read(|c| Ok(c.count("SELECT COUNT(*) FROM ballot_slots", &[])?));
        assert_eq!(left.unwrap(), 0);
        house.post("/evaluations", &office, &again).done();
    });
}

/// Where a few voted on paper, the appraisal shows both ways together: what was cast online is not shown apart.
#[test]
fn a_few_paper_ballots_are_not_worked_out_from_the_difference() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        house.post(&format!("/evaluations/{id}/boxes/1/paper"), &office, "person=206").done();
        voted(&house, id);
        house.post(&format!("/evaluations/{id}/closure"), &office, "reason=甲").done();
        house.run_jobs();
        let shown =
            house.page(&format!("/evaluations/{id}/results?format=json"), &office).json()["shown"].clone();
        let first = &shown["organisations"][0];
        assert!(
            first["boxes"][0]["questions"][0]["choices"].is_null()
                && first["together"][0]["choices"].is_null()
        );
        let told = house.cycles.told.lock().unwrap();
        let members = told.counts.iter().find(|one| one.org.0 == 2 && one.group == "members").unwrap();
        assert_eq!((members.paper, members.returned, members.choices.is_some()), (1, 6, true));
    });
}

/// Slots that go missing while the counting runs, or that a lagging copy has not seen, are not passed over.
#[test]
fn a_missing_ballot_stops_the_closing() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        voted(&house, id);
        house
            .site
            .db
            .write_unaudited("test", |tx| {
                Ok(tx
                    .run("DELETE FROM ballot_slots WHERE slot = (SELECT MIN(slot) FROM ballot_slots)", &[])?)
            })
            .unwrap();
        house.post(&format!("/evaluations/{id}/closure"), &office, "reason=甲").done();
        house.run_jobs();
        house.anybody(&format!("/evaluations/{id}/board.json")).says(404, &[]);
        house.page(&format!("/evaluations/{id}"), &office).says(200, &["正在计票"]);
    });
}
