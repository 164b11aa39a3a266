//! How a service that speaks rest-json says no

use serde_json::{Map, Value};

/// A refusal: an exception's name, the HTTP status that goes with it, and its members.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal {
    pub(super) code: String,
    pub(super) status: u16,
    pub(super) message: String,
    /// What the member with the message is called: nearly always `message`.
    pub(super) message_key: &'static str,
    /// Members besides `message`, such as ModelErrorException's `originalStatusCode`.
    pub(super) members: Vec<(&'static str, Value)>,
    /// Headers besides the usual ones, such as `Retry-After`.
    pub(super) headers: Vec<(&'static str, String)>,
}

impl Refusal {
    pub(super) fn new(code: &str, status: u16, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            status,
            message: message.into(),
            message_key: "message",
            members: Vec::new(),
            headers: Vec::new(),
        }
    }

    pub(super) fn validation(message: impl Into<String>) -> Self {
        Self::new("ValidationException", 400, message)
    }

    pub(super) fn serialization(message: impl Into<String>) -> Self {
        Self::new("SerializationException", 400, message)
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new("ResourceNotFoundException", 404, message)
    }

    pub(super) fn with(mut self, member: &'static str, value: impl Into<Value>) -> Self {
        self.members.push((member, value.into()));
        self
    }

    /// The JSON that is a reply's body and an exception frame's payload.
    pub(super) fn json(&self) -> String {
        let mut json = Map::new();
        json.insert(self.message_key.to_owned(), Value::from(self.message.as_str()));
        json.extend(self.members.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        Value::Object(json).to_string()
    }
}
