//! What is printed of an answer: by a schema, tools, reasoning, citations, a part of the text, into a file

use serde_json::{Value, json};

use crate::program::{HI, Run, bedr};

const INVOICE: &str = r#"{"type":"object","properties":{"total":{"type":"number"},"items":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}}},"required":["total"],"additionalProperties":false}"#;
const INVOICE_ANSWER: &str = "{\"total\":1.5,\"items\":[{\"name\":\"sandbox\"}]}\n";
const MODES: [&str; 2] = ["--stream", "--no-stream"];

fn stdout(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

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

const TOOL: &str =
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
        .stderr("note: the answer holds no text but toolUse; `-o json` shows it\nerror: the model asked for the tool `weather` with an input that is not JSON\ncaused by: EOF while parsing a string[..]\nhint: [..]\nrequest id: [..]")
        .run();
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

/// The sandbox's answer repeats the first line of the prompt, so JSON there is JSON in the answer.
#[test]
fn extracts_the_first_json_value_alone() {
    for mode in MODES {
        bedr(["converse", "Say {\"a\": [1.10]} to 3", "--extract", "json", mode]).stdout("{\"a\": [1.10]}\n").run();
    }
    bedr(["converse", "hi", "--extract", "json"])
        .exit(12)
        .stderr("note: nothing is extracted; the text is: This is[..]\nerror: the answer holds no JSON object or array\nhint: [..]\nrequest id: [..]")
        .run();
}

/// An answer that is a fenced block comes from a server that says what the test wants.
fn saying(text: &str, stop_reason: &str) -> crate::servers::Answering {
    let answer = json!({
        "output": {"message": {"role": "assistant", "content": [{"text": text}]}},
        "stopReason": stop_reason,
        "usage": {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2},
    });
    crate::servers::answering(move |_| answer.to_string())
}

fn asking(server: &crate::servers::Answering, arguments: &[&str]) -> Run {
    let url = ["--endpoint-url", &server.url, "--no-stream"];
    bedr(["converse", "hi"].iter().chain(&url).chain(arguments).copied())
}

#[test]
fn extracts_the_first_fenced_block_or_that_of_a_language() {
    let server = saying("Run:\n```sh\nls\n```\nor:\n  ```Python\n  print()\n  ```\nBye.", "end_turn");
    asking(&server, &["--extract", "code"]).stdout("ls\n").run();
    asking(&server, &["--extract", "code:python"]).stdout("print()\n").run();
    asking(&server, &["--extract", "code:rust"])
        .exit(12)
        .stderr("note: nothing is extracted; the text is: Run: ```sh[..]\nerror: the answer holds no fenced block of the language `rust`\nhint: [..]")
        .run();
}

#[test]
fn nothing_is_extracted_from_an_answer_that_is_not_whole() {
    let server = saying("```sh\nrm -r /tmp/a", "max_tokens");
    asking(&server, &["--extract", "code"])
        .exit(10)
        .stderr(
            "note: nothing is extracted; the text is: ```sh rm -r /tmp/a\nerror: the answer was cut[..]\nhint: [..]",
        )
        .run();
    asking(&server, &["--extract", "code", "--allow-truncated"])
        .stdout("rm -r /tmp/a\n")
        .stderr("warning: the answer was cut at the maximum of tokens")
        .run();
    let output = bedr(["converse", "{} is JSON", "--extract", "json"]).fault("cut-clean").on_sandbox().output();
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(10), ""));
    assert!(stderr(&output).starts_with("note: nothing is extracted; the text is: This"), "{}", stderr(&output));
}

#[test]
fn the_output_file_gets_the_answer_and_stdout_nothing() {
    for mode in MODES {
        let ran = bedr(["converse", "hi", "-O", "a.txt", mode]).run();
        assert_eq!(ran.read("a.txt"), HI);
    }
    for arguments in [["-o", "json", "--stream"].as_slice(), &["-o", "json"], &["--extract", "json"]] {
        let prompt = "say {\"a\":1}";
        let usual = bedr(["converse", prompt].iter().chain(arguments).copied()).on_sandbox().output();
        let filed = ["converse", prompt, "--output-file", "a.json"];
        let ran = bedr(filed.iter().chain(arguments).copied()).run();
        assert_eq!(ran.read("a.json"), stdout(&usual));
    }
    let ran = bedr(["converse", "hi", "-O", "tools.jsonl"]).fault("tool-use").run();
    assert_eq!(ran.read("tools.jsonl"), format!("{TOOL}\n"));
}

const LEFT: &str = "warning: `a.txt` is not written: it stays as it was";

#[test]
fn the_output_file_stays_as_it_was_when_the_answer_is_not_whole() {
    for (reason, exit) in [("max_tokens", 10), ("guardrail_intervened", 11), ("malformed_tool_use", 12)] {
        let run = bedr(["converse", "hi", "-O", "a.txt"]).file("a.txt", "before").fault(&format!("stop={reason}"));
        let said = format!("{LEFT}\nerror: [..]\nhint: [..]\nrequest id: [..]");
        let ran = run.exit(exit).stdout(HI).stderr(&said).run();
        assert_eq!(ran.read("a.txt"), "before");
    }
    let throttled = bedr(["converse", "hi", "-O", "a.txt", "--max-attempts", "1"]).fault("throttling");
    let ran = throttled.file("a.txt", "before").exit(7).stderr("error: [..]\nhint: [..]\nrequest id: [..]").run();
    assert_eq!(ran.read("a.txt"), "before");
}

#[test]
fn what_came_of_a_broken_answer_is_printed_and_no_file_is_left() {
    let mut run = bedr(["converse", "hi", "-O", "a.txt"]).fault("cut-clean").on_sandbox();
    let folder = run.path(".");
    let mut child = run.spawn();
    drop(child.stdin.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(10));
    assert!(stdout(&output).starts_with("This is"), "{}", stdout(&output));
    assert!(stderr(&output).starts_with(&format!("{LEFT}\nerror: the answer broke off")), "{}", stderr(&output));
    let files = std::fs::read_dir(folder).expect("a folder").flatten();
    let files: Vec<_> =
        files.map(|entry| entry.file_name()).filter(|name| !name.eq_ignore_ascii_case(".cache")).collect();
    assert!(files.is_empty(), "{files:?}");
}

#[test]
fn what_does_not_meet_its_schema_is_not_written() {
    let run = bedr(["converse", "hi", "-O", "a.json", "--schema", INVOICE]).fault("off-schema");
    run.exit(12)
        .stdout("{\"total\":{\"hologram\":{\"depth\":3}},\"items\":[{\"name\":\"sandbox\"}]}\n")
        .stderr("warning: `a.json` is not written: it stays as it was\nerror: [..]\nhint: [..]\nrequest id: [..]")
        .run();
}

#[cfg(unix)]
#[test]
fn the_output_file_keeps_its_permissions_and_its_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let mut run = bedr(["converse", "hi", "-O", "link.txt"]).file("folder/a.txt", "before").on_sandbox();
    let old = run.path("folder/a.txt");
    std::fs::set_permissions(&old, PermissionsExt::from_mode(0o640)).expect("set");
    symlink("folder/a.txt", run.path("link.txt")).expect("linked");
    let mut child = run.spawn();
    drop(child.stdin.take());
    assert!(child.wait().expect("it ends").success());
    assert_eq!(std::fs::read_to_string(&old).expect("it is there"), HI);
    assert_eq!(std::fs::metadata(&old).expect("it is there").permissions().mode() & 0o777, 0o640);
    assert!(run.path("link.txt").is_symlink());
}

#[cfg(unix)]
#[test]
fn a_device_is_written_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;
    bedr(["converse", "hi", "-O", "/dev/null"]).run();
    assert!(std::fs::metadata("/dev/null").expect("it is there").file_type().is_char_device());
    bedr(["converse", "hi", "-O", "/dev/stdout"]).stdout(HI).run();
}

#[test]
fn an_output_file_that_cannot_be_written_costs_no_call() {
    bedr(["converse", "hi", "-O", "nowhere/a.txt"])
        .exit(1)
        .stderr("error: cannot write `nowhere/a.txt`\ncaused by: [..]")
        .requests(0)
        .run();
    bedr(["converse", "hi", "-O", "folder"])
        .file("folder/a.txt", "")
        .exit(2)
        .stderr("error: `--output-file folder` is a folder, not a file")
        .requests(0)
        .run();
    bedr(["converse", "hi", "-O", "-"])
        .exit(2)
        .stderr("error: `--output-file` takes a file, not `-`\nhint: [..]")
        .requests(0)
        .run();
}

#[test]
fn a_printed_request_goes_into_the_output_file_too() {
    let ran = bedr(["converse", "hi", "--print-request", "-O", "r.json"]).run();
    assert!(ran.read("r.json").contains(r#""text":"hi""#));
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
