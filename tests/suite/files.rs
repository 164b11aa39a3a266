//! Files that go along with a prompt: their blocks, formats, names and limits, and what a large one costs

use serde_json::{Value, json};

use crate::program::{HI, bedr};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01";
const PDF: &[u8] = b"%PDF-1.7\n";
const MP3: &[u8] = b"\xff\xfb\x90\x64\0\0\0\0";
const FLV: &[u8] = b"FLV\x01\x05\0\0\0\x09\0\0\0\0";
const NOVA: &str = "us.amazon.nova-lite-v1:0";
const CLAUDE: &str = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

/// The blocks of the new message that these arguments make of these files.
fn blocks(arguments: &[&str], files: &[(&str, &[u8])], stdin: &[u8]) -> Vec<Value> {
    let mut run = bedr(["converse", "--print-request"].into_iter().chain(arguments.iter().copied())).stdin(stdin);
    for (name, bytes) in files {
        run = run.file(name, bytes);
    }
    let output = run.output();
    let mut request: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let messages = request["messages"].as_array_mut().expect("messages");
    let last = messages.last_mut().expect("a message");
    last["content"].as_array_mut().expect("content").drain(..).collect()
}

/// The kind and the format of each block that is a file.
fn formats(blocks: &[Value]) -> Vec<(String, String)> {
    let kinds = blocks.iter().filter_map(|block| block.as_object()?.iter().next());
    let files = kinds.filter_map(|(kind, file)| Some((kind.clone(), file.get("format")?.as_str()?.to_owned())));
    files.collect()
}

/// What a run says that ends in this exit code and sends nothing.
fn refused(arguments: &[&str], files: &[(&str, &[u8])], exit: i32) -> String {
    let arguments = ["converse", "--no-stdin", "hi"].into_iter().chain(arguments.iter().copied());
    let mut run = bedr(arguments);
    for (name, bytes) in files {
        run = run.file(name, bytes);
    }
    let output = run.on_sandbox().output_and_requests(0);
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(exit), "{stderr}");
    assert!(output.stdout.is_empty());
    stderr.lines().next().unwrap_or_default().to_owned()
}

fn sized(head: &[u8], length: usize) -> Vec<u8> {
    let mut bytes = head.to_vec();
    bytes.resize(length, 0);
    bytes
}

#[test]
fn files_stand_before_piped_text_and_prompt_in_the_order_given() {
    let files: [(&str, &[u8]); 2] = [("b.png", PNG), ("a.pdf", PDF)];
    assert_eq!(
        blocks(&["--file", "b.png", "-f", "a.pdf", "sum"], &files, b"piped"),
        [
            json!({"image": {"format": "png", "source": {"bytes": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"}}}),
            json!({"document": {"format": "pdf", "name": "Document 1", "source": {"bytes": "JVBERi0xLjcK"}}}),
            json!({"text": "piped"}),
            json!({"text": "sum"}),
        ]
    );
}

#[test]
fn the_sandbox_takes_every_kind_that_the_service_takes() {
    let ran = bedr(["converse", "--no-stdin", "-f", "a.png", "-f", "a.txt", "-f", "a.flv", "-f", "a.mp3", "hi"])
        .file("a.png", PNG)
        .file("a.txt", "text")
        .file("a.flv", FLV)
        .file("a.mp3", MP3)
        .stdout(HI.replace(".\n", "; with it came 1 image, 1 document, 1 video, 1 audio file.\n"))
        .run();
    assert!(ran.body().contains(r#"{"audio":{"format":"mp3","source":{"bytes":"//uQZAAAAAA="}}},{"text":"hi"}]"#));
}

#[test]
fn the_bytes_say_the_format_and_the_name_only_what_they_leave_open() {
    let ftyp = b"\0\0\0\x14ftypM4A \0\0\0\0M4A \0\0\0\0";
    for (name, bytes, kind, format) in [
        ("a.png", JPEG, "image", "jpeg"),
        ("noname", PNG, "image", "png"),
        ("a.gif", b"GIF89a\x01\0\x01\0\0\0\0".as_slice(), "image", "gif"),
        ("a.webp", b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0".as_slice(), "image", "webp"),
        ("a.txt", PDF, "document", "pdf"),
        ("a.csv", b"a,b\n", "document", "csv"),
        ("a.markdown", b"# A\n", "document", "md"),
        ("a.htm", b"<p>", "document", "html"),
        ("page", b"<!DOCTYPE html><p>", "document", "html"),
        ("main.rs", "fn é() {}".as_bytes(), "document", "txt"),
        ("colours.log", b"\x1b[31mred\x1b[0m", "document", "txt"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "document", ""),
        ("a.m4a", ftyp, "audio", "m4a"),
        ("a.mpga", MP3, "audio", "mpga"),
        ("a.pcm", b"\0\x01\x02\xff", "audio", "pcm"),
        ("a.flv", FLV, "video", "flv"),
        ("a.mpeg", b"\0\0\x01\xba\x44\0\x04\0", "video", "mpeg"),
        ("a.mpg", b"\0\0\x01\xba\x44\0\x04\0", "video", "mpg"),
    ] {
        if format.is_empty() {
            // Only its outermost container is right.
            assert!(refused(&["-f", name], &[(name, bytes)], 2).contains("neither of a format"), "{name}");
            continue;
        }
        let found = formats(&blocks(&["-f", name, "hi"], &[(name, bytes)], b""));
        assert_eq!(found, [(kind.to_owned(), format.to_owned())], "{name}");
    }
}

#[test]
fn text_under_the_name_of_another_format_is_refused() {
    assert_eq!(
        refused(&["-f", "invoice.pdf"], &[("invoice.pdf", b"<html>Not found")], 2),
        "error: `invoice.pdf` is called a pdf, but holds text"
    );
}

#[test]
fn what_the_service_does_not_take_is_refused_by_its_name() {
    let tiff = b"II*\0\x08\0\0\0";
    assert_eq!(
        refused(&["-f", "scan.tif"], &[("scan.tif", tiff)], 2),
        "error: `scan.tif` is of the format Tag Image File Format, which the service does not take"
    );
    let unknown = "is neither of a format that the service takes nor text in UTF-8";
    for (name, bytes) in [("a.bin", b"\0\x01\x02\xff".as_slice()), ("a.txt", b"caf\xe9"), ("b.txt", b"\xff\xfeh\0i\0")]
    {
        assert_eq!(refused(&["-f", name], &[(name, bytes)], 2), format!("error: `{name}` {unknown}"));
    }
    assert_eq!(
        refused(&["-f", "a.txt"], &[("a.txt", b"")], 2),
        "error: `a.txt` is empty, and the service refuses empty files"
    );
    assert_eq!(refused(&["-f", "."], &[], 2), "error: `.` is a folder, not a file");
    assert_eq!(refused(&["-f", "nowhere.png"], &[], 2), "error: cannot open `nowhere.png`");
}

#[test]
fn documents_have_neutral_names_that_differ_from_all_others() {
    let request = br#"{"messages":[{"role":"user","content":[{"document":{"format":"txt","name":"Document 3","source":{"bytes":"aGk="}}},
        {"document":{"format":"txt","name":"mine","source":{"bytes":"aGk="}}},{"text":"a"}]},{"role":"assistant","content":[{"text":"b"}]}]}"#;
    let files: [(&str, &[u8]); 3] =
        [("r.json", request), ("obey me! <now>.txt", b"a"), ("./sub/obey me! <now>.txt", b"b")];
    let made = blocks(&["--request", "r.json", "-f", files[1].0, "-f", files[2].0, "c"], &files, b"");
    let names: Vec<&Value> = made.iter().filter_map(|block| block.pointer("/document/name")).collect();
    assert_eq!(names, ["Document 4", "Document 5"]);
    assert_eq!(made.last(), Some(&json!({"text": "c"})));
}

#[test]
fn files_join_the_last_user_message_of_a_request() {
    let request = br#"{"messages":[{"role":"user","content":[{"text":"a"}]}]}"#;
    let files: [(&str, &[u8]); 2] = [("r.json", request), ("a.pdf", PDF)];
    let made = blocks(&["--request", "r.json", "-f", "a.pdf"], &files, b"");
    assert_eq!(made[0], json!({"text": "a"}));
    assert_eq!(made[1]["document"]["format"], "pdf");
}

#[test]
fn a_document_wants_a_text_beside_it_and_an_image_does_not() {
    bedr(["converse", "-f", "a.pdf"])
        .file("a.pdf", PDF)
        .exit(2)
        .stderr("error: `a.pdf` is a document, and the service wants a text beside it\nhint: type a PROMPT that says what to do with it")
        .requests(0)
        .run();
    assert_eq!(blocks(&["-f", "a.pdf"], &[("a.pdf", PDF)], b"sum this up").len(), 2);
    assert_eq!(blocks(&["-f", "a.png"], &[("a.png", PNG)], b"").len(), 1);
}

#[test]
fn inline_text_is_fenced_and_all_else_stays_a_block() {
    let files: [(&str, &[u8]); 3] = [("src/a b.rs", b"let a = \"```\";"), ("README", b"hi\n"), ("a.png", PNG)];
    let made = blocks(&["--inline", "-f", "src/a b.rs", "-f", "README", "-f", "a.png", "review"], &files, b"");
    assert_eq!(made[0], json!({"text": "````rs src/a-b.rs\nlet a = \"```\";\n````\n"}));
    assert_eq!(made[1], json!({"text": "```text README\nhi\n```\n"}));
    assert_eq!(made[2]["image"]["format"], "png");
    assert_eq!(made[3], json!({"text": "review"}));
    let output = bedr(["converse", "--inline", "hi"]).output();
    assert!(output.status.code() == Some(2) && String::from_utf8_lossy(&output.stderr).contains("--file"));
}

#[test]
fn stdin_is_a_file_where_that_is_said() {
    let made = blocks(&["-f", "-", "-f", "b.txt", "what is it?"], &[("b.txt", b"b")], PNG);
    assert_eq!(formats(&made), [("image".into(), "png".into()), ("document".into(), "txt".into())]);
    assert_eq!(blocks(&["-f", "-", "--inline", "?"], &[], b"a")[0], json!({"text": "```\na\n```\n"}));
    bedr(["converse", "-f", "-", "hi"])
        .stdin("")
        .exit(2)
        .stderr("error: stdin is empty, and the service refuses empty files")
        .run();
}

#[test]
fn two_takers_of_stdin_are_both_named() {
    for (arguments, first, second) in [
        (["--request", "-", "-f", "-", "hi"], "`--request -`", "`--file -`"),
        (["--system", "@-", "-f", "-", "hi"], "`--system @-`", "`--file -`"),
        (["--max-tokens", "1", "-f", "-", "-"], "PROMPT `-`", "`--file -`"),
        (["-f", "-", "-f", "-", "hi"], "`--file -`", "`--file -`"),
    ] {
        let output = bedr(["converse"].into_iter().chain(arguments)).stdin("x").output();
        let expected = format!("error: {first} and {second} both read stdin, which can be read once only\n");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && stderr.starts_with(&expected), "{stderr}");
    }
    bedr(["converse", "--no-stdin", "-f", "-", "hi"])
        .exit(2)
        .stderr("error: `--file -` reads stdin, but `--no-stdin` says not to")
        .run();
}

#[test]
fn a_file_in_s3_is_sent_by_its_address_and_told_by_its_name() {
    let uris = ["s3://bucket/a.MP4", "s3://bucket/x/a.jpg", "s3://bucket/a.docx", "s3://bucket/a.mp3"];
    let made = blocks(&["-f", uris[0], "-f", uris[1], "-f", uris[2], "-f", uris[3], "hi"], &[], b"");
    assert_eq!(made[0], json!({"video": {"format": "mp4", "source": {"s3Location": {"uri": uris[0]}}}}));
    assert_eq!(made[1], json!({"image": {"format": "jpeg", "source": {"s3Location": {"uri": uris[1]}}}}));
    assert_eq!(made[2]["document"]["name"], "Document 1");
    assert_eq!(formats(&made)[3], ("audio".to_owned(), "mp3".to_owned()));
    let run = bedr(["converse", "--no-stdin", "-f", uris[0], "hi"]);
    run.stdout(HI.replace(".\n", "; with it came 1 video.\n")).run();
    assert_eq!(
        refused(&["-f", "s3://bucket/key"], &[], 2),
        "error: `s3://bucket/key` does not say what it is: no ending tells a format that the service takes"
    );
    assert_eq!(
        refused(&["--inline", "-f", "s3://bucket/a.md"], &[], 2),
        "error: `s3://bucket/a.md` cannot go in by `--inline`: only the service reads it"
    );
    assert_eq!(refused(&["-f", "s3://B/a.png"], &[], 2), "error: `s3://B/a.png` is no address of a file in S3");
}

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

#[test]
fn what_is_not_checked_here_the_sandbox_refuses_as_the_service_does() {
    let request = r#"{"messages":[{"role":"user","content":[{"text":"a"},{"image":{"format":"png","source":{"bytes":"/9j/4AAQ"}}}]}]}"#;
    bedr(["converse", "--request", "r.json"])
        .file("r.json", request)
        .exit(6)
        .stderr(
            "error: The model returned the following errors: The provided image does not match the specified image format. (ValidationException)\n\
             request id: [..]",
        )
        .run();
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
    let mut conversation: serde_json::Value = serde_json::from_slice(&request).expect("a request");
    let answer = serde_json::json!({"role": "assistant", "content": [{"text": "hi"}]});
    conversation["messages"].as_array_mut().expect("an array").push(answer);
    let conversation = conversation.to_string().into_bytes();
    let (none, a, r) = (&b""[..], ("a.mp3", audio.as_slice()), ("r.json", request.as_slice()));
    let (inline, c) = (("a.txt", text.as_slice()), ("c.json", conversation.as_slice()));
    let runs = [
        (vec!["converse", "-f", "a.mp3", "hi"], none, a),
        (vec!["converse", "-f", "-", "hi"], &audio, a),
        (vec!["converse", "--inline", "-f", "a.txt", "hi"], none, inline),
        (vec!["converse", "-f", "a.mp3", "--max-input-tokens", "100", "hi"], none, a),
        (vec!["converse", "-f", "a.mp3", "--conversation", "new.json", "hi"], none, a),
        (vec!["converse", "--request", "r.json", "hi"], none, r),
        (vec!["converse", "--conversation", "c.json", "hi"], none, c),
        (vec!["count-tokens", "-f", "a.mp3", "hi"], none, a),
        (vec!["count-tokens", "--raw-body", "a.mp3"], none, a),
    ];
    for (arguments, stdin, file) in runs {
        let peak = peak_of(&arguments, stdin, file);
        assert!(peak > SIZE && peak < 3 * SIZE, "{peak} bytes for {arguments:?}");
    }
}
