//! Text out of JSON: half of a surrogate pair costs one character, not the answer that was paid for

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

/// A string. JSON can escape half of a surrogate pair, `"\ud83d"`, which no text can hold: an answer that is cut in an
/// emoji ends like that. U+FFFD stands in its place.
pub struct Text<'a> {
    pub text: Cow<'a, str>,
    /// Whether something was replaced.
    pub mended: bool,
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Asked for bytes, serde_json hands such a half on; asked for text, it gives up.
        deserializer.deserialize_bytes(Words)
    }
}

struct Words;

impl<'de> Visitor<'de> for Words {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Text { text: text.into(), mended: false }),
            Err(_) => self.visit_bytes(bytes),
        }
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        let (bytes, mended) = mend(bytes);
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Text { text: text.into(), mended }),
            Err(error) => Err(E::invalid_value(Unexpected::Bytes(error.as_bytes()), &self)),
        }
    }
}

/// Halves come as they would be encoded, `ED A0..BF xx`, if that were allowed.
fn mend(bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut mended = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(first) = rest.first() {
        if let [0xed, 0xa0..=0xbf, 0x80..=0xbf, behind @ ..] = rest {
            mended.extend_from_slice("\u{fffd}".as_bytes());
            rest = behind;
        } else {
            mended.push(*first);
            rest = &rest[1..];
        }
    }
    let changed = mended != bytes;
    (mended, changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &[u8]) -> Option<(String, bool)> {
        serde_json::from_slice::<Text>(json).ok().map(|text| (text.text.into_owned(), text.mended))
    }

    #[test]
    fn half_of_a_pair_is_one_character() {
        assert_eq!(read(br#""a\ud83d""#), Some(("a\u{fffd}".to_owned(), true)));
        assert_eq!(read(br#""\ude00\n\ud83d\ude00b""#), Some(("\u{fffd}\n\u{1f600}b".to_owned(), true)));
        assert_eq!(read("\"é \\u00e9 \u{fffd}\"".as_bytes()), Some(("é é \u{fffd}".to_owned(), false)));
    }

    #[test]
    fn other_bytes_that_are_no_text_and_other_values_are_refused() {
        for json in [b"\"\xff\"".as_slice(), b"\"\\ud83d\xff\"", b"3", b"[1]", b"null", b"\"\\u12\""] {
            assert_eq!(read(json), None, "{json:?}");
        }
    }
}
