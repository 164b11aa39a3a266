//! Every link of the credentials chain against a counterpart on loopback, and what is said where one breaks

mod auth;
mod files;
mod logins;
mod machine;
mod roles;

use bedr::sandbox::{ACCESS_KEY_ID, SECRET_ACCESS_KEY};

use crate::counterparts::EXPIRY;
use crate::program::{HI, Ran, Run, bedr};

/// `bedr converse hi`, with nothing in the environment that is a credential.
pub fn call(arguments: &[&'static str]) -> Run {
    let run = bedr(["converse", "hi"].into_iter().chain(arguments.iter().copied()));
    run.env("AWS_ACCESS_KEY_ID", "").env("AWS_SECRET_ACCESS_KEY", "")
}

/// The keys of the sandbox, as a profile has them.
pub fn profile_keys() -> String {
    format!("aws_access_key_id = {ACCESS_KEY_ID}\naws_secret_access_key = {SECRET_ACCESS_KEY}\n")
}

/// Runs it: the call must arrive, signed with the key that was given out together with this token.
pub fn arrives_with(run: Run, token: Option<&str>) -> Ran {
    let ran = run.stdout(HI).requests(1).run();
    assert!(ran.header("authorization").expect("signed").contains(ACCESS_KEY_ID));
    assert_eq!(ran.header("x-amz-security-token").as_deref(), token);
    ran
}

/// Runs it: it must end so, and nothing must reach Bedrock.
pub fn fails(run: Run, exit: i32, stderr: &str) {
    run.exit(exit).stderr(stderr).requests(0).run();
}

pub const ROLE: &str = "[profile deploy]\nrole_arn = arn:aws:iam::123456789012:role/ask\n";
pub const SOURCE: &str = "[source]\naws_access_key_id = AKIASOURCE\naws_secret_access_key = secret-of-source\n";

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
