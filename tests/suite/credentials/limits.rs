//! Who gives out credentials and is slow, or says "later": our limits hold, and asking again is said

use super::logins::sso;
use super::{ROLE, SOURCE, arrives_with, call, fails};
use crate::counterparts::{self, Counterpart, EXPIRY};
use crate::program::Run;

fn assumes(arguments: &[&'static str], sts: &str) -> Run {
    let run = call(&["--profile", "deploy"]).arguments(arguments).file(".aws/credentials", SOURCE);
    run.file(".aws/config", format!("{ROLE}source_profile = source\n")).env("AWS_ENDPOINT_URL_STS", sts)
}

#[test]
fn a_silent_service_ends_the_call_at_the_read_timeout_which_is_named() {
    let silent = counterparts::silent();
    let told = |run: Run, profile: &str| {
        fails(
            run,
            8,
            &format!(
                "error: profile `{profile}` gave no credentials: the service that has them cannot be reached\ncaused by: `127.0.0.1:[..]` was silent after the request was sent for longer than the `--read-timeout` of 0.4 s\nhint: raise the limit, as in `--read-timeout 800ms`, or run it again"
            ),
        );
    };
    told(assumes(&["--read-timeout", "400ms"], &silent), "deploy");
    told(sso(EXPIRY).arguments(&["--read-timeout", "400ms"]).env("AWS_ENDPOINT_URL_SSO", &silent), "corp");
    let container = call(&["--read-timeout", "400ms"]).env("AWS_CONTAINER_CREDENTIALS_FULL_URI", &silent);
    fails(
        container,
        8,
        "error: the container's credentials endpoint gave no credentials within 0.4 s\nhint: [..]`--read-timeout`[..]",
    );
}

#[test]
fn a_service_that_says_later_is_asked_again_as_often_as_bedrock_and_that_is_said() {
    let busy = counterparts::sts_refusing(503, "ServiceUnavailable", "busy");
    let no = "profile `deploy` cannot assume `arn:aws:iam::123456789012:role/ask`";
    let run = assumes(&["--max-attempts", "1"], &busy.url);
    fails(run, 9, &format!("error: {no}\ncaused by: busy (ServiceUnavailable)\nhint: [..]"));
    assert_eq!(busy.seen().len(), 1);
    let run = assumes(&["--max-attempts", "2"], "http://127.0.0.1:1");
    let output = run.on_sandbox().output();
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(said.starts_with("retry: ") && said.matches("retry: ").count() == 1, "{said}");
    assert_eq!(output.status.code(), Some(8));
}

#[test]
fn a_service_that_is_back_at_the_second_try_gives_keys() {
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let portal = Counterpart::new(move |_| match asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
        0 => (503, "{\"__type\": \"ServiceUnavailableException\", \"message\": \"busy\"}".into()),
        _ => {
            let keys = format!(
                "{{\"roleCredentials\": {{\"accessKeyId\": \"{}\", \"secretAccessKey\": \"{}\", \"sessionToken\": \"of-sso\", \"expiration\": 4070908800000}}}}",
                bedr::sandbox::ACCESS_KEY_ID,
                bedr::sandbox::SECRET_ACCESS_KEY
            );
            (200, keys)
        }
    });
    let run = sso(EXPIRY).env("AWS_ENDPOINT_URL_SSO", &portal.url);
    arrives_with(
        run.stderr(
            "retry: SSO gave profile `corp` no credentials: busy (ServiceUnavailableException); try 2 of 3 in [..]",
        ),
        Some("of-sso"),
    );
    assert_eq!(portal.seen().len(), 2);
}
