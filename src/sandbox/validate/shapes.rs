//! The service models' shapes, as `shapes.json` has them

use std::collections::HashMap;
use std::sync::LazyLock;

use regex_lite::Regex;
use serde_json::{Map, Value};

/// A shape: what a value must be like.
pub(super) struct Shape {
    pub(super) kind: Kind,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    /// The pattern as the service writes it; refusals quote it.
    pub(super) pattern: Option<String>,
    pub(super) allowed: Vec<String>,
    /// Whether refusals keep the value to themselves.
    pub(super) sensitive: bool,
    regex: LazyRegex,
}

/// What kind of value a shape is, and the shapes inside it.
pub(super) enum Kind {
    Structure {
        members: Vec<Member>,
        required: Vec<String>,
        union: bool,
    },
    List(String),
    Map {
        key: String,
        value: String,
    },
    String,
    Blob,
    Boolean,
    Integer,
    Float,
    /// Any JSON at all.
    Document,
}

/// A member of a structure.
pub(super) struct Member {
    pub(super) name: String,
    pub(super) shape: String,
    /// Where in the request it is: `uri`, `header` or `querystring`, and under which name; else in the body.
    pub(super) place: Option<(String, String)>,
}

type LazyRegex = LazyLock<Option<Regex>, Box<dyn FnOnce() -> Option<Regex> + Send>>;

/// The shapes and the operations that begin with them.
pub(super) struct Table {
    shapes: HashMap<String, Shape>,
    inputs: HashMap<String, String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let json: Value = serde_json::from_str(include_str!("../shapes.json")).unwrap_or_default();
    Table::read(&json)
});

impl Shape {
    /// Whether all of a text matches the pattern.
    pub(super) fn matches(&self, text: &str) -> bool {
        self.regex.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

/// The table that is compiled in.
pub(super) fn table() -> &'static Table {
    &TABLE
}

impl Table {
    pub(super) fn shape(&self, name: &str) -> Option<&Shape> {
        self.shapes.get(name)
    }

    pub(super) fn input(&self, operation: &str) -> Option<&str> {
        self.inputs.get(operation).map(String::as_str)
    }

    fn read(json: &Value) -> Self {
        let shapes = entries(&json["shapes"]).map(|(name, shape)| (name.clone(), read(shape)));
        let input = |(name, operation): (&String, &Value)| (name.clone(), text(&operation["input"]));
        Self { shapes: shapes.collect(), inputs: entries(&json["operations"]).map(input).collect() }
    }
}

fn entries(json: &Value) -> impl Iterator<Item = (&String, &Value)> {
    json.as_object().into_iter().flat_map(Map::iter)
}

fn text(json: &Value) -> String {
    json.as_str().unwrap_or_default().to_owned()
}

fn texts(json: &Value) -> Vec<String> {
    json.as_array().into_iter().flatten().map(text).collect()
}

fn read(json: &Value) -> Shape {
    let pattern = json["pattern"].as_str().map(str::to_owned);
    let source = pattern.clone();
    Shape {
        kind: kind(json),
        min: json["min"].as_f64(),
        max: json["max"].as_f64(),
        pattern,
        allowed: texts(&json["enum"]),
        sensitive: json["sensitive"] == true,
        // Compiled when it is first needed: a request meets two or three of them.
        regex: LazyLock::new(Box::new(|| Regex::new(&format!("^(?:{})$", source?)).ok())),
    }
}

fn kind(json: &Value) -> Kind {
    if json["document"] == true {
        return Kind::Document;
    }
    match json["type"].as_str().unwrap_or_default() {
        "structure" => Kind::Structure {
            members: entries(&json["members"]).map(|(name, member)| placed(name, member)).collect(),
            required: texts(&json["required"]),
            union: json["union"] == true,
        },
        "list" => Kind::List(text(&json["member"])),
        "map" => Kind::Map { key: text(&json["key"]), value: text(&json["value"]) },
        "blob" => Kind::Blob,
        "boolean" => Kind::Boolean,
        "integer" | "long" => Kind::Integer,
        "float" | "double" => Kind::Float,
        _ => Kind::String,
    }
}

fn placed(name: &str, json: &Value) -> Member {
    let place = json["in"].as_str().map(|place| (place.to_owned(), text(&json["name"])));
    let shape = json.as_str().map_or_else(|| text(&json["shape"]), str::to_owned);
    Member { name: name.to_owned(), shape, place }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_that_is_named_is_there() {
        for shape in TABLE.shapes.values() {
            let inner: Vec<&String> = match &shape.kind {
                Kind::Structure { members, .. } => members.iter().map(|member| &member.shape).collect(),
                Kind::List(member) => vec![member],
                Kind::Map { key, value } => vec![key, value],
                _ => Vec::new(),
            };
            assert!(inner.iter().all(|name| TABLE.shapes.contains_key(*name)), "{inner:?}");
        }
        assert_eq!(TABLE.inputs.len(), 16);
    }

    #[test]
    fn every_pattern_compiles() {
        for (name, shape) in &TABLE.shapes {
            assert_eq!(shape.pattern.is_some(), shape.regex.is_some(), "{name}: {:?}", shape.pattern);
        }
    }

    #[test]
    fn a_pattern_is_for_all_of_the_text() {
        let Some(name) = TABLE.shape("ToolName") else { panic!("no ToolName") };
        assert!(name.matches("get_weather-2"));
        assert!(!name.matches("get weather"));
    }
}
