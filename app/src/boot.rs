//! Puts an installation together: data directory, configuration, keys, database, domains.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use store::Db;
use web::{Domain, Site};

use crate::config::Config;
use crate::machine::{MachineClock, SystemChance};
use crate::secrets::Secrets;

/// An opened installation.
pub struct Installation {
    pub data: PathBuf,
    pub config: Config,
    pub db: Db,
    pub domains: Vec<Domain>,
    pub secrets: Secrets,
    pub ballots: Arc<ballots::Services>,
}

impl Installation {
    /// Opens the data directory, making what is missing, and brings its tables up to date.
    pub fn open(data: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(data).with_context(|| data.display().to_string())?;
        let config = Config::of(data)?;
        let store = config.store(data)?;
        Self::open_at(data, config, &store)
    }

    /// The same with another database than the configured one.
    pub fn open_at(data: &Path, config: Config, store: &store::Config) -> anyhow::Result<Self> {
        let secrets = Secrets::of(data, &SystemChance)?;
        let ballots = crate::domains::ballots(&data.join("ballot-keys"), &secrets, &config.site.organ);
        let notices = crate::domains::notices(&secrets, &config).map_err(anyhow::Error::msg)?;
        let domains = crate::domains::all(&secrets, &ballots, &notices).map_err(anyhow::Error::msg)?;
        let clock = MachineClock { days_ahead: config.rehearsal.days_ahead };
        let db = open_with(store, &domains, clock)?;
        Ok(Self { data: data.to_owned(), config, db, domains, secrets, ballots })
    }

    /// The web site of this installation.
    pub fn site(&self) -> anyhow::Result<Arc<Site>> {
        let parts = web::Parts {
            db: self.db.clone(),
            clock: Arc::clone(self.db.clock()),
            chance: Arc::new(SystemChance),
            settings: self.config.settings(),
            texts: vec![crate::domains::OFFICE],
            sealing: self.secrets.sealing(),
            write_sheet: |sheets| office::write::workbook(sheets).map_err(|error| error.to_string()),
            write_paper: |paper| office::write::paper(paper).map_err(|error| error.to_string()),
        };
        Site::new(parts, &self.domains).map_err(anyhow::Error::msg)
    }
}

/// Opens a database with the tables of all domains.
pub fn open_store(config: &store::Config, domains: &[Domain]) -> anyhow::Result<Db> {
    open_with(config, domains, MachineClock { days_ahead: 0 })
}

fn open_with(config: &store::Config, domains: &[Domain], clock: MachineClock) -> anyhow::Result<Db> {
    let sets: Vec<_> = domains.iter().map(|domain| domain.migrations).collect();
    Db::open(config, &sets, Arc::new(clock)).with_context(|| format!("{:?}", config.url))
}
