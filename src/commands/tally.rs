//! What an answered call cost, told where it was asked for: the usage line and the usage log

use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use crate::error::CallFacts;
use crate::output::{Stderr, Usage, UsageLog, UsageRecord};

/// Where to tell it.
pub struct Tally {
    line: bool,
    log: Option<UsageLog>,
    /// The request's `requestMetadata`, by which calls are told apart in the log.
    pub metadata: Option<Value>,
}

impl Tally {
    /// Opens the log now: one that cannot be written stops the command before the call costs anything.
    pub fn open(line: bool, log: Option<&Path>) -> Result<Self> {
        Ok(Tally { line, log: log.map(UsageLog::open).transpose()?, metadata: None })
    }

    /// Tells it once the answer is here, or as much of it as came.
    pub fn tell(&mut self, facts: &CallFacts, usage: &Usage, stop_reason: Option<&str>, stderr: &Stderr) -> Result<()> {
        let record = UsageRecord {
            operation: facts.operation.unwrap_or_default(),
            model: facts.model.as_deref().unwrap_or_default(),
            region: facts.region.as_deref().unwrap_or_default(),
            usage,
            stop_reason,
            request_id: facts.request_id.as_deref(),
            metadata: self.metadata.as_ref(),
        };
        if self.line {
            record.say(stderr);
        }
        match &mut self.log {
            Some(log) => log.append(&record),
            None => Ok(()),
        }
    }
}
