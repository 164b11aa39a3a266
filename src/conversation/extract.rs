//! A part of an answer's text alone: its first fenced block, or its first JSON value

use std::str::CharIndices;

use serde_json::Value;

/// What stands in the first fenced block, or in the first whose language is `language`, by the rules of CommonMark: a
/// block ends with a fence as long as the first, or with the text. Lines lose as much indentation as the fence has.
pub fn fenced(text: &str, language: Option<&str>) -> Option<String> {
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let Some(fence) = Fence::opened_by(line) else { continue };
        let mut is_closed = false;
        let block = lines.by_ref().take_while(|line| {
            is_closed = fence.is_closed_by(line);
            !is_closed
        });
        let block: String = block.map(|line| fence.dedented(line)).collect();
        // A fence at the very end opens nothing: it closes what did not begin as a block.
        if !is_closed && block.is_empty() {
            return None;
        }
        if language.is_none_or(|language| language.eq_ignore_ascii_case(fence.language)) {
            return Some(block);
        }
    }
    None
}

struct Fence<'a> {
    mark: char,
    length: usize,
    indentation: usize,
    /// The first word of what stands behind the fence: `rust,ignore`, `{.sh}` and `sh:a.sh` have it too.
    language: &'a str,
}

impl<'a> Fence<'a> {
    /// Indented as far as it likes: in a list, which is where models put code, four spaces are usual.
    fn opened_by(line: &'a str) -> Option<Self> {
        let trimmed = line.trim_start_matches([' ', '\t']);
        let mark = trimmed.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
        let info = trimmed.trim_start_matches(mark);
        let length = trimmed.len() - info.len();
        // ```` ```code``` ```` in one line is no block.
        let is_fence = length >= 3 && !(mark == '`' && info.contains('`'));
        let language = info.split([' ', '\t', '\r', '\n', ',', ':', '{', '}', '.']).find(|word| !word.is_empty());
        is_fence.then_some(Fence {
            mark,
            length,
            indentation: line.len() - trimmed.len(),
            language: language.unwrap_or_default(),
        })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim();
        line.len() >= self.length && line.chars().all(|letter| letter == self.mark)
    }

    fn dedented<'b>(&self, line: &'b str) -> &'b str {
        let indented = line.len() - line.trim_start_matches([' ', '\t']).len();
        &line[indented.min(self.indentation)..]
    }
}

/// The text, if it is JSON as a whole; else what the first block of JSON holds; else the first object or array that stands
/// in no other brackets. Numbers and words are JSON too, but there is no telling them from prose.
pub fn json(text: &str) -> Option<String> {
    let block = if is_json(text.trim()) { None } else { fenced(text, Some("json")) };
    let text = block.as_deref().unwrap_or(text);
    let whole = text.trim();
    if is_json(whole) { Some(whole.to_owned()) } else { outermost(text).map(str::to_owned) }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok()
}

/// What stands inside brackets that do not parse is a fragment of what was meant. A list of whole numbers may be a
/// citation, `[1]`: it is taken only where nothing else can have been meant.
fn outermost(text: &str) -> Option<&str> {
    let mut mark = None;
    let mut is_broken = false;
    let mut rest = text;
    while let Some(at) = rest.find(['{', '[']) {
        rest = &rest[at..];
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let end = match values.next() {
            Some(Ok(value)) => {
                let (found, end) = (&rest[..values.byte_offset()], values.byte_offset());
                if !is_citation(&value) {
                    return Some(found);
                }
                mark = mark.or(Some(found));
                end
            }
            _ => {
                is_broken |= is_like_json(rest);
                closed_at(rest).unwrap_or(rest.len())
            }
        };
        rest = &rest[end..];
    }
    mark.filter(|_| !is_broken)
}

fn is_citation(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.iter().all(Value::is_u64))
}

/// Whether brackets can be meant as JSON: a `[` with words in it is a link or an aside.
fn is_like_json(text: &str) -> bool {
    text.starts_with('{') || text[1..].trim_start().starts_with(['"', '{', '['])
}

/// Behind the bracket that closes the first one; `None` if that stays open.
fn closed_at(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => skip_string(&mut letters),
            '{' => open.push('}'),
            '[' => open.push(']'),
            _ if open.last() == Some(&letter) => {
                open.pop();
                if open.is_empty() {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

fn skip_string(letters: &mut CharIndices) {
    while let Some((_, letter)) = letters.next() {
        match letter {
            '"' => return,
            '\\' => _ = letters.next(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_block_or_that_of_a_language() {
        let text = "So:\n```sh\nls\n```\nor\n~~~Python title=x\nprint()\n\n~~~\n";
        assert_eq!(fenced(text, None).as_deref(), Some("ls\n"));
        assert_eq!(fenced(text, Some("python")).as_deref(), Some("print()\n\n"));
        assert_eq!(fenced(text, Some("rust")), None);
        assert_eq!(fenced("no ```block``` here, `a`", None), None);
        assert_eq!(fenced("```ls```\n", None), None);
    }

    #[test]
    fn a_longer_fence_holds_shorter_ones() {
        let text = "````markdown\n```sh\nls\n```\n````\n";
        assert_eq!(fenced(text, None).as_deref(), Some("```sh\nls\n```\n"));
        assert_eq!(fenced(text, Some("sh")), None);
    }

    #[test]
    fn a_block_in_a_list_loses_the_lists_indentation() {
        let text = "1. Do\n\n    ```py\n    if x:\n        y()\n  z\n\n    ```\n";
        assert_eq!(fenced(text, Some("py")).as_deref(), Some("if x:\n    y()\nz\n\n"));
    }

    #[test]
    fn a_block_that_nobody_closed_ends_with_the_text() {
        assert_eq!(fenced("```\nls\r\n", None).as_deref(), Some("ls\r\n"));
        assert_eq!(fenced("```\n```", None).as_deref(), Some(""));
        for info in ["sh", "sh,ignore", "{.sh}", "sh:a.sh", " SH "] {
            assert_eq!(fenced(&format!("```{info}\nls\n```\n"), Some("sh")).as_deref(), Some("ls\n"), "{info}");
        }
        assert_eq!(fenced("Text:```sh\nx\n```\n", None), None);
    }

    fn finds(text: &str, expected: Option<&str>) {
        assert_eq!(json(text).as_deref(), expected, "{text}");
    }

    #[test]
    fn finds_the_first_object_or_array_as_it_was_written() {
        finds("Here: {\"a\": 1.10}. And [2]", Some("{\"a\": 1.10}"));
        finds("```json\n[1, {\"b\":\"]\"}]\n```", Some("[1, {\"b\":\"]\"}]"));
        finds("[see this](http://x) {a} {\"b\": 1", None);
        finds("[see this](http://x) {a} {\"b\": 1}", Some("{\"b\": 1}"));
        finds(" \"words\" \n", Some("\"words\""));
        finds("I counted 3", None);
    }

    #[test]
    fn a_fragment_of_broken_json_is_not_it() {
        finds(r#"{"items": [{"id": 1}, {"id": 2}], "total": 3,}"#, None);
        finds(r#"{"a": {"b":1}"#, None);
        finds(r#"{"a": [1, {"b":2}, {"c":3}"#, None);
        finds(r#"{"a": "}\"}", "b": {"c": 1},} and {"d": 1}"#, Some(r#"{"d": 1}"#));
        finds("```json\n{\"a\": [1,2],}\n```\nwith {\"b\": 1}", None);
        finds("As noted in [1]: {\"a\": 1,}", None);
    }

    #[test]
    fn a_block_of_json_comes_before_what_stands_in_prose() {
        finds("Not {\"a\": 1} but\n```sh\necho {}\n```\n  ```JSON\n  3\n  ```", Some("3"));
        finds("```json\n{\"a\": 1}\n{\"b\": 2}\n```", Some("{\"a\": 1}"));
        finds("{\"text\": \"```json\"}", Some("{\"text\": \"```json\"}"));
    }

    #[test]
    fn a_citation_comes_after_all_else() {
        finds("As noted in [1], the result is {\"total\": 5}", Some("{\"total\": 5}"));
        finds("As noted in [1, 2], they are [\"a\"]", Some("[\"a\"]"));
        finds("The primes, [2, 3, 5], as [Euclid](x) has it", Some("[2, 3, 5]"));
    }

    #[test]
    fn whatever_the_text_is_a_part_of_it_comes_out() {
        let letters =
            ["`", "``", "```", "~~~", "\n", "\r\n", " ", "\t", "{", "}", "[", "]", "\"", "a", "ä", ":", ",", "1"];
        let mut random = fastrand::Rng::with_seed(5);
        for _ in 0..20_000 {
            let length = random.usize(..40);
            let text: String = (0..length).map(|_| letters[random.usize(..letters.len())]).collect();
            for line in fenced(&text, None).unwrap_or_default().lines() {
                assert!(text.contains(line), "{text:?}");
            }
            if let Some(value) = json(&text) {
                assert!(text.contains(&value) && is_json(&value), "{text:?}");
            }
        }
    }

    #[test]
    fn a_text_of_brackets_takes_no_time() {
        finds(&"[{".repeat(200_000), None);
        finds(&"{\"a\":}[{]".repeat(100_000), None);
    }
}
