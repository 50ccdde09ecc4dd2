//! Seeing an identity number whole: an act of its own, with a reason, in the audit trail. After the reason is given the
//! number stays in sight for five minutes, for that reader alone.

use askama::Template;
use kernel::{FieldError, PersonId, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::{actions, record};
use crate::IdentityKey;
use crate::fields::{Faults, Fields, errors_of};
use crate::policy::RevealIdentity;

/// Seconds for which a number stays in sight.
const IN_SIGHT: i64 = 300;

const REVEALED: &str = "SELECT 1 FROM identity_reveals WHERE person_id = $1 AND actor = $2 AND at >= $3";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] = &[REVEALED];

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: i64,
}

/// Why the number is needed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct RevealForm {
    id: i64,
    #[serde(default)]
    reason: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "persons/identity.html")]
pub(super) struct IdentityPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    reason: String,
    person: PersonId,
    name: String,
    masked: String,
    /// The whole number; `None` until a reason is given.
    number: Option<String>,
}

impl Page for IdentityPage {
    fn title(&self) -> String {
        self.words.t("person-reveal")
    }
}

pub(super) fn show(
    cx: &mut Reading<'_, RevealIdentity>,
    input: One,
    key: &IdentityKey,
) -> Result<IdentityPage, Problem> {
    let person = record::find_within(cx.db, PersonId(input.id), cx.permit.reach())?;
    let actor = serde_json::to_string(cx.permit.actor()).map_err(Problem::unexpected)?;
    let since = cx.now().plus(-IN_SIGHT);
    let number = if cx.db.exists(REVEALED, &[&person.id, &actor, &since])? {
        open(cx.db, person.id, key)?
    } else {
        None
    };
    Ok(IdentityPage {
        words: cx.words(),
        faults: Faults::default(),
        reason: String::new(),
        person: person.id,
        name: person.name,
        masked: person.identity,
        number,
    })
}

fn open(c: &mut Conn, id: PersonId, key: &IdentityKey) -> Result<Option<String>, Problem> {
    let kept = record::kept(c, id)?;
    kept.cipher.map(|cipher| key.open(&cipher, &kept.index)).transpose()
}

pub(super) fn reveal(cx: &mut Writing<'_, RevealIdentity>, form: RevealForm) -> Result<Done, Rejection> {
    let (id, reach) = (PersonId(form.id), cx.permit.reach().clone());
    let person = cx.read(move |c| record::find_within(c, id, &reach))?;
    let checked = reason(&form).and_then(|reason| cx.write(move |tx| actions::reveal(tx, id, &reason)));
    match checked {
        Ok(()) => Ok(Done::to(format!("/persons/{id}/identity")).say("person-was-revealed")),
        Err(problem) => {
            let errors: Vec<FieldError> = errors_of(problem, "reason")?;
            let words = cx.words();
            let page = IdentityPage {
                faults: Faults::of(&errors, &words),
                words,
                reason: form.reason,
                person: id,
                name: person.name,
                masked: person.identity,
                number: None,
            };
            Err(Rejection::form(page, errors))
        }
    }
}

fn reason(form: &RevealForm) -> Result<String, Problem> {
    let mut fields = Fields::new();
    let reason = fields.required("reason", &form.reason, 200);
    fields.done(reason)
}
