//! `-O/--output-file`: a file that gets the answer whole or not at all

use crate::answers::TOOL;
use crate::program::{HI, MODES, bedr, stderr, stdout};

const INVOICE: &str = r#"{"type":"object","properties":{"total":{"type":"number"}},"additionalProperties":false}"#;

#[test]
fn the_output_file_gets_the_answer_and_stdout_nothing() {
    for mode in MODES {
        let ran = bedr(["converse", "hi", "-O", "a.txt", mode]).run();
        assert_eq!(ran.read("a.txt"), HI);
    }
    for arguments in [["-o", "json", "--stream"].as_slice(), &["-o", "json"], &["--extract", "json"]] {
        let prompt = "say {\"a\":1}";
        let usual = bedr(["converse", prompt].iter().chain(arguments).copied()).on_sandbox().output();
        let filed = ["converse", prompt, "--output-file", "a.json"];
        let ran = bedr(filed.iter().chain(arguments).copied()).run();
        assert_eq!(ran.read("a.json"), stdout(&usual));
    }
    let ran = bedr(["converse", "hi", "-O", "tools.jsonl"]).fault("tool-use").run();
    assert_eq!(ran.read("tools.jsonl"), format!("{TOOL}\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_is_open_already_is_not_replaced() {
    for path in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
        let run = bedr([]).on_sandbox();
        let script = format!("{{ echo before; $0 converse hi --no-stdin -O {path}; echo $?; }} > log; cat log");
        let output = run.shell(&script, &run.path("."));
        assert_eq!(stdout(&output), "before\n2\n", "{path}");
        assert!(stderr(&output).starts_with(&format!("error: `--output-file {path}` is a file that is open already")));
        bedr(["converse", "hi", "-O", path]).stdout(HI).run();
    }
}

const LEFT: &str = "warning: `a.txt` is not written";

#[test]
fn the_output_file_stays_as_it_was_when_the_answer_is_not_whole() {
    for (reason, exit) in [("max_tokens", 10), ("guardrail_intervened", 11), ("malformed_tool_use", 12)] {
        let run = bedr(["converse", "hi", "-O", "a.txt"]).file("a.txt", "before").fault(&format!("stop={reason}"));
        let said = format!("{LEFT}\nerror: [..]\nhint: [..]\nrequest id: [..]");
        let ran = run.exit(exit).stdout(HI).stderr(&said).run();
        assert_eq!(ran.read("a.txt"), "before");
    }
    let throttled = bedr(["converse", "hi", "-O", "a.txt", "--max-attempts", "1"]).fault("throttling");
    let ran = throttled.file("a.txt", "before").exit(7).stderr("error: [..]\nhint: [..]\nrequest id: [..]").run();
    assert_eq!(ran.read("a.txt"), "before");
}

#[test]
fn what_came_of_a_broken_answer_is_printed_and_no_file_is_left() {
    let mut run = bedr(["converse", "hi", "-O", "a.txt"]).fault("cut-clean").on_sandbox();
    let folder = run.path(".");
    let mut child = run.spawn();
    drop(child.stdin.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(10));
    assert!(stdout(&output).starts_with("This is"), "{}", stdout(&output));
    assert!(stderr(&output).starts_with(&format!("{LEFT}\nerror: the answer broke off")), "{}", stderr(&output));
    let files = std::fs::read_dir(folder).expect("a folder").flatten();
    let files: Vec<_> =
        files.map(|entry| entry.file_name()).filter(|name| !name.eq_ignore_ascii_case(".cache")).collect();
    assert!(files.is_empty(), "{files:?}");
}

#[test]
fn what_does_not_meet_its_schema_is_not_written() {
    let run = bedr(["converse", "hi", "-O", "a.json", "--schema", INVOICE]).fault("off-schema");
    run.exit(12)
        .stdout("{\"total\":{\"hologram\":{\"depth\":3}}}\n")
        .stderr("warning: `a.json` is not written\nerror: [..]\nhint: [..]\nrequest id: [..]")
        .run();
}

#[test]
fn json_that_cannot_be_read_is_printed_before_that_is_said() {
    let answer = r#"{"output":{"message":{"content":[{"text":5}]}},"stopReason":"end_turn"}"#;
    let server = crate::servers::answering(move |_| answer.to_owned());
    let asked = ["converse", "hi", "-o", "json", "-O", "a.json", "--schema", "{}", "--endpoint-url", &server.url];
    bedr(asked)
        .exit(9)
        .stdout(format!("{answer}\n"))
        .stderr("error: the answer is not the JSON that Amazon Bedrock sends\ncaused by: [..]")
        .run();
}

#[cfg(unix)]
#[test]
fn the_output_file_keeps_its_permissions_and_its_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let mut run = bedr(["converse", "hi", "-O", "link.txt"]).file("folder/a.txt", "before").on_sandbox();
    let old = run.path("folder/a.txt");
    std::fs::set_permissions(&old, PermissionsExt::from_mode(0o640)).expect("set");
    symlink("folder/a.txt", run.path("link.txt")).expect("linked");
    let mut child = run.spawn();
    drop(child.stdin.take());
    assert!(child.wait().expect("it ends").success());
    assert_eq!(std::fs::read_to_string(&old).expect("it is there"), HI);
    assert_eq!(std::fs::metadata(&old).expect("it is there").permissions().mode() & 0o777, 0o640);
    assert!(run.path("link.txt").is_symlink());
}

#[cfg(unix)]
#[test]
fn a_device_is_written_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;
    bedr(["converse", "hi", "-O", "/dev/null"]).run();
    assert!(std::fs::metadata("/dev/null").expect("it is there").file_type().is_char_device());
    bedr(["converse", "hi", "-O", "/dev/stdout"]).stdout(HI).run();
}

#[test]
fn an_output_file_that_cannot_be_written_costs_no_call() {
    bedr(["converse", "hi", "-O", "nowhere/a.txt"])
        .exit(1)
        .stderr("error: cannot write `nowhere/a.txt`\ncaused by: [..]")
        .requests(0)
        .run();
    bedr(["converse", "hi", "-O", "folder"])
        .file("folder/a.txt", "")
        .exit(2)
        .stderr("error: `--output-file folder` is a folder, not a file")
        .requests(0)
        .run();
    bedr(["converse", "hi", "-O", "-"])
        .exit(2)
        .stderr("error: `--output-file` takes a file, not `-`\nhint: [..]")
        .requests(0)
        .run();
}

#[test]
fn a_printed_request_goes_into_the_output_file_too() {
    let ran = bedr(["converse", "hi", "--print-request", "-O", "r.json"]).run();
    assert!(ran.read("r.json").contains(r#""text":"hi""#));
}
