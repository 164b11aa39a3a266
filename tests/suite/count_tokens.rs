//! Counting before paying: `count-tokens`, and `--max-input-tokens` of `converse` and `invoke`

use crate::program::{HI, Ran, bedr};

const SONNET: &str = "anthropic.claude-sonnet-4-6";
const PROFILE: &str = "us.anthropic.claude-sonnet-4-6";
const APPLICATION: &str = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/apsandbox001";

/// The paths that were called, in their order.
fn paths(ran: &Ran) -> Vec<&str> {
    ran.requests.iter().map(|request| request.path.as_str()).collect()
}

#[test]
fn a_request_is_counted_and_the_number_is_all_that_is_printed() {
    let ran = bedr(["count-tokens", "12345678", "-s", "1234"]).stdin("12345678").stdout("5\n").requests(1).run();
    assert_eq!(paths(&ran), ["/model/sandbox.echo-v1%3A0/count-tokens"]);
    let counted = r#"{"input":{"converse":{"messages":[{"role":"user","content":[{"text":"12345678"},{"text":"12345678"}]}],"system":[{"text":"1234"}]}}}"#;
    assert_eq!(ran.body(), counted);
}

#[test]
fn json_is_the_services_own() {
    bedr(["count-tokens", "hi", "-o", "json"]).stdout("{\"inputTokens\":1}\n").run();
    let unknown = "{\"inputTokens\":1,\"hologram\":{\"depth\":3}}\n";
    bedr(["count-tokens", "hi", "-o", "json"]).fault("unknown-member").stdout(unknown).run();
}

#[test]
fn a_request_is_counted_without_the_members_that_cannot_be() {
    let request = r#"{"modelId":"anthropic.claude-sonnet-4-6","inferenceConfig":{"maxTokens":9},"requestMetadata":{"a":"b"},
        "messages":[{"role":"user","content":[{"text":"hi"}]}],"additionalModelRequestFields":{"top_k":1.0}}"#;
    let ran = bedr(["count-tokens", "--request", "r.json", "--temperature", "0.5"]).file("r.json", request);
    let ran = ran.stdout("1\n").run();
    assert_eq!(paths(&ran), ["/model/anthropic.claude-sonnet-4-6/count-tokens"]);
    let messages = r#""messages":[{"role":"user","content":[{"text":"hi"}]}]"#;
    let fields = r#""additionalModelRequestFields":{"top_k":1.0}"#;
    assert_eq!(ran.body(), format!(r#"{{"input":{{"converse":{{{messages},{fields}}}}}}}"#));
}

#[test]
fn the_count_is_what_the_call_counts() {
    let prompt = ["converse", "Name the capital of Australia", "-s", "Be brief", "--usage", "--no-stream"];
    let usage = "usage: input=10 output=[..]";
    let said = "This is bedr's sandbox, not a model. Your prompt has 5 words on 1 line and begins with “Name the capital of Australia”; with it came 1 system prompt.\n";
    bedr(prompt).stdout(said).stderr(usage).run();
    bedr(["count-tokens", "Name the capital of Australia", "-s", "Be brief"]).stdout("10\n").run();
}

#[test]
fn a_body_is_counted_as_it_is() {
    let body = r#"{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{"role":"user","content":"12345678"}]}"#;
    let ran = bedr(["count-tokens", "-m", SONNET, "--raw-body", "body.json"]).file("body.json", body);
    let ran = ran.stdout("2\n").requests(1).run();
    assert!(ran.body().starts_with(r#"{"input":{"invokeModel":{"body":"eyJhbnRocm9w"#), "{}", ran.body());
    bedr(["count-tokens", "-m", SONNET, "--raw-body"]).stdin(body).stdout("2\n").run();
    bedr(["count-tokens", "--raw-body"])
        .exit(2)
        .stderr("error: there is nothing to send: the body is empty\nhint: pipe a body in, or name its file: `--raw-body FILE`")
        .requests(0)
        .run();
}

#[test]
fn a_body_contradicts_whatever_makes_a_converse_request() {
    for flag in
        [["--system", "s"].as_slice(), &["--max-tokens", "1"], &["--request", "r"], &["--no-stdin"], &["prompt"]]
    {
        let typed = ["count-tokens", "--raw-body=body"].iter().chain(flag).copied();
        let output = bedr(typed).output();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with("error: the argument '--raw-body [<FILE|->]' cannot be used with '"), "{said}");
    }
}

#[test]
fn a_profile_is_counted_by_the_id_of_its_model_and_that_is_said() {
    for (profile, base) in [
        (PROFILE, SONNET),
        ("global.anthropic.claude-sonnet-4-6", SONNET),
        ("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-6", SONNET),
        (APPLICATION, SONNET),
    ] {
        let note = format!("note: counted as `{base}`, the model that `{profile}` calls");
        let ran = bedr(["count-tokens", "hi", "-m", profile]).stdout("1\n").stderr(&note).requests(2).run();
        assert!(paths(&ran)[0].starts_with("/inference-profiles/"), "{:?}", paths(&ran));
        assert_eq!(paths(&ran)[1], format!("/model/{}/count-tokens", base.replace(':', "%3A")));
    }
}

#[test]
fn an_arn_of_a_model_holds_its_id() {
    let arn = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-6";
    let note = format!("note: counted as `{SONNET}`, the model that `{arn}` calls");
    bedr(["count-tokens", "hi", "-m", arn]).stdout("1\n").stderr(&note).requests(1).run();
    bedr(["count-tokens", "hi", "-m", arn, "--quiet"]).stdout("1\n").run();
}

#[test]
fn who_may_not_look_at_a_profile_is_told_which_permission_is_missing() {
    bedr(["count-tokens", "hi", "-m", PROFILE])
        .fault("denied=GetInferenceProfile")
        .exit(4)
        .stderr("error: [..]bedrock:GetInferenceProfile[..]\nhint: the policy needs `bedrock:GetInferenceProfile` on [..]\nrequest id: [..]")
        .requests(1)
        .run();
}

#[test]
fn a_model_without_counttokens_is_no_number() {
    let refused = "error: The provided model doesn't support counting tokens. (ValidationException)\n\
        hint: this model has no CountTokens, and nothing is guessed; [..]\nrequest id: [..]";
    bedr(["count-tokens", "hi", "-m", "amazon.nova-lite-v1:0"]).exit(6).stderr(refused).requests(1).run();
    let router = "arn:aws:bedrock:us-east-1:123456789012:default-prompt-router/anthropic.claude:1";
    bedr(["count-tokens", "hi", "-m", router]).exit(6).stderr(refused).requests(1).run();
}

#[test]
fn a_prompt_of_prompt_management_is_not_counted() {
    let prompt = "arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDEFGHIJ:1";
    bedr(["count-tokens", "hi", "-m", prompt])
        .exit(6)
        .stderr("error: `arn:[..]` is a prompt of Prompt management, which CountTokens does not take\nhint: [..]")
        .requests(0)
        .run();
}

#[test]
fn an_id_that_is_none_is_refused_with_what_would_have_worked() {
    let output = bedr(["count-tokens", "hi", "-m", "anthropic.claude-sonnet-4-7"]).on_sandbox().output();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert!(said.contains("The provided model identifier is invalid.") && said.contains("hint:"), "{said}");
}

#[test]
fn resolve_finds_the_model_that_is_counted() {
    let output = bedr(["count-tokens", "hi", "-m", "sonnet 4.6", "--resolve"]).on_sandbox().output();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "1\n", "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_is_no_count_is_no_answer_of_bedrock() {
    bedr(["count-tokens", "hi"])
        .fault("not-bedrock=json")
        .exit(9)
        .stderr("error: the answer is not one of Amazon Bedrock's: it has no `inputTokens`\nhint: [..]")
        .run();
}

#[test]
fn an_input_within_the_limit_is_sent() {
    let ran = bedr(["converse", "hi", "--max-input-tokens", "1"]).stdout(HI).requests(2).run();
    assert_eq!(paths(&ran), ["/model/sandbox.echo-v1%3A0/count-tokens", "/model/sandbox.echo-v1%3A0/converse-stream"]);
    let ran = bedr(["invoke", "--raw-body", "--max-input-tokens", "1"]).stdin("{}").stdout("{}").requests(2).run();
    assert_eq!(paths(&ran)[1], "/model/sandbox.echo-v1%3A0/invoke");
}

#[test]
fn an_input_above_the_limit_is_not_sent_and_both_numbers_are_said() {
    let refused = "error: the input has 2 tokens, and `--max-input-tokens` allows 1; it was not sent\n\
        hint: send less, or allow it: `--max-input-tokens 2`\nrequest id: [..]";
    let converse = ["converse", "12345678", "--max-input-tokens", "1", "--usage-log", "u.jsonl"];
    let ran = bedr(converse).exit(6).stderr(refused).requests(1).run();
    assert_eq!(ran.read("u.jsonl"), "");
    bedr(["invoke", "--raw-body", "--max-input-tokens", "1"])
        .stdin("12345678")
        .exit(6)
        .stderr(refused)
        .requests(1)
        .run();
}

#[test]
fn what_cannot_be_counted_is_not_sent_past_a_limit() {
    bedr(["converse", "hi", "--max-input-tokens", "9", "-m", "amazon.nova-lite-v1:0"])
        .exit(6)
        .stderr(
            "error: The provided model doesn't support counting tokens. (ValidationException)\n\
             caused by: `--max-input-tokens` counts first; nothing else was sent\n\
             hint: [..]\nrequest id: [..]",
        )
        .requests(1)
        .run();
}

#[test]
fn a_limit_contradicts_printing_the_request() {
    let output = bedr(["converse", "hi", "--max-input-tokens", "9", "--print-request"]).output();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said.starts_with("error: the argument '--max-input-tokens <N>' cannot be used with '--print-request'"),
        "{said}"
    );
}
