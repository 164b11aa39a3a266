//! What to pass instead of an id that was refused

use std::collections::BTreeSet;

use super::callable::{Callable, ON_DEMAND, callables};
use super::{InferenceProfile, Summary};

/// An id that works, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub id: String,
    pub region: String,
    pub why: String,
}

/// How like two ids must be to be a slip of the finger.
const ALIKE: f64 = 0.7;

/// For a model that this region has: another of its ids, or, if it is legacy, the newest model of its provider.
pub fn suggest_here(
    refused: &str,
    models: &[Summary],
    profiles: &[InferenceProfile],
    region: &str,
) -> Option<Suggestion> {
    let model = models.iter().find(|model| is_of(refused, model.id()))?;
    if model.status() == "LEGACY" {
        return newest_like(model, models, profiles, region);
    }
    let id = nearest_callable(model, profiles, region).filter(|callable| callable.id != refused)?.id;
    Some(Suggestion { id, region: region.to_owned(), why: "call it by an id that works here".to_owned() })
}

/// For a model that this other region has.
pub fn suggest_there(
    refused: &str,
    models: &[Summary],
    profiles: &[InferenceProfile],
    region: &str,
) -> Option<Suggestion> {
    let model = models.iter().find(|model| is_of(refused, model.id()) && model.status() != "LEGACY")?;
    let id = nearest_callable(model, profiles, region)?.id;
    Some(Suggestion { id, region: region.to_owned(), why: format!("{region} has it") })
}

/// For an id that no region has: the one that is most like it.
pub fn suggest_nearest(
    refused: &str,
    models: &[Summary],
    profiles: &[InferenceProfile],
    region: &str,
) -> Option<Suggestion> {
    let likeness = |model: &Summary| strsim::normalized_damerau_levenshtein(bare(refused), model.id());
    // The beginning of an id is what people remember of it.
    let begun = models.iter().find(|model| model.status() != "LEGACY" && model.id().starts_with(bare(refused)));
    let alike = models.iter().filter(|model| model.status() != "LEGACY" && likeness(model) >= ALIKE);
    let nearest = begun.or_else(|| alike.max_by(|one, other| likeness(one).total_cmp(&likeness(other))))?;
    let id = nearest_callable(nearest, profiles, region)?.id;
    Some(Suggestion { id, region: region.to_owned(), why: "the nearest id here".to_owned() })
}

/// The newest active model of the same provider that takes and makes the same.
fn newest_like(model: &Summary, models: &[Summary], profiles: &[InferenceProfile], region: &str) -> Option<Suggestion> {
    let like = models.iter().filter(|other| {
        other.provider() == model.provider()
            && other.status() != "LEGACY"
            && model.output_modalities().iter().all(|modality| other.output_modalities().contains(modality))
    });
    let callable = like.filter_map(|other| {
        let of_the_line = line_of(other.name()) == line_of(model.name());
        Some((of_the_line, other.introduced(), nearest_callable(other, profiles, region)?))
    });
    let (_, _, newest) = callable.max_by_key(|(of_the_line, introduced, _)| (*of_the_line, *introduced))?;
    Some(Suggestion { id: newest.id, region: region.to_owned(), why: "a newer model of the provider".to_owned() })
}

/// The words of a name without its version: `Claude 3 Haiku` and `Claude Haiku 4.5` are of one line.
fn line_of(name: &str) -> BTreeSet<String> {
    let words = name.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic));
    words.map(str::to_lowercase).collect()
}

/// On demand before a profile, `global.` last.
fn nearest_callable(model: &Summary, profiles: &[InferenceProfile], region: &str) -> Option<Callable> {
    let far = |callable: &Callable| match callable.geography.as_deref() {
        _ if callable.how == ON_DEMAND => 0,
        Some("global") => 2,
        _ => 1,
    };
    callables(model, region, profiles).into_iter().min_by_key(far)
}

/// The id in an ARN.
fn bare(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

/// Whether an id, a profile's id or an ARN calls this model.
pub fn is_of(id: &str, model: &str) -> bool {
    let name = bare(id);
    name == model || name.strip_suffix(model).is_some_and(|geography| geography.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::super::model_summaries;
    use super::super::profile::tests::profile;
    use super::*;

    const MODELS: &[u8] = br#"{"modelSummaries":[
        {"modelId":"a.new-model-v1","providerName":"A","outputModalities":["TEXT"],"inferenceTypesSupported":["INFERENCE_PROFILE"],"modelLifecycle":{"status":"ACTIVE","startOfLifeTime":"2025-01-01"}},
        {"modelId":"a.old-model-v1","providerName":"A","outputModalities":["TEXT"],"inferenceTypesSupported":["ON_DEMAND"],"modelLifecycle":{"status":"LEGACY"}}]}"#;

    #[test]
    fn suggests_a_profile_a_newer_model_and_the_nearest_id() {
        let models = model_summaries(MODELS).expect("a list");
        let arn = "arn:aws:bedrock:us-east-1::foundation-model/a.new-model-v1";
        let profiles = [
            profile("global.a.new-model-v1", "SYSTEM_DEFINED", &[arn]),
            profile("us.a.new-model-v1", "SYSTEM_DEFINED", &[arn]),
        ];
        let id = |suggestion: Option<Suggestion>| suggestion.map(|found| found.id);
        let us = Some("us.a.new-model-v1".to_owned());
        assert_eq!(id(suggest_here("a.new-model-v1", &models, &profiles, "us-east-1")), us);
        assert_eq!(id(suggest_here("a.old-model-v1", &models, &profiles, "us-east-1")), us);
        assert_eq!(id(suggest_here("a.nwe-model-v1", &models, &profiles, "us-east-1")), None);
        assert_eq!(id(suggest_nearest("a.nwe-model-v1", &models, &profiles, "us-east-1")), us);
        assert_eq!(id(suggest_nearest("zzz", &models, &profiles, "us-east-1")), None);
    }
}
