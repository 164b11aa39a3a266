//! What the sandbox refuses because the service does, as the program tells it

use serde_json::{Value, json};

use crate::program::{MODES, Run, bedr};

const NOVA_MICRO: &str = "us.amazon.nova-micro-v1:0";
const TITAN: &str = "amazon.titan-text-express-v1";
const CLAUDE: &str = "us.anthropic.claude-sonnet-4-6";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
const TOOLS: &str = r#"[{"name":"get_weather","description":"d","type":"object","properties":{}}]"#;

fn converse(arguments: &[&str]) -> Run {
    bedr(["converse", "--no-stdin", "hi"].into_iter().chain(arguments.iter().copied()))
        .file("a.png", PNG)
        .file("a.txt", "text\n")
        .file("t.json", TOOLS)
}

/// Both ways of asking end in exit 6 and these words.
fn refuses(arguments: &[&str], words: &str) {
    said(arguments, &format!("error: {words} (ValidationException)\nrequest id: [..]"));
}

/// The same, with what to type instead.
fn refuses_with_hint(arguments: &[&str], words: &str, hint: &str) {
    said(arguments, &format!("error: {words} (ValidationException)\nhint: {hint}\nrequest id: [..]"));
}

fn said(arguments: &[&str], stderr: &str) {
    for mode in MODES {
        converse(arguments).arguments(&[mode]).exit(6).stderr(stderr).run();
    }
}

/// The same of a request that stands in a file.
fn refuses_messages(messages: Value, words: &str) {
    let tool = json!({"toolSpec": {"name": "t", "inputSchema": {"json": {"type": "object"}}}});
    let request = json!({"messages": messages, "toolConfig": {"tools": [tool]}});
    let run = bedr(["converse", "--no-stdin", "--request", "r.json"]).file("r.json", request.to_string()).exit(6);
    run.stderr(&format!("error: {words} (ValidationException)\nrequest id: [..]")).run();
}

#[test]
fn a_model_is_sent_only_the_files_that_it_takes() {
    let kind = |kind: &str| {
        format!(
            "This model doesn't support the {kind} content block that you provided. Update the content block and try again."
        )
    };
    refuses(&["-m", NOVA_MICRO, "-f", "a.png"], &kind("image"));
    refuses(&["-m", CLAUDE, "-f", "s3://bucket/a.mp4"], &kind("video"));
    let inline = "`--inline` sends files of text as text; others want a model that takes documents";
    refuses_with_hint(&["-m", NOVA_MICRO, "-f", "a.txt"], "This model doesn't support documents.", inline);
    refuses_with_hint(
        &["-m", CLAUDE, "-f", "a.txt", "-f", "s3://bucket/a.pdf"],
        "The model returned the following errors: messages.0.content.1.document.source.type: Field required",
        "this model fetches nothing from S3: `aws s3 cp` the file, and send it itself",
    );
    let taken =
        "This is bedr's sandbox, not a model. Your prompt has 1 word on 1 line and begins with “hi”; with it came 1";
    converse(&["-m", CLAUDE, "-f", "a.png"]).stdout(format!("{taken} image.\n")).run();
    converse(&["-m", TITAN, "-f", "a.txt"]).stdout(format!("{taken} document.\n")).run();
    converse(&["-m", "us.amazon.nova-lite-v1:0", "-f", "s3://bucket/a.mp4"]).stdout(format!("{taken} video.\n")).run();
}

#[test]
fn a_mark_among_tools_and_a_prefilled_answer_are_not_for_every_model() {
    let words = "The model returned the following errors: ";
    let malformed = "Malformed input request: #/toolConfig/tools/1: extraneous key [cachePoint] is not permitted, please reformat your input and try again.";
    let marked = [
        "-m",
        "us.amazon.nova-lite-v1:0",
        "--tools",
        "t.json",
        "--set",
        r#"toolConfig.tools[]={"cachePoint":{"type":"default"}}"#,
    ];
    refuses(&marked, &format!("{words}{malformed}"));
    let prefilled = json!({"messages": [{"role": "user", "content": [{"text": "hi"}]}, {"role": "assistant", "content": [{"text": "{"}]}]});
    let ask = |model: &'static str| {
        bedr(["converse", "--no-stdin", "--request", "r.json", "-q", "-m", model]).file("r.json", prefilled.to_string())
    };
    let prefill =
        "This model does not support assistant message prefill. The conversation must end with a user message.";
    let said = format!("error: {words}{prefill} (ValidationException)\nrequest id: [..]");
    ask("us.anthropic.claude-sonnet-4-6").exit(6).stderr(&said).run();
    ask("us.anthropic.claude-sonnet-4-5-20250929-v1:0").on_sandbox().output_and_requests(1);
}

#[test]
fn a_system_prompt_and_tools_are_not_for_every_model() {
    let system = "This model doesn't support system messages. Try again without a system message or use a model that \
                  supports system messages.";
    let hint = "say it in PROMPT instead of `--system`, or choose another model";
    refuses_with_hint(&["-m", TITAN, "-s", "be brief"], system, hint);
    refuses_with_hint(&["-m", "mistral.mistral-7b-instruct-v0:2", "-s", "be brief"], system, hint);
    let unstreamed = "This model doesn't support tool use in streaming mode.";
    converse(&["-m", TITAN, "--tools", "t.json", "--no-stream"])
        .exit(6)
        .stderr("error: This model doesn't support tool use. (ValidationException)\nrequest id: [..]")
        .run();
    converse(&["-m", "meta.llama3-1-8b-instruct-v1:0", "--tools", "t.json", "--stream"])
        .exit(6)
        .stderr(&format!("error: {unstreamed} (ValidationException)\n[..]\nrequest id: [..]"))
        .run();
}

#[test]
fn tools_that_a_model_has_only_in_one_reply_are_asked_for_there() {
    converse(&["-m", "meta.llama3-1-8b-instruct-v1:0", "--tools", "t.json", "--tool-choice", "any"])
        .stdout(
            "{\"toolUse\":{\"toolUseId\":\"tooluse_sandbox0000010000000\",\"name\":\"get_weather\",\"input\":{}}}\n",
        )
        .stderr("note: not streamed: This model doesn't support tool use in streaming mode. (ValidationException)")
        .requests(2)
        .run();
}

#[test]
fn a_block_stands_with_the_role_that_it_is_of() {
    let of = |first: Value, second: Value| json!([{"role": "user", "content": [{"text": "hi"}, first]}, {"role": "assistant", "content": [second]}]);
    let (text, asked) = (json!({"text": "x"}), json!({"toolUse": {"toolUseId": "a", "name": "t", "input": {}}}));
    let image = json!({"image": {"format": "png", "source": {"bytes": "iVBORw0KGgo="}}});
    let result = json!({"toolResult": {"toolUseId": "a", "content": []}});
    let model = "The model returned the following errors:";
    refuses_messages(
        of(asked.clone(), text.clone()),
        &format!("{model} messages.0: `tool_use` blocks can only be in `assistant` messages"),
    );
    refuses_messages(
        of(text.clone(), result),
        &format!("{model} messages.1: `tool_result` blocks can only be in `user` messages"),
    );
    refuses_messages(
        of(text, image),
        "This model doesn't support the image field for assistant messages. Remove image and try again.",
    );
}

#[test]
fn a_tool_was_asked_with_an_object_and_under_an_id_of_its_own() {
    let asked =
        |uses: Value| json!([{"role": "user", "content": [{"text": "hi"}]}, {"role": "assistant", "content": uses}]);
    let used = |input: Value| json!({"toolUse": {"toolUseId": "a", "name": "t", "input": input}});
    refuses_messages(
        asked(json!([used(json!("{}"))])),
        "The format of the value at messages.1.content.0.toolUse.input is invalid. Provide a json object for the field and try again.",
    );
    refuses_messages(
        asked(json!([used(json!({})), used(json!({}))])),
        "The toolUse blocks at messages.1.content contain duplicate Ids: a",
    );
}

#[test]
fn the_fields_of_a_model_are_an_object() {
    for fields in ["x", "5", "[1]"] {
        refuses(
            &["--set", &format!("additionalModelRequestFields={fields}")],
            "The format of the additionalModelRequestFields field is invalid. Provide a json object for additionalModelRequestFields and try again.",
        );
    }
}

#[test]
fn thinking_has_its_budget_and_its_terms() {
    let thinking = |budget: &str, arguments: &[&str], words: &str| {
        let budget = format!("thinking.budget_tokens={budget}");
        let fixed = ["-m", CLAUDE, "--field", "thinking.type=enabled", "--field", &budget];
        refuses(&[&fixed[..], arguments].concat(), &format!("The model returned the following errors: {words}"));
    };
    thinking("1000", &[], "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
    thinking("2000", &["--max-tokens", "2000"], "`max_tokens` must be greater than `thinking.budget_tokens`. [..]");
    let rule = "when thinking is enabled or in adaptive mode.";
    thinking("2000", &["--temperature", "0.5"], &format!("`temperature` may only be set to 1 {rule}"));
    thinking("2000", &["--field", "top_k=5"], &format!("`top_k` must be unset {rule}"));
    let forced = ["--tools", "t.json", "--tool-choice", "any"];
    thinking("2000", &forced, "Thinking may not be enabled when tool_choice forces tool use.");
}

#[test]
fn documents_are_not_cited_in_an_answer_that_follows_a_schema() {
    let schema = r#"{"type":"object","properties":{},"additionalProperties":false}"#;
    let cited = "messages[0].content[0].document.citations.enabled=true";
    refuses(
        &["-f", "a.txt", "--set", cited, "--schema", schema],
        "The model returned the following errors: Citations cannot be enabled when output format is set. Please \
         disable citations on uploaded document blocks.",
    );
    converse(&["-f", "a.txt", "--schema", schema]).stdout("{}\n").run();
}

#[test]
fn words_after_a_prompt_of_prompt_management_are_part_of_its_last_turn() {
    const PROMPT: &str = "arn:aws:bedrock:us-east-1:123456789012:prompt/SANDBOXPR1:1";
    converse(&["-m", PROMPT, "--var", "form=haiku", "--var", "topic=rain", "-f", "a.txt"])
        .stdout(
            "This is bedr's sandbox, not a model. Your prompt has 6 words on 2 lines and begins with “Write a haiku \
             about rain”; with it came 1 system prompt, 1 document.\n",
        )
        .run();
    let messages = r#"{"messages":[{"role":"user","content":[]}]}"#;
    bedr(["converse", "--no-stdin", "--request", "r.json", "-m", PROMPT, "--var", "form=a", "--var", "topic=b"])
        .file("r.json", messages)
        .exit(6)
        .stderr("error: A conversation must alternate between user and assistant roles. [..]\nrequest id: [..]")
        .run();
}
