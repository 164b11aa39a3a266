//! The machine's credentials: container endpoints and instance metadata, and that nobody has any

use super::{ROLE, arrives_with, call, fails};
use crate::counterparts::{self, Counterpart};
use crate::program::{Run, bedr};

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

pub fn on_instance(metadata: &str) -> Run {
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
    for (is_set, is_missing) in [
        ("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"),
        ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
        ("AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID"),
    ] {
        let half = format!(
            "error: no AWS credentials were found: [..]\ncaused by: `{is_set}` is set, but `{is_missing}` is not\nhint: set `{is_missing}` too, or `unset {is_set}`"
        );
        fails(call(&[]).env(is_set, "x"), 3, &half);
    }
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
        &format!(
            "{has_none} fails: request forbidden: [..]\nhint: does this instance have a role[..]? off AWS, log in: `aws sso login` or `aws login`"
        ),
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
