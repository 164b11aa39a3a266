//! All that a Converse request holds besides words: tools, guardrails, caching, prompts of Prompt management, any member

mod contradictions;
mod served;

use crate::program::{Run, bedr};

const SCHEMA: &str = r#"[{"name":"get_weather","description":"d","type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}}}]"#;
const MESSAGES: &str = r#""messages":[{"role":"user","content":[{"text":"hi"}]}]"#;
const PROMPT: &str = "arn:aws:bedrock:us-east-1:123456789012:prompt/SANDBOXPR1:1";

fn print(arguments: &[&str]) -> Run {
    bedr(["converse", "--print-request", "--no-stdin"].into_iter().chain(arguments.iter().copied()))
        .file("t.json", SCHEMA)
}

fn refuses(arguments: &[&str], stderr: &str) {
    print(arguments).exit(2).stderr(stderr).run_alone();
}

/// What these flags add to a request that says `hi`.
fn adds(arguments: &[&str], members: &str) {
    let arguments: Vec<&str> = ["hi"].into_iter().chain(arguments.iter().copied()).collect();
    print(&arguments).stdout(format!("{{{MESSAGES},{members}}}\n")).run_alone();
}

const SPEC: &str = r#"{"toolSpec":{"name":"get_weather","description":"d","inputSchema":{"json":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}}}}}}"#;

#[test]
fn each_flag_sets_its_member() {
    adds(&["--tools", "t.json"], &format!(r#""toolConfig":{{"tools":[{SPEC}]}}"#));
    for (choice, expected) in
        [("auto", r#"{"auto":{}}"#), ("any", r#"{"any":{}}"#), ("get_weather", r#"{"tool":{"name":"get_weather"}}"#)]
    {
        let expected = format!(r#""toolConfig":{{"tools":[{SPEC}],"toolChoice":{expected}}}"#);
        adds(&["--tools", "t.json", "--tool-choice", choice], &expected);
    }
    let guardrail = r#""guardrailConfig":{"guardrailIdentifier":"abc","guardrailVersion":"#;
    adds(&["--guardrail", "abc"], &format!(r#"{guardrail}"DRAFT"}}"#));
    adds(&["--guardrail", "abc:3", "--guardrail-trace"], &format!(r#"{guardrail}"3","trace":"enabled"}}"#));
    let full = ["--guardrail", "abc:3", "--guardrail-trace=enabled-full", "--guardrail-stream", "async"];
    adds(&full, &format!(r#"{guardrail}"3","trace":"enabled_full","streamProcessingMode":"async"}}"#));
    adds(&["--service-tier", "flex"], r#""serviceTier":{"type":"flex"}"#);
    adds(&["--latency", "optimized"], r#""performanceConfig":{"latency":"optimized"}"#);
    adds(&["--request-metadata", "a=b", "--request-metadata", "c=d=e"], r#""requestMetadata":{"a":"b","c":"d=e"}"#);
    adds(&["--response-field", "/stop_sequence"], r#""additionalModelResponseFieldPaths":["/stop_sequence"]"#);
}

#[test]
fn a_path_leads_to_any_member_and_a_value_is_what_it_reads_as() {
    let fields = ["--field", "top_k=50", "--field", "thinking.budget_tokens=1024", "--field", "mode=fast"];
    adds(&fields, r#""additionalModelRequestFields":{"top_k":50,"thinking":{"budget_tokens":1024},"mode":"fast"}"#);
    adds(
        &["--set", "a.b[0]=1.10", "--set", "a.b[]={\"c\": [true]}", "--set", r"x\.y=two words", "--set-string", "n=5"],
        r#""a":{"b":[1.10,{"c":[true]}]},"x.y":"two words","n":"5""#,
    );
    let hello = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hello\"}]}]}\n";
    print(&["--request", "r.json", "--set", "messages.0.content[-1].text=hello"])
        .file("r.json", format!("{{{MESSAGES}}}"))
        .stdout(hello)
        .run_alone();
}

#[test]
fn what_no_other_flag_said_can_be_set_beside_it() {
    adds(&["-s", "x", "--set", "system[].text=y"], r#""system":[{"text":"x"},{"text":"y"}]"#);
    let metadata = ["--request-metadata", "a=b", "--set", "requestMetadata.c=d"];
    adds(&metadata, r#""requestMetadata":{"a":"b","c":"d"}"#);
    let strict = ["--tools", "t.json", "--set", "toolConfig.tools[0].toolSpec.strict=true"];
    adds(
        &strict,
        &format!(r#""toolConfig":{{"tools":[{},"strict":true}}}}]}}"#, SPEC.strip_suffix("}}").expect("ends")),
    );
    let in_steps = ["--set", "system[].text=a", "--set", "system[].text=b", "--set", "x.a=1", "--set", "x.b=2"];
    adds(&in_steps, r#""system":[{"text":"a"},{"text":"b"}],"x":{"a":1,"b":2}"#);
    let named = print(&["hi", "--schema", "{}", "--set", "outputConfig.textFormat.structure.jsonSchema.name=n"]);
    let named = String::from_utf8(named.output().stdout).expect("UTF-8");
    assert!(named.contains(r#"{"schema":"{}","name":"n"}"#), "{named}");
    let cited = print(&["hi", "-f", "t.csv", "--set", "messages[0].content[0].document.citations.enabled=true"]);
    let cited = String::from_utf8(cited.file("t.csv", "a,b\n1,2\n").output().stdout).expect("UTF-8");
    assert!(cited.contains(r#""citations":{"enabled":true}"#), "{cited}");
}

#[test]
fn what_is_laid_over_a_cached_request_is_cached_too() {
    let point = r#"{"cachePoint":{"type":"default","ttl":"1h"}}"#;
    let given = |system: &str, tool: &str| {
        format!(
            "{{{MESSAGES},\"system\":[{{\"text\":\"{system}\"}},{point}],\"toolConfig\":{{\"tools\":[{tool},{point}]}}}}"
        )
    };
    print(&["--request", "r.json", "-s", "y", "--tools", "t.json"])
        .file("r.json", given("x", r#"{"toolSpec":{"name":"a"}}"#))
        .stdout(given("y", SPEC) + "\n")
        .run_alone();
}

#[test]
fn cache_points_stand_behind_the_tools_the_system_prompt_and_the_attachments() {
    let point = r#"{"cachePoint":{"type":"default","ttl":"1h"}}"#;
    let given = r#"{"messages":[{"role":"user","content":[{"image":{"format":"png"}}]}]}"#;
    let messages =
        format!(r#""messages":[{{"role":"user","content":[{{"image":{{"format":"png"}}}},{point},{{"text":"hi"}}]}}]"#);
    print(&["hi", "--request", "r.json", "-s", "be brief", "--tools", "t.json", "--prompt-cache=1h"])
        .file("r.json", given)
        .stdout(format!(
            "{{{messages},\"system\":[{{\"text\":\"be brief\"}},{point}],\"toolConfig\":{{\"tools\":[{SPEC},{point}]}}}}\n"
        ))
        .run_alone();
    adds(&["-s", "s", "--prompt-cache"], r#""system":[{"text":"s"},{"cachePoint":{"type":"default"}}]"#);
    // Amazon Nova takes no marks among tools.
    print(&["hi", "-m", "us.amazon.nova-lite-v1:0", "-s", "s", "--tools", "t.json", "--prompt-cache"])
        .stdout(format!(
            "{{\"modelId\":\"us.amazon.nova-lite-v1:0\",{MESSAGES},\"system\":[{{\"text\":\"s\"}},{{\"cachePoint\":{{\"type\":\"default\"}}}}],\"toolConfig\":{{\"tools\":[{SPEC}]}}}}\n"
        ))
        .run_alone();
    refuses(
        &["hi", "-m", "us.amazon.nova-lite-v1:0", "--tools", "t.json", "--prompt-cache"],
        "error: `--prompt-cache` has nothing to cache: Amazon Nova caches no tools\nhint: [..]",
    );
    refuses(&["hi", "--prompt-cache"], "error: `--prompt-cache` has nothing to cache: [..]\nhint: [..]");
    refuses(
        &["--prompt-cache", "1h", "-s", "s"],
        "error: `1h` is taken for PROMPT, not for the value of `--prompt-cache`\nhint: type it with a `=`: `--prompt-cache=1h`",
    );
}

#[test]
fn other_tools_leave_the_choice_that_was_made_unless_it_is_a_tool_that_is_gone() {
    for (choice, left) in [(r#"{"any":{}}"#, r#","toolChoice":{"any":{}}"#), (r#"{"tool":{"name":"a"}}"#, "")] {
        let tool = r#"{"toolSpec":{"name":"a","inputSchema":{"json":{}}}}"#;
        let other = r#"{"toolSpec":{"name":"b","inputSchema":{"json":{"type":"object"}}}}"#;
        print(&["hi", "--request", "r.json", "--tools", "t.json"])
            .file("r.json", format!(r#"{{"toolConfig":{{"tools":[{tool}],"toolChoice":{choice}}}}}"#))
            .file("t.json", r#"{"name":"b","type":"object"}"#)
            .stdout(format!("{{\"toolConfig\":{{\"tools\":[{other}]{left}}},{MESSAGES}}}\n"))
            .run_alone();
    }
}

#[test]
fn flags_are_laid_over_a_request_and_leave_the_rest_of_it_alone() {
    let given = r#"{"requestMetadata":{"a":"1","b":"2"},"guardrailConfig":{"guardrailIdentifier":"g","guardrailVersion":"1","new":1.10},"toolConfig":{"tools":[{"toolSpec":{"name":"a","inputSchema":{"json":{}}}}],"new":1}}"#;
    let expected = r#"{"requestMetadata":{"a":"1","b":"3"},"guardrailConfig":{"guardrailIdentifier":"g","guardrailVersion":"1","new":1.10,"trace":"enabled"},"toolConfig":{"tools":[{"toolSpec":{"name":"a","inputSchema":{"json":{}}}}],"new":1,"toolChoice":{"any":{}}},"#;
    print(&["hi", "--request", "r.json", "--request-metadata", "b=3", "--guardrail-trace", "--tool-choice", "any"])
        .file("r.json", given)
        .stdout(format!("{expected}{MESSAGES}}}\n"))
        .run_alone();
}

#[test]
fn what_tools_answered_stands_before_the_words() {
    let given = r#"{"messages":[{"role":"user","content":[{"text":"q"}]},{"role":"assistant","content":[{"toolUse":{"toolUseId":"t1"}},{"toolUse":{"toolUseId":"t2"}}]}]}"#;
    let expected = given.replace("]}]}", r#"]},{"role":"user","content":[{"toolResult":{"toolUseId":"t1","content":[{"json":{"c":1.10}}]}},{"toolResult":{"toolUseId":"t2","content":[{"text":"piped\n"}]}},{"text":"and?"}]}]}"#);
    let arguments =
        ["converse", "--print-request", "--request", "r.json", "--tool-result", "t1=c.json", "--tool-result"];
    bedr(arguments.into_iter().chain(["t2=-", "and?"]))
        .file("r.json", given)
        .file("c.json", "{\"c\": 1.10}\n")
        .stdin("piped\n")
        .stdout(expected + "\n")
        .run_alone();
}

#[test]
fn a_prompt_of_prompt_management_takes_variables() {
    print(&["-m", PROMPT, "--var", "form=haiku", "--var", "topic=@topic", "--var", "at=@@x"])
        .file("topic", "the sea")
        .stdout(format!(
            "{{\"modelId\":\"{PROMPT}\",\"promptVariables\":{{\"form\":{{\"text\":\"haiku\"}},\"topic\":{{\"text\":\"the sea\"}},\"at\":{{\"text\":\"@x\"}}}}}}\n"
        ))
        .run_alone();
    // Nor does one that the environment names want a PROMPT.
    print(&[]).env("BEDR_MODEL", PROMPT).stdout(format!("{{\"modelId\":\"{PROMPT}\"}}\n")).run_alone();
}
