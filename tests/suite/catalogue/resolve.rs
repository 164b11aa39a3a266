//! Names as people say them become ids to call, and ids are checked

use super::stdout;
use crate::program::bedr;

#[test]
fn resolve_prints_the_id_to_call() {
    bedr(["models", "resolve", "sonnet", "4.5"])
        .stdout("us.anthropic.claude-sonnet-4-5-20250929-v1:0\n")
        .stderr("note: `us.anthropic.claude-sonnet-4-5-20250929-v1:0` is how Claude Sonnet 4.5 is called here")
        .run();
    bedr(["models", "resolve", "sonnet", "4.5", "--geo", "global"])
        .stdout("global.anthropic.claude-sonnet-4-5-20250929-v1:0\n")
        .stderr("note: [..]")
        .run();
    bedr(["models", "resolve", "nova-lite", "-q"]).stdout("amazon.nova-lite-v1:0\n").run();
    bedr(["models", "resolve", "sonnet 4.6", "--geo", "none"])
        .exit(5)
        .stderr("error: `sonnet 4.6` cannot be called on demand in us-east-1, but as `us.anthropic.claude-sonnet-4-6`[..]\nhint: [..]")
        .run();
}

#[test]
fn resolve_lists_the_candidates_and_finds_nothing_for_nonsense() {
    bedr(["models", "resolve", "sonnet"])
        .exit(5)
        .stderr("error: `sonnet` may mean [..] ids in us-east-1: `us.anthropic.claude-sonnet-4-6`, [..]\nhint: say more words, or `--geo`, or one of these ids")
        .run();
    bedr(["models", "resolve", ""]).exit(2).stderr("error: the name is empty\nhint: [..]").requests(0).run();
    bedr(["models", "resolve", "nonesuch"])
        .exit(5)
        .stderr("error: nothing that can be called in us-east-1 is named `nonesuch`\nhint: [..]")
        .run();
}

#[test]
fn check_fails_for_models_that_do_not_live_on() {
    let ends = "sandbox.ends-in-400-days-v1:0";
    let output = bedr(["models", "check", ends, "us.amazon.nova-lite-v1:0", "--within", "300d"]).on_sandbox().output();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0));
    assert!(text.lines().all(|line| line.ends_with("\tok")) && text.lines().count() == 2, "{text}");
    let output =
        bedr(["models", "check", "--within", "500d"]).stdin(format!("{ends}\nno.such\n\n")).on_sandbox().output();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(5));
    let verdicts: Vec<&str> = text.lines().filter_map(|line| line.rsplit('\t').next()).collect();
    assert_eq!(verdicts, ["ends", "unknown"], "{text}");
    let output = bedr(["models", "check", "sandbox.ends-in-30-days-v1:0"]).on_sandbox().output();
    assert!(String::from_utf8_lossy(&output.stdout).ends_with("\tlegacy\n"));
    bedr(["models", "check"])
        .stdin("")
        .exit(2)
        .stderr("error: there is nothing to check: stdin is empty\nhint: [..]")
        .run();
}

#[test]
fn resolve_on_the_command_line_calls_what_a_name_means_and_says_so() {
    bedr(["converse", "-m", "sonnet 4.5", "--resolve", "hi"])
        .stdout(crate::program::HI)
        .stderr("note: `us.anthropic.claude-sonnet-4-5-20250929-v1:0` is how Claude Sonnet 4.5 is called here")
        .run();
    let body = r#"{"inputText":"hi"}"#;
    let output = bedr(["invoke", "-m", "titan embed text v2", "--resolve", "--raw-body", "-v"])
        .stdin(body)
        .on_sandbox()
        .output();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stderr).contains("/model/amazon.titan-embed-text-v2%3A0/invoke"));
    bedr(["converse", "-m", "sonnet 4.5", "hi", "-q"])
        .exit(5)
        .stderr("error: [..]\nhint: [..]\nrequest id: [..]")
        .run();
}

#[test]
fn the_configuration_can_ask_for_it_and_names_all_regions() {
    let config = "resolve = true\nregions = [\"us-east-1\", \"us-west-2\"]\n";
    bedr(["converse", "-m", "sonnet 4.5", "hi", "-q", "--config", "c.toml"])
        .file("c.toml", config)
        .stdout(crate::program::HI)
        .run();
    let rows = stdout(bedr(["models", "list", "--region", "all", "--config", "c.toml", "echo"]).file("c.toml", config));
    assert!(rows.ends_with("\tus-east-1,us-west-2\n"), "{rows}");
}

#[test]
fn resolve_and_check_know_aliases() {
    let config = "[aliases]\nfast = \"amazon.nova-micro-v1:0\"\n";
    let run = |arguments: &[&'static str]| bedr(arguments.iter().copied()).file("c.toml", config);
    assert_eq!(stdout(run(&["models", "resolve", "fast", "--config", "c.toml"])), "amazon.nova-micro-v1:0\n");
    let checked = stdout(run(&["models", "check", "fast", "--config", "c.toml"]));
    assert!(checked.starts_with("amazon.nova-micro-v1:0\t") && checked.ends_with("\tok\n"), "{checked}");
}

#[test]
fn check_believes_profiles_that_are_listed_and_no_others() {
    let own = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/apsandbox001";
    let checked = stdout(bedr(["models", "check", own, "us.amazon.nova-lite-v1:0"]));
    assert!(checked.lines().all(|line| line.ends_with("\tok")), "{checked}");
    let output =
        bedr(["models", "check", "xx.amazon.nova-lite-v1:0", "eu.amazon.nova-lite-v1:0"]).on_sandbox().output();
    let verdicts = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(verdicts.lines().all(|line| line.ends_with("\tunknown")) && output.status.code() == Some(5), "{verdicts}");
}

#[test]
fn an_id_is_passed_on_where_the_lists_are_hidden() {
    for fault in ["denied=ListInferenceProfiles", "denied=ListFoundationModels"] {
        let run = bedr(["converse", "--resolve", "-m", "us.anthropic.claude-sonnet-4-6", "hi", "-q"]).fault(fault);
        run.stdout(crate::program::HI).run();
    }
}

#[test]
fn resolve_knows_what_an_account_has_made() {
    let id = stdout(bedr(["models", "resolve", "-q", "provisioned", "pmsandbox001"]));
    assert!(id.starts_with("arn:") && id.contains("provisioned-model/"), "{id}");
    bedr(["models", "resolve", "-q", "us.anthropic.claude-sonnet-4-6", "--geo", "GLOBAL"])
        .stdout("global.anthropic.claude-sonnet-4-6\n")
        .run();
    bedr(["models", "resolve", "-q", "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-6"])
        .stdout("us.anthropic.claude-sonnet-4-6\n")
        .run();
    bedr(["models", "resolve", "sonnet 4.6", "--geo", "mars"])
        .exit(5)
        .stderr("error: `sonnet 4.6` has no profile of the geography `mars` in us-east-1, but `us.[..]\nhint: [..]")
        .run();
    bedr(["models", "resolve", "it's"])
        .exit(5)
        .stderr("error: [..]\nhint: `bedr models list --region all \"it's\"`[..]")
        .run();
    bedr(["models", "resolve", "x", "-o", "json"]).exit(2).stderr("error: [..]\nhint: [..]").requests(0).run();
}

#[test]
fn resolve_names_the_id_behind_an_alias_and_can_be_switched_off() {
    let config = "resolve = true\n[aliases]\nfast = \"us.amazon.nova-micro-v1:0\"\n";
    let run =
        |arguments: &[&'static str]| bedr(arguments.iter().copied()).file("c.toml", config).stdout(crate::program::HI);
    run(&["converse", "-m", "fast", "hi", "--config", "c.toml"])
        .stderr("note: `us.amazon.nova-micro-v1:0` is an inference profile")
        .run();
    run(&["converse", "-m", "fast", "hi", "--config", "c.toml", "--resolve=false"]).requests(1).run();
}

#[test]
fn check_reads_ids_from_stdin_with_comments() {
    let output = bedr(["models", "check", "amazon.nova-micro-v1:0", "-"])
        .stdin("# ours\nus.amazon.nova-lite-v1:0 # the cheap one\n")
        .on_sandbox()
        .output();
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2);
}

#[test]
fn check_knows_what_an_account_has_made() {
    let ids = stdout(bedr(["models", "list", "--all-kinds", "--callable", "--ids", "arn:aws:"]));
    let checked = stdout(bedr(["models", "check"]).stdin(ids.clone()));
    assert_eq!(checked.lines().count(), ids.lines().count());
    assert!(checked.lines().all(|line| line.ends_with("\tok")), "{checked}");
}

#[test]
fn resolve_prefers_ids_to_aliases_and_names_the_alias() {
    let config = "[aliases]\n\"anthropic.claude-sonnet-4-6\" = \"us.amazon.nova-pro-v1:0\"\nfast = \"us.amazon.nova-micro-v1:0\"\n";
    let run = |name: &'static str| bedr(["models", "resolve", name, "--config", "c.toml"]).file("c.toml", config);
    run("anthropic.claude-sonnet-4-6").stdout("us.anthropic.claude-sonnet-4-6\n").stderr("note: [..]").run();
    run("fast")
        .stdout("us.amazon.nova-micro-v1:0\n")
        .stderr("note: `fast` is an alias; `us.amazon.nova-micro-v1:0` is an inference profile")
        .run();
}

#[test]
fn resolve_takes_no_arn_that_nothing_has_and_a_whole_name_before_a_part_of_another() {
    assert_eq!(stdout(bedr(["models", "resolve", "nova", "lite", "-q"])), "amazon.nova-lite-v1:0\n");
    for arn in ["arn:foo", "arn:aws:bedrock:us-east-1::foundation-model/nope.nope"] {
        bedr(["models", "resolve", arn]).exit(5).stderr("error: nothing that can be called [..]\nhint: [..]").run();
    }
    let elsewhere = "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/apsandbox001";
    bedr(["models", "resolve", elsewhere])
        .exit(5)
        .stderr("error: `arn:[..]` is of eu-west-1, and us-east-1 is asked\nhint: add `--region eu-west-1`")
        .run();
    bedr(["models", "resolve", "support-desk", "--geo", "none"])
        .exit(2)
        .stderr("error: `--geo` chooses among the service's profiles, and `support-desk` is your own\nhint: [..]")
        .run();
}
