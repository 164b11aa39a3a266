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
    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&controller).expect("granted");
    unlockpt(&controller).expect("unlocked");
    let size = rustix::termios::Winsize { ws_row: 40, ws_col: width, ws_xpixel: 0, ws_ypixel: 0 };
    rustix::termios::tcsetwinsize(&controller, size).expect("a size");
    let name = ptsname(&controller, Vec::new()).expect("a name").into_string().expect("UTF-8");
    let terminal = || File::options().read(true).write(true).open(&name).expect("opens");
    let mut command = Command::new(PROGRAM);
    command.env_clear().args(["--sandbox"]).args(arguments);
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
