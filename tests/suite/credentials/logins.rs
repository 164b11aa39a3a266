//! Logins: SSO and `aws login`, fresh, renewed and expired

use bedr::sandbox::{ACCESS_KEY_ID, SECRET_ACCESS_KEY};
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use sha2::{Digest as _, Sha256};

use super::{arrives_with, call, fails};
use crate::counterparts::{self, Counterpart, EXPIRY};
use crate::program::Run;

/// What `aws configure sso` writes, and `aws sso login` into its cache: files are named by the session's SHA-1.
pub fn sso(expires_at: &str) -> Run {
    let profile = "[profile corp]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Reader\n\
                   [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n";
    let token = format!(
        "{{\"accessToken\": \"of-login\", \"expiresAt\": \"{expires_at}\", \"clientId\": \"client\", \"clientSecret\": \
         \"secret-of-client\", \"registrationExpiresAt\": \"{EXPIRY}\", \"refreshToken\": \"of-refresh\"}}"
    );
    call(&["--profile", "corp"]).file(".aws/config", profile).file(SSO_CACHE, token)
}

const SSO_CACHE: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
pub const PAST: &str = "2020-01-01T00:00:00Z";

/// Source: <https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html>
pub fn sso_portal() -> Counterpart {
    Counterpart::new(|_| {
        let keys = format!(
            "{{\"roleCredentials\": {{\"accessKeyId\": \"{ACCESS_KEY_ID}\", \"secretAccessKey\": \"{SECRET_ACCESS_KEY}\", \
             \"sessionToken\": \"of-sso\", \"expiration\": 4070908800000}}}}"
        );
        (200, keys)
    })
}

#[test]
fn an_sso_login_gives_the_keys_of_its_role() {
    let portal = sso_portal();
    arrives_with(sso(EXPIRY).env("AWS_ENDPOINT_URL_SSO", &portal.url), Some("of-sso"));
    let seen = &portal.seen()[0];
    assert_eq!(seen.line, "GET /federation/credentials?role_name=Reader&account_id=123456789012");
    assert_eq!(seen.header("x-amz-sso_bearer_token"), Some("of-login"));
}

#[test]
fn an_sso_login_without_a_session_gives_keys_too() {
    let portal = sso_portal();
    let profile = "[default]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n\
                   sso_account_id = 123456789012\nsso_role_name = Reader\n";
    let run = call(&[]).file(".aws/config", profile).file(
        ".aws/sso/cache/a51746d4aa793ae07b25e90c3a5db96fc7832bd7.json",
        format!("{{\"accessToken\": \"of-login\", \"expiresAt\": \"{EXPIRY}\"}}"),
    );
    arrives_with(run.env("AWS_ENDPOINT_URL_SSO", &portal.url), Some("of-sso"));
}

#[test]
fn an_sso_login_that_has_expired_is_renewed() {
    let portal = sso_portal();
    let oidc = Counterpart::new(|_| {
        (200, "{\"accessToken\": \"of-renewal\", \"expiresIn\": 3600, \"refreshToken\": \"next-refresh\"}".into())
    });
    let run = sso(PAST).env("AWS_ENDPOINT_URL_SSO", &portal.url).env("AWS_ENDPOINT_URL_SSO_OIDC", &oidc.url);
    let ran = arrives_with(run, Some("of-sso"));
    let asked: serde_json::Value = serde_json::from_str(&oidc.seen()[0].body).expect("JSON");
    assert_eq!((&asked["grantType"], &asked["refreshToken"]), (&"refresh_token".into(), &"of-refresh".into()));
    assert_eq!(portal.seen()[0].header("x-amz-sso_bearer_token"), Some("of-renewal"));
    assert!(ran.read(SSO_CACHE).contains("next-refresh"));
}

#[test]
fn an_sso_login_that_cannot_be_renewed_says_how_to_log_in() {
    let expired = "error: the SSO login of profile `corp` has expired\nhint: log in: `aws sso login --profile corp`";
    let portal = sso_portal();
    // No refresh token, and nobody is asked.
    let token = format!("{{\"accessToken\": \"x\", \"expiresAt\": \"{PAST}\"}}");
    fails(sso(PAST).file(SSO_CACHE, token).env("AWS_ENDPOINT_URL_SSO", &portal.url), 3, expired);
    assert!(portal.seen().is_empty());
    // The renewal is refused, and then the portal refuses the old token.
    let oidc =
        Counterpart::new(|_| (400, "{\"error\": \"invalid_grant\", \"__type\": \"InvalidGrantException\"}".into()));
    let portal = Counterpart::new(|_| {
        (401, "{\"__type\": \"UnauthorizedException\", \"message\": \"Session token not found or invalid\"}".into())
    });
    let run = sso(PAST).env("AWS_ENDPOINT_URL_SSO", &portal.url).env("AWS_ENDPOINT_URL_SSO_OIDC", &oidc.url);
    fails(run, 3, expired);
    // Signed out elsewhere.
    fails(sso(EXPIRY).env("AWS_ENDPOINT_URL_SSO", &portal.url), 3, expired);
}

#[test]
fn an_sso_role_that_is_not_assigned_is_denied() {
    let portal = Counterpart::new(|_| (403, "{\"__type\": \"ForbiddenException\", \"message\": \"No access\"}".into()));
    fails(
        sso(EXPIRY).env("AWS_ENDPOINT_URL_SSO", &portal.url),
        4,
        "error: SSO gave profile `corp` no credentials\ncaused by: No access (AccessDeniedException)\nhint: is its `sso_role_name` in its `sso_account_id` assigned to you? [..]",
    );
}

#[test]
fn a_page_that_is_not_ssos_is_a_matter_of_the_service() {
    let portal = Counterpart::new(|_| (403, "<html>Blocked by the company</html>".into()));
    fails(
        sso(EXPIRY).env("AWS_ENDPOINT_URL_SSO", &portal.url),
        9,
        "error: SSO gave profile `corp` no credentials\ncaused by: [..]\nhint: try again in a while; is there a proxy that answers instead?",
    );
    let refused = |status, body: &str| {
        let body = body.to_owned();
        let signin = Counterpart::new(move |_| (status, body.clone()));
        login(PAST).0.env("AWS_ENDPOINT_URL_SIGNIN", &signin.url)
    };
    fails(
        refused(
            403,
            "{\"__type\": \"AccessDeniedException\", \"error\": \"INSUFFICIENT_PERMISSIONS\", \"message\": \"no\"}",
        ),
        4,
        "error: the login session of profile `console` cannot be renewed\ncaused by: no (AccessDeniedException)\nhint: the policy needs `signin:CreateOAuth2Token`",
    );
}

#[test]
fn sso_settings_that_are_incomplete_are_named() {
    let profile = |lines: &str| call(&["--profile", "corp"]).file(".aws/config", format!("[profile corp]\n{lines}"));
    let cannot = "error: the SSO settings of profile `corp` cannot be used\ncaused by:";
    fails(
        profile("sso_session = gone\nsso_account_id = 1\nsso_role_name = Reader\n"),
        3,
        &format!(
            "{cannot} sso-session named `gone` (referenced by profile `corp`) was not found\nhint: `aws configure sso` writes them anew"
        ),
    );
    fails(
        profile("sso_account_id = 1\nsso_role_name = Reader\nsso_region = us-east-1\n"),
        3,
        &format!("{cannot} [..]`sso_start_url` was missing\nhint: `aws configure sso` writes them anew"),
    );
}

#[test]
fn an_sso_login_behind_a_role_is_named_by_its_own_profile() {
    let profile = "[profile deploy]\nrole_arn = arn:aws:iam::1:role/ask\nsource_profile = base\n\
                   [profile base]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Reader\n\
                   [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n";
    fails(
        call(&["--profile", "deploy"]).file(".aws/config", profile),
        3,
        "error: profile `base` is not logged in\nhint: log in: `aws sso login --profile base`",
    );
}

const SESSION: &str = "arn:aws:iam::123456789012:user/me";

/// The cache of `aws login`, whose file is named by the session's SHA-256, and the public half of its key.
pub fn login(expires_at: &str) -> (Run, Vec<u8>) {
    let random = ring::rand::SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).expect("a key");
    // The key alone (RFC 5915) begins behind the PKCS #8 header, which is 29 bytes for this curve.
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &pkcs8.as_ref()[29..]);
    let lines: Vec<&str> =
        [encoded.get(..64), encoded.get(64..128), encoded.get(128..)].into_iter().flatten().collect();
    let label = "EC PRIVATE KEY";
    let pem = format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"));
    let token = serde_json::json!({
        "accessToken": {
            "accessKeyId": ACCESS_KEY_ID, "secretAccessKey": SECRET_ACCESS_KEY, "sessionToken": "of-login",
            "accountId": "123456789012", "expiresAt": expires_at,
        },
        "tokenType": "aws_sigv4", "refreshToken": "of-refresh", "clientId": "arn:aws:signin:::devtools/same-device",
        "dpopKey": pem,
    });
    let run = call(&["--profile", "console"])
        .file(".aws/config", format!("[profile console]\nlogin_session = {SESSION}\n"))
        .file(&login_cache(), token.to_string());
    (run, pair.public_key().as_ref().to_owned())
}

fn login_cache() -> String {
    format!(".aws/login/cache/{}.json", counterparts::hex(&Sha256::digest(SESSION.as_bytes())))
}

#[test]
fn a_login_session_gives_its_keys() {
    arrives_with(login(EXPIRY).0, Some("of-login"));
}

#[test]
fn a_login_session_that_has_expired_is_renewed_with_proof_of_its_key() {
    let signin = Counterpart::new(|_| {
        let reply = serde_json::json!({
            "accessToken": {
                "accessKeyId": ACCESS_KEY_ID, "secretAccessKey": SECRET_ACCESS_KEY, "sessionToken": "of-renewal",
            },
            "tokenType": "aws_sigv4", "expiresIn": 900, "refreshToken": "next-refresh",
        });
        (200, reply.to_string())
    });
    let (run, public_key) = login(PAST);
    let ran = arrives_with(run.env("AWS_ENDPOINT_URL_SIGNIN", &signin.url), Some("of-renewal"));
    let asked = &signin.seen()[0];
    assert_eq!(asked.line, "POST /v1/token");
    assert!(asked.body.contains("\"refreshToken\":\"of-refresh\""));
    assert!(asked.is_proved_by(&public_key));
    assert!(ran.read(&login_cache()).contains("next-refresh"));
}

#[test]
fn a_login_session_that_cannot_be_renewed_says_how_to_log_in() {
    let signin = Counterpart::new(|_| {
        (403, "{\"__type\": \"AccessDeniedException\", \"error\": \"TOKEN_EXPIRED\", \"message\": \"expired\"}".into())
    });
    fails(
        login(PAST).0.env("AWS_ENDPOINT_URL_SIGNIN", &signin.url),
        3,
        "error: the login session of profile `console` has expired\nhint: log in: `aws login --profile console`",
    );
    fails(
        call(&[]).file(".aws/config", format!("[default]\nlogin_session = {SESSION}\n")),
        3,
        "error: profile `default` is not logged in\nhint: log in: `aws login`",
    );
}
