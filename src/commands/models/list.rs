//! `bedr models list`: the models of one region or several, and the ids by which they are called

use std::process::ExitCode;

use anyhow::Result;
use futures_util::future::join_all;

use super::listing::note_hidden;
use super::shown::Shown;
use super::{Context, Listing};
use crate::bedrock::Service;
use crate::catalogue::Filter;
use crate::cli::ModelsListArgs;
use crate::error::{Error, Kind};
use crate::known;

pub async fn run(args: ModelsListArgs, cx: &mut Context) -> Result<ExitCode> {
    if args.ids && cx.json() {
        return Err(Error::usage("`--ids` prints lines, and `-o json` asks for JSON")
            .hint("leave one of them out")
            .into());
    }
    let regions = cx.regions()?;
    let wants = Wants {
        callables: args.callable || args.refresh || !(cx.json() || args.ids),
        others: args.all_kinds,
        kept: args.refresh,
    };
    let (listings, failed) = if args.cached {
        (kept(&regions, cx).await?, None)
    } else {
        let service = cx.service_in(regions.first().cloned()).await?;
        match regions.len() {
            0 | 1 => (vec![ask(&service, wants, cx).await?], None),
            _ => ask_all(&service, &regions, wants, cx).await?,
        }
    };
    note_hidden(&listings, &cx.stderr);
    let shown =
        Shown { callable_only: args.callable, ids_only: args.ids, several: regions.len() > 1, filter: filter(args) };
    shown.print(&listings, cx)?;
    cx.stdout.flush()?;
    match failed {
        Some(error) => Err(error.partial(cx.stdout.has_output()).into()),
        None => Ok(ExitCode::SUCCESS),
    }
}

fn filter(args: ModelsListArgs) -> Filter {
    Filter {
        patterns: args.patterns,
        provider: args.provider,
        input_modalities: args.input_modality,
        output_modalities: args.output_modality,
        inference_type: args.inference_type,
        customization: args.customization,
        status: args.status,
        streaming: args.streaming,
    }
}

/// Which lists are needed beside that of the foundation models.
#[derive(Clone, Copy)]
struct Wants {
    callables: bool,
    others: bool,
    /// Whether it was asked for that the listing be kept.
    kept: bool,
}

async fn ask(service: &Service, wants: Wants, cx: &Context) -> Result<Listing, Error> {
    let listing = match wants.callables {
        true => Listing::whole(service).await?,
        false => Listing::of_models(service).await?,
    };
    if wants.callables
        && let Err(error) = listing.keep(cx)
        && wants.kept
    {
        cx.stderr.warn(&format!("the listing of {} is not kept: {error}", listing.region));
    }
    if wants.others { listing.with_others(service).await } else { Ok(listing) }
}

/// What earlier listings left behind.
async fn kept(regions: &[String], cx: &mut Context) -> Result<Vec<Listing>> {
    let owner = cx.owner();
    // A service that is not called asks nobody: it only knows the region.
    let here = if regions.is_empty() { vec![cx.service().await?.region().to_owned()] } else { Vec::new() };
    let mut listings = Vec::new();
    let mut missing = Vec::new();
    for region in regions.iter().chain(&here) {
        match owner.as_ref().and_then(|owner| known::kept(owner, region)) {
            Some(kept) => listings.push(Listing::kept(kept)?),
            None => missing.push(region.as_str()),
        }
    }
    let nothing = format!("nothing is kept of {}", missing.join(", "));
    if let (Some(region), true) = (missing.first(), listings.is_empty()) {
        let refresh = format!("`bedr models list --region {region} --refresh` asks the service and keeps it");
        return Err(Error::usage(nothing).hint(refresh).into());
    }
    if !missing.is_empty() {
        cx.stderr.note(&nothing);
    }
    Ok(listings)
}

/// Asks the regions side by side. What some of them refuse is told, and the rest is shown.
async fn ask_all(
    service: &Service,
    regions: &[String],
    wants: Wants,
    cx: &Context,
) -> Result<(Vec<Listing>, Option<Error>)> {
    let done = std::cell::Cell::new(0);
    cx.stderr.progress(&format!("asking {} regions", regions.len()));
    let asked = regions.iter().map(|region| async {
        let answer = ask(&service.in_region(region), wants, cx).await;
        done.set(done.get() + 1);
        cx.stderr.progress(&format!("asking {} regions: {} done", regions.len(), done.get()));
        answer
    });
    let answers = join_all(asked).await;
    cx.stderr.progress("");
    sort_out(regions, answers, cx)
}

/// No such host is no Bedrock there, an unknown client a region that the account has not enabled; other failures make the
/// list incomplete, and the same one everywhere is the error.
fn sort_out(
    regions: &[String],
    answers: Vec<Result<Listing, Error>>,
    cx: &Context,
) -> Result<(Vec<Listing>, Option<Error>)> {
    let mut listings = Vec::new();
    let mut failures = Vec::new();
    for (region, answer) in regions.iter().zip(answers) {
        match answer {
            Ok(listing) => listings.push(listing),
            Err(error) => failures.push((region, error)),
        }
    }
    let is_first = |error: &Error| (error.kind, &error.code) == (failures[0].1.kind, &failures[0].1.code);
    if listings.is_empty() && failures.iter().all(|(_, error)| is_first(error)) {
        let first = failures.into_iter().next().map(|(_, error)| error);
        return Err(first.unwrap_or_else(|| Error::usage("`--region` names no region")).into());
    }
    let mut missing = Vec::new();
    let mut not_enabled = Vec::new();
    for (region, error) in &failures {
        match error.code.as_deref() {
            Some("UnknownHost") => cx.stderr.debug(|| format!("{region}: there is no Bedrock")),
            Some("UnrecognizedClientException") => not_enabled.push(region.as_str()),
            _ => {
                cx.stderr.warn(&format!("{region}: {}", error.message));
                missing.push(region.as_str());
            }
        }
    }
    if !not_enabled.is_empty() {
        cx.stderr.note(&format!("not enabled for this account: {}", not_enabled.join(", ")));
    }
    let failed = (!missing.is_empty()).then(|| {
        let message = format!("{} of {} regions are missing: {}", missing.len(), regions.len(), missing.join(", "));
        let kinds: Vec<&Error> = failures.iter().map(|(_, error)| error).filter(|error| error.hint.is_some()).collect();
        let mut error = Error::new(Kind::Partial, message);
        error.hint = kinds.first().and_then(|error| error.hint.clone());
        error
    });
    Ok((listings, failed))
}
