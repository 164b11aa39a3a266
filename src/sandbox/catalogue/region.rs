//! The regions that answer, the groups that they are in, and the geographies between which profiles route

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::super::ACCOUNT;

/// Regions, in the order in which they are listed.
pub(super) type Regions = Vec<&'static str>;

/// Some regions of one part of the world, between which profiles route.
pub(super) struct Geography {
    /// What the ids of its profiles begin with.
    pub(super) prefix: String,
    pub(super) name: String,
    to: Regions,
}

struct Atlas {
    groups: HashMap<&'static str, &'static str>,
    geographies: Vec<Geography>,
}

static JSON: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("regions.json")).unwrap_or_default());

static ATLAS: LazyLock<Atlas> = LazyLock::new(|| {
    let groups = JSON["groups"].as_object().into_iter().flat_map(Map::iter);
    let groups: HashMap<_, _> = groups.filter_map(|(name, regions)| Some((name.as_str(), regions.as_str()?))).collect();
    let text = |value: &'static Value| value.as_str().unwrap_or_default();
    let geography = |json: &'static Value| Geography {
        prefix: text(&json["prefix"]).to_owned(),
        name: text(&json["name"]).to_owned(),
        to: expand(&groups, text(&json["to"])),
    };
    let geographies = JSON["geographies"].as_array().into_iter().flatten().map(geography).collect();
    Atlas { groups, geographies }
});

/// The regions of a list such as `us ca eu-west-2`, groups taken apart.
pub(super) fn regions(list: &'static str) -> Regions {
    expand(&ATLAS.groups, list)
}

fn expand(groups: &HashMap<&'static str, &'static str>, list: &'static str) -> Regions {
    let one = |name: &'static str| match groups.get(name) {
        // A group may be called as its only region is.
        Some(list) if *list != name => expand(groups, list),
        _ => vec![name],
    };
    list.split_whitespace().flat_map(one).collect()
}

/// All regions for which the account is enabled.
pub(in crate::sandbox) fn enabled() -> &'static [&'static str] {
    static ENABLED: LazyLock<Regions> = LazyLock::new(|| regions("all"));
    &ENABLED
}

/// The geography whose profiles begin so.
pub(super) fn geography(prefix: &str) -> Option<&'static Geography> {
    ATLAS.geographies.iter().find(|geography| geography.prefix == prefix)
}

/// Whether an id is that of a profile, by what it begins with.
pub(in crate::sandbox) fn is_profile(id: &str) -> bool {
    id.split_once('.').is_some_and(|(prefix, rest)| rest.contains('.') && geography(prefix).is_some())
}

impl Geography {
    /// Where a request may go that is made in a region. A global profile names that region and no other.
    pub(super) fn routes(&self, from: &'static str) -> Regions {
        if self.is_global() {
            return vec!["", from];
        }
        let mut to = self.to.clone();
        if !to.contains(&from) {
            to.insert(0, from);
        }
        to
    }

    pub(super) fn is_global(&self) -> bool {
        self.to.is_empty()
    }
}

/// The name in the table of a region that answers.
pub(super) fn named(region: &str) -> Option<&'static str> {
    enabled().iter().find(|known| **known == region).copied()
}

pub(super) fn partition(region: &str) -> &'static str {
    if region.starts_with("us-gov-") { "aws-us-gov" } else { "aws" }
}

/// The ARN of something of the account's, such as `inference-profile/…`.
pub(in crate::sandbox) fn arn(region: &str, resource: &str) -> String {
    format!("arn:{}:bedrock:{region}:{ACCOUNT}:{resource}", partition(region))
}

/// The ARN of a model, which belongs to no account.
pub(in crate::sandbox) fn model_arn(region: &str, id: &str) -> String {
    format!("arn:{}:bedrock:{region}::foundation-model/{id}", partition(region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_regions_answer_and_each_once() {
        let regions = enabled();
        assert_eq!(regions.len(), 20);
        assert!(regions.iter().enumerate().all(|(at, region)| !regions[..at].contains(region)));
        assert!(regions.contains(&super::super::super::REGION) && !regions.contains(&"me-central-1"));
    }

    #[test]
    fn a_profile_routes_within_its_geography_and_to_where_it_was_asked() {
        let us = geography("us").unwrap();
        assert_eq!(us.routes("us-east-2"), ["us-east-1", "us-east-2", "us-west-2"]);
        assert_eq!(us.routes("ca-central-1"), ["ca-central-1", "us-east-1", "us-east-2", "us-west-2"]);
        assert_eq!(geography("global").unwrap().routes("eu-west-2"), ["", "eu-west-2"]);
    }

    #[test]
    fn a_profiles_id_begins_with_its_geography() {
        assert!(is_profile("us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0") && is_profile("jp.x.y"));
        assert!(!is_profile("us.x") && !is_profile("mars.x.y") && !is_profile("sandbox.echo-v1:0"));
    }

    #[test]
    fn arns_carry_partition_region_and_account() {
        assert_eq!(
            arn("us-gov-west-1", "inference-profile/x"),
            "arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/x"
        );
        assert_eq!(model_arn("", "a.b"), "arn:aws:bedrock:::foundation-model/a.b");
    }
}
