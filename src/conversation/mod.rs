//! Typed, piped and saved words become one Converse request; the service's answer becomes text, usage and an outcome

mod answer;
mod count;
mod outcome;
mod request;
mod text;

pub use answer::Answer;
pub use count::{count_body, count_request};
pub use outcome::Outcome;
pub use request::{Request, Typed};
