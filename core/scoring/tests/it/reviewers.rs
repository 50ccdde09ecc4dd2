//! Statistics about reviewers against published tables, and against what defines them.

use proptest::prelude::*;
use scoring::{
    EvaluateError, Figure, Input, Mark, OwnSide, Ratio, ReviewError, ReviewTable, ReviewerFigures, Scheme,
    Score, review_table, reviewers,
};

use crate::office_years::{SCHEME, year};
use crate::small::{mark, marked, participant, scheme, with_method};

/// Rows of numbers as a table; `-` is a hole. Participants are `p1`…, reviewers `r1`….
fn table(rows: &[&str]) -> ReviewTable {
    let cells = rows.iter().enumerate().flat_map(|(row, line)| {
        let cells = line.split_whitespace().enumerate().filter(|(_, text)| *text != "-");
        let named = move |(column, text): (usize, &str)| {
            (format!("p{:02}", row + 1), format!("r{:02}", column + 1), text.parse().unwrap())
        };
        cells.map(named).collect::<Vec<_>>()
    });
    ReviewTable::new(cells)
}

fn published(figure: &Option<Figure>) -> String {
    figure.as_ref().map(|figure| figure.exact.rounded(2).to_string()).unwrap_or_default()
}

/// Shrout & Fleiss 1979, table 2: six targets, four judges.
const TABLE_2: [&str; 6] = ["9 2 5 8", "6 1 3 2", "8 4 6 8", "7 1 2 6", "10 5 6 9", "6 2 4 7"];

#[test]
fn the_six_correlations_of_shrout_and_fleiss() {
    let icc = table(&TABLE_2).icc().unwrap();
    // their table 3
    let squares =
        [&icc.between_participants, &icc.within_participants, &icc.between_reviewers, &icc.residual];
    assert_eq!(squares.map(|f| f.exact.rounded(2).to_string()), ["11.24", "6.26", "32.49", "1.02"]);
    // their table 4
    let single = [&icc.icc_1_1, &icc.icc_2_1, &icc.icc_3_1].map(published);
    let panel = [&icc.icc_1_k, &icc.icc_2_k, &icc.icc_3_k].map(published);
    assert_eq!(
        (single, panel),
        (["0.17", "0.29", "0.71"].map(String::from), ["0.44", "0.62", "0.91"].map(String::from))
    );
    assert_eq!((icc.participants, icc.reviewers, icc.left_out), (6, 4, 0));
    assert_eq!(icc.icc_2_k.unwrap().published.to_string(), "0.620");
}

#[test]
fn correlations_take_complete_rows_and_say_how_many_they_left_out() {
    let mut rows = TABLE_2.to_vec();
    rows.extend(["9 - 5 8", "- - - 1"]);
    let (with_holes, plain) = (table(&rows).icc().unwrap(), table(&TABLE_2).icc().unwrap());
    assert_eq!((with_holes.participants, with_holes.left_out), (6, 2));
    assert_eq!((with_holes.icc_1_1, with_holes.icc_2_k), (plain.icc_1_1, plain.icc_2_k));
    let refused = ReviewError::TooFew { participants: 1, reviewers: 2, left_out: 1 };
    assert_eq!(table(&["1 2", "1 -"]).icc().unwrap_err(), refused);
    assert_eq!(table(&["1 2", "1 -"]).concordance().unwrap_err(), refused);
    assert!(table(&["1", "2"]).icc().is_err());
    let nothing_differs = table(&["5 5", "5 5"]).icc().unwrap();
    assert_eq!(
        (nothing_differs.icc_1_1, nothing_differs.icc_2_k, nothing_differs.icc_3_1),
        (None, None, None)
    );
}

#[test]
fn concordance_with_ties_as_published() {
    // M. G. Kendall, Rank Correlation Methods; S. Siegel, Nonparametric Statistics, 1956: S = 591, W = .828,
    // without the correction .796. Three rankings of ten objects, each line one object.
    let kendall = table(&[
        "1 2.5 2",
        "4.5 1 1",
        "2 2.5 4.5",
        "4.5 4.5 4.5",
        "3 4.5 4.5",
        "7.5 8 4.5",
        "6 9 8",
        "9 6.5 8",
        "7.5 10 8",
        "10 6.5 10",
    ])
    .concordance()
    .unwrap();
    assert_eq!((kendall.squares.exact, kendall.ties), (591.into(), 114));
    assert_eq!(kendall.w.unwrap().exact, "197/238".parse().unwrap());
    assert_eq!(kendall.chi_square.unwrap().published.to_string(), "22.349");
    assert_eq!(kendall.freedom, 9);
    // J. H. Zar, Biostatistical Analysis, 5th ed., example 20.5: wing, tail and bill of twelve birds, as ranks
    let zar = table(&[
        "4 5 5.5",
        "8.5 7 5.5",
        "10 11 9.5",
        "1.5 2.5 2",
        "3 5 3",
        "1.5 1 1",
        "7 5 8",
        "5 2.5 4",
        "8.5 9.5 11",
        "11 8 9.5",
        "6 9.5 7",
        "12 12 12",
    ])
    .concordance()
    .unwrap();
    assert_eq!(zar.w.unwrap().exact, "2351/2544".parse().unwrap());
    assert_eq!((zar.chi_square.unwrap().exact.rounded(2).to_string().as_str(), zar.freedom), ("30.50", 11));
}

#[test]
fn concordance_runs_from_none_to_one() {
    let w = |rows: &[&str]| table(rows).concordance().unwrap().w.map(|w| w.exact);
    assert_eq!(w(&["1 10 7", "2 20 8", "3 30 9"]), Some(Ratio::ONE), "ranks count, not distances");
    assert_eq!(w(&["1 3", "2 2", "3 1"]), Some(Ratio::ZERO));
    assert_eq!(w(&["5 5", "5 5"]), None);
}

/// D. C. Montgomery, Design and Analysis of Experiments, section 4.4: four catalysts, four batches of raw material.
const CATALYST: [&str; 4] = ["73 74 - 71", "- 75 67 72", "73 75 68 -", "75 - 72 75"];

#[test]
fn the_balanced_incomplete_block_design_of_montgomery() {
    let fitted = table(&CATALYST).adjusted().unwrap();
    let mut rows = fitted.participants.clone();
    rows.sort_by(|a, b| a.participant.cmp(&b.participant));
    let effects: Vec<Ratio> = rows.iter().map(|row| row.effect.exact.clone()).collect();
    assert_eq!(effects, ["-9/8", "-7/8", "-4/8", "20/8"].map(|text| text.parse().unwrap()));
    assert_eq!(fitted.explained.exact, "22.75".parse().unwrap());
    // error: 3.25 with 5 degrees of freedom
    assert_eq!((fitted.residual.exact.clone(), fitted.freedom), ("3.25".parse().unwrap(), 5));
    assert_eq!(fitted.level.exact, "72.5".parse().unwrap());
    // the batches by hand: what their three runs are above the level and the effects of their catalysts
    let hand = |sum: i64, taus: &str| {
        let taus: Ratio = taus.parse().unwrap();
        (Ratio::from(sum) - "217.5".parse().unwrap() - taus).over(&3.into()).unwrap()
    };
    let batches: Vec<Ratio> = fitted.reviewers.iter().map(|r| r.effect.exact.clone()).collect();
    assert_eq!(batches, [hand(221, "7/8"), hand(224, "-20/8"), hand(207, "9/8"), hand(218, "4/8")]);
    let order: Vec<(&str, u32, u32)> =
        fitted.participants.iter().map(|p| (p.participant.as_str(), p.rank, p.adjusted_rank)).collect();
    // plain means 218/3, 214/3, 216/3, 222/3: the severe batch 3 had hidden that p03 is better than p01
    assert_eq!(order, [("p04", 1, 1), ("p03", 3, 2), ("p02", 4, 3), ("p01", 2, 4)]);
}

#[test]
fn what_no_reviewer_connects_cannot_be_compared() {
    let parts = |rows: &[&str]| match table(rows).adjusted() {
        Err(ReviewError::Disconnected { parts }) => parts,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        parts(&["1 - -", "2 - 3", "- 5 -"]),
        [vec!["p01".to_owned(), "p02".to_owned()], vec!["p03".to_owned()]]
    );
    assert!(table(&["1 - -", "2 - 3", "- 5 2"]).adjusted().is_ok());
    assert!(ReviewTable::new([]).adjusted().is_err());
    let alone = table(&["7"]).adjusted().unwrap();
    assert_eq!((alone.level.exact, alone.freedom), (7.into(), 0));
}

fn by<'a>(all: &'a [ReviewerFigures], reviewer: &str) -> &'a ReviewerFigures {
    all.iter().find(|own| own.reviewer == reviewer).unwrap()
}

fn exact(figure: &Option<Figure>) -> Ratio {
    figure.as_ref().unwrap().exact.clone()
}

/// Two panel indicators of 90 and 10 points; 评委1 and 评委2 mark a and b, 评委3 only a's base.
fn two_indicators() -> (Scheme, Input) {
    let rules = scheme(&with_method(r#"{ kind = "panel", average = "mean" }"#, "block"));
    let input = Input {
        participants: vec![participant("a", "甲"), participant("b", "甲")],
        marks: vec![
            mark("a", "base", "评委1", "81"), // 90 of a hundred
            mark("a", "i", "评委1", "9"),     // 90
            mark("b", "base", "评委1", "81"), // 90
            mark("b", "i", "评委1", "7"),     // 70
            mark("a", "base", "评委2", "63"), // 70
            mark("a", "i", "评委2", "8"),     // 80
            mark("b", "base", "评委2", "45"), // 50
            mark("b", "i", "评委2", "5"),     // 50
            mark("a", "base", "评委3", "72"), // 80
        ],
        ..Input::default()
    };
    (rules, input)
}

#[test]
fn severity_and_spread_by_hand() {
    let (rules, input) = two_indicators();
    let found = reviewers(&rules, &input, &[]).unwrap();
    // panel means: a base 80, a i 85, b base 70, b i 60
    let first = by(&found, "评委1");
    assert_eq!(exact(&first.severity), "45/4".parse().unwrap(), "(10 + 5 + 20 + 10) / 4");
    assert_eq!(exact(&by(&found, "评委2").severity), "-45/4".parse().unwrap());
    assert_eq!(exact(&by(&found, "评委3").severity), Ratio::ZERO);
    assert_eq!((first.marks, first.compared, by(&found, "评委3").marks), (4, 4, 1));
    // within base 0, within i 2 · 10², over 1 + 1
    let spread = first.spread.as_ref().unwrap();
    assert_eq!(
        (spread.variance.exact.clone(), spread.deviation.to_string().as_str()),
        (100.into(), "10.000")
    );
    // within base 2 · 10², within i 2 · 15²
    let spread = by(&found, "评委2").spread.as_ref().unwrap();
    assert_eq!(
        (spread.variance.exact.clone(), spread.deviation.to_string().as_str()),
        (325.into(), "18.028")
    );
    assert!(by(&found, "评委3").spread.is_none());
    // a mark that nobody else gave compares with nothing
    let mut alone = input;
    alone.marks.retain(|mark| mark.reviewer == "评委1");
    let found = reviewers(&rules, &alone, &[]).unwrap();
    assert_eq!((found[0].compared, &found[0].severity), (0, &None));
}

#[test]
fn straight_lines_and_runs_by_hand() {
    let (rules, input) = two_indicators();
    let found = reviewers(&rules, &input, &[]).unwrap();
    let line = |reviewer: &str| {
        let own = by(&found, reviewer);
        let share = own.straight_lining.as_ref().map(|s| s.published.to_string());
        (own.straight_lined, own.straight_lined_of, share, own.longest_run)
    };
    // 90 90 | 90 70: one of two, and a run of three across both
    assert_eq!(line("评委1"), (1, 2, Some("0.500".to_owned()), 3));
    assert_eq!(line("评委2"), (1, 2, Some("0.500".to_owned()), 2));
    assert_eq!(line("评委3"), (0, 0, None, 1), "one indicator is no line");
}

#[test]
fn the_own_side_is_held_against_the_rest() {
    let (rules, input) = two_indicators();
    let side = |reviewer: &str, participant: &str| OwnSide {
        reviewer: reviewer.to_owned(),
        participant: participant.to_owned(),
    };
    let sides = [side("评委1", "b"), side("评委2", "a"), side("评委2", "ghost"), side("评委3", "a")];
    let found = reviewers(&rules, &input, &sides).unwrap();
    let own = by(&found, "评委1").own_side.as_ref().unwrap();
    // own (20 + 10) / 2, rest (10 + 5) / 2
    assert_eq!((own.own.exact.clone(), own.rest.exact.clone()), (15.into(), "7.5".parse().unwrap()));
    assert_eq!((own.bias.published.to_string().as_str(), own.marks), ("7.500", 2));
    // own (−10 − 5) / 2, rest (−20 − 10) / 2
    assert_eq!(by(&found, "评委2").own_side.as_ref().unwrap().bias.exact, "7.5".parse().unwrap());
    assert!(by(&found, "评委3").own_side.is_none(), "there is no rest");
}

#[test]
fn the_panel_becomes_a_table() {
    let (rules, input) = two_indicators();
    let whole = review_table(&rules, &input, None, None).unwrap();
    assert_eq!(whole.reviewers(), ["评委1", "评委2"], "whoever marked every indicator");
    // a: 90 and 71, b: 88 and 50
    assert_eq!(whole.adjusted().unwrap().level.exact, "299/4".parse().unwrap());
    let base = review_table(&rules, &input, Some("基础分"), None).unwrap();
    assert_eq!(
        (base.reviewers().len(), base.icc().unwrap_err()),
        (3, ReviewError::TooFew { participants: 1, reviewers: 3, left_out: 1 })
    );
    assert_eq!(base.adjusted().unwrap().participants.len(), 2);
    assert!(review_table(&rules, &input, Some("nonsense"), None).unwrap().participants().is_empty());
    assert!(review_table(&rules, &input, None, Some("乙")).unwrap().participants().is_empty());
    assert_eq!(review_table(&rules, &input, None, Some("甲")).unwrap(), whole);
}

#[test]
fn a_whole_year_of_the_office() {
    let (rules, input) = (Scheme::from_toml(SCHEME).unwrap(), year("2014"));
    let found = reviewers(&rules, &input, &[]).unwrap();
    assert_eq!(found.len(), 7);
    let sum: Ratio = found.iter().map(|own| exact(&own.severity) * Ratio::from(own.compared)).sum();
    assert_eq!(sum, Ratio::ZERO, "deviations from the panel's mean add up to nothing");
    let whole = review_table(&rules, &input, None, None).unwrap();
    let (icc, order) = (whole.icc().unwrap(), whole.concordance().unwrap());
    assert_eq!((icc.participants, icc.left_out, order.freedom), (41, 0, 40));
    assert!(exact(&icc.icc_2_k) > exact(&icc.icc_2_1) && exact(&icc.icc_3_k) <= Ratio::ONE);
    // without holes there is nothing to adjust
    let fitted = whole.adjusted().unwrap();
    assert!(fitted.participants.iter().all(|row| row.rank == row.adjusted_rank && row.mean == row.adjusted));
    let error = reviewers(&rules, &marked(&[("a", "101")]), &[]).unwrap_err();
    assert!(matches!(error, EvaluateError::Input(_)));
}

#[test]
fn the_figures_travel_as_json() {
    let (rules, input) = two_indicators();
    let found = reviewers(&rules, &input, &[]).unwrap();
    let text = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<Vec<ReviewerFigures>>(&text).unwrap(), found);
    let icc = table(&TABLE_2).icc().unwrap();
    let text = serde_json::to_string(&icc).unwrap();
    assert_eq!(serde_json::from_str::<scoring::Icc>(&text).unwrap(), icc);
    let refused = serde_json::to_string(&ReviewError::Disconnected { parts: vec![] }).unwrap();
    assert_eq!(refused, r#"{"fault":"disconnected","parts":[]}"#);
}

/// Tables of up to 8 × 5 with holes.
fn holed() -> impl Strategy<Value = Vec<Vec<Option<i64>>>> {
    (2_usize..8, 2_usize..5).prop_flat_map(|(rows, columns)| {
        prop::collection::vec(prop::collection::vec(prop::option::weighted(0.7, 0_i64..100), columns), rows)
    })
}

fn of(rows: &[Vec<Option<i64>>]) -> ReviewTable {
    let cells = rows.iter().enumerate().flat_map(|(row, own)| {
        let there = own.iter().enumerate().filter_map(|(column, cell)| cell.map(|value| (column, value)));
        there.map(move |(column, value)| (format!("{row:02}"), format!("{column:02}"), Ratio::from(value)))
    });
    ReviewTable::new(cells)
}

proptest! {
    /// What defines least squares: the residuals of every participant and of every reviewer add up to nothing.
    #[test]
    fn the_fit_leaves_residuals_that_cancel(rows in holed()) {
        let whole = of(&rows);
        let Ok(fitted) = whole.adjusted() else { return Ok(()) };
        let (mut by_row, mut by_column) = (vec![Ratio::ZERO; 8], vec![Ratio::ZERO; 5]);
        let mut squares = Ratio::ZERO;
        for (row, own) in rows.iter().enumerate() {
            for (column, cell) in own.iter().enumerate() {
                let Some(value) = cell else { continue };
                let line = fitted.participants.iter().find(|p| p.participant == format!("{row:02}")).unwrap();
                let reviewer = fitted.reviewers.iter().find(|r| r.reviewer == format!("{column:02}")).unwrap();
                let off = Ratio::from(*value) - line.adjusted.exact.clone() - reviewer.effect.exact.clone();
                by_row[row] = by_row[row].clone() + off.clone();
                by_column[column] = by_column[column].clone() + off.clone();
                squares = squares + off.clone() * off;
            }
        }
        prop_assert!(by_row.iter().chain(&by_column).all(Ratio::is_zero));
        prop_assert_eq!(squares, fitted.residual.exact);
        let sum = |effects: Vec<Ratio>| effects.into_iter().sum::<Ratio>();
        prop_assert_eq!(sum(fitted.participants.iter().map(|p| p.effect.exact.clone()).collect()), Ratio::ZERO);
        prop_assert_eq!(sum(fitted.reviewers.iter().map(|r| r.effect.exact.clone()).collect()), Ratio::ZERO);
    }

    /// A reviewer who gives everybody ten points less changes no order and no consistency.
    #[test]
    fn severity_alone_changes_no_order(rows in holed(), whose in 0_usize..5) {
        let mut severe = rows.clone();
        let whose = whose % rows[0].len();
        severe.iter_mut().for_each(|own| own[whose] = own[whose].map(|value| value - 10));
        let (plain, severe) = (of(&rows), of(&severe));
        if let (Ok(plain), Ok(severe)) = (plain.adjusted(), severe.adjusted()) {
            let order = |fitted: scoring::Adjusted| {
                fitted.participants.into_iter().map(|p| (p.participant, p.adjusted_rank, p.effect)).collect::<Vec<_>>()
            };
            prop_assert_eq!(order(plain), order(severe));
        }
        if let (Ok(plain), Ok(severe)) = (plain.icc(), severe.icc()) {
            prop_assert_eq!((plain.icc_3_1, plain.icc_3_k), (severe.icc_3_1, severe.icc_3_k));
        }
        if let (Ok(plain), Ok(severe)) = (plain.concordance(), severe.concordance()) {
            prop_assert_eq!(plain.w.clone(), severe.w);
            prop_assert!(plain.w.is_none_or(|w| w.exact >= Ratio::ZERO && w.exact <= Ratio::ONE));
        }
    }

    /// The order in which marks arrive is of no account.
    #[test]
    fn the_order_of_marks_changes_nothing(by in 0_usize..8, thousandths in prop::collection::vec(0_i64..=9_000, 9)) {
        let (rules, mut input) = two_indicators();
        for (own, thousandths) in input.marks.iter_mut().zip(thousandths) {
            *own = Mark { mark: Score::from_thousandths(thousandths), ..own.clone() };
        }
        let mut turned = input.clone();
        turned.marks.rotate_left(by);
        turned.participants.reverse();
        prop_assert_eq!(reviewers(&rules, &input, &[]), reviewers(&rules, &turned, &[]));
        prop_assert_eq!(review_table(&rules, &input, None, None), review_table(&rules, &turned, None, None));
    }

    /// A root is the nearest published figure.
    #[test]
    fn a_root_is_the_nearest(n in 0_i64..1_000_000_000, d in 1_i64..1_000_000) {
        let value = Ratio::new(n.into(), d.into()).unwrap();
        let root = value.square_root(3).unwrap().value();
        let half = Ratio::new(1, 2_000).unwrap();
        let (below, above) = (root.clone() - half.clone(), root + half);
        prop_assert!(below.is_negative() || below.clone() * below <= value);
        prop_assert!(above.clone() * above > value);
    }
}
