//! API key or signature, and keys that Bedrock says have expired

use bedr::sandbox::BEARER_TOKEN;

use super::logins::{login, sso, sso_portal};
use super::{ROLE, arrives_with, call, fails, profile_keys};
use crate::counterparts::{self, Counterpart, EXPIRY};
use crate::program::{HI, Ran, Run, bedr};

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

#[test]
fn keys_that_have_expired_say_where_they_came_from() {
    let expired = |run: Run, hint: &str| {
        let said = "error: The security token included in the request is expired (ExpiredTokenException)";
        run.fault("expired-token").exit(3).stderr(&format!("{said}\nhint: {hint}\nrequest id: [..]")).requests(1).run();
    };
    let keys = "`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`";
    let of_environment = |names: &str| format!("the keys in the environment ({names}) have expired: [..]");
    expired(bedr(["converse", "hi"]), &of_environment(keys));
    let with_token = bedr(["converse", "hi"]).env("AWS_SESSION_TOKEN", "t");
    expired(with_token, &of_environment(&format!("{keys}, `AWS_SESSION_TOKEN`")));
    let portal = sso_portal();
    expired(sso(EXPIRY).env("AWS_ENDPOINT_URL_SSO", &portal.url), "log in: `aws sso login --profile corp`");
    expired(login(EXPIRY).0, "log in: `aws login --profile console`");
    let keys = format!("[default]\n{}aws_session_token = t\n", profile_keys());
    expired(call(&[]).file(".aws/credentials", keys), "write new keys into profile `default` in `~/.aws/credentials`");
}
