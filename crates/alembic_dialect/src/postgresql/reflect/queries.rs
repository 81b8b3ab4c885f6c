//! The catalogue queries.

use crate::reflect::CatalogQuery;

/// Objects with a lower number are the server's own (`FirstNormalObjectId`).
const FIRST_USER_OID: u32 = 16384;

/// The queries for a schema; `None` is what the search path shows. `version` is the server's major version.
pub fn catalogue_queries(schema: Option<&str>, version: u32) -> Vec<CatalogQuery> {
    let scope = match schema {
        Some(schema) => format!("n.nspname = '{}'", schema.replace('\'', "''")),
        None => "pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'".to_owned(),
    };
    let tables =
        "FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace";
    let relkinds = "c.relkind IN ('r', 'p', 'f')";
    let nulls = if version >= 15 {
        "i.indnullsnotdistinct::int"
    } else {
        "NULL::int"
    };
    let include = if version >= 11 {
        "i.indnkeyatts"
    } else {
        "i.indnatts"
    };
    // Tables have access methods since version 12.
    let access_method = if version >= 12 {
        "pg_catalog.current_setting('default_table_access_method')"
    } else {
        "NULL"
    };
    let generated = if version >= 12 {
        "a.attgenerated::text"
    } else {
        "''"
    };
    // The expression of a generated column names columns; for any other no table has to be opened.
    let default = if version >= 12 {
        "CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, 0) ELSE pg_catalog.pg_get_expr(d.adbin, d.adrelid) END"
    } else {
        "pg_catalog.pg_get_expr(d.adbin, 0)"
    };
    // `obj_description` and `col_description` are functions in SQL: each call costs more than the row. Where nothing of
    // a user has a comment, which is asked once, not even the index is read.
    let comment = |class: &str, object: &str, part: &str| {
        format!(
            "CASE WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_description AS x WHERE x.classoid = 'pg_catalog.{class}'::regclass AND x.objoid >= {FIRST_USER_OID}) THEN (SELECT e.description FROM pg_catalog.pg_description AS e WHERE e.classoid = 'pg_catalog.{class}'::regclass AND e.objoid = {object} AND e.objsubid = {part}) END"
        )
    };
    let table_comment = comment("pg_class", "c.oid", "0");
    let column_comment = comment("pg_class", "c.oid", "a.attnum");
    let constraint_comment = comment("pg_constraint", "k.oid", "0");
    let queries = [
        (
            "tables",
            format!(
                "SELECT c.relname::text, c.relkind::text, {table_comment}, (SELECT m.amname::text FROM pg_catalog.pg_am AS m WHERE m.oid = c.relam AND m.amname <> {access_method}), (SELECT string_agg(p.relname::text, E'\\n' ORDER BY h.inhseqno) FROM pg_catalog.pg_inherits AS h JOIN pg_catalog.pg_class AS p ON p.oid = h.inhparent WHERE h.inhrelid = c.oid), array_to_string(c.reloptions, E'\\n'), (SELECT s.spcname::text FROM pg_catalog.pg_tablespace AS s WHERE s.oid = c.reltablespace) {tables} WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND {scope} ORDER BY c.relname"
            ),
        ),
        (
            "columns",
            format!(
                "SELECT c.relname::text, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), v.expression, a.attnotnull::int, {column_comment}, {generated}, l.collname::text, CASE WHEN pg_catalog.pg_collation_is_visible(l.oid) THEN NULL ELSE ln.nspname::text END, a.attidentity::text, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle::int, CASE WHEN v.expression LIKE 'nextval(%' THEN (SELECT o.oid::regclass::text FROM pg_catalog.pg_depend AS p JOIN pg_catalog.pg_class AS o ON o.oid = p.objid AND o.relkind = 'S' WHERE p.classid = 'pg_catalog.pg_class'::regclass AND p.refclassid = 'pg_catalog.pg_class'::regclass AND p.refobjid = c.oid AND p.refobjsubid = a.attnum AND p.deptype = 'a' LIMIT 1) END {tables} JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum CROSS JOIN LATERAL (SELECT {default} AS expression OFFSET 0) AS v JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid LEFT JOIN pg_catalog.pg_collation AS l ON l.oid = a.attcollation AND a.attcollation <> t.typcollation LEFT JOIN pg_catalog.pg_namespace AS ln ON ln.oid = l.collnamespace LEFT JOIN pg_catalog.pg_depend AS q ON q.refclassid = 'pg_catalog.pg_class'::regclass AND q.refobjid = c.oid AND q.refobjsubid = a.attnum AND q.deptype = 'i' AND q.classid = 'pg_catalog.pg_class'::regclass AND a.attidentity <> '' LEFT JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = q.objid WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND {scope} ORDER BY c.relname, a.attnum"
            ),
        ),
        (
            "enums",
            "SELECT n.nspname::text, t.typname::text, pg_catalog.pg_type_is_visible(t.oid)::int, e.enumlabel::text FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace LEFT JOIN pg_catalog.pg_enum AS e ON e.enumtypid = t.oid WHERE t.typtype = 'e' ORDER BY n.nspname, t.typname, e.enumsortorder".to_owned(),
        ),
        (
            "domains",
            "SELECT n.nspname::text, t.typname::text, pg_catalog.pg_type_is_visible(t.oid)::int, pg_catalog.format_type(t.typbasetype, t.typtypmod), t.typnotnull::int, t.typdefault, l.collname::text, k.conname::text, pg_catalog.pg_get_constraintdef(k.oid, true) FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace JOIN pg_catalog.pg_type AS b ON b.oid = t.typbasetype LEFT JOIN pg_catalog.pg_collation AS l ON l.oid = t.typcollation AND t.typcollation <> b.typcollation LEFT JOIN pg_catalog.pg_constraint AS k ON k.contypid = t.oid AND k.contype = 'c' WHERE t.typtype = 'd' AND n.nspname NOT IN ('information_schema', 'pg_catalog') ORDER BY n.nspname, t.typname, k.conname".to_owned(),
        ),
        (
            "keys",
            format!(
                "SELECT c.relname::text, k.contype::text, k.conname::text, a.attname::text, (u.ord > {include})::int, {nulls}, {constraint_comment} {tables} JOIN pg_catalog.pg_constraint AS k ON k.conrelid = c.oid AND k.contype IN ('p', 'u') JOIN pg_catalog.pg_index AS i ON i.indexrelid = k.conindid CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS u(attnum, ord) JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = u.attnum WHERE {relkinds} AND {scope} ORDER BY c.relname, k.conname, u.ord"
            ),
        ),
        (
            "foreign keys",
            format!(
                "SELECT c.relname::text, k.conname::text, pg_catalog.pg_get_constraintdef(k.oid, true), rn.nspname::text, {constraint_comment} {tables} JOIN pg_catalog.pg_constraint AS k ON k.conrelid = c.oid AND k.contype = 'f' JOIN pg_catalog.pg_class AS r ON r.oid = k.confrelid JOIN pg_catalog.pg_namespace AS rn ON rn.oid = r.relnamespace WHERE {relkinds} AND {scope} ORDER BY c.relname, k.conname"
            ),
        ),
        (
            "checks",
            format!(
                "SELECT c.relname::text, k.conname::text, pg_catalog.pg_get_constraintdef(k.oid, true), {constraint_comment} {tables} JOIN pg_catalog.pg_constraint AS k ON k.conrelid = c.oid AND k.contype = 'c' WHERE {relkinds} AND {scope} ORDER BY c.relname, k.conname"
            ),
        ),
        (
            "indexes",
            format!(
                "SELECT c.relname::text, x.relname::text, i.indisunique::int, a.attname::text, CASE WHEN u.attnum = 0 THEN pg_catalog.pg_get_indexdef(i.indexrelid, u.ord::int, true) END, (u.ord > {include})::int, CASE WHEN u.ord <= {include} THEN (i.indoption::int2[])[u.ord - 1] END, CASE WHEN NOT o.opcdefault THEN o.opcname::text END, EXISTS (SELECT 1 FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))::int, array_to_string(x.reloptions, E'\\n'), m.amname::text, pg_catalog.pg_get_expr(i.indpred, i.indrelid), {nulls}, i.indisvalid::int {tables} JOIN pg_catalog.pg_index AS i ON i.indrelid = c.oid AND NOT i.indisprimary JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid JOIN pg_catalog.pg_am AS m ON m.oid = x.relam CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS u(attnum, ord) LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = u.attnum AND u.attnum <> 0 LEFT JOIN pg_catalog.pg_opclass AS o ON u.ord <= {include} AND o.oid = (i.indclass::oid[])[u.ord - 1] WHERE c.relkind IN ('r', 'p', 'f', 'm') AND {scope} ORDER BY c.relname, x.relname, u.ord"
            ),
        ),
    ];
    queries
        .into_iter()
        .map(|(name, sql)| CatalogQuery { name, sql })
        .collect()
}
