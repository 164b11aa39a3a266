//! Which id to pass: callable ids, regions, profiles, names, and what an error says of a refused id

mod refused;
mod regions;
mod resolve;

use crate::program::{Run, bedr};

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
fn a_pattern_finds_callable_ids_that_are_shown() {
    let row = stdout(bedr(["models", "list", "us.amazon.nova-micro"]));
    assert!(row.starts_with("amazon.nova-micro-v1:0\t") && row.lines().count() == 1, "{row}");
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
