//! Handing letters to the mail server. Everything up to the letter itself can be tried again; once its bytes are under
//! way, only an answer of the server says what became of it.

use std::time::{Duration, SystemTime};

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};

use super::{Letter, Post};
use crate::failed::Failed;
use crate::settings::{Encryption, MailSettings};
use crate::silence::Silence;

/// How long the server may be silent.
const PATIENCE: Duration = Duration::from_secs(20);

/// The mail server of the configuration.
pub(crate) struct Smtp {
    host: String,
    port: u16,
    tls: Encryption,
    from: String,
    credentials: Option<Credentials>,
    silence: Silence,
}

impl Smtp {
    /// Reads the password, if there is one.
    pub(crate) fn new(settings: &MailSettings) -> Result<Self, String> {
        let credentials = match (&settings.user, &settings.password_file) {
            (Some(user), Some(file)) => {
                let text =
                    std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
                Some(Credentials::new(user.clone(), text.trim_end_matches(['\r', '\n']).to_owned()))
            }
            _ => None,
        };
        Ok(Self {
            host: settings.host.clone(),
            port: settings.port(),
            tls: settings.tls,
            from: settings.from.clone(),
            credentials,
            silence: Silence::default(),
        })
    }

    fn message(&self, letter: &Letter) -> Result<Message, Failed> {
        let never = |error: &dyn std::fmt::Display| Failed::Never(error.to_string());
        let address = |text: &str| text.parse::<Address>().map_err(|error| never(&error));
        let seconds = Duration::from_secs(u64::try_from(letter.at.0).unwrap_or(0));
        let (_, domain) = self.from.rsplit_once('@').unwrap_or_default();
        Message::builder()
            .from(Mailbox::new(None, address(&self.from)?))
            .to(Mailbox::new(None, address(&letter.to)?))
            .subject(crate::telling::in_one_line(&letter.subject))
            .date(SystemTime::UNIX_EPOCH + seconds)
            .message_id(Some(format!("<{}@{domain}>", letter.number)))
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .multipart(MultiPart::alternative_plain_html(letter.plain.clone(), letter.html.clone()))
            .map_err(|error| never(&error))
    }

    /// Hands a letter over; says as well whether the server was silent.
    fn hand_over(&self, message: &Message) -> (Result<(), Failed>, bool) {
        let mut connection = match self.connect() {
            Ok(connection) => connection,
            Err(error) => return (Err(Failed::Later(in_words(&error))), true),
        };
        match connection.send(message.envelope(), &message.formatted()) {
            Ok(_) => {
                // It is delivered; how the server says good-bye does not matter any more.
                let _ = connection.quit();
                (Ok(()), false)
            }
            Err(error) => {
                let failed = verdict(&error);
                let silent = matches!(failed, Failed::Unknown(_));
                (Err(failed), silent)
            }
        }
    }

    /// A connection over which letters can be sent.
    fn connect(&self) -> Result<SmtpConnection, Error> {
        let (_, domain) = self.from.rsplit_once('@').unwrap_or_default();
        let hello = ClientId::Domain(domain.to_owned());
        let tls = match self.tls {
            Encryption::None => None,
            Encryption::StartTls | Encryption::Tls => Some(TlsParameters::new_rustls(self.host.clone())?),
        };
        let at_once = tls.as_ref().filter(|_| self.tls == Encryption::Tls);
        let server = (self.host.as_str(), self.port);
        let mut connection = SmtpConnection::connect(server, Some(PATIENCE), &hello, at_once, None)?;
        if let (Encryption::StartTls, Some(tls)) = (self.tls, &tls) {
            connection.starttls(tls, &hello)?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials)?;
        }
        Ok(connection)
    }
}

impl Post for Smtp {
    fn send(&self, letter: &Letter) -> Result<(), Failed> {
        let message = self.message(letter)?;
        self.silence.ask(&self.host, letter.at, || self.hand_over(&message))
    }
}

/// What an error says about a letter that was being handed over.
fn verdict(error: &Error) -> Failed {
    let words = in_words(error);
    if error.is_permanent() || error.is_client() {
        Failed::Never(words)
    } else if error.is_transient() {
        Failed::Later(words)
    } else {
        Failed::Unknown(words)
    }
}

/// The error with what lies behind it.
fn in_words(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    text
}
