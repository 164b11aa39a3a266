//! `--extract`: a part of an answer's text alone, or nothing

use serde_json::json;

use crate::program::{MODES, Run, bedr, stderr, stdout};
use crate::servers::{Answering, answering};

/// The sandbox's answer repeats the first line of the prompt, so JSON there is JSON in the answer.
#[test]
fn extracts_the_first_json_value_alone() {
    for mode in MODES {
        bedr(["converse", "Say {\"a\": [1.10]} to 3", "--extract", "json", mode]).stdout("{\"a\": [1.10]}\n").run();
    }
    bedr(["converse", "hi", "--extract", "json"])
        .exit(12)
        .stderr("warning: nothing is extracted; the text is: This is[..]\nerror: the answer holds no JSON object or array\nhint: [..]\nrequest id: [..]")
        .run();
}

/// An answer that is a fenced block comes from a server that says what the test wants.
fn saying(text: &str, stop_reason: &str) -> Answering {
    let answer = json!({
        "output": {"message": {"role": "assistant", "content": [{"text": text}]}},
        "stopReason": stop_reason,
        "usage": {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2},
    });
    answering(move |_| answer.to_string())
}

fn asking(server: &Answering, arguments: &[&str]) -> Run {
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
        .stderr("warning: nothing is extracted; the text is:\n  Run:\n  ```sh\n  ls\n  ```\n  or:\n    ```Python\n    print()\n    ```\n  Bye.\nerror: the answer holds no fenced block of the language `rust`\nhint: [..]")
        .run();
}

#[test]
fn nothing_is_extracted_from_an_answer_that_is_not_whole() {
    let server = saying("```sh\nrm -r /tmp/a", "max_tokens");
    asking(&server, &["--extract", "code"])
        .exit(10)
        .stderr(
            "warning: nothing is extracted; the text is:\n  ```sh\n  rm -r /tmp/a\nerror: the answer was cut[..]\nhint: [..]",
        )
        .run();
    asking(&server, &["--extract", "code", "--allow-truncated"])
        .stdout("rm -r /tmp/a\n")
        .stderr("warning: the answer was cut at the maximum of tokens")
        .run();
    let output = bedr(["converse", "{} is JSON", "--extract", "json"]).fault("cut-clean").on_sandbox().output();
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(10), ""));
    assert!(stderr(&output).starts_with("warning: nothing is extracted; the text is: This"), "{}", stderr(&output));
}

#[test]
fn a_fragment_of_broken_json_is_not_extracted() {
    for text in [
        r#"{"items": [{"id": 1}, {"id": 2}], "total": 3,}"#,
        "```json\n{\"a\": [1,2],}\n```\nas in {\"b\": 1}",
        r#"{"a": {"b":1}"#,
    ] {
        let server = saying(text, "end_turn");
        let output = asking(&server, &["--extract", "json"]).on_sandbox().output();
        assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(12), ""), "{text}");
    }
    let server = saying("As noted in [1], the result is {\"total\": 5}", "end_turn");
    asking(&server, &["--extract", "json"]).stdout("{\"total\": 5}\n").run();
}

/// The answer is paid for, and nothing else shows it.
#[test]
fn quiet_does_not_lose_what_nothing_is_extracted_from() {
    let server = saying("one\n\n  error: two\u{1b}[2J\n", "end_turn");
    asking(&server, &["--extract", "json", "-q"])
        .exit(12)
        .stderr("warning: nothing is extracted; the text is:\n  one\n  \n    error: two\nerror: the answer holds[..]\nhint: [..]")
        .run();
    let run = asking(&server, &["--extract", "json", "-q", "--error-format", "json"]);
    run.exit(12)
        .stderr(
            "{\"level\":\"warning\",\"message\":\"nothing is extracted; the text is: one\\n\\n  error: two[..]\n{\"level\":\"error\"[..]",
        )
        .run();
}
