//! One foundation model as the service describes it, and a list of them as it came

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{Error, Kind};

/// The columns of `models list`, fixed for ever; new ones only at the end.
pub const COLUMNS: &[&str] =
    &["ID", "NAME", "PROVIDER", "INPUT", "OUTPUT", "STREAMING", "INFERENCE", "LIFECYCLE", "CALLABLE", "REGIONS"];

/// The columns that a narrow terminal can do without, the most wanted last: how to call it, lifecycle, name, …
pub const DISPENSABLE: &[usize] = &[3, 4, 6, 9, 2, 5, 1, 7, 8];

/// The same where several regions were asked: then which of them have the model is what is wanted.
pub const DISPENSABLE_OF_REGIONS: &[usize] = &[3, 4, 6, 2, 5, 1, 7, 8, 9];

/// An entry of `modelSummaries`: its JSON as it came, and the members that are read.
pub struct Summary<'a> {
    raw: &'a RawValue,
    members: Members,
}

/// What is read of an entry. serde skips the rest, however deep that is nested.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members {
    model_id: Option<String>,
    model_name: Option<String>,
    provider_name: Option<String>,
    input_modalities: Option<Vec<String>>,
    output_modalities: Option<Vec<String>>,
    response_streaming_supported: Option<bool>,
    customizations_supported: Option<Vec<String>>,
    inference_types_supported: Option<Vec<String>>,
    model_lifecycle: Option<Lifecycle>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Lifecycle {
    status: Option<String>,
    start_of_life_time: Option<String>,
    legacy_time: Option<String>,
    end_of_life_time: Option<String>,
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
pub fn with_summaries(reply: &[u8], kept: &[String]) -> Result<Vec<u8>, Error> {
    let members: Reply = serde_json::from_slice(reply).map_err(not_a_list)?;
    let written: Vec<String> = members
        .iter()
        .map(|(name, value)| match name.as_str() {
            "modelSummaries" => format!("\"{name}\":[{}]", kept.join(",")),
            _ => format!("{}:{value}", Value::from(name.as_str())),
        })
        .collect();
    Ok(format!("{{{}}}", written.join(",")).into_bytes())
}

/// An object as it came, with these members added at its end.
pub fn with_members(object: &str, additions: &[(&str, Value)]) -> String {
    let mut text = object.strip_suffix('}').unwrap_or(object).trim_end().to_owned();
    for (name, value) in additions {
        let comma = if text.ends_with('{') { "" } else { "," };
        text.push_str(&format!("{comma}\"{name}\":{value}"));
    }
    if additions.is_empty() { object.to_owned() } else { text + "}" }
}

fn not_a_list(error: serde_json::Error) -> Error {
    Error::new(Kind::Service, "the answer is not the list of models that Amazon Bedrock sends").caused_by(error)
}

impl<'a> Summary<'a> {
    pub fn parse(raw: &'a RawValue) -> Result<Self, Error> {
        let members = serde_json::from_str(raw.get()).map_err(not_a_list)?;
        Ok(Summary { raw, members })
    }

    pub fn id(&self) -> &str {
        self.members.model_id.as_deref().unwrap_or_default()
    }

    pub fn name(&self) -> &str {
        self.members.model_name.as_deref().unwrap_or_default()
    }

    pub fn provider(&self) -> &str {
        self.members.provider_name.as_deref().unwrap_or_default()
    }

    pub fn input_modalities(&self) -> &[String] {
        self.members.input_modalities.as_deref().unwrap_or_default()
    }

    pub fn output_modalities(&self) -> &[String] {
        self.members.output_modalities.as_deref().unwrap_or_default()
    }

    pub fn customizations(&self) -> &[String] {
        self.members.customizations_supported.as_deref().unwrap_or_default()
    }

    pub fn inference_types(&self) -> &[String] {
        self.members.inference_types_supported.as_deref().unwrap_or_default()
    }

    /// When the model was introduced, as the service writes it; empty if it does not say.
    pub fn introduced(&self) -> &str {
        let lifecycle = self.members.model_lifecycle.as_ref();
        lifecycle.and_then(|lifecycle| lifecycle.start_of_life_time.as_deref()).unwrap_or_default()
    }

    /// When the model is switched off.
    pub fn end_of_life(&self) -> Option<&str> {
        self.members.model_lifecycle.as_ref()?.end_of_life_time.as_deref()
    }

    /// When the model becomes, or became, legacy.
    pub fn legacy(&self) -> Option<&str> {
        self.members.model_lifecycle.as_ref()?.legacy_time.as_deref()
    }

    pub fn status(&self) -> &str {
        let lifecycle = self.members.model_lifecycle.as_ref();
        lifecycle.and_then(|lifecycle| lifecycle.status.as_deref()).unwrap_or_default()
    }

    /// Whether the answer can be streamed; `None` if the service does not say.
    pub fn streams(&self) -> Option<bool> {
        self.members.response_streaming_supported
    }

    /// The entry's JSON as it came, with these members added at its end.
    pub fn with(&self, additions: &[(&str, Value)]) -> String {
        with_members(self.raw.get(), additions)
    }

    /// The first cells of [`COLUMNS`], which the entry alone can fill.
    pub fn row(&self) -> Vec<Vec<String>> {
        let one = |text: &str| vec![text.to_owned()];
        let streaming = match self.streams() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        vec![
            one(self.id()),
            one(self.name()),
            one(self.provider()),
            self.input_modalities().to_vec(),
            self.output_modalities().to_vec(),
            one(streaming),
            self.inference_types().to_vec(),
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
        let entries: Vec<String> = summaries.iter().map(|summary| summary.with(&[])).collect();
        let kept = with_summaries(reply, &entries).expect("writes");
        assert_eq!(kept, br#"{"new":1.10,"modelSummaries":[{"modelId":"a", "x":1e3}],"z":null}"#);
    }
}
