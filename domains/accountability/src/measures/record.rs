//! A measure with its milestones, entries and extensions.

use kernel::{Day, OrgId, PersonId, Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::sea_query::{Expr, ExprTrait, JoinType, Order, Query};
use store::{Conn, Row};

use super::rules::{Progress, Standing, State};
use crate::coded::coded;
use crate::plans::record::{AspectId, PlanId};

kernel::id_type!(
    /// Number of a measure.
    MeasureId
);
store::id_columns!(MeasureId);
kernel::id_type!(
    /// Number of a milestone.
    MilestoneId
);
store::id_columns!(MilestoneId);
kernel::id_type!(
    /// Number of an entry on progress.
    EntryId
);
store::id_columns!(EntryId);
kernel::id_type!(
    /// Number of an extension.
    ExtensionId
);
store::id_columns!(ExtensionId);

/// Something to be done under a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Measure {
    pub id: MeasureId,
    pub plan: PlanId,
    pub aspect: AspectId,
    /// Place of its aspect in the plan, from 1.
    pub aspect_place: u32,
    /// Its place in the aspect, from 1.
    pub place: u32,
    pub content: String,
    /// When it counts as done.
    pub standard: String,
    /// The one body that leads it.
    pub org: OrgId,
    pub org_name: String,
    pub person_id: Option<PersonId>,
    /// Who is responsible there.
    pub person: String,
    pub starts: Day,
    /// Its last day; standing measures have none.
    pub due: Option<Day>,
    pub weight: u32,
    pub state: State,
    /// Hundredths that are done.
    pub percent: u32,
    /// What was told about it last.
    pub latest: String,
    pub milestones: u32,
    pub milestones_done: u32,
    /// Day of the earliest milestone that is not done.
    pub next_milestone: Option<Day>,
    pub signed_on: Option<Day>,
    /// The day on which it was last handed in.
    pub handed_in_on: Option<Day>,
    #[serde(skip)]
    pub handed_in_by: String,
    /// The day on which it was accepted.
    pub done_on: Option<Day>,
    /// Why it was sent back or stopped.
    pub reason: String,
}

impl Measure {
    /// Its number in the plan, as 1.3.
    pub fn number(&self) -> String {
        format!("{}.{}", self.aspect_place, self.place)
    }

    /// What its lamp is derived from.
    pub fn standing(&self) -> Standing {
        Standing {
            state: self.state,
            starts: self.starts,
            due: self.due,
            next_milestone: self.next_milestone,
            percent: self.percent,
            handed_in_on: self.handed_in_on,
        }
    }
}

/// A step on the way to a measure's end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Milestone {
    pub id: MilestoneId,
    pub measure: MeasureId,
    pub name: String,
    pub due: Day,
    /// In which form its result comes, as 印发文件.
    pub form: String,
    pub done_on: Option<Day>,
}

/// What was told about a measure on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Entry {
    pub id: EntryId,
    pub measure: MeasureId,
    pub percent: u32,
    pub text: String,
    /// The body that told it.
    pub org_name: String,
    /// Number of its first file among those of the measure, and how many it brought.
    pub first_file: usize,
    pub files: usize,
    pub entered_on: Day,
    #[serde(skip)]
    pub entered_by: String,
}

coded!(
    /// What became of an extension.
    Answer {
        /// It waits for the office.
        Asked = "asked",
        /// The measure is due later.
        Granted = "granted",
        /// It stays due when it was.
        Refused = "refused",
    }
);

/// A later day that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Extension {
    pub id: ExtensionId,
    pub measure: MeasureId,
    pub old_due: Day,
    pub new_due: Day,
    pub reason: String,
    pub state: Answer,
    pub asked_on: Day,
    #[serde(skip)]
    pub asked_by: String,
    pub decided_on: Option<Day>,
    /// What the office says to it.
    pub answer: String,
}

/// Statement that reads measures: `$where` chooses them.
macro_rules! measures {
    ($rest:literal) => {
        concat!(
            "SELECT m.id, m.plan_id, m.aspect_id, a.place, m.place, m.content, m.standard, m.org_id, m.org_name,
            m.person_id, m.person, m.starts, m.due, m.weight, m.state, m.percent, m.latest, m.milestones,
            m.milestones_done, m.next_milestone, m.signed_on, m.handed_in_on, m.handed_in_by,
            m.done_on, m.reason
            FROM measures m JOIN plan_aspects a ON a.id = m.aspect_id ",
            $rest
        )
    };
}

pub(crate) const FIND: &str = measures!("WHERE m.id = $1");
pub(crate) const OF_PLAN: &str = measures!("WHERE m.plan_id = $1 ORDER BY a.place, m.place");
pub(crate) const OF_ALL_PLANS: &str = measures!("ORDER BY m.plan_id, a.place, m.place");
pub(crate) const HELPERS_OF_ALL_PLANS: &str =
    "SELECT measure_id, org_id, org_name FROM measure_helpers ORDER BY measure_id, org_id";
pub(crate) const OPEN: &str = measures!(
    "JOIN plans p ON p.id = m.plan_id WHERE p.state = 'in_force'
    AND m.state IN ('issued', 'signed', 'running', 'handed_in') ORDER BY m.plan_id, a.place, m.place"
);
pub(crate) const DUE_FROM: &str = measures!(
    "JOIN plans p ON p.id = m.plan_id WHERE p.state <> 'draft' AND m.state NOT IN ('draft', 'stopped')
    AND m.due >= $1 ORDER BY m.due, m.id"
);
pub(crate) const STEPS_IN: &str = "SELECT s.id, s.measure_id, s.name, s.due, s.form, s.done_on
    FROM measure_milestones s JOIN measures m ON m.id = s.measure_id
    WHERE m.state IN ('issued', 'signed', 'running', 'handed_in', 'done') AND s.due >= $1 AND s.due <= $2
    ORDER BY s.due, s.id";
pub(crate) const ASKED: &str =
    "SELECT id, measure_id, old_due, new_due, reason, state, asked_on, asked_by, decided_on, answer
    FROM measure_extensions WHERE state = 'asked' ORDER BY id";
pub(crate) const GRANTED_AFTER: &str =
    "SELECT id, measure_id, old_due, new_due, reason, state, asked_on, asked_by, decided_on, answer
    FROM measure_extensions WHERE state = 'granted' AND decided_on > $1 ORDER BY id";
pub(crate) const HELPERS: &str =
    "SELECT measure_id, org_id, org_name FROM measure_helpers WHERE measure_id = $1 ORDER BY org_id";
pub(crate) const HELPERS_OF_PLAN: &str =
    "SELECT h.measure_id, h.org_id, h.org_name FROM measure_helpers h JOIN measures m ON m.id = h.measure_id
    WHERE m.plan_id = $1 ORDER BY h.measure_id, h.org_id";
pub(crate) const MILESTONES: &str = "SELECT id, measure_id, name, due, form, done_on FROM measure_milestones
    WHERE measure_id = $1 ORDER BY due, id";
pub(crate) const MILESTONES_OF_PLAN: &str =
    "SELECT s.id, s.measure_id, s.name, s.due, s.form, s.done_on FROM measure_milestones s
    JOIN measures m ON m.id = s.measure_id WHERE m.plan_id = $1 ORDER BY s.measure_id, s.due, s.id";
pub(crate) const ENTRIES: &str =
    "SELECT id, measure_id, percent, text, org_name, first_file, files, entered_on, entered_by FROM measure_entries
    WHERE measure_id = $1 ORDER BY id DESC LIMIT 100";
pub(crate) const EXTENSIONS: &str =
    "SELECT id, measure_id, old_due, new_due, reason, state, asked_on, asked_by, decided_on, answer
    FROM measure_extensions
    WHERE measure_id = $1 ORDER BY id DESC";

/// The same columns, for built queries.
const COLUMNS: [(&str, &str); 25] = [
    ("m", "id"),
    ("m", "plan_id"),
    ("m", "aspect_id"),
    ("a", "place"),
    ("m", "place"),
    ("m", "content"),
    ("m", "standard"),
    ("m", "org_id"),
    ("m", "org_name"),
    ("m", "person_id"),
    ("m", "person"),
    ("m", "starts"),
    ("m", "due"),
    ("m", "weight"),
    ("m", "state"),
    ("m", "percent"),
    ("m", "latest"),
    ("m", "milestones"),
    ("m", "milestones_done"),
    ("m", "next_milestone"),
    ("m", "signed_on"),
    ("m", "handed_in_on"),
    ("m", "handed_in_by"),
    ("m", "done_on"),
    ("m", "reason"),
];

/// Reads the columns of [`COLUMNS`].
pub(crate) fn measure(row: &Row<'_>) -> Result<Measure, store::Error> {
    Ok(Measure {
        id: row.get(0)?,
        plan: row.get(1)?,
        aspect: row.get(2)?,
        aspect_place: row.get(3)?,
        place: row.get(4)?,
        content: row.get(5)?,
        standard: row.get(6)?,
        org: row.get(7)?,
        org_name: row.get(8)?,
        person_id: row.get(9)?,
        person: row.get(10)?,
        starts: row.get(11)?,
        due: row.get(12)?,
        weight: row.get(13)?,
        state: row.get(14)?,
        percent: row.get(15)?,
        latest: row.get(16)?,
        milestones: row.get(17)?,
        milestones_done: row.get(18)?,
        next_milestone: row.get(19)?,
        signed_on: row.get(20)?,
        handed_in_on: row.get(21)?,
        handed_in_by: row.get(22)?,
        done_on: row.get(23)?,
        reason: row.get(24)?,
    })
}

fn milestone(row: &Row<'_>) -> Result<Milestone, store::Error> {
    Ok(Milestone {
        id: row.get(0)?,
        measure: row.get(1)?,
        name: row.get(2)?,
        due: row.get(3)?,
        form: row.get(4)?,
        done_on: row.get(5)?,
    })
}

/// The record that links, attachments and the audit trail speak of.
pub(crate) fn reference(id: MeasureId) -> RecordRef {
    RecordRef::new("measure", id.0)
}

/// One measure.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: MeasureId) -> Result<Measure, Problem> {
    c.maybe(FIND, &[&id], measure)?.ok_or(Problem::Missing)
}

/// All measures of a plan in its order.
pub(crate) fn of_plan(c: &mut Conn, plan: PlanId) -> Result<Vec<Measure>, Problem> {
    Ok(c.all(OF_PLAN, &[&plan], measure)?)
}

/// All measures of all plans, in the order of each.
pub(crate) fn of_all_plans(c: &mut Conn) -> Result<Vec<Measure>, Problem> {
    Ok(c.all(OF_ALL_PLANS, &[], measure)?)
}

/// How far measures are together; stopped ones do not count.
pub(crate) fn progress(measures: &[Measure]) -> Option<Progress> {
    Progress::of(
        measures.iter().filter(|one| one.state != State::Stopped).map(|one| (one.weight, one.percent)),
    )
}

/// Everything that is under way in plans in force.
pub(crate) fn open(c: &mut Conn) -> Result<Vec<Measure>, Problem> {
    Ok(c.all(OPEN, &[], measure)?)
}

/// What was handed out and is due on a day or later; stopped measures left out.
pub(crate) fn due_from(c: &mut Conn, from: Day) -> Result<Vec<Measure>, Problem> {
    Ok(c.all(DUE_FROM, &[&from], measure)?)
}

/// Milestones from a day to another, of measures that were handed out and not stopped.
pub(crate) fn steps_in(c: &mut Conn, from: Day, until: Day) -> Result<Vec<Milestone>, Problem> {
    Ok(c.all(STEPS_IN, &[&from, &until], milestone)?)
}

/// Those of the measures, with any condition on `m`; for lists of numbers and searches.
pub(crate) fn chosen(c: &mut Conn, which: Expr, most: u64) -> Result<Vec<Measure>, Problem> {
    let mut query = Query::select();
    query
        .columns(COLUMNS)
        .from_as("measures", "m")
        .join_as(JoinType::InnerJoin, "plan_aspects", "a", Expr::col(("a", "id")).equals(("m", "aspect_id")))
        .and_where(which)
        .order_by(("m", "id"), Order::Desc)
        .limit(most);
    Ok(c.select(&query, measure)?)
}

/// Who helps with these measures.
pub(crate) fn helpers_of(c: &mut Conn, of: &[Measure]) -> Result<Vec<(MeasureId, OrgId, String)>, Problem> {
    let mut query = Query::select();
    query
        .columns(["measure_id", "org_id", "org_name"])
        .from("measure_helpers")
        .and_where(Expr::col("measure_id").is_in(of.iter().map(|one| one.id.0)));
    if of.is_empty() { Ok(Vec::new()) } else { Ok(c.select(&query, helper)?) }
}

/// The bodies that help with a measure.
pub(crate) fn helpers(c: &mut Conn, id: MeasureId) -> Result<Vec<(OrgId, String)>, Problem> {
    Ok(c.all(HELPERS, &[&id], |row| Ok((row.get(1)?, row.get(2)?)))?)
}

fn helper(row: &Row<'_>) -> Result<(MeasureId, OrgId, String), store::Error> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

/// The bodies that help, of all measures of all plans.
pub(crate) fn helpers_of_all_plans(c: &mut Conn) -> Result<Vec<(MeasureId, OrgId, String)>, Problem> {
    Ok(c.all(HELPERS_OF_ALL_PLANS, &[], helper)?)
}

/// The bodies that help, of all measures of a plan.
pub(crate) fn helpers_of_plan(
    c: &mut Conn,
    plan: PlanId,
) -> Result<Vec<(MeasureId, OrgId, String)>, Problem> {
    Ok(c.all(HELPERS_OF_PLAN, &[&plan], helper)?)
}

/// Milestones of a measure by their days.
pub(crate) fn milestones(c: &mut Conn, id: MeasureId) -> Result<Vec<Milestone>, Problem> {
    Ok(c.all(MILESTONES, &[&id], milestone)?)
}

/// Milestones of all measures of a plan, by measure and day.
pub(crate) fn milestones_of_plan(c: &mut Conn, plan: PlanId) -> Result<Vec<Milestone>, Problem> {
    Ok(c.all(MILESTONES_OF_PLAN, &[&plan], milestone)?)
}

/// The last hundred entries on a measure, the newest first.
pub(crate) fn entries(c: &mut Conn, id: MeasureId) -> Result<Vec<Entry>, Problem> {
    Ok(c.all(ENTRIES, &[&id], |row| {
        Ok(Entry {
            id: row.get(0)?,
            measure: row.get(1)?,
            percent: row.get(2)?,
            text: row.get(3)?,
            org_name: row.get(4)?,
            first_file: usize::try_from(row.get::<i64>(5)?).unwrap_or_default(),
            files: usize::try_from(row.get::<i64>(6)?).unwrap_or_default(),
            entered_on: row.get(7)?,
            entered_by: row.get(8)?,
        })
    })?)
}

fn extension(row: &Row<'_>) -> Result<Extension, store::Error> {
    Ok(Extension {
        id: row.get(0)?,
        measure: row.get(1)?,
        old_due: row.get(2)?,
        new_due: row.get(3)?,
        reason: row.get(4)?,
        state: row.get(5)?,
        asked_on: row.get(6)?,
        asked_by: row.get(7)?,
        decided_on: row.get(8)?,
        answer: row.get(9)?,
    })
}

/// Extensions of a measure, the newest first.
pub(crate) fn extensions(c: &mut Conn, id: MeasureId) -> Result<Vec<Extension>, Problem> {
    Ok(c.all(EXTENSIONS, &[&id], extension)?)
}

/// Extensions that wait for the office, the oldest first.
pub(crate) fn asked(c: &mut Conn) -> Result<Vec<Extension>, Problem> {
    Ok(c.all(ASKED, &[], extension)?)
}

/// Extensions granted after a day, in the order in which they were asked for.
pub(crate) fn granted_after(c: &mut Conn, day: Day) -> Result<Vec<Extension>, Problem> {
    Ok(c.all(GRANTED_AFTER, &[&day], extension)?)
}
