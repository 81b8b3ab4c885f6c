//! Offline output. Mirrors `DefaultImpl._exec`, `static_output`, `emit_begin` and `emit_commit`.

use crate::context::{Ctx, Statement};

/// The chunks that one statement writes; each is followed by an empty line (`chunk + "\n\n"`).
pub fn chunks(ctx: &Ctx<'_>, statement: &Statement) -> Vec<String> {
    let features = ctx.dialect.features();
    let text = statement.sql.replace('\t', "    ");
    let mut out = vec![format!("{}{}", text.trim(), features.command_terminator)];
    out.extend(separator(ctx));
    out
}

fn separator(ctx: &Ctx<'_>) -> Option<String> {
    let own = ctx.dialect.features().batch_separator?;
    let text = ctx.options.batch_separator.as_deref().unwrap_or(own);
    (!text.is_empty()).then(|| text.to_owned())
}

/// Chunks of `emit_begin`.
pub fn begin(ctx: &Ctx<'_>) -> Vec<String> {
    let features = ctx.dialect.features();
    match features.name {
        "oracle" => chunks(ctx, &Statement::text("SET TRANSACTION READ WRITE")),
        _ => vec![features.begin.to_owned()],
    }
}

/// Chunks of `emit_commit`.
pub fn commit(ctx: &Ctx<'_>) -> Vec<String> {
    if ctx.dialect.features().name == "oracle" {
        chunks(ctx, &Statement::text("COMMIT"))
    } else {
        let mut out = vec![format!(
            "COMMIT{}",
            ctx.dialect.features().command_terminator
        )];
        out.extend(separator(ctx));
        out
    }
}
