//! Why a TLS handshake failed, in words: rustls shows the names of its types

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, InvalidMessage};

use super::transport::chain;

/// What was wrong with the handshake; `None` where it was something else.
pub fn words(error: &(dyn StdError + 'static)) -> Option<String> {
    Some(match find(error)? {
        rustls::Error::InvalidCertificate(error) => certificate(error),
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => "it does not speak TLS there".to_owned(),
        rustls::Error::AlertReceived(AlertDescription::ProtocolVersion) | rustls::Error::PeerIncompatible(_) => {
            "it speaks no TLS that is safe today: 1.2 or 1.3".to_owned()
        }
        rustls::Error::AlertReceived(alert) => format!("it ended the handshake: {}", spaced(&format!("{alert:?}"))),
        other => other.to_string(),
    })
}

/// Whether it was the server's certificate: trying again cannot help.
pub fn is_certificate(error: &(dyn StdError + 'static)) -> bool {
    matches!(find(error), Some(rustls::Error::InvalidCertificate(_)))
}

/// What to do about a certificate that is not trusted.
pub fn hint(error: &(dyn StdError + 'static)) -> &'static str {
    use CertificateError as Bad;
    let Some(rustls::Error::InvalidCertificate(bad)) = find(error) else {
        return TRUST;
    };
    match bad {
        Bad::Expired | Bad::ExpiredContext { .. } | Bad::NotValidYet | Bad::NotValidYetContext { .. } => {
            "is this machine's clock right? else the server needs another certificate"
        }
        Bad::NotValidForName | Bad::NotValidForNameContext { .. } => {
            "does the name lead where it should? check `--endpoint-url`, the DNS and the proxy"
        }
        Bad::InvalidPurpose | Bad::InvalidPurposeContext { .. } => "the server needs a certificate for servers",
        Bad::Other(other) if other.to_string() == AUTHORITY => {
            "the server needs a certificate of its own, signed by that one"
        }
        _ => TRUST,
    }
}

const TRUST: &str = "behind a proxy that opens TLS, say `--ca-bundle FILE`, or `export AWS_CA_BUNDLE=` the file";
/// The verifier's own errors have no type that can be seen, only a name.
const AUTHORITY: &str = "CaUsedAsEndEntity";

fn certificate(error: &CertificateError) -> String {
    match error {
        CertificateError::UnknownIssuer => "an authority signed it that is not trusted here".to_owned(),
        CertificateError::Expired => "it has expired".to_owned(),
        CertificateError::ExpiredContext { time, not_after } => {
            format!("it expired {} ago", between(*not_after, *time))
        }
        CertificateError::NotValidYet => "it is not valid yet".to_owned(),
        CertificateError::NotValidYetContext { time, not_before } => {
            format!("it will be valid in {}", between(*time, *not_before))
        }
        CertificateError::NotValidForName => "it is for another host".to_owned(),
        CertificateError::NotValidForNameContext { presented, .. } if presented.is_empty() => {
            "it names no host".to_owned()
        }
        CertificateError::NotValidForNameContext { presented, .. } => format!("it is for {}", names(presented)),
        CertificateError::Revoked => "it has been revoked".to_owned(),
        CertificateError::BadEncoding => "it is damaged".to_owned(),
        CertificateError::BadSignature => "its signature is not that of the authority that is trusted here".to_owned(),
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "it is not meant for servers".to_owned()
        }
        CertificateError::Other(other) if other.to_string() == AUTHORITY => {
            "it is the certificate of an authority, not that of a server".to_owned()
        }
        other => spaced(&other.to_string()),
    }
}

/// The names in a certificate, `DnsName("example.com")` each.
fn names(presented: &[String]) -> String {
    let names: Vec<String> =
        presented.iter().take(5).map(|name| format!("`{}`", name.split('"').nth(1).unwrap_or(name))).collect();
    let more = if presented.len() > names.len() { " and others" } else { "" };
    names.join(", ") + more
}

fn between(earlier: UnixTime, later: UnixTime) -> String {
    let seconds = later.as_secs().saturating_sub(earlier.as_secs());
    match seconds / 86_400 {
        0 | 1 => humantime::format_duration(Duration::from_secs(seconds)).to_string(),
        days => format!("{days} days"),
    }
}

/// `UnsupportedCertVersion`, or `Other(OtherError(UnsupportedCertVersion))`: its last name, in lower-case words.
fn spaced(name: &str) -> String {
    let Some(last) = name.trim_end_matches(')').rsplit('(').next().filter(|last| !last.contains(' ')) else {
        return name.to_owned();
    };
    let mut words = String::new();
    for letter in last.chars() {
        if letter.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

/// rustls hides inside one `io::Error` or two, which do not name their inner error as their source.
fn find<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    let outer = chain(error).find_map(|cause| cause.downcast_ref::<io::Error>())?;
    let mut inner = outer.get_ref()?;
    while let Some(deeper) = inner.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        inner = deeper;
    }
    inner.downcast_ref::<rustls::Error>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_types_become_words() {
        assert_eq!(spaced("Other(OtherError(UnsupportedCertVersion))"), "unsupported cert version");
        assert_eq!(spaced("HandshakeFailure"), "handshake failure");
        assert_eq!(spaced("said in words"), "said in words");
        assert_eq!(names(&["DnsName(\"a.b\")".to_owned(), "IpAddress(::1)".to_owned()]), "`a.b`, `IpAddress(::1)`");
    }
}
