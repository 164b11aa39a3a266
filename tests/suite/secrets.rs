//! Keys, tokens, passwords and prompts: none of them reaches stderr or a log, whatever goes wrong

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Output, Stdio};

use bedr::sandbox::FAULTS;

use crate::program::{PROGRAM, Run, bedr};

/// Each can be recognised, and none is a word of ours.
const SECRETS: &[(&str, &str)] = &[
    ("AWS_ACCESS_KEY_ID", "AKIAZEBRAZEBRAZEBRA7"),
    ("AWS_SECRET_ACCESS_KEY", "ocelot/ocelot+ocelotocelotocelotocelot42"),
    ("AWS_SESSION_TOKEN", "FwoGZXwalrusWALRUSwalrus=="),
];
const BEARER: &str = "bedrock-api-key-narwhal7";
const PASSWORD: &str = "hunter-tapir";
const PROMPT: &str = "axolotl-in-the-cellar";

fn keeps_quiet(place: &str, text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    let secrets = SECRETS.iter().map(|(_, secret)| *secret);
    for secret in secrets.chain([BEARER, PASSWORD, PROMPT]) {
        assert!(!text.contains(secret), "{place} holds {secret}:\n{text}");
    }
}

/// A sandbox in a process of its own, whose log can be read.
struct Logged {
    process: Child,
    endpoint: String,
}

fn logged(fault: &str) -> Logged {
    let mut command = Command::new(PROGRAM);
    command.env_clear().args(["sandbox", "-o", "json", "--fault", fault]);
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    let mut line = String::new();
    BufReader::new(process.stdout.take().expect("piped")).read_line(&mut line).expect("UTF-8");
    let variables: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    let endpoint = variables["AWS_ENDPOINT_URL_BEDROCK"].as_str().expect("a URL").to_owned();
    Logged { process, endpoint }
}

impl Logged {
    fn log(mut self) -> Vec<u8> {
        self.process.kill().expect("ended");
        let mut log = Vec::new();
        self.process.stderr.take().expect("piped").read_to_end(&mut log).expect("read");
        self.process.wait().expect("it ends");
        log
    }

    /// The endpoint with a password in it.
    fn with_password(&self) -> String {
        self.endpoint.replace("://", &format!("://someone:{PASSWORD}@"))
    }
}

fn asked(arguments: &[&str], url: &str, bearer: bool) -> Run {
    let more = ["--region", "us-east-1", "--read-timeout", "300ms", "--max-attempts", "2", "-v", "--endpoint-url", url];
    let mut run = bedr(arguments.iter().chain(&more).copied()).env("BEDR_MODEL", "sandbox.echo-v1:0");
    for (name, secret) in SECRETS {
        run = run.env(name, secret);
    }
    run = run.env("HTTPS_PROXY", &format!("http://someone:{PASSWORD}@127.0.0.1:1"));
    if bearer { run.env("AWS_BEARER_TOKEN_BEDROCK", BEARER) } else { run }
}

/// A fault as it can be typed.
fn typed(name: &str, arg: Option<&str>) -> String {
    let argument = match arg {
        Some("MS") | Some("[REGION:]MS") => "=10",
        Some("SECONDS") => "=1",
        Some("BYTES") => "=100",
        Some("DELTAS" | "SIZE") => "=2",
        Some("OPERATION") => "=ConverseStream",
        Some("REGION") => "=us-east-1",
        Some("REASON") => "=tired",
        _ => "",
    };
    format!("{name}{argument}")
}

#[test]
fn no_fault_brings_a_secret_or_a_prompt_to_light() {
    // Most of the time is spent in pauses before a retry.
    std::thread::scope(|scope| {
        for first in 0..4 {
            scope.spawn(move || (first..FAULTS.len()).step_by(4).for_each(is_kept_quiet));
        }
    });
}

/// Two calls that meet that fault.
fn is_kept_quiet(number: usize) {
    let fault = typed(FAULTS[number].name, FAULTS[number].arg);
    let sandbox = logged(&fault);
    let calls: [&[&str]; 2] = [
        &["converse", PROMPT, "-s", PROMPT, "--stop", PROMPT],
        &["converse", PROMPT, "--no-stream", "--error-format", "json"],
    ];
    for arguments in calls {
        let url = if number.is_multiple_of(2) { sandbox.endpoint.clone() } else { sandbox.with_password() };
        let output = asked(arguments, &url, number.is_multiple_of(3)).output();
        keeps_quiet(&format!("stderr of `{fault}`"), &output.stderr);
        assert!(!output.stderr.is_empty(), "{fault}");
    }
    let log = sandbox.log();
    assert!(String::from_utf8_lossy(&log).contains("sandbox: ConverseStream"), "{fault}");
    keeps_quiet(&format!("the sandbox's log of `{fault}`"), &log);
}

#[test]
fn an_invoke_body_is_in_no_log() {
    let sandbox = logged("internal-server=1");
    let run = asked(&["invoke", "--raw-body", "b"], &sandbox.endpoint, true);
    let output = run.file("b", format!("{{\"inputText\":\"{PROMPT}\"}}")).output();
    keeps_quiet("stderr", &output.stderr);
    keeps_quiet("the log", &sandbox.log());
}

/// Nobody's prompt, so that a prompt is no reason to fail.
fn said(run: Run) -> Output {
    let output = run.output();
    keeps_quiet("stderr", &output.stderr);
    output
}

#[test]
fn what_is_wrong_with_the_connection_is_said_without_its_password() {
    for url in [
        format!("http://someone:{PASSWORD}@127.0.0.1:1"),
        format!("https://someone:{PASSWORD}@127.0.0.1:1"),
        format!("someone:{PASSWORD}@nowhere"),
        format!("ftp://someone:{PASSWORD}@nowhere"),
    ] {
        let output = said(asked(&["converse", PROMPT], &url, false));
        assert!(matches!(output.status.code(), Some(2 | 8)), "{url}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn what_is_shown_on_request_holds_no_keys() {
    let url = format!("http://someone:{PASSWORD}@127.0.0.1:1");
    for arguments in [["converse", "hi", "--print-request"].as_slice(), &["config"], &["config", "-o", "json"]] {
        let output = said(asked(arguments, &url, true));
        assert_eq!(output.status.code(), Some(0));
        keeps_quiet("stdout", &output.stdout);
    }
}

#[test]
fn a_prompt_that_is_no_request_is_not_repeated() {
    for text in
        [format!("\"{PROMPT}\""), format!("{{\"messages\": {PROMPT}}}"), format!("{{\"modelId\": [\"{PROMPT}\"]}}")]
    {
        let output = said(bedr(["converse", "hi", "-v", "--request", "r"]).file("r", &text));
        assert_eq!(output.status.code(), Some(2), "{text}");
    }
}
