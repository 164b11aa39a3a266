//! What comes in: PROMPT, `@FILE`, `-` and stdin, and what is refused before it costs anything

use crate::program::{HI, bedr};

fn body(blocks: &str) -> String {
    format!(r#"{{"messages":[{{"role":"user","content":[{blocks}]}}]}}"#)
}

#[test]
fn stdin_comes_first_and_the_prompt_second() {
    let ran = bedr(["converse", "--print-request", "sum"])
        .stdin(" doc\n")
        .stdout(body(r#"{"text":" doc\n"},{"text":"sum"}"#) + "\n");
    ran.run_alone();
}

#[test]
fn a_stdin_of_white_space_only_is_empty() {
    bedr(["converse", "--print-request", "hi"]).stdin(" \n\t\n").stdout(body(r#"{"text":"hi"}"#) + "\n").run_alone();
}

#[test]
fn no_stdin_leaves_a_loops_input_alone() {
    bedr(["converse", "--no-stdin", "hi"]).stdin("the rest of the loop").stdout(HI).run();
}

#[test]
fn an_at_sign_reads_a_file_and_two_are_one() {
    let text = body(r#"{"text":"from a file"}"#) + "\n";
    bedr(["converse", "--print-request", "@p.txt"]).file("p.txt", "from a file").stdout(text).run_alone();
    bedr(["converse", "--print-request", "@@here"]).stdout(body(r#"{"text":"@here"}"#) + "\n").run_alone();
    bedr(["converse", "--print-request", "-s", "@s.txt", "hi"])
        .file("s.txt", "rules")
        .stdout(
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hi\"}]}],\"system\":[{\"text\":\"rules\"}]}\n",
        )
        .run_alone();
}

#[test]
fn a_dash_is_stdin() {
    let text = body(r#"{"text":"piped"}"#) + "\n";
    bedr(["converse", "--print-request", "-"]).stdin("piped").stdout(text.clone()).run_alone();
    bedr(["converse", "--print-request", "@-"]).stdin("piped").stdout(text).run_alone();
}

#[test]
fn two_takers_of_stdin_are_both_named() {
    bedr(["converse", "--request", "-", "-"])
        .exit(2)
        .stderr("error: `--request -` and PROMPT `-` both read stdin, which can be read once only\nhint: put one of them into a file")
        .run();
    bedr(["converse", "--no-stdin", "-"])
        .exit(2)
        .stderr("error: PROMPT `-` reads stdin, but `--no-stdin` says not to")
        .run();
}

#[test]
fn nothing_to_send_is_an_error_and_no_hang() {
    let nothing = "error: there is nothing to send: no PROMPT was given, and stdin is empty or a terminal\nhint: [..]";
    bedr(["converse"]).stdin("").exit(2).stderr(nothing).requests(0).run();
    bedr(["converse", "--no-stdin"]).exit(2).stderr(nothing).requests(0).run();
}

#[test]
fn an_empty_prompt_is_an_error_that_thinks_of_the_script() {
    bedr(["converse", " "])
        .stdin("doc")
        .exit(2)
        .stderr("error: PROMPT is empty, and the service refuses empty text\nhint: is a variable in your script unset?")
        .run();
}

#[test]
fn input_that_is_not_utf8_is_refused_with_its_offset() {
    bedr(["converse"])
        .stdin(b"ab\xffcd".to_vec())
        .exit(2)
        .stderr("error: stdin is not UTF-8: the byte at offset 2 is invalid\nhint: convert it [..]")
        .requests(0)
        .run();
    bedr(["converse", "@p.bin"])
        .file("p.bin", b"\xff\xfeh\0i\0")
        .exit(2)
        .stderr("error: `p.bin` is not UTF-8: the byte at offset 0 is invalid\nhint: it looks like UTF-16[..]")
        .run();
}

#[test]
fn a_file_that_is_not_there_or_is_a_folder_is_named() {
    bedr(["converse", "@nowhere.txt"])
        .exit(2)
        .stderr("error: cannot open `nowhere.txt`\ncaused by: No such file[..]")
        .run();
    bedr(["converse", "@."]).exit(2).stderr("error: `.` is a folder, not a file").run();
}

#[test]
fn five_megabytes_on_stdin_arrive_whole() {
    let text = "All work and no play makes Jack a dull boy.\n".repeat(120_000);
    let output = bedr(["converse", "--print-request"]).stdin(text.clone()).output();
    let request: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(request.pointer("/messages/0/content/0/text").and_then(|found| found.as_str()), Some(text.as_str()));
    let output = bedr(["converse"]).stdin(text).on_sandbox().output();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1200000 words"));
}

#[test]
fn more_than_the_service_takes_is_refused_unsent() {
    bedr(["converse"])
        .stdin(vec![b'a'; 64 * 1024 * 1024 + 1])
        .exit(6)
        .stderr("error: stdin holds more than 67108864 bytes, which is too much to send")
        .requests(0)
        .run();
    bedr(["invoke", "--raw-body"])
        .stdin(vec![b'a'; 25_000_001])
        .exit(6)
        .stderr("error: stdin holds more than 25000000 bytes, which is too much to send")
        .requests(0)
        .run();
}

#[test]
fn a_producer_that_takes_its_time_is_waited_for_and_that_is_said() {
    use std::io::{BufRead, BufReader, Read, Write};
    let mut run = bedr(["converse", "--print-request"]);
    let mut child = run.spawn();
    let mut stderr = BufReader::new(child.stderr.take().expect("piped"));
    let mut line = String::new();
    stderr.read_line(&mut line).expect("a note");
    assert!(line.starts_with("note: waiting for stdin"), "{line}");
    child.stdin.take().expect("piped").write_all(b"late").expect("written");
    let mut stdout = String::new();
    child.stdout.take().expect("piped").read_to_string(&mut stdout).expect("UTF-8");
    assert_eq!(stdout, body(r#"{"text":"late"}"#) + "\n");
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn an_empty_stdin_is_no_system_prompt() {
    bedr(["converse", "hi", "-s", "@-", "--print-request"])
        .stdin("")
        .exit(2)
        .stderr("error: stdin is empty, and `--system @-` reads it: the service refuses empty text")
        .requests(0)
        .run();
}
