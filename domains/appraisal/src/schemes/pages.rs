//! Kept schemes, readable by people.

use askama::Template;
use kernel::{FieldError, Problem, Say};
use schemars::JsonSchema;
use scoring::{Average, Fallback, GradingBy, LineTies, Method, Missing, Scheme, WholePlaces};
use serde::{Deserialize, Serialize};
use web::{Done, Download, File, Page, Reading, Rejection, Words, Writing};

use super::actions;
use super::record::{self, Kept, SchemeId};
use crate::cycles::pages::chosen;
use crate::policy::{PrepareCycle, ReadPreparation};
use crate::standings::portrait::plain;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: SchemeId,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "schemes/list.html")]
pub(super) struct SchemeList {
    #[serde(skip)]
    words: Words,
    schemes: Vec<Kept>,
    may_prepare: bool,
}

impl Page for SchemeList {
    fn title(&self) -> String {
        self.words.t("appraisal-schemes")
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadPreparation>, _: Nothing) -> Result<SchemeList, Problem> {
    Ok(SchemeList { schemes: record::all(cx.db)?, may_prepare: cx.can::<PrepareCycle>(), words: cx.words() })
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "schemes/form.html")]
pub(super) struct SchemeForm {
    #[serde(skip)]
    words: Words,
    errors: Vec<(String, String)>,
}

impl Page for SchemeForm {
    fn title(&self) -> String {
        self.words.t("appraisal-scheme-add")
    }
}

pub(super) fn form(cx: &mut Reading<'_, PrepareCycle>, _: Nothing) -> Result<SchemeForm, Problem> {
    Ok(SchemeForm { words: cx.words(), errors: Vec::new() })
}

pub(super) fn create(
    cx: &mut Writing<'_, PrepareCycle>,
    _: Nothing,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let read = match chosen(files, "scheme_file").into_iter().next() {
        Some((_, bytes)) => actions::check(&bytes),
        None => Err(vec![Say::new("appraisal-scheme-needed")]),
    };
    let says = match read {
        Ok((text, scheme)) => match cx.write(move |tx| actions::keep(tx, &text, &scheme)) {
            Ok(id) => {
                let view = serde_json::json!({ "id": id });
                return Ok(Done::to(format!("/schemes/{id}"))
                    .say("appraisal-scheme-kept")
                    .view(&view)
                    .created());
            }
            Err(Problem::Refused(say)) => vec![say],
            Err(problem) => return Err(problem.into()),
        },
        Err(says) => says,
    };
    let words = cx.words();
    let errors = says.iter().map(|say| ("scheme_file".to_owned(), words.say(say))).collect();
    let fields = says.into_iter().map(|say| FieldError { field: "scheme_file".into(), say }).collect();
    Err(Rejection::form(SchemeForm { words, errors }, fields))
}

/// A dimension with its indicators.
#[derive(Serialize, JsonSchema)]
struct DimensionRules {
    name: String,
    weight: String,
    indicators: Vec<IndicatorRules>,
}

#[derive(Serialize, JsonSchema)]
struct IndicatorRules {
    name: String,
    full: String,
    method: String,
    missing: String,
    applies_to: String,
}

#[derive(Serialize, JsonSchema)]
struct GradeRules {
    name: String,
    rule: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "schemes/show.html")]
pub(super) struct SchemeShow {
    #[serde(skip)]
    words: Words,
    scheme: Kept,
    years: Vec<i16>,
    full: String,
    categories: Vec<String>,
    dimensions: Vec<DimensionRules>,
    grading: Vec<String>,
    grades: Vec<GradeRules>,
    /// Guards and vetoes.
    caps: Vec<String>,
}

impl SchemeShow {
    fn file(&self) -> String {
        format!("/schemes/{}/file", self.scheme.id)
    }
}

impl Page for SchemeShow {
    fn title(&self) -> String {
        let args = [("name", self.scheme.name.clone()), ("version", self.scheme.version.to_string())];
        self.words.f("appraisal-scheme-named", args)
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadPreparation>, input: One) -> Result<SchemeShow, Problem> {
    let scheme = record::find(cx.db, input.id)?;
    let rules = record::rules(cx.db, input.id)?;
    let years = record::years(cx.db, input.id)?;
    let words = cx.words();
    let dimension = |dimension: &scoring::Dimension| DimensionRules {
        name: dimension.name.clone(),
        weight: dimension.weight.to_string(),
        indicators: rules
            .indicators
            .iter()
            .filter(|indicator| indicator.dimension == dimension.code)
            .map(|indicator| indicator_rules(&words, indicator))
            .collect(),
    };
    Ok(SchemeShow {
        scheme,
        years,
        full: rules.full.to_string(),
        categories: rules.categories.iter().map(|category| category.name.clone()).collect(),
        dimensions: rules.dimensions.iter().map(dimension).collect(),
        grading: grading(&words, &rules),
        grades: grades(&words, &rules),
        caps: rules
            .guards
            .iter()
            .map(|g| g.name.clone())
            .chain(rules.vetoes.iter().map(|v| v.name.clone()))
            .collect(),
        words,
    })
}

fn indicator_rules(words: &Words, indicator: &scoring::Indicator) -> IndicatorRules {
    IndicatorRules {
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
fn method(words: &Words, method: &Method) -> String {
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
        Method::Formula(_) => words.t("appraisal-method-formula"),
        Method::YesNo(_) => words.t("appraisal-method-yes-no"),
        Method::Level(level) => {
            let levels = level.levels.iter().map(|l| format!("{} {}", l.name, l.mark)).collect::<Vec<_>>();
            words.f("appraisal-method-level", [("levels", levels.join("、"))])
        }
        Method::Deduction(_) => words.t("appraisal-method-deduction"),
        Method::Bonus(_) => words.t("appraisal-method-bonus"),
        Method::Ballots(ballots) => {
            let choices =
                ballots.choices.iter().map(|c| format!("{} {}", c.name, c.points)).collect::<Vec<_>>();
            let groups = ballots.groups.iter().map(|g| format!("{} {}", g.name, plain(&g.weight)));
            let args = [("choices", choices.join("、")), ("groups", groups.collect::<Vec<_>>().join("、"))];
            words.f("appraisal-method-ballots", args)
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
            let percent = share.clone() * scoring::Ratio::from(100_u32);
            words.f("appraisal-grade-share", [("share", plain(&percent))])
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

/// The file as it was uploaded.
pub(super) fn file(cx: &mut Reading<'_, ReadPreparation>, input: One) -> Result<Download, Problem> {
    let scheme = record::find(cx.db, input.id)?;
    let name = format!("{}-{}.toml", scheme.code, scheme.version);
    let bytes = record::text(cx.db, input.id)?.into_bytes();
    Ok(Download { name, mime: "application/toml", bytes })
}
