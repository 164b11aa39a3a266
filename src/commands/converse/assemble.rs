//! One request out of flags, PROMPT, stdin and files, read before anything is sent

use anyhow::Result;

use super::super::{Context, input};
use super::attach;
use super::history::History;
use super::shape;
use crate::cli::RequestArgs;
use crate::conversation::{Request, Schema, Typed, is_prompt, takes_marked_tools};
use crate::error::Error;

/// The request out of flags, PROMPT, stdin, `--request` and the conversation.
pub async fn request(args: &RequestArgs, history: &mut History, cx: &Context) -> Result<Request> {
    shape::stray_values(args)?;
    let stdin_for = stdin_taker(args)?;
    let model = args.model.clone().map(|name| cx.model_id(name)).transpose()?;
    let (mut piped, file) = read_stdin(&stdin_for, cx).await?;
    let request = given(args, &stdin_for, &mut piped)?;
    let mut typed = typed(args, model, &stdin_for, &mut piped)?;
    let stdin = if stdin_for == Taker::Shape { piped.take() } else { None };
    typed.piped = piped.filter(|text| !text.trim().is_empty());
    let files = attach::read(&args.files, file)?;
    let results = shape::results(&args.shape, stdin.as_deref())?;
    let mut shaping = shape::shape(args, stdin.as_deref())?;
    // All is read; from here on others wait for this turn.
    let mut request = history.begin(request, args, cx).await?;
    let document = attach::attach(files, args.files.inline, &request, &mut typed, cx)?;
    shaping.new_blocks = shape::new_blocks(args, &typed);
    request.answer_tools(results)?;
    request.overlay(typed)?;
    attach::check(document, &request)?;
    let default = if request.model().is_none() { cx.known_model()? } else { None };
    shaping.marks_tools = request.model().or(default.as_deref()).is_none_or(takes_marked_tools);
    request.shape(shaping)?;
    if let Some(error) = shape::guardrail_missing(&args.shape).filter(|_| !request.has_guardrail()) {
        return Err(error.into());
    }
    let model = request.model().or(default.as_deref());
    shape::fits_model(args, model)?;
    history.fits_model(model)?;
    // A prompt of Prompt management asks by itself, once.
    if history.is_asking(&request) || (model.is_some_and(is_prompt) && !request.ends_with_an_answer()) {
        Ok(request)
    } else {
        Err(nothing_to_send(args, &request).into())
    }
}

/// stdin as a text, or as the bytes of a file.
async fn read_stdin(taker: &Taker, cx: &Context) -> Result<(Option<String>, Option<Vec<u8>>)> {
    Ok(match taker {
        Taker::Nobody => (None, None),
        Taker::File => (None, Some(input::stdin(input::LONGEST_FILE, cx).await?)),
        _ => (Some(input::utf8(input::stdin(input::LONGEST_REQUEST, cx).await?, "stdin")?), None),
    })
}

/// What `--request` says.
fn given(args: &RequestArgs, stdin_for: &Taker, piped: &mut Option<String>) -> Result<Request> {
    let Some(path) = &args.request else {
        return Ok(Request::new());
    };
    if *stdin_for == Taker::Request {
        return Ok(Request::parse(piped.take().unwrap_or_default(), "--request -")?);
    }
    let name = path.display().to_string();
    let bytes = input::file(path, input::LONGEST_REQUEST)?;
    Ok(Request::parse(input::utf8(bytes, &format!("`{name}`"))?, &format!("--request {name}"))?)
}

/// What is laid over it, but for files and what was piped as words.
fn typed(args: &RequestArgs, model: Option<String>, stdin_for: &Taker, piped: &mut Option<String>) -> Result<Typed> {
    let system = match stdin_for {
        Taker::System => Some(not_blank(piped.take().unwrap_or_default())?),
        _ => args.system.as_deref().map(|system| words(system, "--system")).transpose()?,
    };
    let schema = match stdin_for {
        Taker::Schema => Some(Schema::parse(&piped.take().unwrap_or_default(), "-")?),
        _ => args.schema.as_deref().map(schema).transpose()?,
    };
    let prompt = args.prompt.as_deref().filter(|prompt| !["-", "@-"].contains(prompt));
    Ok(Typed {
        model,
        system,
        schema,
        prompt: prompt.map(|prompt| words(prompt, "PROMPT")).transpose()?,
        max_tokens: args.max_tokens,
        temperature: args.temperature.clone(),
        top_p: args.top_p.clone(),
        stop: args.stop.clone(),
        ..Typed::default()
    })
}

/// Who gets stdin.
#[derive(PartialEq)]
enum Taker {
    Nobody,
    Prompt,
    Request,
    Schema,
    System,
    File,
    Shape,
}

/// Decides it from what was typed. Two that want it is an error that names both.
fn stdin_taker(args: &RequestArgs) -> Result<Taker> {
    let mut takers = Vec::new();
    if args.request.as_deref().is_some_and(|path| path.as_os_str() == "-") {
        takers.push(("`--request -`".to_owned(), Taker::Request));
    }
    if matches!(args.system.as_deref(), Some("@-")) {
        takers.push(("`--system @-`".to_owned(), Taker::System));
    }
    if args.schema.as_deref() == Some("-") {
        takers.push(("`--schema -`".to_owned(), Taker::Schema));
    }
    if matches!(args.prompt.as_deref(), Some("-" | "@-")) {
        takers.push(("PROMPT `-`".to_owned(), Taker::Prompt));
    }
    let files = args.files.files.iter().filter(|path| path.as_os_str() == "-");
    takers.extend(files.map(|_| ("`--file -`".to_owned(), Taker::File)));
    takers.extend(shape::stdin_takers(&args.shape).into_iter().map(|name| (name, Taker::Shape)));
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

/// What `--system @-` reads.
fn not_blank(text: String) -> Result<String, Error> {
    match text.trim() {
        "" => Err(Error::usage("stdin is empty, and `--system @-` reads it: the service refuses empty text")),
        _ => Ok(text),
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

/// A schema as it was typed: one that begins with `{` is the schema itself.
fn schema(typed: &str) -> Result<Schema> {
    if typed.trim_start().starts_with('{') {
        return Ok(Schema::parse(typed, "{…}")?);
    }
    let bytes = input::file(typed.as_ref(), input::LONGEST_REQUEST)?;
    Ok(Schema::parse(&input::utf8(bytes, &format!("`{typed}`"))?, typed)?)
}

fn nothing_to_send(args: &RequestArgs, request: &Request) -> Error {
    if request.has_something_to_say() && args.prompt.is_some() {
        return Error::usage("the last message is the model's, so that there is nothing for it to answer")
            .hint("`--print-request` shows the request; does a `--set` change the role of a message?");
    }
    let message = match &args.request {
        Some(path) => format!(
            "there is nothing to send: `--request {}` holds no messages, and no PROMPT was given",
            path.display()
        ),
        None => "there is nothing to send: no PROMPT was given, and stdin is empty or a terminal".to_owned(),
    };
    Error::usage(message).hint("type a PROMPT, as in `bedr converse 'Hello'`, or pipe one in")
}
