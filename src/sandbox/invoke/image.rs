//! Amazon Titan Image Generator: one pixel, whatever was asked for
//!
//! Source: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-image.html>

use serde_json::json;

use super::family::{Ask, Family, PLAIN, text};

/// A PNG of one grey pixel.
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

pub(super) static FAMILY: Family = Family {
    required: &["taskType"],
    ask: |request| Ask { prompt: text(&request["textToImageParams"]["text"]), ..Ask::default() },
    whole: |_| json!({"images": [PIXEL], "error": null}),
    counts: false,
    ..PLAIN
};
