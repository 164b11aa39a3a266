//! What Bedrock does with a request, step by step: let in, refuse, check, answer

use std::time::SystemTime;

use bytes::Bytes;
use http::request;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::catalogue::Inquiry;
use super::faults::{Effect, Faults, Lie, Struck, UNRECOGNIZED_CLIENT};
use super::operation::{Operation, Target};
use super::refusal::Refusal;
use super::reply::Reply;
use super::{auth, catalogue, converse, count, invoke, validate};

/// A request for one of the operations.
pub(super) struct Call<'a> {
    pub(super) target: Target<'a>,
    pub(super) head: &'a request::Parts,
    pub(super) body: &'a Bytes,
    pub(super) cache: &'a converse::Cache,
    pub(super) now: SystemTime,
}

/// Answers a call, or refuses it; notes the faults that had a part in it.
pub(super) fn answer(call: &Call<'_>, faults: &Faults, struck: &mut Struck) -> Result<Reply, Refusal> {
    auth::check(call.target, call.head, call.body, call.now)?;
    if !catalogue::enabled().contains(&call.target.region) {
        return Err(UNRECOGNIZED_CLIENT.refusal(call.target));
    }
    struck.extend(faults.refusal(call.target));
    if let Some(refusal) = struck.effects().find_map(|effect| refused(call, effect)) {
        return Err(refusal);
    }
    let request = call.request()?;
    validate::check(call.target.operation, &|place, name| call.outside(place, name), &request)?;
    let changes = faults.answer(call.target);
    let mut reply = perform(call, &request, &changes)?;
    changes.change_reply(&mut reply);
    struck.extend(changes);
    Ok(reply)
}

fn refused(call: &Call<'_>, effect: &Effect) -> Option<Refusal> {
    match effect {
        Effect::Refuse(words) => Some(words.refusal(call.target)),
        Effect::RetryAfter(seconds) => {
            let message = "Too many requests, please wait before trying again.";
            let mut refusal = Refusal::new("ThrottlingException", 429, message);
            refusal.headers.push(("retry-after", seconds.to_string()));
            Some(refusal)
        }
        _ => None,
    }
}

fn perform(call: &Call<'_>, request: &Value, changes: &Struck) -> Result<Reply, Refusal> {
    match call.target.operation {
        Operation::Converse | Operation::ConverseStream => converse::answer(call.target, request, call.cache, changes),
        Operation::InvokeModel | Operation::InvokeModelWithResponseStream => {
            invoke::answer(call.target, &call.invocation(), call.body, changes)
        }
        Operation::CountTokens => count::answer(call.target, request, changes),
        _ => catalogue::answer(&Inquiry {
            target: call.target,
            now: call.now,
            parameter: &|name| call.query(name),
            struck: changes,
        }),
    }
}

impl Call<'_> {
    /// The body as JSON, for the operations that have one; InvokeModel's is the model's own affair.
    fn request(&self) -> Result<Value, Refusal> {
        if !self.target.operation.takes_json() {
            return Ok(Value::Null);
        }
        let request: Value = serde_json::from_slice(self.body)
            .map_err(|error| Refusal::serialization(format!("The request body is not JSON: {error}")))?;
        if request.is_object() {
            Ok(request)
        } else {
            Err(Refusal::serialization("The request body must be a JSON object"))
        }
    }

    /// A part of the request that is not in its body.
    fn outside(&self, place: &str, name: &str) -> Option<String> {
        match place {
            "uri" => Some(self.target.identifier.to_owned()),
            "header" => self.header(name),
            _ => self.query(name),
        }
    }

    fn header(&self, name: &str) -> Option<String> {
        let value = self.head.headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    }

    fn query(&self, name: &str) -> Option<String> {
        let mut pairs = self.head.uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(key, _)| *key == name)?;
        let value = value.replace('+', " ");
        Some(percent_decode_str(&value).decode_utf8_lossy().into_owned())
    }

    fn invocation(&self) -> invoke::Head {
        let accept = if self.target.operation.streams() { "x-amzn-bedrock-accept" } else { "accept" };
        invoke::Head {
            accept: self.header(accept),
            content_type: self.header("content-type"),
            latency: self.header("x-amzn-bedrock-performanceconfig-latency"),
            service_tier: self.header("x-amzn-bedrock-service-tier"),
            guardrail: (
                self.header("x-amzn-bedrock-guardrailidentifier"),
                self.header("x-amzn-bedrock-guardrailversion"),
            ),
        }
    }
}

/// What the services' front end says of a path that no operation has.
///
/// It has been seen with status 200 too; Smithy's 404 is the one that clients cannot take for an answer.
pub(super) fn unknown_operation() -> Reply {
    let body = r#"{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}"#;
    let mut reply = Reply::json(body).header("x-amzn-errortype", "UnknownOperationException");
    reply.status = 404;
    reply
}

/// A proxy's error page.
pub(super) fn error_page(status: u16) -> Reply {
    let reason = http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let title = format!("{status} {}", reason.unwrap_or("Error"));
    let body = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n\
         <hr><center>sandbox proxy</center>\r\n</body>\r\n</html>\r\n"
    );
    Reply::whole("text/html", body).elsewhere(status)
}

/// HTTP 200 from something that is not Bedrock: a captive portal, a web server, another API.
pub(super) fn lie(lie: Lie) -> Reply {
    let (kind, body) = match lie {
        Lie::Html => ("text/html", "<!DOCTYPE html>\n<title>Welcome</title>\n<p>Please log in.</p>\n"),
        Lie::Text => ("text/plain", "It works!\n"),
        Lie::Json => ("application/json", r#"{"status":"ok"}"#),
        Lie::Empty => ("application/json", ""),
    };
    Reply::whole(kind, body).elsewhere(200)
}
