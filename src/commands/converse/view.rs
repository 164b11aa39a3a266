//! What of an answer is shown as it comes, and what only once it is whole: tools, citations, a part of the text

use anyhow::Result;

use super::super::Context;
use crate::cli::{ConverseArgs, Extract, OutputFormat};
use crate::conversation::{Answer, Piece, Request, Schema, extract, is_prompt};
use crate::error::{Error, Kind};
use crate::output::{AnswerFile, Reasoning};

pub struct View {
    json: bool,
    /// `--reasoning`, and how far it is.
    reasoning: Option<Reasoning>,
    citations: bool,
    extract: Option<Extract>,
    schema: Option<Schema>,
    /// The text so far, where all of it is needed.
    text: Option<String>,
    /// Whether the request asks for what a guardrail found.
    pub traces: bool,
}

impl View {
    pub fn new(args: &ConverseArgs, request: &Request, json: bool) -> Self {
        let schema = if args.answer.extract.is_none() { request.schema() } else { None };
        View {
            json,
            reasoning: args.answer.reasoning.then(Reasoning::default),
            citations: args.answer.citations,
            text: (schema.is_some() || args.answer.extract.is_some()).then(String::new),
            extract: args.answer.extract.clone(),
            schema,
            traces: request.traces_guardrail(),
        }
    }

    /// Whether anything is needed of the content of an answer that is printed as JSON.
    pub fn reads_content(&self, answer: &Answer) -> bool {
        let reads_words = self.text.is_some() || self.reasoning.is_some();
        !self.json || reads_words || wants_tools(answer) || !answer.tools.is_empty()
    }

    pub fn show(&mut self, piece: Piece, cx: &mut Context) -> Result<()> {
        match piece {
            Piece::Text(text) => {
                self.end_reasoning(cx);
                if let Some(all) = &mut self.text {
                    all.push_str(&text);
                }
                if self.json || self.extract.is_some() { Ok(()) } else { cx.stdout.text(&text) }
            }
            Piece::Mark(mark) if self.citations => cx.stdout.text(&mark),
            Piece::Mark(_) => Ok(()),
            Piece::Reasoning(text) => self.reason(&text, cx),
            Piece::Redacted => self.reason("[redacted]", cx),
        }
    }

    fn reason(&mut self, text: &str, cx: &mut Context) -> Result<()> {
        if let Some(reasoning) = &mut self.reasoning {
            // On a terminal both are read together.
            cx.stdout.flush()?;
            reasoning.show(text, &cx.stderr);
        }
        Ok(())
    }

    pub fn end_reasoning(&mut self, cx: &Context) {
        if let Some(reasoning) = &mut self.reasoning {
            reasoning.end(&cx.stderr);
        }
    }

    /// Shows what an answer that ended well has besides its text, or says what is wrong with it.
    pub fn finish(&self, answer: &Answer, cx: &mut Context) -> Result<Option<Error>> {
        let text = self.text.as_deref().unwrap_or_default();
        let checked = match (&self.extract, &self.schema) {
            _ if wants_tools(answer) && self.json => answer.tools.blocks().map(drop),
            _ if wants_tools(answer) => return self.print_tools(answer, cx),
            (Some(part), _) => return print_part(part, text, cx),
            (None, Some(schema)) => schema.check(text),
            (None, None) => Ok(()),
        };
        Ok(checked.err())
    }

    /// The toolUse blocks, a line each, and nothing else: what the model says to them is a note.
    fn print_tools(&self, answer: &Answer, cx: &mut Context) -> Result<Option<Error>> {
        let blocks = match answer.tools.blocks() {
            Ok(blocks) => blocks,
            Err(error) => return Ok(Some(error)),
        };
        let said = if cx.stdout.is_held() {
            let said = cx.stdout.take_held();
            cx.stdout.hold();
            String::from_utf8_lossy(&said).into_owned()
        } else {
            self.text.clone().filter(|_| self.extract.is_some()).unwrap_or_default()
        };
        if !said.trim().is_empty() {
            cx.stderr.note(&format!("before it asks for tools the model says: {}", said.trim()));
        }
        cx.stdout.end_line()?;
        blocks.iter().try_for_each(|block| cx.stdout.line(block)).map(|()| None)
    }

    /// The notes to the marks, whatever became of the answer; calls of tools stand alone.
    pub fn print_citations(&self, answer: &Answer, cx: &mut Context) -> Result<()> {
        if !self.citations || wants_tools(answer) || answer.citations.notes().next().is_none() {
            return Ok(());
        }
        cx.stdout.end_line()?;
        cx.stdout.bytes(b"\n")?;
        answer.citations.notes().try_for_each(|note| cx.stdout.line(&note))
    }

    /// What came of a text that `--extract` keeps from stdout, where a program may be waiting to run it. It is paid for, so
    /// that `--quiet` does not lose it.
    pub fn tell_unextracted(&self, cx: &Context) {
        let text = self.text.as_deref().filter(|_| self.extract.is_some()).unwrap_or_default().trim();
        if !text.is_empty() {
            cx.stderr.warn_with("nothing is extracted; the text is", text);
        }
    }
}

fn wants_tools(answer: &Answer) -> bool {
    answer.stop_reason.as_deref() == Some("tool_use")
}

fn print_part(part: &Extract, text: &str, cx: &mut Context) -> Result<Option<Error>> {
    let found = match part {
        Extract::Code(language) => extract::fenced(text, language.as_deref()),
        Extract::Json => extract::json(text),
    };
    match found {
        Some(found) => cx.stdout.text(&found).map(|()| None),
        None => Ok(Some(nothing_to_extract(part))),
    }
}

fn nothing_to_extract(part: &Extract) -> Error {
    let wanted = match part {
        Extract::Code(None) => "no fenced block".to_owned(),
        Extract::Code(Some(language)) => format!("no fenced block of the language `{language}`"),
        Extract::Json => "no JSON object or array".to_owned(),
    };
    Error::new(Kind::Malformed, format!("the answer holds {wanted}"))
        .hint("say in the prompt or with `--system` what to write")
}

/// Whether nothing may be printed before the answer is whole: words before a call of a tool would make JSON Lines that
/// nobody can read.
pub fn waits(request: &Request, file: Option<&AnswerFile>, cx: &Context) -> bool {
    // A prompt of Prompt management may have tools of its own.
    let may_want_tools = request.has_tools() || request.model().is_some_and(is_prompt);
    file.is_some() || (may_want_tools && !cx.json() && !cx.stdout.is_terminal())
}

/// Contradictions with `-o`, which clap sees only where both stand on the same side of the command's name.
pub fn check(args: &ConverseArgs, output: OutputFormat) -> Result<(), Error> {
    let of_text = [("--extract", args.answer.extract.is_some()), ("--citations", args.answer.citations)];
    match of_text.into_iter().find(|(_, said)| *said && output == OutputFormat::Json) {
        None => Ok(()),
        Some((flag, _)) => Err(Error::usage(format!("`{flag}` cannot be used with `-o json`"))
            .hint("it is for the text of an answer; `-o json` prints the service's JSON as it is")),
    }
}
