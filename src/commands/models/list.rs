//! `bedr models list`: the models of one region or several, and the ids by which they are called

use std::process::ExitCode;

use anyhow::Result;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::listing::{MODELS, note_hidden};
use super::{Context, Listing};
use crate::bedrock::Service;
use crate::catalogue::{self, Callable, Filter, Other, Summary};
use crate::cli::ModelsListArgs;
use crate::error::{Error, Kind};
use crate::known;
use crate::output::{Row, Table};

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

/// What is asked to be shown.
struct Shown {
    callable_only: bool,
    ids_only: bool,
    several: bool,
    filter: Filter,
}

/// A model with the regions that have it.
struct Merged<'a> {
    model: &'a Summary<'a>,
    /// Of all regions: what is called on demand in one may want a profile in another.
    inference_types: Vec<String>,
    callables: Vec<Callable>,
    regions: Vec<&'a str>,
}

impl Shown {
    fn print(&self, listings: &[Listing], cx: &mut Context) -> Result<()> {
        let models: Vec<(&Listing, Vec<Summary>)> =
            listings.iter().map(|listing| Ok((listing, listing.models()?))).collect::<Result<_, Error>>()?;
        let found: Vec<(&Listing, &Summary, Vec<Callable>)> = models
            .iter()
            .flat_map(|(listing, models)| models.iter().map(move |model| (*listing, model)))
            .map(|(listing, model)| (listing, model, listing.callables(model)))
            .filter(|(_, model, callables)| self.filter.matches(model, callables))
            .filter(|(_, _, callables)| !self.callable_only || !callables.is_empty())
            .collect();
        let others: Vec<(&Listing, &Other)> = listings
            .iter()
            .flat_map(|listing| listing.others.iter().map(move |other| (listing, other)))
            .filter(|(_, other)| self.shows(other))
            .collect();
        if found.is_empty() && others.is_empty() {
            let in_all: usize = models.iter().map(|(_, models)| models.len()).sum();
            let regions: Vec<&str> = listings.iter().map(|listing| listing.region.as_str()).collect();
            cx.stderr.note(&format!("none of the {in_all} models in {} matches", regions.join(", ")));
        }
        if cx.json() {
            if let Some((_, hidden)) = listings.iter().flat_map(Listing::hidden).find(|(what, _)| *what == MODELS) {
                return Err(hidden.clone().into());
            }
            return self.print_json(listings, &found, &others, cx);
        }
        let merged = merge(&found);
        if self.ids_only {
            self.print_ids(&merged, cx)?;
            return others.iter().try_for_each(|(_, other)| cx.stdout.line(&other.arn()));
        }
        let short = cx.stdout.is_terminal();
        let dispensable = if self.several { catalogue::DISPENSABLE_OF_REGIONS } else { catalogue::DISPENSABLE };
        let rows = merged.iter().map(|merged| merged.row(short));
        let rows = rows.chain(others.iter().map(|(listing, other)| other.row(&listing.region, short))).collect();
        Table { columns: catalogue::COLUMNS, rows, dispensable }.print(&mut cx.stdout)
    }

    /// What is no foundation model has an ARN and a name, and nothing that the other filters ask for.
    fn shows(&self, other: &Other) -> bool {
        let texts = [other.arn().to_lowercase(), other.name().to_lowercase()];
        let holds = |pattern: &String| texts.iter().any(|text| text.contains(&pattern.to_lowercase()));
        self.filter.is_patterns_only()
            && self.filter.patterns.iter().all(holds)
            && (!self.callable_only || other.is_callable())
    }

    fn print_ids(&self, merged: &[Merged], cx: &mut Context) -> Result<()> {
        for merged in merged {
            if self.callable_only {
                merged.callables.iter().try_for_each(|callable| cx.stdout.line(&callable.id))?;
            } else {
                cx.stdout.line(merged.model.id())?;
            }
        }
        Ok(())
    }

    /// The service's reply with the entries that are left; with nothing asked for, as it came. Entries of other kinds
    /// stand in members named after their kind.
    fn print_json(
        &self,
        listings: &[Listing],
        found: &[(&Listing, &Summary, Vec<Callable>)],
        others: &[(&Listing, &Other)],
        cx: &mut Context,
    ) -> Result<()> {
        if let ([listing], true, false, []) = (listings, self.filter.is_empty(), self.callable_only, others) {
            return cx.stdout.json(listing.reply());
        }
        let entries: Vec<String> = found
            .iter()
            .map(|(listing, model, callables)| model.with(&self.additions(&listing.region, callables)))
            .collect();
        let mut reply = catalogue::with_summaries(listings[0].reply(), &entries)?;
        for kind in catalogue::OTHER_KINDS {
            let of_kind = others.iter().filter(|(_, other)| other.kind == *kind);
            let of_kind: Vec<String> = of_kind
                .map(|(listing, other)| {
                    let callable = other.callable(&listing.region);
                    catalogue::with_members(other.raw.get(), &self.additions(&listing.region, callable.as_slice()))
                })
                .collect();
            if !of_kind.is_empty() {
                reply.pop();
                reply.extend_from_slice(format!(",\"{}\":[{}]}}", kind.name, of_kind.join(",")).as_bytes());
            }
        }
        cx.stdout.json(&reply)
    }

    /// The members that are added to an entry: none, unless more than the service's list is asked for.
    fn additions(&self, region: &str, callables: &[Callable]) -> Vec<(&'static str, Value)> {
        let region = self.several.then(|| ("region", json!(region)));
        let callable = self.callable_only.then(|| ("callable", callables.iter().map(Callable::to_json).collect()));
        region.into_iter().chain(callable).collect()
    }
}

/// The column of the inference types.
const INFERENCE: usize = 6;

/// One row a model, with the regions that have it, in the order in which they came.
fn merge<'a>(found: &'a [(&'a Listing, &'a Summary<'a>, Vec<Callable>)]) -> Vec<Merged<'a>> {
    let mut merged: Vec<Merged> = Vec::new();
    for (listing, model, callables) in found {
        let known = merged.iter_mut().find(|merged| merged.model.id() == model.id());
        match known {
            None => merged.push(Merged {
                model,
                inference_types: model.inference_types().to_vec(),
                callables: callables.clone(),
                regions: vec![&listing.region],
            }),
            Some(known) => {
                known.regions.push(&listing.region);
                let types = model.inference_types().iter().filter(|kind| !known.inference_types.contains(kind));
                let types: Vec<String> = types.cloned().collect();
                known.inference_types.extend(types);
                let new = callables.iter().filter(|new| !known.callables.iter().any(|old| old.id == new.id));
                let new: Vec<Callable> = new.cloned().collect();
                known.callables.extend(new);
            }
        }
    }
    merged
}

impl Merged<'_> {
    fn row(&self, short: bool) -> Row {
        let mut row = self.model.row();
        row[INFERENCE].clone_from(&self.inference_types);
        let ids = || self.callables.iter().map(|callable| callable.id.clone()).collect();
        row.push(if short { catalogue::shorts(&self.callables) } else { ids() });
        row.push(self.regions.iter().map(|region| (*region).to_owned()).collect());
        row
    }
}
