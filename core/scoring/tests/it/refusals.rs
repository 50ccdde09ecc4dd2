//! Input that cannot be true is refused, all of it at once, with the cell it came from.

use scoring::{EvaluateError, Input, SourceRef, Trouble, evaluate};

use crate::small::{ONE_MARK, based, mark, marked, participant, scheme, tally, with_method};

fn troubles(body: &str, input: &Input) -> Vec<Trouble> {
    match evaluate(&scheme(body), input) {
        Err(EvaluateError::Input(faults)) => faults.into_iter().map(|fault| fault.trouble).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn marks_outside_their_range_are_named_with_their_cell() {
    let mut input = marked(&[("a", "100.001"), ("b", "-0.5"), ("c", "100")]);
    let (file, sheet, cell) = ("评分表.xlsx".to_owned(), "评委1".to_owned(), "C4".to_owned());
    input.marks[0].source = Some(SourceRef { file, sheet, cell });
    let text = evaluate(&scheme(ONE_MARK), &input).unwrap_err().to_string();
    assert_eq!(
        text,
        "评分表.xlsx 评委1!C4: a: 评委1 gave 100.001 for i; a mark is between 0 and 100\n\
         b: 评委1 gave -0.5 for i; a mark is between 0 and 100"
    );
}

#[test]
fn what_stands_twice_or_belongs_to_nobody_is_refused() {
    let mut input = marked(&[("a", "80")]);
    input.participants.extend([participant("a", "甲"), participant("x", "丙")]);
    // the indicator by its name is the same indicator
    input.marks.extend([
        mark("a", "指标", "评委1", "81"),
        mark("ghost", "i", "评委1", "1"),
        mark("a", "nonsense", "评委1", "1"),
    ]);
    input.marks.push(mark("x", "i", "评委1", "1"));
    let found = troubles(ONE_MARK, &input);
    assert!(found.contains(&Trouble::DuplicateParticipant));
    assert!(found.contains(&Trouble::UnknownParticipant));
    assert!(found.contains(&Trouble::UnknownCategory { category: "丙".to_owned() }));
    assert!(found.contains(&Trouble::Unknown { what: "indicator", word: "nonsense".to_owned() }));
    let (indicator, reviewer) = ("i".to_owned(), "评委1".to_owned());
    assert!(found.contains(&Trouble::DuplicateMark { indicator, reviewer }));
    assert_eq!(found.len(), 5, "{found:?}");
}

#[test]
fn ballots_must_add_up() {
    let ballots = r#"{ kind = "ballots", choices = [ { code = "good", name = "好", points = 100 } ],
        groups = [ { code = "all", name = "全体", weight = 1 } ] }"#;
    let body = with_method(ballots, "block");
    let with = |tallies| troubles(&body, &Input { tallies, ..based() });
    let mut one = tally("a", "全体", &[("好", 8)], 3, 10);
    one.issued = 9;
    one.due = 8;
    let found = with(vec![one]);
    let group = "全体".to_owned();
    assert!(found.contains(&Trouble::IssuedAboveDue { group: group.clone(), issued: 9, due: 8 }));
    assert!(found.contains(&Trouble::ReturnedAboveIssued { group: group.clone(), returned: 10, issued: 9 }));
    assert!(found.contains(&Trouble::CountedAboveReturned { group, counted: 11, returned: 10 }));
    let twice = tally("a", "全体", &[("好", 1), ("good", 1)], 0, 10);
    assert!(matches!(with(vec![twice])[0], Trouble::DuplicateChoice { .. }));
    let again = || tally("a", "全体", &[("好", 1)], 0, 10);
    assert!(matches!(with(vec![again(), again()])[0], Trouble::DuplicateTally { .. }));
    assert!(matches!(
        with(vec![tally("a", "家属", &[("好", 1)], 0, 10)])[0],
        Trouble::Unknown { what: "group", .. }
    ));
}

#[test]
fn nobody_at_all_is_an_empty_result() {
    let outcome = evaluate(&scheme(ONE_MARK), &Input::default()).unwrap();
    assert!(outcome.standings.is_empty() && outcome.categories.is_empty());
}
