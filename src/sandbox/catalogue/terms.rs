//! What the account may use and at what price: availability and agreement offers

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::super::operation::Target;
use super::super::refusal::Refusal;
use super::super::reply::Reply;
use super::model::{self, Model};
use super::region;

static JSON: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("terms.json")).unwrap_or_default());

/// GetFoundationModelAvailability; it knows models that are only elsewhere, and says so.
pub(super) fn availability(target: Target<'_>) -> Result<Reply, Refusal> {
    let model = known(target.identifier)?;
    let here = if model.is_in(target.region) { "AVAILABLE" } else { "NOT_AVAILABLE" };
    let mut reply = json!({
        "modelId": model.id,
        "agreementAvailability": {"status": "AVAILABLE"},
        "authorizationStatus": "AUTHORIZED",
        "entitlementAvailability": "AVAILABLE",
        "regionAvailability": here,
    });
    for (name, value) in JSON["access"][&model.id].as_object().into_iter().flatten() {
        reply[name] = value.clone();
    }
    Ok(Reply::json(reply.to_string()))
}

/// ListFoundationModelAgreementOffers. Its rate card is for all regions; a dimension begins with a region's code.
pub(super) fn offers(target: Target<'_>) -> Result<Reply, Refusal> {
    let model = known(target.identifier)?;
    let Some(prices) = JSON["offers"][&model.id].as_object() else {
        return Err(Refusal::not_found(format!("No agreement offers were found for the model {}.", model.id)));
    };
    let offers = if prices.is_empty() { json!([]) } else { json!([offer(model, prices)]) };
    Ok(Reply::json(json!({"modelId": model.id, "offers": offers}).to_string()))
}

fn known(id: &str) -> Result<&'static Model, Refusal> {
    let everywhere = |model: &&Model| region::enabled().iter().any(|region| model.is_listed_in(region));
    model::by_id(id).filter(everywhere).ok_or_else(|| Refusal::not_found(format!("The model {id} was not found.")))
}

fn offer(model: &Model, prices: &Map<String, Value>) -> Value {
    let id = format!("offer-sandbox{:05}", model.id.len() * 977);
    json!({
        "offerId": id,
        "offerToken": STANDARD.encode(format!("{id}/{}", model.id)),
        "termDetails": {
            "usageBasedPricingTerm": {"rateCard": rate_card(model, prices)},
            "legalTerm": {"url": "https://aws.amazon.com/legal/bedrock/third-party-models/"},
            "supportTerm": {"refundPolicyDescription": "No refunds"},
            "validityTerm": {"agreementDuration": "P36500D"},
        },
    })
}

fn rate_card(model: &Model, prices: &Map<String, Value>) -> Vec<Value> {
    let codes = JSON["codes"].as_object().into_iter().flatten().filter(|(region, _)| model.is_in(region));
    let rate = |code: &str, kind: &str, price: &Value| {
        json!({
            "dimension": format!("{code}_{kind}TokenCount"),
            "price": price,
            "description": format!("Million {} Tokens Regional", spaced(kind)),
            "unit": "Units",
        })
    };
    let rates = codes
        .filter_map(|(_, code)| code.as_str())
        .flat_map(|code| prices.iter().map(move |(kind, price)| rate(code, kind, price)));
    rates.collect()
}

/// `Cache Read Input` out of `CacheReadInput`.
fn spaced(kind: &str) -> String {
    let mut words = String::new();
    for letter in kind.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(letter);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_has_terms_is_a_model() {
        for part in ["access", "offers"] {
            let ids: Vec<&String> = JSON[part].as_object().unwrap().keys().collect();
            assert!(!ids.is_empty() && ids.iter().all(|id| known(id).is_ok()), "{ids:?}");
        }
        assert!(region::enabled().iter().all(|region| JSON["codes"][region].is_string()));
    }

    #[test]
    fn a_rate_is_for_one_region_and_one_kind_of_tokens() {
        let model = known("cohere.command-r-v1:0").unwrap();
        let card = rate_card(model, JSON["offers"][&model.id].as_object().unwrap());
        assert_eq!(card.len(), 4);
        assert_eq!(card[0]["dimension"], "USE1_InputTokenCount");
        assert_eq!(spaced("CacheReadInput"), "Cache Read Input");
    }
}
