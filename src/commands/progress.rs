//! What is said on stderr while a call runs: each retry, and with `--verbose` each step

use crate::bedrock::Progress;
use crate::output::Stderr;

pub fn tell(event: &Progress, stderr: &Stderr) {
    match event {
        Progress::Sending { operation, attempt, of, read_timeout } => stderr
            .debug(|| format!("{operation}, try {attempt} of {of}, read time-out {} s", read_timeout.as_secs_f64())),
        Progress::Replied { uri, status, elapsed, request_id } => stderr.debug(|| {
            let id = request_id.unwrap_or("-");
            format!("HTTP {status} after {} ms from {uri}, request id {id}", elapsed.as_millis())
        }),
        Progress::Retrying { why, attempt, of, pause } => {
            stderr.retry(&format!("{why}; try {attempt} of {of} in {:.1} s", pause.as_secs_f64()));
        }
    }
}
