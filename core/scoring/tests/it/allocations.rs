//! Money: the tables of the field, the ways a budget cannot be shared, and how far anything moves.

use proptest::prelude::*;
use proptest::sample::Index;
use scoring::{AllocationError, AllocationRule, Allotment, Base, Claim, Money, Ratio, allocate};

fn claim(key: &str, members: u32, coefficient: &str) -> Claim {
    Claim { key: key.to_owned(), members, coefficient: coefficient.parse().unwrap() }
}

fn amounts(budget: &str, base: Base, claims: &[Claim]) -> Vec<String> {
    let rule = AllocationRule { budget: budget.parse().unwrap(), base };
    allocate(&rule, claims).unwrap().iter().map(|share| share.amount.to_string()).collect()
}

#[test]
fn the_tables_of_the_field() {
    let claims = [claim("a", 37, "1.2"), claim("b", 52, "1.0"), claim("c", 11, "0.8")];
    assert_eq!(amounts("100000.00", Base::None, &claims), ["42205.32", "49429.66", "8365.02"]);
    let flat = Base::Share("30%".parse().unwrap());
    assert_eq!(amounts("100000.00", flat, &claims), ["39543.73", "44600.76", "15855.51"]);
    let each = Base::Each("10000.00".parse().unwrap());
    assert_eq!(amounts("100000.00", each, &claims), ["39543.73", "44600.76", "15855.51"]);
}

#[test]
fn equal_remainders_go_to_the_larger_claim_then_to_the_key() {
    assert_eq!(amounts("0.01", Base::None, &[claim("b", 1, "1"), claim("a", 1, "1")]), ["0.00", "0.01"]);
    // both have half a 分 over; the larger claim has it
    assert_eq!(amounts("0.02", Base::None, &[claim("a", 1, "1"), claim("b", 3, "1")]), ["0.00", "0.02"]);
}

#[test]
fn a_budget_that_cannot_be_shared_whole_is_refused() {
    let refuse = |budget: &str, base, claims: &[Claim]| {
        allocate(&AllocationRule { budget: budget.parse().unwrap(), base }, claims).unwrap_err()
    };
    assert_eq!(refuse("1.00", Base::None, &[]), AllocationError::Nobody);
    assert_eq!(refuse("-1.00", Base::None, &[claim("a", 1, "1")]), AllocationError::NegativeBudget);
    assert_eq!(refuse("1.00", Base::None, &[claim("a", 0, "1")]), AllocationError::NothingToShareBy);
    let twice = [claim("a", 1, "1"), claim("a", 2, "1")];
    assert_eq!(refuse("1.00", Base::None, &twice), AllocationError::Duplicate { key: "a".to_owned() });
    let each = Base::Each(Money::from_fen(51));
    let text = refuse("1.00", each, &[claim("a", 1, "1"), claim("b", 1, "1")]).to_string();
    assert_eq!(text, "the base needs 1.02, the budget is 1.00");
}

#[test]
fn nothing_is_left_and_nothing_needed_when_the_base_takes_all() {
    let all = Base::Share("100%".parse().unwrap());
    assert_eq!(
        amounts("1.00", all, &[claim("a", 0, "0"), claim("b", 0, "0"), claim("c", 0, "0")]),
        ["0.34", "0.33", "0.33"]
    );
}

/// Claims of up to 200 members with coefficients in tenths from 0.5 to 1.5, at least one of them.
fn claims() -> impl Strategy<Value = Vec<Claim>> {
    prop::collection::vec((1_u32..200, 5_i128..=15), 1..45).prop_map(|all| {
        let claim = |(at, (members, tenths)): (usize, (u32, i128))| Claim {
            key: format!("{at:02}"),
            members,
            coefficient: Ratio::new(tenths, 10).unwrap(),
        };
        all.into_iter().enumerate().map(claim).collect()
    })
}

/// Nothing, a share, or an amount each that even the smallest budget pays.
fn base() -> impl Strategy<Value = Base> {
    prop_oneof![
        Just(Base::None),
        (0_i128..=100).prop_map(|percent| Base::Share(Ratio::new(percent, 100).unwrap())),
        (0_i64..=20).prop_map(|fen| Base::Each(Money::from_fen(fen))),
    ]
}

fn shared(budget: i64, base: &Base, claims: &[Claim]) -> Vec<Allotment> {
    allocate(&AllocationRule { budget: Money::from_fen(budget), base: base.clone() }, claims).unwrap()
}

/// In 分: what one got more, and what was due more.
fn moves(before: &[Allotment], after: &[Allotment]) -> Vec<(i64, Ratio)> {
    let change = |(a, b): (&Allotment, &Allotment)| {
        (b.amount.fen() - a.amount.fen(), (b.exact.clone() - a.exact.clone()) * Ratio::from(100))
    };
    before.iter().zip(after).map(change).collect()
}

/// Less than two 分 from the exact change, and at most one against it.
fn as_due(moves: &[(i64, Ratio)]) -> bool {
    moves.iter().all(|(fen, due)| {
        let off = Ratio::from(*fen) - due.clone();
        let near = off.clone() < 2.into() && -off < 2.into();
        near && (due.is_negative() || *fen >= -1) && (*due > Ratio::ZERO || *fen <= 1)
    })
}

proptest! {
    #[test]
    fn a_larger_budget_is_handed_out_whole_and_costs_nobody_more_than_a_fen(
        claims in claims(), base in base(), budget in 900_i64..50_000_000, more in 1_i64..1_000_000,
    ) {
        let (before, after) = (shared(budget, &base, &claims), shared(budget + more, &base, &claims));
        let moves = moves(&before, &after);
        prop_assert_eq!(moves.iter().map(|(fen, _)| fen).sum::<i64>(), more);
        prop_assert!(moves.iter().all(|(_, due)| !due.is_negative()), "what is due falls for nobody");
        prop_assert!(as_due(&moves), "{moves:?}");
    }

    #[test]
    fn a_larger_claim_takes_and_gives_nobody_else_more_than_a_fen(
        claims in claims(), base in base(), budget in 900_i64..50_000_000, whose: Index, members in 0_u32..50, tenths in 0_i128..8,
    ) {
        let mut larger = claims.clone();
        let at = whose.index(claims.len());
        larger[at].members += members;
        larger[at].coefficient = larger[at].coefficient.clone() + Ratio::new(tenths, 10).unwrap();
        let (before, after) = (shared(budget, &base, &claims), shared(budget, &base, &larger));
        let moves = moves(&before, &after);
        prop_assert_eq!(moves.iter().map(|(fen, _)| fen).sum::<i64>(), 0);
        prop_assert!(!moves[at].1.is_negative());
        let others = || moves.iter().enumerate().filter(|(position, _)| *position != at);
        prop_assert!(others().all(|(_, (_, due))| *due <= Ratio::ZERO), "what is due rises for nobody else");
        prop_assert!(as_due(&moves), "{moves:?}");
    }

    /// Base, members and coefficient, each by its own rule.
    #[test]
    fn what_is_due_is_base_plus_members_times_coefficient(claims in claims(), base in base(), budget in 900_i64..50_000_000) {
        let all: Ratio = claims.iter().map(|c| Ratio::from(c.members) * c.coefficient.clone()).sum();
        let count = Ratio::from(i64::try_from(claims.len()).unwrap());
        let yuan = Money::from_fen(budget).ratio();
        let each = match &base {
            Base::None => Ratio::ZERO,
            Base::Share(share) => (yuan.clone() * share.clone()).over(&count).unwrap(),
            Base::Each(each) => each.ratio(),
        };
        for (own, claim) in shared(budget, &base, &claims).into_iter().zip(&claims) {
            let weight = Ratio::from(claim.members) * claim.coefficient.clone();
            let rest = (yuan.clone() - each.clone() * count.clone()) * weight.clone();
            prop_assert_eq!(own.exact, each.clone() + rest.over(&all).unwrap());
            prop_assert_eq!((own.base, own.weight), (each.clone(), weight));
        }
    }
}
