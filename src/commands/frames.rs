//! A stream on its way to stdout: each frame as soon as it is here, and everything that came before a break

use anyhow::Result;

use super::Context;
use crate::bedrock::{self, Broken, EventStream, Frame, MessageType, Refusal};
use crate::error::{CallFacts, Error};
use crate::output::ReaderGone;

/// What a command does with the events of its stream.
pub trait Events {
    /// Takes one event. What it finds wrong with it breaks the stream; `Err` is for stdout's own failures.
    fn event(&mut self, frame: &Frame, cx: &mut Context) -> Result<Option<Error>>;

    /// Whether the answer is whole already, so that a connection that ends now takes nothing of it away.
    fn is_whole(&self) -> bool {
        false
    }
}

/// Takes the stream to its end, and says what broke it.
pub async fn print(
    stream: &mut EventStream,
    facts: &CallFacts,
    events: &mut impl Events,
    cx: &mut Context,
) -> Result<Option<Error>> {
    loop {
        match print_arrived(stream, facts, events, cx)? {
            Some(error) => return Ok(Some(error)),
            None => cx.stdout.flush()?,
        }
        // A model that is thinking is not waited for on behalf of a reader who has left: that would be paid for.
        let filled = tokio::select! {
            biased;
            filled = stream.fill() => filled,
            () = cx.stdout.reader_gone(), if cx.stdout.has_output() => return Err(ReaderGone.into()),
        };
        match filled {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(Broken::Ended(_)) if events.is_whole() => {
                cx.stderr.warn("the connection ended before the usage came");
                return Ok(None);
            }
            Err(broken) => return Ok(Some(bedrock::broken(&broken))),
        }
    }
}

/// The frames that are here already; an exception among them is what broke the stream.
fn print_arrived(
    stream: &mut EventStream,
    facts: &CallFacts,
    events: &mut impl Events,
    cx: &mut Context,
) -> Result<Option<Error>> {
    loop {
        let frame = match stream.next() {
            Ok(Some(frame)) => frame,
            Ok(None) => return Ok(None),
            Err(broken) => return Ok(Some(bedrock::broken(&broken))),
        };
        if cx.json() {
            cx.stdout.event(frame.name, &frame.json())?;
        }
        if frame.message_type != MessageType::Event {
            return Ok(Some(bedrock::refused(&Refusal::of_frame(&frame), facts.clone())));
        }
        if let Some(error) = events.event(&frame, cx)? {
            return Ok(Some(error));
        }
    }
}
