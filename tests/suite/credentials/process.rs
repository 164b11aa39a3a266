//! A `credential_process`: its keys, its failures, and that nothing of it is left behind

use bedr::sandbox::{ACCESS_KEY_ID, SECRET_ACCESS_KEY};

use super::{ROLE, arrives_with, call, fails};
use crate::counterparts::{self, EXPIRY};
use crate::program::Run;
use crate::signals::until;

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
        &format!("{no} it ended with exit status: 3; it said: locked\nhint: run its command by hand: [..]"),
    );
    fails(
        process("echo rubbish"),
        3,
        &format!("{no} what it printed is no JSON object\nhint: run its command by hand: [..]"),
    );
    fails(
        process("echo '{\"Version\": 1, \"SecretAccessKey\": \"s3cret\"}'"),
        3,
        &format!("{no} `AccessKeyId` is missing in what it printed\nhint: run its command by hand: [..]"),
    );
}

#[test]
fn a_credential_process_that_never_stops_writing_is_ended() {
    let no = "error: the `credential_process` of profile `p` gave no credentials\ncaused by: it wrote more than";
    fails(process("cat /dev/zero"), 3, &format!("{no} 64 KiB to stdout\nhint: [..]"));
    fails(process("yes X 1>&2"), 3, &format!("{no} 1024 KiB to stderr\nhint: [..]"));
}

#[test]
fn what_may_be_a_key_is_not_shown_of_a_credential_process() {
    fails(
        process("echo first; echo \"refused: $KEY\" >&2; exit 1")
            .env("KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        3,
        "error: [..]\ncaused by: it ended with exit status: 1; it said: refused: ***\nhint: [..]",
    );
}

#[test]
fn a_role_is_assumed_with_the_keys_of_a_credential_process() {
    let sts = counterparts::sts();
    let keys = "{\"Version\": 1, \"AccessKeyId\": \"AKIASOURCE\", \"SecretAccessKey\": \"secret-of-source\", \
                \"SessionToken\": \"of-process\"}";
    let config = format!("{ROLE}source_profile = base\n[profile base]\ncredential_process = cat keys.json\n");
    let run = call(&["--profile", "deploy"]).file(".aws/config", config).file("keys.json", keys);
    let run = run.env("PATH", &std::env::var("PATH").unwrap_or_default());
    arrives_with(run.env("AWS_ENDPOINT_URL_STS", &sts.url), Some("of-sts"));
    assert!(sts.seen()[0].is_signed_by("AKIASOURCE", "secret-of-source"));
    assert_eq!(sts.seen()[0].header("x-amz-security-token"), Some("of-process"));
}

/// A shell that waits for a command, which writes down its own id.
const HANGS: &str = "sh -c 'echo $$ > id; exec sleep 100'; true";

fn has_ended(run: &std::path::Path) -> bool {
    let id = std::fs::read_to_string(run).expect("it was started");
    // Nobody may be there to wait for it: a zombie has ended.
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", id.trim())).unwrap_or_default();
    stat.is_empty() || stat.contains(") Z ")
}

#[test]
fn a_credential_process_that_hangs_ends_at_the_timeout_with_all_that_it_started() {
    let run = process(HANGS).arguments(&["--timeout", "500ms"]).on_sandbox();
    let id = run.path("id");
    let ran =
        run.exit(8).stderr("error: the command took longer than its `--timeout` of 0.5 s\nhint: [..]").run_alone();
    if cfg!(target_os = "linux") {
        until("its end", || has_ended(&id));
    }
    drop(ran);
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_a_credential_process_too() {
    let mut run = process(HANGS).arguments(&["--no-stdin"]).on_sandbox();
    let id = run.path("id");
    let mut child = run.spawn();
    until("its start", || std::fs::read_to_string(&id).is_ok_and(|id| id.ends_with('\n')));
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("the signal is sent");
    assert!(!child.wait().expect("it ends").success());
    until("its end", || has_ended(&id));
}
