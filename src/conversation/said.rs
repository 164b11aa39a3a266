//! What the flags have said of a request, and the `--set` that would take it back in silence

use serde_json::Value;

use super::Request;
use super::path::{Path, Place};
use crate::error::Error;

/// All that was said so far.
#[derive(Default)]
pub struct Said(Vec<Claim>);

struct Claim {
    /// As it was typed.
    flag: String,
    place: Place,
    /// Whether an assignment put it there: what follows in it is said better in the one value.
    assigned: bool,
}

impl Said {
    /// What one flag said at a place.
    pub fn add(&mut self, flag: &str, place: &[&str]) {
        let place = place.iter().map(|key| (*key).to_owned()).collect();
        self.0.push(Claim { flag: flag.to_owned(), place, assigned: false });
    }

    /// The marks of `--prompt-cache`.
    pub fn add_cache_points(&mut self, request: &Request) {
        let contents = request.messages().iter().enumerate().map(|(at, message)| {
            (vec!["messages".to_owned(), at.to_string(), "content".to_owned()], message.get("content"))
        });
        let tools = request.member("toolConfig").and_then(|config| config.get("tools"));
        let others = [
            (vec!["system".to_owned()], request.member("system")),
            (vec!["toolConfig".to_owned(), "tools".to_owned()], tools),
        ];
        for (list, entries) in contents.chain(others) {
            let entries = entries.and_then(Value::as_array).into_iter().flatten().enumerate();
            for (at, _) in entries.filter(|(_, entry)| entry.get("cachePoint").is_some()) {
                let place = list.iter().cloned().chain([at.to_string()]).collect();
                self.0.push(Claim { flag: "--prompt-cache".to_owned(), place, assigned: false });
            }
        }
    }

    /// The blocks that came last into the last message, by their flags; cache points between them are nobody's words.
    pub fn add_new_blocks(&mut self, flags: &[&str], messages: &[Value]) {
        let last = messages.iter().enumerate().next_back();
        let Some((at, content)) = last.and_then(|(at, last)| Some((at, last.get("content")?.as_array()?))) else {
            return;
        };
        let blocks = content.iter().enumerate().rev().filter(|(_, block)| block.get("cachePoint").is_none());
        for (flag, (block, _)) in flags.iter().rev().zip(blocks) {
            self.add(flag, &["messages", &at.to_string(), "content", &block.to_string()]);
        }
    }

    /// Whether an assignment takes nothing back; then it is said, too.
    pub fn assign(&mut self, flag: &str, path: &Path, whole: &Value) -> Result<(), Error> {
        let typed = format!("{flag} {}", path.typed);
        let place = path.place(whole);
        if let Some(other) = self.0.iter().find(|claim| claim.is_taken_back(path, &place, whole)) {
            let message = match other.flag == typed {
                true => format!("`{typed}` is given twice"),
                false => format!("`{typed}` cannot be used with `{}`", other.flag),
            };
            return Err(Error::usage(message));
        }
        self.0.push(Claim { flag: typed, place, assigned: true });
        Ok(())
    }
}

impl Claim {
    fn is_taken_back(&self, path: &Path, place: &[String], whole: &Value) -> bool {
        if self.place.starts_with(place) {
            return true;
        }
        let Some(below) = place.strip_prefix(self.place.as_slice()) else {
            return false;
        };
        if path.appends() {
            return false;
        }
        self.assigned || found(whole, place).is_some() || (below.len() == 1 && is_choice(found(whole, &self.place)))
    }
}

/// Where one member is one of several that exclude each other: the kinds of a block, the choices among tools.
fn is_choice(value: Option<&Value>) -> bool {
    value.and_then(Value::as_object).is_some_and(|members| members.len() == 1)
}

fn found<'a>(whole: &'a Value, place: &[String]) -> Option<&'a Value> {
    place.iter().try_fold(whole, |value, key| match value {
        Value::Array(entries) => entries.get(key.parse::<usize>().ok()?),
        _ => value.get(key),
    })
}
