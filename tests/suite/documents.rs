//! What is generated from the declarations and checked in: completions and man pages

use std::path::Path;

use crate::program::bedr;

/// Every file below a folder with its bytes, by its path from there.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
        .map(|entry| (entry.file_name().into_string().expect("UTF-8"), std::fs::read(entry.path()).expect("a file")))
        .collect();
    found.sort();
    found
}

#[test]
fn completions_and_man_pages_are_those_of_the_declarations() {
    let ran = bedr(["generate", "made"]).run_alone();
    for folder in ["completions", "man"] {
        let made = files(&ran.home.path().join("made").join(folder));
        let checked_in = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
        let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&made), names(&checked_in), "run `cargo run -- generate`");
        for ((name, made), (_, checked_in)) in made.iter().zip(&checked_in) {
            assert!(made == checked_in, "{folder}/{name} is not up to date: run `cargo run -- generate`");
        }
    }
}

#[test]
fn completions_prints_the_script_of_a_shell() {
    let bash = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("completions/bedr.bash")).expect("checked in");
    bedr(["completions", "bash"]).stdout(bash).run_alone();
}

#[test]
fn every_page_has_exit_codes_environment_and_files() {
    for (name, page) in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("man")) {
        let page = String::from_utf8(page).expect("UTF-8");
        for section in ["EXIT STATUS", "ENVIRONMENT", "FILES", "SYNOPSIS"] {
            assert!(page.contains(section), "{name} has no section {section}");
        }
    }
}
