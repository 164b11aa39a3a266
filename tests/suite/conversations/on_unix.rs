//! Conversations as files: modes, links, locks, signals, a full disk, what may not be written

use std::fs::{File, Permissions};
use std::io::Read;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;

use rustix::process::{Pid, Signal, kill_process};

use super::*;

#[test]
fn a_pipeline_of_two_turns_does_not_wait_for_itself() {
    let folder = Folder::new();
    let run = folder.turn(&["converse", "hi"]).on_sandbox();
    let script =
        r#""$0" converse --conversation c.json hi --no-stdin | "$0" converse --conversation c.json more | wc -l"#;
    let output = run.shell(script, folder.0.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(folder.value()["messages"].as_array().map(Vec::len), Some(4));
    assert_eq!(folder.value()["messages"][2]["content"], json!([{"text": HI}, {"text": "more"}]));
}

#[test]
fn a_file_that_another_turn_writes_is_read_before_others_have_to_wait() {
    let folder = Folder::new();
    let run = folder.turn(&[]).on_sandbox();
    let script = r#"mkfifo f; turn() { "$0" converse --timeout 30s -q --no-stdin --conversation c.json "$@"; }
        turn one > f & turn two -f f && wait"#;
    let output = run.shell(script, folder.0.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(folder.value()["messages"].as_array().map(Vec::len), Some(4));
}

#[test]
fn one_file_under_two_names_is_seen_through() {
    let folder = Folder::new();
    let run = folder.turn(&[]).on_sandbox();
    let script = r#"mkdir sub; ln -s . here; for other in here/c.json sub/../c.json ./c.json; do
        "$0" converse hi --conversation c.json -O "$other" 2> /dev/null; echo $?; done"#;
    let output = run.shell(script, folder.0.path());
    assert_eq!(String::from_utf8_lossy(&output.stdout), "2\n2\n2\n");
}

#[test]
fn only_its_owner_can_read_it() {
    let folder = Folder::with(ONE);
    std::fs::set_permissions(folder.file(), Permissions::from_mode(0o644)).expect("set");
    folder.turn(&["converse", "more"]).stdout(SECOND).run();
    assert_eq!(folder.file().metadata().expect("there").permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_link_stays_one_and_what_it_names_grows() {
    let folder = Folder::new();
    std::fs::create_dir(folder.0.path().join("deep")).expect("made");
    symlink("next.json", folder.file()).expect("linked");
    symlink("deep/real.json", folder.0.path().join("next.json")).expect("linked");
    // What the last link names is not there yet.
    folder.turn(&["converse", "hi"]).stdout(HI).run();
    folder.turn(&["converse", "more"]).stdout(SECOND).run();
    assert!(folder.file().is_symlink() && folder.0.path().join("next.json").is_symlink());
    assert_eq!(folder.value()["messages"].as_array().map(Vec::len), Some(4));
    assert_eq!(
        (folder.names(), names(&folder.0.path().join("deep"))),
        (vec!["c.json".into(), "deep".into(), "next.json".into()], vec!["real.json".to_owned()])
    );
    symlink("circle.json", folder.0.path().join("circle.json")).expect("linked");
    let circle = folder.0.path().join("circle.json");
    bedr(["converse", "hi", "--no-stdin", "--conversation", circle.to_str().expect("UTF-8")])
        .exit(1)
        .stderr("error: cannot follow `--conversation [..]circle.json`\ncaused by: too many symbolic links in a row")
        .run();
}

#[test]
fn a_signal_in_the_middle_of_a_turn_leaves_everything_as_it_was() {
    for before in [Some(ONE), None] {
        let folder = before.map_or_else(Folder::new, Folder::with);
        let names = folder.names();
        let mut run = folder.turn(&["converse", "more"]).fault("stall").on_sandbox();
        let mut child = run.spawn();
        child.stdout.as_mut().expect("piped").read_exact(&mut [0; 4]).expect("the beginning");
        assert!(folder.names().contains(&".c.json.lock".to_owned()));
        kill_process(Pid::from_child(&child), Signal::INT).expect("sent");
        assert_eq!(child.wait().expect("it ends").signal(), Some(2));
        assert_eq!((folder.names(), before), (names, before.map(|_| folder.read()).as_deref()));
    }
}

#[test]
fn a_turn_that_was_killed_is_in_nobodys_way() {
    let folder = Folder::with(ONE);
    let mut run = folder.turn(&["converse", "more"]).fault("stall").on_sandbox();
    let mut child = run.spawn();
    child.stdout.as_mut().expect("piped").read_exact(&mut [0; 4]).expect("the beginning");
    child.kill().expect("it is still running");
    child.wait().expect("it ends");
    folder.turn(&["converse", "more"]).stdout(SECOND).run();
    assert_eq!(folder.names(), ["c.json"]);
}

#[test]
fn a_wait_for_another_turn_is_told_and_ends_with_the_timeout() {
    let folder = Folder::with(ONE);
    let lock = File::create(folder.0.path().join(".c.json.lock")).expect("made");
    lock.lock().expect("locked");
    folder
        .turn(&["converse", "more", "--timeout", "300ms"])
        .exit(8)
        .stderr("error: the command took longer than its `--timeout` of 0.3 s\nhint: raise the limit, [..]")
        .requests(0)
        .run();
    // A turn that is not kept has nothing to wait for.
    folder.turn(&["converse", "more", "--no-save", "--timeout", "20s"]).stdout(SECOND).run();
    let mut run = folder.turn(&["converse", "more"]).on_sandbox();
    let mut child = run.spawn();
    let mut stderr = child.stderr.take().expect("piped");
    let mut told = vec![0; "note: waiting for another turn of".len()];
    stderr.read_exact(&mut told).expect("a note");
    assert_eq!(String::from_utf8_lossy(&told), "note: waiting for another turn of");
    drop(lock);
    assert!(child.wait().expect("it ends").success());
    assert_eq!(folder.value()["messages"].as_array().map(Vec::len), Some(4));
}

#[test]
fn a_disk_that_is_full_costs_the_turn_and_nothing_else() {
    let folder = Folder::with(&ONE.replace("hi", &"long ".repeat(2000)));
    let before = folder.read();
    let run = folder.turn(&["converse", "hi"]).on_sandbox();
    // A limit on the size of files stands for the disk: writes fail in the same way.
    let script = r#"trap '' XFSZ; ulimit -f 4; exec "$0" converse --no-stdin more --conversation c.json"#;
    let output = run.shell(script, folder.0.path());
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), SECOND.as_bytes()), "{stderr}");
    assert!(
        stderr.starts_with("error: the answer is whole, but cannot be kept in `c.json`\ncaused by: File too large"),
        "{stderr}"
    );
    assert_eq!((folder.read(), folder.names()), (before, vec!["c.json".to_owned()]));
}

#[test]
fn what_cannot_be_written_is_refused_before_it_costs() {
    let folder = Folder::with(ONE);
    std::fs::set_permissions(folder.file(), Permissions::from_mode(0o400)).expect("set");
    folder
        .turn(&["converse", "more"])
        .exit(2)
        .stderr("error: `--conversation [..]c.json` may not be written\nhint: add `--no-save`, or make a copy of it")
        .requests(0)
        .run();
    std::fs::set_permissions(folder.0.path(), Permissions::from_mode(0o500)).expect("set");
    // Nothing is closed to root; no folder of this name is open to anybody.
    let path =
        if rustix::process::geteuid().is_root() { "/dev/null/c.json".into() } else { folder.0.path().join("new.json") };
    bedr(["converse", "hi", "--no-stdin", "--conversation", path.to_str().expect("UTF-8")])
        .exit(1)
        .stderr("error: `--conversation [..].json` cannot be kept: no lock beside it\ncaused by: [..]")
        .requests(0)
        .run();
    folder.turn(&["converse", "more", "--no-save"]).stdout(SECOND).run();
    std::fs::set_permissions(folder.0.path(), Permissions::from_mode(0o700)).expect("set");
}

#[test]
fn a_folder_a_device_and_stdin_are_no_conversation() {
    bedr(["converse", "hi", "--conversation", "-"])
        .exit(2)
        .stderr("error: `--conversation -` is stdin, and a conversation is a file that grows")
        .requests(0)
        .run();
    for path in ["/", "/dev/null"] {
        bedr(["converse", "hi", "--no-stdin", "--conversation", path])
            .exit(2)
            .stderr(&format!("error: `--conversation {path}` is no file that could be replaced"))
            .requests(0)
            .run();
    }
}

#[test]
fn a_reader_that_leaves_early_is_told_that_the_turn_is_lost() {
    let folder = Folder::with(ONE);
    let mut run = folder.turn(&["converse", "more"]).fault("flood=1000000").on_sandbox();
    let mut child = run.spawn();
    let mut stdout = child.stdout.take().expect("piped");
    stdout.read_exact(&mut [0; 10]).expect("some text");
    drop(stdout);
    let output = child.wait_with_output().expect("it ends");
    let expected = format!(
        "warning: the answer is not kept in `{}`: its reader left before it was whole\n",
        folder.file().display()
    );
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), expected.as_str()));
    assert_eq!((folder.read().as_str(), folder.names()), (ONE, vec!["c.json".to_owned()]));
}
