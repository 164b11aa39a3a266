//! What to pass instead of an id that was refused

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::callable::{Callable, ON_DEMAND, callables};
use super::other::PROVISIONED;
use super::resolve::holds_all;
use super::{InferenceProfile, Summary};

/// Ids that work, the best first, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Empty where nothing can be passed before something else was done.
    pub ids: Vec<String>,
    pub region: String,
    pub why: String,
}

/// How like two ids must be to be a slip of the finger.
const ALIKE: f64 = 0.7;
const ALMOST: f64 = 0.05;
/// More ids than these are no help in an error.
const MOST: usize = 5;

/// For a model that this region has: another of its ids, or, if it was refused for its age, the newest model of its
/// provider.
pub fn suggest_here(
    refused: &str,
    for_its_age: bool,
    models: &[Summary],
    profiles: &[InferenceProfile],
    region: &str,
) -> Option<Suggestion> {
    let model = models.iter().find(|model| is_of(refused, model.id()))?;
    if for_its_age {
        return newest_like(model, models, profiles, region);
    }
    if model.status() == "LEGACY" {
        // Its own profile works for accounts that have used the model lately.
        let mut newer = newest_like(model, models, profiles, region)?;
        newer.ids.extend(nearest_callable(model, profiles, region).map(|own| own.id).filter(|own| own != refused));
        return Some(newer);
    }
    let suggestion = |ids: Vec<String>, why: &str| Suggestion { ids, region: region.to_owned(), why: why.to_owned() };
    let nearest = nearest_callable(model, profiles, region).filter(|callable| callable.id != refused);
    let provisioned = model.inference_types().iter().any(|kind| kind == PROVISIONED.name);
    match nearest {
        Some(callable) => Some(suggestion(vec![callable.id], "call it by an id that works here")),
        None if provisioned => Some(suggestion(
            Vec::new(),
            "here the model is called through provisioned throughput only, by the ARN of what you have bought: \
             `bedr models list --all-kinds --callable --ids` shows it",
        )),
        None => None,
    }
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
    Some(Suggestion { ids: vec![id], region: region.to_owned(), why: format!("{region} has it") })
}

/// For an id that no region has: those whose id or name hold all of its words, the newest first, else those that are most
/// like it.
pub fn suggest_nearest(
    refused: &str,
    models: &[Summary],
    profiles: &[InferenceProfile],
    region: &str,
) -> Option<Suggestion> {
    let typed = without_geography(bare(refused), profiles);
    let words: Vec<String> = typed
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let active: Vec<&Summary> = models.iter().filter(|model| model.status() != "LEGACY").collect();
    let holding = |words: &[String]| -> Vec<&Summary> {
        let holds = |model: &&Summary| !words.is_empty() && holds_all(model, words);
        active.iter().copied().filter(holds).collect()
    };
    let mut nearest = holding(&words);
    // The beginning of an id is what people remember of it.
    nearest.sort_by_key(|model| (!model.id().starts_with(typed), Reverse(model.introduced())));
    if nearest.is_empty() {
        let likeness = |model: &Summary| strsim::normalized_damerau_levenshtein(typed, model.id());
        nearest = active.iter().copied().filter(|model| likeness(model) >= ALIKE).collect();
        nearest.sort_by(|one, other| likeness(other).total_cmp(&likeness(one)));
        // Ids of one provider are all somewhat alike; a slip of the finger is much nearer to one of them.
        let best = nearest.first().map_or(0.0, |model| likeness(model));
        nearest.retain(|model| likeness(model) > best - ALMOST);
    }
    if nearest.is_empty() {
        // Without its version an old id still names its line.
        nearest = holding(&words.into_iter().filter(|word| is_of_line(word)).collect::<Vec<_>>());
        nearest.sort_by_key(|model| Reverse(model.introduced()));
    }
    let callable = nearest.into_iter().filter_map(|model| nearest_callable(model, profiles, region));
    let ids: Vec<String> = callable.map(|callable| callable.id).take(MOST).collect();
    let why = if ids.len() == 1 { "the nearest id here" } else { "the nearest ids here" };
    (!ids.is_empty()).then(|| Suggestion { ids, region: region.to_owned(), why: why.to_owned() })
}

/// The region of an ARN, if it is another than the one that was called.
pub fn other_region<'a>(arn: &'a str, region: &str) -> Option<&'a str> {
    arn.strip_prefix("arn:")?.split(':').nth(2).filter(|of_arn| !of_arn.is_empty() && *of_arn != region)
}

/// For an ARN of another region, where what it names has no other id.
pub fn suggest_region_of(arn: &str, region: &str) -> Option<Suggestion> {
    let of_arn = other_region(arn, region)?;
    Some(Suggestion { ids: vec![arn.to_owned()], region: of_arn.to_owned(), why: format!("the ARN is of {of_arn}") })
}

/// The newest active model of the same provider that takes and makes the same.
fn newest_like(model: &Summary, models: &[Summary], profiles: &[InferenceProfile], region: &str) -> Option<Suggestion> {
    let like = models.iter().filter(|other| {
        other.provider() == model.provider()
            && other.id() != model.id()
            && other.status() != "LEGACY"
            && model.output_modalities().iter().all(|modality| other.output_modalities().contains(modality))
    });
    let callable = like.filter_map(|other| {
        let of_the_line = line_of(other.name()) == line_of(model.name());
        Some((of_the_line, other.introduced(), nearest_callable(other, profiles, region)?))
    });
    let (_, _, newest) = callable.max_by_key(|(of_the_line, introduced, _)| (*of_the_line, *introduced))?;
    let why = "a newer model of the provider".to_owned();
    Some(Suggestion { ids: vec![newest.id], region: region.to_owned(), why })
}

/// The words of a name without its version: `Claude 3 Haiku` and `Claude Haiku 4.5` are of one line.
fn line_of(name: &str) -> BTreeSet<String> {
    name.split_whitespace().filter(|word| is_of_line(word)).map(str::to_lowercase).collect()
}

fn is_of_line(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
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

/// The id without the geography of a profile, known by those that are listed: `us.a.b` is `a.b`.
fn without_geography<'a>(id: &'a str, profiles: &[InferenceProfile]) -> &'a str {
    let (first, rest) = id.split_once('.').unwrap_or((id, ""));
    let is_geography = profiles.iter().any(|profile| profile.geography() == Some(first));
    if is_geography && !rest.is_empty() { rest } else { id }
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
        {"modelId":"a.rare-model-v1","providerName":"A","inferenceTypesSupported":["PROVISIONED"]},
        {"modelId":"a.old-model-v1","providerName":"A","outputModalities":["TEXT"],"inferenceTypesSupported":["ON_DEMAND"],"modelLifecycle":{"status":"LEGACY"}}]}"#;

    #[test]
    fn suggests_a_profile_a_newer_model_and_the_nearest_id() {
        let models = model_summaries(MODELS).expect("a list");
        let arn = "arn:aws:bedrock:us-east-1::foundation-model/a.new-model-v1";
        let profiles = [
            profile("global.a.new-model-v1", "SYSTEM_DEFINED", &[arn]),
            profile("us.a.new-model-v1", "SYSTEM_DEFINED", &[arn]),
        ];
        let id = |suggestion: Option<Suggestion>| suggestion.map(|found| found.ids.join(" "));
        let us = Some("us.a.new-model-v1".to_owned());
        assert_eq!(id(suggest_here("a.new-model-v1", false, &models, &profiles, "us-east-1")), us);
        assert_eq!(id(suggest_here("a.old-model-v1", true, &models, &profiles, "us-east-1")), us);
        assert_eq!(id(suggest_here("a.nwe-model-v1", false, &models, &profiles, "us-east-1")), None);
        assert_eq!(id(suggest_nearest("a.nwe-model-v1", &models, &profiles, "us-east-1")), us);
        assert_eq!(id(suggest_nearest("new model", &models, &profiles, "us-east-1")), us);
        assert_eq!(id(suggest_nearest("us.a.new-mode-v1", &models, &profiles, "us-east-1")), us);
        assert_eq!(id(suggest_nearest("zzz", &models, &profiles, "us-east-1")), None);
        assert_eq!(id(suggest_nearest("a.new-model-extra-20201010-v7", &models, &profiles, "us-east-1")), None);
        assert_eq!(id(suggest_nearest("a.new-model-20201010-v7:0", &models, &profiles, "us-east-1")), us);
        let provisioned = suggest_here("a.rare-model-v1", false, &models, &profiles, "us-east-1").expect("a way");
        assert!(provisioned.ids.is_empty() && provisioned.why.contains("provisioned throughput"));
    }

    #[test]
    fn an_arn_says_its_region() {
        let arn = "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/x";
        assert_eq!(suggest_region_of(arn, "us-east-1").map(|found| found.region), Some("eu-west-1".to_owned()));
        assert_eq!(suggest_region_of(arn, "eu-west-1"), None);
        assert_eq!(suggest_region_of("us.a.b", "eu-west-1"), None);
    }
}
