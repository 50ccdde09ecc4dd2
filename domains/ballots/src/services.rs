//! What this domain needs beside a request: keys, randomness, and the domains it asks.

use std::sync::{Arc, OnceLock};

use kernel::contracts::MassEvaluation;
use kernel::{Chance, Problem};
use store::{Conn, Tx};
use web::SealingKey;

use crate::keys::Keyring;

/// The appraisal, as this domain knows it.
pub(crate) type Appraisal = Arc<dyn MassEvaluation<Conn, Tx>>;

/// Given once, when the installation is put together.
pub struct Services {
    /// The keys of open evaluations.
    pub keyring: Keyring,
    /// Randomness.
    pub chance: Arc<dyn Chance>,
    /// Key under which bundles are kept.
    pub sealing: SealingKey,
    /// Name of the organ, as it stands in a manifest.
    pub organ: String,
    appraisal: OnceLock<Appraisal>,
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Services")
    }
}

impl Services {
    /// Services over that keyring; the appraisal is named afterwards.
    pub fn new(keyring: Keyring, chance: Arc<dyn Chance>, sealing: SealingKey, organ: String) -> Self {
        Self { keyring, chance, sealing, organ, appraisal: OnceLock::new() }
    }

    /// Names the domain whose cycles are evaluated; a second naming changes nothing.
    pub fn with_appraisal(&self, appraisal: Arc<dyn MassEvaluation<Conn, Tx>>) {
        let _ = self.appraisal.set(appraisal);
    }

    pub(crate) fn appraisal(&self) -> Result<Appraisal, Problem> {
        self.appraisal.get().cloned().ok_or_else(|| Problem::unexpected("nobody knows the cycles"))
    }
}
