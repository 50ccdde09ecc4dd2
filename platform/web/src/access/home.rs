//! The home page and the global search.

use std::sync::Arc;

use askama::Template;
use kernel::{Problem, Role, SignedIn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answer::Page;
use crate::calendar::{self, OccasionLine, TodoLine};
use crate::domain::{Hit, Tile};
use crate::routes::Routes;
use crate::scene::Reading;
use crate::words::Words;

pub(super) fn routes() -> Routes {
    Routes::new().get("/", SignedIn, home).get("/search", SignedIn, search).sample("/search?q=bgs")
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "home.html")]
struct Home {
    #[serde(skip)]
    words: Words,
    name: String,
    today: String,
    roles: Vec<String>,
    todos: Vec<TodoLine>,
    /// What may be told to somebody who has nothing to do.
    #[serde(skip)]
    calm: String,
    tiles: Vec<Tile>,
    occasions: Vec<OccasionLine>,
}

impl Page for Home {
    fn title(&self) -> String {
        self.words.t("nav-home")
    }
}

/// Occasions that the home page shows.
const OCCASIONS: usize = 6;

fn home(cx: &mut Reading<'_, SignedIn>, _: Nothing) -> Result<Home, Problem> {
    let (visitor, site, today) = (cx.visitor()?, Arc::clone(cx.site()), cx.today());
    let words = cx.words();
    let todos = calendar::to_do(&site, cx.db, &visitor)?;
    let mut tiles = Vec::new();
    for domain in &site.tiles {
        tiles.extend(domain(cx.db, &visitor)?);
    }
    let occasions = calendar::next(&site, cx.db, &visitor, OCCASIONS)?;
    let mut roles: Vec<_> = visitor.who.grants.iter().map(|grant| grant.role).collect();
    roles.sort_unstable();
    roles.dedup();
    Ok(Home {
        name: visitor.who.name.clone(),
        today: words.day(today),
        calm: words.t(calm(&roles)),
        roles: roles.into_iter().map(|role| words.t(&super::me::role_key(role))).collect(),
        todos: todos.into_iter().map(|todo| calendar::todo_line(&words, todo, today)).collect(),
        tiles,
        occasions: occasions.into_iter().map(|one| calendar::occasion_line(&words, one, today)).collect(),
        words,
    })
}

/// What is told to somebody with these roles who has nothing to do: what will come, or whom to ask.
fn calm(roles: &[Role]) -> &'static str {
    let any = |wanted: &[Role]| roles.iter().any(|role| wanted.contains(role));
    if roles.is_empty() {
        "home-calm-no-role"
    } else if roles.iter().any(|role| role.is_administrator()) {
        "home-calm-administrator"
    } else if any(&[Role::CommitteeAdmin]) {
        "home-calm-office"
    } else if any(&[Role::Reviewer]) {
        "home-calm-reviewer"
    } else if any(&[Role::OrganisationSecretary, Role::DeputySecretary]) {
        "home-calm-secretary"
    } else {
        "home-nothing-hint"
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Query {
    /// A name, a code or pinyin initials.
    #[serde(default)]
    q: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "search.html")]
struct Found {
    #[serde(skip)]
    words: Words,
    q: String,
    hits: Vec<Hit>,
}

impl Page for Found {
    fn title(&self) -> String {
        self.words.t("search-title")
    }
}

fn search(cx: &mut Reading<'_, SignedIn>, input: Query) -> Result<Found, Problem> {
    let visitor = cx.visitor()?;
    let q: String = input.q.trim().chars().take(100).collect();
    let mut hits = Vec::new();
    if !q.is_empty() {
        for domain in &cx.scene.site.search {
            hits.extend(domain(cx.db, &visitor, &q)?);
        }
    }
    Ok(Found { words: cx.words(), q, hits })
}
