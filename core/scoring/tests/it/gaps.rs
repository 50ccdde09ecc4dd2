//! What is not there yet is listed for everybody, and nothing stops the list.

use proptest::prelude::*;
use proptest::sample::Index;
use scoring::{
    Decided, Decision, EvaluateError, FactValue, Gap, Input, Missing, MissingReason, Scheme, Treatment,
    Trouble, evaluate, gaps,
};

use crate::office_years::{SCHEME, year};
use crate::small::{based, fact, mark, participant, scheme, tally, with_method};

const BALLOTS: &str = r#"{ kind = "ballots", choices = [ { code = "good", name = "好", points = 100 } ],
    groups = [ { code = "party", name = "党员", weight = 1, least = 3 }, { code = "staff", name = "群众", weight = 1 } ] }"#;

/// Participant, indicator, voter group, reason, treatment.
fn list(scheme: &Scheme, input: &Input) -> Vec<(String, String, Option<String>, MissingReason, Missing)> {
    let line = |gap: Gap| (gap.participant, gap.indicator, gap.group, gap.reason, gap.treated);
    gaps(scheme, input).into_iter().map(line).collect()
}

fn line(
    key: &str,
    code: &str,
    reason: MissingReason,
    treated: Missing,
) -> (String, String, Option<String>, MissingReason, Missing) {
    (key.to_owned(), code.to_owned(), None, reason, treated)
}

#[test]
fn everything_is_listed_for_everybody_in_one_order() {
    let panel = r#"{ kind = "panel", average = "trimmed", quorum = 2, fallback = "missing" }"#;
    let mut input = Input {
        participants: vec![participant("b", "甲"), participant("a", "乙"), participant("c", "甲")],
        marks: vec![mark("b", "base", "评委1", "80"), mark("b", "i", "评委1", "8")],
        ..Input::default()
    };
    input.marks.extend([mark("c", "i", "评委1", "8"), mark("c", "i", "评委2", "8")]);
    assert_eq!(
        list(&scheme(&with_method(panel, "exclude")), &input),
        [
            line("a", "base", MissingReason::Nothing, Missing::Block),
            line("a", "i", MissingReason::Nothing, Missing::Exclude),
            line("b", "i", MissingReason::BelowQuorum, Missing::Exclude),
            line("c", "base", MissingReason::Nothing, Missing::Block),
            line("c", "i", MissingReason::TooFewToTrim, Missing::Exclude),
        ]
    );
}

#[test]
fn a_voter_group_is_missed_only_beside_another() {
    let rules = scheme(&with_method(BALLOTS, "zero"));
    let with = |tallies| list(&rules, &Input { tallies, ..based() });
    assert_eq!(with(vec![]), [line("a", "i", MissingReason::Nothing, Missing::Zero)]);
    let few = tally("a", "党员", &[("好", 2)], 0, 2);
    assert_eq!(
        with(vec![few.clone()]),
        [line("a", "i", MissingReason::NoGroupReachedMinimum, Missing::Zero)]
    );
    let staff = tally("a", "群众", &[("好", 9)], 0, 9);
    let party = Some("party".to_owned());
    assert_eq!(
        with(vec![staff.clone()]),
        [("a".to_owned(), "i".to_owned(), party, MissingReason::Nothing, Missing::Exclude)]
    );
    assert_eq!(with(vec![few, staff]), [], "too few ballots are a result, not a gap");
}

#[test]
fn a_decided_mark_and_an_event_that_never_was_are_no_gaps() {
    let counted = r#"{ kind = "deduction", events = [ { code = "late", name = "迟报", each = 1 } ] }"#;
    assert_eq!(list(&scheme(&with_method(counted, "block")), &based()), []);
    let rules = scheme(&with_method(r#"{ kind = "yes_no", fact = "elected" }"#, "block"));
    assert_eq!(list(&rules, &based()), [line("a", "i", MissingReason::Nothing, Missing::Block)]);
    let what = Decided::Mark { indicator: "i".to_owned(), mark: "5".parse().unwrap() };
    let decision =
        Decision { participant: "a".to_owned(), what, reason: "已核实".to_owned(), source: None };
    assert_eq!(list(&rules, &Input { decisions: vec![decision], ..based() }), []);
}

#[test]
fn nothing_faulty_stops_the_list() {
    let mut rules = scheme(&with_method(r#"{ kind = "yes_no", fact = "elected" }"#, "zero"));
    let mut input = based();
    input.participants.extend([participant("x", "丙"), participant("y", "甲")]);
    input.marks.extend([mark("ghost", "i", "评委1", "1"), mark("y", "base", "评委1", "91")]);
    input.facts.push(fact("a", "elected", FactValue::Level("好".to_owned())));
    let expected = [
        line("a", "i", MissingReason::Nothing, Missing::Zero),
        line("y", "base", MissingReason::Nothing, Missing::Block),
        line("y", "i", MissingReason::Nothing, Missing::Zero),
    ];
    assert_eq!(list(&rules, &input), expected, "what cannot be true is not there");
    rules.dimensions.clear();
    rules.grades.clear();
    assert_eq!(list(&rules, &input), expected, "not even a faulty scheme");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// The gaps are what an evaluation stops at, or says of the indicator.
    #[test]
    fn the_gaps_are_what_an_evaluation_misses(taken in prop::collection::vec(any::<Index>(), 0..4), treated in 0..3) {
        let mut rules = Scheme::from_toml(SCHEME).unwrap();
        let treated = [Missing::Block, Missing::Exclude, Missing::Zero][usize::try_from(treated).unwrap()];
        rules.indicators.iter_mut().for_each(|indicator| indicator.missing = treated);
        let mut input = year("2014");
        for index in taken {
            let one = input.marks[index.index(input.marks.len())].clone();
            input.marks.retain(|mark| (&mark.participant, &mark.indicator) != (&one.participant, &one.indicator));
        }
        let found: Vec<(String, String)> =
            gaps(&rules, &input).into_iter().map(|gap| (gap.participant, gap.indicator)).collect();
        let mut missed = Vec::new();
        match evaluate(&rules, &input) {
            Ok(outcome) => {
                for own in &outcome.standings {
                    let missing = own.indicators.iter().filter(|i| i.treatment != Treatment::Counted);
                    missed.extend(missing.map(|i| (own.participant.clone(), i.code.clone())));
                }
            }
            Err(EvaluateError::Input(faults)) => {
                missed.extend(faults.into_iter().filter_map(|fault| match fault.trouble {
                    Trouble::Missing { indicator, .. } => Some((fault.participant, indicator)),
                    _ => None,
                }));
            }
            Err(other) => panic!("{other}"),
        }
        let sorted = |mut list: Vec<_>| { list.sort(); list };
        prop_assert_eq!(sorted(found), sorted(missed));
    }
}
