//! `bedr models list` and `bedr models get`

use crate::program::{Run, bedr};

fn ids(arguments: &[&str]) -> Vec<String> {
    let run: Run = bedr(["models", "list", "--ids"].into_iter().chain(arguments.iter().copied()));
    let output = run.on_sandbox().output();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}

fn reply(arguments: &[&str]) -> serde_json::Value {
    let run: Run = bedr(["models", "list", "-o", "json"].into_iter().chain(arguments.iter().copied()));
    serde_json::from_slice(&run.on_sandbox().output().stdout).expect("JSON")
}

#[test]
fn lists_tab_separated_rows_in_a_pipe() {
    bedr(["models", "list", "amazon.nova-lite-v1:0"])
        .stdout("amazon.nova-lite-v1:0\tNova Lite\tAmazon\tTEXT,IMAGE,VIDEO\tTEXT\tyes\tON_DEMAND,INFERENCE_PROFILE\tACTIVE\tamazon.nova-lite-v1:0,us.amazon.nova-lite-v1:0,arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/apsandbox002\tus-east-1\n")
        .requests(3)
        .run();
}

#[test]
fn every_pattern_must_match_id_name_or_provider() {
    assert!(ids(&["ANTHROPIC", "sonnet"]).iter().all(|id| id.contains("sonnet")));
    assert!(ids(&["anthropic.*"]).iter().all(|id| id.starts_with("anthropic.")));
    assert!(!ids(&["anthropic.*"]).is_empty() && ids(&["claude", "nova"]).is_empty());
}

#[test]
fn each_filter_leaves_what_it_says() {
    let all = reply(&[]);
    let all = all["modelSummaries"].as_array().expect("a list");
    let expected = |test: &dyn Fn(&serde_json::Value) -> bool| -> Vec<String> {
        all.iter()
            .filter(|model| test(model))
            .map(|model| model["modelId"].as_str().expect("an id").to_owned())
            .collect()
    };
    let has = |model: &serde_json::Value, list: &str, value: &str| {
        model[list].as_array().is_some_and(|list| list.contains(&value.into()))
    };
    let check = |arguments: &[&str], test: &dyn Fn(&serde_json::Value) -> bool| {
        let expected = expected(test);
        assert!(!expected.is_empty() && expected.len() < all.len(), "{arguments:?} proves nothing");
        assert_eq!(ids(arguments), expected, "{arguments:?}");
    };
    check(&["--provider", "amazon"], &|model| model["providerName"] == "Amazon");
    check(&["--provider", "mistral"], &|model| model["providerName"] == "Mistral AI");
    check(&["--input-modality", "image"], &|model| has(model, "inputModalities", "IMAGE"));
    check(&["--output-modality", "VIDEO"], &|model| has(model, "outputModalities", "VIDEO"));
    check(&["--inference-type", "inference_profile"], &|model| {
        has(model, "inferenceTypesSupported", "INFERENCE_PROFILE")
    });
    check(&["--customization", "FINE_TUNING"], &|model| has(model, "customizationsSupported", "FINE_TUNING"));
    check(&["--status", "legacy"], &|model| model["modelLifecycle"]["status"] == "LEGACY");
    check(&["--streaming"], &|model| model["responseStreamingSupported"] == true);
    check(&["--streaming=false"], &|model| model["responseStreamingSupported"] != true);
}

#[test]
fn json_is_the_services_reply_with_the_entries_that_are_left() {
    let all = reply(&[]);
    let one = reply(&["nova-lite"]);
    let kept = one["modelSummaries"].as_array().expect("a list");
    assert_eq!(kept.len(), 1);
    assert!(all["modelSummaries"].as_array().expect("a list").contains(&kept[0]));
}

#[test]
fn nothing_found_is_empty_and_a_note() {
    bedr(["models", "list", "nonesuch"]).stderr("note: none of the [..] models in us-east-1 matches").run();
    bedr(["models", "list", "nonesuch", "-o", "json"])
        .stdout("{\"modelSummaries\":[]}\n")
        .stderr("note: none of the [..] models in us-east-1 matches")
        .run();
    bedr(["models", "list", "nonesuch", "--quiet"]).run();
}

#[test]
fn ids_and_json_contradict_each_other() {
    bedr(["models", "list", "--ids", "-o", "json"])
        .exit(2)
        .stderr("error: `--ids` prints lines, and `-o json` asks for JSON\nhint: leave one of them out")
        .run();
}

#[test]
fn get_shows_one_model_member_by_member() {
    let output = bedr(["models", "get", "amazon.nova-lite-v1:0"]).on_sandbox().output();
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        text.contains("modelId\tamazon.nova-lite-v1:0\n") && text.contains("modelLifecycle.status\tACTIVE\n"),
        "{text}"
    );
}

#[test]
fn get_prints_the_services_json() {
    let output = bedr(["models", "get", "amazon.nova-lite-v1:0", "--output", "json"]).on_sandbox().output();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["modelDetails"]["modelId"], "amazon.nova-lite-v1:0");
}

#[test]
fn an_unknown_id_is_exit_5() {
    bedr(["models", "get", "nobody.nothing-v1"])
        .exit(5)
        .stderr("error: [..]\nhint: `nobody.nothing-v1` is not an id of region us-east-1[..]\nrequest id: [..]")
        .run();
}

#[test]
fn a_list_that_is_denied_names_the_permission() {
    bedr(["models", "list"])
        .fault("access-denied")
        .exit(4)
        .stderr("error: [..]\nhint: the policy needs `bedrock:ListFoundationModels` on `*`\nrequest id: [..]")
        .run();
}
