//! The service's JSON: byte for byte in a pipe, indented on a terminal

use serde_json::Value;

/// Indented, if it parses (JSON nested deeper than the parser goes is shown as it came).
pub fn indented(bytes: &[u8]) -> String {
    let parsed: Result<Value, _> = serde_json::from_slice(bytes);
    match parsed.and_then(|value| serde_json::to_string_pretty(&value)) {
        Ok(text) => text,
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}
