//! One call of the service, with its retries: said before anything is sent again, and never after a byte of an answer
//!
//! The SDK's own retries are off: they send again after a reply was cut, when the service is generating and billing.

use std::cell::OnceCell;
use std::rc::Rc;
use std::time::Duration;

use aws_smithy_runtime_api::box_error::BoxError;
use bytes::Bytes;

use crate::error::{CallFacts, Error};

use super::failures;
use super::frames::MessageType;
use super::masking::masked;
use super::operation::Operation;
use super::refusal::Refusal;
use super::retry::{Pause, Retry, Tries};
use super::seam::{RawReply, Seam, find_header};
use super::settings::Settings;
use super::stream::{EventStream, ReplyBody};
use super::unreached::{self, Limits};

/// An error reply is a few hundred bytes; a proxy's page may be long, and its beginning is enough.
const MAX_ERROR: usize = 256 * 1024;

/// What is to be sent.
#[derive(Clone)]
pub struct Call {
    pub operation: Operation,
    /// The model's (or profile's) id or ARN; `None` for an operation that takes none.
    pub model: Option<String>,
    pub body: Option<Bytes>,
    pub headers: Vec<(&'static str, String)>,
    /// `nextToken` of the page before.
    pub page: Option<String>,
}

impl Call {
    /// A call without a body: what the control plane is asked.
    pub fn get(operation: Operation, model: Option<String>) -> Self {
        Call { operation, model, body: None, headers: Vec::new(), page: None }
    }

    /// A call with a body, of a model.
    pub fn run(operation: Operation, model: String, body: impl Into<Bytes>) -> Self {
        Call { operation, model: Some(model), body: Some(body.into()), headers: Vec::new(), page: None }
    }
}

/// A reply with a status of success; `B` is what its body is read as.
pub struct Reply<B> {
    pub facts: CallFacts,
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: B,
}

impl<B> Reply<B> {
    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        find_header(&self.headers, name)
    }
}

/// What happens during a call, for `--verbose` and the lines about retries.
pub enum Progress<'a> {
    Sending { operation: &'static str, attempt: u32, of: Option<u32>, read_timeout: Duration },
    Replied { uri: &'a str, status: u16, elapsed: Duration, request_id: Option<&'a str> },
    Retrying { why: &'a Error, attempt: u32, of: Option<u32>, pause: Duration },
}

/// The most entries a page may have, in every list of the service.
const PAGE: i32 = 1000;

/// Both clients with the settings that are in force.
pub struct Service {
    settings: Settings,
    runtime: OnceCell<aws_sdk_bedrockruntime::Client>,
    control: OnceCell<aws_sdk_bedrock::Client>,
    watch: Rc<dyn Fn(&Progress)>,
}

/// An attempt that got no answer; `retry` says how to try again, if it may be.
pub(super) struct Failure {
    pub error: Error,
    pub retry: Option<Retry>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure { error, retry: None }
    }
}

/// Sends a typed operation through the seam.
macro_rules! send {
    ($builder:expr, $seam:expr) => {
        $builder.customize().interceptor($seam.clone()).send().await.err().map(unreached::of_sdk)
    };
}

impl Service {
    pub fn new(settings: Settings, watch: Rc<dyn Fn(&Progress)>) -> Self {
        Service { settings, runtime: OnceCell::new(), control: OnceCell::new(), watch }
    }

    /// The same account in another region.
    pub fn in_region(&self, region: &str) -> Self {
        Service::new(self.settings.in_region(region), self.watch.clone())
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub fn region(&self) -> &str {
        &self.settings.region
    }

    /// Calls an operation whose reply is one body.
    pub async fn call(&self, call: &Call) -> Result<Reply<ReplyBody>, Error> {
        let mut tries = Tries::new(self.settings.patience, self.settings.deadline);
        loop {
            match self.attempt(call, &tries).await {
                Ok(reply) => return Ok(reply),
                Err(failure) => tries.again(failure, &*self.watch).await?,
            }
        }
    }

    /// Calls an operation whose reply is a stream, and waits for its first frame: one that says "throttled" is a
    /// refusal like any other, and nothing of an answer has come yet.
    pub async fn stream(&self, call: &Call) -> Result<Reply<EventStream>, Error> {
        let mut tries = Tries::new(self.settings.patience, self.settings.deadline);
        loop {
            let opened = match self.attempt(call, &tries).await {
                Ok(reply) => self.open(reply, &tries).await,
                Err(failure) => Err(failure),
            };
            match opened {
                Ok(reply) => return Ok(reply),
                Err(failure) => tries.again(failure, &*self.watch).await?,
            }
        }
    }

    async fn open(&self, reply: Reply<ReplyBody>, tries: &Tries) -> Result<Reply<EventStream>, Failure> {
        let content_type = reply.header("content-type").unwrap_or_default().to_owned();
        let Reply { facts, status, headers, body } = reply;
        if !content_type.starts_with("application/vnd.amazon.eventstream") {
            let body = body.beginning(MAX_ERROR).await;
            return Err(failures::not_bedrock(status, &content_type, &body).of_call(facts).into());
        }
        let mut stream = EventStream::new(body);
        match stream.first().await {
            Err(broken) => return Err(failures::before_the_answer(&broken, facts)),
            Ok(Some(frame)) if frame.message_type != MessageType::Event && !tries.exhausted() => {
                let refusal = Refusal::of_frame(&frame);
                if refusal.is_retryable() {
                    let error = failures::refused(&refusal, facts);
                    return Err(Failure { error, retry: Some(Retry::After(Pause::after(&refusal, &[]))) });
                }
            }
            Ok(_) => {}
        }
        Ok(Reply { facts, status, headers, body: stream })
    }

    /// Sends once and reads the head of the reply; of an error also the body.
    async fn attempt(&self, call: &Call, tries: &Tries) -> Result<Reply<ReplyBody>, Failure> {
        let operation = call.operation;
        let Settings { deadline, region, .. } = &self.settings;
        let silence = self.settings.read_timeout.unwrap_or(operation.default_silence());
        let seam = Seam::new(call.body.clone(), call.headers.clone(), silence);
        let (attempt, of) = (tries.number(), tries.allowed());
        (self.watch)(&Progress::Sending { operation: operation.name(), attempt, of, read_timeout: silence });
        let mut facts = CallFacts {
            operation: Some(operation.name()),
            model: call.model.clone(),
            region: Some(region.clone()),
            request_id: None,
            attempts: attempt,
            earlier: tries.earlier().to_vec(),
        };
        let failed = deadline.cap(self.send(call, &seam)).await.map_err(|error| error.of_call(facts.clone()))??;
        let seen = seam.take();
        let uri = masked(&seen.uri.unwrap_or_default());
        let Some(RawReply { status, headers, body, elapsed }) = seen.reply else {
            let source = failed.unwrap_or_else(|| "the SDK returned neither a reply nor an error".into());
            let Settings { connect_timeout: connect, patience, .. } = self.settings;
            let limits = Limits { connect, read: silence, sends_again: patience.timeouts };
            return Err(unreached::no_reply(source, &uri, limits, facts));
        };
        facts.request_id = find_header(&headers, "x-amzn-requestid").map(str::to_owned);
        let request_id = facts.request_id.as_deref();
        (self.watch)(&Progress::Replied { uri: &uri, status, elapsed, request_id });
        let body = ReplyBody::new(body, silence, *deadline);
        if (200..300).contains(&status) {
            return Ok(Reply { facts, status, headers, body });
        }
        let body = body.beginning(MAX_ERROR).await;
        let failure = failures::of_error_reply(status, &headers, &body, facts);
        Err(failure.with_renewal(self.settings.origin()))
    }

    /// The typed operation, with the members that live in the URI. What the SDK says is only looked at when no reply came.
    async fn send(&self, call: &Call, seam: &Seam) -> Result<Option<BoxError>, Error> {
        let id = call.model.clone().unwrap_or_default();
        if call.operation.is_of_runtime() {
            let client = self.runtime()?;
            return Ok(match call.operation {
                Operation::Converse => send!(client.converse().model_id(id), seam),
                Operation::ConverseStream => send!(client.converse_stream().model_id(id), seam),
                Operation::CountTokens => send!(client.count_tokens().model_id(id), seam),
                Operation::InvokeModel => send!(client.invoke_model().model_id(id), seam),
                _ => send!(client.invoke_model_with_response_stream().model_id(id), seam),
            });
        }
        let client = self.control()?;
        let page = call.page.clone();
        Ok(match call.operation {
            Operation::GetFoundationModel => send!(client.get_foundation_model().model_identifier(id), seam),
            Operation::GetFoundationModelAvailability => {
                send!(client.get_foundation_model_availability().model_id(id), seam)
            }
            Operation::ListFoundationModelAgreementOffers => {
                send!(client.list_foundation_model_agreement_offers().model_id(id), seam)
            }
            Operation::GetInferenceProfile => {
                send!(client.get_inference_profile().inference_profile_identifier(id), seam)
            }
            Operation::ListInferenceProfiles(kind) => {
                let builder = client.list_inference_profiles().set_next_token(page).max_results(PAGE);
                send!(builder.type_equals(kind.into()), seam)
            }
            Operation::ListProvisionedModelThroughputs => {
                send!(client.list_provisioned_model_throughputs().set_next_token(page).max_results(PAGE), seam)
            }
            Operation::ListCustomModelDeployments => {
                send!(client.list_custom_model_deployments().set_next_token(page).max_results(PAGE), seam)
            }
            Operation::ListImportedModels => {
                send!(client.list_imported_models().set_next_token(page).max_results(PAGE), seam)
            }
            Operation::ListPromptRouters => {
                send!(client.list_prompt_routers().set_next_token(page).max_results(PAGE), seam)
            }
            Operation::ListMarketplaceModelEndpoints => {
                send!(client.list_marketplace_model_endpoints().set_next_token(page).max_results(PAGE), seam)
            }
            _ => send!(client.list_foundation_models(), seam),
        })
    }

    fn runtime(&self) -> Result<&aws_sdk_bedrockruntime::Client, Error> {
        if self.runtime.get().is_none() {
            let _ = self.runtime.set(self.settings.runtime_client()?);
        }
        Ok(self.runtime.get().expect("set a line ago"))
    }

    fn control(&self) -> Result<&aws_sdk_bedrock::Client, Error> {
        if self.control.get().is_none() {
            let _ = self.control.set(self.settings.control_client()?);
        }
        Ok(self.control.get().expect("set a line ago"))
    }
}
