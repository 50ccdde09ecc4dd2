//! The list of persons, with the posts they hold.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{Cell, OrgId, PersonId, Problem, Sheet, names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use store::sea_query::{Condition, Expr, ExprTrait, JoinType, Order, Query, SelectStatement};
use web::{Page, Reading, Words, blank_is_none};

use super::record::{self, Person, Sex};
use crate::appointments::list::post_label;
use crate::organisations::list::{above, dated_cell};
use crate::organisations::record as organisations;
use crate::paging::{self, Paging};
use crate::policy::{ReadPersons, WritePersons};
use crate::scope;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// Part of a name, or pinyin initials.
    #[serde(default)]
    q: String,
    /// Number of the organisation to which, or below which, they belong or hold posts.
    #[serde(default, deserialize_with = "blank_is_none")]
    under: Option<i64>,
    /// `member` or `staff`.
    #[serde(default)]
    membership: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

/// A person in a list.
#[derive(Debug, Serialize, JsonSchema)]
struct Line {
    #[serde(flatten)]
    person: Person,
    /// Posts held now, with their organisations.
    posts: Vec<Post>,
}

/// A post held now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Post {
    org: OrgId,
    org_name: String,
    post: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "persons/list.html")]
pub(super) struct PersonList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    above: Vec<(String, String)>,
    #[serde(skip)]
    memberships: Vec<(String, String)>,
    paging: Paging,
    persons: Vec<Line>,
    may_write: bool,
}

/// Message key of a sex.
pub(super) fn sex_key(sex: Sex) -> &'static str {
    match sex {
        Sex::Unknown => "person-sex-unknown",
        Sex::Male => "person-sex-male",
        Sex::Female => "person-sex-female",
    }
}

impl PersonList {
    fn under(&self) -> String {
        self.filter.under.map(|id| id.to_string()).unwrap_or_default()
    }

    fn address(&self) -> String {
        let filter = &self.filter;
        let filled =
            [("q", filter.q.clone()), ("under", self.under()), ("membership", filter.membership.clone())];
        paging::query("/persons", &filled)
    }

    fn pages(&self) -> String {
        format!("{}page=", self.address())
    }

    fn sex(&self, line: &Line) -> String {
        match line.person.sex {
            Sex::Unknown => String::new(),
            sex => self.words.t(sex_key(sex)),
        }
    }

    fn born(&self, line: &Line) -> String {
        line.person.born.map(|date| date.in_words(&self.words)).unwrap_or_default()
    }

    fn membership(&self, line: &Line) -> String {
        self.words.t(if line.person.member { "person-member" } else { "person-staff" })
    }

    fn post(&self, post: &Post) -> String {
        post_label(&self.words, &post.post)
    }
}

impl Page for PersonList {
    fn title(&self) -> String {
        self.words.t("person-list")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "person-name",
            "person-sex",
            "person-born",
            "person-identity",
            "person-membership",
            "person-joined",
            "person-telephone",
            "person-posts",
        ];
        let row = |line: &Line| {
            let person = &line.person;
            let posts: Vec<String> =
                line.posts.iter().map(|p| format!("{} {}", p.org_name, p.post)).collect();
            vec![
                Cell::text(&person.name),
                Cell::text(self.sex(line)),
                dated_cell(person.born),
                Cell::text(&person.identity),
                Cell::text(self.membership(line)),
                dated_cell(person.joined),
                Cell::text(&person.telephone),
                Cell::text(posts.join("; ")),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.persons.iter().map(row).collect(),
        })
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadPersons>, filter: Filter) -> Result<PersonList, Problem> {
    let words = cx.words();
    let reach = cx.permit.reach();
    let mut query = record::select();
    query
        .cond_where(scope::persons(reach))
        .order_by(("p", "sort_key"), Order::Asc)
        .order_by(("p", "id"), Order::Asc);
    narrow(cx.db, &mut query, &filter, reach)?;
    let paging = Paging::new(filter.page, cx.db.select_count(&query)?);
    let (offset, limit) = paging.window(cx.face());
    let persons = cx.db.select(query.clone().offset(offset).limit(limit), record::person)?;
    let ids: Vec<i64> = persons.iter().map(|person| person.id.0).collect();
    let mut posts = posts(cx.db, &ids)?;
    let line = |person: Person| Line { posts: posts.remove(&person.id).unwrap_or_default(), person };
    let choice = |code: &str, key: &str| (code.to_owned(), words.t(key));
    Ok(PersonList {
        persons: persons.into_iter().map(line).collect(),
        above: std::iter::once(choice("", "kit-all")).chain(above(cx.db, filter.under, reach)?).collect(),
        memberships: vec![
            choice("", "kit-all"),
            choice("member", "person-member"),
            choice("staff", "person-staff"),
        ],
        paging,
        may_write: cx.can::<WritePersons>(),
        filter,
        words,
    })
}

fn narrow(
    c: &mut Conn,
    query: &mut SelectStatement,
    filter: &Filter,
    reach: &kernel::Reach,
) -> Result<(), Problem> {
    let typed = names::fold(&filter.q);
    if !typed.is_empty() {
        query.cond_where(matches(c, &typed));
    }
    if let Some(id) = filter.under {
        let path = organisations::find_within(c, OrgId(id), reach)?.path;
        let holders = scope::holders(scope::below(&path, "ho"));
        let belong = Query::select()
            .column(("so", "id"))
            .from_as("organisations", "so")
            .cond_where(scope::below(&path, "so"))
            .to_owned();
        query.cond_where(
            Condition::any()
                .add(Expr::col(("p", "id")).in_subquery(holders))
                .add(Expr::col(("p", "org_id")).in_subquery(belong)),
        );
    }
    if let "member" | "staff" = filter.membership.as_str() {
        query.and_where(Expr::col(("p", "member")).eq(filter.membership == "member"));
    }
    Ok(())
}

/// The condition that a folded name or its initials match what was typed.
pub(crate) fn matches(c: &Conn, folded: &str) -> Condition {
    Condition::any()
        .add(c.contains(Expr::col(("p", "folded")), folded))
        .add(c.contains(Expr::col(("p", "initials")), &folded.to_lowercase()))
}

/// Posts held now, by person.
fn posts(c: &mut Conn, persons: &[i64]) -> Result<BTreeMap<PersonId, Vec<Post>>, Problem> {
    if persons.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut query = Query::select();
    query
        .columns([("a", "person_id"), ("a", "org_id"), ("o", "name"), ("a", "post")])
        .from_as("appointments", "a")
        .join_as(JoinType::InnerJoin, "organisations", "o", Expr::col(("o", "id")).equals(("a", "org_id")))
        .and_where(Expr::col(("a", "until_on")).is_null())
        .order_by(("a", "post_rank"), Order::Asc)
        .order_by(("a", "id"), Order::Asc);
    // A workbook of everybody would name more persons than a statement may have arguments.
    if persons.len() <= paging::PER_PAGE {
        query.and_where(Expr::col(("a", "person_id")).is_in(persons.iter().copied()));
    }
    let mut found: BTreeMap<PersonId, Vec<Post>> = BTreeMap::new();
    for (person, post) in c.select(&query, |r| {
        Ok((r.get::<PersonId>(0)?, Post { org: r.get(1)?, org_name: r.get(2)?, post: r.get(3)? }))
    })? {
        found.entry(person).or_default().push(post);
    }
    Ok(found)
}
