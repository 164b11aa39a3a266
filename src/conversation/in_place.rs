//! Large texts rewritten in the memory that they are in, since a second copy of a file would be felt
//!
//! Both ways make a text longer, so they go from the end, where there is room: block by block what is written grows over
//! what has been read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A multiple of the three bytes that Base64 takes at once.
const BLOCK: usize = 3 * 1024;

/// Bytes in Base64.
pub fn base64(mut bytes: Vec<u8>) -> String {
    let length = bytes.len();
    grow(&mut bytes, length.div_ceil(3) * 4);
    for at in (0..length.div_ceil(BLOCK)).rev() {
        let end = length.min((at + 1) * BLOCK);
        let mut block = [0; BLOCK];
        let block = &mut block[..end - at * BLOCK];
        block.copy_from_slice(&bytes[at * BLOCK..end]);
        STANDARD.encode_slice(&block, &mut bytes[at * BLOCK / 3 * 4..]).expect("four bytes of text for three");
    }
    String::from_utf8(bytes).expect("Base64 is ASCII")
}

/// How many bytes a byte is longer in a JSON string than by itself.
pub fn escape_costs(byte: u8) -> usize {
    match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | b'\x08' | b'\x0c' => 1,
        ..b' ' => 5,
        _ => 0,
    }
}

/// A text as it is between the quotes of a JSON string, written in the place of the text.
pub fn escaped(text: String) -> Vec<u8> {
    let mut bytes = text.into_bytes();
    let length = bytes.len();
    let mut end = length + bytes.iter().map(|byte| escape_costs(*byte)).sum::<usize>();
    grow(&mut bytes, end);
    let mut block = Vec::with_capacity(6 * BLOCK);
    for at in (0..length.div_ceil(BLOCK)).rev() {
        block.clear();
        let range = at * BLOCK..length.min((at + 1) * BLOCK);
        bytes[range].iter().for_each(|byte| escape(*byte, &mut block));
        let start = end - block.len();
        bytes[start..end].copy_from_slice(&block);
        end = start;
    }
    bytes
}

fn escape(byte: u8, to: &mut Vec<u8>) {
    let letter = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        b'\x08' => b'b',
        b'\x0c' => b'f',
        ..b' ' => return to.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
        _ => return to.push(byte),
    };
    to.extend_from_slice(&[b'\\', letter]);
}

fn grow(bytes: &mut Vec<u8>, length: usize) {
    bytes.reserve_exact(length - bytes.len());
    bytes.resize(length, 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_in_place_is_base64() {
        for length in [1, 2, 3, 4, 3071, 3072, 3073, 6144, 10_001] {
            let bytes: Vec<u8> = (0..length).map(|at: usize| (at * 7 % 251) as u8).collect();
            assert_eq!(base64(bytes.clone()), STANDARD.encode(&bytes), "{length}");
        }
    }

    #[test]
    fn a_text_is_escaped_as_serde_json_escapes_it() {
        let all: String = ('\0'..'\u{300}').collect();
        for text in ["", "\"", "plain", &all, &all.repeat(9), &"é\0".repeat(BLOCK), &"\n".repeat(BLOCK)] {
            let escaped = String::from_utf8(escaped(text.to_owned())).expect("UTF-8");
            assert_eq!(format!("\"{escaped}\""), serde_json::to_string(text).expect("a text"));
        }
    }
}
