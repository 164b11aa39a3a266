//! A member of the request by its path, `inferenceConfig.maxTokens` or `messages[-1].content[0]`, and what is put there

use serde_json::{Value, json};

/// More steps than that are no path: JSON that is nested deeper cannot be read again.
const LONGEST: usize = 100;

/// A path, as it was typed and step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    pub typed: String,
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq)]
enum Step {
    /// `.name`; in a list a number, as the service writes its paths: `messages.0.content`.
    Member(String),
    /// `[0]`, or from the end `[-1]`.
    Entry(i64),
    /// `[]`, behind the last.
    Append,
}

/// Member by member, entries by their numbers.
pub type Place = Vec<String>;

/// A path and what goes there.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    pub path: Path,
    pub value: Value,
}

impl Assignment {
    /// `PATH=VALUE` with a number, `true`, `false`, `null` or JSON for what it is, and all else for text.
    pub fn of_json(typed: &str) -> Result<Self, String> {
        let (path, value) = split(typed)?;
        Ok(Self { path, value: understood(value)? })
    }

    /// `PATH=VALUE` with a text, whatever it looks like.
    pub fn of_text(typed: &str) -> Result<Self, String> {
        let (path, value) = split(typed)?;
        Ok(Self { path, value: value.into() })
    }

    /// Puts the value where its path leads; objects and lists on the way are made where there are none.
    pub fn put(self, whole: &mut Value) -> Result<(), String> {
        let mut place = whole;
        for step in &self.path.steps {
            place = step.enter(place)?;
        }
        *place = self.value;
        Ok(())
    }
}

impl Path {
    /// Where it leads in the request as it is now, each entry by its number from the start.
    pub fn place(&self, whole: &Value) -> Place {
        let mut value = Some(whole);
        let key = |step: &Step| {
            let key = step.key(value);
            value = value.and_then(|value| match value {
                Value::Array(entries) => entries.get(key.parse::<usize>().ok()?),
                _ => value.get(&key),
            });
            key
        };
        self.steps.iter().map(key).collect()
    }

    /// Whether it leads behind a list's last entry, where nothing is replaced.
    pub fn appends(&self) -> bool {
        self.steps.contains(&Step::Append)
    }

    /// The path within a member: `a.b` in `additionalModelRequestFields`.
    pub fn within(mut self, member: &str) -> Self {
        self.steps.insert(0, Step::Member(member.to_owned()));
        self
    }
}

/// `PATH=VALUE` at the first `=` that has no backslash before it.
fn split(typed: &str) -> Result<(Path, &str), String> {
    let mut escaped = false;
    let at = typed.char_indices().find(|(_, character)| {
        let found = *character == '=' && !escaped;
        escaped = *character == '\\' && !escaped;
        found
    });
    let (at, _) = at.ok_or("it is written `PATH=VALUE`")?;
    Ok((parse(&typed[..at])?, &typed[at + 1..]))
}

fn parse(typed: &str) -> Result<Path, String> {
    let mut steps = Vec::new();
    let mut rest = typed;
    loop {
        let (step, behind) = match rest.strip_prefix('[') {
            Some(inside) if !steps.is_empty() => entry(inside)?,
            _ => member(rest)?,
        };
        steps.push(step);
        rest = match behind.strip_prefix('.') {
            Some(behind) => behind,
            None if behind.is_empty() => break,
            None => behind,
        };
        if steps.len() == LONGEST {
            return Err(format!("a path has at most {LONGEST} steps"));
        }
    }
    Ok(Path { typed: typed.to_owned(), steps })
}

/// A name up to the next dot or bracket; a backslash takes away what the next character means.
fn member(typed: &str) -> Result<(Step, &str), String> {
    let mut name = String::new();
    let mut characters = typed.char_indices();
    let end = loop {
        match characters.next() {
            None => break typed.len(),
            Some((at, '.' | '[')) => break at,
            Some((_, '\\')) => name.push(characters.next().ok_or("nothing stands behind the path's last backslash")?.1),
            Some((_, character)) => name.push(character),
        }
    };
    if end == 0 {
        return Err("a path is written `a.b[0].c`, and a member of it has no name".into());
    }
    Ok((Step::Member(name), &typed[end..]))
}

fn entry(inside: &str) -> Result<(Step, &str), String> {
    let (number, behind) = inside.split_once(']').ok_or("a `[` of the path has no `]`")?;
    let step = match number {
        "" => Step::Append,
        _ => Step::Entry(number.parse().map_err(|_| format!("`[{number}]` is no entry: it is `[0]`, `[-1]` or `[]`"))?),
    };
    if !(behind.is_empty() || behind.starts_with(['.', '['])) {
        return Err(format!("`.` or `[` is missing before `{behind}`"));
    }
    Ok((step, behind))
}

/// A value as it was typed. What begins like JSON and is none is a slip, and no text.
fn understood(typed: &str) -> Result<Value, String> {
    match serde_json::from_str(typed) {
        Ok(value) => Ok(value),
        Err(error) if typed.trim_start().starts_with(['{', '[', '"']) => {
            Err(format!("the value begins like JSON and is none: {error}; `--set-string` takes it for text"))
        }
        Err(_) => Ok(decimal(typed).unwrap_or_else(|| typed.into())),
    }
}

/// `.5` is no JSON, but everybody writes it.
fn decimal(typed: &str) -> Option<Value> {
    let (sign, digits) = typed.strip_prefix('-').map_or(("", typed), |digits| ("-", digits));
    let number = format!("{sign}0.{}", digits.strip_prefix('.')?);
    serde_json::from_str(&number).ok()
}

impl Step {
    /// Its name, or its number in this list.
    fn key(&self, place: Option<&Value>) -> String {
        let length = place.and_then(Value::as_array).map(Vec::len);
        let number = |number: i64| match (length, usize::try_from(number.unsigned_abs())) {
            (Some(length), Ok(back)) if number < 0 && back <= length => (length - back).to_string(),
            _ => number.to_string(),
        };
        match self {
            Step::Member(name) if length.is_some() => name.parse().map_or_else(|_| name.clone(), number),
            Step::Member(name) => name.clone(),
            Step::Entry(entry) => number(*entry),
            Step::Append => length.unwrap_or_default().to_string(),
        }
    }

    fn enter<'a>(&self, place: &'a mut Value) -> Result<&'a mut Value, String> {
        if place.is_null() {
            *place = if matches!(self, Step::Member(_)) { json!({}) } else { json!([]) };
        }
        match (place, self) {
            (Value::Object(members), Step::Member(name)) => Ok(members.entry(name).or_insert(Value::Null)),
            (Value::Array(entries), Step::Append) => at(entries, None),
            (Value::Array(entries), Step::Entry(number)) => at(entries, Some(*number)),
            (Value::Array(entries), Step::Member(name)) => match name.parse() {
                Ok(number) => at(entries, Some(number)),
                Err(_) => Err(format!("`{name}` is looked for in a list, whose entries are `[0]`, `[-1]` or `[]`")),
            },
            (_, Step::Member(name)) => Err(format!("`{name}` is looked for in a value that is no object")),
            (_, Step::Entry(_) | Step::Append) => Err("an entry is looked for in a value that is no list".into()),
        }
    }
}

/// An entry of a list; the one behind the last is new.
fn at(entries: &mut Vec<Value>, number: Option<i64>) -> Result<&mut Value, String> {
    let length = entries.len();
    let found = match number {
        None => Some(length),
        Some(number) if number < 0 => {
            usize::try_from(number.unsigned_abs()).ok().and_then(|back| length.checked_sub(back))
        }
        Some(number) => usize::try_from(number).ok(),
    };
    let found = found.filter(|found| *found <= length);
    let found =
        found.ok_or_else(|| format!("there is no entry {} in a list of {length}", number.unwrap_or_default()))?;
    if found == length {
        entries.push(Value::Null);
    }
    Ok(&mut entries[found])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(whole: &str, typed: &str) -> Result<String, String> {
        let mut whole: Value = serde_json::from_str(whole).expect("JSON");
        Assignment::of_json(typed)?.put(&mut whole)?;
        Ok(whole.to_string())
    }

    #[test]
    fn members_and_entries_are_made_where_there_are_none() {
        assert_eq!(put("{}", "a.b.c=1.10"), Ok(r#"{"a":{"b":{"c":1.10}}}"#.into()));
        assert_eq!(put("{}", "a[0].b[]=x y"), Ok(r#"{"a":[{"b":["x y"]}]}"#.into()));
        assert_eq!(put(r#"{"a":[1,2]}"#, "a[-1]=true"), Ok(r#"{"a":[1,true]}"#.into()));
        assert_eq!(put(r#"{"a":[1,2]}"#, "a.2=null"), Ok(r#"{"a":[1,2,null]}"#.into()));
        assert_eq!(put(r#"{"a":{"b":1}}"#, "a.0={\"c\": [1]}"), Ok(r#"{"a":{"b":1,"0":{"c":[1]}}}"#.into()));
    }

    #[test]
    fn a_backslash_takes_away_what_a_character_means() {
        assert_eq!(put("{}", r"a\.b\=\[c\\=1"), Ok(r#"{"a.b=[c\\":1}"#.into()));
        assert_eq!(put("{}", "a=b=c"), Ok(r#"{"a":"b=c"}"#.into()));
    }

    #[test]
    fn numbers_booleans_and_json_are_what_they_are_and_the_rest_is_text() {
        for (typed, value) in [
            ("1.10", "1.10"),
            (".5", "0.5"),
            ("-.25", "-0.25"),
            ("false", "false"),
            ("[1, 2]", "[1,2]"),
            ("\"5\"", "\"5\""),
            ("007", "\"007\""),
            ("", "\"\""),
            ("@f", "\"@f\""),
        ] {
            assert_eq!(put("{}", &format!("a={typed}")), Ok(format!("{{\"a\":{value}}}")), "{typed}");
        }
        let text = Assignment::of_text("a=5").map(|assignment| assignment.value);
        assert_eq!(text, Ok("5".into()));
        assert!(put("{}", "a={b: 1}").is_err_and(|error| error.contains("`--set-string`")));
    }

    #[test]
    fn a_path_that_leads_nowhere_says_why() {
        for typed in ["a", "=1", ".a=1", "a..b=1", "a.=1", "a[x]=1", "a[1=1", "a[0]b=1", "[0]=1", "a\\"] {
            assert!(Assignment::of_json(typed).is_err(), "{typed}");
        }
        assert!(Assignment::of_json(&format!("{}=1", "a.".repeat(200) + "a")).is_err());
        for typed in ["a.x=1", "a[3]=1", "a[-3]=1", "b.c=1", "b[0]=1"] {
            assert!(put(r#"{"a":[1,2],"b":"text"}"#, typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_place_is_the_same_however_its_entries_are_counted() {
        let whole = json!({"a": [1, {"b": 2}]});
        let place = |typed: &str| parse(typed).expect("a path").place(&whole).join("/");
        assert_eq!([place("a[-1].b"), place("a.1.b"), place("a.-1.b")], ["a/1/b", "a/1/b", "a/1/b"]);
        assert_eq!([place("a[].c"), place("x[].0"), place("a[-5]")], ["a/2/c", "x/0/0", "a/-5"]);
    }
}
