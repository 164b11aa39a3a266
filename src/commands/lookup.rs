//! A refused id: what would have worked, looked up once, with little patience, and never used behind anybody's back

use std::time::Duration;

use futures_util::future::join_all;

use super::Context;
use super::models::Listing;
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
    let found = tokio::time::timeout(PATIENCE, suggest(&model, service));
    if let Ok(Ok(Some(suggestion))) = cx.deadline.cap(found).await {
        error.hint = Some(hint(&suggestion, service.region()));
    }
    error
}

/// Looks here first, then in every region there is. A model that is here is not looked for elsewhere.
async fn suggest(model: &str, service: &Service) -> Option<Suggestion> {
    let here = Listing::whole(service, None).await.ok()?;
    let models = here.models().ok()?;
    if models.iter().any(|known| catalogue::is_of(model, known.id())) {
        return catalogue::suggest_here(model, &models, &here.profiles, &here.region);
    }
    let regions = catalogue::named_regions("all", None);
    let elsewhere = regions.iter().filter(|region| *region != service.region());
    let asked = elsewhere.map(|region| async {
        let service = service.in_region(region);
        // One region that is silent must not take the others' answers away.
        tokio::time::timeout(REGION_PATIENCE, Listing::whole(&service, None)).await.ok()?.ok()
    });
    let listings: Vec<Listing> = join_all(asked).await.into_iter().flatten().collect();
    let there = listings
        .iter()
        .find_map(|there| catalogue::suggest_there(model, &there.models().ok()?, &there.profiles, &there.region));
    there.or_else(|| catalogue::suggest_nearest(model, &models, &here.profiles, &here.region))
}

fn hint(suggestion: &Suggestion, region: &str) -> String {
    let other_region = Some(suggestion.region.as_str()).filter(|other| *other != region);
    let arguments: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    // A line break cannot be pasted out of one line.
    if arguments.iter().any(|word| word.contains(char::is_control)) {
        let region = other_region.map(|region| format!(" --region {region}")).unwrap_or_default();
        return format!("{}: `-m {}{region}`", suggestion.why, suggestion.id);
    }
    let command = with_model(&arguments, &suggestion.id, other_region);
    format!("{}: `{command}`", suggestion.why)
}

/// The command as it was typed, but with this model, and with this region if it is another one.
fn with_model(arguments: &[String], model: &str, region: Option<&str>) -> String {
    let mut words = vec!["bedr".to_owned()];
    let kept = without(arguments, "--model", Some("-m"));
    words.extend(if region.is_some() { without(&kept, "--region", None) } else { kept });
    let behind_options = words.iter().position(|word| word == "--").unwrap_or(words.len());
    let mut said = vec!["-m".to_owned(), model.to_owned()];
    if let Some(region) = region {
        said.extend(["--region".to_owned(), region.to_owned()]);
    }
    words.splice(behind_options..behind_options, said);
    shlex::try_join(words.iter().map(String::as_str)).unwrap_or_else(|_| format!("bedr … -m {model}"))
}

/// The words without a flag and its value.
fn without(words: &[String], long: &str, short: Option<&str>) -> Vec<String> {
    let mut kept = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == long || Some(word.as_str()) == short {
            words.next();
            continue;
        }
        let has_value = short.is_some_and(|short| word.starts_with(short) && !word.starts_with("--"));
        if !has_value && !word.starts_with(&format!("{long}=")) {
            kept.push(word.clone());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn repeats_the_command_with_another_model() {
        let typed = words("converse -m a.b hi --no-stream");
        assert_eq!(with_model(&typed, "us.a.b", None), "bedr converse hi --no-stream -m us.a.b");
        let typed = words("converse -ma.b --model=a.c --region us-east-1 hi");
        assert_eq!(with_model(&typed, "x", Some("eu-west-1")), "bedr converse hi -m x --region eu-west-1");
        let typed = vec!["converse".to_owned(), "it's".to_owned(), "--".to_owned(), "-m".to_owned()];
        assert!(with_model(&typed, "x", None).starts_with("bedr converse \"it's\" -m x --"));
    }
}
