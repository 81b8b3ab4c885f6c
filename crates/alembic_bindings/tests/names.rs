//! `resources/names.txt` lists the public names of the reference's modules; asking one of ours for a name that only the
//! reference has is a limit, not an `AttributeError`.
//!
//! `ALEMBIC_RS_WRITE=1 cargo test -p alembic_bindings --test names` writes the file anew.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::process::Command;

#[test]
fn names_are_those_of_the_reference() {
    let Some(reference) = std::env::var_os("ALEMBIC_RS_REFERENCE") else {
        return;
    };
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(Path::new(&reference).join("bin/python"))
        .arg(here.join("tests/names.py"))
        .output()
        .unwrap();
    let found = String::from_utf8(output.stdout).unwrap();
    let path = here.join("resources/names.txt");
    if std::env::var_os("ALEMBIC_RS_WRITE").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), found);
}
