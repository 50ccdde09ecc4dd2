//! Money: the tables of the field and the ways a budget cannot be shared.

use scoring::{AllocationError, AllocationRule, Base, Claim, Money, allocate};

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
