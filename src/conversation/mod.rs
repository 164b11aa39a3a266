//! Typed, piped and saved words become one Converse request; the service's answer becomes text, usage and an outcome

mod answer;
mod attachments;
mod block;
mod cache;
mod citations;
mod count;
pub mod extract;
mod fold;
mod format;
mod history;
mod in_place;
mod large;
mod limits;
mod members;
mod outcome;
mod path;
mod pieces;
#[cfg(test)]
mod properties;
mod request;
mod said;
mod schema;
mod shape;
mod text;
mod tool_use;
mod tools;

pub use answer::{Answer, Piece};
pub use attachments::Attachments;
pub use cache::takes_marked_tools;
pub use count::{after_count, after_count_body, count_body, count_request};
pub use fold::Fold;
pub use history::{parse_history, write_history};
pub use outcome::{Outcome, Shown};
pub use path::Assignment;
pub use request::{Request, Typed, is_prompt};
pub use said::Said;
pub use schema::Schema;
pub use shape::{Shape, for_one_reply};
pub use tools::{tool_config, tool_result};
