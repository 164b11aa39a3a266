//! `bedr models resolve`: from words to the id that is called

use std::process::ExitCode;

use anyhow::Result;

use super::{Context, Listing};
use crate::bedrock::Service;
use crate::catalogue::{self, Candidate, Geography, Resolution};
use crate::cli::ModelsResolveArgs;
use crate::error::{Error, Kind};

pub async fn run(args: ModelsResolveArgs, cx: &mut Context) -> Result<ExitCode> {
    let service = cx.service().await?;
    if args.names.iter().all(|name| name.trim().is_empty()) {
        return Err(Error::usage("the name is empty").hint("is a variable in your script unset?").into());
    }
    let names = match args.names.as_slice() {
        [name] => vec![cx.model_id(name.clone())?],
        words => words.to_vec(),
    };
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
    let listing = Listing::whole(service, Some(&cx.stderr)).await?;
    let region = listing.region.as_str();
    let name = names.join(" ");
    match catalogue::resolve(names, geography, &listing.models()?, &listing.profiles, region) {
        Resolution::One { id, why } => Ok((id, why)),
        Resolution::Several(candidates) => {
            let several = format!("`{name}` may mean {} ids in {region}: {}", candidates.len(), ids(&candidates));
            Err(Error::new(Kind::Model, several).hint("say more words, or `--geo`, or one of these ids"))
        }
        Resolution::NotCallable(candidates) => {
            let otherwise = format!("`{name}` cannot be called so in {region}, but as {}", ids(&candidates));
            Err(Error::new(Kind::Model, otherwise)
                .hint("`--geo` chooses the geography; `global` may answer from anywhere"))
        }
        Resolution::Nothing => Err(Error::new(Kind::Model, format!("no model in {region} is called `{name}`"))
            .hint(format!("`bedr models list --region all {name}` shows where there is one"))),
    }
}

fn ids(candidates: &[Candidate]) -> String {
    let ids: Vec<String> = candidates.iter().map(|candidate| format!("`{}`", candidate.id)).collect();
    ids.join(", ")
}
