//! JSON with attachments in it, read and written with each of them in memory once, not twice
//!
//! Text becomes a tree, and a tree text, by copying; here the one that is copied from is used up. A long string keeps its
//! place in memory all the way.

use std::ops::Range;

use serde_json::Value;

use super::in_place;

/// Below this a copy is not felt.
const LARGE: usize = 256 * 1024;

/// The value that a JSON text stands for, byte order mark or not; what `serde_json` makes of it.
pub fn read(mut text: String) -> serde_json::Result<Value> {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    let places = places(&text);
    if places.is_empty() {
        return serde_json::from_str(&text);
    }
    let (mut strings, rest) = lifted(text, &places);
    let mark = mark(&rest);
    let skeleton: String = rest.iter().enumerate().map(|(at, part)| with_mark(part, &mark, at, rest.len())).collect();
    match serde_json::from_str(&skeleton) {
        Ok(mut value) => {
            put_back(&mut value, &mark, &mut strings);
            Ok(value)
        }
        // Once more, for the line and the column.
        Err(_) => serde_json::from_str(&whole(rest, strings)),
    }
}

/// Where long strings are, quotes left out; the names of members are not among them.
fn places(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(quote) = memchr::memchr(b'"', &bytes[at..]) {
        let start = at + quote + 1;
        let mut end = start;
        loop {
            match memchr::memchr2(b'"', b'\\', &bytes[end..]) {
                // What is escaped may be a quote.
                Some(found) if bytes[end + found] == b'\\' => end = bytes.len().min(end + found + 2),
                Some(found) => {
                    end += found;
                    break;
                }
                None => return places,
            }
        }
        let is_name = bytes[end + 1..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
        if end - start >= LARGE && !is_name && in_place::is_escaped(&bytes[start..end]) {
            places.push(start..end);
        }
        at = end + 1;
    }
    places
}

/// Takes the strings out; what is left are the parts around them. Where the text has one long string, it ends up in the
/// memory of the text.
fn lifted(mut text: String, places: &[Range<usize>]) -> (Vec<String>, Vec<String>) {
    let (mut strings, mut rest) = (Vec::new(), Vec::new());
    for (at, place) in places.iter().enumerate().rev() {
        rest.push(text.split_off(place.end));
        if at > 0 {
            strings.push(text.split_off(place.start));
            text.shrink_to_fit();
        } else {
            rest.push(text.drain(..place.start).collect());
            strings.push(std::mem::take(&mut text));
        }
    }
    strings.reverse();
    rest.reverse();
    (strings, rest)
}

/// What stands for the strings meanwhile, and nowhere else in the text.
fn mark(rest: &[String]) -> String {
    let mut numbers = std::iter::repeat_with(|| format!("large-{:016x}-", fastrand::u64(..)));
    numbers.find(|mark| !rest.iter().any(|part| part.contains(mark.as_str()))).unwrap_or_default()
}

fn with_mark(part: &str, mark: &str, at: usize, parts: usize) -> String {
    if at + 1 < parts { format!("{part}{mark}{at}") } else { part.to_owned() }
}

fn put_back(value: &mut Value, mark: &str, strings: &mut [String]) {
    match value {
        Value::Object(members) => members.values_mut().for_each(|value| put_back(value, mark, strings)),
        Value::Array(values) => values.iter_mut().for_each(|value| put_back(value, mark, strings)),
        Value::String(text) => {
            let number = text.strip_prefix(mark).and_then(|number| number.parse::<usize>().ok());
            if let Some(string) = number.and_then(|number| strings.get_mut(number)) {
                *text = in_place::unescaped(std::mem::take(string));
            }
        }
        _ => {}
    }
}

fn whole(rest: Vec<String>, strings: Vec<String>) -> String {
    let mut strings = strings.into_iter();
    rest.into_iter().map(|part| part + &strings.next().unwrap_or_default()).collect()
}

/// The value as JSON, byte for byte what `serde_json` writes.
pub fn written(value: Value) -> Vec<u8> {
    let mut json = Vec::new();
    write(value, &mut json);
    json
}

fn write(value: Value, json: &mut Vec<u8>) {
    match value {
        Value::Object(members) => {
            json.push(b'{');
            for (at, (name, value)) in members.into_iter().enumerate() {
                separate(at, json);
                small(&name.into(), json);
                json.push(b':');
                write(value, json);
            }
            json.push(b'}');
        }
        Value::Array(values) => {
            json.push(b'[');
            for (at, value) in values.into_iter().enumerate() {
                separate(at, json);
                write(value, json);
            }
            json.push(b']');
        }
        Value::String(text) if text.len() >= LARGE => {
            json.push(b'"');
            join(in_place::escaped(text), json);
            json.push(b'"');
        }
        other => small(&other, json),
    }
}

fn separate(at: usize, json: &mut Vec<u8>) {
    if at > 0 {
        json.push(b',');
    }
}

fn small(value: &Value, json: &mut Vec<u8>) {
    serde_json::to_writer(json, value).expect("a JSON value can be written to memory");
}

/// Appends; the longer of the two keeps its place in memory.
fn join(mut text: Vec<u8>, json: &mut Vec<u8>) {
    if text.len() > json.len() {
        let length = json.len();
        // A little more, since the end of the request is still to come.
        text.reserve_exact(length + LARGE);
        text.splice(..0, json.drain(..));
        *json = text;
    } else {
        json.reserve_exact(text.len() + LARGE);
        json.extend_from_slice(&text);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn writes_what_serde_json_writes() {
        let large = "x".repeat(LARGE);
        let quoted = format!("{large}\"\n");
        for value in [
            json!({"a": [1, {"b": null}, []], "ü\"": "é\n", "c": {}}),
            json!({"first": large, "between": ["é", large, quoted], "last": large.repeat(3)}),
            json!(large),
            json!([large, ('\0'..'\u{100}').collect::<String>().repeat(LARGE / 256), "é\n".repeat(LARGE)]),
            serde_json::from_str(r#"{"z":1.10,"a":12345678901234567890}"#).expect("JSON"),
        ] {
            assert!(written(value.clone()) == serde_json::to_vec(&value).expect("JSON"));
        }
    }

    #[test]
    fn reads_what_serde_json_reads() {
        let (large, other) = ("x".repeat(LARGE), "é".repeat(LARGE));
        for text in [
            format!(r#"{{"a":"{large}","b":[1.10,"{other}",{{"c":"{large}"}}],"d":"\"{large}"}}"#),
            format!(" \"{large}\" "),
            format!(r#"{{"{large}" : "{other}", "a": "large-0"}}"#),
            format!(r#"["{large}","{large}"#),
            format!(r#"["{large}",{{]"#),
            format!("[\"{large}\n\"]"),
            format!(r#"["{large}"x, "\"#),
            r#"{"a":1}"#.to_owned(),
        ] {
            let expected = serde_json::from_str::<Value>(&text);
            match (read(text.clone()), expected) {
                (Ok(value), Ok(expected)) => assert!(value == expected),
                (Err(error), Err(expected)) => assert_eq!(error.to_string(), expected.to_string()),
                (value, _) => panic!("{} of {}", value.is_ok(), &text[..20]),
            }
        }
        assert_eq!(read("\u{feff}1".to_owned()).ok(), Some(1.into()));
    }

    #[test]
    fn whatever_is_thrown_at_it_reads_as_serde_json_does() {
        let mut random = fastrand::Rng::with_seed(7);
        let large = "x".repeat(LARGE);
        let quoted = format!("\"{large}\"");
        let pieces = ["\"", "\\", ":", ",", "[", "]", "{", "}", "1", " ", "\u{e9}", large.as_str(), quoted.as_str()];
        let named = format!("{{\"a\":{quoted},{quoted}:[{quoted}]}}");
        let values = ["1.10", "null", "\"a\\\"\"", "[]", named.as_str(), quoted.as_str()];
        for round in 0..100 {
            let parts: Vec<&str> = (0..random.usize(1..8))
                .filter_map(|_| if round % 2 == 0 { random.choice(values) } else { random.choice(pieces) })
                .collect();
            let text = if round % 2 == 0 { format!("[{}]", parts.join(" ,")) } else { parts.concat() };
            let (value, expected) = (read(text.clone()), serde_json::from_str::<Value>(&text));
            assert_eq!(value.map_err(|error| error.to_string()), expected.map_err(|error| error.to_string()));
        }
    }
}
