//! AWS's two files when they are no text files: a FIFO, a device, a folder, gigabytes, another encoding

use bedr::sandbox::{ACCESS_KEY_ID, SECRET_ACCESS_KEY};

use super::{arrives_with, call, fails, profile_keys};
use crate::program::{Run, bedr};

fn with_fifo(run: Run) -> Run {
    assert!(std::process::Command::new("mkfifo").arg(run.path("fifo")).status().expect("mkfifo runs").success());
    run
}

#[test]
fn an_aws_file_that_is_no_text_file_is_named_with_what_it_is() {
    for variable in ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"] {
        let named = |run: Run, name: &str, what: &str| {
            let hint = format!("hint: `{variable}` names it: [..]");
            fails(run.env(variable, name), 3, &format!("error: AWS's file `{name}` {what}\n{hint}"));
        };
        named(with_fifo(call(&[])), "fifo", "is no regular file");
        named(call(&[]), "/dev/zero", "is no regular file");
        named(call(&[]), ".", "is a folder, not a file");
        named(call(&[]).file("latin", b"[default]\nregion = \xe9\n"), "latin", "is not UTF-8 at line 2 column 10");
        let run = call(&[]);
        std::fs::File::create(run.path("sparse")).and_then(|file| file.set_len(5 << 30)).expect("a sparse file");
        named(run, "sparse", "holds more than 4 MiB");
    }
    fails(
        call(&[]).file(".aws/config/x", ""),
        3,
        "error: AWS's file `[..]/.aws/config` is a folder, not a file\nhint: put a text file of profiles there, or remove it",
    );
}

#[test]
fn aws_files_that_are_named_and_not_there_are_empty() {
    let run = call(&[]).env("AWS_CONFIG_FILE", "gone").env("AWS_SHARED_CREDENTIALS_FILE", "keys");
    arrives_with(run.file("keys", format!("[default]\n{}", profile_keys())), None);
    let keys = bedr(["converse", "hi"]).env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    arrives_with(keys.env("AWS_CONFIG_FILE", "/dev/null"), None);
    let run = call(&[]).env("AWS_SHARED_CREDENTIALS_FILE", "~/keys");
    arrives_with(run.file("keys", format!("[default]\n{}", profile_keys())), None);
}

#[test]
fn a_line_that_is_no_setting_is_told_with_its_file() {
    fails(
        call(&[]).env("AWS_CONFIG_FILE", "mine").file("mine", "[default\n"),
        3,
        "error: the AWS configuration files cannot be read\ncaused by: error parsing mine on line 1: [..]\nhint: [..]",
    );
    fails(
        call(&["--profile", "gone"]).env("AWS_CONFIG_FILE", "mine"),
        3,
        "error: there is no profile `gone` in `mine`\nhint: [..]",
    );
}

#[test]
fn config_and_doctor_name_the_file_too() {
    let refusal = "error: AWS's file `fifo` is no regular file\nhint: [..]";
    let run = with_fifo(bedr(["config"])).env("AWS_CONFIG_FILE", "fifo");
    run.exit(3).stderr(refusal).run_alone();
    for (variable, check) in [("AWS_CONFIG_FILE", "aws_config"), ("AWS_SHARED_CREDENTIALS_FILE", "aws_credentials")] {
        let run = with_fifo(bedr(["doctor", "--region", "us-east-1"])).env(variable, "fifo");
        let run = run.env("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID).env("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY);
        let output = run.output();
        let shown = String::from_utf8(output.stdout).expect("UTF-8");
        let last = shown.lines().last().expect("a row");
        assert!(
            last.starts_with(&format!("{check}\tfailed\t")) && last.contains("`fifo` is no regular file"),
            "{shown}"
        );
        assert_eq!(output.status.code(), Some(3));
    }
}

#[test]
fn tab_completes_the_profiles_of_the_file_that_can_be_read() {
    let run = with_fifo(bedr(["--", "bedr", "converse", "--profile", ""]))
        .env("BEDR_COMPLETE", "fish")
        .env("AWS_CONFIG_FILE", "fifo")
        .file(".aws/credentials", "[work]\n");
    assert_eq!(String::from_utf8_lossy(&run.output().stdout), "work\n");
}
