//! The manifest by which a domain shows itself to the house: one value, put together in its `lib.rs`.

use std::sync::Arc;

use kernel::access::ActInfo;
use kernel::contracts::{Directory, Facts, MassEvaluation, Results};
use kernel::{Day, OrgId, Principal, Problem, UserId};
use store::jobs::Handler;
use store::outbox::Consumer;
use store::{Conn, Migrations, Tx};

use crate::memo::Memo;
use crate::routes::Routes;
use crate::words::{Texts, Words};

/// Who looks at a tile or searches.
#[derive(Clone)]
pub struct Visitor {
    /// The signed-in person.
    pub who: Principal,
    /// The present civil day.
    pub today: Day,
    /// Words of their language.
    pub words: Words,
    /// Figures that hold until the data change.
    pub memo: Memo,
    /// Who knows where organisations stand in the tree today.
    pub directory: Option<Arc<dyn Directory<Conn>>>,
}

impl std::fmt::Debug for Visitor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Visitor").field("who", &self.who).field("today", &self.today).finish_non_exhaustive()
    }
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

/// A tile of the home page: where things stand.
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

/// Something the visitor has to do.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Todo {
    /// What is to be done, as `打分：2015年度考评`.
    pub title: String,
    /// One line more, such as how much is left; may be empty.
    pub detail: String,
    /// Last day on which it is in time; `None` when nobody has set one.
    pub due: Option<Day>,
    /// Where it is done.
    pub href: String,
}

impl Todo {
    /// Whether it should have been done before today.
    pub fn overdue(&self, today: Day) -> bool {
        self.due.is_some_and(|due| due < today)
    }
}

/// Something that happens on a day, or from a day to another, for everybody who may see it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Occasion {
    /// When, or its first day.
    pub day: Day,
    /// Its last day, when it is longer than one.
    pub until: Option<Day>,
    /// What it is.
    pub title: String,
    /// Where to read more; empty where there is nothing more.
    pub href: String,
    /// Message key of the word for what kind it is, as `occasion-holiday`.
    pub kind: &'static str,
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

/// A record as it is named elsewhere: where a link ends, or what a form was opened from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct RecordBrief {
    /// Its number.
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// One line more, such as whose it is; may be empty.
    pub detail: String,
    /// How far it is, in words; may be empty.
    pub state: String,
    /// Tone of the badge with its state.
    pub tone: &'static str,
    /// Its page.
    pub href: String,
    /// The organisation it is about, if it is one.
    pub org: Option<OrgId>,
}

/// Briefs of those of the records which the visitor may see, in any order.
pub type Briefs = fn(&mut Conn, &Visitor, &[i64]) -> Result<Vec<RecordBrief>, Problem>;
/// Whether the visitor may tie links to that record, and take them away.
pub type MayLink = fn(&mut Conn, &Visitor, i64) -> Result<bool, Problem>;
/// Records that the visitor may see whose title holds a text; at most 20, the latest first.
pub type Finds = fn(&mut Conn, &Visitor, &str) -> Result<Vec<RecordBrief>, Problem>;

/// A kind of record that links may join to any other.
#[derive(Debug, Clone, Copy)]
pub struct RecordKind {
    /// As in [`kernel::RecordRef::kind`].
    pub kind: &'static str,
    /// Message key of its name, as `record-finding`.
    pub label: &'static str,
    /// Name of its icon in the sprite.
    pub icon: &'static str,
    /// Its place on the way from what was found to what was appraised: 10 where it is found, 20 a finding, 30 a measure,
    /// 40 an activity, 50 an indicator. Paths are drawn in this order.
    pub stage: u8,
    /// See [`Briefs`].
    pub brief: Briefs,
    /// See [`Finds`].
    pub find: Finds,
    /// See [`MayLink`].
    pub may_link: MayLink,
}

/// Something that can grow out of every record of a kind: a button there, to a form of the domain that declares it. The form
/// gets `from=kind:number`.
#[derive(Debug, Clone, Copy)]
pub struct Growth {
    /// Kind of the records it stands on.
    pub from: &'static str,
    /// Shown to whoever may do this.
    pub act: ActInfo,
    /// Message key of the button, as `measure-from-finding`.
    pub label: &'static str,
    /// Address of the form.
    pub href: &'static str,
}

/// Makes the tiles of a domain for a visitor.
pub type Tiles = fn(&mut Conn, &Visitor) -> Result<Vec<Tile>, Problem>;
/// Lists what a visitor has to do in a domain. Asked at every look at the home page: a few queries at most.
pub type Todos = fn(&mut Conn, &Visitor) -> Result<Vec<Todo>, Problem>;
/// Lists what happens in a calendar year, as far as the visitor may see it.
pub type Agenda = fn(&mut Conn, &Visitor, year: i16) -> Result<Vec<Occasion>, Problem>;
/// Finds records by what was typed; at most 20.
pub type Search = fn(&mut Conn, &Visitor, &str) -> Result<Vec<Hit>, Problem>;

/// What the top of every page tells an account beside its to-dos: how much is new, and where it is read.
#[derive(Debug, Clone, Copy)]
pub struct Bell {
    /// Where it is read.
    pub href: &'static str,
    /// How much is new. Asked at every page: one cheap query.
    pub count: fn(&mut Conn, UserId) -> Result<i64, Problem>,
}

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
    /// What it asks a visitor to do.
    pub todos: Option<Todos>,
    /// Its part of the calendar.
    pub agenda: Option<Agenda>,
    /// Its part of the global search.
    pub search: Option<Search>,
    /// Set by the part that keeps what accounts are told.
    pub bell: Option<Bell>,
    /// Its records that links may join.
    pub records: Vec<RecordKind>,
    /// What of its own can grow out of records, its own and others'.
    pub growths: Vec<Growth>,
    /// The numbers about organisations that it can tell.
    pub facts: Option<Arc<dyn Facts<Conn>>>,
    /// Set by the domain that knows the organisations.
    pub directory: Option<Arc<dyn Directory<Conn>>>,
    /// Set by the domain that knows the published results.
    pub results: Option<Arc<dyn Results<Conn>>>,
    /// Set by the domain whose cycles have a mass evaluation.
    pub mass_evaluation: Option<Arc<dyn MassEvaluation<Conn, Tx>>>,
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
            todos: None,
            agenda: None,
            search: None,
            bell: None,
            records: Vec::new(),
            growths: Vec::new(),
            facts: None,
            directory: None,
            results: None,
            mass_evaluation: None,
        }
    }
}

impl std::fmt::Debug for Domain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Domain({})", self.name)
    }
}
