//! Any scheme goes through every form and comes back the same.

use std::sync::LazyLock;

use proptest::prelude::*;
use scoring::{Category, GradingBy, Method, Scheme, Veto};
use web::{Lang, Wordbook, Words};

use super::any::scheme;
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
