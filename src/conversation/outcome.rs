//! What a stop reason means for a script: done, a warning, or a row of the exit table

use crate::error::{Error, Kind};

/// How an answer ended.
#[derive(Debug)]
pub enum Outcome {
    Done,
    /// Done, and this is to be said.
    Warning(String),
    Failed(Error),
}

/// What is asked for already of what tells why a guardrail intervened.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    pub trace: bool,
    pub json: bool,
}

impl Outcome {
    /// Of a whole answer. The service knows nine reasons; a tenth must not break anybody's pipeline.
    pub fn of(stop_reason: &str, allow_truncated: bool, shown: Shown) -> Outcome {
        match stop_reason {
            "end_turn" | "tool_use" | "stop_sequence" => Outcome::Done,
            "max_tokens" if allow_truncated => Outcome::Warning("the answer was cut at the maximum of tokens".into()),
            "max_tokens" => Outcome::Failed(
                Error::new(Kind::Incomplete, "the answer was cut at the maximum of tokens (max_tokens)")
                    .hint("raise `--max-tokens`, or add `--allow-truncated` to take such an answer for done"),
            ),
            "model_context_window_exceeded" => Outcome::Failed(
                Error::new(Kind::Incomplete, "the answer was cut because the model's context window is full")
                    .hint("send less, or choose a model with a larger context window"),
            ),
            "guardrail_intervened" => Outcome::Failed(
                Error::new(
                    Kind::Withheld,
                    "a guardrail intervened; what was printed may be its message, not the model's",
                )
                .hint(why_it_intervened(shown)),
            ),
            "content_filtered" => Outcome::Failed(Error::new(
                Kind::Withheld,
                "the model's content filter withheld the answer or a part of it",
            )),
            "malformed_model_output" => Outcome::Failed(
                Error::new(
                    Kind::Malformed,
                    "the model wrote something that Amazon Bedrock could not parse (malformed_model_output)",
                )
                .hint("run it again"),
            ),
            "malformed_tool_use" => Outcome::Failed(
                Error::new(
                    Kind::Malformed,
                    "the model asked for a tool in a way that does not parse (malformed_tool_use)",
                )
                .hint("run it again, or simplify the tool's schema"),
            ),
            other => Outcome::Warning(format!("the answer ended for a reason that is new to bedr: `{other}`")),
        }
    }

    /// Of a reply without a stop reason, which every answer of Converse has.
    pub fn no_answer() -> Error {
        Error::new(Kind::Service, "the answer is not one of Amazon Bedrock's: it has no `stopReason`")
            .hint("is `--endpoint-url` that of the Bedrock runtime?")
    }

    /// Of a stream that ended without a stop reason.
    pub fn unfinished() -> Error {
        Error::new(Kind::Incomplete, "the answer broke off: the stream ended before `messageStop`")
            .hint("run it again; a proxy or gateway that drops long connections is a usual cause")
    }
}

fn why_it_intervened(shown: Shown) -> &'static str {
    match (shown.trace, shown.json) {
        (false, false) => "to see why, add `--guardrail-trace` and `-o json`",
        (false, true) => "to see why, add `--guardrail-trace`",
        (true, false) => "to see why, add `-o json`",
        (true, true) => "`trace.guardrail` in what was printed says why",
    }
}
