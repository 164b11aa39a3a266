//! Text made safe for a terminal: a model's words cannot move the cursor, set the title or fake a prompt

use std::borrow::Cow;

/// Strips escape sequences, also those that are spread over several pieces of text.
#[derive(Default)]
pub struct Sanitizer {
    parser: vte::Parser,
}

impl Sanitizer {
    /// The piece without escape sequences and without characters that steer a terminal; line breaks and tabs stay.
    pub fn clean(&mut self, piece: &str) -> String {
        let mut shown = Shown(String::with_capacity(piece.len()));
        self.parser.advance(&mut shown, piece.as_bytes());
        shown.0
    }
}

/// What a terminal would show. (anstream's `StripStr` forgets an escape sequence at the end of a piece.)
struct Shown(String);

impl vte::Perform for Shown {
    fn print(&mut self, letter: char) {
        if is_harmless(letter) {
            self.0.push(letter);
        }
    }

    fn execute(&mut self, control: u8) {
        if is_harmless(control.into()) {
            self.0.push(control.into());
        }
    }
}

/// One text that stands alone.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_harmless) { Cow::Borrowed(text) } else { Cow::Owned(Sanitizer::default().clean(text)) }
}

/// Controls (C0 but for line break and tab, DEL, C1) and the characters that reverse the direction of writing, by which
/// a file name or an answer can show other letters than it holds.
fn is_harmless(letter: char) -> bool {
    match letter {
        '\n' | '\t' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        letter => !letter.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_sequences_that_come_in_pieces() {
        let mut sanitizer = Sanitizer::default();
        let shown: String = ["a\u{1b}]0;ti", "tle\u{7}b\u{1b}[3", "1mred"].map(|piece| sanitizer.clean(piece)).concat();
        assert_eq!(shown, "abred");
    }

    #[test]
    fn strips_c1_controls_carriage_returns_and_reversed_writing() {
        assert_eq!(clean("a\u{9b}31m b\rc\u{202e}d\u{7f}"), "a31m bcd");
    }

    #[test]
    fn keeps_every_other_text_as_it_is() {
        let text = "line\n\ttab é 日本 🦀 \u{200d}";
        assert!(matches!(clean(text), Cow::Borrowed(same) if same == text));
    }
}
