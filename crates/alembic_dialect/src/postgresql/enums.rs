//! Enum types of a database with everything that uses them: what `--enums` compares.

use alembic_schema::{CatalogRow, CatalogRows};

use crate::reflect::CatalogQuery;

/// An enum type of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumType {
    /// Schema, always given.
    pub schema: String,
    /// Name.
    pub name: String,
    /// True if the search path shows it.
    pub is_visible: bool,
    /// Values in order.
    pub labels: Vec<String>,
    /// Columns of tables that have the type or an array of it.
    pub uses: Vec<EnumUse>,
    /// What would be in the way of exchanging the type.
    pub dependents: Vec<EnumDependent>,
}

/// A column that has an enum type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumUse {
    /// Schema of the table, always given.
    pub schema: String,
    /// Table.
    pub table: String,
    /// Column.
    pub column: String,
    /// True for an array of the type.
    pub is_array: bool,
    /// Server default as the server shows it.
    pub default: Option<String>,
    /// True for a column that changes with the one of its parent table.
    pub is_inherited: bool,
}

/// A view, function, constraint and so on that refers to the type or one of its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumDependent {
    /// As the server describes it.
    pub description: String,
    /// Schema and name of the table that it belongs to.
    pub table: Option<(String, String)>,
}

const TYPES: &str =
    "FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace";
/// Types of extensions belong to the extension.
const OWN: &str = "t.typtype = 'e' AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS x WHERE x.classid = 'pg_catalog.pg_type'::regclass AND x.objid = t.oid AND x.deptype = 'e')";
const COLUMNS: &str = "JOIN pg_catalog.pg_attribute AS a ON a.atttypid IN (t.oid, t.typarray) AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')";

/// Types with values, columns, dependents: the rows for [`enums_from_rows`].
pub fn enum_queries(version: u32) -> [CatalogQuery; 3] {
    let generated = if version >= 12 {
        "a.attgenerated <> ''"
    } else {
        "false"
    };
    let table_of = "COALESCE((SELECT k.conrelid FROM pg_catalog.pg_constraint AS k WHERE d.classid = 'pg_catalog.pg_constraint'::regclass AND k.oid = d.objid), (SELECT i.indrelid FROM pg_catalog.pg_index AS i WHERE d.classid = 'pg_catalog.pg_class'::regclass AND i.indexrelid = d.objid), (SELECT g.tgrelid FROM pg_catalog.pg_trigger AS g WHERE d.classid = 'pg_catalog.pg_trigger'::regclass AND g.oid = d.objid), (SELECT p.polrelid FROM pg_catalog.pg_policy AS p WHERE d.classid = 'pg_catalog.pg_policy'::regclass AND p.oid = d.objid), (SELECT f.adrelid FROM pg_catalog.pg_attrdef AS f WHERE d.classid = 'pg_catalog.pg_attrdef'::regclass AND f.oid = d.objid))";
    let of_type = format!(
        "SELECT n.nspname, t.typname, pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) AS what, {table_of} AS owner {TYPES} JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::regclass AND d.refobjid IN (t.oid, t.typarray) AND d.deptype <> 'i' WHERE {OWN} AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') WHERE d.classid = 'pg_catalog.pg_class'::regclass AND a.attrelid = d.objid AND a.attnum = d.objsubid AND NOT ({generated})) AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_attrdef AS f JOIN pg_catalog.pg_attribute AS a ON a.attrelid = f.adrelid AND a.attnum = f.adnum WHERE d.classid = 'pg_catalog.pg_attrdef'::regclass AND f.oid = d.objid AND a.atttypid IN (t.oid, t.typarray) AND NOT ({generated}))"
    );
    // Expressions over a column of the type do not always name the type.
    let of_columns = format!(
        "SELECT n.nspname, t.typname, pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid), {table_of} {TYPES} {COLUMNS} JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum WHERE {OWN} AND (d.classid IN ('pg_catalog.pg_trigger'::regclass, 'pg_catalog.pg_policy'::regclass, 'pg_catalog.pg_rewrite'::regclass) OR EXISTS (SELECT 1 FROM pg_catalog.pg_constraint AS k WHERE d.classid = 'pg_catalog.pg_constraint'::regclass AND k.oid = d.objid AND k.contype = 'f') OR EXISTS (SELECT 1 FROM pg_catalog.pg_attrdef AS f WHERE d.classid = 'pg_catalog.pg_attrdef'::regclass AND f.oid = d.objid AND f.adnum <> a.attnum))"
    );
    let of_partitions = format!(
        "SELECT n.nspname, t.typname, 'the partition key of ' || c.oid::regclass::text, c.oid {TYPES} {COLUMNS} JOIN pg_catalog.pg_partitioned_table AS p ON p.partrelid = c.oid AND a.attnum = ANY (p.partattrs::int2[]) WHERE {OWN}"
    );
    let of_itself = format!(
        "SELECT n.nspname, t.typname, CASE WHEN t.typacl IS NULL THEN 'its comment' ELSE 'its privileges' END, NULL::oid {TYPES} WHERE {OWN} AND (t.typacl IS NOT NULL OR pg_catalog.obj_description(t.oid, 'pg_type') IS NOT NULL)"
    );
    [
        CatalogQuery {
            name: "enum types",
            sql: format!(
                "SELECT n.nspname::text, t.typname::text, pg_catalog.pg_type_is_visible(t.oid)::int, e.enumlabel::text {TYPES} LEFT JOIN pg_catalog.pg_enum AS e ON e.enumtypid = t.oid WHERE {OWN} ORDER BY n.nspname, t.typname, e.enumsortorder"
            ),
        },
        CatalogQuery {
            name: "columns of enum types",
            sql: format!(
                "SELECT n.nspname::text, t.typname::text, cn.nspname::text, c.relname::text, a.attname::text, (a.atttypid = t.typarray)::int, pg_catalog.pg_get_expr(f.adbin, f.adrelid), (a.attinhcount > 0)::int {TYPES} {COLUMNS} JOIN pg_catalog.pg_namespace AS cn ON cn.oid = c.relnamespace LEFT JOIN pg_catalog.pg_attrdef AS f ON f.adrelid = c.oid AND f.adnum = a.attnum WHERE {OWN} ORDER BY cn.nspname, c.relname, a.attnum"
            ),
        },
        CatalogQuery {
            name: "dependents of enum types",
            sql: format!(
                "SELECT DISTINCT q.nspname::text, q.typname::text, q.what, cn.nspname::text, c.relname::text FROM ({of_type} UNION {of_columns} UNION {of_partitions} UNION {of_itself}) AS q LEFT JOIN pg_catalog.pg_class AS c ON c.oid = q.owner LEFT JOIN pg_catalog.pg_namespace AS cn ON cn.oid = c.relnamespace ORDER BY 1, 2, 3, 4, 5"
            ),
        },
    ]
}

/// The enum types behind the rows of [`enum_queries`].
pub fn enums_from_rows(
    types: &CatalogRows,
    columns: &CatalogRows,
    dependents: &CatalogRows,
) -> Vec<EnumType> {
    let owned = |row: CatalogRow<'_>, idx: usize| row.text(idx).unwrap_or_default().to_owned();
    let is_of = |row: CatalogRow<'_>, type_: &EnumType| {
        row.text(0) == Some(&type_.schema) && row.text(1) == Some(&type_.name)
    };
    let mut out: Vec<EnumType> = Vec::new();
    for row in types.iter() {
        if !out.last().is_some_and(|last| is_of(row, last)) {
            out.push(EnumType {
                schema: owned(row, 0),
                name: owned(row, 1),
                is_visible: row.int(2) == Some(1),
                labels: Vec::new(),
                uses: Vec::new(),
                dependents: Vec::new(),
            });
        }
        if let (Some(last), Some(label)) = (out.last_mut(), row.text(3)) {
            last.labels.push(label.to_owned());
        }
    }
    for type_ in &mut out {
        type_.uses = columns
            .iter()
            .filter(|row| is_of(*row, type_))
            .map(|row| EnumUse {
                schema: owned(row, 2),
                table: owned(row, 3),
                column: owned(row, 4),
                is_array: row.int(5) == Some(1),
                default: row.text(6).map(str::to_owned),
                is_inherited: row.int(7) == Some(1),
            })
            .collect();
        type_.dependents = dependents
            .iter()
            .filter(|row| is_of(*row, type_))
            .map(|row| EnumDependent {
                description: owned(row, 2),
                table: row
                    .text(3)
                    .zip(row.text(4))
                    .map(|(schema, table)| (schema.to_owned(), table.to_owned())),
            })
            .collect();
    }
    out
}
