//! What holds for whatever is answered: the text that is shown is the text that is kept

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::super::{Answer, Fold, Piece};
use super::{any_json, hold, list, word};

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

/// What is shown of pieces: their text.
fn text_of_pieces<'a>(pieces: impl IntoIterator<Item = Piece<'a>>) -> String {
    let texts = pieces.into_iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        _ => None,
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
                Ok(piece) => shown.push_str(&text_of_pieces(piece)),
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
            assert_eq!(characters(&text_of(&kept)), characters(&text_of_pieces(shown)));
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
        any_json().prop_map(|input| json!({"toolUse": {"toolUseId": "t", "name": "n", "input": {"a": input}}})),
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
