//! `bedr models check`: whether the ids in a project will live on

use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use anyhow::Result;

use super::listing::note_hidden;
use super::{Context, Listing};
use crate::catalogue::{InferenceProfile, Other, Summary};
use crate::cli::ModelsCheckArgs;
use crate::commands::input;
use crate::error::{Error, Kind};
use crate::output::{Row, Table};

pub async fn run(args: ModelsCheckArgs, cx: &mut Context) -> Result<ExitCode> {
    let mut ids = Vec::new();
    for id in if args.ids.is_empty() { vec!["-".to_owned()] } else { args.ids } {
        if id == "-" { ids.extend(piped_ids(cx).await?) } else { ids.push(id) }
    }
    let ids = ids.into_iter().map(|id| cx.model_id(id)).collect::<Result<Vec<String>, Error>>()?;
    if cx.json() {
        return Err(Error::usage("`models check` has no JSON").hint("its rows are tab-separated in a pipe").into());
    }
    let service = cx.service().await?;
    let listing = Listing::noted(&service, cx).await?;
    let models = listing.models()?;
    let horizon = SystemTime::now() + args.within;
    let mut checked: Vec<Checked> = ids.iter().map(|id| Checked::of(id, &models, &listing.profiles, horizon)).collect();
    if checked.iter().any(Checked::is_own) {
        let own = Listing::of_others(&service).await?;
        note_hidden(std::slice::from_ref(&own), &cx.stderr);
        for unknown in checked.iter_mut().filter(|checked| checked.is_own()) {
            if let Some(other) = own.others.iter().find(|other| other.arn() == unknown.id) {
                *unknown = Checked::of_own(other, &models, horizon);
            }
        }
    }
    let unknown = checked.iter().find(|checked| checked.verdict == Verdict::Unknown);
    if let (Some(unknown), Some((what, hidden))) = (unknown, listing.hidden().next()) {
        let untold = format!("it cannot be told whether `{}` lives on: a policy hides the {what}", unknown.id);
        return Err(Error::new(Kind::Denied, untold).caused_by(&hidden.message).into());
    }
    let rows = checked.iter().map(Checked::row).collect();
    Table { columns: &["ID", "STATUS", "LEGACY", "END OF LIFE", "VERDICT"], rows, dispensable: &[] }
        .print(&mut cx.stdout)?;
    cx.stdout.flush()?;
    let failed: Vec<&str> =
        checked.iter().filter(|checked| checked.verdict != Verdict::Ok).map(|checked| checked.id.as_str()).collect();
    if failed.is_empty() { Ok(ExitCode::SUCCESS) } else { Err(not_for_long(&failed, ids.len(), args.within).into()) }
}

async fn piped_ids(cx: &Context) -> Result<Vec<String>> {
    if !input::stdin_is_piped() {
        return Err(Error::usage("there is nothing to check").hint("name ids, or pipe them in, one a line").into());
    }
    let text = input::utf8(input::stdin(input::LONGEST_REQUEST, cx).await?, "stdin")?;
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    let ids: Vec<String> = lines.filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if ids.is_empty() {
        return Err(Error::usage("there is nothing to check: stdin is empty").hint("pipe ids in, one a line").into());
    }
    Ok(ids)
}

fn not_for_long(failed: &[&str], of: usize, within: Duration) -> Error {
    let days = within.as_secs() / 86_400;
    let within = match within.as_secs() % 86_400 {
        0 => format!("{days} days"),
        _ => humantime::format_duration(within).to_string(),
    };
    let message =
        format!("{} of {of} ids are legacy, unknown or end within {within}: {}", failed.len(), failed.join(", "));
    Error::new(Kind::Model, message).hint("`bedr models list --status ACTIVE` shows what lives on")
}

#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    Ok,
    Legacy,
    Ends,
    Unknown,
}

/// What became of one id.
struct Checked {
    id: String,
    status: String,
    legacy: String,
    end: String,
    verdict: Verdict,
}

impl Checked {
    fn of(id: &str, models: &[Summary], profiles: &[InferenceProfile], horizon: SystemTime) -> Self {
        let Some(model) = models.iter().find(|model| calls(id, model.id(), profiles)) else {
            let unknown = String::new;
            return Checked {
                id: id.to_owned(),
                status: unknown(),
                legacy: unknown(),
                end: unknown(),
                verdict: Verdict::Unknown,
            };
        };
        let end = model.end_of_life().unwrap_or_default();
        let ends = humantime::parse_rfc3339_weak(end).is_ok_and(|end| end <= horizon);
        let verdict = match model.status() {
            "LEGACY" => Verdict::Legacy,
            _ if ends => Verdict::Ends,
            _ => Verdict::Ok,
        };
        let legacy = model.legacy().unwrap_or_default();
        Checked {
            id: id.to_owned(),
            status: model.status().to_owned(),
            legacy: legacy.to_owned(),
            end: end.to_owned(),
            verdict,
        }
    }

    /// Whether an account may have made it, of which the lists of models and profiles know nothing.
    fn is_own(&self) -> bool {
        self.verdict == Verdict::Unknown && self.id.starts_with("arn:") && !self.id.contains("inference-profile/")
    }

    /// What an account has made lives as long as its model, where that is a foundation model.
    fn of_own(other: &Other, models: &[Summary], horizon: SystemTime) -> Self {
        let of_model = Checked::of(&other.base_model(), models, &[], horizon);
        let verdict = match of_model.verdict {
            _ if !other.is_callable() => Verdict::Unknown,
            Verdict::Unknown => Verdict::Ok,
            verdict => verdict,
        };
        let status = if of_model.status.is_empty() { other.status() } else { of_model.status };
        Checked { id: other.arn(), status, verdict, ..of_model }
    }

    fn row(&self) -> Row {
        let verdict = match self.verdict {
            Verdict::Ok => "ok",
            Verdict::Legacy => "legacy",
            Verdict::Ends => "ends",
            Verdict::Unknown => "unknown",
        };
        [&self.id, &self.status, &self.legacy, &self.end, verdict].map(|text| vec![text.to_owned()]).into()
    }
}

/// Whether an id, an ARN or a profile that is listed here calls this model.
fn calls(id: &str, model: &str, profiles: &[InferenceProfile]) -> bool {
    let in_arn = id.split_once("foundation-model/").map(|(_, id)| id);
    let profile = profiles.iter().find(|profile| profile.callable_id() == id || profile.arn() == id);
    id == model || in_arn == Some(model) || profile.is_some_and(|profile| profile.model_ids().contains(&model))
}
