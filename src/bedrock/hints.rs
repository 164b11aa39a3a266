//! What to do about a refusal: hints that know Bedrock, by code and by message

use crate::error::Kind;

use super::refusal::Refusal;

/// A hint of what to type or whom to ask, if there is one.
pub fn hint(refusal: &Refusal, operation: &str, model: Option<&str>, region: &str) -> Option<String> {
    match refusal.kind() {
        Kind::Credentials => Some(credentials(refusal)),
        Kind::Denied => Some(denied(refusal, operation, model, region)),
        Kind::Model => Some(about_the_model(refusal, operation, model, region)),
        Kind::Request => request(refusal),
        Kind::Throttled => Some(throttled(refusal, model)),
        Kind::Service => service(refusal),
        _ => None,
    }
}

fn credentials(refusal: &Refusal) -> String {
    let code = refusal.code.as_deref().unwrap_or_default();
    if refusal.is_clock_skew() {
        return "set this machine's clock: a signature is valid for five minutes".into();
    }
    if refusal.says(&["api key", "bearer token"]) {
        return "check `AWS_BEARER_TOKEN_BEDROCK`: a short-term key lasts 12 hours at most and is valid in the region it \
                was made in only; `unset AWS_BEARER_TOKEN_BEDROCK` uses your AWS credentials instead"
            .into();
    }
    match code {
        "InvalidSignatureException" | "SignatureDoesNotMatch" => {
            "check `AWS_SECRET_ACCESS_KEY` for a typing error or a stray space".into()
        }
        _ => "check which credentials are in force: `aws sts get-caller-identity`".into(),
    }
}

fn denied(refusal: &Refusal, operation: &str, model: Option<&str>, region: &str) -> String {
    if refusal.says(&["explicit deny in a service control policy"]) {
        return "a policy of your organisation (SCP) forbids it, often for some regions only; a profile (`us.`, `global.`) \
                sends requests to several regions, and each of them must be allowed: ask who runs the organisation"
            .into();
    }
    if refusal.says(&["use case details"]) {
        return "Anthropic's models want a use-case form once per account: submit it on the model's page in the Bedrock \
                console, then wait 15 minutes"
            .into();
    }
    if refusal.says(&["marketplace"]) {
        return "the first call of this model subscribes the account to it: let somebody with \
                `aws-marketplace:Subscribe` and `aws-marketplace:ViewSubscriptions` call it once, then wait a few minutes"
            .into();
    }
    if refusal.says(&["have access to the model"]) {
        return "this account has no access to the model: most models are subscribed to by their first call, some want a \
                form on their page in the Bedrock console; check `--region` too"
            .into();
    }
    let action = action_of(operation);
    let Some(model) = model else {
        return format!("the policy needs `{action}` on `*`");
    };
    if is_profile(model) {
        return format!(
            "the policy needs `{action}` on two things: the inference profile, and the foundation model in every region \
             that the profile routes to (`arn:aws:bedrock:*::foundation-model/…`)"
        );
    }
    let resource = if model.starts_with("arn:") {
        model.to_owned()
    } else {
        format!("arn:aws:bedrock:{region}::foundation-model/{model}")
    };
    format!("the policy needs `{action}` on `{resource}`")
}

/// The permission that an operation needs: the Converse operations have none of their own.
/// Source: <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html>
fn action_of(operation: &str) -> String {
    let action = match operation {
        "Converse" => "InvokeModel",
        "ConverseStream" => "InvokeModelWithResponseStream",
        other => other,
    };
    format!("bedrock:{action}")
}

/// Profile ids begin with a geography, which has no provider's name: `us.anthropic.…`, `us-gov.anthropic.…`.
fn is_profile(model: &str) -> bool {
    model.contains("inference-profile/")
        || (!model.starts_with("arn:") && model.split('.').count() > 2 && geography(model))
}

fn geography(model: &str) -> bool {
    let first = model.split('.').next().unwrap_or_default();
    first.len() <= 6
        && !matches!(first, "amazon" | "meta" | "cohere" | "ai21" | "qwen" | "openai" | "luma" | "writer" | "zai")
}

fn about_the_model(refusal: &Refusal, operation: &str, model: Option<&str>, region: &str) -> String {
    let model = model.unwrap_or("MODEL");
    if operation == "GetInferenceProfile" {
        return format!(
            "`{model}` is no inference profile of {region}: `bedr profiles list --region {region}` lists them"
        );
    }
    if operation == "GetFoundationModel" && model.starts_with("arn:") && !model.contains("foundation-model/") {
        return format!(
            "`{model}` is no foundation model: `bedr models list --all-kinds --region {region}` lists the others"
        );
    }
    if refusal.says(&["failed to satisfy"]) {
        return format!("`{model}` cannot be an id: see `bedr models list --ids`");
    }
    if refusal.says(&["on-demand throughput"]) {
        let id = model.rsplit('/').next().unwrap_or(model);
        return format!(
            "this model is called through an inference profile: `bedr profiles list --region {region} {id}` lists the ids \
             to pass"
        );
    }
    if refusal.says(&["end of its life"]) {
        return "the model is switched off for good: choose another, `bedr models list --status ACTIVE`".into();
    }
    if refusal.says(&["legacy"]) {
        return "accounts that have not used a legacy model lately lose it: choose another, `bedr models list --status \
                ACTIVE`"
            .into();
    }
    if operation == "GetFoundationModel" && is_profile(model) {
        let base = model.split_once('.').map_or(model, |(_, base)| base);
        return format!("`{model}` is an inference profile; `bedr models get {base}` shows its model");
    }
    format!(
        "`{model}` is not an id of region {region}: see `bedr models list --region {region}`, or try another region"
    )
}

fn request(refusal: &Refusal) -> Option<String> {
    if refusal.says(&["document size"]) {
        return Some("split it; of a file of text, `--inline` sends the text itself".into());
    }
    if refusal.says(&[
        "input is too long",
        "too many input tokens",
        "prompt is too long",
        "exceeds the maximum",
        "max input",
    ]) {
        return Some(
            "the prompt is larger than the model's context window: send less, or choose a model with a larger one"
                .into(),
        );
    }
    if refusal.says(&["temperature"]) && refusal.says(&["top_p", "topp"]) {
        return Some("give `--temperature` or `--top-p`, not both: this model takes one of them".into());
    }
    if refusal.says(&["streaming"]) {
        return Some("try `--no-stream`".into());
    }
    if refusal.says(&["support documents"]) {
        return Some("`--inline` sends files of text as text; others want a model that takes documents".into());
    }
    if refusal.says(&["source.type: field required", "s3location field"]) {
        return Some("this model fetches nothing from S3: `aws s3 cp` the file, and send it itself".into());
    }
    if refusal.says(&["support system messages"]) {
        return Some("say it in PROMPT instead of `--system`, or choose another model".into());
    }
    if refusal.says(&["expected toolresult blocks"]) {
        return Some("answer each call of a tool: `--tool-result ID=FILE`".into());
    }
    if refusal.says(&["support counting tokens"]) {
        return Some(
            "this model has no CountTokens, and nothing is guessed; the card of a model in the Bedrock user guide says \
             whether it has"
                .into(),
        );
    }
    if refusal.says(&["guardrail"]) && refusal.says(&["failed to satisfy"]) {
        return Some(
            "an id is lower-case letters and digits, or an ARN; a version is a number from 1, or DRAFT".into(),
        );
    }
    if refusal.says(&["guardrail"]) {
        return Some("guardrails belong to one region: check its id, its version and `--region`".into());
    }
    if refusal.code.as_deref() == Some("ResourceNotFoundException") && refusal.says(&["prompt"]) {
        return Some("prompts belong to one region: check the ARN, its version and `--region`".into());
    }
    if refusal.code.as_deref() == Some("UnknownOperationException") {
        return Some("the endpoint does not know this call: is `--endpoint-url` that of Bedrock (control plane for `models`, runtime for `converse` and `invoke`)?".into());
    }
    None
}

fn throttled(refusal: &Refusal, model: Option<&str>) -> String {
    if refusal.says(&["tokens per day", "too many tokens per day", "daily"]) {
        return "the account's tokens per day are used up: they return tomorrow, or ask for more in Service Quotas"
            .into();
    }
    let profile = match model {
        Some(model) if !is_profile(model) => "; a profile (`us.`, `global.`) has a larger quota than one region",
        _ => "",
    };
    format!(
        "wait a minute, send fewer requests at once, or raise `--max-attempts`{profile}; quotas are per model and minute, see Service Quotas"
    )
}

fn service(refusal: &Refusal) -> Option<String> {
    match refusal.code.as_deref() {
        Some("ModelNotReadyException") => {
            Some("the model is being loaded: try again in a minute, or raise `--max-attempts`".into())
        }
        Some("ModelTimeoutException") => Some("ask for less in one call (`--max-tokens`), or try again".into()),
        Some("ModelErrorException" | "ModelStreamErrorException") => {
            Some("the model failed on this request: try again, or change the request".into())
        }
        Some(_) => Some("try again in a while; the AWS Health Dashboard shows whether the region has a problem".into()),
        None => Some(
            "something between here and Bedrock answered, a proxy or a login page perhaps: check \
             `--endpoint-url` and the network"
                .into(),
        ),
    }
}
