//! The list of domains. A new one is one line here.

use std::path::Path;
use std::sync::Arc;

use ballots::{Keyring, Services};
use web::{Domain, Texts, Wordbook};

use crate::config::Config;

use crate::machine::SystemChance;
use crate::secrets::Secrets;

/// Every domain of the product, in the order of the menu.
///
/// # Errors
/// Words that cannot be parsed or that two domains define.
pub fn all(
    secrets: &Secrets,
    ballots: &Arc<Services>,
    notices: &Arc<notices::Services>,
) -> Result<Vec<Domain>, String> {
    let appraisal = appraisal::domain();
    if let Some(cycles) = &appraisal.mass_evaluation {
        ballots.with_appraisal(Arc::clone(cycles));
    }
    let domains = vec![
        web::house(),
        notices::domain(notices),
        organisation::domain(&secrets.identity()),
        research::domain(),
        accountability::domain(),
        appraisal,
        ballots::domain(ballots),
        consequences::domain(),
    ];
    // Messages that leave the house say titles of every domain.
    let texts: Vec<_> = domains.iter().map(|domain| domain.texts).collect();
    notices.speak(Wordbook::load(&texts)?);
    Ok(domains)
}

/// What messages that leave the house need: nothing leaves it unless the configuration says so.
pub(crate) fn notices(secrets: &Secrets, config: &Config) -> Result<Arc<notices::Services>, String> {
    let site = &config.site;
    let services = notices::Services::quiet(secrets.messages(), Arc::new(SystemChance))
        .of_site(&site.organ, &site.organ_en, site.public_url.as_deref())
        .with_webhooks(&config.webhooks);
    let services = match &config.mail {
        Some(mail) => services.with_mail(mail)?,
        None => services,
    };
    Ok(Arc::new(services))
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
