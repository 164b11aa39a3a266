//! What `models list` shows of its listings: rows, ids or JSON, merged over the regions

use anyhow::Result;
use serde_json::{Value, json};

use super::listing::MODELS;
use super::{Context, Listing};
use crate::catalogue::{self, Callable, Filter, Other, Summary};
use crate::error::Error;
use crate::output::{Row, Table};

/// What is asked to be shown.
pub struct Shown {
    pub callable_only: bool,
    pub ids_only: bool,
    pub several: bool,
    pub filter: Filter,
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
    pub fn print(&self, listings: &[Listing], cx: &mut Context) -> Result<()> {
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
