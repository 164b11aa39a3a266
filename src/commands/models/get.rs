//! `bedr models get`: one model, how it is called here, whether the account may, and what it costs

use std::process::ExitCode;

use anyhow::Result;
use bytes::Bytes;
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Context, Listing, listing};
use crate::bedrock::{Call, Operation, Service};
use crate::catalogue::{self, Callable, InferenceProfile, Summary, callables};
use crate::cli::ModelsGetArgs;
use crate::commands::lookup;
use crate::error::{CallFacts, Error, Kind};
use crate::output::{Row, Table};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply<'a> {
    #[serde(borrow)]
    model_details: Option<&'a RawValue>,
}

pub async fn run(args: ModelsGetArgs, cx: &mut Context) -> Result<ExitCode> {
    let mut id = cx.model_id(args.id.clone())?;
    let service = cx.service().await?;
    // Every id has a point between provider and model, and no ARN is a word.
    if id.contains(char::is_whitespace) || !id.contains(['.', ':']) {
        id = id_of_words(&id, &service, cx).await?;
    }
    let (reply, facts) = match fetch(id, &service, cx).await {
        Ok(answer) => answer,
        Err(error) => return Err(lookup::explain(error.into(), &service, cx).await),
    };
    let parsed: Reply = serde_json::from_slice(&reply).map_err(|error| not_json(error).of_call(facts.clone()))?;
    let Some(details) = parsed.model_details else {
        let error = Error::new(Kind::Service, "the answer is not one of Amazon Bedrock's: it has no `modelDetails`");
        return Err(error.hint("is `--endpoint-url` that of Bedrock's control plane?").of_call(facts).into());
    };
    let model = Summary::parse(details)?;
    let more = More::fetch(&args, model.id(), &service).await?;
    if cx.json() {
        let text = String::from_utf8_lossy(&reply);
        cx.stdout.json(more.added_to(&text).as_bytes())?;
    } else {
        let mut rows = member_rows(details.get().as_bytes())?;
        let (profiles, denied) = listing::visible_profiles(&service).await?;
        listing::note_denied(denied, &cx.stderr);
        rows.extend(callables(&model, service.region(), &profiles).iter().map(callable_row));
        rows.extend(more.rows()?);
        Table { columns: &["MEMBER", "VALUE"], rows, dispensable: &[] }.print(&mut cx.stdout)?;
    }
    cx.stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The one model that words mean.
async fn id_of_words(words: &str, service: &Service, cx: &Context) -> Result<String, Error> {
    let listing = Listing::noted(service, cx).await?;
    let models = listing.models()?;
    let found: Vec<&str> =
        catalogue::named_models(&[words.to_owned()], &models).iter().map(|model| model.id()).collect();
    let region = service.region();
    match found.as_slice() {
        [id] => Ok((*id).to_owned()),
        [] => Err(Error::new(Kind::Model, format!("no model in {region} is named `{words}`"))
            .hint("`bedr models list --ids` shows the ids")),
        _ => Err(Error::new(
            Kind::Model,
            format!("`{words}` may mean {} models in {region}: {}", found.len(), found.join(", ")),
        )
        .hint("say more words, or one of these ids")),
    }
}

/// The model's details; those of the model that it calls for an inference profile.
async fn fetch(id: String, service: &Service, cx: &Context) -> Result<(Bytes, CallFacts), Error> {
    let refused = match service.json(&Call::get(Operation::GetFoundationModel, Some(id.clone()))).await {
        Err(error) if error.kind == Kind::Model => error,
        answer => return answer,
    };
    let Some(model) = model_of_profile(&id, service, cx).await else {
        return Err(refused);
    };
    service.json(&Call::get(Operation::GetFoundationModel, Some(model))).await
}

/// The model that an inference profile calls, with a note; `None` if the id is none of a profile.
pub async fn model_of_profile(id: &str, service: &Service, cx: &Context) -> Option<String> {
    let reply = service.json(&Call::get(Operation::GetInferenceProfile, Some(id.to_owned()))).await.ok()?.0;
    let profile = InferenceProfile::of_reply(&reply).ok()?;
    let model = profile.model_ids().first().map(|model| (*model).to_owned())?;
    cx.stderr.note(&format!("`{id}` is an inference profile of `{model}`"));
    Some(model)
}

/// `callable.us.anthropic.…` and the regions that may answer.
fn callable_row(callable: &Callable) -> Row {
    vec![vec![format!("callable.{}", callable.id)], callable.regions.clone()]
}

/// What was asked for beside the model itself, as the service sent it.
struct More {
    availability: Option<String>,
    offers: Option<String>,
}

impl More {
    async fn fetch(args: &ModelsGetArgs, id: &str, service: &Service) -> Result<Self, Error> {
        let ask = async |wanted: bool, operation| {
            if !wanted {
                return Ok::<_, Error>(None);
            }
            let (reply, _) = service.json(&Call::get(operation, Some(id.to_owned()))).await?;
            Ok(Some(String::from_utf8_lossy(&reply).into_owned()))
        };
        let availability = ask(args.availability, Operation::GetFoundationModelAvailability);
        let offers = ask(args.pricing, Operation::ListFoundationModelAgreementOffers);
        let (availability, offers) = tokio::join!(availability, offers);
        let offers = match offers {
            // Models of Amazon's own have no Marketplace offers.
            Err(error) if matches!(error.kind, Kind::Model | Kind::Request) => Some(r#"{"offers":[]}"#.to_owned()),
            offers => offers?,
        };
        Ok(More { availability: availability?, offers })
    }

    /// The reply with a member for each.
    fn added_to(&self, reply: &str) -> String {
        let mut text = reply.trim_end().strip_suffix('}').unwrap_or(reply).to_owned();
        for (name, value) in [("availability", &self.availability), ("agreementOffers", &self.offers)] {
            if let Some(value) = value {
                text.push_str(&format!(",\"{name}\":{value}"));
            }
        }
        text + "}"
    }

    fn rows(&self) -> Result<Vec<Row>, Error> {
        let mut rows = Vec::new();
        if let Some(availability) = &self.availability {
            let members = member_rows(availability.as_bytes())?;
            rows.extend(members.into_iter().filter(|row| row[0][0] != "modelId"));
        }
        if let Some(offers) = &self.offers {
            rows.extend(price_rows(offers)?);
        }
        Ok(rows)
    }
}

#[derive(Deserialize)]
struct Offers {
    offers: Option<Vec<Offer>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Offer {
    term_details: Option<Terms>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Terms {
    usage_based_pricing_term: Option<Pricing>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pricing {
    rate_card: Option<Vec<Rate>>,
}

#[derive(Deserialize)]
struct Rate {
    dimension: Option<String>,
    price: Option<String>,
    description: Option<String>,
    unit: Option<String>,
}

/// A row a price: `price.DIMENSION`, price, unit, description.
fn price_rows(offers: &str) -> Result<Vec<Row>, Error> {
    let offers: Offers = serde_json::from_str(offers).map_err(not_json)?;
    let terms = offers.offers.into_iter().flatten().filter_map(|offer| offer.term_details?.usage_based_pricing_term);
    let rates: Vec<Rate> = terms.filter_map(|pricing| pricing.rate_card).flatten().collect();
    if rates.is_empty() {
        return Ok(vec![vec![
            vec!["price".to_owned()],
            vec!["no rate card; see https://aws.amazon.com/bedrock/pricing".to_owned()],
        ]]);
    }
    Ok(rates.into_iter().map(Rate::row).collect())
}

impl Rate {
    fn row(self) -> Row {
        let said = [self.price, self.unit, self.description];
        let said: Vec<String> = said.into_iter().flatten().filter(|text| !text.is_empty()).collect();
        vec![vec![format!("price.{}", self.dimension.unwrap_or_default())], vec![said.join(" ")]]
    }
}

type Members<'a> = IndexMap<String, &'a RawValue>;

/// Every member of an object, one a row, those of an object inside as `modelLifecycle.status`: what the service adds is
/// shown too.
pub fn member_rows(object: &[u8]) -> Result<Vec<Row>, Error> {
    let members: Members = serde_json::from_slice(object).map_err(not_json)?;
    let mut rows = Vec::new();
    for (name, value) in &members {
        match serde_json::from_str::<Members>(value.get()) {
            Ok(inner) => {
                rows.extend(inner.iter().map(|(key, value)| vec![vec![format!("{name}.{key}")], cell(value)]));
            }
            Err(_) => rows.push(vec![vec![name.clone()], cell(value)]),
        }
    }
    Ok(rows)
}

/// Texts as they are, a list of them as such, everything else as its JSON.
fn cell(value: &RawValue) -> Vec<String> {
    let texts = serde_json::from_str::<Vec<String>>(value.get());
    let text = || serde_json::from_str::<String>(value.get()).unwrap_or_else(|_| value.get().to_owned());
    texts.unwrap_or_else(|_| vec![text()])
}

fn not_json(error: serde_json::Error) -> Error {
    Error::new(Kind::Service, "the answer is not the JSON that Amazon Bedrock sends").caused_by(error)
}
