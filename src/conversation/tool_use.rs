//! The tools that an answer wants: its toolUse blocks as JSON, put together where they come in pieces

use std::collections::BTreeMap;
use std::fmt::Display;

use indexmap::IndexMap;
use serde_json::value::RawValue;

use crate::error::{Error, Kind};

/// The type of a tool that the service runs by itself.
pub const SERVICES_OWN: &str = "server_tool_use";

/// The toolUse blocks so far, by the index of their content block.
#[derive(Debug, Default)]
pub struct ToolUses(BTreeMap<u64, ToolUse>);

#[derive(Debug, Default)]
struct ToolUse {
    /// As it came, members that nobody knows included.
    members: IndexMap<String, Box<RawValue>>,
    /// The pieces of the input of a streamed block.
    streamed: String,
}

impl ToolUses {
    /// A block, or of a streamed one all but the input.
    pub fn begin(&mut self, index: u64, block: &RawValue) -> Result<(), serde_json::Error> {
        self.0.entry(index).or_default().members = serde_json::from_str(block.get())?;
        Ok(())
    }

    /// A piece of a streamed block's input, which is JSON only when it is whole.
    pub fn input(&mut self, index: u64, piece: &str) {
        self.0.entry(index).or_default().streamed.push_str(piece);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each block as JSON, `{"toolUse":{…}}`, as it stands in a message; without those that the service runs by itself.
    /// One whose input does not parse spoils all of them: half of what a model wants done is not what it wants.
    pub fn blocks(&self) -> Result<Vec<String>, Error> {
        self.0.values().filter(|block| !block.is_the_services()).map(ToolUse::json).collect()
    }
}

impl ToolUse {
    fn is_the_services(&self) -> bool {
        self.members.get("type").is_some_and(|kind| kind.get().trim_matches('"') == SERVICES_OWN)
    }

    fn json(&self) -> Result<String, Error> {
        let mut members = self.members.clone();
        if !members.contains_key("input") {
            // A tool without parameters is called without a single piece of input.
            let input = if self.streamed.trim().is_empty() { "{}" } else { &self.streamed };
            let input = serde_json::from_str(input).map_err(|error| self.garbled(error))?;
            members.insert("input".to_owned(), input);
        }
        // What the model wrote and nobody could parse comes as a string in a reply.
        if !members["input"].get().starts_with('{') {
            return Err(self.garbled("it is another kind of JSON"));
        }
        let block = serde_json::to_string(&members).map_err(|error| self.garbled(error))?;
        Ok(format!(r#"{{"toolUse":{block}}}"#))
    }

    fn garbled(&self, cause: impl Display) -> Error {
        let name = self.members.get("name").and_then(|name| serde_json::from_str(name.get()).ok());
        let name: String = name.unwrap_or_default();
        Error::new(
            Kind::Malformed,
            format!("the model asked for the tool `{name}` with an input that is no JSON object"),
        )
        .caused_by(cause)
        .hint("run it again, or simplify the tool's schema")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> Box<RawValue> {
        serde_json::from_str(json).expect("JSON")
    }

    #[test]
    fn pieces_of_input_are_put_together_and_digits_stay() {
        let mut tools = ToolUses::default();
        tools.begin(1, &raw(r#"{"toolUseId":"a","name":"sum","new":[1.10]}"#)).expect("a block");
        tools.begin(2, &raw(r#"{"toolUseId":"b","name":"now"}"#)).expect("a block");
        for piece in ["", r#"{"x": 1.1"#, "0, ", r#""y":"}"}"#] {
            tools.input(1, piece);
        }
        let first = r#"{"toolUse":{"toolUseId":"a","name":"sum","new":[1.10],"input":{"x": 1.10, "y":"}"}}}"#;
        let second = r#"{"toolUse":{"toolUseId":"b","name":"now","input":{}}}"#;
        assert_eq!(tools.blocks().expect("whole"), [first, second]);
    }

    #[test]
    fn an_input_that_is_cut_is_named_and_spoils_the_others() {
        let mut tools = ToolUses::default();
        tools.begin(0, &raw(r#"{"toolUseId":"a","name":"now","input":{}}"#)).expect("a block");
        tools.begin(1, &raw(r#"{"toolUseId":"b","name":"sum"}"#)).expect("a block");
        tools.input(1, r#"{"x": 1"#);
        let error = tools.blocks().expect_err("cut");
        assert_eq!(error.message, "the model asked for the tool `sum` with an input that is no JSON object");
        assert_eq!(error.kind, Kind::Malformed);
    }

    #[test]
    fn an_input_that_is_no_object_is_garbled_whole_or_in_pieces() {
        for input in [r#""{""#, "[1]", "null"] {
            let mut whole = ToolUses::default();
            whole.begin(0, &raw(&format!(r#"{{"name":"sum","input":{input}}}"#))).expect("a block");
            let mut streamed = ToolUses::default();
            streamed.begin(0, &raw(r#"{"name":"sum"}"#)).expect("a block");
            streamed.input(0, input);
            for tools in [whole, streamed] {
                assert_eq!(tools.blocks().expect_err(input).kind, Kind::Malformed);
            }
        }
    }

    #[test]
    fn what_the_service_runs_is_left_to_it() {
        let mut tools = ToolUses::default();
        tools.begin(0, &raw(r#"{"toolUseId":"a","name":"web","type":"server_tool_use","input":{}}"#)).expect("a block");
        assert_eq!(tools.blocks().expect("whole"), Vec::<String>::new());
    }
}
