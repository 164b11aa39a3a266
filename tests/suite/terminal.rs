//! What a person sees on a terminal: tables, indented JSON, text that cannot steer it

#![cfg(unix)]

use std::fs::File;
use std::io::Read;
use std::process::{Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::program::PROGRAM;

/// Runs the program with a terminal as its stdout and stderr, and gives back what stands there.
fn on_terminal(arguments: &[&str]) -> (String, Option<i32>) {
    on_terminal_of(160, arguments)
}

fn on_terminal_of(width: u16, arguments: &[&str]) -> (String, Option<i32>) {
    let arguments: Vec<&str> = ["--sandbox"].iter().chain(arguments).copied().collect();
    run_on_terminal(width, &arguments, &[])
}

fn run_on_terminal(width: u16, arguments: &[&str], variables: &[(&str, &str)]) -> (String, Option<i32>) {
    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&controller).expect("granted");
    unlockpt(&controller).expect("unlocked");
    let size = rustix::termios::Winsize { ws_row: 40, ws_col: width, ws_xpixel: 0, ws_ypixel: 0 };
    rustix::termios::tcsetwinsize(&controller, size).expect("a size");
    let name = ptsname(&controller, Vec::new()).expect("a name").into_string().expect("UTF-8");
    let terminal = || File::options().read(true).write(true).open(&name).expect("opens");
    let mut command = Command::new(PROGRAM);
    command.env_clear().envs(variables.iter().copied()).args(arguments);
    let mut child = command.stdin(Stdio::null()).stdout(terminal()).stderr(terminal()).spawn().expect("starts");
    drop(command);
    let mut shown = Vec::new();
    // When the last writer is gone, Linux answers with an error instead of an end.
    let _ = File::from(controller).read_to_end(&mut shown);
    let status = child.wait().expect("it ends");
    (String::from_utf8_lossy(&shown).replace("\r\n", "\n"), status.code())
}

#[test]
fn models_are_a_table_with_a_header() {
    let (shown, _) = on_terminal(&["-q", "models", "list", "nova lite"]);
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines[0].trim_start().starts_with("ID") && lines[0].contains("LIFECYCLE"), "{shown}");
    assert!(lines[1].contains("amazon.nova-lite-v1:0"), "{shown}");
}

#[test]
fn json_is_indented() {
    let (shown, _) = on_terminal(&["-q", "converse", "hi", "-o", "json"]);
    assert!(shown.starts_with("{\n  \"output\": {\n"), "{shown}");
}

#[test]
fn an_answer_cannot_steer_the_terminal() {
    let prompt = "\u{1b}]0;title\u{7}\u{1b}[2Jgotcha\u{9b}31m";
    let (shown, code) = on_terminal(&["-q", "converse", prompt]);
    assert_eq!(code, Some(0));
    assert!(shown.contains("gotcha") && !shown.contains('\u{1b}') && !shown.contains('\u{9b}'), "{shown:?}");
}

#[test]
fn an_answer_that_comes_back_from_its_output_file_cannot_steer_it_either() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.txt");
    let path = path.to_str().expect("UTF-8");
    let prompt = "\u{1b}[2Jgotcha\u{9b}31m";
    let (shown, code) = on_terminal(&["-q", "--fault", "stop=max_tokens", "converse", prompt, "-O", path]);
    assert_eq!(code, Some(10));
    // Past the label of an error all colours are ours.
    let answer = shown.split("warning:").next().unwrap_or_default().trim_end_matches("\u{1b}[1m\u{1b}[33m");
    assert!(answer.contains("gotcha") && !answer.contains('\u{1b}') && !answer.contains('\u{9b}'), "{shown:?}");
    // What goes into the file is exact, and JSON there is not indented.
    let (shown, code) = on_terminal(&["-q", "converse", prompt, "-o", "json", "-O", path]);
    assert_eq!((shown.as_str(), code), ("", Some(0)));
    let written = std::fs::read_to_string(path).expect("it is there");
    assert!(written.starts_with("{\"output\":{\"message\"") && written.ends_with("}\n"), "{written:?}");
}

#[test]
fn reasoning_stands_on_lines_of_its_own_before_the_answer() {
    let (shown, code) = on_terminal(&["-q", "--fault", "reasoning", "converse", "hi", "--reasoning"]);
    assert_eq!(code, Some(0));
    let (reasoning, answer) = shown.split_once('\n').expect("two lines");
    assert!(reasoning.starts_with("reasoning: The prompt") && answer.starts_with("This is"), "{shown:?}");
}

#[test]
fn in_a_pipe_the_same_answer_is_exact() {
    let prompt = "\u{1b}[2Jgotcha";
    let output = crate::program::bedr(["--sandbox", "-q", "converse", prompt]).output();
    assert!(String::from_utf8_lossy(&output.stdout).contains(prompt));
}

#[test]
fn errors_are_coloured_unless_no_color_says_not_to() {
    let (shown, code) = on_terminal(&["-q", "--fault", "validation", "converse", "hi"]);
    assert_eq!(code, Some(6));
    assert!(shown.starts_with("\u{1b}[1m\u{1b}[31merror:\u{1b}[0m "), "{shown:?}");
}

#[test]
fn binary_is_not_asked_for_on_a_terminal() {
    let (shown, code) = on_terminal(&["-q", "invoke", "--accept", "image/png", "--raw-body", "/dev/null"]);
    assert_eq!(code, Some(2));
    assert!(shown.contains("stdout is a terminal") && shown.contains("--binary"), "{shown}");
}

#[test]
fn binary_is_written_to_a_terminal_that_asked_for_it() {
    let body = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(body.path(), b"raw").expect("written");
    let path = body.path().to_str().expect("UTF-8");
    let arguments =
        ["-q", "invoke", "--binary", "--content-type", "image/png", "--accept", "image/png", "--raw-body", path];
    let (shown, code) = on_terminal(&arguments);
    assert_eq!((shown.as_str(), code), ("raw", Some(0)));
}

#[test]
fn a_narrow_terminal_shows_fewer_columns_and_breaks_no_line() {
    let (shown, _) = on_terminal_of(80, &["-q", "models", "list", "claude"]);
    assert!(shown.lines().all(|line| line.len() <= 80 && line.contains(['.', 'I'])), "{shown}");
    assert!(shown.contains("CALLABLE") && !shown.contains("INFERENCE"), "{shown}");
}

#[test]
fn a_narrow_terminal_shows_what_a_profile_is_called_and_ids_unbroken() {
    let (shown, _) = on_terminal_of(80, &["-q", "inference-profiles", "list", "nova"]);
    let header = shown.lines().next().unwrap_or_default();
    assert_eq!(header.split_whitespace().collect::<Vec<_>>(), ["ID", "NAME", "MODELS"], "{shown}");
    // An ARN is as wide as the terminal: it stands alone, and the other columns behind it.
    let lines: Vec<&str> = shown.lines().collect();
    let arn = lines.iter().position(|line| line.trim().starts_with("arn:")).expect("an ARN");
    assert!(lines[arn].ends_with("/apsandbox002") && lines[arn + 1].trim().starts_with("nightly-batch"), "{shown}");
    for words in ["global.anthropic", "claude"] {
        let (shown, _) = on_terminal_of(80, &["-q", "inference-profiles", "list", words]);
        assert!(shown.lines().next().is_some_and(|header| header.trim_end().ends_with("NAME")), "{shown}");
        assert!(shown.lines().all(|line| line.len() <= 80 || line.starts_with(" arn:")), "{shown}");
    }
}

#[test]
fn values_are_broken_between_words_and_ids_are_not() {
    let model = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    let (shown, _) = on_terminal_of(100, &["-q", "models", "get", model, "--pricing"]);
    assert!(shown.lines().all(|line| line.len() <= 100), "{shown}");
    let (shown, _) = on_terminal_of(60, &["-q", "models", "get", model, "--pricing"]);
    let arn = format!("   arn:aws:bedrock:us-east-1::foundation-model/{model}");
    assert!(shown.lines().all(|line| line.len() <= 60 || line == arn), "{shown}");
    assert!(shown.lines().any(|line| line == arn), "{shown}");
}

#[test]
fn each_way_to_call_a_model_is_shown_once() {
    let (shown, _) = on_terminal(&["-q", "models", "list", "--region", "us-east-1,eu-west-1,us-west-2", "sonnet-4-6"]);
    assert_eq!(shown.matches("…/apsandbox001").count(), 1, "{shown}");
}

#[test]
fn a_binary_answer_that_nobody_expected_is_kept_in_a_file() {
    let body = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(body.path(), b"\xff\xfe").expect("written");
    let path = body.path().to_str().expect("UTF-8");
    let (shown, code) = on_terminal(&[
        "-q",
        "invoke",
        "--content-type",
        "application/octet-stream",
        "--accept",
        "*/*",
        "--raw-body",
        path,
    ]);
    assert_eq!(code, Some(0), "{shown}");
    let kept = shown.split('`').nth(1).expect("a path");
    assert_eq!(std::fs::read(kept).expect("the file"), b"\xff\xfe");
    std::fs::remove_file(kept).expect("removed");
}

/// What would move the cursor, set the title, write the clipboard, colour, reverse the writing or overwrite the line.
const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;title\u{7}\u{1b}]52;c;cm0gLXJm\u{7}\u{1b}P+q\u{1b}\\\u{9b}31m\u{9d}0;t\u{9c}\u{202e}\r\u{8}\u{7f}gotcha";

/// Our own colours are the only escapes that are allowed.
fn is_harmless(shown: &str) -> bool {
    let rest = ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[31m", "\u{1b}[33m", "\u{1b}[36m", "\u{1b}[K"]
        .iter()
        .fold(shown.to_owned(), |shown, ours| shown.replace(ours, ""));
    rest.chars().all(|letter| matches!(letter, '\n' | '\t') || !(letter.is_control() || letter == '\u{202e}'))
}

/// A service that puts its hostile words everywhere.
fn hostile_service(status: &'static str, kind: &'static str, body: Vec<u8>) -> String {
    use std::io::Write;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            let _ = stream.read(&mut [0; 65536]);
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\nx-amzn-requestid: 1\u{9b}31m\u{202e}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        }
    });
    url
}

fn against(url: &str, arguments: &[&str]) -> (String, Option<i32>) {
    let more = ["--endpoint-url", url, "--region", "us-east-1", "-v", "--usage-log", "/dev/null"];
    let more = if arguments[0] == "models" { &more[..5] } else { &more[..] };
    let arguments: Vec<&str> = arguments.iter().chain(more).copied().collect();
    run_on_terminal(160, &arguments, &[("AWS_ACCESS_KEY_ID", "AKIDEXAMPLEEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "x")])
}

#[test]
fn nothing_that_a_service_says_can_steer_the_terminal() {
    let word = serde_json::Value::from(HOSTILE).to_string();
    // In JSON a control may stand raw, if nobody looks.
    for word in [word, format!("\"{HOSTILE}\"")] {
        let model = format!(
            "{{\"modelId\":\"a.b\",\"modelName\":{word},\"providerName\":{word},\"inputModalities\":[{word}]}}"
        );
        let refusal = format!("{{\"message\":{word},\"__type\":{word}}}").into_bytes();
        let answer =
            format!("{{\"output\":{{\"message\":{{\"content\":[{{\"text\":{word}}}]}}}},\"stopReason\":{word}}}")
                .into_bytes();
        let models = format!("{{\"modelSummaries\":[{model}],\"nextToken\":null}}").into_bytes();
        for (status, body) in [("400 Bad", refusal), ("200 OK", answer), ("200 OK", models)] {
            let url = hostile_service(status, "application/json", body);
            for arguments in [
                ["converse", "hi", "-m", "a.b", "--no-stream", "--usage"].as_slice(),
                &["converse", "hi", "-m", "a.b", "-o", "json", "--error-format", "json"],
                &["invoke", "-m", "a.b", "--raw-body", "/proc/version"],
                &["models", "list"],
                &["models", "list", "-o", "json"],
                &["models", "get", "a.b"],
            ] {
                let (shown, _) = against(&url, arguments);
                assert!(is_harmless(&shown) && !shown.is_empty(), "{arguments:?}: {shown:?}");
            }
        }
    }
    let url = hostile_service("502 Bad", "text/html", format!("<p>{HOSTILE}").into_bytes());
    let (shown, code) = against(&url, &["converse", "hi", "-m", "a.b", "--max-attempts", "1"]);
    assert!(code == Some(9) && is_harmless(&shown) && shown.contains("gotcha"), "{shown:?}");
}

#[test]
fn nothing_that_is_typed_can_steer_the_terminal() {
    let (hostile, file) = (HOSTILE.to_owned(), format!("@{HOSTILE}"));
    for arguments in [
        ["converse", file.as_str()].as_slice(),
        &["converse", "hi", "--request", &hostile],
        &["converse", "hi", &hostile],
        &["converse", &hostile, "--print-request"],
        &["converse", &hostile, "-o", "json", "--stream"],
        &["invoke", "--raw-body", &hostile],
        &["converse", "hi", "-m", &hostile, "-v", "--usage"],
        &["models", "list", &hostile],
        &["models", "get", &hostile],
        &["--fault", &hostile, "converse"],
        &["config", "--region", &hostile],
        &[&hostile],
    ] {
        let (shown, _) = on_terminal(arguments);
        assert!(is_harmless(&shown) && !shown.is_empty(), "{arguments:?}: {shown:?}");
    }
}

#[test]
fn errors_are_harmless_in_a_log_too() {
    let output = crate::program::bedr(["converse", &format!("@{HOSTILE}")]).output();
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(output.status.code() == Some(2) && is_harmless(&said) && said.contains("gotcha"), "{said:?}");
    // A program is told exactly what it was, in JSON's own escapes.
    let output = crate::program::bedr(["converse", &format!("@{HOSTILE}"), "--error-format", "json"]).output();
    let error: serde_json::Value = serde_json::from_slice(&output.stderr).expect("one object");
    assert!(error["message"].as_str().is_some_and(|message| message.contains(HOSTILE)), "{error}");
}
