//! The page of an item: how it stands, its files, its history.

use askama::Template;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::enclosures::ACCEPT;
use web::form::{Faults, Fields, errors_of};
use web::history::{self, Line};
use web::links::{self, LinksView};
use web::{Done, Download, File, Page, Reading, Rejection, Visitor, Words, Writing};

use super::actions;
use super::list::state_word;
use super::record::{self, KeyWork, KeyWorkId, reference};
use super::rules::{State, is_late};
use crate::files::{self, OneFile};
use crate::policy::{NoteKeyWork, ReadKeyWork, SetKeyWork};
use crate::viewer::{may, must_cover, reach};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: KeyWorkId,
}

/// How an item stands, as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Typed {
    /// Number of the item; from the address.
    id: i64,
    /// `under_way`, `done` or `dropped`.
    state: String,
    /// What there is to say about it.
    word: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Shift {
    id: KeyWorkId,
    /// `up` or `down`.
    #[serde(default)]
    to: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "key_work/show.html")]
pub(super) struct KeyWorkShow {
    #[serde(skip)]
    words: Words,
    item: KeyWork,
    /// Its day is past.
    late: bool,
    /// Files by number and name.
    files: Vec<(usize, String)>,
    /// Records that it is tied to.
    links: Option<LinksView>,
    #[serde(skip)]
    history: Vec<Line>,
    may_set: bool,
    may_note: bool,
    /// States that the reader may give it.
    next: Vec<State>,
    #[serde(skip)]
    typed: Typed,
    #[serde(skip)]
    faults: Faults,
}

impl KeyWorkShow {
    fn at(&self, tail: &str) -> String {
        format!("/key-work/{}{tail}", self.item.id)
    }

    fn list_at(&self) -> String {
        format!("/key-work?year={}", self.item.year)
    }

    fn of_year(&self) -> String {
        self.words.f("key-work-of-year", [("year", self.item.year.to_string())])
    }

    fn state(&self) -> String {
        state_word(&self.words, self.item.state)
    }

    fn due(&self) -> String {
        self.item.due.map(|day| self.words.day(day)).unwrap_or_else(|| self.words.t("key-work-no-due"))
    }

    fn choices(&self) -> Vec<(String, String)> {
        self.next.iter().map(|state| (state.code().to_owned(), state_word(&self.words, *state))).collect()
    }

    fn accept(&self) -> &'static str {
        ACCEPT
    }
}

impl Page for KeyWorkShow {
    fn title(&self) -> String {
        self.item.title.clone()
    }
}

fn page(
    c: &mut Conn,
    visitor: &Visitor,
    id: KeyWorkId,
    typed: Typed,
    errors: &[FieldError],
) -> Result<KeyWorkShow, Problem> {
    let item = record::find(c, id)?;
    let may_set = may::<SetKeyWork>(visitor, None, "");
    let may_note = may::<NoteKeyWork>(visitor, Some(item.org), &item.org_path);
    Ok(KeyWorkShow {
        late: is_late(item.state, item.due, visitor.today),
        files: files::listed(c, &reference(id))?,
        history: history::of(c, &visitor.words, "accountability", &reference(id))?,
        links: None,
        next: if may_note { item.state.next(may_set) } else { Vec::new() },
        faults: Faults::of(errors, &visitor.words),
        words: visitor.words.clone(),
        may_set,
        may_note,
        item,
        typed,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadKeyWork>, one: One) -> Result<KeyWorkShow, Problem> {
    let visitor = cx.visitor()?;
    let mut page = page(cx.db, &visitor, one.id, Typed::default(), &[])?;
    page.links = Some(links::view(cx, &reference(one.id))?);
    Ok(page)
}

pub(super) fn shift(cx: &mut Writing<'_, SetKeyWork>, input: Shift) -> Result<Done, Rejection> {
    let up = input.to != "down";
    let item = cx.write(move |tx| actions::shift(tx, input.id, up))?;
    Ok(Done::to(format!("/key-work?year={}", item.year)).view(&item))
}

/// Whoever may say how an item stands, and whether they are the office.
fn noting(cx: &Writing<'_, NoteKeyWork>, id: KeyWorkId) -> Result<bool, Problem> {
    let own = cx.permit.reach().clone();
    cx.read(move |c| {
        let item = record::find(c, id)?;
        must_cover(&own, Some(item.org), &item.org_path)
    })?;
    Ok(reach::<SetKeyWork>(&cx.visitor()?).all)
}

pub(super) fn move_on(cx: &mut Writing<'_, NoteKeyWork>, typed: Typed) -> Result<Done, Rejection> {
    let id = KeyWorkId(typed.id);
    let office = noting(cx, id)?;
    let mut fields = Fields::default();
    let word = fields.required("word", &typed.word, 500);
    let moved = match fields.choice("state", State::of(&typed.state)) {
        Some(to) => {
            fields.done(()).and_then(|()| cx.write(move |tx| actions::move_on(tx, id, to, &word, office)))
        }
        None => fields.done(()).and(Err(Problem::field("state", "field-choice"))),
    };
    match moved {
        Ok(after) => Ok(Done::to(format!("/key-work/{id}")).say("key-work-was-moved-on").view(&after)),
        Err(problem) => refuse(cx, id, typed, errors_of(problem, "state")?),
    }
}

pub(super) fn add_files(
    cx: &mut Writing<'_, NoteKeyWork>,
    one: One,
    sent: Vec<File>,
) -> Result<Done, Rejection> {
    noting(cx, one.id)?;
    let kept = files::sent(sent)
        .map_err(Problem::Invalid)
        .and_then(|taken| cx.write(move |tx| files::keep(tx, &reference(one.id), &taken)));
    match kept {
        Ok(()) => Ok(Done::to(format!("/key-work/{}", one.id)).say("accountability-files-were-added")),
        Err(problem) => refuse(cx, one.id, Typed::default(), errors_of(problem, "files")?),
    }
}

fn refuse(
    cx: &Writing<'_, NoteKeyWork>,
    id: KeyWorkId,
    typed: Typed,
    errors: Vec<FieldError>,
) -> Result<Done, Rejection> {
    let (visitor, shown) = (cx.visitor()?, errors.clone());
    let page = cx.read(move |c| page(c, &visitor, id, typed, &shown))?;
    Err(Rejection::form(page, errors))
}

pub(super) fn download(cx: &mut Reading<'_, ReadKeyWork>, one: OneFile) -> Result<Download, Problem> {
    let item = record::find(cx.db, KeyWorkId(one.id))?;
    web::enclosures::handed_out(cx.db, &reference(item.id), one.file)
}
