//! What a provider's error says: the reply of STS, SSO or the sign-in service in it, or its first cause

use std::error::Error as StdError;
use std::io;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::error::SdkError;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::error::ErrorMetadata;

use super::super::refusal::Refusal;
use super::super::transport::chain;
use crate::error::{Error, Kind};

pub type Cause = dyn StdError + 'static;

/// A message with the first cause, whose line breaks would make lines of their own.
pub fn plain(message: &str, error: &Cause) -> Error {
    Error::new(Kind::Credentials, message).caused_by(last(error))
}

/// A message with what the service said, in the row of its kind. A page without a code is not the service's.
pub fn refused(message: String, error: &Cause) -> Error {
    let Some(refusal) = refusal(error) else {
        let mut error = plain(&message, error);
        error.kind = Kind::Service;
        return error;
    };
    let kind = match refusal.kind() {
        kind @ (Kind::Denied | Kind::Throttled | Kind::Service) => kind,
        _ => Kind::Credentials,
    };
    let code = refusal.code.unwrap_or_default();
    let mut error = Error::new(kind, message);
    error.retryable = matches!(kind, Kind::Throttled | Kind::Service);
    error.caused_by(format!("{} ({code})", refusal.message)).code(code)
}

/// What STS, SSO or the sign-in service said. An exception that its model knows is a type of its own, whose text is
/// `Name: message`; any other is in the metadata.
pub fn refusal(error: &Cause) -> Option<Refusal> {
    let metadata = chain(error).find_map(|cause| cause.downcast_ref::<ErrorMetadata>());
    let (code, message) = match metadata {
        Some(metadata) => (metadata.code()?.to_owned(), metadata.message().unwrap_or_default().to_owned()),
        None => {
            let text = last(error);
            let (code, message) = text.split_once(": ").unwrap_or((&text, ""));
            let is_name = code.ends_with("Exception") || code.ends_with("Error");
            (is_name && code.bytes().all(|byte| byte.is_ascii_alphanumeric()))
                .then(|| (code.to_owned(), message.to_owned()))?
        }
    };
    let code = match code.as_str() {
        "ForbiddenException" => "AccessDeniedException".to_owned(),
        _ => code,
    };
    let is_of_server = code.starts_with("Internal") || code.starts_with("ServiceUnavailable");
    Some(Refusal { status: if is_of_server { 500 } else { 400 }, code: Some(code), message })
}

pub fn says(error: &Cause, words: &str) -> bool {
    chain(error).any(|cause| cause.to_string().contains(words))
}

/// The first cause, in one line.
pub fn last(error: &Cause) -> String {
    let text = chain(error).last().map(ToString::to_string).unwrap_or_default();
    let text = text.trim_start_matches("ProfileFile provider could not be built: ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether STS refused the role that a profile assumes.
pub fn is_of_role(error: &Cause) -> bool {
    chain(error).any(|cause| cause.is::<SdkError<AssumeRoleError, HttpResponse>>())
}

/// Whether the profile itself is wrong: nobody was asked.
pub fn is_of_configuration(error: &Cause) -> bool {
    use CredentialsError::{CredentialsNotLoaded, InvalidConfiguration};
    matches!(error.downcast_ref(), Some(CredentialsNotLoaded(_) | InvalidConfiguration(_)))
}

/// Whether a file could not be read.
pub fn is_of_file(error: &Cause) -> bool {
    chain(error).any(|cause| cause.is::<io::Error>()) || says(error, "not valid UTF-8")
}
