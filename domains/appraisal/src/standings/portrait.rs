//! What the page of one organisation shows, put together once when the cycle is computed, so that reading it is one row.

use schemars::JsonSchema;
use scoring::{CategoryFigures, DecidedBy, Node, NodeKind, Outcome, Ratio, Scheme, Standing, Treatment};
use serde::{Deserialize, Serialize};

/// The stored part of an organisation's page. Figures are texts as published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Portrait {
    pub full: String,
    pub panel_full: String,
    pub mass_full: String,
    pub dimensions: Vec<DimensionLine>,
    pub indicators: Vec<IndicatorLine>,
    pub median: String,
    pub best: String,
    /// How many others share the rank.
    pub tied_with: u32,
    /// Name of the dimension that decided an equal total.
    pub tie_broken_by: Option<String>,
    /// What decided the grade: `quota`, `threshold`, `both`, `guard`, `veto` or `decision`.
    pub decided_by: String,
    /// Why the committee decided another grade, when it did.
    pub decision: Option<String>,
    /// Everything the committee decided beside what was computed; the grade is among it.
    pub decided: Vec<DecidedLine>,
    /// Rank down to which the grade reaches, when it goes by quota.
    pub up_to: Option<u32>,
    /// Reasons of guards and vetoes that spoke.
    pub caps: Vec<String>,
    /// Above the line only with others of equal rank.
    pub needs_approval: bool,
    /// What the next better grade would have taken.
    pub better: Option<Better>,
    /// Reviewers who marked it.
    pub marked_by: usize,
    /// Reviewers of its category who did not, for they were recused.
    pub recused: usize,
    /// How satisfied the ballots of each mass evaluation are.
    pub satisfaction: Vec<SatisfactionLine>,
}

/// One dimension.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct DimensionLine {
    pub code: String,
    pub name: String,
    pub points: String,
    pub out_of: String,
    pub median: String,
    pub best: String,
}

/// One indicator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct IndicatorLine {
    pub code: String,
    pub name: String,
    pub dimension: String,
    pub points: String,
    pub full: String,
    /// `counted`, `not_applicable`, `excluded` or `zero`.
    pub treatment: String,
}

/// The next better grade and the points that its last organisation was ahead.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Better {
    pub grade: String,
    pub points: String,
}

/// Satisfaction of the counted ballots of one indicator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct SatisfactionLine {
    pub code: String,
    /// Counted ballots.
    pub valid: u64,
    /// The best choices only, in per cent.
    pub strict: String,
    /// The good ones too, in per cent.
    pub wide: String,
}

/// A value that the committee decided.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct DecidedLine {
    /// `total`, `grade` or code of the indicator.
    pub what: String,
    /// Name of the indicator; empty for total and grade.
    pub name: String,
    /// As computed: points, or name of the grade. Empty when there was nothing to compute from.
    pub computed: String,
    /// As decided.
    pub decided: String,
    pub reason: String,
}

/// Puts it together. `panel` is how many reviewers marked it, and how many marked anybody in its category.
pub(crate) fn of(
    scheme: &Scheme,
    outcome: &Outcome,
    own: &Standing,
    (marked_by, panel): (usize, usize),
) -> Portrait {
    let category = outcome.categories.iter().find(|c| c.category == own.category);
    let share = |mass: bool| {
        let full = scheme.indicators.iter().filter(|i| i.is_ballots() == mass && i.applies(&own.category));
        let sum: i64 = full.filter(|i| !i.is_bonus()).map(|i| i.full.thousandths()).sum();
        scoring::Score::from_thousandths(sum).to_string()
    };
    Portrait {
        full: scheme.full.to_string(),
        panel_full: share(false),
        mass_full: share(true),
        dimensions: dimensions(scheme, category, own),
        indicators: indicators(scheme, own),
        median: category.map(|c| c.total.median.published.to_string()).unwrap_or_default(),
        best: category.map(|c| c.total.best.published.to_string()).unwrap_or_default(),
        tied_with: own.tied_with,
        tie_broken_by: own.tie_broken_by.as_ref().map(|code| dimension_name(scheme, code)),
        decided_by: match own.why.decided_by {
            DecidedBy::Quota => "quota",
            DecidedBy::Threshold => "threshold",
            DecidedBy::Both => "both",
            DecidedBy::Guard(_) => "guard",
            DecidedBy::Veto(_) => "veto",
            DecidedBy::Decision => "decision",
        }
        .to_owned(),
        decision: own.decided.iter().find(|decided| decided.what == "grade").map(|d| d.reason.clone()),
        decided: decided(scheme, own),
        up_to: own.why.by_quota.as_ref().map(|quota| quota.up_to),
        caps: own.why.caps.iter().map(|cap| cap.name.clone()).collect(),
        needs_approval: own.why.needs_approval,
        better: better(outcome, own),
        marked_by,
        recused: panel.saturating_sub(marked_by),
        satisfaction: own.indicators.iter().filter_map(satisfaction).collect(),
    }
}

fn satisfaction(figure: &scoring::IndicatorFigure) -> Option<SatisfactionLine> {
    let counted = figure.satisfaction.as_ref()?;
    let percent = |share: &Ratio| (share.clone() * Ratio::from(100_u32)).rounded(2).to_string();
    Some(SatisfactionLine {
        code: figure.code.clone(),
        valid: counted.valid,
        strict: percent(&counted.strict),
        wide: percent(&counted.wide),
    })
}

fn dimension_name(scheme: &Scheme, code: &str) -> String {
    scheme.dimension(code).map_or_else(|| code.to_owned(), |dimension| dimension.name.clone())
}

/// What was decided about an organisation, with the names of the scheme.
pub(crate) fn decided(scheme: &Scheme, own: &Standing) -> Vec<DecidedLine> {
    let grade = |code: &String| scheme.grade(code).map_or_else(|| code.clone(), |grade| grade.name.clone());
    let line = |one: &scoring::DecidedFigure| {
        let value = |text: &String| if one.what == "grade" { grade(text) } else { text.clone() };
        DecidedLine {
            what: one.what.clone(),
            name: scheme.indicator(&one.what).map(|indicator| indicator.name.clone()).unwrap_or_default(),
            computed: value(&one.computed),
            decided: value(&one.decided),
            reason: one.reason.clone(),
        }
    };
    own.decided.iter().map(line).collect()
}

impl DecidedLine {
    /// In a sentence, without the reason.
    pub(crate) fn sentence(&self, words: &web::Words) -> String {
        let name = match self.what.as_str() {
            "total" => words.t("appraisal-total"),
            "grade" => words.t("appraisal-grade"),
            _ => self.name.clone(),
        };
        let args = [("name", name), ("computed", self.computed.clone()), ("decided", self.decided.clone())];
        let key = if self.computed.is_empty() { "appraisal-decided-to" } else { "appraisal-decided-from-to" };
        words.f(key, args)
    }
}

fn dimensions(scheme: &Scheme, category: Option<&CategoryFigures>, own: &Standing) -> Vec<DimensionLine> {
    let line = |figure: &scoring::DimensionFigure| {
        let spread = category.and_then(|c| c.dimensions.iter().find(|d| d.code == figure.code));
        let text =
            |figure: Option<&scoring::Figure>| figure.map(|f| f.published.to_string()).unwrap_or_default();
        DimensionLine {
            code: figure.code.clone(),
            name: dimension_name(scheme, &figure.code),
            points: figure.points.published.to_string(),
            out_of: plain(&figure.out_of),
            median: text(spread.map(|d| &d.spread.median)),
            best: text(spread.map(|d| &d.spread.best)),
        }
    };
    own.dimensions.iter().filter(|figure| figure.counted).map(line).collect()
}

fn indicators(scheme: &Scheme, own: &Standing) -> Vec<IndicatorLine> {
    let line = |figure: &scoring::IndicatorFigure| IndicatorLine {
        code: figure.code.clone(),
        name: scheme.indicator(&figure.code).map(|i| i.name.clone()).unwrap_or_default(),
        dimension: figure.dimension.clone(),
        points: figure.points.published.to_string(),
        full: figure.full.to_string(),
        treatment: match figure.treatment {
            Treatment::Counted => "counted",
            Treatment::NotApplicable => "not_applicable",
            Treatment::Excluded(_) => "excluded",
            Treatment::Zero(_) => "zero",
        }
        .to_owned(),
    };
    own.indicators.iter().map(line).collect()
}

/// An exact value as a person reads it: `20`, `12.5`, `16.667`.
pub(crate) fn plain(value: &Ratio) -> String {
    let text = value.rounded(3).to_string();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The last organisation of the next better grade, unless a guard or veto stands in between.
fn better(outcome: &Outcome, own: &Standing) -> Option<Better> {
    let position = outcome.grade_position(&own.grade.code)?;
    if !own.why.caps.is_empty() {
        return None;
    }
    let place = |s: &Standing| outcome.grade_position(&s.grade.code);
    let above = outcome.ranking(&own.category).filter(|s| place(s).is_some_and(|p| p < position)).last()?;
    let gap = above.total.published.value() - own.total.published.value();
    let points = gap.rounded(outcome.publish.total).to_string();
    (!gap.is_negative()).then(|| Better { grade: above.grade.name.clone(), points })
}

/// The figure under that code in an opened total: `total`, a dimension or an indicator.
pub(crate) fn figure<'a>(total: &'a Node, code: &str) -> Option<&'a Node> {
    let opens = |node: &&Node| matches!(node.kind, NodeKind::Dimension | NodeKind::Indicator);
    if code == "total" {
        return Some(total);
    }
    total.children.iter().filter(opens).find_map(|dimension| {
        if dimension.code == code {
            return Some(dimension);
        }
        dimension.children.iter().filter(opens).find(|indicator| indicator.code == code)
    })
}
