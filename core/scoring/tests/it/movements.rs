//! Movement between two years.

use scoring::{Change, Scheme, evaluate, grade_flow, movements};

use crate::office_years::{SCHEME, year};
use crate::small::{ONE_MARK, marked, scheme};

#[test]
fn one_body_goes_from_last_to_first() {
    let scheme = Scheme::from_toml(SCHEME).unwrap();
    let (before, now) =
        (evaluate(&scheme, &year("2013")).unwrap(), evaluate(&scheme, &year("2014")).unwrap());
    let all = movements(&before, &now);
    let own = all.iter().find(|m| m.participant == "材料工程发明审查部党委").unwrap();
    assert_eq!((own.rank, own.grade), (Change::Up, Change::Up));
    let earlier = own.before.as_ref().unwrap();
    assert_eq!((earlier.rank, earlier.of, earlier.grade.name.as_str()), (13, 13, "一般"));
    assert_eq!(now.of(&own.participant).unwrap().rank, 1);
    let moved: u32 = grade_flow(&before, &now).iter().map(|flow| flow.count).sum();
    assert_eq!(moved, 41);
}

#[test]
fn newcomers_and_other_categories_are_not_compared() {
    let scheme = scheme(ONE_MARK);
    let mut earlier = marked(&[("a", "80"), ("b", "90")]);
    earlier.participants[0].category = "乙".to_owned();
    let before = evaluate(&scheme, &earlier).unwrap();
    let now = evaluate(&scheme, &marked(&[("a", "80"), ("b", "70"), ("c", "75")])).unwrap();
    let found: Vec<_> = movements(&before, &now).iter().map(|m| (m.participant.clone(), m.rank)).collect();
    let expected = [("a", Change::NotComparable), ("c", Change::New), ("b", Change::Down)];
    assert_eq!(found, expected.map(|(key, change)| (key.to_owned(), change)));
}
