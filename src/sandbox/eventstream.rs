//! Frames of `application/vnd.amazon.eventstream`, written byte by byte

use bytes::{BufMut, Bytes, BytesMut};

/// The content type of a stream of frames.
pub(super) const CONTENT_TYPE: &str = "application/vnd.amazon.eventstream";
/// Where a frame's headers begin: two lengths and their CRC come before.
pub(super) const PRELUDE: usize = 12;

const STRING: u8 = 7;

/// A message of a stream before it is put into bytes.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Frame {
    /// The headers, all of them strings, in the order in which they are written.
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) payload: Bytes,
}

impl Frame {
    /// An event, with its headers in the order in which Bedrock sends them.
    pub(super) fn event(kind: &str, payload: impl Into<Bytes>) -> Self {
        let headers = vec![
            (":event-type", kind.to_owned()),
            (":content-type", "application/json".to_owned()),
            (":message-type", "event".to_owned()),
        ];
        Self { headers, payload: payload.into() }
    }

    /// An exception that the service model names, such as `throttlingException`.
    pub(super) fn exception(kind: &str, payload: impl Into<Bytes>) -> Self {
        let headers = vec![
            (":exception-type", kind.to_owned()),
            (":content-type", "application/json".to_owned()),
            (":message-type", "exception".to_owned()),
        ];
        Self { headers, payload: payload.into() }
    }

    /// An error that no service model names.
    pub(super) fn error(code: &str, message: &str) -> Self {
        let headers = vec![
            (":error-code", code.to_owned()),
            (":error-message", message.to_owned()),
            (":message-type", "error".to_owned()),
        ];
        Self { headers, payload: Bytes::new() }
    }

    pub(super) fn is_event(&self, kind: &str) -> bool {
        self.headers.iter().any(|(name, value)| *name == ":event-type" && value == kind)
    }

    /// The frame's bytes: lengths, CRC of the lengths, headers, payload, CRC of all of it.
    /// Source: <https://smithy.io/2.0/aws/amazon-eventstream.html>
    pub(super) fn encode(&self) -> Bytes {
        let headers = self.encode_headers();
        let total = PRELUDE + headers.len() + self.payload.len() + 4;
        let mut bytes = BytesMut::with_capacity(total);
        bytes.put_u32(length(total));
        bytes.put_u32(length(headers.len()));
        bytes.put_u32(crc32fast::hash(&bytes));
        bytes.put_slice(&headers);
        bytes.put_slice(&self.payload);
        bytes.put_u32(crc32fast::hash(&bytes));
        bytes.freeze()
    }

    fn encode_headers(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (name, value) in &self.headers {
            bytes.put_u8(u8::try_from(name.len()).unwrap_or(u8::MAX));
            bytes.put_slice(name.as_bytes());
            bytes.put_u8(STRING);
            bytes.put_u16(u16::try_from(value.len()).unwrap_or(u16::MAX));
            bytes.put_slice(value.as_bytes());
        }
        bytes
    }
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_without_anything_is_the_sixteen_bytes_of_the_specification() {
        let empty = Frame { headers: Vec::new(), payload: Bytes::new() };
        assert_eq!(&empty.encode()[..], b"\x00\x00\x00\x10\x00\x00\x00\x00\x05\xc2\x48\xeb\x7d\x98\xc8\xff");
    }

    #[test]
    fn both_checksums_cover_what_comes_before_them() {
        let bytes = Frame::event("messageStop", r#"{"stopReason":"end_turn"}"#).encode();
        let end = bytes.len() - 4;
        assert_eq!(bytes.len(), u32::from_be_bytes(bytes[..4].try_into().unwrap()) as usize);
        assert_eq!(bytes[8..12], crc32fast::hash(&bytes[..8]).to_be_bytes());
        assert_eq!(bytes[end..], crc32fast::hash(&bytes[..end]).to_be_bytes());
    }

    #[test]
    fn headers_come_in_the_order_of_the_service() {
        let names: Vec<&str> = Frame::event("chunk", "").headers.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, [":event-type", ":content-type", ":message-type"]);
    }
}
