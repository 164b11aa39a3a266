//! Every link of the credentials chain against a counterpart on loopback, and what is said where one breaks

mod auth;
mod files;
mod limits;
mod logins;
mod machine;
mod process;
mod roles;

use bedr::sandbox::{ACCESS_KEY_ID, SECRET_ACCESS_KEY};

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
