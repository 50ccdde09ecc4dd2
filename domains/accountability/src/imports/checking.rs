//! From lines to what would be written: new measures, changed ones, and everything that stands against it.

use std::collections::{BTreeMap, BTreeSet};

use kernel::contracts::OrgBrief;
use kernel::{Day, OrgId, Problem, Say, names};
use office::CellError;
use serde::{Deserialize, Serialize};
use store::Conn;

use super::reading::{Due, Line};
use crate::measures::actions::{Draft, Step};
use crate::measures::record::{self as measures, Measure, MeasureId, Milestone};
use crate::measures::rules::State;
use crate::measures::typed::person_of;
use crate::plans::record::{self as plans, Aspect, Plan};
use crate::sources::Sources;

/// A measure to be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Change {
    pub id: MeasureId,
    /// As 1.3.
    pub number: String,
    /// As it was when the file was looked at; if it is another meanwhile, nothing is written.
    pub before: Draft,
    pub after: Draft,
}

/// What a file would bring.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Batch {
    pub new: Vec<Draft>,
    pub changed: Vec<Change>,
    pub unchanged: usize,
}

/// What is there before.
struct There<'a> {
    plan: &'a Plan,
    aspects: Vec<Aspect>,
    measures: BTreeMap<(u32, u32), Measure>,
    drafts: BTreeMap<MeasureId, Draft>,
    orgs: BTreeMap<String, Option<OrgBrief>>,
}

/// Everything of a plan as it could be corrected.
///
/// # Errors
/// When the database fails.
pub(super) fn drafts(c: &mut Conn, plan: &Plan) -> Result<BTreeMap<MeasureId, Draft>, Problem> {
    let mut helpers: BTreeMap<MeasureId, Vec<(OrgId, String)>> = BTreeMap::new();
    for (id, org, name) in measures::helpers_of_plan(c, plan.id)? {
        helpers.entry(id).or_default().push((org, name));
    }
    let mut milestones: BTreeMap<MeasureId, Vec<Milestone>> = BTreeMap::new();
    for one in measures::milestones_of_plan(c, plan.id)? {
        milestones.entry(one.measure).or_default().push(one);
    }
    let draft = |one: Measure| {
        let steps = milestones.get(&one.id).map(Vec::as_slice).unwrap_or_default();
        (one.id, Draft::of(&one, helpers.remove(&one.id).unwrap_or_default(), steps))
    };
    Ok(measures::of_plan(c, plan.id)?.into_iter().map(draft).collect())
}

/// What the lines would bring to a plan.
///
/// # Errors
/// When the database fails; faults of the lines are the inner error.
pub(super) fn check(
    c: &mut Conn,
    sources: &Sources,
    plan: &Plan,
    lines: &[Line],
) -> Result<Result<Batch, Vec<CellError>>, Problem> {
    let names: BTreeSet<String> = lines
        .iter()
        .flat_map(|line| line.helpers.iter().chain(std::iter::once(&line.org)))
        .filter(|name| !name.is_empty())
        .cloned()
        .collect();
    let names: Vec<String> = names.into_iter().collect();
    let found = sources.directory.by_names(c, &names)?;
    let there = There {
        plan,
        aspects: plans::aspects(c, plan.id)?,
        measures: measures::of_plan(c, plan.id)?
            .into_iter()
            .map(|one| ((one.aspect_place, one.place), one))
            .collect(),
        drafts: drafts(c, plan)?,
        orgs: names.into_iter().zip(found).collect(),
    };
    let (mut batch, mut faults) = (Batch::default(), Vec::new());
    let mut taken: BTreeSet<(u32, u32)> = BTreeSet::new();
    for line in lines {
        let known = line.number.and_then(|number| there.measures.get(&number));
        if let Some(number) = line.number
            && !taken.insert(number)
        {
            faults.push(line.fault("number", "measure-import-twice", "measure-import-fix-twice"));
        }
        let Some(mut draft) = there.draft(line, known, &mut faults) else { continue };
        let before = known.and_then(|one| there.drafts.get(&one.id));
        if before.is_none_or(|before| (before.org, &before.person) != (draft.org, &draft.person)) {
            draft.person_id = person_of(c, sources, draft.org, &draft.person)?;
        }
        match known.and_then(|one| there.drafts.get(&one.id).map(|before| (one, before))) {
            None => batch.new.push(draft),
            Some((_, before)) if *before == draft => batch.unchanged += 1,
            Some((one, before)) => {
                if matches!(one.state, State::Done | State::Stopped) {
                    faults.push(line.fault("content", "measure-settled", "measure-import-fix-settled"));
                }
                batch.changed.push(Change {
                    id: one.id,
                    number: one.number(),
                    before: before.clone(),
                    after: draft,
                });
            }
        }
    }
    Ok(if faults.is_empty() { Ok(batch) } else { Err(faults) })
}

impl There<'_> {
    /// What a line makes of a measure; what is blank in it stays as it is.
    fn draft(&self, line: &Line, known: Option<&Measure>, faults: &mut Vec<CellError>) -> Option<Draft> {
        let before = known.and_then(|one| self.drafts.get(&one.id));
        let count = faults.len();
        let aspect = self.aspect(line, before, faults);
        let lead = self.lead(line, before, faults);
        let starts =
            line.starts.or(before.map(|one| one.starts)).or(Day::new(self.plan.from_year, 1, 1).ok());
        let due = match (line.due, before) {
            (Some(Due::On(day)), _) => Some(day),
            (Some(Due::Standing), _) => None,
            (None, Some(before)) => before.due,
            (None, None) => {
                faults.push(line.fault("due", "office-cell-missing", "measure-import-fix-due"));
                None
            }
        };
        if known.is_some_and(|one| one.state != State::Draft && one.due != due) {
            faults.push(line.fault("due", "measure-due-by-extension", "measure-import-fix-keep-due"));
        }
        let standard = match (line.standard.is_empty(), before) {
            (false, _) => line.standard.clone(),
            (true, Some(before)) => before.standard.clone(),
            (true, None) => {
                faults.push(line.fault("standard", "office-cell-missing", "office-fix-fill"));
                String::new()
            }
        };
        let (aspect, (org, org_name), starts) = (aspect?, lead?, starts?);
        let helpers = self.helpers(line, org, before, faults);
        if due.is_some_and(|due| due < starts) {
            faults.push(line.fault("due", "measure-due-before", "measure-import-fix-period"));
        }
        let milestones = milestones(line, before, (starts, due), faults);
        let same_person = |one: &&Draft| line.person.is_empty() || one.person == line.person;
        let draft = Draft {
            plan: self.plan.id,
            aspect,
            content: line.content.clone(),
            standard,
            org,
            org_name,
            helpers,
            person_id: before.filter(same_person).filter(|one| one.org == org).and_then(|one| one.person_id),
            person: match (line.person.is_empty(), before) {
                (true, Some(before)) => before.person.clone(),
                _ => line.person.clone(),
            },
            starts,
            due,
            weight: line.weight.or(before.map(|one| one.weight)).unwrap_or(1),
            milestones,
        };
        (faults.len() == count).then_some(draft)
    }

    fn aspect(
        &self,
        line: &Line,
        before: Option<&Draft>,
        faults: &mut Vec<CellError>,
    ) -> Option<plans::AspectId> {
        let folded = names::fold(&line.aspect);
        let plain =
            folded.trim_start_matches(|c: char| c.is_ascii_digit() || ".、一二三四五六七八九十".contains(c));
        let named = |one: &&Aspect| {
            let name = names::fold(&one.name);
            name == folded || name == plain || one.place.to_string() == folded
        };
        let found = match (folded.is_empty(), before, line.number) {
            (false, _, _) => self.aspects.iter().find(named).map(|one| one.id),
            (true, Some(before), _) => Some(before.aspect),
            (true, None, Some((place, _))) => {
                self.aspects.iter().find(|one| one.place == place).map(|one| one.id)
            }
            (true, None, None) => None,
        };
        if found.is_none() {
            faults.push(line.fault("aspect", "measure-import-aspect", "measure-import-fix-aspect"));
        }
        found
    }

    fn lead(
        &self,
        line: &Line,
        before: Option<&Draft>,
        faults: &mut Vec<CellError>,
    ) -> Option<(OrgId, String)> {
        if line.org.is_empty() {
            let kept = before.map(|one| (one.org, one.org_name.clone()));
            if kept.is_none() {
                faults.push(line.fault("org", "office-cell-missing", "office-fix-fill"));
            }
            return kept;
        }
        match self.orgs.get(&line.org) {
            Some(Some(org)) => Some((org.id, kept_name(before, org))),
            _ => {
                faults.push(line.fault(
                    "org",
                    Say::new("measure-no-body").with("name", &line.org),
                    "measure-import-fix-body",
                ));
                None
            }
        }
    }

    fn helpers(
        &self,
        line: &Line,
        lead: OrgId,
        before: Option<&Draft>,
        faults: &mut Vec<CellError>,
    ) -> Vec<(OrgId, String)> {
        if line.helpers.is_empty() {
            return before.map(|one| one.helpers.clone()).unwrap_or_default();
        }
        let mut helpers: Vec<(OrgId, String)> = Vec::new();
        for name in &line.helpers {
            match self.orgs.get(name) {
                Some(Some(org)) if org.id == lead => faults.push(line.fault(
                    "helpers",
                    Say::new("measure-helper-leads").with("name", name),
                    "measure-import-fix-body",
                )),
                Some(Some(org)) if helpers.iter().any(|(id, _)| *id == org.id) => {}
                Some(Some(org)) => helpers.push((org.id, org.name.clone())),
                _ => faults.push(line.fault(
                    "helpers",
                    Say::new("measure-no-body").with("name", name),
                    "measure-import-fix-body",
                )),
            }
        }
        helpers.sort_by_key(|(id, _)| *id);
        helpers
    }
}

/// The name under which the lead body stands in the measure already, if it is the same body.
fn kept_name(before: Option<&Draft>, org: &OrgBrief) -> String {
    before.filter(|one| one.org == org.id).map_or_else(|| org.name.clone(), |one| one.org_name.clone())
}

/// Milestones of a line; one of the same name is that one with another day.
fn milestones(
    line: &Line,
    before: Option<&Draft>,
    (starts, due): (Day, Option<Day>),
    faults: &mut Vec<CellError>,
) -> Vec<Step> {
    let known = before.map(|one| one.milestones.as_slice()).unwrap_or_default();
    if line.milestones.is_empty() {
        return known.to_vec();
    }
    let mut steps: Vec<Step> = Vec::new();
    for (day, name, form) in &line.milestones {
        if *day < starts || due.is_some_and(|due| *day > due) {
            faults.push(line.fault("milestones", "measure-step-outside", "measure-import-fix-period"));
        }
        let unused = |one: &&Step| one.name == *name && steps.iter().all(|taken| taken.id != one.id);
        let id = known.iter().find(unused).and_then(|one| one.id);
        steps.push(Step { id, name: name.clone(), due: *day, form: form.clone() });
    }
    steps.sort_by_key(|one| (one.due, one.id));
    steps
}
