//! The manifest by which a domain shows itself to the house: one value, put together in its `lib.rs`.

use std::sync::Arc;

use kernel::access::ActInfo;
use kernel::contracts::{Directory, Results};
use kernel::{Day, Principal, Problem};
use store::jobs::Handler;
use store::outbox::Consumer;
use store::{Conn, Migrations};

use crate::routes::Routes;
use crate::words::{Texts, Words};

/// Who looks at a tile or searches.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The signed-in person.
    pub who: Principal,
    /// The present civil day.
    pub today: Day,
    /// Words of their language.
    pub words: Words,
}

/// An entry of the menu on the left.
#[derive(Debug, Clone, Copy)]
pub struct MenuItem {
    /// Message key of the group it stands in, as `nav-organisation`.
    pub group: &'static str,
    /// Message key of its label.
    pub label: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Name of its icon in the sprite.
    pub icon: &'static str,
    /// Shown to whoever may do this.
    pub act: ActInfo,
}

/// A tile of the home page: what I must do, by when, where things stand.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub struct Tile {
    /// What it is about.
    pub title: String,
    /// The figure or state, put large.
    pub figure: String,
    /// One line below.
    pub note: String,
    /// Where it leads.
    pub href: String,
    /// Whether something is overdue.
    pub urgent: bool,
}

/// Something the global search found.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub struct Hit {
    /// What it is called.
    pub label: String,
    /// One line to tell it from others of that name.
    pub detail: String,
    /// Where it is.
    pub href: String,
}

/// Makes the tiles of a domain for a visitor.
pub type Tiles = fn(&mut Conn, &Visitor) -> Result<Vec<Tile>, Problem>;
/// Finds records by what was typed; at most 20.
pub type Search = fn(&mut Conn, &Visitor, &str) -> Result<Vec<Hit>, Problem>;

/// A domain, or a part of the platform that has pages.
#[derive(Clone)]
pub struct Domain {
    /// Its name, as its folder.
    pub name: &'static str,
    /// Every act of its `policy.rs`.
    pub acts: Vec<ActInfo>,
    /// Its pages and writes.
    pub routes: Routes,
    /// Its entries of the menu.
    pub menu: Vec<MenuItem>,
    /// Its tables.
    pub migrations: Migrations,
    /// Its words.
    pub texts: Texts,
    /// Its background jobs.
    pub jobs: Vec<Handler>,
    /// What it does when others emit events.
    pub consumers: Vec<Consumer>,
    /// Its part of the home page.
    pub tiles: Option<Tiles>,
    /// Its part of the global search.
    pub search: Option<Search>,
    /// Set by the domain that knows the organisations.
    pub directory: Option<Arc<dyn Directory<Conn>>>,
    /// Set by the domain that knows the published results.
    pub results: Option<Arc<dyn Results<Conn>>>,
}

impl Domain {
    /// A domain of that name with its tables and words, and nothing else yet; for `..Domain::named(…)`.
    pub fn named(name: &'static str, migrations: Migrations, texts: Texts) -> Self {
        Self {
            name,
            acts: Vec::new(),
            routes: Routes::new(),
            menu: Vec::new(),
            migrations,
            texts,
            jobs: Vec::new(),
            consumers: Vec::new(),
            tiles: None,
            search: None,
            directory: None,
            results: None,
        }
    }
}

impl std::fmt::Debug for Domain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Domain({})", self.name)
    }
}
