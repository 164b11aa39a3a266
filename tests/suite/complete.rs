//! TAB: from the cache and never from the network, in bash also for ids that hold colons

use std::path::Path;
use std::process::Command;

use crate::program::{PROGRAM, Ran, bedr};

/// A home in which a listing was kept, without the sandbox that answered it.
fn listed() -> Ran {
    let run = bedr(["models", "list", "--refresh", "--ids", "echo"])
        .file(".aws/config", "[default]\n[profile work]\n[sso-session s]\n");
    let run = run.file(".config/bedr/config.toml", "[aliases]\nsonnet = \"us.anthropic.claude-sonnet-4-6\"\n");
    run.stdout("sandbox.echo-v1:0\n").requests(3).run()
}

/// The command in the environment of that account.
fn command(program: &str, home: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("HOME", home)
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", bedr::sandbox::ACCESS_KEY_ID);
    command
}

/// What bash would show for this line, by the script that is checked in.
fn bash(line: &str, home: &Path) -> Vec<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions/bedr.bash");
    let source = format!(
        "source '{}'; COMP_LINE=\"$1\" COMP_POINT=${{#1}}; _bedr; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        script.display()
    );
    let programs = Path::new(PROGRAM).parent().expect("a folder").display().to_string();
    let output = command("/bin/bash", home)
        .env("PATH", programs)
        .args(["--norc", "-c", &source, "bash", line])
        .output()
        .expect("bash runs");
    String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(str::to_owned)
        .filter(|word| !word.is_empty())
        .collect()
}

#[test]
fn bash_completes_ids_profiles_and_aliases() {
    if !Path::new("/bin/bash").exists() {
        return;
    }
    let home = listed();
    let home = home.home.path();
    assert_eq!(bash("bedr converse -m us.amazon.nova-l", home), ["us.amazon.nova-lite-v1:0"]);
    assert_eq!(bash("bedr converse -m son", home), ["sonnet"]);
    // Behind a colon bash replaces what follows it only.
    assert_eq!(bash("bedr converse -m us.amazon.nova-lite-v1:", home), ["0"]);
    assert_eq!(bash("bedr converse --model=us.amazon.nova-lite-v1:", home), ["0"]);
    // In a quotation it breaks no words.
    assert_eq!(bash("bedr converse -m \"us.amazon.nova-lite-v1:", home), ["us.amazon.nova-lite-v1:0"]);
    let arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/aps";
    let rest = "application-inference-profile/apsandbox00";
    assert_eq!(bash(&format!("bedr converse -m {arn}"), home), [format!("{rest}1"), format!("{rest}2")]);
    assert_eq!(bash("bedr converse -m us.amazon.nova-lite-v1:0 --max-t", home), ["--max-tokens"]);
    assert_eq!(bash("bedr models get amazon.nova-m", home), ["amazon.nova-micro-v1:0"]);
    assert_eq!(bash("bedr profiles get us.amazon.nova-m", home), ["us.amazon.nova-micro-v1:0"]);
}

#[test]
fn bash_completes_regions_profiles_providers_and_modalities() {
    if !Path::new("/bin/bash").exists() {
        return;
    }
    let home = listed();
    let home = home.home.path();
    assert_eq!(bash("bedr models list --region us-e", home), ["us-east-1", "us-east-2"]);
    assert_eq!(bash("bedr models list --region us-east-1,eu-n", home), ["us-east-1,eu-north-1"]);
    assert_eq!(bash("bedr --profile ", home), ["default", "work"]);
    assert_eq!(bash("bedr models list --provider Anth", home), ["Anthropic"]);
    assert_eq!(bash("bedr models list --output-modality VI", home), ["VIDEO"]);
    assert_eq!(bash("bedr models list --input-modality SP", home), ["SPEECH"]);
    assert_eq!(bash("bedr sand", home), ["sandbox"]);
}

#[test]
fn the_other_shells_are_answered_too() {
    let home = listed();
    for shell in ["zsh", "fish", "elvish", "powershell"] {
        let output = command(PROGRAM, home.home.path())
            .env("BEDR_COMPLETE", shell)
            .env("_CLAP_COMPLETE_INDEX", "3")
            .env("_CLAP_IFS", "\n")
            .args(["--", "bedr", "converse", "-m", "us.amazon.nova-l"])
            .output()
            .expect("runs");
        let shown = String::from_utf8_lossy(&output.stdout).replace('\\', "");
        assert!(shown.contains("us.amazon.nova-lite-v1:0"), "{shell}: {shown}");
    }
}

#[test]
fn cached_answers_without_the_network_and_says_how_to_fill_it() {
    let home = listed();
    let output =
        command(PROGRAM, home.home.path()).args(["models", "list", "--cached", "nova-micro"]).output().expect("runs");
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && shown.contains("us.amazon.nova-micro-v1:0"), "{shown}");
    let output = command(PROGRAM, home.home.path())
        .args(["models", "list", "--cached", "--region", "eu-west-1"])
        .output()
        .expect("runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("`bedr models list --region eu-west-1 --refresh`"), "{said}");
}

#[test]
fn a_cache_that_is_damaged_completes_nothing_and_the_sandbox_is_not_kept() {
    let home = listed();
    let cache = home.home.path().join(".cache/bedr");
    for entry in std::fs::read_dir(&cache).expect("the cache") {
        std::fs::write(entry.expect("an entry").path(), b"{\"half").expect("written");
    }
    let output = command(PROGRAM, home.home.path()).args(["models", "list", "--cached"]).output().expect("runs");
    assert_eq!(output.status.code(), Some(2));
    let output = bedr(["--sandbox", "-q", "models", "list", "echo"]);
    let kept = output.path(".cache");
    output.output();
    assert!(!kept.exists());
}

#[test]
fn many_writers_leave_a_whole_cache() {
    let mut runs: Vec<_> =
        (0..6).map(|_| bedr(["models", "list", "--refresh", "--ids", "echo"]).on_sandbox()).collect();
    let shared = tempfile::tempdir().expect("a folder");
    let cache = shared.path().to_str().expect("UTF-8").to_owned();
    runs = runs.into_iter().map(|run| run.env("XDG_CACHE_HOME", &cache)).collect();
    let children: Vec<_> = runs.iter_mut().map(|run| run.spawn()).collect();
    for child in children {
        assert!(child.wait_with_output().expect("it ends").status.success());
    }
    let files: Vec<_> = std::fs::read_dir(shared.path().join("bedr")).expect("the cache").flatten().collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let kept: serde_json::Value =
        serde_json::from_slice(&std::fs::read(files[0].path()).expect("a file")).expect("whole");
    assert_eq!(kept["region"], "us-east-1");
}
