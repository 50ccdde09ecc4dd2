//! Digests: one message a person, at their hour, and never twice, whatever ends in between.

use std::sync::Arc;

use kernel::{Day, Role};
use notices::{Encryption, MailSettings, Notice};
use testkit::db::{self, Fresh};

use crate::house::{House, migrations, notice, quiet};
use crate::post::{Fate, MailServer, Mood, Office, code_in};

/// Confirms an address and asks for a digest every day at 8.
fn subscribe(house: &House, office: &Office, cookie: &str, lang: &str) {
    house.post("/notices/preferences/address", cookie, "address=one@organ.example").done();
    let code = format!("code={}", office.last_code());
    house.post("/notices/preferences/confirmation", cookie, &code).done();
    house.post("/notices/preferences", cookie, &format!("lang={lang}&digest=daily&hour=8")).done();
}

/// A house with a subscriber: their number and cookie. The code is the first letter of the office.
fn subscriber(fresh: &Fresh) -> (House, Arc<Office>, kernel::UserId, String) {
    let office = Office::new();
    let house = House::with(fresh, quiet().with_post(office.clone()));
    let (one, cookie) = house.somebody("one", &[]);
    subscribe(&house, &office, &cookie, "zh-CN");
    (house, office, one, cookie)
}

fn digests(office: &Office) -> Vec<notices::Letter> {
    office.letters().into_iter().filter(|letter| letter.number.starts_with("digest.")).collect()
}

/// Moves the clock to when the last message is due.
fn to_its_hour(house: &House) {
    house.wait_until(house.deliveries().last().unwrap().1);
}

#[test]
fn what_is_unread_comes_in_one_message_at_its_hour() {
    db::each_backend(&migrations(), |fresh| {
        let (house, office, one, cookie) = subscriber(fresh);
        let today = house.site.clock.today();
        house.tell(&[one], notice("a"));
        house.tell(&[one], Notice { due: Some(today.plus_days(2)), ..notice("b") });
        house.tell(&[one], Notice { due: Some(Day::parse("1999-01-01").unwrap()), ..notice("c") });
        house.tell(&[one], notice("read"));
        house.post("/notices/4/reading", &cookie, "").done();
        house.work();
        assert!(digests(&office).is_empty(), "before its hour");
        assert!(!house.page("/jobs", &cookie).text().contains("发送消息"), "the job is the house's own");
        to_its_hour(&house);
        assert_eq!(house.site.clock.now().hour_minute(), (8, 0));
        house.work();
        let letter = digests(&office).pop().unwrap();
        assert_eq!(letter.subject, "示例局：3 条未读消息");
        let order: Vec<_> = ["已过期限", "1999年1月1日", "一周内到期", "其他"]
            .map(|part| letter.plain.find(part).unwrap())
            .into();
        assert!(order.is_sorted(), "{}", letter.plain);
        assert!(letter.plain.contains("https://dangjian.example/calendar"));
        assert!(letter.html.contains("<a href=\"https://dangjian.example/calendar\">欢迎使用晋位"));
        assert!(letter.plain.contains("/notices/preferences"));
        assert_eq!(house.states(), ["sent"]);
        // What was in a digest is in no other one.
        house.wait(86_400);
        house.work();
        house.tell(&[one], notice("d"));
        to_its_hour(&house);
        house.work();
        let letters = digests(&office);
        assert_eq!(letters.len(), 2);
        assert_eq!(letters[1].subject, "示例局：1 条未读消息");
        assert_ne!(letters[0].number, letters[1].number);
    });
}

#[test]
fn nobody_gets_an_empty_message_or_one_that_they_have_stopped() {
    db::each_backend(&migrations(), |fresh| {
        let (house, office, one, cookie) = subscriber(fresh);
        house.tell(&[one], notice("a"));
        house.post("/notices/reading", &cookie, "").done();
        to_its_hour(&house);
        house.work();
        assert_eq!(house.states(), Vec::<String>::new());
        house.tell(&[one], notice("b"));
        house.post("/notices/preferences/unsubscription", &cookie, "").done();
        house.wait(2 * 86_400);
        house.work();
        assert_eq!(house.states(), Vec::<String>::new());
        // Subscribing again plans what is still unread.
        house.post("/notices/preferences", &cookie, "lang=en&digest=weekly&hour=6").done();
        to_its_hour(&house);
        assert_eq!(house.site.clock.today().weekday(), 1);
        house.work();
        let letters = digests(&office);
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].subject, "Sample Office: unread notices (1)");
    });
}

#[test]
fn a_crash_between_claim_and_mark_sends_nothing_twice() {
    db::each_backend(&migrations(), |fresh| {
        let (house, office, one, _) = subscriber(fresh);
        house.tell(&[one], notice("a"));
        to_its_hour(&house);
        office.expect(Fate::Crash);
        house.work();
        assert_eq!((digests(&office).len(), house.states()), (1, vec!["sending".to_owned()]));
        office.expect(Fate::Arrives);
        // The job is run again by whoever comes next, and by the program after it is started anew.
        for _ in 0..5 {
            house.wait(3_600);
            house.work_as("another");
            house.push(1);
            house.work();
        }
        assert_eq!((digests(&office).len(), house.states()), (1, vec!["uncertain".to_owned()]));
        let (_, admin) = house.somebody("admin", &[(Role::SystemAdmin, None)]);
        let page = house.page("/admin/deliveries", &admin);
        page.says(200, &["不确定", "重发", "one", "interrupted"]);
        assert!(!page.text().contains("欢迎使用晋位"), "an administrator sees no titles");
        // A person takes it upon themselves.
        house.post("/admin/deliveries/1/again", &admin, "").done();
        house.work();
        let letters = digests(&office);
        assert_eq!((letters.len(), house.states()), (2, vec!["sent".to_owned()]));
        assert_eq!(letters[0].number, letters[1].number, "a second copy can be told by its number");
        house.post("/admin/deliveries/1/again", &admin, "").says(409, &[]);
        house.post("/admin/deliveries/9/again", &admin, "").says(404, &[]);
    });
}

#[test]
fn two_servers_at_once_send_one_message() {
    db::each_backend(&migrations(), |fresh| {
        let (house, office, one, _) = subscriber(fresh);
        house.tell(&[one], notice("a"));
        to_its_hour(&house);
        for _ in 0..8 {
            house.push(1);
        }
        let servers = [house.server("east"), house.server("west")];
        house.rest();
        drop(servers);
        assert_eq!((digests(&office).len(), house.states()), (1, vec!["sent".to_owned()]));
    });
}

#[test]
fn a_server_that_does_not_answer_is_tried_again_more_and_more_rarely() {
    db::each_backend(&migrations(), |fresh| {
        let (house, office, one, _) = subscriber(fresh);
        house.tell(&[one], notice("a"));
        office.expect(Fate::NobodyThere);
        let mut pauses = Vec::new();
        loop {
            to_its_hour(&house);
            let now = house.site.clock.now();
            house.work();
            let (state, due, attempts, error) = house.deliveries().pop().unwrap();
            assert_eq!(error, "Connection refused  second line");
            if state == "failed" {
                assert_eq!(attempts, 8);
                break;
            }
            assert_eq!(state, "waiting");
            pauses.push(due.0 - now.0);
        }
        assert_eq!(pauses, [60, 180, 540, 1_620, 4_860, 14_580, 43_740]);
        let numbers: Vec<String> = digests(&office).into_iter().map(|letter| letter.number).collect();
        assert!(numbers.len() == 8 && numbers.iter().all(|number| *number == numbers[0]));
        // What it held is in the next digest.
        office.expect(Fate::Arrives);
        house.tell(&[one], notice("b"));
        to_its_hour(&house);
        house.work();
        assert_eq!(house.states(), ["failed", "sent"]);
        assert_eq!(digests(&office).pop().unwrap().subject, "示例局：2 条未读消息");
    });
}

#[test]
fn only_the_system_administrator_sees_how_messages_fare() {
    db::each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        for role in [Role::CommitteeAdmin, Role::SecurityAdmin, Role::AuditAdmin, Role::Member] {
            let (_, cookie) = house.somebody(role.code(), &[(role, None)]);
            house.page("/admin/deliveries", &cookie).says(403, &[]);
            house.post("/admin/deliveries/1/again", &cookie, "").says(403, &[]);
        }
        let (_, admin) = house.somebody("admin", &[(Role::SystemAdmin, None)]);
        house.page("/admin/deliveries", &admin).says(200, &["没有未发出的消息"]);
        house.page("/admin/deliveries?state=sent&page=3", &admin).says(200, &[]);
        assert_eq!(house.json("/admin/deliveries", &admin).json()["uncertain"], 0);
    });
}

/// A house whose mail goes over a socket, with a subscriber.
fn over_a_socket(fresh: &Fresh, settings: &MailSettings, server: &MailServer) -> (House, kernel::UserId) {
    let house = House::with(fresh, quiet().with_mail(settings).unwrap());
    let (one, cookie) = house.somebody("one", &[]);
    house.post("/notices/preferences/address", &cookie, "address=one@organ.example").done();
    let letter = server.taken().pop().unwrap();
    let plain = letter.split("\n\n").find(|part| part.contains("=E7") || part.len() > 40).unwrap_or(&letter);
    let code = format!("code={}", code_in(&decoded(&letter, plain)));
    house.post("/notices/preferences/confirmation", &cookie, &code).done();
    house.post("/notices/preferences", &cookie, "lang=en&digest=daily&hour=8").done();
    (house, one)
}

/// The letter with its first part decoded, whichever encoding was chosen for it.
fn decoded(letter: &str, _: &str) -> String {
    let (_, rest) = letter.split_once("text/plain").unwrap();
    let (head, body) = rest.split_once("\n\n").unwrap();
    let body = body.split("\n--").next().unwrap();
    if head.to_ascii_lowercase().contains("base64") {
        let bits: Vec<u32> = body
            .bytes()
            .filter_map(|byte| {
                b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
                    .iter()
                    .position(|known| *known == byte)
                    .and_then(|at| u32::try_from(at).ok())
            })
            .collect();
        let bytes: Vec<u8> = bits
            .chunks(4)
            .flat_map(|four| {
                let word = four.iter().enumerate().fold(0, |sum, (at, bits)| sum | bits << (18 - 6 * at));
                word.to_be_bytes()[1..four.len()].to_vec()
            })
            .collect();
        String::from_utf8(bytes).unwrap()
    } else {
        body.replace("=\n", "")
    }
}

#[test]
fn a_message_goes_over_smtp_once_with_its_own_headers_alone() {
    db::each_backend(&migrations(), |fresh| {
        let server = MailServer::start();
        let (house, one) = over_a_socket(fresh, &server.settings(), &server);
        let title = "x\r\nBcc: everybody@organ.example\r\n\r\nHello".to_owned();
        house.tell(&[one], Notice { args: vec![("name", title)], ..notice("a") });
        to_its_hour(&house);
        house.work();
        house.push(1);
        house.work();
        assert_eq!((server.taken().len(), house.states()), (2, vec!["sent".to_owned()]));
        let letter = server.taken().pop().unwrap();
        let (head, _) = letter.split_once("\n\n").unwrap();
        assert!(head.contains("To: one@organ.example"), "{head}");
        assert!(head.contains("Auto-Submitted: auto-generated"), "{head}");
        assert!(head.contains("Message-ID: <digest.1.") && head.contains("@organ.example>"), "{head}");
        assert!(!head.to_ascii_lowercase().contains("bcc"), "{head}");
        assert!(decoded(&letter, "").contains("have not read: 1"), "{letter}");
    });
}

#[test]
fn what_the_mail_server_says_decides_what_becomes_of_a_message() {
    for (mood, state) in [(Mood::Busy, "waiting"), (Mood::Refuses, "failed"), (Mood::HangsUp, "uncertain")] {
        db::each_backend(&migrations(), |fresh| {
            let server = MailServer::start();
            let (house, one) = over_a_socket(fresh, &server.settings(), &server);
            house.tell(&[one], notice("a"));
            to_its_hour(&house);
            server.is_in(mood);
            house.work();
            assert_eq!((server.taken().len(), house.states()), (1, vec![state.to_owned()]), "{mood:?}");
            assert!(!house.deliveries()[0].3.is_empty());
        });
    }
}

#[test]
fn nobody_at_the_port_and_no_encryption_where_it_is_wanted_are_tried_again() {
    db::each_backend(&migrations(), |fresh| {
        let server = MailServer::start();
        let (house, one) = over_a_socket(fresh, &server.settings(), &server);
        house.tell(&[one], notice("a"));
        to_its_hour(&house);
        drop(house);
        for tls in [Encryption::Tls, Encryption::StartTls] {
            let settings = MailSettings { tls, ..server.settings() };
            let house = House::with(fresh, quiet().with_mail(&settings).unwrap());
            house.work();
            assert_eq!(house.states(), ["waiting"], "{tls:?}");
            to_its_hour(&house);
        }
        let nobody = MailSettings { port: Some(1), ..server.settings() };
        let house = House::with(fresh, quiet().with_mail(&nobody).unwrap());
        house.work();
        assert_eq!(house.states(), ["waiting"]);
        assert_eq!(server.taken().len(), 1);
    });
}
