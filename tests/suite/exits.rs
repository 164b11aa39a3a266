//! Each row of the exit table, produced by a fault or by a request that deserves it

use crate::program::{HI, bedr};

/// `converse hi` with a fault: the exit code and stderr, for a stream and for a unary call.
fn converse(fault: &str, exit: i32, stderr: &str) {
    for more in [["converse", "hi"].as_slice(), ["converse", "hi", "--no-stream"].as_slice()] {
        let arguments = more.iter().copied().chain(["--max-attempts", "1"]);
        bedr(arguments).fault(fault).exit(exit).stderr(stderr).run();
    }
}

fn converse_unary(fault: &str, exit: i32, stderr: &str) {
    bedr(["converse", "hi", "--no-stream"]).fault(fault).exit(exit).stderr(stderr).requests(1).run();
}

/// The same for a stream that had begun: what had arrived is printed.
fn broken_stream(fault: &str, exit: i32, stderr: &str) {
    let output = bedr(["converse", "hi", "--max-attempts", "1"]).fault(fault).on_sandbox().output();
    let (stdout, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(exit), "{fault}: {said}");
    assert!(crate::program::matches(stderr, &said), "{fault}: {said}");
    assert!(stdout.starts_with("This is") && HI.starts_with(stdout.trim_end()), "{fault}: {stdout}");
}

#[test]
fn row_1_local_output_that_fails() {
    if !std::path::Path::new("/dev/full").exists() {
        return;
    }
    let mut command = std::process::Command::new(crate::program::PROGRAM);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("opens");
    let output = command
        .env_clear()
        .args(["--sandbox", "-q", "converse", "hi"])
        .stdin(std::process::Stdio::null())
        .stdout(full)
        .output();
    let output = output.expect("runs");
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(said, "error: cannot write to stdout\ncaused by: No space left on device (os error 28)\n");
}

#[test]
fn row_3_credentials() {
    converse(
        "expired-token",
        3,
        "error: [..] (ExpiredTokenException)\nhint: the keys in the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`) have expired[..]\nrequest id: [..]",
    );
    converse(
        "unrecognized-client",
        3,
        "error: [..] (UnrecognizedClientException)\nhint: check which credentials[..]\nrequest id: [..]",
    );
    converse(
        "invalid-signature",
        3,
        "error: [..] (InvalidSignatureException)\nhint: check `AWS_SECRET_ACCESS_KEY`[..]\nrequest id: [..]",
    );
    converse("missing-token", 3, "error: [..] (MissingAuthenticationTokenException)\nhint: [..]\nrequest id: [..]");
}

#[test]
fn row_4_denied() {
    converse_unary(
        "access-denied",
        4,
        "error: User: [..] is not authorized to perform: [..] (AccessDeniedException)\nhint: the policy needs `bedrock:[..]` on `arn:aws:bedrock:us-east-1::foundation-model/sandbox.echo-v1:0`\nrequest id: [..]",
    );
    converse_unary(
        "access-denied-scp",
        4,
        "error: [..]\nhint: a policy of your organisation (SCP) forbids it[..]\nrequest id: [..]",
    );
    converse("access-denied-model", 4, "error: [..]\nhint: [..]\nrequest id: [..]");
    converse(
        "marketplace",
        4,
        "error: [..]\nhint: the first call of this model subscribes the account[..]\nrequest id: [..]",
    );
}

#[test]
fn row_4_names_both_permissions_that_a_profile_needs() {
    bedr(["converse", "hi", "-m", "us.anthropic.claude-sonnet-4-6", "--no-stream"])
        .fault("access-denied")
        .exit(4)
        .stderr("error: [..]\nhint: the policy needs `bedrock:InvokeModel` on two things: the inference profile, and [..]\nrequest id: [..]")
        .run();
}

#[test]
fn row_5_model() {
    converse(
        "unknown-model",
        5,
        "error: The provided model identifier is invalid. (ValidationException)\nhint: `sandbox.echo-v1:0` is not an id of region us-east-1: see `bedr models list --region us-east-1`[..]\nrequest id: [..]",
    );
    converse(
        "needs-profile",
        5,
        "error: Invocation of model ID [..] with on-demand throughput isn’t supported.[..]\nhint: this model is called through an inference profile[..]\nrequest id: [..]",
    );
    converse("legacy-model", 5, "error: [..]\nhint: a newer model of the provider: [..]\nrequest id: [..]");
    converse("end-of-life", 5, "error: [..]\nhint: a newer model of the provider: [..]\nrequest id: [..]");
    converse("resource-not-found", 5, "error: [..] (ResourceNotFoundException)\nhint: [..]\nrequest id: [..]");
}

#[test]
fn row_5_without_any_fault() {
    bedr(["converse", "hi", "-m", "anthropic.claude-sonnet-4-6"])
        .exit(5)
        .stderr("error: [..]on-demand throughput isn’t supported[..]\nhint: call it by an id that works here: `bedr converse hi -m us.anthropic.claude-sonnet-4-6`\nrequest id: [..]")
        .run();
    bedr(["converse", "hi", "-m", "nobody.nothing-v1"])
        .exit(5)
        .stderr("error: The provided model identifier is invalid.[..]\nhint: [..]\nrequest id: [..]")
        .run();
}

#[test]
fn row_6_request() {
    converse("validation", 6, "error: [..] (ValidationException)\nrequest id: [..]");
    converse(
        "too-long",
        6,
        "error: [..]\nhint: the prompt is larger than the model's context window[..]\nrequest id: [..]",
    );
    converse("unknown-guardrail", 6, "error: [..]\nhint: guardrails belong to one region[..]\nrequest id: [..]");
    bedr(["converse", "hi", "--temperature", "2"])
        .exit(6)
        .stderr("error: 1 validation error detected: Value '2.0' at 'inferenceConfig.temperature' failed to satisfy constraint: [..]\nrequest id: [..]")
        .run();
}

#[test]
fn row_7_throttled() {
    converse("throttling", 7, "error: [..] (ThrottlingException)\nhint: wait a minute[..]\nrequest id: [..]");
    converse("service-quota-exceeded", 7, "error: [..] (ServiceQuotaExceededException)\nhint: [..]\nrequest id: [..]");
    broken_stream("stream-exception=throttling", 7, "error: [..] (ThrottlingException)\nhint: [..]\nrequest id: [..]");
}

#[test]
fn row_8_network() {
    converse(
        "reset",
        8,
        "error: `127.0.0.1:[..]` closed the connection before it replied\ncaused by: [..]\nhint: it was not sent again, because the model may have been working on it; `--retry-timeouts` would, and may pay twice",
    );
    for mode in ["--stream", "--no-stream"] {
        bedr(["converse", "hi", mode, "--read-timeout", "200ms"])
            .fault("silence")
            .exit(8)
            .stderr("error: `127.0.0.1:[..]` was silent after the request was sent for longer than the `--read-timeout` of 0.2 s\nhint: raise the limit, as in `--read-timeout 400ms`; it was not sent again[..]")
            .requests(1)
            .run();
    }
    let output = bedr(["converse", "hi", "--read-timeout", "200ms"]).fault("stall").on_sandbox().output();
    assert_eq!(output.status.code(), Some(8));
    assert!(
        String::from_utf8_lossy(&output.stderr)
            .starts_with("error: nothing came in the middle of the answer for the `--read-timeout` of 0.2 s\n")
    );
}

#[test]
fn row_8_nobody_listens() {
    bedr(["converse", "hi", "--max-attempts", "2", "--endpoint-url", "http://127.0.0.1:1"])
        .exit(8)
        .stderr("retry: cannot connect to `127.0.0.1:1`; try 2 of 2 in [..] s\nerror: cannot connect to `127.0.0.1:1`\ncaused by: Connection refused (os error 111)\nhint: check the network and `--endpoint-url`")
        .run();
}

#[test]
fn row_9_service() {
    converse("internal-server", 9, "error: [..] (InternalServerException)\nhint: [..]\nrequest id: [..]");
    converse("service-unavailable", 9, "error: [..] (ServiceUnavailableException)\nhint: [..]\nrequest id: [..]");
    converse(
        "model-not-ready",
        9,
        "error: [..] (ModelNotReadyException)\nhint: the model is being loaded[..]\nrequest id: [..]",
    );
    converse("model-timeout", 9, "error: [..] (ModelTimeoutException)\nhint: [..]\nrequest id: [..]");
    converse("model-error", 9, "error: [..] (ModelErrorException)\nhint: [..]\nrequest id: [..]");
    broken_stream("model-stream-error", 9, "error: [..] (ModelStreamErrorException)\nhint: [..]\nrequest id: [..]");
    broken_stream(
        "bad-crc",
        9,
        "error: the stream is damaged: the checksum of a frame is wrong\nhint: [..]\nrequest id: [..]",
    );
    broken_stream(
        "bad-prelude-crc",
        9,
        "error: the stream is damaged: the checksum of a frame's prelude is wrong\nhint: [..]\nrequest id: [..]",
    );
    broken_stream(
        "huge-frame",
        9,
        "error: the stream is damaged: a frame claims an impossible length of [..] bytes\nhint: [..]\nrequest id: [..]",
    );
}

#[test]
fn row_9_an_answer_that_is_not_bedrocks() {
    converse(
        "html",
        9,
        "error: the answer is not from Amazon Bedrock: HTTP [..], text/html[..]\ncaused by: it begins: [..]\nhint: something between here and Bedrock answered[..]",
    );
    converse(
        "not-bedrock",
        9,
        "error: the answer is not from Amazon Bedrock: HTTP 200, text/html[..]\ncaused by: it begins: [..]\nhint: something between here and Bedrock answered[..]",
    );
}

#[test]
fn row_9_json_that_is_no_answer() {
    for (arguments, member) in [
        (["converse", "hi", "--no-stream", "-q"].as_slice(), "stopReason"),
        (["converse", "hi", "-o", "json"].as_slice(), "stopReason"),
        (["models", "list"].as_slice(), "modelSummaries"),
        (["models", "list", "-o", "json"].as_slice(), "modelSummaries"),
        (["models", "get", "amazon.nova-lite-v1:0", "-o", "json"].as_slice(), "modelDetails"),
    ] {
        bedr(arguments.iter().copied())
            .fault("not-bedrock=json")
            .exit(9)
            .stderr(&format!("error: the answer is not one of Amazon Bedrock's: it has no `{member}`\nhint: [..]"))
            .run();
    }
}

#[test]
fn row_10_incomplete() {
    let cut = "error: the answer was cut at the maximum of tokens (max_tokens)\nhint: raise `--max-tokens`, or add `--allow-truncated`[..]\nrequest id: [..]";
    let output = bedr(["converse", "hi", "--max-tokens", "3"]).on_sandbox().output();
    assert_eq!(output.status.code(), Some(10));
    assert!(crate::program::matches(cut, &String::from_utf8_lossy(&output.stderr)));
    assert!(output.stdout.starts_with(b"This is") && output.stdout.ends_with(b"\n"));
    let broke_off = "error: the answer broke off: [..]\ncaused by: [..]\nhint: [..]\nrequest id: [..]";
    broken_stream("cut-frame", 10, broke_off);
    broken_stream("cut-between", 10, broke_off);
    broken_stream(
        "cut-clean",
        10,
        "error: the answer broke off: the stream ended before `messageStop`\nhint: [..]\nrequest id: [..]",
    );
    bedr(["converse", "hi"])
        .fault("stop=model_context_window_exceeded")
        .stdout(HI)
        .exit(10)
        .stderr("error: [..]context window is full\nhint: [..]\nrequest id: [..]")
        .run();
    bedr(["converse", "hi", "--no-stream"]).fault("cut-body").exit(10).stderr(broke_off).run();
}

#[test]
fn row_10_is_a_warning_where_that_was_asked_for() {
    let output = bedr(["converse", "hi", "--max-tokens", "3", "--allow-truncated"]).on_sandbox().output();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "warning: the answer was cut at the maximum of tokens\n");
}

#[test]
fn row_11_withheld() {
    for reason in ["guardrail_intervened", "content_filtered"] {
        let output = bedr(["converse", "hi"]).fault(&format!("stop={reason}")).on_sandbox().output();
        assert_eq!(output.status.code(), Some(11), "{reason}");
    }
}

#[test]
fn row_12_malformed() {
    for reason in ["malformed_tool_use", "malformed_model_output"] {
        let output = bedr(["converse", "hi", "-o", "json"]).fault(&format!("stop={reason}")).on_sandbox().output();
        assert_eq!(output.status.code(), Some(12), "{reason}");
    }
}

#[test]
fn a_stop_reason_that_nobody_knows_is_a_warning() {
    bedr(["converse", "hi"])
        .fault("stop=tired")
        .stdout(HI)
        .stderr("warning: the answer ended for a reason that is new to bedr: `tired`")
        .run();
}
