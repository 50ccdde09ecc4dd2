//! What is told of reviewers, and to whom.

use kernel::{Cell, Role, Sheet};
use testkit::db::{Fresh, each_backend};
use web::accounts;

use crate::house::{House, Prepare, actor, directory, migrations};
use crate::pages::{org, published};
use crate::results::sheets;
use crate::{files_of, participants, scheme_text};

/// Grants another role to an account.
fn grant(house: &House, login: &'static str, role: Role) {
    let prepare = testkit::db::permit::<Prepare>();
    let granted = house.site.db.write(&prepare, move |tx| {
        let user = accounts::by_login(tx, login)?.unwrap();
        let today = tx.today();
        accounts::grant(tx, user, role, None, today, None)
    });
    granted.unwrap();
}

#[test]
fn reviewer_statistics_are_for_the_committee_and_never_for_reviewers() {
    each_backend(&migrations(), |fresh| {
        let house = published(fresh, &[2014]);
        let address = "/cycles/1/reviewers";
        let member = house.someone(Role::CommitteeMember);
        let json = house.json(address, &member).json();
        let panels = json["panels"].as_array().unwrap();
        assert_eq!(panels.len(), 3);
        for panel in panels {
            assert_eq!(panel["reviewers"].as_array().unwrap().len(), 7);
            assert_eq!(panel["agreement"]["Ok"]["companions"].as_array().unwrap().len(), 6);
            let lines = panel["adjusted"]["Ok"].as_array().unwrap();
            assert!(lines.iter().all(|line| line["movement"] == "kept"), "nobody stood aside");
        }
        let text = house.page(address, &member).text();
        assert!(text.contains("没有用来调整任何得分") && text.contains("ICC(2,k)"), "{text}");
        assert_eq!(sheets(&house.page(&format!("{address}?format=xlsx"), &member).bytes).len(), 3);
        for role in [Role::Reviewer, Role::Member, Role::YouthOffice] {
            let cookie = house.someone(role);
            assert_eq!(house.page(address, &cookie).status, 403, "{role:?}");
            assert!(!house.page("/cycles/1", &cookie).text().contains(address));
        }
        assert!(house.page("/cycles/1", &member).text().contains(address));
        grant(&house, "committee_member", Role::Reviewer);
        let both = house.sign_in("committee_member");
        assert_eq!(house.page(address, &both).status, 403, "whoever reviews, whatever else they are");
        assert!(!house.page("/cycles/1", &both).text().contains(address));
        assert_eq!(house.page("/cycles/1/versions/1/bundle", &both).status, 403, "it holds every mark");
    });
}

#[test]
fn an_order_that_nobody_connects_is_refused_with_its_parts() {
    let fresh = Fresh::sqlite(&migrations());
    let house = published(&fresh, &[2014]);
    // As a version from before inputs were kept: it is read from the marks, of which each reviewer keeps a few.
    let written = fresh.db().write(&testkit::db::permit::<Prepare>(), |tx| {
        tx.run("UPDATE appraisal_versions SET input = ''", &[])?;
        tx.run(
            "DELETE FROM appraisal_marks WHERE (reviewer IN ('评委1', '评委2', '评委3') AND participant_id IN
             (SELECT MIN(id) FROM appraisal_participants GROUP BY category))
             OR (reviewer NOT IN ('评委1', '评委2', '评委3') AND participant_id NOT IN
             (SELECT MIN(id) FROM appraisal_participants GROUP BY category))",
            &[],
        )?;
        Ok(())
    });
    written.unwrap();
    let text = house.page("/cycles/1/reviewers", &house.someone(Role::CommitteeAdmin)).text();
    assert!(text.contains("没有共同评委的几部分") && text.contains("不够比较"), "{text}");
}

/// The workbooks of 2014 with a reviewer standing aside for one organisation.
fn with_recusal(name: &str) -> Vec<(String, Vec<u8>)> {
    let mut files = files_of(2014);
    let (file, bytes) = files.iter_mut().find(|(file, _)| file.contains("审查业务类")).unwrap();
    let book = office::read(file, bytes, &office::Limits::default()).unwrap();
    let sheet = |table: &office::Table| {
        let mut rows: Vec<Vec<String>> = table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| cell.value.to_string()).collect())
            .collect();
        let row = rows.iter_mut().find(|row| row.iter().any(|text| text == name));
        if let Some(row) = row.filter(|_| table.name == "评委3") {
            let at = row.iter().position(|text| text == name).unwrap();
            row[at + 1..].iter_mut().filter(|text| !text.is_empty()).for_each(|text| *text = "回避".into());
        }
        let mut rows = rows.into_iter();
        Sheet {
            name: table.name.clone(),
            head: rows.next().unwrap(),
            rows: rows.map(|row| row.into_iter().map(Cell::text).collect()).collect(),
        }
    };
    let sheets: Vec<Sheet> = book.sheets.iter().map(sheet).collect();
    *bytes = office::write::workbook(&sheets).unwrap();
    files
}

#[test]
fn a_reviewer_does_not_see_single_marks_where_somebody_stood_aside() {
    let fresh = Fresh::sqlite(&migrations());
    let name = "材料工程发明审查部党委";
    let other =
        participants().iter().find(|(one, category)| category == "审查业务类" && one != name).unwrap();
    let (scheme, files) = (scheme_text(), with_recusal(name));
    let what = appraisal::Load {
        year: 2014,
        scheme: Some(&scheme),
        category: None,
        files: &files,
        publish: true,
        dry_run: false,
    };
    appraisal::load(&fresh.db(), &actor(), &directory(), &what).unwrap();
    let house = House::on(&fresh);
    let (reviewer, member) = (house.someone(Role::Reviewer), house.someone(Role::Member));
    for code in ["total", "panel", "innovation"] {
        let of = |name: &str| format!("/cycles/1/organisations/{}/figures/{code}", org(name));
        let page = house.page(&of(name), &reviewer).text();
        assert!(page.contains("评委 6 人") && page.contains("去掉一个最高分"), "{code}: {page}");
        assert!(!page.contains("评委1"), "{code}: no mark bears a name");
        let json = house.json(&of(name), &reviewer).text();
        assert!(!json.contains("评委1") && !json.contains("\"reviewer\""), "{code}: {json}");
        let whole = house.page(&of(&other.0), &reviewer).text();
        assert!(whole.contains("评委1"), "{code}: all seven marked it");
        let opened = house.page(&of(name), &member).text();
        assert!(
            opened.contains("评委1") && !opened.contains("评委 6 人"),
            "{code}: members see every figure"
        );
    }
}
