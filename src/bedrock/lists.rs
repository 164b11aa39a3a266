//! Replies that are read whole: one JSON document, or a list with all of its pages

use bytes::Bytes;
use serde::Deserialize;

use super::call::{Call, Service};
use super::failures;
use super::operation::Operation;
use super::stream::Broken;
use crate::error::{CallFacts, Error, Kind};

/// A list of models is some hundred kilobytes; for all pages together.
const LONGEST: usize = 64 * 1024 * 1024;
/// No account has so many entries; a service that always names a next page is broken.
const MOST_PAGES: usize = 1_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Paged {
    next_token: Option<String>,
}

impl Service {
    /// The reply of a control-plane call, which is a JSON object.
    pub async fn json(&self, call: &Call) -> Result<(Bytes, CallFacts), Error> {
        let reply = self.call(call).await?;
        let content_type = reply.header("content-type").unwrap_or_default().to_owned();
        let (status, facts) = (reply.status, reply.facts);
        let (body, broken) = reply.body.whole(LONGEST).await;
        if let Some(broken) = broken {
            return Err(failures::broken(&broken).of_call(facts));
        }
        if body.first() != Some(&b'{') {
            return Err(failures::not_bedrock(status, &content_type, &body).of_call(facts));
        }
        Ok((body, facts))
    }

    /// Every page of a list, in the service's order.
    pub async fn pages(&self, operation: Operation) -> Result<Vec<Bytes>, Error> {
        let mut call = Call::get(operation, None);
        let mut pages = Vec::new();
        let mut length = 0;
        loop {
            let (page, facts) = self.json(&call).await?;
            let paged: Paged = serde_json::from_slice(&page).map_err(|error| {
                let error = Error::new(Kind::Service, "a page of a list is not the JSON that Amazon Bedrock sends")
                    .caused_by(error);
                error.of_call(facts.clone())
            })?;
            length += page.len();
            pages.push(page);
            if length > LONGEST {
                return Err(failures::broken(&Broken::TooLarge(LONGEST)).of_call(facts));
            }
            let next = paged.next_token.filter(|token| !token.is_empty());
            if next.is_none() {
                return Ok(pages);
            }
            if next == call.page || pages.len() == MOST_PAGES {
                let endless = format!("{} has no end: page {} names one more", operation.name(), pages.len());
                return Err(Error::new(Kind::Service, endless).of_call(facts));
            }
            call.page = next;
        }
    }
}
