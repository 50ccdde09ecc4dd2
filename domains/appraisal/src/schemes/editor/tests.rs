//! Any scheme goes through every form and comes back the same.

use std::sync::LazyLock;

use proptest::prelude::*;
use scoring::{
    Average, Ballots, Category, Choice, Counted, Curve, Dimension, EventKind, Fallback, Formula, Grade,
    Grading, GradingBy, Group, Guard, GuardedFigure, Indicator, LeftOut, Level, LevelChoice, LineTies,
    Method, Missing, Panel, Publish, Ranking, Ratio, Satisfied, Scheme, Score, Step, Veto, WholePlaces,
    YesNo,
};
use web::{Lang, Wordbook, Words};

use super::part::Part;
use super::typed::{Pairs, fresh};
use super::{apply, view};

pub(crate) fn sample() -> Scheme {
    Scheme::from_toml(include_str!("../../../../../samples/scheme.toml")).unwrap()
}

pub(crate) fn words(lang: Lang) -> Words {
    static BOOK: LazyLock<Wordbook> =
        LazyLock::new(|| Wordbook::load(&[web::house().texts, crate::TEXTS]).unwrap());
    BOOK.words(lang)
}

/// Pairs of the form as it is shown.
fn shown(scheme: &Scheme, part: &Part) -> Pairs {
    super::view::pairs(&view(scheme, part, &words(Lang::Zh)).unwrap())
}

fn parts(scheme: &Scheme) -> Vec<Part> {
    let own = scheme.indicators.iter().map(|indicator| Part::Indicator(indicator.code.clone()));
    Part::FIXED.into_iter().chain(own).collect()
}

fn text() -> impl Strategy<Value = String> {
    "[a-z业绩0-9][a-z绩 ]{0,5}[a-z业]"
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[a-z]{2,4}", 0..3)
}

fn score() -> impl Strategy<Value = Score> {
    (-5_000_i64..200_000).prop_map(Score::from_thousandths)
}

fn ratio() -> impl Strategy<Value = Ratio> {
    (-50_i128..300, 1_i128..40).prop_map(|(n, d)| Ratio::new(n, d).unwrap())
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: impl Into<Vec<T>>) -> impl Strategy<Value = T> {
    prop::sample::select(all.into())
}

/// Entries of a list with codes that are all different.
fn list<T: Clone + std::fmt::Debug>(
    entry: impl Strategy<Value = T>,
    least: usize,
    code: fn(&mut T) -> &mut String,
) -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(entry, least..4).prop_map(move |mut all| {
        for (at, entry) in all.iter_mut().enumerate() {
            code(entry).push_str(&format!("-{at}"));
        }
        all
    })
}

fn curve() -> impl Strategy<Value = Curve> {
    prop_oneof![
        (ratio(), ratio()).prop_map(|(floor, target)| Curve::Linear { floor, target }),
        ratio().prop_map(|target| Curve::Ratio { target }),
        (prop::collection::vec((ratio(), score()), 0..4), score()).prop_map(|(steps, below)| Curve::Steps {
            steps: steps.into_iter().map(|(from, mark)| Step { from, mark }).collect(),
            below,
        }),
    ]
}

fn ballots() -> impl Strategy<Value = Ballots> {
    let sense = one_of([None, Some(Satisfied::Strict), Some(Satisfied::Wide)]);
    let choice =
        (text(), text(), texts(), score(), sense).prop_map(|(code, name, aliases, points, satisfied)| {
            Choice { code, name, aliases, points, satisfied }
        });
    let left = (text(), text(), texts()).prop_map(|(code, name, aliases)| LeftOut { code, name, aliases });
    let group = (text(), text(), texts(), ratio(), 0_u32..9)
        .prop_map(|(code, name, aliases, weight, least)| Group { code, name, aliases, weight, least });
    let lists =
        (list(choice, 0, |c| &mut c.code), list(left, 0, |c| &mut c.code), list(group, 0, |g| &mut g.code));
    (score(), lists).prop_map(|(scale, (choices, left_out, groups))| Ballots {
        scale,
        choices,
        left_out,
        groups,
    })
}

fn method() -> impl Strategy<Value = Method> {
    let level = (text(), text(), score()).prop_map(|(code, name, mark)| LevelChoice { code, name, mark });
    let event = (text(), text(), score()).prop_map(|(code, name, each)| EventKind { code, name, each });
    let events = list(event, 0, |e| &mut e.code);
    let panel = (one_of(Average::ALL), 0_u32..9, 0_u32..9, one_of(Fallback::ALL));
    prop_oneof![
        panel.prop_map(|(average, quorum, trim_from, fallback)| {
            Method::Panel(Panel { average, quorum, trim_from, fallback })
        }),
        (text(), curve()).prop_map(|(fact, rule)| Method::Formula(Formula { fact, rule })),
        (text(), score()).prop_map(|(fact, no)| Method::YesNo(YesNo { fact, no })),
        (text(), list(level, 0, |l| &mut l.code))
            .prop_map(|(fact, levels)| Method::Level(Level { fact, levels })),
        (events, any::<bool>()).prop_map(|(events, bonus)| {
            if bonus { Method::Bonus(Counted { events }) } else { Method::Deduction(Counted { events }) }
        }),
        ballots().prop_map(Method::Ballots),
    ]
}

fn indicator() -> impl Strategy<Value = Indicator> {
    let words = (text(), text(), texts(), text(), texts());
    (words, score(), one_of(Missing::ALL), method()).prop_map(
        |((code, name, aliases, dimension, applies_to), full, missing, method)| Indicator {
            code,
            name,
            aliases,
            dimension,
            full,
            applies_to,
            missing,
            method,
        },
    )
}

/// Any scheme that can be written down, sensible or not.
fn scheme() -> impl Strategy<Value = Scheme> {
    let dimension = (text(), text(), texts(), score(), any::<bool>(), any::<bool>()).prop_map(
        |(code, name, aliases, weight, stretched, may_exceed)| Dimension {
            code,
            name,
            aliases,
            weight,
            stretched,
            may_exceed,
        },
    );
    let grade = (text(), text(), prop::option::of(ratio()), prop::option::of(score()))
        .prop_map(|(code, name, share, at_least)| Grade { code, name, share, at_least });
    let figure = prop_oneof![
        Just(GuardedFigure::Total),
        text().prop_map(|dimension| GuardedFigure::Dimension { dimension }),
        (text(), one_of(Satisfied::ALL))
            .prop_map(|(indicator, sense)| GuardedFigure::Satisfaction { indicator, sense }),
    ];
    let below = (0_i128..40, 40_i128..60).prop_map(|(n, d)| Ratio::new(n, d).unwrap());
    let guard = (text(), text(), figure, below, text()).prop_map(|(code, name, figure, below, best)| Guard {
        code,
        name,
        figure,
        below,
        best,
    });
    let veto = (text(), text(), text()).prop_map(|(code, name, best)| Veto { code, name, best });
    let category = (text(), texts()).prop_map(|(name, aliases)| Category { name, aliases });
    let digits = prop::array::uniform5(0_u8..=9);
    let rules =
        (one_of(GradingBy::ALL), one_of(WholePlaces::ALL), one_of(LineTies::ALL), any::<bool>(), texts());
    let lists = (
        list(category, 0, |c| &mut c.name),
        list(dimension, 0, |d| &mut d.code),
        list(indicator(), 0, |i| &mut i.code),
        list(grade, 0, |g| &mut g.code),
        list(guard, 0, |g| &mut g.code),
        list(veto, 0, |v| &mut v.code),
    );
    ((text(), text(), score(), digits), rules, lists).prop_map(|(head, rules, lists)| {
        let ((code, name, full, [indicator, dimension, panel, mass, total]), lists) = (head, lists);
        let (by, places, ties, rank_as_published, tie_breaks) = rules;
        let (categories, dimensions, indicators, grades, guards, vetoes) = lists;
        Scheme {
            format: 1,
            code,
            name,
            version: 1,
            full,
            publish: Publish { indicator, dimension, panel, mass, total },
            ranking: Ranking { rank_as_published, tie_breaks },
            categories,
            dimensions,
            indicators,
            grading: Grading { by, places, ties },
            grades,
            guards,
            vetoes,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_scheme_goes_through_every_form_and_comes_back_the_same(scheme in scheme()) {
        for part in parts(&scheme) {
            match apply(&scheme, &part, &shown(&scheme, &part)) {
                Ok(after) => prop_assert_eq!(&after, &scheme, "{:?}", part),
                // what counts attention is refused even when nothing was changed
                Err(errors) => {
                    prop_assert!(errors.iter().all(|e| e.say.key == "scheme-wrong-attention"), "{:?} {:?}", part, errors);
                }
            }
        }
    }

    #[test]
    fn any_scheme_is_written_and_read_back_the_same(scheme in scheme()) {
        let text = scheme.to_toml().unwrap();
        prop_assert_eq!(Scheme::draft_from_toml(&text).unwrap(), scheme, "{}", text);
    }

    #[test]
    fn nothing_typed_makes_a_form_panic(
        scheme in scheme(),
        typed in prop::collection::vec((any::<prop::sample::Index>(), "\\PC{0,12}"), 0..6),
        pressed in "(up|down|drop|method|curve):?(category|dimension|choice|group|step)?:?[0-9]{0,2}",
    ) {
        for part in parts(&scheme) {
            let mut pairs = shown(&scheme, &part);
            let names: Vec<String> = pairs.keys().cloned().collect();
            for (which, text) in &typed {
                if !names.is_empty() {
                    pairs.insert(names[which.index(names.len())].clone(), text.clone());
                }
            }
            pairs.insert("do".into(), pressed.clone());
            if let Ok(after) = apply(&scheme, &part, &pairs) {
                let _ = (after.check(), after.to_toml().unwrap());
            }
        }
    }
}

/// The sample scheme after a few fields of a form were typed.
fn typed(part: &Part, changes: &[(&str, &str)]) -> Result<Scheme, Vec<(String, &'static str)>> {
    let mut pairs = shown(&sample(), part);
    pairs.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    apply(&sample(), part, &pairs)
        .map_err(|errors| errors.into_iter().map(|error| (error.field, error.say.key)).collect())
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let grades = typed(
        &Part::Grading,
        &[
            ("grade_0_share", "２５％"),
            ("grade_1_share", "0.75"),
            ("by", "lower_of_both"),
            ("grade_0_at_least", "９０分"),
            ("grade_1_at_least", " 80.5 "),
        ],
    )
    .unwrap();
    assert_eq!(grades.grades[0].share, Some("1/4".parse().unwrap()));
    assert_eq!(grades.grades[1].share, Some("3/4".parse().unwrap()));
    assert_eq!(grades.grades[0].at_least, Some("90".parse().unwrap()));
    assert_eq!(grades.grades[1].at_least, Some("80.5".parse().unwrap()));
    assert_eq!(grades.grading.by, GradingBy::LowerOfBoth);
    let wrong = typed(
        &Part::Dimensions,
        &[("dimension_0_weight", "二十"), ("dimension_1_weight", "20.0001"), ("dimension_2_weight", "")],
    );
    let expected = [
        ("dimension_0_weight", "scheme-wrong-number"),
        ("dimension_1_weight", "scheme-wrong-fine"),
        ("dimension_2_weight", "field-required"),
    ];
    assert_eq!(wrong.unwrap_err(), expected.map(|(field, key)| (field.to_owned(), key)));
}

#[test]
fn rows_are_added_moved_and_removed() {
    let added =
        typed(&Part::Categories, &[("category_3_name", "派出机构类"), ("category_3_aliases", "派出，驻外")])
            .unwrap();
    assert_eq!(
        added.categories[3],
        Category { name: "派出机构类".into(), aliases: vec!["派出".into(), "驻外".into()] }
    );
    let names = |s: &Scheme| s.categories.iter().map(|c| c.name.clone()).collect::<Vec<_>>().join(" ");
    let moved = typed(&Part::Categories, &[("do", "up:category:2")]).unwrap();
    assert_eq!(names(&moved), "审查业务类 综合管理类 直属单位社会团体类");
    let moved = typed(&Part::Categories, &[("do", "down:category:0")]).unwrap();
    assert_eq!(names(&moved), "直属单位社会团体类 审查业务类 综合管理类");
    let dropped = typed(&Part::Categories, &[("do", "drop:category:0")]).unwrap();
    assert_eq!(names(&dropped), "直属单位社会团体类 综合管理类");
    let used = typed(&Part::Dimensions, &[("do", "drop:dimension:0")]).unwrap_err();
    assert_eq!(used, [("dimension_0_name".to_owned(), "scheme-wrong-dimension-used")]);
}

#[test]
fn entries_that_the_form_did_not_show_stay() {
    let mut pairs = shown(&sample(), &Part::Categories);
    let mut more = sample();
    more.categories.insert(0, Category { name: "新类".into(), aliases: vec![] });
    pairs.insert("category_0_name".into(), "审查类".into());
    let after = apply(&more, &Part::Categories, &pairs).unwrap();
    let names: Vec<_> = after.categories.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["审查类", "直属单位社会团体类", "综合管理类", "新类"]);
}

#[test]
fn what_refers_to_a_renamed_entry_follows_it() {
    let mut scheme = sample();
    scheme.indicators[0].applies_to = vec!["审查业务类".into()];
    scheme.ranking.tie_breaks = vec!["achievement".into(), "mass".into()];
    scheme.vetoes = vec![Veto { code: "v".into(), name: "违纪".into(), best: "ordinary".into() }];
    let renamed = |scheme: &Scheme, part: &Part, name: &str, to: &str| {
        let mut pairs = shown(scheme, part);
        pairs.insert(name.into(), to.into());
        apply(scheme, part, &pairs).unwrap()
    };
    let after = renamed(&scheme, &Part::Categories, "category_0_name", "审查类");
    assert_eq!(after.indicators[0].applies_to, ["审查类"]);
    let after = renamed(&scheme, &Part::Dimensions, "dimension_3_code", "results");
    assert_eq!(after.ranking.tie_breaks, ["results", "mass"]);
    assert_eq!(after.indicators[6].dimension, "results");
    let after = renamed(&scheme, &Part::Grading, "grade_2_code", "plain");
    assert_eq!(after.vetoes[0].best, "plain");
    assert!(after.check().is_ok(), "{:?}", after.check());
}

#[test]
fn another_method_begins_with_something_sensible() {
    let part = Part::Indicator("innovation".into());
    for kind in super::method::METHODS {
        let after = typed(&part, &[("do", "method"), ("method_next", kind), ("name", "创新成果")]).unwrap();
        assert_eq!(
            (after.indicators[7].method.word(), after.indicators[7].name.as_str()),
            (kind, "创新成果")
        );
    }
    let formula = typed(&part, &[("do", "method"), ("method_next", "formula")]).unwrap();
    let mut pairs = shown(&formula, &part);
    pairs.extend([("do".to_owned(), "curve".to_owned()), ("curve_next".to_owned(), "steps".to_owned())]);
    let steps = apply(&formula, &part, &pairs).unwrap();
    let Method::Formula(rule) = &steps.indicators[7].method else { panic!() };
    assert_eq!((rule.fact.as_str(), rule.rule.word()), ("innovation", "steps"));
}

#[test]
fn counting_attention_is_refused_beside_the_field() {
    let part = Part::Indicator("innovation".into());
    for (field, text) in [("name", "公众号点赞数"), ("aliases", "创新、每日打卡"), ("code", "likes")]
    {
        assert_eq!(
            typed(&part, &[(field, text)]).unwrap_err(),
            [(field.to_owned(), "scheme-wrong-attention")]
        );
    }
    let bonus = typed(&part, &[("do", "method"), ("method_next", "bonus")]).unwrap();
    let mut pairs = shown(&bonus, &part);
    pairs.extend(
        [("event_0_name", "网络投票第一"), ("event_0_each", "2")].map(|(n, v)| (n.to_owned(), v.to_owned())),
    );
    let errors = apply(&bonus, &part, &pairs).unwrap_err();
    assert_eq!((errors[0].field.as_str(), errors[0].say.key), ("event_0_name", "scheme-wrong-attention"));
}

#[test]
fn new_codes_are_unlike_all_others() {
    assert_eq!(fresh("level", &["level-7", "a"]), "level-8");
    assert_eq!(fresh("level", &["a", "b"]), "level-3");
    let added =
        typed(&Part::Dimensions, &[("dimension_5_name", "党风廉政"), ("dimension_5_weight", "5")]).unwrap();
    assert_eq!(added.dimensions[5].code, "dimension-6");
}
