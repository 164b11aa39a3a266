//! Which model an identifier calls in a region, or why it calls none

use serde_json::Value;

use super::super::faults::{END_OF_LIFE, LEGACY_MODEL, MODEL_NOT_READY, NEEDS_PROFILE, UNKNOWN_MODEL};
use super::super::operation::Target;
use super::super::refusal::Refusal;
use super::model::{self, Model};
use super::owned::{self, Owned};
use super::profile;
use super::region;

/// The model that an id, a profile's id or an ARN calls.
pub(in crate::sandbox) fn called(target: Target<'_>) -> Result<&'static Model, Refusal> {
    let Target { identifier, region, .. } = target;
    if let Some(id) = model_id(identifier, region) {
        return on_demand(id, target);
    }
    if let Some(model) = through_profile(identifier, region) {
        return match model.refusal.as_deref() {
            Some("end-of-life") => Err(END_OF_LIFE.refusal(target)),
            Some("legacy-model") => Err(LEGACY_MODEL.refusal(target)),
            _ => Ok(model),
        };
    }
    match owned::find(identifier, region) {
        Some(owned) => ready(owned, target),
        None => Err(UNKNOWN_MODEL.refusal(target)),
    }
}

/// The model that has this bare id, however it is called; `None` for a profile and for everything with an ARN.
pub(in crate::sandbox) fn listed(target: Target<'_>) -> Result<Option<&'static Model>, Refusal> {
    let Target { identifier, region, .. } = target;
    match model::by_id(identifier).filter(|model| model.is_in(region)) {
        Some(model) if model.refusal.as_deref() == Some("end-of-life") => Err(END_OF_LIFE.refusal(target)),
        Some(model) => Ok(Some(model)),
        None if identifier.starts_with("arn:") || through_profile(identifier, region).is_some() => Ok(None),
        None => Err(UNKNOWN_MODEL.refusal(target)),
    }
}

/// The id of a model, out of itself or its ARN in this region.
fn model_id<'a>(identifier: &'a str, region: &str) -> Option<&'a str> {
    let id = identifier.rsplit_once("::foundation-model/").map_or(identifier, |(_, id)| id);
    let named = id == identifier || identifier == region::model_arn(region, id);
    (named && model::by_id(id).is_some_and(|model| model.is_in(region))).then_some(id)
}

fn on_demand(id: &str, target: Target<'_>) -> Result<&'static Model, Refusal> {
    match model::by_id(id) {
        None => Err(UNKNOWN_MODEL.refusal(target)),
        Some(model) if model.refusal.as_deref() == Some("end-of-life") => Err(END_OF_LIFE.refusal(target)),
        Some(model) if model.is_on_demand_in(target.region) => Ok(model),
        Some(_) => Err(NEEDS_PROFILE.refusal(Target { identifier: id, ..target })),
    }
}

/// The model that a profile calls: one that is listed here, or one of a model that has been taken off the lists.
///
/// The account's own profiles have no id that can be called, only an ARN.
fn through_profile(identifier: &str, region: &str) -> Option<&'static Model> {
    let names = |id: &str, arn: &str, system: bool| arn == identifier || (system && id == identifier);
    let mut listed = profile::all(region);
    let found = listed.find(|profile| names(profile.id(), &profile.arn, profile.is_system_defined()));
    found.map(|profile| profile.model).or_else(|| gone(identifier, region))
}

fn gone(identifier: &str, region: &str) -> Option<&'static Model> {
    let id = identifier.strip_prefix(&region::arn(region, "inference-profile/")).unwrap_or(identifier);
    let (prefix, id) = id.split_once('.')?;
    let model = model::by_id(id).filter(|model| !model.is_listed_in(region))?;
    model.profiles_in(region).any(|geography| geography.prefix == prefix).then_some(model)
}

/// Throughputs and the like are there before they can be called, and some never can.
fn ready(owned: Owned, target: Target<'_>) -> Result<&'static Model, Refusal> {
    match &owned.wire["status"] {
        Value::String(status) if status == "Creating" => Err(MODEL_NOT_READY.refusal(target)),
        Value::String(status) if status == "Failed" || status == "INCOMPATIBLE_ENDPOINT" => {
            Err(UNKNOWN_MODEL.refusal(target))
        }
        _ => Ok(owned.model),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::operation::Operation;
    use super::*;

    fn call_in(region: &str, identifier: &str) -> Result<&'static str, String> {
        let called = called(Target { operation: Operation::Converse, identifier, region });
        called.map(|model| model.id.as_str()).map_err(|refusal| refusal.message)
    }

    fn call(identifier: &str) -> Result<&'static str, String> {
        call_in("us-east-1", identifier)
    }

    #[test]
    fn ids_profiles_and_arns_call_a_model() {
        let haiku = "anthropic.claude-haiku-4-5-20251001-v1:0";
        for identifier in [
            format!("us.{haiku}"),
            format!("global.{haiku}"),
            format!("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.{haiku}"),
        ] {
            assert_eq!(call(&identifier), Ok(haiku));
        }
        let arn = "arn:aws:bedrock:us-east-1::foundation-model/sandbox.echo-v1:0";
        assert_eq!(call(arn), Ok(super::super::super::MODEL));
    }

    #[test]
    fn a_bare_id_that_needs_a_profile_says_so() {
        let refusal = call("anthropic.claude-sonnet-4-6").unwrap_err();
        assert!(refusal.starts_with(
            "Invocation of model ID anthropic.claude-sonnet-4-6 with on-demand throughput isn’t supported."
        ));
        assert!(call("cohere.embed-english-v3:0:512").is_err());
        assert!(call("amazon.nova-lite-v1:0").is_ok());
        assert!(call_in("us-west-2", "amazon.nova-lite-v1:0").unwrap_err().contains("on-demand throughput"));
    }

    #[test]
    fn what_is_unknown_is_invalid_and_so_is_what_is_elsewhere() {
        for identifier in [
            "no.such-model",
            "mars.sandbox.echo-v1:0",
            "eu.sandbox.echo-v1:0",
            "luma.ray-v2:0",
            "apsandbox001",
            "arn:aws:bedrock:us-east-1::foundation-model/x.y",
            "arn:aws:bedrock:eu-west-1::foundation-model/sandbox.echo-v1:0",
            "arn:aws:bedrock:us-east-1:210987654321:inference-profile/us.sandbox.echo-v1:0",
            "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.nova-lite-v1:0:300k/cmsandbox001",
            "arn:x",
        ] {
            assert_eq!(call(identifier).unwrap_err(), "The provided model identifier is invalid.", "{identifier}");
        }
        assert!(call_in("eu-west-1", "eu.sandbox.echo-v1:0").is_ok());
        assert!(call_in("us-west-2", "luma.ray-v2:0").is_ok());
    }

    #[test]
    fn what_the_account_owns_is_called_by_its_arn() {
        for resource in [
            "application-inference-profile/apsandbox001",
            "provisioned-model/pmsandbox001",
            "custom-model-deployment/cdsandbox001",
            "imported-model/imsandbox001",
            "default-prompt-router/amazon.nova:1",
            "prompt-router/prsandbox001",
        ] {
            let arn = region::arn("us-east-1", resource);
            assert!(call(&arn).is_ok(), "{arn}");
            assert!(call_in("ap-south-1", &arn).is_err(), "{arn}");
        }
        assert!(call("arn:aws:sagemaker:us-east-1:123456789012:endpoint/sandbox-gemma-2-9b").is_ok());
        assert!(call(&region::arn("us-east-1", "provisioned-model/pmsandbox003")).unwrap_err().contains("not ready"));
        assert!(call(&region::arn("us-east-1", "custom-model-deployment/cdsandbox002")).is_err());
    }

    #[test]
    fn the_dead_and_the_abandoned_say_so() {
        assert!(call("us.anthropic.claude-3-5-sonnet-20241022-v2:0").unwrap_err().contains("end of its life"));
        assert!(call("anthropic.claude-3-5-sonnet-20241022-v2:0").unwrap_err().contains("end of its life"));
        assert!(call("us.amazon.nova-premier-v1:0").unwrap_err().contains("as Legacy"));
    }
}
