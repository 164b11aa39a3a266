//! Which id to pass: callable ids, regions, profiles, names, and what an error says of a refused id

use crate::program::{PROGRAM, Run, bedr};

fn stdout(run: Run) -> String {
    let output = run.on_sandbox().output();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn json(run: Run) -> serde_json::Value {
    serde_json::from_str(&stdout(run)).expect("JSON")
}

#[test]
fn a_row_ends_with_the_ids_to_call_and_the_regions() {
    let row = stdout(bedr(["models", "list", "claude-sonnet-4-6"]));
    let cells: Vec<&str> = row.trim_end().split('\t').collect();
    assert!(cells[8].starts_with("us.anthropic.claude-sonnet-4-6,global.anthropic.claude-sonnet-4-6,arn:"), "{row}");
    assert_eq!(cells[9], "us-east-1");
}

#[test]
fn callable_ids_are_those_that_can_be_called() {
    let ids = stdout(bedr(["models", "list", "--callable", "--ids", "claude-sonnet-4-6"]));
    for id in ids.lines() {
        bedr(["converse", "-m", id, "hi", "-q"]).stdout(crate::program::HI).run();
    }
    assert!(ids.lines().count() >= 3 && !ids.lines().any(|id| id == "anthropic.claude-sonnet-4-6"), "{ids}");
}

#[test]
fn callable_adds_one_member_and_leaves_out_what_cannot_be_called() {
    let plain = json(bedr(["models", "list", "-o", "json"]));
    let callable = json(bedr(["models", "list", "-o", "json", "--callable"]));
    let entries = |list: &serde_json::Value| list["modelSummaries"].as_array().expect("a list").clone();
    assert!(entries(&callable).len() < entries(&plain).len());
    for mut entry in entries(&callable) {
        let members = entry.as_object_mut().expect("an object");
        let ids = members.shift_remove("callable").expect("the member that is added");
        assert!(!ids.as_array().expect("a list").is_empty());
        assert!(entries(&plain).contains(&entry), "{entry}");
    }
}

#[test]
fn json_without_callable_is_the_services_reply_in_one_call() {
    bedr(["models", "list", "-o", "json", "-q"]).on_sandbox().output_and_requests(1);
    bedr(["models", "list", "--ids", "-q"]).on_sandbox().output_and_requests(1);
}

#[test]
fn small_pages_are_all_fetched() {
    let whole = stdout(bedr(["inference-profiles", "list"]));
    assert_eq!(stdout(bedr(["inference-profiles", "list"]).fault("page-size=3")), whole);
    assert!(whole.lines().count() > 10);
}

#[test]
fn a_list_that_is_denied_is_a_note_where_it_is_not_all() {
    let output = bedr(["models", "list", "nova-lite"]).fault("denied=ListInferenceProfiles").on_sandbox().output();
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("note: inference profiles are left out: "));
    bedr(["inference-profiles", "list"])
        .fault("denied=ListInferenceProfiles")
        .exit(4)
        .stderr("error: [..]\nhint: [..]`bedrock:ListInferenceProfiles`[..]\nrequest id: [..]")
        .run();
    let output = bedr(["models", "list", "--all-kinds"]).fault("denied=ListImportedModels").on_sandbox().output();
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("note: imported models are left out: "));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn all_kinds_lists_whatever_can_be_called() {
    let ids = stdout(bedr(["models", "list", "--all-kinds", "--callable", "--ids", "arn:"]));
    for kind in ["provisioned-model/", "custom-model-deployment/", "imported-model/", "prompt-router/", ":endpoint/"] {
        assert!(ids.contains(kind), "no {kind} in {ids}");
    }
    assert!(!ids.contains("pmsandbox003"), "that one is still being created");
    let reply = json(bedr(["models", "list", "--all-kinds", "-o", "json"]));
    assert!(reply["PROVISIONED"][0]["provisionedModelArn"].is_string() && reply["modelSummaries"].is_array());
}

#[test]
fn several_regions_become_one_row_a_model() {
    let rows = stdout(bedr(["models", "list", "--region", "us-east-1,eu-west-1", "amazon.nova-lite-v1:0"]));
    let cells: Vec<&str> = rows.trim_end().split('\t').collect();
    assert_eq!((rows.lines().count(), cells[9]), (1, "us-east-1,eu-west-1"));
    assert!(cells[8].contains("us.amazon.nova-lite-v1:0") && cells[8].contains("eu.amazon.nova-lite-v1:0"));
    let reply =
        json(bedr(["models", "list", "--region", "us-east-1,eu-west-1", "-o", "json", "amazon.nova-lite-v1:0"]));
    let regions: Vec<&str> = reply["modelSummaries"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|entry| entry["region"].as_str())
        .collect();
    assert_eq!(regions, ["us-east-1", "eu-west-1"]);
}

#[test]
fn all_regions_leave_out_those_that_are_not_enabled() {
    let run = bedr(["models", "list", "--region", "all", "--ids", "deepseek.v3"]).on_sandbox();
    let output = run.output();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "deepseek.v3-v1:0\n");
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("note: not enabled for this account: "));
}

#[test]
fn row_13_some_regions_failed() {
    let output =
        bedr(["models", "list", "--region", "us-east-1,us-west-2", "--ids", "nova-lite", "--max-attempts", "1"])
            .fault("region-denied=us-west-2")
            .on_sandbox()
            .output();
    assert_eq!(output.status.code(), Some(13));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "amazon.nova-lite-v1:0\n");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.starts_with("warning: us-west-2: ") && said.contains("error: 1 of 2 regions are missing: us-west-2"),
        "{said}"
    );
}

#[test]
fn the_same_failure_everywhere_is_the_error() {
    bedr(["models", "list", "--region", "us-east-1,us-west-2", "--max-attempts", "1"])
        .fault("throttling")
        .exit(7)
        .stderr("error: [..] (ThrottlingException)\nhint: [..]\nrequest id: [..]")
        .run();
}

#[test]
fn get_shows_every_callable_id_availability_and_prices() {
    let text = stdout(bedr(["models", "get", "anthropic.claude-sonnet-4-6", "--availability", "--pricing"]));
    assert!(text.contains("\ncallable.us.anthropic.claude-sonnet-4-6\tus-east-1,us-east-2,us-west-2\n"), "{text}");
    assert!(text.contains("\nauthorizationStatus\tAUTHORIZED\n"), "{text}");
    assert!(text.contains("\nprice."), "{text}");
    let reply =
        json(bedr(["models", "get", "anthropic.claude-sonnet-4-6", "--availability", "--pricing", "-o", "json"]));
    assert!(reply["availability"]["regionAvailability"].is_string() && reply["agreementOffers"]["offers"].is_array());
    let text = stdout(bedr(["models", "get", "amazon.nova-lite-v1:0", "--pricing"]));
    assert!(text.contains("\nprice\tno rate card"), "{text}");
}

#[test]
fn inference_profiles_are_listed_and_shown() {
    let rows = stdout(bedr(["profiles", "list", "us.amazon.nova-lite"]));
    assert_eq!(
        rows,
        "us.amazon.nova-lite-v1:0\tUS Nova Lite\tSYSTEM_DEFINED\tamazon.nova-lite-v1:0\tus-east-1,us-east-2,us-west-2\tACTIVE\n"
    );
    let text = stdout(bedr(["inference-profiles", "get", "us.amazon.nova-lite-v1:0"]));
    assert!(text.contains("inferenceProfileId\tus.amazon.nova-lite-v1:0\n"), "{text}");
    let reply = json(bedr(["inference-profiles", "get", "us.amazon.nova-lite-v1:0", "-o", "json"]));
    assert_eq!(reply["type"], "SYSTEM_DEFINED");
    let reply = json(bedr(["inference-profiles", "list", "-o", "json"]));
    let types: Vec<&str> = reply["inferenceProfileSummaries"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["type"].as_str())
        .collect();
    assert!(types.contains(&"SYSTEM_DEFINED") && types.contains(&"APPLICATION"));
    bedr(["inference-profiles", "get", "us.nobody.nothing"])
        .exit(5)
        .stderr("error: [..]\nhint: [..]\nrequest id: [..]")
        .run();
}

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

/// The command in backticks in the hint of an error.
fn command_of(stderr: &str) -> Option<String> {
    let hint = stderr.lines().find(|line| line.starts_with("hint: "))?;
    hint.split('`').find(|part| part.starts_with("bedr ")).map(str::to_owned)
}

#[test]
fn every_refused_id_of_the_catalogue_leads_to_a_command_that_works() {
    let all = json(bedr(["models", "list", "-o", "json", "--region", "all", "--output-modality", "TEXT"]));
    let programs = std::path::Path::new(PROGRAM).parent().expect("a folder").display().to_string();
    let mut refused = 0;
    let mut ids: Vec<&str> =
        all["modelSummaries"].as_array().expect("a list").iter().filter_map(|one| one["modelId"].as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let output = bedr(["--sandbox", "-q", "converse", "it's me", "-m", id]).output();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.code() != Some(5) {
            continue;
        }
        refused += 1;
        let command = command_of(&said).unwrap_or_else(|| panic!("{id}: no command in {said}"));
        let again = std::process::Command::new("/bin/sh")
            .args(["-c", &command])
            .env_clear()
            .env("PATH", &programs)
            .stdin(std::process::Stdio::null())
            .output()
            .expect("runs");
        assert!(again.status.success(), "{id}: {command}: {}", String::from_utf8_lossy(&again.stderr));
    }
    assert!(refused > 10, "only {refused} ids were refused");
}

#[test]
fn where_the_look_up_fails_or_an_endpoint_was_given_the_first_error_stands_alone() {
    let stands = "error: [..]on-demand throughput isn’t supported[..]\nhint: this model is called through an inference profile[..]\nrequest id: [..]";
    bedr(["converse", "hi", "-m", "anthropic.claude-sonnet-4-6", "--max-attempts", "1"])
        .fault("denied=ListFoundationModels")
        .fault("denied=ListInferenceProfiles")
        .exit(5)
        .stderr(stands)
        .run();
    let sandbox = bedr::sandbox::Sandbox::start(bedr::sandbox::Settings::default()).expect("starts");
    bedr(["converse", "hi", "-m", "anthropic.claude-sonnet-4-6", "--endpoint-url", &sandbox.endpoint()])
        .exit(5)
        .stderr(stands)
        .requests(0)
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
fn the_beginning_of_an_id_leads_to_that_model_and_a_legacy_one_to_its_line() {
    let hint = |arguments: &[&'static str], fault: Option<&str>| {
        let run = bedr(arguments.iter().copied());
        let run = if let Some(fault) = fault { run.fault(fault) } else { run };
        let output = run.on_sandbox().output();
        command_of(&String::from_utf8_lossy(&output.stderr)).unwrap_or_default()
    };
    let begun = hint(&["converse", "-m", "anthropic.claude-sonnet-4-5", "hi"], None);
    assert!(begun.contains("-m us.anthropic.claude-sonnet-4-5-20250929-v1:0"), "{begun}");
    let line = hint(&["converse", "-m", "anthropic.claude-3-haiku-20240307-v1:0", "hi"], Some("legacy-model"));
    assert!(line.contains("claude-haiku-4-5"), "{line}");
}

#[test]
fn a_region_that_is_none_is_a_usage_error_everywhere() {
    for region in ["us_east_1", "../x"] {
        bedr(["--sandbox", "-q", "converse", "hi", "--region", region])
            .exit(2)
            .stderr(&format!("error: `--region` is no region: `{region}`\nhint: [..]"))
            .run_alone();
    }
}

/// What a refused id is told, on one line.
fn told(arguments: &[&'static str]) -> String {
    let output = bedr(arguments.iter().copied()).on_sandbox().output();
    assert_eq!(output.status.code(), Some(5));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    said.lines().find(|line| line.starts_with("hint: ")).unwrap_or_default().to_owned()
}

#[test]
fn words_that_are_no_id_lead_to_the_nearest_ids() {
    let hint = told(&["converse", "-m", "nova-micro", "hi"]);
    assert_eq!(hint, "hint: the nearest id here: `bedr converse -m amazon.nova-micro-v1:0 hi`");
    let hint = told(&["converse", "-qm", "claude", "hi"]);
    assert!(hint.starts_with("hint: the nearest ids here: `bedr converse -qm us.anthropic.claude-"), "{hint}");
    assert!(hint.contains("` (or ") && hint.matches("us.anthropic.claude-").count() >= 4, "{hint}");
}

#[test]
fn an_arn_of_another_region_leads_there_without_a_look_up() {
    let arn = "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/apsandbox001";
    let output = bedr(["converse", "-m", arn, "hi"]).on_sandbox().output_and_requests(1);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let command = format!("`bedr converse -m {arn} hi --region eu-west-1`");
    assert!(said.contains(&format!("hint: the ARN is of eu-west-1: {command}")), "{said}");
}

#[test]
fn get_shows_the_model_behind_a_profile_and_looks_up_a_refused_id() {
    let own = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/apsandbox001";
    for profile in ["us.anthropic.claude-sonnet-4-6", own] {
        let output = bedr(["models", "get", profile]).on_sandbox().output();
        let (text, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let model = text.lines().find_map(|line| line.strip_prefix("modelId\t")).unwrap_or_default();
        assert!(model.starts_with("anthropic.") || model.starts_with("amazon."), "{text}");
        assert_eq!(said, format!("note: `{profile}` is an inference profile of `{model}`\n"));
    }
    assert_eq!(
        told(&["models", "get", "amazon.nova-mico-v1:0"]),
        "hint: the nearest id here: `bedr models get amazon.nova-micro-v1:0`"
    );
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
fn a_typo_among_regions_is_a_usage_error_and_several_are_for_lists() {
    bedr(["models", "list", "--region", "us-east-1,nonsense"])
        .exit(2)
        .stderr("error: `--region` names no region: `nonsense`\nhint: [..]")
        .requests(0)
        .run();
    bedr(["models", "get", "amazon.nova-micro-v1:0", "--region", "all"])
        .exit(2)
        .stderr("error: `--region` takes one region here, not `all`\nhint: [..]")
        .requests(0)
        .run();
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
fn a_pattern_finds_callable_ids_that_are_shown() {
    let row = stdout(bedr(["models", "list", "us.amazon.nova-micro"]));
    assert!(row.starts_with("amazon.nova-micro-v1:0\t") && row.lines().count() == 1, "{row}");
}

#[test]
fn what_a_policy_hides_in_several_regions_is_one_note() {
    let output = bedr(["models", "list", "--region", "us-east-1,us-west-2", "nova-lite"])
        .fault("denied=ListInferenceProfiles")
        .on_sandbox()
        .output();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.starts_with("note: inference profiles are left out in us-east-1, us-west-2: "), "{said}");
    assert_eq!(said.lines().count(), 1);
}

#[test]
fn an_arn_of_a_model_leads_to_an_id_that_works_in_its_region() {
    let hint = told(&["converse", "-m", "arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-lite-v1:0", "hi"]);
    assert!(hint.contains("bedr converse -m us.amazon.nova-lite-v1:0 hi --region us-west-2`"), "{hint}");
}

#[test]
fn what_is_over_leads_to_what_came_after_it_without_asking_everywhere() {
    let output = bedr(["converse", "-m", "anthropic.claude-3-5-sonnet-20241022-v2:0", "hi"]).on_sandbox();
    let (output, requests) = output.output_with_requests();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("reached the end of its life") && said.contains("-m us.anthropic.claude-sonnet-4-6 hi`"),
        "{said}"
    );
    assert_eq!(requests.len(), 4);
}

#[test]
fn a_model_that_wants_a_profile_leads_to_its_own_even_where_it_is_legacy() {
    let hint = told(&["converse", "-m", "anthropic.claude-opus-4-1-20250805-v1:0", "hi"]);
    assert!(
        hint.contains("-m us.anthropic.claude-opus-4-6-v1 hi` (or us.anthropic.claude-opus-4-1-20250805-v1:0)"),
        "{hint}"
    );
}

#[test]
fn a_model_that_makes_no_text_is_not_suggested_to_converse() {
    let hint = told(&["converse", "-m", "luma.ray-v2:0", "hi"]);
    assert!(hint.contains("us-west-2 has it, but it makes VIDEO") && !hint.contains("converse"), "{hint}");
}

#[test]
fn a_listing_that_is_not_whole_does_not_take_the_place_of_one_that_is() {
    let home = bedr(["models", "list", "--refresh", "--ids", "echo"]).stdout("sandbox.echo-v1:0\n").run().home;
    let cache = home.path().join(".cache");
    let read = || {
        let entry =
            std::fs::read_dir(cache.join("bedr")).expect("the cache").next().expect("a file").expect("an entry");
        std::fs::read(entry.path()).expect("it is read")
    };
    let before = read();
    let path = cache.to_str().expect("UTF-8").to_owned();
    let output =
        bedr(["models", "list", "echo", "-q"]).env("XDG_CACHE_HOME", &path).fault("denied=ListInferenceProfiles");
    assert!(output.on_sandbox().output().status.success());
    assert_eq!(read(), before);
    bedr(["models", "list", "--refresh", "--ids", "echo"])
        .file("cache", "no folder")
        .env("XDG_CACHE_HOME", "/dev/null")
        .stdout("sandbox.echo-v1:0\n")
        .stderr("warning: the listing of us-east-1 is not kept: [..]")
        .run();
}

#[test]
fn an_answer_that_is_no_list_of_profiles_is_exit_9() {
    for arguments in [["profiles", "list", "-q"].as_slice(), &["profiles", "get", "us.amazon.nova-lite-v1:0", "-q"]] {
        let output = bedr(arguments.iter().copied()).fault("not-bedrock=json").on_sandbox().output();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(9), 0), "{arguments:?}");
    }
}

#[test]
fn regions_that_fail_differently_are_each_told() {
    let output = bedr(["models", "list", "--region", "us-east-1,eu-west-1", "--max-attempts", "1"])
        .fault("region-throttled=us-east-1")
        .fault("region-denied=eu-west-1")
        .on_sandbox()
        .output();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(13));
    assert!(said.contains("warning: us-east-1: ") && said.contains("warning: eu-west-1: "), "{said}");
}

#[test]
fn a_merged_row_has_the_inference_types_of_all_its_regions() {
    for regions in ["eu-west-1,us-east-1", "us-east-1,eu-west-1"] {
        let row = stdout(bedr(["models", "list", "--region", regions, "amazon.nova-lite-v1:0"]));
        let types = row.split('\t').nth(6).expect("a cell");
        assert!(types.contains("ON_DEMAND") && types.contains("INFERENCE_PROFILE"), "{row}");
    }
    let reply =
        json(bedr(["models", "list", "--region", "us-east-1,us-west-2", "--all-kinds", "--callable", "-o", "json"]));
    for entry in reply["PROVISIONED"].as_array().expect("a list") {
        assert!(entry["region"].is_string() && entry["callable"][0]["id"] == entry["provisionedModelArn"], "{entry}");
    }
}

#[test]
fn models_that_a_policy_hides_leave_the_profiles() {
    let run = bedr(["models", "list", "--callable", "--ids", "-q"]).fault("denied=ListFoundationModels");
    let ids = stdout(run);
    assert!(ids.contains("us.anthropic.claude-sonnet-4-6\n"), "{ids}");
    bedr(["models", "resolve", "us.anthropic.claude-sonnet-4-6", "-q"])
        .fault("denied=ListFoundationModels")
        .stdout("us.anthropic.claude-sonnet-4-6\n")
        .run();
    bedr(["models", "list", "-o", "json", "-q"])
        .fault("denied=ListFoundationModels")
        .exit(4)
        .stderr("error: [..]\nhint: [..]\nrequest id: [..]")
        .run();
}

#[test]
fn what_cannot_be_told_is_not_called_unknown() {
    let id = "us.amazon.nova-lite-v1:0";
    for command in ["check", "resolve"] {
        bedr(["models", command, id, "-q"])
            .fault("denied=ListInferenceProfiles")
            .exit(4)
            .stderr("error: it cannot be told [..]\ncaused by: [..]")
            .run();
    }
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

#[test]
fn get_takes_words_and_profiles_show_models_and_regions() {
    let text = stdout(bedr(["models", "get", "sonnet 4.5", "-q"]));
    assert!(text.contains("modelId\tanthropic.claude-sonnet-4-5-20250929-v1:0\n"), "{text}");
    bedr(["models", "get", "sonnet"]).exit(5).stderr("error: `sonnet` may mean [..]\nhint: [..]").run();
    let text = stdout(bedr(["profiles", "get", "us.amazon.nova-lite-v1:0"]));
    assert!(
        text.contains("\nmodels\tamazon.nova-lite-v1:0\n")
            && text.ends_with("\nregions\tus-east-1,us-east-2,us-west-2\n"),
        "{text}"
    );
}

#[test]
fn all_is_no_region_of_a_variable() {
    bedr(["models", "list"])
        .env("AWS_REGION", "all")
        .exit(2)
        .stderr("error: `AWS_REGION` names one region, not all\nhint: [..]")
        .requests(0)
        .run();
}

#[test]
fn commands_in_hints_are_for_the_same_profile() {
    let keys = format!(
        "[dev]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
        bedr::sandbox::ACCESS_KEY_ID,
        bedr::sandbox::SECRET_ACCESS_KEY
    );
    bedr(["--profile", "dev", "models", "resolve", "nonesuch"])
        .file(".aws/credentials", keys)
        .exit(5)
        .stderr("error: [..]\nhint: `bedr --profile dev models list --region all nonesuch` shows where there is one")
        .run();
}
