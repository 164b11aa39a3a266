//! Roles: assumed with the keys of another profile, the environment or the machine, or for a web identity token

use bedr::sandbox::{ACCESS_KEY_ID, SECRET_ACCESS_KEY};

use super::{ROLE, SOURCE, arrives_with, call, fails};
use crate::counterparts::{self, Counterpart};
use crate::program::bedr;

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
        let run = call(&["--profile", "deploy", "--max-attempts", "1"]).file(".aws/config", role);
        run.file(".aws/credentials", SOURCE).env("AWS_ENDPOINT_URL_STS", &sts.url)
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
    let run = call(&["--profile", "deploy", "--max-attempts", "1"]);
    let run = run.file(".aws/config", format!("{ROLE}source_profile = source\n"));
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
