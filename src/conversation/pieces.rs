//! Strings and bytes that come in pieces, joined without loss

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::value::RawValue;

/// A string as JSON writes it, without its quotes. Pieces are joined before they are decoded: one may end in the first
/// half of a surrogate pair (`\ud83d`), and the next begin with the second.
#[derive(Default)]
pub struct Pieces(String);

impl Pieces {
    /// Adds a piece; `None` if it is no string.
    pub fn push(&mut self, piece: &RawValue) -> Option<()> {
        let inner = piece.get().strip_prefix('"')?.strip_suffix('"')?;
        self.0.push_str(inner);
        Some(())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The whole string in JSON.
    pub fn json(&self) -> String {
        format!("\"{}\"", self.0)
    }

    /// The whole string; `None` if it holds half of a character.
    pub fn text(&self) -> Option<String> {
        serde_json::from_str(&self.json()).ok()
    }
}

/// Bytes that come as base64, each piece by itself.
pub enum Blob {
    /// One piece, as it came.
    One(String),
    Several(Vec<u8>),
}

impl Blob {
    /// Adds a piece; `None` if it is no string, or no base64. A second one has them decoded: one that is padded cannot
    /// be followed by another.
    pub fn add(blob: &mut Option<Self>, piece: &RawValue) -> Option<()> {
        let piece: String = serde_json::from_str(piece.get()).ok()?;
        *blob = Some(match blob.take() {
            None => Blob::One(piece),
            Some(Blob::One(first)) => {
                Blob::Several([STANDARD.decode(first).ok()?, STANDARD.decode(piece).ok()?].concat())
            }
            Some(Blob::Several(mut bytes)) => {
                STANDARD.decode_vec(piece, &mut bytes).ok()?;
                Blob::Several(bytes)
            }
        });
        Some(())
    }

    /// In JSON.
    pub fn json(&self) -> String {
        match self {
            Blob::One(piece) => serde_json::Value::from(piece.as_str()).to_string(),
            Blob::Several(bytes) => format!("\"{}\"", STANDARD.encode(bytes)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> &RawValue {
        serde_json::from_str(json).expect("JSON")
    }

    #[test]
    fn a_character_that_is_split_between_two_pieces_is_whole_again() {
        let mut text = Pieces::default();
        text.push(raw(r#""a\ud83d""#)).expect("a string");
        assert_eq!(text.text(), None);
        text.push(raw(r#""\ude00\n""#)).expect("a string");
        assert_eq!(text.text().as_deref(), Some("a\u{1f600}\n"));
        assert!(text.push(raw("5")).is_none());
    }

    #[test]
    fn padded_pieces_of_bytes_are_joined_and_one_alone_stays_as_it_came() {
        let mut one = None;
        Blob::add(&mut one, raw(r#""not base64, but alone""#)).expect("a string");
        assert_eq!(one.as_ref().map(Blob::json).as_deref(), Some(r#""not base64, but alone""#));
        assert!(Blob::add(&mut one, raw(r#""YQ==""#)).is_none());
        let mut two = None;
        for piece in [r#""YQ==""#, r#""YmM=""#] {
            Blob::add(&mut two, raw(piece)).expect("base64");
        }
        assert_eq!(two.as_ref().map(Blob::json).as_deref(), Some(r#""YWJj""#));
    }
}
