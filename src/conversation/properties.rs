//! What holds for any request and any answer: nothing panics, no text is lost
//!
//! The same cases in every run: a failure is one to everybody.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};

use super::{Answer, Fold, Request, Typed, parse_history, write_history};

const CASES: u32 = 256;

fn hold<S: Strategy>(cases: S, property: impl Fn(S::Value)) {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(&cases, |case| {
        property(case);
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

/// Names that mean something to us, among those that mean nothing.
fn name() -> impl Strategy<Value = String> {
    let known = select(vec![
        "modelId",
        "messages",
        "role",
        "content",
        "text",
        "system",
        "inferenceConfig",
        "stopSequences",
        "start",
        "delta",
        "contentBlockIndex",
        "toolUse",
        "toolUseId",
        "input",
        "toolResult",
        "json",
        "reasoningContent",
        "signature",
        "redactedContent",
        "citation",
        "citationsContent",
        "image",
        "source",
        "bytes",
        "s3Location",
        "error",
        "stopReason",
        "output",
        "message",
    ]);
    prop_oneof![9 => known.prop_map(str::to_owned), 1 => any::<String>()]
}

fn word() -> impl Strategy<Value = String> {
    let known = select(vec!["user", "assistant", "{\"a\":", "1}", "YWI=", " ", ""]).prop_map(str::to_owned);
    prop_oneof![known, any::<String>()]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        2 => (0..4_u64).prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        5 => word().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let object =
            btree_map(name(), inner.clone(), 0..4).prop_map(|members| Value::Object(members.into_iter().collect()));
        prop_oneof![1 => vec(inner, 0..4).prop_map(Value::from), 3 => object]
    })
}

/// A message as it should be around content that may be anything.
fn message() -> impl Strategy<Value = Value> {
    let right = (select(vec!["user", "assistant"]), vec(any_json(), 0..3));
    let right = right.prop_map(|(role, content)| json!({"role": role, "content": content}));
    prop_oneof![4 => right, 1 => any_json()]
}

fn any_request() -> impl Strategy<Value = Value> {
    let messages = prop_oneof![3 => vec(message(), 0..4).prop_map(Value::from), 1 => any_json()];
    let members = (messages, btree_map(name(), any_json(), 0..4));
    let shaped = members.prop_map(|(messages, others)| {
        let mut request: Map<String, Value> = others.into_iter().collect();
        request.insert("messages".into(), messages);
        Value::Object(request)
    });
    prop_oneof![4 => shaped, 1 => any_json()]
}

/// Model, what was piped, PROMPT and system prompt. `Typed` itself prints nothing, so no case could be shown of it.
type Words = [Option<String>; 4];

fn typed([model, piped, prompt, system]: &Words, max_tokens: Option<u32>, stop: Vec<String>) -> Typed {
    let [model, piped, prompt, system] = [model, piped, prompt, system].map(Clone::clone);
    Typed { model, piped, prompt, system, max_tokens, stop, ..Typed::default() }
}

fn value(request: &Request) -> Value {
    serde_json::from_slice(&request.to_json()).expect("a request is JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn a_request_keeps_everything_that_nothing_is_laid_over() {
    let words = any::<Words>();
    hold(
        (any_request(), words, any::<Option<u32>>(), vec(any::<String>(), 0..2)),
        |(given, said, max_tokens, stop)| {
            let Ok(mut request) = Request::parse(&given.to_string(), "r") else { return };
            let [model, piped, prompt, system] = &said;
            let words: Vec<Value> = piped.iter().chain(prompt).map(|text| json!({"text": text})).collect();
            if request.overlay(typed(&said, max_tokens, stop)).is_err() {
                return;
            }
            let made = value(&request);
            for (name, member) in given.as_object().expect("an object") {
                match name.as_str() {
                    "messages" if !words.is_empty() => {}
                    "modelId" if model.is_some() => {}
                    "system" if system.is_some() => {}
                    "inferenceConfig" => {}
                    _ => assert_eq!(made[name], *member),
                }
            }
            if !words.is_empty() {
                let mut expected = list(&given["messages"]).to_vec();
                match expected.last_mut().filter(|last| last["role"] == "user") {
                    Some(last) => last["content"].as_array_mut().expect("content").extend(words),
                    None => expected.push(json!({"role": "user", "content": words})),
                }
                assert_eq!(made["messages"], Value::from(expected));
            }
            for (name, member) in given["inferenceConfig"].as_object().into_iter().flatten() {
                assert!(name == "stopSequences" || made["inferenceConfig"][name] == *member, "{name}");
            }
            let body: Value = serde_json::from_slice(&request.into_body()).expect("a body is JSON");
            let mut without_model = made;
            without_model.as_object_mut().expect("an object").remove("modelId");
            assert_eq!(body, without_model);
        },
    );
}

#[test]
fn whatever_stands_in_a_file_is_read_or_refused() {
    hold((any::<String>(), any_json()), |(text, json)| {
        let json = json.to_string();
        let cut: String = json.chars().take(json.chars().count() / 2).collect();
        for text in [&text, &json, &cut] {
            let _ = Request::parse(text, "r");
            if let Ok(request) = parse_history(text, "c") {
                let _ = (request.ends_with_an_answer(), request.has_something_to_say());
            }
        }
    });
}

#[test]
fn a_conversation_grows_by_the_answer_and_by_nothing_else() {
    hold((any_request(), any_json()), |(given, answer)| {
        let answer = json!({"role": "assistant", "content": [answer]});
        let Ok(request) = parse_history(&given.to_string(), "c") else { return };
        let before = value(&request);
        let mut written = Vec::new();
        write_history(&mut written, "m", &request.into_body(), &answer.to_string()).expect("written");
        let after = value(&parse_history(std::str::from_utf8(&written).expect("UTF-8"), "c").expect("a conversation"));
        let (old, new) = (list(&before["messages"]), list(&after["messages"]));
        assert_eq!((&new[..old.len()], &new[old.len()..]), (old, [answer].as_slice()));
        for (name, member) in before.as_object().expect("an object") {
            assert!(["modelId", "messages"].contains(&name.as_str()) || after[name] == *member, "{name}");
        }
        assert_eq!(after["modelId"], "m");
    });
}

/// The characters that a reader would miss, in no order: blocks may be interleaved.
fn characters(text: &str) -> Vec<char> {
    let mut characters: Vec<char> = text.chars().filter(|character| !character.is_whitespace()).collect();
    characters.sort_unstable();
    characters
}

fn text_of(message: &Value) -> String {
    let texts = list(&message["content"]).iter().flat_map(|block| {
        let cited = list(&block["citationsContent"]["content"]).iter().filter_map(|part| part["text"].as_str());
        block["text"].as_str().into_iter().chain(cited)
    });
    texts.collect()
}

#[test]
fn whatever_events_come_the_text_that_is_shown_is_the_text_that_is_kept() {
    let delta = (0..3_u64, any_json()).prop_map(|(index, delta)| json!({"contentBlockIndex": index, "delta": delta}));
    let text =
        (0..3_u64, word()).prop_map(|(index, text)| json!({"contentBlockIndex": index, "delta": {"text": text}}));
    let start = (0..3_u64, any_json()).prop_map(|(index, start)| json!({"contentBlockIndex": index, "start": start}));
    let event = prop_oneof![
        6 => text.prop_map(|payload| ("contentBlockDelta", payload)),
        1 => delta.prop_map(|payload| ("contentBlockDelta", payload)),
        1 => start.prop_map(|payload| ("contentBlockStart", payload)),
        1 => (select(vec!["messageStart", "contentBlockStart", "contentBlockDelta", "contentBlockStop", "messageStop",
            "metadata", "hologram"]), any_json()),
    ];
    hold(vec(event, 0..8), |events| {
        let (mut answer, mut fold, mut shown) = (Answer::default(), Fold::default(), String::new());
        for (name, payload) in &events {
            let payload = payload.to_string();
            fold.event(name, payload.as_bytes());
            match answer.event(name, payload.as_bytes()) {
                Ok(text) => shown.push_str(text.as_deref().unwrap_or_default()),
                // The stream is broken here, and nothing of it is kept.
                Err(_) => return,
            }
        }
        match fold.message() {
            Ok(message) => {
                let message: Value = serde_json::from_str(&message).expect("a message is JSON");
                assert_eq!(characters(&text_of(&message)), characters(&shown));
                assert_eq!(message["role"], "assistant");
            }
            Err(why) => assert!(!why.is_empty()),
        }
    });
}

#[test]
fn whatever_reply_comes_its_message_is_kept_as_it_is() {
    hold((any_json(), vec(any_json(), 1..4)), |(any, content)| {
        let message = json!({"role": "assistant", "content": content});
        for message in [any, message] {
            let body = json!({"output": {"message": message}, "stopReason": "end_turn"}).to_string();
            let (mut answer, mut fold) = (Answer::default(), Fold::default());
            fold.reply(body.as_bytes());
            let (Ok(shown), Ok(kept)) = (answer.reply(body.as_bytes()), fold.message()) else { continue };
            let kept: Value = serde_json::from_str(&kept).expect("a message is JSON");
            assert_eq!(characters(&text_of(&kept)), characters(&shown));
            let is_blank = |block: &Value| {
                block.as_object().is_some_and(|members| members.len() == 1)
                    && block["text"].as_str().is_some_and(|text| text.trim().is_empty())
            };
            let expected = list(&message["content"]).iter().filter(|block| !is_blank(block));
            assert!(list(&kept["content"]).iter().eq(expected));
        }
    });
}

/// A block as a reply has it, of every kind that a stream can bring.
fn block() -> impl Strategy<Value = Value> {
    let text = || any::<String>().prop_filter("blank text is not kept", |text| !text.trim().is_empty());
    prop_oneof![
        text().prop_map(|text| json!({"text": text})),
        (any::<String>(), text()).prop_map(|(text, signature)| {
            json!({"reasoningContent": {"reasoningText": {"text": text, "signature": signature}}})
        }),
        any_json().prop_map(|input| json!({"toolUse": {"toolUseId": "t", "name": "n", "input": input}})),
        (text(), any_json()).prop_map(|(text, cited)| {
            json!({"citationsContent": {"content": [{"text": text}], "citations": [{"title": cited}]}})
        }),
        (text(), any_json()).prop_map(|(text, json)| {
            json!({"toolResult": {"toolUseId": "t", "status": "success", "content": [{"text": text}, {"json": json}]}})
        }),
    ]
}

/// A string in pieces of so many UTF-16 units, each of them escaped: the cuts go through the middle of characters.
fn pieces(text: &Value, length: usize) -> Vec<String> {
    let units: Vec<u16> = text.as_str().expect("a string").encode_utf16().collect();
    let escaped = |piece: &[u16]| piece.iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
    units.chunks(length).map(|piece| format!("\"{}\"", escaped(piece))).collect()
}

/// The start of a block, if it has one, and its deltas.
fn events(block: &Value, length: usize) -> Vec<(&'static str, String)> {
    let (kind, value) = block.as_object().and_then(|members| members.iter().next()).expect("a union");
    let cut = |value: &Value| pieces(value, length).into_iter();
    let deltas: Vec<String> = match kind.as_str() {
        "text" => cut(value).map(|piece| format!(r#"{{"text":{piece}}}"#)).collect(),
        "reasoningContent" => {
            let (text, signature) = (&value["reasoningText"]["text"], &value["reasoningText"]["signature"]);
            let text = cut(text).map(|piece| format!(r#"{{"reasoningContent":{{"text":{piece}}}}}"#));
            text.chain(cut(signature).map(|piece| format!(r#"{{"reasoningContent":{{"signature":{piece}}}}}"#)))
                .collect()
        }
        "toolUse" => {
            let input = Value::from(value["input"].to_string());
            cut(&input).map(|piece| format!(r#"{{"toolUse":{{"input":{piece}}}}}"#)).collect()
        }
        "citationsContent" => {
            let text = cut(&value["content"][0]["text"]).map(|piece| format!(r#"{{"text":{piece}}}"#));
            text.chain([json!({"citation": value["citations"][0]}).to_string()]).collect()
        }
        _ => {
            let text =
                cut(&value["content"][0]["text"]).map(|piece| format!(r#"{{"toolResult":[{{"text":{piece}}}]}}"#));
            text.chain([json!({"toolResult": [value["content"][1]]}).to_string()]).collect()
        }
    };
    let mut start = value.clone();
    let mut events = Vec::new();
    if let ("toolUse" | "toolResult", Some(members)) = (kind.as_str(), start.as_object_mut()) {
        members.retain(|name, _| !["input", "content"].contains(&name.as_str()));
        events.push(("contentBlockStart", format!(r#""start":{}"#, json!({kind: start}))));
    }
    events.extend(deltas.into_iter().map(|delta| ("contentBlockDelta", format!(r#""delta":{delta}"#))));
    events
}

#[test]
fn an_answer_that_is_cut_anywhere_is_whole_again() {
    hold((vec(block(), 1..5), 1..9_usize), |(blocks, length)| {
        let mut queues: Vec<_> = blocks.iter().map(|block| events(block, length).into_iter()).collect();
        let mut fold = Fold::default();
        fold.event("messageStart", br#"{"role":"assistant","p":"abc"}"#);
        // One of each in turn: an index says where a delta belongs, not the order.
        while queues.iter().any(|queue| queue.len() > 0) {
            for (index, queue) in queues.iter_mut().enumerate() {
                if let Some((name, event)) = queue.next() {
                    fold.event(name, format!(r#"{{"contentBlockIndex":{index},{event},"p":"ab"}}"#).as_bytes());
                }
            }
        }
        fold.event("messageStop", br#"{"stopReason":"end_turn"}"#);
        let message: Value = serde_json::from_str(&fold.message().expect("a message")).expect("JSON");
        assert_eq!(message, json!({"role": "assistant", "content": blocks}));
    });
}
