//! Order of the columns in the new table. Mirrors `sqlalchemy.util.topological.sort`.

use smol_str::SmolStr;

use crate::error::{CompileError, Result};

/// Sorts `items` so that for every pair the first comes before the second, otherwise stable in layers.
pub(crate) fn sort(pairs: &[(SmolStr, SmolStr)], items: &[SmolStr]) -> Result<Vec<SmolStr>> {
    let mut todo: Vec<SmolStr> = items.to_vec();
    let mut out = Vec::with_capacity(items.len());
    while !todo.is_empty() {
        let (ready, rest): (Vec<SmolStr>, Vec<SmolStr>) = todo.iter().cloned().partition(|item| {
            !pairs
                .iter()
                .any(|(parent, child)| child == item && parent != child && todo.contains(parent))
        });
        if ready.is_empty() {
            return Err(CompileError {
                class: "sqlalchemy.exc.CircularDependencyError",
                message: "Circular dependency detected.".to_owned(),
                span: alembic_schema::DeclaredAt::default(),
            });
        }
        out.extend(ready);
        todo = rest;
    }
    Ok(out)
}
