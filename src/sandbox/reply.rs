//! An answer before it is put on the line

use bytes::Bytes;

use super::eventstream::Frame;
use super::refusal::Refusal;

/// An answer of an operation.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) content: Content,
    /// Whether something other than Bedrock answers; it knows no request ids.
    pub(super) foreign: bool,
}

/// What an answer carries.
pub(super) enum Content {
    Whole(Bytes),
    Frames(Vec<Frame>),
}

impl Reply {
    pub(super) fn json(body: impl Into<Bytes>) -> Self {
        Self::whole("application/json", body)
    }

    pub(super) fn whole(content_type: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status: 200,
            headers: vec![("content-type", content_type.to_owned())],
            content: Content::Whole(body.into()),
            foreign: false,
        }
    }

    pub(super) fn frames(frames: Vec<Frame>) -> Self {
        let headers = vec![("content-type", super::eventstream::CONTENT_TYPE.to_owned())];
        Self { status: 200, headers, content: Content::Frames(frames), foreign: false }
    }

    /// The same, from something that is not Bedrock.
    pub(super) fn elsewhere(mut self, status: u16) -> Self {
        self.status = status;
        self.foreign = true;
        self
    }

    pub(super) fn header(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }
}

impl From<Refusal> for Reply {
    /// The name comes with the namespace that Bedrock puts behind it; clients cut it off at the colon.
    fn from(refusal: Refusal) -> Self {
        let kind = format!("{}:http://internal.amazon.com/coral/com.amazon.bedrock/", refusal.code);
        let mut reply = Self::json(refusal.json()).header("x-amzn-errortype", kind);
        reply.status = refusal.status;
        reply.headers.extend(refusal.headers);
        reply
    }
}
