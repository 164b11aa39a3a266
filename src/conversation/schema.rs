//! The JSON Schema that an answer has to follow, and whether it does

use jsonschema::{ValidationError, Validator};
use serde_json::{Value, json};

use crate::error::{Error, Kind};

/// More faults than this do not help anybody.
const FAULTS: usize = 5;

/// A schema that was read; the check is JSON Schema's, of the draft that `$schema` names, 2020-12 without.
pub struct Schema {
    text: String,
    validator: Validator,
}

impl Schema {
    /// Reads one; `source` is what it was typed as, for the error.
    pub fn parse(text: &str, source: &str) -> Result<Self, Error> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim();
        let wrong = |what: &str| Error::usage(format!("`--schema {source}` {what}"));
        let schema: Value = serde_json::from_str(text).map_err(|error| wrong("is not JSON").caused_by(error))?;
        if !schema.is_object() {
            return Err(wrong("is no JSON Schema, which is an object").hint(EXAMPLE));
        }
        let validator = jsonschema::validator_for(&schema)
            .map_err(|error| wrong("is no JSON Schema").caused_by(at(&error)).hint(EXAMPLE))?;
        Ok(Schema { text: text.to_owned(), validator })
    }

    /// `outputConfig.textFormat` of a request. The schema is sent as it was written: the order of its keys changes what a
    /// model writes.
    pub fn text_format(&self) -> Value {
        json!({ "type": "json_schema", "structure": { "jsonSchema": { "schema": self.text } } })
    }

    /// Whether an answer's text is JSON that meets the schema; if not, where it does not.
    pub fn check(&self, text: &str) -> Result<(), Error> {
        let malformed = |what: &str| Error::new(Kind::Malformed, what).hint("run it again, or simplify the schema");
        let answer: Value = serde_json::from_str(text)
            .map_err(|error| malformed("the answer does not meet its schema: it is not JSON").caused_by(error))?;
        let mut faults = self.validator.iter_errors(&answer).map(|error| at(&error)).take(FAULTS);
        match faults.next() {
            None => Ok(()),
            Some(first) => {
                let mut error = malformed(&format!("the answer does not meet its schema: {first}"));
                error.causes.extend(faults);
                Err(error)
            }
        }
    }
}

const EXAMPLE: &str =
    r#"a schema is written `{"type": "object", "properties": {…}, "required": […], "additionalProperties": false}`"#;

/// A fault with the JSON Pointer of where it is. The values are left out: they may be as long as the whole answer.
fn at(error: &ValidationError) -> String {
    let path = error.instance_path().as_str();
    let path = if path.is_empty() { "at the top".to_owned() } else { format!("at `{path}`") };
    format!("{path}: {}", error.masked())
}

#[cfg(test)]
mod tests {
    use super::*;

    const INVOICE: &str = r#"{"type":"object","properties":{"total":{"type":"number"},"items":{"type":"array","items":{"type":"object","required":["price"]}}},"required":["total"],"additionalProperties":false}"#;

    fn fault(text: &str) -> String {
        let schema = Schema::parse(INVOICE, "s.json").expect("a schema");
        schema.check(text).expect_err("does not meet it").message
    }

    #[test]
    fn names_the_path_at_fault() {
        let schema = Schema::parse(INVOICE, "s.json").expect("a schema");
        assert!(schema.check("{\"total\": 1.10,\n \"items\": [{\"price\": 1}]}\n").is_ok());
        let but = "the answer does not meet its schema: ";
        assert_eq!(fault(r#"{"total":"1"}"#), format!("{but}at `/total`: value is not of type \"number\""));
        assert_eq!(
            fault(r#"{"total":1,"items":[{"price":1},{}]}"#),
            format!("{but}at `/items/1`: \"price\" is a required property")
        );
        assert_eq!(fault("[]"), format!("{but}at the top: value is not of type \"object\""));
        assert_eq!(fault("Sure: {}"), format!("{but}it is not JSON"));
    }

    #[test]
    fn numbers_are_compared_by_all_of_their_digits() {
        let schema = Schema::parse(r#"{"const": 123456789012345678901234567890.1}"#, "s").expect("a schema");
        assert!(schema.check("123456789012345678901234567890.1").is_ok());
        assert!(schema.check("123456789012345678901234567890.2").is_err());
        let schema = Schema::parse(r#"{"type": "integer"}"#, "s").expect("a schema");
        assert!(schema.check("1.0").is_ok() && schema.check("1.5").is_err());
    }

    #[test]
    fn what_is_no_schema_is_a_usage_error_that_says_where() {
        let refused = |text: &str| Schema::parse(text, "s.json").err().expect("refused");
        assert_eq!(refused("{").message, "`--schema s.json` is not JSON");
        assert_eq!(refused("[]").message, "`--schema s.json` is no JSON Schema, which is an object");
        let error = refused(r#"{"properties":{"a":{"type":"strnig"}}}"#);
        assert_eq!(error.message, "`--schema s.json` is no JSON Schema");
        assert!(error.causes[0].starts_with("at `/properties/a/type`: "), "{:?}", error.causes);
    }

    #[test]
    fn nothing_is_fetched_for_a_schema() {
        let error = Schema::parse(r#"{"$ref":"http://127.0.0.1:1/s.json"}"#, "s.json").err().expect("refused");
        assert_eq!(error.message, "`--schema s.json` is no JSON Schema");
    }
}
