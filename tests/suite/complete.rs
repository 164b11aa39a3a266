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
        // The port is another one every time; nobody listens at this one.
        .env("AWS_ENDPOINT_URL_BEDROCK", "http://127.0.0.1:1")
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
fn bash_quotes_what_the_shell_would_take_apart() {
    if !Path::new("/bin/bash").exists() {
        return;
    }
    let home = listed();
    let home = home.home.path();
    std::fs::write(home.join("a note (1).txt"), "x").expect("written");
    assert_eq!(bash("bedr models list --provider Mis", home), [r"Mistral\ AI"]);
    assert_eq!(bash(r"bedr models list --provider Mistral\ ", home), [r"Mistral\ AI"]);
    assert_eq!(bash("bedr models list --provider=Mis", home), [r"Mistral\ AI"]);
    assert_eq!(bash("bedr models list --provider 'Mistral ", home), ["Mistral AI"]);
    assert_eq!(bash("bedr models list --provider=\"Mis", home), ["Mistral AI"]);
    // A colon behind a backslash breaks no word.
    assert_eq!(bash(r"bedr converse -m us.amazon.nova-lite-v1\:", home), ["us.amazon.nova-lite-v1:0"]);
    assert_eq!(bash(r"bedr converse -m arn\:aws:bedrock:us-east-1\:", home).len(), 2);
    assert_eq!(
        bash(&format!("bedr converse -s @{}", home.join("a").display()), home),
        [format!(r"@{}/a\ note\ \(1\).txt", home.display())]
    );
    assert_eq!(bash("bedr converse -s @@", home), Vec::<String>::new());
}

#[test]
fn bash_completes_the_values_of_filters_in_upper_and_lower_case() {
    if !Path::new("/bin/bash").exists() {
        return;
    }
    let home = listed();
    let home = home.home.path();
    for (line, completed) in [
        ("bedr models list --provider mis", r"Mistral\ AI"),
        ("bedr models list --output-modality vi", "VIDEO"),
        ("bedr models list --input-modality=sp", "SPEECH"),
        ("bedr models list --status leg", "LEGACY"),
        ("bedr models list --inference-type inf", "INFERENCE_PROFILE"),
        ("bedr models list --customization cont", "CONTINUED_PRE_TRAINING"),
        ("bedr models resolve nova --geo N", "none"),
        ("bedr models resolve nova --geo gl", "global"),
        ("bedr models resolve us.amazon.nova-l", "us.amazon.nova-lite-v1:0"),
        ("bedr invoke --raw-body --service-tier fl", "flex"),
        ("bedr invoke --raw-body --latency opt", "optimized"),
        ("bedr --fault drip", "drip"),
    ] {
        assert_eq!(bash(line, home), [completed], "{line}");
    }
    assert_eq!(bash("bedr models list --region us-east-1,us-e", home), ["us-east-1,us-east-2"]);
    assert_eq!(bash("bedr models list --region us-east-1,us-east-1", home), Vec::<String>::new());
}

#[test]
fn what_the_line_says_of_configuration_and_region_is_followed() {
    if !Path::new("/bin/bash").exists() {
        return;
    }
    let home = listed();
    let home = home.home.path();
    std::fs::write(home.join("other.toml"), "[aliases]\nfable = \"us.anthropic.claude-x\"\n").expect("written");
    let other = home.join("other.toml").display().to_string();
    assert_eq!(bash(&format!("bedr --config {other} converse -m fa"), home), ["fable"]);
    assert_eq!(bash(&format!("bedr --config={other} converse -m son"), home), Vec::<String>::new());
    assert_eq!(bash("bedr --config ~/other.toml converse -m fa", home), ["fable"]);
    // A listing of another region, with one model that is nowhere else.
    let cache = home.join(".cache/bedr");
    let here = std::fs::read_dir(&cache).expect("the cache").flatten().next().expect("a listing").path();
    let there = std::fs::read_to_string(&here).expect("read").replace("us-east-1", "eu-north-1");
    let there = there.replace("amazon.nova-lite-v1:0", "amazon.nova-north-v1:0");
    let name = here.file_name().expect("a name").to_string_lossy().replace("us-east-1", "eu-north-1");
    std::fs::write(cache.join(name), there).expect("written");
    assert_eq!(bash("bedr --region=eu-north-1 models get amazon.nova-n", home), ["amazon.nova-north-v1:0"]);
    assert_eq!(bash("bedr --region us-east-1 models get amazon.nova-n", home), Vec::<String>::new());
    assert_eq!(bash("bedr --region us-east-1,eu-north-1 models get amazon.nova-n", home), ["amazon.nova-north-v1:0"]);
}

/// What a person's bash makes of these lines, TAB by TAB, on a terminal of its own.
#[cfg(unix)]
fn typed_into_bash(lines: &str, home: &Path) {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use std::io::{Read, Write};

    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&controller).expect("granted");
    unlockpt(&controller).expect("unlocked");
    let name = ptsname(&controller, Vec::new()).expect("a name").into_string().expect("UTF-8");
    let terminal = || std::fs::File::options().read(true).write(true).open(&name).expect("opens");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions/bedr.bash");
    let mut bash = command("/bin/bash", home);
    bash.env("PATH", format!("{}:/usr/bin:/bin", Path::new(PROGRAM).parent().expect("a folder").display()))
        .env("TERM", "dumb")
        .args(["--noprofile", "--rcfile"])
        .arg(script)
        .arg("-i")
        .current_dir(home)
        .stdin(terminal())
        .stdout(terminal())
        .stderr(terminal());
    let mut child = bash.spawn().expect("bash starts");
    drop(bash);
    let mut controller = std::fs::File::from(controller);
    // All of it at once: bash reads a key when it is ready for it.
    controller.write_all(format!("{lines}exit\n").as_bytes()).expect("typed");
    let mut shown = Vec::new();
    // When the last writer is gone, Linux answers with an error instead of an end.
    let _ = controller.read_to_end(&mut shown);
    child.wait().expect("it ends");
}

#[cfg(unix)]
#[test]
fn a_person_at_a_terminal_completes_with_tab() {
    if !Path::new("/bin/bash").exists() {
        return;
    }
    let home = listed();
    let home = home.home.path();
    std::fs::write(home.join("my settings.toml"), "[aliases]\nfable = \"us.anthropic.claude-x\"\n").expect("written");
    typed_into_bash(
        "bedr converse -m us.amazon.nova-l\t --max-to\t 5 hi --print-r\t > id\n\
         bedr converse -m us.amazon.nova-lite-v1:\t hi --print-request > colon\n\
         bedr converse -m 'us.amazon.nova-lite-v1:\t hi --print-request > quoted\n\
         bedr converse -m arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/apsandbox001\t \
         hi --print-request > arn\n\
         bedr models list --cached --ids --provider mis\t > provider\n\
         bedr --config my\t converse -m fab\t hi --print-request > config\n\
         bedr models list --cached --ids --provider Cohere > my\t\n",
        home,
    );
    let read = |name: &str| std::fs::read_to_string(home.join(name)).unwrap_or_default();
    let model = |name| serde_json::from_str::<serde_json::Value>(&read(name)).unwrap_or_default()["modelId"].clone();
    assert_eq!(model("id"), "us.amazon.nova-lite-v1:0");
    assert!(read("id").contains("\"maxTokens\":5"), "{}", read("id"));
    assert_eq!(model("colon"), "us.amazon.nova-lite-v1:0");
    assert_eq!(model("quoted"), "us.amazon.nova-lite-v1:0");
    assert!(model("arn").as_str().is_some_and(|arn| arn.ends_with("/apsandbox001")), "{}", model("arn"));
    assert!(read("provider").starts_with("mistral."), "{}", read("provider"));
    assert_eq!(model("config"), "us.anthropic.claude-x");
    // Behind `>` files are named as with any other command.
    assert!(read("my settings.toml").starts_with("cohere."), "{}", read("my settings.toml"));
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

#[test]
fn words_are_read_with_their_quoting_and_written_as_each_shell_needs_them() {
    let home = listed();
    for (shell, typed, completed) in [
        ("zsh", "'Mis", "Mistral AI"),
        ("zsh", r"mistral\ ", "Mistral AI"),
        ("fish", "\"Mistral ", "Mistral AI"),
        ("elvish", "mis", "Mistral AI"),
        ("powershell", "mis", "'Mistral AI'"),
    ] {
        let output = command(PROGRAM, home.home.path())
            .env("BEDR_COMPLETE", shell)
            .env("_CLAP_COMPLETE_INDEX", "4")
            .env("_CLAP_IFS", "\n")
            .args(["--", "bedr", "models", "list", "--provider", typed])
            .output()
            .expect("runs");
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), completed, "{shell}: {typed}");
    }
}

#[test]
fn a_listing_is_kept_by_account_and_by_endpoint() {
    let home = listed();
    let cached = |name: &str, value: &str| {
        let mut command = command(PROGRAM, home.home.path());
        let output = command.env(name, value).args(["models", "list", "--cached", "echo"]).output().expect("runs");
        output.status.code()
    };
    assert_eq!(cached("LANG", "C"), Some(0));
    assert_eq!(cached("AWS_ENDPOINT_URL_BEDROCK", "https://bedrock.example.com"), Some(2));
    assert_eq!(cached("AWS_ENDPOINT_URL_BEDROCK", ""), Some(2));
    assert_eq!(cached("AWS_ACCESS_KEY_ID", "AKIAOTHER"), Some(2));
}

#[test]
fn names_that_are_resolved_and_ids_that_are_refused_fill_the_cache_too() {
    let resolved = bedr(["models", "resolve", "-q", "nova-micro"]).stdout("amazon.nova-micro-v1:0\n").run();
    let refused =
        bedr(["converse", "-m", "nova-micro", "hi"]).exit(5).stderr("error: [..]\nhint: [..]\nrequest id: [..]");
    for home in [resolved, refused.run()] {
        let kept = std::fs::read_dir(home.home.path().join(".cache/bedr")).expect("the cache");
        assert_eq!(kept.count(), 1);
    }
}
