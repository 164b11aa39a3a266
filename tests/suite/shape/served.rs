//! What the service makes of it: tools, guardrails, cached input, prompts of Prompt management

use serde_json::{Value, json};

use super::{PROMPT, SCHEMA};
use crate::program::{HI, MODES, bedr, stderr};

fn json(output: &std::process::Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
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
fn what_cannot_be_a_guardrail_is_told_from_one_that_is_elsewhere() {
    for guardrail in ["ABC:1", "abc:0"] {
        let run = bedr(["converse", "hi", "--guardrail", guardrail]).exit(6);
        run.stderr("error: 1 validation error detected: [..]\nhint: an id is lower-case letters and digits[..]\nrequest id: [..]").run();
    }
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
    let arguments = ["converse", "-o", "json", "hi", "--tools", "t.json", "--tool-choice", "any", "--response-field"];
    let run = bedr(arguments.into_iter().chain(["/stop_reason"])).file("t.json", SCHEMA);
    let answer = json(&run.on_sandbox().output());
    assert_eq!(answer["additionalModelResponseFields"], json!({"stop_reason": "tool_use"}));
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
