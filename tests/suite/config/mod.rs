//! The configuration file: where it is, and what it says

mod mistakes;
mod shown;

use bedr::sandbox;

use crate::program::{HI, Run, bedr};

const FILE: &str = ".config/bedr/config.toml";

const ALIASES: &str = "[aliases]\nsonnet = \"us.anthropic.x-v1:0\"\necho = \"sandbox.echo-v1:0\"\n";

/// The region of the signature with which the run's request was signed.
fn signed_for(run: Run) -> String {
    let ran = run.stdout(HI).run();
    ran.header("authorization").expect("signed").split('/').nth(2).expect("a region").to_owned()
}

/// The printed request calls this id.
fn model_of(arguments: &[&str], run: impl Fn(Run) -> Run, expected: &str) {
    let arguments = ["converse", "--print-request", "--no-stdin", "hi"].iter().chain(arguments).copied();
    let request = format!(r#"{{"modelId":"{expected}","messages":[{{"role":"user","content":[{{"text":"hi"}}]}}]}}"#);
    run(bedr(arguments)).stdout(format!("{request}\n")).run_alone();
}

#[test]
fn an_alias_stands_for_its_id_and_another_name_for_itself() {
    let aliases = |run: Run| run.file(FILE, ALIASES);
    model_of(&["-m", "sonnet"], aliases, "us.anthropic.x-v1:0");
    model_of(&["-m", "Sonnet"], aliases, "Sonnet");
    model_of(&["-m", "us.anthropic.x-v1:0"], aliases, "us.anthropic.x-v1:0");
    model_of(&["-m", "sonnet"], |run| run, "sonnet");
}

#[test]
fn converse_and_invoke_call_the_id_behind_an_alias() {
    let said = |operation: &str| {
        format!("debug: alias echo is sandbox.echo-v1:0\ndebug: {operation}, [..]\ndebug: HTTP 200 [..]%3A0/[..]")
    };
    bedr(["converse", "hi", "-m", "echo", "-v"]).file(FILE, ALIASES).stdout(HI).stderr(&said("ConverseStream")).run();
    bedr(["invoke", "--raw-body", "-m", "echo", "-v"])
        .file(FILE, ALIASES)
        .stdin("{}")
        .stdout("{}")
        .stderr(&said("InvokeModel"))
        .run();
}

#[test]
fn the_variables_model_may_be_an_alias_and_so_may_the_configurations() {
    let called = |run: Run| run.stdout(HI).run();
    called(bedr(["converse", "hi"]).file(FILE, ALIASES).env("BEDR_MODEL", "echo"));
    let file = format!("model = \"echo\"\n{ALIASES}");
    called(bedr(["converse", "hi"]).file(FILE, &file).env("BEDR_MODEL", ""));
    bedr(["invoke", "--raw-body"]).file(FILE, &file).env("BEDR_MODEL", "").stdin("{}").stdout("{}").run();
}

#[test]
fn print_request_shows_the_id_that_would_be_called() {
    let request =
        |model: &str| format!("{{\"messages\":[{{\"role\":\"user\",\"content\":[{{\"text\":\"hi\"}}]}}]{model}}}\n");
    let run = || bedr(["converse", "--print-request", "hi"]).file(FILE, format!("model = 'echo'\n{ALIASES}"));
    run().stdout(request(",\"modelId\":\"sandbox.echo-v1:0\"")).run_alone();
    run().env("BEDR_MODEL", "sonnet").stdout(request(",\"modelId\":\"us.anthropic.x-v1:0\"")).run_alone();
    bedr(["converse", "--print-request", "hi"]).stdout(request("")).run_alone();
}

#[test]
fn the_requests_own_model_is_passed_on_as_it_is() {
    let given = r#"{"modelId":"sonnet","messages":[{"role":"user","content":[{"text":"hi"}]}]}"#;
    bedr(["converse", "--print-request", "--request", "r.json"])
        .file("r.json", given)
        .file(FILE, ALIASES)
        .stdout(format!("{given}\n"))
        .run_alone();
}

#[test]
fn the_model_is_the_flags_then_the_variables_then_the_configurations() {
    let file = "model = 'of.configuration'\n";
    let refused = |run: Run, model: &str| {
        let ran = run.file(FILE, file).on_sandbox().output();
        let error = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(error.contains(&format!("\"model\":\"{model}\"")), "{error}");
    };
    let run = |more: &[&'static str]| {
        bedr(["converse", "hi", "--error-format", "json"].into_iter().chain(more.iter().copied()))
    };
    refused(run(&["-m", "of.flag"]).env("BEDR_MODEL", "of.variable"), "of.flag");
    refused(run(&[]).env("BEDR_MODEL", "of.variable"), "of.variable");
    refused(run(&[]).env("BEDR_MODEL", ""), "of.configuration");
}

#[test]
fn the_configurations_region_comes_last() {
    let run = || bedr(["converse", "hi"]).file(FILE, "region = 'eu-north-1'\n").env("AWS_REGION", "");
    assert_eq!(signed_for(run()), "eu-north-1");
    assert_eq!(signed_for(run().file(".aws/config", "[default]\nregion = ap-south-1\n")), "ap-south-1");
    assert_eq!(signed_for(run().env("AWS_DEFAULT_REGION", "eu-west-3")), "eu-west-3");
    assert_eq!(signed_for(run().env("AWS_REGION", "eu-west-1")), "eu-west-1");
    let flag = bedr(["converse", "hi", "--region", "us-west-2"]).file(FILE, "region = 'eu-north-1'\n");
    assert_eq!(signed_for(flag), "us-west-2");
}

#[test]
fn the_configurations_profile_comes_last_and_keys_in_the_environment_beat_it() {
    let profiles = "[profile work]\nregion = eu-west-2\n[profile other]\nregion = eu-west-3\n";
    let keys = format!(
        "[work]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
        sandbox::ACCESS_KEY_ID,
        sandbox::SECRET_ACCESS_KEY
    );
    let run = |arguments: &[&'static str]| {
        bedr(["converse", "hi"].into_iter().chain(arguments.iter().copied()))
            .file(FILE, "profile = 'work'\n")
            .file(".aws/config", profiles)
            .file(".aws/credentials", &keys)
            .env("AWS_REGION", "")
    };
    assert_eq!(signed_for(run(&[])), "eu-west-2");
    assert_eq!(signed_for(run(&[]).env("AWS_PROFILE", "other")), "eu-west-3");
    assert_eq!(signed_for(run(&["--profile", "work"]).env("AWS_PROFILE", "other")), "eu-west-2");
    // Without keys in the environment the profile's are used.
    assert_eq!(signed_for(run(&[]).env("AWS_ACCESS_KEY_ID", "").env("AWS_SECRET_ACCESS_KEY", "")), "eu-west-2");
    let wrong = run(&[]).env("AWS_ACCESS_KEY_ID", "AKIAWRONG").env("AWS_SECRET_ACCESS_KEY", "wrong");
    wrong.exit(3).stderr("error: [..]\nhint: [..]\nrequest id: [..]").run();
}

#[test]
fn the_file_is_the_flags_then_the_variables_then_that_of_the_configuration_folder() {
    let alias = |id: &str| format!("[aliases]\na = \"{id}\"\n");
    let files = |run: Run| {
        let xdg = run.path("xdg").display().to_string();
        let run = run.file("flag.toml", alias("of.flag")).file("variable.toml", alias("of.variable"));
        let run = run.file("xdg/bedr/config.toml", alias("of.xdg")).file(FILE, alias("of.home"));
        (run, xdg)
    };
    model_of(&["-m", "a"], |run| files(run).0, "of.home");
    model_of(&["-m", "a"], |run| files(run).0.env("XDG_CONFIG_HOME", ""), "of.home");
    let in_xdg = |run: Run| {
        let (run, xdg) = files(run);
        run.env("XDG_CONFIG_HOME", &xdg)
    };
    model_of(&["-m", "a"], in_xdg, "of.xdg");
    model_of(&["-m", "a"], |run| in_xdg(run).env("BEDR_CONFIG", ""), "of.xdg");
    model_of(&["-m", "a"], |run| in_xdg(run).env("BEDR_CONFIG", "variable.toml"), "of.variable");
    let flag = &["-m", "a", "--config", "flag.toml"];
    model_of(flag, |run| in_xdg(run).env("BEDR_CONFIG", "variable.toml"), "of.flag");
    model_of(&["-m", "a", "--config", "/dev/null"], in_xdg, "a");
}

#[test]
fn without_a_file_or_a_home_nothing_is_missed() {
    bedr(["converse", "hi"]).stdout(HI).run();
    bedr(["converse", "hi"]).env("HOME", "").stdout(HI).run();
    bedr(["converse", "hi"]).file(".config", "a file where the folder would be").stdout(HI).run();
}

#[test]
fn the_sandbox_takes_aliases_and_nothing_else_of_the_configuration() {
    let file = format!("model = 'x.y'\nregion = 'eu-west-1'\nprofile = 'nonesuch'\n{ALIASES}");
    bedr(["-q", "--sandbox", "converse", "hi"]).file(FILE, &file).stdout(HI).run_alone();
    bedr(["-q", "--sandbox", "converse", "hi", "-m", "echo"]).file(FILE, &file).stdout(HI).run_alone();
}

#[test]
fn a_configuration_that_was_named_is_read_beside_the_sandbox_too() {
    bedr(["--sandbox", "-q", "converse", "hi", "--config", "c.toml"])
        .file("c.toml", "modle = 'x'\n")
        .exit(2)
        .stderr("error: [..]c.toml[..]\nhint: [..]")
        .run_alone();
}
