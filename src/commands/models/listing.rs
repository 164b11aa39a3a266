//! What one region lists: its foundation models and the inference profiles that call them

use std::time::SystemTime;

use anyhow::Result;
use bytes::Bytes;
use futures_util::future::join_all;
use serde_json::value::RawValue;

use crate::bedrock::{Call, Operation, ProfileKind, Service};
use crate::catalogue::{self, Callable, InferenceProfile, Other, OtherKind, Summary};
use crate::error::{Error, Kind};
use crate::known::{self, Kept};
use crate::output::Stderr;

/// The lists of one region, as the service answered them.
pub struct Listing {
    pub region: String,
    reply: Bytes,
    pub profiles: Vec<InferenceProfile>,
    /// What `--all-kinds` adds.
    pub others: Vec<Other>,
}

/// The lists of `--all-kinds`.
const OTHERS: &[(Operation, &OtherKind)] = &[
    (Operation::ListProvisionedModelThroughputs, &catalogue::PROVISIONED),
    (Operation::ListCustomModelDeployments, &catalogue::DEPLOYMENT),
    (Operation::ListImportedModels, &catalogue::IMPORTED),
    (Operation::ListPromptRouters, &catalogue::ROUTER),
    (Operation::ListMarketplaceModelEndpoints, &catalogue::ENDPOINT),
];

impl Listing {
    /// Foundation models alone: one call.
    pub async fn of_models(service: &Service) -> Result<Self, Error> {
        let (reply, facts) = service.json(&Call::get(Operation::ListFoundationModels, None)).await?;
        let listing = Listing { region: service.region().to_owned(), reply, profiles: Vec::new(), others: Vec::new() };
        listing.models().map_err(|error| error.of_call(facts))?;
        Ok(listing)
    }

    /// Foundation models and inference profiles, asked side by side. Profiles that a policy hides are left out, and noted
    /// where somebody listens.
    pub async fn whole(service: &Service, note: Option<&Stderr>) -> Result<Self, Error> {
        let (models, profiles) = tokio::join!(Self::of_models(service), visible_profiles(service));
        let (models, (profiles, denied)) = (models?, profiles?);
        if let Some(stderr) = note {
            note_denied(denied, stderr);
        }
        Ok(Listing { profiles, ..models })
    }

    /// The other kinds of things that can be called, asked side by side. A list that a policy hides is noted.
    pub async fn with_others(mut self, service: &Service, stderr: &Stderr) -> Result<Self, Error> {
        let asked = OTHERS.iter().map(|(operation, kind)| async move { (kind, service.pages(*operation).await) });
        for (kind, pages) in join_all(asked).await {
            match pages {
                Ok(pages) => {
                    for page in pages {
                        self.others.extend(catalogue::others(kind, &page)?);
                    }
                }
                Err(error) if error.kind == Kind::Denied => {
                    stderr.note(&format!("{} are left out: {}", kind.name, error.message));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(self)
    }

    /// What an earlier listing left behind.
    pub fn kept(kept: Kept) -> Result<Self, Error> {
        let profiles = kept.profiles.into_iter().map(InferenceProfile::parse).collect::<Result<_, Error>>()?;
        let reply = Bytes::from(kept.models.get().to_owned());
        Ok(Listing { region: kept.region, reply, profiles, others: Vec::new() })
    }

    /// Leaves the listing behind for TAB and `--cached`. What cannot be kept is no loss to this command.
    pub fn keep(&self, account: &str, stderr: &Stderr) {
        let models =
            std::str::from_utf8(&self.reply).ok().and_then(|text| RawValue::from_string(text.trim().to_owned()).ok());
        let Some(models) = models else {
            return;
        };
        let kept = Kept {
            region: self.region.clone(),
            time: humantime::format_rfc3339_seconds(SystemTime::now()).to_string(),
            models,
            profiles: self.profiles.iter().map(|profile| profile.raw.clone()).collect(),
        };
        if let Err(error) = known::keep(account, &kept) {
            stderr.debug(|| format!("the listing is not kept: {error}"));
        }
    }

    /// The reply of ListFoundationModels.
    pub fn reply(&self) -> &Bytes {
        &self.reply
    }

    pub fn models(&self) -> Result<Vec<Summary<'_>>, Error> {
        catalogue::model_summaries(&self.reply)
    }

    pub fn callables(&self, model: &Summary) -> Vec<Callable> {
        catalogue::callables(model, &self.region, &self.profiles)
    }
}

/// The service's profiles and the account's own: two calls, all pages.
pub async fn profiles(service: &Service) -> Result<Vec<InferenceProfile>, Error> {
    let (profiles, denied) = visible_profiles(service).await?;
    denied.map_or(Ok(profiles), Err)
}

/// Says that a policy hides profiles, where one does.
pub fn note_denied(denied: Option<Error>, stderr: &Stderr) {
    if let Some(error) = denied {
        stderr.note(&format!("inference profiles are left out: {}", error.message));
    }
}

/// The profiles that policies do not hide, and what is said of the others.
pub async fn visible_profiles(service: &Service) -> Result<(Vec<InferenceProfile>, Option<Error>), Error> {
    let (system, own) = tokio::join!(
        service.pages(Operation::ListInferenceProfiles(ProfileKind::SystemDefined)),
        service.pages(Operation::ListInferenceProfiles(ProfileKind::Application)),
    );
    let mut profiles = Vec::new();
    let mut denied = None;
    for pages in [system, own] {
        match pages {
            Ok(pages) => {
                for page in pages {
                    profiles.extend(catalogue::inference_profiles(&page)?);
                }
            }
            Err(error) if error.kind == Kind::Denied => denied = Some(error),
            Err(error) => return Err(error),
        }
    }
    Ok((profiles, denied))
}
