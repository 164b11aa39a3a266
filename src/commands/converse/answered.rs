//! An answer on its way to stdout, what it cost, and how it ended

use anyhow::Result;

use super::super::Context;
use super::super::frames::Events;
use super::super::tally::Tally;
use super::view::View;
use crate::bedrock::Frame;
use crate::cli::ConverseArgs;
use crate::conversation::{Answer, Outcome, Shown};
use crate::error::{CallFacts, Error};
use crate::output::{AnswerFile, Usage};

/// An answer that is on stdout, whole or as far as it came.
pub struct Answered {
    pub facts: CallFacts,
    pub answer: Answer,
    pub view: View,
    pub broken: Option<Error>,
}

impl Answered {
    /// Ends the line, tells what it cost, and says how it ended.
    pub fn conclude(
        mut self,
        args: &ConverseArgs,
        file: Option<&AnswerFile>,
        tally: &mut Tally,
        cx: &mut Context,
    ) -> Result<()> {
        self.view.end_reasoning(cx);
        let outcome = self.outcome(args, cx)?;
        self.view.print_citations(&self.answer, cx)?;
        cx.stdout.end_line()?;
        let shown = cx.stdout.has_text();
        let is_whole = !matches!(outcome, Outcome::Failed(_));
        let written = put(file.filter(|_| is_whole), cx);
        cx.stdout.flush()?;
        let stop_reason = self.answer.stop_reason.as_deref();
        let told = tally.tell(&self.facts, &usage_of(&self.answer), stop_reason, &cx.stderr);
        if !is_whole {
            self.view.tell_unextracted(cx);
        }
        self.remark(shown, cx);
        if let Some(file) = file.filter(|_| !is_whole) {
            cx.stderr.warn(&format!("`{}` is not written", file.name()));
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
        written.and(told)
    }

    /// Says what cannot be seen in what is shown.
    fn remark(&self, shown: bool, cx: &Context) {
        let other = &self.answer.other_content;
        if !cx.json() && !shown && !other.is_empty() {
            let kinds: Vec<&str> = other.iter().map(String::as_str).collect();
            cx.stderr.note(&format!("the answer holds no text but {}; `-o json` shows it", kinds.join(", ")));
        }
        let unseen: Vec<&str> = other.iter().map(String::as_str).filter(|kind| !SEEN.contains(kind)).collect();
        if !cx.json() && shown && !unseen.is_empty() {
            cx.stderr.note(&format!("the answer holds {} too; `-o json` shows it", unseen.join(", ")));
        }
        if self.answer.mended {
            cx.stderr.warn("the answer holds half of a character, shown as U+FFFD; `-o json` shows what came");
        }
    }

    /// How it ended. Of one that ended well, what the whole of it has to be or to have.
    fn outcome(&mut self, args: &ConverseArgs, cx: &mut Context) -> Result<Outcome> {
        let outcome = match (self.broken.take(), self.answer.stop_reason.as_deref()) {
            (Some(error), _) => Outcome::Failed(error),
            (None, None) => Outcome::Failed(Outcome::unfinished()),
            (None, Some(reason)) => {
                let shown = Shown { trace: self.view.traces, json: cx.json() };
                Outcome::of(reason, args.allow_truncated, shown)
            }
        };
        if matches!(outcome, Outcome::Failed(_)) {
            return Ok(outcome);
        }
        Ok(self.view.finish(&self.answer, cx)?.map_or(outcome, Outcome::Failed))
    }
}

/// What an answer has besides its text without anybody missing it, or has a flag of its own.
const SEEN: [&str; 5] = ["toolUse", "toolResult", "reasoningContent", "citation", "citationsContent"];

/// Puts what is held where it belongs. What no file takes is paid for all the same.
fn put(file: Option<&AnswerFile>, cx: &mut Context) -> Result<()> {
    let Some(file) = file else {
        return cx.stdout.release();
    };
    let held = cx.stdout.take_held();
    file.write(&held).or_else(|error| cx.stdout.put_back(&held).and(Err(error)))
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

/// An answer that is on its way.
pub struct Arriving {
    pub answer: Answer,
    pub view: View,
}

impl Events for Arriving {
    fn event(&mut self, frame: &Frame, cx: &mut Context) -> Result<Option<Error>> {
        if let Some(fold) = &mut self.answer.fold {
            fold.event(frame.name, frame.payload);
        }
        if frame.name != "contentBlockDelta" {
            self.view.end_reasoning(cx);
        } else if !self.view.reads_content(&self.answer) {
            // In JSON Lines the deltas are many, and nothing in them is needed.
            return Ok(None);
        }
        match self.answer.event(frame.name, frame.payload) {
            Ok(Some(piece)) => self.view.show(piece, cx).map(|()| None),
            Ok(None) => Ok(None),
            Err(error) => Ok(Some(error)),
        }
    }

    /// After `messageStop` only the usage is missing.
    fn is_whole(&self) -> bool {
        self.answer.stop_reason.is_some()
    }
}
