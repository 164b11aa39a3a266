//! `bedr converse`: prompts in, answers out

use crate::program::{HI, bedr};

#[test]
fn prints_the_text_of_a_streamed_answer() {
    let ran = bedr(["converse", "hi"]).stdout(HI).requests(1).run();
    assert!(ran.requests[0].path.ends_with("/converse-stream"));
}

#[test]
fn prints_the_text_of_a_unary_answer() {
    let ran = bedr(["converse", "hi", "--no-stream"]).stdout(HI).requests(1).run();
    assert!(ran.requests[0].path.ends_with("/converse"));
}

#[test]
fn passes_ids_and_arns_on_unchanged() {
    let arn = "arn:aws:bedrock:us-east-1::foundation-model/sandbox.echo-v1:0";
    let ran = bedr(["converse", "hi", "-m", arn, "--no-stream"]).stdout(HI).run();
    assert_eq!(
        ran.requests[0].path,
        "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Fsandbox.echo-v1%3A0/converse"
    );
    let ran = bedr(["converse", "hi", "--model", "us.anthropic.claude-sonnet-4-6"]).stdout(HI).run();
    assert!(ran.requests[0].path.starts_with("/model/us.anthropic.claude-sonnet-4-6/"));
}

#[test]
fn prints_the_services_json_byte_for_byte_and_one_line_break() {
    let ran = bedr(["converse", "hi", "-o", "json"]).env("BEDR_MODEL", "sandbox.echo-v1:0").stdout(UNARY).run();
    assert!(ran.requests[0].path.ends_with("/converse"));
}

const UNARY: &str = concat!(
    r#"{"output":{"message":{"role":"assistant","content":[{"text":"This is bedr's sandbox, not a model. Your prompt "#,
    r#"has 1 word on 1 line and begins with “hi”."}]}},"stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":24,"#,
    r#""totalTokens":25},"metrics":{"latencyMs":12}}"#,
    "\n"
);

#[test]
fn keeps_members_and_numbers_that_nobody_knows() {
    let ran = bedr(["converse", "hi", "-o", "json"]).fault("unknown-member").on_sandbox();
    let output = ran.output();
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(output.status.code(), Some(0));
    assert!(value.as_object().expect("an object").len() > 4, "a member is missing: {value}");
}

#[test]
fn a_kind_of_content_that_nobody_knows_is_named() {
    for mode in ["--stream", "--no-stream"] {
        bedr(["converse", "hi", mode])
            .fault("unknown-member")
            .stdout(HI)
            .stderr("note: the answer holds hologram too; `-o json` shows it")
            .run();
    }
}

#[test]
fn an_answer_that_is_nested_deep_is_an_answer() {
    bedr(["converse", "hi"]).fault("deep").stdout(HI).run();
    bedr(["converse", "hi", "--no-stream"]).fault("deep").stdout(HI).run();
    for arguments in [["models", "list", "--ids", "echo"].as_slice(), ["models", "get", "sandbox.echo-v1:0"].as_slice()]
    {
        let output = bedr(arguments.iter().copied()).fault("deep").on_sandbox().output();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn prints_every_event_as_a_json_line() {
    let output = bedr(["converse", "hi", "-o", "json", "--stream"]).on_sandbox().output();
    let lines: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let names: Vec<&String> = lines.iter().flat_map(|line| line.as_object().expect("an object").keys()).collect();
    assert_eq!(names[0], "messageStart");
    assert_eq!(names[names.len() - 2..], ["messageStop", "metadata"]);
    let text: String =
        lines.iter().filter_map(|line| line.pointer("/contentBlockDelta/delta/text")?.as_str()).collect();
    assert_eq!(text + "\n", HI);
}

#[test]
fn writes_the_exception_of_a_broken_stream_as_the_last_line() {
    let output =
        bedr(["converse", "hi", "-o", "json", "--stream"]).fault("stream-exception=throttling").on_sandbox().output();
    let stdout = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(stdout.lines().last().expect("a line").starts_with(r#"{"throttlingException":{"#), "{stdout}");
    assert_eq!(output.status.code(), Some(7));
}

#[test]
fn says_what_an_answer_without_text_holds() {
    for mode in ["--stream", "--no-stream"] {
        bedr(["converse", "hi", mode])
            .fault("empty")
            .fault("reasoning")
            .stderr("note: the answer holds no text but reasoningContent; `-o json` shows it")
            .run();
    }
}

#[test]
fn prints_nothing_for_an_empty_answer() {
    bedr(["converse", "hi"]).fault("empty").run();
    bedr(["converse", "hi", "--no-stream"]).fault("empty").run();
}

#[test]
fn leaves_reasoning_out_of_the_text() {
    bedr(["converse", "hi"]).fault("reasoning").stdout(HI).run();
    bedr(["converse", "hi", "--no-stream"]).fault("reasoning").stdout(HI).run();
}

#[test]
fn calls_converse_once_where_a_model_cannot_stream() {
    bedr(["converse", "hi"])
        .fault("streaming-unsupported")
        .stdout(HI)
        .stderr("note: not streamed: The model is unsupported for streaming.[..]")
        .requests(2)
        .run();
    bedr(["converse", "hi"]).fault("stream-denied").stdout(HI).stderr("note: not streamed: [..]").requests(2).run();
}

#[test]
fn does_not_fall_back_where_a_stream_was_asked_for() {
    bedr(["converse", "hi", "--stream"])
        .fault("streaming-unsupported")
        .exit(6)
        .stderr("error: The model is unsupported for streaming. (ValidationException)\nhint: try `--no-stream`\nrequest id: [..]")
        .requests(1)
        .run();
}

#[test]
fn each_delta_is_on_stdout_as_soon_as_its_frame_is_here() {
    use std::io::Read;
    let mut run = bedr(["converse", "hi"]).fault("stall").on_sandbox();
    let mut child = run.spawn();
    drop(child.stdin.take());
    let mut first = [0; 4];
    // The stream stalls for ever after its first deltas: only a delta that was not held back can be read.
    child.stdout.as_mut().expect("piped").read_exact(&mut first).expect("a delta");
    assert_eq!(&first, b"This");
    child.kill().expect("it is still running");
    child.wait().expect("it ends");
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_quietly() {
    use std::io::Read;
    let mut run = bedr(["converse", "hi"]).fault("flood=1000000").on_sandbox();
    let mut child = run.spawn();
    drop(child.stdin.take());
    let mut stdout = child.stdout.take().expect("piped");
    stdout.read_exact(&mut [0; 10]).expect("some text");
    drop(stdout);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[cfg(unix)]
#[test]
fn dies_of_the_signal_with_everything_printed_that_had_arrived() {
    use rustix::process::{Pid, Signal, kill_process};
    use std::io::Read;
    use std::os::unix::process::ExitStatusExt;
    for (signal, number) in [(Signal::INT, 2), (Signal::TERM, 15)] {
        let mut run = bedr(["converse", "hi"]).fault("stall").on_sandbox();
        let mut child = run.spawn();
        drop(child.stdin.take());
        let mut stdout = child.stdout.take().expect("piped");
        let mut text = vec![0; 4];
        stdout.read_exact(&mut text).expect("a delta");
        kill_process(Pid::from_child(&child), signal).expect("sent");
        stdout.read_to_end(&mut text).expect("the rest");
        let status = child.wait().expect("it ends");
        assert_eq!(status.signal(), Some(number));
        assert!(HI.as_bytes().starts_with(&text));
    }
}
