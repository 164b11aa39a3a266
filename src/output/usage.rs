//! What a call cost: the usage line on stderr and the usage log

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, Result};
use serde_json::{Map, Number, Value, json};

use super::Stderr;
use crate::error::Error;

/// The four counters and the latency, as the service sent them; what it did not send is absent, never 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Usage {
    pub input: Option<Number>,
    pub output: Option<Number>,
    pub cache_read: Option<Number>,
    pub cache_write: Option<Number>,
    pub latency_ms: Option<Number>,
}

/// A call as the log has it.
#[derive(Clone, Debug)]
pub struct UsageRecord<'a> {
    pub operation: &'a str,
    pub model: &'a str,
    pub region: &'a str,
    pub usage: &'a Usage,
    pub stop_reason: Option<&'a str>,
    pub request_id: Option<&'a str>,
    /// `requestMetadata` of the request.
    pub metadata: Option<&'a Value>,
}

impl UsageRecord<'_> {
    /// `usage: input=12 output=80 cache_read=0 cache_write=0 latency_ms=512 model=…`
    pub fn say(&self, stderr: &Stderr) {
        let shown = |number: &Option<Number>| number.as_ref().map_or("-".to_owned(), Number::to_string);
        let usage = self.usage;
        let text = format!(
            "input={} output={} cache_read={} cache_write={} latency_ms={} model={}",
            shown(&usage.input),
            shown(&usage.output),
            shown(&usage.cache_read),
            shown(&usage.cache_write),
            shown(&usage.latency_ms),
            self.model,
        );
        stderr.asked_for("usage", &text, self.members());
    }

    fn members(&self) -> Map<String, Value> {
        let usage = self.usage;
        let members = json!({
            "operation": self.operation,
            "model": self.model,
            "region": self.region,
            "inputTokens": usage.input,
            "outputTokens": usage.output,
            "cacheReadInputTokens": usage.cache_read,
            "cacheWriteInputTokens": usage.cache_write,
            "latencyMs": usage.latency_ms,
            "stopReason": self.stop_reason,
            "requestId": self.request_id,
            "requestMetadata": self.metadata,
        });
        match members {
            Value::Object(members) => members,
            _ => Map::new(),
        }
    }
}

/// A file that grows by a JSON line a call; many processes may write it at once.
#[derive(Debug)]
pub struct UsageLog {
    path: PathBuf,
    file: File,
}

impl UsageLog {
    /// Opened before the call, so that a log that cannot be written stops the command before it costs anything.
    pub fn open(path: &Path) -> Result<Self> {
        if path.as_os_str() == "-" {
            let error = Error::usage("the usage log is a file, not `-`");
            return Err(error.hint("`--usage` says it on stderr; a file of that name is `./-`").into());
        }
        let file = open_to_append(path);
        let file = file.with_context(|| format!("cannot open the usage log `{}`", path.display()))?;
        Ok(UsageLog { path: path.to_owned(), file })
    }

    /// Appends the record under a lock. A line that does not fit on the disk is taken back.
    pub fn append(&mut self, record: &UsageRecord) -> Result<()> {
        let mut members = Map::new();
        let now = humantime::format_rfc3339_millis(SystemTime::now()).to_string();
        members.insert("time".to_owned(), Value::String(now));
        members.extend(record.members());
        let line = format!("{}\n", Value::Object(members));
        self.write(&line).with_context(|| format!("cannot write the usage log `{}`", self.path.display()))
    }

    fn write(&mut self, line: &str) -> std::io::Result<()> {
        self.file.lock()?;
        let before = self.file.metadata()?;
        let written = self.file.write_all(line.as_bytes());
        if written.is_err() && before.is_file() {
            self.file.set_len(before.len())?;
        }
        self.file.unlock()?;
        written
    }
}

/// Waits for nobody: an ordinary open of a pipe lasts until somebody reads it.
#[cfg(unix)]
fn open_to_append(path: &Path) -> std::io::Result<File> {
    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    use std::os::unix::fs::OpenOptionsExt as _;

    let at_once = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
    let file = OpenOptions::new().append(true).create(true).custom_flags(at_once).open(path);
    let file = file.map_err(|error| match rustix::io::Errno::from_io_error(&error) {
        Some(rustix::io::Errno::NXIO) => std::io::Error::other("it is a pipe or a socket that nobody reads"),
        _ => error,
    })?;
    // A reader that is slow for a moment is waited for all the same.
    fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
    Ok(file)
}

#[cfg(not(unix))]
fn open_to_append(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().append(true).create(true).open(path)
}
