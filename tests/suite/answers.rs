//! What is printed of an answer: by a schema, tools, reasoning, citations

use serde_json::{Value, json};

use crate::program::{HI, MODES, Run, bedr, stderr, stdout};

const INVOICE: &str = r#"{"type":"object","properties":{"total":{"type":"number"},"items":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}}},"required":["total"],"additionalProperties":false}"#;
const INVOICE_ANSWER: &str = "{\"total\":1.5,\"items\":[{\"name\":\"sandbox\"}]}\n";

#[test]
fn a_schema_is_sent_as_it_was_written_and_replaces_the_requests() {
    let request = r#"{"outputConfig":{"new":1,"textFormat":{"type":"json_schema"}}}"#;
    bedr(["converse", "--request", "r.json", "hi", "--print-request", "--schema", r#"{"type": "object",  "additionalProperties":false}"#])
        .file("r.json", request)
        .stdout(concat!(
            r#"{"outputConfig":{"new":1,"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"schema":"#,
            r#""{\"type\": \"object\",  \"additionalProperties\":false}"}}}},"messages":[{"role":"user","content":[{"text":"hi"}]}]}"#,
            "\n"
        ))
        .run_alone();
}

#[test]
fn a_schema_comes_from_a_file_from_stdin_or_as_it_is() {
    for mode in MODES {
        bedr(["converse", "hi", "--schema", "invoice.json", mode])
            .file("invoice.json", INVOICE)
            .stdout(INVOICE_ANSWER)
            .run();
    }
    let ran = bedr(["converse", "hi", "--schema", "-"]).stdin(INVOICE).stdout(INVOICE_ANSWER).run();
    let body: Value = serde_json::from_str(&ran.body()).expect("JSON");
    assert_eq!(body["outputConfig"]["textFormat"]["structure"]["jsonSchema"]["schema"], INVOICE);
    bedr(["converse", "hi", "--schema", INVOICE]).stdin("piped").stdout(INVOICE_ANSWER).run();
}

#[test]
fn two_that_want_stdin_are_named() {
    bedr(["converse", "-", "--schema", "-"])
        .exit(2)
        .stderr("error: `--schema -` and PROMPT `-` both read stdin, which can be read once only\nhint: put one of them into a file")
        .requests(0)
        .run();
}

#[test]
fn an_answer_off_its_schema_is_exit_12_with_the_path_and_the_text_all_the_same() {
    for mode in MODES {
        bedr(["converse", "hi", "--schema", INVOICE, mode])
            .fault("off-schema")
            .exit(12)
            .stdout("{\"total\":{\"hologram\":{\"depth\":3}},\"items\":[{\"name\":\"sandbox\"}]}\n")
            .stderr("error: the answer does not meet its schema: at `/total`: value is not of type \"number\"\nhint: [..]\nrequest id: [..]")
            .run();
        let output =
            bedr(["converse", "hi", "--schema", INVOICE, "-o", "json", mode]).fault("off-schema").on_sandbox().output();
        assert_eq!(output.status.code(), Some(12), "{mode}");
        assert!(stdout(&output).contains("hologram"), "{}", stdout(&output));
    }
    bedr(["converse", "hi", "--schema", INVOICE, "--max-tokens", "2", "--allow-truncated"])
        .exit(12)
        .stdout("{\"total\"\n")
        .stderr("error: the answer does not meet its schema: it is not JSON\ncaused by: EOF while parsing an object at line 1 column 8\nhint: [..]\nrequest id: [..]")
        .run();
}

#[test]
fn a_request_that_holds_a_schema_is_checked_too() {
    let printed = bedr(["converse", "hi", "--schema", INVOICE, "--print-request"]).output();
    bedr(["converse", "--request", "-"]).stdin(printed.stdout.clone()).stdout(INVOICE_ANSWER).run();
    let output = bedr(["converse", "--request", "-"]).stdin(printed.stdout).fault("off-schema").on_sandbox().output();
    assert_eq!(output.status.code(), Some(12));
}

#[test]
fn a_broken_answer_is_not_blamed_on_the_schema() {
    let output = bedr(["converse", "hi", "--schema", INVOICE]).fault("cut-clean").on_sandbox().output();
    assert_eq!(output.status.code(), Some(10));
    assert!(stderr(&output).starts_with("error: the answer broke off"), "{}", stderr(&output));
    assert!(INVOICE_ANSWER.starts_with(stdout(&output).trim_end()) && !output.stdout.is_empty());
}

#[test]
fn what_is_no_schema_is_refused_before_anything_is_sent() {
    let usage = |schema: &str, message: &str| {
        bedr(["converse", "hi", "--schema", schema]).exit(2).stderr(message).requests(0).run();
    };
    usage("{", "error: `--schema {…}` is not JSON\ncaused by: [..]");
    usage(
        r#"{"type":"thing"}"#,
        "error: `--schema {…}` is no JSON Schema\ncaused by: at `/type`: [..]\nhint: a schema is written [..]",
    );
    usage("missing.json", "error: cannot open `missing.json`\ncaused by: [..]");
}

#[test]
fn the_sandbox_follows_each_schema_that_it_takes() {
    for schema in [
        r##"{"$ref":"#/$defs/list","$defs":{"list":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/item"}},"item":{"enum":[null,2]}}}"##,
        r#"{"anyOf":[{"type":"string","format":"date-time"},{"type":"null"}]}"#,
        r#"{"allOf":[{"properties":{"a":{"const":1.10}},"required":["a"]},{"properties":{"b":{"type":["boolean","null"]}}}]}"#,
        r#"{"type":"array","prefixItems":[{"type":"integer"},{"type":"string"}],"items":{"type":"number"}}"#,
        "{}",
    ] {
        let output = bedr(["converse", "hi", "--schema", schema]).on_sandbox().output();
        assert!(output.status.success(), "{schema}: {}{}", stdout(&output), stderr(&output));
    }
}

#[test]
fn the_service_refuses_schemas_in_its_own_words() {
    bedr(["converse", "hi", "--schema", r#"{"type":"object"}"#])
        .exit(6)
        .stderr("error: The model returned the following errors: output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false (ValidationException)\nrequest id: [..]")
        .run();
}

pub const TOOL: &str =
    r#"{"toolUse":{"toolUseId":"tooluse_sandbox0000000000000","name":"sandbox","input":{"city":"Zürich","days":3}}}"#;
const SECOND_TOOL: &str = r#"{"toolUse":{"toolUseId":"tooluse_sandbox0000000000001","name":"weather","input":{}}}"#;
const TOOLS: &str =
    r#"{"toolConfig":{"tools":[{"toolSpec":{"name":"weather","inputSchema":{"json":{"type":"object"}}}}]}}"#;

fn with_tools(mode: &str) -> Run {
    bedr(["converse", "--request", "r.json", "hi", mode]).file("r.json", TOOLS)
}

#[test]
fn an_answer_that_wants_tools_is_a_line_for_each() {
    for mode in MODES {
        bedr(["converse", "hi", mode]).fault("tool-use").stdout(format!("{TOOL}\n")).run();
    }
}

#[test]
fn what_is_said_before_a_tool_is_called_is_a_note() {
    for mode in MODES {
        with_tools(mode)
            .fault("tool-use=text")
            .stdout(format!("{}\n{SECOND_TOOL}\n", TOOL.replace("\"sandbox\"", "\"weather\"")))
            .stderr("note: before it asks for tools the model says: This is bedr's sandbox[..]")
            .run();
    }
    let cited = r#"{"messages":[{"role":"user","content":[{"document":{"name":"Report","format":"txt","source":{"text":"It grew."},"citations":{"enabled":true}}}]}],"#;
    bedr(["converse", "--request", "r.json", "hi", "--citations", "--no-stream"])
        .file("r.json", TOOLS.replacen('{', cited, 1))
        .fault("tool-use=text")
        .stdout(format!("{}\n{SECOND_TOOL}\n", TOOL.replace("\"sandbox\"", "\"weather\"")))
        .stderr("note: before it asks for tools the model says: [..]It grew.”.[1]")
        .run();
    // Nobody could know that this answer would want tools: its text is out already.
    let tools = format!("{TOOL}\n{}\n", SECOND_TOOL.replace("weather", "sandbox"));
    bedr(["converse", "hi"]).fault("tool-use=text").stdout(format!("{HI}{tools}")).run();
}

#[test]
fn with_tools_an_answer_in_words_is_printed_as_ever() {
    for mode in MODES {
        let output = with_tools(mode).on_sandbox().output();
        assert!(
            output.status.success() && stdout(&output).starts_with("This is bedr's sandbox"),
            "{}",
            stderr(&output)
        );
    }
}

#[test]
fn a_tool_whose_input_is_cut_or_garbled_is_not_called() {
    with_tools("--stream")
        .fault("tool-use=garbled")
        .exit(12)
        .stderr("note: the answer holds no text but toolUse; `-o json` shows it\nerror: the model asked for the tool `weather` with an input that is no JSON object\ncaused by: EOF while parsing a string[..]\nhint: [..]\nrequest id: [..]")
        .run();
    with_tools("--no-stream")
        .fault("tool-use=garbled")
        .exit(12)
        .stderr("note: the answer holds no text but toolUse; `-o json` shows it\nerror: the model asked for the tool `weather` with an input that is no JSON object\ncaused by: it is another kind of JSON\nhint: [..]\nrequest id: [..]")
        .run();
    for mode in ["--stream", "--no-stream"] {
        let mut run = bedr(["converse", "--request", "r.json", "hi", "-o", "json", mode, "-O", "a.json"])
            .file("r.json", TOOLS)
            .file("a.json", "before")
            .fault("tool-use=garbled")
            .on_sandbox();
        let kept = run.path("a.json");
        let output = run.spawn().wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(12), "{mode}");
        assert!(stdout(&output).contains(r#""stopReason":"tool_use""#), "{mode}");
        assert_eq!(std::fs::read_to_string(kept).expect("a file"), "before", "{mode}");
    }
    for fault in ["cut-clean", "cut-frame", "stream-exception", "stop=malformed_tool_use", "stop=max_tokens"] {
        let output = with_tools("--stream").fault("tool-use=text").fault(fault).on_sandbox().output();
        assert_ne!(output.status.code(), Some(0), "{fault}");
        // What had arrived of the text is printed all the same, and nothing of a tool.
        assert!(
            stdout(&output).starts_with("This is") && !stdout(&output).contains("toolUse"),
            "{fault}: {}",
            stdout(&output)
        );
    }
}

#[test]
fn a_time_out_hands_on_what_was_held_for_tools() {
    let held = bedr(["converse", "--request", "r.json", "hi", "--timeout", "1s"]).file("r.json", TOOLS);
    let output = held.fault("stall").on_sandbox().output();
    assert_eq!(output.status.code(), Some(8));
    assert!(stdout(&output).starts_with("This"), "{}", stdout(&output));
}

const WHY: &str = "The prompt is all there is to think about, and this is no model.";

#[test]
fn reasoning_is_shown_on_stderr_where_it_is_asked_for() {
    for mode in MODES {
        bedr(["converse", "hi", "--reasoning", mode])
            .fault("reasoning")
            .stdout(HI)
            .stderr(&format!("reasoning: {WHY}"))
            .run();
        bedr(["converse", "hi", "--reasoning", mode])
            .fault("reasoning=redacted")
            .stdout(HI)
            .stderr("reasoning: [redacted]")
            .run();
        let output =
            bedr(["converse", "hi", "--reasoning", "-q", "-o", "json", mode]).fault("reasoning").on_sandbox().output();
        assert_eq!(stderr(&output), format!("reasoning: {WHY}\n"));
        assert!(stdout(&output).contains("signature"));
    }
}

#[test]
fn reasoning_is_an_object_a_piece_where_stderr_is_json() {
    let run = bedr(["converse", "hi", "--reasoning", "--error-format", "json"]).fault("reasoning").on_sandbox();
    let output = run.output();
    let said = stderr(&output);
    let lines = said.lines().map(|line| serde_json::from_str::<Value>(line).expect("an object"));
    let pieces: String = lines
        .map(|line| {
            assert_eq!(line["level"], "reasoning");
            line["message"].as_str().expect("text").to_owned()
        })
        .collect();
    assert_eq!(pieces, WHY);
}

#[test]
fn reasoning_that_breaks_off_ends_its_line() {
    let output = bedr(["converse", "hi", "--reasoning"]).fault("reasoning").fault("cut-clean").on_sandbox().output();
    let said = stderr(&output);
    let mut lines = said.lines();
    assert!(lines.next().is_some_and(|line| format!("reasoning: {WHY}").starts_with(line)), "{said}");
    assert!(lines.next().is_some_and(|line| line.starts_with("error: the answer broke off")), "{said}");
}

#[test]
fn reasoning_comes_where_a_model_was_told_to_think() {
    let request = json!({"additionalModelRequestFields": {"thinking": {"type": "enabled", "budget_tokens": 1024}}});
    bedr(["converse", "--request", "r.json", "hi", "--reasoning"])
        .file("r.json", request.to_string())
        .stdout(HI)
        .stderr(&format!("reasoning: {WHY}"))
        .run();
}

fn citing(arguments: &[&str]) -> Run {
    let document = |name: &str, text: &str| json!({"document": {"name": name, "format": "txt", "source": {"text": text}, "citations": {"enabled": true}}});
    let content = [document("Report", "It grew.\nA lot."), document("Letter", "Dear all"), json!({"text": "hi"})];
    let request = json!({"messages": [{"role": "user", "content": content}]});
    bedr(["converse", "--request", "r.json"].iter().chain(arguments).copied()).file("r.json", request.to_string())
}

const CITING: &str = "This is bedr's sandbox, not a model. Your prompt has 1 word on 1 line and begins with “hi”; with it came 2 documents.";

#[test]
fn citations_are_marks_and_notes_where_they_are_asked_for() {
    for mode in MODES {
        citing(&[mode])
            .stdout(format!("{CITING} “Report” begins with “It grew.”. “Letter” begins with “Dear all”.\n"))
            .run();
        citing(&[mode, "--citations"])
            .stdout(format!(
                "{CITING} “Report” begins with “It grew.”.[1] “Letter” begins with “Dear all”.[2]\n\n\
                 [1] Report, characters 0-8: “It grew.”\n[2] Letter, characters 0-8: “Dear all”\n"
            ))
            .run();
    }
    bedr(["converse", "hi", "--citations"]).stdout(HI).run();
}

#[test]
fn the_notes_of_an_answer_that_broke_off_are_those_that_came() {
    let output = citing(&["--citations"]).fault("stop=max_tokens").on_sandbox().output();
    assert_eq!(output.status.code(), Some(10));
    assert!(stdout(&output).ends_with("“It grew.”\n[2] Letter, characters 0-8: “Dear all”\n"), "{}", stdout(&output));
    let output = citing(&["--citations"]).fault("cut-frame").on_sandbox().output();
    assert_eq!(output.status.code(), Some(10));
    assert!(stdout(&output).starts_with("This is") && !stdout(&output).contains("[2] Letter"), "{}", stdout(&output));
}

#[test]
fn contradictions_name_both_flags() {
    let contradiction = |arguments: &[&str], first: &str, second: &str| {
        let output = bedr(["converse", "hi"].iter().chain(arguments).copied()).output();
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(first) && said.contains(second), "{said}");
    };
    contradiction(&["--extract", "json", "-o", "json"], "`--extract`", "`-o json`");
    contradiction(&["--citations", "-o", "json"], "`--citations`", "`-o json`");
    contradiction(&["--extract", "code", "--citations"], "--extract", "--citations");
    contradiction(&["--extract", "json", "--schema", "{}"], "--extract", "--schema");
    contradiction(&["--citations", "--schema", "{}"], "--citations", "--schema");
    contradiction(&["--extract", "code:"], "--extract", "`code`, `code:LANG` or `json`");
}
