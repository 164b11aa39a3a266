//! What a call cost: `--usage` and `--usage-log`

use std::collections::HashSet;

use crate::program::{HI, bedr};

#[test]
fn a_usage_log_is_a_file() {
    bedr(["converse", "hi", "--usage-log", "-"])
        .exit(2)
        .stderr(
            "error: the usage log is a file, not `-`\nhint: `--usage` says it on stderr; a file of that name is `./-`",
        )
        .requests(0)
        .run();
}

#[test]
fn the_usage_line_is_on_stderr() {
    let line = "usage: input=1 output=24 cache_read=- cache_write=- latency_ms=12 model=sandbox.echo-v1:0";
    bedr(["converse", "hi", "--usage"]).stdout(HI).stderr(line).run();
    bedr(["converse", "hi", "--usage", "--no-stream", "--quiet"]).stdout(HI).stderr(line).run();
}

#[test]
fn what_the_service_did_not_send_is_a_dash_and_no_zero() {
    bedr(["converse", "hi", "--usage"])
        .fault("no-usage")
        .stdout(HI)
        .stderr("usage: input=- output=- cache_read=- cache_write=- latency_ms=- model=sandbox.echo-v1:0")
        .run();
}

#[test]
fn the_usage_log_grows_by_a_line_a_call() {
    let run = bedr(["converse", "hi"]).env("BEDR_USAGE_LOG", "u.jsonl").file("u.jsonl", "{}\n");
    let ran = run.stdout(HI).run();
    let log = ran.read("u.jsonl");
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 2);
    let entry: serde_json::Value = serde_json::from_str(lines[1]).expect("JSON");
    assert_eq!(entry["operation"], "ConverseStream");
    assert_eq!(entry["model"], "sandbox.echo-v1:0");
    assert_eq!(entry["region"], "us-east-1");
    assert_eq!((&entry["inputTokens"], &entry["outputTokens"]), (&1.into(), &24.into()));
    assert!(entry["cacheReadInputTokens"].is_null() && entry["latencyMs"] == 12);
    assert!(entry["requestMetadata"].is_null());
    assert_eq!(entry["stopReason"], "end_turn");
    assert!(entry["requestId"].is_string() && entry["time"].as_str().is_some_and(|time| time.ends_with('Z')));
}

#[test]
fn the_usage_log_has_the_requests_metadata() {
    let request = r#"{"requestMetadata":{"team":"blue","run":"7"}}"#;
    let run = bedr(["converse", "hi", "--request", "r.json", "--usage-log", "u.jsonl"]).file("r.json", request);
    let ran = run.stdout(HI).run();
    let entry: serde_json::Value = serde_json::from_str(&ran.read("u.jsonl")).expect("one line of JSON");
    assert_eq!(entry["requestMetadata"], serde_json::json!({"team": "blue", "run": "7"}));
    assert!(ran.body().contains(r#""requestMetadata":{"team":"blue","run":"7"}"#), "{}", ran.body());
}

#[test]
fn invoke_logs_too() {
    let ran = bedr(["invoke", "--raw-body", "--usage-log", "u.jsonl"]).stdin("{}").stdout("{}").run();
    let entry: serde_json::Value = serde_json::from_str(&ran.read("u.jsonl")).expect("one line of JSON");
    assert_eq!(entry["operation"], "InvokeModel");
}

#[test]
fn a_log_that_cannot_be_written_stops_it_before_it_costs() {
    bedr(["converse", "hi", "--usage-log", "no/where.jsonl"])
        .exit(1)
        .stderr("error: cannot open the usage log `no/where.jsonl`\ncaused by: No such file or directory (os error 2)")
        .requests(0)
        .run();
}

#[test]
fn many_writers_never_tear_a_line() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let log = home.path().join("u.jsonl");
    let log = log.to_str().expect("UTF-8");
    let mut runs: Vec<_> = (0..12).map(|_| bedr(["--sandbox", "-q", "converse", "hi", "--usage-log", log])).collect();
    let children: Vec<_> = runs.iter_mut().map(|run| run.spawn()).collect();
    for child in children {
        assert!(child.wait_with_output().expect("it ends").status.success());
    }
    let text = std::fs::read_to_string(log).expect("the log");
    let ids: HashSet<String> = text
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("whole")["requestId"].to_string())
        .collect();
    assert_eq!(ids.len(), 12);
}
