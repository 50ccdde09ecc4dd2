//! What a file would bring, before it is written.

use askama::Template;
use kernel::Problem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::checking::Change;
use super::record::{self, Import, ImportId, State};
use crate::history;
use crate::measures::actions::Draft;
use crate::plans::record::{self as plans, PlanId};
use crate::policy::SetUpPlans;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: PlanId,
    import: ImportId,
}

/// A measure that would be added.
#[derive(Serialize, JsonSchema)]
struct NewLine {
    aspect: String,
    content: String,
    org_name: String,
    due: String,
}

/// A measure that would be changed: field, as it was, as it would be.
#[derive(Serialize, JsonSchema)]
struct ChangeLine {
    id: i64,
    number: String,
    fields: Vec<(String, String, String)>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "imports/show.html")]
pub(super) struct ImportShow {
    #[serde(skip)]
    words: Words,
    plan: i64,
    plan_title: String,
    file: String,
    applied: bool,
    sent_by: String,
    sent_at: String,
    new: Vec<NewLine>,
    changed: Vec<ChangeLine>,
    unchanged: usize,
    #[serde(skip)]
    id: i64,
}

impl ImportShow {
    fn at(&self, tail: &str) -> String {
        format!("/plans/{}{tail}", self.plan)
    }

    fn apply(&self) -> String {
        format!("/plans/{}/imports/{}/application", self.plan, self.id)
    }

    fn lead(&self) -> String {
        self.words.f("measure-import-sent", [("by", self.sent_by.clone()), ("at", self.sent_at.clone())])
    }

    fn brings_nothing(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty()
    }
}

impl Page for ImportShow {
    fn title(&self) -> String {
        self.file.clone()
    }
}

/// What is different in a measure, in words.
fn differences(
    words: &Words,
    change: &Change,
    aspect: impl Fn(&Draft) -> String,
) -> Vec<(String, String, String)> {
    let due = |one: &Draft| one.due.map_or_else(|| words.t("measure-standing"), |day| words.day(day));
    let helpers =
        |one: &Draft| one.helpers.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join("、");
    let steps = |one: &Draft| {
        let step = |step: &crate::measures::actions::Step| format!("{} {}", step.due, step.name);
        one.milestones.iter().map(step).collect::<Vec<_>>().join("；")
    };
    type Shown<'a> = &'a dyn Fn(&Draft) -> String;
    let fields: [(&str, Shown<'_>); 10] = [
        ("measure-aspect", &aspect),
        ("measure-content", &|one| one.content.clone()),
        ("measure-standard", &|one| one.standard.clone()),
        ("measure-lead", &|one| one.org_name.clone()),
        ("measure-helpers", &helpers),
        ("measure-person", &|one| one.person.clone()),
        ("measure-starts", &|one| words.day(one.starts)),
        ("measure-due", &due),
        ("measure-weight", &|one| one.weight.to_string()),
        ("measure-milestones", &steps),
    ];
    let said = |(key, shown): &(&str, Shown<'_>)| {
        let (before, after) = (shown(&change.before), shown(&change.after));
        (before != after).then(|| (words.t(key), before, after))
    };
    fields.iter().filter_map(said).collect()
}

fn of_plan(c: &mut store::Conn, one: &One) -> Result<Import, Problem> {
    let import = record::find(c, one.import)?;
    if import.plan == one.id { Ok(import) } else { Err(Problem::Missing) }
}

pub(super) fn show(cx: &mut Reading<'_, SetUpPlans>, one: One) -> Result<ImportShow, Problem> {
    let words = cx.words();
    let import = of_plan(cx.db, &one)?;
    let plan = plans::find(cx.db, import.plan)?;
    let aspects = plans::aspects(cx.db, plan.id)?;
    let aspect = |draft: &Draft| {
        aspects.iter().find(|one| one.id == draft.aspect).map(|one| one.name.clone()).unwrap_or_default()
    };
    let new = |draft: &Draft| NewLine {
        aspect: aspect(draft),
        content: draft.content.clone(),
        org_name: draft.org_name.clone(),
        due: draft.due.map_or_else(|| words.t("measure-standing"), |day| words.day(day)),
    };
    let changed = |change: &Change| ChangeLine {
        id: change.id.0,
        number: change.number.clone(),
        fields: differences(&words, change, aspect),
    };
    Ok(ImportShow {
        plan: plan.id.0,
        plan_title: plan.title,
        applied: import.state == State::Applied,
        sent_by: history::name(cx.db, &words, &import.sent_by)?,
        sent_at: words.moment(import.sent_at),
        new: import.batch.new.iter().map(new).collect(),
        changed: import.batch.changed.iter().map(changed).collect(),
        unchanged: import.batch.unchanged,
        id: import.id.0,
        file: import.file,
        words: words.clone(),
    })
}

pub(super) fn apply(cx: &mut Writing<'_, SetUpPlans>, one: One) -> Result<Done, Rejection> {
    let id = one.id;
    let import = cx.write(move |tx| {
        of_plan(tx, &one)?;
        record::apply(tx, one.import)
    })?;
    let counts = serde_json::json!({ "new": import.batch.new.len(), "changed": import.batch.changed.len() });
    Ok(Done::to(format!("/plans/{id}")).say("measure-import-was-applied").view(&counts))
}
