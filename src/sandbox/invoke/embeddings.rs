//! Embeddings: Amazon Titan's and Cohere's
//!
//! Source: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html>,
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html>

use serde_json::{Value, json};

use super::family::{Ask, Family, PLAIN, text, texts};

pub(super) static TITAN: Family = Family {
    required: &["inputText"],
    ask: |request| Ask { prompt: text(&request["inputText"]), ..Ask::default() },
    whole: |said| {
        let size = said.request["dimensions"].as_u64().unwrap_or(1024);
        let vector = vector(&said.prompt, size);
        json!({"embedding": vector, "embeddingsByType": {"float": vector}, "inputTextTokenCount": said.input})
    },
    check: |request| match request["dimensions"].as_u64() {
        None | Some(256 | 512 | 1024) => None,
        Some(size) => Some(format!("#/dimensions: {size} is not a valid enum value")),
    },
    ..PLAIN
};

pub(super) static COHERE: Family = Family {
    required: &["texts", "input_type"],
    ask: |request| Ask { prompt: texts(&request["texts"]).concat(), ..Ask::default() },
    whole: |said| {
        let texts = texts(&said.request["texts"]);
        let vectors: Vec<Vec<Value>> = texts.iter().map(|text| vector(text, 1024)).collect();
        json!({
            "embeddings": vectors,
            "id": format!("00000000-0000-4000-8000-{:012x}", said.input),
            "response_type": "embeddings_floats",
            "texts": texts,
        })
    },
    counts: false,
    check: |request| match request["texts"].as_array().map_or(0, Vec::len) {
        0..=96 => None,
        count => Some(format!("#/texts: expected maximum item count: 96, found: {count}")),
    },
    ..PLAIN
};

/// A vector of length 1 that depends on every byte of a text, and means nothing.
fn vector(text: &str, size: u64) -> Vec<Value> {
    let mut state = u64::from(crc32fast::hash(text.as_bytes())) | 1 << 32;
    let numbers: Vec<f64> = (0..size)
        .map(|_| {
            // xorshift64: quick, and the same on every machine.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            f64::from(u32::try_from(state >> 32).unwrap_or(0)) / f64::from(u32::MAX) - 0.5
        })
        .collect();
    let length = numbers.iter().map(|number| number * number).sum::<f64>().sqrt();
    numbers.iter().map(|number| json!(number / length)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_is_of_length_one_and_the_same_every_time() {
        let square = |value: &Value| value.as_f64().map(|number| number * number);
        let length: f64 = vector("hello", 256).iter().filter_map(square).sum();
        assert!((length - 1.0).abs() < 1e-9);
        assert_eq!(vector("hello", 8), vector("hello", 8));
        assert_ne!(vector("hello", 8), vector("hallo", 8));
    }
}
