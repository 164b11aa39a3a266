//! Typed, piped and saved words become one Converse request; the service's answer becomes text, usage and an outcome

mod answer;
mod attachments;
mod cache;
mod format;
mod large;
mod limits;
mod outcome;
mod path;
mod request;
mod shape;
mod text;
mod tools;

pub use answer::Answer;
pub use attachments::Attachments;
pub use outcome::Outcome;
pub use path::Assignment;
pub use request::{Request, Typed, is_prompt};
pub use shape::{Shape, for_one_reply};
pub use tools::{tool_config, tool_result};
