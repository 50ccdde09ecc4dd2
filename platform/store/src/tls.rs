//! Encrypted connections to PostgreSQL. `sslmode` in the address decides as usual (`prefer` when absent, `require` to
//! insist); wherever a connection is encrypted, the server's certificate is verified.

use std::path::Path;
use std::sync::Arc;

use postgres::config::{Host, SslMode};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::Error;

/// What turns a socket into an encrypted one, trusting the certificates in that PEM file, or the system's own.
pub(crate) fn connector(
    config: &postgres::Config,
    trusted: Option<&Path>,
) -> Result<MakeRustlsConnect, Error> {
    let mut roots = RootCertStore::empty();
    let stays_on_the_machine = config.get_hosts().iter().all(|host| matches!(host, Host::Unix(_)));
    if config.get_ssl_mode() != SslMode::Disable && !stays_on_the_machine {
        trust(&mut roots, trusted)?;
    }
    let client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| Error::Connection(format!("TLS: {e}")))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(client))
}

fn trust(roots: &mut RootCertStore, trusted: Option<&Path>) -> Result<(), Error> {
    let Some(path) = trusted else {
        let found = rustls_native_certs::load_native_certs();
        for error in found.errors {
            tracing::warn!(%error, "a certificate of the system cannot be read");
        }
        roots.add_parsable_certificates(found.certs);
        return Ok(());
    };
    let unreadable = |why: &dyn std::fmt::Display| Error::File(format!("{}: {why}", path.display()));
    for certificate in CertificateDer::pem_file_iter(path).map_err(|e| unreadable(&e))? {
        roots.add(certificate.map_err(|e| unreadable(&e))?).map_err(|e| unreadable(&e))?;
    }
    if roots.is_empty() { Err(unreadable(&"no certificate in it")) } else { Ok(()) }
}
