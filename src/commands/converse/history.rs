//! `--conversation`: read and locked before the call, extended once the answer is whole

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::super::{Context, input};
use super::lock::Lock;
use crate::bedrock::Call;
use crate::cli::{ConverseArgs, RequestArgs};
use crate::conversation::{self, Answer, Fold, Request, is_prompt};
use crate::error::Error;
use crate::output::{ReaderGone, behind_links, replace};

/// After this long a person should know what is being waited for.
const PATIENCE: Duration = Duration::from_secs(3);

/// The conversation of a command, if there is one.
pub struct History {
    path: Option<PathBuf>,
    /// Whether the turn is to be kept.
    keeps: bool,
    /// The file behind all links, while it is this turn's.
    held: Option<(PathBuf, Lock)>,
    /// Whether its first words are in Prompt management.
    of_prompt: bool,
}

/// What was asked in a turn, as the service got it.
pub struct Asked {
    model: String,
    body: bytes::Bytes,
    /// `guardrailConfig` as it is kept, where the call had to go without a part of it.
    guardrail: Option<Value>,
}

impl Asked {
    pub fn of(call: &Call, guardrail: Option<Value>) -> Self {
        let (model, body) = (call.model.clone().unwrap_or_default(), call.body.clone().unwrap_or_default());
        Asked { model, body, guardrail }
    }
}

impl History {
    pub fn of(args: &RequestArgs, keeps: bool) -> Self {
        let path = args.history.conversation.clone();
        History { keeps: keeps && path.is_some(), path, held: None, of_prompt: false }
    }

    /// What the turn is laid over: the conversation, or what `--request` begins it with.
    ///
    /// From here on others wait, so this comes after all that may wait for another turn: in a pipeline of two turns the
    /// second reads what the first writes.
    pub async fn begin(&mut self, given: Request, args: &RequestArgs, cx: &Context) -> Result<Request> {
        let Some(path) = &self.path else {
            return Ok(given);
        };
        if path.as_os_str() == "-" {
            return Err(Error::usage("`--conversation -` is stdin, and a conversation is a file that grows").into());
        }
        let target =
            behind_links(path).with_context(|| format!("cannot follow `--conversation {}`", path.display()))?;
        if self.keeps {
            refuse_what_cannot_be_replaced(path, &target)?;
            self.held = Some((target.clone(), locked(path, &target, cx).await?));
        }
        if let Err(error) = target.symlink_metadata()
            && error.kind() == io::ErrorKind::NotFound
        {
            return Ok(given);
        }
        let name = path.display().to_string();
        let bytes = input::file(&target, input::LONGEST_REQUEST)?;
        let said = conversation::parse_history(input::utf8(bytes, &format!("`--conversation {name}`"))?, &name)?;
        match &args.request {
            Some(request) if said != Request::new() => Err(begun(&name, &request.display().to_string()).into()),
            Some(_) => Ok(given),
            None => {
                self.of_prompt = said.model().is_some_and(is_prompt) || said.begins_with_an_answer();
                Ok(said)
            }
        }
    }

    /// Whether there is something that the model has not answered.
    pub fn is_asking(&self, request: &Request) -> bool {
        request.has_something_to_say() && (self.path.is_none() || !request.ends_with_an_answer())
    }

    /// What a prompt of Prompt management began has its first message there only.
    pub fn fits_model(&self, model: Option<&str>) -> Result<(), Error> {
        match (&self.path, model) {
            (Some(path), Some(model)) if self.of_prompt && !is_prompt(model) => {
                let path = path.display();
                let message = format!(
                    "`--conversation {path}` was begun by a prompt of Prompt management, and `{model}` is none"
                );
                Err(Error::usage(message).hint("go on with the prompt's ARN; its first words are not in the file"))
            }
            _ => Ok(()),
        }
    }

    /// An answer that is yet to come, with what is needed to keep it.
    pub fn answer(&self) -> Answer {
        Answer { fold: self.keeps.then(Fold::default), ..Answer::default() }
    }

    /// Extends the conversation. A message that cannot be put together is no failure: the answer was printed.
    pub fn keep(self, asked: &Asked, fold: Option<Fold>, cx: &Context) -> Result<()> {
        let (Some((target, lock)), Some(fold)) = (&self.held, fold) else {
            return Ok(());
        };
        let path = self.path.as_deref().unwrap_or(target);
        let answer = match fold.message() {
            Ok(answer) => answer,
            Err(why) => {
                cx.stderr.warn(&format!("the answer is not kept in `{}`: {why}", path.display()));
                return Ok(());
            }
        };
        lock.keep_through_signals();
        let written = replace(target, |file| {
            conversation::write_history(file, &asked.model, &asked.body, asked.guardrail.as_ref(), &answer)
        });
        written.with_context(|| format!("the answer is whole, but cannot be kept in `{}`", path.display()))
    }

    /// The file that the turn is to be kept in.
    pub fn kept_in(&self) -> Option<PathBuf> {
        self.path.clone().filter(|_| self.keeps)
    }
}

/// One file cannot be the answer and the conversation, nor either of them a log.
pub fn refuse_one_file_for_two(args: &ConverseArgs, usage_log: Option<&Path>) -> Result<(), Error> {
    let real = |path: &Path| real_path(path).unwrap_or_else(|_| path.to_owned());
    let written = [
        ("--conversation", args.request.history.conversation.as_deref()),
        ("--output-file", args.answer.output_file.as_deref()),
        ("--usage-log", usage_log),
    ];
    // A device has room for both.
    let is_file = |path: &&Path| path.is_file() || !path.exists();
    let written: Vec<_> = written.into_iter().filter_map(|(flag, path)| Some((flag, path.filter(is_file)?))).collect();
    for (at, (flag, path)) in written.iter().enumerate() {
        if let Some((other, same)) = written[..at].iter().find(|(_, other)| real(other) == real(path)) {
            let (path, same) = (path.display(), same.display());
            return Err(Error::usage(format!("`{other} {same}` and `{flag} {path}` are one file"))
                .hint("each would write over the other; give them files of their own, or leave one out"));
        }
    }
    Ok(())
}

/// One name for a file, there or not, however it is written.
fn real_path(path: &Path) -> io::Result<PathBuf> {
    let file = std::path::absolute(behind_links(path)?)?;
    let folder = file.parent().map_or(Ok(PathBuf::new()), Path::canonicalize)?;
    Ok(folder.join(file.file_name().unwrap_or_default()))
}

/// A reader that has left ends a command quietly, but nobody would expect the turn to be lost.
pub fn tell_if_reader_left(kept_in: Option<&Path>, error: &anyhow::Error, cx: &Context) {
    if let (Some(path), true) = (kept_in, error.is::<ReaderGone>()) {
        let path = path.display();
        cx.stderr.warn(&format!("the answer is not kept in `{path}`: its reader left before it was whole"));
    }
}

/// Rename would replace these all the same.
fn refuse_what_cannot_be_replaced(path: &Path, target: &Path) -> Result<(), Error> {
    let path = path.display();
    let Ok(about) = target.symlink_metadata() else {
        return Ok(());
    };
    if !about.is_file() {
        return Err(Error::usage(format!("`--conversation {path}` is no file that could be replaced")));
    }
    if about.permissions().readonly() {
        return Err(Error::usage(format!("`--conversation {path}` may not be written"))
            .hint("add `--no-save`, or make a copy of it"));
    }
    Ok(())
}

async fn locked(path: &Path, target: &Path, cx: &Context) -> Result<Lock> {
    let path = path.display();
    let patient = async {
        let lock = Lock::take(target, &cx.signals);
        tokio::pin!(lock);
        tokio::select! {
            lock = &mut lock => lock,
            () = tokio::time::sleep(PATIENCE) => {
                cx.stderr.note(&format!("waiting for another turn of `{path}` to end"));
                lock.await
            }
        }
    };
    cx.deadline
        .cap(patient)
        .await?
        .with_context(|| format!("`--conversation {path}` cannot be kept: no lock beside it"))
}

fn begun(conversation: &str, request: &str) -> Error {
    Error::usage(format!(
        "`--request {request}` begins a conversation, but the one in `--conversation {conversation}` has begun"
    ))
    .hint(format!("leave one of them out, or start over with `rm {conversation}`"))
}
