//! What an answer cites: a mark `[1]` behind the text, and a note that says where it comes from

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::text::Text;

/// The notes so far. One that is cited twice has one number.
#[derive(Debug, Default)]
pub struct Citations {
    notes: Vec<String>,
    /// The numbers that belong behind the text of the block that is being written.
    unmarked: Vec<usize>,
}

#[derive(Default, Deserialize)]
struct Citation<'a> {
    #[serde(borrow)]
    title: Option<Text<'a>>,
    #[serde(borrow)]
    source: Option<Text<'a>>,
    #[serde(borrow, rename = "sourceContent")]
    source_content: Option<Vec<Passage<'a>>>,
    location: Option<Value>,
}

#[derive(Deserialize)]
struct Passage<'a> {
    #[serde(borrow)]
    text: Option<Text<'a>>,
}

impl Citations {
    /// Takes one in, of a reply (`Citation`) or of a stream (`CitationsDelta`). One that is neither is counted all the same.
    pub fn add(&mut self, citation: &RawValue) {
        let note = note(&serde_json::from_str(citation.get()).unwrap_or_default());
        let at = self.notes.iter().position(|known| *known == note).unwrap_or_else(|| {
            self.notes.push(note);
            self.notes.len() - 1
        });
        if !self.unmarked.contains(&(at + 1)) {
            self.unmarked.push(at + 1);
        }
    }

    /// The marks behind a block's text, `[1][2]`; `None` if it cites nothing.
    pub fn mark(&mut self) -> Option<String> {
        let marks: String = self.unmarked.drain(..).map(|number| format!("[{number}]")).collect();
        (!marks.is_empty()).then_some(marks)
    }

    /// A line each: `[1] Annual report, pages 3-4: “…”`.
    pub fn notes(&self) -> impl Iterator<Item = String> {
        self.notes.iter().enumerate().map(|(at, note)| format!("[{}] {note}", at + 1))
    }
}

fn note(citation: &Citation) -> String {
    let location = citation.location.as_ref().and_then(Value::as_object);
    let (kind, place) = location.and_then(|union| union.iter().find(|(_, place)| !place.is_null())).unzip();
    let place = place.unwrap_or(&Value::Null);
    let of = |text: &Option<Text>| text.as_ref().map(|text| on_one_line(&text.text)).filter(|text| !text.is_empty());
    let name = of(&citation.title).or_else(|| of(&citation.source));
    let mut note = name.unwrap_or_else(|| unnamed(place));
    if let Some(place) = kind.and_then(|kind| within(kind, place)) {
        note = format!("{note}, {place}");
    }
    let passages = citation.source_content.iter().flatten().filter_map(|passage| passage.text.as_ref());
    let quoted = on_one_line(&passages.map(|text| text.text.as_ref()).collect::<Vec<_>>().join(" "));
    if quoted.is_empty() { note } else { format!("{note}: “{quoted}”") }
}

/// A source without a title.
fn unnamed(place: &Value) -> String {
    match (number(place, "documentIndex"), number(place, "searchResultIndex")) {
        (Some(document), _) => format!("document {document}"),
        (_, Some(result)) => format!("search result {result}"),
        _ => place["domain"].as_str().unwrap_or("a source without a name").to_owned(),
    }
}

/// Where in the source it stands. The numbers are the service's own; a kind of place that nobody knows has no words.
fn within(kind: &str, place: &Value) -> Option<String> {
    let noun = match kind {
        "documentChar" => "character",
        "documentPage" => "page",
        "documentChunk" => "chunk",
        "searchResultLocation" => "block",
        "web" => return Some(on_one_line(place["url"].as_str()?)),
        _ => return None,
    };
    match (number(place, "start")?, number(place, "end")) {
        (start, Some(end)) if start != end => Some(format!("{noun}s {start}-{end}")),
        (start, _) => Some(format!("{noun} {start}")),
    }
}

fn number<'a>(place: &'a Value, member: &str) -> Option<&'a Number> {
    place.get(member)?.as_number()
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited(citations: &[&str]) -> Vec<String> {
        let mut all = Citations::default();
        for citation in citations {
            all.add(&serde_json::from_str::<Box<RawValue>>(citation).expect("JSON"));
        }
        all.notes().collect()
    }

    #[test]
    fn a_note_says_what_where_and_in_which_words() {
        let page = r#"{"title":"Report","sourceContent":[{"text":"It\n grew."}],"location":{"documentPage":{"documentIndex":0,"start":3,"end":4}}}"#;
        let unnamed = r#"{"location":{"documentChar":{"documentIndex":1,"start":0,"end":0}},"new":[[]]}"#;
        let web = r#"{"source":"","location":{"web":{"url":"https://example.com/a","domain":"example.com"}}}"#;
        let nothing = r#"{"location":{"hologram":{"depth":3}}}"#;
        assert_eq!(
            cited(&[page, unnamed, web, nothing]),
            [
                "[1] Report, pages 3-4: “It grew.”",
                "[2] document 1, character 0",
                "[3] example.com, https://example.com/a",
                "[4] a source without a name",
            ]
        );
    }

    #[test]
    fn what_is_cited_twice_has_one_number_and_a_block_one_mark_of_it() {
        let mut all = Citations::default();
        let mut add = |title: &str| {
            let citation: Box<RawValue> = serde_json::from_str(&format!(r#"{{"title":"{title}"}}"#)).expect("JSON");
            all.add(&citation);
            all.mark()
        };
        assert_eq!(add("a").as_deref(), Some("[1]"));
        assert_eq!(add("b").as_deref(), Some("[2]"));
        assert_eq!(add("a").as_deref(), Some("[1]"));
        assert_eq!(all.mark(), None);
    }
}
