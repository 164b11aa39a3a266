//! Lists that come in pages, and the tokens that lead from one to the next

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::super::refusal::Refusal;
use super::super::reply::Reply;
use super::Inquiry;

/// What the service takes when nothing was asked; it is also the most that may be asked for.
const LARGEST: usize = 1_000;

/// The page of a list that was asked for, under the list's name.
pub(super) fn page(inquiry: &Inquiry<'_>, name: &str, entries: Vec<Value>) -> Result<Reply, Refusal> {
    let number = |name: &str| (inquiry.parameter)(name).and_then(|text| text.parse().ok());
    let size = inquiry.struck.page_size().or_else(|| number("maxResults")).unwrap_or(LARGEST).max(1);
    let from = match (inquiry.parameter)("nextToken") {
        None => 0,
        Some(token) => read(inquiry, &token)
            .filter(|from| *from < entries.len())
            .ok_or_else(|| Refusal::validation("The provided nextToken is invalid."))?,
    };
    let to = entries.len().min(from.saturating_add(size));
    let next = (to < entries.len()).then(|| token(inquiry, to));
    let mut entries: Vec<Value> = entries.into_iter().skip(from).take(to - from).collect();
    if let Some(first) = entries.first_mut().filter(|_| from == 0) {
        inquiry.struck.change_entry(first);
    }
    let mut reply = Map::from_iter([(name.to_owned(), Value::from(entries))]);
    reply.extend(next.map(|token| ("nextToken".to_owned(), token.into())));
    Ok(Reply::json(Value::Object(reply).to_string()))
}

/// A token is good for its own operation and region only.
fn token(inquiry: &Inquiry<'_>, at: usize) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}{at}", scope(inquiry)))
}

fn read(inquiry: &Inquiry<'_>, token: &str) -> Option<usize> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    text.strip_prefix(&scope(inquiry))?.parse().ok()
}

fn scope(inquiry: &Inquiry<'_>) -> String {
    format!("{} {} ", inquiry.target.operation.name(), inquiry.target.region)
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::super::super::faults::Struck;
    use super::super::super::operation::{Operation, Target};
    use super::super::super::reply::Content;
    use super::*;

    fn asked(region: &str, parameters: &[(&str, &str)]) -> Result<Value, Refusal> {
        let target = Target { operation: Operation::ListImportedModels, identifier: "", region };
        let parameter =
            |name: &str| parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let struck = Struck::default();
        let inquiry = Inquiry { target, now: SystemTime::UNIX_EPOCH, parameter: &parameter, struck: &struck };
        let reply = page(&inquiry, "modelSummaries", (0..5).map(Value::from).collect())?;
        let Content::Whole(body) = reply.content else { panic!("a stream") };
        Ok(serde_json::from_slice(&body).unwrap())
    }

    #[test]
    fn a_token_leads_to_the_next_page_and_the_last_page_has_none() {
        let mut seen = Vec::new();
        let mut token = None::<String>;
        loop {
            let mut parameters = vec![("maxResults", "2")];
            parameters.extend(token.iter().map(|token| ("nextToken", token.as_str())));
            let reply = asked("us-east-1", &parameters).unwrap();
            seen.extend(reply["modelSummaries"].as_array().unwrap().iter().filter_map(Value::as_u64));
            token = reply.get("nextToken").map(|token| token.as_str().unwrap().to_owned());
            if token.is_none() {
                break;
            }
        }
        assert_eq!(seen, [0, 1, 2, 3, 4]);
        assert!(asked("us-east-1", &[]).unwrap().get("nextToken").is_none());
    }

    #[test]
    fn a_token_is_good_where_it_was_given() {
        let reply = asked("us-east-1", &[("maxResults", "2")]).unwrap();
        let token = reply["nextToken"].as_str().unwrap();
        for (region, token) in [("us-west-2", token), ("us-east-1", "nonsense"), ("us-east-1", "")] {
            assert_eq!(asked(region, &[("nextToken", token)]).unwrap_err().code, "ValidationException");
        }
    }
}
