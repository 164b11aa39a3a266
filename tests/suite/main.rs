//! The real program against a fresh sandbox, one behaviour a test
//!
//! Every test says what stdout, stderr and the exit code are; what it does not say is empty or 0.

mod accounts;
mod catalogue;
mod complete;
mod config;
mod converse;
mod count_tokens;
mod counterparts;
mod credentials;
mod documents;
mod errors;
mod exits;
mod faults;
mod flags;
mod input;
mod invoke;
mod limits;
mod models;
mod program;
mod proxies;
mod readme;
mod requests;
mod retries;
mod sandbox;
mod secrets;
mod servers;
mod signals;
mod terminal;
mod tls;
mod usage;
