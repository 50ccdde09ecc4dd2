//! An installation put together from its domains: what every request shares.

use std::sync::Arc;

use kernel::contracts::{Directory, Facts, MassEvaluation, Results};
use kernel::{Chance, Clock, Paper, Role, Sheet};
use store::{Conn, Db, Tx};

use crate::domain::{Agenda, Bell, Domain, Growth, MenuItem, RecordKind, Search, Tiles, Todos};
use crate::memo::Memo;
use crate::routes::Route;
use crate::sealing::SealingKey;
use crate::words::{Texts, Wordbook};

/// Turns tables into the bytes of a workbook. Given by the binary, because this crate does not know the office formats.
pub type SheetWriter = fn(&[Sheet]) -> Result<Vec<u8>, String>;

/// Turns a paper into the bytes of an office document. Given by the binary for the same reason.
pub type PaperWriter = fn(&Paper) -> Result<Vec<u8>, String>;

/// What an office may set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Name of the organ, shown at the top and in titles.
    pub organ: String,
    /// The same in English.
    pub organ_en: String,
    /// Address under which people reach the site; writes from any other origin are refused. `None`: the Host header.
    pub public_url: Option<String>,
    /// Seconds without a request after which a session ends.
    pub session_idle: i64,
    /// Seconds after which a session ends in any case.
    pub session_absolute: i64,
    /// Failed sign-ins within [`Settings::lockout_window`] after which an account is locked.
    pub lockout_after: i64,
    /// Seconds in which failures are counted, and for which the account is then locked.
    pub lockout_window: i64,
    /// Roles whose holders sign in with a second factor; others may.
    pub second_factor_roles: Vec<Role>,
}

impl Default for Settings {
    /// Half an hour idle, twelve hours in all; five failures in fifteen minutes lock for fifteen minutes.
    fn default() -> Self {
        Self {
            organ: "机关党委".into(),
            organ_en: "Party Committee".into(),
            public_url: None,
            session_idle: 30 * 60,
            session_absolute: 12 * 3600,
            lockout_after: 5,
            lockout_window: 15 * 60,
            second_factor_roles: Vec::new(),
        }
    }
}

/// A running installation.
pub struct Site {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub chance: Arc<dyn Chance>,
    /// The words of both languages.
    pub wordbook: Wordbook,
    /// What the office has set.
    pub settings: Settings,
    /// Every route of every domain.
    pub routes: Vec<Route>,
    /// The menu, in the order of the domains.
    pub menu: Vec<MenuItem>,
    pub(crate) tiles: Vec<Tiles>,
    pub(crate) todos: Vec<Todos>,
    pub(crate) agenda: Vec<Agenda>,
    pub(crate) search: Vec<Search>,
    pub(crate) bell: Option<Bell>,
    /// Kinds of records that links may join, in the order of their stages.
    pub(crate) records: Vec<RecordKind>,
    pub(crate) growths: Vec<Growth>,
    facts: Vec<Arc<dyn Facts<Conn>>>,
    pub(crate) memo: Memo,
    pub(crate) write_sheet: SheetWriter,
    pub(crate) write_paper: PaperWriter,
    pub(crate) sealing: SealingKey,
    directory: Option<Arc<dyn Directory<Conn>>>,
    results: Option<Arc<dyn Results<Conn>>>,
    mass_evaluation: Option<Arc<dyn MassEvaluation<Conn, Tx>>>,
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Site({} routes)", self.routes.len())
    }
}

/// The entries of all domains, administration last.
fn menu(domains: &[Domain]) -> Vec<MenuItem> {
    let mut menu: Vec<MenuItem> = domains.iter().flat_map(|domain| domain.menu.iter().copied()).collect();
    menu.sort_by_key(|item| item.group == "nav-admin");
    menu
}

fn records(domains: &[Domain]) -> Vec<RecordKind> {
    let mut kinds: Vec<RecordKind> =
        domains.iter().flat_map(|domain| domain.records.iter().copied()).collect();
    kinds.sort_by_key(|kind| kind.stage);
    kinds
}

/// What the binary gives to build a [`Site`].
pub struct Parts {
    /// The opened and migrated database.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub chance: Arc<dyn Chance>,
    /// What the office has set.
    pub settings: Settings,
    /// Turns tables into workbooks.
    pub write_sheet: SheetWriter,
    /// Turns papers into office documents.
    pub write_paper: PaperWriter,
    /// Key under which second factors are kept.
    pub sealing: SealingKey,
    /// Words of parts that have no pages of their own, such as the office formats.
    pub texts: Vec<Texts>,
}

impl Site {
    /// Puts an installation together.
    ///
    /// # Errors
    /// Words that cannot be parsed or that two domains define.
    pub fn new(parts: Parts, domains: &[Domain]) -> Result<Arc<Self>, String> {
        let mut texts = parts.texts;
        texts.push(crate::TEXTS);
        texts.extend(
            domains.iter().map(|domain| domain.texts).filter(|texts| texts.part != crate::TEXTS.part),
        );
        Ok(Arc::new(Self {
            db: parts.db,
            clock: parts.clock,
            chance: parts.chance,
            wordbook: Wordbook::load(&texts)?,
            settings: parts.settings,
            routes: domains.iter().flat_map(|domain| domain.routes.iter().cloned()).collect(),
            menu: menu(domains),
            tiles: domains.iter().filter_map(|domain| domain.tiles).collect(),
            todos: domains.iter().filter_map(|domain| domain.todos).collect(),
            agenda: domains.iter().filter_map(|domain| domain.agenda).collect(),
            bell: domains.iter().find_map(|domain| domain.bell),
            records: records(domains),
            growths: domains.iter().flat_map(|domain| domain.growths.iter().copied()).collect(),
            facts: domains.iter().filter_map(|domain| domain.facts.clone()).collect(),
            memo: Memo::default(),
            search: domains.iter().filter_map(|domain| domain.search).collect(),
            write_sheet: parts.write_sheet,
            write_paper: parts.write_paper,
            sealing: parts.sealing,
            directory: domains.iter().find_map(|domain| domain.directory.clone()),
            results: domains.iter().find_map(|domain| domain.results.clone()),
            mass_evaluation: domains.iter().find_map(|domain| domain.mass_evaluation.clone()),
        }))
    }

    /// The domain that knows the organisations, if it is part of this installation.
    pub fn directory(&self) -> Option<Arc<dyn Directory<Conn>>> {
        self.directory.clone()
    }

    /// The domain whose cycles have a mass evaluation, if it is part of this installation.
    pub fn mass_evaluation(&self) -> Option<Arc<dyn MassEvaluation<Conn, Tx>>> {
        self.mass_evaluation.clone()
    }

    /// Who can tell numbers about organisations that an appraisal may use.
    pub fn facts(&self) -> &[Arc<dyn Facts<Conn>>] {
        &self.facts
    }

    /// The domain that knows the published results, if it is part of this installation.
    pub fn results(&self) -> Option<Arc<dyn Results<Conn>>> {
        self.results.clone()
    }
}
