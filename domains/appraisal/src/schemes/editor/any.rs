//! Any scheme that can be written down, sensible or not.

use proptest::prelude::*;
use scoring::{
    Average, Ballots, Category, Choice, Counted, Curve, Dimension, EventKind, Fallback, Formula, Grade,
    Grading, GradingBy, Group, Guard, GuardedFigure, Indicator, LeftOut, Level, LevelChoice, LineTies,
    Method, Missing, Panel, Publish, Ranking, Ratio, Satisfied, Scheme, Score, Step, Veto, WholePlaces,
    YesNo,
};

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

/// Any scheme.
pub(super) fn scheme() -> impl Strategy<Value = Scheme> {
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
