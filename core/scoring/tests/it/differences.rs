//! What changed from one version of a scheme to the next.

use scoring::{
    Average, Fallback, Group, Method, Panel, Ratio, Scheme, SchemeChange, SchemeEdit, SchemeList, SchemePart,
    SchemeValue, counts_attention, difference,
};

use crate::office_years::SCHEME;

fn sample() -> Scheme {
    Scheme::from_toml(SCHEME).unwrap()
}

/// The changes that `edit` makes to the sample scheme.
fn after(edit: impl FnOnce(&mut Scheme)) -> Vec<SchemeChange> {
    let before = sample();
    let mut now = before.clone();
    edit(&mut now);
    difference(&before, &now)
}

/// Part, name of the entry, field, before, after; added and removed with their words in place of the field.
fn told(changes: &[SchemeChange]) -> Vec<(SchemePart, String, &'static str, SchemeValue, SchemeValue)> {
    let one = |change: &SchemeChange| {
        let item = change.item.as_ref().map(|item| item.name.clone()).unwrap_or_default();
        let (field, before, after) = match &change.edit {
            SchemeEdit::Added { value } => ("added", SchemeValue::Nothing, value.clone()),
            SchemeEdit::Removed { value } => ("removed", value.clone(), SchemeValue::Nothing),
            SchemeEdit::Changed { field, before, after } => (*field, before.clone(), after.clone()),
        };
        (change.part.clone(), item, field, before, after)
    };
    changes.iter().map(one).collect()
}

fn number(text: &str) -> SchemeValue {
    SchemeValue::Number(text.parse().unwrap())
}

fn indicator(code: &str) -> SchemePart {
    SchemePart::Indicator(code.into())
}

#[test]
fn equal_schemes_do_not_differ() {
    assert_eq!(difference(&sample(), &sample()), []);
}

#[test]
fn a_field_is_told_with_what_it_was_and_what_it_is() {
    let changes = after(|s| {
        s.indicators[6].full = "20".parse().unwrap();
        s.dimensions[3].weight = "30".parse().unwrap();
        s.grades[0].share = Some("25%".parse().unwrap());
        s.publish.total = 3;
        s.ranking.tie_breaks = vec!["achievement".into()];
    });
    assert_eq!(
        told(&changes),
        [
            (SchemePart::General, String::new(), "publish_total", number("2"), number("3")),
            (
                SchemePart::Ranking,
                String::new(),
                "tie_breaks",
                SchemeValue::Nothing,
                SchemeValue::List(vec!["工作业绩".into()])
            ),
            (
                SchemePart::Dimension("achievement".into()),
                String::new(),
                "weight",
                number("25"),
                number("30")
            ),
            (indicator("central-work"), String::new(), "full", number("15"), number("20")),
            (
                SchemePart::Grade("good".into()),
                String::new(),
                "share",
                SchemeValue::Share(Ratio::new(3, 10).unwrap()),
                SchemeValue::Share(Ratio::new(1, 4).unwrap())
            ),
        ]
    );
}

#[test]
fn entries_come_and_go_and_move() {
    let changes = after(|s| {
        s.indicators.remove(7);
        let new =
            scoring::Indicator {
                code: "brand".into(), name: "党建品牌".into(), ..s.indicators[6].clone()
            };
        s.indicators.push(new);
        s.categories.swap(0, 2);
    });
    let moved = |names: [&str; 3]| SchemeValue::List(names.map(str::to_owned).to_vec());
    assert_eq!(
        told(&changes),
        [
            (
                SchemePart::Order(SchemeList::Categories),
                String::new(),
                "order",
                moved(["审查业务类", "直属单位社会团体类", "综合管理类"]),
                moved(["综合管理类", "直属单位社会团体类", "审查业务类"])
            ),
            (indicator("innovation"), String::new(), "removed", number("10"), SchemeValue::Nothing),
            (indicator("brand"), String::new(), "added", SchemeValue::Nothing, number("15")),
        ]
    );
}

#[test]
fn a_renamed_category_is_not_one_gone_and_one_new() {
    let changes = after(|s| s.categories[1].name = "直属单位类".into());
    let part = SchemePart::Category("直属单位社会团体类".into());
    let text = |text: &str| SchemeValue::Text(text.into());
    let renamed = (part, String::new(), "name", text("直属单位社会团体类"), text("直属单位类"));
    assert_eq!(told(&changes), [renamed]);
}

#[test]
fn entries_of_a_method_are_told_one_by_one() {
    let changes = after(|s| {
        let Method::Ballots(ballots) = &mut s.indicators[8].method else { panic!() };
        ballots.choices[1].points = "80".parse().unwrap();
        ballots.left_out.clear();
        let weight = "0.2".parse().unwrap();
        ballots.groups.push(Group {
            code: "x".into(),
            name: "服务对象".into(),
            aliases: vec![],
            weight,
            least: 5,
        });
    });
    let mass = || indicator("mass-evaluation");
    assert_eq!(
        told(&changes),
        [
            (mass(), "较好".into(), "points", number("85"), number("80")),
            (mass(), "不了解".into(), "removed", SchemeValue::Nothing, SchemeValue::Nothing),
            (mass(), "服务对象".into(), "added", SchemeValue::Nothing, number("0.2")),
        ]
    );
    let lists: Vec<_> = changes.iter().map(|change| change.item.as_ref().unwrap().list).collect();
    assert_eq!(lists, ["choice", "left_out", "group"]);
}

#[test]
fn another_kind_of_method_is_told_as_a_whole() {
    let changes = after(|s| {
        let scoring::Scheme { indicators, .. } = s;
        let panel = Panel { average: Average::Median, quorum: 2, trim_from: 5, fallback: Fallback::Mean };
        indicators[0].method = Method::Panel(panel);
        indicators[8].method = indicators[1].method.clone();
    });
    let fields: Vec<_> = told(&changes).into_iter().map(|(_, _, field, ..)| field).collect();
    assert_eq!(fields, ["average", "quorum", "method"]);
}

#[test]
fn a_draft_may_be_empty_and_comes_back_the_same() {
    let mut draft = sample();
    (draft.categories, draft.dimensions) = (Vec::new(), Vec::new());
    (draft.indicators, draft.grades) = (Vec::new(), Vec::new());
    let text = draft.to_toml().unwrap();
    assert_eq!(Scheme::draft_from_toml(&text).unwrap(), draft, "{text}");
    assert!(Scheme::from_toml(&text).is_err());
}

#[test]
fn counting_attention_is_recognised_in_the_words_of_offices() {
    for name in [
        "网站文章点赞数",
        "公众号转发量",
        "每日打卡",
        "连续签 到天数",
        "平台在线时长",
        "网上学习的时长",
        "学习积分排名",
        "党员积分",
        "网络投票得票",
        "网络评选投票",
        "APP登录的次数",
        "短视频播放量",
        "daily check-in",
    ] {
        assert!(counts_attention(name).is_some(), "{name}");
    }
    for name in [
        "班子建设",
        "党员教育管理",
        "微积分教研组工作",
        "签约项目",
        "重点击破问题数",
        "投票选举程序规范",
        "在线咨询办结率",
    ] {
        assert_eq!(counts_attention(name), None, "{name}");
    }
}
