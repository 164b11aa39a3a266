//! The operations of the two clients that are called, and how patient one is with each

use std::time::Duration;

use aws_sdk_bedrock::types::InferenceProfileType;

/// An operation; its name is the service model's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    Converse,
    ConverseStream,
    InvokeModel,
    InvokeModelWithResponseStream,
    CountTokens,
    ListFoundationModels,
    GetFoundationModel,
    GetFoundationModelAvailability,
    ListFoundationModelAgreementOffers,
    ListInferenceProfiles(ProfileKind),
    GetInferenceProfile,
    ListProvisionedModelThroughputs,
    ListCustomModelDeployments,
    ListImportedModels,
    ListPromptRouters,
    ListMarketplaceModelEndpoints,
}

/// ListInferenceProfiles answers one type a call; unasked, the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileKind {
    SystemDefined,
    Application,
}

impl From<ProfileKind> for InferenceProfileType {
    fn from(kind: ProfileKind) -> Self {
        match kind {
            ProfileKind::SystemDefined => InferenceProfileType::SystemDefined,
            ProfileKind::Application => InferenceProfileType::Application,
        }
    }
}

impl Operation {
    pub fn name(self) -> &'static str {
        match self {
            Operation::Converse => "Converse",
            Operation::ConverseStream => "ConverseStream",
            Operation::InvokeModel => "InvokeModel",
            Operation::InvokeModelWithResponseStream => "InvokeModelWithResponseStream",
            Operation::CountTokens => "CountTokens",
            Operation::ListFoundationModels => "ListFoundationModels",
            Operation::GetFoundationModel => "GetFoundationModel",
            Operation::GetFoundationModelAvailability => "GetFoundationModelAvailability",
            Operation::ListFoundationModelAgreementOffers => "ListFoundationModelAgreementOffers",
            Operation::ListInferenceProfiles(_) => "ListInferenceProfiles",
            Operation::GetInferenceProfile => "GetInferenceProfile",
            Operation::ListProvisionedModelThroughputs => "ListProvisionedModelThroughputs",
            Operation::ListCustomModelDeployments => "ListCustomModelDeployments",
            Operation::ListImportedModels => "ListImportedModels",
            Operation::ListPromptRouters => "ListPromptRouters",
            Operation::ListMarketplaceModelEndpoints => "ListMarketplaceModelEndpoints",
        }
    }

    /// Whether it belongs to the runtime; the others belong to the control plane.
    pub fn is_of_runtime(self) -> bool {
        use Operation::{Converse, ConverseStream, CountTokens, InvokeModel, InvokeModelWithResponseStream};
        matches!(self, Converse | ConverseStream | InvokeModel | InvokeModelWithResponseStream | CountTokens)
    }

    /// How long the service may be silent, unless `--read-timeout` says otherwise: a model may think for an hour before
    /// a unary answer (AWS recommends 3,600 s), and for minutes inside a stream.
    pub fn default_silence(self) -> Duration {
        match self {
            Operation::ConverseStream | Operation::InvokeModelWithResponseStream => Duration::from_secs(300),
            Operation::Converse | Operation::InvokeModel => Duration::from_secs(3600),
            _ => Duration::from_secs(60),
        }
    }
}
