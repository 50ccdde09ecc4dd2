//! What an office sets about messages that leave the house; without it none do.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// How the connection to the mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// Not at all: for a server on the same machine.
    None,
    /// Begun in the clear and encrypted before anything is said.
    StartTls,
    /// From the first byte.
    #[default]
    Tls,
}

/// `[mail]`: the server that takes digests.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// Its name.
    pub host: String,
    /// Its port; 465, 587 or 25 by the encryption if left out.
    pub port: Option<u16>,
    /// How the connection is encrypted.
    #[serde(default)]
    pub tls: Encryption,
    /// Address that messages come from.
    pub from: String,
    /// Whom the server knows us as, if it asks.
    pub user: Option<String>,
    /// File that holds the password.
    pub password_file: Option<PathBuf>,
}

impl MailSettings {
    /// Looks for what cannot work.
    ///
    /// # Errors
    /// What is wrong, for whoever writes the configuration.
    pub fn check(&self) -> Result<(), String> {
        if self.host.trim().is_empty() || self.host.contains(|c: char| c.is_whitespace() || c == '/') {
            return Err("[mail] host is the name of the mail server".into());
        }
        if !crate::preferences::is_address(&self.from) {
            return Err("[mail] from is an address such as dangjian@organ.example".into());
        }
        if self.user.is_some() != self.password_file.is_some() {
            return Err("[mail] user and password_file belong together".into());
        }
        let here = matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "::1");
        if self.user.is_some() && self.tls == Encryption::None && !here {
            return Err("[mail] a password does not travel unencrypted: set tls to starttls or tls".into());
        }
        Ok(())
    }

    /// The port that is meant.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.tls {
            Encryption::None => 25,
            Encryption::StartTls => 587,
            Encryption::Tls => 465,
        })
    }
}

/// `[webhooks]`: which servers notices may be sent to.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebhookSettings {
    /// Names or addresses, each with its port where it is not the usual one, as `hooks.organ.example` or
    /// `127.0.0.1:8099`. Empty: no webhooks.
    pub allow: Vec<String>,
}

impl WebhookSettings {
    /// Looks for what cannot work.
    ///
    /// # Errors
    /// What is wrong, for whoever writes the configuration.
    pub fn check(&self) -> Result<(), String> {
        match self.allow.iter().find(|entry| crate::hooks::rules::place(entry).is_none()) {
            Some(entry) => Err(format!(
                "[webhooks] allow holds hosts such as hooks.example or 127.0.0.1:8099, not {entry:?}"
            )),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> MailSettings {
        MailSettings {
            host: "mail.organ.example".into(),
            port: None,
            tls: Encryption::Tls,
            from: "dangjian@organ.example".into(),
            user: None,
            password_file: None,
        }
    }

    #[test]
    fn a_password_does_not_travel_unencrypted() {
        assert!(mail().check().is_ok());
        let with = |tls, host: &str| MailSettings {
            tls,
            host: host.into(),
            user: Some("dangjian".into()),
            password_file: Some("/etc/jinwei/mail".into()),
            ..mail()
        };
        assert!(with(Encryption::None, "mail.organ.example").check().is_err());
        assert!(with(Encryption::None, "localhost").check().is_ok());
        assert!(with(Encryption::StartTls, "mail.organ.example").check().is_ok());
        assert!(MailSettings { user: Some("dangjian".into()), ..mail() }.check().is_err());
    }

    #[test]
    fn the_port_follows_the_encryption() {
        assert_eq!(mail().port(), 465);
        assert_eq!(MailSettings { tls: Encryption::StartTls, ..mail() }.port(), 587);
        assert_eq!(MailSettings { port: Some(2525), ..mail() }.port(), 2525);
    }

    #[test]
    fn a_sender_is_one_address() {
        for from in ["", "dangjian", "a@b\r\nBcc: c@d", "a@organ.example, b@organ.example"] {
            assert!(MailSettings { from: from.into(), ..mail() }.check().is_err(), "{from:?}");
        }
    }

    #[test]
    fn an_allowed_place_is_a_host_and_nothing_else() {
        let check = |entry: &str| WebhookSettings { allow: vec![entry.into()] }.check();
        for good in ["hooks.example", "hooks.example:8443", "127.0.0.1:8099", "[::1]:8099", "localhost:80"] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in ["", "*", "https://hooks.example", "hooks.example/x", "user@hooks.example", "a b"] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
