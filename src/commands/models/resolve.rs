//! `bedr models resolve`: from words to the id that is called

use std::process::ExitCode;

use anyhow::Result;

use super::{Context, Listing};
use crate::bedrock::Service;
use crate::catalogue::{self, Candidate, Geography, Resolution};
use crate::cli::ModelsResolveArgs;
use crate::error::{Error, Kind};

pub async fn run(args: ModelsResolveArgs, cx: &mut Context) -> Result<ExitCode> {
    if cx.json() {
        return Err(Error::usage("`models resolve` has no JSON").hint("its answer is one line: the id").into());
    }
    if args.names.iter().all(|name| name.trim().is_empty()) {
        return Err(Error::usage("the name is empty").hint("is a variable in your script unset?").into());
    }
    let names = match args.names.as_slice() {
        [name] => vec![cx.model_id(name.clone())?],
        words => words.to_vec(),
    };
    let service = cx.service().await?;
    let (id, why) = find(&names, &Geography::named(args.geo.as_deref()), &service, cx).await?;
    cx.stderr.note(&why);
    cx.stdout.line(&id)?;
    cx.stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The id that a name stands for in the service's region, and why.
pub async fn find(
    names: &[String],
    geography: &Geography,
    service: &Service,
    cx: &Context,
) -> Result<(String, String), Error> {
    let listing = Listing::noted(service, cx).await?;
    let region = listing.region.clone();
    let found = catalogue::resolve(names, geography, &listing.models()?, &listing.profiles, &region);
    let found = match found {
        Resolution::Nothing if *geography == Geography::Near => {
            let own = listing.with_others(service).await?;
            catalogue::resolve_own(names, &own.profiles, &own.others)
        }
        found => found,
    };
    let name = names.join(" ");
    match found {
        Resolution::One { id, why } => Ok((id, why)),
        Resolution::Several(candidates) => {
            let several = format!("`{name}` may mean {} ids in {region}: {}", candidates.len(), ids(&candidates));
            Err(Error::new(Kind::Model, several).hint("say more words, or `--geo`, or one of these ids"))
        }
        Resolution::NotCallable(candidates) => {
            let ids = ids(&candidates);
            let otherwise = match geography {
                Geography::Near => format!("`{name}` can be called in {region}, but only as {ids}"),
                Geography::OnDemand => format!("`{name}` cannot be called on demand in {region}, but as {ids}"),
                Geography::Profile(geography) => {
                    format!("`{name}` has no profile of the geography `{geography}` in {region}, but {ids}")
                }
            };
            Err(Error::new(Kind::Model, otherwise).hint("pass one of these ids, or choose with `--geo`"))
        }
        Resolution::Nothing => {
            let words = shlex::try_join(names.iter().flat_map(|name| name.split_whitespace())).unwrap_or_default();
            Err(Error::new(Kind::Model, format!("nothing that can be called in {region} is named `{name}`"))
                .hint(format!("`bedr models list --region all {words}` shows where there is one")))
        }
    }
}

fn ids(candidates: &[Candidate]) -> String {
    let ids: Vec<String> = candidates.iter().map(|candidate| format!("`{}`", candidate.id)).collect();
    ids.join(", ")
}
