//! AWS Signature Version 4: its form, its date, and for the sandbox's own key the signature itself
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>

use std::time::{Duration, SystemTime};

use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, request};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest, Sha256};

use super::super::faults::{INVALID_SIGNATURE, UNRECOGNIZED_CLIENT};
use super::super::operation::Operation;
use super::super::refusal::Refusal;
use super::super::{ACCESS_KEY_ID, SECRET_ACCESS_KEY, time};

const SERVICE: &str = "bedrock";
const LEEWAY: Duration = Duration::from_secs(300);
/// What SigV4 leaves unencoded: letters, digits, `-`, `.`, `_` and `~`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
const ENCODED_BUT_SLASH: &AsciiSet = &ENCODED.remove(b'/');

/// The parts of an `Authorization` header.
struct Claim<'a> {
    access_key: &'a str,
    /// `date/region/service/aws4_request`.
    scope: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

pub(super) fn check(
    operation: Operation,
    head: &request::Parts,
    authorization: &str,
    body: &[u8],
    now: SystemTime,
) -> Result<(), Refusal> {
    let claim = parse(authorization)?;
    let date = head.headers.get("x-amz-date").and_then(|value| value.to_str().ok()).ok_or_else(|| {
        incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
    })?;
    check_scope(&claim, date)?;
    check_date(date, now)?;
    if claim.access_key != ACCESS_KEY_ID {
        // Nobody's secret but our own is known here, so the form is all there is to look at.
        return match claim.access_key.len() {
            16..=128 => Ok(()),
            _ => Err(UNRECOGNIZED_CLIENT.refusal(operation, "")),
        };
    }
    let text = to_sign(
        &canonical(head, claim.signed_headers, body),
        date,
        claim.scope,
    );
    let right = sign(SECRET_ACCESS_KEY, claim.scope, &text);
    if right == claim.signature {
        Ok(())
    } else {
        Err(INVALID_SIGNATURE.refusal(operation, ""))
    }
}

fn incomplete(message: impl Into<String>) -> Refusal {
    Refusal::new("IncompleteSignatureException", 403, message)
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::new("InvalidSignatureException", 403, message)
}

fn parse(authorization: &str) -> Result<Claim<'_>, Refusal> {
    let part = |name: &str| {
        let mut parts = authorization
            .split(',')
            .filter_map(|part| part.trim().split_once('='));
        parts
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
            .filter(|value| !value.is_empty())
    };
    let (credential, headers, signature) =
        (part("Credential"), part("SignedHeaders"), part("Signature"));
    let (Some(credential), Some(signed_headers), Some(signature)) =
        (credential, headers, signature)
    else {
        let missing = [
            ("Credential", credential),
            ("Signature", signature),
            ("SignedHeaders", headers),
        ];
        let missing = missing.iter().filter(|(_, value)| value.is_none());
        let sentences: Vec<String> = missing
            .map(|(name, _)| format!("Authorization header requires '{name}' parameter."))
            .collect();
        return Err(incomplete(sentences.join(" ")));
    };
    let (access_key, scope) = credential.split_once('/').unwrap_or((credential, ""));
    Ok(Claim {
        access_key,
        scope,
        signed_headers,
        signature,
    })
}

fn check_scope(claim: &Claim<'_>, date: &str) -> Result<(), Refusal> {
    let scope: Vec<&str> = claim.scope.split('/').collect();
    let [day, region, service, end] = scope.as_slice() else {
        return Err(incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{}/{}'",
            claim.access_key, claim.scope
        )));
    };
    if region.is_empty() {
        return Err(invalid("Credential should be scoped to a valid region."));
    }
    if *service != SERVICE {
        return Err(invalid(format!(
            "Credential should be scoped to correct service: '{SERVICE}'."
        )));
    }
    if *end != "aws4_request" {
        return Err(invalid(format!(
            "Credential should be scoped with a valid terminator: 'aws4_request', not '{end}'."
        )));
    }
    if !date.starts_with(day) {
        return Err(invalid(format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
             '{day}' != '{}', from '{date}'.",
            date.split('T').next().unwrap_or("")
        )));
    }
    if !claim.signed_headers.split(';').any(|name| name == "host") {
        return Err(invalid(
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
        ));
    }
    Ok(())
}

fn check_date(date: &str, now: SystemTime) -> Result<(), Refusal> {
    let Some(signed) = time::parse_basic(date) else {
        return Err(incomplete(format!(
            "Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601"
        )));
    };
    let at = time::format_basic(now);
    if signed + LEEWAY < now {
        let limit = time::format_basic(now - LEEWAY);
        return Err(invalid(format!(
            "Signature expired: {date} is now earlier than {limit} ({at} - 5 min.)"
        )));
    }
    if signed > now + LEEWAY {
        let limit = time::format_basic(now + LEEWAY);
        return Err(invalid(format!(
            "Signature not yet current: {date} is still later than {limit} ({at} + 5 min.)"
        )));
    }
    Ok(())
}

/// The canonical request. The path is encoded once more, as all services but S3 have it.
fn canonical(head: &request::Parts, signed_headers: &str, body: &[u8]) -> String {
    let path = utf8_percent_encode(head.uri.path(), ENCODED_BUT_SLASH);
    let query = canonical_query(head.uri.query().unwrap_or(""));
    let headers: String = signed_headers
        .split(';')
        .map(|name| format!("{name}:{}\n", canonical_values(&head.headers, name)))
        .collect();
    let digest = hex(&Sha256::digest(body));
    format!(
        "{}\n{path}\n{query}\n{headers}\n{signed_headers}\n{digest}",
        head.method
    )
}

fn canonical_query(query: &str) -> String {
    let encoded = |text: &str| {
        let decoded: Vec<u8> = percent_decode_str(text).collect();
        percent_encoding::percent_encode(&decoded, ENCODED).to_string()
    };
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (encoded(name), encoded(value)))
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

fn canonical_values(headers: &HeaderMap, name: &str) -> String {
    let squeezed = |value: &http::HeaderValue| {
        let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
        text.split(' ')
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    headers
        .get_all(name)
        .iter()
        .map(squeezed)
        .collect::<Vec<_>>()
        .join(",")
}

fn to_sign(canonical: &str, date: &str, scope: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256\n{date}\n{scope}\n{}",
        hex(&Sha256::digest(canonical.as_bytes()))
    )
}

fn sign(secret: &str, scope: &str, text: &str) -> String {
    let key = scope
        .split('/')
        .fold(format!("AWS4{secret}").into_bytes(), |key, part| {
            hmac(&key, part)
        });
    hex(&hmac(&key, text))
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        // HMAC takes keys of every length.
        return Vec::new();
    };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From AWS's SigV4 test suite: `get-vanilla-query-order-key-case`.
    #[test]
    fn signs_as_the_published_test_vector_does() {
        let head = http::Request::builder()
            .uri("/?Param2=value2&Param1=value1")
            .header("host", "example.amazonaws.com")
            .header("x-amz-date", "20150830T123600Z")
            .body(())
            .unwrap()
            .into_parts()
            .0;
        let canonical = canonical(&head, "host;x-amz-date", b"");
        let scope = "20150830/us-east-1/service/aws4_request";
        let text = to_sign(&canonical, "20150830T123600Z", scope);
        assert_eq!(
            hex(&Sha256::digest(canonical.as_bytes())),
            "816cd5b414d056048ba4f7c5386d6e0533120fb1fcfa93762cf0fc39e2cf19e0"
        );
        assert_eq!(
            sign("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", scope, &text),
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
        );
    }

    #[test]
    fn an_encoded_path_is_encoded_once_more() {
        let head = http::Request::builder()
            .uri("/model/a%3A0/converse")
            .body(())
            .unwrap()
            .into_parts()
            .0;
        assert!(canonical(&head, "host", b"").starts_with("GET\n/model/a%253A0/converse\n"));
    }

    fn check_at(date: &str, seconds: i64) -> Result<(), Refusal> {
        let signed = time::parse_basic("20260101T120000Z").unwrap();
        let now = if seconds < 0 {
            signed - Duration::from_secs(seconds.unsigned_abs())
        } else {
            signed + Duration::from_secs(seconds.unsigned_abs())
        };
        check_date(date, now)
    }

    #[test]
    fn a_date_may_be_five_minutes_off() {
        assert!(check_at("20260101T120000Z", 300).is_ok());
        assert!(check_at("20260101T120000Z", -300).is_ok());
        assert_eq!(
            check_at("20260101T120000Z", 600).unwrap_err().message,
            "Signature expired: 20260101T120000Z is now earlier than 20260101T120500Z (20260101T121000Z - 5 min.)"
        );
        assert_eq!(
            check_at("20260101T120000Z", -600).unwrap_err().message,
            "Signature not yet current: 20260101T120000Z is still later than 20260101T115500Z (20260101T115000Z + 5 min.)"
        );
        assert!(
            check_at("yesterday", 0)
                .unwrap_err()
                .message
                .contains("basic format")
        );
    }

    #[test]
    fn a_scope_of_another_service_is_refused() {
        let claim = parse(
            "Credential=AKID/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
        )
        .unwrap();
        let refusal = check_scope(&claim, "20260101T000000Z").unwrap_err();
        assert_eq!(
            refusal.message,
            "Credential should be scoped to correct service: 'bedrock'."
        );
    }

    #[test]
    fn what_an_authorization_lacks_is_listed() {
        let refusal = parse("Credential=x").err().unwrap();
        assert!(
            refusal.message.contains("'Signature'") && refusal.message.contains("'SignedHeaders'")
        );
    }
}
