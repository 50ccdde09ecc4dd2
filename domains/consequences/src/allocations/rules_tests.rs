//! The published fixtures, and what must hold whatever is typed.

use proptest::prelude::*;

use super::*;

fn parameters(each: i64, flat: &str, coefficients: [&str; 3]) -> Parameters {
    let grade = |(code, coefficient): (&str, &str)| GradeCoefficient {
        code: code.into(),
        name: code.into(),
        coefficient: coefficient.parse().unwrap(),
    };
    let grades = ["good", "fair", "ordinary"].into_iter().zip(coefficients).map(grade).collect();
    Parameters { each: Amount(each), flat: flat.parse().unwrap(), grades }
}

fn taker(members: u32, grade: &str) -> Taker {
    Taker { members, grade: grade.into() }
}

fn three() -> [Taker; 3] {
    [taker(37, "good"), taker(52, "fair"), taker(11, "ordinary")]
}

fn amounts(budget: i64, parameters: &Parameters, takers: &[Taker]) -> Vec<String> {
    let shared = share(Amount(budget), parameters, takers).unwrap();
    shared.iter().map(|one| one.amount.to_string()).collect()
}

#[test]
fn the_fixtures_come_out_to_the_fen() {
    let usual = ["1.2", "1", "0.8"];
    let per_member = amounts(10_000_000, &parameters(0, "0", usual), &three());
    assert_eq!(per_member, ["42,205.32", "49,429.66", "8,365.02"]);
    let with_base = amounts(10_000_000, &parameters(0, "30", usual), &three());
    assert_eq!(with_base, ["39,543.73", "44,600.76", "15,855.51"]);
}

#[test]
fn a_fixed_amount_comes_first_and_the_equal_part_from_what_it_leaves() {
    // 3 × 1000 fixed; of the remaining 7000, half equally (1166.66… each) and half by members (875, 875, 1750).
    let shared = amounts(
        1_000_000,
        &parameters(100_000, "50", ["1", "1", "1"]),
        &[taker(5, "good"), taker(5, "fair"), taker(10, "fair")],
    );
    assert_eq!(
        shared,
        ["3,041.67", "3,041.66", "3,916.67"],
        "of equal remainders the larger amount comes first"
    );
    let all_alike = amounts(100, &parameters(0, "100", ["1", "1", "1"]), &three());
    assert_eq!(all_alike, ["0.34", "0.33", "0.33"], "the first in the order of the results gets the odd 分");
}

#[test]
fn what_cannot_be_shared_out_says_why() {
    let key = |budget, parameters: &Parameters, takers: &[Taker]| {
        share(Amount(budget), parameters, takers).unwrap_err().key
    };
    let usual = ["1.2", "1", "0.8"];
    assert_eq!(key(299, &parameters(100, "0", usual), &three()), "fund-base-too-large");
    assert_eq!(key(1_000, &parameters(0, "0", usual), &[]), "fund-nobody");
    assert_eq!(key(1_000, &parameters(0, "0", ["0", "0", "0"]), &three()), "fund-nothing-to-share-by");
    assert_eq!(key(1_000, &parameters(0, "0", usual), &[taker(1, "excellent")]), "fund-grade-unknown");
    // Everything fixed: nothing is left to share by members, so nobody needs any.
    assert_eq!(amounts(300, &parameters(100, "0", ["0", "0", "0"]), &three()), ["1.00", "1.00", "1.00"]);
}

#[test]
fn two_persons_approve_and_neither_wrote_it() {
    let authors = ["user:1".to_owned()];
    let may = |given: &[(String, Capacity)], by: &str, capacity| {
        may_decide(&authors, given, by, capacity).map_err(|say| say.key)
    };
    let secretary = [("user:2".to_owned(), Capacity::Secretary)];
    assert_eq!(may(&[], "user:1", Capacity::Finance), Err("fund-approve-own"));
    assert_eq!(may(&secretary, "user:2", Capacity::Finance), Err("fund-approve-twice"));
    assert_eq!(may(&secretary, "user:3", Capacity::Secretary), Err("fund-approve-done"));
    assert_eq!(may(&secretary, "user:3", Capacity::Finance), Ok(()));
    assert!(!is_complete(&secretary));
}

proptest! {
    #[test]
    fn the_sum_is_the_budget_to_the_fen(
        budget in 1_i64..1_000_000_000_000,
        each in 0_i64..20_000,
        flat in 0_i64..=100_000,
        coefficients in prop::array::uniform3(0_i64..3_000),
        members in prop::collection::vec((0_u32..900, 0_usize..3), 1..60),
    ) {
        let codes = ["good", "fair", "ordinary"];
        let takers: Vec<Taker> = members.iter().map(|(n, grade)| taker(*n, codes[*grade])).collect();
        let mut parameters = parameters(each, "0", ["0", "0", "0"]);
        parameters.flat = Score::from_thousandths(flat);
        for (grade, coefficient) in parameters.grades.iter_mut().zip(coefficients) {
            grade.coefficient = Score::from_thousandths(coefficient);
        }
        if let Ok(shared) = share(Amount(budget), &parameters, &takers) {
            prop_assert_eq!(shared.iter().map(|one| one.amount).sum::<Amount>(), Amount(budget));
            for one in &shared {
                prop_assert!(one.amount.0 >= each, "nobody gets less than the fixed amount");
                let off = one.amount.money().ratio() - one.exact.clone();
                let fen = Ratio::new(1, 100).unwrap();
                prop_assert!(off < fen && -off < fen, "within a 分 of the exact amount");
            }
        }
    }

    #[test]
    fn approvals_do_not_depend_on_their_order(
        mut attempts in prop::collection::vec((0_usize..5, any::<bool>()), 2..9),
        seed in any::<u64>(),
    ) {
        let authors = ["user:0".to_owned()];
        let run = |attempts: &[(usize, bool)]| {
            let mut given: Vec<(String, Capacity)> = Vec::new();
            for (person, finance) in attempts {
                let capacity = if *finance { Capacity::Finance } else { Capacity::Secretary };
                let by = format!("user:{person}");
                if may_decide(&authors, &given, &by, capacity).is_ok() {
                    given.push((by, capacity));
                }
            }
            given
        };
        let given = run(&attempts);
        prop_assert!(given.iter().all(|(by, _)| by != "user:0"), "no author approves");
        if is_complete(&given) {
            prop_assert_eq!(given.len(), 2);
            prop_assert_ne!(&given[0].0, &given[1].0, "two persons");
            // The same two approvals suffice the other way round, and whoever is refused between them changes nothing.
            let mut accepted: Vec<(usize, bool)> = given
                .iter()
                .map(|(by, capacity)| (by[5..].parse().unwrap(), *capacity == Capacity::Finance))
                .collect();
            accepted.reverse();
            prop_assert!(is_complete(&run(&accepted)));
        }
        // Whatever the order, one person alone never suffices.
        let rotation = usize::try_from(seed % 7).unwrap() % attempts.len();
        attempts.rotate_left(rotation);
        let one: Vec<(usize, bool)> = attempts.iter().map(|(_, finance)| (1, *finance)).collect();
        prop_assert!(!is_complete(&run(&one)));
    }
}
