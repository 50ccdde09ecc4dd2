//! Told once, seen by the right accounts, read by their own reader alone.

use kernel::{Day, OrgId, Role, UserId};
use notices::Notice;
use testkit::db;

use crate::house::{House, Prepare, migrations, notice};

#[test]
fn every_statement_is_understood_by_both_databases() {
    db::prepare_all(&migrations(), &notices::statements());
}

#[test]
fn what_is_told_twice_is_there_once() {
    db::each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let ((one, cookie), (two, _)) = (house.somebody("one", &[]), house.somebody("two", &[]));
        assert_eq!(house.tell(&[one, two, one], notice("a")), 2);
        assert_eq!(house.tell(&[one, two], notice("a")), 0);
        assert_eq!(house.tell(&[two], notice("b")), 1);
        let inbox = house.json("/notices", &cookie).json();
        assert_eq!(inbox["notices"].as_array().unwrap().len(), 1);
        assert_eq!(inbox["unread"], 1);
    });
}

#[test]
fn a_write_that_fails_tells_nobody() {
    db::each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let (one, cookie) = house.somebody("one", &[]);
        let failed = house.site.db.write(&db::permit::<Prepare>(), move |tx| {
            notices::tell(tx, &[one], &notice("a"))?;
            Err::<(), _>(kernel::Problem::Missing)
        });
        assert!(failed.is_err());
        assert_eq!(house.json("/notices", &cookie).json()["total"], 0);
        for outside in ["https://evil.example/", "//evil.example", "/a b"] {
            let bad = Notice { href: outside.into(), ..notice("c") };
            let told =
                house.site.db.write(&db::permit::<Prepare>(), move |tx| notices::tell(tx, &[one], &bad));
            assert!(told.is_err(), "{outside}");
        }
    });
}

#[test]
fn opening_a_notice_marks_it_as_read_and_leads_on() {
    db::each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let (one, cookie) = house.somebody("one", &[]);
        house.page("/notices", &cookie).says(200, &["还没有消息"]);
        house.tell(&[one], notice("a"));
        house.tell(&[one], Notice { due: Some(Day::parse("1999-01-01").unwrap()), ..notice("b") });
        house.page("/notices", &cookie).says(200, &["欢迎使用晋位", "已过期限", ">2</span>", "2 条未读"]);
        house.english("/notices", &cookie).says(200, &["Welcome to Jinwei", "2 unread"]);
        assert_eq!(house.post("/notices/1/opening", &cookie, "").done(), "/calendar");
        assert_eq!(house.json("/notices", &cookie).json()["unread"], 1);
        let unread = house.json("/notices?show=unread", &cookie).json();
        assert_eq!(unread["notices"].as_array().unwrap().len(), 1);
        // A notice that comes while the list is being looked at stays unread.
        house.tell(&[one], notice("c"));
        assert_eq!(house.post("/notices/reading", &cookie, "last=2").done(), "/notices");
        assert_eq!(house.json("/notices", &cookie).json()["unread"], 1);
        house.post("/notices/3/reading", &cookie, "").done();
        house.page("/notices?show=unread", &cookie).says(200, &["没有未读消息"]);
    });
}

#[test]
fn somebody_elses_notice_is_missing() {
    db::each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let ((one, mine), (_, theirs)) = (house.somebody("one", &[]), house.somebody("two", &[]));
        house.tell(&[one], notice("a"));
        for path in ["/notices/1/opening", "/notices/1/reading", "/notices/99/opening"] {
            house.post(path, &theirs, "").says(404, &[]);
        }
        house.post("/notices/reading", &theirs, "").done();
        assert_eq!(house.json("/notices", &mine).json()["unread"], 1);
        assert_eq!(house.json("/notices", &theirs).json()["total"], 0);
    });
}

#[test]
fn those_are_told_whose_grants_reach_the_organisation() {
    db::each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let admin = house.somebody("admin", &[(Role::CommitteeAdmin, None)]).0;
        let own = house.somebody("own", &[(Role::OrganisationSecretary, Some(2))]).0;
        let other = house.somebody("other", &[(Role::OrganisationSecretary, Some(20))]).0;
        let closed = house.somebody("closed", &[(Role::OrganisationSecretary, Some(2))]).0;
        let member = house.somebody("member", &[(Role::Member, None)]).0;
        house
            .site
            .db
            .write(&db::permit::<Prepare>(), move |tx| web::accounts::activate(tx, closed, false))
            .unwrap();
        let today = house.site.clock.today();
        let roles = [Role::CommitteeAdmin, Role::OrganisationSecretary];
        let read = |org: i64, path: &'static str, roles: &'static [Role], day: Day| -> Vec<UserId> {
            let ask = move |c: &mut store::Conn| notices::readers(c, OrgId(org), path, roles, day);
            house.site.db.read(ask).unwrap()
        };
        let roles: &'static [Role] = Box::leak(Box::new(roles));
        assert_eq!(read(2, "1.2.", roles, today), [admin, own]);
        assert_eq!(read(9, "1.2.9.", roles, today), [admin, own]);
        assert_eq!(read(20, "1.20.", roles, today), [admin, other]);
        assert_eq!(read(1, "1.", roles, today), [admin]);
        assert_eq!(read(2, "1.2.", &[Role::Member], today), [member]);
        assert_eq!(read(2, "1.2.", roles, today.plus_days(-1)), []);
    });
}

#[test]
fn many_notices_are_told_in_pages_and_counted_up_to_a_hundred() {
    db::each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let (one, cookie) = house.somebody("one", &[]);
        for n in 0..120 {
            house.tell(&[one], notice(&format!("n{n}")));
        }
        house.page("/calendar", &cookie).says(200, &[">99+</span>"]);
        house.page("/notices?page=4", &cookie).says(200, &["共 120"]);
        let last = house.json("/notices?page=99", &cookie).json();
        assert_eq!((last["page"].as_i64(), last["pages"].as_i64()), (Some(4), Some(4)));
        assert!(!house.page("/sign-in", "").text().contains("top-figure"));
    });
}
