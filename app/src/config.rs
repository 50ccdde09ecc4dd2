//! Configuration: one TOML file, `jinwei.toml` in the data directory, a small struct per concern. Unknown keys are
//! refused, so that a misspelt one is noticed; secrets are files and not values.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use kernel::Role;
use notices::{MailSettings, WebhookSettings};
use serde::{Deserialize, Serialize};

/// Everything an office may set.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub site: Site,
    pub listen: Listen,
    pub database: Database,
    pub sessions: Sessions,
    pub log: Log,
    /// The server that takes mail; without it none is sent.
    pub mail: Option<MailSettings>,
    pub webhooks: WebhookSettings,
    pub rehearsal: Rehearsal,
}

/// For rehearsing a year before it comes.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rehearsal {
    /// Days by which the installation's clock is ahead of the machine's; 0 in earnest.
    pub days_ahead: u32,
}

/// The installation as people see it.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    /// Name of the organ, shown at the top.
    pub organ: String,
    /// The same in English.
    pub organ_en: String,
    /// Address under which people reach it, as `https://dangjian.example`. Writes from any other origin are refused,
    /// and an `https` address makes the session cookie secure.
    pub public_url: Option<String>,
}

impl Default for Site {
    fn default() -> Self {
        let web::Settings { organ, organ_en, .. } = web::Settings::default();
        Self { organ, organ_en, public_url: None }
    }
}

/// Where the server listens.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Listen {
    /// Address and port; port 0 takes a free one.
    pub address: SocketAddr,
}

impl Default for Listen {
    fn default() -> Self {
        Self { address: SocketAddr::from(([127, 0, 0, 1], 8642)) }
    }
}

/// Where the data are.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `postgres://…`, or nothing for the embedded database in the data directory.
    pub url: Option<String>,
    /// File that holds the address instead, because it may hold a password.
    pub url_file: Option<PathBuf>,
    /// Where reads go, such as a replica.
    pub reader_url: Option<String>,
    /// PEM file with the certificates of the server's authority.
    pub root_certificates: Option<PathBuf>,
    /// Reader threads; 0 chooses by the processors.
    pub readers: usize,
}

/// How long a sign-in lasts and when an account is locked.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sessions {
    /// Minutes without a request after which a session ends.
    pub idle_minutes: i64,
    /// Hours after which a session ends in any case.
    pub absolute_hours: i64,
    /// Failed sign-ins in a row after which an account is locked.
    pub lockout_after: i64,
    /// Minutes in which failures are counted, and for which the account is then locked.
    pub lockout_minutes: i64,
    /// Roles whose holders must sign in with a second factor, as `["system_admin", "security_admin"]`; others may.
    pub second_factor_roles: Vec<Role>,
}

impl Default for Sessions {
    fn default() -> Self {
        let settings = web::Settings::default();
        Self {
            idle_minutes: settings.session_idle / 60,
            absolute_hours: settings.session_absolute / 3600,
            lockout_after: settings.lockout_after,
            lockout_minutes: settings.lockout_window / 60,
            second_factor_roles: settings.second_factor_roles,
        }
    }
}

/// What is logged.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// Filter, as `info` or `warn,jinwei=info`.
    pub filter: String,
    /// One JSON object a line, for machines; otherwise lines for people.
    pub json: bool,
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info".into(), json: false }
    }
}

impl Config {
    /// Reads `jinwei.toml` of the data directory; the defaults where there is none.
    pub fn of(data: &Path) -> anyhow::Result<Self> {
        let path = data.join("jinwei.toml");
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let config: Self = toml::from_str(&text).with_context(|| path.display().to_string())?;
                config.check().with_context(|| path.display().to_string())?;
                Ok(config)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).with_context(|| path.display().to_string()),
        }
    }

    fn check(&self) -> anyhow::Result<()> {
        let Sessions { idle_minutes, absolute_hours, lockout_after, lockout_minutes, .. } = &self.sessions;
        anyhow::ensure!(
            [idle_minutes, absolute_hours, lockout_after, lockout_minutes].iter().all(|n| **n > 0),
            "the numbers under [sessions] must be above 0"
        );
        anyhow::ensure!(
            self.database.url.is_none() || self.database.url_file.is_none(),
            "[database] takes url or url_file, not both"
        );
        if let Some(mail) = &self.mail {
            mail.check().map_err(anyhow::Error::msg)?;
        }
        self.webhooks.check().map_err(anyhow::Error::msg)?;
        if let Some(url) = &self.site.public_url {
            anyhow::ensure!(
                (url.starts_with("http://") || url.starts_with("https://")) && url.matches('/').count() <= 3,
                "[site] public_url is an origin such as https://dangjian.example"
            );
        }
        Ok(())
    }

    /// How the database of this installation is opened.
    pub fn store(&self, data: &Path) -> anyhow::Result<store::Config> {
        let url = match (&self.database.url, &self.database.url_file) {
            (Some(url), _) => Some(url.clone()),
            (None, Some(file)) => {
                let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
                Some(text.trim().to_owned())
            }
            (None, None) => None,
        };
        let url = match url {
            None => store::Url::Sqlite(data.join("jinwei.db")),
            Some(url) => url.parse().map_err(anyhow::Error::msg)?,
        };
        let url = match (url, &self.database.reader_url) {
            (store::Url::Postgres { writer, .. }, reader) => {
                store::Url::Postgres { writer, reader: reader.clone() }
            }
            (url, _) => url,
        };
        Ok(store::Config {
            url,
            readers: self.database.readers,
            root_certificates: self.database.root_certificates.clone(),
        })
    }

    /// What the web layer needs of it.
    pub fn settings(&self) -> web::Settings {
        web::Settings {
            organ: self.site.organ.clone(),
            organ_en: self.site.organ_en.clone(),
            public_url: self.site.public_url.clone(),
            session_idle: self.sessions.idle_minutes * 60,
            session_absolute: self.sessions.absolute_hours * 3600,
            lockout_after: self.sessions.lockout_after,
            lockout_window: self.sessions.lockout_minutes * 60,
            second_factor_roles: self.sessions.second_factor_roles.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_survive_being_written_and_read() {
        let text = toml::to_string(&Config::default()).unwrap();
        let config: Config = toml::from_str(&text).unwrap();
        assert_eq!(config.listen.address.port(), 8642);
        assert!(config.check().is_ok());
    }

    #[test]
    fn a_misspelt_key_is_refused() {
        assert!(toml::from_str::<Config>("[sessions]\nidle_minute = 3").is_err());
        let mail = "[mail]\nhost = \"mail.organ.example\"\nfrom = \"dangjian@organ.example\"\n";
        assert!(toml::from_str::<Config>(mail).unwrap().check().is_ok());
        assert!(toml::from_str::<Config>(&format!("{mail}pasword_file = \"x\"")).is_err());
        assert!(toml::from_str::<Config>("[webhooks]\nallowed = []").is_err());
    }
}
