//! `--error-format json`: what a script reads on stderr

use crate::program::bedr;

#[test]
fn json_errors_are_one_object_a_line_and_the_error_comes_last() {
    let output = bedr(["converse", "hi", "--error-format", "json", "--max-attempts", "2"])
        .fault("throttling")
        .on_sandbox()
        .output();
    let lines: Vec<serde_json::Value> = String::from_utf8(output.stderr)
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines[0]["level"], "retry");
    let error = lines.last().expect("an error");
    for (member, value) in [
        ("level", "error"),
        ("kind", "throttled"),
        ("code", "ThrottlingException"),
        ("operation", "ConverseStream"),
        ("model", "sandbox.echo-v1:0"),
        ("region", "us-east-1"),
    ] {
        assert_eq!(error[member], value, "{member}");
    }
    assert_eq!((&error["exit"], &error["attempts"]), (&7.into(), &2.into()));
    assert_eq!((&error["retryable"], &error["partial"]), (&true.into(), &false.into()));
    assert!(error["requestId"].is_string() && error["hint"].is_string() && error["message"].is_string());
}

#[test]
fn a_partial_answer_is_said_to_be_partial() {
    let output = bedr(["converse", "hi"]).env("BEDR_ERROR_FORMAT", "json").fault("cut-clean").on_sandbox().output();
    let error: serde_json::Value = serde_json::from_slice(&output.stderr).expect("one object");
    assert_eq!((&error["kind"], &error["partial"]), (&"incomplete".into(), &true.into()));
}

#[test]
fn usage_errors_are_json_too() {
    let output = bedr(["converse", "--nonsense", "--error-format=json"]).output();
    let error: serde_json::Value = serde_json::from_slice(&output.stderr).expect("one object");
    assert_eq!((output.status.code(), &error["kind"]), (Some(2), &"usage".into()));
    assert_eq!(error["message"], "unexpected argument '--nonsense' found");
}

#[test]
fn a_missing_command_is_one_object_too() {
    let output = bedr(["--error-format", "json", "models"]).output();
    let error: serde_json::Value = serde_json::from_slice(&output.stderr).expect("one object");
    assert_eq!((output.status.code(), &error["message"]), (Some(2), &"a command is missing".into()));
}

#[test]
fn the_services_line_breaks_do_not_look_like_lines_of_ours() {
    let output = bedr(["converse", "x\nhint: pay here", "-m", "no.such\nhint: pay here"]).on_sandbox().output();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said.lines().filter(|line| line.starts_with("hint:")).count(), 1, "{said}");
}
