//! SIGINT, SIGTERM and SIGHUP: hand on what had arrived, then die of the signal, so that a shell's loop stops too
//!
//! A thread of its own waits for them, because a blocked stdout must not deafen Ctrl-C.

use std::io;
use std::path::PathBuf;
use std::process::Child;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::output::StdoutBuffer;

/// In place of an id that is not known yet; no process has it.
const STARTING: u32 = u32::MAX;

/// The child process that a signal is for, if there is one; 0 is none.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    child: Arc<AtomicU32>,
    /// A file that is worth nothing without this process.
    leftover: Arc<Mutex<Option<PathBuf>>>,
}

impl Signals {
    /// Starts a process. From its first moment on signals are for it, and it ends in its own way: one that came while it
    /// is being started waits for its id.
    pub fn hand_to(&self, start: impl FnOnce() -> io::Result<Child>) -> io::Result<Child> {
        self.child.store(STARTING, Ordering::SeqCst);
        let child = start();
        self.child.store(child.as_ref().map_or(0, Child::id), Ordering::SeqCst);
        child
    }

    /// The file that is removed if a signal ends the process from now on; `None` is none.
    pub fn remove_at_end(&self, path: Option<PathBuf>) {
        *self.leftover.lock().unwrap_or_else(PoisonError::into_inner) = path;
    }

    #[cfg(unix)]
    fn remove_leftover(&self) {
        if let Some(path) = self.leftover.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = std::fs::remove_file(path);
        }
    }

    /// Starts the thread.
    #[cfg(unix)]
    pub fn watch(stdout: StdoutBuffer) -> io::Result<Self> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        use signal_hook::iterator::SignalsInfo;
        use signal_hook::iterator::exfiltrator::WithOrigin;
        use signal_hook::low_level::emulate_default_handler;

        let hangup = (!is_ignored_or_unknown(SIGHUP)).then_some(SIGHUP);
        let mut arriving = SignalsInfo::<WithOrigin>::new([SIGINT, SIGTERM].into_iter().chain(hangup))?;
        let signals = Self::default();
        let shared = signals.clone();
        std::thread::Builder::new().name("signals".into()).spawn(move || {
            for origin in &mut arriving {
                let signal = origin.signal;
                while shared.child.load(Ordering::SeqCst) == STARTING {
                    std::thread::yield_now();
                }
                match shared.child.load(Ordering::SeqCst) {
                    0 => {
                        Companion::end();
                        stdout.flush_if_free();
                        shared.remove_leftover();
                        let _ = emulate_default_handler(signal);
                    }
                    // Ctrl-C on a terminal has no sender and goes to all in its foreground, the child among them, for
                    // which a second one may mean to stop at once. What a process sends is for this one alone.
                    child if signal == SIGTERM || origin.process.is_some() => hand_on(child, signal),
                    _ => {}
                }
            }
        })?;
        Ok(signals)
    }

    /// Windows ends a process by itself on Ctrl-C; what was printed is printed.
    #[cfg(not(unix))]
    pub fn watch(_: StdoutBuffer) -> io::Result<Self> {
        Ok(Self::default())
    }
}

/// Whether the process was started with this signal ignored, as `nohup` does, which a handler would undo. Only Linux tells
/// without unsafe code; elsewhere a hang-up keeps the system's way, which is `nohup`'s too.
#[cfg(unix)]
fn is_ignored_or_unknown(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_none_or(|mask| mask >> (signal - 1) & 1 == 1)
}

/// A process that works for this one and must not outlive it; 0 is none.
static COMPANION: AtomicU32 = AtomicU32::new(0);

/// As long as this lives, the process ends with this one; and when it is dropped, if it has not ended before.
///
/// It stays in this one's group, because it may ask at the terminal, so that no signal reaches all of it at once.
pub struct Companion(());

impl Companion {
    pub fn new(id: Option<u32>) -> Self {
        COMPANION.store(id.unwrap_or_default(), Ordering::SeqCst);
        Companion(())
    }

    /// It has been waited for, and its id may be another's from now on. Where it ended because this process is about to,
    /// nobody is to hear of it, so that this never returns.
    pub async fn has_ended(&self) {
        if COMPANION.swap(0, Ordering::SeqCst) == 0 {
            std::future::pending().await
        }
    }

    /// Ends the process, if there is one.
    pub fn end() {
        match COMPANION.swap(0, Ordering::SeqCst) {
            0 => {}
            id => kill_all(id),
        }
    }
}

impl Drop for Companion {
    fn drop(&mut self) {
        Self::end();
    }
}

/// A process, and what it has started in its turn where the system tells: a shell waits for its command.
#[cfg(unix)]
fn kill_all(id: u32) {
    use rustix::process::{Pid, Signal, kill_process};

    let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
    if let Some(process) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        let _ = kill_process(process, Signal::KILL);
    }
    children.split_whitespace().filter_map(|child| child.parse().ok()).for_each(kill_all);
}

/// Windows ends it by its handle.
#[cfg(not(unix))]
fn kill_all(_: u32) {}

#[cfg(unix)]
fn hand_on(child: u32, signal: i32) {
    use rustix::process::{Pid, Signal, kill_process};

    let signal = match signal {
        signal_hook::consts::SIGTERM => Signal::TERM,
        signal_hook::consts::SIGHUP => Signal::HUP,
        _ => Signal::INT,
    };
    if let Some(child) = i32::try_from(child).ok().and_then(Pid::from_raw) {
        let _ = kill_process(child, signal);
    }
}

/// Ends this process by the signal that ended another.
#[cfg(unix)]
pub fn die_of(signal: i32) {
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}
