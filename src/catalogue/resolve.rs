//! From a name that people remember to the id that is called

use super::callable::{Callable, ON_DEMAND, PROFILE, callables};
use super::{InferenceProfile, Other, Summary};

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
            Some(name) if name.eq_ignore_ascii_case("none") => Geography::OnDemand,
            Some(name) => Geography::Profile(name.trim_end_matches('.').to_lowercase()),
        }
    }

    fn includes(&self, profile: &InferenceProfile) -> bool {
        match self {
            Geography::Near => true,
            Geography::OnDemand => false,
            Geography::Profile(name) => profile.geography() == Some(name),
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
    let exact = match words {
        [name] => exact(name, geography, models, profiles),
        _ => Exact::None,
    };
    let matching: Vec<&Summary> = match exact {
        Exact::Id(what) => return one(&words[0], &format!("`{}` is {what}", words[0])),
        Exact::Models(models) => models,
        Exact::None => named(words, models),
    };
    choose(&matching, geography, profiles, region)
}

/// The models whose id or name hold all words; one whose whole name they are stands before the others.
pub fn named<'a>(words: &[String], models: &'a [Summary<'a>]) -> Vec<&'a Summary<'a>> {
    let name = words.join(" ");
    let matching: Vec<&Summary> = models.iter().filter(|model| holds_all(model, words)).collect();
    let called_so: Vec<&Summary> =
        matching.iter().copied().filter(|model| model.name().eq_ignore_ascii_case(&name)).collect();
    if called_so.is_empty() { matching } else { called_so }
}

/// What a name is that needs no guessing.
enum Exact<'a> {
    /// To be passed as it is, and what it is.
    Id(&'static str),
    /// A model, or a profile of another geography than the wanted one, which stands for its models.
    Models(Vec<&'a Summary<'a>>),
    None,
}

fn exact<'a>(name: &str, geography: &Geography, models: &'a [Summary<'a>], profiles: &[InferenceProfile]) -> Exact<'a> {
    let profile = profiles.iter().find(|profile| profile.callable_id() == name || profile.arn() == name);
    let of = |ids: &[&str]| Exact::Models(models.iter().filter(|model| ids.contains(&model.id())).collect());
    let model = name.split_once("foundation-model/").map_or(name, |(_, id)| id);
    match profile {
        Some(profile) if geography.includes(profile) => Exact::Id("an inference profile"),
        Some(profile) => of(&profile.model_ids()),
        None if models.iter().any(|known| known.id() == model) => of(&[model]),
        None if name.starts_with("arn:") && name.contains(":prompt/") => Exact::Id("a prompt"),
        None => Exact::None,
    }
}

/// Whether a name is an id or ARN that is listed, and needs no alias.
pub fn is_listed(name: &str, models: &[Summary], profiles: &[InferenceProfile]) -> bool {
    models.iter().any(|model| model.id() == name)
        || profiles.iter().any(|profile| profile.callable_id() == name || profile.arn() == name)
}

/// Resolves a name that no foundation model has: an account's own profiles, and what else it can call.
pub fn resolve_own(words: &[String], profiles: &[InferenceProfile], others: &[Other]) -> Resolution {
    let own = profiles.iter().filter(|profile| profile.is_application());
    let own = own.map(|profile| (profile.callable_id().to_owned(), profile.name().to_owned()));
    let others = others.iter().filter(|other| other.is_callable()).map(|other| (other.arn(), other.name()));
    let candidates: Vec<Candidate> = own
        .chain(others)
        .filter(|(id, name)| all_in(words, &[id, name]))
        .map(|(id, name)| Candidate { id, name, introduced: String::new() })
        .collect();
    match candidates.as_slice() {
        [] => Resolution::Nothing,
        [one] => called(one),
        _ => Resolution::Several(candidates),
    }
}

fn one(id: &str, why: &str) -> Resolution {
    Resolution::One { id: id.to_owned(), why: why.to_owned() }
}

fn called(candidate: &Candidate) -> Resolution {
    one(&candidate.id, &format!("`{}` is how {} is called here", candidate.id, candidate.name))
}

/// Whether a model's id or name holds all words.
pub fn holds_all(model: &Summary, words: &[String]) -> bool {
    all_in(words, &[model.id(), model.name()])
}

fn all_in(words: &[String], texts: &[&str]) -> bool {
    let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    let mut words = words.iter().flat_map(|word| word.split_whitespace()).map(str::to_lowercase);
    words.all(|word| texts.iter().any(|text| text.contains(&word)))
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
        [one] => called(one),
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
        let arn = "arn:aws:bedrock:us-east-1::foundation-model/a.new-v1";
        assert_eq!(id(resolved(&[arn], None)), "us.a.new-v1");
    }

    #[test]
    fn a_geography_overrules_the_one_in_a_name() {
        assert_eq!(id(resolved(&["us.a.new-v1"], Some("GLOBAL"))), "global.a.new-v1");
        assert_eq!(id(resolved(&["us.a.new-v1"], Some("us."))), "us.a.new-v1");
        assert!(matches!(resolved(&["us.a.new-v1"], Some("none")), Resolution::NotCallable(_)));
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
