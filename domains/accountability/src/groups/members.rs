//! A member of a leading group by form.

use askama::Template;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Named};
use super::record::{self, Group, GroupId, MemberId, Role};
use super::role_word;
use crate::policy::KeepGroups;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: GroupId,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneMember {
    id: GroupId,
    member: MemberId,
}

/// A member as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct MemberForm {
    /// Number of the group; from the address.
    id: i64,
    /// Number of the member to be corrected; from the address.
    member: i64,
    /// `head`, `deputy`, `member` or `office`.
    role: String,
    name: String,
    post: String,
    since: String,
    until: String,
}

impl MemberForm {
    fn check(&self) -> Result<Named, Problem> {
        let mut fields = Fields::default();
        let role = fields.choice("role", Role::of(&self.role));
        let name = fields.required("name", &self.name, 30);
        let post = fields.text("post", &self.post, 60);
        let since = fields.day("since", &self.since);
        let until = fields.optional_day("until", &self.until);
        match (role, since) {
            (Some(role), Some(since)) => fields.done(Named { role, name, post, since, until }),
            _ => fields.done(()).and(Err(Problem::field("role", "field-choice"))),
        }
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "groups/member.html")]
pub(super) struct MemberPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: MemberForm,
    group: Group,
}

impl MemberPage {
    fn back(&self) -> String {
        format!("/leading-groups/{}", self.group.id)
    }

    fn action(&self) -> String {
        match self.form.member {
            0 => format!("{}/members", self.back()),
            member => format!("{}/members/{member}", self.back()),
        }
    }

    fn roles(&self) -> Vec<(String, String)> {
        Role::ALL.map(|role| (role.code().to_owned(), role_word(&self.words, role))).into()
    }
}

impl Page for MemberPage {
    fn title(&self) -> String {
        self.words.t(if self.form.member == 0 { "group-member-new" } else { "group-member-edit" })
    }
}

fn page(c: &mut Conn, words: Words, form: MemberForm, errors: &[FieldError]) -> Result<MemberPage, Problem> {
    let group = record::find(c, GroupId(form.id))?;
    Ok(MemberPage { faults: Faults::of(errors, &words), group, form, words })
}

pub(super) fn new(cx: &mut Reading<'_, KeepGroups>, one: One) -> Result<MemberPage, Problem> {
    let group = record::find(cx.db, one.id)?;
    let since = group.founded.to_string();
    let form = MemberForm { id: one.id.0, role: Role::Member.code().into(), since, ..MemberForm::default() };
    page(cx.db, cx.words(), form, &[])
}

pub(super) fn edit(cx: &mut Reading<'_, KeepGroups>, one: OneMember) -> Result<MemberPage, Problem> {
    let all = record::members(cx.db, one.id)?;
    let known = all.into_iter().find(|known| known.id == one.member).ok_or(Problem::Missing)?;
    let form = MemberForm {
        id: one.id.0,
        member: one.member.0,
        role: known.role.code().into(),
        name: known.name,
        post: known.post,
        since: known.since.to_string(),
        until: known.until.map(|day| day.to_string()).unwrap_or_default(),
    };
    page(cx.db, cx.words(), form, &[])
}

pub(super) fn name(cx: &mut Writing<'_, KeepGroups>, form: MemberForm) -> Result<Done, Rejection> {
    keep(cx, MemberForm { member: 0, ..form })
}

pub(super) fn correct(cx: &mut Writing<'_, KeepGroups>, form: MemberForm) -> Result<Done, Rejection> {
    keep(cx, form)
}

fn keep(cx: &mut Writing<'_, KeepGroups>, form: MemberForm) -> Result<Done, Rejection> {
    let id = GroupId(form.id);
    let corrects = (form.member != 0).then_some(MemberId(form.member));
    cx.read(move |c| record::find(c, id))?;
    match form.check().and_then(|named| cx.write(move |tx| actions::name(tx, id, corrects, &named))) {
        Ok(member) => {
            Ok(Done::to(format!("/leading-groups/{id}")).say("group-member-was-named").view(&member))
        }
        Err(problem) => {
            let errors = errors_of(problem, "name")?;
            let (words, shown) = (cx.words(), errors.clone());
            let page = cx.read(move |c| page(c, words, form, &shown))?;
            Err(Rejection::form(page, errors))
        }
    }
}
