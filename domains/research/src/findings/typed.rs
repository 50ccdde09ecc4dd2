//! What is typed into the forms on the page of a finding.

use kernel::{Day, Problem, Say};
use schemars::JsonSchema;
use serde::Deserialize;
use store::Conn;
use web::form::{Fields, reason};

use super::actions::{Closing, Handing};
use super::rules::Conclusion;
use crate::bodies::{self, Roster};

/// Characters of measures and of what is written about progress.
const LONG: usize = 3_000;

/// What was typed into one of the forms of the page.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Typed {
    /// Number of the finding; from the address.
    pub id: i64,
    /// Name of the organisation that is to act.
    pub org: String,
    /// Name of a body outside the organ that is to act.
    pub outside: String,
    /// By when.
    pub due: String,
    /// When the visitor will look again.
    pub return_due: String,
    /// What the responsible body will do.
    pub measures: String,
    /// What it writes about its progress, or about the result.
    pub text: String,
    /// Why a finding goes back.
    pub reason: String,
    /// `solved`, `partly`, `continuing` or `not_adopted`.
    pub conclusion: String,
    /// Why, unless it is solved.
    pub conclusion_reason: String,
    /// When the visitor came back.
    pub on: String,
    /// What was seen on coming back.
    pub saw: String,
    /// Number of the finding that is kept.
    pub into: String,
}

impl Typed {
    /// Who is to act by when.
    pub fn handing(&self, c: &mut Conn, roster: &Roster, today: Day) -> Result<Handing, Problem> {
        let mut fields = Fields::default();
        let (org, outside) = (fields.text("org", &self.org, 100), fields.text("outside", &self.outside, 100));
        let found = match org.is_empty() {
            true => Vec::new(),
            false => bodies::found(c, roster, &mut fields, "org", std::slice::from_ref(&org))?,
        };
        match (org.is_empty(), outside.is_empty()) {
            (true, true) => fields.wrong("org", "finding-responsible-missing"),
            (false, false) => fields.wrong("outside", "finding-responsible-twice"),
            _ => {}
        }
        let due = fields.day("due", &self.due);
        if due.is_some_and(|due| due < today) {
            fields.wrong("due", "finding-due-past");
        }
        let return_due = fields.optional_day("return_due", &self.return_due);
        if let (Some(due), Some(back)) = (due, return_due)
            && back < due
        {
            fields.wrong("return_due", "finding-return-early");
        }
        let org = found.into_iter().next();
        let name = org.as_ref().map_or(outside, |org| org.name.clone());
        fields.done(Handing { org, name, due: due.unwrap_or(today), return_due })
    }

    /// What the responsible body will do.
    pub fn measures(&self) -> Result<String, Problem> {
        let mut fields = Fields::default();
        let measures = fields.required("measures", &self.measures, LONG);
        fields.done(measures)
    }

    /// What it writes.
    pub fn text(&self) -> Result<String, Problem> {
        let mut fields = Fields::default();
        let text = fields.required("text", &self.text, LONG);
        fields.done(text)
    }

    /// Why it goes back.
    pub fn reason(&self) -> Result<String, Problem> {
        reason("reason", &self.reason)
    }

    /// What the visitor concludes.
    pub fn closing(&self) -> Result<Closing, Problem> {
        let mut fields = Fields::default();
        let conclusion = fields.choice("conclusion", Conclusion::of(&self.conclusion));
        let needs = conclusion.is_some_and(Conclusion::needs_reason);
        let reason = match needs {
            true => fields.required("conclusion_reason", &self.conclusion_reason, 500),
            false => fields.text("conclusion_reason", &self.conclusion_reason, 500),
        };
        let return_due = fields.optional_day("return_due", &self.return_due);
        fields.done(Closing { conclusion: conclusion.unwrap_or(Conclusion::Solved), reason, return_due })
    }

    /// Why a closed finding is opened again, and until when it is to be done.
    pub fn reopening(&self, today: Day) -> Result<(String, Day), Problem> {
        let mut fields = Fields::default();
        let reason = fields.required("reason", &self.reason, 500);
        let due = fields.day("due", &self.due).unwrap_or(today);
        if due < today {
            fields.wrong("due", "finding-due-past");
        }
        fields.done((reason, due))
    }

    /// When the visitor came back, and what they saw.
    pub fn revisit(&self, today: Day) -> Result<(Day, String), Problem> {
        let mut fields = Fields::default();
        let on = fields.day("on", &self.on).unwrap_or(today);
        if on > today {
            fields.wrong("on", "research-not-later");
        }
        let saw = fields.required("saw", &self.saw, 1_000);
        fields.done((on, saw))
    }

    /// The finding that is kept.
    pub fn kept(&self) -> Result<super::record::FindingId, Problem> {
        let number = kernel::names::fold(&self.into);
        let number = number.trim_start_matches('#').parse().map(super::record::FindingId);
        number.map_err(|_| Problem::field("into", Say::new("finding-merge-number")))
    }
}
