//! What else can be called: what an account has provisioned, deployed, imported, routed or bought

use indexmap::IndexMap;
use serde_json::Value;
use serde_json::value::RawValue;

use super::Callable;
use super::callable::short_arn;
use crate::error::{Error, Kind};

/// A kind of thing that has a list of its own.
#[derive(Debug, PartialEq, Eq)]
pub struct OtherKind {
    /// As the inference types are spelled.
    pub name: &'static str,
    /// As people say.
    pub plural: &'static str,
    /// The member of the reply that holds the entries.
    list: &'static str,
    arn: &'static str,
    label: &'static str,
    /// The status that can be called; `None` where an entry has none.
    status: Option<&'static str>,
}

/// Source: the output shapes of the service model of `bedrock`.
pub const PROVISIONED: OtherKind = OtherKind {
    name: "PROVISIONED",
    plural: "provisioned throughputs",
    list: "provisionedModelSummaries",
    arn: "provisionedModelArn",
    label: "provisionedModelName",
    status: Some("InService"),
};
pub const DEPLOYMENT: OtherKind = OtherKind {
    name: "CUSTOM_MODEL_DEPLOYMENT",
    plural: "custom-model deployments",
    list: "modelDeploymentSummaries",
    arn: "customModelDeploymentArn",
    label: "customModelDeploymentName",
    status: Some("Active"),
};
pub const IMPORTED: OtherKind = OtherKind {
    name: "IMPORTED_MODEL",
    plural: "imported models",
    list: "modelSummaries",
    arn: "modelArn",
    label: "modelName",
    status: None,
};
pub const ROUTER: OtherKind = OtherKind {
    name: "PROMPT_ROUTER",
    plural: "prompt routers",
    list: "promptRouterSummaries",
    arn: "promptRouterArn",
    label: "promptRouterName",
    status: Some("AVAILABLE"),
};
pub const ENDPOINT: OtherKind = OtherKind {
    name: "MARKETPLACE_ENDPOINT",
    plural: "marketplace endpoints",
    list: "marketplaceModelEndpoints",
    arn: "endpointArn",
    label: "modelSourceIdentifier",
    status: Some("REGISTERED"),
};

/// All of them.
pub const OTHER_KINDS: &[&OtherKind] = &[&PROVISIONED, &DEPLOYMENT, &IMPORTED, &ROUTER, &ENDPOINT];

/// One entry of such a list.
pub struct Other {
    pub kind: &'static OtherKind,
    pub raw: Box<RawValue>,
    value: IndexMap<String, Box<RawValue>>,
}

/// The entries of a page.
pub fn others(kind: &'static OtherKind, page: &[u8]) -> Result<Vec<Other>, Error> {
    let members: IndexMap<String, &RawValue> = serde_json::from_slice(page).map_err(not_a_list)?;
    let Some(list) = members.get(kind.list) else {
        return Ok(Vec::new());
    };
    let entries: Option<Vec<Box<RawValue>>> = serde_json::from_str(list.get()).map_err(not_a_list)?;
    entries
        .unwrap_or_default()
        .into_iter()
        .map(|raw| Ok(Other { kind, value: serde_json::from_str(raw.get()).map_err(not_a_list)?, raw }))
        .collect()
}

fn not_a_list(error: serde_json::Error) -> Error {
    Error::new(Kind::Service, "the answer is not the list that Amazon Bedrock sends").caused_by(error)
}

impl Other {
    /// A member that is a text.
    fn text(&self, member: &str) -> String {
        let value = self.value.get(member).and_then(|raw| serde_json::from_str::<Value>(raw.get()).ok());
        value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// What to pass as the model.
    pub fn arn(&self) -> String {
        self.text(self.kind.arn)
    }

    pub fn name(&self) -> String {
        self.text(self.kind.label)
    }

    /// The foundation model that a provisioned throughput was bought for; empty where there is none.
    pub fn base_model(&self) -> String {
        self.text("foundationModelArn")
    }

    pub fn status(&self) -> String {
        self.text("status")
    }

    /// Whether it can be called now.
    pub fn is_callable(&self) -> bool {
        self.kind.status.is_none_or(|status| self.status() == status)
    }

    /// How it is called, if it can be.
    pub fn callable(&self, region: &str) -> Option<Callable> {
        let of = || Callable { id: self.arn(), how: self.kind.name, geography: None, regions: vec![region.to_owned()] };
        self.is_callable().then(of)
    }

    /// The cells of the columns of `models list` that it can fill; `short` for a table, where its ARN is to be read once.
    pub fn row(&self, region: &str, short: bool) -> Vec<Vec<String>> {
        let arn = self.arn();
        let callable = self.is_callable().then(|| if short { short_arn(&arn) } else { arn.clone() });
        vec![
            vec![arn],
            vec![self.name()],
            Vec::new(),
            Vec::new(),
            Vec::new(),
            Vec::new(),
            vec![self.kind.name.to_owned()],
            vec![self.status()],
            callable.into_iter().collect(),
            vec![region.to_owned()],
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_can_be_called_and_what_not_yet() {
        let page = br#"{"provisionedModelSummaries":[
            {"provisionedModelArn":"arn:a","provisionedModelName":"one","status":"InService"},
            {"provisionedModelArn":"arn:b","provisionedModelName":"two","status":"Creating"}]}"#;
        let found = others(&PROVISIONED, page).expect("a list");
        let callable: Vec<String> = found.iter().filter(|other| other.is_callable()).map(Other::arn).collect();
        assert_eq!(callable, ["arn:a"]);
        assert_eq!(found[1].row("us-east-1", false)[8], Vec::<String>::new());
    }
}
