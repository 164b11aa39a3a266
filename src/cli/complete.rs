//! TAB: which values a flag can take, and bash's way of asking

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::Path;

use clap_complete::engine::{self, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Elvish, EnvCompleter, Fish, Powershell, Shells, Zsh};

use crate::known::{self, Candidates, Scope};

/// The variable by which a shell asks for completions.
pub const VARIABLE: &str = "BEDR_COMPLETE";

/// Every shell that can ask.
pub const SHELLS: &[&dyn EnvCompleter] = &[&Bash, &Elvish, &Fish, &Powershell, &Zsh];

/// Answers a shell that asks for completions; `false` if none does.
pub fn answered(arguments: &[OsString]) -> bool {
    let completer = CompleteEnv::with_factory(super::command).var(VARIABLE).shells(Shells(SHELLS));
    // A shell in the middle of a line has no use for an error.
    completer.try_complete(arguments, std::env::current_dir().ok().as_deref()).unwrap_or(true)
}

pub fn callables(current: &OsStr) -> Vec<CompletionCandidate> {
    candidates(&scope().callables(), current, "")
}

pub fn models(current: &OsStr) -> Vec<CompletionCandidate> {
    candidates(&scope().models(), current, "")
}

pub fn profiles(current: &OsStr) -> Vec<CompletionCandidate> {
    candidates(&scope().profiles(), current, "")
}

pub fn providers(current: &OsStr) -> Vec<CompletionCandidate> {
    candidates(&scope().providers(), current, "")
}

pub fn input_modalities(current: &OsStr) -> Vec<CompletionCandidate> {
    candidates(&scope().input_modalities(), current, "")
}

pub fn output_modalities(current: &OsStr) -> Vec<CompletionCandidate> {
    candidates(&scope().output_modalities(), current, "")
}

pub fn aws_profiles(current: &OsStr) -> Vec<CompletionCandidate> {
    candidates(&known::aws_profiles(), current, "")
}

/// Several regions are typed with commas between; the last one is being completed.
pub fn regions(current: &OsStr) -> Vec<CompletionCandidate> {
    let typed = current.to_string_lossy();
    let before = typed.rfind(',').map_or("", |comma| &typed[..=comma]);
    let mut regions = known::regions();
    if before.is_empty() {
        regions.insert("all".to_owned(), "every region that has Bedrock".to_owned());
    }
    candidates(&regions, current, before)
}

fn candidates(known: &Candidates, current: &OsStr, before: &str) -> Vec<CompletionCandidate> {
    let typed = current.to_string_lossy();
    let word = typed.strip_prefix(before).unwrap_or(&typed);
    let fitting = known.iter().filter(|(value, _)| value.starts_with(word));
    fitting
        .map(|(value, about)| {
            let about = (!about.is_empty()).then(|| about.clone().into());
            CompletionCandidate::new(format!("{before}{value}")).help(about)
        })
        .collect()
}

/// What the words that are being completed say of region and profile.
fn scope() -> Scope {
    let words: Vec<String> = match Line::asked() {
        Some(line) => line.words,
        None => std::env::args().collect(),
    };
    let said = |flag: &str| {
        let at = words.iter().position(|word| word == flag)?;
        words.get(at + 1).filter(|value| !value.is_empty()).cloned()
    };
    Scope { profile: said("--profile"), region: said("--region") }
}

/// bash, asked by the line as it was typed: its own words are split at every `:`, of which ids and ARNs are full.
pub struct Bash;

/// The line up to the cursor.
struct Line {
    words: Vec<String>,
    /// Whether the cursor is inside a quotation, where bash breaks no words.
    quoted: bool,
}

impl Line {
    /// The line that bash hands over, if it is bash that asks.
    fn asked() -> Option<Line> {
        let typed = std::env::var("BEDR_COMPLETE_LINE").ok()?;
        Some(Line::split(&typed))
    }

    /// Splits as a shell does, also where a quotation is still open.
    fn split(typed: &str) -> Line {
        let closed = [typed.to_owned(), format!("{typed}'"), format!("{typed}\"")];
        let mut words = closed.iter().find_map(|text| shlex::split(text)).unwrap_or_default();
        if words.is_empty() || typed.ends_with(char::is_whitespace) {
            words.push(String::new());
        }
        Line { words, quoted: shlex::split(typed).is_none() }
    }

    /// How much of the last word bash has cut off already: all up to the last character at which it breaks words.
    fn cut(&self, breaks: &str) -> usize {
        if self.quoted {
            return 0;
        }
        let last = self.words.last().map(String::as_str).unwrap_or_default();
        let at = last.rfind(|letter| breaks.contains(letter) && matches!(letter, ':' | '='));
        at.map_or(0, |at| at + 1)
    }
}

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == "bash"
    }

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
    local IFS=$'\n'
    COMPREPLY=($(BEDR_COMPLETE_LINE="${{COMP_LINE:0:COMP_POINT}}" BEDR_COMPLETE_BREAKS="$COMP_WORDBREAKS" \
        {variable}=bash {completer} -- {bin} 2>/dev/null))
    if [[ ${{COMPREPLY-}} =~ [=/:]$ ]]; then
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
        let line = Line::asked().unwrap_or(Line { words: vec![String::new()], quoted: false });
        let cut = line.cut(&std::env::var("BEDR_COMPLETE_BREAKS").unwrap_or_default());
        let words: Vec<OsString> = line.words.iter().map(OsString::from).collect();
        let last = words.len() - 1;
        for candidate in engine::complete(command, words, last, folder)? {
            let value = candidate.get_value().to_string_lossy();
            writeln!(out, "{}", value.get(cut..).unwrap_or(&value))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_as_a_shell_does_also_in_an_open_quotation() {
        assert_eq!(Line::split("bedr converse -m us.a:").words, ["bedr", "converse", "-m", "us.a:"]);
        assert_eq!(Line::split("bedr converse 'it is ").words, ["bedr", "converse", "it is ", ""]);
        assert_eq!(Line::split("bedr ").words, ["bedr", ""]);
    }

    #[test]
    fn what_bash_has_cut_off_is_cut_off() {
        assert_eq!(Line::split("bedr -m us.a:0").cut(":="), 5);
        assert_eq!(Line::split("bedr --model=us.a:0").cut(":="), 13);
        assert_eq!(Line::split("bedr -m us.a:0").cut(" "), 0);
        assert_eq!(Line::split("bedr -m \"us.a:").cut(":="), 0);
    }
}
