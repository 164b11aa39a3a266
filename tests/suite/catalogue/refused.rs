//! An id that the service refuses leads to a command that works

use super::json;
use crate::program::{PROGRAM, bedr};

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
