//! Typed, piped and saved words become one Converse request; the service's answer becomes text, usage and an outcome

mod answer;
mod block;
mod fold;
mod history;
mod outcome;
mod pieces;
#[cfg(test)]
mod properties;
mod request;
mod text;

pub use answer::Answer;
pub use fold::Fold;
pub use history::{parse_history, write_history};
pub use outcome::Outcome;
pub use request::{Request, Typed};
