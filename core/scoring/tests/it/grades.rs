//! Ranks with ties, lines of quotas, thresholds, guards and vetoes.

use scoring::{DecidedBy, Grading, GradingBy, Input, LineTies, WholePlaces, evaluate};

use crate::small::{GRADES, ONE_MARK, event, fact, mark, marked, participant, ranks, scheme, tally, veto};

#[test]
fn equal_totals_share_a_rank_and_the_next_is_skipped() {
    let input = marked(&[("a", "80"), ("b", "90"), ("c", "80"), ("d", "70")]);
    let outcome = evaluate(&scheme(ONE_MARK), &input).unwrap();
    assert_eq!(ranks(&outcome), [("b", 1, "好"), ("a", 2, "较好"), ("c", 2, "较好"), ("d", 4, "一般")]);
    assert_eq!(outcome.standings.iter().map(|s| s.tied_with).collect::<Vec<_>>(), [0, 1, 1, 0]);
}

#[test]
fn what_reads_as_equal_ranks_equal_only_when_the_scheme_says_so() {
    let mut scheme = scheme(ONE_MARK);
    let input = marked(&[("a", "80.004"), ("b", "80.001")]);
    assert_eq!(ranks(&evaluate(&scheme, &input).unwrap()).map_ranks(), [1, 1]);
    scheme.ranking.rank_as_published = false;
    assert_eq!(ranks(&evaluate(&scheme, &input).unwrap()).map_ranks(), [1, 2]);
}

trait MapRanks {
    fn map_ranks(&self) -> Vec<u32>;
}

impl MapRanks for Vec<(&str, u32, &str)> {
    fn map_ranks(&self) -> Vec<u32> {
        self.iter().map(|(_, rank, _)| *rank).collect()
    }
}

/// Ten participants; the third and fourth have equal totals, and the first line runs between them.
fn straddling() -> Input {
    marked(&[
        ("a", "99"),
        ("b", "98"),
        ("c", "97"),
        ("d", "97"),
        ("e", "95"),
        ("f", "94"),
        ("g", "93"),
        ("h", "92"),
        ("i", "91"),
        ("j", "90"),
    ])
}

#[test]
fn a_tie_across_the_line_follows_the_declared_policy_and_is_shown() {
    let mut scheme = scheme(ONE_MARK);
    for (ties, good, approval) in
        [(LineTies::ByRank, 4, false), (LineTies::AllUp, 4, true), (LineTies::AllDown, 2, false)]
    {
        scheme.grading.ties = ties;
        let outcome = evaluate(&scheme, &straddling()).unwrap();
        assert_eq!(outcome.categories[0].grades[0], good, "{ties:?}");
        assert_eq!(outcome.of("d").unwrap().why.needs_approval, approval);
        let held = outcome.of("c").unwrap().why.by_quota.as_ref().unwrap().held_below_by_tie;
        assert_eq!(held, ties == LineTies::AllDown);
        let tie = &outcome.line_ties[0];
        assert_eq!((tie.rank, tie.sharing, tie.places, tie.resolved), (3, 2, 3, ties));
    }
}

#[test]
fn tie_breaks_are_asked_in_order_and_what_stays_equal_stays_equal() {
    let body = r#"
        [ranking]
        tie_breaks = ["y"]
        [[dimension]]
        code = "x"
        name = "甲方面"
        weight = 50
        [[dimension]]
        code = "y"
        name = "乙方面"
        weight = 50
        [[indicator]]
        code = "x"
        name = "甲指标"
        dimension = "x"
        full = 50
        missing = "block"
        method = { kind = "panel", average = "mean" }
        [[indicator]]
        code = "y"
        name = "乙指标"
        dimension = "y"
        full = 50
        missing = "block"
        method = { kind = "panel", average = "mean" }
    "#;
    let mut input = Input::default();
    for (key, x, y) in [("a", "40", "30"), ("b", "30", "40"), ("c", "30", "40"), ("d", "10", "10")] {
        input.participants.push(participant(key, "甲"));
        input.marks.extend([mark(key, "x", "评委1", x), mark(key, "y", "评委1", y)]);
    }
    let outcome = evaluate(&scheme(body), &input).unwrap();
    assert_eq!(ranks(&outcome).map_ranks(), [1, 1, 3, 4]);
    assert_eq!(outcome.of("a").unwrap().tie_broken_by.as_deref(), Some("y"));
    assert_eq!(outcome.of("c").unwrap().tie_broken_by.as_deref(), Some("y"));
    assert_eq!(outcome.of("d").unwrap().tie_broken_by, None);
}

#[test]
fn thresholds_and_the_lower_of_both() {
    let mut scheme = scheme(ONE_MARK);
    scheme.grades[0].at_least = Some("90".parse().unwrap());
    scheme.grades[1].at_least = Some("60".parse().unwrap());
    let input = marked(&[("a", "89.995"), ("b", "89.994"), ("c", "59"), ("d", "58")]);
    let grading = |by| Grading { by, places: WholePlaces::Floor, ties: LineTies::ByRank };
    scheme.grading = grading(GradingBy::Threshold);
    let outcome = evaluate(&scheme, &input).unwrap();
    assert_eq!(ranks(&outcome), [("a", 1, "好"), ("b", 2, "较好"), ("c", 3, "一般"), ("d", 4, "一般")]);
    scheme.grading = grading(GradingBy::LowerOfBoth);
    let outcome = evaluate(&scheme, &input).unwrap();
    assert_eq!(ranks(&outcome), [("a", 1, "好"), ("b", 2, "较好"), ("c", 3, "一般"), ("d", 4, "一般")]);
    assert_eq!(outcome.of("a").unwrap().why.decided_by, DecidedBy::Both);
    assert_eq!(outcome.of("c").unwrap().why.decided_by, DecidedBy::Threshold);
}

#[test]
fn guards_and_vetoes_cap_the_grade_and_change_no_figure() {
    let body = format!(
        r#"
        [[dimension]]
        code = "d"
        name = "方面"
        weight = 100
        [[indicator]]
        code = "i"
        name = "群众评价"
        dimension = "d"
        full = 100
        missing = "block"
        [indicator.method]
        kind = "ballots"
        choices = [ {{ code = "good", name = "好", points = 100, satisfied = "strict" }}, {{ code = "fair", name = "较好", points = 95, satisfied = "wide" }}, {{ code = "poor", name = "差", points = 0 }} ]
        groups = [ {{ code = "all", name = "全体", weight = 1 }} ]
        [[guard]]
        code = "satisfaction"
        name = "满意度低于90%"
        figure = {{ kind = "satisfaction", indicator = "i", sense = "strict" }}
        below = "90%"
        best = "fair"
        [[veto]]
        code = "discipline"
        name = "违纪"
        best = "ordinary"
        {GRADES}
        "#
    );
    let scheme = scheme(&body);
    let mut input = Input {
        participants: ["a", "b", "c", "d"].map(|key| participant(key, "甲")).to_vec(),
        tallies: vec![
            tally("a", "全体", &[("好", 89), ("较好", 11)], 0, 100),
            tally("b", "全体", &[("好", 90), ("差", 10)], 0, 100),
            tally("c", "全体", &[("差", 10)], 0, 10),
            tally("d", "全体", &[("差", 10)], 0, 10),
        ],
        ..Input::default()
    };
    let outcome = evaluate(&scheme, &input).unwrap();
    let first = outcome.of("a").unwrap();
    assert_eq!((first.rank, first.grade.name.as_str()), (1, "较好"));
    assert_eq!(first.why.decided_by, DecidedBy::Guard("satisfaction".to_owned()));
    assert_eq!(first.why.by_quota.as_ref().unwrap().grade.name, "好");
    assert_eq!(first.why.caps[0].figure, Some("89%".parse().unwrap()));
    assert!(outcome.of("b").unwrap().why.caps.is_empty(), "exactly 90 % is not below");
    input.vetoes.extend([veto("a", "违纪"), veto("a", "discipline")]);
    let again = evaluate(&scheme, &input).unwrap();
    let vetoed = again.of("a").unwrap();
    assert_eq!(vetoed.grade.name, "一般");
    assert_eq!(vetoed.why.decided_by, DecidedBy::Veto("discipline".to_owned()));
    assert_eq!((vetoed.rank, &vetoed.total), (1, &first.total));
    assert_eq!(vetoed.why.caps.len(), 2);
}

#[test]
fn unknown_events_facts_and_vetoes_are_refused() {
    let mut input = marked(&[("a", "80")]);
    input.events.push(event("a", "late", 1));
    input.facts.push(fact("a", "height", scoring::FactValue::Holds(true)));
    input.vetoes.push(veto("a", "mood"));
    let text = evaluate(&scheme(ONE_MARK), &input).unwrap_err().to_string();
    for word in ["event “late”", "fact “height”", "veto “mood”"] {
        assert!(text.contains(word), "{text}");
    }
}
