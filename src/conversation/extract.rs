//! A part of an answer's text alone: its first fenced block, or its first JSON value

use serde_json::Value;

/// What stands in the first fenced block, or in the first whose language is `language`, by the rules of CommonMark: a
/// block ends with a fence as long as the first, or with the text. Lines lose as much indentation as the fence has.
pub fn fenced(text: &str, language: Option<&str>) -> Option<String> {
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let Some(fence) = Fence::opened_by(line) else { continue };
        let block = lines.by_ref().take_while(|line| !fence.is_closed_by(line)).map(|line| fence.dedented(line));
        let block: String = block.collect();
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
    /// The first word of what stands behind the fence.
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
        let language = info.split_whitespace().next().unwrap_or_default();
        is_fence.then_some(Fence { mark, length, indentation: line.len() - trimmed.len(), language })
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

/// The text, if it is JSON as a whole; else the first object or array in it that is. Numbers and words are JSON too, but
/// there is no telling them from prose.
pub fn json(text: &str) -> Option<&str> {
    let whole = text.trim();
    if serde_json::from_str::<Value>(whole).is_ok() {
        return Some(whole);
    }
    text.match_indices(['{', '[']).find_map(|(at, _)| {
        let rest = &text[at..];
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        values.next()?.ok()?;
        Some(&rest[..values.byte_offset()])
    })
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
        assert_eq!(fenced("```", None).as_deref(), Some(""));
    }

    #[test]
    fn finds_the_first_object_or_array_as_it_was_written() {
        assert_eq!(json("Here: {\"a\": 1.10}. And [2]"), Some("{\"a\": 1.10}"));
        assert_eq!(json("```json\n[1, {\"b\":\"]\"}]\n```"), Some("[1, {\"b\":\"]\"}]"));
        assert_eq!(json("[see this](http://x) {a} {\"b\": 1"), None);
        assert_eq!(json(" \"words\" \n"), Some("\"words\""));
        assert_eq!(json("I counted 3"), None);
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
                assert!(text.contains(value) && serde_json::from_str::<Value>(value).is_ok(), "{text:?}");
            }
        }
    }

    #[test]
    fn a_text_of_brackets_takes_no_time() {
        assert_eq!(json(&"[{".repeat(200_000)), None);
    }
}
