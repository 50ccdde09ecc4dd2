//! The list of domains. A new one is one line here.

use std::path::Path;
use std::sync::Arc;

use ballots::{Keyring, Services};
use web::{Domain, Texts};

use crate::machine::SystemChance;
use crate::secrets::Secrets;

/// Every domain of the product, in the order of the menu. The keys of open ballots stand in the data directory, beside the
/// database and never in it.
pub fn all(data: &Path, secrets: &Secrets, organ: &str) -> Vec<Domain> {
    let appraisal = appraisal::domain();
    let keyring = Keyring::new(data.join("ballot-keys"));
    let services =
        Arc::new(Services::new(keyring, Arc::new(SystemChance), secrets.bundles(), organ.to_owned()));
    if let Some(cycles) = &appraisal.mass_evaluation {
        services.with_appraisal(Arc::clone(cycles));
    }
    vec![
        web::house(),
        organisation::domain(&secrets.identity()),
        appraisal,
        ballots::domain(&services),
        consequences::domain(),
    ]
}

/// Words of the office formats, which have no pages of their own.
pub const OFFICE: Texts = Texts {
    part: "office",
    zh: include_str!("../../platform/office/locales/zh-CN.ftl"),
    en: include_str!("../../platform/office/locales/en.ftl"),
};
