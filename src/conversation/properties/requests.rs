//! What holds for whatever is asked: requests, and files of conversations

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::super::{Request, Typed, parse_history, write_history};
use super::{any_json, hold, list, name};

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
    serde_json::from_slice(&request.clone().into_json()).expect("a request is JSON")
}

#[test]
fn a_request_keeps_everything_that_nothing_is_laid_over() {
    let words = any::<Words>();
    hold(
        (any_request(), words, any::<Option<u32>>(), vec(any::<String>(), 0..2)),
        |(given, said, max_tokens, stop)| {
            let Ok(mut request) = Request::parse(given.to_string(), "r") else { return };
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
        let Ok(request) = parse_history(given.to_string(), "c") else { return };
        let before = value(&request);
        let mut written = Vec::new();
        write_history(&mut written, "m", &request.into_body(), None, &answer.to_string()).expect("written");
        let after = value(&parse_history(std::str::from_utf8(&written).expect("UTF-8"), "c").expect("a conversation"));
        let (old, new) = (list(&before["messages"]), list(&after["messages"]));
        assert_eq!((&new[..old.len()], &new[old.len()..]), (old, [answer].as_slice()));
        for (name, member) in before.as_object().expect("an object") {
            assert!(["modelId", "messages"].contains(&name.as_str()) || after[name] == *member, "{name}");
        }
        assert_eq!(after["modelId"], "m");
    });
}
