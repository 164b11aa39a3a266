//! What is known without asking anybody: listings kept from earlier calls, aliases, profiles; TAB completes from it
//!
//! One file per account (or profile), service and region in the cache folder, replaced whole, so that two writers do no harm.
//! It is never taken for the service's answer unless `--cached` asks for it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::aws_files;
use crate::catalogue::{self, InferenceProfile};
use crate::config::Config;
use crate::text_file;

/// A listing has some 200 KB; nobody waits at TAB for more than this.
const LONGEST: u64 = 16 * 1024 * 1024;

/// A listing of one region as the service answered it.
#[derive(Deserialize, Serialize)]
pub struct Kept {
    pub region: String,
    /// When it was asked for, RFC 3339.
    pub time: String,
    pub models: Box<RawValue>,
    pub profiles: Vec<Box<RawValue>>,
}

/// `$XDG_CACHE_HOME/bedr`, else `~/.cache/bedr`.
/// Source: <https://specifications.freedesktop.org/basedir-spec/latest/>
fn folder() -> Option<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = set("XDG_CACHE_HOME").filter(|path| path.is_absolute());
    cache.or_else(|| set("HOME").map(|home| home.join(".cache"))).map(|cache| cache.join("bedr"))
}

/// Whose listing it is, and of which service: an endpoint that somebody named may be another one than Amazon's.
pub struct Owner {
    account: String,
    /// The host of that endpoint. Its port is left out: a local stand-in has a new one every time.
    host: Option<String>,
}

impl Owner {
    /// The profile that is named, or the keys in the environment, of which only a checksum is shown. An API key there
    /// counts where it is sent.
    pub fn new(profile: Option<&str>, configured: Option<&str>, endpoint: Option<&str>, sends_api_key: bool) -> Self {
        let checksum = |kind: &str, key: String| format!("{kind}-{:08x}", crc32fast::hash(key.as_bytes()));
        let account = profile
            .map(str::to_owned)
            .or_else(|| set("AWS_BEARER_TOKEN_BEDROCK").filter(|_| sends_api_key).map(|token| checksum("token", token)))
            .or_else(|| set("AWS_ACCESS_KEY_ID").map(|key| checksum("key", key)))
            .or_else(|| set("AWS_PROFILE"))
            .or_else(|| configured.map(str::to_owned))
            .unwrap_or_else(|| "default".to_owned());
        let endpoint =
            endpoint.map(str::to_owned).or_else(|| set("AWS_ENDPOINT_URL_BEDROCK")).or_else(|| set("AWS_ENDPOINT_URL"));
        let host = endpoint.and_then(|url| url.parse::<http::Uri>().ok()?.host().map(str::to_owned));
        Owner { account, host }
    }

    /// The file of a region.
    fn file(&self, region: &str) -> Option<PathBuf> {
        folder().map(|folder| folder.join(format!("{}{}.json", self.prefix(), file_name(region))))
    }

    /// What the names of all files of the owner begin with.
    fn prefix(&self) -> String {
        let host = self.host.as_ref().map(|host| format!("@{}", file_name(host))).unwrap_or_default();
        format!("{}{host}@@", file_name(&self.account))
    }
}

/// An environment variable; one that is empty counts as unset.
fn set(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// The text as a file's name. What cannot stand in one is replaced, and a checksum keeps two such texts apart.
fn file_name(text: &str) -> String {
    let safe = text.replace(|letter: char| !letter.is_ascii_alphanumeric() && !"-_.".contains(letter), "_");
    if safe == text { safe } else { format!("{safe}-{:08x}", crc32fast::hash(text.as_bytes())) }
}

/// Keeps a listing. The file is readable by its owner only: an account's own profiles are in it.
pub fn keep(owner: &Owner, kept: &Kept) -> io::Result<()> {
    let Some(path) = owner.file(&kept.region) else {
        return Ok(());
    };
    let folder = path.parent().unwrap_or(&path);
    fs::create_dir_all(folder)?;
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer(&mut new, kept)?;
    // Not synced: a cache that a power cut empties is asked for again.
    new.persist(path)?;
    Ok(())
}

/// What is kept of a region.
pub fn kept(owner: &Owner, region: &str) -> Option<Kept> {
    read(&owner.file(region)?)
}

/// A listing; whatever else the file is, it is none.
fn read(path: &Path) -> Option<Kept> {
    serde_json::from_str(&text_file::read(path, LONGEST).ok()?).ok()
}

/// What is kept of one region, or of all.
fn all_kept(owner: &Owner, region: Option<&str>) -> Vec<Kept> {
    if let Some(region) = region {
        return kept(owner, region).into_iter().collect();
    }
    let prefix = owner.prefix();
    let entries = folder().and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let own = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix));
    own.filter_map(|entry| read(&entry.path())).collect()
}

/// What can be typed for a flag, with a word about each.
pub type Candidates = BTreeMap<String, String>;

/// What is being completed: the words so far say whose listing of which region is meant.
#[derive(Default)]
pub struct Scope {
    pub config: Option<PathBuf>,
    pub profile: Option<String>,
    /// One region, several with commas between, or `all`.
    pub region: Option<String>,
    pub endpoint: Option<String>,
    pub auth: Option<String>,
}

impl Scope {
    fn listings(&self) -> Vec<Kept> {
        let config = self.configuration();
        let configured = config.profile.as_ref().map(|profile| profile.value.as_str());
        let sends_api_key = self.auth.as_deref() != Some("sigv4");
        let owner = Owner::new(self.profile.as_deref(), configured, self.endpoint.as_deref(), sends_api_key);
        let region = self.region.clone().or_else(|| set("AWS_REGION")).or_else(|| set("AWS_DEFAULT_REGION"));
        let regions = region.iter().flat_map(|regions| regions.split(','));
        let kept: Vec<Kept> = regions.flat_map(|region| all_kept(&owner, Some(region))).collect();
        if kept.is_empty() { all_kept(&owner, None) } else { kept }
    }

    /// One that cannot be read completes nothing.
    fn configuration(&self) -> Config {
        Config::load(self.config.as_deref()).unwrap_or_default()
    }

    fn aliases(&self) -> Candidates {
        self.configuration().aliases.into_iter().map(|(name, id)| (name, id.value)).collect()
    }

    /// Ids to call, and aliases.
    pub fn callables(&self) -> Candidates {
        let mut found = self.aliases();
        for kept in self.listings() {
            let profiles: Vec<InferenceProfile> =
                kept.profiles.into_iter().filter_map(|raw| InferenceProfile::parse(raw).ok()).collect();
            for model in catalogue::model_summaries(kept.models.get().as_bytes()).unwrap_or_default() {
                let callables = catalogue::callables(&model, &kept.region, &profiles);
                found.extend(callables.into_iter().map(|callable| (callable.id, model.name().to_owned())));
            }
        }
        found
    }

    /// Ids of foundation models.
    pub fn models(&self) -> Candidates {
        self.of_models(|model| vec![(model.id().to_owned(), model.name().to_owned())])
    }

    pub fn providers(&self) -> Candidates {
        self.of_models(|model| vec![(model.provider().to_owned(), String::new())])
    }

    pub fn input_modalities(&self) -> Candidates {
        self.of_models(|model| model.input_modalities().iter().map(|one| (one.clone(), String::new())).collect())
    }

    pub fn output_modalities(&self) -> Candidates {
        self.of_models(|model| model.output_modalities().iter().map(|one| (one.clone(), String::new())).collect())
    }

    pub fn inference_types(&self) -> Candidates {
        self.of_models(|model| model.inference_types().iter().map(|one| (one.clone(), String::new())).collect())
    }

    pub fn customizations(&self) -> Candidates {
        self.of_models(|model| model.customizations().iter().map(|one| (one.clone(), String::new())).collect())
    }

    pub fn statuses(&self) -> Candidates {
        self.of_models(|model| vec![(model.status().to_owned(), String::new())])
    }

    fn of_models(&self, read: impl Fn(&catalogue::Summary) -> Vec<(String, String)>) -> Candidates {
        let mut found = Candidates::new();
        for kept in self.listings() {
            for model in catalogue::model_summaries(kept.models.get().as_bytes()).unwrap_or_default() {
                found.extend(read(&model));
            }
        }
        found
    }

    /// Ids of inference profiles, and ARNs of the account's own.
    pub fn profiles(&self) -> Candidates {
        let profiles = self.inference_profiles();
        profiles.map(|profile| (profile.callable_id().to_owned(), profile.name().to_owned())).collect()
    }

    /// What the service's profiles are called by: `us`, `eu`, `global`, …
    pub fn geographies(&self) -> Candidates {
        let profiles = self.inference_profiles();
        profiles.filter_map(|profile| Some((profile.geography()?.to_owned(), String::new()))).collect()
    }

    fn inference_profiles(&self) -> impl Iterator<Item = InferenceProfile> {
        let raw = self.listings().into_iter().flat_map(|kept| kept.profiles);
        raw.filter_map(|raw| InferenceProfile::parse(raw).ok())
    }
}

/// The regions that have Bedrock.
pub fn regions() -> Candidates {
    catalogue::named_regions("all", None).into_iter().map(|region| (region, String::new())).collect()
}

/// The names of the profiles in AWS's two files.
pub fn aws_profiles() -> Candidates {
    let texts = aws_files::located().into_iter().filter_map(|file| aws_files::read(&file).ok()?);
    let sections = texts.flat_map(|text| {
        let names = text.lines().filter_map(|line| line.trim().strip_prefix('[')?.strip_suffix(']').map(str::to_owned));
        names.collect::<Vec<_>>()
    });
    let is_other = |name: &String| name.starts_with("sso-session ") || name.starts_with("services ");
    let names = sections.filter(|name| !is_other(name));
    names.map(|name| (name.trim_start_matches("profile ").trim().to_owned(), String::new())).collect()
}
