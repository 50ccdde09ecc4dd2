//! What organisations aim at in the next year, and whether they got there, on both databases.

use kernel::Role;
use testkit::db::{Fresh, each_backend};

use crate::house::{House, actor, directory, migrations};
use crate::{files_of, participants, scheme_text};

fn org(name: &str) -> i64 {
    let at = participants().iter().position(|(known, _)| known == name).unwrap();
    i64::try_from(at).unwrap() + 2
}

fn publish(fresh: &Fresh, year: i16) {
    let (scheme, files) = (scheme_text(), files_of(year));
    let what = appraisal::Load {
        year,
        scheme: Some(&scheme),
        category: None,
        files: &files,
        publish: true,
        dry_run: false,
    };
    appraisal::load(&fresh.db(), &actor(), &directory(), &what).unwrap();
}

#[test]
fn a_promise_is_compared_with_the_next_result() {
    each_backend(&migrations(), |fresh| {
        publish(fresh, 2013);
        let house = House::on(fresh);
        // Last of thirteen in 2013, first in 2014.
        let (first, other) = (org("材料工程发明审查部党委"), org("机械发明审查部党委"));
        let own = house.member("own", Role::OrganisationSecretary, Some(first));
        let neighbour = house.member("neighbour", Role::DeputySecretary, Some(other));
        let staff = house.someone(Role::Staff);
        let path = format!("/cycles/1/promises/{first}/form");
        assert!(house.page("/", &own).text().contains("提出 2014 年度晋位承诺"));
        assert!(house.page(&path, &own).text().contains("2014 年度晋位承诺"));
        assert_eq!(house.page(&path, &neighbour).status, 404);
        assert_eq!(house.page(&path, &staff).status, 403);

        let send = |who: &str, form: &[(&str, &str)]| house.send(&path, who, form);
        let nothing = send(&own, &[("measures", "努力")]);
        assert_eq!(nothing.status, 422);
        assert!(nothing.text().contains("请至少选择等次或填写名次") && nothing.text().contains("努力"));
        let wrong = send(&own, &[("rank", "14"), ("measures", "")]);
        assert!(wrong.text().contains("请填写 1 到 13 的名次") && wrong.text().contains("请写明措施"));
        assert_eq!(send(&neighbour, &[("rank", "1"), ("measures", "替别人许诺")]).status, 404);
        assert_eq!(send(&own, &[("grade", "good"), ("rank", "3"), ("measures", "抓质量")]).status, 303);
        let second = format!("/cycles/1/promises/{other}/form");
        assert_eq!(house.send(&second, &neighbour, &[("rank", "1"), ("measures", "争第一")]).status, 303);
        let list = house.page("/cycles/1/promises", &staff).text();
        assert!(
            list.contains("等次“好”、前 3 名") && list.contains("抓质量") && list.contains("结果未公布"),
            "{list}"
        );
        assert!(!house.page("/", &own).text().contains("提出 2014 年度晋位承诺"));

        publish(fresh, 2014);
        let list = house.json("/cycles/1/promises", &staff).json();
        let of = |org: i64| {
            let all = list["promises"].as_array().unwrap();
            all.iter().find(|one| one["org"] == org).unwrap()["outcome"].as_str().unwrap().to_owned()
        };
        assert_eq!((of(first), of(other)), ("kept".into(), "missed".into()));
        let page = house.page(&format!("/cycles/2/organisations/{first}"), &staff).text();
        assert!(page.contains("2014 年度承诺") && page.contains("已兑现"), "{page}");
        assert_eq!(send(&own, &[("rank", "13"), ("measures", "事后改低")]).status, 409);
        assert!(house.page(&path, &own).text().contains("已经截止"));
        assert_eq!(house.post(&format!("/cycles/1/promises/{first}/removal"), &own).status, 409);
        let sheet = house.page("/cycles/1/promises?format=xlsx", &staff);
        let book = office::read("promises.xlsx", &sheet.bytes, &office::Limits::default()).unwrap();
        assert_eq!(book.sheets[0].rows.len(), 3);
    });
}
