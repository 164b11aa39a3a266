//! Requests against the service model: types, required members, limits, unions

mod limits;
mod shapes;

use serde_json::{Map, Value};

use super::faults::UNKNOWN_MEMBER;
use super::operation::Operation;
use super::refusal::Refusal;
use shapes::{Kind, Member, Shape, Table};

/// A request's parts that are not in its body, by their place and name.
pub(super) type Outside<'a> = &'a dyn Fn(&str, &str) -> Option<String>;

/// Checks a whole request, in its path, query, headers and body, against the operation's input shape.
///
/// Wrong types are refused one at a time, while reading; broken limits all at once, as the service does.
pub(super) fn check(operation: Operation, outside: Outside<'_>, body: &Value) -> Result<(), Refusal> {
    let table = shapes::table();
    let Some(input) = table.input(operation.name()).and_then(|name| table.shape(name)) else {
        return Ok(());
    };
    let Kind::Structure { members, required, .. } = &input.kind else {
        return Ok(());
    };
    let mut walk = Walk { table, broken: Vec::new(), path: Vec::new() };
    for member in members {
        match &member.place {
            Some((place, name)) => walk.outside(member, outside(place, name), required)?,
            None => walk.member(member, body.get(&member.name), required)?,
        }
    }
    walk.finish()
}

/// A walk through a request along its shapes.
struct Walk<'a> {
    table: &'a Table,
    broken: Vec<String>,
    path: Vec<String>,
}

impl Walk<'_> {
    fn finish(self) -> Result<(), Refusal> {
        match self.broken.len() {
            0 => Ok(()),
            count => {
                let plural = if count == 1 { "" } else { "s" };
                let broken = self.broken.join("; ");
                Err(Refusal::validation(format!("{count} validation error{plural} detected: {broken}")))
            }
        }
    }

    fn outside(&mut self, member: &Member, value: Option<String>, required: &[String]) -> Result<(), Refusal> {
        let kind = self.table.shape(&member.shape).map(|shape| &shape.kind);
        let value = value.map(|text| limits::from_text(kind, text));
        self.member(member, value.as_ref(), required)
    }

    fn member(&mut self, member: &Member, value: Option<&Value>, required: &[String]) -> Result<(), Refusal> {
        let value = value.filter(|value| !value.is_null());
        self.path.push(member.name.clone());
        match value {
            Some(value) => self.value(&member.shape, value)?,
            None if required.contains(&member.name) => self.breaks(None, "Member must not be null"),
            None => {}
        }
        self.path.pop();
        Ok(())
    }

    fn value(&mut self, name: &str, value: &Value) -> Result<(), Refusal> {
        let Some(shape) = self.table.shape(name) else {
            return Ok(());
        };
        limits::check_type(&shape.kind, value)?;
        for constraint in limits::broken(shape, value) {
            self.breaks(limits::shown(shape, value), &constraint);
        }
        self.inside(name, shape, value)
    }

    fn inside(&mut self, name: &str, shape: &Shape, value: &Value) -> Result<(), Refusal> {
        match (&shape.kind, value) {
            (Kind::Structure { members, required, union }, Value::Object(object)) => {
                if *union {
                    self.check_union(name, members, object)?;
                }
                for member in members {
                    self.member(member, object.get(&member.name), required)?;
                }
            }
            (Kind::List(member), Value::Array(values)) => {
                for (at, value) in values.iter().enumerate() {
                    self.path.push(format!("{}.member", at + 1));
                    self.value(member, value)?;
                    self.path.pop();
                }
            }
            (Kind::Map { key, value }, Value::Object(object)) => {
                for (name, inner) in object {
                    self.path.push(format!("{name}.key"));
                    self.value(key, &Value::from(name.as_str()))?;
                    self.path.pop();
                    self.path.push(format!("{name}.value"));
                    self.value(value, inner)?;
                    self.path.pop();
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A union has exactly one member; one that the service does not know is none.
    fn check_union(&self, name: &str, members: &[Member], object: &Map<String, Value>) -> Result<(), Refusal> {
        let set = members.iter().filter(|member| object.get(&member.name).is_some_and(|value| !value.is_null()));
        // What a fault has the model say comes back in the next turn: a service takes what it sends.
        if set.count() == 1 || (name == "ContentBlock" && object.keys().eq([UNKNOWN_MEMBER])) {
            return Ok(());
        }
        let keys: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
        let (path, keys) = (self.object_path(), keys.join(", "));
        Err(Refusal::validation(format!("{name} object at {path} must set one of the following keys: {keys}.")))
    }

    /// The path as semantic refusals write it: `messages.0.content.0`.
    fn object_path(&self) -> String {
        let step = |step: &String| match step.strip_suffix(".member").map(str::parse::<usize>) {
            Some(Ok(at)) => (at - 1).to_string(),
            _ => step.clone(),
        };
        self.path.iter().map(step).collect::<Vec<_>>().join(".")
    }

    /// Notes a broken limit, with the path as limits are reported: `messages.1.member.role`.
    fn breaks(&mut self, value: Option<String>, constraint: &str) {
        let value = value.map_or_else(String::new, |value| format!(" '{value}'"));
        let path = self.path.join(".");
        self.broken.push(format!("Value{value} at '{path}' failed to satisfy constraint: {constraint}"));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal(body: Value) -> Refusal {
        let model = |place: &str, _: &str| (place == "uri").then(|| "sandbox.echo-v1:0".to_owned());
        check(Operation::Converse, &model, &body).unwrap_err()
    }

    fn message(content: Value) -> Value {
        json!({"messages": [{"role": "user", "content": [content]}]})
    }

    #[test]
    fn a_limit_is_quoted_with_the_value_and_the_path() {
        let refusal = refusal(json!({"inferenceConfig": {"temperature": 99, "maxTokens": 0}}));
        assert_eq!(refusal.code, "ValidationException");
        assert_eq!(
            refusal.message,
            "2 validation errors detected: Value '0' at 'inferenceConfig.maxTokens' failed to satisfy constraint: \
             Member must have value greater than or equal to 1; Value '99.0' at 'inferenceConfig.temperature' failed \
             to satisfy constraint: Member must have value less than or equal to 1"
        );
    }

    #[test]
    fn an_enum_lists_what_it_allows() {
        let refusal = refusal(json!({"messages": [{"role": "system", "content": []}]}));
        assert_eq!(
            refusal.message,
            "1 validation error detected: Value 'system' at 'messages.1.member.role' failed to satisfy constraint: \
             Member must satisfy enum value set: [user, assistant]"
        );
    }

    #[test]
    fn a_missing_member_is_null() {
        let refusal = refusal(json!({"messages": [{"role": "user"}]}));
        assert!(refusal.message.contains("Value at 'messages.1.member.content' failed"), "{}", refusal.message);
        assert!(refusal.message.ends_with("Member must not be null"));
    }

    #[test]
    fn a_content_block_is_exactly_one_thing() {
        for block in [json!({}), json!({"text": "a", "cachePoint": {"type": "default"}}), json!({"telepathy": 1})] {
            let message = refusal(message(block)).message;
            assert!(
                message.starts_with(
                    "ContentBlock object at messages.0.content.0 must set one of the following keys: text, image,"
                ),
                "{message}"
            );
        }
    }

    #[test]
    fn a_wrong_type_is_a_serialization_failure() {
        assert_eq!(refusal(message(json!({"text": 1}))).code, "SerializationException");
        assert_eq!(refusal(json!({"messages": "hello"})).code, "SerializationException");
        assert_eq!(refusal(json!({"inferenceConfig": {"maxTokens": "5"}})).code, "SerializationException");
    }

    #[test]
    fn unknown_members_and_any_json_in_a_document_are_let_through() {
        let model = |place: &str, _: &str| (place == "uri").then(|| "sandbox.echo-v1:0".to_owned());
        let body = json!({"unheardOf": 1, "additionalModelRequestFields": {"a": [1, {"b": null}]}});
        assert_eq!(check(Operation::Converse, &model, &body), Ok(()));
    }

    #[test]
    fn a_model_identifier_must_look_like_one() {
        let model = |place: &str, _: &str| (place == "uri").then(|| "no such model!".to_owned());
        let refusal = check(Operation::InvokeModel, &model, &Value::Null).unwrap_err();
        assert!(refusal.message.contains("Value 'no such model!' at 'modelId'"), "{}", refusal.message);
        assert!(refusal.message.contains("regular expression pattern: (arn:aws"), "{}", refusal.message);
    }

    #[test]
    fn bytes_are_base64_and_not_empty() {
        let image = |bytes: &str| message(json!({"image": {"format": "png", "source": {"bytes": bytes}}}));
        assert_eq!(refusal(image("***")).code, "SerializationException");
        assert!(refusal(image("")).message.contains("length greater than or equal to 1"));
    }
}
