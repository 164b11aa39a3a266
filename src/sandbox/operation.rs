//! The six operations and their routes

use http::Method;
use percent_encoding::percent_decode_str;

/// An operation that the sandbox answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    ListFoundationModels,
    GetFoundationModel,
    Converse,
    ConverseStream,
    InvokeModel,
    InvokeModelWithResponseStream,
}

use Operation::{
    Converse, ConverseStream, GetFoundationModel, InvokeModel, InvokeModelWithResponseStream, ListFoundationModels,
};

impl Operation {
    /// The operation that a method and a path mean, and the model that the path names.
    pub(super) fn route(method: &Method, path: &str) -> Option<(Self, String)> {
        // Split while still encoded: an ARN carries its `/` as `%2F`, and only so is it one segment.
        let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        let (operation, id) = match (method.as_str(), segments.as_slice()) {
            ("GET", ["foundation-models"]) => (ListFoundationModels, ""),
            ("GET", ["foundation-models", id]) => (GetFoundationModel, *id),
            ("POST", ["model", id, "converse"]) => (Converse, *id),
            ("POST", ["model", id, "converse-stream"]) => (ConverseStream, *id),
            ("POST", ["model", id, "invoke"]) => (InvokeModel, *id),
            ("POST", ["model", id, "invoke-with-response-stream"]) => (InvokeModelWithResponseStream, *id),
            _ => return None,
        };
        Some((operation, percent_decode_str(id).decode_utf8_lossy().into_owned()))
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            ListFoundationModels => "ListFoundationModels",
            GetFoundationModel => "GetFoundationModel",
            Converse => "Converse",
            ConverseStream => "ConverseStream",
            InvokeModel => "InvokeModel",
            InvokeModelWithResponseStream => "InvokeModelWithResponseStream",
        }
    }

    /// The IAM action that allows it; Converse has none of its own.
    pub(super) fn action(self) -> &'static str {
        match self {
            ListFoundationModels => "bedrock:ListFoundationModels",
            GetFoundationModel => "bedrock:GetFoundationModel",
            Converse | InvokeModel => "bedrock:InvokeModel",
            ConverseStream | InvokeModelWithResponseStream => "bedrock:InvokeModelWithResponseStream",
        }
    }

    pub(super) fn streams(self) -> bool {
        matches!(self, ConverseStream | InvokeModelWithResponseStream)
    }

    pub(super) fn converses(self) -> bool {
        matches!(self, Converse | ConverseStream)
    }

    pub(super) fn lists(self) -> bool {
        matches!(self, ListFoundationModels | GetFoundationModel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(method: Method, path: &str) -> Option<(Operation, String)> {
        Operation::route(&method, path)
    }

    #[test]
    fn finds_the_model_in_the_path() {
        assert_eq!(
            route(Method::POST, "/model/anthropic.claude-v2%3A1/converse"),
            Some((Converse, "anthropic.claude-v2:1".into()))
        );
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
