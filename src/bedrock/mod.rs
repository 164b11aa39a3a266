//! The service: settings, the two clients, one call with its retries, frames, failures

mod call;
mod connector;
mod credentials;
mod failures;
mod frames;
mod hints;
mod profile;
mod refusal;
mod retry;
mod roots;
mod seam;
mod settings;
mod stream;
mod upload;

pub use call::{Call, Operation, Progress, Reply, Service};
pub use failures::{broken, is_streaming_refused, not_bedrock, refused};
pub use frames::{Frame, MessageType};
pub use refusal::Refusal;
pub use settings::{SandboxAccess, Settings, Wanted};
pub use stream::{Broken, EventStream, ReplyBody};
