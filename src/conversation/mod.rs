//! Typed, piped and saved words become one Converse request; the service's answer becomes text, usage and an outcome

mod answer;
mod attachments;
mod format;
mod large;
mod limits;
mod outcome;
mod request;
mod text;

pub use answer::Answer;
pub use attachments::Attachments;
pub use outcome::Outcome;
pub use request::{Request, Typed};
