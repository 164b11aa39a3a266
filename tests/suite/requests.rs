//! What is sent: flags, PROMPT, stdin and `--request`, shown by `--print-request`

use crate::program::{HI, bedr};

/// The request that these arguments make, without a sandbox, credentials or a region.
fn request(arguments: &[&str], expected: &str) {
    let arguments = ["converse", "--print-request", "--no-stdin"].into_iter().chain(arguments.iter().copied());
    bedr(arguments).stdout(format!("{expected}\n")).run_alone();
}

#[test]
fn a_prompt_alone_sends_nothing_that_nobody_asked_for() {
    request(&["hi"], r#"{"messages":[{"role":"user","content":[{"text":"hi"}]}]}"#);
}

#[test]
fn each_flag_sets_its_member() {
    request(
        &[
            "-m",
            "a.b",
            "-s",
            "be brief",
            "--max-tokens",
            "5",
            "--temperature",
            "0.10",
            "--top-p",
            "1",
            "--stop",
            "x",
            "--stop",
            "y",
            "hi",
        ],
        concat!(
            r#"{"modelId":"a.b","messages":[{"role":"user","content":[{"text":"hi"}]}],"system":[{"text":"be brief"}],"#,
            r#""inferenceConfig":{"maxTokens":5,"temperature":0.10,"topP":1,"stopSequences":["x","y"]}}"#
        ),
    );
}

#[test]
fn long_and_short_flags_are_the_same() {
    let expected =
        r#"{"modelId":"a.b","messages":[{"role":"user","content":[{"text":"hi"}]}],"system":[{"text":"s"}]}"#;
    request(&["--model", "a.b", "--system", "s", "hi"], expected);
    request(&["-m", "a.b", "-s", "s", "hi"], expected);
}

#[test]
fn flags_and_prompt_are_laid_over_a_request() {
    let given = r#"{"modelId":"old","new":{"b":1.10},"messages":[{"role":"user","content":[{"text":"a"}]}],"inferenceConfig":{"maxTokens":1,"topP":0.5}}"#;
    let expected = concat!(
        r#"{"modelId":"m","new":{"b":1.10},"messages":[{"role":"user","content":[{"text":"a"},{"text":"more"}]}],"#,
        r#""inferenceConfig":{"maxTokens":7,"topP":0.5}}"#,
        "\n"
    );
    bedr(["converse", "--print-request", "--request", "r.json", "-m", "m", "--max-tokens", "7", "more"])
        .file("r.json", given)
        .stdout(expected)
        .run_alone();
}

#[test]
fn what_print_request_writes_request_reads() {
    let first = bedr(["converse", "--print-request", "-m", "sandbox.echo-v1:0", "--top-p", "0.50", "hi"]).output();
    let second = bedr(["converse", "--print-request", "--request", "-"])
        .stdin(first.stdout.clone())
        .stdout(first.stdout.clone());
    second.run_alone();
    let ran = bedr(["converse", "--request", "-"]).stdin(first.stdout).stdout(HI).run();
    assert_eq!(
        ran.body(),
        r#"{"messages":[{"role":"user","content":[{"text":"hi"}]}],"inferenceConfig":{"topP":0.50}}"#
    );
}

#[test]
fn stdin_is_not_read_beside_a_request_file_unless_something_says_so() {
    let given = r#"{"messages":[{"role":"user","content":[{"text":"hi"}]}]}"#;
    let run = || bedr(["converse", "--print-request", "--request", "r.json"]).file("r.json", given);
    run().stdin("piped").stdout(format!("{given}\n")).run_alone();
    bedr(["converse", "--print-request", "--request", "r.json", "-"])
        .file("r.json", given)
        .stdin("piped")
        .stdout("{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hi\"},{\"text\":\"piped\"}]}]}\n")
        .run_alone();
}

#[test]
fn a_prompt_of_prompt_management_needs_no_words() {
    let arn = "arn:aws:bedrock:us-east-1:123456789012:prompt/PROMPT1234:1";
    request(&["-m", arn], &format!(r#"{{"modelId":"{arn}"}}"#));
}

#[test]
fn the_model_goes_into_the_uri_and_the_rest_into_the_body() {
    let ran = bedr(["converse", "hi", "-m", "sandbox.echo-v1:0"]).stdout(HI).run();
    assert_eq!(ran.body(), r#"{"messages":[{"role":"user","content":[{"text":"hi"}]}]}"#);
    assert_eq!(ran.header("content-type").as_deref(), Some("application/json"));
}

#[test]
fn names_what_is_wrong_with_a_request() {
    let wrong = |content: &str, stderr: &str| {
        bedr(["converse", "--request", "r.json"]).file("r.json", content).exit(2).stderr(stderr).requests(0).run();
    };
    wrong(
        "{\"a\":\n 1,}",
        "error: `--request r.json` is not JSON\ncaused by: trailing comma at line 2 column 4\nhint: `--print-request` writes a request that is",
    );
    wrong("[1]", "error: `--request r.json` holds an array, not an object\nhint: a request is written [..]");
    wrong(r#"{"modelId":7}"#, "error: `modelId` in `--request r.json` is a number, not a string");
    wrong(r#"{"system":"x"}"#, "error: `system` in `--request r.json` is a string, not an array");
    wrong(
        r#"{"modelId":"m"}"#,
        "error: there is nothing to send: `--request r.json` holds no messages, and no PROMPT was given\nhint: [..]",
    );
}

#[test]
fn the_model_of_a_request_beats_the_environments_and_the_flag_beats_both() {
    let given = r#"{"modelId":"of.request","messages":[{"role":"user","content":[{"text":"hi"}]}]}"#;
    let run = |more: &[&'static str]| {
        let arguments = ["converse", "--print-request", "--request", "r.json"].into_iter().chain(more.iter().copied());
        bedr(arguments).file("r.json", given).env("BEDR_MODEL", "of.environment")
    };
    run(&[]).stdout(format!("{given}\n")).run_alone();
    run(&["-m", "of.flag"]).stdout(format!("{}\n", given.replace("of.request", "of.flag"))).run_alone();
}

#[test]
fn without_any_model_it_says_how_to_give_one() {
    bedr(["converse", "hi"])
        .env("AWS_REGION", "us-east-1")
        .exit(2)
        .stderr("error: no model is given\nhint: add `-m ID`, or `export BEDR_MODEL=ID`; `bedr models list --ids` shows the ids")
        .run_alone();
    bedr(["converse", "hi", "-m", ".."]).exit(2).stderr("error: `..` is no model id\nhint: [..]").run();
    bedr(["models", "get", ""]).exit(2).stderr("error: `` is no model id\nhint: [..]").run();
}

#[test]
fn a_request_that_is_nested_too_deep_says_so_and_a_byte_order_mark_is_no_matter() {
    let deep = format!("{{\"new\":{}1{}}}", "[".repeat(200), "]".repeat(200));
    bedr(["converse", "--request", "r.json"])
        .file("r.json", deep)
        .exit(2)
        .stderr("error: `--request r.json` is nested deeper than 127 levels, which is all that is read")
        .run();
    let marked = "\u{feff}{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hi\"}]}]}";
    bedr(["converse", "--request", "r.json"]).file("r.json", marked).stdout(HI).run();
}
