//! The calendar of working days, kept by the committee's office and read by everybody.

use axum::http::StatusCode;
use kernel::{Day, Role};
use testkit::db::{Fresh, each_backend};

use crate::house::{House, domains, migrations};

fn houses(test: impl Fn(&House)) {
    each_backend(&migrations(&domains()), |fresh: &Fresh| test(&House::on(fresh, &domains())));
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// The last day of a notice of five working days that begins after 30 September 2015.
fn five_days_later(house: &House) -> Day {
    house.site.db.read(|c| Ok(web::workdays(c)?.after(day("2015-09-30"), 5))).unwrap()
}

#[test]
fn what_the_office_enters_moves_the_terms_and_what_it_removes_moves_them_back() {
    houses(|house| {
        let office = house.someone(Role::CommitteeAdmin);
        assert_eq!(five_days_later(house), day("2015-10-07"));
        let list = "list=2015-10-01+%E4%BC%91+%E5%9B%BD%E5%BA%86%E8%8A%82%0A2015-10-02+off+National+Day";
        let sent = house.post("/workdays/list", &office, list);
        assert_eq!(sent.location.as_deref(), Some("/workdays?year=2015"), "{}", sent.body);
        assert_eq!(five_days_later(house), day("2015-10-09"));
        let one = house.post("/workdays", &office, "day=2015-10-03&kind=work&name=make-up");
        assert_eq!(one.status, StatusCode::SEE_OTHER, "{}", one.body);
        assert_eq!(five_days_later(house), day("2015-10-08"));
        let page = house.get("/workdays?year=2015", &office).body;
        assert!(page.contains("国庆节") && page.contains("2015年10月3日"));
        assert_eq!(house.post("/workdays/2015-10-03/removal", &office, "").status, StatusCode::SEE_OTHER);
        assert_eq!(house.post("/workdays/2015-10-03/removal", &office, "").status, StatusCode::NOT_FOUND);
        assert_eq!(five_days_later(house), day("2015-10-09"));
    });
}

#[test]
fn a_list_with_one_bad_line_enters_nothing_and_comes_back_as_it_was_typed() {
    houses(|house| {
        let office = house.someone(Role::CommitteeAdmin);
        let sent = house.post("/workdays/list", &office, "list=2015-10-01+off+ok%0A2015-02-30+off+no%0Asoon");
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            sent.body.contains("第 2 行") && sent.body.contains("第 3 行") && !sent.body.contains("第 1 行")
        );
        assert!(sent.body.contains("2015-10-01 off ok"));
        assert_eq!(five_days_later(house), day("2015-10-07"));
    });
}

#[test]
fn everybody_reads_it_and_the_committees_office_alone_keeps_it() {
    houses(|house| {
        let staff = house.someone(Role::Staff);
        assert_eq!(house.get("/workdays?year=2016", &staff).status, StatusCode::OK);
        assert_eq!(house.get("/workdays?year=1", &staff).status, StatusCode::NOT_FOUND);
        assert_eq!(
            house.post("/workdays", &staff, "day=2015-10-03&kind=work&name=x").status,
            StatusCode::FORBIDDEN
        );
        assert_eq!(house.get("/workdays", "").status, StatusCode::SEE_OTHER);
    });
}
