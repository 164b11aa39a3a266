//! The models that the sandbox lists region by region, modelled on the real ones, and what calls them

mod called;
mod foundation;
mod model;
mod owned;
mod page;
mod profile;
mod prompt;
mod region;
mod terms;

use std::time::SystemTime;

use serde_json::{Map, Value};

use super::faults::Struck;
use super::operation::{Operation, Target};
use super::refusal::Refusal;
use super::reply::Reply;
pub(super) use called::{called, listed};
pub(super) use model::Model;
pub(super) use owned::routed_to;
pub(super) use prompt::prompt;
pub(super) use region::{arn, enabled, is_profile, model_arn};

/// A question about the catalogue.
#[derive(Clone, Copy)]
pub(super) struct Inquiry<'a> {
    pub(super) target: Target<'a>,
    pub(super) now: SystemTime,
    /// The parameters in the query; what they allow has been checked before.
    pub(super) parameter: &'a dyn Fn(&str) -> Option<String>,
    pub(super) struck: &'a Struck,
}

/// Answers what is asked about the catalogue, and not of a model in it.
pub(super) fn answer(inquiry: &Inquiry<'_>) -> Result<Reply, Refusal> {
    match inquiry.target.operation {
        Operation::ListFoundationModels => Ok(foundation::list(inquiry)),
        Operation::GetFoundationModel => foundation::get(inquiry),
        Operation::GetFoundationModelAvailability => terms::availability(inquiry.target),
        Operation::ListFoundationModelAgreementOffers => terms::offers(inquiry.target),
        Operation::ListInferenceProfiles => profile::list(inquiry),
        Operation::GetInferenceProfile => profile::get(inquiry),
        _ => owned::list(inquiry),
    }
}

/// A reply with one member.
fn wrapped(name: &str, value: Value) -> Reply {
    Reply::json(Value::Object(Map::from_iter([(name.to_owned(), value)])).to_string())
}
