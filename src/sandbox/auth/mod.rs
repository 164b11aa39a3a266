//! Who asks: a bearer token or a signature, and whether it can be right

mod signature;
mod sigv4;

use std::time::SystemTime;

use http::request;

use super::faults::{INVALID_API_KEY, MISSING_TOKEN};
use super::operation::Target;
use super::refusal::Refusal;

const SIGV4: &str = "AWS4-HMAC-SHA256";

/// Refuses a request that the service's front end would not let in.
pub(super) fn check(target: Target<'_>, head: &request::Parts, body: &[u8], now: SystemTime) -> Result<(), Refusal> {
    let (scheme, rest) = authorization(head);
    if scheme.eq_ignore_ascii_case("bearer") {
        return match rest.trim() {
            "" => Err(INVALID_API_KEY.refusal(target)),
            _ => Ok(()),
        };
    }
    if scheme.is_empty() {
        return Err(MISSING_TOKEN.refusal(target));
    }
    if scheme != SIGV4 {
        let message = format!("Unsupported AWS 'algorithm': '{scheme}'.");
        return Err(Refusal::new("IncompleteSignatureException", 403, message));
    }
    sigv4::check(target, head, rest, body, now)
}

/// The region that a request was signed for; a bearer token is for none.
pub(super) fn region(head: &request::Parts) -> Option<&str> {
    match authorization(head) {
        (SIGV4, rest) => sigv4::region(rest),
        _ => None,
    }
}

fn authorization(head: &request::Parts) -> (&str, &str) {
    let header = head.headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("").trim();
    header.split_once(' ').unwrap_or((header, ""))
}

/// Refuses a request that came for another host: a page in a browser must not reach a sandbox through DNS. The port may
/// be another: that of a tunnel, which is no name that somebody else could claim.
pub(super) fn check_host(head: &request::Parts) -> Result<(), Refusal> {
    let host = head.headers.get("host").and_then(|value| value.to_str().ok());
    let host = host.or_else(|| head.uri.host()).unwrap_or("");
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => host.split(':').next().unwrap_or(""),
    };
    let loopback = name.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback());
    if loopback || name.eq_ignore_ascii_case("localhost") {
        return Ok(());
    }
    let message = format!("This is bedr's sandbox; it answers for 127.0.0.1, [::1] and localhost, not for `{host}`");
    Err(Refusal::new("AccessDeniedException", 403, message))
}

#[cfg(test)]
mod tests {
    use super::super::operation::Operation;
    use super::*;

    fn head(name: &str, value: &str) -> request::Parts {
        http::Request::builder().uri("/foundation-models").header(name, value).body(()).unwrap().into_parts().0
    }

    fn code(authorization: &str) -> Option<String> {
        let head = head("authorization", authorization);
        let target = Target { operation: Operation::Converse, identifier: "a.b", region: "us-east-1" };
        check(target, &head, b"", SystemTime::now()).err().map(|refusal| refusal.code)
    }

    #[test]
    fn a_request_without_credentials_is_refused() {
        assert_eq!(code("").as_deref(), Some("MissingAuthenticationTokenException"));
        assert_eq!(code("Basic eDp5").as_deref(), Some("IncompleteSignatureException"));
    }

    #[test]
    fn a_bearer_token_must_not_be_empty() {
        assert_eq!(code("Bearer sandbox"), None);
        assert_eq!(code("Bearer ").as_deref(), Some("AccessDeniedException"));
    }

    #[test]
    fn a_signature_names_its_region_and_a_token_none() {
        let signed = "AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/bedrock/aws4_request, SignedHeaders=host";
        assert_eq!(region(&head("authorization", signed)), Some("eu-west-1"));
        for other in ["Bearer x", "AWS4-HMAC-SHA256 Credential=AKID", "AWS4-HMAC-SHA256 Credential=a/b//c/d", ""] {
            assert_eq!(region(&head("authorization", other)), None, "{other}");
        }
    }

    #[test]
    fn only_loopback_names_are_answered() {
        for host in ["127.0.0.1:80", "127.1.2.3", "[::1]:8080", "localhost", "LOCALHOST:9"] {
            assert!(check_host(&head("host", host)).is_ok(), "{host}");
        }
        for host in ["example.com", "127.0.0.1.example.com", "", "[::2]"] {
            assert!(check_host(&head("host", host)).is_err(), "{host}");
        }
    }
}
