//! Which models there are: the service's entries, filtered here, and the rows that show them

mod filter;
mod summary;

pub use filter::Filter;
pub use summary::{COLUMNS, DISPENSABLE, Summary, model_summaries, with_summaries};
