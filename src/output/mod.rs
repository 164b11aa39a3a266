//! Where bytes go: stdout, stderr, the usage log; tables, JSON and text made safe for a terminal

mod json;
mod reader;
mod replaced;
mod stderr;
mod stdout;
mod table;
mod terminal;
mod usage;

pub use replaced::replace;
pub use stderr::Stderr;
pub use stdout::{ReaderGone, Stdout, StdoutBuffer};
pub use table::{Row, Table};
pub use terminal::clean;
pub use usage::{Usage, UsageLog, UsageRecord};
