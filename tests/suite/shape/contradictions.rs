//! Flags that cannot be meant together, and values that lead nowhere

use super::{MESSAGES, PROMPT, print, refuses};
use crate::program::bedr;

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
    for set in ["system[1].cachePoint.type=x", "messages[0].content[1].cachePoint.type=x"] {
        let path = set.split('=').next().expect("a path");
        refuses(
            &["-s", "s", "--tools", "t.json", "-f", "t.json", "hi", "--prompt-cache", "--set", set],
            &format!("error: `--set {path}` cannot be used with `--prompt-cache`"),
        );
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
fn what_is_nested_too_deep_to_be_read_again_is_not_sent() {
    let value = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    let field = |levels: usize| format!("a={}", value(levels));
    print(&["hi", "--field", &field(125)])
        .stdout(format!("{{{MESSAGES},\"additionalModelRequestFields\":{{\"a\":{}}}}}\n", value(125)))
        .run_alone();
    let error =
        "error: the request with all that the flags say is nested deeper than 127 levels, which is all that is read";
    refuses(&["hi", "--field", &field(126)], error);
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
