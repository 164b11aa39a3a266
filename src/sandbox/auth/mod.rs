//! Who asks: a bearer token or a signature, and whether it can be right

mod signature;
mod sigv4;

use std::time::SystemTime;

use http::request;

use super::faults::{INVALID_API_KEY, MISSING_TOKEN};
use super::operation::Operation;
use super::refusal::Refusal;

const SIGV4: &str = "AWS4-HMAC-SHA256";

/// Refuses a request that the service's front end would not let in.
pub(super) fn check(operation: Operation, head: &request::Parts, body: &[u8], now: SystemTime) -> Result<(), Refusal> {
    let header = head.headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("").trim();
    let (scheme, rest) = header.split_once(' ').unwrap_or((header, ""));
    if scheme.eq_ignore_ascii_case("bearer") {
        return match rest.trim() {
            "" => Err(INVALID_API_KEY.refusal(operation, "")),
            _ => Ok(()),
        };
    }
    if scheme.is_empty() {
        return Err(MISSING_TOKEN.refusal(operation, ""));
    }
    if scheme != SIGV4 {
        let message = format!("Unsupported AWS 'algorithm': '{scheme}'.");
        return Err(Refusal::new("IncompleteSignatureException", 403, message));
    }
    sigv4::check(operation, head, rest, body, now)
}

/// Refuses a request that came for another host: a page in a browser must not reach a sandbox through DNS.
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
    use super::*;

    fn head(name: &str, value: &str) -> request::Parts {
        http::Request::builder().uri("/foundation-models").header(name, value).body(()).unwrap().into_parts().0
    }

    fn code(authorization: &str) -> Option<String> {
        let head = head("authorization", authorization);
        check(Operation::Converse, &head, b"", SystemTime::now()).err().map(|refusal| refusal.code)
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
    fn only_loopback_names_are_answered() {
        for host in ["127.0.0.1:80", "127.1.2.3", "[::1]:8080", "localhost", "LOCALHOST:9"] {
            assert!(check_host(&head("host", host)).is_ok(), "{host}");
        }
        for host in ["example.com", "127.0.0.1.example.com", "", "[::2]"] {
            assert!(check_host(&head("host", host)).is_err(), "{host}");
        }
    }
}
