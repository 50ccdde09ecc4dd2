//! One set of migrations per domain, one text for both databases, a history table per domain.

use refinery::{Migration, Runner};

use crate::{Backend, Error, dialect};

/// The migrations of one domain, in the order in which they are applied. A released step is never edited.
#[derive(Debug, Clone, Copy)]
pub struct Migrations {
    /// Name of the domain; its history stands in the table `history_<domain>`.
    pub domain: &'static str,
    /// `V1__name` and the SQL, with the placeholders of the README.
    pub steps: &'static [(&'static str, &'static str)],
}

/// The tables of the store itself.
pub const STORE: Migrations =
    Migrations { domain: "store", steps: &[("V1__base", include_str!("migrations/v1_base.sql"))] };

impl Migrations {
    /// The runner that applies this set on that database.
    pub(crate) fn runner(&self, backend: Backend) -> Result<Runner, Error> {
        let named = |error: &dyn std::fmt::Display| Error::Migration(format!("{}: {error}", self.domain));
        if !self.domain.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') || self.domain.is_empty() {
            return Err(named(&"a domain is named in lower-case letters"));
        }
        let mut steps = Vec::new();
        for (name, sql) in self.steps {
            // Such a constraint is checked at COMMIT, where it would fail everybody's writes of the same group.
            if sql.to_ascii_uppercase().contains("DEFERRABLE") {
                return Err(named(&format!("{name}: deferrable constraints cannot be used")));
            }
            steps.push(Migration::unapplied(name, &dialect::ddl(backend, sql)).map_err(|e| named(&e))?);
        }
        let mut runner = Runner::new(&steps);
        runner.set_migration_table_name(format!("{HISTORY}{}", self.domain));
        Ok(runner)
    }
}

/// What the names of the tables begin with in which applied migrations are recorded.
pub(crate) const HISTORY: &str = "history_";
