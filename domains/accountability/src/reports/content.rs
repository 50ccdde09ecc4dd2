//! What a report says about measures, as of its day. While it is a draft this is read from the records each time; once
//! submitted it is what was read then.

use std::collections::BTreeMap;

use kernel::{Day, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;

use super::record::Report;
use crate::measures::record::{self as measures, Measure, MeasureId};
use crate::measures::rules::{Lamp, Progress, Standing, State};
use crate::plans::record::{self as plans, AspectId, PlanId};

/// Everything a report says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Content {
    pub plan: String,
    /// The body that reports; empty for the whole organ.
    pub body: String,
    pub until: Day,
    pub aspects: Vec<AspectPart>,
    pub practices: String,
    pub problems: String,
    pub next_steps: String,
    pub help: String,
}

/// An aspect with the measures that the report answers for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct AspectPart {
    pub name: String,
    pub measures: Vec<MeasurePart>,
}

/// A measure as it stood on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct MeasurePart {
    pub id: i64,
    /// As `1.3`: place of the aspect and of the measure in it.
    pub number: String,
    pub content: String,
    pub standard: String,
    pub lead: String,
    /// Whether the body that reports only helps with it.
    pub helps: bool,
    pub state: State,
    pub percent: u32,
    pub weight: u32,
    pub due: Option<Day>,
    pub lamp: Lamp,
    pub milestones: Vec<MilestonePart>,
    pub latest: Option<EntryPart>,
}

/// A milestone as it stood on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct MilestonePart {
    pub name: String,
    pub due: Day,
    pub form: String,
    pub done_on: Option<Day>,
}

/// The last entry up to the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct EntryPart {
    pub on: Day,
    pub text: String,
    pub by: String,
}

impl Content {
    /// All measures, in the order of the plan.
    pub fn measures(&self) -> impl Iterator<Item = &MeasurePart> {
        self.aspects.iter().flat_map(|aspect| &aspect.measures)
    }

    /// How many of them have each lamp.
    pub fn lamps(&self) -> Vec<(Lamp, usize)> {
        let of = |lamp: Lamp| (lamp, self.measures().filter(|one| one.lamp == lamp).count());
        Lamp::ALL.map(of).into()
    }

    /// How far they are together; nothing where there is none. Stopped measures do not count.
    pub fn progress(&self) -> Option<Progress> {
        let counted = self.measures().filter(|one| one.state != State::Stopped);
        Progress::of(counted.map(|one| (one.weight, one.percent)))
    }
}

pub(crate) const LATEST: &str = "SELECT e.measure_id, e.percent, e.text, e.org_name, e.entered_on
    FROM measure_entries e JOIN measures m ON m.id = e.measure_id
    WHERE m.plan_id = $1 AND e.id = (SELECT MAX(x.id) FROM measure_entries x
      WHERE x.measure_id = e.measure_id AND x.entered_on <= $2)
    ORDER BY e.measure_id";

/// The state of a measure on a day, by the days on which it was signed for, handed in and accepted.
fn state_on(measure: &Measure, day: Day, has_entries: bool) -> State {
    let by = |moment: Option<Day>| moment.is_some_and(|on| on <= day);
    match measure.state {
        State::Stopped => State::Stopped,
        State::Done if by(measure.done_on) => State::Done,
        State::HandedIn | State::Done if by(measure.handed_in_on) => State::HandedIn,
        _ if has_entries => State::Running,
        _ if by(measure.signed_on) => State::Signed,
        _ => State::Issued,
    }
}

/// Reads what a report says now: six queries, however many measures there are.
///
/// # Errors
/// When the database fails.
pub(crate) fn gather(c: &mut Conn, report: &Report) -> Result<Content, Problem> {
    let (plan, until) = (report.plan, report.until);
    let warning = plans::find(c, plan)?.warning;
    let names: BTreeMap<AspectId, String> =
        plans::aspects(c, plan)?.into_iter().map(|aspect| (aspect.id, aspect.name)).collect();
    let helped: Vec<MeasureId> = measures::helpers_of_plan(c, plan)?
        .into_iter()
        .filter(|(_, org, _)| Some(*org) == report.org)
        .map(|(measure, ..)| measure)
        .collect();
    let mut milestones = milestones(c, plan, until)?;
    let mut latest = latest(c, plan, until)?;
    let mut aspects: Vec<(AspectId, AspectPart)> = Vec::new();
    for one in measures::of_plan(c, plan)?.into_iter().filter(|one| one.state != State::Draft) {
        let leads = report.org.is_none_or(|org| org == one.org);
        if !leads && !helped.contains(&one.id) {
            continue;
        }
        let (milestones, entry) = (milestones.remove(&one.id).unwrap_or_default(), latest.remove(&one.id));
        let state = state_on(&one, until, entry.is_some());
        let percent = match (state, &entry) {
            (State::Done, _) => 100,
            (_, Some((percent, _))) => *percent,
            _ => 0,
        };
        let open = milestones.iter().filter(|one| one.done_on.is_none());
        let next_milestone = open.map(|one| one.due).min();
        let standing = Standing { state, percent, next_milestone, ..one.standing() };
        let part = MeasurePart {
            id: one.id.0,
            number: one.number(),
            helps: !leads,
            state,
            percent,
            weight: one.weight,
            due: one.due,
            lamp: standing.lamp(warning, until),
            milestones,
            latest: entry.map(|(_, entry)| entry),
            content: one.content,
            standard: one.standard,
            lead: one.org_name,
        };
        match aspects.last_mut().filter(|(aspect, _)| *aspect == one.aspect) {
            Some((_, aspect)) => aspect.measures.push(part),
            None => {
                let name = names.get(&one.aspect).cloned().unwrap_or_default();
                aspects.push((one.aspect, AspectPart { name, measures: vec![part] }));
            }
        }
    }
    Ok(Content {
        plan: report.plan_title.clone(),
        body: report.org_name.clone(),
        until,
        aspects: aspects.into_iter().map(|(_, aspect)| aspect).collect(),
        practices: report.practices.clone(),
        problems: report.problems.clone(),
        next_steps: report.next_steps.clone(),
        help: report.help.clone(),
    })
}

/// The last entry on each measure of a plan up to a day, with its percent.
fn latest(c: &mut Conn, plan: PlanId, until: Day) -> Result<BTreeMap<MeasureId, (u32, EntryPart)>, Problem> {
    let all = c.all(LATEST, &[&plan, &until], |row| {
        let entry = EntryPart { text: row.get(2)?, by: row.get(3)?, on: row.get(4)? };
        Ok((row.get(0)?, (row.get(1)?, entry)))
    })?;
    Ok(all.into_iter().collect())
}

/// Milestones of a plan by measure, as they stood on a day.
fn milestones(
    c: &mut Conn,
    plan: PlanId,
    until: Day,
) -> Result<BTreeMap<MeasureId, Vec<MilestonePart>>, Problem> {
    let mut found: BTreeMap<MeasureId, Vec<MilestonePart>> = BTreeMap::new();
    for one in measures::milestones_of_plan(c, plan)? {
        let done_on = one.done_on.filter(|on| *on <= until);
        let part = MilestonePart { name: one.name, due: one.due, form: one.form, done_on };
        found.entry(one.measure).or_default().push(part);
    }
    Ok(found)
}
