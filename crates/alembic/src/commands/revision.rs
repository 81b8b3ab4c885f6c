//! `alembic revision`.

use alembic_script::generate::NewRevision;
use alembic_script::{Failure, GeneratedRevision, RenameMode, RevisionArguments, Work};

use super::environment::{run_work, template_args};
use super::new_rev_id;
use crate::arguments::Command;
use crate::context::Context;

/// Mirrors `command.revision`.
pub(super) fn run(context: &Context, command: Command) -> Result<(), Failure> {
    let script = context.script()?;
    let arguments = arguments(context, command);
    let environment = context.config.as_bool("revision_environment")?;
    let mut template_args = template_args();
    let sql = arguments.sql;
    if arguments.renames != RenameMode::Off && !arguments.autogenerate {
        return Err(Failure::command(
            "--renames needs --autogenerate: renames are found by comparing",
        ));
    }
    if arguments.enums && !arguments.autogenerate {
        return Err(Failure::command(
            "--enums needs --autogenerate: changes are found by comparing",
        ));
    }
    let generated = if arguments.autogenerate || environment {
        if arguments.autogenerate && arguments.sql {
            return Err(Failure::command(
                "Using --sql with --autogenerate does not make any sense",
            ));
        }
        let outcome = run_work(context, &script, sql, Work::Revision(arguments))?;
        template_args.extend(outcome.template_args);
        outcome.generated
    } else if arguments.sql {
        return Err(Failure::command(
            "Using --sql with the revision command when revision_environment is not configured does not \
             make any sense",
        ));
    } else {
        vec![GeneratedRevision {
            arguments,
            ..GeneratedRevision::default()
        }]
    };
    for revision in generated {
        let mut names = template_args.clone();
        names.extend(revision.template_args);
        let arguments = revision.arguments;
        let new = NewRevision {
            rev_id: arguments.rev_id,
            message: arguments.message,
            head: arguments.head,
            splice: arguments.splice,
            branch_labels: arguments.branch_label,
            version_path: arguments.version_path,
            depends_on: arguments.depends_on,
            template_args: names,
        };
        script.generate_revision(&new, &context.config, &*context.engine)?;
    }
    Ok(())
}

fn arguments(context: &Context, command: Command) -> RevisionArguments {
    let Command::Revision {
        message,
        autogenerate,
        renames,
        enums,
        sql,
        head,
        splice,
        branch_label,
        version_path,
        rev_id,
        depends_on,
    } = command
    else {
        return RevisionArguments::default();
    };
    RevisionArguments {
        autogenerate,
        is_check: false,
        renames: renames.map_or(RenameMode::Off, Into::into),
        enums,
        message,
        sql,
        head: head.map(|head| vec![head]),
        splice,
        branch_label: branch_label.map(|label| vec![label]),
        version_path: version_path.map(Into::into),
        rev_id: rev_id
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| new_rev_id(&*context.system)),
        depends_on,
    }
}
