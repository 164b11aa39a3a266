//! What is kept of an answer: every kind of content, put together without loss, or nothing and a word about it

use serde_json::json;

use super::{Folder, ONE, SECOND};
use crate::servers;

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
        .stderr(
            "note: the answer holds hologram too; `-o json` shows it\n\
             warning: the answer is not kept in `[..]c.json`: it holds a kind of content that is new to bedr, `hologram`",
        )
        .run();
    assert_eq!(folder.read(), ONE);
    let reply = folder.turn(&["converse", "more", "--no-stream"]).fault("unknown-member").stdout(SECOND);
    reply.stderr("note: the answer holds hologram too; `-o json` shows it").run();
    assert_eq!(folder.value()["messages"][3]["content"][1], json!({"hologram": {"depth": 3}}));
    // Who sends a kind takes it back.
    folder.turn(&["converse", "and", "-q"]).on_sandbox().output_and_requests(1);
    assert_eq!(folder.value()["messages"].as_array().map(Vec::len), Some(6));
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
            "the input of a tool use in it is no JSON object".to_owned(),
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
