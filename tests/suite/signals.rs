//! SIGINT, SIGTERM and SIGHUP in every phase of a command, a reader that leaves, and a stdout that takes nothing

#![cfg(unix)]

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::program::{HI, PROGRAM, Run, bedr};

const BOTH: [Signal; 2] = [Signal::INT, Signal::TERM];

/// Looks again and again until something is so. A phase that never comes is a failure.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(20), "{what}: it never came to that");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn send(child: &Child, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(child.id()).expect("a pid")).expect("a pid");
    kill_process(pid, signal).expect("sent");
}

/// The process dies of the signal: a shell sees 130 or 143, and its loop stops.
fn dies_of(mut child: Child, signal: Signal) {
    send(&child, signal);
    let status = child.wait().expect("it ends");
    assert_eq!(status.signal(), Some(signal.as_raw()), "{status}");
}

/// The request has arrived.
fn answered(run: &Run) {
    until("a request", || run.reached() == 1);
}

#[test]
fn while_credentials_are_resolved() {
    for signal in BOTH {
        let mut run = bedr(["converse", "hi", "--no-stdin"])
            .file("asleep.sh", "echo > started; exec sleep 3 2> /dev/null")
            .file(".aws/config", "[profile slow]\nregion = us-east-1\ncredential_process = sh asleep.sh\n")
            .env("AWS_PROFILE", "slow")
            .env("BEDR_MODEL", "a.b")
            .env("PATH", "/usr/bin:/bin");
        let child = run.spawn();
        let started = run.path("started");
        until("credential_process", || started.exists());
        dies_of(child, signal);
    }
}

#[test]
fn while_a_connection_is_made() {
    for signal in BOTH {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("https://{}", listener.local_addr().expect("an address"));
        let mut run = bedr(["converse", "hi", "--no-stdin", "--endpoint-url", &url]).on_sandbox();
        let child = run.spawn();
        let (_silent, _) = listener.accept().expect("it connects");
        dies_of(child, signal);
    }
}

#[test]
fn while_a_reply_is_waited_for() {
    for signal in BOTH {
        let mut run = bedr(["converse", "hi", "--no-stdin"]).fault("silence").on_sandbox();
        let child = run.spawn();
        answered(&run);
        dies_of(child, signal);
    }
}

#[test]
fn in_the_middle_of_a_stream_what_had_arrived_is_out() {
    for signal in BOTH {
        let mut run = bedr(["converse", "hi", "--no-stdin"]).fault("stall").on_sandbox();
        let mut child = run.spawn();
        let mut stdout = child.stdout.take().expect("piped");
        let mut text = vec![0; 4];
        stdout.read_exact(&mut text).expect("the beginning");
        dies_of(child, signal);
        stdout.read_to_end(&mut text).expect("what had arrived");
        assert!(text.len() > 4 && HI.as_bytes().starts_with(&text), "{}", String::from_utf8_lossy(&text));
    }
}

#[test]
fn what_waits_in_our_own_buffer_is_handed_on() {
    for signal in BOTH {
        let run = bedr(["invoke", "--raw-body", "-m", "amazon.titan-text-express-v1", "-v"]);
        let mut run = run.fault("stall").on_sandbox();
        let mut child = run.spawn();
        let body = br#"{"inputText":"hi"}"#;
        std::io::Write::write_all(&mut child.stdin.take().expect("piped"), body).expect("written");
        // The half of the answer that comes is in one packet with the reply's head.
        let mut stderr = BufReader::new(child.stderr.take().expect("piped"));
        until_line(&mut stderr, "HTTP 200");
        std::thread::sleep(Duration::from_millis(500));
        let mut stdout = child.stdout.take().expect("piped");
        dies_of(child, signal);
        let mut text = String::new();
        stdout.read_to_string(&mut text).expect("UTF-8");
        assert!(text.starts_with('{'), "{text:?}");
    }
}

fn until_line(stderr: &mut BufReader<impl Read>, part: &str) {
    let mut line = String::new();
    while !line.contains(part) {
        line.clear();
        assert!(stderr.read_line(&mut line).expect("UTF-8") > 0, "`{part}` was never said");
    }
}

#[test]
fn in_the_pause_before_a_retry() {
    for signal in BOTH {
        let mut run = bedr(["converse", "hi", "--no-stdin"]).fault("throttling-retry-after=200").on_sandbox();
        let mut child = run.spawn();
        until_line(&mut BufReader::new(child.stderr.take().expect("piped")), "try 2 of 3 in 200.0 s");
        dies_of(child, signal);
    }
}

#[test]
fn while_stdin_is_read() {
    for signal in BOTH {
        let mut child = bedr(["converse"]).spawn();
        let _open = child.stdin.take();
        until_line(&mut BufReader::new(child.stderr.take().expect("piped")), "waiting for stdin");
        dies_of(child, signal);
    }
}

/// A run whose stdout is full, and nobody reads it.
fn blocked() -> (Child, std::process::ChildStdout) {
    let mut run = bedr(["converse", "hi", "--no-stdin"]).fault("flood=10000000").on_sandbox();
    let mut child = run.spawn();
    let stdout = child.stdout.take().expect("piped");
    let mut before = 0;
    until("a full pipe", || {
        let now = rustix::io::ioctl_fionread(&stdout).expect("a number");
        let is_full = now > 0 && now == before;
        before = now;
        std::thread::sleep(Duration::from_millis(100));
        is_full
    });
    // The sandbox may go: all that counts is here.
    drop(run);
    (child, stdout)
}

#[test]
fn while_stdout_is_blocked() {
    for signal in BOTH {
        let (child, _unread) = blocked();
        dies_of(child, signal);
    }
}

#[test]
fn a_second_signal_does_not_wait_for_the_first() {
    let (child, _unread) = blocked();
    send(&child, Signal::TERM);
    dies_of(child, Signal::TERM);
}

#[test]
fn a_usage_log_stays_whole() {
    let run = bedr(["converse", "hi", "--no-stdin", "--usage-log", "u.jsonl"]).file("u.jsonl", "{\"before\":1}\n");
    let mut run = run.fault("stall").on_sandbox();
    let child = run.spawn();
    answered(&run);
    dies_of(child, Signal::TERM);
    assert_eq!(std::fs::read_to_string(run.path("u.jsonl")).expect("UTF-8"), "{\"before\":1}\n");
}

#[test]
fn a_reader_that_leaves_ends_a_long_answer_quietly_and_at_once() {
    // One that never ends by itself, and one whose model has fallen silent.
    for fault in ["flood=100000000000", "stall"] {
        let mut run = bedr(["converse", "hi", "--no-stdin"]).fault(fault).on_sandbox();
        let mut child = run.spawn();
        let mut stdout = child.stdout.take().expect("piped");
        stdout.read_exact(&mut [0; 4]).expect("the beginning");
        drop(stdout);
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()), "{fault}");
    }
}

/// `--sandbox` on stdouts that take nothing.
fn on_stdout(stdout: impl Into<Stdio>, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(PROGRAM);
    command.env_clear().args(["--sandbox", "-q"]).args(arguments).stdin(Stdio::null()).stdout(stdout);
    let output = command.output().expect("runs");
    (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
}

#[test]
fn a_stdout_that_was_opened_for_reading_is_an_error() {
    let read_only = || File::open("/dev/null").expect("opens");
    for arguments in [["converse", "hi"].as_slice(), &["models", "list"], &["converse", "hi", "-o", "json"]] {
        let (exit, said) = on_stdout(read_only(), arguments);
        assert_eq!((exit, said.lines().next()), (Some(1), Some("error: cannot write to stdout")), "{said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_for_help_and_usage_log_too() {
    let full = || File::options().write(true).open("/dev/full").expect("opens");
    let (exit, said) = on_stdout(full(), &["--help"]);
    assert_eq!((exit, said.lines().next()), (Some(1), Some("error: cannot write the help")), "{said}");
    let (exit, said) = on_stdout(full(), &["models", "list"]);
    assert_eq!((exit, said.lines().next()), (Some(1), Some("error: cannot write to stdout")), "{said}");
    bedr(["--sandbox", "-q", "converse", "hi", "--usage-log", "/dev/full"])
        .stdout(HI)
        .exit(1)
        .stderr("error: cannot write the usage log `/dev/full`\ncaused by: No space left on device (os error 28)")
        .run_alone();
}

#[test]
fn a_sandbox_that_serves_ends_and_takes_its_socket_with_it() {
    for signal in BOTH {
        let mut child = bedr(["sandbox", "-o", "json"]).spawn();
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("UTF-8");
        let variables: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let url = variables["AWS_ENDPOINT_URL_BEDROCK"].as_str().expect("a URL");
        let address = url.trim_start_matches("http://").to_owned();
        assert!(std::net::TcpStream::connect(&address).is_ok());
        dies_of(child, signal);
        assert!(std::net::TcpStream::connect(&address).is_err());
    }
}

/// The end of a terminal that a program sits at, and the other, which keeps it open.
fn terminal() -> (Stdio, impl Sized) {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&controller).expect("granted");
    unlockpt(&controller).expect("unlocked");
    let name = ptsname(&controller, Vec::new()).expect("a name").into_string().expect("UTF-8");
    (File::options().read(true).write(true).open(name).expect("opens").into(), controller)
}

#[test]
fn a_command_in_the_sandbox_gets_the_signal_and_ends_in_its_own_way() {
    let script = "trap 'exit 7' INT TERM; echo ready; while :; do sleep 0.1; done";
    for signal in BOTH {
        let (at_terminal, _controller) = terminal();
        for stdin in [Stdio::null(), at_terminal] {
            let mut command = Command::new(PROGRAM);
            command.env_clear().env("PATH", "/usr/bin:/bin").args(["sandbox", "--", "/bin/sh", "-c", script]);
            let mut child = command.stdin(stdin).stdout(Stdio::piped()).spawn().expect("starts");
            let mut line = String::new();
            BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("UTF-8");
            send(&child, signal);
            assert_eq!(child.wait().expect("it ends").code(), Some(7), "{signal:?}");
        }
    }
}

/// A terminal or an ssh session that goes away. Only Linux tells whether somebody has asked to outlive that; where these
/// tests themselves are to outlive it, every process they start is.
#[cfg(target_os = "linux")]
fn hangups_count() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").expect("readable");
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).expect("a mask");
    u64::from_str_radix(mask.trim(), 16).expect("a number") & 1 == 0
}

#[cfg(target_os = "linux")]
#[test]
fn a_hangup_hands_on_what_had_arrived_and_leaves_no_lock() {
    if !hangups_count() {
        return;
    }
    let mut run = bedr(["converse", "hi", "--no-stdin", "--conversation", "c.json"]).fault("stall").on_sandbox();
    let mut child = run.spawn();
    let mut stdout = child.stdout.take().expect("piped");
    stdout.read_exact(&mut [0; 4]).expect("the beginning");
    assert!(run.path(".c.json.lock").exists());
    dies_of(child, Signal::HUP);
    assert!(!run.path(".c.json.lock").exists() && !run.path("c.json").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_command_in_the_sandbox_gets_a_hangup_too() {
    if !hangups_count() {
        return;
    }
    let script = "trap 'exit 7' HUP; echo ready; while :; do sleep 0.1; done";
    let mut command = Command::new(PROGRAM);
    command.env_clear().env("PATH", "/usr/bin:/bin").args(["sandbox", "--", "/bin/sh", "-c", script]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("starts");
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut String::new()).expect("UTF-8");
    send(&child, Signal::HUP);
    assert_eq!(child.wait().expect("it ends").code(), Some(7));
}

#[test]
fn what_nohup_starts_outlives_a_hangup() {
    let script = "trap '' HUP; exec \"$0\" -q --sandbox --fault stall converse hi --no-stdin";
    let mut command = Command::new("/bin/sh");
    command.env_clear().args(["-c", script, PROGRAM]).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("starts");
    let mut stdout = child.stdout.take().expect("piped");
    stdout.read_exact(&mut [0; 4]).expect("the beginning");
    // The first of them to be heard would be the hang-up.
    send(&child, Signal::HUP);
    dies_of(child, Signal::TERM);
}
