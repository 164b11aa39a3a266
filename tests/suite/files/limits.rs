//! How many files of which size are taken, and what they cost in memory

use serde_json::{Value, json};

use super::{CLAUDE, FLV, MP3, NOVA, PDF, PNG, blocks, refused, sized};
use crate::program::bedr;

#[test]
fn more_files_than_the_service_takes_are_refused_by_the_first_that_is_too_many() {
    let documents: Vec<&str> = ["1", "2", "3", "4", "5", "6"].iter().flat_map(|name| ["-f", name]).collect();
    let files: Vec<(&str, &[u8])> = documents.iter().map(|name| (*name, b"text".as_slice())).collect();
    let words = "is document 6 of the request, which may have 5";
    assert_eq!(refused(&documents, &files, 6), format!("error: `6` {words}"));
    assert_eq!(blocks(&[&documents[..], &["--inline", "hi"]].concat(), &files, b"").len(), 7);

    let images = ["-f", "a.png"].repeat(21);
    let words = "error: `a.png` is image 21 of the message, which may have 20";
    assert_eq!(refused(&images, &[("a.png", PNG)], 6), words);
    assert_eq!(blocks(&[&images[..], &["-m", NOVA, "hi"]].concat(), &[("a.png", PNG)], b"").len(), 22);
    assert_eq!(
        refused(&["-m", NOVA, "-f", "a.flv", "-f", "a.flv"], &[("a.flv", FLV)], 6),
        "error: `a.flv` is a second video, and Amazon Nova takes one"
    );
}

#[test]
fn a_file_that_is_larger_than_the_service_takes_is_refused() {
    const MB: usize = 1024 * 1024;
    let image = sized(PNG, MB * 15 / 4 + 1);
    assert_eq!(
        refused(&["-f", "a.png"], &[("a.png", &image)], 6),
        "error: `a.png` has 3932161 bytes, and an image may have 3932160 (3.75 MB)"
    );
    let mut wide = PNG.to_vec();
    wide[18..20].copy_from_slice(&8001u16.to_be_bytes());
    assert_eq!(
        refused(&["-f", "a.png"], &[("a.png", &wide)], 6),
        "error: `a.png` is 8001 by 1 pixels, and an image may have 8000 on each side"
    );
    let text = vec![b'a'; MB * 9 / 2 + 1];
    assert_eq!(
        refused(&["-f", "a.txt"], &[("a.txt", &text)], 6),
        "error: `a.txt` has 4718593 bytes, and a document may have 4718592 (4.5 MB)"
    );
    let video = sized(FLV, 25 * MB / 4 * 3 + 1);
    assert_eq!(
        refused(&["-f", "a.flv"], &[("a.flv", &video)], 6),
        "error: `a.flv` is 26214404 bytes in Base64, and a video may be 26214400 (25 MB)"
    );
    let audio = sized(MP3, 24 * MB);
    let files: [(&str, &[u8]); 2] = [("a.mp3", &audio), ("b.mp3", &audio)];
    let words = refused(&["-f", "a.mp3", "-f", "b.mp3", "-f", "b.mp3"], &files, 6);
    assert!(
        words.starts_with("error: up to `b.mp3` the files are 100663296 bytes in Base64, and more than"),
        "{words}"
    );
    let words = refused(&["-m", NOVA, "-f", "a.mp3"], &files, 6);
    assert!(words.ends_with("and Amazon Nova takes 26214400 (25 MB)"), "{words}");
}

#[test]
fn a_model_that_takes_longer_documents_gets_them() {
    let pdf = sized(PDF, 5_000_000);
    let refusal = "error: `a.pdf` has 5000000 bytes, and a document may have 4718592 (4.5 MB)";
    assert_eq!(refused(&["-f", "a.pdf"], &[("a.pdf", &pdf)], 6), refusal);
    let hidden = "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc";
    for model in [NOVA, CLAUDE, hidden] {
        assert_eq!(blocks(&["-f", "a.pdf", "-m", model, "hi"], &[("a.pdf", &pdf)], b"").len(), 2, "{model}");
    }
    let output = bedr(["converse", "--no-stdin", "-m", CLAUDE, "-f", "a.pdf", "hi"]).file("a.pdf", &pdf);
    let output = output.on_sandbox().output();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The most memory that a run holds, up to the end of its answer.
#[cfg(target_os = "linux")]
fn peak_of(arguments: &[&str], stdin: &[u8], file: (&str, &[u8])) -> usize {
    use std::io::Write;
    // The last of the answer comes late enough to look.
    let mut run = bedr(arguments.iter().copied()).file(file.0, file.1).fault("drip=40").on_sandbox();
    let mut child = run.spawn();
    child.stdin.take().expect("piped").write_all(stdin).expect("it reads");
    let mut peak = 0;
    let status = loop {
        if let Some(status) = child.try_wait().expect("a process") {
            break status;
        }
        // Without a peak it is about to end.
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.map_or(peak, |line| line.trim().trim_end_matches(" kB").parse().expect("a number"));
        std::thread::sleep(std::time::Duration::from_millis(2));
    };
    assert!(status.success(), "{status} for {arguments:?}");
    peak * 1024
}

#[cfg(target_os = "linux")]
#[test]
fn twenty_megabytes_cost_less_than_three_times_that_in_memory() {
    const SIZE: usize = 20_000_000;
    let audio = sized(MP3, SIZE);
    let text = "a \"line\"\n".repeat(SIZE / 9).into_bytes();
    let request = bedr(["converse", "--no-stdin", "--print-request", "-f", "a.mp3", "hi"]);
    let request = request.file("a.mp3", &audio).output().stdout;
    let mut conversation: Value = serde_json::from_slice(&request).expect("a request");
    let answer = json!({"role": "assistant", "content": [{"text": "hi"}]});
    conversation["messages"].as_array_mut().expect("an array").push(answer);
    let conversation = conversation.to_string().into_bytes();
    let guardrail =
        r#"guardrailConfig={"guardrailIdentifier":"abc","guardrailVersion":"1","streamProcessingMode":"sync"}"#;
    let (none, a, r) = (&b""[..], ("a.mp3", audio.as_slice()), ("r.json", request.as_slice()));
    let (before, after) = (
        r#"{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{"role":"user","content":""#,
        r#""}]}"#,
    );
    let raw = [before, "a ".repeat(SIZE / 2).as_str(), after].concat().into_bytes();
    let raw = ("raw.json", raw.as_slice());
    let (inline, c) = (("a.txt", text.as_slice()), ("c.json", conversation.as_slice()));
    let runs = [
        (vec!["converse", "-f", "a.mp3", "hi"], none, a),
        (vec!["converse", "-f", "-", "hi"], &audio, a),
        (vec!["converse", "--inline", "-f", "a.txt", "hi"], none, inline),
        (vec!["converse", "-f", "a.mp3", "--max-input-tokens", "100", "hi"], none, a),
        (vec!["converse", "-f", "a.mp3", "--conversation", "new.json", "hi"], none, a),
        (vec!["converse", "--request", "r.json", "hi"], none, r),
        (vec!["converse", "--no-stream", "-f", "a.mp3", "--set", guardrail, "hi"], none, a),
        (vec!["converse", "--conversation", "c.json", "hi"], none, c),
        (vec!["count-tokens", "-f", "a.mp3", "hi"], none, a),
        (vec!["count-tokens", "--raw-body", "a.mp3"], none, a),
        (
            vec![
                "invoke",
                "-m",
                "us.anthropic.claude-sonnet-4-6",
                "--raw-body",
                "raw.json",
                "--max-input-tokens",
                "9999999",
            ],
            none,
            raw,
        ),
    ];
    for (arguments, stdin, file) in runs {
        let peak = peak_of(&arguments, stdin, file);
        assert!(peak > SIZE && peak < 3 * SIZE, "{peak} bytes for {arguments:?}");
    }
}
