//! Images, documents and video in a request: their number, size, names and formats, refused as the service refuses
//!
//! The words are the service's where its refusals are known; where the documentation only has the limit, they are ours.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::super::refusal::Refusal;
use super::conversation::list;

const MB: usize = 1024 * 1024;
const IMAGES: usize = 20;
/// Of Base64.
const IMAGE: usize = 5 * MB;
const SIDE: u32 = 8000;
const DOCUMENTS: usize = 5;
const DOCUMENT: usize = MB * 9 / 2;
/// Of Base64.
const VIDEO: usize = 25 * MB;

/// The start of a file, by which formats are told.
const HEAD: usize = 512;

/// Refuses what the service refuses of the blocks in these messages, which have been checked one by one.
pub(super) fn check(model: &str, messages: &[Value]) -> Result<(), Refusal> {
    let documents: Vec<&Value> = messages.iter().flat_map(|message| blocks(message, "document")).collect();
    if documents.len() > DOCUMENTS {
        return refused(format!("You can't include more than {DOCUMENTS} documents in a request."));
    }
    let name = |at: usize| documents[at]["name"].as_str();
    if (0..documents.len()).any(|at| (0..at).any(|before| name(at) == name(before))) {
        return refused("Messages can't contain duplicate document names. Rename the document and retry your request.");
    }
    for (at, message) in messages.iter().enumerate() {
        check_message(model, at, message)?;
    }
    Ok(())
}

fn check_message(model: &str, at: usize, message: &Value) -> Result<(), Refusal> {
    let has_document = blocks(message, "document").next().is_some();
    if has_document && !list(&message["content"]).iter().any(|block| block["text"].is_string()) {
        return refused("A text block must be included when using documents. Add a text block and retry your request.");
    }
    if !model.contains("amazon.nova") && blocks(message, "image").count() > IMAGES {
        return refused(format!("You can't include more than {IMAGES} images in a message."));
    }
    for (block_at, block) in list(&message["content"]).iter().enumerate() {
        let path = format!("messages.{at}.content.{block_at}");
        check_document(model, &block["document"])?;
        check_image(model, &path, &block["image"])?;
        if bytes(&block["video"]).len() > VIDEO {
            return refused(format!("The video in the ContentBlock object at {path} exceeds 25 MB."));
        }
    }
    Ok(())
}

fn check_document(model: &str, document: &Value) -> Result<(), Refusal> {
    let format = document["format"].as_str().unwrap_or_default();
    let head = head(document);
    if let Some(image) = image_format(&head) {
        return refused(format!(
            "Unsupported MIME type: image/{image}. Retry your request with a supported file type: xlsx, txt, pdf, csv, \
             md, doc, html, xls, docx"
        ));
    }
    let is_text = !head.is_empty() && !head.contains(&0) && !head.starts_with(b"%PDF") && !head.starts_with(b"PK");
    if is_text && ["pdf", "doc", "docx", "xls", "xlsx"].contains(&format) {
        let format = format.to_uppercase();
        return refused(format!("The detected filetype is PLAIN_TEXT, but the provided filetype was {format}."));
    }
    let old = ["3", "v2", "instant"];
    let newer =
        model.split_once("anthropic.claude-").is_some_and(|(_, name)| !old.iter().any(|old| name.starts_with(old)));
    let longer = match format {
        "pdf" => newer || model.contains("amazon.nova"),
        "docx" => model.contains("amazon.nova"),
        _ => false,
    };
    if !longer && bytes(document).len() / 4 * 3 > DOCUMENT + 2 {
        let name = document["name"].as_str().unwrap_or_default();
        return refused(format!("The document {name} exceeds the maximum document size of 4.5 MB."));
    }
    Ok(())
}

fn check_image(model: &str, path: &str, image: &Value) -> Result<(), Refusal> {
    let head = head(image);
    if head.is_empty() {
        return Ok(());
    }
    let of_model = |problem: String| refused(format!("The model returned the following errors: {problem}"));
    if image_format(&head) != image["format"].as_str() {
        return of_model("The provided image does not match the specified image format.".to_owned());
    }
    if model.contains("amazon.nova") {
        return Ok(());
    }
    let size = bytes(image).len();
    if size > IMAGE {
        return of_model(format!(
            "{path}.image.source.bytes: image exceeds 5 MB maximum: {size} bytes > {IMAGE} bytes"
        ));
    }
    // Those of PNG are easy to find.
    let side = |at: usize| head.get(at..at + 4).and_then(|side| side.try_into().ok()).map_or(0, u32::from_be_bytes);
    if head.starts_with(b"\x89PNG") && side(16).max(side(20)) > SIDE {
        let problem = format!("At least one of the image dimensions exceed max allowed size: {SIDE} pixels");
        return of_model(format!("{path}.image.source.bytes: {problem}"));
    }
    Ok(())
}

fn image_format(head: &[u8]) -> Option<&'static str> {
    match head {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        _ => None,
    }
}

fn blocks<'a>(message: &'a Value, kind: &str) -> impl Iterator<Item = &'a Value> {
    list(&message["content"]).iter().map(move |block| &block[kind]).filter(|block| block.is_object())
}

fn bytes(block: &Value) -> &str {
    block["source"]["bytes"].as_str().unwrap_or_default()
}

/// The first bytes of a file; none of one in S3.
fn head(block: &Value) -> Vec<u8> {
    let base64 = bytes(block);
    STANDARD.decode(&base64[..base64.len().min(HEAD)]).unwrap_or_default()
}

fn refused<T>(message: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::validation(message))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const MODEL: &str = "sandbox.echo-v1:0";

    fn file(kind: &str, format: &str, name: &str, bytes: &[u8]) -> Value {
        let mut block = json!({"format": format, "source": {"bytes": STANDARD.encode(bytes)}});
        if kind == "document" {
            block["name"] = name.into();
        }
        json!({ kind: block })
    }

    fn checked(model: &str, content: &[Value]) -> Option<String> {
        let content: Vec<Value> = content.iter().cloned().chain([json!({"text": "hi"})]).collect();
        check(model, &[json!({"role": "user", "content": content})]).err().map(|refusal| refusal.message)
    }

    #[test]
    fn documents_are_five_of_different_names() {
        let names = ["a", "b", "c", "d", "e", "f"];
        let documents: Vec<Value> = names.iter().map(|name| file("document", "txt", name, b"text")).collect();
        assert_eq!(checked(MODEL, &documents[..5]), None);
        assert!(checked(MODEL, &documents).is_some_and(|words| words.contains("more than 5 documents")));
        let twice = [documents[0].clone(), documents[0].clone()];
        assert!(checked(MODEL, &twice).is_some_and(|words| words.contains("duplicate document names")));
        let alone = [json!({"role": "user", "content": [documents[0]]})];
        assert!(check(MODEL, &alone).is_err_and(|refusal| refusal.message.starts_with("A text block must")));
    }

    #[test]
    fn bytes_are_what_the_format_says() {
        let words = |kind, format, bytes: &[u8]| checked(MODEL, &[file(kind, format, "a", bytes)]).unwrap_or_default();
        assert_eq!(words("image", "png", b"\x89PNG"), "");
        assert!(words("image", "png", b"\xff\xd8\xff\xe0").ends_with("does not match the specified image format."));
        assert!(words("document", "pdf", b"<html>").contains("detected filetype is PLAIN_TEXT"));
        assert!(words("document", "txt", b"\x89PNG").starts_with("Unsupported MIME type: image/png."));
    }

    #[test]
    fn what_is_large_is_refused_where_the_model_takes_no_more() {
        let mut pdf = b"%PDF-".to_vec();
        pdf.resize(DOCUMENT + 3, 0);
        let pdf = [file("document", "pdf", "a", &pdf)];
        assert!(checked(MODEL, &pdf).is_some());
        assert_eq!(checked("us.anthropic.claude-sonnet-4-6", &pdf), None);
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x1f\x41\0\0\0\x01".to_vec();
        assert!(checked(MODEL, &[file("image", "png", "", &png)]).is_some_and(|words| words.contains("8000 pixels")));
        png[18..20].fill(1);
        png.resize(IMAGE / 4 * 3 + 1, 0);
        assert!(checked(MODEL, &[file("image", "png", "", &png)]).is_some_and(|words| words.contains("5 MB maximum")));
        let video = [file("video", "mp4", "", &vec![0; VIDEO / 4 * 3 + 1])];
        assert!(checked(MODEL, &video).is_some());
    }
}
