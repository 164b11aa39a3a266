//! JSON out of a tree that is used up on the way: a large attachment is in memory once, not twice

use serde_json::Value;

/// Below this a copy is not felt.
const LARGE: usize = 256 * 1024;

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
        Value::String(text) if text.len() >= LARGE && needs_no_escape(&text) => {
            json.push(b'"');
            join(text.into_bytes(), json);
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

fn needs_no_escape(text: &str) -> bool {
    !text.bytes().any(|byte| byte < b' ' || matches!(byte, b'"' | b'\\'))
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
            serde_json::from_str(r#"{"z":1.10,"a":12345678901234567890}"#).expect("JSON"),
        ] {
            assert!(written(value.clone()) == serde_json::to_vec(&value).expect("JSON"));
        }
    }
}
