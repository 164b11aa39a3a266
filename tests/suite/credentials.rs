//! Every link of the credentials chain against a counterpart on loopback, and what is said where one breaks

use bedr::sandbox::{ACCESS_KEY_ID, BEARER_TOKEN, SECRET_ACCESS_KEY};
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use sha2::{Digest as _, Sha256};

use crate::counterparts::{self, Counterpart, EXPIRY};
use crate::program::{HI, Ran, Run, bedr};

/// `bedr converse hi`, with nothing in the environment that is a credential.
fn call(arguments: &[&'static str]) -> Run {
    let run = bedr(["converse", "hi"].into_iter().chain(arguments.iter().copied()));
    run.env("AWS_ACCESS_KEY_ID", "").env("AWS_SECRET_ACCESS_KEY", "")
}

/// The keys of the sandbox, as a profile has them.
fn profile_keys() -> String {
    format!("aws_access_key_id = {ACCESS_KEY_ID}\naws_secret_access_key = {SECRET_ACCESS_KEY}\n")
}

/// Runs it: the call must arrive, signed with the key that was given out together with this token.
fn arrives_with(run: Run, token: Option<&str>) -> Ran {
    let ran = run.stdout(HI).requests(1).run();
    assert!(ran.header("authorization").expect("signed").contains(ACCESS_KEY_ID));
    assert_eq!(ran.header("x-amz-security-token").as_deref(), token);
    ran
}

/// Runs it: it must end so, and nothing must reach Bedrock.
fn fails(run: Run, exit: i32, stderr: &str) {
    run.exit(exit).stderr(stderr).requests(0).run();
}

// Keys

#[test]
fn keys_come_from_the_environment_with_their_session_token() {
    let run = bedr(["converse", "hi"]).env("AWS_SESSION_TOKEN", "of-environment");
    arrives_with(run, Some("of-environment"));
}

#[test]
fn keys_come_from_a_profile_in_either_file() {
    let keys = profile_keys();
    arrives_with(call(&[]).file(".aws/credentials", format!("[default]\n{keys}")), None);
    arrives_with(
        call(&[]).file(".aws/config", format!("[default]\n{keys}aws_session_token = of-file\n")),
        Some("of-file"),
    );
    let run = call(&[]).env("AWS_PROFILE", "work").file(".aws/config", format!("[profile work]\n{keys}"));
    arrives_with(run, None);
}

#[test]
fn keys_in_the_environment_come_before_a_profile_that_no_flag_names() {
    let run = bedr(["converse", "hi"]).env("AWS_PROFILE", "work");
    arrives_with(run.file(".aws/config", "[profile work]\ncredential_process = touch asked\n"), None);
}

#[test]
fn half_a_pair_of_keys_is_no_reason_to_use_other_ones() {
    let run = call(&[])
        .env("AWS_ACCESS_KEY_ID", "AKIAHALF")
        .file(".aws/credentials", format!("[default]\n{}", profile_keys()));
    fails(
        run,
        3,
        "error: `AWS_ACCESS_KEY_ID` is set, but `AWS_SECRET_ACCESS_KEY` is not\nhint: set both, or `unset AWS_ACCESS_KEY_ID` to use a profile",
    );
}

// Roles

const ROLE: &str = "[profile deploy]\nrole_arn = arn:aws:iam::123456789012:role/ask\n";
const SOURCE: &str = "[source]\naws_access_key_id = AKIASOURCE\naws_secret_access_key = secret-of-source\n";

#[test]
fn a_role_is_assumed_with_the_keys_of_its_source_profile() {
    let sts = counterparts::sts();
    let role = format!("{ROLE}source_profile = source\nexternal_id = x-1\nrole_session_name = nightly\n");
    let run = call(&["--profile", "deploy"]).file(".aws/config", role).file(".aws/credentials", SOURCE);
    arrives_with(run.env("AWS_ENDPOINT_URL_STS", &sts.url), Some("of-sts"));
    let seen = sts.seen();
    assert_eq!(seen.len(), 1);
    for (name, value) in [
        ("Action", "AssumeRole"),
        ("RoleArn", "arn:aws:iam::123456789012:role/ask"),
        ("ExternalId", "x-1"),
        ("RoleSessionName", "nightly"),
    ] {
        assert_eq!(seen[0].parameter(name).as_deref(), Some(value));
    }
    assert!(seen[0].is_signed_by("AKIASOURCE", "secret-of-source"));
    assert!(!seen[0].is_signed_by("AKIASOURCE", "another-secret"));
}

#[test]
fn a_role_is_assumed_with_the_keys_in_the_environment() {
    let sts = counterparts::sts();
    let run = bedr(["converse", "hi", "--profile", "deploy"])
        .env("AWS_ACCESS_KEY_ID", "AKIASOURCE")
        .env("AWS_SECRET_ACCESS_KEY", "secret-of-source")
        .file(".aws/config", format!("{ROLE}credential_source = Environment\n"));
    arrives_with(run.env("AWS_ENDPOINT_URL_STS", &sts.url), Some("of-sts"));
    assert!(sts.seen()[0].is_signed_by("AKIASOURCE", "secret-of-source"));
}

#[test]
fn a_role_is_assumed_with_the_keys_of_the_instance_or_the_container() {
    let (sts, metadata) = (counterparts::sts(), counterparts::instance_metadata());
    let run = call(&["--profile", "deploy"])
        .file(".aws/config", format!("{ROLE}credential_source = Ec2InstanceMetadata\n"))
        .env("AWS_EC2_METADATA_DISABLED", "false")
        .env("AWS_EC2_METADATA_SERVICE_ENDPOINT", &metadata.url)
        .env("AWS_ENDPOINT_URL_STS", &sts.url);
    arrives_with(run, Some("of-sts"));
    let container = Counterpart::new(|_| (200, counterparts::keys("of-container")));
    let run = call(&["--profile", "deploy"])
        .file(".aws/config", format!("{ROLE}credential_source = EcsContainer\n"))
        .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", &container.url)
        .env("AWS_ENDPOINT_URL_STS", &sts.url);
    arrives_with(run, Some("of-sts"));
    let tokens: Vec<_> = sts.seen().iter().map(|seen| seen.header("x-amz-security-token").map(str::to_owned)).collect();
    assert_eq!(tokens, [Some("of-imds".to_owned()), Some("of-container".to_owned())]);
    assert!(sts.seen().iter().all(|seen| seen.is_signed_by(ACCESS_KEY_ID, SECRET_ACCESS_KEY)));
}

#[test]
fn a_profile_that_wants_an_mfa_code_is_refused_before_any_network() {
    let sts = counterparts::sts();
    let role = format!("{ROLE}source_profile = source\nmfa_serial = arn:aws:iam::123456789012:mfa/me\n");
    let run = |arguments| {
        let run = call(arguments).file(".aws/credentials", SOURCE).env("AWS_ENDPOINT_URL_STS", &sts.url);
        run.file(
            ".aws/config",
            format!("{role}[profile over]\nrole_arn = arn:aws:iam::1:role/b\nsource_profile = deploy\n"),
        )
    };
    let hint = "hint: get credentials for the session first: `eval \"$(aws configure export-credentials --profile";
    fails(
        run(&["--profile", "deploy"]),
        3,
        &format!(
            "error: profile `deploy` assumes `arn:aws:iam::123456789012:role/ask` with an MFA code, and `bedr` does not ask for codes\n{hint} deploy --format env)\"`, which asks for the code, then leave `--profile` out; or `aws sts get-session-token[..]`"
        ),
    );
    fails(
        run(&[]).env("AWS_PROFILE", "over"),
        3,
        &format!(
            "error: profile `over` assumes `arn:aws:iam::123456789012:role/ask` with an MFA code (by its source profile `deploy`), [..]\n{hint} over --format env)\"`, which asks for the code; or [..]"
        ),
    );
    // Where the session's keys are in the environment already, the profile is not asked.
    let keys = run(&[]).env("AWS_PROFILE", "deploy").env("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID);
    arrives_with(keys.env("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY).env("AWS_SESSION_TOKEN", "t"), Some("t"));
    assert!(sts.seen().is_empty());
}

#[test]
fn sts_that_refuses_is_quoted_in_the_row_of_its_kind() {
    let refused = |status, code, message| {
        let sts = counterparts::sts_refusing(status, code, message);
        let role = format!("{ROLE}source_profile = source\n");
        let run = call(&["--profile", "deploy"]).file(".aws/config", role).file(".aws/credentials", SOURCE);
        run.env("AWS_ENDPOINT_URL_STS", &sts.url)
    };
    let cannot = "error: profile `deploy` cannot assume `arn:aws:iam::123456789012:role/ask`\ncaused by:";
    fails(
        refused(403, "AccessDenied", "User: me is not authorized to perform: sts:AssumeRole"),
        4,
        &format!(
            "{cannot} User: me is not authorized to perform: sts:AssumeRole (AccessDenied)\nhint: the role's trust policy [..]`sts:AssumeRole`[..]"
        ),
    );
    fails(
        refused(400, "Throttling", "Rate exceeded"),
        7,
        &format!(
            "{cannot} Rate exceeded (Throttling)\nhint: get the credentials once for all calls: `eval \"$(aws configure export-credentials --profile deploy --format env)\"`, then leave `--profile` out"
        ),
    );
    fails(
        refused(403, "ExpiredToken", "The security token included in the request is expired"),
        3,
        &format!(
            "{cannot} The security token included in the request is expired (ExpiredToken[..])\nhint: write new keys into profile `source` in `~/.aws/credentials`"
        ),
    );
    fails(
        refused(403, "InvalidClientTokenId", "The security token included in the request is invalid."),
        3,
        &format!(
            "{cannot} The security token included in the request is invalid. (InvalidClientTokenId)\nhint: write new keys into profile `source` [..]"
        ),
    );
}

#[test]
fn a_service_of_credentials_that_cannot_be_reached_is_the_networks_fault() {
    let run = call(&["--profile", "deploy"]).file(".aws/config", format!("{ROLE}source_profile = source\n"));
    fails(
        run.file(".aws/credentials", SOURCE).env("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1"),
        8,
        "error: profile `deploy` gave no credentials: the service that has them cannot be reached\ncaused by: cannot connect to `[..]`\ncaused by: Connection refused[..]\nhint: check the network; [..]",
    );
}

#[test]
fn an_endpoint_for_credentials_that_cannot_be_is_named() {
    let run = || {
        let role = format!("{ROLE}source_profile = source\n");
        call(&["--profile", "deploy"]).file(".aws/config", role).file(".aws/credentials", SOURCE)
    };
    fails(
        run().env("AWS_ENDPOINT_URL_STS", ""),
        2,
        "error: `AWS_ENDPOINT_URL_STS` is set to nothing, so that STS cannot be asked for credentials\nhint: `unset AWS_ENDPOINT_URL_STS`",
    );
    fails(
        run().env("AWS_ENDPOINT_URL", "localhost:80"),
        2,
        "error: `AWS_ENDPOINT_URL` is no URL: `localhost:80`\nhint: write it with its scheme[..]",
    );
    let sts = counterparts::sts();
    arrives_with(run().env("AWS_ENDPOINT_URL", "").env("AWS_ENDPOINT_URL_STS", &sts.url), Some("of-sts"));
}

#[test]
fn an_incomplete_profile_is_no_reason_to_call_with_the_machines_credentials() {
    let metadata = counterparts::instance_metadata();
    let run = |profile: &str| {
        let run = call(&[]).env("AWS_PROFILE", "deploy").env("AWS_EC2_METADATA_DISABLED", "false");
        run.env("AWS_EC2_METADATA_SERVICE_ENDPOINT", &metadata.url).file(".aws/config", format!("{ROLE}{profile}"))
    };
    fails(
        run("source_profile = gone two\n"),
        3,
        "error: profile `gone two` gives no credentials\ncaused by: profile `gone two` was not defined: [..]\nhint: check it in `~/.aws/config`; `aws sts get-caller-identity --profile 'gone two'` tells more",
    );
    fails(
        run("source_profile = source\n[profile source]\nregion = us-east-1\n"),
        3,
        "error: profile `source` gives no credentials\ncaused by: [..]could not load source profile[..]\nhint: [..]",
    );
    assert!(metadata.seen().is_empty());
}

// SSO

/// What `aws configure sso` writes, and `aws sso login` into its cache: files are named by the session's SHA-1.
fn sso(expires_at: &str) -> Run {
    let profile = "[profile corp]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Reader\n\
                   [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n";
    let token = format!(
        "{{\"accessToken\": \"of-login\", \"expiresAt\": \"{expires_at}\", \"clientId\": \"client\", \"clientSecret\": \
         \"secret-of-client\", \"registrationExpiresAt\": \"{EXPIRY}\", \"refreshToken\": \"of-refresh\"}}"
    );
    call(&["--profile", "corp"]).file(".aws/config", profile).file(SSO_CACHE, token)
}

const SSO_CACHE: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
const PAST: &str = "2020-01-01T00:00:00Z";

/// Source: <https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html>
fn sso_portal() -> Counterpart {
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

// `aws login`

const SESSION: &str = "arn:aws:iam::123456789012:user/me";

/// The cache of `aws login`, whose file is named by the session's SHA-256, and the public half of its key.
fn login(expires_at: &str) -> (Run, Vec<u8>) {
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

// `credential_process`

fn process(command: &str) -> Run {
    let run = call(&["--profile", "p"]).file(".aws/config", format!("[profile p]\ncredential_process = {command}\n"));
    run.env("PATH", &std::env::var("PATH").unwrap_or_default())
}

#[test]
fn a_credential_process_gives_keys() {
    let keys = format!(
        "{{\"Version\": 1, \"AccessKeyId\": \"{ACCESS_KEY_ID}\", \"SecretAccessKey\": \"{SECRET_ACCESS_KEY}\", \
         \"SessionToken\": \"of-process\", \"Expiration\": \"{EXPIRY}\"}}"
    );
    arrives_with(process("cat keys.json").file("keys.json", keys), Some("of-process"));
}

#[test]
fn a_credential_process_that_fails_or_prints_rubbish_is_quoted() {
    let no = "error: the `credential_process` of profile `p` gave no credentials\ncaused by:";
    fails(
        process("echo locked >&2; exit 3"),
        3,
        &format!("{no} [..]exit status: 3[..]locked\nhint: run its command by hand: [..]"),
    );
    fails(process("echo rubbish"), 3, &format!("{no} [..]could not parse[..]\nhint: run its command by hand: [..]"));
    fails(
        process("echo '{\"Version\": 1, \"SecretAccessKey\": \"s3cret\"}'"),
        3,
        &format!("{no} [..]`AccessKeyId` in response but it was missing\nhint: run its command by hand: [..]"),
    );
}

#[test]
fn a_credential_process_that_hangs_ends_at_the_timeout() {
    let profile = "[profile p]\ncredential_process = exec sleep 5\n";
    let run = call(&["--profile", "p", "--timeout", "300ms"]).file(".aws/config", profile);
    let run = run.env("PATH", &std::env::var("PATH").unwrap_or_default());
    fails(run, 8, "error: the command took longer than its `--timeout` of 0.3 s\nhint: [..]");
}

// Web identity

#[test]
fn a_web_identity_token_is_exchanged_for_keys() {
    let sts = counterparts::sts();
    let run = call(&[])
        .file("token", "eyJ.of.ci")
        .env("AWS_WEB_IDENTITY_TOKEN_FILE", "token")
        .env("AWS_ROLE_ARN", "arn:aws:iam::1:role/ci")
        .env("AWS_ROLE_SESSION_NAME", "job-7");
    arrives_with(run.env("AWS_ENDPOINT_URL_STS", &sts.url), Some("of-sts"));
    let profile =
        "[profile ci]\nrole_arn = arn:aws:iam::1:role/ci\nweb_identity_token_file = token\nrole_session_name = job-7\n";
    let run = call(&["--profile", "ci"]).file("token", "eyJ.of.ci").file(".aws/config", profile);
    arrives_with(run.env("AWS_ENDPOINT_URL_STS", &sts.url), Some("of-sts"));
    assert_eq!(sts.seen().len(), 2);
    for seen in sts.seen() {
        assert_eq!(seen.parameter("Action").as_deref(), Some("AssumeRoleWithWebIdentity"));
        assert_eq!(seen.parameter("WebIdentityToken").as_deref(), Some("eyJ.of.ci"));
        assert_eq!(seen.parameter("RoleSessionName").as_deref(), Some("job-7"));
        assert_eq!(seen.header("authorization"), None);
    }
}

#[test]
fn a_web_identity_token_that_is_missing_or_refused_is_named() {
    let run = || call(&[]).env("AWS_WEB_IDENTITY_TOKEN_FILE", "token").env("AWS_ROLE_ARN", "arn:aws:iam::1:role/ci");
    fails(
        run(),
        3,
        "error: the web identity token in `token` cannot be read\ncaused by: No such file or directory[..]\nhint: `AWS_WEB_IDENTITY_TOKEN_FILE` or the profile names it: [..]",
    );
    let sts =
        counterparts::sts_refusing(400, "ExpiredTokenException", "Token expired: current date/time must be before");
    fails(
        run().file("token", "eyJ.old").env("AWS_ENDPOINT_URL_STS", &sts.url),
        3,
        "error: STS does not take the web identity token in `token`\ncaused by: Token expired: current date/time must be before (ExpiredTokenException)\nhint: [..]let the job write a new one[..]",
    );
}

// Containers and instances

#[test]
fn a_containers_endpoint_gives_keys_for_a_token() {
    let container = || {
        Counterpart::new(|request| match request.header("authorization") {
            Some("of-pod") => (200, counterparts::keys("of-container")),
            _ => (403, "{\"code\": \"AccessDenied\", \"message\": \"no token\"}".into()),
        })
    };
    let endpoint = container();
    let run = || call(&[]).env("AWS_CONTAINER_CREDENTIALS_FULL_URI", &format!("{}/v1/credentials", endpoint.url));
    arrives_with(run().env("AWS_CONTAINER_AUTHORIZATION_TOKEN", "of-pod"), Some("of-container"));
    let file = run().file("token", "of-pod").env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "token");
    arrives_with(file, Some("of-container"));
    assert!(endpoint.seen().iter().all(|seen| seen.line == "GET /v1/credentials"));
    fails(
        run(),
        3,
        "error: the container's credentials endpoint gave no credentials\ncaused by: [..]403[..]\nhint: does the task or pod have a role? [..]",
    );
    let foreign = call(&[]).env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://198.51.100.1/keys");
    fails(
        foreign,
        3,
        "error: the container's credentials endpoint gave no credentials\ncaused by: [..]not refer to an allowed IP address[..]\nhint: [..]",
    );
}

fn on_instance(metadata: &str) -> Run {
    call(&[]).env("AWS_EC2_METADATA_DISABLED", "false").env("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata)
}

#[test]
fn instance_metadata_gives_keys_for_a_session_token() {
    let metadata = counterparts::instance_metadata();
    arrives_with(on_instance(&metadata.url), Some("of-imds"));
    let lines: Vec<String> = metadata.seen().into_iter().map(|seen| seen.line).collect();
    let path = "/latest/meta-data/iam/security-credentials/";
    assert_eq!(lines, ["PUT /latest/api/token".to_owned(), format!("GET {path}"), format!("GET {path}role")]);
}

#[test]
fn instance_metadata_that_fails_is_asked_as_often_as_the_aws_cli_is_told_to() {
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let metadata = Counterpart::new(move |request| match request.line.as_str() {
        "PUT /latest/api/token" => (200, "of-put".into()),
        _ if asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed).is_multiple_of(2) => (500, String::new()),
        line if line.ends_with("/role") => (200, counterparts::keys("of-imds")),
        _ => (200, "role".into()),
    });
    let run = on_instance(&metadata.url).file(".aws/config", "[default]\nmetadata_service_num_attempts = 2\n");
    arrives_with(run, Some("of-imds"));
    fails(
        on_instance(&metadata.url),
        3,
        "error: no AWS credentials were found: none in the environment or profile `default`, and the instance metadata service answers HTTP 500\nhint: does this instance have a role[..]",
    );
    fails(
        on_instance(&metadata.url).env("AWS_METADATA_SERVICE_TIMEOUT", "soon"),
        2,
        "error: `AWS_METADATA_SERVICE_TIMEOUT` is no number above 0: `soon`\nhint: it is a whole number, 1 unless it is set",
    );
}

#[test]
fn the_help_says_how_to_get_credentials_once_for_many_calls() {
    let output = bedr(["--help"]).output();
    let help = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(help.contains("eval \"$(aws configure export-credentials --profile x --format env)\""), "{help}");
}

#[test]
fn a_profile_that_has_only_a_region_leaves_the_machines_credentials_in_force() {
    let metadata = counterparts::instance_metadata();
    let run = call(&["--profile", "eu"])
        .file(".aws/config", "[profile eu]\nregion = us-east-1\n")
        .env("AWS_EC2_METADATA_DISABLED", "false")
        .env("AWS_EC2_METADATA_SERVICE_ENDPOINT", &metadata.url);
    arrives_with(run, Some("of-imds"));
}

#[test]
fn without_any_credentials_it_says_who_was_asked() {
    let found = |imds| {
        format!(
            "error: no AWS credentials were found: none in the environment or profile `default`, and {imds}\nhint: log in (`aws sso login`, `aws login`), set `AWS_PROFILE`, [..]`--sandbox`"
        )
    };
    fails(call(&[]), 3, &found("the instance metadata service is switched off (`AWS_EC2_METADATA_DISABLED`)"));
    fails(on_instance(&counterparts::silent()), 3, &found("no instance metadata service answers"));
    fails(on_instance("http://127.0.0.1:1"), 3, &found("no instance metadata service answers"));
    let without_role = Counterpart::new(|request| match request.line.as_str() {
        "PUT /latest/api/token" => (200, "of-put".into()),
        _ => (404, String::new()),
    });
    let has_none = "error: no AWS credentials were found: none in the environment or profile `default`, and the instance metadata service";
    fails(
        on_instance(&without_role.url),
        3,
        &format!("{has_none} knows no role\nhint: does this instance have a role[..]"),
    );
    let forbidden = Counterpart::new(|_| (403, String::new()));
    fails(
        on_instance(&forbidden.url),
        3,
        &format!("{has_none} fails: request forbidden: [..]\nhint: does this instance have a role[..]"),
    );
    let distrusted = Counterpart::new(|request| match request.line.as_str() {
        "PUT /latest/api/token" => (200, "of-put".into()),
        line if line.ends_with("/role") => {
            (200, "{\"Code\": \"AssumeRoleUnauthorizedAccess\", \"Message\": \"EC2 cannot assume the role\"}".into())
        }
        _ => (200, "role".into()),
    });
    fails(
        on_instance(&distrusted.url),
        3,
        &format!("{has_none} fails: [..]EC2 cannot assume the role[..]\nhint: [..]"),
    );
    fails(
        call(&["--profile", "eu"]).file(".aws/config", "[profile eu]\nregion = us-east-1\n"),
        3,
        "error: no AWS credentials were found: none in profile `eu`, and the instance metadata service is switched off (`AWS_EC2_METADATA_DISABLED`)\nhint: log in (`aws sso login --profile eu`, `aws login --profile eu`), [..]",
    );
    let run =
        call(&["--profile", "deploy"]).file(".aws/config", format!("{ROLE}credential_source = Ec2InstanceMetadata\n"));
    let run = run.env("AWS_EC2_METADATA_DISABLED", "false");
    fails(
        run.env("AWS_EC2_METADATA_SERVICE_ENDPOINT", &counterparts::silent()),
        3,
        "error: profile `deploy` has no credentials: no instance metadata service answers\nhint: [..]",
    );
}

// Bearer and `--auth`

/// A profile and a metadata service that would leave a trace.
fn with_traces(run: Run, metadata: &Counterpart) -> Run {
    run.file(".aws/config", "[default]\ncredential_process = touch asked\n")
        .env("PATH", &std::env::var("PATH").unwrap_or_default())
        .env("AWS_EC2_METADATA_DISABLED", "false")
        .env("AWS_EC2_METADATA_SERVICE_ENDPOINT", &metadata.url)
}

fn arrives_with_bearer(run: Run) -> Ran {
    let ran = run.stdout(HI).requests(1).run();
    assert_eq!(ran.header("authorization"), Some(format!("Bearer {BEARER_TOKEN}")));
    ran
}

#[test]
fn with_an_api_key_nobody_is_asked_for_credentials() {
    let metadata = counterparts::instance_metadata();
    // The trace is one: without the key the process is run.
    let run = with_traces(call(&[]), &metadata);
    let asked = run.path("asked");
    let ran = run.exit(3).stderr("error: the `credential_process`[..]\ncaused by: [..]\nhint: [..]").run();
    assert!(asked.exists());
    drop(ran);

    let run = with_traces(call(&[]), &metadata).env("AWS_BEARER_TOKEN_BEDROCK", BEARER_TOKEN);
    let asked = run.path("asked");
    let _ran = arrives_with_bearer(run);
    assert!(!asked.exists() && metadata.seen().is_empty());
}

#[test]
fn auth_decides_by_hand() {
    let run = || bedr(["converse", "hi", "--auth", "sigv4"]).env("AWS_BEARER_TOKEN_BEDROCK", BEARER_TOKEN);
    arrives_with(run(), None);
    let run = bedr(["converse", "hi", "--auth", "bearer"]).env("AWS_BEARER_TOKEN_BEDROCK", BEARER_TOKEN);
    arrives_with_bearer(run);
    fails(
        bedr(["converse", "hi", "--auth", "bearer"]),
        3,
        "error: `--auth bearer` needs an API key, and `AWS_BEARER_TOKEN_BEDROCK` is not set\nhint: `export AWS_BEARER_TOKEN_BEDROCK=` your API key, or leave `--auth bearer` out",
    );
    bedr(["--sandbox", "converse", "hi", "--auth", "sigv4"])
        .exit(2)
        .stderr("error: `--sandbox` cannot be used with `--auth`\nhint: the sandbox has keys and an address of its own")
        .run_alone();
}

#[test]
fn with_a_bearer_key_a_profile_gives_the_region_only() {
    let run = call(&["--profile", "deploy", "--auth", "bearer"])
        .file(".aws/config", format!("{ROLE}region = us-east-1\nmfa_serial = x\nsource_profile = gone\n"))
        .env("AWS_REGION", "")
        .env("AWS_BEARER_TOKEN_BEDROCK", BEARER_TOKEN);
    arrives_with_bearer(run);
}

#[test]
fn an_api_key_outranks_a_preference_of_schemes_as_in_aws_sdks() {
    let run = bedr(["converse", "hi"]).env("AWS_AUTH_SCHEME_PREFERENCE", "sigv4");
    arrives_with_bearer(run.env("AWS_BEARER_TOKEN_BEDROCK", BEARER_TOKEN));
    arrives_with(bedr(["converse", "hi"]).env("AWS_AUTH_SCHEME_PREFERENCE", "httpBearerAuth"), None);
}

// Keys that Bedrock says have expired

#[test]
fn keys_that_have_expired_say_where_they_came_from() {
    let expired = |run: Run, hint: &str| {
        let said = "error: The security token included in the request is expired (ExpiredTokenException)";
        run.fault("expired-token").exit(3).stderr(&format!("{said}\nhint: {hint}\nrequest id: [..]")).requests(1).run();
    };
    expired(bedr(["converse", "hi"]), "the keys in the environment (`AWS_SESSION_TOKEN`) have expired: [..]");
    let portal = sso_portal();
    expired(sso(EXPIRY).env("AWS_ENDPOINT_URL_SSO", &portal.url), "log in: `aws sso login --profile corp`");
    expired(login(EXPIRY).0, "log in: `aws login --profile console`");
    let keys = format!("[default]\n{}aws_session_token = t\n", profile_keys());
    expired(call(&[]).file(".aws/credentials", keys), "write new keys into profile `default` in `~/.aws/credentials`");
}
