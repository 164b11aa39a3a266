//! The command as it was typed, but with another value behind a flag: for hints that are pasted

use crate::cli::{self, Global};

/// The commands of a hint, each beginning with `bedr`, with the flags that say whose models they are to show.
pub fn with_connection(hint: &str, global: &Global) -> String {
    let mut typed = Vec::new();
    if global.sandbox {
        typed.push(("--sandbox", None));
    }
    typed.extend(global.profile.as_ref().map(|profile| ("--profile", Some(profile.clone()))));
    typed.extend(global.config.as_ref().map(|path| ("--config", Some(path.display().to_string()))));
    let mut parts: Vec<String> = hint.split('`').map(str::to_owned).collect();
    // What stands between backticks is every second part.
    for command in parts.iter_mut().skip(1).step_by(2) {
        let Some(rest) = command.strip_prefix("bedr ") else {
            continue;
        };
        let missing = typed.iter().filter(|(flag, _)| !rest.contains(flag));
        let words = missing.flat_map(|(flag, value)| [Some((*flag).to_owned()), value.clone()]).flatten();
        let words: Vec<String> = words.collect();
        if let (false, Ok(words)) = (words.is_empty(), shlex::try_join(words.iter().map(String::as_str))) {
            *command = format!("bedr {words} {rest}");
        }
    }
    parts.join("`")
}

/// The command as it was typed, but with this model, and with this region if it is another one.
pub fn instead(arguments: &[String], refused: &str, model: &str, region: Option<&str>) -> String {
    let mut words = vec!["bedr".to_owned()];
    words.extend_from_slice(arguments);
    let replaced = replace_value(&mut words, "--model", Some('m'), model) || replace_word(&mut words, refused, model);
    if !replaced {
        add(&mut words, ["-m", model]);
    }
    if let Some(region) = region.filter(|region| !replace_value(&mut words, "--region", None, region)) {
        add(&mut words, ["--region", region]);
    }
    shlex::try_join(words.iter().map(String::as_str)).unwrap_or_else(|_| format!("bedr … -m {model}"))
}

/// Puts another value behind a flag, however that was typed: `--model ID`, `--model=ID`, `-m ID`, `-mID`, `-qmID`.
fn replace_value(words: &mut [String], long: &str, short: Option<char>, value: &str) -> bool {
    let options = options(words);
    for at in 1..options {
        let word = &words[at];
        if word.starts_with(&format!("{long}=")) {
            words[at] = format!("{long}={value}");
            return true;
        }
        let in_bundle = short.and_then(|short| end_in_bundle(word, short));
        match in_bundle {
            Some(end) if end < word.len() => words[at] = format!("{}{value}", &word[..end]),
            None if word != long => continue,
            _ if at + 1 < options => words[at + 1] = value.to_owned(),
            _ => return false,
        }
        return true;
    }
    false
}

/// Where a short flag ends in a word like `-qm`; the value may follow at once. Behind a flag that takes a value there are
/// no more flags.
fn end_in_bundle(word: &str, short: char) -> Option<usize> {
    let bundle = word.strip_prefix('-').filter(|rest| !rest.starts_with('-'))?;
    let at = bundle.find(|letter| letter == short || cli::short_takes_value(letter))?;
    bundle[at..].starts_with(short).then_some(at + 2)
}

/// Replaces the id where it was typed without a flag, as `models get` takes it.
fn replace_word(words: &mut [String], refused: &str, model: &str) -> bool {
    let is_get = words.iter().any(|word| word == "get");
    let word = words.iter_mut().find(|word| is_get && *word == refused);
    word.map(|word| *word = model.to_owned()).is_some()
}

/// Adds a flag and its value behind all others.
fn add<const N: usize>(words: &mut Vec<String>, said: [&str; N]) {
    let end = options(words);
    words.splice(end..end, said.map(str::to_owned));
}

/// Up to where flags can stand.
fn options(words: &[String]) -> usize {
    words.iter().position(|word| word == "--").unwrap_or(words.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn commands_of_a_hint_are_for_the_same_account() {
        let parsed = cli::Cli::try_parse_from(["bedr", "--profile", "a b", "config"]).expect("parses");
        let told = with_connection("see `bedr models list x`, not `x` or `bedr --profile y config`", &parsed.global);
        assert_eq!(told, "see `bedr --profile 'a b' models list x`, not `x` or `bedr --profile y config`");
    }

    #[test]
    fn repeats_the_command_with_another_model() {
        let told = |typed: &str, region| instead(&words(typed), "a.b", "us.a.b", region);
        assert_eq!(told("converse -m a.b hi --no-stream", None), "bedr converse -m us.a.b hi --no-stream");
        assert_eq!(told("converse -ma.b hi", None), "bedr converse -mus.a.b hi");
        assert_eq!(told("converse -qma.b hi", None), "bedr converse -qmus.a.b hi");
        assert_eq!(told("converse -qm a.b hi", None), "bedr converse -qm us.a.b hi");
        assert_eq!(told("converse -sm a.b hi", None), "bedr converse -sm a.b hi -m us.a.b");
        assert_eq!(told("models get a.b", None), "bedr models get us.a.b");
        let typed = "converse --model=a.b --region us-east-1 hi";
        assert_eq!(told(typed, Some("eu-west-1")), "bedr converse '--model=us.a.b' --region eu-west-1 hi");
        assert_eq!(told("converse hi -- -m", Some("eu-west-1")), "bedr converse hi -m us.a.b --region eu-west-1 -- -m");
        let quoted = vec!["converse".to_owned(), "it's".to_owned()];
        assert_eq!(instead(&quoted, "a.b", "x", None), "bedr converse \"it's\" -m x");
    }
}
