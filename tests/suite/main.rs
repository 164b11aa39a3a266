//! The real program against a fresh sandbox, one behaviour a test
//!
//! Every test says what stdout, stderr and the exit code are; what it does not say is empty or 0.

mod accounts;
mod answers;
mod catalogue;
mod complete;
mod config;
mod conversations;
mod converse;
mod count_tokens;
mod counterparts;
mod credentials;
mod doctor;
mod documents;
mod errors;
mod exits;
mod extracts;
mod faults;
mod files;
mod flags;
mod input;
mod invoke;
mod limits;
mod models;
mod output_files;
mod program;
mod proxies;
mod readme;
mod refusals;
mod requests;
mod retries;
mod sandbox;
mod secrets;
mod servers;
mod shape;
mod signals;
mod terminal;
mod tls;
mod usage;
