//! What-if: a variant changes what it names and nothing else.

use proptest::prelude::*;
use scoring::{Average, Input, Ratio, Scheme, SchemeFault, Score, Variant, WholePlaces, evaluate};

use crate::office_years::{SCHEME, year};
use crate::small::{mark, participant};

fn sample() -> Scheme {
    Scheme::from_toml(SCHEME).unwrap()
}

fn points(text: &str) -> Score {
    text.parse().unwrap()
}

#[test]
fn other_weights_stretch_the_full_marks() {
    let (rules, input) = (sample(), year("2014"));
    let codes: Vec<String> = rules.dimensions.iter().map(|d| d.code.clone()).collect();
    let mut variant = Variant::default();
    // the last gives the first five points
    let (first, last) = (rules.dimensions[0].weight.ratio(), rules.dimensions[4].weight.ratio());
    assert_eq!((first, last), (20.into(), 15.into()));
    variant.weights.insert(codes[0].clone(), points("25"));
    variant.weights.insert(codes[4].clone(), points("10"));
    let other = variant.apply(&rules).unwrap();
    assert!(other.dimensions[0].stretched && !other.dimensions[1].stretched);
    let (plain, changed) = (evaluate(&rules, &input).unwrap(), evaluate(&other, &input).unwrap());
    for own in &plain.standings {
        let then = changed.of(&own.participant).unwrap();
        let scaled = own.dimensions[0].points.exact.clone() * Ratio::new(5, 4).unwrap();
        assert_eq!(then.dimensions[0].points.exact, scaled);
        assert_eq!(then.dimensions[1], own.dimensions[1]);
        assert_eq!(then.mass.exact, own.mass.exact.clone() * Ratio::new(2, 3).unwrap());
    }
}

#[test]
fn quotas_rounding_and_averages_are_changed_where_they_are_named() {
    let (rules, input) = (sample(), year("2014"));
    let good = |variant: &Variant| {
        let outcome = evaluate(&variant.apply(&rules).unwrap(), &input).unwrap();
        outcome.categories.iter().map(|category| category.grades[0]).collect::<Vec<_>>()
    };
    // 30 % of 13, 15 and 13
    assert_eq!(good(&Variant::default()), [3, 4, 3]);
    assert_eq!(good(&Variant { places: Some(WholePlaces::Ceiling), ..Variant::default() }), [4, 5, 4]);
    let shares = [("good".to_owned(), "50%".parse().unwrap())].into();
    assert_eq!(good(&Variant { shares, ..Variant::default() }), [6, 7, 6]);
    let averages = |variant: &Variant| {
        let other = variant.apply(&rules).unwrap();
        other.panels().map(|(_, panel)| panel.average).collect::<Vec<_>>()
    };
    let code = rules.panels().next().unwrap().0.code.clone();
    let mut variant = Variant { trimmed: [(code, false)].into(), ..Variant::default() };
    let own = averages(&variant);
    assert_eq!((own[0], own[1]), (Average::Mean, Average::Trimmed));
    variant.average = Some(Average::Median);
    assert!(averages(&variant).iter().all(|average| *average == Average::Median), "nothing to switch off");
    variant.trimmed.values_mut().for_each(|trimmed| *trimmed = true);
    assert_eq!(averages(&variant)[..2], [Average::Trimmed, Average::Median]);
}

#[test]
fn what_no_scheme_may_say_no_variant_may() {
    let rules = sample();
    let faults = |variant: Variant| variant.apply(&rules).unwrap_err();
    let unknown =
        |what, code: &str| SchemeFault::Unknown { at: "variant".to_owned(), what, code: code.to_owned() };
    let ballots = rules.ballots().next().unwrap().0.code.clone();
    let all = Variant {
        weights: [("x".to_owned(), points("1"))].into(),
        shares: [("y".to_owned(), Ratio::ONE)].into(),
        trimmed: [(ballots.clone(), true)].into(),
        ..Variant::default()
    };
    assert_eq!(
        faults(all),
        [unknown("dimension", "x"), unknown("grade", "y"), unknown("indicator by panel", &ballots)]
    );
    let code = rules.dimensions[0].code.clone();
    let heavier = Variant { weights: [(code, points("21"))].into(), ..Variant::default() };
    assert!(matches!(faults(heavier)[..], [SchemeFault::WeightsDoNotAddUp { .. }]));
    let reversed =
        Variant { shares: [("good".to_owned(), "90%".parse().unwrap())].into(), ..Variant::default() };
    assert!(matches!(faults(reversed)[..], [SchemeFault::UnreachableByShare { .. }]));
    let last = rules.grades.last().unwrap().code.clone();
    let limited = Variant { shares: [(last, Ratio::ONE)].into(), ..Variant::default() };
    assert!(matches!(faults(limited)[..], [SchemeFault::LastGradeLimited { .. }]));
}

#[test]
fn a_variant_travels_as_json() {
    let variant = Variant { average: Some(Average::Median), ..Variant::of(&sample()) };
    let text = serde_json::to_string(&variant).unwrap();
    assert_eq!(serde_json::from_str::<Variant>(&text).unwrap(), variant);
    assert_eq!(serde_json::to_string(&Variant::default()).unwrap(), "{}");
    assert!(serde_json::from_str::<Variant>(r#"{"weight":{}}"#).is_err(), "a misspelt parameter is refused");
}

/// Some real parameters of a scheme, by name.
fn named(scheme: &Scheme, keep: &[bool]) -> Variant {
    let mut variant = Variant::of(scheme);
    let mut keep = keep.iter().cycle();
    let mut kept = || *keep.next().unwrap();
    variant.weights.retain(|_, _| kept());
    variant.shares.retain(|_, _| kept());
    variant.trimmed.retain(|_, _| kept());
    variant.places = variant.places.filter(|_| kept());
    variant
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Naming nothing, or the real parameters, evaluates to the same outcome.
    #[test]
    fn naming_what_is_changes_nothing(keep in prop::collection::vec(any::<bool>(), 1..20), median: bool) {
        let mut rules = sample();
        if median {
            rules = Variant { average: Some(Average::Median), ..Variant::default() }.apply(&rules).unwrap();
        }
        let input = year("2014");
        let plain = evaluate(&rules, &input).unwrap();
        for variant in [Variant::default(), Variant::of(&rules), named(&rules, &keep)] {
            let other = variant.apply(&rules).unwrap();
            prop_assert_eq!(&other, &rules);
            prop_assert_eq!(evaluate(&other, &input).unwrap(), plain.clone());
        }
    }

    /// Whatever a variant asks for, it is a sound scheme or refused, and there and back is the same outcome.
    #[test]
    fn a_variant_is_a_sound_scheme_and_can_be_taken_back(moved in 1_i64..15_000, share in 1_i64..80, tens in 0_i64..=2) {
        let rules = sample();
        let [first, .., last] = &rules.dimensions[..] else { panic!() };
        let weight = |own: &scoring::Dimension, by: i64| {
            (own.code.clone(), Score::from_thousandths(own.weight.thousandths() + by))
        };
        let variant = Variant {
            weights: [weight(first, moved), weight(last, -moved)].into(),
            shares: [("good".to_owned(), Ratio::new(share.into(), 100).unwrap())].into(),
            ..Variant::default()
        };
        let there = variant.apply(&rules).unwrap();
        prop_assert_eq!(there.check(), Ok(()));
        let back = Variant::of(&rules).apply(&there).unwrap();
        let mut input = Input { participants: vec![participant("a", &rules.categories[0].name)], ..Input::default() };
        for (indicator, _) in rules.panels() {
            input.marks.push(mark("a", &indicator.code, "评委1", &tens.to_string()));
        }
        input.tallies = year("2014").tallies.into_iter().take(1).map(|t| scoring::Tally { participant: "a".to_owned(), ..t }).collect();
        prop_assert_eq!(evaluate(&back, &input).unwrap(), evaluate(&rules, &input).unwrap());
    }
}
