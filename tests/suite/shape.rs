//! All that a Converse request holds besides words: tools, guardrails, caching, prompts of Prompt management, any member

use serde_json::{Value, json};

use crate::program::{HI, MODES, Run, bedr, stderr};

const SCHEMA: &str = r#"[{"name":"get_weather","description":"d","type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}}}]"#;
const MESSAGES: &str = r#""messages":[{"role":"user","content":[{"text":"hi"}]}]"#;
const PROMPT: &str = "arn:aws:bedrock:us-east-1:123456789012:prompt/SANDBOXPR1:1";

fn print(arguments: &[&str]) -> Run {
    bedr(["converse", "--print-request", "--no-stdin"].into_iter().chain(arguments.iter().copied()))
        .file("t.json", SCHEMA)
}

/// What these flags add to a request that says `hi`.
fn adds(arguments: &[&str], members: &str) {
    let arguments: Vec<&str> = ["hi"].into_iter().chain(arguments.iter().copied()).collect();
    print(&arguments).stdout(format!("{{{MESSAGES},{members}}}\n")).run_alone();
}

fn refuses(arguments: &[&str], stderr: &str) {
    print(arguments).exit(2).stderr(stderr).run_alone();
}

fn json(output: &std::process::Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
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
    refuses(&["hi", "--prompt-cache"], "error: `--prompt-cache` has nothing to cache: [..]\nhint: [..]");
    refuses(
        &["--prompt-cache", "1h", "-s", "s"],
        "error: `1h` is taken for PROMPT, not for the value of `--prompt-cache`\nhint: type it with a `=`: `--prompt-cache=1h`",
    );
}

#[test]
fn flags_are_laid_over_a_request_and_leave_the_rest_of_it_alone() {
    let given = r#"{"requestMetadata":{"a":"1","b":"2"},"guardrailConfig":{"guardrailIdentifier":"g","guardrailVersion":"1","new":1.10},"toolConfig":{"tools":[{"toolSpec":{"name":"a","inputSchema":{"json":{}}}}],"new":1}}"#;
    let chosen =
        r#"{"toolConfig":{"tools":[{"toolSpec":{"name":"a","inputSchema":{"json":{}}}}],"toolChoice":{"any":{}}}}"#;
    print(&["hi", "--request", "r.json", "--tools", "t.json"])
        .file("r.json", chosen)
        .file("t.json", r#"{"name":"b","type":"object"}"#)
        .stdout(format!(
            "{{\"toolConfig\":{{\"tools\":[{{\"toolSpec\":{{\"name\":\"b\",\"inputSchema\":{{\"json\":{{\"type\":\"object\"}}}}}}}}],\"toolChoice\":{{\"any\":{{}}}}}},{MESSAGES}}}\n"
        ))
        .run_alone();
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

#[test]
fn contradictions_name_both_flags() {
    for (set, flag, value) in [
        ("inferenceConfig.maxTokens=3", "--max-tokens", "5"),
        ("inferenceConfig={}", "--temperature", "1"),
        ("modelId=a", "--model", "b"),
        ("toolConfig={}", "--tools", "t.json"),
        ("outputConfig={}", "--schema", "{}"),
        ("outputConfig.textFormat=null", "--schema", "{}"),
        ("guardrailConfig.guardrailIdentifier=a", "--guardrail", "b:1"),
        ("requestMetadata={}", "--request-metadata", "a=b"),
        ("requestMetadata.a=c", "--request-metadata", "a=b"),
        ("guardrailConfig.guardrailVersion=2", "--guardrail", "b:1"),
        ("outputConfig.textFormat.structure.jsonSchema.schema=x", "--schema", "{}"),
        ("toolConfig.tools[0].toolSpec.name=x", "--tools", "t.json"),
        ("system[0].text=y", "--system", "x"),
        ("system[0].guardContent={}", "--system", "x"),
        ("messages[0].content[0]={}", "--file", "t.json"),
        ("messages[-1].content[-2].document.format=md", "--file", "t.json"),
        ("additionalModelResponseFieldPaths=[]", "--response-field", "/a"),
    ] {
        let path = set.split('=').next().expect("a path");
        refuses(&["hi", "--set", set, flag, value], &format!("error: `--set {path}` cannot be used with `{flag}`"));
    }
    refuses(&["hi", "--set", "messages=[]"], "error: `--set messages` cannot be used with `PROMPT`");
    refuses(
        &["-f", "t.json", "--inline", "--set", "messages=[]"],
        "error: `--set messages` cannot be used with `--file`",
    );
    for set in
        ["messages[0].content=[]", "messages[0]={}", "messages.-1.content[0].text=x", "messages[0].content[0].image={}"]
    {
        let path = set.split('=').next().expect("a path");
        refuses(&["hi", "--set", set], &format!("error: `--set {path}` cannot be used with `PROMPT`"));
    }
    refuses(
        &["hi", "--tools", "t.json", "--tool-choice", "auto", "--set", "toolConfig.toolChoice.any={}"],
        "error: `--set toolConfig.toolChoice.any` cannot be used with `--tool-choice`",
    );
    for (flag, value) in [("--set", "a=6"), ("--set-string", "a=6"), ("--field", "a=5")] {
        refuses(&["hi", flag, "a=5", flag, value], &format!("error: `{flag} a` is given twice"));
    }
    refuses(&["hi", "--set", "a=5", "--set", "a.b=6"], "error: `--set a.b` cannot be used with `--set a`");
    refuses(&["hi", "--set", "a.b=5", "--set", "a={}"], "error: `--set a` cannot be used with `--set a.b`");
    bedr(["converse", "--print-request", "--set", "messages=[]"])
        .stdin("piped")
        .exit(2)
        .stderr("error: `--set messages` cannot be used with `stdin`")
        .run_alone();
    let field = ["hi", "--set-string", "additionalModelRequestFields=x", "--field", "a.b=1"];
    refuses(&field, "error: `--set-string additionalModelRequestFields` cannot be used with `--field a.b`");
    refuses(
        &["hi", "--set", "a.b=1", "--set-string", "a=1"],
        "error: `--set-string a` cannot be used with `--set a.b`",
    );
    refuses(&["hi", "--var", "a=1", "--var", "a=2", "-m", PROMPT], "error: `--var a=…` is given twice");
    refuses(&["hi", "-m", "a.b", "--var", "a=1"], "error: `--var a=…` is for a prompt [..] `a.b` is none\nhint: [..]");
    for (flag, value) in [("--system", "s"), ("--top-p", "1"), ("--tools", "t.json"), ("--field", "a=1")] {
        let words = format!("error: `{flag}` cannot be used with a prompt's ARN as `--model`: `{PROMPT}`\nhint: [..]");
        refuses(&["-m", PROMPT, flag, value], &words);
    }
    refuses(
        &["hi", "--no-stream", "--guardrail", "a", "--guardrail-stream", "sync"],
        "error: `--guardrail-stream` cannot be used with `--no-stream`[..]\nhint: [..]",
    );
    bedr(["converse", "hi", "-o", "json", "--guardrail", "a", "--guardrail-stream", "sync"])
        .exit(2)
        .stderr("error: `--guardrail-stream` cannot be used with `-o json`[..]\nhint: add `--stream`")
        .requests(0)
        .run();
    bedr(["converse", "--tools", "-", "--tool-result", "a=-", "--var", "b=@-"])
        .exit(2)
        .stderr("error: `--tools -` and `--tool-result a=-` both read stdin, which can be read once only\nhint: [..]")
        .run_alone();
}

#[test]
fn says_what_is_missing_or_leads_nowhere() {
    refuses(
        &["hi", "--tool-choice", "any"],
        "error: `--tool-choice any` chooses among tools[..]\nhint: add `--tools FILE`",
    );
    refuses(
        &["hi", "--tools", "t.json", "--tool-choice", "x"],
        "error: `--tool-choice x` names none of the tools: get_weather",
    );
    refuses(&["hi", "--guardrail-trace"], "error: `--guardrail-trace` is for a guardrail[..]\nhint: [..]");
    refuses(
        &["hi", "--set", "messages.5=1"],
        "error: `--set messages.5` leads nowhere: there is no entry 5 in a list of 1",
    );
    refuses(
        &["hi", "--set", "system=x"],
        "error: `system` in what `--set` made of the request is a string, not an array",
    );
    let wrong = |arguments: &[&str], words: &str| {
        let output = print(arguments).output();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && stderr.contains(words), "{stderr}");
    };
    wrong(&["hi", "--set", "a={b"], "`--set-string` takes it for text");
    wrong(&["hi", "--field", "top_k"], "it is written `PATH=VALUE`");
    wrong(&["hi", "--response-field", "stop"], "a JSON pointer is written `/stop_sequence`");
    print(&["hi", "--tools", "bad.json"])
        .file("bad.json", "{")
        .exit(2)
        .stderr("error: `--tools bad.json` is not JSON\ncaused by: [..]")
        .run_alone();
}

#[test]
fn a_model_that_has_to_ask_for_a_tool_asks_and_takes_its_answer() {
    let turn = |arguments: &[&str]| {
        let fixed = ["converse", "-o", "json", "--no-stdin", "--tools", "t.json"];
        bedr(fixed.into_iter().chain(arguments.iter().copied())).file("t.json", SCHEMA)
    };
    let asked = json(&turn(&["hi", "--tool-choice", "any"]).on_sandbox().output());
    let wanted = &asked["output"]["message"]["content"][0]["toolUse"];
    assert_eq!((&asked["stopReason"], &wanted["name"]), (&json!("tool_use"), &json!("get_weather")));
    assert_eq!(wanted["input"], json!({"city": "sandbox", "days": 3}));
    // Nobody forces it here; the prompt names the tool.
    assert_eq!(json(&turn(&["call get_weather"]).on_sandbox().output())["stopReason"], "tool_use");
    assert_eq!(json(&turn(&["hi"]).on_sandbox().output())["stopReason"], "end_turn");

    let id = wanted["toolUseId"].as_str().expect("an id");
    let user = json!({"role": "user", "content": [{"text": "hi"}]});
    let request = json!({"messages": [user, asked["output"]["message"]]}).to_string();
    let result = format!("{id}=r.json");
    let answered = turn(&["--request", "c.json", "--tool-result", &result]);
    let answered = json(&answered.file("c.json", &request).file("r.json", "{\"sun\": true}").on_sandbox().output());
    assert_eq!(answered["stopReason"], "end_turn");
    assert!(answered.to_string().contains("1 tool result, 1 tool"), "{answered}");

    turn(&["--request", "c.json", "--tool-result", "other=r.json"])
        .file("c.json", &request)
        .file("r.json", "sun")
        .exit(2)
        .stderr(&format!(
            "error: `--tool-result other=…` answers a call that the model's last message does not make\nhint: it asks for: {id}"
        ))
        .requests(0)
        .run();
    turn(&["hi", "--tool-result", "other=r.json"])
        .file("r.json", "sun")
        .exit(2)
        .stderr("error: `--tool-result other=…` answers a call that the model's last message does not make\nhint: [..]")
        .requests(0)
        .run();
    turn(&["--request", "c.json", "something else"])
        .file("c.json", &request)
        .exit(6)
        .stderr(&format!(
            "error: Expected toolResult blocks at messages.2.content for the following Ids: {id} (ValidationException)\n\
             hint: answer each call of a tool: `--tool-result ID=FILE`\nrequest id: [..]"
        ))
        .run();
}

#[test]
fn a_streamed_request_for_a_tool_is_the_same() {
    let run = bedr(["converse", "-o", "json", "--stream", "hi", "--tools", "t.json", "--tool-choice", "get_weather"]);
    let output = run.file("t.json", SCHEMA).on_sandbox().output();
    let events = String::from_utf8(output.stdout).expect("UTF-8");
    let input = events.lines().filter_map(|line| {
        let event: Value = serde_json::from_str(line).expect("JSON");
        event.pointer("/contentBlockDelta/delta/toolUse/input").and_then(Value::as_str).map(str::to_owned)
    });
    assert_eq!(input.collect::<String>(), r#"{"city":"sandbox","days":3}"#);
    assert!(events.contains(r#""stopReason":"tool_use""#));
}

#[test]
fn the_service_refuses_tools_that_take_no_object() {
    bedr(["converse", "hi", "--tools", "t.json"])
        .file("t.json", r#"[{"toolSpec":{"name":"a","inputSchema":{"json":{"type":"string"}}}}]"#)
        .exit(6)
        .stderr("error: The value at toolConfig.tools.0.toolSpec.inputSchema.json.type must be one of the following: object. (ValidationException)\nrequest id: [..]")
        .run();
}

#[test]
fn a_guardrail_that_intervenes_is_withheld_and_traced() {
    let blocked = "Sorry, the model cannot answer this question.\n";
    let withheld =
        "error: a guardrail intervened[..]\nhint: to see why, add `--guardrail-trace` and `-o json`\nrequest id: [..]";
    bedr(["converse", "blockme", "--guardrail", "abc:1", "--guardrail-stream", "async"])
        .stdout(blocked)
        .stderr(withheld)
        .exit(11)
        .run();
    let run = bedr(["converse", "blockme", "-o", "json", "--guardrail", "abc:1", "--guardrail-trace"]);
    let output = run.on_sandbox().output();
    let answer = json(&output);
    assert_eq!((output.status.code(), &answer["stopReason"]), (Some(11), &json!("guardrail_intervened")));
    let word = answer.pointer("/trace/guardrail/inputAssessment/abc/wordPolicy/customWords/0/match");
    assert_eq!(word, Some(&json!("blockme")), "{answer}");
    assert!(stderr(&output).contains("hint: `trace.guardrail` in what was printed says why\n"), "{}", stderr(&output));
    bedr(["converse", "hi", "--guardrail", "abc:1"]).stdout(HI).run();
    bedr(["converse", "blockme"]).stdout(HI.replace("“hi”", "“blockme”")).run();
}

#[test]
fn a_fault_makes_a_guardrail_intervene_in_any_answer() {
    for mode in MODES {
        bedr(["converse", "hi", "--guardrail", "abc:1", "--guardrail-trace", mode])
            .fault("stop=guardrail_intervened")
            .stdout("Sorry, the model cannot answer this question.\n")
            .stderr("error: a guardrail intervened[..]\nhint: to see why, add `-o json`\nrequest id: [..]")
            .exit(11)
            .run();
    }
    let run = bedr(["converse", "hi", "-o", "json", "--guardrail", "abc:1", "--guardrail-trace"]);
    let answer = json(&run.fault("stop=guardrail_intervened").on_sandbox().output());
    assert_eq!(answer.pointer("/trace/guardrail/actionReason"), Some(&json!("Guardrail blocked.")), "{answer}");
    let output = bedr(["converse", "blockme", "-o", "json", "--guardrail", "abc:1"]).on_sandbox().output();
    assert!(stderr(&output).contains("hint: to see why, add `--guardrail-trace`\n"), "{}", stderr(&output));
}

#[test]
fn the_mode_of_a_guardrail_in_a_stream_is_not_sent_where_there_is_none() {
    let given = r#"{"messages":[{"role":"user","content":[{"text":"hi"}]}],"guardrailConfig":{"guardrailIdentifier":"abc","guardrailVersion":"1","streamProcessingMode":"sync"}}"#;
    let run = |more: &[&'static str]| {
        let arguments = ["converse", "--request", "r.json"].into_iter().chain(more.iter().copied());
        bedr(arguments).file("r.json", given).stdout(HI)
    };
    assert_eq!(run(&[]).run().body(), given);
    let without = given.replace(r#","streamProcessingMode":"sync""#, "");
    assert_eq!(run(&["--no-stream"]).run().body(), without);
    let fallen_back = run(&[]).fault("streaming-unsupported").stderr("note: not streamed: [..]").run();
    assert_eq!(fallen_back.body(), without);
}

#[test]
fn what_was_cached_is_read_the_next_time() {
    let mut ask = bedr(["converse", "-o", "json", "--no-stdin", "-s", "four words of it", "--prompt-cache=1h", "hi"])
        .on_sandbox();
    let mut usage = || json(&ask.again())["usage"].clone();
    let (first, second) = (usage(), usage());
    let counters = |read: u64, write: u64| {
        let details = if write > 0 { json!([{"ttl": "1h", "inputTokens": write}]) } else { json!([]) };
        json!({"inputTokens": 1, "outputTokens": 32, "totalTokens": 37, "cacheReadInputTokens": read, "cacheWriteInputTokens": write, "cacheDetails": details})
    };
    assert_eq!((first, second), (counters(0, 4), counters(4, 0)));
    let told = "usage: input=1 output=32 cache_read=0 cache_write=4 latency_ms=12 model=sandbox.echo-v1:0";
    bedr(["converse", "--usage", "-s", "four words of it", "--prompt-cache", "hi"])
        .stdout(HI.replace(".\n", "; with it came 1 system prompt.\n"))
        .stderr(told)
        .run();
}

#[test]
fn what_is_asked_of_the_models_own_answer_is_there() {
    let run = bedr([
        "converse",
        "-o",
        "json",
        "hi",
        "--stop",
        ", not",
        "--response-field",
        "/stop_sequence",
        "--response-field",
        "/none",
    ]);
    let answer = json(&run.on_sandbox().output());
    assert_eq!(answer["additionalModelResponseFields"], json!({"stop_sequence": ", not"}));
}

#[test]
fn a_prompt_is_called_by_its_arn_with_its_variables_filled_in() {
    let said = "This is bedr's sandbox, not a model. Your prompt has 6 words on 1 line and begins with “Write a haiku about the sea”; with it came 1 system prompt.\n";
    bedr(["converse", "-m", PROMPT, "--var", "form=haiku", "--var", "topic=the sea"]).stdout(said).run();
    bedr(["converse", "-m", PROMPT, "--var", "form=haiku"])
        .exit(6)
        .stderr("error: The prompt variable topic must have a value[..] (ValidationException)\nrequest id: [..]")
        .run();
    let talk = PROMPT.replace("PR1", "PR2");
    bedr(["converse", "-m", &talk, "--var", "language=Latin", "salve"])
        .stdout("This is bedr's sandbox, not a model. Your prompt has 1 word on 1 line and begins with “salve”; with it came 2 earlier messages.\n")
        .run();
    bedr(["converse", "-m", PROMPT, "--set", "system=[]"])
        .exit(6)
        .stderr("error: A prompt from Prompt management can't be used with the following fields in the request: system. [..]\nrequest id: [..]")
        .run();
    bedr(["converse", "-m", &PROMPT.replace("PR1", "PR9")])
        .exit(6)
        .stderr("error: The requested prompt does not exist. (ResourceNotFoundException)\nhint: [..]\nrequest id: [..]")
        .run();
}
