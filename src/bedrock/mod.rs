//! The service: settings, the two clients, one call with its retries, frames, failures

mod call;
mod caller;
mod connector;
mod credentials;
mod distrust;
mod failures;
mod frames;
mod hints;
mod in_force;
mod lists;
mod masking;
mod operation;
mod profile;
mod proxies;
mod reach;
mod refusal;
mod retry;
mod retry_after;
mod roots;
mod route;
mod seam;
mod settings;
mod stream;
mod transport;
mod unreached;
mod upload;

pub use call::{Call, Progress, Reply, Service};
pub use credentials::Auth;
pub use failures::{broken, is_streaming_refused, not_bedrock, refused};
#[cfg(fuzzing)]
pub use frames::FrameReader;
pub use frames::{Frame, MessageType};
pub use in_force::InForce;
pub use masking::masked;
pub use operation::{Operation, ProfileKind};
pub use profile::{DEFAULT_ATTEMPTS, checked_region, is_region_name};
pub use refusal::Refusal;
pub use settings::{SandboxAccess, Settings, Wanted};
pub use stream::{Broken, EventStream, LONGEST_ANSWER, ReplyBody};
