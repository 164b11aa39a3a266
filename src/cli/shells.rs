//! zsh, fish and PowerShell, asked in clap_complete's way, which passes on the quoting of words and quotes no values

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap_complete::env::{self, EnvCompleter};

use super::bash::unquoted;

/// One of clap_complete's shells, and what is different here.
pub struct Shell {
    theirs: &'static dyn EnvCompleter,
    /// Parts of its script, and what stands there instead.
    script: &'static [(&'static str, &'static str)],
    /// The words as they are meant, of those that the script hands over.
    words: fn(Vec<OsString>) -> Vec<OsString>,
    /// A value as it has to stand on the line.
    value: fn(&str) -> String,
}

/// zsh hands over every word with its quoting, quotes values itself, and then finds only what begins as it was typed: that
/// upper and lower case are the same to a filter it must be told.
pub const ZSH: Shell = Shell {
    theirs: &env::Zsh,
    script: &[(
        "_describe -V 'values' other",
        "_describe -V 'values' other -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}'",
    )],
    words: |words| words.into_iter().map(without_quoting).collect(),
    value: str::to_owned,
};

/// fish hands over the last word with its quoting, and quotes values itself.
pub const FISH: Shell = Shell {
    theirs: &env::Fish,
    script: &[],
    words: |mut words| {
        words.pop().map(without_quoting).into_iter().for_each(|last| words.push(last));
        words
    },
    value: str::to_owned,
};

/// PowerShell puts a value on the line as it is.
pub const POWERSHELL: Shell = Shell { theirs: &env::Powershell, script: &[], words: |words| words, value: verbatim };

fn without_quoting(word: OsString) -> OsString {
    word.to_str().map(unquoted).map_or(word, OsString::from)
}

/// A verbatim string of PowerShell, where a bare word would be taken apart, or `@` for a variable.
/// Source: <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules>
fn verbatim(value: &str) -> String {
    let bare = !value.starts_with('@') && !value.contains(|letter: char| " \t'\"`$;|&(){}<>".contains(letter));
    if bare { value.to_owned() } else { format!("'{}'", value.replace('\'', "''")) }
}

impl EnvCompleter for Shell {
    fn name(&self) -> &'static str {
        self.theirs.name()
    }

    fn is(&self, name: &str) -> bool {
        self.theirs.is(name)
    }

    fn write_registration(
        &self,
        variable: &str,
        name: &str,
        bin: &str,
        completer: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut script = Vec::new();
        self.theirs.write_registration(variable, name, bin, completer, &mut script)?;
        let script = String::from_utf8_lossy(&script).into_owned();
        let script = self.script.iter().fold(script, |script, (theirs, ours)| script.replace(theirs, ours));
        out.write_all(script.as_bytes())
    }

    fn write_complete(
        &self,
        command: &mut clap::Command,
        words: Vec<OsString>,
        folder: Option<&Path>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut lines = Vec::new();
        self.theirs.write_complete(command, (self.words)(words), folder, &mut lines)?;
        for line in String::from_utf8_lossy(&lines).split_inclusive('\n') {
            // What is said about a value stands behind a tab, or, in zsh, a colon.
            let end = line.find(['\t', '\n']).unwrap_or(line.len());
            write!(out, "{}{}", (self.value)(&line[..end]), &line[end..])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_replaced_in_a_script_is_there() {
        for shell in [ZSH, FISH, POWERSHELL] {
            let mut script = Vec::new();
            shell.write_registration("ASK", "bedr", "bedr", "bedr", &mut script).expect("written");
            let script = String::from_utf8(script).expect("UTF-8");
            assert!(shell.script.iter().all(|(_, ours)| script.contains(ours)), "{script}");
        }
    }

    #[test]
    fn a_word_of_powershell_is_quoted_where_it_has_to_be() {
        assert_eq!(verbatim("us.amazon.nova-lite-v1:0"), "us.amazon.nova-lite-v1:0");
        assert_eq!(verbatim("Mistral AI"), "'Mistral AI'");
        assert_eq!(verbatim("@it's"), "'@it''s'");
    }
}
