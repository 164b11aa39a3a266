//! Where bytes go: stdout, stderr, files; tables, JSON and text made safe for a terminal

mod file;
mod json;
mod reader;
mod reasoning;
mod replaced;
mod stderr;
mod stdout;
mod table;
mod terminal;
mod usage;

pub use file::AnswerFile;
pub use reasoning::Reasoning;
pub use replaced::{behind_links, replace};
pub use stderr::Stderr;
pub use stdout::{ReaderGone, Stdout, StdoutBuffer};
pub use table::{Row, Table};
#[cfg(fuzzing)]
pub use terminal::Sanitizer;
pub use terminal::clean;
pub use usage::{Usage, UsageLog, UsageRecord};
