//! From what was typed about a measure to what it is to be.

use kernel::contracts::OrgBrief;
use kernel::{Day, OrgId, PersonId, Problem, Say, names};
use schemars::JsonSchema;
use serde::Deserialize;
use store::Conn;
use web::form::Fields;

use super::actions::{Draft, Step};
use super::record::{Measure, Milestone, MilestoneId};
use super::sheet::BAR;
use crate::plans::record::{AspectId, PlanId};
use crate::sources::Sources;

/// Bodies that may help with one measure.
const HELPERS: usize = 20;
/// Characters of a content or a standard.
pub(crate) const TEXT: usize = 500;

/// A measure as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct MeasureForm {
    /// Number of the measure; from the address, 0 for a new one.
    pub id: i64,
    /// Number of the plan.
    pub plan: String,
    /// The record it grows out of, as `finding:12`.
    pub from: String,
    /// Number of the aspect.
    pub aspect: String,
    pub content: String,
    pub standard: String,
    /// Name of the body that leads.
    pub org: String,
    /// Names of those that help, parted by 、 or on lines.
    pub helpers: String,
    pub person: String,
    pub starts: String,
    /// Empty for a standing measure.
    pub due: String,
    /// `yes` when it is standing (长期).
    pub standing: String,
    pub weight: String,
    /// Numbers of the milestones, 0 for new ones; the lists below go with it.
    pub step: Vec<String>,
    pub step_due: Vec<String>,
    pub step_name: Vec<String>,
    pub step_form: Vec<String>,
}

impl MeasureForm {
    pub fn of(measure: &Measure, helpers: &[(OrgId, String)], milestones: &[Milestone]) -> Self {
        let helpers: Vec<&str> = helpers.iter().map(|(_, name)| name.as_str()).collect();
        Self {
            id: measure.id.0,
            plan: measure.plan.to_string(),
            from: String::new(),
            aspect: measure.aspect.to_string(),
            content: measure.content.clone(),
            standard: measure.standard.clone(),
            org: measure.org_name.clone(),
            helpers: helpers.join("、"),
            person: measure.person.clone(),
            starts: measure.starts.to_string(),
            due: measure.due.map(|due| due.to_string()).unwrap_or_default(),
            standing: if measure.due.is_none() { "yes".into() } else { String::new() },
            weight: measure.weight.to_string(),
            step: milestones.iter().map(|one| one.id.to_string()).collect(),
            step_due: milestones.iter().map(|one| one.due.to_string()).collect(),
            step_name: milestones.iter().map(|one| one.name.clone()).collect(),
            step_form: milestones.iter().map(|one| one.form.clone()).collect(),
        }
    }

    /// One of the lists of the milestones, at a place.
    pub fn at(list: &[String], place: usize) -> &str {
        list.get(place).map(String::as_str).unwrap_or_default()
    }

    /// What it is to be.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with everything that is wrong.
    pub fn check(
        &self,
        c: &mut Conn,
        sources: &Sources,
        plan: PlanId,
        aspects: &[AspectId],
    ) -> Result<Draft, Problem> {
        let mut fields = Fields::default();
        let aspect = self.aspect.trim().parse().ok().map(AspectId).filter(|one| aspects.contains(one));
        let aspect = fields.choice("aspect", aspect);
        let content = fields.required("content", &self.content, TEXT);
        let standard = fields.required("standard", &self.standard, TEXT);
        let starts = fields.day("starts", &self.starts);
        let due = match self.standing.as_str() {
            "yes" => None,
            _ => fields.day("due", &self.due),
        };
        if let (Some(starts), Some(due)) = (starts, due)
            && due < starts
        {
            fields.wrong("due", "measure-due-before");
        }
        let weight = fields.number("weight", &self.weight, 1, 1000);
        let person = fields.text("person", &self.person, 60);
        let milestones = self.steps(&mut fields, starts, due);
        let lead = lead(c, sources, &mut fields, &self.org)?;
        let helpers = helpers(c, sources, &mut fields, &self.helpers, lead.as_ref())?;
        let person_id = match &lead {
            Some(lead) => person_of(c, sources, lead.id, &person)?,
            None => None,
        };
        let (Some(aspect), Some(starts), Some(lead)) = (aspect, starts, lead) else {
            return Err(fields.done(()).err().unwrap_or(Problem::Missing));
        };
        fields.done(Draft {
            plan,
            aspect,
            content,
            standard,
            org: lead.id,
            org_name: lead.name,
            helpers,
            person_id,
            person,
            starts,
            due,
            weight,
            milestones,
        })
    }

    fn steps(&self, fields: &mut Fields, starts: Option<Day>, due: Option<Day>) -> Vec<Step> {
        let mut steps = Vec::new();
        for place in 0..self.step_name.len() {
            let (name, day) = (Self::at(&self.step_name, place), Self::at(&self.step_due, place));
            let form = Self::at(&self.step_form, place);
            if [name, day, form].iter().all(|typed| names::fold(typed).is_empty()) {
                continue;
            }
            let field = |what: &str| format!("step_{what}-{place}");
            let name = fields.required(&field("name"), name, 100);
            let form = fields.text(&field("form"), form, 60);
            if name.contains(BAR) || form.contains(BAR) {
                fields.wrong(&field("name"), "measure-step-bar");
            }
            let Some(day) = fields.day(&field("due"), day) else { continue };
            if starts.is_some_and(|starts| day < starts) || due.is_some_and(|due| day > due) {
                fields.wrong(&field("due"), "measure-step-outside");
            }
            let id = Self::at(&self.step, place).trim().parse().ok().filter(|id| *id > 0).map(MilestoneId);
            steps.push(Step { id, name, due: day, form });
        }
        steps
    }
}

fn lead(
    c: &mut Conn,
    sources: &Sources,
    fields: &mut Fields,
    typed: &str,
) -> Result<Option<OrgBrief>, Problem> {
    let name = fields.required("org", typed, 100);
    if name.is_empty() {
        return Ok(None);
    }
    let found = sources.named(c, &name)?;
    if found.is_none() {
        fields.wrong("org", Say::new("measure-no-body").with("name", name));
    }
    Ok(found)
}

/// Names as they are typed in one field.
pub(crate) fn parted(typed: &str) -> Vec<String> {
    let names = typed.split(['、', ',', '，', ';', '；', '\n']).map(str::trim);
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn helpers(
    c: &mut Conn,
    sources: &Sources,
    fields: &mut Fields,
    typed: &str,
    lead: Option<&OrgBrief>,
) -> Result<Vec<(OrgId, String)>, Problem> {
    let names = parted(typed);
    if names.len() > HELPERS {
        fields.wrong("helpers", Say::new("measure-helpers-many").with("n", HELPERS));
    }
    let found = sources.directory.by_names(c, &names)?;
    let mut helpers: Vec<(OrgId, String)> = Vec::new();
    for (name, org) in names.iter().zip(found) {
        match org {
            None => fields.wrong("helpers", Say::new("measure-no-body").with("name", name)),
            Some(org) if lead.is_some_and(|lead| lead.id == org.id) => {
                fields.wrong("helpers", Say::new("measure-helper-leads").with("name", org.name));
            }
            Some(org) if helpers.iter().any(|(id, _)| *id == org.id) => {}
            Some(org) => helpers.push((org.id, org.name)),
        }
    }
    Ok(helpers)
}

/// The one person of that name on the roster of a body.
pub(crate) fn person_of(
    c: &mut Conn,
    sources: &Sources,
    org: OrgId,
    name: &str,
) -> Result<Option<PersonId>, Problem> {
    if name.is_empty() {
        return Ok(None);
    }
    let folded = names::fold(name);
    let people = sources.directory.people_of(c, org)?.into_iter().map(|(person, _)| person);
    let same: Vec<PersonId> =
        people.filter(|person| names::fold(&person.name) == folded).map(|person| person.id).collect();
    match same.as_slice() {
        [only] => Ok(Some(*only)),
        _ => Ok(None),
    }
}
