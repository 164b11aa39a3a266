//! A refused id: what would have worked, looked up once, with little patience, and never used behind anybody's back

use std::time::Duration;

use futures_util::future::join_all;

use super::Context;
use super::models::Listing;
use super::retyped::instead;
use crate::bedrock::Service;
use crate::catalogue::{self, Suggestion};
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
    let found = tokio::time::timeout(PATIENCE, suggest(&model, service, cx));
    if let Ok(Ok(Some(suggestion))) = cx.deadline.cap(found).await {
        error.hint = Some(hint(&suggestion, &model, service.region()));
    }
    error
}

/// Looks here first, then in every region there is. A model that is here is not looked for elsewhere.
async fn suggest(model: &str, service: &Service, cx: &Context) -> Option<Suggestion> {
    if let Some(elsewhere) = catalogue::suggest_region_of(model, service.region()) {
        return Some(elsewhere);
    }
    let here = Listing::whole(service).await.ok()?;
    here.keep(cx);
    let models = here.models().ok()?;
    if models.iter().any(|known| catalogue::is_of(model, known.id())) {
        return catalogue::suggest_here(model, &models, &here.profiles, &here.region);
    }
    let there = match model.contains('.') {
        true => suggest_elsewhere(model, service).await,
        // Words, which are no id in any region.
        false => None,
    };
    there.or_else(|| catalogue::suggest_nearest(model, &models, &here.profiles, &here.region))
}

async fn suggest_elsewhere(model: &str, service: &Service) -> Option<Suggestion> {
    let regions = catalogue::named_regions("all", None);
    let elsewhere = regions.iter().filter(|region| *region != service.region());
    let asked = elsewhere.map(|region| async {
        let service = service.in_region(region);
        // One region that is silent must not take the others' answers away.
        tokio::time::timeout(REGION_PATIENCE, Listing::whole(&service)).await.ok()?.ok()
    });
    let listings: Vec<Listing> = join_all(asked).await.into_iter().flatten().collect();
    listings
        .iter()
        .find_map(|there| catalogue::suggest_there(model, &there.models().ok()?, &there.profiles, &there.region))
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
