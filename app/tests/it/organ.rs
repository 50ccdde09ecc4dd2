//! The sample organ in a fresh database.

use testkit::db::{self, Fresh};

use crate::house::{ballots, domains, domains_with, identity_key, migrations};

fn fill(fresh: Fresh) -> Fresh {
    let ballots = ballots();
    let directory = domains_with(&ballots).into_iter().find_map(|domain| domain.directory).unwrap();
    let organ = sample::Organ::generate(sample::SEED, &sample::Size::default());
    jinwei::demo::fill(&fresh.db(), &identity_key(), &directory, &organ).unwrap();
    jinwei::demo::go_on(&fresh.db(), &directory, &ballots).unwrap();
    fresh
}

/// One on each database.
pub fn both() -> Vec<Fresh> {
    db::both(&migrations(&domains())).into_iter().map(fill).collect()
}

/// One on SQLite.
pub fn sqlite() -> Fresh {
    fill(Fresh::sqlite(&migrations(&domains())))
}
