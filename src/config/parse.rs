//! From the text of the configuration to its members, with the line and column of what cannot be meant

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Config;
use crate::bedrock::is_region_name;
use crate::error::Error;
use crate::source::{Said, Source};
use crate::text_file::place;

/// The keys, each with a line that is right.
const KEYS: &[(&str, &str)] = &[
    ("model", "model = \"us.amazon.nova-lite-v1:0\""),
    ("region", "region = \"us-east-1\""),
    ("profile", "profile = \"work\""),
    ("regions", "regions = [\"us-east-1\", \"eu-central-1\"]"),
    ("resolve", "resolve = true"),
    ("aliases", "[aliases]"),
];
const ALIAS: &str = "sonnet = \"us.anthropic.claude-sonnet-4-5-20250929-v1:0\"";
/// How alike a word must be to be taken for a slip of the pen: one letter in three may be wrong.
const NEAR: f64 = 0.66;

type Value<'i> = Spanned<DeValue<'i>>;

/// Reads the members one by one rather than with serde, whose errors cannot say which key a wrong value belongs to.
pub fn parse(text: &str, path: &Path) -> Result<Config, Error> {
    // Windows' editors put a byte order mark in front.
    let page = Page::new(text.strip_prefix('\u{feff}').unwrap_or(text), path);
    let table = DeTable::parse(page.text).map_err(|error| page.no_toml(&error))?;
    let mut config = Config::default();
    for (key, value) in table.get_ref() {
        match key.get_ref().as_ref() {
            "model" => config.model = Some(page.string("model", value)?),
            "region" => config.region = Some(page.region("region", value)?),
            "profile" => config.profile = Some(page.string("profile", value)?),
            "regions" => config.regions = Some(page.regions(value)?),
            "resolve" => config.resolve = Some(page.boolean("resolve", value)?),
            "aliases" => page.aliases(value, &mut config)?,
            unknown => return Err(page.unknown(unknown, key.span())),
        }
    }
    Ok(config)
}

/// The file as it was read, for errors that say where.
struct Page<'a> {
    text: &'a str,
    path: &'a Path,
    /// Where each line ends; looked for once, since every setting is shown with its line.
    line_ends: Vec<usize>,
}

impl<'a> Page<'a> {
    fn new(text: &'a str, path: &'a Path) -> Self {
        Page { text, path, line_ends: text.match_indices('\n').map(|(at, _)| at).collect() }
    }

    fn string(&self, key: &str, value: &Value) -> Result<Said, Error> {
        match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => Err(self
                .error(format!("`{key}` is empty"), value.span())
                .hint(format!("take the line out, or {}", like(example(key))))),
            DeValue::String(text) => Ok(self.said(text.to_string(), value)),
            other => Err(self.wrong_type(key, other, "a string", value)),
        }
    }

    fn boolean(&self, key: &str, value: &Value) -> Result<Said<bool>, Error> {
        match value.get_ref() {
            DeValue::Boolean(flag) => Ok(self.said(*flag, value)),
            other => Err(self.wrong_type(key, other, "`true` or `false`", value)),
        }
    }

    fn region(&self, key: &str, value: &Value) -> Result<Said, Error> {
        let region = self.string(key, value)?;
        if is_region_name(&region.value) {
            return Ok(region);
        }
        Err(self
            .error(format!("`{}` is no region", region.value), value.span())
            .hint("a region is named like `us-east-1` or `eu-central-1`"))
    }

    fn regions(&self, value: &Value) -> Result<Said<Vec<String>>, Error> {
        let DeValue::Array(items) = value.get_ref() else {
            return Err(self.wrong_type("regions", value.get_ref(), "a list of strings", value));
        };
        if items.is_empty() {
            return Err(self
                .error("`regions` is empty".to_owned(), value.span())
                .hint(format!("take the line out, or {}", like(example("regions")))));
        }
        let regions: Result<Vec<String>, Error> =
            items.iter().map(|item| self.region("regions", item).map(|region| region.value)).collect();
        regions.map(|regions| self.said(regions, value))
    }

    /// Names and ids. That no alias leads to another one can be seen only when all are known.
    fn aliases(&self, value: &Value, config: &mut Config) -> Result<(), Error> {
        let DeValue::Table(table) = value.get_ref() else {
            let error = self.error(format!("`aliases` is {}, not a table", kind(value.get_ref())), value.span());
            return Err(error.hint(format!("write `[aliases]` on a line of its own, and under it `{ALIAS}`")));
        };
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            self.check_alias_name(name, key.span())?;
            let id = self.alias_id(name, value)?;
            config.aliases.insert(name.to_owned(), id);
        }
        for (key, value) in table {
            let target = config.alias(key.get_ref()).unwrap_or_default();
            if let Some(id) = config.alias(target) {
                let message = format!("the alias `{}` stands for `{target}`, which is an alias itself", key.get_ref());
                let error = self.error(message, value.span());
                let hint = if id == target { "write an id" } else { &format!("write the id: `{id}`") };
                return Err(error.hint(hint));
            }
        }
        Ok(())
    }

    fn check_alias_name(&self, name: &str, span: Range<usize>) -> Result<(), Error> {
        if KEYS.iter().any(|(key, _)| *key == name) {
            return Err(self
                .error(format!("`{name}` stands under `[aliases]`, where it is no setting"), span)
                .hint(format!("move the line to the top, above `[aliases]`; an alias cannot be called `{name}`")));
        }
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if !name.is_empty() && name.bytes().all(is_letter) {
            return Ok(());
        }
        Err(self
            .error(format!("`{name}` is no name for an alias"), span)
            .hint("a name is made of letters, digits, `-`, `_` and `.`"))
    }

    fn alias_id(&self, name: &str, value: &Value) -> Result<Said, Error> {
        let error = |message: String| self.error(message, value.span());
        match value.get_ref() {
            DeValue::String(id) if id.trim().is_empty() || matches!(id.as_ref(), "." | "..") => {
                Err(error(format!("the alias `{name}` stands for `{id}`, which is no model id"))
                    .hint("`bedr models list --ids` shows the ids"))
            }
            DeValue::String(id) => Ok(self.said(id.to_string(), value)),
            // `us.sonnet = "…"` is a table `us` to TOML.
            DeValue::Table(inner) => {
                let key = inner.keys().next().map_or("sonnet", |key| key.get_ref());
                Err(error(format!("the alias `{name}` is a table, not a string"))
                    .hint(format!("a name with a dot in it stands in quotes: `\"{name}.{key}\" = \"ID\"`")))
            }
            other => Err(error(format!("the alias `{name}` is {}, not a string", kind(other))).hint(like(ALIAS))),
        }
    }

    fn unknown(&self, name: &str, span: Range<usize>) -> Error {
        let alike = |key: &str| strsim::normalized_damerau_levenshtein(&name.to_lowercase(), key);
        let near = KEYS.iter().map(|(key, _)| (alike(key), *key)).max_by(|a, b| a.0.total_cmp(&b.0));
        let hint = match near {
            Some((likeness, key)) if likeness >= NEAR => like(example(key)),
            _ => "the keys are `model`, `region`, `profile`, `regions`, `resolve` and `[aliases]`".to_owned(),
        };
        self.error(format!("there is no key `{name}`"), span).hint(hint)
    }

    fn wrong_type(&self, key: &str, found: &DeValue, wanted: &str, value: &Value) -> Error {
        self.error(format!("`{key}` is {}, not {wanted}", kind(found)), value.span()).hint(like(example(key)))
    }

    fn no_toml(&self, error: &toml::de::Error) -> Error {
        let at = place(self.text, error.span().unwrap_or_default().start);
        Error::usage(format!("the configuration `{}` is no TOML at {at}", self.path.display()))
            .caused_by(error.message())
            .hint(format!("a setting stands on a line of its own, text in quotes: `{}`", example("model")))
    }

    fn error(&self, message: String, span: Range<usize>) -> Error {
        Error::usage(format!("{message}, in `{}` at {}", self.path.display(), place(self.text, span.start)))
    }

    fn said<T>(&self, value: T, at: &Value) -> Said<T> {
        let start = at.span().start;
        let line = self.line_ends.partition_point(|end| *end < start) + 1;
        Said::new(value, Source::Config(format!("{}:{line}", self.path.display())))
    }
}

fn example(key: &str) -> &'static str {
    KEYS.iter().find(|(known, _)| *known == key).map_or("", |(_, example)| example)
}

fn like(example: &str) -> String {
    format!("write it like `{example}`")
}

fn kind(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> Config {
        parse(text, Path::new("c.toml")).expect("a configuration")
    }

    /// The message and the hint of the error.
    fn refusal(text: &str) -> String {
        let error = parse(text, Path::new("c.toml")).expect_err("an error");
        format!("{}; {}", error.message, error.hint.unwrap_or_default())
    }

    #[test]
    fn reads_every_key_with_its_line() {
        let config = config(concat!(
            "\u{feff}# ids live here\r\nmodel = 'sonnet'\r\nregion = \"eu-west-1\"\r\nprofile = \"work\"\r\n",
            "regions = [\r\n  \"us-east-1\",\r\n  \"eu-west-1\",\r\n]\r\nresolve = true\r\n",
            "[aliases]\r\nsonnet = \"us.anthropic.x-v1:0\"\r\n\"eu.nova\" = \"eu.amazon.nova-lite-v1:0\"\r\n",
        ));
        let at = |line: usize| Source::Config(format!("c.toml:{line}"));
        assert_eq!(config.model, Some(Said::new("sonnet".to_owned(), at(2))));
        assert_eq!(config.region.map(|region| region.source), Some(at(3)));
        assert_eq!(config.profile, Some(Said::new("work".to_owned(), at(4))));
        assert_eq!(config.regions.map(|regions| regions.value), Some(vec!["us-east-1".into(), "eu-west-1".into()]));
        assert_eq!(config.resolve, Some(Said::new(true, at(9))));
        assert_eq!(config.aliases.keys().collect::<Vec<_>>(), ["sonnet", "eu.nova"]);
        assert_eq!(config.aliases["eu.nova"].source, at(12));
    }

    #[test]
    fn an_empty_file_says_nothing() {
        assert_eq!(config(""), Config::default());
        assert_eq!(config("# nothing\n[aliases]\n"), Config::default());
    }

    #[test]
    fn a_slip_of_the_pen_is_told_the_key_that_was_meant() {
        let known = "the keys are `model`, `region`, `profile`, `regions`, `resolve` and `[aliases]`";
        let hint = |key: &str| refusal(&format!("{key} = 1")).split_once("; ").expect("a hint").1.to_owned();
        assert_eq!(
            refusal("\nmodle = 'x'"),
            format!("there is no key `modle`, in `c.toml` at line 2 column 1; write it like `{}`", example("model"))
        );
        assert_eq!(hint("alias"), "write it like `[aliases]`");
        assert_eq!(hint("Profile"), "write it like `profile = \"work\"`");
        assert_eq!(hint("reigon"), "write it like `region = \"us-east-1\"`");
        assert_eq!(hint("temperature"), known);
        assert_eq!(hint("x"), known);
    }

    #[test]
    fn a_value_of_the_wrong_type_is_named_with_its_key() {
        let begins = |text: &str, expected: &str| {
            assert!(refusal(text).starts_with(expected), "{}", refusal(text));
        };
        begins("model = 3", "`model` is a number, not a string, in `c.toml` at line 1 column 9; write it like");
        begins("resolve = 'yes'", "`resolve` is a string, not `true` or `false`, in `c.toml` at line 1 column 11;");
        begins("regions = 'a'", "`regions` is a string, not a list of strings, in `c.toml` at line 1 column 11;");
        begins(
            "regions = [\n 'us-east-1', 3]",
            "`regions` is a number, not a string, in `c.toml` at line 2 column 15;",
        );
        begins("region = 'us east'", "`us east` is no region, in `c.toml` at line 1 column 10; a region is named like");
        begins("profile = ' '", "`profile` is empty, in `c.toml` at line 1 column 11; take the line out");
        begins("regions = []", "`regions` is empty, in `c.toml`");
        begins("aliases = 'x'", "`aliases` is a string, not a table, in `c.toml` at line 1 column 11;");
        begins("[[model]]", "`model` is a list, not a string, in `c.toml`");
    }

    #[test]
    fn what_is_no_toml_is_named_with_its_place() {
        for (text, place) in [
            ("region = us-east-1", "line 1 column 10"),
            ("model = 'x'\nmodel = 'y'", "line 2 column 1"),
            ("# ü\nmodel = \"é", "line 2 column 11"),
            ("[aliases", "line 1 column 9"),
            ("{}", "line 1 column 1"),
        ] {
            let message = refusal(text);
            assert!(message.starts_with(&format!("the configuration `c.toml` is no TOML at {place};")), "{message}");
        }
    }

    #[test]
    fn an_alias_leads_to_an_id_and_to_no_other_alias() {
        assert_eq!(
            refusal("[aliases]\na = 'b'\nb = 'us.b-v1:0'"),
            "the alias `a` stands for `b`, which is an alias itself, in `c.toml` at line 2 column 5; write the id: `us.b-v1:0`"
        );
        assert!(refusal("[aliases]\na = 'a'").ends_with("; write an id"));
        // What looks like an id may be a name.
        assert_eq!(config("[aliases]\n'amazon.nova-lite' = 'us.amazon.nova-lite-v1:0'").aliases.len(), 1);
    }

    #[test]
    fn what_cannot_be_an_alias_is_refused() {
        let refuses = |line: &str, expected: &str| {
            let refusal = refusal(&format!("[aliases]\n{line}"));
            assert!(refusal.starts_with(expected), "{refusal}");
        };
        refuses("'my model' = 'x'", "`my model` is no name for an alias, in `c.toml` at line 2 column 1;");
        refuses("'' = 'x'", "`` is no name for an alias,");
        refuses("'ü' = 'x'", "`ü` is no name for an alias,");
        refuses("a = ''", "the alias `a` stands for ``, which is no model id, in `c.toml` at line 2 column 5;");
        refuses("a = '..'", "the alias `a` stands for `..`, which is no model id,");
        refuses("a = 1", "the alias `a` is a number, not a string,");
        refuses("us.sonnet = 'x'", "the alias `us` is a table, not a string, in `c.toml` at line 2 column");
        refuses("region = 'eu-west-1'", "`region` stands under `[aliases]`, where it is no setting,");
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in
            ["\0", "a", "=", "[", "\u{feff}", "'''", "\"\\u", "é = é", "[aliases]\n\"\\u0000\" = 1", "a.b.c = 1"]
        {
            let _ = parse(text, Path::new("c.toml"));
        }
        let deep = format!("model = {}", "[".repeat(100_000));
        assert!(parse(&deep, Path::new("c.toml")).is_err());
    }
}
