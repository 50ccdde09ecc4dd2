//! The rules of a scheme in sentences, and its points as bars: what is shown of kept versions and of drafts.

use schemars::JsonSchema;
use scoring::{Average, Curve, Fallback, GradingBy, LineTies, Method, Missing, Ratio, Scheme, WholePlaces};
use serde::Serialize;
use web::Words;

use super::editor::numbers::{exact, measured, percent};
use super::editor::part::encoded;

/// A scheme as a page shows it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Rules {
    pub full: String,
    pub categories: Vec<String>,
    pub dimensions: Vec<DimensionRules>,
    pub grading: Vec<String>,
    pub grades: Vec<GradeRules>,
    /// Reasons of guards.
    pub guards: Vec<String>,
    /// Reasons of vetoes.
    pub vetoes: Vec<String>,
}

/// A dimension with its indicators.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DimensionRules {
    pub code: String,
    pub name: String,
    pub weight: String,
    /// What the indicators add up to, where that is not the weight.
    pub sum: String,
    pub indicators: Vec<IndicatorRules>,
    /// Its points as a bar: parts of a thousand of the longest, one for each indicator.
    pub bar: Vec<BarPart>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct BarPart {
    pub from: i64,
    pub width: i64,
    pub ballots: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct IndicatorRules {
    /// The code as a segment of an address.
    pub segment: String,
    pub name: String,
    pub full: String,
    pub method: String,
    pub missing: String,
    pub applies_to: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct GradeRules {
    pub name: String,
    pub rule: String,
}

/// Puts a scheme into words.
pub(crate) fn rules(scheme: &Scheme, words: &Words) -> Rules {
    let longest = scheme.dimensions.iter().map(|one| length(scheme, one)).max().unwrap_or(1).max(1);
    Rules {
        full: scheme.full.to_string(),
        categories: scheme.categories.iter().map(|category| category.name.clone()).collect(),
        dimensions: scheme.dimensions.iter().map(|one| dimension(scheme, one, longest, words)).collect(),
        grading: grading(words, scheme),
        grades: grades(words, scheme),
        guards: scheme.guards.iter().map(|guard| guard.name.clone()).collect(),
        vetoes: scheme.vetoes.iter().map(|veto| veto.name.clone()).collect(),
    }
}

/// Thousandths of a point that the bar of a dimension is long.
fn length(scheme: &Scheme, dimension: &scoring::Dimension) -> i64 {
    let own = scheme.indicators.iter().filter(|one| one.dimension == dimension.code && !one.is_bonus());
    let sum = own.fold(0_i64, |sum, one| sum.saturating_add(one.full.thousandths().max(0)));
    sum.max(dimension.weight.thousandths())
}

fn dimension(scheme: &Scheme, dimension: &scoring::Dimension, longest: i64, words: &Words) -> DimensionRules {
    let own = || scheme.indicators.iter().filter(|indicator| indicator.dimension == dimension.code);
    let sum: Ratio = own().filter(|one| !one.is_bonus()).map(|one| one.full.ratio()).sum();
    let share = |thousandths: i64| {
        let share = i128::from(thousandths) * 1_000 / i128::from(longest);
        i64::try_from(share).unwrap_or_default()
    };
    let mut reached = 0_i64;
    let bar = own().filter(|one| !one.is_bonus()).map(|one| {
        let from = share(reached);
        reached = reached.saturating_add(one.full.thousandths().max(0));
        BarPart { from, width: share(reached) - from, ballots: one.is_ballots() }
    });
    DimensionRules {
        bar: bar.collect(),
        code: dimension.code.clone(),
        name: dimension.name.clone(),
        weight: dimension.weight.to_string(),
        sum: if sum == dimension.weight.ratio() || dimension.stretched { String::new() } else { exact(&sum) },
        indicators: own().map(|indicator| indicator_rules(words, indicator)).collect(),
    }
}

fn indicator_rules(words: &Words, indicator: &scoring::Indicator) -> IndicatorRules {
    IndicatorRules {
        segment: encoded(&indicator.code),
        name: indicator.name.clone(),
        full: indicator.full.to_string(),
        method: method(words, &indicator.method),
        missing: words.t(match indicator.missing {
            Missing::Block => "appraisal-missing-block",
            Missing::Exclude => "appraisal-missing-exclude",
            Missing::Zero => "appraisal-missing-zero",
        }),
        applies_to: indicator.applies_to.join("、"),
    }
}

/// A method in a sentence.
pub(crate) fn method(words: &Words, method: &Method) -> String {
    let names = |names: Vec<String>| names.join("、");
    match method {
        Method::Panel(panel) => {
            let key = match panel.average {
                Average::Mean => "appraisal-method-mean",
                Average::Median => "appraisal-method-median",
                Average::Trimmed => "appraisal-method-trimmed",
            };
            let fallback = words.t(match panel.fallback {
                Fallback::Mean => "appraisal-fallback-mean",
                Fallback::Median => "appraisal-fallback-median",
                Fallback::Missing => "appraisal-fallback-missing",
            });
            words.f(key, [("n", panel.trim_from.to_string()), ("fallback", fallback)])
        }
        Method::Formula(formula) => curve(words, &formula.rule),
        Method::YesNo(rule) => words.f("scheme-told-yes-no", [("no", rule.no.to_string())]),
        Method::Level(level) => {
            let levels = level.levels.iter().map(|l| format!("{} {}", l.name, l.mark)).collect();
            words.f("appraisal-method-level", [("levels", names(levels))])
        }
        Method::Deduction(rule) => {
            let events = rule.events.iter().map(|e| format!("{} {}", e.name, e.each)).collect();
            words.f("scheme-told-deduction", [("events", names(events))])
        }
        Method::Bonus(rule) => {
            let events = rule.events.iter().map(|e| format!("{} {}", e.name, e.each)).collect();
            words.f("scheme-told-bonus", [("events", names(events))])
        }
        Method::Ballots(ballots) => {
            let choices = ballots.choices.iter().map(|c| format!("{} {}", c.name, c.points)).collect();
            let groups = ballots.groups.iter().map(|g| format!("{} {}", g.name, exact(&g.weight))).collect();
            let args = [("choices", names(choices)), ("groups", names(groups))];
            words.f("appraisal-method-ballots", args)
        }
    }
}

fn curve(words: &Words, curve: &Curve) -> String {
    match curve {
        Curve::Linear { floor, target } => {
            let show = measured([floor, target].into_iter());
            words.f("appraisal-rule-linear", [("floor", show(floor)), ("target", show(target))])
        }
        Curve::Ratio { target } => {
            words.f("appraisal-rule-target", [("target", measured([target].into_iter())(target))])
        }
        Curve::Steps { steps, .. } => {
            let show = measured(steps.iter().map(|step| &step.from));
            let told = steps.iter().map(|step| format!("{} → {}", show(&step.from), step.mark));
            words.f("scheme-told-steps", [("steps", told.collect::<Vec<_>>().join("、"))])
        }
    }
}

/// How ranks and grades come about.
fn grading(words: &Words, rules: &Scheme) -> Vec<String> {
    let ranking =
        if rules.ranking.rank_as_published { "appraisal-rank-published" } else { "appraisal-rank-exact" };
    let by = match rules.grading.by {
        GradingBy::Quota => "appraisal-by-quota",
        GradingBy::Threshold => "appraisal-by-threshold",
        GradingBy::LowerOfBoth => "appraisal-by-both",
    };
    let mut said = vec![words.t(ranking), words.t(by)];
    if !rules.ranking.tie_breaks.is_empty() {
        let names = rules.ranking.tie_breaks.iter().filter_map(|code| rules.dimension(code));
        let names = names.map(|d| d.name.as_str()).collect::<Vec<_>>().join("、");
        said.insert(1, words.f("appraisal-tie-breaks", [("names", names)]));
    }
    if rules.grading.by != GradingBy::Threshold {
        said.push(words.t(match rules.grading.places {
            WholePlaces::Floor => "appraisal-places-floor",
            WholePlaces::HalfUp => "appraisal-places-half-up",
            WholePlaces::Ceiling => "appraisal-places-ceiling",
        }));
        said.push(words.t(match rules.grading.ties {
            LineTies::ByRank => "appraisal-ties-by-rank",
            LineTies::AllUp => "appraisal-ties-all-up",
            LineTies::AllDown => "appraisal-ties-all-down",
        }));
    }
    said
}

fn grades(words: &Words, rules: &Scheme) -> Vec<GradeRules> {
    let rule = |grade: &scoring::Grade| {
        let share = grade.share.as_ref().map(|share| {
            let share = percent(share);
            words.f("appraisal-grade-share", [("share", share.trim_end_matches('%').to_owned())])
        });
        let least = grade.at_least.map(|at| words.f("appraisal-grade-least", [("total", at.to_string())]));
        let all: Vec<String> = share.into_iter().chain(least).collect();
        if all.is_empty() {
            words.t("appraisal-grade-rest")
        } else {
            all.join(words.t("appraisal-comma").as_str())
        }
    };
    rules.grades.iter().map(|grade| GradeRules { name: grade.name.clone(), rule: rule(grade) }).collect()
}
