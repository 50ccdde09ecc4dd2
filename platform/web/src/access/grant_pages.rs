//! Roles of accounts: the security administrator gives and ends them, and never their own.

use kernel::{Day, Problem, Role, UserId};
use schemars::JsonSchema;
use serde::Deserialize;

use super::GrantRoles;
use super::me::role_key;
use crate::accounts;
use crate::answer::{Done, Rejection};
use crate::routes::Routes;
use crate::scene::Writing;
use crate::words::Words;

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/admin/accounts/{id}/grants", GrantRoles, give)
        .sample("/admin/accounts/1/grants")
        .post("/admin/grants/{id}/end", GrantRoles, end)
        .sample("/admin/grants/1/end")
}

#[derive(Debug, Deserialize, JsonSchema)]
struct One {
    id: i64,
}

#[derive(Debug, Deserialize, JsonSchema)]
struct GrantForm {
    id: i64,
    #[serde(default)]
    role: String,
    /// Full name of the organisation, for roles of an organisation.
    #[serde(default)]
    organisation: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

fn give(cx: &mut Writing<'_, GrantRoles>, input: GrantForm) -> Result<Done, Rejection> {
    if cx.principal().is_some_and(|who| who.user.0 == input.id) {
        return Err(Problem::refused("grant-not-oneself").into());
    }
    let role = Role::from_code(&input.role).ok_or_else(|| Problem::field("role", "field-choice"))?;
    let day = |field: &'static str, text: &str| match text.trim() {
        "" => Ok(None),
        text => Day::parse(text).map(Some).map_err(|_| Problem::field(field, "field-day")),
    };
    let from = day("from", &input.from)?.unwrap_or(cx.today());
    let until = day("until", &input.until)?;
    let directory = cx.site().directory();
    let name = input.organisation.trim().to_owned();
    let words = cx.words();
    let given = cx.write(move |tx| {
        accounts::find(tx, UserId(input.id))?;
        let org = match (directory, name.is_empty()) {
            (_, true) => None,
            (None, false) => return Err(Problem::field("organisation", "field-organisation")),
            (Some(directory), false) => {
                let found = directory.by_names(tx, &[name])?.into_iter().next().flatten();
                let org = found.ok_or_else(|| Problem::field("organisation", "field-organisation"))?;
                Some((org.id, org.path))
            }
        };
        accounts::grant(tx, UserId(input.id), role, org, from, until)
    });
    given.map_err(|problem| with_role_names(&words, problem))?;
    Ok(Done::to(format!("/admin/accounts/{}", input.id)).say("grant-given").created())
}

/// A refusal with the roles by the names people know.
fn with_role_names(words: &Words, problem: Problem) -> Problem {
    let Problem::Refused(mut say) = problem else { return problem };
    for (_, value) in &mut say.args {
        if let Some(role) = Role::from_code(value) {
            *value = words.t(&role_key(role));
        }
    }
    Problem::Refused(say)
}

fn end(cx: &mut Writing<'_, GrantRoles>, input: One) -> Result<Done, Rejection> {
    let user = cx.write(move |tx| accounts::end_grant(tx, input.id))?;
    Ok(Done::to(format!("/admin/accounts/{user}")).say("grant-ended"))
}
