//! Frames of `application/vnd.amazon.eventstream`, read without copying and believed only after both checksums
//!
//! A frame is `total length u32 | headers length u32 | CRC-32 of those eight bytes | headers | payload | CRC-32 of all
//! before it`, big-endian. The SDK's decoder checks neither the prelude's CRC nor the length before the whole frame is
//! there, takes a cut right after a prelude for a clean end, and is several times slower.
//! Format: <https://smithy.io/2.0/aws/amazon-eventstream.html>

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

const PRELUDE: usize = 12;
const TRAILER: usize = 4;
/// The format allows payloads of 24 MiB at most; more is not a frame.
const LONGEST: usize = 25 * 1024 * 1024;
/// The format's limit for the headers together.
const LONGEST_HEADERS: usize = 128 * 1024;

/// Bytes in, frames out.
#[derive(Default)]
pub struct FrameReader {
    buffer: Vec<u8>,
    /// Where the first frame not yet handed out begins.
    start: usize,
}

/// One frame that passed its checks.
#[derive(PartialEq, Eq)]
pub struct Frame<'a> {
    pub message_type: MessageType,
    /// `:event-type`, `:exception-type` or `:error-code`, by the message type.
    pub name: &'a str,
    /// `:error-message` of an error frame.
    pub error_message: &'a str,
    pub payload: &'a [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageType {
    Event,
    Exception,
    Error,
}

/// Why the bytes are no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadFrame {
    PreludeChecksum,
    Checksum,
    Length(u32),
    Headers,
    Payload,
}

impl<'a> Frame<'a> {
    /// The payload as a JSON object. An error frame has none; its message becomes one.
    pub fn json(&self) -> Cow<'a, [u8]> {
        match self.message_type {
            MessageType::Error => format!("{{\"message\":{}}}", Value::from(self.error_message)).into_bytes().into(),
            _ if self.payload.is_empty() => Cow::Borrowed(b"{}"),
            _ => Cow::Borrowed(self.payload),
        }
    }
}

/// Payloads hold answers: they do not print.
impl fmt::Debug for Frame<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} bytes", self.name, self.payload.len())
    }
}

impl fmt::Display for BadFrame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadFrame::PreludeChecksum => f.write_str("the checksum of a frame's prelude is wrong"),
            BadFrame::Checksum => f.write_str("the checksum of a frame is wrong"),
            BadFrame::Length(length) => write!(f, "a frame claims an impossible length of {length} bytes"),
            BadFrame::Headers => f.write_str("the headers of a frame do not parse"),
            BadFrame::Payload => f.write_str("the payload of a frame is not a JSON object"),
        }
    }
}

impl FrameReader {
    /// Takes in what the connection gave.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// Whether the stream, if it ended now, would end between two frames.
    pub fn is_between_frames(&self) -> bool {
        self.start == self.buffer.len()
    }

    /// The next frame, if it is here whole.
    pub fn next(&mut self) -> Result<Option<Frame<'_>>, BadFrame> {
        let Some(total) = self.whole()? else {
            return Ok(None);
        };
        let start = self.start;
        self.start += total;
        parse(&self.buffer[start..self.start]).map(Some)
    }

    /// The next frame, which stays the next one.
    pub fn peek(&self) -> Result<Option<Frame<'_>>, BadFrame> {
        match self.whole()? {
            Some(total) => parse(&self.buffer[self.start..self.start + total]).map(Some),
            None => Ok(None),
        }
    }

    /// Length of the next frame, if all of it is here; its prelude is checked as soon as that is.
    fn whole(&self) -> Result<Option<usize>, BadFrame> {
        let rest = &self.buffer[self.start..];
        let Some(prelude) = rest.get(..PRELUDE) else {
            return Ok(None);
        };
        if crc32fast::hash(&prelude[..8]) != be_u32(&prelude[8..]) {
            return Err(BadFrame::PreludeChecksum);
        }
        let (total, headers) = (be_u32(prelude) as usize, be_u32(&prelude[4..]) as usize);
        let fits = (PRELUDE + TRAILER..=LONGEST).contains(&total)
            && headers <= LONGEST_HEADERS
            && headers <= total - PRELUDE - TRAILER;
        if !fits {
            return Err(BadFrame::Length(be_u32(prelude)));
        }
        Ok((rest.len() >= total).then_some(total))
    }
}

/// A frame whose prelude has been checked.
fn parse(frame: &[u8]) -> Result<Frame<'_>, BadFrame> {
    let (body, checksum) = frame.split_at(frame.len() - TRAILER);
    if crc32fast::hash(body) != be_u32(checksum) {
        return Err(BadFrame::Checksum);
    }
    let headers = PRELUDE + be_u32(&frame[4..]) as usize;
    let payload = &body[headers..];
    // Both ends are enough to keep JSON Lines whole; reading all of it would cost more than all the rest.
    if !payload.is_empty() && (payload[0] != b'{' || payload[payload.len() - 1] != b'}') {
        return Err(BadFrame::Payload);
    }
    parse_headers(&body[PRELUDE..headers], payload)
}

/// The first four bytes as a number; the callers have counted them.
fn be_u32(bytes: &[u8]) -> u32 {
    u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

fn parse_headers<'a>(bytes: &'a [u8], payload: &'a [u8]) -> Result<Frame<'a>, BadFrame> {
    let mut frame = Frame { message_type: MessageType::Event, name: "", error_message: "", payload };
    let mut at = 0;
    while at < bytes.len() {
        let name_length = bytes[at] as usize;
        let name = bytes.get(at + 1..at + 1 + name_length).ok_or(BadFrame::Headers)?;
        at += 1 + name_length;
        let range = header_value(bytes, at).ok_or(BadFrame::Headers)?;
        at = range.end;
        let value = &bytes[range];
        match name {
            b":message-type" => frame.message_type = message_type(value)?,
            b":event-type" | b":exception-type" | b":error-code" => frame.name = name_of(value)?,
            b":error-message" => frame.error_message = text(value)?,
            _ => {}
        }
    }
    Ok(frame)
}

/// Names become members of JSON Lines, so nothing but a name may stand there.
fn name_of(value: &[u8]) -> Result<&str, BadFrame> {
    let is_name = value.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:#".contains(byte));
    if is_name { text(value) } else { Err(BadFrame::Headers) }
}

fn text(value: &[u8]) -> Result<&str, BadFrame> {
    std::str::from_utf8(value).map_err(|_| BadFrame::Headers)
}

/// Where a header's value lies, by its type: 0 and 1 are booleans, 2 to 5 integers, 6 bytes, 7 text, 8 a time, 9 a UUID.
fn header_value(bytes: &[u8], at: usize) -> Option<std::ops::Range<usize>> {
    let fixed = |length: usize| Some(at + 1..at + 1 + length);
    let range = match bytes.get(at)? {
        0 | 1 => fixed(0),
        2 => fixed(1),
        3 => fixed(2),
        4 => fixed(4),
        5 | 8 => fixed(8),
        6 | 7 => {
            let length = u16::from_be_bytes([*bytes.get(at + 1)?, *bytes.get(at + 2)?]) as usize;
            Some(at + 3..at + 3 + length)
        }
        9 => fixed(16),
        _ => None,
    }?;
    (range.end <= bytes.len()).then_some(range)
}

fn message_type(value: &[u8]) -> Result<MessageType, BadFrame> {
    match value {
        b"event" => Ok(MessageType::Event),
        b"exception" => Ok(MessageType::Exception),
        b"error" => Ok(MessageType::Error),
        _ => Err(BadFrame::Headers),
    }
}

#[cfg(test)]
mod tests {
    use aws_smithy_eventstream::frame::write_message_to;
    use aws_smithy_types::event_stream::{Header, HeaderValue, Message};

    use super::*;

    /// Encoded by the SDK, so that our reader cannot agree with itself only.
    fn encoded(headers: &[(&'static str, HeaderValue)], payload: &'static [u8]) -> Vec<u8> {
        let mut message = Message::new(payload);
        for (name, value) in headers {
            message = message.add_header(Header::new(*name, value.clone()));
        }
        let mut bytes = Vec::new();
        write_message_to(&message, &mut bytes).expect("the SDK encodes");
        bytes
    }

    fn delta() -> Vec<u8> {
        encoded(
            &[
                (":event-type", HeaderValue::String("contentBlockDelta".into())),
                (":content-type", HeaderValue::String("application/json".into())),
                (":message-type", HeaderValue::String("event".into())),
            ],
            b"{\"delta\":{\"text\":\"hi\"}}",
        )
    }

    #[test]
    fn reads_a_frame_that_comes_byte_by_byte() {
        let bytes = delta();
        let mut reader = FrameReader::default();
        for byte in &bytes[..bytes.len() - 1] {
            reader.push(&[*byte]);
            assert_eq!(reader.next(), Ok(None));
            assert!(!reader.is_between_frames());
        }
        reader.push(&bytes[bytes.len() - 1..]);
        let frame = reader.next().expect("valid").expect("whole");
        assert_eq!(frame.name, "contentBlockDelta");
        assert_eq!(frame.message_type, MessageType::Event);
        assert_eq!(frame.payload, b"{\"delta\":{\"text\":\"hi\"}}");
        assert!(reader.is_between_frames());
    }

    #[test]
    fn reads_headers_of_every_type() {
        let bytes = encoded(
            &[
                ("bool", HeaderValue::Bool(true)),
                ("byte", HeaderValue::Byte(1)),
                ("short", HeaderValue::Int16(2)),
                ("int", HeaderValue::Int32(3)),
                ("long", HeaderValue::Int64(4)),
                ("bytes", HeaderValue::ByteArray(b"xyz".as_slice().into())),
                ("time", HeaderValue::Timestamp(aws_smithy_types::DateTime::from_secs(5))),
                ("uuid", HeaderValue::Uuid(6)),
                (":message-type", HeaderValue::String("exception".into())),
                (":exception-type", HeaderValue::String("throttlingException".into())),
            ],
            b"{}",
        );
        let mut reader = FrameReader::default();
        reader.push(&bytes);
        assert!(matches!(reader.peek(), Ok(Some(_))));
        let frame = reader.next().expect("valid").expect("whole");
        assert_eq!(frame.message_type, MessageType::Exception);
        assert_eq!(frame.name, "throttlingException");
    }

    #[test]
    fn refuses_every_single_flipped_bit() {
        let bytes = delta();
        for bit in 0..bytes.len() * 8 {
            let mut broken = bytes.clone();
            broken[bit / 8] ^= 1 << (bit % 8);
            let mut reader = FrameReader::default();
            reader.push(&broken);
            assert!(reader.next().is_err(), "bit {bit} was flipped and believed");
        }
    }

    #[test]
    fn refuses_an_absurd_length_before_the_frame_is_there() {
        let mut prelude = Vec::new();
        prelude.extend_from_slice(&0x7fff_ffff_u32.to_be_bytes());
        prelude.extend_from_slice(&0_u32.to_be_bytes());
        let checksum = crc32fast::hash(&prelude);
        prelude.extend_from_slice(&checksum.to_be_bytes());
        let mut reader = FrameReader::default();
        reader.push(&prelude);
        assert_eq!(reader.next(), Err(BadFrame::Length(0x7fff_ffff)));
    }

    #[test]
    fn refuses_what_would_tear_json_lines() {
        for (name, payload) in [("a\":1}", b"{}".as_slice()), ("a", b"[1]"), ("a", b"{} x")] {
            let bytes = encoded(&[(":event-type", HeaderValue::String(name.into()))], payload);
            let mut reader = FrameReader::default();
            reader.push(&bytes);
            assert!(reader.next().is_err(), "{name} {payload:?}");
        }
    }

    #[test]
    fn refuses_headers_that_run_over_their_end() {
        let mut frame = Vec::new();
        frame.extend_from_slice(&(16 + 3_u32).to_be_bytes());
        frame.extend_from_slice(&3_u32.to_be_bytes());
        frame.extend_from_slice(&crc32fast::hash(&frame).to_be_bytes());
        frame.extend_from_slice(&[200, b'a', 7]);
        frame.extend_from_slice(&crc32fast::hash(&frame).to_be_bytes());
        let mut reader = FrameReader::default();
        reader.push(&frame);
        assert_eq!(reader.next(), Err(BadFrame::Headers));
    }
}
