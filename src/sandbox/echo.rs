//! The model: an answer made of the prompt, and no claim to be more

use std::fmt::Write;

const QUOTED: usize = 60;
const DELTA: usize = 12;

/// How many tokens a text counts for: one for every four bytes begun.
pub(super) fn tokens(bytes: usize) -> u64 {
    (bytes as u64).div_ceil(4)
}

/// What the sandbox says to a prompt and to what came with it.
pub(super) fn reply(prompt: &str, besides: &[String]) -> String {
    let words = count(prompt.split_whitespace().count(), "word");
    let lines = count(prompt.lines().count(), "line");
    let mut reply = format!("This is bedr's sandbox, not a model. Your prompt has {words} on {lines}");
    let begins = beginning(prompt);
    if !begins.is_empty() {
        // Writing into a string does not fail.
        let _ = write!(reply, " and begins with “{begins}”");
    }
    if !besides.is_empty() {
        let _ = write!(reply, "; with it came {}", besides.join(", "));
    }
    reply + "."
}

/// A number and its noun, in the plural where it has to be.
pub(super) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// The beginning of the first line that says anything, cut between characters.
fn beginning(prompt: &str) -> String {
    let line = prompt.trim_start().lines().next().unwrap_or("").trim_end();
    let mut cut: String = line.chars().take(QUOTED).collect();
    if cut.len() < line.len() {
        cut.push('…');
    }
    cut
}

/// Why an answer ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    EndTurn,
    MaxTokens,
    Sequence(String),
}

impl Stop {
    /// The reason as Converse, and Anthropic after which it is modelled, call it.
    pub(super) fn reason(&self) -> &'static str {
        match self {
            Self::EndTurn => "end_turn",
            Self::MaxTokens => "max_tokens",
            Self::Sequence(_) => "stop_sequence",
        }
    }
}

/// Cuts a text where a limit or a stop sequence says so, whichever comes first.
pub(super) fn limit(text: &str, max_tokens: Option<u64>, stops: &[&str]) -> (String, Stop) {
    let tokens = max_tokens.map_or(usize::MAX, |tokens| usize::try_from(tokens).unwrap_or(usize::MAX));
    let end = text.floor_char_boundary(tokens.saturating_mul(4).min(text.len()));
    let found = |stop: &&&str| text[..end].find(**stop);
    let stop = stops.iter().filter(|stop| !stop.is_empty() && found(stop).is_some()).min_by_key(found);
    match stop.and_then(|stop| Some((text.find(stop)?, stop))) {
        Some((at, stop)) => (text[..at].to_owned(), Stop::Sequence((*stop).to_owned())),
        None if end < text.len() => (text[..end].to_owned(), Stop::MaxTokens),
        None => (text.to_owned(), Stop::EndTurn),
    }
}

/// Splits a text into deltas, before spaces where there are any, never inside a character.
pub(super) fn deltas(text: &str) -> Vec<&str> {
    let mut deltas = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(' ') {
        if at - start >= DELTA {
            deltas.push(&text[start..at]);
            start = at;
        }
    }
    if start < text.len() {
        deltas.push(&text[start..]);
    }
    deltas
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_that_it_is_no_model() {
        assert_eq!(
            reply("Say hello\nto Zürich", &[]),
            "This is bedr's sandbox, not a model. Your prompt has 4 words on 2 lines and begins with “Say hello”."
        );
        assert_eq!(
            reply("", &["1 image".to_owned()]),
            "This is bedr's sandbox, not a model. Your prompt has 0 words on 0 lines; with it came 1 image."
        );
    }

    #[test]
    fn a_long_line_is_cut_between_characters() {
        assert!(reply(&"ä".repeat(100), &[]).contains(&format!("“{}…”", "ä".repeat(60))));
    }

    #[test]
    fn deltas_joined_are_the_text() {
        let text = "Grüße — “Ωmega” und noch mehr davon, damit es mehrere werden";
        assert_eq!(deltas(text).concat(), text);
        assert!(deltas(text).len() > 3);
    }

    #[test]
    fn max_tokens_cuts_between_characters() {
        let (text, stop) = limit("aäää", Some(1), &[]);
        assert_eq!((text.as_str(), stop), ("aä", Stop::MaxTokens));
    }

    #[test]
    fn the_first_stop_sequence_wins() {
        let (text, stop) = limit("one two three", None, &["three", "two", ""]);
        assert_eq!((text.as_str(), stop), ("one ", Stop::Sequence("two".into())));
    }

    #[test]
    fn a_stop_sequence_behind_the_limit_does_not_count() {
        assert_eq!(limit("one two three", Some(1), &["three"]).1, Stop::MaxTokens);
    }

    #[test]
    fn a_text_that_fits_ends_its_turn() {
        assert_eq!(limit("four", Some(1), &["x"]).1, Stop::EndTurn);
    }
}
