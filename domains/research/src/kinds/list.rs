//! The kinds of findings on one page: naming them, ordering them, adding one.

use askama::Template;
use kernel::{FieldError, Problem, RecordRef, names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields};
use web::history::{Line, note};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::record::{self, Kind};
use crate::policy::KeepKinds;

pub(crate) const KEEP: &str = "INSERT INTO finding_kinds (code, name, place, offered) VALUES ($1, $2, $3, $4)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, place = excluded.place, offered = excluded.offered";

/// Characters of a code.
const CODE: usize = 8;
/// Characters of a name.
const NAME: usize = 20;

fn reference() -> RecordRef {
    RecordRef::new("finding-kind", 0)
}

/// The list as typed: one entry of each list for every row; an empty code at the end adds nothing.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct KindForm {
    code: Vec<String>,
    name: Vec<String>,
    /// `yes` or `no`.
    offered: Vec<String>,
}

impl KindForm {
    fn of(kinds: &[Kind]) -> Self {
        let offered = |kind: &Kind| if kind.offered { "yes" } else { "no" }.to_owned();
        let mut form = Self {
            code: kinds.iter().map(|kind| kind.code.clone()).collect(),
            name: kinds.iter().map(|kind| kind.name.clone()).collect(),
            offered: kinds.iter().map(offered).collect(),
        };
        form.code.push(String::new());
        form.name.push(String::new());
        form.offered.push("yes".into());
        form
    }

    fn check(&self, known: &[Kind]) -> Result<Vec<Kind>, Problem> {
        let mut fields = Fields::default();
        let mut kinds: Vec<Kind> = Vec::new();
        for (index, code) in self.code.iter().enumerate() {
            let at = |list: &[String]| list.get(index).cloned().unwrap_or_default();
            let (code, name) = (names::fold(code), at(&self.name));
            if code.is_empty() && names::fold(&name).is_empty() {
                continue;
            }
            let code = fields.required(&format!("code-{index}"), &code, CODE);
            let name = fields.required(&format!("name-{index}"), &name, NAME);
            if kinds.iter().any(|kind| kind.code == code || kind.name == name) {
                fields.wrong(&format!("code-{index}"), "finding-kind-twice");
            }
            let place = u32::try_from(kinds.len()).unwrap_or(u32::MAX).saturating_add(1);
            kinds.push(Kind { code, name, place, offered: at(&self.offered) != "no" });
        }
        if known.iter().any(|kind| kinds.iter().all(|one| one.code != kind.code)) {
            fields.wrong("code-0", "finding-kind-gone");
        }
        if kinds.iter().all(|kind| !kind.offered) {
            fields.wrong("code-0", "finding-kind-all-gone");
        }
        fields.done(kinds)
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "kinds/list.html")]
pub(super) struct KindList {
    #[serde(skip)]
    words: Words,
    kinds: Vec<Kind>,
    #[serde(skip)]
    form: KindForm,
    #[serde(skip)]
    history: Vec<Line>,
    #[serde(skip)]
    faults: Faults,
}

/// A row of the form.
struct Row {
    index: usize,
    code: String,
    name: String,
    offered: String,
    known: bool,
}

impl KindList {
    fn rows(&self) -> Vec<Row> {
        let at = |list: &[String], index: usize| list.get(index).cloned().unwrap_or_default();
        let row = |(index, code): (usize, &String)| Row {
            index,
            code: code.clone(),
            name: at(&self.form.name, index),
            offered: at(&self.form.offered, index),
            known: self.kinds.iter().any(|kind| kind.code == *code),
        };
        self.form.code.iter().enumerate().map(row).collect()
    }

    fn choices(&self) -> [(&'static str, String); 2] {
        [("yes", self.words.t("finding-kind-offered")), ("no", self.words.t("finding-kind-kept"))]
    }

    fn fault(&self, field: &str, index: &usize) -> String {
        self.faults.at(&format!("{field}-{index}")).to_owned()
    }
}

impl Page for KindList {
    fn title(&self) -> String {
        self.words.t("finding-kinds-title")
    }
}

fn page(
    c: &mut Conn,
    words: Words,
    form: Option<KindForm>,
    errors: &[FieldError],
) -> Result<KindList, Problem> {
    let kinds = record::all(c)?;
    Ok(KindList {
        form: form.unwrap_or_else(|| KindForm::of(&kinds)),
        history: web::history::of(c, &words, "research", &reference())?,
        faults: Faults::of(errors, &words),
        kinds,
        words,
    })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

pub(super) fn list(cx: &mut Reading<'_, KeepKinds>, _: Nothing) -> Result<KindList, Problem> {
    page(cx.db, cx.words(), None, &[])
}

pub(super) fn save(cx: &mut Writing<'_, KeepKinds>, form: KindForm) -> Result<Done, Rejection> {
    let typed = form.clone();
    let saved = cx.write(move |tx| {
        let before = record::all(tx)?;
        for kind in typed.check(&before)? {
            tx.run(KEEP, &[&kind.code, &kind.name, &kind.place, &kind.offered])?;
        }
        let after = record::all(tx)?;
        let named = |kinds: &[Kind]| serde_json::json!({ "kinds": kinds });
        note(tx, &reference(), "kinds-named", "", Some(&named(&before)), &named(&after))
    });
    match saved {
        Ok(()) => Ok(Done::to("/findings/kinds").say("finding-kinds-saved")),
        Err(Problem::Invalid(errors)) => {
            let (words, shown) = (cx.words(), errors.clone());
            Err(match cx.read(move |c| page(c, words, Some(form), &shown)) {
                Ok(page) => Rejection::form(page, errors),
                Err(problem) => problem.into(),
            })
        }
        Err(problem) => Err(problem.into()),
    }
}
