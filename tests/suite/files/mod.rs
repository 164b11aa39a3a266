//! Files that go along with a prompt: their blocks, formats and names

mod limits;

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
