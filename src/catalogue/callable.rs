//! By which ids a model can be called here: its own, or those of inference profiles and of what an account has made of it

use indexmap::IndexSet;
use serde_json::{Value, json};

use super::{InferenceProfile, Summary};

/// What a table shows of them, each once: an account's own profile has an ARN in each region, which end alike.
pub fn shorts(callables: &[Callable]) -> Vec<String> {
    callables.iter().map(Callable::short).collect::<IndexSet<String>>().into_iter().collect()
}

/// One id to pass as the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callable {
    pub id: String,
    /// As `inferenceTypesSupported` spells it.
    pub how: &'static str,
    /// `us`, `eu`, `global`, … of a profile of the service.
    pub geography: Option<String>,
    /// Where the request may be answered.
    pub regions: Vec<String>,
}

pub const ON_DEMAND: &str = "ON_DEMAND";
pub const PROFILE: &str = "INFERENCE_PROFILE";
pub const APPLICATION_PROFILE: &str = "APPLICATION_INFERENCE_PROFILE";

/// The ids of a model in a region: on demand first, then the profiles in the service's order.
pub fn callables(model: &Summary, region: &str, profiles: &[InferenceProfile]) -> Vec<Callable> {
    let on_demand = model.inference_types().iter().any(|kind| kind == ON_DEMAND);
    let own = on_demand.then(|| Callable {
        id: model.id().to_owned(),
        how: ON_DEMAND,
        geography: None,
        regions: vec![region.to_owned()],
    });
    let of_model = profiles.iter().filter(|profile| profile.model_ids().contains(&model.id()));
    own.into_iter().chain(of_model.map(of_profile)).collect()
}

/// The id of a profile.
pub fn of_profile(profile: &InferenceProfile) -> Callable {
    Callable {
        id: profile.callable_id().to_owned(),
        how: if profile.is_application() { APPLICATION_PROFILE } else { PROFILE },
        geography: profile.geography().map(str::to_owned),
        regions: profile.regions(),
    }
}

/// The end of an ARN, which tells it from the others in a table.
pub fn short_arn(arn: &str) -> String {
    arn.rsplit_once('/').map_or(arn.to_owned(), |(_, end)| format!("…/{end}"))
}

impl Callable {
    /// Shown in a table beside the model's id: `on demand`, `us.`, or the end of an ARN.
    pub fn short(&self) -> String {
        match &self.geography {
            _ if self.how == ON_DEMAND => "on demand".to_owned(),
            Some(geography) => format!("{geography}."),
            None => short_arn(&self.id),
        }
    }

    /// An element of the member `callable` that is added to a model's JSON.
    pub fn to_json(&self) -> Value {
        json!({ "id": self.id, "type": self.how, "geography": self.geography, "regions": self.regions })
    }
}

#[cfg(test)]
mod tests {
    use super::super::model_summaries;
    use super::super::profile::tests::profile;
    use super::*;

    #[test]
    fn merges_a_model_with_the_profiles_that_call_it() {
        let list = br#"{"modelSummaries":[{"modelId":"a.b","inferenceTypesSupported":["ON_DEMAND","NEW"]}]}"#;
        let models = model_summaries(list).expect("a list");
        let arn = |region: &str, id: &str| format!("arn:aws:bedrock:{region}::foundation-model/{id}");
        let profiles = [
            profile("us.a.b", "SYSTEM_DEFINED", &[&arn("us-east-1", "a.b"), &arn("us-west-2", "a.b")]),
            profile("us.a.c", "SYSTEM_DEFINED", &[&arn("us-east-1", "a.c")]),
        ];
        let found = callables(&models[0], "us-east-1", &profiles);
        let ids: Vec<&str> = found.iter().map(|callable| callable.id.as_str()).collect();
        assert_eq!(ids, ["a.b", "us.a.b"]);
        assert_eq!(found.iter().map(Callable::short).collect::<Vec<_>>(), ["on demand", "us."]);
        assert_eq!(found[1].regions, ["us-east-1", "us-west-2"]);
        assert_eq!(shorts(&[found.clone(), found].concat()), ["on demand", "us."]);
    }
}
