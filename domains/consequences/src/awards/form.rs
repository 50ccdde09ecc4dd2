//! Setting up and correcting an award by form.

use askama::Template;
use kernel::contracts::CycleBrief;
use kernel::{FieldError, Problem, names};
use schemars::JsonSchema;
use scoring::WholePlaces;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::actions::{self, Draft};
use super::record::{self, Award, AwardId};
use super::rules::{Conditions, Entitlement, GradeEntitlement, Places, State, Subject};
use crate::fields::{Faults, Fields, Figures, errors_of};
use crate::nominations::record as nominations;
use crate::policy::DecideAwards;
use crate::sources::Sources;

/// More places than any award has.
const MOST: u32 = 9_999;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: AwardId,
}

/// Which cycle, before a form is filled in.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Opened {
    #[serde(default, deserialize_with = "blank_is_none")]
    cycle: Option<i64>,
}

/// An award as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct AwardForm {
    /// Number of the award to be corrected; from the address.
    id: i64,
    /// Number of the published cycle whose grades count.
    #[serde(deserialize_with = "blank_is_none")]
    cycle: Option<i64>,
    name: String,
    /// `organisation` or `person`.
    subject: String,
    /// What each grade means, best first: `eligible`, `exception` or `barred`.
    entitlement: Vec<String>,
    /// `share`, `number` or `grade`.
    by: String,
    percent: String,
    /// `floor`, `half_up` or `ceiling`.
    rounding: String,
    /// Places of each category, in the order of the results.
    category_places: Vec<String>,
    /// Places of each grade, best first.
    grade_places: Vec<String>,
    /// Last day for nominations.
    due: String,
}

const ROUNDINGS: [(&str, WholePlaces); 3] =
    [("floor", WholePlaces::Floor), ("half_up", WholePlaces::HalfUp), ("ceiling", WholePlaces::Ceiling)];

/// Code of a rounding rule.
pub(super) fn rounding_code(rule: WholePlaces) -> &'static str {
    ROUNDINGS.iter().find(|(_, known)| *known == rule).map_or("", |(code, _)| code)
}

fn at(typed: &[String], place: usize) -> &str {
    typed.get(place).map(String::as_str).unwrap_or_default()
}

impl AwardForm {
    /// What the form of a new award begins with: organisations of the best grade, a share of each category.
    fn begin(cycle: &CycleBrief) -> Self {
        let last = cycle.grades.len().saturating_sub(1);
        let usual = |place: usize| match place {
            0 => Entitlement::Eligible,
            place if place < last => Entitlement::ByException,
            _ => Entitlement::Barred,
        };
        Self {
            cycle: Some(cycle.id),
            subject: Subject::Organisation.code().into(),
            entitlement: (0..cycle.grades.len()).map(|place| usual(place).code().to_owned()).collect(),
            by: "share".into(),
            percent: "30".into(),
            rounding: "floor".into(),
            ..Self::default()
        }
    }

    fn of(award: &Award, cycle: &CycleBrief) -> Self {
        let places = |of: &[(String, u32)], name: &String| {
            of.iter().find(|(known, _)| known == name).map(|(_, n)| n.to_string()).unwrap_or_default()
        };
        let mut form = Self {
            id: award.id.0,
            cycle: Some(award.cycle),
            name: award.name.clone(),
            subject: award.subject.code().into(),
            entitlement: cycle
                .grades
                .iter()
                .map(|(code, _)| award.conditions.entitlement(code).code().to_owned())
                .collect(),
            rounding: "floor".into(),
            due: award.due.map(|day| day.to_string()).unwrap_or_default(),
            ..Self::default()
        };
        match &award.conditions.places {
            Places::Share { percent, rounding } => {
                form.by = "share".into();
                form.percent = percent.to_string();
                form.rounding = rounding_code(*rounding).into();
            }
            Places::Number { of } => {
                form.by = "number".into();
                form.category_places = cycle.categories.iter().map(|name| places(of, name)).collect();
            }
            Places::Grade { of } => {
                form.by = "grade".into();
                form.grade_places = cycle.grades.iter().map(|(code, _)| places(of, code)).collect();
            }
        }
        form
    }

    fn check(&self, cycle: &CycleBrief) -> Result<Draft, Problem> {
        let mut fields = Fields::default();
        let name = fields.required("name", &self.name, 40);
        let subject = fields.choice("subject", Subject::of(&self.subject)).unwrap_or(Subject::Organisation);
        let mut grades = Vec::with_capacity(cycle.grades.len());
        for (place, (code, name)) in cycle.grades.iter().enumerate() {
            let field = format!("entitlement-{code}");
            let entitlement = fields.choice(&field, Entitlement::of(at(&self.entitlement, place)));
            let entitlement = entitlement.unwrap_or(Entitlement::Barred);
            grades.push(GradeEntitlement { code: code.clone(), name: name.clone(), entitlement });
        }
        if fields.faults() == 0 && grades.iter().all(|one| one.entitlement != Entitlement::Eligible) {
            fields.wrong("subject", "award-nobody-eligible");
        }
        let places = self.places(&mut fields, cycle);
        let due = match names::fold(&self.due).is_empty() {
            true => None,
            false => fields.day("due", &self.due),
        };
        fields.done(Draft { name, subject, conditions: Conditions { grades, places }, due })
    }

    fn places(&self, fields: &mut Fields, cycle: &CycleBrief) -> Places {
        let number = |fields: &mut Fields, field: &str, typed: &str| match names::fold(typed).is_empty() {
            true => 0,
            false => fields.number(field, typed, 0, MOST),
        };
        match self.by.as_str() {
            "number" => {
                let mut of = Vec::with_capacity(cycle.categories.len());
                for (place, name) in cycle.categories.iter().enumerate() {
                    let field = format!("category-{place}");
                    of.push((name.clone(), number(fields, &field, at(&self.category_places, place))));
                }
                Places::Number { of }
            }
            "grade" => {
                let mut of = Vec::with_capacity(cycle.grades.len());
                for (place, (code, _)) in cycle.grades.iter().enumerate() {
                    let field = format!("grade-{code}");
                    of.push((code.clone(), number(fields, &field, at(&self.grade_places, place))));
                }
                Places::Grade { of }
            }
            _ => {
                fields.choice("by", (self.by == "share").then_some(()));
                let rounding = ROUNDINGS.iter().find(|(code, _)| *code == self.rounding);
                Places::Share {
                    percent: fields.decimal("percent", &self.percent, 100),
                    rounding: fields
                        .choice("rounding", rounding)
                        .map_or(WholePlaces::Floor, |(_, rule)| *rule),
                }
            }
        }
    }
}

/// A choice or number for one grade or category: field, label, value.
type Row = (String, String, String);

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "awards/form.html")]
pub(super) struct AwardFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: AwardForm,
    #[serde(skip)]
    cycles: Vec<(i64, String)>,
    #[serde(skip)]
    entitlements: Vec<Row>,
    #[serde(skip)]
    category_places: Vec<Row>,
    #[serde(skip)]
    grade_places: Vec<Row>,
    year: Option<i16>,
    /// Somebody is nominated: only the last day can be corrected.
    settled: bool,
}

impl AwardFormPage {
    fn action(&self) -> String {
        if self.form.id == 0 { "/awards".into() } else { format!("/awards/{}", self.form.id) }
    }

    fn cycle(&self) -> String {
        self.form.cycle.map(|cycle| cycle.to_string()).unwrap_or_default()
    }

    fn subjects(&self) -> Vec<(String, String)> {
        let one = |subject: Subject| {
            (subject.code().to_owned(), self.words.t(&format!("award-subject-{}", subject.code())))
        };
        vec![one(Subject::Organisation), one(Subject::Person)]
    }

    fn entitlement_choices(&self) -> Vec<(String, String)> {
        let one = |one: &Entitlement| {
            (one.code().to_owned(), self.words.t(&format!("award-entitlement-{}", one.code())))
        };
        Entitlement::ALL.iter().map(one).collect()
    }

    fn chosen(&self, code: &str, value: &str) -> bool {
        code == value
    }

    fn ways(&self) -> Vec<(String, String)> {
        ["share", "number", "grade"].map(|by| (by.to_owned(), self.words.t(&format!("award-by-{by}")))).into()
    }

    fn roundings(&self) -> Vec<(String, String)> {
        let one = |code: &str| {
            (code.to_owned(), self.words.t(&format!("award-rounding-{}", code.replace('_', "-"))))
        };
        ROUNDINGS.iter().map(|(code, _)| one(code)).collect()
    }
}

impl Page for AwardFormPage {
    fn title(&self) -> String {
        self.words.t(if self.form.id == 0 { "award-new" } else { "award-edit" })
    }
}

fn page(
    c: &mut Conn,
    sources: &Sources,
    words: Words,
    form: AwardForm,
    errors: &[FieldError],
) -> Result<AwardFormPage, Problem> {
    let published = sources.results.published(c)?;
    let cycle = published.iter().find(|cycle| Some(cycle.id) == form.cycle);
    let named = |year: i16| words.f("award-cycle", [("year", year.to_string())]);
    let settled = form.id != 0 && !nominations::of_award(c, AwardId(form.id))?.is_empty();
    let mut page = AwardFormPage {
        faults: Faults::of(errors, &words),
        cycles: published.iter().map(|cycle| (cycle.id, named(cycle.year))).collect(),
        entitlements: Vec::new(),
        category_places: Vec::new(),
        grade_places: Vec::new(),
        year: cycle.map(|cycle| cycle.year),
        settled,
        form,
        words,
    };
    let Some(cycle) = cycle else { return Ok(page) };
    let by_grade = |kind: &str, typed: &[String]| -> Vec<Row> {
        let row = |(place, (code, name)): (usize, &(String, String))| {
            (format!("{kind}-{code}"), name.clone(), at(typed, place).to_owned())
        };
        cycle.grades.iter().enumerate().map(row).collect()
    };
    page.entitlements = by_grade("entitlement", &page.form.entitlement);
    page.grade_places = by_grade("grade", &page.form.grade_places);
    let row = |(place, name): (usize, &String)| {
        (format!("category-{place}"), name.clone(), at(&page.form.category_places, place).to_owned())
    };
    page.category_places = cycle.categories.iter().enumerate().map(row).collect();
    Ok(page)
}

pub(super) fn new(cx: &mut Reading<'_, DecideAwards>, opened: Opened) -> Result<AwardFormPage, Problem> {
    let (words, sources) = (cx.words(), Sources::of(cx.site())?);
    let published = sources.results.published(cx.db)?;
    let chosen = match opened.cycle {
        Some(id) => Some(published.iter().find(|cycle| cycle.id == id).ok_or(Problem::Missing)?),
        None => published.first(),
    };
    let form = chosen.map(AwardForm::begin).unwrap_or_default();
    page(cx.db, &sources, words, form, &[])
}

pub(super) fn edit(cx: &mut Reading<'_, DecideAwards>, one: One) -> Result<AwardFormPage, Problem> {
    let (words, sources) = (cx.words(), Sources::of(cx.site())?);
    let award = record::find(cx.db, one.id)?;
    if award.state != State::Nominating {
        return Err(Problem::refused("award-not-nominating"));
    }
    let cycle = sources.cycle(cx.db, award.cycle)?;
    page(cx.db, &sources, words, AwardForm::of(&award, &cycle), &[])
}

pub(super) fn create(cx: &mut Writing<'_, DecideAwards>, form: AwardForm) -> Result<Done, Rejection> {
    let sources = Sources::of(cx.site())?;
    let form = AwardForm { id: 0, ..form };
    let asking = sources.clone();
    let chosen = form.cycle.ok_or_else(|| Problem::field("cycle", "field-choice"));
    let made = chosen
        .and_then(|cycle| cx.read(move |c| asking.cycle(c, cycle)))
        .and_then(|cycle| Ok((form.check(&cycle)?, cycle)))
        .and_then(|(draft, cycle)| cx.write(move |tx| actions::create(tx, &cycle, &draft)));
    match made {
        Ok(id) => Ok(Done::to(format!("/awards/{id}"))
            .say("award-was-created")
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(problem) => refuse(cx, sources, form, problem),
    }
}

pub(super) fn correct(cx: &mut Writing<'_, DecideAwards>, form: AwardForm) -> Result<Done, Rejection> {
    let sources = Sources::of(cx.site())?;
    let (asking, id) = (sources.clone(), AwardId(form.id));
    let (award, cycle, settled) = cx.read(move |c| {
        let award = record::find(c, id)?;
        let cycle = asking.cycle(c, award.cycle)?;
        Ok((award, cycle, !nominations::of_award(c, id)?.is_empty()))
    })?;
    // What can no longer be corrected is not asked for.
    let form = match settled {
        true => AwardForm { due: form.due, ..AwardForm::of(&award, &cycle) },
        false => AwardForm { cycle: Some(award.cycle), ..form },
    };
    let corrected = form.check(&cycle).and_then(|draft| cx.write(move |tx| actions::correct(tx, id, &draft)));
    match corrected {
        Ok(after) => Ok(Done::to(format!("/awards/{id}")).say("award-was-corrected").view(&after)),
        Err(problem) => refuse(cx, sources, form, problem),
    }
}

fn refuse(
    cx: &Writing<'_, DecideAwards>,
    sources: Sources,
    form: AwardForm,
    problem: Problem,
) -> Result<Done, Rejection> {
    let errors = errors_of(problem, "name")?;
    let (words, shown) = (cx.words(), errors.clone());
    let page = cx.read(move |c| page(c, &sources, words, form, &shown))?;
    Err(Rejection::form(page, errors))
}
