//! From a name that people remember to the id that is called

use super::callable::{Callable, ON_DEMAND, PROFILE, callables};
use super::{InferenceProfile, Summary};

/// What a name stands for.
#[derive(Debug, PartialEq, Eq)]
pub enum Resolution {
    /// This id, and why.
    One {
        id: String,
        why: String,
    },
    /// Too many ids, the newest model's first.
    Several(Vec<Candidate>),
    /// Models match, but none can be called as was asked; these can be called otherwise.
    NotCallable(Vec<Candidate>),
    Nothing,
}

/// An id that a name may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub id: String,
    pub name: String,
    introduced: String,
}

/// Which of a model's ids is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Geography {
    /// On demand, else a profile that is not `global.`: that one may answer from anywhere, so it is never chosen unasked.
    #[default]
    Near,
    /// `none`: on demand only.
    OnDemand,
    Profile(String),
}

impl Geography {
    pub fn named(name: Option<&str>) -> Self {
        match name {
            None => Geography::Near,
            Some("none") => Geography::OnDemand,
            Some(name) => Geography::Profile(name.trim_end_matches('.').to_owned()),
        }
    }

    fn choose(&self, callables: &[Callable]) -> Vec<Callable> {
        let of =
            |test: &dyn Fn(&Callable) -> bool| callables.iter().filter(|callable| test(callable)).cloned().collect();
        let on_demand = |callable: &Callable| callable.how == ON_DEMAND;
        match self {
            Geography::Profile(name) => of(&|callable| callable.geography.as_deref() == Some(name)),
            Geography::OnDemand => of(&on_demand),
            Geography::Near if callables.iter().any(on_demand) => of(&on_demand),
            Geography::Near => {
                of(&|callable| callable.how == PROFILE && callable.geography.as_deref() != Some("global"))
            }
        }
    }
}

/// Resolves a name: an exact id or ARN first, else words that must all be in a model's id or name.
pub fn resolve(
    words: &[String],
    geography: &Geography,
    models: &[Summary],
    profiles: &[InferenceProfile],
    region: &str,
) -> Resolution {
    if let [name] = words {
        let is_profile = profiles.iter().any(|profile| profile.callable_id() == name || profile.arn() == name);
        if name.starts_with("arn:") || is_profile {
            let what = if is_profile { "an inference profile" } else { "an ARN" };
            return Resolution::One { id: name.clone(), why: format!("`{name}` is {what}") };
        }
    }
    let exact: Vec<&Summary> = models.iter().filter(|model| words.len() == 1 && model.id() == words[0]).collect();
    let matching =
        if exact.is_empty() { models.iter().filter(|model| holds_all(model, words)).collect() } else { exact };
    choose(&matching, geography, profiles, region)
}

fn holds_all(model: &Summary, words: &[String]) -> bool {
    let (id, name) = (model.id().to_lowercase(), model.name().to_lowercase());
    words
        .iter()
        .flat_map(|word| word.split_whitespace())
        .map(str::to_lowercase)
        .all(|word| id.contains(&word) || name.contains(&word))
}

fn choose(models: &[&Summary], geography: &Geography, profiles: &[InferenceProfile], region: &str) -> Resolution {
    let mut chosen = Vec::new();
    let mut otherwise = Vec::new();
    for model in models {
        let all = callables(model, region, profiles);
        let ids = geography.choose(&all);
        let wanted = if ids.is_empty() { &mut otherwise } else { &mut chosen };
        let from = if ids.is_empty() { all } else { ids };
        wanted.extend(from.into_iter().map(|callable| Candidate {
            id: callable.id,
            name: model.name().to_owned(),
            introduced: model.introduced().to_owned(),
        }));
    }
    for candidates in [&mut chosen, &mut otherwise] {
        candidates.sort_by(|one, other| other.introduced.cmp(&one.introduced));
    }
    match chosen.as_slice() {
        [one] => {
            Resolution::One { id: one.id.clone(), why: format!("`{}` is how {} is called here", one.id, one.name) }
        }
        [_, ..] => Resolution::Several(chosen),
        [] if otherwise.is_empty() => Resolution::Nothing,
        [] => Resolution::NotCallable(otherwise),
    }
}

#[cfg(test)]
mod tests {
    use super::super::model_summaries;
    use super::super::profile::tests::profile;
    use super::*;

    const MODELS: &[u8] = br#"{"modelSummaries":[
        {"modelId":"a.old-v1","modelName":"Old One","inferenceTypesSupported":["ON_DEMAND"],"modelLifecycle":{"startOfLifeTime":"2024-01-01T00:00:00Z"}},
        {"modelId":"a.new-v1","modelName":"New One","inferenceTypesSupported":["INFERENCE_PROFILE"],"modelLifecycle":{"startOfLifeTime":"2025-01-01T00:00:00Z"}},
        {"modelId":"a.far-v1","modelName":"Far Thing","inferenceTypesSupported":["INFERENCE_PROFILE"]}]}"#;

    fn resolved(words: &[&str], geo: Option<&str>) -> Resolution {
        let models = model_summaries(MODELS).expect("a list");
        let arn = |id: &str| format!("arn:aws:bedrock:us-east-1::foundation-model/{id}");
        let profiles = [
            profile("us.a.new-v1", "SYSTEM_DEFINED", &[&arn("a.new-v1")]),
            profile("global.a.new-v1", "SYSTEM_DEFINED", &[&arn("a.new-v1")]),
            profile("global.a.far-v1", "SYSTEM_DEFINED", &[&arn("a.far-v1")]),
        ];
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        resolve(&words, &Geography::named(geo), &models, &profiles, "us-east-1")
    }

    fn id(resolution: Resolution) -> String {
        match resolution {
            Resolution::One { id, .. } => id,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn words_lead_to_the_id_that_is_called() {
        assert_eq!(id(resolved(&["old"], None)), "a.old-v1");
        assert_eq!(id(resolved(&["NEW", "one"], None)), "us.a.new-v1");
        assert_eq!(id(resolved(&["new one"], Some("global"))), "global.a.new-v1");
        assert_eq!(id(resolved(&["a.new-v1"], None)), "us.a.new-v1");
        assert_eq!(id(resolved(&["global.a.new-v1"], None)), "global.a.new-v1");
    }

    #[test]
    fn global_is_never_chosen_unasked() {
        assert!(matches!(resolved(&["far"], None), Resolution::NotCallable(ids) if ids[0].id == "global.a.far-v1"));
        assert!(matches!(resolved(&["new"], Some("none")), Resolution::NotCallable(_)));
    }

    #[test]
    fn several_candidates_come_newest_first() {
        let Resolution::Several(candidates) = resolved(&["one"], None) else {
            panic!("one name, two models");
        };
        assert_eq!(
            candidates.iter().map(|candidate| candidate.id.as_str()).collect::<Vec<_>>(),
            ["us.a.new-v1", "a.old-v1"]
        );
        assert_eq!(resolved(&["nonesuch"], None), Resolution::Nothing);
    }
}
