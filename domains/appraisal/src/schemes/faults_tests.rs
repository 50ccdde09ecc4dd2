//! Every fault has words of its own in both languages, and leads to the form that mends it.

use scoring::{
    Counted, Curve, EventKind, Formula, GradingBy, Guard, GuardedFigure, Indicator, Level, Method, Scheme,
    Score, Step, Veto,
};
use web::Lang;

use super::editor::part::Part;
use super::editor::tests::{sample, words};
use super::faults;

fn score(text: &str) -> Score {
    text.parse().unwrap()
}

fn own(code: &str) -> Option<Part> {
    Some(Part::Indicator(code.into()))
}

/// The innovation indicator with another method.
fn method(scheme: &mut Scheme, method: Method) {
    scheme.indicators[7].method = method;
}

fn ballots(scheme: &mut Scheme) -> &mut scoring::Ballots {
    let Method::Ballots(rule) = &mut scheme.indicators[8].method else { panic!() };
    rule
}

fn guard(figure: GuardedFigure, best: &str) -> Guard {
    Guard {
        code: "g".into(), name: "底线".into(), figure, below: "90%".parse().unwrap(), best: best.into()
    }
}

type Case = (fn(&mut Scheme), &'static str, Option<Part>);

fn cases() -> Vec<Case> {
    let innovation = || own("innovation");
    let mass = || own("mass-evaluation");
    let dimensions = || Some(Part::Dimensions);
    vec![
        (|s| s.format = 2, "方案文件的格式 2 不认识", None),
        (|s| s.categories.clear(), "还没有类别", Some(Part::Categories)),
        (|s| s.dimensions.clear(), "还没有方面", dimensions()),
        (|s| s.indicators.clear(), "还没有指标", None),
        (|s| s.grades.clear(), "还没有等次", Some(Part::Grading)),
        (
            |s| method(s, Method::Level(Level { fact: "f".into(), levels: vec![] })),
            "“特色创新”还没有等级",
            innovation(),
        ),
        (
            |s| method(s, Method::Deduction(Counted { events: vec![] })),
            "还没有扣分或加分的情形",
            innovation(),
        ),
        (|s| ballots(s).choices.clear(), "还没有计入的选项", mass()),
        (|s| ballots(s).groups.clear(), "还没有评价主体", mass()),
        (|s| s.categories[0].name = " ".into(), "有一个类别没有名称", Some(Part::Categories)),
        (|s| s.dimensions[0].name.clear(), "有一个方面没有名称", dimensions()),
        (|s| s.indicators[7].name.clear(), "有一项指标没有名称", innovation()),
        (|s| s.grades[0].name.clear(), "有一个等次没有名称", Some(Part::Grading)),
        (|s| ballots(s).groups[0].name.clear(), "有一个选项、主体、等级或情形没有名称", mass()),
        (
            |s| s.categories[1].name = s.categories[0].name.clone(),
            "两个类别都叫“审查业务类”",
            Some(Part::Categories),
        ),
        (|s| s.dimensions[1].name = "领导班子".into(), "两个方面都叫“领导班子”", dimensions()),
        (
            |s| s.indicators[1].name = "班子建设".into(),
            "两项指标都叫“班子建设”",
            own("democratic-centralism"),
        ),
        (|s| s.grades[1].name = "好".into(), "两个等次都叫“好”", Some(Part::Grading)),
        (|s| ballots(s).choices[1].name = "好".into(), "“群众评价”里有两处都叫“好”", mass()),
        (
            |s| s.indicators[7].applies_to = vec!["新类".into()],
            "“特色创新”适用的类别“新类”不在方案里",
            innovation(),
        ),
        (|s| s.indicators[7].dimension = "x".into(), "“特色创新”所指的方面“x”不在方案里", innovation()),
        (|s| s.ranking.tie_breaks = vec!["x".into()], "同分时要比较的方面“x”不在方案里", Some(Part::Ranking)),
        (
            |s| s.guards = vec![guard(GuardedFigure::Total, "x")],
            "“底线”所指的等次“x”不在方案里",
            Some(Part::Guards),
        ),
        (
            |s| {
                let figure =
                    GuardedFigure::Satisfaction { indicator: "x".into(), sense: scoring::Satisfied::Wide };
                s.guards = vec![guard(figure, "fair")];
            },
            "“底线”所看的群众评价指标“x”不在方案里",
            Some(Part::Guards),
        ),
        (
            |s| s.vetoes = vec![Veto { code: "v".into(), name: "违纪".into(), best: "good".into() }],
            "“违纪”限定的“好”就是最好的等次",
            Some(Part::Vetoes),
        ),
        (|s| s.dimensions[0].weight = score("21"), "各方面权重合计 101，方案满分是 100", dimensions()),
        (|s| s.indicators[7].full = score("9"), "“工作业绩”各项指标满分合计 24，权重是 25", dimensions()),
        (
            |s| {
                s.indicators.pop();
            },
            "“群众评价”除加分外还没有指标",
            dimensions(),
        ),
        (|s| s.full = Score::ZERO, "的满分必须大于 0", Some(Part::General)),
        (|s| s.indicators[7].full = Score::ZERO, "“特色创新”的满分必须大于 0", innovation()),
        (|s| s.dimensions[0].weight = Score::ZERO, "“领导班子”的权重必须大于 0", dimensions()),
        (|s| ballots(s).groups[0].weight = "-1".parse().unwrap(), "评价主体的权重必须大于 0", mass()),
        (|s| ballots(s).groups[0].least = 0, "最低有效票数必须大于 0", mass()),
        (|s| ballots(s).scale = Score::ZERO, "的满值必须大于 0", mass()),
        (|s| ballots(s).choices[3].points = score("-1"), "有小于 0 的选项分值", mass()),
        (|s| ballots(s).choices[0].points = score("101"), "“好”分值 101 超过满值 100", mass()),
        (
            |s| {
                let Method::Panel(rule) = &mut s.indicators[7].method else { panic!() };
                (rule.trim_from, rule.quorum) = (2, 1);
            },
            "只有 2 个评分就去掉高低分",
            innovation(),
        ),
        (
            |s| {
                let Method::Panel(rule) = &mut s.indicators[7].method else { panic!() };
                rule.quorum = 0;
            },
            "最少评分数必须大于 0",
            innovation(),
        ),
        (|s| formula(s, Curve::Ratio { target: scoring::Ratio::ZERO }), "目标必须大于 0", innovation()),
        (
            |s| formula(s, Curve::Linear { floor: scoring::Ratio::ONE, target: scoring::Ratio::ONE }),
            "起点和目标相同",
            innovation(),
        ),
        (|s| formula(s, Curve::Steps { steps: vec![], below: Score::ZERO }), "还没有分档", innovation()),
        (|s| formula(s, steps(&[("1", "5"), ("1", "6")])), "1 不高于前一档", innovation()),
        (|s| formula(s, steps(&[("1", "11")])), "有一个得分 11 超过满分 10", innovation()),
        (|s| formula(s, steps(&[("1", "-1")])), "有小于 0 的得分", innovation()),
        (
            |s| {
                let event = EventKind { code: "e".into(), name: "迟报".into(), each: Score::ZERO };
                method(s, Method::Deduction(Counted { events: vec![event] }));
            },
            "每次的分数必须大于 0",
            innovation(),
        ),
        (|s| s.publish.total = 10, "公布 10 位小数太多，最多 9 位", Some(Part::General)),
        (|s| s.grades[0].share = None, "“好”要填累计比例", Some(Part::Grading)),
        (|s| s.grading.by = GradingBy::Threshold, "“好”要填最低总分", Some(Part::Grading)),
        (|s| s.grades[2].share = Some("1".parse().unwrap()), "“一般”是最后一个等次", Some(Part::Grading)),
        (
            |s| s.grades[1].share = Some("20%".parse().unwrap()),
            "没有党组织能评为“较好”：累计比例 20%",
            Some(Part::Grading),
        ),
        (
            |s| s.grades[1].share = Some("100%".parse().unwrap()),
            "没有党组织能评为“一般”：前面的等次已经占到 100%",
            Some(Part::Grading),
        ),
        (
            |s| s.grades[0].at_least = Some(score("101")),
            "没有党组织能评为“好”：最低总分 101",
            Some(Part::Grading),
        ),
        (|s| s.indicators[7].name = "连续打卡天数".into(), "计量“打卡”", innovation()),
    ]
}

fn formula(scheme: &mut Scheme, rule: Curve) {
    method(scheme, Method::Formula(Formula { fact: "f".into(), rule }));
}

fn steps(all: &[(&str, &str)]) -> Curve {
    let step = |(from, mark): &(&str, &str)| Step { from: from.parse().unwrap(), mark: score(mark) };
    Curve::Steps { steps: all.iter().map(step).collect(), below: Score::ZERO }
}

#[test]
fn every_fault_is_said_with_what_to_mend_and_where() {
    for (edit, sentence, part) in cases() {
        let mut scheme = sample();
        edit(&mut scheme);
        let all = faults::all(&scheme);
        let told = |lang: Lang| all.iter().map(|said| words(lang).say(&said.say)).collect::<Vec<_>>();
        let (zh, en) = (told(Lang::Zh), told(Lang::En));
        let found = zh.iter().position(|text| text.contains(sentence));
        let at = found.unwrap_or_else(|| panic!("{sentence}: {zh:#?}"));
        assert_eq!(all[at].part, part, "{sentence}");
        for (said, (zh, en)) in all.iter().zip(zh.iter().zip(&en)) {
            assert_ne!(said.say.key, "appraisal-scheme-fault", "{said:?}");
            assert!(!zh.contains("scheme-fault") && !en.contains("scheme-fault"), "{zh} {en}");
            assert!(!zh.contains('{') && !en.contains('{'), "{zh} {en}");
        }
    }
}

#[test]
fn the_sample_has_no_fault() {
    assert_eq!(faults::all(&sample()), []);
    let bonus =
        Indicator { method: Method::Bonus(Counted { events: vec![] }), ..sample().indicators[0].clone() };
    let with = Scheme { indicators: [sample().indicators, vec![bonus]].concat(), ..sample() };
    assert!(!faults::all(&with).is_empty());
}
