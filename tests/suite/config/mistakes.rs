//! A configuration that cannot be read or meant

use super::FILE;
use crate::program::{HI, bedr};

#[test]
fn a_profile_of_the_configuration_that_is_not_there_is_named_with_its_line() {
    bedr(["converse", "hi"])
        .file(FILE, "# mine\nprofile = 'nonesuch'\n")
        .exit(3)
        .stderr("error: there is no profile `nonesuch` in `~/.aws/config`, which `profile` in `[..]/.config/bedr/config.toml:2` names\nhint: [..]")
        .requests(0)
        .run();
}

#[test]
fn a_file_that_was_named_has_to_be_there() {
    bedr(["converse", "hi", "--config", "no.toml"])
        .exit(2)
        .stderr("error: the configuration `no.toml` that `--config` names is not there\nhint: write it, or leave `--config` out[..]")
        .requests(0)
        .run();
    bedr(["converse", "hi"])
        .env("BEDR_CONFIG", "no/where.toml")
        .exit(2)
        .stderr("error: the configuration `no/where.toml` that `BEDR_CONFIG` names is not there\nhint: [..]")
        .requests(0)
        .run();
}

/// The error for what stands in `c.toml`.
fn refused(content: impl AsRef<[u8]>, stderr: &str) {
    let run = bedr(["converse", "hi", "--config", "c.toml"]).file("c.toml", content);
    run.exit(2).stderr(stderr).requests(0).run();
}

#[test]
fn a_mistake_is_named_with_its_place_and_what_to_write_instead() {
    refused(
        "region = 'eu-west-1'\n modle = 'x'\n",
        "error: there is no key `modle`, in `c.toml` at line 2 column 2\nhint: write it like `model = \"us.amazon.nova-lite-v1:0\"`",
    );
    refused(
        "temperature = 1",
        "error: there is no key `temperature`, in `c.toml` at line 1 column 1\nhint: the keys are `model`, `region`, [..]",
    );
    refused(
        "region = us-east-1",
        "error: the configuration `c.toml` is no TOML at line 1 column 10\ncaused by: [..]quoted[..]\nhint: [..]text in quotes[..]",
    );
    refused(
        "resolve = 'yes'",
        "error: `resolve` is a string, not `true` or `false`, in `c.toml` at line 1 column 11\nhint: write it like `resolve = true`",
    );
    refused(
        "[aliases]\na = 'b'\nb = 'x.y'",
        "error: the alias `a` stands for `b`, which is an alias itself, in `c.toml` at line 2 column 5\nhint: write the id: `x.y`",
    );
    refused(
        "[aliases]\n'a b' = 'x'",
        "error: `a b` is no name for an alias, in `c.toml` at line 2 column 1\nhint: a name is made of letters, digits, `-`, `_` and `.`",
    );
}

#[test]
fn what_is_no_text_file_is_not_read() {
    refused(
        b"# ok\nmodel = '\xff'",
        "error: the configuration `c.toml` is not UTF-8 at line 2 column 10\nhint: save it as UTF-8[..]",
    );
    refused(
        "#".repeat(1024 * 1024 + 1),
        "error: the configuration `c.toml` holds more than 1 MiB\nhint: is it another file? bedr's holds ids and names",
    );
    bedr(["converse", "hi", "--config", "."])
        .exit(2)
        .stderr("error: the configuration `.` is a folder, not a file\nhint: name the file in it: `./config.toml`")
        .run();
}

#[cfg(unix)]
#[test]
fn a_fifo_is_refused_before_it_is_opened() {
    let run = bedr(["converse", "hi", "--config", "fifo"]);
    assert!(std::process::Command::new("mkfifo").arg(run.path("fifo")).status().expect("mkfifo runs").success());
    run.exit(2).stderr("error: the configuration `fifo` is no regular file\nhint: write it into a file; [..]").run();
}

#[test]
fn a_broken_file_is_in_the_way_of_nothing_that_does_not_need_it() {
    let broken = |arguments: &[&'static str]| bedr(arguments.iter().copied()).file(FILE, "[");
    for arguments in [["--help"].as_slice(), &["converse", "--help"], &["completions", "bash"], &["--version"]] {
        assert!(broken(arguments).output().status.success(), "{arguments:?}");
    }
    broken(&["sandbox", "--", "true"]).run_alone();
    broken(&["-q", "--sandbox", "converse", "hi"]).stdout(HI).run_alone();
    let wrong = String::from_utf8(broken(&["converse", "--nonesuch"]).output().stderr).expect("UTF-8");
    assert!(wrong.contains("--nonesuch"), "{wrong}");
    broken(&["converse", "-", "-s", "@-"])
        .exit(2)
        .stderr("error: `--system @-` and PROMPT `-` both read stdin, which can be read once only\nhint: [..]")
        .run_alone();
    broken(&["converse", "--print-request", "-m", "a", "hi"])
        .exit(2)
        .stderr("error: the configuration `[..]/.config/bedr/config.toml` is no TOML at line 1 column 2\ncaused by: [..]\nhint: [..]")
        .run_alone();
}
