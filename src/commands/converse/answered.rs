//! An answer on its way to stdout, what it cost, and how it ended

use anyhow::Result;

use super::super::Context;
use super::super::frames::Events;
use super::super::tally::Tally;
use crate::bedrock::Frame;
use crate::cli::ConverseArgs;
use crate::conversation::{Answer, Outcome};
use crate::error::{CallFacts, Error};
use crate::output::Usage;

/// An answer that is on stdout, whole or as far as it came.
pub struct Answered {
    pub facts: CallFacts,
    pub answer: Answer,
    pub broken: Option<Error>,
}

impl Answered {
    /// Ends the line, tells what it cost, and says how it ended.
    pub fn conclude(self, args: &ConverseArgs, tally: &mut Tally, cx: &mut Context) -> Result<()> {
        cx.stdout.end_line()?;
        cx.stdout.flush()?;
        let stop_reason = self.answer.stop_reason.as_deref();
        let told = tally.tell(&self.facts, &usage_of(&self.answer), stop_reason, &cx.stderr);
        let outcome = match (self.broken, stop_reason) {
            (Some(error), _) => Outcome::Failed(error),
            (None, None) => Outcome::Failed(Outcome::unfinished()),
            (None, Some(reason)) => Outcome::of(reason, args.allow_truncated),
        };
        if !cx.json() && !cx.stdout.has_output() && !self.answer.other_content.is_empty() {
            let kinds: Vec<&str> = self.answer.other_content.iter().map(String::as_str).collect();
            cx.stderr.note(&format!("the answer holds no text but {}; `-o json` shows it", kinds.join(", ")));
        }
        if self.answer.mended {
            cx.stderr.warn("the answer holds half of a character, shown as U+FFFD; `-o json` shows what came");
        }
        match outcome {
            Outcome::Done => {}
            Outcome::Warning(warning) => cx.stderr.warn(&warning),
            Outcome::Failed(mut error) => {
                if error.call.operation.is_none() {
                    error = error.of_call(self.facts);
                }
                return Err(error.partial(cx.stdout.has_output()).into());
            }
        }
        told
    }
}

fn usage_of(answer: &Answer) -> Usage {
    Usage {
        input: answer.input_tokens.clone(),
        output: answer.output_tokens.clone(),
        cache_read: answer.cache_read_tokens.clone(),
        cache_write: answer.cache_write_tokens.clone(),
        latency_ms: answer.latency_ms.clone(),
    }
}

impl Events for Answer {
    fn event(&mut self, frame: &Frame, cx: &mut Context) -> Result<Option<Error>> {
        if let Some(fold) = &mut self.fold {
            fold.event(frame.name, frame.payload);
        }
        // In JSON Lines the deltas are many, and nothing in them is needed.
        if cx.json() && frame.name == "contentBlockDelta" {
            return Ok(None);
        }
        match Answer::event(self, frame.name, frame.payload) {
            Ok(Some(text)) if !cx.json() => cx.stdout.text(&text).map(|()| None),
            Ok(_) => Ok(None),
            Err(error) => Ok(Some(error)),
        }
    }

    /// After `messageStop` only the usage is missing.
    fn is_whole(&self) -> bool {
        self.stop_reason.is_some()
    }
}
