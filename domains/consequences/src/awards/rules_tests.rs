//! Places of categories, grades and organisations, and what stands in the way of a nomination.

use kernel::contracts::ResultBrief;
use proptest::prelude::*;

use super::*;

fn graded(org: i64, category: &str, grade: &str, members: u32) -> Graded {
    let result = ResultBrief {
        org: OrgId(org),
        name: format!("组织{org}"),
        path: format!("1.{org}."),
        category: category.into(),
        rank: 1,
        of: 1,
        total: "90".into(),
        grade: grade.into(),
        grade_name: grade.into(),
    };
    Graded { result, members, path: String::new() }
}

fn conditions(places: Places) -> Conditions {
    let grade = |(code, entitlement): (&str, Entitlement)| GradeEntitlement {
        code: code.into(),
        name: code.into(),
        entitlement,
    };
    let grades = ["good", "fair", "ordinary"].into_iter().zip(Entitlement::ALL).map(grade).collect();
    Conditions { grades, places }
}

fn share(percent: &str, rounding: WholePlaces) -> Places {
    Places::Share { percent: percent.parse().unwrap(), rounding }
}

fn nine() -> Vec<Graded> {
    let grade = |n: i64| ["good", "fair", "ordinary"][usize::try_from(n % 3).unwrap()];
    (0..9).map(|n| graded(n, "综合管理类", grade(n), 30)).collect()
}

fn places(conditions: &Conditions, subject: Subject, of: &[Graded]) -> Vec<u32> {
    conditions.pools(subject, of).iter().map(|pool| pool.places).collect()
}

#[test]
fn a_share_of_a_category_is_rounded_as_stated() {
    let nine = nine();
    let of = |rounding| places(&conditions(share("30", rounding)), Subject::Organisation, &nine);
    assert_eq!(of(WholePlaces::Floor), [2]);
    assert_eq!(of(WholePlaces::HalfUp), [3]);
    assert_eq!(of(WholePlaces::Ceiling), [3]);
}

#[test]
fn people_have_places_by_the_members_of_their_organisation() {
    let of = [graded(1, "甲", "good", 37), graded(2, "甲", "fair", 52), graded(3, "乙", "ordinary", 11)];
    let by_members = conditions(share("5", WholePlaces::HalfUp)).pools(Subject::Person, &of);
    assert_eq!(by_members.len(), 1, "only who is eligible has places");
    assert_eq!((by_members[0].name.as_str(), by_members[0].places), ("组织1", 2));
    let by_grade = conditions(Places::Grade { of: vec![("good".into(), 3), ("fair".into(), 1)] });
    assert_eq!(places(&by_grade, Subject::Person, &of), [3]);
    let pools = by_grade.pools(Subject::Organisation, &of);
    let told: Vec<_> = pools.iter().map(|pool| (pool.name.as_str(), pool.eligible, pool.places)).collect();
    assert_eq!(told, [("good", 1, 3), ("fair", 0, 1), ("ordinary", 0, 0)]);
    let by_category = conditions(Places::Number { of: vec![("甲".into(), 4)] });
    assert_eq!(places(&by_category, Subject::Person, &of), [4, 0]);
}

#[test]
fn grades_open_or_bar_the_way() {
    let of = nine();
    let two = conditions(share("30", WholePlaces::Floor));
    let may = |place: usize| two.may_nominate(Subject::Organisation, &of[place], &of, &[]);
    assert_eq!(may(0), Ok(()));
    let by_exception = may(1).unwrap_err();
    assert_eq!((by_exception.say.key, by_exception.absolute), ("award-not-eligible", false));
    let barred = may(2).unwrap_err();
    assert_eq!((barred.say.key, barred.absolute), ("award-barred", true));
    assert!(two.may_accept(Subject::Organisation, &of[2], &of, &[]).unwrap_err().absolute);
    let strange = graded(10, "综合管理类", "excellent", 1);
    assert!(
        two.may_nominate(Subject::Organisation, &strange, &of, &[]).is_err(),
        "an unknown grade opens nothing"
    );
}

#[test]
fn places_are_taken_by_what_was_accepted_and_by_ones_own_nominations() {
    let of = nine();
    let two = conditions(share("30", WholePlaces::Floor));
    let live =
        |org: i64, accepted| Live {
            org: OrgId(org), among: Among::Category("综合管理类".into()), accepted
        };
    // Others who only wait do not stand in the way: the committee chooses.
    assert!(two.may_nominate(Subject::Organisation, &of[0], &of, &[live(3, false), live(6, false)]).is_ok());
    let full = [live(3, true), live(6, true)];
    assert_eq!(
        two.may_nominate(Subject::Organisation, &of[0], &of, &full).unwrap_err().say.key,
        "award-no-places"
    );
    assert_eq!(
        two.may_accept(Subject::Organisation, &of[0], &of, &full).unwrap_err().say.key,
        "award-no-places"
    );
    assert!(two.may_accept(Subject::Organisation, &of[0], &of, &full[..1]).is_ok());
}

proptest! {
    #[test]
    fn however_many_are_tried_no_more_are_accepted_than_there_are_places(
        tries in prop::collection::vec(0_usize..9, 0..40),
        percent in 0_i64..=100,
        people in any::<bool>(),
    ) {
        let of = nine();
        let subject = if people { Subject::Person } else { Subject::Organisation };
        let rule = conditions(share(&percent.to_string(), WholePlaces::HalfUp));
        let mut live: Vec<Live> = Vec::new();
        for place in tries {
            if rule.may_accept(subject, &of[place], &of, &live).is_ok() {
                let among = rule.among(subject, &of[place]);
                live.push(Live { org: of[place].result.org, among, accepted: true });
            }
        }
        for pool in rule.pools(subject, &of) {
            let taken = live.iter().filter(|one| one.among == pool.among).count();
            prop_assert!(taken <= usize::try_from(pool.places).unwrap());
        }
    }
}
