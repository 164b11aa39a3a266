//! What the fuzz targets in `tests/fuzz` call: readers of strangers' bytes, and what must hold whatever they read

use std::path::Path;

use crate::bedrock::FrameReader;
use crate::config::Config;
use crate::conversation::{Answer, Request, Typed};
use crate::output::Sanitizer;

/// Frames come out the same however the bytes are cut up; damage is an error, never a panic.
pub fn frames(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let bytes = if first & 1 == 0 { rest.to_vec() } else { with_checksums(rest) };
    let whole = read([bytes.as_slice()]);
    let piece = usize::from(first >> 1).max(1);
    assert_eq!(whole, read(bytes.chunks(piece)), "frames depend on how the bytes are cut");
}

/// Each frame as text, and how the reading ended.
fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<String> {
    let mut reader = FrameReader::default();
    let mut seen = Vec::new();
    for piece in pieces {
        reader.push(piece);
        loop {
            match reader.next() {
                Ok(Some(frame)) => seen.push(format!("{} {:?}", frame.name, frame.json())),
                Ok(None) => break,
                Err(bad) => {
                    seen.push(bad.to_string());
                    return seen;
                }
            }
        }
    }
    seen
}

/// One frame whose lengths and checksums are right, since no fuzzer guesses a CRC: headers, then a payload.
fn with_checksums(data: &[u8]) -> Vec<u8> {
    let (headers, payload) = data.split_at(data.len().min(usize::from(data.first().copied().unwrap_or_default())));
    let length = |bytes: usize| u32::try_from(bytes).unwrap_or_default().to_be_bytes();
    let mut frame = [length(16 + data.len()), length(headers.len())].concat();
    frame.extend(crc32fast::hash(&frame).to_be_bytes());
    frame.extend(headers);
    frame.extend(payload);
    frame.extend(crc32fast::hash(&frame).to_be_bytes());
    frame
}

const EVENTS: [&str; 7] = [
    "messageStart",
    "contentBlockStart",
    "contentBlockDelta",
    "contentBlockStop",
    "messageStop",
    "metadata",
    "somethingNew",
];

/// The answer is folded out of any sequence of events: the first byte of each says which it is.
pub fn answer(data: &[u8]) {
    let mut answer = Answer::default();
    for event in data.split(|byte| *byte == 0xff) {
        if let Some((kind, payload)) = event.split_first() {
            let name = EVENTS[usize::from(*kind) % EVENTS.len()];
            let _ = answer.event(name, payload);
        }
    }
    let _ = Answer::default().reply(data);
}

/// A request and a prompt: what is parsed can be laid over, and is JSON afterwards with the prompt in it.
pub fn request(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (prompt, text) = text.split_once('\n').unwrap_or(("", text));
    let Ok(mut request) = Request::parse(text, "fuzz") else {
        return;
    };
    let typed = Typed { prompt: Some(prompt.to_owned()), ..Typed::default() };
    if request.overlay(typed).is_ok() {
        let json: serde_json::Value = serde_json::from_slice(&request.into_json()).expect("a request is JSON");
        let messages = json["messages"].as_array().expect("the prompt is in a message");
        let last = messages.last().and_then(|last| last["content"].as_array()?.last()?["text"].as_str());
        assert_eq!(last, Some(prompt), "the prompt is lost");
    }
}

/// A configuration is read, or refused with a place.
pub fn config(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = Config::parse(text, Path::new("fuzz.toml"));
    }
}

/// What a terminal is shown steers nothing, and does not depend on how the text came in pieces.
pub fn terminal(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let whole = Sanitizer::default().clean(&text);
    assert!(!whole.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\t')), "{whole:?}");
    let mut sanitizer = Sanitizer::default();
    let letters = text.chars().map(|letter| sanitizer.clean(letter.encode_utf8(&mut [0; 4])));
    assert_eq!(letters.collect::<String>(), whole, "pieces change what is shown");
}
