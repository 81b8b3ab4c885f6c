//! Random ini files and URLs against `configparser` and SQLAlchemy.
//!
//! Runs only if `ALEMBIC_RS_REFERENCE` is the path of a virtual environment with Alembic 1.20.1.
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use std::process::Command;

use alembic_config::percent::python_repr;
use alembic_config::{ConfigError, DatabaseUrl, IniFile, UrlError};
use alembic_source::FileId;

#[test]
fn agrees_with_the_reference() {
    let Ok(reference) = std::env::var("ALEMBIC_RS_REFERENCE") else {
        eprintln!("skipped: ALEMBIC_RS_REFERENCE is not set to a virtual environment with Alembic");
        return;
    };
    let output = Command::new(format!("{reference}/bin/python"))
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/reference/values.py"
        ))
        .arg("3000")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut differences = Vec::new();
    let text = String::from_utf8(output.stdout).unwrap();
    for line in text.lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        let (input, wanted) = (decode(parts[1]), decode(parts[2]));
        let ours = match parts[0] {
            "ini" => ini_answer(&input),
            _ => url_answer(&input),
        };
        if ours != wanted {
            differences.push(format!(
                "{input:?}\n  reference: {wanted:?}\n  ours:      {ours:?}\n"
            ));
        }
    }
    assert!(text.lines().count() > 100);
    assert!(
        differences.is_empty(),
        "{} differ, the first:\n{}",
        differences.len(),
        differences.iter().take(8).cloned().collect::<String>()
    );
}

fn decode(hex: &str) -> String {
    let bytes: Vec<u8> = (0..hex.len())
        .step_by(2)
        .filter_map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok())
        .collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn error_text(error: &ConfigError) -> String {
    let name = error.type_name();
    format!("{}: {error}", name.rsplit('.').next().unwrap_or(name))
}

fn ini_answer(text: &str) -> String {
    let mut ini = IniFile::with_defaults([("here", "/h")]);
    // `read_string` says `<string>` in ParsingError only if no source is given; one is.
    if let Err(error) = ini.read(text, "alembic.ini", FileId::FIRST) {
        return error_text(&error);
    }
    let mut out = Vec::new();
    for section in ini.sections() {
        for key in ini.option_names(section) {
            out.push(match ini.get(section, &key) {
                Ok(value) => format!("{section}.{key}={}", value.unwrap_or_default()),
                Err(error) => format!("{section}.{key} {}", error_text(&error)),
            });
        }
    }
    out.join("\n")
}

fn url_answer(text: &str) -> String {
    let url = match DatabaseUrl::parse(text) {
        Ok(url) => url,
        Err(UrlError::Unparsable) => return "ArgumentError".to_owned(),
        Err(UrlError::Port(_)) => return "ValueError".to_owned(),
    };
    let repr = |value: &Option<String>| match value {
        Some(text) => python_repr(text),
        None => "None".to_owned(),
    };
    format!(
        "{} {} ({}, {}, {}, {}, {}, {})",
        url.render_as_string(false),
        url,
        python_repr(&url.driver_name),
        repr(&url.username),
        repr(&url.password),
        repr(&url.host),
        url.port.map_or("None".to_owned(), |port| port.to_string()),
        repr(&url.database)
    )
}
