//! The models that the sandbox lists, modelled on the real ones, and which of them an identifier calls

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::REGION;
use super::faults::{END_OF_LIFE, LEGACY_MODEL, NEEDS_PROFILE, Struck, UNKNOWN_MODEL};
use super::operation::Operation;
use super::refusal::Refusal;
use super::reply::Reply;

/// A model, and what the sandbox has to know of it besides what it lists.
pub(super) struct Model {
    pub(super) id: String,
    /// How InvokeModel's bodies look.
    pub(super) family: String,
    pub(super) streams: bool,
    /// Whether it can be in a conversation.
    pub(super) talks: bool,
    wire: Map<String, Value>,
    profiles: Vec<String>,
    refusal: Option<String>,
    listed: bool,
}

static MODELS: LazyLock<Vec<Model>> = LazyLock::new(|| {
    let json: Value = serde_json::from_str(include_str!("models.json")).unwrap_or_default();
    json.as_array().into_iter().flatten().map(Model::read).collect()
});

impl Model {
    fn read(json: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let model = &json["model"];
        let id = text(&model["modelId"]);
        let mut wire = Map::new();
        wire.insert("modelArn".to_owned(), format!("arn:aws:bedrock:{REGION}::foundation-model/{id}").into());
        wire.extend(model.as_object().cloned().unwrap_or_default());
        Self {
            id,
            family: text(&json["family"]),
            streams: model["responseStreamingSupported"] == true,
            talks: model["outputModalities"][0] == "TEXT",
            wire,
            profiles: json["profiles"].as_array().into_iter().flatten().map(text).collect(),
            refusal: json["refusal"].as_str().map(str::to_owned),
            listed: json["listed"] != false,
        }
    }

    fn has(&self, member: &str, value: &str) -> bool {
        self.wire[member].as_array().is_some_and(|values| values.iter().any(|one| one == value))
    }

    fn is_by(&self, provider: &str) -> bool {
        self.wire["providerName"].as_str().is_some_and(|name| name.eq_ignore_ascii_case(provider))
    }
}

/// ListFoundationModels, with the service's own filters; what they allow has been checked before.
pub(super) fn list(filter: &dyn Fn(&str) -> Option<String>, struck: &Struck) -> Reply {
    let passes = |name: &str, test: &dyn Fn(&str) -> bool| filter(name).is_none_or(|value| test(&value));
    let wanted = |model: &&Model| {
        model.listed
            && passes("byProvider", &|provider| model.is_by(provider))
            && passes("byOutputModality", &|modality| model.has("outputModalities", modality))
            && passes("byInferenceType", &|kind| model.has("inferenceTypesSupported", kind))
            && passes("byCustomizationType", &|kind| model.has("customizationsSupported", kind))
    };
    let mut summaries: Vec<Value> =
        MODELS.iter().filter(wanted).map(|model| Value::Object(model.wire.clone())).collect();
    if let Some(first) = summaries.first_mut() {
        struck.change_model(first);
    }
    wrapped("modelSummaries", summaries.into())
}

/// GetFoundationModel, by id or ARN.
pub(super) fn get(identifier: &str, struck: &Struck) -> Result<Reply, Refusal> {
    let id = identifier.split_once("foundation-model/").map_or(identifier, |(_, id)| id);
    let model = MODELS.iter().find(|model| model.listed && model.id == id).ok_or_else(|| {
        Refusal::not_found("Could not resolve the foundation model from the provided model identifier.")
    })?;
    let mut details = Value::Object(model.wire.clone());
    struck.change_model(&mut details);
    Ok(wrapped("modelDetails", details))
}

fn wrapped(name: &str, value: Value) -> Reply {
    let mut reply = Map::new();
    reply.insert(name.to_owned(), value);
    Reply::json(Value::Object(reply).to_string())
}

/// The model that an id, an inference profile or an ARN calls.
pub(super) fn called(operation: Operation, identifier: &str) -> Result<&'static Model, Refusal> {
    let (model, by_profile) = find(identifier).ok_or_else(|| UNKNOWN_MODEL.refusal(operation, identifier))?;
    match model.refusal.as_deref() {
        Some("end-of-life") => return Err(END_OF_LIFE.refusal(operation, identifier)),
        Some("legacy-model") if by_profile => {
            return Err(LEGACY_MODEL.refusal(operation, identifier));
        }
        _ => {}
    }
    if !by_profile && !model.has("inferenceTypesSupported", "ON_DEMAND") {
        return Err(NEEDS_PROFILE.refusal(operation, &model.id));
    }
    Ok(model)
}

fn find(identifier: &str) -> Option<(&'static Model, bool)> {
    if let Some(arn) = identifier.strip_prefix("arn:") {
        let (kind, id) = split_resource(arn)?;
        return match kind {
            "foundation-model" => Some((by_id(id)?, false)),
            "inference-profile" => Some((by_profile(id)?, true)),
            _ => None,
        };
    }
    by_id(identifier).map(|model| (model, false)).or_else(|| Some((by_profile(identifier)?, true)))
}

/// `foundation-model` and the id, out of `aws:bedrock:us-east-1::foundation-model/id:0`.
fn split_resource(arn: &str) -> Option<(&str, &str)> {
    arn.splitn(5, ':').nth(4)?.split_once('/')
}

fn by_id(id: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.id == id)
}

fn by_profile(id: &str) -> Option<&'static Model> {
    let (prefix, id) = id.split_once('.')?;
    by_id(id).filter(|model| model.profiles.iter().any(|profile| profile == prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(identifier: &str) -> Result<&'static str, String> {
        let called = called(Operation::Converse, identifier);
        called.map(|model| model.id.as_str()).map_err(|refusal| refusal.message)
    }

    #[test]
    fn the_data_reads() {
        assert!(MODELS.len() >= 20);
        assert!(MODELS.iter().any(|model| model.id == super::super::MODEL));
    }

    #[test]
    fn ids_profiles_and_arns_call_a_model() {
        let haiku = "anthropic.claude-haiku-4-5-20251001-v1:0";
        for identifier in [
            format!("us.{haiku}"),
            format!("global.{haiku}"),
            format!("arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.{haiku}"),
        ] {
            assert_eq!(call(&identifier), Ok(haiku));
        }
        let arn = "arn:aws:bedrock:us-east-1::foundation-model/sandbox.echo-v1:0";
        assert_eq!(call(arn), Ok(super::super::MODEL));
    }

    #[test]
    fn a_bare_id_that_needs_a_profile_says_so() {
        let refusal = call("anthropic.claude-sonnet-4-6").unwrap_err();
        assert!(refusal.starts_with(
            "Invocation of model ID anthropic.claude-sonnet-4-6 with on-demand throughput isn’t supported."
        ));
        assert!(call("cohere.embed-english-v3:0:512").is_err());
    }

    #[test]
    fn what_is_unknown_is_invalid() {
        for identifier in
            ["no.such-model", "mars.sandbox.echo-v1:0", "arn:aws:bedrock:us-east-1::foundation-model/x.y", "arn:x"]
        {
            assert_eq!(call(identifier).unwrap_err(), "The provided model identifier is invalid.");
        }
    }

    #[test]
    fn the_dead_and_the_abandoned_say_so() {
        assert!(call("us.anthropic.claude-3-5-sonnet-20241022-v2:0").unwrap_err().contains("end of its life"));
        assert!(call("us.amazon.nova-premier-v1:0").unwrap_err().contains("as Legacy"));
    }
}
