//! Large texts rewritten in the memory that they are in, since a second copy of a file would be felt
//!
//! What makes a text longer goes from the end, where there is room: block by block what is written grows over what has been
//! read.

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

/// The bytes behind Base64 that was made here.
pub fn from_base64(mut text: Vec<u8>) -> Vec<u8> {
    let mut length = 0;
    for at in (0..text.len()).step_by(BLOCK / 3 * 4) {
        let mut block = [0; BLOCK];
        let end = text.len().min(at + BLOCK / 3 * 4);
        let read = STANDARD.decode_slice(&text[at..end], &mut block).expect("Base64");
        text[length..length + read].copy_from_slice(&block[..read]);
        length += read;
    }
    text.truncate(length);
    text
}

/// How many bytes a byte is longer in a JSON string than by itself.
fn escape_costs(byte: u8) -> usize {
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
    if end == length {
        return bytes;
    }
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

/// What stands between the quotes of a JSON string, as the text that it is; for one that `is_escaped` holds for.
pub fn unescaped(text: String) -> String {
    let mut bytes = text.into_bytes();
    let (mut read, mut written) = (0, 0);
    while let Some(plain) = memchr::memchr(b'\\', &bytes[read..]) {
        bytes.copy_within(read..read + plain, written);
        (read, written) = (read + plain, written + plain);
        let (letter, length) = escape_at(&bytes[read..]).expect("looked at before");
        // No letter is longer than what stands for it.
        written += letter.encode_utf8(&mut bytes[written..]).len();
        read += length;
    }
    bytes.copy_within(read.., written);
    bytes.truncate(written + bytes.len() - read);
    String::from_utf8(bytes).expect("whole letters")
}

/// Whether it can stand between the quotes of a JSON string.
pub fn is_escaped(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some(plain) = memchr::memchr2(b'\\', b'"', rest) {
        match escape_at(&rest[plain..]) {
            Some((_, length)) => rest = &rest[plain + length..],
            None => return false,
        }
    }
    !text.iter().any(|byte| *byte < b' ')
}

/// The letter that an escape stands for, and how long that is.
fn escape_at(escape: &[u8]) -> Option<(char, usize)> {
    let letter = match *escape.strip_prefix(b"\\")?.first()? {
        plain @ (b'"' | b'\\' | b'/') => char::from(plain),
        b'b' => '\x08',
        b'f' => '\x0c',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return of_units(escape),
        _ => return None,
    };
    Some((letter, 2))
}

/// `\u00e9`, or a pair such as `\ud83d\ude00`.
fn of_units(escape: &[u8]) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = escape.get(at..at + 6)?.strip_prefix(b"\\u")?;
        let value = |digit: &u8| char::from(*digit).to_digit(16);
        digits.iter().try_fold(0, |number, digit| Some(number * 16 + value(digit)? as u16))
    };
    let first = unit(0)?;
    match char::decode_utf16([first]).next()? {
        Ok(letter) => Some((letter, 6)),
        Err(_) => Some((char::decode_utf16([first, unit(6)?]).next()?.ok()?, 12)),
    }
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
            let text = base64(bytes.clone());
            assert_eq!(text, STANDARD.encode(&bytes), "{length}");
            assert_eq!(from_base64(text.into_bytes()), bytes, "{length}");
        }
    }

    #[test]
    fn a_text_is_escaped_as_serde_json_escapes_it() {
        let all: String = ('\0'..'\u{300}').collect();
        for text in ["", "\"", "plain", &all, &all.repeat(9), &"é\0".repeat(BLOCK), &"\n".repeat(BLOCK)] {
            let escaped = String::from_utf8(escaped(text.to_owned())).expect("UTF-8");
            assert_eq!(format!("\"{escaped}\""), serde_json::to_string(text).expect("a text"));
            assert!(is_escaped(escaped.as_bytes()));
            assert_eq!(unescaped(escaped), text);
        }
    }

    #[test]
    fn an_escape_stands_for_what_serde_json_takes_it_for() {
        let mut random = fastrand::Rng::with_seed(7);
        let pieces =
            ["\\", "u", "d83d", "\\ude00", "\\u00E9", "\\n", "\\\"", "0", "+", "é", "\\/", "\\u", "\\ud83d", "\n"];
        let mut read = 0;
        for _ in 0..100_000 {
            let text: String = (0..random.usize(..6)).filter_map(|_| random.choice(pieces)).collect();
            let expected = serde_json::from_str::<String>(&format!("\"{text}\"")).ok();
            let found = is_escaped(text.as_bytes()).then(|| unescaped(text.clone()));
            read += usize::from(found.is_some());
            assert_eq!(found, expected, "{text}");
        }
        assert!(read > 10_000, "{read}");
    }
}
