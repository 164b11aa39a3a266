//! The body of a reply as it arrives: whole, piece by piece, or frame by frame, never silent for longer than allowed

use std::io;
use std::time::Duration;

use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http_body_util::BodyExt;

use crate::deadline::Deadline;
use crate::error::Error;

use super::frames::{BadFrame, Frame, FrameReader};
use super::transport::chain;

/// A whole answer is a few megabytes; documents, images and a video in it may make more of it. What is longer still is
/// no answer of Bedrock, whose own limit is 25 MB.
pub const LONGEST_ANSWER: usize = 256 * 1024 * 1024;

/// The rest of a reply.
pub struct ReplyBody {
    body: SdkBody,
    read_timeout: Duration,
    deadline: Deadline,
}

/// Why a body did not come whole.
#[derive(Debug)]
pub enum Broken {
    /// The connection ended; with what it said.
    Ended(String),
    /// `--read-timeout`.
    Silent(Duration),
    /// `--timeout`.
    Late(Error),
    /// It grew past the given number of bytes.
    TooLarge(usize),
    /// The bytes around it are not as HTTP has them, or without an end.
    NotHttp(String),
    Frame(BadFrame),
}

impl ReplyBody {
    pub fn new(body: SdkBody, read_timeout: Duration, deadline: Deadline) -> Self {
        ReplyBody { body, read_timeout, deadline }
    }

    /// The next piece; `None` at the end that the protocol promises (last chunk or full length).
    pub async fn piece(&mut self) -> Result<Option<Bytes>, Broken> {
        loop {
            let frame = tokio::time::timeout(self.read_timeout, self.body.frame());
            match self.deadline.cap(frame).await.map_err(Broken::Late)? {
                Err(_) => return Err(Broken::Silent(self.read_timeout)),
                Ok(None) => return Ok(None),
                Ok(Some(Err(error))) => return Err(Broken::of(&*error)),
                Ok(Some(Ok(frame))) => {
                    if let Ok(data) = frame.into_data() {
                        return Ok(Some(data));
                    }
                }
            }
        }
    }

    /// All of it, up to `limit` bytes. What had arrived comes with the reason why it is not whole; of one that is too
    /// large nothing, since it is no answer.
    pub async fn whole(self, limit: usize) -> (Bytes, Option<Broken>) {
        match self.gather(limit).await {
            (_, Some(large @ Broken::TooLarge(_))) => (Bytes::new(), Some(large)),
            come => come,
        }
    }

    /// The first `limit` bytes or a few more: of an error's text nobody needs the rest.
    pub async fn beginning(self, limit: usize) -> Bytes {
        self.gather(limit).await.0
    }

    /// In one place from the start: pieces that are joined at the end take twice the memory.
    async fn gather(mut self, limit: usize) -> (Bytes, Option<Broken>) {
        let mut bytes = Vec::new();
        let broken = loop {
            match self.piece().await {
                Ok(None) => break None,
                Ok(Some(piece)) => {
                    make_room(&mut bytes, piece.len(), limit);
                    bytes.extend_from_slice(&piece);
                }
                Err(broken) => break Some(broken),
            }
            if bytes.len() > limit {
                break Some(Broken::TooLarge(limit));
            }
        };
        (bytes.into(), broken)
    }
}

/// Doubles the room as a vector does, but not past the limit: the last doubling would be for nothing.
fn make_room(bytes: &mut Vec<u8>, more: usize, limit: usize) {
    let needed = bytes.len() + more;
    if needed > bytes.capacity() {
        let room = (2 * bytes.capacity()).min(limit).max(needed);
        bytes.reserve_exact(room - bytes.len());
    }
}

impl Broken {
    fn of(error: &(dyn std::error::Error + 'static)) -> Self {
        let source = chain(error).last();
        // What the connection's error says at its root: the layers above say "error reading a body".
        let why = source.map(ToString::to_string).unwrap_or_default();
        let is_of_http = |error: &io::Error| {
            let is_invalid = matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput);
            is_invalid && !error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>())
        };
        match chain(error).find_map(|cause| cause.downcast_ref()).is_some_and(is_of_http) {
            true => Broken::NotHttp(why),
            false => Broken::Ended(why),
        }
    }
}

/// A reply made of frames.
pub struct EventStream {
    body: ReplyBody,
    frames: FrameReader,
}

impl EventStream {
    pub fn new(body: ReplyBody) -> Self {
        EventStream { body, frames: FrameReader::default() }
    }

    /// Waits for more bytes. `false` at a clean end on the boundary of a frame.
    pub async fn fill(&mut self) -> Result<bool, Broken> {
        match self.body.piece().await? {
            Some(piece) => {
                self.frames.push(&piece);
                Ok(true)
            }
            None if self.frames.is_between_frames() => Ok(false),
            None => Err(Broken::Ended("the stream ends in the middle of a frame".into())),
        }
    }

    /// The next frame that is here already.
    pub fn next(&mut self) -> Result<Option<Frame<'_>>, Broken> {
        self.frames.next().map_err(Broken::Frame)
    }

    /// Waits for the first frame and leaves it in place; `None` if the stream has none.
    pub async fn first(&mut self) -> Result<Option<Frame<'_>>, Broken> {
        while self.frames.peek().map_err(Broken::Frame)?.is_none() {
            if !self.fill().await? {
                return Ok(None);
            }
        }
        self.frames.peek().map_err(Broken::Frame)
    }
}
