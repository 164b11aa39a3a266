//! The operations and their routes

use http::Method;
use percent_encoding::percent_decode_str;

/// An operation that the sandbox answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    ListFoundationModels,
    GetFoundationModel,
    GetFoundationModelAvailability,
    ListFoundationModelAgreementOffers,
    ListInferenceProfiles,
    GetInferenceProfile,
    ListProvisionedModelThroughputs,
    ListCustomModelDeployments,
    ListImportedModels,
    ListPromptRouters,
    ListMarketplaceModelEndpoints,
    Converse,
    ConverseStream,
    InvokeModel,
    InvokeModelWithResponseStream,
    CountTokens,
}

use Operation::{
    Converse, ConverseStream, CountTokens, GetFoundationModel, GetFoundationModelAvailability, GetInferenceProfile,
    InvokeModel, InvokeModelWithResponseStream, ListCustomModelDeployments, ListFoundationModelAgreementOffers,
    ListFoundationModels, ListImportedModels, ListInferenceProfiles, ListMarketplaceModelEndpoints, ListPromptRouters,
    ListProvisionedModelThroughputs,
};

/// Each operation's name, method and path; `{}` is the identifier.
// A row is a line, and reads as one.
#[rustfmt::skip]
const OPERATIONS: &[(Operation, &str, &str, &str)] = &[
    (ListFoundationModels, "ListFoundationModels", "GET", "/foundation-models"),
    (GetFoundationModel, "GetFoundationModel", "GET", "/foundation-models/{}"),
    (GetFoundationModelAvailability, "GetFoundationModelAvailability", "GET", "/foundation-model-availability/{}"),
    (ListFoundationModelAgreementOffers, "ListFoundationModelAgreementOffers", "GET", "/list-foundation-model-agreement-offers/{}"),
    (ListInferenceProfiles, "ListInferenceProfiles", "GET", "/inference-profiles"),
    (GetInferenceProfile, "GetInferenceProfile", "GET", "/inference-profiles/{}"),
    (ListProvisionedModelThroughputs, "ListProvisionedModelThroughputs", "GET", "/provisioned-model-throughputs"),
    (ListCustomModelDeployments, "ListCustomModelDeployments", "GET", "/model-customization/custom-model-deployments"),
    (ListImportedModels, "ListImportedModels", "GET", "/imported-models"),
    (ListPromptRouters, "ListPromptRouters", "GET", "/prompt-routers"),
    (ListMarketplaceModelEndpoints, "ListMarketplaceModelEndpoints", "GET", "/marketplace-model/endpoints"),
    (Converse, "Converse", "POST", "/model/{}/converse"),
    (ConverseStream, "ConverseStream", "POST", "/model/{}/converse-stream"),
    (InvokeModel, "InvokeModel", "POST", "/model/{}/invoke"),
    (InvokeModelWithResponseStream, "InvokeModelWithResponseStream", "POST", "/model/{}/invoke-with-response-stream"),
    (CountTokens, "CountTokens", "POST", "/model/{}/count-tokens"),
];

impl Operation {
    /// The operation that a method and a path mean, and the identifier that the path names.
    pub(super) fn route(method: &Method, path: &str) -> Option<(Self, String)> {
        OPERATIONS.iter().filter(|(_, _, known, _)| method.as_str() == *known).find_map(|(operation, _, _, route)| {
            let identifier = matched(route, path)?;
            Some((*operation, percent_decode_str(identifier).decode_utf8_lossy().into_owned()))
        })
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        OPERATIONS.iter().find(|(_, known, ..)| *known == name).map(|(operation, ..)| *operation)
    }

    pub(super) fn name(self) -> &'static str {
        OPERATIONS.iter().find(|(operation, ..)| *operation == self).map_or("", |(_, name, ..)| name)
    }

    /// The IAM action that allows it; Converse has none of its own.
    pub(super) fn action(self) -> String {
        let name = match self {
            Converse => InvokeModel.name(),
            ConverseStream => InvokeModelWithResponseStream.name(),
            _ => self.name(),
        };
        format!("bedrock:{name}")
    }

    pub(super) fn streams(self) -> bool {
        matches!(self, ConverseStream | InvokeModelWithResponseStream)
    }

    pub(super) fn converses(self) -> bool {
        matches!(self, Converse | ConverseStream)
    }

    /// Whether its body is JSON of the service's own.
    pub(super) fn takes_json(self) -> bool {
        self == CountTokens || self.converses()
    }

    /// Whether a model has to do with it, and not only a list of them.
    pub(super) fn runs(self) -> bool {
        matches!(self, InvokeModel | InvokeModelWithResponseStream) || self.takes_json()
    }

    /// Whether it names one thing, which may not be there.
    pub(super) fn names_one(self) -> bool {
        OPERATIONS.iter().any(|(operation, _, _, route)| *operation == self && route.contains("{}"))
    }
}

/// What stands for `{}` in a path of that route, or nothing when it has none.
///
/// Compared while still encoded: an ARN carries its `/` as `%2F`, and only so is it one segment.
fn matched<'a>(route: &str, path: &'a str) -> Option<&'a str> {
    let Some((before, after)) = route.split_once("{}") else {
        return (route == path).then_some("");
    };
    path.strip_prefix(before)?.strip_suffix(after).filter(|identifier| !identifier.contains('/'))
}

/// What a request is for: an operation, the identifier in its path, and the region that it was signed for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'a> {
    pub(super) operation: Operation,
    pub(super) identifier: &'a str,
    pub(super) region: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(method: Method, path: &str) -> Option<(Operation, String)> {
        Operation::route(&method, path)
    }

    #[test]
    fn every_operation_is_in_the_table_and_once() {
        for (at, (operation, name, ..)) in OPERATIONS.iter().enumerate() {
            assert_eq!(format!("{operation:?}"), *name);
            assert!(OPERATIONS[..at].iter().all(|(other, ..)| other != operation));
        }
    }

    #[test]
    fn finds_the_model_in_the_path() {
        assert_eq!(
            route(Method::POST, "/model/anthropic.claude-v2%3A1/converse"),
            Some((Converse, "anthropic.claude-v2:1".into()))
        );
        assert_eq!(route(Method::GET, "/inference-profiles/us.a.b"), Some((GetInferenceProfile, "us.a.b".into())));
        assert_eq!(route(Method::GET, "/inference-profiles"), Some((ListInferenceProfiles, String::new())));
    }

    #[test]
    fn an_arn_with_its_slash_encoded_is_one_segment() {
        let path = "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Fx.y/invoke";
        assert_eq!(
            route(Method::POST, path),
            Some((InvokeModel, "arn:aws:bedrock:us-east-1::foundation-model/x.y".into()))
        );
        assert_eq!(route(Method::POST, "/model/arn:aws:bedrock:::foundation-model/x.y/invoke"), None);
    }

    #[test]
    fn the_method_is_part_of_the_route() {
        assert_eq!(route(Method::GET, "/model/x.y/converse"), None);
        assert_eq!(route(Method::POST, "/foundation-models"), None);
    }
}
