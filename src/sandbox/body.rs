//! An answer's body as steps: send, wait, fall silent, cut

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::line::Signals;

/// One thing that a body does.
pub(super) enum Step {
    Send(Bytes),
    /// The same bytes again and again, none of them copied.
    Repeat(Bytes, u64),
    Wait(Duration),
    /// Nothing more is sent, and the connection stays open.
    Silence,
    /// The connection ends here, after what was sent before has left.
    Cut,
}

/// A body that follows its steps.
pub(super) struct Steps {
    steps: VecDeque<Step>,
    length: Option<u64>,
    signals: Arc<Signals>,
    waiting: Option<Pin<Box<dyn Future<Output = io::Result<()>> + Send>>>,
}

impl Steps {
    /// A body of unknown length, or one whose head promises `length` bytes.
    pub(super) fn new(steps: Vec<Step>, length: Option<u64>, signals: Arc<Signals>) -> Self {
        Self { steps: steps.into(), length, signals, waiting: None }
    }

    fn pause(&self, step: &Step) -> Option<Pin<Box<dyn Future<Output = io::Result<()>> + Send>>> {
        match *step {
            Step::Wait(time) => Some(Box::pin(async move {
                tokio::time::sleep(time).await;
                Ok(())
            })),
            Step::Silence => Some(Box::pin(std::future::pending())),
            Step::Cut => {
                let signals = self.signals.clone();
                Some(Box::pin(async move {
                    signals.flushed().await;
                    Err(io::Error::other("cut on purpose"))
                }))
            }
            Step::Send(_) | Step::Repeat(..) => None,
        }
    }

    fn next(&mut self) -> Option<Step> {
        match self.steps.pop_front()? {
            Step::Repeat(_, 0) => self.next(),
            Step::Repeat(bytes, times) => {
                self.steps.push_front(Step::Repeat(bytes.clone(), times - 1));
                Some(Step::Send(bytes))
            }
            step => Some(step),
        }
    }
}

impl Body for Steps {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        loop {
            if let Some(waiting) = &mut self.waiting {
                match std::task::ready!(waiting.as_mut().poll(cx)) {
                    Ok(()) => self.waiting = None,
                    Err(error) => return Poll::Ready(Some(Err(error))),
                }
            }
            match self.next() {
                None => return Poll::Ready(None),
                Some(Step::Send(bytes)) if bytes.is_empty() => {}
                Some(Step::Send(bytes)) => return Poll::Ready(Some(Ok(Frame::data(bytes)))),
                Some(step) => self.waiting = self.pause(&step),
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.waiting.is_none() && self.steps.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
