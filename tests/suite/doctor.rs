//! The doctor: each step of the way against a counterpart, and what is said where one fails

use bedr::sandbox::{ACCESS_KEY_ID, SECRET_ACCESS_KEY};

use crate::counterparts::{self, Counterpart};
use crate::program::{Run, bedr};
use crate::servers::{Secure, secure_sandbox};

/// GetCallerIdentity of STS.
/// Source: <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
fn sts() -> Counterpart {
    Counterpart::new(|request| {
        assert_eq!(request.parameter("Action").as_deref(), Some("GetCallerIdentity"));
        let body = "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
                    <GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/me</Arn><UserId>AIDA</UserId>\
                    <Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";
        (200, body.into())
    })
}

/// Runs it and gives back its rows, name to result and what was found.
fn rows(run: Run, exit: i32) -> Vec<(String, String, String)> {
    let output = run.output();
    let (text, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(exit), "{text}\n{said}");
    assert!(!text.contains(SECRET_ACCESS_KEY) && !text.contains(ACCESS_KEY_ID), "{text}");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 4, "{line}");
        (cells[0].to_owned(), cells[1].to_owned(), cells[3].to_owned())
    };
    text.lines().map(row).collect()
}

fn row<'a>(rows: &'a [(String, String, String)], name: &str) -> (&'a str, &'a str) {
    let row = rows.iter().find(|row| row.0 == name).unwrap_or_else(|| panic!("no {name} in {rows:?}"));
    (&row.1, &row.2)
}

/// On a server that speaks TLS with a certificate of its own.
fn at(secure: &Secure, arguments: &[&'static str]) -> Run {
    bedr(["doctor"].into_iter().chain(arguments.iter().copied()))
        .file("ca.pem", &secure.certificate)
        .env("AWS_ENDPOINT_URL_BEDROCK", &secure.url)
        .env("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", &secure.url)
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID)
        .env("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY)
}

#[test]
fn goes_all_the_way_to_the_model() {
    let (secure, sts) = (secure_sandbox(), sts());
    let run = at(&secure, &["-m", "us.amazon.nova-lite-v1:0", "--probe", "--ca-bundle", "ca.pem", "-q"]);
    let rows = rows(run.env("AWS_ENDPOINT_URL_STS", &sts.url), 0);
    assert_eq!(row(&rows, "region"), ("ok", "us-east-1 (AWS_REGION)"));
    assert_eq!(row(&rows, "ca_bundle"), ("ok", "ca.pem (--ca-bundle)"));
    assert_eq!(row(&rows, "auth"), ("ok", "sigv4 (default)"));
    assert_eq!(row(&rows, "credentials"), ("ok", "key …MPLE of the environment"));
    assert_eq!(row(&rows, "caller"), ("ok", "account 123456789012, arn:aws:iam::123456789012:user/me"));
    for service in ["bedrock", "bedrock-runtime"] {
        assert_eq!(row(&rows, &format!("{service}.handshake")), ("ok", "TLS 1.3"));
    }
    assert!(row(&rows, "availability").1.starts_with("authorizationStatus AUTHORIZED"), "{rows:?}");
    assert!(row(&rows, "probe").1.starts_with("it answers; "), "{rows:?}");
    assert_eq!(secure.sandbox.requests().iter().filter(|request| request.path.ends_with("/converse")).count(), 1);
}

#[test]
fn a_certificate_that_is_not_trusted_is_the_handshakes_fault() {
    let (secure, sts) = (secure_sandbox(), sts());
    let rows = rows(at(&secure, &["-m", "a.b"]).env("AWS_ENDPOINT_URL_STS", &sts.url), 8);
    let (result, found) = row(&rows, "bedrock.handshake");
    assert!(result == "failed" && found.contains("--ca-bundle"), "{found}");
    assert_eq!(row(&rows, "bedrock.connect").0, "ok");
    assert_eq!(row(&rows, "availability").0, "skipped");
    assert!(secure.sandbox.requests().is_empty());
}

#[test]
fn without_region_or_credentials_it_says_what_to_do() {
    let rows_of = |run: Run| rows(run, 3);
    let rows = rows_of(bedr(["doctor"]));
    let (result, found) = row(&rows, "region");
    assert!(result == "failed" && found.contains("--region"), "{found}");
    let rows = rows_of(bedr(["doctor", "--endpoint-url", "http://127.0.0.1:9", "--region", "us-east-1"]));
    let (result, found) = row(&rows, "credentials");
    assert!(result == "failed" && found.contains("aws sso login"), "{found}");
    assert_eq!(row(&rows, "caller").0, "skipped");
    assert_eq!(row(&rows, "bedrock.connect").0, "failed");
}

#[test]
fn sts_out_of_reach_is_unknown_and_keys_that_it_refuses_are_a_failure() {
    let secure = secure_sandbox();
    let run = |sts: &str| at(&secure, &["--ca-bundle", "ca.pem"]).env("AWS_ENDPOINT_URL_STS", sts);
    assert_eq!(row(&rows(run("http://127.0.0.1:9"), 0), "caller").0, "unknown");
    let refusing = counterparts::sts_refusing(403, "InvalidClientTokenId", "The security token is invalid.");
    assert_eq!(row(&rows(run(&refusing.url), 3), "caller").0, "failed");
}

#[test]
fn an_api_key_needs_no_credentials() {
    let rows = rows(bedr(["doctor"]).env("AWS_BEARER_TOKEN_BEDROCK", "bedrock-api-key-x").on_sandbox(), 0);
    assert_eq!(row(&rows, "auth"), ("ok", "bearer (AWS_BEARER_TOKEN_BEDROCK)"));
    assert_eq!(row(&rows, "caller").0, "skipped");
}

#[test]
fn in_json_each_check_is_an_object_and_the_sandbox_is_well() {
    let output = bedr(["--sandbox", "doctor", "-o", "json", "-q"]).output();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let checks = report["checks"].as_array().expect("a list");
    assert!(output.status.success() && checks.iter().all(|check| check["result"] != "failed"), "{report}");
    assert!(checks.iter().any(|check| check["check"] == "availability" && check["milliseconds"].is_number()));
    let output = bedr(["--sandbox", "doctor", "-o", "json", "-q", "--fault", "denied=GetFoundationModelAvailability"]);
    let report: serde_json::Value = serde_json::from_slice(&output.output().stdout).expect("JSON");
    let check = report["checks"].as_array().expect("a list").last().expect("a check");
    assert_eq!(
        (&check["check"], &check["result"], &check["kind"]),
        (&"availability".into(), &"unknown".into(), &"denied".into())
    );
}

#[test]
fn a_configuration_that_cannot_be_read_is_the_first_failure() {
    let rows = rows(bedr(["--config", "c.toml", "doctor"]).file("c.toml", "modle = 1\n"), 2);
    assert_eq!(row(&rows, "config").0, "failed");
}

#[test]
fn a_bundle_that_is_missing_or_damaged_fails_without_tls_too() {
    let sts = sts();
    for (name, why) in [("none.pem", "No such file"), ("text.pem", "no certificate in it"), ("cut.pem", "damaged")] {
        let run = bedr(["doctor", "--ca-bundle", name])
            .file("text.pem", "not a certificate")
            .file("cut.pem", "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n")
            .env("AWS_ENDPOINT_URL_STS", &sts.url);
        let rows = rows(run.on_sandbox(), 2);
        let (result, found) = row(&rows, "ca_bundle");
        assert!(result == "failed" && found.contains(why) && found.contains(name), "{found}");
        assert_eq!(row(&rows, "bedrock.connect").0, "ok");
    }
}

#[cfg(unix)]
#[test]
fn a_bundle_out_of_a_pipe_is_read_once() {
    let (secure, sts) = (secure_sandbox(), sts());
    let script = r#"exec "$1" doctor -q --ca-bundle <(cat ca.pem)"#;
    let directory = tempfile::tempdir().expect("a folder");
    std::fs::write(directory.path().join("ca.pem"), &secure.certificate).expect("written");
    let mut command = std::process::Command::new("bash");
    command.args(["-c", script, "bash", crate::program::PROGRAM]).env_clear().current_dir(directory.path());
    for (name, value) in [
        ("PATH", "/usr/bin:/bin"),
        ("HOME", "/nonexistent"),
        ("AWS_ENDPOINT_URL_BEDROCK", &secure.url),
        ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", &secure.url),
        ("AWS_ENDPOINT_URL_STS", &sts.url),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID),
        ("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY),
    ] {
        command.env(name, value);
    }
    let output = command.stdin(std::process::Stdio::null()).output().expect("bash runs");
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && shown.contains("\nbedrock.handshake\tok\t"), "{shown}");
}
