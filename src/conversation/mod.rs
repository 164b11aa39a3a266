//! Typed, piped and saved words become one Converse request; the service's answer becomes text, usage and an outcome

mod answer;
mod citations;
pub mod extract;
mod outcome;
mod request;
mod schema;
mod shape;
mod text;
mod tool_use;

pub use answer::{Answer, Piece};
pub use outcome::Outcome;
pub use request::{Request, Typed};
pub use schema::Schema;
