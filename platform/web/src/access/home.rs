//! The home page and the global search.

use askama::Template;
use kernel::{Problem, SignedIn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answer::Page;
use crate::domain::{Hit, Tile, Visitor};
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
    tiles: Vec<Tile>,
}

impl Page for Home {
    fn title(&self) -> String {
        self.words.t("nav-home")
    }
}

fn visitor(cx: &Reading<'_, SignedIn>) -> Result<Visitor, Problem> {
    let who = cx.principal().cloned().ok_or(Problem::SignInNeeded)?;
    Ok(Visitor { who, today: cx.today(), words: cx.words() })
}

fn home(cx: &mut Reading<'_, SignedIn>, _: Nothing) -> Result<Home, Problem> {
    let visitor = visitor(cx)?;
    let mut tiles = Vec::new();
    for domain in &cx.scene.site.tiles {
        tiles.extend(domain(cx.db, &visitor)?);
    }
    let mut roles: Vec<_> = visitor.who.grants.iter().map(|grant| grant.role).collect();
    roles.sort_unstable();
    roles.dedup();
    let words = cx.words();
    Ok(Home {
        name: visitor.who.name.clone(),
        today: words.day(cx.today()),
        roles: roles.into_iter().map(|role| words.t(&super::me::role_key(role))).collect(),
        tiles,
        words,
    })
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
    let visitor = visitor(cx)?;
    let q: String = input.q.trim().chars().take(100).collect();
    let mut hits = Vec::new();
    if !q.is_empty() {
        for domain in &cx.scene.site.search {
            hits.extend(domain(cx.db, &visitor, &q)?);
        }
    }
    Ok(Found { words: cx.words(), q, hits })
}
