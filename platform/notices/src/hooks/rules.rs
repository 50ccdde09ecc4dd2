//! Where webhooks may lead, and how a call is signed. An address that a person types makes the server speak to another
//! machine, so only hosts that the office has named are called, each at its own port.

use std::net::{Ipv4Addr, Ipv6Addr};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use url::{Host, Url};

/// A host that may be called; without a port, at the usual one of the scheme.
pub(crate) type Place = (Host<String>, Option<u16>);

/// Reads an entry of the configuration: a host, with a port where it is not the usual one.
pub(crate) fn place(entry: &str) -> Option<Place> {
    if entry.is_empty() || entry.contains(['*', '@', '?', '#']) || entry.contains(char::is_whitespace) {
        return None;
    }
    let url = Url::parse(&format!("https://{entry}/")).ok()?;
    let host = url.host()?.to_owned();
    (url.path() == "/" && !entry.contains('/')).then_some(())?;
    // The parser drops a port that is the usual one; what was written counts.
    let port = entry.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
    Some((host, port))
}

/// The address, if it may be called: https, or plain http to this machine or a private network, and a place that is named.
pub(crate) fn permitted(address: &str, places: &[Place]) -> Option<Url> {
    if address.len() > 500 || address.contains(|c: char| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let url = Url::parse(address).ok()?;
    let host = url.host()?.to_owned();
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let safe = match url.scheme() {
        "https" => true,
        "http" => is_near(&host),
        _ => false,
    };
    let named = |(known, port): &Place| {
        *known == host
            && match port {
                None => url.port().is_none(),
                Some(port) => url.port_or_known_default() == Some(*port),
            }
    };
    (plain && safe && places.iter().any(named)).then_some(url)
}

/// This machine or a private network, said without asking anybody for a name.
fn is_near(host: &Host<String>) -> bool {
    match host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => near_v4(*address),
        Host::Ipv6(address) => match address.to_ipv4_mapped() {
            Some(inner) => near_v4(inner),
            None => near_v6(*address),
        },
    }
}

fn near_v4(address: Ipv4Addr) -> bool {
    address.is_loopback() || address.is_private()
}

fn near_v6(address: Ipv6Addr) -> bool {
    address.is_loopback() || address.is_unique_local()
}

/// The signature of a body under a secret: `sha256=` and the HMAC-SHA256 in hexadecimal (RFC 2104).
pub(crate) fn signature(secret: &[u8], body: &[u8]) -> Option<String> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret).ok()?;
    mac.update(body);
    let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    Some(format!("sha256={hex}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(address: &str, allow: &[&str]) -> bool {
        let places: Vec<Place> = allow.iter().map(|entry| place(entry).unwrap()).collect();
        permitted(address, &places).is_some()
    }

    #[test]
    fn only_named_places_are_called() {
        assert!(may("https://hooks.example/jinwei?x=1", &["hooks.example"]));
        assert!(may("https://HOOKS.example:443/", &["hooks.example"]));
        assert!(may("https://hooks.example:8443/", &["hooks.example:8443"]));
        assert!(!may("https://hooks.example:8443/", &["hooks.example"]));
        assert!(!may("https://hooks.example/", &["hooks.example:8443"]));
        assert!(!may("https://hooks.example/", &[]));
        assert!(!may("https://other.example/", &["hooks.example"]));
        assert!(!may("https://hooks.example.evil.example/", &["hooks.example"]));
        assert!(!may("https://hooks.example@evil.example/", &["hooks.example"]));
        assert!(!may("https://user:word@hooks.example/", &["hooks.example"]));
    }

    #[test]
    fn plain_http_stays_near() {
        assert!(may("http://127.0.0.1:8099/x", &["127.0.0.1:8099"]));
        assert!(may("http://10.1.2.3/x", &["10.1.2.3"]));
        assert!(may("http://[::1]:80/x", &["[::1]:80"]));
        assert!(may("http://localhost:8099/", &["localhost:8099"]));
        assert!(!may("http://hooks.example/", &["hooks.example"]));
        assert!(!may("http://8.8.8.8/", &["8.8.8.8"]));
        assert!(!may("http://169.254.169.254/latest", &["169.254.169.254"]));
        // Other spellings of an address are that address, and are not named here.
        assert!(!may("http://2130706433/", &["10.0.0.1"]));
        assert!(!may("file:///etc/passwd", &["localhost"]));
        assert!(!may("ftp://localhost/", &["localhost"]));
        assert!(!may("https://hooks.example/\r\nX: y", &["hooks.example"]));
    }

    #[test]
    fn a_body_is_signed_as_the_standard_says() {
        // RFC 4231, test case 2.
        let signed = signature(b"Jefe", b"what do ya want for nothing?").unwrap();
        assert_eq!(signed, "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
