//! bash's way of asking for completions: by the line as it was typed, since its own words are split at every `:`

use std::ffi::OsString;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use clap_complete::engine;
use clap_complete::env::EnvCompleter;

use super::complete::PATH;

pub struct Bash;

/// The line up to the cursor.
pub struct Line {
    /// The words, without their quoting; the last one is being completed.
    pub words: Vec<String>,
    /// Where the last word is in what was typed.
    last: Range<usize>,
    /// Whether the last word names a file that is read or written instead of stdin or stdout.
    is_redirection: bool,
    typed: String,
}

/// What bash will replace: all that was typed from `start` on, within a quotation if one is open there.
#[derive(Debug, PartialEq)]
struct Replaced {
    start: usize,
    quote: Option<char>,
}

impl Line {
    /// The line that bash hands over, if it is bash that asks.
    pub fn asked() -> Option<Line> {
        std::env::var("BEDR_COMPLETE_LINE").ok().map(|typed| Line::split(&typed))
    }

    /// Splits as a shell does, also where a quotation is still open; redirections are left out.
    fn split(typed: &str) -> Line {
        let (mut words, mut last, mut is_redirection) = (Vec::new(), 0..0, false);
        let mut rest = 0;
        loop {
            rest += typed[rest..].len() - typed[rest..].trim_start().len();
            let raw = &typed[rest..];
            let operator = raw.len() - raw.trim_start_matches(['<', '>', '|', '&', ';']).len();
            if operator > 0 {
                // The `2` of `2>`.
                let touches = last.end == rest && !last.is_empty();
                if touches && typed[last.clone()].bytes().all(|letter| letter.is_ascii_digit()) {
                    words.pop();
                }
                is_redirection = raw[..operator].contains(['<', '>']);
                rest += operator;
                continue;
            }
            last = rest..rest + word_length(raw);
            if !is_redirection || last.end == typed.len() {
                words.push(unquoted(&typed[last.clone()]));
            }
            if last.end == typed.len() {
                return Line { words, last, is_redirection, typed: typed.to_owned() };
            }
            (rest, is_redirection) = (last.end, false);
        }
    }

    /// What readline takes for the word to complete, by the characters at which it breaks words.
    /// Source: `_rl_find_completion_word` of readline and `char_is_quoted` of bash.
    fn replaced(&self, breaks: &str) -> Replaced {
        let letters: Vec<(usize, char, Quoting)> = quoting(&self.typed).collect();
        let open = |(at, letter, _): &(usize, char, Quoting)| Replaced { start: at + 1, quote: Some(*letter) };
        // The quotation that is still open at the end, if there is one.
        let opening = letters.iter().rev().find(|(_, _, quoting)| matches!(quoting, Quoting::Opens | Quoting::Closes));
        if let Some(last @ (_, _, Quoting::Opens)) = opening {
            return open(last);
        }
        let is_break = |(_, letter, quoting): &&(usize, char, Quoting)| {
            breaks.contains(*letter) && matches!(quoting, Quoting::None | Quoting::Opens)
        };
        match letters.iter().rev().find(is_break) {
            None => Replaced { start: 0, quote: None },
            Some(last @ (_, _, Quoting::Opens)) => open(last),
            // bash keeps these two in the word: they say what kind of word it is.
            Some((at, '@' | '$', _)) => Replaced { start: *at, quote: None },
            Some((at, letter, _)) => Replaced { start: at + letter.len_utf8(), quote: None },
        }
    }

    /// The last word up to what bash will replace.
    fn cut(&self, replaced: &Replaced) -> String {
        self.typed.get(self.last.start..replaced.start).map(unquoted).unwrap_or_default()
    }
}

/// What a letter is to the shell.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Quoting {
    None,
    /// A backslash that takes the next letter's meaning away.
    Escapes,
    /// Without a meaning: behind a backslash, or in a quotation.
    Quoted,
    Opens,
    Closes,
}

/// Each letter with its place and what it is to the shell.
fn quoting(text: &str) -> impl Iterator<Item = (usize, char, Quoting)> + '_ {
    let mut quote = None;
    let mut escaped = false;
    text.char_indices().map(move |(at, letter)| {
        let next = text[at + letter.len_utf8()..].chars().next();
        let kind = match (letter, quote) {
            _ if std::mem::take(&mut escaped) => Quoting::Quoted,
            ('\\', None) => Quoting::Escapes,
            ('\\', Some('"')) if next.is_none_or(|next| "\"\\$`".contains(next)) => Quoting::Escapes,
            ('"' | '\'', None) => Quoting::Opens,
            (letter, Some(open)) if letter == open => Quoting::Closes,
            (_, Some(_)) => Quoting::Quoted,
            _ => Quoting::None,
        };
        escaped = kind == Quoting::Escapes;
        quote = match kind {
            Quoting::Opens => Some(letter),
            Quoting::Closes => None,
            _ => quote,
        };
        (at, letter, kind)
    })
}

/// How long the word is with which the text begins.
fn word_length(text: &str) -> usize {
    let ends =
        |(_, letter, quoting): &(usize, char, Quoting)| *quoting == Quoting::None && " \t\n<>|&;".contains(*letter);
    quoting(text).find(ends).map_or(text.len(), |(at, _, _)| at)
}

/// The word that is meant, also where a quotation is still open.
pub fn unquoted(text: &str) -> String {
    let said = quoting(text).filter(|(_, _, quoting)| matches!(quoting, Quoting::None | Quoting::Quoted));
    said.map(|(_, letter, _)| letter).collect()
}

/// Written so that it means itself where it will stand.
fn quoted(value: &str, quote: Option<char>) -> String {
    let mut text = String::new();
    for (at, letter) in value.char_indices() {
        match quote {
            Some('\'') if letter == '\'' => text.push_str("'\\'"),
            Some('"') if "\"\\$`".contains(letter) => text.push('\\'),
            None if " \t\\'\"$`&|;<>()*?[]{}!#".contains(letter) => text.push('\\'),
            None if letter == '~' && at > 0 => text.push('\\'),
            _ => {}
        }
        text.push(letter);
    }
    text
}

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == "bash"
    }

    /// An answer leaves nothing to bash's file names; the program fails where a file is wanted, or where it is not there.
    fn write_registration(
        &self,
        variable: &str,
        name: &str,
        bin: &str,
        completer: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let completer = shlex::try_quote(completer).map_err(io::Error::other)?;
        writeln!(
            out,
            r#"_{name}() {{
    local answer candidate
    COMPREPLY=()
    if answer=$(BEDR_COMPLETE_LINE="${{COMP_LINE:0:COMP_POINT}}" BEDR_COMPLETE_BREAKS="$COMP_WORDBREAKS" \
        {variable}=bash {completer} -- {bin} 2>/dev/null); then
        compopt +o default 2>/dev/null
    fi
    while IFS= read -r candidate; do
        [[ -z $candidate ]] || COMPREPLY+=("$candidate")
    done <<< "$answer"
    if [[ ${{COMPREPLY-}} == *[=/:] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}}
complete -o bashdefault -o default -F _{name} {bin}"#
        )
    }

    fn write_complete(
        &self,
        command: &mut clap::Command,
        _: Vec<OsString>,
        folder: Option<&Path>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let line = Line::asked().unwrap_or_else(|| Line::split(""));
        let words: Vec<OsString> = line.words.iter().map(OsString::from).collect();
        let last = words.len() - 1;
        let found = engine::complete(command, words, last, folder)?;
        let values: Vec<_> = found.iter().map(|candidate| candidate.get_value().to_string_lossy()).collect();
        if line.is_redirection || values.iter().any(|value| value.ends_with(PATH)) {
            return Err(io::Error::other("file names are left to bash"));
        }
        let replaced = line.replaced(&std::env::var("BEDR_COMPLETE_BREAKS").unwrap_or_default());
        let cut = line.cut(&replaced).len();
        for value in values {
            writeln!(out, "{}", quoted(value.get(cut..).unwrap_or(&value), replaced.quote))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// bash's own, as `COMP_WORDBREAKS` has them.
    const BREAKS: &str = " \t\n\"'@><=;|&(:";

    #[test]
    fn a_line_is_split_as_a_shell_does_also_in_an_open_quotation() {
        assert_eq!(Line::split("bedr converse -m us.a:").words, ["bedr", "converse", "-m", "us.a:"]);
        assert_eq!(Line::split("bedr converse 'it is ").words, ["bedr", "converse", "it is "]);
        assert_eq!(Line::split(r#"bedr "a \" b" c\ d 'e'"f"#).words, ["bedr", "a \" b", "c d", "ef"]);
        assert_eq!(Line::split("bedr ").words, ["bedr", ""]);
        assert_eq!(Line::split("").words, [""]);
    }

    #[test]
    fn redirections_are_no_words() {
        assert_eq!(Line::split("bedr converse <in 2>&1 >> out -m us").words, ["bedr", "converse", "-m", "us"]);
        assert!(Line::split("bedr converse > ou").is_redirection && Line::split("bedr converse 2>").is_redirection);
        assert!(!Line::split("bedr converse > out ").is_redirection && !Line::split("bedr 'a>").is_redirection);
    }

    #[test]
    fn what_bash_will_replace_is_found_as_readline_finds_it() {
        for (typed, cut, quote) in [
            ("bedr -m us.a:0", "us.a:", None),
            ("bedr --model=us.a:0", "--model=us.a:", None),
            (r"bedr -m us.a\:0", "", None),
            (r"bedr -m arn\:aws:b", "arn:aws:", None),
            ("bedr -m \"us.a:", "", Some('"')),
            ("bedr --model='us.a:", "--model=", Some('\'')),
            ("bedr \"a b\" -m us.a:0", "us.a:", None),
            ("bedr -m \"us.a\":0", "us.a:", None),
            ("bedr -m \"us.a\"b", "", Some('"')),
            (r"bedr --provider Mistral\ A", "", None),
            ("bedr -s @no", "", None),
            ("bedr -s a@no", "a", None),
            ("bedr -m ", "", None),
        ] {
            let line = Line::split(typed);
            let replaced = line.replaced(BREAKS);
            assert_eq!((line.cut(&replaced).as_str(), replaced.quote), (cut, quote), "{typed}");
        }
        assert_eq!(Line::split("bedr -m us.a:0").replaced(" ").start, "bedr -m ".len());
    }

    #[test]
    fn values_are_quoted_for_where_they_stand() {
        assert_eq!(quoted("Mistral AI", None), r"Mistral\ AI");
        assert_eq!(quoted("Mistral AI", Some('"')), "Mistral AI");
        assert_eq!(quoted("us.a-v1:0", None), "us.a-v1:0");
        assert_eq!(quoted("it's $5", None), r"it\'s\ \$5");
        assert_eq!(quoted("it's $5", Some('\'')), r"it'\''s $5");
        assert_eq!(quoted("it's $5", Some('"')), r"it's \$5");
    }
}
