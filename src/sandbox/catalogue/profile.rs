//! Inference profiles: those that the service defines, by geography, and the account's own

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::super::operation::Target;
use super::super::refusal::Refusal;
use super::super::reply::Reply;
use super::model::{self, Model};
use super::region::{self, Geography, Regions};
use super::{Inquiry, page};

/// When the service last touched the profiles that it defines.
const UPDATED: &str = "2026-03-05T22:14:18.607230Z";

/// A profile, as it is in one region.
pub(super) struct Profile {
    pub(super) arn: String,
    pub(super) model: &'static Model,
    id: String,
    name: String,
    description: Option<String>,
    created: String,
    updated: String,
    models: Vec<String>,
    kind: &'static str,
}

/// ListInferenceProfiles; the account's own are listed only when they are asked for.
pub(super) fn list(inquiry: &Inquiry<'_>) -> Result<Reply, Refusal> {
    let kind = (inquiry.parameter)("type").unwrap_or_else(|| "SYSTEM_DEFINED".to_owned());
    let wanted = all(inquiry.target.region).filter(|profile| profile.kind == kind);
    page::page(inquiry, "inferenceProfileSummaries", wanted.map(|profile| profile.entry()).collect())
}

/// GetInferenceProfile, by id or ARN.
pub(super) fn get(inquiry: &Inquiry<'_>) -> Result<Reply, Refusal> {
    let Target { region, identifier, .. } = inquiry.target;
    let found = all(region).find(|profile| profile.id == identifier || profile.arn == identifier);
    let profile = found.ok_or_else(|| Refusal::not_found("The requested inference profile does not exist."))?;
    let mut entry = profile.entry();
    inquiry.struck.change_entry(&mut entry);
    Ok(Reply::json(entry.to_string()))
}

/// The profiles of a region, in the order in which they are listed.
pub(super) fn all(region: &str) -> impl Iterator<Item = Profile> {
    let region = region::named(region);
    region.into_iter().flat_map(|region| system(region).chain(application(region)))
}

fn system(region: &'static str) -> impl Iterator<Item = Profile> {
    let here = model::models().iter().filter(move |model| model.is_listed_in(region));
    here.flat_map(move |model| model.profiles_in(region).map(move |geography| defined(model, geography, region)))
}

fn defined(model: &'static Model, geography: &Geography, region: &'static str) -> Profile {
    let to = geography.routes(region);
    let provider = model.text("providerName");
    // The service's own models go by their name alone.
    let name = match provider {
        "Amazon" | "Sandbox" => model.text("modelName").to_owned(),
        _ => format!("{provider} {}", model.text("modelName")),
    };
    let id = format!("{}.{}", geography.prefix, model.id);
    Profile {
        arn: region::arn(region, &format!("inference-profile/{id}")),
        model,
        id,
        name: format!("{} {name}", geography.name),
        description: Some(format!("Routes requests to {name} {}.", places(geography, &to))),
        created: model.lifecycle("startOfLifeTime").unwrap_or(UPDATED).to_owned(),
        updated: UPDATED.to_owned(),
        models: to.iter().map(|region| region::model_arn(region, &model.id)).collect(),
        kind: "SYSTEM_DEFINED",
    }
}

/// `in us-east-1, us-east-2 and us-west-2`, as the service writes it.
fn places(geography: &Geography, to: &[&str]) -> String {
    match to {
        _ if geography.is_global() => "globally across all supported AWS Regions".to_owned(),
        [first @ .., last] if !first.is_empty() => format!("in {} and {last}", first.join(", ")),
        _ => format!("in {}", to.join(", ")),
    }
}

/// A profile of the account's own, and what it was copied from.
struct Copied {
    json: &'static Value,
    regions: Regions,
}

static COPIED: LazyLock<Vec<Copied>> = LazyLock::new(|| {
    let copied = |json: &'static Value| Copied { json, regions: region::regions(json["in"].as_str().unwrap_or("")) };
    super::owned::account()["applicationProfiles"].as_array().into_iter().flatten().map(copied).collect()
});

fn application(region: &'static str) -> impl Iterator<Item = Profile> {
    COPIED.iter().filter(move |copied| copied.regions.contains(&region)).filter_map(move |copied| copied.read(region))
}

impl Copied {
    fn read(&self, region: &'static str) -> Option<Profile> {
        let text = |name: &str| self.json[name].as_str().map(str::to_owned);
        let (id, from) = (text("id")?, self.json["from"].as_str()?);
        let (model, models) = match model::by_id(from) {
            Some(model) => (model, vec![region::model_arn(region, from)]),
            None => system(region).find(|profile| profile.id == from).map(|profile| (profile.model, profile.models))?,
        };
        Some(Profile {
            arn: region::arn(region, &format!("application-inference-profile/{id}")),
            model,
            id,
            name: text("name")?,
            description: text("description"),
            created: text("createdAt")?,
            updated: text("updatedAt")?,
            models,
            kind: "APPLICATION",
        })
    }
}

impl Profile {
    pub(super) fn is_system_defined(&self) -> bool {
        self.kind == "SYSTEM_DEFINED"
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    fn entry(&self) -> Value {
        let models: Vec<Value> = self.models.iter().map(|arn| json!({"modelArn": arn})).collect();
        let mut entry = Map::from_iter([("inferenceProfileName".to_owned(), self.name.as_str().into())]);
        entry.extend(self.description.iter().map(|text| ("description".to_owned(), text.as_str().into())));
        let rest = json!({
            "createdAt": self.created,
            "updatedAt": self.updated,
            "inferenceProfileArn": self.arn,
            "models": models,
            "inferenceProfileId": self.id,
            "status": "ACTIVE",
            "type": self.kind,
        });
        entry.extend(rest.as_object().cloned().unwrap_or_default());
        entry.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(region: &str) -> Vec<String> {
        all(region).map(|profile| profile.id).collect()
    }

    #[test]
    fn each_region_has_the_profiles_of_its_geographies() {
        let prefixes = |region: &str| -> Vec<String> {
            let system = all(region).filter(Profile::is_system_defined);
            let mut prefixes: Vec<String> =
                system.map(|profile| profile.id.split('.').next().unwrap_or("").to_owned()).collect();
            prefixes.sort();
            prefixes.dedup();
            prefixes
        };
        assert_eq!(prefixes("us-east-1"), ["global", "us"]);
        assert_eq!(prefixes("ca-central-1"), ["ca", "global", "us"]);
        assert_eq!(prefixes("eu-west-1"), ["eu", "global"]);
        assert_eq!(prefixes("eu-west-2"), ["global"]);
        assert_eq!(prefixes("ap-northeast-1"), ["apac", "global", "jp"]);
        assert_eq!(prefixes("ap-southeast-2"), ["apac", "au", "global"]);
        assert_eq!(prefixes("us-gov-west-1"), ["us-gov"]);
        assert!(ids("me-central-1").is_empty());
    }

    #[test]
    fn a_profile_is_described_as_the_service_does() {
        let profile = all("us-west-2").find(|profile| profile.id == "us.anthropic.claude-sonnet-4-6").unwrap();
        assert_eq!(profile.name, "US Anthropic Claude Sonnet 4.6");
        assert_eq!(
            profile.description.unwrap(),
            "Routes requests to Anthropic Claude Sonnet 4.6 in us-east-1, us-east-2 and us-west-2."
        );
        let global = all("eu-west-2").find(|profile| profile.id == "global.sandbox.echo-v1:0").unwrap();
        assert_eq!(global.description.unwrap(), "Routes requests to Echo globally across all supported AWS Regions.");
        assert_eq!(global.models[0], "arn:aws:bedrock:::foundation-model/sandbox.echo-v1:0");
    }

    #[test]
    fn an_application_profile_has_the_models_of_what_it_was_copied_from() {
        let own: Vec<Profile> = all("us-east-1").filter(|profile| !profile.is_system_defined()).collect();
        assert!(
            own.iter().any(|profile| profile.models.len() == 3) && own.iter().any(|profile| profile.models.len() == 1)
        );
        assert!(own.iter().all(|profile| profile.arn.contains(":application-inference-profile/")));
        assert!(ids("us-east-2").iter().all(|id| id.contains('.')), "none of its own here");
    }
}
