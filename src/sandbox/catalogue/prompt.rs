//! Prompts of Prompt management that the account has written

use serde_json::Value;

use super::super::operation::Target;
use super::{owned, region};

/// The prompt that an ARN names in its own region, with or without its version: what it says, and the model that it calls.
pub(in crate::sandbox) fn prompt(target: Target<'_>) -> Option<&'static Value> {
    let prompts = owned::account()["prompts"].as_array()?;
    prompts.iter().find(|prompt| {
        let id = prompt["id"].as_str().unwrap_or_default();
        let arn = region::arn(target.region, &format!("prompt/{id}"));
        let named = target.identifier.strip_prefix(&arn);
        let here = region::regions(prompt["in"].as_str().unwrap_or_default()).contains(&target.region);
        here && named.is_some_and(|version| ["", ":1"].contains(&version))
    })
}
