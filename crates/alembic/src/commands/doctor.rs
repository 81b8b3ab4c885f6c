//! `alembic doctor`: what is known of the project. A command of ours; Alembic has none like it.

use std::path::Path;

use alembic_script::examination::{Database, Difference, Examination, Obstacle, Python};
use alembic_script::{Failure, FailureKind, Messenger};

use super::ALEMBIC_VERSION;
use super::environment::reading_request;
use crate::context::Context;

/// How many lines of a kind are shown.
const MOST: usize = 20;

/// Examines the project and prints what was found.
pub(super) fn run(context: &Context, against_python: bool) -> Result<(), Failure> {
    let script = context.script()?;
    let request = reading_request(context, &script);
    let found = context.engine.examine(request, against_python)?;
    let root = context.system.current_dir();
    for line in lines(&found, &root) {
        context.console.print_stdout(&line);
    }
    if needs_attention(&found) {
        return Err(Failure::from(FailureKind::Exit { status: 1 }));
    }
    Ok(())
}

/// True if something of the project does not work as it should.
fn needs_attention(found: &Examination) -> bool {
    let differs = match &found.differences {
        Some(Ok(list)) => !list.is_empty(),
        Some(Err(_)) => true,
        None => false,
    };
    let needs_python = found.environment.is_some() || !found.revisions.is_empty();
    differs || found.database.is_err() || (needs_python && found.python.is_err())
}

fn lines(found: &Examination, root: &Path) -> Vec<String> {
    let mut out = vec![
        format!(
            "alembic-rs {} (Alembic {ALEMBIC_VERSION} compatible)",
            env!("CARGO_PKG_VERSION")
        ),
        String::new(),
    ];
    out.extend(database_lines(&found.database));
    out.extend(python_lines(&found.python));
    out.push(files_line(found, root));
    out.push(match &found.environment {
        None => "env.py      followed to its end".to_owned(),
        Some(obstacle) => format!("env.py      needs Python: {}", shown(obstacle)),
    });
    out.push(match found.n_tables {
        Some(n_tables) => format!("models      {n_tables} tables"),
        None => "models      none known".to_owned(),
    });
    out.push(format!(
        "revisions   {} files, {} of them need Python",
        found.n_revisions,
        found.revisions.len()
    ));
    for (id, obstacle) in found.revisions.iter().take(MOST) {
        out.push(format!("  {id}: {}", shown(obstacle)));
    }
    out.extend(more(found.revisions.len()));
    out.extend(opaque_lines(&found.opaque));
    if let Some(differences) = &found.differences {
        out.extend(difference_lines(differences));
    }
    out
}

fn database_lines(database: &Result<Database, String>) -> Vec<String> {
    match database {
        Ok(database) => {
            let driver = match database.driver.as_str() {
                "" => "built in".to_owned(),
                named => format!("built in, in place of {named}"),
            };
            let heads = if database.heads.is_empty() {
                "base".to_owned()
            } else {
                database.heads.join(", ")
            };
            vec![
                format!(
                    "database    {} {} at {}",
                    database.dialect, database.version, database.url
                ),
                format!("driver      {driver}"),
                format!("revision    {heads}"),
            ]
        }
        Err(reason) => vec![format!("database    ! {reason}")],
    }
}

fn python_lines(python: &Result<Python, String>) -> Vec<String> {
    match python {
        Ok(python) => vec![format!(
            "python      {} with SQLAlchemy {}: {} (found by {})",
            python.version, python.sqlalchemy, python.executable, python.found_by
        )],
        Err(reason) => vec![format!(
            "python      ! {reason}; it is started only for code that cannot be followed"
        )],
    }
}

fn files_line(found: &Examination, root: &Path) -> String {
    let n_own = found
        .files
        .iter()
        .filter(|path| path.starts_with(root) && !is_installed(path))
        .count();
    format!(
        "files       {} read: {n_own} of the project, {} of installed packages",
        found.files.len(),
        found.files.len() - n_own
    )
}

fn is_installed(path: &Path) -> bool {
    path.components()
        .any(|part| part.as_os_str() == "site-packages")
}

fn opaque_lines(opaque: &[Obstacle]) -> Vec<String> {
    if opaque.is_empty() {
        return vec!["opaque      nothing".to_owned()];
    }
    let mut out = vec![format!(
        "opaque      {} statements, which no table, URL or callback depended on",
        opaque.len()
    )];
    for obstacle in opaque.iter().take(MOST) {
        let names = if obstacle.names.is_empty() {
            String::new()
        } else {
            format!(" (unknown: {})", obstacle.names.join(", "))
        };
        out.push(format!("  {}{names}", shown(obstacle)));
    }
    out.extend(more(opaque.len()));
    out
}

fn difference_lines(differences: &Result<Vec<Difference>, String>) -> Vec<String> {
    match differences {
        Err(reason) => vec![format!("python says ! cannot be compared: {reason}")],
        Ok(list) if list.is_empty() => {
            vec!["python says the same of every column, constraint and index".to_owned()]
        }
        Ok(list) => {
            let mut out = vec![format!("python says ! {} things differently", list.len())];
            for difference in list {
                let side =
                    |text: &Option<String>| text.clone().unwrap_or_else(|| "absent".to_owned());
                out.push(format!("  {}", difference.subject));
                out.push(format!("    ours:   {}", side(&difference.ours)));
                out.push(format!("    python: {}", side(&difference.python)));
            }
            out
        }
    }
}

fn shown(obstacle: &Obstacle) -> String {
    match &obstacle.place {
        Some(place) => format!("{} ({place})", obstacle.construct),
        None => obstacle.construct.clone(),
    }
}

fn more(n_all: usize) -> Option<String> {
    (n_all > MOST).then(|| format!("  ... and {} more", n_all - MOST))
}
