//! Where `--prompt-cache` sets its marks: behind the system prompt, the tools and the attachments

use serde_json::{Map, Value, json};

/// How many marks a model takes.
/// Source: <https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html>
const MOST: usize = 4;

/// Sets the marks; how many there were to set.
pub fn mark(request: &mut Map<String, Value>, ttl: Option<&str>) -> usize {
    let mut point = json!({ "cachePoint": { "type": "default" } });
    if let Some(ttl) = ttl {
        point["cachePoint"]["ttl"] = ttl.into();
    }
    let tools = request.get_mut("toolConfig").and_then(|config| config.get_mut("tools"));
    let mut marked = mark_end(tools, &point);
    marked += mark_end(request.get_mut("system"), &point);
    marked + mark_attachments(request, marked, &point)
}

fn mark_end(list: Option<&mut Value>, point: &Value) -> usize {
    let Some(list) = list.and_then(Value::as_array_mut).filter(|list| !list.is_empty()) else {
        return 0;
    };
    mark_at(list, list.len(), point);
    1
}

/// A mark that is there already is set anew: it may be for another time.
fn mark_at(list: &mut Vec<Value>, at: usize, point: &Value) {
    if list[at - 1].get("cachePoint").is_some() {
        list[at - 1] = point.clone();
    } else if list.get(at).is_some_and(|next| next.get("cachePoint").is_some()) {
        list[at] = point.clone();
    } else {
        list.insert(at, point.clone());
    }
}

/// Only those of the last message: what was said before is in the cache, or was marked when it was new.
fn mark_attachments(request: &mut Map<String, Value>, others: usize, point: &Value) -> usize {
    let Some(messages) = request.get_mut("messages").and_then(Value::as_array_mut) else {
        return 0;
    };
    let contents = messages.iter_mut().rev().filter_map(|message| message.get_mut("content"));
    let mut contents: Vec<&mut Vec<Value>> = contents.filter_map(Value::as_array_mut).collect();
    let Some((last, earlier)) = contents.split_first_mut() else {
        return 0;
    };
    let Some(at) = last.iter().rposition(is_attachment) else {
        return 0;
    };
    mark_at(last, at + 1, point);
    let mut left = (MOST - others).saturating_sub(marks(last));
    for content in earlier {
        left = forget(content, left);
    }
    1
}

fn is_attachment(block: &Value) -> bool {
    ["image", "document", "video", "audio"].iter().any(|kind| block.get(kind).is_some())
}

fn marks(content: &[Value]) -> usize {
    content.iter().filter(|block| block.get("cachePoint").is_some()).count()
}

/// Keeps the newest marks of a message, as many as are left; says how many are left then.
///
/// With one more in every turn of a conversation, the fifth would be refused.
fn forget(content: &mut Vec<Value>, left: usize) -> usize {
    let mut surplus = marks(content).saturating_sub(left);
    content.retain(|block| {
        let goes = surplus > 0 && block.get("cachePoint").is_some();
        surplus -= usize::from(goes);
        !goes
    });
    left - marks(content).min(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(request: &str, ttl: Option<&str>) -> (usize, String) {
        let mut request = serde_json::from_str(request).expect("JSON");
        let count = mark(&mut request, ttl);
        (count, serde_json::to_string(&request).expect("JSON"))
    }

    #[test]
    fn a_mark_that_is_there_is_set_anew_and_not_twice() {
        let request = r#"{"system":[{"text":"s"},{"cachePoint":{"type":"default"}}]}"#;
        let expected = r#"{"system":[{"text":"s"},{"cachePoint":{"type":"default","ttl":"1h"}}]}"#;
        assert_eq!(marked(request, Some("1h")), (1, expected.into()));
        assert_eq!(marked(expected, None), (1, request.into()));
    }

    #[test]
    fn the_oldest_marks_of_a_conversation_go_when_there_are_too_many() {
        let message =
            |at: usize, point: &str| format!(r#"{{"role":"user","content":[{{"image":{at}}}{point},{{"text":"t"}}]}}"#);
        let point = r#",{"cachePoint":{"type":"default"}}"#;
        let conversation = |points: [&str; 5]| {
            let messages: Vec<String> = points.iter().enumerate().map(|(at, point)| message(at, point)).collect();
            format!(r#"{{"system":[{{"text":"s"}}{point}],"messages":[{}]}}"#, messages.join(","))
        };
        let (count, written) = marked(&conversation([point, point, point, point, ""]), None);
        assert_eq!((count, written), (2, conversation(["", "", point, point, point])));
    }

    #[test]
    fn without_anything_to_mark_there_are_no_marks() {
        let request = r#"{"system":[],"messages":[{"role":"user","content":[{"text":"t"}]}],"toolConfig":3}"#;
        assert_eq!(marked(request, None), (0, request.into()));
    }
}
