//! Opening a cycle: who takes part, by when what is wanted. From then on scheme, participants and electorate are frozen.

use std::collections::BTreeMap;

use askama::Template;
use kernel::contracts::OrgBrief;
use kernel::{Day, FieldError, OrgId, Problem, Say};
use schemars::JsonSchema;
use scoring::{Method, Scheme};
use serde::{Deserialize, Serialize};
use store::{Conn, Tx};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{move_to, reference};
use super::record::{self, Cycle, CycleId, Due, State};
use crate::participants;
use crate::policy::PrepareCycle;
use crate::schemes;

pub(crate) const OPEN: &str =
    "UPDATE appraisal_cycles SET opened_at = $2, self_due = $3, review_due = $4, mass_due = $5
    WHERE id = $1";
pub(crate) const ADD_ELECTORATE: &str =
    "INSERT INTO appraisal_electorates (participant_id, voters, due) VALUES ($1, $2, $3)";

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: CycleId,
}

/// What was typed when opening.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct OpeningForm {
    id: i64,
    /// Organisations that take part.
    #[serde(default)]
    org: Vec<OrgId>,
    #[serde(default)]
    self_due: String,
    #[serde(default)]
    review_due: String,
    #[serde(default)]
    mass_due: String,
}

/// An organisation that may take part.
#[derive(Serialize, JsonSchema)]
struct Candidate {
    org: OrgId,
    name: String,
    category: String,
    members: i64,
    chosen: bool,
    /// The scheme does not know its category.
    unknown: bool,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "cycles/opening.html")]
pub(super) struct OpeningPage {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    candidates: Vec<Candidate>,
    /// Categories of the scheme with how many stand in each.
    categories: Vec<(String, usize)>,
    self_due: String,
    review_due: String,
    mass_due: String,
    errors: Vec<(String, String)>,
}

impl OpeningPage {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }

    fn year(&self) -> String {
        self.words.f("appraisal-year-of", [("year", self.cycle.year.to_string())])
    }

    fn error(&self, field: &str) -> String {
        let said = self.errors.iter().filter(|(name, _)| name == field).map(|(_, text)| text.as_str());
        said.collect::<Vec<_>>().join("; ")
    }
}

impl Page for OpeningPage {
    fn title(&self) -> String {
        self.words.f("appraisal-open-title", [("year", self.cycle.year.to_string())])
    }
}

/// Who stood directly under the committee, the scheme's categories first.
fn expected(
    c: &mut Conn,
    directory: &std::sync::Arc<dyn kernel::contracts::Directory<Conn>>,
    cycle: &Cycle,
    scheme: &Scheme,
    today: Day,
) -> Result<Vec<(OrgBrief, Option<String>)>, Problem> {
    let on = crate::submissions::rules::day_of(cycle.year, today);
    let mut all: Vec<(OrgBrief, Option<String>)> = directory
        .appraised_on(c, on)?
        .into_iter()
        .map(|org| {
            let category = org.category.as_deref().and_then(|word| scheme.category(word));
            let category = category.map(|category| category.name.clone());
            (org, category)
        })
        .collect();
    let place = |name: &Option<String>| {
        scheme.categories.iter().position(|one| Some(&one.name) == name.as_ref()).unwrap_or(usize::MAX)
    };
    all.sort_by_key(|(_, category)| place(category));
    Ok(all)
}

fn page(
    words: Words,
    cycle: Cycle,
    scheme: &Scheme,
    all: &[(OrgBrief, Option<String>)],
    form: Option<&OpeningForm>,
    errors: &[FieldError],
) -> OpeningPage {
    let candidate = |(org, category): &(OrgBrief, Option<String>)| Candidate {
        org: org.id,
        name: org.name.clone(),
        category: category.clone().or_else(|| org.category.clone()).unwrap_or_default(),
        members: org.members,
        chosen: category.is_some() && form.is_none_or(|form| form.org.contains(&org.id)),
        unknown: category.is_none(),
    };
    let count = |name: &String| all.iter().filter(|(_, category)| category.as_ref() == Some(name)).count();
    let typed = |of: fn(&OpeningForm) -> &String| form.map(|form| of(form).clone()).unwrap_or_default();
    OpeningPage {
        candidates: all.iter().map(candidate).collect(),
        categories: scheme.categories.iter().map(|one| (one.name.clone(), count(&one.name))).collect(),
        self_due: typed(|form| &form.self_due),
        review_due: typed(|form| &form.review_due),
        mass_due: typed(|form| &form.mass_due),
        errors: errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect(),
        cycle,
        words,
    }
}

pub(super) fn form(cx: &mut Reading<'_, PrepareCycle>, input: One) -> Result<OpeningPage, Problem> {
    let directory =
        cx.site().directory().ok_or_else(|| Problem::unexpected("nobody knows the organisations"))?;
    let cycle = record::find(cx.db, input.id, true)?;
    let scheme = schemes::record::rules(cx.db, cycle.scheme)?;
    let today = cx.today();
    let all = expected(cx.db, &directory, &cycle, &scheme, today)?;
    let mut page = page(cx.words(), cycle, &scheme, &all, None, &[]);
    let due = |days| today.plus_days(days).to_string();
    (page.self_due, page.review_due, page.mass_due) = (due(21), due(35), due(42));
    Ok(page)
}

pub(super) fn open(cx: &mut Writing<'_, PrepareCycle>, input: OpeningForm) -> Result<Done, Rejection> {
    let directory =
        cx.site().directory().ok_or_else(|| Problem::unexpected("nobody knows the organisations"))?;
    let (id, today) = (CycleId(input.id), cx.today());
    let (cycle, scheme, all) = cx.read(move |c| {
        let cycle = record::find(c, id, true)?;
        let scheme = schemes::record::rules(c, cycle.scheme)?;
        let all = expected(c, &directory, &cycle, &scheme, today)?;
        Ok((cycle, scheme, all))
    })?;
    let mut errors = Vec::new();
    let mut day = |field: &str, text: &str| match text.trim() {
        "" => None,
        text => Day::parse(text).map_or_else(
            |_| {
                errors.push(FieldError { field: field.into(), say: Say::new("appraisal-day-wrong") });
                None
            },
            Some,
        ),
    };
    let due = Due {
        self_assessment: day("self_due", &input.self_due),
        review: day("review_due", &input.review_due),
        mass_evaluation: day("mass_due", &input.mass_due),
    };
    let chosen: Vec<(OrgBrief, String)> = all
        .iter()
        .filter(|(org, _)| input.org.contains(&org.id))
        .filter_map(|(org, category)| Some((org.clone(), category.clone()?)))
        .collect();
    if chosen.is_empty() {
        errors.push(FieldError { field: "org".into(), say: Say::new("appraisal-open-nobody") });
    }
    if !errors.is_empty() {
        let page = page(cx.words(), cycle, &scheme, &all, Some(&input), &errors);
        return Err(Rejection::form(page, errors));
    }
    let n = chosen.len();
    let year = cycle.year;
    cx.write(move |tx| open_with(tx, id, &scheme, &chosen, due))?;
    let say = Say::new("appraisal-was-opened").with("year", year).with("n", n);
    Ok(Done::to(format!("/cycles/{id}/progress")).say(say))
}

/// Opens a draft with these participants.
///
/// # Errors
/// [`Problem::Refused`] when the cycle is no draft any more.
pub(crate) fn open_with(
    tx: &mut Tx,
    id: CycleId,
    scheme: &Scheme,
    chosen: &[(OrgBrief, String)],
    due: Due,
) -> Result<(), Problem> {
    let cycle = record::find(tx, id, true)?;
    if cycle.state != State::Draft {
        return Err(Problem::refused(Say::new("appraisal-open-not-draft").with("year", cycle.year)));
    }
    let groups = voter_groups(scheme);
    for (org, category) in chosen {
        let participant = participants::add(tx, id, org, category)?;
        // Party members are known by the roster; how many others may vote, the office says.
        for (position, group) in groups.iter().enumerate() {
            let due = if position == 0 { org.members } else { 0 };
            tx.run(ADD_ELECTORATE, &[&participant, group, &due])?;
        }
    }
    let now = tx.now();
    tx.run(OPEN, &[&id, &now, &due.self_assessment, &due.review, &due.mass_evaluation])?;
    let mut categories: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, category) in chosen {
        *categories.entry(category).or_default() += 1;
    }
    let opened = serde_json::json!({ "scheme": cycle.scheme, "participants": categories, "due": due });
    tx.note(&reference(id), None::<&()>, Some(&opened))?;
    tx.emit("appraisal.opened", &reference(id), &serde_json::json!({ "year": cycle.year }))?;
    move_to(tx, &cycle, State::SelfAssessment)
}

/// Codes of the voter groups of all ballots of a scheme, each once, in their order.
pub(crate) fn voter_groups(scheme: &Scheme) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for indicator in &scheme.indicators {
        let Method::Ballots(ballots) = &indicator.method else { continue };
        for group in &ballots.groups {
            if !codes.contains(&group.code) {
                codes.push(group.code.clone());
            }
        }
    }
    codes
}
