//! What went wrong, in terms a script can act on: kind, message, hint, and the table of exit codes

use std::fmt;

/// A row of the exit table. The number is part of the contract with scripts and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Internal,
    Usage,
    Credentials,
    Denied,
    Model,
    Request,
    Throttled,
    Network,
    Service,
    Incomplete,
    Withheld,
    Malformed,
    Partial,
}

/// Exit code, kind and meaning, in the order of the codes; the help, the man pages and the README are made of it.
pub const EXIT_CODES: &[(&str, &str, &str)] = &[
    (
        "0",
        "",
        "done, the answer is whole; also when the reader closed the pipe, and for a stop reason nobody knows yet (with a warning)",
    ),
    ("1", "internal", "a bug, or local input or output that failed"),
    ("2", "usage", "flags or input that cannot be meant"),
    ("3", "credentials", "none, expired or invalid credentials, a bad signature, no region"),
    ("4", "denied", "access denied by a policy, or a model that is not granted"),
    (
        "5",
        "model",
        "an id that is unknown, not in this region, needs an inference profile, or is legacy or at its end of life",
    ),
    ("6", "request", "the service refused the request: invalid, too long, too large, no such guardrail or prompt"),
    ("7", "throttled", "throttled or over quota after the allowed tries"),
    ("8", "network", "unreachable, TLS, proxy, or one of the time limits"),
    (
        "9",
        "service",
        "a 5xx, a model error or time-out, a model that is not ready, an answer that is no Bedrock answer",
    ),
    ("10", "incomplete", "the answer was cut at max tokens, the context window is full, or the bytes just stop"),
    ("11", "withheld", "a guardrail intervened, or the content was filtered"),
    (
        "12",
        "malformed",
        "the model's output does not parse (a malformed tool use, say), or is not what its schema or `--extract` asks for",
    ),
    ("13", "partial", "some of several (regions, records) failed"),
    ("129, 130, 143", "", "ended by SIGHUP, SIGINT or SIGTERM; the process dies of the signal"),
];

impl Kind {
    /// The exit code of this kind.
    pub const fn exit(self) -> u8 {
        self as u8 + 1
    }

    /// The name of this kind, as `--error-format json` shows it.
    pub fn name(self) -> &'static str {
        EXIT_CODES[self.exit() as usize].1
    }
}

/// Which call an error belongs to. All of it is unknown for an error that no call caused.
#[derive(Clone, Debug, Default)]
pub struct CallFacts {
    pub operation: Option<&'static str>,
    pub model: Option<String>,
    pub region: Option<String>,
    pub request_id: Option<String>,
    pub attempts: u32,
    /// The tries that failed before: the first one's request id is what support asks for.
    pub earlier: Vec<Earlier>,
}

/// A try that failed and was followed by another.
#[derive(Clone, Debug)]
pub struct Earlier {
    pub attempt: u32,
    pub message: String,
    pub code: Option<String>,
    pub request_id: Option<String>,
}

impl CallFacts {
    /// Whether the call makes a model work, which costs money.
    pub fn is_paid(&self) -> bool {
        self.operation.is_some_and(|operation| operation.starts_with("Converse") || operation.starts_with("Invoke"))
    }
}

/// The one error type that a script sees; made once, where the failure enters.
#[derive(Clone, Debug)]
pub struct Error {
    pub kind: Kind,
    pub message: String,
    pub causes: Vec<String>,
    pub hint: Option<String>,
    /// The service's exception name, `ThrottlingException` say.
    pub code: Option<String>,
    /// Whether the same command may succeed later without a change.
    pub retryable: bool,
    /// Whether a part of the answer is on stdout.
    pub partial: bool,
    /// Boxed to keep `Result`s small.
    pub call: Box<CallFacts>,
}

impl Error {
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error {
            kind,
            message: message.into(),
            causes: Vec::new(),
            hint: None,
            code: None,
            retryable: false,
            partial: false,
            call: Box::default(),
        }
    }

    /// A flag or an input that cannot be meant.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub fn caused_by(mut self, cause: impl fmt::Display) -> Self {
        self.causes.push(cause.to_string());
        self
    }

    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    pub fn partial(mut self, partial: bool) -> Self {
        self.partial = partial;
        self
    }

    pub fn of_call(mut self, call: CallFacts) -> Self {
        self.call = Box::new(call);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// An error that has no kind of its own yet is a bug or local I/O that failed: exit 1 with its causes.
impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<Error>() {
            Ok(error) => error,
            Err(other) => {
                let mut chain = other.chain();
                let message = chain.next().map(ToString::to_string).unwrap_or_default();
                let mut error = Error::new(Kind::Internal, message);
                error.causes = chain.map(ToString::to_string).collect();
                error
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_the_row_of_its_exit_code() {
        assert_eq!((Kind::Internal.exit(), Kind::Internal.name()), (1, "internal"));
        assert_eq!((Kind::Usage.exit(), Kind::Usage.name()), (2, "usage"));
        assert_eq!((Kind::Malformed.exit(), Kind::Malformed.name()), (12, "malformed"));
        assert_eq!((Kind::Partial.exit(), Kind::Partial.name()), (13, "partial"));
        for (row, (code, _, _)) in EXIT_CODES.iter().enumerate().take(14) {
            assert_eq!(row.to_string(), *code);
        }
    }

    #[test]
    fn an_untyped_error_is_internal_and_keeps_its_causes() {
        let error = anyhow::anyhow!("no space left").context("cannot write `out`");
        let error = Error::from(error);
        assert_eq!(error.kind, Kind::Internal);
        assert_eq!(error.message, "cannot write `out`");
        assert_eq!(error.causes, ["no space left"]);
    }
}
