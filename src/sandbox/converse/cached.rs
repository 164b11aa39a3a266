//! Prompt caching: what stood before a cache point the last time is read from the cache, the rest is written to it

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value, json};

use super::super::echo;
use super::super::refusal::Refusal;
use super::Answer;
use super::conversation::{list, text_bytes};

/// How many cache points a model takes.
/// Source: <https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html>
const MOST: usize = 4;

/// What a sandbox has been told, up to every cache point. Nothing is forgotten: no sandbox lives that long.
#[derive(Default)]
pub(in crate::sandbox) struct Cache(Mutex<HashSet<u64>>);

/// The input up to a cache point.
struct Prefix {
    hash: u64,
    tokens: u64,
    ttl: &'static str,
}

/// Counts what is read and what is written. The first is no input that is paid for in full, nor is the second.
pub(super) fn count(request: &Value, model: &str, cache: &Cache, answer: &mut Answer) -> Result<(), Refusal> {
    let prefixes = prefixes(request, model);
    check(&prefixes)?;
    let (Some(last), Some((input, output))) = (prefixes.last(), answer.usage) else {
        return Ok(());
    };
    if input == 0 {
        return Ok(());
    }
    let mut known = cache.0.lock().unwrap_or_else(PoisonError::into_inner);
    let hit = prefixes.iter().rposition(|prefix| known.contains(&prefix.hash));
    let read = hit.map_or(0, |at| prefixes[at].tokens);
    known.extend(prefixes.iter().map(|prefix| prefix.hash));
    let (mut before, mut written) = (read, [("1h", 0), ("5m", 0)]);
    for prefix in &prefixes[hit.map_or(0, |at| at + 1)..] {
        let place = usize::from(prefix.ttl != "1h");
        written[place].1 += prefix.tokens - before;
        before = prefix.tokens;
    }
    let details = written.iter().filter(|(_, tokens)| *tokens > 0);
    let details: Vec<Value> = details.map(|(ttl, tokens)| json!({"ttl": ttl, "inputTokens": tokens})).collect();
    let counters =
        json!({"cacheReadInputTokens": read, "cacheWriteInputTokens": last.tokens - read, "cacheDetails": details});
    answer.usage = Some((input.saturating_sub(last.tokens), output));
    answer.cache = counters.as_object().cloned().unwrap_or_else(Map::new);
    Ok(())
}

fn check(prefixes: &[Prefix]) -> Result<(), Refusal> {
    let of_model =
        |message: &str| Err(Refusal::validation(format!("The model returned the following errors: {message}")));
    if prefixes.len() > MOST {
        let found = prefixes.len();
        return of_model(&format!("A maximum of {MOST} blocks with cache_control may be provided. Found {found}."));
    }
    if prefixes.windows(2).any(|pair| (pair[0].ttl, pair[1].ttl) == ("5m", "1h")) {
        return of_model(
            "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are \
             processed in the following order: `tools`, `system`, `messages`.",
        );
    }
    Ok(())
}

/// The input up to every cache point, in the order in which a model reads it: tools, system prompt, messages.
fn prefixes(request: &Value, model: &str) -> Vec<Prefix> {
    let messages = list(&request["messages"]).iter().flat_map(|message| list(&message["content"]));
    let blocks = list(&request["toolConfig"]["tools"]).iter().chain(list(&request["system"])).chain(messages);
    let mut hasher = DefaultHasher::new();
    model.hash(&mut hasher);
    let (mut bytes, mut prefixes) = (0, Vec::new());
    for block in blocks {
        let point = &block["cachePoint"];
        if point.is_object() {
            let ttl = if point["ttl"] == "1h" { "1h" } else { "5m" };
            prefixes.push(Prefix { hash: hasher.finish(), tokens: echo::tokens(bytes), ttl });
        } else {
            block.to_string().hash(&mut hasher);
            bytes += text_bytes(block);
        }
    }
    prefixes
}
