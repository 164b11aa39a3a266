//! Where `--prompt-cache` sets its marks: behind the system prompt, the tools and the attachments

use serde_json::{Map, Value, json};

/// How many marks a model takes.
/// Source: <https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html>
const MOST: usize = 4;

/// Sets the marks, those that are there already anew; whether there was one to set.
pub fn mark(request: &mut Map<String, Value>, ttl: Option<&str>, marks_tools: bool) -> bool {
    let mut point = json!({ "cachePoint": { "type": "default" } });
    if let Some(ttl) = ttl {
        point["cachePoint"]["ttl"] = ttl.into();
    }
    let set_anew = set_anew(request, &point);
    let tools = request.get_mut("toolConfig").and_then(|config| config.get_mut("tools"));
    let mut marked = mark_end(tools.filter(|_| marks_tools), &point);
    marked += mark_end(request.get_mut("system"), &point);
    marked += mark_attachments(request, marked, &point);
    set_anew || marked > 0
}

/// Amazon Nova refuses marks among the tools: "extraneous key \[cachePoint\] is not permitted".
/// Source: the table in <https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html>
pub fn takes_marked_tools(model: &str) -> bool {
    !model.contains("amazon.nova")
}

/// All marks get one time, those of earlier turns too: the service refuses one of 1h behind one of 5m.
fn set_anew(request: &mut Map<String, Value>, point: &Value) -> bool {
    let mut found = false;
    let mut renew = |list: Option<&mut Value>| {
        let entries = list.and_then(Value::as_array_mut).into_iter().flatten();
        for entry in entries.filter(|entry| entry.get("cachePoint").is_some()) {
            *entry = point.clone();
            found = true;
        }
    };
    renew(request.get_mut("toolConfig").and_then(|config| config.get_mut("tools")));
    renew(request.get_mut("system"));
    let messages = request.get_mut("messages").and_then(Value::as_array_mut);
    messages.into_iter().flatten().for_each(|message| renew(message.get_mut("content")));
    found
}

/// What stands in for a list that ended in a mark, or had one, has that at its end.
pub fn keep_mark(earlier: Option<&Value>, list: Option<&mut Value>) {
    let is_mark = |entry: &&Value| entry.get("cachePoint").is_some();
    let mark = earlier.and_then(Value::as_array).and_then(|earlier| earlier.iter().rev().find(is_mark));
    if let (Some(mark), Some(list)) = (mark, list.and_then(Value::as_array_mut))
        && !list.iter().any(|entry| is_mark(&entry))
    {
        list.push(mark.clone());
    }
}

fn mark_end(list: Option<&mut Value>, point: &Value) -> usize {
    let Some(list) = list.and_then(Value::as_array_mut).filter(|list| !list.is_empty()) else {
        return 0;
    };
    mark_at(list, list.len(), point);
    1
}

/// Unless there is a mark already.
fn mark_at(list: &mut Vec<Value>, at: usize, point: &Value) {
    if [Some(&list[at - 1]), list.get(at)].into_iter().flatten().all(|entry| entry.get("cachePoint").is_none()) {
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
    let at = last.iter().rposition(is_attachment);
    if let Some(at) = at {
        mark_at(last, at + 1, point);
    }
    let mut left = (MOST - others).saturating_sub(marks(last));
    for content in earlier {
        left = forget(content, left);
    }
    usize::from(at.is_some())
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

    fn marked(request: &str, ttl: Option<&str>) -> (bool, String) {
        let mut request = serde_json::from_str(request).expect("JSON");
        let marked = mark(&mut request, ttl, true);
        (marked, serde_json::to_string(&request).expect("JSON"))
    }

    #[test]
    fn a_mark_that_is_there_is_set_anew_and_not_twice() {
        let request = r#"{"system":[{"text":"s"},{"cachePoint":{"type":"default"}}]}"#;
        let expected = r#"{"system":[{"text":"s"},{"cachePoint":{"type":"default","ttl":"1h"}}]}"#;
        assert_eq!(marked(request, Some("1h")), (true, expected.into()));
        assert_eq!(marked(expected, None), (true, request.into()));
    }

    #[test]
    fn the_marks_of_earlier_turns_get_the_new_time() {
        let request = |ttl: &str| {
            let point = format!(r#"{{"cachePoint":{{"type":"default"{ttl}}}}}"#);
            let said = format!(r#"{{"role":"user","content":[{{"image":1}},{point}]}}"#);
            format!(
                r#"{{"messages":[{said},{{"role":"user","content":[{{"text":"t"}}]}}],"system":[{{"text":"s"}},{point}]}}"#
            )
        };
        assert_eq!(marked(&request(r#","ttl":"5m""#), Some("1h")), (true, request(r#","ttl":"1h""#)));
        assert_eq!(marked(&request(r#","ttl":"1h""#), None), (true, request("")));
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
        let written = marked(&conversation([point, point, point, point, ""]), None);
        assert_eq!(written, (true, conversation(["", "", point, point, point])));
        let words = conversation([point; 5]).replace("]}]}", r#"]},{"role":"user","content":[{"text":"t"}]}]}"#);
        let (_, written) = marked(&words, None);
        assert_eq!(written.matches("cachePoint").count(), MOST, "{written}");
    }

    #[test]
    fn without_anything_to_mark_there_are_no_marks() {
        let request = r#"{"system":[],"messages":[{"role":"user","content":[{"text":"t"}]}],"toolConfig":3}"#;
        assert_eq!(marked(request, None), (false, request.into()));
    }
}
