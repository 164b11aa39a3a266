//! `--conversation`: a file that is a Converse request, and grows by a turn or stays as it was

mod kept;
#[cfg(unix)]
mod on_unix;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::program::{HI, Run, bedr};

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
        ("tool-use=garbled", 12),
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
    for (fault, exit) in [("cut-body", 10), ("tool-use=garbled", 12)] {
        let folder = Folder::with(ONE);
        let output = folder.turn(&["converse", "more", "--no-stream"]).fault(fault).on_sandbox().output();
        assert_eq!((output.status.code(), folder.read().as_str()), (Some(exit), ONE), "{fault}");
    }
    // As JSON it is printed all the same, but no later turn could be built on it.
    for mode in ["--stream", "--no-stream"] {
        let folder = Folder::with(ONE);
        let turn = folder.turn(&["converse", "more", "-o", "json", mode]).fault("tool-use=garbled");
        let output = turn.on_sandbox().output();
        assert_eq!((output.status.code(), folder.read().as_str()), (Some(12), ONE), "{mode}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("tool_use"), "{mode}");
    }
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

#[test]
fn the_answers_file_is_another_than_the_conversations() {
    bedr(["converse", "hi", "--conversation", "same.json", "-O", "./same.json"])
        .exit(2)
        .stderr("error: `--conversation same.json` and `--output-file ./same.json` are one file\nhint: [..]")
        .requests(0)
        .run();
    for taken in ["--conversation", "--output-file"] {
        bedr(["converse", "hi", taken, "same.json"])
            .env("BEDR_USAGE_LOG", "same.json")
            .exit(2)
            .stderr(&format!("error: `{taken} same.json` and `--usage-log same.json` are one file\nhint: [..]"))
            .requests(0)
            .run();
    }
    #[cfg(unix)]
    bedr(["converse", "hi", "-O", "/dev/null", "--usage-log", "/dev/null"]).run();
}

#[test]
fn what_only_streams_take_is_remembered_through_a_turn_that_is_none() {
    let folder = Folder::new();
    let guarded = ["converse", "hi", "--guardrail", "abc:1", "--guardrail-stream", "async", "-q"];
    folder.turn(&guarded).on_sandbox().output_and_requests(1);
    let kept = json!({"guardrailIdentifier": "abc", "guardrailVersion": "1", "streamProcessingMode": "async"});
    assert_eq!(folder.value()["guardrailConfig"], kept);
    let (output, requests) = folder.turn(&["converse", "more", "--no-stream"]).on_sandbox().output_with_requests();
    assert!(output.status.success() && !String::from_utf8_lossy(&requests[0].body).contains("streamProcessingMode"));
    assert_eq!(folder.value()["guardrailConfig"], kept);
    assert_eq!(folder.value()["messages"].as_array().map(Vec::len), Some(4));
}

#[test]
fn a_conversation_that_a_prompt_began_goes_on_with_that_prompt() {
    let prompt = ["-m", "arn:aws:bedrock:us-east-1:123456789012:prompt/SANDBOXPR1:1"];
    let variables = ["--var", "form=a", "--var", "topic=b"];
    for words in [[].as_slice(), &["and some words"]] {
        let folder = Folder::new();
        let turn = |arguments: &[&str]| folder.turn(&[&["converse", "-q"], arguments].concat());
        turn(&[prompt.as_slice(), &variables, words].concat()).on_sandbox().output_and_requests(1);
        let begun = folder.read();
        turn(&["more", "-m", "sandbox.echo-v1:0"])
            .exit(2)
            .stderr("error: `--conversation [..]` was begun by a prompt of Prompt management, and `sandbox.echo-v1:0` is none\nhint: [..]")
            .requests(0)
            .run();
        // It asks by itself once; later there have to be words.
        let silent = turn(&[prompt.as_slice(), &variables].concat()).exit(2);
        silent.stderr("error: there is nothing to send: [..]\nhint: [..]").requests(0).run();
        assert_eq!(folder.read(), begun);
        turn(&["more"]).on_sandbox().output_and_requests(1);
        assert_eq!(folder.value()["messages"].as_array().map(Vec::len), Some(3 + words.len()));
    }
}

#[test]
fn a_role_that_was_set_is_not_taken_for_a_missing_prompt() {
    bedr(["converse", "hi", "--conversation", "c.json", "--set", "messages[0].role=assistant"])
        .exit(2)
        .stderr("error: the last message is the model's[..]\nhint: [..]")
        .requests(0)
        .run();
}
