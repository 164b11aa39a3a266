//! `bedr invoke`: bytes in, bytes out

use crate::program::bedr;

#[test]
fn a_body_on_stdin_comes_back_byte_for_byte() {
    let body = "{ \"b\": 1.10, \"a\" : [null]}\n\n";
    let ran = bedr(["invoke", "--raw-body"]).stdin(body).stdout(body).requests(1).run();
    assert_eq!(ran.body(), body);
    assert!(ran.requests[0].path.ends_with("/invoke"));
}

#[test]
fn binary_goes_through_untouched() {
    let body: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    bedr([
        "invoke",
        "--raw-body",
        "-",
        "--content-type",
        "application/octet-stream",
        "--accept",
        "application/octet-stream",
    ])
    .stdin(body.clone())
    .stdout(body)
    .run();
}

#[test]
fn a_body_can_be_a_file() {
    bedr(["invoke", "-m", "sandbox.echo-v1:0", "--raw-body", "b.json"]).file("b.json", "{}").stdout("{}").run();
}

#[test]
fn a_stream_is_unwrapped() {
    let body =
        r#"{"anthropic_version":"bedrock-2023-05-31","max_tokens":99,"messages":[{"role":"user","content":"hi"}]}"#;
    let run = bedr(["invoke", "-m", "us.anthropic.claude-sonnet-4-6", "--raw-body", "--stream", "--usage"]);
    let output = run.stdin(body).on_sandbox().output();
    let stdout = String::from_utf8(output.stdout).expect("UTF-8");
    let chunks: Vec<serde_json::Value> =
        stdout.lines().map(|line| serde_json::from_str(line).expect("a JSON chunk a line")).collect();
    assert_eq!(chunks.first().and_then(|chunk| chunk["type"].as_str()), Some("message_start"));
    assert_eq!(chunks.last().and_then(|chunk| chunk["type"].as_str()), Some("message_stop"));
    assert!(!stdout.ends_with('\n'), "nothing is added at the end");
    let metrics = &chunks.last().expect("a chunk")["amazon-bedrock-invocationMetrics"];
    let usage = format!(
        "usage: input={} output={} cache_read=- cache_write=- latency_ms={} model=us.anthropic.claude-sonnet-4-6\n",
        metrics["inputTokenCount"], metrics["outputTokenCount"], metrics["invocationLatency"]
    );
    assert_eq!(String::from_utf8_lossy(&output.stderr), usage);
}

#[test]
fn a_binary_stream_is_joined_without_anything_between() {
    let body: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let types = ["--content-type", "application/octet-stream", "--accept", "application/octet-stream"];
    bedr(["invoke", "--raw-body", "--stream"].into_iter().chain(types)).stdin(body.clone()).stdout(body).run();
}

#[test]
fn a_stream_of_text_that_looks_like_json_gets_no_line_breaks() {
    let types = ["--content-type", "text/plain", "--accept", "text/plain"];
    bedr(["invoke", "--raw-body", "--stream"].into_iter().chain(types)).stdin("12345 1").stdout("12345 1").run();
    bedr(["invoke", "--raw-body", "--stream"]).stdin("[1234567, 1]").stdout("[1234567, 1]").run();
}

#[test]
fn json_output_of_a_stream_is_its_events() {
    let output = bedr(["invoke", "--raw-body", "--stream", "-o", "json"]).stdin("{\"a\":1}").on_sandbox().output();
    for line in String::from_utf8(output.stdout).expect("UTF-8").lines() {
        let event: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(event["chunk"]["bytes"].is_string(), "{line}");
    }
}

#[test]
fn what_no_body_can_carry_goes_into_headers() {
    let ran = bedr([
        "invoke",
        "--raw-body",
        "--guardrail",
        "abc123:2",
        "--guardrail-trace",
        "enabled-full",
        "--service-tier",
        "flex",
        "--latency",
        "optimized",
    ])
    .stdin("{}")
    .stdout("{}")
    .run();
    for (name, value) in [
        ("x-amzn-bedrock-guardrailidentifier", "abc123"),
        ("x-amzn-bedrock-guardrailversion", "2"),
        ("x-amzn-bedrock-trace", "ENABLED_FULL"),
        ("x-amzn-bedrock-service-tier", "flex"),
        ("x-amzn-bedrock-performanceconfig-latency", "optimized"),
        ("content-type", "application/json"),
        ("accept", "application/json"),
    ] {
        assert_eq!(ran.header(name).as_deref(), Some(value), "{name}");
    }
}

#[test]
fn usage_comes_out_of_the_headers() {
    bedr(["invoke", "--raw-body", "--usage"])
        .stdin("{}")
        .stdout("{}")
        .stderr(
            "usage: input=[..] output=[..] cache_read=[..] cache_write=[..] latency_ms=[..] model=sandbox.echo-v1:0",
        )
        .run();
}

#[test]
fn an_empty_body_is_refused_unsent() {
    bedr(["invoke", "--raw-body"])
        .stdin("")
        .exit(2)
        .stderr("error: there is nothing to send: the body is empty\nhint: [..]")
        .requests(0)
        .run();
}

#[test]
fn a_guardrail_without_a_version_is_its_draft_and_one_that_cannot_be_is_refused_with_its_form() {
    let ran = bedr(["invoke", "--guardrail", "abc", "--guardrail-trace", "--raw-body"]).stdin("{}").stdout("{}").run();
    assert_eq!(ran.header("x-amzn-bedrock-guardrailversion").as_deref(), Some("DRAFT"));
    assert_eq!(ran.header("x-amzn-bedrock-trace").as_deref(), Some("ENABLED"));
    bedr(["invoke", "--raw-body", "--guardrail", "abc:latest"])
        .exit(2)
        .stderr("error: invalid value 'abc:latest' for '--guardrail <ID[:VERSION]>': a guardrail is written `ID` or `ID:VERSION`[..]\n\nFor more information, try '--help'.")
        .run();
}
