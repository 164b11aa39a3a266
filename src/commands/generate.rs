//! `bedr generate`: completion scripts and man pages out of the declarations in `cli`

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::ValueEnum as _;
use clap_complete::Shell;
use clap_complete::aot::Generator as _;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::Context;
use crate::cli::{self, GenerateArgs};
use crate::error::EXIT_CODES;

pub async fn run(args: GenerateArgs, cx: &mut Context) -> Result<ExitCode> {
    for (path, bytes) in generated() {
        let path = args.folder.join(path);
        write(&path, &bytes).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    cx.stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, bytes)
}

/// Every generated file, by its path in the project.
fn generated() -> Vec<(String, Vec<u8>)> {
    let scripts = Shell::value_variants().iter().map(|shell| {
        let name = shell.file_name("bedr");
        (format!("completions/{name}"), completion_script(*shell))
    });
    let mut pages = Vec::new();
    let mut command = shown().disable_help_subcommand(true);
    command.build();
    man_pages(&command, &mut pages);
    scripts.chain(pages).collect()
}

/// The script by which a shell asks `bedr` itself on TAB.
pub fn completion_script(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    let name = shell.to_string();
    if let Some(asking) = cli::SHELLS.iter().find(|asking| asking.name() == name) {
        // Writing into memory cannot fail.
        let _ = asking.write_registration(cli::VARIABLE, "bedr", "bedr", "bedr", &mut script);
    }
    script
}

/// The declarations without the hidden commands, which clap_complete would complete.
fn shown() -> clap::Command {
    let all = cli::command();
    let subcommands: Vec<clap::Command> = all.get_subcommands().filter(|sub| !sub.is_hide_set()).cloned().collect();
    let mut command = clap::Command::new("bedr").version(env!("CARGO_PKG_VERSION")).subcommand_required(true);
    if let Some(about) = all.get_about() {
        command = command.about(about.clone());
    }
    command.args(all.get_arguments().cloned()).subcommands(subcommands).before_help(cli::EXAMPLES)
}

/// One page a command: `bedr.1`, `bedr-models-list.1`.
fn man_pages(command: &clap::Command, pages: &mut Vec<(String, Vec<u8>)>) {
    let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
    pages.push((format!("man/{name}.1"), man_page(command, &name)));
    command.get_subcommands().for_each(|sub| man_pages(sub, pages));
}

fn man_page(command: &clap::Command, name: &str) -> Vec<u8> {
    let version = env!("CARGO_PKG_VERSION");
    let man = Man::new(command.clone())
        .title(name.to_uppercase())
        .date("")
        .source(format!("bedr {version}"))
        .manual("Amazon Bedrock in a pipe");
    let mut page = Vec::new();
    // Writing into memory cannot fail.
    let _ = man.render_title(&mut page);
    let _ = man.render_name_section(&mut page);
    let _ = synopsis(command).to_writer(&mut page);
    let _ = man.render_description_section(&mut page);
    let _ = man.render_options_section(&mut page);
    if command.has_subcommands() {
        let _ = man.render_subcommands_section(&mut page);
    }
    let _ = extra(command).to_writer(&mut page);
    let _ = examples(command).to_writer(&mut page);
    let _ = shared_sections().to_writer(&mut page);
    page
}

/// The usage line of the help: all flags by name, most of them the same for every command, would be a screen of brackets.
fn synopsis(command: &clap::Command) -> Roff {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    let name = command.get_bin_name().filter(|name| usage.starts_with(name)).unwrap_or_default();
    let mut roff = Roff::default();
    roff.control("SH", ["SYNOPSIS"]);
    roff.text([bold(name), roman(&usage[name.len()..])]);
    roff
}

/// What the help ends with, a table under a heading: `Faults (…):`, and names with what they mean.
fn extra(command: &clap::Command) -> Roff {
    let mut roff = Roff::default();
    let help = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    let Some((heading, rows)) = help.split_once('\n') else {
        return roff;
    };
    roff.control("SH", [heading.split(' ').next().unwrap_or(heading).to_uppercase().as_str()]);
    roff.text([roman(heading)]);
    for row in rows.lines().map(str::trim) {
        let (name, meaning) = row.split_once("  ").unwrap_or((row, ""));
        entry(&mut roff, name, meaning.trim());
    }
    roff
}

/// The examples of the help, which stand before the options there.
fn examples(command: &clap::Command) -> Roff {
    let mut roff = Roff::default();
    let help = command.get_before_help().map(ToString::to_string).unwrap_or_default();
    let lines: Vec<&str> = help.lines().skip(1).map(str::trim).filter(|line| !line.is_empty()).collect();
    if !lines.is_empty() {
        roff.control("SH", ["EXAMPLES"]).control("nf", []);
        lines.iter().for_each(|line| {
            roff.text([roman(*line)]);
        });
        roff.control("fi", []);
    }
    roff
}

/// What every page ends with: credentials, exit codes, environment, files.
fn shared_sections() -> Roff {
    let mut roff = Roff::default();
    roff.control("SH", ["CREDENTIALS"]).control("nf", []);
    cli::CREDENTIALS.lines().skip(1).for_each(|line| {
        roff.text([roman(line)]);
    });
    roff.control("fi", []);
    roff.control("SH", ["EXIT STATUS"]);
    for (code, kind, meaning) in EXIT_CODES {
        let label = if kind.is_empty() { (*code).to_owned() } else { format!("{code} ({kind})") };
        entry(&mut roff, &label, meaning);
    }
    roff.control("SH", ["ENVIRONMENT"]);
    for (name, meaning) in ENVIRONMENT {
        entry(&mut roff, name, meaning);
    }
    roff.control("SH", ["FILES"]);
    for (name, meaning) in FILES {
        entry(&mut roff, name, meaning);
    }
    roff
}

fn entry(roff: &mut Roff, label: &str, text: &str) {
    roff.control("TP", []);
    roff.text([bold(label)]);
    roff.text([roman(text)]);
}

const ENVIRONMENT: &[(&str, &str)] = &[
    (
        "BEDR_MODEL",
        "model of converse, invoke and count-tokens, where -m is not given: an id, or an alias of the configuration",
    ),
    ("BEDR_CONFIG", "configuration to read, where --config is not given; /dev/null stands for none"),
    ("XDG_CONFIG_HOME", "folder of bedr/config.toml instead of ~/.config"),
    ("BEDR_USAGE_LOG", "file that gets a JSON line about each answered call"),
    ("BEDR_ERROR_FORMAT", "text or json, as --error-format"),
    ("AWS_REGION, AWS_DEFAULT_REGION", "region, where --region is not given; the first one beats the second"),
    ("AWS_PROFILE", "profile, where --profile is not given"),
    ("AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN", "credentials"),
    (
        "AWS_BEARER_TOKEN_BEDROCK",
        "API key of Amazon Bedrock; beats other credentials, but not --profile; --auth decides by hand",
    ),
    (
        "AWS_ENDPOINT_URL_BEDROCK, AWS_ENDPOINT_URL_BEDROCK_RUNTIME, AWS_ENDPOINT_URL",
        "endpoints of the control plane, of the runtime, and of both",
    ),
    ("AWS_MAX_ATTEMPTS", "tries of a call, where --max-attempts is not given"),
    ("AWS_EC2_METADATA_DISABLED", "true: do not ask the metadata service of EC2 for credentials"),
    (
        "AWS_METADATA_SERVICE_TIMEOUT, AWS_METADATA_SERVICE_NUM_ATTEMPTS",
        "seconds and tries for the metadata service of EC2, 1 each unless set",
    ),
    ("AWS_CA_BUNDLE", "root certificates to trust instead of the system's"),
    ("SSL_CERT_FILE, SSL_CERT_DIR", "root certificates to trust instead of the system's"),
    ("NO_COLOR", "no colours on a terminal"),
];

const FILES: &[(&str, &str)] = &[
    (
        "~/.config/bedr/config.toml",
        "configuration in TOML: model, region, profile (strings), regions (a list of strings), resolve (true or false), and \
         under [aliases] names for ids: sonnet = \"us.anthropic.claude-sonnet-4-5-20250929-v1:0\"",
    ),
    ("~/.aws/config", "profiles: region, credentials, endpoints; AWS_CONFIG_FILE names another"),
    ("~/.aws/credentials", "keys of profiles; AWS_SHARED_CREDENTIALS_FILE names another"),
];
