//! What the committee decides takes the place of what was computed, and what was computed stays in sight.

use proptest::prelude::*;
use scoring::{
    Decided, DecidedBy, Decision, EvaluateError, Explanation, Fate, Input, Mark, NodeKind, Outcome, Rule,
    Scheme, Score, SourceRef, Treatment, Trouble, evaluate, explain,
};

use crate::office_years::{SCHEME, year};
use crate::small::{GRADES, ONE_MARK, based, mark, marked, ranks, scheme, tally, veto, with_method};

fn decision(participant: &str, what: Decided) -> Decision {
    Decision { participant: participant.to_owned(), what, reason: "集体研究".to_owned(), source: None }
}

fn points(text: &str) -> Score {
    text.parse().unwrap()
}

fn a_mark(participant: &str, indicator: &str, mark: &str) -> Decision {
    decision(participant, Decided::Mark { indicator: indicator.to_owned(), mark: points(mark) })
}

fn a_total(participant: &str, total: &str) -> Decision {
    decision(participant, Decided::Total { total: points(total) })
}

fn a_grade(participant: &str, grade: &str) -> Decision {
    decision(participant, Decided::Grade { grade: grade.to_owned() })
}

/// Four of 好, 较好 and 一般: 1, 2, 1 by quota.
fn four() -> Input {
    marked(&[("a", "90"), ("b", "80"), ("c", "70"), ("d", "60")])
}

fn deciding(input: Input, decisions: &[Decision]) -> Input {
    Input { decisions: decisions.to_vec(), ..input }
}

/// `what`, computed, decided.
fn kept<'a>(outcome: &'a Outcome, key: &str) -> Vec<(&'a str, &'a str, &'a str)> {
    let decided = &outcome.of(key).unwrap().decided;
    decided.iter().map(|d| (d.what.as_str(), d.computed.as_str(), d.decided.as_str())).collect()
}

#[test]
fn a_decided_mark_carries_everything_above_it() {
    let rules = scheme(ONE_MARK);
    let outcome = evaluate(&rules, &deciding(four(), &[a_mark("d", "指标", "95.5")])).unwrap();
    assert_eq!(
        ranks(&outcome),
        [("d", 1, "好"), ("a", 2, "较好"), ("b", 3, "较好"), ("c", 4, "一般")],
        "the others move with it"
    );
    let own = outcome.of("d").unwrap();
    assert_eq!(
        (&own.total.exact, &own.dimensions[0].points.exact),
        (&"95.5".parse().unwrap(), &"95.5".parse().unwrap())
    );
    assert_eq!(own.indicators[0].mark.as_ref().unwrap().published.to_string(), "95.50");
    assert_eq!(kept(&outcome, "d"), [("i", "60.00", "95.50")]);
    assert_eq!(own.decided[0].reason, "集体研究");
    assert_eq!(outcome.categories[0].total.best.exact, "95.5".parse().unwrap());
    assert!(outcome.of("a").unwrap().decided.is_empty());
}

#[test]
fn a_decided_total_ranks_and_grades_but_leaves_the_parts() {
    let rules = scheme(ONE_MARK);
    let outcome = evaluate(&rules, &deciding(four(), &[a_total("a", "65.555")])).unwrap();
    assert_eq!(ranks(&outcome), [("b", 1, "好"), ("c", 2, "较好"), ("a", 3, "较好"), ("d", 4, "一般")]);
    let own = outcome.of("a").unwrap();
    assert_eq!(own.total.exact, "65.555".parse().unwrap());
    assert_eq!((own.panel.exact.clone(), own.dimensions[0].points.exact.clone()), (90.into(), 90.into()));
    assert_eq!(kept(&outcome, "a"), [("total", "90.00", "65.56")]);
    // the same by threshold
    let grades = GRADES.replace(r#"by = "quota""#, r#"by = "threshold""#);
    let grades =
        grades.replace(r#"share = "30%""#, "at_least = 85").replace(r#"share = "80%""#, "at_least = 60");
    let rules = scheme(&format!("{ONE_MARK}{grades}"));
    let outcome = evaluate(&rules, &deciding(four(), &[a_total("a", "84.99")])).unwrap();
    assert_eq!(outcome.of("a").unwrap().grade.code, "fair");
}

#[test]
fn a_decided_grade_moves_nobody_else() {
    let rules = scheme(ONE_MARK);
    let before = evaluate(&rules, &four()).unwrap();
    let after = evaluate(&rules, &deciding(four(), &[a_grade("d", "好")])).unwrap();
    assert_eq!(ranks(&after), [("a", 1, "好"), ("b", 2, "较好"), ("c", 3, "较好"), ("d", 4, "好")]);
    assert_eq!((&before.categories[0].grades, &after.categories[0].grades), (&vec![1, 2, 1], &vec![2, 2, 0]));
    let own = after.of("d").unwrap();
    assert_eq!(own.why.decided_by, DecidedBy::Decision);
    assert_eq!(
        own.why.by_quota,
        before.of("d").unwrap().why.by_quota,
        "the rest of the reason is as computed"
    );
    assert_eq!(kept(&after, "d"), [("grade", "ordinary", "good")]);
}

#[test]
fn a_decided_grade_comes_after_vetoes() {
    let vetoes = r#"
        [[veto]]
        code = "discipline"
        name = "违纪"
        best = "ordinary"
    "#;
    let rules = scheme(&format!("{ONE_MARK}{GRADES}{vetoes}"));
    let vetoed = Input { vetoes: vec![veto("a", "discipline")], ..four() };
    assert_eq!(evaluate(&rules, &vetoed).unwrap().of("a").unwrap().grade.code, "ordinary");
    let outcome = evaluate(&rules, &deciding(vetoed, &[a_grade("a", "fair")])).unwrap();
    let own = outcome.of("a").unwrap();
    assert_eq!((own.grade.code.as_str(), own.why.caps.len()), ("fair", 1), "the veto stays in sight");
    assert_eq!(kept(&outcome, "a"), [("grade", "ordinary", "fair")]);
}

#[test]
fn a_decided_grade_needs_no_further_approval() {
    let grades = GRADES.replace(r#"by = "quota""#, "by = \"quota\"\nties = \"all_up\"");
    let rules = scheme(&format!("{ONE_MARK}{grades}"));
    let input = marked(&[("a", "90"), ("b", "90"), ("c", "70"), ("d", "60")]);
    let approval = |input: &Input| evaluate(&rules, input).unwrap().of("a").unwrap().why.needs_approval;
    assert!(approval(&input));
    assert!(!approval(&deciding(input, &[a_grade("a", "good")])));
}

#[test]
fn the_computed_value_is_the_one_without_the_decision_of_that_kind() {
    let decisions = [a_grade("d", "fair"), a_total("d", "99"), a_mark("d", "i", "95"), a_mark("a", "i", "1")];
    let outcome = evaluate(&scheme(ONE_MARK), &deciding(four(), &decisions)).unwrap();
    // the total beside the decided one follows from the decided mark, the grade from the decided total
    assert_eq!(
        kept(&outcome, "d"),
        [("i", "60.00", "95.00"), ("total", "95.00", "99.00"), ("grade", "good", "fair")]
    );
}

#[test]
fn a_decided_mark_stands_in_for_a_missing_input() {
    for (missing, computed) in [("block", ""), ("exclude", ""), ("zero", "0.00")] {
        let rules = scheme(&with_method(r#"{ kind = "yes_no", fact = "elected" }"#, missing));
        let input = deciding(based(), &[a_mark("a", "i", "6")]);
        let outcome = evaluate(&rules, &input).unwrap();
        let own = outcome.of("a").unwrap();
        assert_eq!(
            (&own.total.exact, own.indicators[1].treatment),
            (&96.into(), Treatment::Counted),
            "{missing}"
        );
        assert_eq!(kept(&outcome, "a"), [("i", computed, "6.00")]);
        let opened = explain(&rules, &input, "a").unwrap();
        let Rule::Decided { computed: shown, .. } = &opened.total.children[1].children[0].rule else {
            panic!()
        };
        assert_eq!(shown.as_ref().map(ToString::to_string).unwrap_or_default(), computed);
    }
}

#[test]
fn decided_ballots_keep_the_satisfaction_that_was_voted() {
    let ballots = r#"{ kind = "ballots", groups = [ { code = "all", name = "全体", weight = 1 } ],
        choices = [ { code = "good", name = "好", points = 100, satisfied = "strict" }, { code = "poor", name = "差", points = 40 } ] }"#;
    let rules = scheme(&with_method(ballots, "block"));
    let input = Input { tallies: vec![tally("a", "全体", &[("好", 3), ("差", 1)], 0, 4)], ..based() };
    let outcome = evaluate(&rules, &deciding(input, &[a_mark("a", "i", "10")])).unwrap();
    let own = outcome.of("a").unwrap();
    assert_eq!((own.mass.exact.clone(), own.total.exact.clone()), (10.into(), 100.into()));
    assert_eq!(own.indicators[1].satisfaction.as_ref().unwrap().strict, "75%".parse().unwrap());
}

#[test]
fn what_was_decided_opens_to_what_was_computed() {
    let rules = scheme(ONE_MARK);
    let mut decided = a_mark("a", "i", "70");
    decided.source = Some(SourceRef { file: "会议纪要".to_owned(), ..SourceRef::default() });
    let input = deciding(four(), &[decided.clone(), a_total("a", "71")]);
    let opened = explain(&rules, &input, "a").unwrap();
    assert_eq!(opened.total.exact, Some(71.into()));
    let reason = "集体研究".to_owned();
    let computed = |text: &str| Some(text.parse().unwrap());
    assert_eq!(opened.total.rule, Rule::Decided { computed: computed("70.00"), reason: reason.clone() });
    let indicator = &opened.total.children[0].children[0];
    assert_eq!(indicator.rule, Rule::Decided { computed: computed("90.00"), reason });
    assert_eq!((&indicator.exact, &indicator.source), (&Some(70.into()), &decided.source));
    let replaced = &indicator.children[0];
    assert_eq!(
        (replaced.kind, replaced.fate, &replaced.exact),
        (NodeKind::Mark, Fate::Replaced, &Some(90.into()))
    );
    assert!(matches!(replaced.rule, Rule::Average { .. }));
    assert_eq!(replaced.children[0].kind, NodeKind::Reviewer);
    let text = serde_json::to_string(&opened).unwrap();
    assert_eq!(serde_json::from_str::<Explanation>(&text).unwrap(), opened);
}

#[test]
fn decisions_travel_as_json() {
    let input = deciding(four(), &[a_mark("a", "i", "70.5"), a_total("b", "71"), a_grade("c", "好")]);
    let text = serde_json::to_string(&input).unwrap();
    assert!(
        text.contains(r#""what":{"kind":"mark","indicator":"i","mark":"70.5"},"reason":"集体研究""#),
        "{text}"
    );
    assert_eq!(serde_json::from_str::<Input>(&text).unwrap(), input);
    let outcome = evaluate(&scheme(ONE_MARK), &input).unwrap();
    let text = serde_json::to_string(&outcome).unwrap();
    assert!(text.contains(r#""decided_by":{"rule":"decision"}"#), "{text}");
    assert_eq!(serde_json::from_str::<Outcome>(&text).unwrap(), outcome);
    assert!(!serde_json::to_string(&four()).unwrap().contains("decisions"), "nothing new without decisions");
    let outcome = evaluate(&scheme(ONE_MARK), &four()).unwrap();
    assert!(!serde_json::to_string(&outcome).unwrap().contains("\"decided\""));
}

#[test]
fn what_cannot_be_decided_is_refused() {
    let of = |decisions: &[Decision]| match evaluate(&scheme(ONE_MARK), &deciding(four(), decisions)) {
        Err(EvaluateError::Input(faults)) => faults.into_iter().map(|f| f.trouble).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let out = |what: &str, decided: &str| {
        vec![Trouble::DecisionOutOfRange {
            what: what.to_owned(),
            decided: points(decided),
            most: points("100"),
        }]
    };
    assert_eq!(of(&[a_mark("a", "i", "100.001")]), out("i", "100.001"));
    assert_eq!(of(&[a_mark("a", "i", "-0.001")]), out("i", "-0.001"));
    assert_eq!(of(&[a_total("a", "100.001")]), out("total", "100.001"));
    let unknown = |what, word: &str| vec![Trouble::Unknown { what, word: word.to_owned() }];
    assert_eq!(of(&[a_mark("a", "x", "1")]), unknown("indicator", "x"));
    assert_eq!(of(&[a_grade("a", "excellent")]), unknown("grade", "excellent"));
    assert_eq!(of(&[a_grade("ghost", "good")]), [Trouble::UnknownParticipant]);
    let twice = |what: &str| vec![Trouble::DuplicateDecision { what: what.to_owned() }];
    assert_eq!(of(&[a_mark("a", "i", "1"), a_mark("a", "指标", "1")]), twice("i"));
    assert_eq!(of(&[a_total("a", "1"), a_total("a", "2")]), twice("total"));
    assert_eq!(of(&[a_grade("a", "good"), a_grade("a", "fair")]), twice("grade"));
    let silent = Decision { reason: " \t".to_owned(), ..a_total("a", "1") };
    assert_eq!(of(&[silent]), [Trouble::DecisionWithoutReason { what: "total".to_owned() }]);
    let elsewhere = ONE_MARK.replace("full = 100", "full = 100\napplies_to = [\"乙\"]");
    let error = evaluate(
        &scheme(&elsewhere),
        &deciding(Input { marks: Vec::new(), ..four() }, &[a_mark("a", "i", "1")]),
    );
    assert!(error.unwrap_err().to_string().contains("does not apply to 甲"));
}

#[test]
fn a_total_may_be_as_high_as_bonuses_lift_it() {
    let bonus = r#"{ kind = "bonus", events = [ { code = "prize", name = "获奖", each = 1 } ] }"#;
    let carrying = r#"
        [[indicator]]
        code = "carrying"
        name = "基本分"
        dimension = "d"
        full = 10
        missing = "exclude"
        method = { kind = "panel", average = "mean" }
    "#;
    let may = format!("{}{carrying}", with_method(bonus, "zero"));
    let exceeding = may.replacen("weight = 10\n", "weight = 10\nmay_exceed = true\n", 1);
    let input = |total| deciding(based(), &[a_total("a", total)]);
    assert!(evaluate(&scheme(&may), &input("100.5")).is_err());
    assert_eq!(
        evaluate(&scheme(&exceeding), &input("110")).unwrap().of("a").unwrap().total.exact,
        110.into()
    );
    assert!(evaluate(&scheme(&exceeding), &input("110.001")).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// A decision about the only mark says the same as that mark, and the order of decisions is of no account.
    #[test]
    fn a_decided_mark_is_a_mark(tens in prop::collection::vec(0_i64..=10, 2..9), order in any::<u64>()) {
        let keys: Vec<String> = (0..tens.len()).map(|at| format!("{at:02}")).collect();
        let people: Vec<(&str, &str)> = keys.iter().map(|key| (key.as_str(), "50")).collect();
        let rules = scheme(ONE_MARK);
        let mut given = marked(&people);
        let mut decided = given.clone();
        for ((own, key), tens) in given.marks.iter_mut().zip(&keys).zip(&tens) {
            own.mark = Score::from_thousandths(tens * 10_000);
            decided.decisions.push(a_mark(key, "i", &(tens * 10).to_string()));
        }
        let by = usize::try_from(order % 8).unwrap() % tens.len();
        let mut turned = decided.clone();
        turned.decisions.rotate_left(by);
        let (given, decided) = (evaluate(&rules, &given).unwrap(), evaluate(&rules, &decided).unwrap());
        prop_assert_eq!(ranks(&given), ranks(&decided));
        prop_assert_eq!(evaluate(&rules, &turned).unwrap(), decided);
    }

    /// A decided grade changes one standing and the counts of grades, nothing else.
    #[test]
    fn a_decided_grade_changes_one_standing(whose in any::<prop::sample::Index>(), grade in 0_usize..3) {
        let (rules, input) = (Scheme::from_toml(SCHEME).unwrap(), year("2014"));
        let plain = evaluate(&rules, &input).unwrap();
        let own = &plain.standings[whose.index(plain.standings.len())];
        let decision = a_grade(&own.participant, &rules.grades[grade].code);
        let after = evaluate(&rules, &deciding(input, &[decision])).unwrap();
        for (a, b) in plain.standings.iter().zip(&after.standings) {
            if a.participant == own.participant {
                prop_assert_eq!((a.rank, &a.total, &b.grade.code), (b.rank, &b.total, &rules.grades[grade].code));
            } else {
                prop_assert_eq!(a, b);
            }
        }
    }

    /// With every mark of the year decided as computed, every figure is the same.
    #[test]
    fn deciding_what_was_computed_changes_no_figure(key in prop::sample::select(vec!["办公室党总支", "自动化部党委"])) {
        let rules = Scheme::from_toml(SCHEME).unwrap();
        // whole marks by everybody, so that the averages are scores
        let mut input = year("2014");
        input.marks = input.marks.into_iter().map(|m| Mark { mark: points("3"), ..m }).collect();
        let plain = evaluate(&rules, &input).unwrap();
        input.decisions = rules.panels().map(|(i, _)| a_mark(key, &i.code, "3")).collect();
        let mut after = evaluate(&rules, &input).unwrap();
        let own = after.standings.iter_mut().find(|s| s.participant == key).unwrap();
        prop_assert_eq!(std::mem::take(&mut own.decided).len(), rules.panels().count());
        prop_assert_eq!(after, plain);
    }
}

#[test]
fn a_mark_beside_a_decision_is_still_checked() {
    let mut input = deciding(four(), &[a_mark("a", "i", "70")]);
    input.marks.push(mark("a", "i", "评委2", "101"));
    assert!(evaluate(&scheme(ONE_MARK), &input).is_err());
}
