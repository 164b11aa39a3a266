//! The seam in the SDK: our bytes into the request before it is signed, the reply's body out before it is parsed
//!
//! The SDK's types lose every member they do not know, and its parsers fail on a new union member, a null or deep
//! nesting. So the typed operations are sent with the members that live in the URI only, and this interceptor does
//! the rest.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
    BeforeTransmitInterceptorContextRef,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;

use super::connector::Sending;

/// A reply as it came: nothing of its body has been read yet.
pub struct RawReply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: SdkBody,
    /// From the request being sent to the head of the reply.
    pub elapsed: Duration,
}

/// The first header of that name; names are compared as HTTP does.
pub fn find_header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}

/// The interceptor of one attempt.
#[derive(Clone)]
pub struct Seam {
    /// The request's body; `None` for a call that has none.
    body: Option<Bytes>,
    headers: Vec<(&'static str, String)>,
    read_timeout: Duration,
    seen: Arc<Mutex<Seen>>,
}

/// What the attempt let us see.
#[derive(Default)]
pub struct Seen {
    /// Where the request went, once it was signed.
    pub uri: Option<String>,
    pub sent_at: Option<Instant>,
    pub reply: Option<RawReply>,
}

impl Seam {
    pub fn new(body: Option<Bytes>, headers: Vec<(&'static str, String)>, read_timeout: Duration) -> Self {
        Seam { body, headers, read_timeout, seen: Arc::default() }
    }

    /// What has been seen so far; leaves nothing behind.
    pub fn take(&self) -> Seen {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Requests hold prompts: they do not print.
impl fmt::Debug for Seam {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seam")
    }
}

#[dyn_dispatch_hint]
impl Intercept for Seam {
    fn name(&self) -> &'static str {
        "Seam"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        if let Some(body) = &self.body {
            request.headers_mut().insert("content-length", body.len().to_string());
            *request.body_mut() = SdkBody::from(body.clone());
        }
        for (name, value) in &self.headers {
            request.headers_mut().insert(*name, value.clone());
        }
        request.add_extension(Sending { body: self.body.clone().unwrap_or_default(), read_timeout: self.read_timeout });
        Ok(())
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let mut seen = self.lock();
        seen.uri = Some(context.request().uri().to_string());
        seen.sent_at = Some(Instant::now());
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response_mut();
        let body = std::mem::replace(response.body_mut(), SdkBody::from("{}"));
        let mut seen = self.lock();
        seen.reply = Some(RawReply {
            status: response.status().as_u16(),
            headers: response.headers().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body,
            elapsed: seen.sent_at.map(|at| at.elapsed()).unwrap_or_default(),
        });
        Ok(())
    }
}
