//! The test builder: the program in an empty environment, its sandbox, and what it is expected to say

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use bedr::sandbox::{self, Sandbox};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_bedr");
/// What the sandbox's model answers to the prompt `hi`.
pub const HI: &str = "This is bedr's sandbox, not a model. Your prompt has 1 word on 1 line and begins with “hi”.\n";

/// A run of the program, to be described and then checked.
pub struct Run {
    command: Command,
    sandbox: Option<Sandbox>,
    home: tempfile::TempDir,
    stdin: Option<Vec<u8>>,
    faults: Vec<String>,
    stdout: Vec<u8>,
    stderr: String,
    exit: i32,
    requests: Option<usize>,
}

/// What a checked run leaves behind.
pub struct Ran {
    pub requests: Vec<sandbox::Request>,
    pub home: tempfile::TempDir,
}

/// `bedr ARGUMENTS…`, against a sandbox of its own.
pub fn bedr<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Run {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(PROGRAM);
    command.args(arguments).env_clear().current_dir(home.path());
    command.env("HOME", home.path()).env("AWS_EC2_METADATA_DISABLED", "true");
    Run {
        command,
        sandbox: None,
        home,
        stdin: None,
        faults: Vec::new(),
        stdout: Vec::new(),
        stderr: String::new(),
        exit: 0,
        requests: None,
    }
}

impl Run {
    pub fn fault(mut self, fault: &str) -> Self {
        self.faults.push(fault.to_owned());
        self
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// A variable that is no text.
    #[cfg(unix)]
    pub fn raw_env(mut self, name: &str, value: &[u8]) -> Self {
        use std::os::unix::ffi::OsStrExt as _;
        self.command.env(name, std::ffi::OsStr::from_bytes(value));
        self
    }

    /// More arguments at the end.
    pub fn arguments(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    /// Writes a file into the folder that the program runs in.
    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders are made");
        std::fs::write(path, content).expect("the file is written");
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn stdin(mut self, stdin: impl Into<Vec<u8>>) -> Self {
        self.stdin = Some(stdin.into());
        self
    }

    pub fn stdout(mut self, stdout: impl Into<Vec<u8>>) -> Self {
        self.stdout = stdout.into();
        self
    }

    /// The expected stderr; `[..]` stands for anything within a line.
    pub fn stderr(mut self, stderr: &str) -> Self {
        self.stderr = stderr.to_owned();
        self
    }

    pub fn exit(mut self, exit: i32) -> Self {
        self.exit = exit;
        self
    }

    /// How many requests must reach the sandbox.
    pub fn requests(mut self, requests: usize) -> Self {
        self.requests = Some(requests);
        self
    }

    /// The environment of an account that is the sandbox.
    pub fn on_sandbox(mut self) -> Self {
        let faults = self.faults.iter().map(|fault| fault.parse().expect("a fault")).collect();
        let settings = sandbox::Settings { faults, ..sandbox::Settings::default() };
        let sandbox = Sandbox::start(settings).expect("the sandbox starts");
        for (name, value) in [
            ("AWS_ENDPOINT_URL_BEDROCK", sandbox.endpoint().as_str()),
            ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", sandbox.endpoint().as_str()),
            ("AWS_REGION", sandbox::REGION),
            ("AWS_ACCESS_KEY_ID", sandbox::ACCESS_KEY_ID),
            ("AWS_SECRET_ACCESS_KEY", sandbox::SECRET_ACCESS_KEY),
            ("BEDR_MODEL", sandbox::MODEL),
        ] {
            // What a test has set before stays.
            if !self.command.get_envs().any(|(key, _)| key == name) {
                self.command.env(name, value);
            }
        }
        self.sandbox = Some(sandbox);
        self
    }

    /// Starts it, with pipes on all sides; for tests that look while it runs.
    pub fn spawn(&mut self) -> std::process::Child {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        self.command.spawn().expect("the program starts")
    }

    /// How many requests have reached the sandbox so far.
    pub fn reached(&self) -> usize {
        self.sandbox.as_ref().map_or(0, |sandbox| sandbox.requests().len())
    }

    /// Runs it on a sandbox and checks everything.
    pub fn run(self) -> Ran {
        self.on_sandbox().run_alone()
    }

    /// Runs it without a sandbox, in an environment that has only what the test set.
    pub fn run_alone(mut self) -> Ran {
        let output = self.run_piped();
        self.check(output)
    }

    /// Runs it once more, on the same sandbox, and checks nothing.
    pub fn again(&mut self) -> Output {
        self.run_piped()
    }

    /// Runs it and checks nothing: for answers whose parts are looked at one by one.
    pub fn output(mut self) -> Output {
        self.run_piped()
    }

    /// Runs it and checks only how many requests reached the sandbox.
    pub fn output_and_requests(self, requests: usize) -> Output {
        let (output, seen) = self.output_with_requests();
        assert_eq!(seen.len(), requests, "{}", String::from_utf8_lossy(&output.stderr));
        output
    }

    /// Runs it, and says what reached the sandbox.
    pub fn output_with_requests(mut self) -> (Output, Vec<sandbox::Request>) {
        let output = self.run_piped();
        (output, self.sandbox.as_ref().map(Sandbox::requests).unwrap_or_default())
    }

    /// Runs a shell script in a folder, in the environment of this run; `$0` is the program.
    #[cfg(unix)]
    pub fn shell(&self, script: &str, folder: &std::path::Path) -> Output {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", script, PROGRAM]).current_dir(folder).stdin(Stdio::null());
        shell.env_clear().env("PATH", "/usr/bin:/bin");
        shell.envs(self.command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        shell.output().expect("a shell")
    }

    fn run_piped(&mut self) -> Output {
        let input = self.stdin.take().unwrap_or_default();
        let mut child = self.spawn();
        let mut stdin = child.stdin.take().expect("piped");
        // A program that does not read its stdin to the end is no failure of the test.
        std::thread::spawn(move || stdin.write_all(&input));
        child.wait_with_output().expect("the program ends")
    }

    fn check(self, output: Output) -> Ran {
        let stderr = String::from_utf8(output.stderr).expect("stderr is UTF-8");
        let requests = self.sandbox.as_ref().map(Sandbox::requests).unwrap_or_default();
        let shown = format!("stdout: {:?}\nstderr: {stderr}", String::from_utf8_lossy(&output.stdout));
        assert_eq!(output.status.code(), Some(self.exit), "the exit code is not as expected\n{shown}");
        assert!(output.stdout == self.stdout, "stdout is not {:?}\n{shown}", String::from_utf8_lossy(&self.stdout));
        assert!(matches(&self.stderr, &stderr), "stderr is not as expected:\n{}\n{shown}", self.stderr);
        if let Some(expected) = self.requests {
            assert_eq!(requests.len(), expected, "requests that reached the sandbox\n{shown}");
        }
        Ran { requests, home: self.home }
    }
}

impl Ran {
    /// A file that the program left in its folder.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.home.path().join(name)).expect("the file is there")
    }

    /// The body of the last request that reached the sandbox.
    pub fn body(&self) -> String {
        let request = self.requests.last().expect("a request");
        String::from_utf8(request.body.to_vec()).expect("UTF-8")
    }

    /// A header of the last request.
    pub fn header(&self, name: &str) -> Option<String> {
        let request = self.requests.last().expect("a request");
        request.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }
}

/// Line by line, with `[..]` for anything within a line.
pub fn matches(expected: &str, actual: &str) -> bool {
    let (expected, actual): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    expected.len() == actual.len() && expected.iter().zip(actual).all(|(pattern, line)| matches_line(pattern, line))
}

fn matches_line(pattern: &str, line: &str) -> bool {
    let mut parts = pattern.split("[..]");
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Both ways of asking.
pub const MODES: [&str; 2] = ["--stream", "--no-stream"];

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
