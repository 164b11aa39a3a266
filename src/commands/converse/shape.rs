//! The flags for all that a request holds besides words: their files read, their contradictions found

use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use super::super::input;
use crate::cli::{Pair, RequestArgs, ShapeArgs};
use crate::conversation::{Said, Shape, Typed, is_prompt, tool_config, tool_result};
use crate::error::Error;

/// The flags that want stdin, as they were typed.
pub fn stdin_takers(args: &ShapeArgs) -> Vec<String> {
    let tools = args.tools.iter().filter(|path| is_stdin(path)).map(|_| "`--tools -`".to_owned());
    let results = args.tool_result.iter().filter(|result| result.value == "-");
    let results = results.map(|result| format!("`--tool-result {}=-`", result.key));
    let variables = args.var.iter().filter(|variable| variable.value == "@-");
    let variables = variables.map(|variable| format!("`--var {}=@-`", variable.key));
    tools.chain(results).chain(variables).collect()
}

/// Editors on Windows begin files with it; JSON does not.
const BYTE_ORDER_MARK: char = '\u{feff}';

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What the flags say, with their files read; `stdin` is there for the one that wants it.
pub fn shape(all: &RequestArgs, stdin: Option<&str>) -> Result<Shape> {
    let args = &all.shape;
    let guardrail = args.guardrail.clone().map(|guardrail| (guardrail.id, guardrail.version));
    let pairs = |pairs: &[Pair]| pairs.iter().map(|pair| (pair.key.clone(), pair.value.clone())).collect();
    once("--request-metadata", &args.request_metadata)?;
    once("--var", &args.var)?;
    Ok(Shape {
        tool_config: args.tools.as_deref().map(|path| tools(path, stdin)).transpose()?,
        tool_choice: args.tool_choice.clone(),
        guardrail,
        guardrail_trace: args.guardrail_trace.map(|trace| trace.name()),
        guardrail_stream: args.guardrail_stream.map(|mode| mode.name()),
        prompt_cache: args.prompt_cache.clone().map(|ttl| Some(ttl).filter(|ttl| !ttl.is_empty())),
        service_tier: args.service_tier.clone(),
        latency: args.latency.clone(),
        request_metadata: pairs(&args.request_metadata),
        variables: args.var.iter().map(|pair| variable(pair, stdin)).collect::<Result<_>>()?,
        response_fields: args.response_field.clone(),
        fields: args.field.clone(),
        set: args.set.clone(),
        set_string: args.set_string.clone(),
        said: said_so_far(all),
        new_blocks: Vec::new(),
        marks_tools: true,
    })
}

/// The `toolResult` blocks.
pub fn results(args: &ShapeArgs, stdin: Option<&str>) -> Result<Vec<Value>> {
    once("--tool-result", &args.tool_result)?;
    let result = |result: &Pair| Ok(tool_result(&result.key, text(Path::new(&result.value), stdin)?));
    args.tool_result.iter().map(result).collect()
}

fn tools(path: &Path, stdin: Option<&str>) -> Result<Value> {
    let source = path.display().to_string();
    let given = serde_json::from_str(text(path, stdin)?.trim_start_matches(BYTE_ORDER_MARK))
        .map_err(|error| Error::usage(format!("`--tools {source}` is not JSON")).caused_by(error))?;
    Ok(tool_config(given, &source)?)
}

fn variable(typed: &Pair, stdin: Option<&str>) -> Result<(String, String)> {
    let value = match typed.value.strip_prefix('@') {
        Some(literal) if literal.starts_with('@') => literal.to_owned(),
        Some(path) => text(Path::new(path), stdin)?,
        None => typed.value.clone(),
    };
    Ok((typed.key.clone(), value))
}

fn text(path: &Path, stdin: Option<&str>) -> Result<String> {
    if is_stdin(path) {
        return Ok(stdin.unwrap_or_default().to_owned());
    }
    let bytes = input::file(path, input::LONGEST_REQUEST)?;
    Ok(input::utf8(bytes, &format!("`{}`", path.display()))?)
}

fn once(flag: &str, pairs: &[Pair]) -> Result<(), Error> {
    let twice = pairs.iter().enumerate().find(|(at, pair)| pairs[..*at].iter().any(|other| other.key == pair.key));
    twice.map_or(Ok(()), |(_, pair)| Err(Error::usage(format!("`{flag} {}=…` is given twice", pair.key))))
}

/// A value that was taken for PROMPT, before anything is read.
pub fn stray_values(args: &RequestArgs) -> Result<(), Error> {
    let shape = &args.shape;
    let prompt = args.prompt.as_deref().unwrap_or_default();
    let loose = [
        ("--prompt-cache", shape.prompt_cache.is_some(), ["5m", "1h"].as_slice()),
        ("--guardrail-trace", shape.guardrail_trace.is_some(), &["enabled", "enabled-full", "disabled"]),
    ];
    // A value that is set off by a space is taken for PROMPT.
    if let Some((flag, ..)) = loose.into_iter().find(|(_, said, values)| *said && values.contains(&prompt)) {
        return Err(Error::usage(format!("`{prompt}` is taken for PROMPT, not for the value of `{flag}`"))
            .hint(format!("type it with a `=`: `{flag}={prompt}`")));
    }
    Ok(())
}

/// The flags that were typed, and the members of the request that are theirs.
fn said(args: &RequestArgs) -> Vec<(&'static str, &'static [&'static str])> {
    let shape = &args.shape;
    let flags: [(&str, &[&str], bool); 16] = [
        ("--model", &["modelId"], args.model.is_some()),
        ("--system", &["system", "0"], args.system.is_some()),
        ("--max-tokens", &["inferenceConfig", "maxTokens"], args.max_tokens.is_some()),
        ("--temperature", &["inferenceConfig", "temperature"], args.temperature.is_some()),
        ("--top-p", &["inferenceConfig", "topP"], args.top_p.is_some()),
        ("--stop", &["inferenceConfig", "stopSequences"], !args.stop.is_empty()),
        ("--schema", &["outputConfig", "textFormat"], args.schema.is_some()),
        ("--tools", &["toolConfig", "tools"], shape.tools.is_some()),
        ("--tool-choice", &["toolConfig", "toolChoice"], shape.tool_choice.is_some()),
        ("--guardrail", &["guardrailConfig", "guardrailIdentifier"], shape.guardrail.is_some()),
        ("--guardrail", &["guardrailConfig", "guardrailVersion"], shape.guardrail.is_some()),
        ("--guardrail-trace", &["guardrailConfig", "trace"], shape.guardrail_trace.is_some()),
        ("--guardrail-stream", &["guardrailConfig", "streamProcessingMode"], shape.guardrail_stream.is_some()),
        ("--service-tier", &["serviceTier", "type"], shape.service_tier.is_some()),
        ("--latency", &["performanceConfig", "latency"], shape.latency.is_some()),
        ("--response-field", &["additionalModelResponseFieldPaths"], !shape.response_field.is_empty()),
    ];
    flags.into_iter().filter(|(.., said)| *said).map(|(flag, members, _)| (flag, members)).collect()
}

/// The same with the members that the user named, as what `--set` has to leave alone.
fn said_so_far(args: &RequestArgs) -> Said {
    let mut so_far = Said::default();
    for (flag, members) in said(args) {
        so_far.add(flag, members);
    }
    for pair in &args.shape.request_metadata {
        so_far.add("--request-metadata", &["requestMetadata", &pair.key]);
    }
    for pair in &args.shape.var {
        so_far.add("--var", &["promptVariables", &pair.key]);
    }
    so_far
}

/// The flags that the new blocks of the message come from, in the order of the blocks.
pub fn new_blocks(args: &RequestArgs, typed: &Typed) -> Vec<&'static str> {
    let blocks = [
        ("--tool-result", args.shape.tool_result.len()),
        ("--file", typed.attachments.len()),
        ("stdin", typed.piped.iter().len()),
        ("PROMPT", typed.prompt.iter().len()),
    ];
    blocks.into_iter().flat_map(|(flag, count)| std::iter::repeat_n(flag, count)).collect()
}

/// What goes with a prompt of Prompt management, and what without one only.
/// Source: <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html>
pub fn fits_model(args: &RequestArgs, model: Option<&str>) -> Result<(), Error> {
    let variable = args.shape.var.first();
    let Some(prompt) = model.filter(|model| is_prompt(model)) else {
        return match (variable, model) {
            (Some(pair), Some(model)) => Err(Error::usage(format!(
                "`--var {}=…` is for a prompt of Prompt management, and `{model}` is none",
                pair.key
            ))
            .hint("name the prompt's ARN: `--model arn:aws:bedrock:REGION:ACCOUNT:prompt/ID:VERSION`")),
            _ => Ok(()),
        };
    };
    let ours = ["system", "inferenceConfig", "toolConfig"];
    let said = said(args).into_iter().find(|(_, members)| ours.contains(&members[0])).map(|(flag, _)| flag);
    match said.or_else(|| (!args.shape.field.is_empty()).then_some("--field")) {
        None => Ok(()),
        Some(flag) => {
            Err(Error::usage(format!("`{flag}` cannot be used with a prompt's ARN as `--model`: `{prompt}`"))
                .hint("the prompt in Prompt management has its own system prompt, tools and settings"))
        }
    }
}

/// A guardrail's mode for streams, where there is no stream.
pub fn guardrail_needs_stream(args: &ShapeArgs, no_stream: bool) -> Result<(), Error> {
    if args.guardrail_stream.is_none() {
        return Ok(());
    }
    let (without, hint) =
        if no_stream { ("--no-stream", "leave one of them out") } else { ("-o json", "add `--stream`") };
    Err(Error::usage(format!(
        "`--guardrail-stream` cannot be used with `{without}`: it says how a stream is looked at"
    ))
    .hint(hint))
}

/// Something that a guardrail is to do, without one.
pub fn guardrail_missing(args: &ShapeArgs) -> Option<Error> {
    let trace = args.guardrail_trace.map(|_| "--guardrail-trace");
    let flag = trace.or(args.guardrail_stream.map(|_| "--guardrail-stream"))?;
    Some(Error::usage(format!("`{flag}` is for a guardrail, and none is named")).hint("add `--guardrail ID:VERSION`"))
}
