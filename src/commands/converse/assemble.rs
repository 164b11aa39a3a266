//! One request out of flags, PROMPT, stdin and files, read before anything is sent

use anyhow::Result;

use super::super::{Context, input};
use super::history::History;
use crate::cli::RequestArgs;
use crate::conversation::{Request, Typed};
use crate::error::Error;

/// The request out of flags, PROMPT, stdin, `--request` and the conversation.
pub async fn request(args: &RequestArgs, history: &mut History, cx: &Context) -> Result<Request> {
    let stdin_for = stdin_taker(args)?;
    let model = args.model.clone().map(|name| cx.model_id(name)).transpose()?;
    let mut piped = match stdin_for {
        Taker::Nobody => None,
        _ => Some(input::utf8(input::stdin(input::LONGEST_REQUEST, cx).await?, "stdin")?),
    };
    let request = match (&args.request, &stdin_for) {
        (Some(_), Taker::Request) => Request::parse(&piped.take().unwrap_or_default(), "--request -")?,
        (Some(path), _) => {
            let name = path.display().to_string();
            let bytes = input::file(path, input::LONGEST_REQUEST)?;
            Request::parse(&input::utf8(bytes, &format!("`{name}`"))?, &format!("--request {name}"))?
        }
        (None, _) => Request::new(),
    };
    let mut typed = Typed {
        model,
        max_tokens: args.max_tokens,
        temperature: args.temperature.clone(),
        top_p: args.top_p.clone(),
        stop: args.stop.clone(),
        ..Typed::default()
    };
    match stdin_for {
        Taker::System => typed.system = piped.take(),
        _ => typed.system = args.system.as_deref().map(|system| words(system, "--system")).transpose()?,
    }
    match args.prompt.as_deref() {
        Some("-" | "@-") | None => {}
        Some(prompt) => typed.prompt = Some(words(prompt, "PROMPT")?),
    }
    typed.piped = piped.filter(|text| !text.trim().is_empty());
    let mut request = history.begin(request, args, cx).await?;
    request.overlay(typed)?;
    if history.is_asking(&request) { Ok(request) } else { Err(nothing_to_send(args).into()) }
}

/// Who gets stdin.
#[derive(PartialEq)]
enum Taker {
    Nobody,
    Prompt,
    Request,
    System,
}

/// Decides it from what was typed. Two that want it is an error that names both.
fn stdin_taker(args: &RequestArgs) -> Result<Taker> {
    let mut takers = Vec::new();
    if args.request.as_deref().is_some_and(|path| path.as_os_str() == "-") {
        takers.push(("`--request -`", Taker::Request));
    }
    if matches!(args.system.as_deref(), Some("@-")) {
        takers.push(("`--system @-`", Taker::System));
    }
    if matches!(args.prompt.as_deref(), Some("-" | "@-")) {
        takers.push(("PROMPT `-`", Taker::Prompt));
    }
    if let [(first, _), (second, _), ..] = takers.as_slice() {
        return Err(Error::usage(format!("{first} and {second} both read stdin, which can be read once only"))
            .hint("put one of them into a file")
            .into());
    }
    match takers.pop() {
        Some((name, _)) if args.no_stdin => {
            Err(Error::usage(format!("{name} reads stdin, but `--no-stdin` says not to")).into())
        }
        Some((_, taker)) => Ok(taker),
        None if args.no_stdin || args.request.is_some() || !input::stdin_is_piped() => Ok(Taker::Nobody),
        None => Ok(Taker::Prompt),
    }
}

/// A text as it was typed: `@FILE` reads a file, `@@x` is the text `@x`.
fn words(typed: &str, flag: &str) -> Result<String> {
    let text = match typed.strip_prefix('@') {
        Some(literal) if literal.starts_with('@') => literal.to_owned(),
        Some(path) => input::utf8(input::file(path.as_ref(), input::LONGEST_REQUEST)?, &format!("`{path}`"))?,
        None => typed.to_owned(),
    };
    if text.trim().is_empty() && typed.starts_with('@') {
        return Err(Error::usage(format!("`{}` is empty, and the service refuses empty text", &typed[1..])).into());
    }
    if text.trim().is_empty() {
        return Err(Error::usage(format!("{flag} is empty, and the service refuses empty text"))
            .hint("is a variable in your script unset?")
            .into());
    }
    Ok(text)
}

fn nothing_to_send(args: &RequestArgs) -> Error {
    let message = match &args.request {
        Some(path) => format!(
            "there is nothing to send: `--request {}` holds no messages, and no PROMPT was given",
            path.display()
        ),
        None => "there is nothing to send: no PROMPT was given, and stdin is empty or a terminal".to_owned(),
    };
    Error::usage(message).hint("type a PROMPT, as in `bedr converse 'Hello'`, or pipe one in")
}
