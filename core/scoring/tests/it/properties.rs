//! What holds for any input.

use proptest::prelude::*;
use proptest::sample::Index;
use scoring::{
    AllocationRule, Base, Claim, Input, LineTies, Mark, Money, Ratio, Scheme, Score, Tally, allocate,
    evaluate, explain,
};

use crate::office_years::{SCHEME, year};
use crate::small::{ONE_MARK, mark, marked, participant, scheme, tally};

fn shuffled<T: Clone + std::fmt::Debug + 'static>(items: Vec<T>) -> impl Strategy<Value = Vec<T>> {
    Just(items).prop_shuffle()
}

/// The year 2014 with every list in another order.
fn another_order() -> impl Strategy<Value = Input> {
    let input = year("2014");
    let tallies = input.tallies.into_iter().map(|tally| {
        let choices = shuffled(tally.choices.clone());
        choices.prop_map(move |choices| Tally { choices, ..tally.clone() })
    });
    let tallies = tallies.collect::<Vec<_>>().prop_flat_map(shuffled);
    (shuffled(input.participants), shuffled(input.marks), tallies)
        .prop_map(|(participants, marks, tallies)| Input { participants, marks, tallies, ..Input::default() })
}

/// The sample scheme with indicators, dimensions of ties, choices and groups in another order.
fn another_scheme() -> impl Strategy<Value = Scheme> {
    let scheme = Scheme::from_toml(SCHEME).unwrap();
    let indicators = shuffled(scheme.indicators.clone());
    indicators.prop_map(move |indicators| Scheme { indicators, ..scheme.clone() })
}

/// Marks of up to 12 participants by one to eight reviewers, in steps of ten points so that ties are common.
fn marks() -> impl Strategy<Value = Vec<Vec<i64>>> {
    prop::collection::vec(prop::collection::vec((0_i64..=10).prop_map(|tens| tens * 10_000), 1..8), 1..12)
}

fn input_of(all: &[Vec<i64>]) -> Input {
    let mut input = Input::default();
    for (at, own) in all.iter().enumerate() {
        let key = format!("{at:02}");
        input.participants.push(participant(&key, "甲"));
        for (reviewer, thousandths) in own.iter().enumerate() {
            let one = mark(&key, "i", &format!("评委{reviewer}"), "0");
            input.marks.push(Mark { mark: Score::from_thousandths(*thousandths), ..one });
        }
    }
    input
}

fn trimmed() -> Scheme {
    scheme(&ONE_MARK.replace(r#"average = "mean""#, r#"average = "trimmed", trim_from = 3"#))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_order_of_rows_reviewers_and_files_changes_nothing(input in another_order()) {
        let scheme = Scheme::from_toml(SCHEME).unwrap();
        prop_assert_eq!(evaluate(&scheme, &input), evaluate(&scheme, &year("2014")));
        let key = "自动化部党委";
        prop_assert_eq!(explain(&scheme, &input, key), explain(&scheme, &year("2014"), key));
    }

    #[test]
    fn the_order_of_indicators_changes_no_figure(scheme in another_scheme()) {
        let plain = evaluate(&Scheme::from_toml(SCHEME).unwrap(), &year("2014")).unwrap();
        let other = evaluate(&scheme, &year("2014")).unwrap();
        for (a, b) in plain.standings.iter().zip(&other.standings) {
            prop_assert_eq!((&a.participant, a.rank, &a.grade, &a.total), (&b.participant, b.rank, &b.grade, &b.total));
            prop_assert_eq!((&a.panel, &a.mass, &a.dimensions), (&b.panel, &b.mass, &b.dimensions));
        }
    }
}

proptest! {
    #[test]
    fn a_raised_mark_never_lowers_its_total_or_rank(all in marks(), which: Index, whose: Index, by in 1_i64..50_000) {
        let scheme = trimmed();
        let before = evaluate(&scheme, &input_of(&all)).unwrap();
        let (at, mut raised) = (which.index(all.len()), all.clone());
        let reviewer = whose.index(raised[at].len());
        raised[at][reviewer] = (raised[at][reviewer] + by).min(100_000);
        let after = evaluate(&scheme, &input_of(&raised)).unwrap();
        let key = format!("{at:02}");
        let (before, after) = (before.of(&key).unwrap(), after.of(&key).unwrap());
        prop_assert!(after.total.exact >= before.total.exact);
        prop_assert!(after.rank <= before.rank);
    }

    #[test]
    fn grades_follow_ranks_and_never_exceed_the_quota(all in marks(), ties in 0..3) {
        let mut scheme = trimmed();
        scheme.grading.ties = [LineTies::ByRank, LineTies::AllUp, LineTies::AllDown][usize::try_from(ties).unwrap()];
        let outcome = evaluate(&scheme, &input_of(&all)).unwrap();
        let n = all.len();
        let counts = &outcome.categories[0].grades;
        prop_assert_eq!(usize::try_from(counts.iter().sum::<u32>()).unwrap(), n);
        let good = usize::try_from(counts[0]).unwrap();
        if scheme.grading.ties == LineTies::AllDown || outcome.line_ties.is_empty() {
            prop_assert!(good <= n * 3 / 10);
            prop_assert!(good + usize::try_from(counts[1]).unwrap() <= n * 8 / 10);
        }
        for pair in outcome.standings.windows(2) {
            prop_assert!(pair[0].rank <= pair[1].rank && pair[0].total.published >= pair[1].total.published);
            prop_assert!(outcome.grade_position(&pair[0].grade.code) <= outcome.grade_position(&pair[1].grade.code));
            prop_assert_eq!(pair[0].rank == pair[1].rank, pair[0].total.published == pair[1].total.published);
        }
    }

    #[test]
    fn shares_add_up_to_the_budget_and_ignore_the_order(
        budget in 0_i64..=i64::MAX,
        claims in prop::collection::vec((any::<u32>(), 0_i128..1_000_000, 1_i128..1_000_000), 1..30),
        base in 0_i64..=100,
        turn: Index,
    ) {
        let mut claims: Vec<Claim> = claims
            .into_iter()
            .enumerate()
            .map(|(at, (members, n, d))| Claim { key: format!("{at:02}"), members, coefficient: Ratio::new(n, d).unwrap() })
            .collect();
        claims[0].members = claims[0].members.max(1);
        claims[0].coefficient = Ratio::ONE;
        let rule = AllocationRule {
            budget: Money::from_fen(budget),
            base: Base::Share(Ratio::new(base.into(), 100).unwrap()),
        };
        let mut shares = allocate(&rule, &claims).unwrap();
        let sum: i128 = shares.iter().map(|share| i128::from(share.amount.fen())).sum();
        prop_assert_eq!(sum, i128::from(budget));
        for share in &shares {
            let off = share.amount.ratio() - share.exact.clone();
            let fen = Ratio::new(1, 100).unwrap();
            prop_assert!(off < fen && -off < fen, "never a whole 分 away from what is due");
        }
        let turned_by = turn.index(claims.len());
        claims.rotate_left(turned_by);
        let mut turned = allocate(&rule, &claims).unwrap();
        turned.sort_by(|a, b| a.key.cmp(&b.key));
        shares.sort_by(|a, b| a.key.cmp(&b.key));
        prop_assert_eq!(shares, turned);
    }

    #[test]
    fn nothing_recorded_makes_evaluating_panic(
        marks in prop::collection::vec(("[ab]", "[ijk]", "[xy]", any::<i64>()), 0..12),
        tallies in prop::collection::vec(("[ab]", "(党员|群众|[ab])", any::<u32>(), any::<u32>(), any::<u32>()), 0..6),
        digits: u8,
    ) {
        let mut input = marked(&[("a", "50"), ("b", "60")]);
        for (who, what, reviewer, points) in marks {
            let one = mark(&who, &what, &reviewer, "0");
            input.marks.push(Mark { mark: Score::from_thousandths(points), ..one });
        }
        for (who, group, returned, good, spoilt) in tallies {
            input.tallies.push(tally(&who, &group, &[("好", good), ("不了解", good)], spoilt, returned));
        }
        let mut scheme = scheme(ONE_MARK);
        let _ = (evaluate(&scheme, &input), explain(&scheme, &input, "a"));
        scheme.publish.total = digits;
        scheme.indicators[0].full = Score::from_thousandths(i64::MIN);
        let _ = (evaluate(&scheme, &input), explain(&scheme, &input, "a"));
        let _ = evaluate(&Scheme::from_toml(SCHEME).unwrap(), &input);
    }

    #[test]
    fn no_text_makes_reading_a_scheme_panic(text in "\\PC*", cut: Index) {
        let _ = Scheme::from_toml(&text);
        let (at, _) = SCHEME.char_indices().nth(cut.index(SCHEME.chars().count())).unwrap();
        let _ = Scheme::from_toml(&format!("{}{text}{}", &SCHEME[..at], &SCHEME[at..]));
    }
}
