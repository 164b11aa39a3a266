//! A signed request: its form, its scope, its date, and for the sandbox's own key the signature

use std::time::{Duration, SystemTime};

use http::request;

use super::super::faults::{INVALID_SIGNATURE, UNRECOGNIZED_CLIENT};
use super::super::operation::Target;
use super::super::refusal::Refusal;
use super::super::{ACCESS_KEY_ID, SECRET_ACCESS_KEY, time};
use super::signature;

const SERVICE: &str = "bedrock";
const LEEWAY: Duration = Duration::from_secs(300);

/// The parts of an `Authorization` header.
struct Claim<'a> {
    access_key: &'a str,
    /// `date/region/service/aws4_request`.
    scope: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

pub(super) fn check(
    target: Target<'_>,
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
            _ => Err(UNRECOGNIZED_CLIENT.refusal(target)),
        };
    }
    let canonical = signature::canonical(head, claim.signed_headers, body);
    let right = signature::sign(SECRET_ACCESS_KEY, claim.scope, date, &canonical);
    if right == claim.signature { Ok(()) } else { Err(INVALID_SIGNATURE.refusal(target)) }
}

/// The region in the scope of an `Authorization` header, whatever else is wrong with it.
pub(super) fn region(authorization: &str) -> Option<&str> {
    let mut parts = authorization.split(',').filter_map(|part| part.trim().strip_prefix("Credential="));
    parts.next()?.split('/').nth(2).filter(|region| !region.is_empty())
}

fn incomplete(message: impl Into<String>) -> Refusal {
    Refusal::new("IncompleteSignatureException", 403, message)
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::new("InvalidSignatureException", 403, message)
}

fn parse(authorization: &str) -> Result<Claim<'_>, Refusal> {
    let part = |name: &str| {
        let mut parts = authorization.split(',').filter_map(|part| part.trim().split_once('='));
        parts.find(|(key, _)| *key == name).map(|(_, value)| value).filter(|value| !value.is_empty())
    };
    let (credential, headers, signature) = (part("Credential"), part("SignedHeaders"), part("Signature"));
    let (Some(credential), Some(signed_headers), Some(signature)) = (credential, headers, signature) else {
        let missing = [("Credential", credential), ("Signature", signature), ("SignedHeaders", headers)];
        let missing = missing.iter().filter(|(_, value)| value.is_none());
        let sentences: Vec<String> =
            missing.map(|(name, _)| format!("Authorization header requires '{name}' parameter.")).collect();
        return Err(incomplete(sentences.join(" ")));
    };
    let (access_key, scope) = credential.split_once('/').unwrap_or((credential, ""));
    Ok(Claim { access_key, scope, signed_headers, signature })
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
        return Err(invalid(format!("Credential should be scoped to correct service: '{SERVICE}'.")));
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
        return Err(invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."));
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
        return Err(invalid(format!("Signature expired: {date} is now earlier than {limit} ({at} - 5 min.)")));
    }
    if signed > now + LEEWAY {
        let limit = time::format_basic(now + LEEWAY);
        return Err(invalid(format!("Signature not yet current: {date} is still later than {limit} ({at} + 5 min.)")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(check_at("yesterday", 0).unwrap_err().message.contains("basic format"));
    }

    #[test]
    fn a_scope_of_another_service_is_refused() {
        let claim =
            parse("Credential=AKID/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0").unwrap();
        let refusal = check_scope(&claim, "20260101T000000Z").unwrap_err();
        assert_eq!(refusal.message, "Credential should be scoped to correct service: 'bedrock'.");
    }

    #[test]
    fn what_an_authorization_lacks_is_listed() {
        let refusal = parse("Credential=x").err().unwrap();
        assert!(refusal.message.contains("'Signature'") && refusal.message.contains("'SignedHeaders'"));
    }
}
