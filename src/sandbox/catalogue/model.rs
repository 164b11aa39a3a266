//! A model: what is listed of it in each region, and what else the sandbox has to know

use std::sync::LazyLock;
use std::time::SystemTime;

use serde_json::{Map, Value};

use super::super::time;
use super::region::{self, Geography, Regions};

/// A model, and what the sandbox has to know of it besides what it lists.
pub(in crate::sandbox) struct Model {
    pub(in crate::sandbox) id: String,
    /// How InvokeModel's bodies look.
    pub(in crate::sandbox) family: String,
    pub(in crate::sandbox) streams: bool,
    /// Whether it can be in a conversation.
    pub(in crate::sandbox) talks: bool,
    /// Whether CountTokens knows it.
    pub(in crate::sandbox) counts: bool,
    /// How every call ends, where that is not with an answer.
    pub(super) refusal: Option<String>,
    /// What Converse refuses of it.
    lacks: &'static str,
    wire: Map<String, Value>,
    /// Where it can be called other than through a profile.
    home: Regions,
    profiles: Vec<(&'static Geography, Regions)>,
    listed: bool,
}

static JSON: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("models.json")).unwrap_or_default());

static MODELS: LazyLock<Vec<Model>> =
    LazyLock::new(|| JSON["models"].as_array().into_iter().flatten().map(Model::read).collect());

/// All models, in the order in which they are listed.
pub(super) fn models() -> &'static [Model] {
    &MODELS
}

pub(super) fn by_id(id: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.id == id)
}

impl Model {
    fn read(json: &'static Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let model = &json["model"];
        let profile = |(prefix, from): (&'static String, &'static Value)| {
            Some((region::geography(prefix)?, region::regions(from.as_str()?)))
        };
        Self {
            id: text(&model["modelId"]),
            family: text(&json["family"]),
            streams: model["responseStreamingSupported"] == true,
            talks: model["outputModalities"][0] == "TEXT",
            counts: json["counts"] == true,
            refusal: json["refusal"].as_str().map(str::to_owned),
            lacks: json["lacks"].as_str().unwrap_or_default(),
            wire: model.as_object().cloned().unwrap_or_default(),
            home: region::regions(json["in"].as_str().unwrap_or_default()),
            profiles: json["profiles"].as_object().into_iter().flatten().filter_map(profile).collect(),
            listed: json["listed"] != false,
        }
    }

    /// Whether Converse refuses a feature of AWS's table, such as `documents`.
    pub(in crate::sandbox) fn lacks(&self, feature: &str) -> bool {
        self.lacks.split(' ').any(|lacked| lacked == feature)
    }

    /// Whether it takes IMAGE or VIDEO; the sandbox's own model takes all that Converse has.
    pub(in crate::sandbox) fn takes(&self, modality: &str) -> bool {
        self.is_echo() || self.has("inputModalities", modality)
    }

    /// Whether what only Anthropic's models refuse is refused; the sandbox's own model thinks and cites as they do.
    pub(in crate::sandbox) fn is_as_claude(&self) -> bool {
        self.is_echo() || self.family == "anthropic"
    }

    fn is_echo(&self) -> bool {
        self.family == "echo"
    }

    /// Whether it can be called in a region, one way or another.
    pub(super) fn is_in(&self, region: &str) -> bool {
        self.home.contains(&region) || self.profiles_in(region).next().is_some()
    }

    pub(super) fn is_listed_in(&self, region: &str) -> bool {
        self.listed && self.is_in(region)
    }

    /// The geographies whose profile of this model can be called in a region.
    pub(super) fn profiles_in(&self, region: &str) -> impl Iterator<Item = &'static Geography> {
        self.profiles.iter().filter(move |(_, from)| from.contains(&region)).map(|(geography, _)| *geography)
    }

    pub(super) fn is_on_demand_in(&self, region: &str) -> bool {
        self.inference_types(region).any(|kind| kind == "ON_DEMAND")
    }

    /// Models reach some regions through a profile only; there the service answers that type and no other.
    fn inference_types(&self, region: &str) -> impl Iterator<Item = &Value> {
        static PROFILE: LazyLock<Value> = LazyLock::new(|| "INFERENCE_PROFILE".into());
        let (home, profile) = (self.home.contains(&region), self.profiles_in(region).next().is_some());
        let here = move |kind: &&Value| if **kind == *PROFILE { profile } else { home };
        let only = (!home && profile).then_some(&*PROFILE);
        let kinds = self.wire["inferenceTypesSupported"].as_array().into_iter().flatten();
        kinds.filter(move |_| only.is_none()).filter(here).chain(only)
    }

    /// The entry that is listed of it in a region.
    pub(super) fn entry(&self, region: &str, now: SystemTime) -> Map<String, Value> {
        let mut entry = Map::new();
        entry.insert("modelArn".to_owned(), region::model_arn(region, &self.id).into());
        entry.extend(self.wire.clone());
        entry["inferenceTypesSupported"] = self.inference_types(region).cloned().collect();
        for date in entry["modelLifecycle"].as_object_mut().into_iter().flatten().map(|(_, value)| value) {
            if let Some(days) = date.as_str().and_then(days) {
                *date = time::midnight(now, days).into();
            }
        }
        entry
    }

    pub(super) fn text(&self, member: &str) -> &str {
        self.wire[member].as_str().unwrap_or_default()
    }

    pub(super) fn lifecycle(&self, member: &str) -> Option<&str> {
        self.wire["modelLifecycle"][member].as_str()
    }

    pub(super) fn has(&self, member: &str, value: &str) -> bool {
        self.wire[member].as_array().is_some_and(|values| values.iter().any(|one| one == value))
    }

    pub(super) fn has_inference_type(&self, region: &str, wanted: &str) -> bool {
        self.inference_types(region).any(|kind| kind == wanted)
    }
}

/// The number in `+30d`, a date that is so many days from today.
fn days(text: &str) -> Option<i64> {
    text.strip_suffix('d')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    fn types(id: &str, region: &str) -> Vec<String> {
        by_id(id).unwrap().inference_types(region).map(|kind| kind.as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn the_data_reads() {
        assert!(models().len() >= 30);
        assert!(by_id(super::super::super::MODEL).is_some());
        for model in models() {
            assert!(region::enabled().iter().any(|region| model.is_in(region)), "{} is nowhere", model.id);
        }
    }

    #[test]
    fn inference_types_differ_from_region_to_region() {
        assert_eq!(types("amazon.nova-lite-v1:0", "us-east-1"), ["ON_DEMAND", "INFERENCE_PROFILE"]);
        assert_eq!(types("amazon.nova-lite-v1:0", "us-west-2"), ["INFERENCE_PROFILE"]);
        assert_eq!(types("amazon.nova-lite-v1:0", "eu-west-2"), ["ON_DEMAND"]);
        assert_eq!(types("anthropic.claude-3-haiku-20240307-v1:0", "us-east-2"), ["INFERENCE_PROFILE"]);
        assert_eq!(types("amazon.titan-image-generator-v2:0", "us-east-1"), ["PROVISIONED", "ON_DEMAND"]);
        assert!(!by_id("luma.ray-v2:0").unwrap().is_in("us-east-1"));
    }

    #[test]
    fn the_model_that_is_called_by_default_is_everywhere() {
        let echo = by_id(super::super::super::MODEL).unwrap();
        assert!(region::enabled().iter().all(|region| echo.is_on_demand_in(region)));
    }

    #[test]
    fn dates_may_be_so_many_days_from_today() {
        let now = UNIX_EPOCH + Duration::from_secs(10 * 86_400 + 5);
        let entry = by_id("sandbox.ends-in-30-days-v1:0").unwrap().entry("us-east-1", now);
        assert_eq!(entry["modelLifecycle"]["endOfLifeTime"], "1970-02-10T00:00:00Z");
        assert_eq!(entry["modelLifecycle"]["status"], "LEGACY");
    }
}
