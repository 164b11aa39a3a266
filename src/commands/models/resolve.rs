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
    let service = cx.service().await?;
    let asked = Asked { names: &args.names, geography: Geography::named(args.geo.as_deref()), by: "models resolve" };
    let (id, why) = asked.find(&service, cx).await?;
    cx.stderr.note(&why);
    cx.stdout.line(&id)?;
    cx.stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// A name that somebody asks for.
pub struct Asked<'a> {
    /// An id or ARN, an alias, or words.
    pub names: &'a [String],
    pub geography: Geography,
    /// The command, some of whose flags the others do not have.
    pub by: &'static str,
}

impl Asked<'_> {
    /// The id that is meant in the service's region, and why.
    pub async fn find(&self, service: &Service, cx: &Context) -> Result<(String, String), Error> {
        let listing = Listing::noted(service, cx).await?;
        let models = listing.models()?;
        let alias = match self.names {
            [name] if !catalogue::is_listed(name, &models, &listing.profiles) => cx.config()?.alias(name),
            _ => None,
        };
        let Some(id) = alias else {
            return self.meant(self.names, &listing, service).await;
        };
        let (id, why) = self.meant(&[id.to_owned()], &listing, service).await?;
        Ok((id, format!("`{}` is an alias; {why}", self.names[0])))
    }

    async fn meant(&self, names: &[String], here: &Listing, service: &Service) -> Result<(String, String), Error> {
        let (name, region) = (names.join(" "), here.region.as_str());
        if let Some(of_arn) = catalogue::other_region(&name, region) {
            return Err(Error::new(Kind::Model, format!("`{name}` is of {of_arn}, and {region} is asked"))
                .hint(format!("add `--region {of_arn}`")));
        }
        let found = catalogue::resolve(names, &self.geography, &here.models()?, &here.profiles, region);
        let found = match found {
            Resolution::Nothing => return self.meant_otherwise(names, here, service).await,
            found => found,
        };
        self.told(&name, region, found)
    }

    /// What the account has made, which is called by ARN.
    async fn meant_otherwise(
        &self,
        names: &[String],
        here: &Listing,
        service: &Service,
    ) -> Result<(String, String), Error> {
        let (name, region) = (names.join(" "), here.region.as_str());
        let own = Listing::of_others(service).await?;
        let found = catalogue::resolve_own(names, &here.profiles, &own.others);
        let is_own = !matches!(found, Resolution::Nothing);
        if is_own && self.geography != Geography::Near {
            return Err(Error::usage(format!(
                "`--geo` chooses among the service's profiles, and `{name}` is your own"
            ))
            .hint("leave `--geo` out"));
        }
        match here.hidden().chain(own.hidden()).next() {
            Some(_) if !is_own && name.starts_with("arn:") => Ok((name.clone(), format!("`{name}` is an ARN"))),
            Some((what, hidden)) if !is_own => {
                let untold = format!("it cannot be told whether {region} has `{name}`: a policy hides the {what}");
                Err(Error::new(Kind::Denied, untold).caused_by(&hidden.message))
            }
            _ => self.told(&name, region, found),
        }
    }

    fn told(&self, name: &str, region: &str, found: Resolution) -> Result<(String, String), Error> {
        let geo = if self.by == "models resolve" { ", or `--geo`" } else { "" };
        match found {
            Resolution::One { id, why } => Ok((id, why)),
            Resolution::Several(candidates) => {
                let several = format!("`{name}` may mean {} ids in {region}: {}", candidates.len(), ids(&candidates));
                Err(Error::new(Kind::Model, several).hint(format!("say more words{geo}, or one of these ids")))
            }
            Resolution::NotCallable(candidates) => {
                let ids = ids(&candidates);
                let otherwise = match &self.geography {
                    Geography::Near => format!("`{name}` can be called in {region}, but only as {ids}"),
                    Geography::OnDemand => format!("`{name}` cannot be called on demand in {region}, but as {ids}"),
                    Geography::Profile(geography) => {
                        format!("`{name}` has no profile of the geography `{geography}` in {region}, but {ids}")
                    }
                };
                Err(Error::new(Kind::Model, otherwise).hint(format!("pass one of these ids{geo}")))
            }
            Resolution::Nothing => {
                let words = shlex::try_join(name.split_whitespace()).unwrap_or_default();
                Err(Error::new(Kind::Model, format!("nothing that can be called in {region} is named `{name}`"))
                    .hint(format!("`bedr models list --region all {words}` shows where there is one")))
            }
        }
    }
}

fn ids(candidates: &[Candidate]) -> String {
    let ids: Vec<String> = candidates.iter().map(|candidate| format!("`{}`", candidate.id)).collect();
    ids.join(", ")
}
