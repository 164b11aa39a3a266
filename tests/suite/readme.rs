//! README.md is part of the product: its pipelines run, its tables and its tree are those of the source

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::program::PROGRAM;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("the README")
}

/// The fenced blocks whose fence begins so.
fn blocks(fence: &str) -> Vec<String> {
    let readme = readme();
    let opening = format!("```{fence}\n");
    let behind = readme.split(&opening).skip(1);
    behind.map(|text| text.split("```").next().unwrap_or_default().to_owned()).collect()
}

/// What stands between two comments.
pub fn between(begin: &str, end: &str) -> String {
    let readme = readme();
    let (_, behind) = readme.split_once(&format!("<!-- {begin} -->\n")).expect("the first comment");
    behind.split_once(&format!("<!-- {end} -->")).expect("the last comment").0.to_owned()
}

#[test]
fn the_pipelines_run_on_the_sandbox() {
    let pipelines = blocks("sh pipeline");
    assert_eq!(pipelines.len(), MADE.len());
    for (pipeline, (name, text)) in pipelines.into_iter().zip(MADE) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = run(&pipeline, folder.path(), &[]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.is_empty(), "{pipeline}\n{said}");
        let made = made_files(folder.path());
        assert!(!made.is_empty() && made.values().all(|length| *length > 0), "{pipeline}\n{made:?}");
        let made = fs::read_to_string(folder.path().join(name)).expect("the file that the pipeline makes");
        assert!(made.contains(text), "{pipeline}\n{made}");
    }
}

/// Runs a pipeline as it is pasted, on a sandbox.
fn run(pipeline: &str, folder: &Path, faults: &[&str]) -> std::process::Output {
    prepare(folder);
    let programs = Path::new(PROGRAM).parent().expect("a folder").display().to_string();
    Command::new(PROGRAM)
        .args(["sandbox", "-q"])
        .args(faults)
        .args(["--", "sh", "-c", pipeline])
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{programs}:{}", std::env::var("PATH").unwrap_or_default()))
        .env("HOME", folder)
        .output()
        .expect("runs")
}

#[test]
fn a_pipeline_whose_call_fails_fails() {
    let pipelines = blocks("sh pipeline");
    // The last one goes on with the next model, and says so.
    let (_, pipelines) = pipelines.split_last().expect("pipelines");
    for pipeline in pipelines {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = run(pipeline, folder.path(), &["--fault", "access-denied"]);
        assert!(!output.status.success(), "{pipeline}");
    }
}

/// A file that each pipeline makes, and what must be in it: the sandbox says what it was asked, and with what.
const MADE: [(&str, &str); 10] = [
    ("message.txt", "begins with “diff --git a/rules.txt b/rules.txt”."),
    ("notes/b c.txt.summary", "begins with “beta”."),
    ("invoice.json", "\"total\":"),
    ("images/a b.png.txt", "with it came 1 image."),
    ("review.md", "on 11 lines and begins with “```”; with it came 1 system prompt."),
    ("trip.md", "begins with “As a table, please”; with it came 1 system prompt, 4 earlier messages."),
    ("answer.txt", "with it came 2 earlier messages, 1 tool result, 1 tool."),
    ("tokens.txt", "6\n"),
    ("vector.json", "{\"embedding\":["),
    ("amazon.nova-lite-v1_0.txt", "begins with “Name the capital of Australia”."),
];

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
const LYING_ABOUT: [(&str, &[u8]); 8] = [
    ("notes/a.txt", b"alpha\n"),
    ("notes/b c.txt", b"beta\n"),
    ("images/a b.png", PNG),
    ("images/c.png", PNG),
    ("invoice.pdf", b"%PDF-1.7\n"),
    (
        "invoice.schema.json",
        br#"{"type":"object","properties":{"total":{"type":"number"}},"required":["total"],"additionalProperties":false}"#,
    ),
    (
        "tools.json",
        br#"[{"name":"weather","description":"Today's weather","type":"object","properties":{"city":{"type":"string"}}}]"#,
    ),
    ("weather.sh", b"echo '{\"celsius\": 21}'\n"),
];

/// What a user has lying about: a branch with a commit and something staged, notes, rules.
fn prepare(folder: &Path) {
    for name in ["notes", "images"] {
        fs::create_dir(folder.join(name)).expect("a folder");
    }
    for (name, bytes) in LYING_ABOUT {
        fs::write(folder.join(name), bytes).expect("a file");
    }
    let commit = ["commit", "-q", "--allow-empty", "-m", "a commit"];
    git(folder, &["init", "-q"]);
    git(folder, &commit);
    git(folder, &["update-ref", "refs/remotes/origin/main", "HEAD"]);
    for rules in ["Be kind.\n", "Be kind.\nBe brief.\n"] {
        fs::write(folder.join("rules.txt"), rules).expect("a file");
        git(folder, &["add", "rules.txt"]);
        if !rules.contains("brief") {
            git(folder, &commit);
        }
    }
}

fn git(folder: &Path, arguments: &[&str]) {
    let somebody = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"];
    let mut command = Command::new("git");
    command.args(somebody).args(arguments).current_dir(folder).env("HOME", folder);
    assert!(command.status().expect("git runs").success(), "{arguments:?}");
}

/// The files that were not there before, with their lengths; which calls there were to make is a list that ends up empty.
fn made_files(folder: &Path) -> BTreeMap<String, u64> {
    let was_there = |path: &Path| LYING_ABOUT.iter().any(|(name, _)| folder.join(name) == path);
    [folder.to_owned(), folder.join("notes"), folder.join("images")]
        .iter()
        .flat_map(|folder| fs::read_dir(folder).expect("a folder"))
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.file_type().expect("a type").is_file())
        .filter(|entry| !["rules.txt", "calls.txt"].contains(&&*entry.file_name().to_string_lossy()))
        .filter(|entry| !was_there(&entry.path()))
        .map(|entry| (entry.file_name().into_string().expect("UTF-8"), entry.metadata().expect("a length").len()))
        .collect()
}

#[test]
fn the_other_commands_for_the_sandbox_end_as_they_say() {
    for (arguments, code) in [
        (["--fault", "throttling=2"], 0),
        (["--fault", "cut-between"], 10),
        (["--fault", "stop=guardrail_intervened"], 11),
    ] {
        assert!(readme().contains(&arguments.join(" ")), "{arguments:?}");
        let status = Command::new(PROGRAM)
            .args(["--sandbox", "-q", "converse", "Hello"])
            .args(arguments)
            .env_clear()
            .output()
            .expect("runs")
            .status;
        assert_eq!(status.code(), Some(code), "{arguments:?}");
    }
}

#[test]
fn ci_runs_the_test_command_of_the_readme() {
    let command = blocks("sh").into_iter().find(|block| block.contains("cargo test")).expect("the test command");
    let ci = fs::read_to_string(root().join(".ci/run")).expect(".ci/run");
    assert!(ci.lines().any(|line| line.trim() == command.trim()), ".ci/run does not run `{}`", command.trim());
}

#[test]
fn the_exit_codes_are_those_of_the_source() {
    let source =
        fs::read_to_string(root().join("man/bedr.1")).expect("the man page").replace("\\-", "-").replace("\\*(Aq", "'");
    let table = between("exit codes: a test compares this table with the man page", "end of exit codes");
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| exit")).collect();
    assert_eq!(rows.len(), 15);
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let label = if cells[1].is_empty() { cells[0].to_owned() } else { format!("{} ({})", cells[0], cells[1]) };
        let entry = format!("\\fB{label}\\fR\n{}", cells[2]);
        assert!(source.contains(&entry), "the man page does not say: {entry}");
    }
}

#[test]
fn the_tree_is_made_of_the_files_own_first_lines() {
    let shown = between("the tree: a test compares it with the first lines of the files", "end of the tree");
    let expected = format!("```text\nsrc/\n{}```\n", tree(&root().join("src"), 1));
    assert!(shown == expected, "the tree in the README should be\n{expected}");
}

/// Files and folders with their module lines; folders below the second level are one line each.
fn tree(folder: &Path, depth: usize) -> String {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .filter(|name| name != "mod.rs")
        .collect();
    names.sort_by_key(|name| (!name.ends_with(".rs"), name.clone()));
    let mut text = String::new();
    for name in names {
        let path = folder.join(&name);
        let indent = "  ".repeat(depth);
        if path.is_dir() {
            let line = first_line(&path.join("mod.rs"));
            text.push_str(&format!("{:<24}{line}\n", format!("{indent}{name}/")));
            if depth == 1 {
                text.push_str(&tree(&path, depth + 1));
            }
        } else if name.ends_with(".rs") {
            text.push_str(&format!("{:<24}{}\n", format!("{indent}{name}"), first_line(&path)));
        }
    }
    text
}

fn first_line(path: &Path) -> String {
    let source = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let line = source.lines().next().unwrap_or_default();
    line.strip_prefix("//! ").unwrap_or_else(|| panic!("{} has no module line", path.display())).to_owned()
}
