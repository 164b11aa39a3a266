//! A local Bedrock on loopback: no account, no cost, faults on demand

mod auth;
mod body;
mod catalogue;
mod converse;
mod count;
mod echo;
mod eventstream;
mod faults;
mod handler;
mod invoke;
mod line;
mod operation;
mod recorder;
mod refusal;
mod reply;
mod server;
mod service;
mod time;
mod validate;

use std::io;
use std::net::SocketAddr;

pub use faults::{FAULTS, Fault, FaultKind};
pub use recorder::{Exchange, Request};

/// The model that is called when none was chosen.
pub const MODEL: &str = "sandbox.echo-v1:0";
/// The access key whose signatures are verified; AWS's own example, which no account has.
pub const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
/// The secret that belongs to [`ACCESS_KEY_ID`]; AWS's own example.
pub const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
/// A bearer token for clients that would rather not sign; any other that is not empty does as well.
pub const BEARER_TOKEN: &str = "bedrock-api-key-sandbox";
/// The region that the sandbox is in for a client that does not sign for another.
pub const REGION: &str = "us-east-1";

/// The account that the sandbox's ARNs name; AWS's own example.
const ACCOUNT: &str = "123456789012";

/// How a sandbox is to listen and to misbehave.
pub struct Settings {
    /// Where to listen; not a loopback address is an error, port 0 takes a free one.
    pub address: SocketAddr,
    /// What goes wrong; several combine.
    pub faults: Vec<Fault>,
    /// Called once for every request that was answered, or refused an answer.
    pub on_exchange: Option<OnExchange>,
}

/// What is called with every exchange, on the sandbox's thread.
pub type OnExchange = Box<dyn Fn(&Exchange) + Send + Sync>;

impl Default for Settings {
    fn default() -> Self {
        Self { address: SocketAddr::from(([127, 0, 0, 1], 0)), faults: Vec::new(), on_exchange: None }
    }
}

/// A running sandbox; it stops listening when it is dropped.
pub struct Sandbox {
    running: server::Running,
}

impl Sandbox {
    /// Starts a sandbox on a thread of its own and returns once it listens.
    ///
    /// # Errors
    ///
    /// When the address is not a loopback one or cannot be listened on.
    pub fn start(settings: Settings) -> io::Result<Self> {
        Self::start_in(REGION, settings)
    }

    /// Starts a sandbox that takes requests with a bearer token, which name no region, to be for this one.
    ///
    /// # Errors
    ///
    /// When the address is not a loopback one or cannot be listened on.
    pub fn start_in(region: &str, settings: Settings) -> io::Result<Self> {
        server::start(settings, region).map(|running| Self { running })
    }

    /// The endpoint URL to give to a client, such as `http://127.0.0.1:41234`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.running.address)
    }

    /// The last requests that reached the sandbox, oldest first; large bodies are not kept.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.running.recorder.requests()
    }
}
