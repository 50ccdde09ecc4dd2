//! What runs beside the requests: background jobs, and events on their way to those who act on them.

use std::time::Duration;

use kernel::Problem;
use store::Db;
use store::jobs::{Runner, Settings};
use store::outbox::Courier;

use crate::domain::Domain;

/// How often consumers look for events of other servers.
const POLL: Duration = Duration::from_secs(5);

/// The threads beside the requests; they finish what is at hand when this is dropped.
pub struct Background {
    _jobs: Runner,
    _events: Courier,
}

impl std::fmt::Debug for Background {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Background")
    }
}

/// Starts the jobs and consumers of all domains under this server's name.
///
/// # Errors
/// When the database fails or a thread cannot be started.
pub fn start_background(db: &Db, domains: &[Domain], name: &str) -> Result<Background, Problem> {
    let handlers = domains.iter().flat_map(|domain| domain.jobs.iter().cloned()).collect();
    let consumers = domains.iter().flat_map(|domain| domain.consumers.iter().cloned()).collect();
    let settings = Settings { name: name.to_owned(), ..Settings::default() };
    Ok(Background {
        _jobs: Runner::start(db, handlers, settings)?,
        _events: Courier::start(db, consumers, POLL)?,
    })
}
