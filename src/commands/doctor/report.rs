//! What the doctor has found: a check a line, or an object each

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::error::Error;
use crate::output::Row;

#[derive(Default)]
pub struct Report {
    pub checks: Vec<Check>,
}

pub struct Check {
    pub name: String,
    took: Option<Duration>,
    outcome: Outcome,
}

pub enum Outcome {
    Ok(String),
    Failed(Error),
    /// It could not be found out, and calls may work all the same.
    Unknown(Error),
    Skipped(&'static str),
}

impl Report {
    pub fn add(&mut self, name: impl Into<String>, took: Option<Duration>, outcome: Outcome) {
        self.checks.push(Check { name: name.into(), took, outcome });
    }

    pub fn ok(&mut self, name: &str, found: impl Into<String>) {
        self.add(name, None, Outcome::Ok(found.into()));
    }

    pub fn skip(&mut self, name: &str, why: &'static str) {
        self.add(name, None, Outcome::Skipped(why));
    }

    pub fn first_failure(self) -> Option<Error> {
        self.checks.into_iter().find_map(|check| match check.outcome {
            Outcome::Failed(error) => Some(error),
            _ => None,
        })
    }

    pub fn json(&self) -> Value {
        json!({ "checks": self.checks.iter().map(Check::json).collect::<Vec<_>>() })
    }
}

impl Check {
    fn result(&self) -> &'static str {
        match self.outcome {
            Outcome::Ok(_) => "ok",
            Outcome::Failed(_) => "failed",
            Outcome::Unknown(_) => "unknown",
            Outcome::Skipped(_) => "skipped",
        }
    }

    pub fn row(&self) -> Row {
        let time = self.took.map(|took| format!("{} ms", took.as_millis())).unwrap_or_default();
        let found = match &self.outcome {
            Outcome::Ok(found) => found.clone(),
            Outcome::Skipped(why) => (*why).to_owned(),
            Outcome::Failed(error) | Outcome::Unknown(error) => {
                let causes = error.causes.iter().map(|cause| format!(": {cause}")).collect::<String>();
                let hint = error.hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
                format!("{}{causes}{hint}", error.message)
            }
        };
        vec![vec![self.name.clone()], vec![self.result().to_owned()], vec![time], vec![found]]
    }

    fn json(&self) -> Value {
        let mut members = Map::new();
        members.insert("check".into(), json!(self.name));
        members.insert("result".into(), json!(self.result()));
        members.insert("milliseconds".into(), json!(self.took.map(|took| took.as_secs_f64() * 1000.0)));
        match &self.outcome {
            Outcome::Ok(found) => members.insert("found".into(), json!(found)),
            Outcome::Skipped(why) => members.insert("found".into(), json!(why)),
            Outcome::Failed(error) | Outcome::Unknown(error) => {
                members.insert("kind".into(), json!(error.kind.name()));
                members.insert("message".into(), json!(error.message));
                members.insert("causes".into(), json!(error.causes));
                members.insert("hint".into(), json!(error.hint))
            }
        };
        Value::Object(members)
    }
}
