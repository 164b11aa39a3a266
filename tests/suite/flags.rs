//! Flags of every command, and that none is undocumented or untested

use crate::program::{HI, bedr};

#[test]
fn verbose_says_what_happens_and_never_what_was_said() {
    bedr(["converse", "secret-words", "--verbose", "--no-stream", "-m", "sandbox.echo-v1:0"])
        .stdout("This is bedr's sandbox, not a model. Your prompt has 1 word on 1 line and begins with “secret-words”.\n")
        .stderr("debug: Converse, try 1 of 3, read time-out 3600 s\ndebug: HTTP 200 after [..] ms from http://127.0.0.1:[..]/model/sandbox.echo-v1%3A0/converse, request id [..]")
        .run();
    bedr(["converse", "hi", "-v"])
        .stdout(HI)
        .stderr("debug: ConverseStream, try 1 of 3, read time-out 300 s\ndebug: HTTP 200 [..]")
        .run();
}

#[test]
fn quiet_silences_retries_but_no_errors() {
    bedr(["converse", "hi", "--quiet", "--max-attempts", "2"])
        .fault("internal-server")
        .exit(9)
        .stderr("error: [..]\nhint: [..]\nrequest id: [..]\nearlier: the same; request id [..]")
        .requests(2)
        .run();
}

#[test]
fn quiet_and_verbose_contradict_each_other() {
    let output = bedr(["-q", "-v", "converse", "hi"]).output();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn timeout_limits_the_whole_command() {
    bedr(["converse", "hi", "--timeout", "300ms"])
        .fault("silence")
        .exit(8)
        .stderr(
            "error: the command took longer than its `--timeout` of 0.3 s\nhint: raise the limit, as in `--timeout 600ms`, or leave it out",
        )
        .run();
}

#[test]
fn what_had_arrived_before_the_timeout_is_printed_and_told() {
    let output = bedr(["converse", "hi", "--timeout", "400ms", "--error-format", "json", "--usage-log", "u.jsonl"])
        .fault("stall")
        .on_sandbox()
        .output();
    let error: serde_json::Value = serde_json::from_slice(&output.stderr).expect("one object");
    assert!(output.stdout.starts_with(b"This is") && output.stdout.ends_with(b"\n"));
    assert_eq!(
        (&error["exit"], &error["operation"], &error["partial"]),
        (&8.into(), &"ConverseStream".into(), &true.into())
    );
    assert!(error["requestId"].is_string());
}

#[cfg(unix)]
#[test]
fn timeout_holds_where_a_file_or_a_reader_blocks() {
    let late = "error: the command took longer than its `--timeout` of 0.3 s\nhint: raise the limit, as in `--timeout 600ms`, or leave it out";
    let run = bedr(["converse", "--timeout", "300ms", "@fifo"]);
    let made = std::process::Command::new("mkfifo").arg(run.path("fifo")).status();
    assert!(made.expect("mkfifo runs").success());
    run.exit(8).stderr(late).run();

    let mut run = bedr(["converse", "hi", "--timeout", "300ms"]).fault("flood=1000000").on_sandbox();
    let mut child = run.spawn();
    drop(child.stdin.take());
    // Nobody reads stdout until the process has ended.
    assert_eq!(child.wait().expect("it ends").code(), Some(8));
}

#[test]
fn no_time_is_waited_that_the_timeout_does_not_leave() {
    bedr(["converse", "hi", "--timeout", "5s"])
        .fault("throttling-retry-after=60")
        .exit(7)
        .stderr(
            "error: [..]\ncaused by: `--timeout` of 5 s leaves no time to try again in 60.0 s\nhint: give it more time, as in `--timeout 2m`; [..]\nrequest id: [..]",
        )
        .requests(1)
        .run();
}

#[test]
fn connect_timeout_limits_the_handshake() {
    // A listener that accepts and never says a word of TLS.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    bedr(["converse", "hi", "--connect-timeout", "200ms", "--max-attempts", "1", "--endpoint-url", &url])
        .exit(8)
        .stderr("error: no connection to `127.0.0.1:[..]` within the `--connect-timeout` of 0.2 s\nhint: check the network, or raise the limit, as in `--connect-timeout 400ms`")
        .run();
}

#[test]
fn a_time_that_is_none_is_refused_with_its_form() {
    let output = bedr(["converse", "hi", "--read-timeout", "soon"]).output();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("a time is written `90`, `90s` or `15m`"));
}

#[test]
fn help_and_version_go_to_stdout() {
    let output = bedr(["--help"]).output();
    let help = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success() && help.contains("Examples:") && help.contains("--region"), "{help}");
    bedr(["--version"]).stdout(format!("bedr {}\n", env!("CARGO_PKG_VERSION"))).run_alone();
}

#[test]
fn no_command_at_all_shows_the_help_as_an_error() {
    let output = bedr([]).output();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("Usage: bedr"));
}

#[test]
fn every_flag_is_documented_and_says_its_default() {
    each_flag(&bedr::cli::command(), &mut |command, flag| {
        let help = flag.get_help().map(ToString::to_string).unwrap_or_default();
        let place = format!("`{}` of `{command}`", flag.get_id());
        assert!(!help.is_empty(), "{place} has no help");
        let has_default = !flag.get_default_values().is_empty() || help.contains("[default:");
        assert!(
            has_default || flag.is_required_set() || flag.is_positional() || flag.get_env().is_some(),
            "{place} does not say its default"
        );
    });
}

#[test]
fn every_flag_is_typed_by_some_test() {
    let tests = [
        include_str!("accounts.rs"),
        include_str!("answers.rs"),
        include_str!("catalogue/mod.rs"),
        include_str!("catalogue/refused.rs"),
        include_str!("catalogue/regions.rs"),
        include_str!("catalogue/resolve.rs"),
        include_str!("config/mod.rs"),
        include_str!("config/mistakes.rs"),
        include_str!("config/shown.rs"),
        include_str!("complete.rs"),
        include_str!("conversations/mod.rs"),
        include_str!("converse.rs"),
        include_str!("count_tokens.rs"),
        include_str!("credentials/auth.rs"),
        include_str!("doctor.rs"),
        include_str!("documents.rs"),
        include_str!("errors.rs"),
        include_str!("exits.rs"),
        include_str!("extracts.rs"),
        include_str!("faults.rs"),
        include_str!("files/mod.rs"),
        include_str!("files/limits.rs"),
        include_str!("flags.rs").split("fn every_flag_is_typed").next().expect("what stands before"),
        include_str!("input.rs"),
        include_str!("invoke.rs"),
        include_str!("limits.rs"),
        include_str!("models.rs"),
        include_str!("output_files.rs"),
        include_str!("proxies/mod.rs"),
        include_str!("proxies/givers.rs"),
        include_str!("refusals.rs"),
        include_str!("requests.rs"),
        include_str!("retries.rs"),
        include_str!("sandbox.rs"),
        include_str!("secrets.rs"),
        include_str!("shape/mod.rs"),
        include_str!("shape/contradictions.rs"),
        include_str!("shape/served.rs"),
        include_str!("signals.rs"),
        include_str!("terminal.rs"),
        include_str!("tls.rs"),
        include_str!("usage.rs"),
    ]
    .concat();
    each_flag(&bedr::cli::command(), &mut |command, flag| {
        if let Some(long) = flag.get_long() {
            let typed = [format!("\"--{long}\""), format!("\"--{long}=")];
            assert!(
                typed.iter().any(|typed| tests.contains(typed.as_str())),
                "no test types `--{long}` of `{command}`"
            );
        }
        if let Some(short) = flag.get_short() {
            assert!(tests.contains(&format!("\"-{short}\"")), "no test types `-{short}` of `{command}`");
        }
    });
}

fn each_flag(command: &clap::Command, check: &mut dyn FnMut(&str, &clap::Arg)) {
    let built_in = ["help", "version"];
    for flag in command.get_arguments().filter(|flag| !built_in.contains(&flag.get_id().as_str())) {
        check(command.get_name(), flag);
    }
    command.get_subcommands().for_each(|sub| each_flag(sub, check));
}
