//! What is said on stderr while a call runs: each retry, and with `--verbose` each step

use crate::bedrock::Progress;
use crate::output::Stderr;

pub fn tell(event: &Progress, stderr: &Stderr) {
    match event {
        Progress::Sending { operation, attempt, of, read_timeout } => stderr
            .debug(|| format!("{operation}, {}, read time-out {} s", nth(*attempt, *of), read_timeout.as_secs_f64())),
        Progress::Replied { uri, status, elapsed, request_id } => stderr.debug(|| {
            let id = request_id.unwrap_or("-");
            format!("HTTP {status} after {} ms from {uri}, request id {id}", elapsed.as_millis())
        }),
        Progress::Retrying { why, attempt, of, pause } => {
            let when = if pause.is_zero() { "at once".to_owned() } else { format!("in {:.1} s", pause.as_secs_f64()) };
            // What whoever gives out credentials answered is the cause of what the call says.
            let answer = why.causes.first().filter(|_| why.code.is_some());
            let answer = answer.map(|answer| format!(": {answer}")).unwrap_or_default();
            stderr.retry(&format!("{why}{answer}; {} {when}", nth(*attempt, *of)));
        }
    }
}

/// `try 2 of 3`, or `try 2` where time ends them.
fn nth(attempt: u32, of: Option<u32>) -> String {
    of.map_or_else(|| format!("try {attempt}"), |of| format!("try {attempt} of {of}"))
}
