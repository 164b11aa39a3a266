//! `--sandbox` and `bedr sandbox`: everything without an account

use std::io::{BufRead, BufReader};

use crate::program::{HI, bedr, matches};

const SAYS_SO: &str = "note: answered by the sandbox on this machine, not by Amazon Bedrock";

#[test]
fn sandbox_answers_any_command_without_account_region_or_model() {
    bedr(["--sandbox", "converse", "hi"]).stdout(HI).stderr(SAYS_SO).run_alone();
    bedr(["converse", "--sandbox", "hi", "-o", "text"]).stdout(HI).stderr(SAYS_SO).run_alone();
    bedr(["--sandbox", "invoke", "--raw-body"]).stdin("{}").stdout("{}").stderr(SAYS_SO).run_alone();
    bedr(["--sandbox", "models", "list", "--ids", "echo"]).stdout("sandbox.echo-v1:0\n").stderr(SAYS_SO).run_alone();
}

#[test]
fn nothing_of_the_account_reaches_the_sandbox() {
    bedr(["--sandbox", "-q", "converse", "hi"])
        .env("AWS_PROFILE", "nonesuch")
        .env("AWS_BEARER_TOKEN_BEDROCK", "secret")
        .env("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        .env("AWS_USE_FIPS_ENDPOINT", "true")
        .env("HTTP_PROXY", "http://127.0.0.1:1")
        .env("AWS_REGION", "")
        .stdout(HI)
        .run_alone();
}

#[test]
fn a_region_is_the_sandboxs_and_an_account_is_not() {
    bedr(["--sandbox", "-q", "--region", "eu-west-1", "--fault", "unknown-model", "converse", "hi"])
        .exit(5)
        .stderr("error: [..]\nhint: `sandbox.echo-v1:0` is not an id of region eu-west-1[..]\nrequest id: [..]")
        .run_alone();
    let output = bedr(["--sandbox", "--profile", "work", "converse", "hi"]).output();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn faults_are_for_the_sandbox_only() {
    bedr(["converse", "hi", "--fault", "throttling"])
        .exit(2)
        .stderr("error: `--fault` is for the sandbox only\nhint: add `--sandbox`, or say `bedr sandbox --fault …`")
        .run();
    bedr(["--sandbox", "-q", "--fault", "unknown-model", "converse", "hi"])
        .exit(5)
        .stderr("error: [..]\nhint: [..]\nrequest id: [..]")
        .run_alone();
}

#[test]
fn an_unknown_fault_is_refused_with_the_list_of_them() {
    let output = bedr(["--sandbox", "--fault", "gremlins", "converse", "hi"]).output();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("gremlins") && said.contains("throttling"), "{said}");
}

#[test]
fn a_command_behind_it_runs_in_its_environment_and_its_exit_code_counts() {
    let script = format!("{} -q converse hi && exit 7", crate::program::PROGRAM);
    let run = bedr(["sandbox", "-q", "--", "/bin/sh", "-c", &script]);
    run.env("AWS_PROFILE", "nonesuch").env("AWS_BEARER_TOKEN_BEDROCK", "secret").stdout(HI).exit(7).run_alone();
}

#[test]
fn it_logs_a_line_a_request_without_what_was_said() {
    let script = format!("{} converse secret-words > answer", crate::program::PROGRAM);
    bedr(["sandbox", "-v", "--", "/bin/sh", "-c", &script])
        .stderr("debug: sandbox: ConverseStream 200, POST /model/sandbox.echo-v1%3A0/converse-stream")
        .run_alone();
}

#[test]
fn a_command_that_is_not_there_is_named() {
    bedr(["sandbox", "--", "/no/such/program"])
        .exit(2)
        .stderr("error: cannot run `/no/such/program`\ncaused by: No such file or directory (os error 2)\nhint: [..]")
        .run_alone();
}

#[test]
fn a_command_that_is_empty_is_no_command() {
    bedr(["sandbox", "--"])
        .exit(2)
        .stderr("error: there is no command behind `--`\nhint: is a variable in your script unset?")
        .run_alone();
}

#[test]
fn serving_prints_the_lines_to_export_and_ends_with_a_signal() {
    let mut run = bedr(["sandbox"]);
    let mut child = run.spawn();
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut next = || lines.next().expect("a line").expect("UTF-8");
    assert!(matches("export AWS_ENDPOINT_URL_BEDROCK='http://127.0.0.1:[..]'", &next()));
    let runtime = next();
    let url = runtime.split('\'').nth(1).expect("a URL").to_owned();
    assert!(next().starts_with("export AWS_REGION="));
    let answer = bedr(["converse", "-m", "sandbox.echo-v1:0", "hi", "--endpoint-url", &url])
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", bedr::sandbox::ACCESS_KEY_ID)
        .env("AWS_SECRET_ACCESS_KEY", bedr::sandbox::SECRET_ACCESS_KEY);
    answer.stdout(HI).run_alone();
    child.kill().expect("it is still running");
    child.wait().expect("it ends");
}

#[test]
fn the_environment_can_be_had_as_json_and_on_a_port_of_ones_own() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let mut run = bedr(["sandbox", "-o", "json", "--port", &port.to_string()]);
    let mut child = run.spawn();
    let line = BufReader::new(child.stdout.take().expect("piped")).lines().next().expect("a line").expect("UTF-8");
    let object: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(object["AWS_ENDPOINT_URL_BEDROCK"], format!("http://127.0.0.1:{port}"));
    child.kill().expect("it is still running");
    child.wait().expect("it ends");
}

#[test]
fn the_flag_and_the_command_together_are_refused() {
    bedr(["--sandbox", "sandbox"])
        .exit(2)
        .stderr("error: `--sandbox` and the command `sandbox` are two ways to the same\nhint: leave `--sandbox` out")
        .run_alone();
}
