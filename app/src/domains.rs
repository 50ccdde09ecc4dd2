//! The list of domains. A new one is one line here.

use std::path::Path;
use std::sync::Arc;

use ballots::{Keyring, Services};
use web::{Domain, Texts};

use crate::machine::SystemChance;
use crate::secrets::Secrets;

/// Every domain of the product, in the order of the menu.
pub fn all(secrets: &Secrets, ballots: &Arc<Services>) -> Vec<Domain> {
    let appraisal = appraisal::domain();
    if let Some(cycles) = &appraisal.mass_evaluation {
        ballots.with_appraisal(Arc::clone(cycles));
    }
    vec![
        web::house(),
        organisation::domain(&secrets.identity()),
        accountability::domain(),
        appraisal,
        ballots::domain(ballots),
        consequences::domain(),
    ]
}

/// What the mass evaluation needs beside the database: keys of open ballots in a folder of their own, randomness, and the key of
/// its bundles.
pub fn ballots(keys: &Path, secrets: &Secrets, organ: &str) -> Arc<Services> {
    let keyring = Keyring::new(keys.to_owned());
    Arc::new(Services::new(keyring, Arc::new(SystemChance), secrets.bundles(), organ.to_owned()))
}

/// Words of the office formats, which have no pages of their own.
pub const OFFICE: Texts = Texts {
    part: "office",
    zh: include_str!("../../platform/office/locales/zh-CN.ftl"),
    en: include_str!("../../platform/office/locales/en.ftl"),
};
