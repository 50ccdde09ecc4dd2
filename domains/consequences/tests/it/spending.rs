//! Spending against what was allotted.

use kernel::Role;
use testkit::db::{Fresh, each_backend};

use crate::allocations::{People, approved};
use crate::house::{Answer, House, migrations};

/// A house in which organisations 2, 3 and 4 have 42,205.32, 49,429.66 and 8,365.02 元.
fn house(fresh: &Fresh) -> (House, People) {
    let house = House::on(fresh);
    let people = People::of(&house);
    house.post("/funds", &people.admin, "year=2015&source=党费返还&budget=100000").done();
    approved(&house, &people, 1);
    (house, people)
}

const VOUCHER: [(&str, &str, &[u8]); 1] = [("vouchers", "发票 1.pdf", b"%PDF-1.4")];

fn spend(house: &House, cookie: &str, org: i64, amount: &str) -> Answer {
    let fields = [("on", "2015-02-27"), ("purpose", "党员教育培训"), ("amount", amount)];
    house.upload(&format!("/funds/1/organisations/{org}/spending"), cookie, &fields, &VOUCHER)
}

#[test]
fn spending_comes_with_a_voucher_and_finance_confirms_it() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = house(fresh);
        let own = house.secretary_of(4);
        house.page("/funds/1/organisations/4", &own).says(200, &["8,365.02", "登记支出", "还没有支出"]);
        let at = "/funds/1/organisations/4/spending";
        let fields = [("on", "2015-02-27"), ("purpose", "党员教育培训"), ("amount", "1,200.50")];
        house.upload(at, &own, &fields, &[]).says(422, &["请附上凭证", "党员教育培训", "value=\"1,200.50\""]);
        house
            .upload(at, &own, &fields, &[("vouchers", "发票.exe", b"MZ")])
            .says(422, &["不是可以上传的格式"]);
        let early = [("on", "2014-12-31"), ("purpose", "旧账"), ("amount", "1")];
        house.upload(at, &own, &early, &VOUCHER).says(422, &["不能早于 2015年"]);
        let late = [("on", "2015-03-03"), ("purpose", "明天"), ("amount", "1")];
        house.upload(at, &own, &late, &VOUCHER).says(422, &["不能晚于今天"]);

        assert_eq!(house.upload(at, &own, &fields, &VOUCHER).done(), "/funds/1/organisations/4");
        house.page("/funds/1/organisations/4", &own).says(200, &["1,200.50", "7,164.52", "待确认"]);
        house.page("/spending/1", &own).says(200, &["发票 1.pdf", "登记支出"]);
        assert_eq!(house.page("/spending/1/vouchers/1", &own).bytes, b"%PDF-1.4");
        assert_eq!(house.page("/spending/1/vouchers/2", &own).status, 404);
        assert_eq!(house.post("/spending/1/confirmation", &own, "").status, 403);

        house.post("/spending/1/confirmation", &people.finance, "").done();
        house.post("/spending/1/confirmation", &people.finance, "").says(409, &["已经确认或撤销"]);
        house.page("/spending", &people.finance).says(200, &["机械审查部党委", "2015年党费返还", "已确认"]);
        house.post("/spending/1/cancellation", &own, "why=退货").says(409, &["已确认"]);
        house.post("/spending/1/cancellation", &people.finance, "why=发票作废").done();
        house
            .page("/funds/1/organisations/4", &own)
            .says(200, &["<del>1,200.50</del>", "发票作废", "8,365.02"]);
        house.post("/spending/1/cancellation", &people.finance, "why=再来").says(409, &["已撤销"]);
    });
}

#[test]
fn nobody_confirms_their_own_spending() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = house(&fresh);
    spend(&house, &people.finance, 2, "100").done();
    house.post("/spending/1/confirmation", &people.finance, "").says(409, &["要由另一个人确认"]);
    let other = house.somebody("other", &[(Role::Finance, None)]);
    house.post("/spending/1/confirmation", &other, "").done();
}

#[test]
fn overspending_is_refused_with_what_is_left() {
    each_backend(&migrations(), |fresh| {
        let (house, _) = house(fresh);
        let own = house.secretary_of(4);
        spend(&house, &own, 4, "8365.03").says(422, &["超支了：只剩 8,365.02 元", "value=\"8365.03\""]);
        spend(&house, &own, 4, "8,000").done();
        spend(&house, &own, 4, "365.03").says(422, &["超支了：只剩 365.02 元"]);
        spend(&house, &own, 4, "365.02").done();
        house.post("/spending/1/cancellation", &own, "why=").says(422, &["此项必填"]);
        house.post("/spending/1/cancellation", &own, "why=重复登记").done();
        spend(&house, &own, 4, "8000.01").says(422, &["只剩 8,000.00 元"]);
        let json = house.json("/funds/1/organisations/4", &own).json();
        assert_eq!(
            (json["balance"]["spent"].as_str(), json["entries"].as_array().unwrap().len()),
            (Some("365.02"), 2)
        );
    });
}

#[test]
fn an_organisation_spends_only_its_own() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = house(&fresh);
    let own = house.secretary_of(4);
    assert_eq!(spend(&house, &own, 2, "1").status, 404);
    assert_eq!(spend(&house, &people.admin, 2, "1").status, 403, "the committee spends nothing itself");
    spend(&house, &people.finance, 2, "1").done();
    spend(&house, &people.finance, 6, "1").says(409, &["没有生效的分配"]);
    for path in ["/spending/1", "/spending/1/vouchers/1", "/funds/1/organisations/2"] {
        assert_eq!(house.page(path, &own).status, 404, "{path}");
    }
    assert_eq!(house.post("/spending/1/cancellation", &own, "why=不是我的").status, 404);
    house.page("/spending", &own).says(200, &["还没有支出"]);
    assert!(!house.json("/spending", &own).text().contains("党员教育培训"));
}

#[test]
fn the_list_is_filtered_and_exported() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = house(&fresh);
    spend(&house, &people.finance, 2, "100").done();
    spend(&house, &people.finance, 3, "200.5").done();
    house.post("/spending/2/cancellation", &people.finance, "why=重复").done();
    let shown = |query: &str| {
        let json = house.json(&format!("/spending?{query}"), &people.finance).json();
        json["entries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["id"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(""), [2, 1]);
    assert_eq!(shown("state=cancelled"), [2]);
    assert_eq!(shown("org=2&account=1"), [1]);
    assert_eq!(shown("q=培训&page=9"), [2, 1]);
    assert_eq!(shown("q=没有"), Vec::<i64>::new());
    let sheet = house.page("/spending?format=xlsx", &people.finance);
    let book = office::read("s.xlsx", &sheet.bytes, &office::Limits::default()).unwrap();
    let row: Vec<String> = book.sheets[0].rows[1].cells.iter().map(|cell| cell.value.to_string()).collect();
    assert_eq!(
        row[..6],
        ["2015年党费返还", "通信审查部党委", "2015-02-27", "党员教育培训", "200.5", "已撤销"]
    );
}
