//! A refused id: what would have worked, looked up once, with little patience, and never used behind anybody's back

use std::time::Duration;

use futures_util::future::join_all;

use super::Context;
use super::models::Listing;
use super::retyped::instead;
use crate::bedrock::Service;
use crate::catalogue::{self, Suggestion, Summary};
use crate::error::{Error, Kind};

/// The first error is what the user waits for; its hint may not take much longer.
const PATIENCE: Duration = Duration::from_secs(3);
const REGION_PATIENCE: Duration = Duration::from_secs(2);

/// The error, with the command that would have worked as its hint. Where the look-up fails, finds nothing, or would ask
/// another service than the endpoint that was given, the error stands as it is.
pub async fn explain(error: anyhow::Error, service: &Service, cx: &Context) -> anyhow::Error {
    match error.downcast::<Error>() {
        Ok(refused) if refused.kind == Kind::Model && cx.global.endpoint_url.is_none() => {
            with_hint(refused, service, cx).await.into()
        }
        Ok(other) => other.into(),
        Err(other) => other,
    }
}

async fn with_hint(mut error: Error, service: &Service, cx: &Context) -> Error {
    let Some(model) = error.call.model.clone() else {
        return error;
    };
    let found = tokio::time::timeout(PATIENCE, suggest(&model, &error, service, cx));
    if let Ok(Ok(Some(suggestion))) = cx.deadline.cap(found).await {
        error.hint = Some(hint(&suggestion, &model, service.region()));
    }
    error
}

/// Looks here first, then in every region there is. A model that is here is not looked for elsewhere.
async fn suggest(model: &str, refused: &Error, service: &Service, cx: &Context) -> Option<Suggestion> {
    let says = |words: &str| refused.message.to_lowercase().contains(words);
    let is_over = says("end of its life");
    let converses = refused.call.operation.is_some_and(|operation| operation.starts_with("Converse"));
    // An ARN says its region.
    let other = catalogue::other_region(model, service.region()).map(|region| service.in_region(region));
    if other.is_some() && !model.contains("foundation-model/") {
        return catalogue::suggest_region_of(model, service.region());
    }
    let here = Listing::whole(other.as_ref().unwrap_or(service)).await.ok()?;
    let _ = here.keep(cx);
    let models = here.models().ok()?;
    if let Some(found) = models.iter().find(|known| catalogue::is_of(model, known.id())) {
        let for_its_age = is_over || says("legacy");
        let talks_not = talks_not(found, &here.region).filter(|_| converses);
        let of_model = || catalogue::suggest_here(model, for_its_age, &models, &here.profiles, &here.region);
        return talks_not.or_else(of_model);
    }
    let there = match model.contains('.') && !is_over {
        true => suggest_elsewhere(model, converses, service).await,
        // Words, or what is over everywhere: no id in any region.
        false => None,
    };
    there.or_else(|| catalogue::suggest_nearest(model, &models, &here.profiles, &here.region))
}

/// A model that makes no text cannot be called by Converse, wherever it is.
fn talks_not(model: &Summary, region: &str) -> Option<Suggestion> {
    let made = model.output_modalities();
    let why =
        format!("{region} has it, but it makes {}, and Converse is for text: `bedr invoke` calls it", made.join(", "));
    let talks = made.is_empty() || made.iter().any(|modality| modality == "TEXT");
    (!talks).then(|| Suggestion { ids: Vec::new(), region: region.to_owned(), why })
}

async fn suggest_elsewhere(model: &str, converses: bool, service: &Service) -> Option<Suggestion> {
    let regions = catalogue::named_regions("all", None);
    let elsewhere = regions.iter().filter(|region| *region != service.region());
    let asked = elsewhere.map(|region| async {
        let service = service.in_region(region);
        // One region that is silent must not take the others' answers away.
        tokio::time::timeout(REGION_PATIENCE, Listing::whole(&service)).await.ok()?.ok()
    });
    let listings: Vec<Listing> = join_all(asked).await.into_iter().flatten().collect();
    listings.iter().find_map(|there| {
        let models = there.models().ok()?;
        let found = models.iter().find(|known| catalogue::is_of(model, known.id()))?;
        let talks_not = talks_not(found, &there.region).filter(|_| converses);
        talks_not.or_else(|| catalogue::suggest_there(model, &models, &there.profiles, &there.region))
    })
}

fn hint(suggestion: &Suggestion, refused: &str, region: &str) -> String {
    let Some((best, others)) = suggestion.ids.split_first() else {
        return suggestion.why.clone();
    };
    let other_region = Some(suggestion.region.as_str()).filter(|other| *other != region);
    let arguments: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    // A line break cannot be pasted out of one line.
    let command = if arguments.iter().any(|word| word.contains(char::is_control)) {
        let region = other_region.map(|region| format!(" --region {region}")).unwrap_or_default();
        format!("-m {best}{region}")
    } else {
        instead(&arguments, refused, best, other_region)
    };
    let others = if others.is_empty() { String::new() } else { format!(" (or {})", others.join(", ")) };
    format!("{}: `{command}`{others}", suggestion.why)
}
