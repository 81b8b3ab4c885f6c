//! Indexes and unique constraints. Mirrors `_compare_indexes_and_uniques` and the dialects' comparisons.
//!
//! DIFFERENCE: unnamed unique constraints come in the order of the model; the reference takes them in the
//! order of a set.

use std::collections::BTreeMap;

use alembic_dialect::compile_literal_expr;
use alembic_schema::ops::{
    AddConstraintOp, ConstraintKind, CreateIndexOp, DropConstraintOp, DropIndexOp, Operation,
};
use alembic_schema::{
    Constraint, ConstraintName, DialectOptions, Expr, Index, IndexElement, Name, Table,
    UniqueConstraint,
};

use super::{Comparison, TablePair, index_expressions, names::final_name, precise};
use crate::error::Result;
use crate::objects::ObjectRef;
use crate::python_repr;

const LOGGER: &str = "alembic.autogenerate.compare.constraints";
const OPERATOR_CLASSES: &str =
    "https://docs.sqlalchemy.org/en/latest/dialects/postgresql.html#operator-classes";

/// `_constraint_sig` of an index or a unique constraint.
#[derive(Clone, Copy)]
enum Signature<'a> {
    Index(&'a Table, &'a Index),
    Unique(&'a Table, &'a Constraint, &'a UniqueConstraint),
}

/// `ComparisonResult`.
enum Verdict {
    Equal,
    Different(String),
    Skip(String),
}

/// `unnamed` of an index: uniqueness and the names of its columns.
type IndexSignature = (bool, Vec<Option<String>>);

impl<'a> Signature<'a> {
    fn constraint_name(self) -> &'a ConstraintName {
        match self {
            Self::Index(_, index) => &index.name,
            Self::Unique(_, _, unique) => &unique.name,
        }
    }

    fn name(self) -> Option<&'a str> {
        self.constraint_name().as_str()
    }

    fn is_index(self) -> bool {
        matches!(self, Self::Index(..))
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Index(..) => "index",
            Self::Unique(..) => "unique_constraint",
        }
    }

    fn object(self) -> ObjectRef<'a> {
        match self {
            Self::Index(table, index) => ObjectRef::Index(table, index),
            Self::Unique(table, constraint, _) => ObjectRef::Constraint(Some(table), constraint),
        }
    }

    fn column_names(self) -> Vec<String> {
        let names = match self {
            Self::Index(_, index) => index.columns(),
            Self::Unique(_, _, unique) => unique.columns.clone(),
        };
        let mut out: Vec<String> = Vec::new();
        for name in names {
            if !out.iter().any(|known| known == name.as_str()) {
                out.push(name.text.to_string());
            }
        }
        out
    }

    fn sorted_columns(self) -> Vec<String> {
        let mut out = self.column_names();
        out.sort();
        out
    }

    fn index_signature(self) -> Option<IndexSignature> {
        match self {
            Self::Index(_, index) => Some((
                index.unique,
                index
                    .elements
                    .iter()
                    .map(|element| match element {
                        IndexElement::Column(name) => Some(name.text.to_string()),
                        IndexElement::Expr(
                            Expr::Column { name, .. }
                            | Expr::Label {
                                name: Some(name), ..
                            },
                        ) => Some(name.text.to_string()),
                        IndexElement::Expr(Expr::LiteralColumn { text, .. }) => Some(text.clone()),
                        IndexElement::Expr(Expr::Function(call)) => {
                            Some(call.name.text.to_string())
                        }
                        IndexElement::Expr(_) => None,
                    })
                    .collect(),
            )),
            Self::Unique(..) => None,
        }
    }
}

pub(crate) fn compare(
    comparison: &Comparison<'_>,
    pair: TablePair<'_>,
    ops: &mut Vec<Operation>,
) -> Result<()> {
    let ctx = comparison.input.ctx;
    let mut found = Found {
        comparison,
        pair,
        ops,
    };
    let model_uniques: Vec<Signature<'_>> = pair.model.map(uniques).unwrap_or_default();
    let mut model_indexes: Vec<Signature<'_>> = pair.model.map(indexes).unwrap_or_default();
    let (uniques, indexes) = database_side(comparison, pair)?;
    if !comparison.is_postgresql() {
        skip_functional(comparison, &mut model_indexes, &indexes);
    }
    let mut model_names: BTreeMap<String, Signature<'_>> = BTreeMap::new();
    let mut unnamed: Vec<Signature<'_>> = Vec::new();
    for own in model_uniques.iter().chain(&model_indexes).copied() {
        if let Some(name) = final_name(ctx, own.constraint_name(), own.is_index())? {
            model_names.insert(name, own);
        } else {
            let is_known = unnamed
                .iter()
                .any(|other| other.sorted_columns() == own.sorted_columns());
            if !own.is_index() && !is_known {
                unnamed.push(own);
            }
        }
    }
    let by_name = |list: &[Signature<'_>]| -> BTreeMap<String, usize> {
        list.iter()
            .enumerate()
            .filter_map(|(at, own)| Some((own.name()?.to_owned(), at)))
            .collect()
    };
    let (unique_names, index_names) = (by_name(&uniques), by_name(&indexes));
    let mut database_names: BTreeMap<String, Signature<'_>> = BTreeMap::new();
    for own in uniques.iter().chain(&indexes).copied() {
        if let Some(name) = own.name() {
            database_names.insert(name.to_owned(), own);
        }
    }
    let doubled = |name: &str| -> Option<(Signature<'_>, Signature<'_>)> {
        let unique = uniques.get(*unique_names.get(name)?)?;
        let index = indexes.get(*index_names.get(name)?)?;
        Some((*unique, *index))
    };

    for (name, own) in &database_names {
        if model_names.contains_key(name) {
            continue;
        }
        let is_unnamed_in_model = !own.is_index()
            && unnamed
                .iter()
                .any(|other| other.sorted_columns() == own.sorted_columns());
        if is_unnamed_in_model {
            continue;
        }
        match doubled(name) {
            Some((unique, index)) => {
                let as_index = model_indexes
                    .iter()
                    .any(|other| other.index_signature() == index.index_signature());
                let as_unique = model_uniques
                    .iter()
                    .any(|other| other.sorted_columns() == unique.sorted_columns());
                if !as_index && !as_unique {
                    found.removed(unique)?;
                    found.removed(index)?;
                }
            }
            None => found.removed(*own)?,
        }
    }
    for (name, model) in &model_names {
        let Some(own) = database_names.get(name) else {
            continue;
        };
        let own = match doubled(name) {
            Some((_, index)) if model.is_index() => index,
            Some((unique, _)) => unique,
            None => *own,
        };
        found.existing(own, *model)?;
    }
    for (name, model) in &model_names {
        if !database_names.contains_key(name) {
            found.added(*model)?;
        }
    }
    for model in unnamed {
        let is_there = uniques
            .iter()
            .any(|own| own.sorted_columns() == model.sorted_columns());
        if !is_there {
            found.added(model)?;
        }
    }
    Ok(())
}

fn uniques(table: &Table) -> Vec<Signature<'_>> {
    table
        .constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::Unique(unique) => Some(Signature::Unique(table, constraint, unique)),
            Constraint::PrimaryKey(_)
            | Constraint::ForeignKey(_)
            | Constraint::Check(_)
            | Constraint::Exclude(_) => None,
        })
        .collect()
}

fn indexes(table: &Table) -> Vec<Signature<'_>> {
    table
        .indexes
        .iter()
        .map(|index| Signature::Index(table, index))
        .collect()
}

/// Reflected uniques and indexes that `include_name` lets through; no uniques for a dropped table.
fn database_side<'a>(
    comparison: &Comparison<'_>,
    pair: TablePair<'a>,
) -> Result<(Vec<Signature<'a>>, Vec<Signature<'a>>)> {
    let Some(table) = pair.database else {
        return Ok((Vec::new(), Vec::new()));
    };
    let filtered = |list: Vec<Signature<'a>>| -> Result<Vec<Signature<'a>>> {
        let mut out = Vec::new();
        for own in list {
            if comparison.includes_name(own.name(), own.kind(), pair.schema, pair.name)? {
                out.push(own);
            }
        }
        Ok(out)
    };
    let uniques = filtered(uniques(table))?;
    let indexes = filtered(indexes(table))?;
    let uniques = if pair.model.is_some() {
        uniques
    } else {
        Vec::new()
    };
    Ok((uniques, indexes))
}

/// `_skip_functional_indexes`: SQLite cannot reflect them.
fn skip_functional(
    comparison: &Comparison<'_>,
    model: &mut Vec<Signature<'_>>,
    database: &[Signature<'_>],
) {
    model.retain(|own| {
        let Signature::Index(_, index) = own else {
            return true;
        };
        let is_known = database.iter().any(|other| other.name() == own.name());
        if is_known || !has_expressions(index) {
            return true;
        }
        comparison.warn(format!(
            "autogenerate skipping metadata-specified expression-based index {}; dialect 'sqlite' under SQLAlchemy 2.1.9 can't reflect these indexes so they can't be compared",
            python_repr::optional(own.name())
        ));
        false
    });
}

/// `is_expression_index`.
fn has_expressions(index: &Index) -> bool {
    index.elements.iter().any(|element| match element {
        IndexElement::Column(_) => false,
        IndexElement::Expr(expr) => is_expression(expr),
    })
}

fn is_expression(expr: &Expr) -> bool {
    match expr {
        Expr::Unary { operand, .. } => is_expression(operand),
        Expr::Column { .. } => false,
        _ => true,
    }
}

/// Where differences go.
struct Found<'f, 'a> {
    comparison: &'f Comparison<'a>,
    pair: TablePair<'f>,
    ops: &'f mut Vec<Operation>,
}

impl Found<'_, '_> {
    fn includes(
        &self,
        own: Signature<'_>,
        reflected: bool,
        compare_to: Option<Signature<'_>>,
    ) -> Result<bool> {
        self.comparison.callbacks.include_object(
            own.object(),
            own.name(),
            own.kind(),
            reflected,
            compare_to.map(Signature::object),
        )
    }

    fn added(&mut self, own: Signature<'_>) -> Result<()> {
        // Unique constraints are part of CREATE TABLE.
        let is_inline = self.pair.database.is_none() || self.pair.model.is_none();
        if !own.is_index() && is_inline {
            return Ok(());
        }
        if self.includes(own, false, None)? {
            self.ops.push(create(own));
            let what = if own.is_index() {
                "index"
            } else {
                "unique constraint"
            };
            self.comparison.info(
                LOGGER,
                format!(
                    "Detected added {what} {} on '{}'",
                    python_repr::optional(own.name()),
                    python_repr::tuple(&own.column_names())
                ),
            );
        }
        Ok(())
    }

    fn removed(&mut self, own: Signature<'_>) -> Result<()> {
        let is_inline = self.pair.database.is_none() || self.pair.model.is_none();
        if !own.is_index() && is_inline {
            return Ok(());
        }
        if self.includes(own, true, None)? {
            self.ops.push(drop(own));
            let what = if own.is_index() {
                "index"
            } else {
                "unique constraint"
            };
            self.comparison.info(
                LOGGER,
                format!(
                    "Detected removed {what} {} on {}",
                    python_repr::optional(own.name()),
                    python_repr::string(self.pair.name)
                ),
            );
        }
        Ok(())
    }

    fn existing(&mut self, database: Signature<'_>, model: Signature<'_>) -> Result<()> {
        let (what, verdict) = match (database, model) {
            (Signature::Index(_, old), Signature::Index(table, new)) => {
                ("index", self.indexes_differ(old, new, table)?)
            }
            (Signature::Unique(_, _, old), Signature::Unique(_, _, new)) => {
                let verdict = uniques_differ(
                    self.comparison.is_postgresql(),
                    (old, &database.sorted_columns()),
                    (new, &model.sorted_columns()),
                );
                ("unique constraint", verdict)
            }
            (Signature::Index(..), Signature::Unique(..))
            | (Signature::Unique(..), Signature::Index(..)) => {
                self.removed(database)?;
                return self.added(model);
            }
        };
        match verdict {
            Verdict::Equal => {}
            Verdict::Different(reasons) => {
                if self.includes(model, false, Some(database))? {
                    self.comparison.info(
                        LOGGER,
                        format!(
                            "Detected changed {what} {} on {}: {reasons}",
                            python_repr::optional(database.name()),
                            python_repr::string(self.pair.name)
                        ),
                    );
                    self.ops.push(drop(database));
                    self.ops.push(create(model));
                }
            }
            Verdict::Skip(reasons) => self.comparison.info(
                LOGGER,
                format!(
                    "Cannot compare {what} {}, assuming equal and skipping. {reasons}",
                    python_repr::optional(database.name())
                ),
            ),
        }
        Ok(())
    }

    fn indexes_differ(&self, old: &Index, new: &Index, table: &Table) -> Result<Verdict> {
        let mut reasons = Vec::new();
        if old.unique != new.unique {
            reasons.push(format!(
                "unique={} to unique={}",
                python_repr::boolean(old.unique),
                python_repr::boolean(new.unique)
            ));
        }
        if let Some(built) = self.built_index(old) {
            return Ok(verdict(precise::index_differences(old, built)));
        }
        if self.comparison.is_postgresql() {
            return self.postgresql_differ(old, new, table, reasons);
        }
        for index in [new, old] {
            if has_expressions(index) {
                let shown = crate::diffs::index_repr(self.comparison.input.ctx, table, index);
                self.comparison.warning(
                    "alembic.ddl.impl",
                    format!(
                        "Generating approximate signature for index {shown}. The dialect implementation should either skip expression indexes or provide a custom implementation."
                    ),
                );
            }
        }
        let columns = |index: &Index| Signature::Index(table, index).column_names();
        let (before, after) = (columns(old), columns(new));
        if before != after {
            reasons.push(format!(
                "expression {} to {}",
                python_repr::tuple(&before),
                python_repr::tuple(&after)
            ));
        }
        Ok(verdict(reasons))
    }

    /// `--precise`: the index of the models as the database built it.
    fn built_index(&self, old: &Index) -> Option<&Index> {
        let table = self.comparison.built_table(self.pair)?;
        let mut found = table.indexes.iter();
        found.find(|index| index.name.as_str() == old.name.as_str())
    }

    /// `PostgresqlImpl.compare_indexes`.
    fn postgresql_differ(
        &self,
        old: &Index,
        new: &Index,
        table: &Table,
        mut reasons: Vec<String>,
    ) -> Result<Verdict> {
        let (before, after) = (old.elements.len(), new.elements.len());
        if before != after {
            reasons.push(format!("expression number {before} to {after}"));
        }
        if !reasons.is_empty() {
            return Ok(verdict(reasons));
        }
        let mut skipped = Vec::new();
        let table_name = table.name.as_str();
        for (position, (old_element, new_element)) in
            old.elements.iter().zip(&new.elements).enumerate()
        {
            let position = position + 1;
            let wanted = self.element_sql(new_element)?;
            let existing = self.element_sql(old_element)?;
            if index_expressions::cleaned(&wanted, table_name)
                == index_expressions::cleaned(&existing, table_name)
            {
                continue;
            }
            let shown = python_repr::string(&wanted);
            if wanted.trim().ends_with("_ops") && (wanted.contains(' ') || wanted.contains(')')) {
                skipped.push(format!(
                    "expression #{position} {shown} detected as including operator clause."
                ));
                self.comparison.warn(format!(
                    "Expression #{position} {shown} in index {} detected to include an operator clause. Expression compare cannot proceed. Please move the operator clause to the ``postgresql_ops`` dict to enable proper compare of the index expressions: {OPERATOR_CLASSES}",
                    python_repr::optional(old.name.as_str())
                ));
            } else {
                reasons.push(format!(
                    "expression #{position} {} to {shown}",
                    python_repr::string(&existing)
                ));
            }
        }
        let (old_options, new_options) = (
            nulls_not_distinct(&old.dialect_options),
            nulls_not_distinct(&new.dialect_options),
        );
        if old_options != new_options {
            // The reference extends its list of reasons by the letters of this one.
            let reason = format!("options {old_options} to {new_options}");
            reasons.extend(reason.chars().map(String::from));
        }
        if reasons.is_empty() && !skipped.is_empty() {
            return Ok(Verdict::Skip(skipped.join(", ")));
        }
        Ok(verdict(reasons))
    }

    fn element_sql(&self, element: &IndexElement) -> Result<String> {
        let ctx = self.comparison.input.ctx;
        match element {
            IndexElement::Column(name) => Ok(ctx.quote(name)),
            IndexElement::Expr(expr) => Ok(compile_literal_expr(ctx, expr, false)?),
        }
    }
}

fn verdict(reasons: Vec<String>) -> Verdict {
    if reasons.is_empty() {
        Verdict::Equal
    } else {
        Verdict::Different(reasons.join(", "))
    }
}

/// `_dialect_options`, as a tuple's text.
fn nulls_not_distinct(options: &DialectOptions) -> &'static str {
    let is_set = options
        .get("postgresql_nulls_not_distinct")
        .is_some_and(alembic_schema::OptionValue::is_truthy);
    if is_set {
        "('nulls_not_distinct',)"
    } else {
        "()"
    }
}

fn uniques_differ(
    is_postgresql: bool,
    (old, old_columns): (&UniqueConstraint, &[String]),
    (new, new_columns): (&UniqueConstraint, &[String]),
) -> Verdict {
    if old_columns != new_columns {
        return Verdict::Different(format!(
            "expression {} to {}",
            python_repr::tuple(old_columns),
            python_repr::tuple(new_columns)
        ));
    }
    let (before, after) = (
        nulls_not_distinct(&old.options.dialect_options),
        nulls_not_distinct(&new.options.dialect_options),
    );
    if is_postgresql && before != after {
        return Verdict::Different(format!("expression {before} to {after}"));
    }
    Verdict::Equal
}

/// `CreateIndexOp.from_index` or `AddConstraintOp.from_constraint`.
fn create(own: Signature<'_>) -> Operation {
    match own {
        Signature::Index(table, index) => {
            Operation::CreateIndex(Box::new(create_index(table, index)))
        }
        Signature::Unique(table, _, unique) => {
            Operation::CreateUniqueConstraint(Box::new(AddConstraintOp {
                table: table.name.clone(),
                schema: table.schema.clone(),
                constraint: unique.clone(),
                span: unique.options.span,
            }))
        }
    }
}

fn create_index(table: &Table, index: &Index) -> CreateIndexOp {
    CreateIndexOp {
        table: table.name.clone(),
        schema: table.schema.clone(),
        index: index.clone(),
        columns: index
            .columns()
            .into_iter()
            .filter_map(|name| table.column(name.as_str()).cloned())
            .collect(),
        if_not_exists: None,
        span: index.span,
    }
}

/// `DropIndexOp.from_index` or `DropConstraintOp.from_constraint`.
fn drop(own: Signature<'_>) -> Operation {
    match own {
        Signature::Index(table, index) => Operation::DropIndex(Box::new(DropIndexOp {
            name: index.name.clone(),
            table: Some(table.name.clone()),
            schema: table.schema.clone(),
            if_exists: None,
            kwargs: index.dialect_options.clone(),
            reverse: Some(Box::new(create_index(table, index))),
            span: index.span,
        })),
        Signature::Unique(table, constraint, unique) => {
            Operation::DropConstraint(Box::new(drop_constraint(
                table.name.clone(),
                table.schema.clone(),
                constraint,
                unique.name.clone(),
                ConstraintKind::Unique,
            )))
        }
    }
}

/// `DropConstraintOp.from_constraint`.
pub(crate) fn drop_constraint(
    table: Name,
    schema: Option<Name>,
    constraint: &Constraint,
    name: ConstraintName,
    kind: ConstraintKind,
) -> DropConstraintOp {
    DropConstraintOp {
        name,
        table,
        schema,
        kind: Some(kind),
        if_exists: None,
        reverse: Some(Box::new(constraint.clone())),
        span: constraint.options().span,
    }
}
