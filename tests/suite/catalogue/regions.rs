//! Lists of several regions at once

use super::{json, stdout};
use crate::program::bedr;

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
fn a_region_that_is_none_is_a_usage_error_everywhere() {
    for region in ["us_east_1", "../x"] {
        bedr(["--sandbox", "-q", "converse", "hi", "--region", region])
            .exit(2)
            .stderr(&format!("error: `--region` is no region: `{region}`\nhint: [..]"))
            .run_alone();
    }
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
fn all_is_no_region_of_a_variable() {
    bedr(["models", "list"])
        .env("AWS_REGION", "all")
        .exit(2)
        .stderr("error: `AWS_REGION` names one region, not all\nhint: [..]")
        .requests(0)
        .run();
}
