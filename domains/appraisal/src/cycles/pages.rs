//! The list of cycles, setting one up, publishing and removing.

use askama::Template;
use kernel::{FieldError, Problem, Say, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, File, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::record::{self, Cycle, CycleId, State};
use super::{actions, publication};
use crate::policy::{PrepareCycle, PublishCycle, ReadPreparation, ReadRankings};
use crate::schemes::{self, record::SchemeId};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: CycleId,
}

/// A cycle in the list.
#[derive(Serialize, JsonSchema)]
struct CycleLine {
    href: String,
    #[serde(flatten)]
    cycle: Cycle,
    state_name: String,
    published_on: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "cycles/list.html")]
pub(super) struct CycleList {
    #[serde(skip)]
    words: Words,
    cycles: Vec<CycleLine>,
    may_prepare: bool,
    /// Address of the comparison of the two latest published cycles.
    comparison: Option<String>,
}

impl Page for CycleList {
    fn title(&self) -> String {
        self.words.t("appraisal-cycles")
    }

    fn sheet(&self) -> Option<Sheet> {
        use kernel::Cell;
        let head = ["appraisal-year", "appraisal-state", "appraisal-scheme", "appraisal-organisations"];
        let row = |line: &CycleLine| {
            vec![
                Cell::Int(i64::from(line.cycle.year)),
                Cell::text(&line.state_name),
                Cell::text(&line.cycle.scheme_name),
                Cell::Int(i64::try_from(line.cycle.summary.organisations).unwrap_or_default()),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.cycles.iter().map(row).collect(),
        })
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadRankings>, _: Nothing) -> Result<CycleList, Problem> {
    let words = cx.words();
    let unpublished = cx.can::<ReadPreparation>();
    let cycles = record::all(cx.db, unpublished)?;
    let mut published = cycles.iter().filter(|cycle| cycle.state == State::Published).map(|c| c.year);
    let comparison = match (published.next(), published.next()) {
        (Some(to), Some(from)) => Some(format!("/cycles/comparison?from={from}&to={to}")),
        _ => None,
    };
    let line = |cycle: Cycle| CycleLine {
        href: format!("/cycles/{}", cycle.id),
        state_name: words.t(cycle.state.key()),
        published_on: cycle.published.map(|at| words.day(at.day())).unwrap_or_default(),
        cycle,
    };
    let cycles = cycles.into_iter().map(line).collect();
    Ok(CycleList { cycles, may_prepare: cx.can::<PrepareCycle>(), comparison, words })
}

/// What was typed into the form of a new cycle.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct CycleForm {
    #[serde(default)]
    year: String,
    /// Number of a kept scheme; empty when a file is sent.
    #[serde(default, deserialize_with = "blank_is_none")]
    scheme: Option<SchemeId>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "cycles/form.html")]
pub(super) struct CycleFormPage {
    #[serde(skip)]
    words: Words,
    year: String,
    scheme: String,
    /// Kept schemes: number and name.
    schemes: Vec<(String, String)>,
    /// Field and sentence.
    errors: Vec<(String, String)>,
}

impl CycleFormPage {
    fn new(words: Words, input: &CycleForm, kept: &[schemes::record::Kept], errors: &[FieldError]) -> Self {
        let name = |kept: &schemes::record::Kept| {
            let args = [("name", kept.name.clone()), ("version", kept.version.to_string())];
            (kept.id.to_string(), words.f("appraisal-scheme-named", args))
        };
        let mut schemes = vec![(String::new(), words.t("appraisal-scheme-from-file"))];
        schemes.extend(kept.iter().map(name));
        let errors = errors.iter().map(|e| (e.field.clone(), words.say(&e.say))).collect();
        let scheme = input.scheme.map(|id| id.to_string()).unwrap_or_default();
        Self { year: input.year.clone(), scheme, schemes, errors, words }
    }

    fn error(&self, field: &str) -> String {
        let said = self.errors.iter().filter(|(name, _)| name == field).map(|(_, text)| text.as_str());
        said.collect::<Vec<_>>().join("; ")
    }
}

impl Page for CycleFormPage {
    fn title(&self) -> String {
        self.words.t("appraisal-cycle-new")
    }
}

pub(super) fn form(cx: &mut Reading<'_, PrepareCycle>, _: Nothing) -> Result<CycleFormPage, Problem> {
    let kept = schemes::record::all(cx.db)?;
    let year = (cx.today().year() - 1).to_string();
    let input = CycleForm { year, scheme: kept.first().map(|kept| kept.id) };
    Ok(CycleFormPage::new(cx.words(), &input, &kept, &[]))
}

/// Files that were really chosen; browsers send an empty part for a field left alone.
pub(crate) fn chosen(files: Vec<File>, field: &str) -> Vec<(String, Vec<u8>)> {
    let ours = files.into_iter().filter(|file| file.field == field);
    ours.filter(|file| !(file.name.is_empty() || file.bytes.is_empty())).map(|f| (f.name, f.bytes)).collect()
}

pub(super) fn create(
    cx: &mut Writing<'_, PrepareCycle>,
    input: CycleForm,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, say: Say| errors.push(FieldError { field: field.into(), say });
    let year = input.year.trim().parse::<i16>().ok().filter(|year| (1950..2200).contains(year));
    if year.is_none() {
        wrong("year", Say::new("appraisal-year-wrong"));
    }
    let uploaded = chosen(files.clone(), "scheme_file").into_iter().next();
    let checked = uploaded.map(|(_, bytes)| schemes::actions::check(&bytes));
    let scheme = match (checked, input.scheme) {
        (Some(Ok(read)), _) => Some(Ok(read)),
        (Some(Err(says)), _) => {
            says.into_iter().for_each(|say| wrong("scheme_file", say));
            None
        }
        (None, Some(id)) => Some(Err(id)),
        (None, None) => {
            wrong("scheme_file", Say::new("appraisal-scheme-needed"));
            None
        }
    };
    if let (Some(year), Some(scheme), true) = (year, scheme, errors.is_empty()) {
        let made = cx.write(move |tx| {
            let scheme = match scheme {
                Ok((text, scheme)) => schemes::actions::keep(tx, &text, &scheme)?,
                Err(id) => schemes::record::find(tx, id)?.id,
            };
            actions::create(tx, year, scheme)
        });
        match made {
            Ok(id) => {
                let books = chosen(files, "workbooks");
                if !books.is_empty() {
                    return Ok(crate::submissions::submit(cx, id, String::new(), books)?.created());
                }
                return Ok(Done::to(format!("/cycles/{id}"))
                    .say(Say::new("appraisal-cycle-created").with("year", year))
                    .view(&serde_json::json!({ "id": id }))
                    .created());
            }
            Err(Problem::Invalid(found)) => errors = found,
            Err(Problem::Refused(say)) => errors.push(FieldError { field: "scheme_file".into(), say }),
            Err(problem) => return Err(problem.into()),
        }
    }
    let kept = cx.read(|c| Ok(schemes::record::all(c)?))?;
    let page = CycleFormPage::new(cx.words(), &input, &kept, &errors);
    Err(Rejection::form(page, errors))
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "cycles/publication.html")]
pub(super) struct PublicationPage {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    /// What has to be done before it can be published; empty when nothing.
    owed: String,
}

impl PublicationPage {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }
}

impl Page for PublicationPage {
    fn title(&self) -> String {
        self.words.f("appraisal-publish-title", [("year", self.cycle.year.to_string())])
    }
}

pub(super) fn ask_publication(
    cx: &mut Reading<'_, PublishCycle>,
    input: One,
) -> Result<PublicationPage, Problem> {
    let cycle = record::find(cx.db, input.id, true)?;
    let today = cx.today();
    let owed = publication::owed(cx.db, &cycle, today)?;
    let words = cx.words();
    Ok(PublicationPage { owed: owed.map(|say| words.say(&say)).unwrap_or_default(), cycle, words })
}

pub(super) fn publish(cx: &mut Writing<'_, PublishCycle>, input: One) -> Result<Done, Rejection> {
    let cycle = cx.write(move |tx| publication::publish(tx, input.id))?;
    Ok(Done::to(format!("/cycles/{}", input.id))
        .say(Say::new("appraisal-was-published").with("year", cycle.year)))
}

pub(super) fn remove(cx: &mut Writing<'_, PrepareCycle>, input: One) -> Result<Done, Rejection> {
    let cycle = cx.write(move |tx| actions::remove(tx, input.id))?;
    Ok(Done::to("/cycles").say(Say::new("appraisal-cycle-removed").with("year", cycle.year)))
}
