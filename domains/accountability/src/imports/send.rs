//! Sending a table of measures: it is looked at whole, and comes back with every fault or with what it would bring.

use askama::Template;
use kernel::{FieldError, Problem, Say};
use office::{CellError, Limits};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::form::Faults;
use web::{Done, File, Page, Reading, Rejection, Words, Writing};

use super::checking::check;
use super::columns::names;
use super::{reading, record};
use crate::plans::record::{self as plans, Plan, PlanId, State};
use crate::policy::SetUpPlans;
use crate::sources::Sources;

/// Faults that a page shows.
const SHOWN: usize = 200;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: PlanId,
}

/// A cell that cannot be taken, in words.
#[derive(Serialize, JsonSchema)]
struct Wrong {
    place: String,
    value: String,
    reason: String,
    fix: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "imports/send.html")]
pub(super) struct SendPage {
    #[serde(skip)]
    words: Words,
    plan: Plan,
    /// Names of the columns, and whether a table must have them.
    columns: Vec<(String, bool)>,
    wrong: Vec<Wrong>,
    /// Faults that are not shown.
    more: usize,
    #[serde(skip)]
    faults: Faults,
}

impl SendPage {
    fn new(words: Words, plan: Plan, wrong: &[CellError], errors: &[FieldError]) -> Self {
        let line = |one: &CellError| Wrong {
            place: one.place(),
            value: one.value.to_string(),
            reason: words.say(&one.reason),
            fix: words.say(&one.fix),
        };
        Self {
            columns: names().into_iter().map(|(name, required)| (name.to_owned(), required)).collect(),
            wrong: wrong.iter().take(SHOWN).map(line).collect(),
            more: wrong.len().saturating_sub(SHOWN),
            faults: Faults::of(errors, &words),
            plan,
            words,
        }
    }

    fn at(&self, tail: &str) -> String {
        format!("/plans/{}{tail}", self.plan.id)
    }

    fn count(&self) -> String {
        self.words.f("measure-import-faults", [("n", (self.wrong.len() + self.more).to_string())])
    }
}

impl Page for SendPage {
    fn title(&self) -> String {
        self.words.t("measure-import")
    }
}

fn taking(plan: Plan) -> Result<Plan, Problem> {
    match plan.state {
        State::Closed => Err(Problem::refused("plan-is-closed")),
        _ => Ok(plan),
    }
}

pub(super) fn form(cx: &mut Reading<'_, SetUpPlans>, one: One) -> Result<SendPage, Problem> {
    let plan = taking(plans::find(cx.db, one.id)?)?;
    Ok(SendPage::new(cx.words(), plan, &[], &[]))
}

pub(super) fn send(cx: &mut Writing<'_, SetUpPlans>, one: One, files: Vec<File>) -> Result<Done, Rejection> {
    let sources = Sources::of(cx.site())?;
    let plan = taking(cx.read(move |c| plans::find(c, one.id))?)?;
    let sent = files.into_iter().find(|file| file.field == "file" && !file.bytes.is_empty());
    let Some(file) = sent else {
        return refuse(cx, plan, &[], Say::new("measure-import-no-file"));
    };
    // Reading a workbook is work of its own, apart from the database.
    let book = match office::read(&file.name, &file.bytes, &Limits::default()) {
        Ok(book) => book,
        Err(error) => return refuse(cx, plan, &[], error.say()),
    };
    let lines = match reading::read(&book) {
        Ok(lines) => lines,
        Err(wrong) => return refuse(cx, plan, &wrong, Say::new("measure-import-wrong")),
    };
    let asked = plan.clone();
    let batch = match cx.read(move |c| check(c, &sources, &asked, &lines))? {
        Ok(batch) => batch,
        Err(wrong) => return refuse(cx, plan, &wrong, Say::new("measure-import-wrong")),
    };
    let (id, name) = (plan.id, file.name);
    let import = cx.write(move |tx| record::keep(tx, id, &name, &batch))?;
    Ok(Done::to(format!("/plans/{id}/imports/{import}")).view(&serde_json::json!({ "id": import })).created())
}

fn refuse(
    cx: &Writing<'_, SetUpPlans>,
    plan: Plan,
    wrong: &[CellError],
    say: Say,
) -> Result<Done, Rejection> {
    let mut errors = vec![FieldError { field: "file".into(), say }];
    let page = SendPage::new(cx.words(), plan, wrong, &errors);
    errors.extend(
        wrong.iter().take(SHOWN).map(|one| FieldError { field: one.place(), say: one.reason.clone() }),
    );
    Err(Rejection::form(page, errors))
}
