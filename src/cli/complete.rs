//! TAB: which values a flag can take

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::ExitCode;

use clap_complete::engine::{self, CompletionCandidate, ValueCompleter as _};
use clap_complete::env::{CompleteEnv, Elvish, EnvCompleter, Shells};

use super::bash::{Bash, Line, unquoted};
use super::shells::{FISH, POWERSHELL, ZSH};
use crate::known::{self, Candidates, Scope};
use crate::sandbox::FAULTS;

/// The variable by which a shell asks for completions.
pub const VARIABLE: &str = "BEDR_COMPLETE";

/// Every shell that can ask.
pub const SHELLS: &[&dyn EnvCompleter] = &[&Bash, &Elvish, &FISH, &POWERSHELL, &ZSH];

/// Stands for the names of files, which bash completes itself: it knows about `~`, `$HOME` and quoting.
pub const PATH: &str = "\u{1}";

/// Answers a shell that asks for completions; a failure leaves the word to the shell. `None` if no shell asks.
pub fn answered(arguments: &[OsString]) -> Option<ExitCode> {
    let completer = CompleteEnv::with_factory(super::command).var(VARIABLE).shells(Shells(SHELLS));
    match completer.try_complete(arguments, std::env::current_dir().ok().as_deref()) {
        Ok(false) => None,
        Ok(true) => Some(ExitCode::SUCCESS),
        // A shell in the middle of a line has no use for a message.
        Err(_) => Some(ExitCode::FAILURE),
    }
}

pub fn callables(current: &OsStr) -> Vec<CompletionCandidate> {
    candidates(&scope().callables(), current)
}

pub fn models_and_callables(current: &OsStr) -> Vec<CompletionCandidate> {
    let mut known = scope().callables();
    known.extend(scope().models());
    candidates(&known, current)
}

pub fn profiles(current: &OsStr) -> Vec<CompletionCandidate> {
    candidates(&scope().profiles(), current)
}

pub fn providers(current: &OsStr) -> Vec<CompletionCandidate> {
    in_any_case(scope().providers(), &[], current)
}

pub fn input_modalities(current: &OsStr) -> Vec<CompletionCandidate> {
    in_any_case(scope().input_modalities(), &["TEXT", "IMAGE"], current)
}

pub fn output_modalities(current: &OsStr) -> Vec<CompletionCandidate> {
    in_any_case(scope().output_modalities(), &["TEXT", "IMAGE", "EMBEDDING"], current)
}

pub fn inference_types(current: &OsStr) -> Vec<CompletionCandidate> {
    in_any_case(scope().inference_types(), &["ON_DEMAND", "INFERENCE_PROFILE", "PROVISIONED"], current)
}

pub fn customizations(current: &OsStr) -> Vec<CompletionCandidate> {
    in_any_case(scope().customizations(), &["FINE_TUNING", "CONTINUED_PRE_TRAINING", "DISTILLATION"], current)
}

pub fn statuses(current: &OsStr) -> Vec<CompletionCandidate> {
    in_any_case(scope().statuses(), &["ACTIVE", "LEGACY"], current)
}

pub fn geographies(current: &OsStr) -> Vec<CompletionCandidate> {
    in_any_case(scope().geographies(), &["none"], current)
}

pub fn service_tiers(current: &OsStr) -> Vec<CompletionCandidate> {
    candidates(&named(&["default", "priority", "flex", "reserved"]), current)
}

pub fn tool_choices(current: &OsStr) -> Vec<CompletionCandidate> {
    candidates(&named(&["auto", "any"]), current)
}

pub fn latencies(current: &OsStr) -> Vec<CompletionCandidate> {
    candidates(&named(&["standard", "optimized"]), current)
}

pub fn aws_profiles(current: &OsStr) -> Vec<CompletionCandidate> {
    candidates(&known::aws_profiles(), current)
}

pub fn faults(current: &OsStr) -> Vec<CompletionCandidate> {
    let faults = FAULTS.iter().map(|fault| (fault.name.to_owned(), fault.about.to_owned()));
    candidates(&faults.collect(), current)
}

/// Several regions are typed with commas between; the last one is being completed, and none twice.
pub fn regions(current: &OsStr) -> Vec<CompletionCandidate> {
    let typed = current.to_string_lossy();
    let (before, last) = typed.rfind(',').map_or(("", &*typed), |comma| typed.split_at(comma + 1));
    let mut regions = known::regions();
    regions.retain(|region, _| !before.split(',').any(|typed| typed == region));
    if before.is_empty() {
        regions.insert("all".to_owned(), "every region that has Bedrock".to_owned());
    }
    let fitting = candidates(&regions, OsStr::new(last));
    fitting.into_iter().map(|candidate| candidate.add_prefix(before)).collect()
}

pub fn paths(current: &OsStr) -> Vec<CompletionCandidate> {
    match Line::asked() {
        Some(_) => vec![CompletionCandidate::new(PATH)],
        None => engine::PathCompleter::any().complete(current),
    }
}

/// A text, or `@FILE`; `@@` begins a text.
pub fn files_behind_at(current: &OsStr) -> Vec<CompletionCandidate> {
    let typed = current.to_string_lossy();
    let Some(path) = typed.strip_prefix('@').filter(|path| !path.starts_with('@')) else {
        return Vec::new();
    };
    let paths = engine::PathCompleter::any().complete(OsStr::new(path));
    // The folder itself is no file to read.
    paths.into_iter().filter(|path| path.get_value() != ".").map(|path| path.add_prefix("@")).collect()
}

fn candidates(known: &Candidates, current: &OsStr) -> Vec<CompletionCandidate> {
    let typed = current.to_string_lossy();
    offered(known.iter().filter(|(value, _)| value.starts_with(&*typed)))
}

/// Values of a filter to which upper and lower case are the same: those that have been seen, and those that AWS documents.
fn in_any_case(mut seen: Candidates, documented: &[&str], current: &OsStr) -> Vec<CompletionCandidate> {
    seen.extend(named(documented));
    let typed = current.to_string_lossy().to_lowercase();
    offered(seen.iter().filter(|(value, _)| !value.is_empty() && value.to_lowercase().starts_with(&typed)))
}

fn named(values: &[&str]) -> Candidates {
    values.iter().map(|value| ((*value).to_owned(), String::new())).collect()
}

fn offered<'a>(fitting: impl Iterator<Item = (&'a String, &'a String)>) -> Vec<CompletionCandidate> {
    let offer = |(value, about): (&String, &String)| {
        let about = (!about.is_empty()).then(|| about.clone().into());
        CompletionCandidate::new(value).help(about)
    };
    fitting.map(offer).collect()
}

/// What the words that are being completed say of configuration, region and profile.
fn scope() -> Scope {
    let others = || std::env::args().map(|word| unquoted(&word)).collect();
    let words: Vec<String> = Line::asked().map_or_else(others, |line| line.words);
    Scope {
        config: said(&words, "--config").map(|path| at_home(&path)),
        profile: said(&words, "--profile"),
        region: said(&words, "--region"),
        endpoint: said(&words, "--endpoint-url"),
        auth: said(&words, "--auth"),
    }
}

/// The value of a flag, typed as `--flag value` or `--flag=value`.
fn said(words: &[String], flag: &str) -> Option<String> {
    let behind = |(at, word): (usize, &String)| match word.strip_prefix(flag)?.strip_prefix('=') {
        Some(value) => Some(value.to_owned()),
        None if word == flag => words.get(at + 1).cloned(),
        None => None,
    };
    words.iter().enumerate().find_map(behind).filter(|value| !value.is_empty())
}

/// The words are those on the line: no shell has put the home in place of `~` yet.
fn at_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}
