//! The page on which thresholds and terms are shown and set.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::Parameters;
use crate::fields::{Faults, Fields, errors_of};
use crate::policy::{ReadChecks, SetParameters};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

/// Amounts by the names of the parameters.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct ParametersForm {
    #[serde(flatten)]
    typed: BTreeMap<String, String>,
}

/// One threshold with its bounds.
#[derive(Serialize, JsonSchema)]
struct Line {
    name: &'static str,
    amount: String,
    default: i64,
    least: i64,
    most: i64,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "parameters/form.html")]
pub(super) struct ParametersPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    parameters: Vec<Line>,
    may_set: bool,
}

impl ParametersPage {
    fn label(&self, line: &Line) -> String {
        self.words.t(&format!("parameter-{}", line.name.replace('_', "-")))
    }

    fn hint(&self, line: &Line) -> String {
        let args = [line.default, line.least, line.most].map(|n| n.to_string());
        let [default, least, most] = args;
        self.words.f("parameter-hint", [("default", default), ("least", least), ("most", most)])
    }
}

impl Page for ParametersPage {
    fn title(&self) -> String {
        self.words.t("parameter-title")
    }
}

fn page(
    words: Words,
    now: &Parameters,
    typed: &BTreeMap<String, String>,
    errors: &[FieldError],
    may_set: bool,
) -> ParametersPage {
    let line = |(name, amount, default, least, most): (&'static str, i64, i64, i64, i64)| Line {
        name,
        amount: typed.get(name).cloned().unwrap_or_else(|| amount.to_string()),
        default,
        least,
        most,
    };
    let parameters = now.all().into_iter().map(line).collect();
    ParametersPage { faults: Faults::of(errors, &words), parameters, may_set, words }
}

pub(super) fn show(cx: &mut Reading<'_, ReadChecks>, _: Nothing) -> Result<ParametersPage, Problem> {
    let now = super::read(cx.db)?;
    Ok(page(cx.words(), &now, &BTreeMap::new(), &[], cx.can::<SetParameters>()))
}

pub(super) fn set(cx: &mut Writing<'_, SetParameters>, form: ParametersForm) -> Result<Done, Rejection> {
    let now = cx.read(super::read)?;
    match check(&now, &form.typed).and_then(|after| cx.write(move |tx| super::write(tx, &after))) {
        Ok(()) => Ok(Done::to("/organisations/parameters").say("parameter-was-set")),
        Err(problem) => {
            let errors = errors_of(problem, "branch_members")?;
            Err(Rejection::form(page(cx.words(), &now, &form.typed, &errors, true), errors))
        }
    }
}

/// The amounts as typed; those that were not sent stay as they are.
fn check(now: &Parameters, typed: &BTreeMap<String, String>) -> Result<Parameters, Problem> {
    let mut fields = Fields::new();
    let mut after = *now;
    for (name, _, _, least, most) in now.all() {
        let Some(text) = typed.get(name) else { continue };
        match fields.number(name, text, most) {
            Some(amount) if amount >= least => after.set(name, amount),
            Some(_) => fields.wrong(name, "parameter-too-small"),
            None if text.trim().is_empty() => fields.wrong(name, "field-required"),
            None => {}
        }
    }
    fields.done(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_stay_within_their_bounds() {
        let now = Parameters::default();
        let typed = |name: &str, text: &str| BTreeMap::from([(name.to_owned(), text.to_owned())]);
        assert_eq!(check(&now, &typed("branch_members", "5")).unwrap().branch_members, 5);
        assert_eq!(check(&now, &BTreeMap::new()).unwrap(), now);
        for text in ["0", "21", "three", ""] {
            assert!(
                matches!(check(&now, &typed("branch_members", text)), Err(Problem::Invalid(_))),
                "{text}"
            );
        }
    }
}
