//! Calling a webhook: one POST, no redirects, no proxy, short patience. Of the answer only the status is looked at.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Timeout};

use super::rules::{self, Place};
use super::{Call, Caller};
use crate::failed::Failed;
use crate::settings::WebhookSettings;
use crate::silence::Silence;

/// How long a call may take in all.
const PATIENCE: Duration = Duration::from_secs(10);

/// Calls the places of the configuration.
pub(crate) struct Hooks {
    places: Vec<Place>,
    agent: Agent,
    silence: Silence,
}

impl Hooks {
    pub(crate) fn new(settings: &WebhookSettings) -> Self {
        let found = rustls_native_certs::load_native_certs();
        for error in found.errors {
            tracing::warn!(%error, "a certificate of the system cannot be read");
        }
        let roots: Vec<Certificate<'static>> =
            found.certs.iter().map(|der| Certificate::from_der(der).to_owned()).collect();
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .root_certs(RootCerts::new_with_certs(&roots))
            .build();
        let agent = Agent::config_builder()
            .tls_config(tls)
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_idle_connections(0)
            .timeout_global(Some(PATIENCE))
            .timeout_connect(Some(PATIENCE / 2))
            .user_agent("jinwei")
            .build()
            .new_agent();
        let places = settings.allow.iter().filter_map(|entry| rules::place(entry)).collect();
        Self { places, agent, silence: Silence::default() }
    }
}

impl Hooks {
    /// Posts; says as well whether nobody answered.
    fn post(&self, address: &str, call: &Call) -> (Result<(), Failed>, bool) {
        let sent = self
            .agent
            .post(address)
            .header("content-type", "application/json")
            .header("x-jinwei-delivery", call.number.to_string())
            .header("x-jinwei-signature", &call.signature)
            .send(call.body.as_slice());
        match sent {
            Ok(answer) => (verdict(answer.status().as_u16()), false),
            Err(error) => (Err(failure(&error)), true),
        }
    }
}

impl Caller for Hooks {
    fn permits(&self, address: &str) -> bool {
        rules::permitted(address, &self.places).is_some()
    }

    fn call(&self, call: &Call) -> Result<(), Failed> {
        // Looked at again, because the configuration may have changed since the address was kept.
        let url = rules::permitted(&call.address, &self.places)
            .ok_or_else(|| Failed::Never("this place may not be called".into()))?;
        let place = url.origin().ascii_serialization();
        self.silence.ask(&place, call.at, || self.post(url.as_str(), call))
    }
}

/// What a status says.
fn verdict(status: u16) -> Result<(), Failed> {
    match status {
        200..=299 => Ok(()),
        300..=399 => Err(Failed::Never(format!("status {status}: redirects are not followed"))),
        408 | 425 | 429 | 500..=599 => Err(Failed::Later(format!("status {status}"))),
        _ => Err(Failed::Never(format!("status {status}"))),
    }
}

/// Whether a call without an answer can have arrived: not when there was no connection yet.
fn failure(error: &ureq::Error) -> Failed {
    let words = error.to_string();
    match error {
        ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::Tls(_)
        | ureq::Error::Rustls(_)
        | ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => Failed::Later(words),
        ureq::Error::Io(io) => match io.kind() {
            ErrorKind::ConnectionRefused
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::AddrNotAvailable => Failed::Later(words),
            _ if io.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) => Failed::Later(words),
            _ => Failed::Unknown(words),
        },
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => Failed::Never(words),
        _ => Failed::Unknown(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_success_counts_as_taken() {
        assert_eq!(verdict(204), Ok(()));
        assert!(matches!(verdict(302), Err(Failed::Never(_))));
        assert!(matches!(verdict(404), Err(Failed::Never(_))));
        assert!(matches!(verdict(429), Err(Failed::Later(_))));
        assert!(matches!(verdict(503), Err(Failed::Later(_))));
    }
}
