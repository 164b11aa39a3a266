//! ListFoundationModels and GetFoundationModel

use serde_json::Value;

use super::super::refusal::Refusal;
use super::super::reply::Reply;
use super::model::{self, Model};
use super::{Inquiry, wrapped};

/// ListFoundationModels, with the service's own filters. It has no pages.
pub(super) fn list(inquiry: &Inquiry<'_>) -> Reply {
    let region = inquiry.target.region;
    let passes = |name: &str, test: &dyn Fn(&str) -> bool| (inquiry.parameter)(name).is_none_or(|value| test(&value));
    let wanted = |model: &&Model| {
        model.is_listed_in(region)
            && passes("byProvider", &|provider| model.text("providerName").eq_ignore_ascii_case(provider))
            && passes("byOutputModality", &|modality| model.has("outputModalities", modality))
            && passes("byInferenceType", &|kind| model.has_inference_type(region, kind))
            && passes("byCustomizationType", &|kind| model.has("customizationsSupported", kind))
    };
    let entry = |model: &Model| Value::Object(model.entry(region, inquiry.now));
    let mut summaries: Vec<Value> = model::models().iter().filter(wanted).map(entry).collect();
    if let Some(first) = summaries.first_mut() {
        inquiry.struck.change_entry(first);
    }
    wrapped("modelSummaries", summaries.into())
}

/// GetFoundationModel, by id or ARN.
pub(super) fn get(inquiry: &Inquiry<'_>) -> Result<Reply, Refusal> {
    let region = inquiry.target.region;
    let identifier = inquiry.target.identifier;
    let id = match identifier.strip_prefix("arn:") {
        Some(arn) => arn.split_once("foundation-model/").filter(|(place, _)| place.contains(region)).map(|(_, id)| id),
        None => Some(identifier),
    };
    let model = id.and_then(model::by_id).filter(|model| model.is_listed_in(region)).ok_or_else(|| {
        Refusal::not_found("Could not resolve the foundation model from the provided model identifier.")
    })?;
    let mut details = Value::Object(model.entry(region, inquiry.now));
    inquiry.struck.change_entry(&mut details);
    Ok(wrapped("modelDetails", details))
}
