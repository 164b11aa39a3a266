//! Who calls, as `bedr doctor` shows it: whose keys they are, and the account and role that STS knows them by

use std::time::{Duration, SystemTime};

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_credential_types::provider::ProvideCredentials;

use super::credentials;
use super::failures;
use super::settings::Settings;
use super::transport::{TransportError, chain};
use super::unreached::{self, Limits, because};
use crate::error::{CallFacts, Error, Kind};

/// The keys that requests are signed with, without what is secret in them.
pub struct Keys {
    /// Who gave them.
    pub origin: String,
    /// The last letters of the access key id, which tell two keys apart.
    pub ending: String,
    pub expiry: Option<SystemTime>,
}

/// What STS says of the caller.
pub struct Caller {
    pub account: String,
    pub arn: String,
}

/// For the connection and the whole reply.
const LIMIT: Duration = Duration::from_secs(30);

impl Settings {
    /// Whether an API key is sent, and no signature.
    pub fn sends_api_key(&self) -> bool {
        self.bearer.is_some()
    }

    /// Asks the provider of the credentials, as the first call would.
    pub async fn keys(&self) -> Result<Keys, Error> {
        let none = || Error::new(Kind::Credentials, "there is nobody to ask for credentials");
        let provider = self.sdk.credentials_provider().ok_or_else(none)?;
        let keys = self.deadline.cap(provider.provide_credentials()).await?;
        let keys = keys.map_err(|error| unreached::of_credentials(&error))?;
        let letters: Vec<char> = keys.access_key_id().chars().collect();
        Ok(Keys {
            origin: self.origin().map_or_else(|| "the sandbox's".to_owned(), credentials::Origin::name),
            ending: letters[letters.len().saturating_sub(4)..].iter().collect(),
            expiry: keys.expiry(),
        })
    }

    /// GetCallerIdentity, which no policy can deny.
    /// Source: <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
    pub async fn caller(&self) -> Result<Caller, Error> {
        let limits = Limits::of_credentials(self.connect_timeout, self.read_timeout);
        let config =
            aws_sdk_sts::config::Builder::from(&self.sdk).retry_config(RetryConfig::disabled()).timeout_config(
                TimeoutConfig::builder().read_timeout(limits.read).operation_attempt_timeout(LIMIT).build(),
            );
        let client = aws_sdk_sts::Client::from_conf(config.build());
        let reply = self.deadline.cap(client.get_caller_identity().send()).await?;
        let reply = reply.map_err(|error| {
            let source = unreached::of_sdk(error);
            let refusal = credentials::refusal(&*source);
            if let Some(refusal) = refusal {
                return failures::refused(
                    &refusal,
                    CallFacts { operation: Some("GetCallerIdentity"), ..CallFacts::default() },
                );
            }
            let unreachable = Error::new(Kind::Network, "STS cannot be asked who calls");
            match chain(&*source).find_map(|cause| cause.downcast_ref::<TransportError>()) {
                Some(why) => because(unreachable, why, limits),
                None => unreachable.caused_by("no reply came in time"),
            }
        })?;
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Ok(Caller { account: text(reply.account()), arn: text(reply.arn()) })
    }
}
