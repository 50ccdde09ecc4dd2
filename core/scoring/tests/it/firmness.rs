//! How firm grades are: other weights against schemes with those weights, other ballots against an independent reading.

use proptest::prelude::*;
use scoring::{
    Bootstrap, Decided, Decision, FirmnessError, Input, Ratio, Scheme, Score, Standing, WeightFirmness,
    bootstrap, evaluate, weight_firmness,
};

use crate::office_years::{SCHEME, year};
use crate::small::{GRADES, mark, participant, scheme, tally, text};

/// Two dimensions of equal weight: work with a panel and a bonus, life with a panel that may be missing.
const HALVES: &str = r#"
    [[dimension]]
    code = "work"
    name = "工作"
    weight = 50
    stretched = true
    [[dimension]]
    code = "life"
    name = "生活"
    weight = 50
    stretched = true
    [[indicator]]
    code = "w"
    name = "工作分"
    dimension = "work"
    full = 50
    missing = "block"
    method = { kind = "panel", average = "mean" }
    [[indicator]]
    code = "prizes"
    name = "获奖"
    dimension = "work"
    full = 5
    missing = "zero"
    method = { kind = "bonus", events = [ { code = "prize", name = "奖", each = 1 } ] }
    [[indicator]]
    code = "l"
    name = "生活分"
    dimension = "life"
    full = 50
    missing = "exclude"
    method = { kind = "panel", average = "mean" }
"#;

/// Marks in tens for work and life, and prizes.
fn people(all: &[(i64, Option<i64>, u32)]) -> Input {
    let mut input = Input::default();
    for (at, (work, life, prizes)) in all.iter().enumerate() {
        let key = format!("{at:02}");
        input.participants.push(participant(&key, "甲"));
        input.marks.push(mark(&key, "w", "评委1", &(work * 10).to_string()));
        if let Some(life) = life {
            input.marks.push(mark(&key, "l", "评委1", &(life * 10).to_string()));
        }
        if *prizes > 0 {
            input.events.push(crate::small::event(&key, "prize", *prizes));
        }
    }
    input
}

fn seen(firmness: &WeightFirmness, key: &str) -> (u32, u32, u32, u32, String, String) {
    let own = &firmness.participants.iter().find(|p| p.participant == key).unwrap().firmness;
    let (best, worst) = (own.best_grade.code.clone(), own.worst_grade.code.clone());
    (own.kept, own.of, own.best_rank, own.worst_rank, best, worst)
}

/// The same from whole evaluations.
fn by_hand(
    rules: &Scheme,
    input: &Input,
    weights: &[(i64, i64)],
    key: &str,
) -> (u32, u32, u32, u32, String, String) {
    let own = |rules: &Scheme| evaluate(rules, input).unwrap().of(key).unwrap().clone();
    let plain = own(rules);
    let others = weights.iter().map(|(work, life)| {
        let mut other = rules.clone();
        other.dimensions[0].weight = Score::from_thousandths(work * 1_000);
        other.dimensions[1].weight = Score::from_thousandths(life * 1_000);
        own(&other)
    });
    let others: Vec<Standing> = others.collect();
    let position = |s: &Standing| rules.grades.iter().position(|g| g.code == s.grade.code).unwrap();
    let all = || others.iter().chain([&plain]);
    let code = |at: usize| rules.grades[at].code.clone();
    (
        u32::try_from(others.iter().filter(|s| s.grade == plain.grade).count()).unwrap(),
        u32::try_from(others.len()).unwrap(),
        all().map(|s| s.rank).min().unwrap(),
        all().map(|s| s.rank).max().unwrap(),
        code(all().map(position).min().unwrap()),
        code(all().map(position).max().unwrap()),
    )
}

/// With two halves and 20 %: each half up and down, and the two corners, all exactly 60 to 40 or 40 to 60.
const VARIANTS: [(i64, i64); 6] = [(40, 60), (60, 40), (60, 40), (40, 60), (60, 40), (40, 60)];

#[test]
fn other_weights_can_turn_the_order() {
    let rules = scheme(HALVES);
    // 00 leads by life, 01 by work; 02 and 03 fill the field
    let input = people(&[(3, Some(5), 1), (5, Some(3), 0), (1, Some(1), 0), (0, Some(1), 0)]);
    let firmness = weight_firmness(&rules, &input, None).unwrap();
    assert_eq!((firmness.variants, firmness.share.clone()), (6, Ratio::new(1, 5).unwrap()));
    // 81 against 80; at 60 to 40 it is 77 against 84
    assert_eq!(seen(&firmness, "00"), (3, 6, 1, 2, "good".to_owned(), "fair".to_owned()));
    assert_eq!(seen(&firmness, "02"), (6, 6, 3, 3, "fair".to_owned(), "fair".to_owned()));
    let first = &firmness.participants[0];
    assert_eq!((first.participant.as_str(), first.firmness.rank), ("00", 1), "in the order of the result");
    assert_eq!(first.firmness.share.as_ref().unwrap().published.to_string(), "0.500");
    let text = serde_json::to_string(&firmness).unwrap();
    assert_eq!(serde_json::from_str::<WeightFirmness>(&text).unwrap(), firmness);
}

#[test]
fn the_variants_are_those_that_make_sense() {
    let count = |weights: &[i64]| {
        let dimensions = weights.iter().enumerate().map(|(at, weight)| {
            format!(
                "[[dimension]]\ncode = \"d{at}\"\nname = \"方面{at}\"\nweight = {weight}\n[[indicator]]\ncode = \"i{at}\"\n\
                 name = \"指标{at}\"\ndimension = \"d{at}\"\nfull = {weight}\nmissing = \"block\"\n\
                 method = {{ kind = \"panel\", average = \"mean\" }}\n"
            )
        });
        let rules = scheme(&dimensions.collect::<String>());
        weight_firmness(&rules, &Input::default(), None).unwrap().variants
    };
    assert_eq!(count(&[100]), 0, "one dimension has no other weight");
    assert_eq!(count(&[90, 10]), 3 + 2, "108 of 100 is passed over");
    assert_eq!(count(&[20, 20, 20, 20, 20]), 10 + 30);
    assert_eq!(count(&[10, 10, 10, 10, 10, 10, 40]), 14, "too many corners");
    let rules = scheme(HALVES);
    for share in ["0", "1", "-1/5"] {
        let share: Ratio = share.parse().unwrap();
        let refused = weight_firmness(&rules, &people(&[(1, None, 0)]), Some(&share)).unwrap_err();
        assert_eq!(refused, FirmnessError::ShareOutOfRange(share));
    }
    let lacking = Input { participants: vec![participant("a", "甲")], ..Input::default() };
    assert!(matches!(weight_firmness(&rules, &lacking, None), Err(FirmnessError::Evaluate(_))));
}

#[test]
fn what_was_decided_stays() {
    let rules = scheme(HALVES);
    let mut input = people(&[(3, Some(5), 1), (5, Some(3), 0), (1, Some(1), 0), (0, Some(1), 0)]);
    let decide = |key: &str, what| Decision {
        participant: key.to_owned(),
        what,
        reason: "集体研究".to_owned(),
        source: None,
    };
    input.decisions.push(decide("01", Decided::Grade { grade: "good".to_owned() }));
    input.decisions.push(decide("03", Decided::Total { total: "99".parse().unwrap() }));
    let firmness = weight_firmness(&rules, &input, None).unwrap();
    assert_eq!(seen(&firmness, "01"), (6, 6, 2, 3, "good".to_owned(), "good".to_owned()));
    assert_eq!(seen(&firmness, "03"), (6, 6, 1, 1, "good".to_owned(), "good".to_owned()));
}

#[test]
fn a_whole_year_under_other_weights() {
    let (rules, half) = (Scheme::from_toml(SCHEME).unwrap(), Ratio::new(1, 2).unwrap());
    let (outcome, firmness) = (
        evaluate(&rules, &year("2014")).unwrap(),
        weight_firmness(&rules, &year("2014"), Some(&half)).unwrap(),
    );
    assert_eq!(firmness.variants, 40);
    for (own, standing) in firmness.participants.iter().zip(&outcome.standings) {
        let seen = &own.firmness;
        assert_eq!(
            (&own.participant, &seen.grade, seen.rank),
            (&standing.participant, &standing.grade, standing.rank)
        );
        assert!(seen.best_rank <= seen.rank && seen.rank <= seen.worst_rank && seen.kept <= seen.of);
    }
    assert!(firmness.participants.iter().any(|own| own.firmness.kept < 40), "somebody is on the line");
}

#[test]
fn other_ballots_as_an_independent_reading_draws_them() {
    let rules = Scheme::from_toml(SCHEME).unwrap();
    let drawn = bootstrap(&rules, &year("2014"), 2_026, 200).unwrap();
    let interval = |key: &str| {
        let own = drawn.participants.iter().find(|own| own.participant == key).unwrap();
        (own.mass.low.to_string(), own.mass.high.to_string())
    };
    let expected = |low: &str, high: &str| (low.to_owned(), high.to_owned());
    // fractions and a ChaCha of their own, 200 draws of 党员, then 群众
    assert_eq!(interval("办公室党总支"), expected("12.58", "13.28"));
    assert_eq!(interval("自动化部党委"), expected("11.75", "12.13"));
    let outcome = evaluate(&rules, &year("2014")).unwrap();
    for (own, standing) in drawn.participants.iter().zip(&outcome.standings) {
        assert_eq!((&own.participant, own.firmness.of), (&standing.participant, 200));
        assert!(own.mass.low <= standing.mass.published && standing.mass.published <= own.mass.high);
        assert!(own.total.low <= standing.total.published && standing.total.published <= own.total.high);
    }
}

#[test]
fn the_same_seed_draws_the_same_whatever_the_order_and_the_others() {
    let rules = Scheme::from_toml(SCHEME).unwrap();
    let input = year("2014");
    let mut turned = input.clone();
    turned.participants.reverse();
    turned.marks.reverse();
    turned.tallies.reverse();
    turned.tallies.iter_mut().for_each(|tally| tally.choices.reverse());
    let plain = bootstrap(&rules, &input, 7, 40).unwrap();
    assert_eq!(bootstrap(&rules, &turned, 7, 40).unwrap(), plain);
    assert_ne!(bootstrap(&rules, &input, 8, 40).unwrap().participants, plain.participants);
    let key = "办公室党总支";
    let mut alone = input;
    alone.participants.retain(|p| p.key == key);
    alone.marks.retain(|m| m.participant == key);
    alone.tallies.retain(|t| t.participant == key);
    let alone = bootstrap(&rules, &alone, 7, 40).unwrap();
    let among = plain.participants.iter().find(|own| own.participant == key).unwrap();
    assert_eq!((&alone.participants[0].mass, alone.participants[0].ballots), (&among.mass, among.ballots));
    let text = serde_json::to_string(&plain).unwrap();
    assert_eq!(serde_json::from_str::<Bootstrap>(&text).unwrap(), plain);
}

const VOTED: &str = r#"
    [[dimension]]
    code = "work"
    name = "工作"
    weight = 85
    [[dimension]]
    code = "mass"
    name = "群众评价"
    weight = 15
    [[indicator]]
    code = "w"
    name = "工作分"
    dimension = "work"
    full = 85
    missing = "block"
    method = { kind = "panel", average = "mean" }
    [[indicator]]
    code = "i"
    name = "测评"
    dimension = "mass"
    full = 15
    missing = "exclude"
    [indicator.method]
    kind = "ballots"
    choices = [
      { code = "good", name = "好", points = 100, satisfied = "strict" },
      { code = "poor", name = "差", points = 40 },
    ]
    groups = [{ code = "party", name = "党员", weight = 2 }, { code = "staff", name = "群众", weight = 1, least = 5 }]
"#;

/// Key, work mark, ballots of 党员 for 好 and 差.
type Voted<'a> = (&'a str, &'a str, Option<(u32, u32)>);

fn voted(all: &[Voted]) -> Input {
    let mut input = Input::default();
    for (key, work, ballots) in all {
        input.participants.push(participant(key, "甲"));
        input.marks.push(mark(key, "w", "评委1", work));
        if let Some((good, poor)) = ballots {
            input.tallies.push(tally(key, "党员", &[("好", *good), ("差", *poor)], 1, good + poor + 2));
        }
    }
    input
}

#[test]
fn only_counted_ballots_are_drawn_and_what_is_missing_or_decided_is_not() {
    let rules = scheme(VOTED);
    let mut input = voted(&[("a", "80", Some((6, 4))), ("b", "70", None), ("c", "60", Some((5, 5)))]);
    // too few to count
    input.tallies.push(tally("a", "群众", &[("好", 4)], 0, 4));
    input.decisions.push(Decision {
        participant: "c".to_owned(),
        what: Decided::Mark { indicator: "i".to_owned(), mark: "9".parse().unwrap() },
        reason: "集体研究".to_owned(),
        source: None,
    });
    let drawn = bootstrap(&rules, &input, 1, 100).unwrap();
    let ballots: Vec<u64> = drawn.participants.iter().map(|own| own.ballots).collect();
    assert_eq!(ballots, [10, 0, 0]);
    let text = |at: usize| {
        let own = &drawn.participants[at];
        [&own.mass.low, &own.mass.high, &own.total.low, &own.total.high].map(ToString::to_string)
    };
    assert!(drawn.participants[0].mass.low < drawn.participants[0].mass.high);
    // 70 of 85, renormalised
    assert_eq!(text(1), ["0.00", "0.00", "82.35", "82.35"]);
    assert_eq!(text(2), ["9.00", "9.00", "69.00", "69.00"]);
    assert_eq!(bootstrap(&rules, &input, 1, 0).unwrap_err(), FirmnessError::NoReplicates);
    input.tallies[0] = tally("a", "党员", &[("好", 1_000_001)], 0, 1_000_001);
    assert_eq!(bootstrap(&rules, &input, 1, 1_000).unwrap_err(), FirmnessError::TooManyDraws(1_000_001_000));
}

#[test]
fn ballots_near_a_line_make_a_grade_shaky_and_guards_look_at_what_was_drawn() {
    // b is ahead by half a point; thirty ballots of a move its mass by about a point
    let input =
        voted(&[("a", "80", Some((15, 15))), ("b", "80.5", Some((30, 0))), ("c", "10", Some((1, 0)))]);
    let mut input = input;
    input.tallies[1] = tally("b", "党员", &[("好", 15), ("差", 15)], 0, 30);
    let grades = GRADES.replace(r#"share = "30%""#, r#"share = "34%""#);
    let rules = Scheme::from_toml(&text(&format!("{VOTED}{grades}"))).unwrap();
    let drawn = bootstrap(&rules, &input, 3, 200).unwrap();
    let own = &drawn.participants[0];
    assert_eq!((own.participant.as_str(), own.firmness.grade.code.as_str()), ("b", "good"));
    assert!((100..200).contains(&own.firmness.kept), "{}", own.firmness.kept);
    assert_eq!(
        (own.firmness.best_grade.code.as_str(), own.firmness.worst_grade.code.as_str()),
        ("good", "fair")
    );
    // half of the ballots are satisfied: a guard at 50 % speaks in about half of the replicates
    let guard = r#"
        [[guard]]
        code = "satisfaction"
        name = "满意率"
        figure = { kind = "satisfaction", indicator = "i", sense = "strict" }
        below = "50%"
        best = "ordinary"
    "#;
    let rules = Scheme::from_toml(&text(&format!("{VOTED}{grades}{guard}"))).unwrap();
    let drawn = bootstrap(&rules, &input, 3, 200).unwrap();
    let own = &drawn.participants[0].firmness;
    assert_eq!((own.grade.code.as_str(), own.worst_grade.code.as_str()), ("good", "ordinary"));
    assert!((40..130).contains(&own.kept), "{}", own.kept);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Other weights give what whole schemes with those weights give, bonus and missing dimensions among them.
    #[test]
    fn other_weights_are_other_schemes(
        all in prop::collection::vec((0_i64..=5, prop::option::weighted(0.8, 0_i64..=5), 0_u32..7), 1..9),
    ) {
        let (rules, input) = (scheme(HALVES), people(&all));
        let firmness = weight_firmness(&rules, &input, None).unwrap();
        for at in 0..all.len() {
            let key = format!("{at:02}");
            prop_assert_eq!(seen(&firmness, &key), by_hand(&rules, &input, &VARIANTS, &key));
        }
    }

    /// When everybody votes alike there is nothing to draw: every replicate is the evaluation.
    #[test]
    fn unanimous_ballots_change_nothing(
        all in prop::collection::vec((0_i64..=85, any::<bool>(), 1_u32..20), 1..9), seed: u64,
    ) {
        let keys: Vec<String> = (0..all.len()).map(|at| format!("{at:02}")).collect();
        let works: Vec<String> = all.iter().map(|(work, ..)| work.to_string()).collect();
        let lines: Vec<Voted> = keys
            .iter()
            .zip(&works)
            .zip(&all)
            .map(|((key, work), (_, good, n))| (key.as_str(), work.as_str(), Some(if *good { (*n, 0) } else { (0, *n) })))
            .collect();
        let (rules, input) = (scheme(VOTED), voted(&lines));
        let outcome = evaluate(&rules, &input).unwrap();
        for own in bootstrap(&rules, &input, seed, 3).unwrap().participants {
            let standing = outcome.of(&own.participant).unwrap();
            prop_assert_eq!((own.firmness.kept, own.firmness.best_rank, own.firmness.worst_rank), (3, standing.rank, standing.rank));
            prop_assert_eq!((&own.total.low, &own.total.high), (&standing.total.published, &standing.total.published));
            prop_assert_eq!((&own.mass.low, &own.mass.high), (&standing.mass.published, &standing.mass.published));
        }
    }
}
