//! Refusals on demand, in the services' own words

use super::super::operation::{Operation, Target};
use super::super::refusal::Refusal;
use super::super::{ACCOUNT, catalogue};

/// A refusal with its words; `{action}`, `{resource}` and `{model}` are filled in.
#[derive(Debug, PartialEq)]
pub(in crate::sandbox) struct Words {
    code: &'static str,
    status: u16,
    message: &'static str,
    /// What the member with the message is called.
    key: &'static str,
}

impl Words {
    const fn new(code: &'static str, status: u16, message: &'static str) -> Self {
        Self { code, status, message, key: "message" }
    }

    #[cfg(test)]
    pub(super) fn code(&self) -> &str {
        self.code
    }

    #[cfg(test)]
    pub(super) fn status(&self) -> u16 {
        self.status
    }

    pub(in crate::sandbox) fn refusal(&self, target: Target<'_>) -> Refusal {
        let message = self
            .message
            .replace("{user}", &format!("arn:aws:iam::{ACCOUNT}:user/sandbox"))
            .replace("{action}", &target.operation.action())
            .replace("{resource}", &resource(target))
            .replace("{model}", target.identifier);
        let mut refusal = Refusal::new(self.code, self.status, message);
        refusal.message_key = self.key;
        match self.code {
            "ModelErrorException" => refusal.with("originalStatusCode", 500).with("resourceName", target.identifier),
            _ => refusal,
        }
    }
}

/// What a policy would have to name: the model, the profile, or all there is.
fn resource(target: Target<'_>) -> String {
    let Target { operation, identifier, region } = target;
    match operation {
        Operation::ListInferenceProfiles => catalogue::arn(region, "inference-profile/*"),
        _ if !operation.names_one() => "*".to_owned(),
        _ if identifier.starts_with("arn:") => identifier.to_owned(),
        _ if catalogue::is_profile(identifier) => catalogue::arn(region, &format!("inference-profile/{identifier}")),
        _ => catalogue::model_arn(region, identifier),
    }
}

pub(super) static ACCESS_DENIED: Words = Words::new(
    "AccessDeniedException",
    403,
    "User: {user} is not authorized to perform: {action} on resource: {resource} because no identity-based policy \
     allows the {action} action",
);
pub(super) static ACCESS_DENIED_SCP: Words = Words::new(
    "AccessDeniedException",
    403,
    "User: {user} is not authorized to perform: {action} on resource: {resource} with an explicit deny in a \
     service control policy",
);
pub(super) static ACCESS_DENIED_MODEL: Words =
    Words::new("AccessDeniedException", 403, "You don't have access to the model with the specified model ID.");
pub(super) static MARKETPLACE: Words = Words::new(
    "AccessDeniedException",
    403,
    "Model access is denied due to IAM user or service role is not authorized to perform the required AWS \
     Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this \
     model. Refer to the Amazon Bedrock documentation for further details. Your AWS Marketplace subscription for \
     this model cannot be completed at this time. If you recently fixed this issue, try again after 5 minutes.",
);
pub(super) static USE_CASE_FORM: Words = Words::new(
    "ResourceNotFoundException",
    404,
    "Model use case details have not been submitted for this account. Fill out the Anthropic use case details \
     form before using the model. If you have already filled out the form, try again in 15 minutes.",
);
pub(super) static RESOURCE_NOT_FOUND: Words = Words::new(
    "ResourceNotFoundException",
    404,
    "Could not resolve the foundation model from the provided model identifier.",
);
pub(in crate::sandbox) static UNKNOWN_MODEL: Words =
    Words::new("ValidationException", 400, "The provided model identifier is invalid.");
pub(in crate::sandbox) static NEEDS_PROFILE: Words = Words::new(
    "ValidationException",
    400,
    "Invocation of model ID {model} with on-demand throughput isn’t supported. Retry your request with the ID or \
     ARN of an inference profile that contains this model.",
);
pub(in crate::sandbox) static LEGACY_MODEL: Words = Words::new(
    "ResourceNotFoundException",
    404,
    "Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in \
     the last 30 days. Please upgrade to an active model on Amazon Bedrock",
);
pub(in crate::sandbox) static END_OF_LIFE: Words = Words::new(
    "ResourceNotFoundException",
    404,
    "This model version has reached the end of its life. Please refer to the AWS documentation for more details.",
);
pub(super) static VALIDATION: Words =
    Words::new("ValidationException", 400, "Malformed input request, please reformat your input and try again.");
pub(super) static TOO_LONG: Words = Words::new("ValidationException", 400, "Input is too long for requested model.");
pub(super) static UNKNOWN_GUARDRAIL: Words = Words::new(
    "ValidationException",
    400,
    "The guardrail identifier or version provided in the request does not exist.",
);
pub(in crate::sandbox) static STREAMING_UNSUPPORTED: Words =
    Words::new("ValidationException", 400, "The model is unsupported for streaming.");
pub(super) static SERVICE_QUOTA: Words = Words::new(
    "ServiceQuotaExceededException",
    400,
    "Your request exceeds the service quota for your account. You can view your quotas in the Service Quotas console.",
);
pub(super) static TOO_LARGE: Words =
    Words::new("RequestEntityTooLargeException", 413, "Request size exceeded the limit.");
pub(super) static THROTTLING: Words =
    Words::new("ThrottlingException", 429, "Too many requests, please wait before trying again.");
pub(super) static THROTTLING_TOKENS: Words =
    Words::new("ThrottlingException", 429, "Too many tokens per day, please wait before trying again.");
pub(in crate::sandbox) static MODEL_NOT_READY: Words =
    Words::new("ModelNotReadyException", 429, "Model is not ready for inference. Wait and try your request again.");
pub(super) static MODEL_TIMEOUT: Words =
    Words::new("ModelTimeoutException", 408, "Model has timed out in processing the request. Try your request again.");
pub(super) static MODEL_ERROR: Words = Words::new(
    "ModelErrorException",
    424,
    "The system encountered an unexpected error during processing. Try your request again.",
);
pub(super) static INTERNAL_SERVER: Words = Words::new(
    "InternalServerException",
    500,
    "The system encountered an unexpected error during processing. Try your request again.",
);
pub(super) static SERVICE_UNAVAILABLE: Words =
    Words::new("ServiceUnavailableException", 503, "Bedrock is unable to process your request.");
pub(super) static UNKNOWN_EXCEPTION: Words =
    Words::new("UnheardOfException", 400, "No SDK has heard of this exception; the sandbox made it up.");
pub(super) static EXPIRED_TOKEN: Words =
    Words::new("ExpiredTokenException", 403, "The security token included in the request is expired");
pub(in crate::sandbox) static UNRECOGNIZED_CLIENT: Words =
    Words::new("UnrecognizedClientException", 403, "The security token included in the request is invalid.");
pub(in crate::sandbox) static INVALID_SIGNATURE: Words = Words::new(
    "InvalidSignatureException",
    403,
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access \
     Key and signing method. Consult the service documentation for details.",
);
pub(in crate::sandbox) static MISSING_TOKEN: Words =
    Words::new("MissingAuthenticationTokenException", 403, "Missing Authentication Token");
/// The API keys have a front end of their own, which spells `Message` so.
pub(in crate::sandbox) static INVALID_API_KEY: Words = Words {
    code: "AccessDeniedException",
    status: 403,
    message: "Authentication failed: Please make sure your API Key is valid.",
    key: "Message",
};
