//! The fault matrix: every fault of the sandbox, in every way of asking; no call hangs, and none lies

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::thread;

use bedr::sandbox::FAULTS;
use regex_lite::Regex;

use crate::program::bedr;
use crate::readme;

/// A way of asking: its letter in the table, and what is typed.
type Way = (char, &'static [&'static str]);

const WAYS: [Way; 6] = [
    ('T', &["converse", "hi"]),
    ('J', &["converse", "hi", "-o", "json"]),
    ('L', &["converse", "hi", "-o", "json", "--stream"]),
    ('t', &["invoke", "--raw-body"]),
    ('l', &["invoke", "--raw-body", "--stream"]),
    ('j', &["invoke", "--raw-body", "--stream", "-o", "json"]),
];
const BODY: &str = r#"{"messages":[{"role":"user","content":[{"text":"hi"}]}]}"#;

/// Two tries show that something is tried again. No fault but silence is silent for as long as this.
const LIMITS: &[&str] = &["-q", "--max-attempts", "2", "--read-timeout", "3s", "--timeout", "2m"];

/// Faults that are another answer, with which the usual one cannot be compared.
const ANOTHER_ANSWER: &[&str] =
    &["stop", "tool-use", "reasoning", "empty", "no-usage", "unknown-member", "null-members", "deep", "big", "flood"];

/// Enough side by side for what falls silent, or waits before it tries again.
const AT_ONCE: usize = 12;

const STOP_REASONS: &[&str] = &[
    "end_turn",
    "stop_sequence",
    "max_tokens",
    "model_context_window_exceeded",
    "guardrail_intervened",
    "content_filtered",
    "malformed_model_output",
    "malformed_tool_use",
    "a_new_reason",
];

/// What became of a call, as the table shows it.
#[derive(Clone, PartialEq)]
struct Outcome {
    exit: i32,
    stdout: &'static str,
    requests: usize,
    /// The first line of stderr.
    said: String,
}

struct Printed {
    exit: i32,
    stdout: String,
    stderr: String,
    /// Calls of the model; what a refused id is looked up with is not counted.
    requests: usize,
}

/// The faults as they are typed: each kind once, and those with several faces once for each.
fn faults() -> Vec<String> {
    FAULTS
        .iter()
        .flat_map(|kind| {
            let faces: &[&str] = match (kind.name, kind.arg) {
                ("stop", _) => STOP_REASONS,
                ("not-bedrock", _) => &["html", "text", "json", "empty"],
                ("html", _) => &["403", "502"],
                ("cut-frame", _) => &["", "12"],
                ("clock-skew", _) => &["3600", "-3600"],
                ("throttling-retry-after", _) => &["0", "1000"],
                ("big", _) => &["100000"],
                (_, Some("REGION")) => &["us-east-1"],
                (_, Some("[REGION:]MS")) => &["us-east-1:5"],
                (_, Some("OPERATION")) => &["ConverseStream"],
                (_, Some("MS" | "SIZE" | "DELTAS")) => &["5"],
                _ => &[""],
            };
            faces
                .iter()
                .map(|face| if face.is_empty() { kind.name.to_owned() } else { format!("{}={face}", kind.name) })
        })
        .collect()
}

fn print(way: Way, fault: Option<&str>) -> Printed {
    let stdin = if way.1[0] == "invoke" { BODY } else { "" };
    let run = bedr(way.1.iter().chain(LIMITS).copied()).env("BEDR_MODEL", "amazon.nova-lite-v1:0").stdin(stdin);
    let run = if let Some(fault) = fault { run.fault(fault) } else { run };
    let (output, requests) = run.on_sandbox().output_with_requests();
    Printed {
        exit: output.status.code().expect("an exit code: nothing here dies of a signal"),
        stdout: without_figures(&output.stdout),
        stderr: without_figures(&output.stderr),
        requests: requests.iter().filter(|request| request.path.starts_with("/model/")).count(),
    }
}

/// The text without latencies, addresses and times, which differ from run to run.
fn without_figures(text: &[u8]) -> String {
    static FIGURES: OnceLock<Regex> = OnceLock::new();
    let figures = FIGURES.get_or_init(|| {
        Regex::new(r#"("latencyMs":|Latency":|127\.0\.0\.1:|\d{4}-?\d\d-?\d\dT)\d[\d:]*"#)
            .expect("a regular expression")
    });
    figures.replace_all(&String::from_utf8_lossy(text), "${1}0").into_owned()
}

/// What stdout held, and whether that fits the exit code: an answer that is whole is exit 0, and no other is.
fn judge(fault: &str, way: Way, printed: Printed, whole: &str) -> Result<Outcome, String> {
    let kind = fault.split('=').next().unwrap_or_default();
    let Printed { exit, stdout, stderr, requests } = printed;
    let said = stderr.lines().next().unwrap_or_default().to_owned();
    // Any JSON may be a model's answer in its provider's format.
    let unknowable = ANOTHER_ANSWER.contains(&kind) || (kind == "not-bedrock" && way.1[0] == "invoke");
    let (arrived, exception) = without_exception(&stdout);
    let held = match (arrived, exception) {
        ("", false) => "nothing",
        ("", true) => "the exception",
        (text, false) if text == whole => "all",
        (text, true) if whole.starts_with(text) => "part, the exception",
        (_, false) if unknowable => "another answer",
        // JSON of which only the end is missing has no line break there.
        (text, false) if whole.starts_with(text.trim_end()) => "part",
        (text, _) => return Err(format!("{way:?}: exit {exit}, and stdout is none of the answer: {text}")),
    };
    // In text that breaks off behind its last word, nothing is missing but the word that it was the last.
    let fits = match exit {
        0 if held == "part" => said.starts_with("warning:"),
        0 => !said.starts_with("error:"),
        _ => said.starts_with("error:") && (held != "all" || unknowable || said.contains("broke off")),
    };
    if !fits || (exit == 0 && held == "nothing" && !unknowable) {
        return Err(format!("{way:?}: exit {exit}, stdout {held}, stderr {stderr}"));
    }
    Ok(Outcome { exit, stdout: held, requests, said })
}

/// The events without an exception at their end, which is passed on as the service sent it; whether there is one.
fn without_exception(stdout: &str) -> (&str, bool) {
    let start = stdout.trim_end().rfind('\n').map_or(0, |at| at + 1);
    let name = stdout[start..].strip_prefix("{\"").and_then(|line| line.split('"').next()).unwrap_or_default();
    if name.ends_with("Exception") || name.ends_with("Error") { (&stdout[..start], true) } else { (stdout, false) }
}

/// Every cell of the matrix, fault by fault and in the order of the ways.
fn run_all(faults: &[String]) -> Vec<Result<Outcome, String>> {
    let whole: Vec<String> = WAYS.iter().map(|way| print(*way, None).stdout).collect();
    let cells = faults.len() * WAYS.len();
    let next = AtomicUsize::new(0);
    let done = Mutex::new(vec![None; cells]);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let cell = next.fetch_add(1, Ordering::Relaxed);
                    let Some(fault) = faults.get(cell / WAYS.len()) else {
                        return;
                    };
                    let way = cell % WAYS.len();
                    let outcome = judge(fault, WAYS[way], print(WAYS[way], Some(fault)), &whole[way]);
                    done.lock().expect("no thread panics with it")[cell] = Some(outcome);
                }
            });
        }
    });
    done.into_inner().expect("no thread panicked").into_iter().map(|cell| cell.expect("every cell was run")).collect()
}

/// The rows of a fault: the ways that ended alike are one row.
fn rows(fault: &str, outcomes: &[Outcome]) -> String {
    let mut alike: Vec<(String, &Outcome)> = Vec::new();
    for ((letter, _), outcome) in WAYS.iter().zip(outcomes) {
        match alike.iter_mut().find(|(_, known)| *known == outcome) {
            Some((letters, _)) => letters.push(*letter),
            None => alike.push((letter.to_string(), outcome)),
        }
    }
    let row = |(letters, outcome): &(String, &Outcome)| {
        let Outcome { exit, stdout, requests, said } = outcome;
        format!(
            "| `{fault}` | {letters} | {exit} | {stdout} | {requests} | {} |\n",
            shortened(said).replace('|', "\\|")
        )
    };
    alike.iter().map(row).collect()
}

/// What fits into a cell.
fn shortened(line: &str) -> String {
    match line.char_indices().nth(100) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line.to_owned(),
    }
}

#[test]
fn the_matrix_is_that_of_the_readme_and_no_cell_lies() {
    let faults = faults();
    let cells = run_all(&faults);
    let mut lies = String::new();
    let mut table =
        String::from("| fault | asked | exit | stdout | calls | first line of stderr |\n|---|---|---|---|---|---|\n");
    for (fault, cells) in faults.iter().zip(cells.chunks(WAYS.len())) {
        let outcomes: Result<Vec<Outcome>, String> = cells.iter().cloned().collect();
        match outcomes {
            Ok(outcomes) => table.push_str(&rows(fault, &outcomes)),
            Err(lie) => lies.push_str(&format!("{fault}: {lie}\n")),
        }
    }
    assert!(lies.is_empty(), "{lies}");
    let shown = readme::between("the fault matrix: a test runs it and compares", "end of the fault matrix");
    assert!(shown.trim() == table.trim(), "the fault matrix in the README should be\n{table}");
}
