//! What the account owns and can call: throughputs, deployments, imported models, routers, endpoints

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::super::ACCOUNT;
use super::super::operation::Target;
use super::super::refusal::Refusal;
use super::super::reply::Reply;
use super::model::{self, Model};
use super::region::{self, Regions};
use super::{Inquiry, page};

/// One list of the account's, and how the service filters it.
struct List {
    operation: &'static str,
    member: &'static str,
    arn: &'static str,
    created: &'static str,
    /// Each parameter and the member that it is held against.
    filters: Vec<(&'static str, &'static str)>,
    entries: Vec<Entry>,
}

struct Entry {
    regions: Regions,
    calls: &'static str,
    wire: &'static Value,
}

/// Something of the account's that has an ARN to be called by.
pub(super) struct Owned {
    pub(super) model: &'static Model,
    /// What is listed of it.
    pub(super) wire: Value,
}

static JSON: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("account.json")).unwrap_or_default());

static LISTS: LazyLock<Vec<List>> = LazyLock::new(|| {
    let lists = JSON["lists"].as_object().into_iter().flatten();
    lists.map(|(operation, json)| List::read(operation, json)).collect()
});

/// All that is known of the account.
pub(super) fn account() -> &'static Value {
    &JSON
}

impl List {
    fn read(operation: &'static str, json: &'static Value) -> Self {
        let filters = json["filters"].as_object().into_iter().flat_map(Map::iter);
        let entry = |json: &'static Value| Entry {
            regions: region::regions(text(&json["in"])),
            calls: text(&json["calls"]),
            wire: &json["wire"],
        };
        Self {
            operation,
            member: text(&json["member"]),
            arn: text(&json["arn"]),
            created: text(&json["created"]),
            filters: filters.map(|(parameter, member)| (parameter.as_str(), text(member))).collect(),
            entries: json["entries"].as_array().into_iter().flatten().map(entry).collect(),
        }
    }

    fn entries_in(&self, region: &str) -> impl Iterator<Item = (&Entry, Value)> {
        let here = self.entries.iter().filter(move |entry| entry.regions.contains(&region));
        here.map(move |entry| (entry, filled(entry.wire, region)))
    }

    fn passes(&self, inquiry: &Inquiry<'_>, entry: &Value) -> bool {
        self.filters.iter().all(|(parameter, member)| {
            let value = entry[*member].as_str().unwrap_or_default();
            (inquiry.parameter)(parameter).is_none_or(|wanted| holds(parameter, &wanted, value))
        })
    }
}

/// How a parameter filters is in its name; instants are compared as text, which ISO 8601 allows.
fn holds(parameter: &str, wanted: &str, value: &str) -> bool {
    let instant = wanted.trim_end_matches('Z');
    match parameter {
        name if name.ends_with("Contains") => value.contains(wanted),
        name if name.ends_with("After") => value.trim_end_matches('Z') > instant,
        name if name.ends_with("Before") => value.trim_end_matches('Z') < instant,
        _ => value == wanted,
    }
}

fn text(json: &'static Value) -> &'static str {
    json.as_str().unwrap_or_default()
}

fn filled(wire: &Value, region: &str) -> Value {
    match wire {
        Value::String(text) => text.replace("{region}", region).replace("{account}", ACCOUNT).into(),
        Value::Array(values) => values.iter().map(|value| filled(value, region)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), filled(value, region))).collect::<Map<_, _>>().into()
        }
        _ => wire.clone(),
    }
}

/// Any of the account's lists, filtered and in pages.
pub(super) fn list(inquiry: &Inquiry<'_>) -> Result<Reply, Refusal> {
    let name = inquiry.target.operation.name();
    let Some(list) = LISTS.iter().find(|list| list.operation == name) else {
        return Err(Refusal::new("InternalServerException", 500, format!("the sandbox has no list for {name}")));
    };
    let here = list.entries_in(inquiry.target.region).map(|(_, wire)| wire);
    let mut entries: Vec<Value> = here.filter(|entry| list.passes(inquiry, entry)).collect();
    let created = |entry: &Value| entry[list.created].as_str().unwrap_or_default().to_owned();
    match (inquiry.parameter)("sortOrder").as_deref() {
        Some("Ascending") => entries.sort_by_key(created),
        Some("Descending") => entries.sort_by_key(|entry| std::cmp::Reverse(created(entry))),
        _ => {}
    }
    page::page(inquiry, list.member, entries)
}

/// What an ARN of the account's calls in a region.
pub(super) fn find(arn: &str, region: &str) -> Option<Owned> {
    LISTS.iter().find_map(|list| {
        let (entry, wire) = list.entries_in(region).find(|(_, wire)| wire[list.arn] == arn)?;
        Some(Owned { model: model::by_id(entry.calls)?, wire })
    })
}

/// The model that a prompt router chooses, if it is one that is called; the sandbox's all take the safe way.
pub(in crate::sandbox) fn routed_to(target: Target<'_>) -> Option<String> {
    let wire = find(target.identifier, target.region)?.wire;
    wire["fallbackModel"]["modelArn"].as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_calls_a_model_that_is_there() {
        assert_eq!(LISTS.len(), 5);
        for list in LISTS.iter() {
            for entry in &list.entries {
                assert!(model::by_id(entry.calls).is_some(), "{}", entry.calls);
                for region in &entry.regions {
                    let arn = filled(&entry.wire[list.arn], region);
                    assert!(find(arn.as_str().unwrap(), region).is_some(), "{arn}");
                }
            }
        }
    }

    #[test]
    fn an_arn_is_good_in_its_own_region() {
        let arn = "arn:aws:bedrock:us-east-1:123456789012:imported-model/imsandbox001";
        assert!(find(arn, "us-east-1").is_some());
        assert!(find(arn, "us-west-2").is_none());
    }

    #[test]
    fn how_a_parameter_filters_is_in_its_name() {
        assert!(holds("nameContains", "desk", "support-desk"));
        assert!(holds("creationTimeAfter", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"));
        assert!(!holds("createdBefore", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"));
        assert!(holds("statusEquals", "Active", "Active") && !holds("type", "custom", "default"));
    }
}
