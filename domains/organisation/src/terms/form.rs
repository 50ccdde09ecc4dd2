//! The form on which an election is recorded.

use askama::Template;
use kernel::{Day, FieldError, OrgId, Problem, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Election};
use super::record as terms;
use super::rules;
use crate::fields::{Faults, Fields, errors_of};
use crate::organisations::record::{self, Organisation};
use crate::parameters;
use crate::policy::RecordElections;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: i64,
}

/// An election as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct ElectionForm {
    /// Number of the organisation; from the address.
    id: i64,
    /// `2015-12-02`
    on: String,
    ordinal: String,
    due_voters: String,
    present_voters: String,
    document: String,
    note: String,
}

impl ElectionForm {
    fn check(&self, today: Day) -> Result<Election, Problem> {
        let mut fields = Fields::new();
        let on = fields.required_date("on", &self.on, today);
        let day = on.filter(|on| on.precision == crate::Precision::Day).map(|on| on.day);
        if on.is_some() && day.is_none() {
            fields.wrong("on", "field-day");
        }
        let due_voters = fields.number("due_voters", &self.due_voters, 1_000_000);
        let election = Election {
            org: OrgId(self.id),
            on: day.unwrap_or(today),
            ordinal: fields.number("ordinal", &self.ordinal, 999),
            due_voters,
            present_voters: fields.number(
                "present_voters",
                &self.present_voters,
                due_voters.unwrap_or(1_000_000),
            ),
            document: fields.text("document", &self.document, 60),
            note: fields.text("note", &self.note, 500),
        };
        fields.done(election)
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "terms/form.html")]
pub(super) struct ElectionFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: ElectionForm,
    organisation: OrgId,
    name: String,
    /// Years of the term that begins.
    years: i64,
}

impl ElectionFormPage {
    fn lead(&self) -> String {
        self.words.f("election-record-lead", [("name", self.name.clone()), ("years", self.years.to_string())])
    }
}

impl Page for ElectionFormPage {
    fn title(&self) -> String {
        self.words.t("election-record")
    }
}

fn page(
    words: Words,
    form: ElectionForm,
    org: Organisation,
    years: i64,
    errors: &[FieldError],
) -> ElectionFormPage {
    let faults = Faults::of(errors, &words);
    ElectionFormPage { faults, form, organisation: org.id, name: org.name, years, words }
}

pub(super) fn new(cx: &mut Reading<'_, RecordElections>, input: One) -> Result<ElectionFormPage, Problem> {
    let org = record::find_within(cx.db, OrgId(input.id), cx.permit.reach())?;
    let years = rules::years(org.kind, &parameters::read(cx.db)?).unwrap_or(0);
    let next = terms::of(cx.db, org.id)?.last().map_or(1, |last| last.ordinal + 1);
    let form = ElectionForm { id: input.id, ordinal: next.to_string(), ..ElectionForm::default() };
    Ok(page(cx.words(), form, org, years, &[]))
}

pub(super) fn record(cx: &mut Writing<'_, RecordElections>, form: ElectionForm) -> Result<Done, Rejection> {
    let (id, reach) = (OrgId(form.id), cx.permit.reach().clone());
    let (org, years) = cx.read(move |c| {
        let org = record::find_within(c, id, &reach)?;
        let years = rules::years(org.kind, &parameters::read(c)?).unwrap_or(0);
        Ok((org, years))
    })?;
    let recorded = form
        .check(cx.today())
        .and_then(|election| cx.write(move |tx| actions::record_election(tx, &election, None)));
    match recorded {
        Ok(term) => {
            let say = Say::new("election-was-recorded").with("name", &org.name).with("n", term.ordinal);
            Ok(Done::to(format!("/organisations/{id}")).say(say).view(&term).created())
        }
        Err(problem) => {
            let errors = errors_of(problem, "on")?;
            Err(Rejection::form(page(cx.words(), form, org, years, &errors), errors))
        }
    }
}
