//! One value against one shape: its type and its limits, in the words of the service

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Number, Value};

use super::super::refusal::Refusal;
use super::shapes::{Kind, Shape};

/// Refuses a value of the wrong JSON type.
pub(super) fn check_type(kind: &Kind, value: &Value) -> Result<(), Refusal> {
    let fits = match kind {
        Kind::Structure { .. } | Kind::Map { .. } => value.is_object(),
        Kind::List(_) => value.is_array(),
        Kind::String => value.is_string(),
        Kind::Blob => value.as_str().is_some_and(|text| decoded_length(text).is_some()),
        Kind::Boolean => value.is_boolean(),
        Kind::Integer => value.as_number().is_some_and(is_whole),
        Kind::Float => value.is_number(),
        Kind::Document => true,
    };
    if fits { Ok(()) } else { Err(Refusal::serialization(mismatch(kind, value))) }
}

/// A value that came as text, since it was not in the body; what is no number stays text, and is refused as such.
pub(super) fn from_text(kind: Option<&Kind>, text: String) -> Value {
    match kind {
        Some(Kind::Integer) => text.parse::<i64>().map_or(Value::String(text), Value::from),
        _ => Value::String(text),
    }
}

fn mismatch(kind: &Kind, value: &Value) -> String {
    let wanted = match kind {
        Kind::Structure { .. } | Kind::Map { .. } => "a Structure",
        Kind::List(_) => "a List",
        Kind::Blob if value.is_string() => return "The value is not valid Base64".to_owned(),
        Kind::String | Kind::Blob | Kind::Document => "a String",
        Kind::Boolean => "a Boolean",
        Kind::Integer => "an Integer",
        Kind::Float => "a Float",
    };
    let found = match value {
        Value::Null => "NULL_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) => return "Start of list found where not expected".to_owned(),
        Value::Object(_) => {
            return "Start of structure or map found where not expected.".to_owned();
        }
    };
    format!("{found} can not be converted to {wanted}")
}

fn is_whole(number: &Number) -> bool {
    number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
}

/// How long a value is for `min` and `max`, and what that length is called.
fn measure(shape: &Shape, value: &Value) -> Option<(f64, &'static str)> {
    #[expect(clippy::cast_precision_loss, reason = "no request has 2^52 of anything")]
    let length = |length: usize| (length as f64, "length");
    match (&shape.kind, value) {
        (Kind::Blob, Value::String(text)) => decoded_length(text).map(length),
        (Kind::String, Value::String(text)) => Some(length(text.chars().count())),
        (Kind::List(_), Value::Array(values)) => Some(length(values.len())),
        (Kind::Map { .. }, Value::Object(object)) => Some(length(object.len())),
        (Kind::Integer | Kind::Float, Value::Number(number)) => number.as_f64().map(|number| (number, "value")),
        _ => None,
    }
}

/// The length of what Base64 stands for; none when it is not Base64.
///
/// The alphabet is checked in full, but nothing is decoded: a request may carry 64 MiB of it.
fn decoded_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let last = bytes.len().saturating_sub(4);
    let tail = STANDARD.decode(&bytes[last..]).ok()?;
    let body = bytes[..last].iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
    (bytes.len().is_multiple_of(4) && body).then(|| last / 4 * 3 + tail.len())
}

/// The constraints that a value of the right type breaks.
pub(super) fn broken(shape: &Shape, value: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    if let Some((measure, what)) = measure(shape, value).filter(|_| shape.min.is_some() || shape.max.is_some()) {
        if shape.min.is_some_and(|min| measure < min) {
            broken.push(format!("Member must have {what} greater than or equal to {}", shape.min.unwrap_or(0.0)));
        }
        if shape.max.is_some_and(|max| measure > max) {
            broken.push(format!("Member must have {what} less than or equal to {}", shape.max.unwrap_or(0.0)));
        }
    }
    if let Value::String(text) = value {
        if !shape.allowed.is_empty() && !shape.allowed.contains(text) {
            broken.push(format!("Member must satisfy enum value set: [{}]", shape.allowed.join(", ")));
        }
        if let Some(pattern) = shape.pattern.as_ref().filter(|_| !shape.matches(text)) {
            broken.push(format!("Member must satisfy regular expression pattern: {pattern}"));
        }
    }
    broken
}

/// A value as a refusal quotes it; none for what is kept secret or has no short form.
pub(super) fn shown(shape: &Shape, value: &Value) -> Option<String> {
    match value {
        _ if shape.sensitive => None,
        Value::String(text) => Some(text.clone()),
        // Numbers are quoted as Java prints them.
        Value::Number(number) if matches!(shape.kind, Kind::Float) => {
            number.as_f64().map(|number| format!("{number:?}"))
        }
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_measured_without_decoding() {
        for text in ["", "YQ==", "YWI=", "YWJj", "YWJjYWJj"] {
            assert_eq!(decoded_length(text), STANDARD.decode(text).ok().map(|bytes| bytes.len()), "{text}");
        }
        for text in ["Y", "YQ", "Y*==", "=QQQYWJj", "YWJj\nYWJj"] {
            assert_eq!(decoded_length(text), None, "{text}");
        }
    }

    #[test]
    fn only_whole_numbers_are_integers() {
        let check = |text: &str| check_type(&Kind::Integer, &serde_json::from_str(text).unwrap());
        assert!(check("5").is_ok());
        for text in ["5.5", "3000000000", "\"5\"", "true", "[]", "{}"] {
            assert_eq!(check(text).unwrap_err().code, "SerializationException", "{text}");
        }
    }
}
