//! An inference profile as the service describes it: which models it calls, and in which regions

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::error::{Error, Kind};

/// The columns of `inference-profiles list`, fixed for ever; new ones only at the end.
pub const PROFILE_COLUMNS: &[&str] = &["ID", "NAME", "TYPE", "MODELS", "REGIONS", "STATUS"];
/// Those that a narrow terminal can do without, the most wanted last.
pub const PROFILE_DISPENSABLE: &[usize] = &[4, 2, 5, 3, 1];

/// An entry of `inferenceProfileSummaries`, or the reply of GetInferenceProfile: its JSON, and what is read of it.
pub struct InferenceProfile {
    pub raw: Box<RawValue>,
    members: Members,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members {
    inference_profile_id: Option<String>,
    inference_profile_arn: Option<String>,
    inference_profile_name: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    status: Option<String>,
    models: Option<Vec<Model>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Model {
    model_arn: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    inference_profile_summaries: Option<Vec<Box<RawValue>>>,
}

/// The entries of a page of ListInferenceProfiles.
pub fn inference_profiles(page: &[u8]) -> Result<Vec<InferenceProfile>, Error> {
    let page: Page = serde_json::from_slice(page).map_err(not_profiles)?;
    let Some(entries) = page.inference_profile_summaries else {
        return Err(not_profiles("it has no `inferenceProfileSummaries`"));
    };
    entries.into_iter().map(InferenceProfile::parse).collect()
}

fn not_profiles(error: impl std::fmt::Display) -> Error {
    Error::new(Kind::Service, "the answer is not what Amazon Bedrock sends of inference profiles").caused_by(error)
}

impl InferenceProfile {
    pub fn parse(raw: Box<RawValue>) -> Result<Self, Error> {
        let members = serde_json::from_str(raw.get()).map_err(not_profiles)?;
        Ok(InferenceProfile { raw, members })
    }

    /// The reply of GetInferenceProfile.
    pub fn of_reply(reply: &[u8]) -> Result<Self, Error> {
        let profile = Self::parse(serde_json::from_slice(reply).map_err(not_profiles)?)?;
        match profile.arn() {
            "" => Err(not_profiles("it has no `inferenceProfileArn`")),
            _ => Ok(profile),
        }
    }

    pub fn arn(&self) -> &str {
        self.members.inference_profile_arn.as_deref().unwrap_or_default()
    }

    pub fn name(&self) -> &str {
        self.members.inference_profile_name.as_deref().unwrap_or_default()
    }

    pub fn is_application(&self) -> bool {
        self.members.kind.as_deref() == Some("APPLICATION")
    }

    /// What to pass as the model: the id of the service's profiles, the ARN of an account's own.
    pub fn callable_id(&self) -> &str {
        match self.members.inference_profile_id.as_deref() {
            Some(id) if !self.is_application() => id,
            _ => self.arn(),
        }
    }

    /// The ids of the foundation models that it calls, each once.
    pub fn model_ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> =
            self.arns().filter_map(|arn| arn.split_once("foundation-model/")).map(|(_, id)| id).collect();
        ids.dedup();
        ids
    }

    /// The regions that it routes to; a profile that names none for a model may route anywhere.
    pub fn regions(&self) -> Vec<String> {
        let regions = self.arns().filter_map(|arn| arn.split(':').nth(3));
        let mut regions: Vec<String> =
            regions.map(|region| if region.is_empty() { "any" } else { region }.to_owned()).collect();
        regions.sort();
        regions.dedup();
        regions
    }

    /// What stands before the model's id in the profile's: `us`, `eu`, `global`. An account's own profile has none.
    pub fn geography(&self) -> Option<&str> {
        if self.is_application() {
            return None;
        }
        let id = self.members.inference_profile_id.as_deref()?;
        self.model_ids().into_iter().find_map(|model| id.strip_suffix(model)?.strip_suffix('.'))
    }

    fn arns(&self) -> impl Iterator<Item = &str> {
        self.members.models.iter().flatten().filter_map(|model| model.model_arn.as_deref())
    }

    /// The cells of [`PROFILE_COLUMNS`].
    pub fn row(&self) -> Vec<Vec<String>> {
        let one = |text: &str| vec![text.to_owned()];
        vec![
            one(self.callable_id()),
            one(self.name()),
            one(self.members.kind.as_deref().unwrap_or_default()),
            self.model_ids().into_iter().map(str::to_owned).collect(),
            self.regions(),
            one(self.members.status.as_deref().unwrap_or_default()),
        ]
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn profile(id: &str, kind: &str, arns: &[&str]) -> InferenceProfile {
        let models: Vec<_> = arns.iter().map(|arn| serde_json::json!({ "modelArn": arn })).collect();
        let arn = format!("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/{id}");
        let json = serde_json::json!({
            "inferenceProfileId": id, "inferenceProfileArn": arn, "type": kind, "status": "ACTIVE", "models": models,
        });
        InferenceProfile::parse(RawValue::from_string(json.to_string()).expect("JSON")).expect("a profile")
    }

    #[test]
    fn reads_geography_and_regions_from_what_the_service_says() {
        let profile = profile(
            "us-gov.anthropic.claude-x",
            "SYSTEM_DEFINED",
            &[
                "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.claude-x",
                "arn:aws-us-gov:bedrock:us-gov-east-1::foundation-model/anthropic.claude-x",
            ],
        );
        assert_eq!(profile.geography(), Some("us-gov"));
        assert_eq!(profile.regions(), ["us-gov-east-1", "us-gov-west-1"]);
        assert_eq!(profile.model_ids(), ["anthropic.claude-x"]);
    }

    #[test]
    fn an_accounts_own_profile_is_called_by_its_arn() {
        let profile = profile("abc", "APPLICATION", &["arn:aws:bedrock:::foundation-model/a.b"]);
        assert!(profile.callable_id().starts_with("arn:") && profile.geography().is_none());
        assert_eq!(profile.regions(), ["any"]);
    }
}
