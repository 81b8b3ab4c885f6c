//! `alembic list_templates`.

use alembic_script::Messenger;

use super::templates::TEMPLATES;
use crate::context::Context;

/// Mirrors `command.list_templates`.
/// DIFFERENCE: the order is fixed, not that of a directory listing.
pub(super) fn run(context: &Context) {
    let out = &context.console;
    out.print_stdout("Available templates:\n");
    for template in TEMPLATES {
        out.print_stdout(&format!("{} - {}", template.name, template.synopsis()));
    }
    out.print_stdout("\nTemplates are used via the 'init' command, e.g.:");
    out.print_stdout("\n  alembic init --template generic ./scripts");
}
