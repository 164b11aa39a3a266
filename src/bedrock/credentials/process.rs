//! A profile's `credential_process`: run with limits of time and size, and never left behind
//!
//! The SDK's provider keeps all that the command prints, and lets it live on where nobody waits for it any more.

use std::fmt;
use std::process::Stdio;

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde_json::{Map, Value};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;

use super::super::profile::{Profile, Texts};
use super::is_header_text;
use super::origin::{Chain, Means};
use crate::error::{Error, Kind};
use crate::signals::Companion;

/// Keys are some kilobytes, with a long session token.
const LONGEST_ANSWER: usize = 64 * 1024;
/// What it may say on its way to them, of which the end is kept.
const LONGEST_TALK: usize = 1024 * 1024;
const KEPT_TALK: usize = 4 * 1024;

/// The command of the profile at the beginning of a chain, and the roles that are assumed with its keys.
pub struct Process {
    command: String,
    account: Option<String>,
    base: String,
    roles: Option<Roles>,
}

struct Roles {
    texts: Texts,
    profile: String,
    config: ProviderConfig,
}

impl Process {
    /// `None` where the chain does not begin with a command.
    pub fn of(chain: &Chain, profile: &Profile, config: &ProviderConfig) -> Option<Process> {
        let base = profile.files().get_profile(&chain.base).filter(|_| matches!(chain.means, Means::Process))?;
        let roles = Roles { texts: profile.texts().clone(), profile: chain.profile.clone(), config: config.clone() };
        Some(Process {
            command: base.get("credential_process")?.to_owned(),
            account: base.get("aws_account_id").map(str::to_owned),
            base: chain.base.clone(),
            roles: chain.role.is_some().then_some(roles),
        })
    }

    async fn keys(&self) -> Result<Credentials, CredentialsError> {
        let keys = self.run().await.map_err(CredentialsError::provider_error)?;
        match &self.roles {
            None => Ok(keys),
            Some(roles) => roles.assume(&self.base, &keys).await,
        }
    }

    async fn run(&self) -> Result<Credentials, Error> {
        let mut child = shell(&self.command)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| self.failed(format!("it cannot be started: {error}")))?;
        let companion = Companion::new(child.id());
        let (Some(mut stdout), Some(mut stderr)) = (child.stdout.take(), child.stderr.take()) else {
            return Err(self.failed("it has no output"));
        };
        let too_long =
            |pipe: &str, limit: usize| self.failed(format!("it wrote more than {} KiB to {pipe}", limit / 1024));
        let read = tokio::try_join!(
            async { all(&mut stdout).await.ok_or_else(|| too_long("stdout", LONGEST_ANSWER)) },
            async { end(&mut stderr).await.ok_or_else(|| too_long("stderr", LONGEST_TALK)) },
        );
        let (answer, talk) = read?;
        let status = child.wait().await.map_err(|error| self.failed(error));
        companion.has_ended().await;
        let status = status?;
        if !status.success() {
            let talk = last_line(&talk).map(|line| format!("; it said: {line}")).unwrap_or_default();
            return Err(self.failed(format!("it ended with {status}{talk}")));
        }
        parsed(&answer, self.account.as_deref()).map_err(|why| self.failed(why))
    }

    fn failed(&self, why: impl fmt::Display) -> Error {
        let message = format!("the `credential_process` of profile `{}` gave no credentials", self.base);
        Error::new(Kind::Credentials, message).caused_by(why).hint(
            "run its command by hand: it must end with 0 and print the JSON that the AWS CLI's documentation describes",
        )
    }
}

/// A command may hold a secret.
impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Process")
    }
}

impl ProvideCredentials for Process {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.keys())
    }
}

impl Roles {
    /// With the keys as a part of the base profile, where the SDK takes them before its command.
    async fn assume(&self, base: &str, keys: &Credentials) -> Result<Credentials, CredentialsError> {
        let mut section = format!(
            "\n[{base}]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
            keys.access_key_id(),
            keys.secret_access_key()
        );
        if let Some(token) = keys.session_token() {
            section.push_str(&format!("aws_session_token = {token}\n"));
        }
        let provider = ProfileFileCredentialsProvider::builder()
            .configure(&self.config)
            .profile_name(&self.profile)
            .profile_files(self.texts.with_credentials(&section))
            .build();
        provider.provide_credentials().await
    }
}

/// As the AWS CLI and the SDK run it.
#[cfg(not(windows))]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(command);
    shell
}

/// `cmd.exe` takes the quotes off its argument and wants no escaping in it.
#[cfg(windows)]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("cmd.exe");
    shell.arg("/C").raw_arg(format!("\"{command}\""));
    shell
}

/// Everything that is written; `None` if it is too much. A pipe that breaks has ended.
async fn all(pipe: &mut (impl AsyncRead + Unpin)) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let _ = pipe.take(LONGEST_ANSWER as u64 + 1).read_to_end(&mut bytes).await;
    (bytes.len() <= LONGEST_ANSWER).then_some(bytes)
}

/// The last of what is written; `None` if it is too much.
async fn end(pipe: &mut (impl AsyncRead + Unpin)) -> Option<Vec<u8>> {
    let (mut kept, mut total) = (Vec::new(), 0);
    let mut part = [0; KEPT_TALK];
    while let Ok(length @ 1..) = pipe.read(&mut part).await {
        total += length;
        if total > LONGEST_TALK {
            return None;
        }
        kept.extend_from_slice(&part[..length]);
        kept.drain(..kept.len().saturating_sub(KEPT_TALK));
    }
    Some(kept)
}

/// The last line of what it said, in which the reason usually stands. What may be a key is hidden: some commands show what
/// they were about to send.
fn last_line(talk: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(talk);
    let line = text.lines().rev().find(|line| !line.trim().is_empty())?.trim();
    let is_of_key = |letter: char| letter.is_ascii_alphanumeric() || "+/=_-".contains(letter);
    let mut shown = String::new();
    for part in line.split_inclusive(|letter| !is_of_key(letter)) {
        let word = part.trim_end_matches(|letter| !is_of_key(letter));
        let word_shown = if word.len() >= SHORTEST_KEY { "***" } else { word };
        shown.push_str(word_shown);
        shown.push_str(&part[word.len()..]);
    }
    Some(shown)
}

/// An access key id has 16 letters or more, a secret 40.
/// Source: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html>
const SHORTEST_KEY: usize = 16;

/// Names are found in any case, as in the SDK.
/// Source: <https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html>
fn parsed(answer: &[u8], account: Option<&str>) -> Result<Credentials, String> {
    // What the parser says could quote a key.
    let answer: Map<String, Value> =
        serde_json::from_slice(answer).map_err(|_| "what it printed is no JSON object".to_owned())?;
    let find = |name: &str| answer.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    let text = |name: &str| find(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let needed = |name: &str| text(name).ok_or_else(|| format!("`{name}` is missing in what it printed"));
    match find("Version").ok_or("`Version` is missing in what it printed")?.as_i64() {
        Some(1) => {}
        _ => return Err("the `Version` of what it printed is not 1".to_owned()),
    }
    let (id, secret) = (needed("AccessKeyId")?, needed("SecretAccessKey")?);
    if !is_header_text(secret) {
        return Err("its `SecretAccessKey` holds a line break or a space".to_owned());
    }
    let expiry = text("Expiration").map(|time| {
        let time = DateTime::from_str(time, Format::DateTimeWithOffset).ok();
        time.and_then(|time| time.try_into().ok()).ok_or("its `Expiration` is no time as in `2030-01-31T12:00:00Z`")
    });
    let mut keys =
        Credentials::builder().access_key_id(id).secret_access_key(secret).provider_name("CredentialProcess");
    keys.set_session_token(text("SessionToken").map(str::to_owned));
    keys.set_expiry(expiry.transpose()?);
    keys.set_account_id(text("AccountId").or(account).map(Into::into));
    Ok(keys.build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_it_said_the_last_line_is_shown_without_what_may_be_a_key() {
        let shown = |talk: &str| last_line(talk.as_bytes());
        assert_eq!(shown("trace\nvault: locked, run `unlock`\n\n").as_deref(), Some("vault: locked, run `unlock`"));
        assert_eq!(shown("key=AKIAIOSFODNN7EXAMPLE").as_deref(), Some("***"));
        assert_eq!(shown("sent: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCY' to it").as_deref(), Some("sent: '***' to it"));
        assert_eq!(shown(" \n"), None);
    }

    #[test]
    fn names_are_found_in_any_case_and_an_account_in_the_profile() {
        let printed =
            br#"{"version": 1, "ACCESSKEYID": "a", "secretaccesskey": "s", "Expiration": "2030-01-31T12:00:00+02:00"}"#;
        let keys = parsed(printed, Some("123456789012")).expect("keys");
        assert_eq!((keys.access_key_id(), keys.secret_access_key(), keys.session_token()), ("a", "s", None));
        assert_eq!(keys.account_id().map(|id| id.as_str().to_owned()).as_deref(), Some("123456789012"));
        assert_eq!(keys.expiry().map(|at| DateTime::from(at).secs()), Some(1_896_084_000));
    }
}
