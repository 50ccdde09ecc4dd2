//! What a report says about measures, as of its day. While it is a draft this is read from the records each time; once
//! submitted it is what was read then.

use std::collections::BTreeMap;

use kernel::{Day, OrgId, Problem};
use schemars::JsonSchema;
use scoring::Ratio;
use serde::{Deserialize, Serialize};
use store::Conn;

use super::lamps::{Lamp, Standing, lamp};
use super::record::Report;

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
    pub state: String,
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

    /// Σ(weight × percent) / Σ weight; nothing where there is no measure. Stopped measures do not count.
    pub fn progress(&self) -> Option<Ratio> {
        let counted = || self.measures().filter(|one| one.state != "stopped");
        let points: i64 = counted().map(|one| i64::from(one.weight) * i64::from(one.percent)).sum();
        let weights: i64 = counted().map(|one| i64::from(one.weight)).sum();
        Ratio::new(points.into(), weights.into())
    }
}

pub(crate) const SETTINGS: &str = "SELECT near_days, tolerance FROM plans WHERE id = $1";
pub(crate) const MEASURES: &str = "SELECT m.id, a.place, m.place, a.name, m.content, m.standard, m.org_id,
    m.org_name, m.starts, m.due, m.weight, m.state, m.signed_on, m.handed_in_on, m.done_on
    FROM measures m JOIN plan_aspects a ON a.id = m.aspect_id
    WHERE m.plan_id = $1 AND m.state <> 'draft' ORDER BY a.place, m.place, m.id";
pub(crate) const HELPERS: &str =
    "SELECT h.measure_id FROM measure_helpers h JOIN measures m ON m.id = h.measure_id
    WHERE m.plan_id = $1 AND h.org_id = $2 ORDER BY h.measure_id";
pub(crate) const MILESTONES: &str = "SELECT s.measure_id, s.name, s.due, s.form, s.done_on
    FROM measure_milestones s JOIN measures m ON m.id = s.measure_id
    WHERE m.plan_id = $1 ORDER BY s.measure_id, s.due, s.id";
pub(crate) const LATEST: &str = "SELECT e.measure_id, e.percent, e.text, e.org_name, e.entered_on
    FROM measure_entries e JOIN measures m ON m.id = e.measure_id
    WHERE m.plan_id = $1 AND e.id = (SELECT MAX(x.id) FROM measure_entries x
      WHERE x.measure_id = e.measure_id AND x.entered_on <= $2)
    ORDER BY e.measure_id";

/// A measure as it stands in its tables.
struct Stored {
    id: i64,
    aspect_place: i64,
    place: i64,
    aspect: String,
    content: String,
    standard: String,
    org: OrgId,
    lead: String,
    starts: Day,
    due: Option<Day>,
    weight: u32,
    state: String,
    signed: Option<Day>,
    handed_in: Option<Day>,
    done: Option<Day>,
}

impl Stored {
    /// Its state on a day, by the days on which it was signed for, handed in and accepted.
    fn state_on(&self, day: Day, has_entries: bool) -> &'static str {
        let by = |moment: Option<Day>| moment.is_some_and(|on| on <= day);
        let finished = self.state == "done";
        match self.state.as_str() {
            "stopped" => "stopped",
            _ if finished && by(self.done) => "done",
            "handed_in" | "done" if by(self.handed_in) => "handed_in",
            _ if has_entries => "running",
            _ if by(self.signed) => "signed",
            _ => "issued",
        }
    }
}

/// Reads what a report says now: four queries, however many measures there are.
///
/// # Errors
/// When the database fails.
pub(crate) fn gather(c: &mut Conn, report: &Report) -> Result<Content, Problem> {
    let (plan, until) = (report.plan, report.until);
    let (near, tolerance): (u32, u32) = c.one(SETTINGS, &[&plan], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let stored = c.all(MEASURES, &[&plan], |row| {
        Ok(Stored {
            id: row.get(0)?,
            aspect_place: row.get(1)?,
            place: row.get(2)?,
            aspect: row.get(3)?,
            content: row.get(4)?,
            standard: row.get(5)?,
            org: row.get(6)?,
            lead: row.get(7)?,
            starts: row.get(8)?,
            due: row.get(9)?,
            weight: row.get(10)?,
            state: row.get(11)?,
            signed: row.get(12)?,
            handed_in: row.get(13)?,
            done: row.get(14)?,
        })
    })?;
    let helped: Vec<i64> = match report.org {
        Some(org) => c.all(HELPERS, &[&plan, &org], |row| row.get(0))?,
        None => Vec::new(),
    };
    let mut milestones = milestones(c, plan, until)?;
    let mut latest: BTreeMap<i64, (u32, EntryPart)> = c
        .all(LATEST, &[&plan, &until], |row| {
            let entry = EntryPart { text: row.get(2)?, by: row.get(3)?, on: row.get(4)? };
            Ok((row.get(0)?, (row.get(1)?, entry)))
        })?
        .into_iter()
        .collect();
    let mut aspects: Vec<AspectPart> = Vec::new();
    for one in stored {
        let leads = report.org.is_none_or(|org| org == one.org);
        if !leads && !helped.contains(&one.id) {
            continue;
        }
        let entry = latest.remove(&one.id);
        let state = one.state_on(until, entry.is_some());
        let percent = match (state, &entry) {
            ("done", _) => 100,
            (_, Some((percent, _))) => *percent,
            _ => 0,
        };
        let milestones = milestones.remove(&one.id).unwrap_or_default();
        let standing = Standing {
            over: matches!(state, "done" | "stopped"),
            starts: one.starts,
            due: one.due,
            percent,
            open: milestones.iter().filter(|one| one.done_on.is_none()).map(|one| one.due).collect(),
        };
        let part = MeasurePart {
            id: one.id,
            number: format!("{}.{}", one.aspect_place, one.place),
            content: one.content,
            standard: one.standard,
            lead: one.lead,
            helps: !leads,
            state: state.to_owned(),
            percent,
            weight: one.weight,
            due: one.due,
            lamp: lamp(&standing, until, near, tolerance),
            milestones,
            latest: entry.map(|(_, entry)| entry),
        };
        match aspects.last_mut().filter(|aspect| aspect.name == one.aspect) {
            Some(aspect) => aspect.measures.push(part),
            None => aspects.push(AspectPart { name: one.aspect, measures: vec![part] }),
        }
    }
    Ok(Content {
        plan: report.plan_title.clone(),
        body: report.org_name.clone(),
        until,
        aspects,
        practices: report.practices.clone(),
        problems: report.problems.clone(),
        next_steps: report.next_steps.clone(),
        help: report.help.clone(),
    })
}

/// Milestones of a plan by measure, as they stood on a day.
fn milestones(c: &mut Conn, plan: i64, until: Day) -> Result<BTreeMap<i64, Vec<MilestonePart>>, Problem> {
    let mut found: BTreeMap<i64, Vec<MilestonePart>> = BTreeMap::new();
    let all = c.all(MILESTONES, &[&plan], |row| {
        let done_on: Option<Day> = row.get(4)?;
        let done_on = done_on.filter(|on| *on <= until);
        Ok((row.get(0)?, MilestonePart { name: row.get(1)?, due: row.get(2)?, form: row.get(3)?, done_on }))
    })?;
    for (measure, milestone) in all {
        found.entry(measure).or_default().push(milestone);
    }
    Ok(found)
}
