//! `--conversation`: a file that is a Converse request, and grows by a turn or stays as it was

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::program::{HI, Run, bedr};
use crate::servers;

/// A folder with a conversation in it, or without.
struct Folder(tempfile::TempDir);

/// One turn, whole, as `--conversation` writes it.
const ONE: &str = concat!(
    r#"{"modelId":"sandbox.echo-v1:0","#,
    "\n\"messages\":[\n",
    r#"{"role":"user","content":[{"text":"hi"}]},"#,
    "\n",
    r#"{"role":"assistant","content":[{"text":"This is bedr's sandbox, not a model. Your prompt has 1 word on 1 line and begins with “hi”."}]}"#,
    "\n]}\n"
);
const SECOND: &str = "This is bedr's sandbox, not a model. Your prompt has 1 word on 1 line and begins with “more”; with it came 2 earlier messages.\n";

impl Folder {
    fn new() -> Self {
        Folder(tempfile::tempdir().expect("a temporary folder"))
    }

    fn with(content: &str) -> Self {
        let folder = Self::new();
        std::fs::write(folder.file(), content).expect("written");
        folder
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("c.json")
    }

    /// `bedr converse … --conversation c.json`, with nothing on stdin.
    fn turn(&self, arguments: &[&str]) -> Run {
        let path = self.file();
        let path = path.to_str().expect("UTF-8");
        bedr(arguments.iter().copied().chain(["--no-stdin", "--conversation", path]))
    }

    fn read(&self) -> String {
        std::fs::read_to_string(self.file()).expect("the conversation is there")
    }

    fn value(&self) -> Value {
        serde_json::from_str(&self.read()).expect("JSON")
    }

    /// What is in it, by name: no lock and no half of a file stays behind.
    fn names(&self) -> Vec<String> {
        names(self.0.path())
    }
}

fn names(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().expect("UTF-8")).collect();
    names.sort();
    names
}

#[test]
fn begins_where_there_is_none_and_goes_on_where_there_is_one() {
    let folder = Folder::new();
    folder.turn(&["converse", "hi"]).stdout(HI).run();
    assert_eq!(folder.read(), ONE);
    let ran = folder.turn(&["converse", "more"]).stdout(SECOND).run();
    let expected = json!([
        {"role": "user", "content": [{"text": "hi"}]},
        {"role": "assistant", "content": [{"text": HI.trim_end()}]},
        {"role": "user", "content": [{"text": "more"}]},
    ]);
    assert_eq!(serde_json::from_str::<Value>(&ran.body()).expect("JSON")["messages"], expected);
    assert_eq!(folder.value()["messages"][3]["content"][0]["text"], SECOND.trim_end());
    assert_eq!(folder.names(), ["c.json"]);
}

#[test]
fn is_kept_the_same_whichever_way_the_answer_came() {
    for way in [&["--no-stream"][..], &["-o", "json"], &["-o", "json", "--stream"]] {
        let folder = Folder::new();
        let output = folder.turn(&[&["converse", "hi"], way].concat()).on_sandbox().output();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()));
        assert_eq!(folder.read(), ONE, "{way:?}");
    }
}

#[test]
fn an_empty_file_as_mktemp_makes_it_is_a_beginning() {
    let folder = Folder::with("");
    folder.turn(&["converse", "hi"]).stdout(HI).run();
    assert_eq!(folder.read(), ONE);
}

#[test]
fn model_system_prompt_and_all_that_was_set_are_remembered_and_can_be_overridden() {
    let folder = Folder::with(
        r#"{"modelId":"amazon.nova-lite-v1:0","zeta":{"b":1.10},"system":[{"text":"old"}],"inferenceConfig":{"topP":0.50}}"#,
    );
    let print = |more: &[&str], expected: &str| {
        let arguments = [&["converse", "--print-request", "hi"], more].concat();
        folder.turn(&arguments).env("BEDR_MODEL", "of.environment").stdout(format!("{expected}\n")).run_alone();
    };
    let rest = r#""zeta":{"b":1.10},"system":[{"text":"old"}],"inferenceConfig":{"topP":0.50},"messages":[{"role":"user","content":[{"text":"hi"}]}]}"#;
    print(&[], &format!(r#"{{"modelId":"amazon.nova-lite-v1:0",{rest}"#));
    print(&["-m", "a.b", "-s", "new"], &format!(r#"{{"modelId":"a.b",{rest}"#).replace("old", "new"));

    let folder = Folder::new();
    folder
        .turn(&["converse", "hi", "-s", "new", "--temperature", "0.10", "--no-stream", "-q"])
        .on_sandbox()
        .output_and_requests(1);
    folder.turn(&["converse", "more"]).on_sandbox().output_and_requests(1);
    let value = folder.value();
    assert_eq!((&value["modelId"], &value["system"][0]["text"]), (&json!("sandbox.echo-v1:0"), &json!("new")));
    assert!(folder.read().contains(r#""inferenceConfig":{"temperature":0.10}"#), "{}", folder.read());
}

#[test]
fn a_request_begins_a_conversation_but_does_not_replace_one() {
    let request = r#"{"modelId":"sandbox.echo-v1:0","messages":[{"role":"user","content":[{"text":"hi"}]}]}"#;
    let folder = Folder::new();
    folder.turn(&["converse", "--request", "r.json"]).file("r.json", request).stdout(HI).run();
    assert_eq!(folder.read(), ONE);
    folder
        .turn(&["converse", "--request", "r.json"])
        .file("r.json", request)
        .exit(2)
        .stderr("error: `--request r.json` begins a conversation, but the one in `--conversation [..]c.json` has begun\nhint: leave one of them out, or start over with `rm [..]`")
        .requests(0)
        .run();
    assert_eq!(folder.read(), ONE);
}

#[test]
fn a_turn_can_be_tried_without_being_kept() {
    let folder = Folder::with(ONE);
    folder.turn(&["converse", "more", "--no-save"]).stdout(SECOND).run();
    assert_eq!((folder.read().as_str(), folder.names()), (ONE, vec!["c.json".to_owned()]));
    let folder = Folder::new();
    folder.turn(&["converse", "hi", "--no-save"]).stdout(HI).run();
    assert!(folder.names().is_empty());
    let output = bedr(["converse", "hi", "--no-save"]).output();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--conversation <FILE>"));
}

#[test]
fn an_answer_that_is_not_whole_leaves_the_file_as_it_was() {
    for (fault, exit) in [
        ("cut-between", 10),
        ("cut-clean", 10),
        ("cut-frame", 10),
        ("bad-crc", 9),
        ("stream-exception", 9),
        ("stop=max_tokens", 10),
        ("stop=guardrail_intervened", 11),
        ("stop=malformed_tool_use", 12),
        ("validation", 6),
        ("reset", 8),
    ] {
        let folder = Folder::with(ONE);
        let output = folder.turn(&["converse", "more", "--max-attempts", "1"]).fault(fault).on_sandbox().output();
        assert_eq!(output.status.code(), Some(exit), "{fault}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!((folder.read().as_str(), folder.names()), (ONE, vec!["c.json".to_owned()]), "{fault}");
        let folder = Folder::new();
        folder.turn(&["converse", "hi", "--max-attempts", "1"]).fault(fault).on_sandbox().output();
        assert!(folder.names().is_empty(), "{fault}: {:?}", folder.names());
    }
    let folder = Folder::with(ONE);
    let output = folder.turn(&["converse", "more", "--no-stream"]).fault("cut-body").on_sandbox().output();
    assert_eq!((output.status.code(), folder.read().as_str()), (Some(10), ONE));
}

#[test]
fn an_answer_that_was_cut_is_kept_where_it_is_taken_for_done() {
    let folder = Folder::new();
    folder
        .turn(&["converse", "hi", "--max-tokens", "1", "--allow-truncated"])
        .stdout("This\n")
        .stderr("warning: the answer was cut at the maximum of tokens")
        .run();
    assert_eq!(folder.value()["messages"][1]["content"], json!([{"text": "This"}]));
}

#[test]
fn an_empty_answer_is_not_kept_because_no_request_could_hold_it() {
    for way in ["--stream", "--no-stream"] {
        let folder = Folder::with(ONE);
        folder
            .turn(&["converse", "more", way])
            .fault("empty")
            .stderr("warning: the answer is not kept in `[..]c.json`: it is empty")
            .run();
        assert_eq!(folder.read(), ONE);
    }
}

#[test]
fn a_kind_of_content_that_nobody_knows_is_not_kept_from_a_stream_but_from_a_reply() {
    let folder = Folder::with(ONE);
    folder
        .turn(&["converse", "more"])
        .fault("unknown-member")
        .stdout(SECOND)
        .stderr("warning: the answer is not kept in `[..]c.json`: it holds a kind of content that is new to bedr, `hologram`")
        .run();
    assert_eq!(folder.read(), ONE);
    folder.turn(&["converse", "more", "--no-stream"]).fault("unknown-member").stdout(SECOND).run();
    assert_eq!(folder.value()["messages"][3]["content"][1], json!({"hologram": {"depth": 3}}));
}

#[test]
fn reasoning_and_tool_use_are_the_same_from_a_stream_and_from_a_reply() {
    for fault in ["reasoning", "tool-use", "null-members", "deep"] {
        let kept = |way: &str| {
            let folder = Folder::new();
            folder.turn(&["converse", "hi", way, "-q"]).fault(fault).on_sandbox().output_and_requests(1);
            folder.read()
        };
        assert_eq!(kept("--stream"), kept("--no-stream"), "{fault}");
    }
}

/// What botocore's `ConverseStreamOutput` can say, with pieces that are cut in awkward places.
fn everything() -> Vec<(&'static str, Vec<u8>)> {
    let start = |index: u64, start: &str| {
        ("contentBlockStart", format!(r#"{{"contentBlockIndex":{index},"start":{start},"p":"ab"}}"#).into_bytes())
    };
    let delta = |index: u64, delta: &str| {
        ("contentBlockDelta", format!(r#"{{"contentBlockIndex":{index},"delta":{delta},"p":"abc"}}"#).into_bytes())
    };
    vec![
        ("messageStart", br#"{"role":"assistant"}"#.to_vec()),
        delta(0, r#"{"reasoningContent":{"text":"I th"}}"#),
        delta(0, r#"{"reasoningContent":{"text":"ink"}}"#),
        delta(0, r#"{"reasoningContent":{"signature":"c2ln"}}"#),
        delta(1, r#"{"reasoningContent":{"redactedContent":"YQ=="}}"#),
        delta(1, r#"{"reasoningContent":{"redactedContent":"YmM="}}"#),
        delta(2, r#"{"text":"so \ud83d"}"#),
        delta(2, r#"{"text":"\ude00."}"#),
        delta(3, r#"{"text":"cited"}"#),
        delta(3, r#"{"citation":{"title":"t","sourceContent":[{"text":"s"}],"location":{"web":{"url":"u"}}}}"#),
        start(4, r#"{"toolUse":{"toolUseId":"i","name":"n","type":"server_tool_use"}}"#),
        delta(4, r#"{"toolUse":{"input":"{\"n\": 1.1"}}"#),
        delta(4, r#"{"toolUse":{"input":"0}"}}"#),
        start(5, r#"{"toolResult":{"toolUseId":"i","status":"success"}}"#),
        delta(5, r#"{"toolResult":[{"text":"one "}]}"#),
        delta(5, r#"{"toolResult":[{"text":"two"},{"json":{"z":1,"a":2}}]}"#),
        start(6, r#"{"image":{"format":"png"}}"#),
        delta(6, r#"{"image":{"source":{"bytes":"YQ=="}}}"#),
        delta(6, r#"{"image":{"source":{"bytes":"Yg=="}}}"#),
        start(7, r#"{"image":{"format":"webp"}}"#),
        delta(7, r#"{"image":{"error":{"message":"no"}}}"#),
        start(8, r#"{"toolUse":{"toolUseId":"j","name":"nothing"}}"#),
        delta(9, r#"{"text":"\n"}"#),
        ("contentBlockStop", br#"{"contentBlockIndex":0}"#.to_vec()),
        ("messageStop", br#"{"stopReason":"end_turn"}"#.to_vec()),
        ("metadata", br#"{"usage":{"inputTokens":1,"outputTokens":1,"totalTokens":2}}"#.to_vec()),
    ]
}

#[test]
fn every_kind_of_delta_is_put_together_without_loss() {
    let url = servers::streaming(&everything());
    let folder = Folder::new();
    folder
        .turn(&["converse", "hi", "-o", "json", "--stream", "--endpoint-url", &url])
        .on_sandbox()
        .output_and_requests(0);
    let message = folder.read().lines().nth(3).expect("the answer's line").to_owned();
    let expected = concat!(
        r#"{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"I think","signature":"c2ln"}}},"#,
        r#"{"reasoningContent":{"redactedContent":"YWJj"}},{"text":"so \ud83d\ude00."},"#,
        r#"{"citationsContent":{"content":[{"text":"cited"}],"citations":[{"title":"t","sourceContent":[{"text":"s"}],"location":{"web":{"url":"u"}}}]}},"#,
        r#"{"toolUse":{"toolUseId":"i","name":"n","type":"server_tool_use","input":{"n": 1.10}}},"#,
        r#"{"toolResult":{"toolUseId":"i","status":"success","content":[{"text":"one two"},{"json":{"z":1,"a":2}}]}},"#,
        r#"{"image":{"format":"png","source":{"bytes":"YWI="}}},{"image":{"format":"webp","error":{"message":"no"}}},"#,
        r#"{"toolUse":{"toolUseId":"j","name":"nothing","input":{}}}]}"#,
    );
    assert_eq!(message, expected);
}

#[test]
fn what_cannot_be_put_together_is_said_and_not_kept() {
    let block =
        |delta: &str| ("contentBlockDelta", format!(r#"{{"contentBlockIndex":0,"delta":{delta}}}"#).into_bytes());
    let start =
        ("contentBlockStart", br#"{"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"t","name":"n"}}}"#.to_vec());
    let new = "it holds a kind of content that is new to bedr, ";
    for (events, why) in [
        (vec![block(r#"{"text":"a","new":1}"#)], format!("{new}`new`")),
        (vec![block(r#"{"reasoningContent":{"new":1}}"#)], format!("{new}`reasoningContent.new`")),
        (
            vec![start.clone(), block(r#"{"toolUse":{"input":"{"}}"#)],
            "the input of a tool use in it is not JSON".to_owned(),
        ),
        (vec![start.clone(), block(r#"{"toolUse":{"new":"{"}}"#)], format!("{new}`toolUse.new`")),
        (vec![start.clone(), start], "a content block in it begins twice".to_owned()),
        (vec![block(r#"{"toolUse":{"input":"{}"}}"#)], "a `toolUse` block in it has no beginning".to_owned()),
        (
            vec![block(r#"{"text":"a"}"#), block(r#"{"reasoningContent":{"text":"b"}}"#)],
            "a content block in it mixes kinds, `reasoningContent` among them".to_owned(),
        ),
        (
            vec![("hologram", br#"{"contentBlockIndex":0}"#.to_vec())],
            "it holds an event of content that is new to bedr, `hologram`".to_owned(),
        ),
        (
            vec![("messageStart", br#"{"role":"user"}"#.to_vec())],
            "it is no assistant's but of the role `user`".to_owned(),
        ),
        (vec![block(r#"{"text":"\ud83d"}"#)], "it holds half of a character".to_owned()),
    ] {
        let mut events = events;
        events.push(("messageStop", br#"{"stopReason":"end_turn"}"#.to_vec()));
        events.push(("metadata", br#"{"usage":{"inputTokens":1,"outputTokens":1,"totalTokens":2}}"#.to_vec()));
        let url = servers::streaming(&events);
        let folder = Folder::with(ONE);
        let turn = folder.turn(&["converse", "more", "-o", "json", "--stream", "--endpoint-url", &url]);
        let output = turn.on_sandbox().output();
        let stderr = String::from_utf8(output.stderr).expect("UTF-8");
        let expected = format!("warning: the answer is not kept in `{}`: {why}\n", folder.file().display());
        assert_eq!((output.status.code(), stderr.as_str()), (Some(0), expected.as_str()));
        assert_eq!(folder.read(), ONE);
    }
}

#[test]
fn ten_turns_at_once_wait_for_each_other_and_none_is_lost() {
    let folder = Folder::new();
    // An answer that takes its time, so that the turns do meet.
    let faults = vec!["drip=5".parse().expect("a fault")];
    let settings = bedr::sandbox::Settings { faults, ..bedr::sandbox::Settings::default() };
    let sandbox = bedr::sandbox::Sandbox::start(settings).expect("the sandbox starts");
    let turns = (0..10).map(|number| {
        let words = format!("turn-{number}");
        let endpoint = sandbox.endpoint();
        let mut run = folder.turn(&["converse", &words, "--endpoint-url", &endpoint]).on_sandbox();
        (run.spawn(), run)
    });
    let turns: Vec<_> = turns.collect();
    for (child, _run) in turns {
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let value = folder.value();
    let messages = value["messages"].as_array().expect("messages");
    assert_eq!(messages.len(), 20);
    let mut asked: Vec<&str> =
        messages.iter().step_by(2).filter_map(|message| message["content"][0]["text"].as_str()).collect();
    asked.sort_unstable();
    assert_eq!(asked, (0..10).map(|number| format!("turn-{number}")).collect::<Vec<_>>());
    for (at, pair) in messages.chunks(2).enumerate().skip(1) {
        let answer = pair[1]["content"][0]["text"].as_str().expect("text");
        assert!(answer.ends_with(&format!("with it came {} earlier messages.", 2 * at)), "{answer}");
    }
    assert_eq!(folder.names(), ["c.json"]);
}

#[cfg(unix)]
mod on_unix {
    use std::fs::{File, Permissions};
    use std::io::Read;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::process::ExitStatusExt;

    use rustix::process::{Pid, Signal, kill_process};

    use super::*;

    #[test]
    fn a_pipeline_of_two_turns_does_not_wait_for_itself() {
        let folder = Folder::new();
        let run = folder.turn(&["converse", "hi"]).on_sandbox();
        let script =
            r#""$0" converse --conversation c.json hi --no-stdin | "$0" converse --conversation c.json more | wc -l"#;
        let output = run.shell(script, folder.0.path());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(folder.value()["messages"].as_array().map(Vec::len), Some(4));
        assert_eq!(folder.value()["messages"][2]["content"], json!([{"text": HI}, {"text": "more"}]));
    }

    #[test]
    fn only_its_owner_can_read_it() {
        let folder = Folder::with(ONE);
        std::fs::set_permissions(folder.file(), Permissions::from_mode(0o644)).expect("set");
        folder.turn(&["converse", "more"]).stdout(SECOND).run();
        assert_eq!(folder.file().metadata().expect("there").permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_link_stays_one_and_what_it_names_grows() {
        let folder = Folder::new();
        std::fs::create_dir(folder.0.path().join("deep")).expect("made");
        symlink("next.json", folder.file()).expect("linked");
        symlink("deep/real.json", folder.0.path().join("next.json")).expect("linked");
        // What the last link names is not there yet.
        folder.turn(&["converse", "hi"]).stdout(HI).run();
        folder.turn(&["converse", "more"]).stdout(SECOND).run();
        assert!(folder.file().is_symlink() && folder.0.path().join("next.json").is_symlink());
        assert_eq!(folder.value()["messages"].as_array().map(Vec::len), Some(4));
        assert_eq!(
            (folder.names(), names(&folder.0.path().join("deep"))),
            (vec!["c.json".into(), "deep".into(), "next.json".into()], vec!["real.json".to_owned()])
        );
        symlink("circle.json", folder.0.path().join("circle.json")).expect("linked");
        let circle = folder.0.path().join("circle.json");
        bedr(["converse", "hi", "--no-stdin", "--conversation", circle.to_str().expect("UTF-8")])
            .exit(1)
            .stderr(
                "error: cannot follow `--conversation [..]circle.json`\ncaused by: too many symbolic links in a row",
            )
            .run();
    }

    #[test]
    fn a_signal_in_the_middle_of_a_turn_leaves_everything_as_it_was() {
        for before in [Some(ONE), None] {
            let folder = before.map_or_else(Folder::new, Folder::with);
            let names = folder.names();
            let mut run = folder.turn(&["converse", "more"]).fault("stall").on_sandbox();
            let mut child = run.spawn();
            child.stdout.as_mut().expect("piped").read_exact(&mut [0; 4]).expect("the beginning");
            assert!(folder.names().contains(&".c.json.lock".to_owned()));
            kill_process(Pid::from_child(&child), Signal::INT).expect("sent");
            assert_eq!(child.wait().expect("it ends").signal(), Some(2));
            assert_eq!((folder.names(), before), (names, before.map(|_| folder.read()).as_deref()));
        }
    }

    #[test]
    fn a_turn_that_was_killed_is_in_nobodys_way() {
        let folder = Folder::with(ONE);
        let mut run = folder.turn(&["converse", "more"]).fault("stall").on_sandbox();
        let mut child = run.spawn();
        child.stdout.as_mut().expect("piped").read_exact(&mut [0; 4]).expect("the beginning");
        child.kill().expect("it is still running");
        child.wait().expect("it ends");
        folder.turn(&["converse", "more"]).stdout(SECOND).run();
        assert_eq!(folder.names(), ["c.json"]);
    }

    #[test]
    fn a_wait_for_another_turn_is_told_and_ends_with_the_timeout() {
        let folder = Folder::with(ONE);
        let lock = File::create(folder.0.path().join(".c.json.lock")).expect("made");
        lock.lock().expect("locked");
        folder
            .turn(&["converse", "more", "--timeout", "300ms"])
            .exit(8)
            .stderr("error: the command took longer than its `--timeout` of 0.3 s\nhint: raise the limit, [..]")
            .requests(0)
            .run();
        // A turn that is not kept has nothing to wait for.
        folder.turn(&["converse", "more", "--no-save", "--timeout", "20s"]).stdout(SECOND).run();
        let mut run = folder.turn(&["converse", "more"]).on_sandbox();
        let mut child = run.spawn();
        let mut stderr = child.stderr.take().expect("piped");
        let mut told = vec![0; "note: waiting for another turn of".len()];
        stderr.read_exact(&mut told).expect("a note");
        assert_eq!(String::from_utf8_lossy(&told), "note: waiting for another turn of");
        drop(lock);
        assert!(child.wait().expect("it ends").success());
        assert_eq!(folder.value()["messages"].as_array().map(Vec::len), Some(4));
    }

    #[test]
    fn a_disk_that_is_full_costs_the_turn_and_nothing_else() {
        let folder = Folder::with(&ONE.replace("hi", &"long ".repeat(2000)));
        let before = folder.read();
        let run = folder.turn(&["converse", "hi"]).on_sandbox();
        // A limit on the size of files stands for the disk: writes fail in the same way.
        let script = r#"trap '' XFSZ; ulimit -f 4; exec "$0" converse --no-stdin more --conversation c.json"#;
        let output = run.shell(script, folder.0.path());
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), SECOND.as_bytes()), "{stderr}");
        assert!(
            stderr.starts_with("error: the answer is whole, but cannot be kept in `c.json`\ncaused by: File too large"),
            "{stderr}"
        );
        assert_eq!((folder.read(), folder.names()), (before, vec!["c.json".to_owned()]));
    }

    #[test]
    fn what_cannot_be_written_is_refused_before_it_costs() {
        let folder = Folder::with(ONE);
        std::fs::set_permissions(folder.file(), Permissions::from_mode(0o400)).expect("set");
        folder
            .turn(&["converse", "more"])
            .exit(2)
            .stderr(
                "error: `--conversation [..]c.json` may not be written\nhint: add `--no-save`, or make a copy of it",
            )
            .requests(0)
            .run();
        std::fs::set_permissions(folder.0.path(), Permissions::from_mode(0o500)).expect("set");
        // Nothing is closed to root; no folder of this name is open to anybody.
        let path = if rustix::process::geteuid().is_root() {
            "/dev/null/c.json".into()
        } else {
            folder.0.path().join("new.json")
        };
        bedr(["converse", "hi", "--no-stdin", "--conversation", path.to_str().expect("UTF-8")])
            .exit(1)
            .stderr("error: `--conversation [..].json` cannot be kept: no lock beside it\ncaused by: [..]")
            .requests(0)
            .run();
        folder.turn(&["converse", "more", "--no-save"]).stdout(SECOND).run();
        std::fs::set_permissions(folder.0.path(), Permissions::from_mode(0o700)).expect("set");
    }

    #[test]
    fn a_folder_a_device_and_stdin_are_no_conversation() {
        bedr(["converse", "hi", "--conversation", "-"])
            .exit(2)
            .stderr("error: `--conversation -` is stdin, and a conversation is a file that grows")
            .requests(0)
            .run();
        for path in ["/", "/dev/null"] {
            bedr(["converse", "hi", "--no-stdin", "--conversation", path])
                .exit(2)
                .stderr(&format!("error: `--conversation {path}` is no file that could be replaced"))
                .requests(0)
                .run();
        }
    }

    #[test]
    fn a_reader_that_leaves_early_is_told_that_the_turn_is_lost() {
        let folder = Folder::with(ONE);
        let mut run = folder.turn(&["converse", "more"]).fault("flood=1000000").on_sandbox();
        let mut child = run.spawn();
        let mut stdout = child.stdout.take().expect("piped");
        stdout.read_exact(&mut [0; 10]).expect("some text");
        drop(stdout);
        let output = child.wait_with_output().expect("it ends");
        let expected = format!(
            "warning: the answer is not kept in `{}`: its reader left before it was whole\n",
            folder.file().display()
        );
        assert_eq!(
            (output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()),
            (Some(0), expected.as_str())
        );
        assert_eq!((folder.read().as_str(), folder.names()), (ONE, vec!["c.json".to_owned()]));
    }
}

#[test]
fn a_file_that_is_damaged_or_foreign_is_named_with_line_and_member() {
    for (content, stderr) in [
        (
            "{\"messages\":[\n,",
            "error: `--conversation [..]c.json` is not JSON\ncaused by: expected value at line 2 column 1\nhint: [..]",
        ),
        (
            "{\"model\":\"gpt\",\"messages\":[\n{\"role\":\"user\",\"content\":\"hi\"}]}",
            "error: `messages[0].content` in line 2 of `--conversation [..]c.json` is a string, not an array",
        ),
        (
            "{\"name\":\"left-pad\"}",
            "error: `--conversation [..]c.json` is no conversation: it has no `messages`\nhint: [..]",
        ),
    ] {
        let folder = Folder::with(content);
        folder.turn(&["converse", "hi"]).exit(2).stderr(stderr).requests(0).run();
        assert_eq!((folder.read().as_str(), folder.names()), (content, vec!["c.json".to_owned()]));
    }
}

#[test]
fn words_join_a_last_message_that_has_no_answer_and_no_words_are_no_turn() {
    let unanswered = r#"{"messages":[{"role":"user","content":[{"text":"hi"}]}]}"#;
    let folder = Folder::with(unanswered);
    let joined = r#"{"messages":[{"role":"user","content":[{"text":"hi"},{"text":"more"}]}]}"#;
    folder.turn(&["converse", "more", "--print-request"]).stdout(format!("{joined}\n")).run_alone();
    folder.turn(&["converse"]).stdout(HI).run();
    assert_eq!(folder.read(), ONE);
    folder.turn(&["converse"]).exit(2).stderr("error: there is nothing to send: [..]\nhint: [..]").requests(0).run();
    assert_eq!((folder.read().as_str(), folder.names()), (ONE, vec!["c.json".to_owned()]));
}
