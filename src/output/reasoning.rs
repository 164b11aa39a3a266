//! A model's reasoning on stderr, as it comes

use serde_json::Map;

use super::Stderr;
use super::terminal::Sanitizer;

/// What is shown of it so far. Its lines are indented: none of them can be taken for one of ours.
#[derive(Default)]
pub struct Reasoning {
    sanitizer: Sanitizer,
    /// Whether it is in the middle of a line.
    open: bool,
    /// Line breaks that are shown only if something follows them.
    breaks: usize,
}

impl Reasoning {
    pub fn show(&mut self, piece: &str, stderr: &Stderr) {
        if stderr.json {
            return stderr.asked_for("reasoning", piece, Map::new());
        }
        stderr.raw(&self.shown(piece));
    }

    fn shown(&mut self, piece: &str) -> String {
        let mut shown = String::new();
        for (at, line) in self.sanitizer.clean(piece).split('\n').enumerate() {
            self.breaks += usize::from(at > 0);
            if line.is_empty() {
                continue;
            }
            if !self.open {
                shown.push_str("reasoning: ");
            } else if self.breaks > 0 {
                shown.push_str(&"\n".repeat(self.breaks));
                shown.push_str("  ");
            }
            (self.open, self.breaks) = (true, 0);
            shown.push_str(line);
        }
        shown
    }

    /// Ends its line, before something else is said.
    pub fn end(&mut self, stderr: &Stderr) {
        if self.open {
            stderr.raw("\n");
        }
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_indented_and_nothing_steers_a_terminal() {
        let mut reasoning = Reasoning::default();
        let pieces = ["\nfirst\n", "error: fake\n\nla", "st \u{1b}[3", "1mred\r\u{1b}]0;title\u{7}\n\n"];
        let shown: String = pieces.map(|piece| reasoning.shown(piece)).concat();
        assert_eq!(shown, "reasoning: first\n  error: fake\n\n  last red");
    }
}
