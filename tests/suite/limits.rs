//! Limits on what is believed: replies, heads and frames of absurd size, JSON without a bottom, files that are none

use std::io::{Read, Write};
use std::net::TcpListener;

use crate::program::{HI, PROGRAM, Run, bedr, matches};

const DEEP: usize = 10_000;

/// A server that says this to everybody, and then these bytes until the client has had enough.
fn says(head: &'static str, endless: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        let Ok((mut stream, _)) = listener.accept() else { return };
        let _ = stream.read(&mut [0; 64 * 1024]);
        let _ = stream.write_all(head.as_bytes());
        let block = endless.repeat(64 * 1024);
        while !block.is_empty() && stream.write_all(&block).is_ok() {}
    });
    url
}

/// A run with so little memory that what is not bounded dies of it.
fn in_little_memory(kilobytes: u32, arguments: &[&str], url: &str) -> (Option<i32>, Vec<u8>, String) {
    let script = format!("ulimit -v {kilobytes}; exec \"$@\"");
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &script, "sh", PROGRAM, "--endpoint-url", url]).args(arguments).env_clear();
    for (name, value) in
        [("AWS_REGION", "us-east-1"), ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLEEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "x")]
    {
        command.env(name, value);
    }
    let output = command.stdin(std::process::Stdio::null()).output().expect("runs");
    (output.status.code(), output.stdout, String::from_utf8_lossy(&output.stderr).into_owned())
}

const ENDLESS: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-amzn-requestid: 1-2\r\n\r\n{\"a\":\"";

#[cfg(target_os = "linux")]
#[test]
fn a_reply_without_an_end_is_no_answer_and_takes_bounded_memory() {
    let too_large = |arguments: &[&str], kilobytes: u32| {
        let (exit, stdout, said) = in_little_memory(kilobytes, arguments, &says(ENDLESS, b"x"));
        let expected = "error: the answer is larger than [..] bytes: that is no Bedrock answer\nrequest id: 1-2";
        assert!(exit == Some(9) && matches(expected, &said), "{arguments:?}: {exit:?} {said}");
        stdout.len()
    };
    assert_eq!(too_large(&["models", "list"], 400_000), 0);
    assert_eq!(too_large(&["converse", "hi", "-m", "a.b", "--no-stream"], 700_000), 0);
    assert_eq!(too_large(&["converse", "hi", "-m", "a.b", "--no-stream", "-o", "json"], 700_000), 0);
    // Written as it comes, so that memory does not matter; the disk does.
    let written = too_large(&["invoke", "-m", "a.b", "--raw-body", "/proc/version"], 200_000);
    assert!((256 * 1024 * 1024..300_000_000).contains(&written), "{written}");
}

#[cfg(target_os = "linux")]
#[test]
fn an_error_page_without_an_end_is_read_as_far_as_anybody_would() {
    let head = "HTTP/1.1 503 Busy\r\ncontent-type: text/html\r\n\r\n<p>busy";
    let arguments = ["converse", "hi", "-m", "a.b", "--max-attempts", "1"];
    let (exit, _, said) = in_little_memory(200_000, &arguments, &says(head, b" "));
    assert!(exit == Some(9) && said.contains("\ncaused by: it begins: busy\n"), "{exit:?} {said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_head_without_an_end_is_no_reply() {
    let expected = "error: `127.0.0.1:[..]` answered with something that is no HTTP reply\ncaused by: [..]\nhint: [..]";
    for head in ["HTTP/1.1 200 OK\r\nx-long: ", "HTTP/1.1 200 ", "\u{16}\u{3}\u{1}"] {
        let arguments = ["converse", "hi", "-m", "a.b"];
        let (exit, _, said) = in_little_memory(200_000, &arguments, &says(head, b"x"));
        assert!(exit == Some(9) && matches(expected, &said), "{head:?}: {exit:?} {said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn interim_replies_without_an_end_are_no_reply() {
    let expected = "error: `127.0.0.1:[..]` answered with something that is no HTTP reply\ncaused by: interim replies (`100 Continue` and its like) without an end\nhint: [..]";
    for interim in ["HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"] {
        let arguments = ["converse", "hi", "-m", "a.b"];
        let (exit, _, said) = in_little_memory(200_000, &arguments, &says("", interim.as_bytes()));
        assert!(exit == Some(9) && matches(expected, &said), "{interim:?}: {exit:?} {said}");
    }
    // One or two are as HTTP has them.
    let answer = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{\"output\":{\"message\":{\"content\":[{\"text\":\"whole\"}]}},\"stopReason\":\"end_turn\"}";
    let (exit, stdout, said) =
        in_little_memory(400_000, &["converse", "hi", "-m", "a.b", "--no-stream"], &says(answer, b""));
    assert_eq!((exit, String::from_utf8_lossy(&stdout).as_ref()), (Some(0), "whole\n"), "{said}");
}

#[test]
fn an_interim_reply_is_no_answer_to_wait_longer_for() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        let Ok((mut stream, _)) = listener.accept() else { return };
        let _ = stream.read(&mut [0; 64 * 1024]);
        while stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").is_ok() {
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
    });
    bedr(["converse", "hi", "--read-timeout", "500ms", "--endpoint-url", &url])
        .exit(8)
        .stderr("error: `127.0.0.1:[..]` was silent after [..] `--read-timeout` of 0.5 s\ncaused by: all that came were interim replies[..]\nhint: [..]")
        .run();
}

#[cfg(target_os = "linux")]
#[test]
fn trailers_and_chunk_extensions_without_an_end_are_no_answer() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-amzn-requestid: 1-2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n";
    for (begins, endless) in [("0\r\n", "a: b\r\n"), ("0\r\na: ", "x"), ("2;", "x"), ("", "x"), ("", "1")] {
        let head = Box::leak(format!("{head}{begins}").into_boxed_str());
        for arguments in [["converse", "hi", "-m", "a.b", "--no-stream"].as_slice(), &["models", "list"]] {
            let (exit, _, said) = in_little_memory(400_000, arguments, &says(head, endless.as_bytes()));
            let expected = "error: the answer is damaged: [..]\nhint: [..]check the proxy\nrequest id: 1-2";
            assert!(exit == Some(9) && matches(expected, &said), "{begins:?} {endless:?}: {exit:?} {said}");
        }
    }
}

#[test]
fn a_header_of_ten_megabytes_is_no_reply_for_any_operation() {
    // A list of models is three requests, sent at once.
    for (arguments, requests) in
        [(["converse", "hi"].as_slice(), 1), (&["converse", "hi", "-o", "json"], 1), (&["models", "list"], 3)]
    {
        bedr(arguments.iter().copied())
            .fault("huge-header")
            .exit(9)
            .stderr("error: `127.0.0.1:[..]` answered with something that is no HTTP reply\ncaused by: [..]\nhint: is it Amazon Bedrock?[..]")
            .requests(requests)
            .run();
    }
    bedr(["converse", "hi"]).fault("huge-header=1000").stdout(HI).run();
}

#[cfg(target_os = "linux")]
#[test]
fn a_stream_that_is_one_endless_frame_takes_bounded_memory() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/vnd.amazon.eventstream\r\nx-amzn-requestid: 1-2\r\n\r\n";
    let (exit, _, said) = in_little_memory(200_000, &["converse", "hi", "-m", "a.b"], &says(head, b"x"));
    let expected = "error: the stream is damaged: [..]\nhint: [..]\nrequest id: 1-2";
    assert!(exit == Some(9) && matches(expected, &said), "{exit:?} {said}");
}

fn nested(open: &str, close: &str) -> String {
    open.repeat(DEEP) + &close.repeat(DEEP)
}

#[test]
fn json_without_a_bottom_overflows_no_stack() {
    let deep = nested("[", "]");
    let too_deep = "error: `--request r.json` is nested deeper than 127 levels, which is all that is read";
    for request in [format!("{{\"messages\":{deep}}}"), nested("{\"a\":", "}").replace(":}", ":1}"), deep.clone()] {
        bedr(["converse", "hi", "--request", "r.json"])
            .file("r.json", request)
            .exit(2)
            .stderr(too_deep)
            .requests(0)
            .run();
    }
    // A raw body is the model's affair: it is sent as it is.
    let body = format!("{{\"inputText\":\"hi\",\"x\":{deep}}}");
    let ran = bedr(["invoke", "--raw-body", "b.json", "-q"]).file("b.json", &body).on_sandbox();
    let output = ran.output_and_requests(1);
    assert!(matches!(output.status.code(), Some(0 | 6)), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_configuration_without_a_bottom_overflows_no_stack() {
    let key = vec!["a"; DEEP].join(".");
    for text in [
        format!("a = {}", nested("[", "]")),
        format!("a = {}", nested("{a=", "}")),
        format!("{key} = 1"),
        format!("[{key}]\nb = 1"),
        format!("[[{key}]]\nb = 1"),
    ] {
        let output = bedr(["converse", "hi", "--config", "c.toml"]).file("c.toml", &text).on_sandbox().output();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && said.starts_with("error: "), "{:.40}: {said:.400}", text);
        assert!(said.len() < 2_000, "{:.40}: {} bytes", text, said.len());
    }
}

#[test]
fn answers_and_refusals_without_a_bottom_are_told_as_they_are() {
    for arguments in
        [["models", "list", "-o", "json"].as_slice(), &["models", "list"], &["invoke", "--stream", "--raw-body", "b"]]
    {
        let run = bedr(arguments.iter().copied()).file("b", "{\"inputText\":\"hi\"}").fault("deep").on_sandbox();
        let output = run.output();
        assert!(
            matches!(output.status.code(), Some(0 | 6)),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let deep = format!(
        "HTTP/1.1 400 Bad\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{{\"message\":{}}}",
        nested("[", "]")
    );
    let url = says(Box::leak(deep.into_boxed_str()), b"");
    let (exit, _, said) = in_little_memory(400_000, &["converse", "hi", "-m", "a.b"], &url);
    assert!(
        exit == Some(9) && said.starts_with("error: the answer is not from Amazon Bedrock: HTTP 400"),
        "{exit:?} {said}"
    );
}

#[test]
fn half_of_a_character_is_replaced_and_told() {
    let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{\"output\":{\"message\":{\"content\":[{\"text\":\"a\\ud83d\"}]}},\"stopReason\":\"end_turn\"}";
    let (exit, stdout, said) =
        in_little_memory(400_000, &["converse", "hi", "-m", "a.b", "--no-stream"], &says(answer, b""));
    assert_eq!((exit, String::from_utf8_lossy(&stdout).as_ref()), (Some(0), "a\u{fffd}\n"), "{said}");
    assert!(said.starts_with("warning: the answer holds half of a character"), "{said}");
}

/// Five gigabytes that take no place on the disk.
fn sparse(path: std::path::PathBuf) {
    let file = std::fs::File::create(path).expect("a file");
    file.set_len(5 * 1024 * 1024 * 1024).expect("a length");
}

#[test]
fn files_of_five_gigabytes_are_refused_unsent() {
    for (arguments, limit) in [
        (["converse", "hi", "--request", "big"].as_slice(), "67108864"),
        (&["converse", "@big"], "67108864"),
        (&["converse", "hi", "-s", "@big"], "67108864"),
        (&["invoke", "--raw-body", "big"], "25000000"),
    ] {
        let run = bedr(arguments.iter().copied());
        sparse(run.path("big"));
        let said = format!("error: `big` holds more than {limit} bytes, which is too much to send");
        run.exit(6).stderr(&said).requests(0).run();
    }
    let run = bedr(["converse", "hi", "--config", "big"]);
    sparse(run.path("big"));
    run.exit(2).stderr("error: the configuration `big` holds more than 1 MiB\nhint: [..]").run();
}

#[test]
fn a_request_that_is_a_folder_or_no_text_is_named() {
    bedr(["converse", "--request", "."]).exit(2).stderr("error: `.` is a folder, not a file").requests(0).run();
    bedr(["invoke", "--raw-body", "."]).exit(2).stderr("error: `.` is a folder, not a file").requests(0).run();
    bedr(["converse", "--request", "r"])
        .file("r", b"{\"a\":\"\xff\"}")
        .exit(2)
        .stderr("error: `r` is not UTF-8: the byte at offset 6 is invalid\nhint: [..]")
        .requests(0)
        .run();
}

#[cfg(unix)]
#[test]
fn a_request_from_a_process_substitution_is_read() {
    let script = r#""$1" --sandbox -q converse --request <(printf '{"messages":[{"role":"user","content":[{"text":"%s"}]}]}' hi)"#;
    let prompt = r#""$1" --sandbox -q converse @<(printf hi)"#;
    for script in [script, prompt] {
        let mut command = std::process::Command::new("bash");
        command.args(["-c", script, "bash", PROGRAM]).env_clear().env("PATH", "/usr/bin:/bin");
        let output = command.stdin(std::process::Stdio::null()).output().expect("bash runs");
        assert_eq!(String::from_utf8_lossy(&output.stdout), HI, "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn timeout_holds_while_credentials_are_resolved_and_a_connection_is_made() {
    let late = "error: the command took longer than its `--timeout` of 0.5 s\nhint: raise the limit, as in `--timeout 1s`, or leave it out";
    bedr(["converse", "hi", "--no-stdin", "--timeout", "500ms", "-m", "a.b"])
        .file(".aws/config", "[profile slow]\nregion = us-east-1\ncredential_process = sleep 20\n")
        .env("AWS_PROFILE", "slow")
        .env("PATH", "/usr/bin:/bin")
        .exit(8)
        .stderr(late)
        .run_alone();
    // One that accepts and never says a word of TLS.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    bedr(["converse", "hi", "--timeout", "500ms", "--endpoint-url", &url]).exit(8).stderr(late).run();
}

#[test]
fn a_dead_connection_ends_a_list_too() {
    bedr(["models", "get", "amazon.nova-lite-v1:0", "--read-timeout", "300ms", "-q"])
        .fault("silence")
        .exit(8)
        .stderr("error: `127.0.0.1:[..]` was silent after the request was sent for longer than the `--read-timeout` of 0.3 s\nhint: raise the limit, as in `--read-timeout 600ms`, or run it again")
        .run();
}

/// A pipe with a name, in the folder that the program runs in.
#[cfg(unix)]
fn pipe(run: &Run) -> std::path::PathBuf {
    let path = run.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo runs");
    assert!(made.success());
    path
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_writes_into_is_named_after_a_while() {
    let keyless =
        |run: Run| run.env("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/ci").env("AWS_REGION", "us-east-1");
    let runs = [
        bedr(["converse", "hi", "--request", "pipe"]),
        bedr(["converse", "--no-stdin", "@pipe"]),
        bedr(["converse", "hi", "--no-stdin", "-s", "@pipe"]),
        bedr(["invoke", "--raw-body", "pipe"]),
        bedr(["converse", "hi", "--no-stdin", "--endpoint-url", "https://127.0.0.1:1", "--ca-bundle", "pipe"]),
    ];
    let mut runs: Vec<Run> = runs.into_iter().map(Run::on_sandbox).collect();
    let token = bedr(["converse", "hi", "--no-stdin", "-m", "a.b"]).env("AWS_WEB_IDENTITY_TOKEN_FILE", "pipe");
    runs.push(keyless(token));
    let mut children = Vec::new();
    for run in &mut runs {
        pipe(run);
        children.push(run.spawn());
    }
    for (at, child) in children.iter_mut().enumerate() {
        let mut line = String::new();
        let stderr = child.stderr.take().expect("piped");
        std::io::BufRead::read_line(&mut std::io::BufReader::new(stderr), &mut line).expect("UTF-8");
        child.kill().and_then(|()| child.wait()).expect("it ends");
        assert!(line.starts_with("note: waiting for `pipe`, which is no regular file"), "{at}: {line}");
    }
}

#[cfg(unix)]
#[test]
fn a_usage_log_that_is_a_pipe_wants_a_reader_before_anything_is_sent() {
    let run = bedr(["converse", "hi", "--usage-log", "pipe"]);
    pipe(&run);
    run.exit(1)
        .stderr("error: cannot open the usage log `pipe`\ncaused by: it is a pipe or a socket that nobody reads")
        .requests(0)
        .run();
    let run = bedr(["converse", "hi", "--usage-log", "pipe"]);
    let reader = std::fs::File::options().read(true).write(true).open(pipe(&run)).expect("opens");
    let _ran = run.stdout(HI).run();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(reader), &mut line).expect("UTF-8");
    assert!(line.starts_with("{\"time\":"), "{line}");
}
