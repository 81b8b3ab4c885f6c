//! What operations take away for good: tables, columns, and values that a narrower type does not hold. Ours.

use alembic_dialect::{Ctx, type_compile};
use alembic_schema::ops::Operation;
use alembic_schema::{Name, SqlType, TypeClass};

/// A line for each operation after which data is gone.
pub fn destructive(ctx: &Ctx<'_>, ops: &[Operation]) -> Vec<String> {
    ops.iter()
        .flat_map(|op| match op.as_alembic() {
            Operation::ModifyTable(inner) => destructive(ctx, &inner.ops),
            other => line(ctx, other).into_iter().collect(),
        })
        .collect()
}

fn line(ctx: &Ctx<'_>, op: &Operation) -> Option<String> {
    match op {
        Operation::DropTable(op) => Some(format!(
            "drops the table {}",
            place(op.schema.as_ref(), &op.table)
        )),
        Operation::DropColumn(op) => Some(format!(
            "drops the column {}.{}",
            place(op.schema.as_ref(), &op.table),
            op.column.as_str()
        )),
        Operation::AlterColumn(op) => {
            let (from, to) = (op.existing_type.as_ref()?, op.type_.as_ref()?);
            is_narrower(from, to).then(|| {
                let shown =
                    |type_: &SqlType| type_compile(ctx, type_).unwrap_or_else(|_| type_.repr());
                format!(
                    "narrows the column {}.{} from {} to {}",
                    place(op.schema.as_ref(), &op.table),
                    op.column.as_str(),
                    shown(from),
                    shown(to)
                )
            })
        }
        _ => None,
    }
}

fn place(schema: Option<&Name>, table: &Name) -> String {
    match schema {
        Some(schema) => format!("{}.{}", schema.as_str(), table.as_str()),
        None => table.as_str().to_owned(),
    }
}

/// True if values of the first type may be cut or refused by the second one.
fn is_narrower(from: &SqlType, to: &SqlType) -> bool {
    let is_string = |type_: &SqlType| type_.affinity() == TypeClass::String;
    if is_string(from) && is_string(to) {
        return match (from.int("length"), to.int("length")) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(from), Some(to)) => to < from,
        };
    }
    if let (Some(from), Some(to)) = (integer_bytes(from), integer_bytes(to)) {
        return to < from;
    }
    let is_number = |type_: &SqlType| type_.affinity() == TypeClass::Numeric;
    if is_number(from) && integer_bytes(to).is_some() {
        return true;
    }
    if is_number(from) && is_number(to) {
        return has_fewer_digits(from, to);
    }
    let is_date = |type_: &SqlType| type_.affinity() == TypeClass::Date;
    from.affinity() == TypeClass::DateTime && is_date(to)
}

fn integer_bytes(type_: &SqlType) -> Option<u8> {
    if type_.affinity() != TypeClass::Integer {
        return None;
    }
    Some(if type_.is_a(TypeClass::SmallInteger) {
        2
    } else if type_.is_a(TypeClass::BigInteger) {
        8
    } else {
        4
    })
}

fn has_fewer_digits(from: &SqlType, to: &SqlType) -> bool {
    let digits = |type_: &SqlType| {
        let precision = type_.int("precision")?;
        let scale = type_.int("scale").unwrap_or(0);
        Some((precision - scale, scale))
    };
    match (digits(from), digits(to)) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some((from, from_scale)), Some((to, to_scale))) => to < from || to_scale < from_scale,
    }
}
