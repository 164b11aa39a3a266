//! One foundation model as the service describes it, and a list of them as it came

use indexmap::IndexMap;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{Error, Kind};

/// The columns of `models list`, fixed for ever; new ones only at the end.
pub const COLUMNS: &[&str] = &["ID", "NAME", "PROVIDER", "INPUT", "OUTPUT", "STREAMING", "INFERENCE", "LIFECYCLE"];

/// An entry of `modelSummaries`: its JSON as it came, and the members that are read.
pub struct Summary<'a> {
    pub raw: &'a RawValue,
    value: Value,
}

/// A reply of ListFoundationModels, member by member in its order.
type Reply<'a> = IndexMap<String, &'a RawValue>;

/// The entries of a reply.
pub fn model_summaries(reply: &[u8]) -> Result<Vec<Summary<'_>>, Error> {
    let members: Reply = serde_json::from_slice(reply).map_err(not_a_list)?;
    let Some(list) = members.get("modelSummaries") else {
        return Err(Error::new(Kind::Service, "the answer is not one of Amazon Bedrock's: it has no `modelSummaries`")
            .hint("is `--endpoint-url` that of Bedrock's control plane?"));
    };
    let entries: Option<Vec<&RawValue>> = serde_json::from_str(list.get()).map_err(not_a_list)?;
    entries.unwrap_or_default().into_iter().map(Summary::parse).collect()
}

/// The reply with these entries only, each as it came.
pub fn with_summaries(reply: &[u8], kept: &[Summary]) -> Result<Vec<u8>, Error> {
    let members: Reply = serde_json::from_slice(reply).map_err(not_a_list)?;
    let kept: Vec<&str> = kept.iter().map(|summary| summary.raw.get()).collect();
    let written: Vec<String> = members
        .iter()
        .map(|(name, value)| match name.as_str() {
            "modelSummaries" => format!("\"{name}\":[{}]", kept.join(",")),
            _ => format!("{}:{value}", Value::from(name.as_str())),
        })
        .collect();
    Ok(format!("{{{}}}", written.join(",")).into_bytes())
}

fn not_a_list(error: serde_json::Error) -> Error {
    Error::new(Kind::Service, "the answer is not the list of models that Amazon Bedrock sends").caused_by(error)
}

impl<'a> Summary<'a> {
    fn parse(raw: &'a RawValue) -> Result<Self, Error> {
        let value = serde_json::from_str(raw.get()).map_err(not_a_list)?;
        Ok(Summary { raw, value })
    }

    /// A member that is a text; empty if the service did not send it.
    fn text(&self, member: &str) -> &str {
        self.value.get(member).and_then(Value::as_str).unwrap_or_default()
    }

    /// A member that is a list of texts.
    pub fn list(&self, member: &str) -> Vec<&str> {
        let list = self.value.get(member).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    pub fn id(&self) -> &str {
        self.text("modelId")
    }

    pub fn name(&self) -> &str {
        self.text("modelName")
    }

    pub fn provider(&self) -> &str {
        self.text("providerName")
    }

    pub fn status(&self) -> &str {
        self.value.pointer("/modelLifecycle/status").and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether the answer can be streamed; `None` if the service does not say.
    pub fn streams(&self) -> Option<bool> {
        self.value.get("responseStreamingSupported").and_then(Value::as_bool)
    }

    /// The cells of [`COLUMNS`].
    pub fn row(&self) -> Vec<Vec<String>> {
        let one = |text: &str| vec![text.to_owned()];
        let several = |member: &str| self.list(member).into_iter().map(str::to_owned).collect();
        let streaming = match self.streams() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        vec![
            one(self.id()),
            one(self.name()),
            one(self.provider()),
            several("inputModalities"),
            several("outputModalities"),
            one(streaming),
            several("inferenceTypesSupported"),
            one(self.status()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_entries_and_other_members_as_they_came() {
        let reply = br#"{"new":1.10,"modelSummaries":[{"modelId":"a", "x":1e3},{"modelId":"b"}],"z":null}"#;
        let mut summaries = model_summaries(reply).expect("parses");
        assert_eq!(summaries.iter().map(Summary::id).collect::<Vec<_>>(), ["a", "b"]);
        summaries.truncate(1);
        let kept = with_summaries(reply, &summaries).expect("writes");
        assert_eq!(kept, br#"{"new":1.10,"modelSummaries":[{"modelId":"a", "x":1e3}],"z":null}"#);
    }
}
