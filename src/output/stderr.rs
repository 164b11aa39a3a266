//! stderr: what is said to a person, as text or, for scripts, as one JSON object a line

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use serde_json::{Map, Value, json};

use super::terminal;
use crate::error::{Earlier, Error};

/// How to say things.
#[derive(Clone, Debug)]
pub struct Stderr {
    /// `--error-format json`.
    pub json: bool,
    pub quiet: bool,
    pub verbose: bool,
    terminal: bool,
    colour: bool,
}

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const CYAN: Style = AnsiColor::Cyan.on_default().bold();
const DIM: Style = Style::new().dimmed();

impl Stderr {
    /// Looks at the terminal and at `NO_COLOR` (<https://no-color.org>).
    pub fn new(json: bool) -> Self {
        let terminal = io::stderr().is_terminal();
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Stderr { json, quiet: false, verbose: false, terminal, colour: terminal && !no_colour }
    }

    /// Something worth knowing; `--quiet` silences it.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            self.say("note", CYAN, text);
        }
    }

    /// A call that is made again, and why; `--quiet` silences it.
    pub fn retry(&self, text: &str) {
        if !self.quiet {
            self.say("retry", YELLOW, text);
        }
    }

    /// Something that may be wrong; nothing silences it.
    pub fn warn(&self, text: &str) {
        self.say("warning", YELLOW, text);
    }

    /// A warning about a text of several lines. Those are indented, so that none of them looks like one of ours.
    pub fn warn_with(&self, warning: &str, text: &str) {
        if self.json || !text.contains('\n') {
            return self.warn(&format!("{warning}: {text}"));
        }
        let lines: String = text.lines().map(|line| format!("  {}\n", on_one_line(line))).collect();
        self.write(&(self.labelled("warning", YELLOW, &format!("{warning}:")) + &lines));
    }

    /// What happens, for `--verbose`.
    pub fn debug(&self, text: impl FnOnce() -> String) {
        if self.verbose {
            self.say("debug", DIM, &text());
        }
    }

    /// What is being waited for, on a line of a terminal that the next one takes the place of; empty to take it away.
    pub fn progress(&self, text: &str) {
        if self.terminal && !self.quiet && !self.json {
            self.write(&format!("\r\u{1b}[K{}", on_one_line(text)));
        }
    }

    /// A line that was asked for: `usage: …`, with the same as members in JSON.
    pub fn asked_for(&self, level: &str, text: &str, members: Map<String, Value>) {
        if self.json {
            let mut object = object_of(level, text);
            object.extend(members);
            self.write_object(object);
        } else {
            self.write(&format!("{level}: {}\n", on_one_line(text)));
        }
    }

    /// Text that is safe already, without a label or a line break of its own.
    pub(super) fn raw(&self, text: &str) {
        if !text.is_empty() {
            self.write(text);
        }
    }

    /// The error that ends the process, always the last thing said.
    pub fn error(&self, error: &Error) {
        if self.json {
            self.write_object(error_object(error));
        } else {
            self.write(&self.error_text(error));
        }
    }

    fn error_text(&self, error: &Error) -> String {
        let mut text = self.labelled("error", RED, &error.message);
        for cause in &error.causes {
            text.push_str(&self.labelled("caused by", RED, cause));
        }
        if let Some(hint) = &error.hint {
            text.push_str(&self.labelled("hint", CYAN, hint));
        }
        if let Some(id) = &error.call.request_id {
            text.push_str(&self.labelled("request id", DIM, id));
        }
        for told in earlier_lines(error) {
            text.push_str(&self.labelled("earlier", DIM, &told));
        }
        text
    }

    fn say(&self, level: &str, style: Style, text: &str) {
        if self.json {
            self.write_object(object_of(level, text));
        } else {
            self.write(&self.labelled(level, style, text));
        }
    }

    fn labelled(&self, label: &str, style: Style, text: &str) -> String {
        let text = on_one_line(text);
        if self.colour { format!("{style}{label}:{style:#} {text}\n") } else { format!("{label}: {text}\n") }
    }

    fn write_object(&self, object: Map<String, Value>) {
        let line = Value::Object(object).to_string();
        let line = if self.terminal { terminal::clean(&line) } else { line.into() };
        self.write(&format!("{line}\n"));
    }

    /// One write a message, so that messages of several processes do not mix. Nobody can be told that it failed.
    fn write(&self, text: &str) {
        let _ = io::stderr().write_all(text.as_bytes());
    }
}

/// The tries before the last, a line for each reason: what has neither a reason nor an id of its own is not told twice.
fn earlier_lines(error: &Error) -> Vec<String> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for Earlier { message, request_id, .. } in &error.call.earlier {
        let at = reasons.iter().position(|(reason, _)| reason == message).unwrap_or_else(|| {
            reasons.push((message, Vec::new()));
            reasons.len() - 1
        });
        reasons[at].1.extend(request_id.as_deref());
    }
    let line = |(reason, ids): (&str, Vec<&str>)| {
        let same = reason == error.message;
        let ids = if ids.is_empty() { String::new() } else { format!("; request id {}", ids.join(", ")) };
        (!same || !ids.is_empty()).then(|| format!("{}{ids}", if same { "the same" } else { reason }))
    };
    reasons.into_iter().filter_map(line).collect()
}

fn earlier_object(earlier: &Earlier) -> Value {
    let Earlier { attempt, message, code, request_id } = earlier;
    json!({ "attempt": attempt, "code": code, "message": message, "requestId": request_id })
}

/// The service's words, a file's name: a line break must not look like a line of ours, and nothing may steer a terminal.
/// In a pipe too: what is said here is read by people, later, where a log is shown. A program reads the JSON.
fn on_one_line(text: &str) -> String {
    terminal::clean(&text.replace(['\n', '\r'], " ")).into_owned()
}

fn object_of(level: &str, text: &str) -> Map<String, Value> {
    Map::from_iter([("level".to_owned(), json!(level)), ("message".to_owned(), json!(text))])
}

fn error_object(error: &Error) -> Map<String, Value> {
    let call = &error.call;
    let members = json!({
        "level": "error",
        "kind": error.kind.name(),
        "exit": error.kind.exit(),
        "code": error.code,
        "message": error.message,
        "causes": error.causes,
        "requestId": call.request_id,
        "earlier": call.earlier.iter().map(earlier_object).collect::<Vec<_>>(),
        "operation": call.operation,
        "model": call.model,
        "region": call.region,
        "attempts": call.attempts,
        "retryable": error.retryable,
        "partial": error.partial,
        "hint": error.hint,
    });
    match members {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
