//! Who has handed in a self-assessment.

use askama::Template;
use kernel::{Cell, OrgId, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Either, Page, Reading, Redirect, Words};

use super::record::{self, State};
use super::rules::applying;
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::evidence::record as evidence;
use crate::participants::{self, Participant};
use crate::people::People;
use crate::policy::{PrepareCycle, ReadPreparation, ReadSelfAssessments};
use crate::schemes;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ListInput {
    id: CycleId,
    #[serde(default)]
    category: String,
    /// `none`, `draft`, `submitted` or `returned`; empty for all.
    #[serde(default)]
    state: String,
    /// Part of a name.
    #[serde(default)]
    q: String,
}

/// One participant.
#[derive(Serialize, JsonSchema)]
struct Line {
    org: OrgId,
    href: String,
    name: String,
    category: String,
    state: Option<State>,
    state_name: String,
    tone: &'static str,
    /// Indicators about which something is said, of those that are asked.
    filled: usize,
    asked: usize,
    files: usize,
    /// The claims that are points, added up.
    claimed: String,
    submitted: String,
    submitted_by: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "self_assessments/list.html")]
pub(super) struct SelfAssessmentList {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    lines: Vec<Line>,
    /// How many are in each state: name, number and code.
    counts: Vec<(String, usize, &'static str)>,
    /// How many take part.
    all: usize,
    due: String,
    overdue: bool,
    #[serde(skip)]
    categories: Vec<(String, String)>,
    #[serde(skip)]
    states: Vec<(String, String)>,
    category: String,
    state: String,
    q: String,
    #[serde(skip)]
    may_prepare: bool,
}

impl SelfAssessmentList {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }

    /// The page of the year.
    fn above(&self) -> String {
        self.at(if self.may_prepare { "/progress" } else { "" })
    }

    /// The list of those in one state.
    fn only(&self, state: &str) -> String {
        self.at(&format!("/self-assessments?state={state}"))
    }

    /// What is shown, as a workbook.
    fn export(&self) -> String {
        let escape = |text: &String| askama::filters::urlencode_strict(text).map(|text| text.to_string());
        let filters = [("category", &self.category), ("state", &self.state), ("q", &self.q)];
        let pairs: Vec<String> = filters
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .filter_map(|(name, value)| Some(format!("&{name}={}", escape(value).ok()?)))
            .collect();
        self.at(&format!("/self-assessments?format=xlsx{}", pairs.concat()))
    }
}

impl Page for SelfAssessmentList {
    fn title(&self) -> String {
        self.words.f("self-list-title", [("year", self.cycle.year.to_string())])
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "appraisal-category",
            "appraisal-organisation",
            "appraisal-state",
            "self-filled",
            "self-asked",
            "evidence",
            "self-claimed",
            "self-submitted-at",
        ];
        let count = |n: usize| Cell::Int(i64::try_from(n).unwrap_or_default());
        let row = |line: &Line| {
            vec![
                Cell::text(&line.category),
                Cell::text(&line.name),
                Cell::text(&line.state_name),
                count(line.filled),
                count(line.asked),
                count(line.files),
                Cell::text(&line.claimed),
                Cell::text(&line.submitted),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.lines.iter().map(row).collect(),
        })
    }
}

/// Codes of the states by which the list is filtered.
fn code(state: Option<State>) -> &'static str {
    state.map_or("none", State::code)
}

const STATES: [Option<State>; 4] = [Some(State::Submitted), Some(State::Returned), Some(State::Draft), None];

/// The list; whoever reaches one organisation only goes straight to it.
pub(super) fn list(
    cx: &mut Reading<'_, ReadSelfAssessments>,
    input: ListInput,
) -> Result<Either<SelfAssessmentList, Redirect>, Problem> {
    let cycle = cycles::find(cx.db, input.id, true)?;
    if cycle.opened.is_none() && !cycle.state.is_public() && !cx.can::<ReadPreparation>() {
        return Err(Problem::Missing);
    }
    let mut people =
        if cycle.opened.is_some() { participants::of_cycle(cx.db, cycle.id)? } else { Vec::new() };
    people.retain(|one| record::reaches(cx.permit.reach(), one));
    if let ([one], false) = (people.as_slice(), cx.permit.reach().all) {
        let own = format!("/cycles/{}/self-assessments/{}", cycle.id, one.org);
        return Ok(Either::Other(Redirect::to(own)));
    }
    let (words, today) = (cx.words(), cx.today());
    let lines = lines(cx.db, &cycle, &people, &words)?;
    let count = |state: Option<State>| {
        let n = lines.iter().filter(|line| line.state == state).count();
        (words.t(State::look(state).0), n, code(state))
    };
    let mut categories = vec![(String::new(), words.t("kit-all"))];
    for one in &people {
        if categories.iter().all(|(known, _)| *known != one.category) {
            categories.push((one.category.clone(), one.category.clone()));
        }
    }
    let mut states = vec![(String::new(), words.t("kit-all"))];
    states.extend(STATES.into_iter().map(|state| (code(state).to_owned(), words.t(State::look(state).0))));
    let due = cycle.due.self_assessment;
    let open = cycle.state == cycles::State::SelfAssessment;
    Ok(Either::One(SelfAssessmentList {
        counts: STATES.into_iter().map(count).collect(),
        all: lines.len(),
        due: due.map(|day| words.day(day)).unwrap_or_default(),
        overdue: open && due.is_some_and(|day| day < today),
        lines: lines.into_iter().filter(|line| shown(line, &input)).collect(),
        categories,
        states,
        category: input.category,
        state: input.state,
        q: input.q,
        may_prepare: cx.can::<PrepareCycle>(),
        cycle,
        words,
    }))
}

fn shown(line: &Line, input: &ListInput) -> bool {
    (input.category.is_empty() || input.category == line.category)
        && (input.state.is_empty() || input.state == code(line.state))
        && line.name.contains(input.q.trim())
}

fn lines(
    c: &mut store::Conn,
    cycle: &Cycle,
    people: &[Participant],
    words: &Words,
) -> Result<Vec<Line>, Problem> {
    let scheme = schemes::record::rules(c, cycle.scheme)?;
    let own = record::of_cycle(c, cycle.id)?;
    let filled = record::filled(c, cycle.id)?;
    let files = evidence::counts(c, cycle.id)?;
    let names = People::read(c)?;
    let line = |one: &Participant| {
        let asked: Vec<_> = applying(&scheme, &one.category).collect();
        let said: Vec<_> = filled.get(&one.id).into_iter().flatten().collect();
        let said = || said.iter().filter(|(code, _)| asked.iter().any(|(known, _)| known.code == *code));
        let points: i64 = said().filter_map(|(_, points)| points.map(|points| points.thousandths())).sum();
        let any = said().any(|(_, points)| points.is_some());
        let own = own.get(&one.id);
        let state = own.map(|own| own.state);
        let (key, tone) = State::look(state);
        let submitted = own.and_then(|own| own.submitted.as_ref());
        Line {
            org: one.org,
            href: format!("/cycles/{}/self-assessments/{}", cycle.id, one.org),
            name: one.name.clone(),
            category: one.category.clone(),
            state,
            state_name: words.t(key),
            tone,
            filled: said().count(),
            asked: asked.len(),
            files: files.get(&one.id).copied().unwrap_or_default(),
            claimed: if any { scoring::Score::from_thousandths(points).to_string() } else { String::new() },
            submitted: submitted.map(|(at, _)| words.moment(*at)).unwrap_or_default(),
            submitted_by: submitted.map(|(_, by)| names.known(by)).unwrap_or_default(),
        }
    };
    Ok(people.iter().map(line).collect())
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

/// No year is under way.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "self_assessments/nothing.html")]
pub(super) struct NothingYet {
    #[serde(skip)]
    words: Words,
}

impl Page for NothingYet {
    fn title(&self) -> String {
        self.words.t("self-assessments")
    }
}

/// On to the year under way, or the last one that was.
pub(super) fn latest(
    cx: &mut Reading<'_, ReadSelfAssessments>,
    _: Nothing,
) -> Result<Either<NothingYet, Redirect>, Problem> {
    let latest = cycles::all(cx.db, true)?.into_iter().find(|cycle| cycle.opened.is_some());
    Ok(match latest {
        Some(cycle) => Either::Other(Redirect::to(format!("/cycles/{}/self-assessments", cycle.id))),
        None => Either::One(NothingYet { words: cx.words() }),
    })
}
