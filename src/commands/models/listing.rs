//! What one region lists: its foundation models and the inference profiles that call them

use std::io;
use std::time::SystemTime;

use anyhow::Result;
use bytes::Bytes;
use futures_util::future::join_all;
use serde_json::json;
use serde_json::value::RawValue;

use super::Context;
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
    hidden: Vec<(&'static str, Error)>,
}

pub const MODELS: &str = "foundation models";
pub const PROFILES: &str = "inference profiles";

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
        let region = service.region().to_owned();
        let listing = Listing { region, reply, profiles: Vec::new(), others: Vec::new(), hidden: Vec::new() };
        listing.models().map_err(|error| error.of_call(facts))?;
        Ok(listing)
    }

    /// Foundation models and inference profiles, asked side by side.
    pub async fn whole(service: &Service) -> Result<Self, Error> {
        let (models, profiles) = tokio::join!(Self::of_models(service), visible_profiles(service));
        // Of two failures that of the models is told, unless a policy hides them and the profiles may stand in.
        let models = match models {
            Err(error) if error.kind != Kind::Denied => return Err(error),
            models => models,
        };
        let (profiles, denied) = profiles?;
        let mut listing = match models {
            Err(error) if !profiles.is_empty() => Self::of_profiles(service, &profiles, error),
            models => models?,
        };
        listing.hidden.extend(denied.map(|error| (PROFILES, error)));
        Ok(Listing { profiles, ..listing })
    }

    /// Where a policy hides the models themselves, the profiles still name them.
    fn of_profiles(service: &Service, profiles: &[InferenceProfile], hidden: Error) -> Self {
        let mut ids: Vec<&str> = profiles.iter().flat_map(InferenceProfile::model_ids).collect();
        ids.sort_unstable();
        ids.dedup();
        let entries: Vec<_> = ids.into_iter().map(|id| json!({ "modelId": id })).collect();
        let reply = Bytes::from(json!({ "modelSummaries": entries }).to_string());
        let region = service.region().to_owned();
        Listing { region, reply, profiles: Vec::new(), others: Vec::new(), hidden: vec![(MODELS, hidden)] }
    }

    /// The lists that a policy hides, and what the service says of each.
    pub fn hidden(&self) -> impl Iterator<Item = (&'static str, &Error)> {
        self.hidden.iter().map(|(what, error)| (*what, error))
    }

    /// The same, kept for TAB, with a note of what a policy hides.
    pub async fn noted(service: &Service, cx: &Context) -> Result<Self, Error> {
        let listing = Self::whole(service).await?;
        let _ = listing.keep(cx);
        note_hidden(std::slice::from_ref(&listing), &cx.stderr);
        Ok(listing)
    }

    /// What can be called beside models and profiles, alone.
    pub async fn of_others(service: &Service) -> Result<Self, Error> {
        let (region, reply) = (service.region().to_owned(), Bytes::from_static(br#"{"modelSummaries":[]}"#));
        let nothing = Listing { region, reply, profiles: Vec::new(), others: Vec::new(), hidden: Vec::new() };
        nothing.with_others(service).await
    }

    /// The other kinds of things that can be called, asked side by side.
    pub async fn with_others(mut self, service: &Service) -> Result<Self, Error> {
        let asked = OTHERS.iter().map(|(operation, kind)| async move { (kind, service.pages(*operation).await) });
        for (kind, pages) in join_all(asked).await {
            match pages {
                Ok(pages) => {
                    for page in pages {
                        self.others.extend(catalogue::others(kind, &page)?);
                    }
                }
                Err(error) if error.kind == Kind::Denied => self.hidden.push((kind.plural, error)),
                Err(error) => return Err(error),
            }
        }
        Ok(self)
    }

    /// What an earlier listing left behind.
    pub fn kept(kept: Kept) -> Result<Self, Error> {
        let profiles = kept.profiles.into_iter().map(InferenceProfile::parse).collect::<Result<_, Error>>()?;
        let reply = Bytes::from(kept.models.get().to_owned());
        Ok(Listing { region: kept.region, reply, profiles, others: Vec::new(), hidden: Vec::new() })
    }

    /// Leaves the listing behind for TAB and `--cached`, if it is whole. Most commands lose nothing where it cannot be kept.
    pub fn keep(&self, cx: &Context) -> io::Result<()> {
        if !self.hidden.is_empty() {
            return Ok(());
        }
        let models =
            std::str::from_utf8(&self.reply).ok().and_then(|text| RawValue::from_string(text.trim().to_owned()).ok());
        let (Some(models), Some(owner)) = (models, cx.owner()) else {
            return Ok(());
        };
        let kept = Kept {
            region: self.region.clone(),
            time: humantime::format_rfc3339_seconds(SystemTime::now()).to_string(),
            models,
            profiles: self.profiles.iter().map(|profile| profile.raw.clone()).collect(),
        };
        let done = known::keep(&owner, &kept);
        if let Err(error) = &done {
            cx.stderr.debug(|| format!("the listing is not kept: {error}"));
        }
        done
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

/// Says which lists a policy hides: a line a list, however many regions there are.
pub fn note_hidden(listings: &[Listing], stderr: &Stderr) {
    let mut noted: Vec<&str> = Vec::new();
    for (what, error) in listings.iter().flat_map(|listing| &listing.hidden) {
        if noted.contains(what) {
            continue;
        }
        noted.push(what);
        let hides = |listing: &&Listing| listing.hidden.iter().any(|(hidden, _)| hidden == what);
        let regions: Vec<&str> = listings.iter().filter(hides).map(|listing| listing.region.as_str()).collect();
        let place = if listings.len() > 1 { format!(" in {}", regions.join(", ")) } else { String::new() };
        stderr.note(&format!("{what} are left out{place}: {}", error.message));
    }
}

/// Says that a policy hides the profiles, where one does.
pub fn note_denied(denied: Option<Error>, stderr: &Stderr) {
    if let Some(error) = denied {
        stderr.note(&format!("{PROFILES} are left out: {}", error.message));
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
