//! Models as values, made from random numbers.

use alembic_testing::Random;

const WORDS: &[&str] = &[
    "account",
    "address",
    "agent",
    "album",
    "answer",
    "asset",
    "badge",
    "batch",
    "bill",
    "branch",
    "budget",
    "card",
    "cart",
    "channel",
    "city",
    "client",
    "comment",
    "contact",
    "course",
    "device",
    "draft",
    "driver",
    "event",
    "field",
    "folder",
    "form",
    "gate",
    "grade",
    "group",
    "hotel",
    "image",
    "invoice",
    "item",
    "job",
    "label",
    "ledger",
    "level",
    "loan",
    "member",
    "menu",
    "metric",
    "note",
    "offer",
    "order",
    "page",
    "part",
    "photo",
    "plan",
    "price",
    "quota",
    "record",
    "region",
    "role",
    "room",
    "score",
    "session",
    "ship",
    "shop",
    "stage",
    "stock",
    "tag",
    "task",
    "team",
    "ticket",
    "token",
    "track",
    "unit",
    "user",
    "vendor",
    "visit",
    "wallet",
    "week",
    "Zone",
    "MixedCase",
];

const FIELDS: &[&str] = &[
    "name",
    "title",
    "kind",
    "state",
    "amount",
    "total",
    "body",
    "email",
    "phone",
    "slug",
    "rank",
    "start_at",
    "end_at",
    "updated_at",
    "deleted",
    "due_on",
    "active",
    "height",
    "width",
    "tax",
    "rate",
    "code",
    "ref",
    "payload",
    "config",
    "data",
    "hash",
    "locale",
    "country",
    "street",
    "lat",
    "color",
    "flags",
    "origin",
    "source",
    "target",
    "checksum",
    "select",
    "from",
    "order",
    "displayName",
    "Größe",
    "user",
    "desc",
    "key",
    "value",
    "a_rather_long_name_of_a_column_of_this_table",
];

/// The database of a seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Database {
    Sqlite,
    Postgresql,
}

/// What a type can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Integer,
    String,
    Boolean,
    Date,
    DateTime,
    Time,
    Number,
    Binary,
    Json,
    Uuid,
    Enum,
    Interval,
    Other,
}

/// A type, as Python.
#[derive(Debug, Clone)]
pub(crate) struct Type {
    pub(crate) text: String,
    pub(crate) family: Family,
    /// What follows `Mapped[` in an annotation.
    pub(crate) annotation: &'static str,
    /// The annotation says it all.
    pub(crate) is_implied: bool,
    /// Has a B-tree index.
    pub(crate) has_order: bool,
}

/// A reference to the key of another table.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) table: usize,
    pub(crate) options: Vec<String>,
}

/// A column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) nullable: bool,
    pub(crate) server_default: Option<String>,
    /// Python's default, or any other argument that the database does not see.
    pub(crate) unseen: Option<&'static str>,
    pub(crate) index: bool,
    pub(crate) unique: bool,
    pub(crate) comment: Option<String>,
    pub(crate) reference: Option<Reference>,
    /// `Computed(...)`, `Identity(...)`.
    pub(crate) generated: Option<String>,
}

/// An index or a constraint of a table.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) name: Option<String>,
    pub(crate) columns: Vec<String>,
    /// Python; `@x@` is the column `x` of the table, and the item then stands outside of it.
    pub(crate) text: String,
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Core,
    Mapped,
    Annotated,
    Mixin,
}

/// A table.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) id: usize,
    pub(crate) name: String,
    pub(crate) schema: Option<&'static str>,
    pub(crate) style: Style,
    pub(crate) comment: Option<String>,
    pub(crate) key: Vec<Column>,
    pub(crate) columns: Vec<Column>,
    pub(crate) items: Vec<Item>,
    pub(crate) options: Vec<&'static str>,
    /// Name of the primary key.
    pub(crate) key_name: Option<String>,
}

/// All of the models of a project.
#[derive(Debug, Clone)]
pub(crate) struct Schema {
    pub(crate) database: Database,
    pub(crate) convention: usize,
    pub(crate) base: usize,
    pub(crate) is_batch: bool,
    pub(crate) has_schemas: bool,
    pub(crate) configure: Vec<&'static str>,
    pub(crate) tables: Vec<Table>,
    n: usize,
}

impl Schema {
    /// New models.
    pub(crate) fn random(random: &mut Random, database: Database) -> Self {
        let is_postgresql = database == Database::Postgresql;
        let is_batch = !is_postgresql && random.percent(70);
        let has_schemas = is_postgresql && random.percent(25);
        let mut configure = Vec::new();
        if is_batch {
            configure.push("render_as_batch=True");
        }
        if random.percent(50) {
            configure.push("compare_server_default=True");
        }
        if has_schemas {
            configure.push("include_schemas=True");
        }
        if random.percent(4) {
            configure.push("compare_type=False");
        }
        if random.percent(5) {
            configure.push("user_module_prefix='mine.'");
        }
        if random.percent(4) {
            configure.push("sqlalchemy_module_prefix='sqla.'");
        }
        if random.percent(4) {
            configure.push("alembic_module_prefix='alembic.op.'");
        }
        if random.percent(8) {
            configure.push("include_object=lambda object, name, kind, reflected, other: 'e' not in (name or '')[:2]");
        }
        if random.percent(6) {
            configure.push(
                "include_name=lambda name, kind, parents: not (name or '').startswith(('s', 'a_'))",
            );
        }
        let mut schema = Self {
            database,
            convention: *random.pick(&[0, 0, 0, 1, 1, 2, 3]),
            base: random.below(4),
            is_batch,
            has_schemas,
            configure,
            tables: Vec::new(),
            n: 0,
        };
        for _ in 0..=random.below(6) {
            schema.add_table(random);
        }
        schema
    }

    pub(crate) fn next_number(&mut self) -> usize {
        self.n += 1;
        self.n
    }

    fn is_postgresql(&self) -> bool {
        self.database == Database::Postgresql
    }

    /// Adds a table.
    pub(crate) fn add_table(&mut self, random: &mut Random) {
        let id = self.next_number();
        let mut name = (*random.pick(WORDS)).to_owned();
        if random.percent(50) {
            name = format!("{name}_{}", random.pick(WORDS));
        }
        if self
            .tables
            .iter()
            .any(|table| table.name.eq_ignore_ascii_case(&name))
        {
            name = format!("{name}{id}");
        }
        let schema = (self.has_schemas && random.percent(40)).then_some("app");
        let mut table = Table {
            id,
            name,
            schema,
            style: *random.pick(&[Style::Core, Style::Mapped, Style::Annotated, Style::Mixin]),
            comment: random.percent(10).then(|| comment(random)),
            key: self.key(random),
            columns: Vec::new(),
            items: Vec::new(),
            options: Vec::new(),
            key_name: None,
        };
        if random.percent(10) {
            table.key_name = Some(format!("pk{id}"));
        }
        if random.percent(6) {
            if self.is_postgresql() {
                table.options.push("postgresql_with_oids=None");
            } else if table
                .key
                .iter()
                .all(|column| column.name == "id" && column.ty.is_implied)
            {
                table.options.push("sqlite_autoincrement=True");
            }
        }
        if random.percent(6) {
            table.options.push("info={'a': 1}");
        }
        if self.is_postgresql() && random.percent(3) {
            table.options.push("postgresql_with={'fillfactor': 70}");
        }
        for _ in 0..random.below(9) {
            self.add_column(random, &mut table);
        }
        for _ in 0..*random.pick(&[0, 0, 1, 1, 2]) {
            self.add_reference(random, &mut table);
        }
        for _ in 0..*random.pick(&[0, 0, 1, 2, 3]) {
            self.add_item(random, &mut table);
        }
        self.tables.push(table);
    }

    fn key(&mut self, random: &mut Random) -> Vec<Column> {
        let integer = |name: &str| Column::new(name, implied("Integer", Family::Integer, "int"));
        match random.below(20) {
            0 => vec![integer("left_id"), integer("right_id")],
            1 => vec![
                integer("id"),
                Column::new("part", ordered("String(10)", Family::String, "str")),
            ],
            2 => vec![Column::new(
                "uid",
                ordered("Uuid", Family::Uuid, "uuid.UUID"),
            )],
            3 => vec![Column::new(
                "code",
                ordered("String(36)", Family::String, "str"),
            )],
            4 => vec![Column::new(
                "id",
                ordered("BigInteger", Family::Integer, "int"),
            )],
            5 => vec![Column::new(
                "id",
                ordered(
                    "BigInteger().with_variant(Integer, 'sqlite')",
                    Family::Integer,
                    "int",
                ),
            )],
            6 => {
                let mut column = integer("id");
                column.generated = Some(identity(random));
                vec![column]
            }
            7 => {
                let mut column = integer("id");
                column.unseen = Some("autoincrement=False");
                vec![column]
            }
            8 => {
                let mut column = integer("id");
                let n = self.next_number();
                column.server_default = None;
                column.generated = Some(format!("Sequence('seq_{n}', start=5)"));
                vec![column]
            }
            _ => vec![integer("id")],
        }
    }

    /// Adds a column, at any place.
    pub(crate) fn add_column(&mut self, random: &mut Random, table: &mut Table) {
        let mut name = (*random.pick(FIELDS)).to_owned();
        if random.percent(25) {
            name = format!("{name}_{}", random.below(9));
        }
        if table
            .all_columns()
            .any(|column| column.name.eq_ignore_ascii_case(&name))
        {
            return;
        }
        let ty = self.random_type(random);
        let mut column = Column::new(&name, ty);
        column.nullable = random.percent(60);
        if random.percent(30) {
            column.server_default = self.server_default(random, &column.ty);
        } else if random.percent(8) {
            column.unseen = Some(*random.pick(&[
                "default=None",
                "info={'x': 2}",
                "onupdate=None",
                "server_onupdate=FetchedValue()",
                "doc='a doc'",
                "system=False",
            ]));
        }
        if column.ty.has_order {
            column.index = random.percent(12);
            column.unique = random.percent(if self.is_batch && self.convention == 0 {
                2
            } else {
                8
            });
        }
        if random.percent(10) {
            column.comment = Some(comment(random));
        }
        let has_integer = table
            .columns
            .iter()
            .find(|other| other.ty.family == Family::Integer && other.is_plain())
            .map(|other| other.name.clone());
        if column.ty.family == Family::Integer && random.percent(12) {
            column.server_default = None;
            column.unseen = None;
            if let Some(other) = has_integer
                && random.percent(60)
            {
                let persisted = if self.is_postgresql() {
                    ", persisted=True"
                } else {
                    *random.pick(&["", ", persisted=True", ", persisted=False"])
                };
                column.generated = Some(format!(
                    "Computed('{} * {}'{persisted})",
                    quoted(&other),
                    2 + random.below(3)
                ));
                column.nullable = true;
            } else if self.is_postgresql() {
                column.generated = Some(identity(random));
                column.nullable = false;
            }
        }
        let at = random.below(table.columns.len() + 1);
        table.columns.insert(at, column);
    }

    /// Adds a column that refers to the key of a table, or a constraint over a key of several columns.
    pub(crate) fn add_reference(&mut self, random: &mut Random, table: &mut Table) {
        let n_targets = self.tables.len() + 1;
        let target = match random.below(n_targets) {
            at if at < self.tables.len() => self.tables[at].clone(),
            _ => table.clone(),
        };
        let mut options = Vec::new();
        let n = self.next_number();
        if random.percent(if self.convention == 0 { 50 } else { 8 }) {
            options.push(format!("name='fk_{n}'"));
        }
        options.extend(self.reference_options(random));
        if let [key] = target.key.as_slice() {
            let name = format!("{}_{}", target.name.to_lowercase(), key.name);
            if table.all_columns().any(|column| column.name == name) {
                return;
            }
            let mut column = Column::new(&name, key.ty.clone());
            column.nullable = random.percent(70);
            column.index = random.percent(20);
            column.reference = Some(Reference {
                table: target.id,
                options,
            });
            if random.percent(10) {
                column.comment = Some(comment(random));
            }
            let at = random.below(table.columns.len() + 1);
            table.columns.insert(at, column);
            return;
        }
        let mut names = Vec::new();
        for key in &target.key {
            let name = format!("{}_{}", target.name.to_lowercase(), key.name);
            if table.all_columns().any(|column| column.name == name) {
                return;
            }
            names.push(name);
        }
        for (key, name) in target.key.iter().zip(&names) {
            table.columns.push(Column::new(name, key.ty.clone()));
        }
        let local: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
        let remote: Vec<String> = target
            .key
            .iter()
            .map(|key| format!("'{}.{}'", target.full_name(), key.name))
            .collect();
        let mut text = format!(
            "ForeignKeyConstraint([{}], [{}]",
            local.join(", "),
            remote.join(", ")
        );
        for option in &options {
            text += &format!(", {option}");
        }
        table.items.push(Item {
            name: None,
            columns: [names, vec![format!("->{}", target.id)]].concat(),
            text: text + ")",
        });
    }

    /// Options of a foreign key.
    pub(crate) fn reference_options(&mut self, random: &mut Random) -> Vec<String> {
        let mut options = Vec::new();
        if random.percent(30) {
            options.push(format!(
                "ondelete='{}'",
                one_of(
                    random,
                    &[
                        "CASCADE",
                        "SET NULL",
                        "RESTRICT",
                        "NO ACTION",
                        "SET DEFAULT",
                        "cascade"
                    ]
                )
            ));
        }
        if random.percent(10) {
            options.push(format!(
                "onupdate='{}'",
                one_of(random, &["CASCADE", "RESTRICT", "NO ACTION"])
            ));
        }
        if random.percent(8) {
            options.push("deferrable=True".to_owned());
            if random.percent(60) {
                options.push(format!(
                    "initially='{}'",
                    one_of(random, &["DEFERRED", "IMMEDIATE"])
                ));
            }
        }
        if random.percent(4) {
            options.push("match='FULL'".to_owned());
        }
        if random.percent(3) {
            options.push("use_alter=True".to_owned());
        }
        options
    }

    /// Adds an index or a constraint.
    pub(crate) fn add_item(&mut self, random: &mut Random, table: &mut Table) {
        let n = self.next_number();
        if let Some(item) = self.item(random, table, n) {
            table.items.push(item);
        }
    }

    /// An index or a constraint over columns of a table.
    pub(crate) fn item(&mut self, random: &mut Random, table: &Table, n: usize) -> Option<Item> {
        let names: Vec<String> = table
            .columns
            .iter()
            .filter(|column| column.ty.has_order)
            .map(|column| column.name.clone())
            .collect();
        if names.is_empty() {
            return None;
        }
        let of = |families: &[Family]| -> Option<String> {
            table
                .columns
                .iter()
                .find(|column| families.contains(&column.ty.family))
                .map(|column| column.name.clone())
        };
        let integer = of(&[Family::Integer]);
        let string = of(&[Family::String]);
        let json = of(&[Family::Json]).filter(|name| {
            table
                .columns
                .iter()
                .any(|column| column.name == *name && column.ty.text == "pg.JSONB")
        });
        let n_columns = 1 + random.below(3);
        let columns = random.sample(&names, n_columns);
        let list = columns
            .iter()
            .map(|name| format!("'{name}'"))
            .collect::<Vec<_>>()
            .join(", ");
        let first = columns.first()?.clone();
        let is_postgresql = self.is_postgresql();
        let unique = *random.pick(&["", "", ", unique=True"]);
        let make = |columns: Vec<String>, text: String| {
            Some(Item {
                name: Some(n.to_string()),
                columns,
                text,
            })
        };
        match random.below(17) {
            0..=2 => make(columns, format!("Index('ix_{n}', {list}{unique})")),
            3 | 4 => {
                // Two that a convention gives one name: which of them the reference sees is the order of a set.
                let has_own = table
                    .columns
                    .iter()
                    .any(|column| column.unique && columns.first() == Some(&column.name));
                let name = if has_own {
                    format!(", name='uq_{n}'")
                } else if (self.convention == 0 && !self.is_batch && random.percent(40))
                    || (self.convention > 0 && random.percent(60))
                {
                    String::new()
                } else {
                    format!(", name='uq_{n}'")
                };
                let options = match random.below(12) {
                    0 if is_postgresql => ", deferrable=True",
                    1 if is_postgresql => ", deferrable=True, initially='DEFERRED'",
                    2 if is_postgresql => ", postgresql_nulls_not_distinct=True",
                    3 if is_postgresql => ", comment='of a constraint'",
                    4 => ", info={'u': 1}",
                    _ => "",
                };
                make(columns, format!("UniqueConstraint({list}{name}{options})"))
            }
            5 => {
                let name = integer?;
                let text = match random.below(4) {
                    0 => format!(
                        "CheckConstraint('{} > {}', name='ck_{n}')",
                        quoted(&name),
                        random.below(4)
                    ),
                    1 => format!("CheckConstraint('{} <> 7')", quoted(&name)),
                    2 => format!(
                        "CheckConstraint(column('{name}') >= {}, name='ck_{n}')",
                        random.below(3)
                    ),
                    _ => format!(
                        "CheckConstraint(sa.text('{} in (1, 2)'), name='ck%_{n}')",
                        quoted(&name)
                    ),
                };
                make(vec![name], text)
            }
            6 => {
                let name = integer?;
                let condition = match random.below(3) {
                    0 => format!("text('{} > {}')", quoted(&name), random.below(4)),
                    1 => format!("text('{} IS NOT NULL AND {0} <> 3')", quoted(&name)),
                    _ => format!("column('{name}') == {}", random.below(4)),
                };
                make(
                    [columns, vec![name]].concat(),
                    format!(
                        "Index('ix_{n}', {list}{unique}, postgresql_where={condition}, sqlite_where={condition})"
                    ),
                )
            }
            7 => {
                let name = string?;
                let text = match random.below(4) {
                    0 => format!("Index('ix_{n}', text('lower({})'){unique})", quoted(&name)),
                    1 => format!("Index('ix_{n}', func.lower(@{name}@){unique})"),
                    2 => format!("Index('ix_{n}', func.coalesce(@{name}@, 'it''s'), '{first}')"),
                    _ => format!("Index('ix_{n}', @{name}@ + 'x'{unique})"),
                };
                make(vec![name, first], text)
            }
            8 => {
                let text = match random.below(5) {
                    0 => format!("Index('ix_{n}', text('{} DESC'){unique})", quoted(&first)),
                    1 => format!("Index('ix_{n}', @{first}@.desc(){unique})"),
                    2 if is_postgresql => {
                        format!("Index('ix_{n}', @{first}@.desc().nulls_last())")
                    }
                    3 => format!("Index('ix_{n}', sa.desc('{first}'))"),
                    _ if is_postgresql => {
                        format!("Index('ix_{n}', @{first}@.asc().nulls_first(){unique})")
                    }
                    _ => format!("Index('ix_{n}', @{first}@.asc(){unique})"),
                };
                make(vec![first], text)
            }
            9 => make(vec![first.clone()], format!("Index(None, @{first}@)")),
            10 if is_postgresql => {
                let other = names.iter().find(|name| **name != first)?.clone();
                make(
                    vec![first.clone(), other.clone()],
                    format!("Index('ix_{n}', '{first}', postgresql_include=['{other}']{unique})"),
                )
            }
            11 if is_postgresql => {
                let options = one_of(
                    random,
                    &[
                        "postgresql_using='hash'",
                        "postgresql_using='btree'",
                        "postgresql_with={'fillfactor': 50}",
                        "unique=True, postgresql_nulls_not_distinct=True",
                        "postgresql_concurrently=True",
                        "postgresql_tablespace=None",
                        "postgresql_using='brin'",
                    ],
                );
                make(
                    vec![first.clone()],
                    format!("Index('ix_{n}', '{first}', {options})"),
                )
            }
            12 if is_postgresql => {
                let name = json?;
                let text = match random.below(3) {
                    0 => format!("Index('ix_{n}', '{name}', postgresql_using='gin')"),
                    1 => format!(
                        "Index('ix_{n}', '{name}', postgresql_using='gin', postgresql_ops={{'{name}': 'jsonb_path_ops'}})"
                    ),
                    _ => format!("Index('ix_{n}', text(\"({} ->> 'a')\"))", quoted(&name)),
                };
                make(vec![name], text)
            }
            13 if is_postgresql => {
                let name = string?;
                let ops = one_of(
                    random,
                    &["varchar_pattern_ops", "text_pattern_ops", "varchar_ops"],
                );
                make(
                    vec![name.clone()],
                    format!("Index('ix_{n}', '{name}', postgresql_ops={{'{name}': '{ops}'}})"),
                )
            }
            14 if is_postgresql => {
                let name = integer?;
                let text = match random.below(3) {
                    0 => format!(
                        "pg.ExcludeConstraint(('{name}', '='), name='ex_{n}', using='btree')"
                    ),
                    1 => format!(
                        "pg.ExcludeConstraint((column('{name}'), '='), name='ex_{n}', using='btree', where=text('{} > 1'))",
                        quoted(&name)
                    ),
                    _ => format!(
                        "pg.ExcludeConstraint((text('int4range({0}, {0} + 5)'), '&&'), name='ex_{n}')",
                        quoted(&name)
                    ),
                };
                make(vec![name], text)
            }
            15 => make(columns, format!("Index(None, {list}{unique})"))
                .filter(|_| self.convention > 0),
            _ => {
                let name = of(&[Family::DateTime, Family::Date])?;
                make(
                    vec![name.clone()],
                    format!("Index('ix_{n}', sa.extract('year', @{name}@))"),
                )
                .filter(|_| {
                    !is_postgresql
                        || table.columns.iter().any(|column| {
                            column.name == name && !column.ty.text.contains("timezone=True")
                        })
                })
            }
        }
    }

    /// Any type.
    pub(crate) fn random_type(&mut self, random: &mut Random) -> Type {
        let length = *random.pick(&[1, 8, 20, 36, 64, 255]);
        let precision = 4 + random.below(15);
        let scale = random.below(5);
        let n = self.next_number();
        if self.is_postgresql() && random.percent(30) {
            return self.postgresql_type(random, n);
        }
        match random.below(32) {
            0 | 1 => implied("Integer", Family::Integer, "int"),
            2 => ordered("BigInteger", Family::Integer, "int"),
            3 => ordered("SmallInteger", Family::Integer, "int"),
            4..=6 => ordered(&format!("String({length})"), Family::String, "str"),
            7 => implied("String", Family::String, "str"),
            8 => ordered("Text", Family::String, "str"),
            9 => ordered(&format!("Unicode({length})"), Family::String, "str"),
            10 | 11 => implied("Boolean", Family::Boolean, "bool"),
            12 => implied("Date", Family::Date, "datetime.date"),
            13 => implied("DateTime", Family::DateTime, "datetime.datetime"),
            14 => ordered(
                "DateTime(timezone=True)",
                Family::DateTime,
                "datetime.datetime",
            ),
            15 => ordered("Time", Family::Time, "datetime.time"),
            16 => ordered(
                &format!("Numeric({precision}, {scale})"),
                Family::Number,
                "decimal.Decimal",
            ),
            17 => ordered("Numeric", Family::Number, "decimal.Decimal"),
            18 => implied("Float", Family::Number, "float"),
            19 => ordered("Double", Family::Number, "float"),
            20 => unordered("LargeBinary", Family::Binary, "bytes"),
            21 => unordered("JSON", Family::Json, "Any"),
            22 => implied("Uuid", Family::Uuid, "uuid.UUID"),
            23 => {
                let values =
                    random.sample(&["new", "open", "it's", "done", "50%", "a b", "Last"], 3);
                let values: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
                let options = one_of(
                    random,
                    &[
                        "",
                        ", native_enum=False",
                        ", native_enum=False, length=30",
                        ", native_enum=False, create_constraint=True",
                    ],
                );
                ordered(
                    &format!("Enum({}, name='en_{n}'{options})", values.join(", ")),
                    Family::Enum,
                    "str",
                )
            }
            24 => match random.below(3) {
                0 => ordered("Enum(Color)", Family::Other, "Color"),
                1 => ordered(
                    &format!("Enum(Color, name='color_{n}')"),
                    Family::Other,
                    "Color",
                ),
                _ => ordered(
                    &format!(
                        "Enum(Color, name='color_{n}', native_enum=False, values_callable=lambda kind: [item.value for item in kind])"
                    ),
                    Family::Other,
                    "Color",
                ),
            },
            25 => unordered("Interval", Family::Interval, "datetime.timedelta"),
            26 => ordered(&format!("CHAR({length})"), Family::String, "str"),
            27 => ordered(&format!("VARCHAR({length})"), Family::String, "str"),
            28 => ordered(
                one_of(
                    random,
                    &[
                        "REAL",
                        "Float(53)",
                        "Float(precision=20, asdecimal=True)",
                        "DECIMAL(8, 2)",
                        "FLOAT(10)",
                        "Numeric(12)",
                        "Numeric(10, 2, asdecimal=False)",
                        "DOUBLE",
                    ],
                ),
                Family::Number,
                "float",
            ),
            29 => ordered(
                one_of(
                    random,
                    &[
                        "TIMESTAMP",
                        "TIMESTAMP(timezone=True)",
                        "DATE",
                        "DATETIME()",
                    ],
                ),
                Family::Other,
                "Any",
            ),
            30 => match random.below(4) {
                0 => unordered("PickleType", Family::Other, "Any"),
                1 => ordered("Uuid(as_uuid=False)", Family::Uuid, "str"),
                2 => ordered(
                    &format!("Boolean(create_constraint=True, name='bo_{n}')"),
                    Family::Boolean,
                    "bool",
                ),
                _ => unordered("JSON(none_as_null=True)", Family::Json, "Any"),
            },
            _ => match random.below(4) {
                0 => ordered("Money2", Family::Other, "Any"),
                1 => ordered("Tagged(12)", Family::Other, "Any"),
                2 => ordered("Plain", Family::Other, "Any"),
                _ => ordered(
                    "String(20).with_variant(Text(), 'postgresql')",
                    Family::String,
                    "str",
                ),
            },
        }
    }

    fn postgresql_type(&self, random: &mut Random, n: usize) -> Type {
        let schema = if self.has_schemas {
            ", schema='app'"
        } else {
            ""
        };
        match random.below(20) {
            0 | 1 => unordered("pg.JSONB", Family::Json, "Any"),
            2 => unordered("pg.ARRAY(Integer)", Family::Other, "list"),
            3 => unordered(
                one_of(
                    random,
                    &[
                        "ARRAY(String(20))",
                        "pg.ARRAY(Text, dimensions=2)",
                        "ARRAY(Integer, dimensions=1)",
                        "pg.ARRAY(pg.UUID(as_uuid=True))",
                        "pg.ARRAY(Numeric(5, 2))",
                    ],
                ),
                Family::Other,
                "list",
            ),
            4 => unordered(
                one_of(
                    random,
                    &[
                        "pg.INET",
                        "pg.CIDR",
                        "pg.MACADDR",
                        "pg.MACADDR8",
                        "pg.OID",
                        "pg.REGCLASS",
                        "pg.MONEY",
                        "pg.CITEXT().with_variant(Text(), 'postgresql')",
                    ],
                ),
                Family::Other,
                "Any",
            ),
            5 => ordered(
                one_of(random, &["pg.UUID", "pg.UUID(as_uuid=True)"]),
                Family::Uuid,
                "uuid.UUID",
            ),
            6 => ordered(
                one_of(
                    random,
                    &[
                        "pg.TIMESTAMP(precision=3)",
                        "pg.TIMESTAMP(timezone=True, precision=0)",
                        "pg.TIMESTAMP()",
                    ],
                ),
                Family::DateTime,
                "datetime.datetime",
            ),
            7 => ordered(
                one_of(
                    random,
                    &[
                        "pg.TIME(precision=2)",
                        "pg.TIME(timezone=True)",
                        "Time(timezone=True)",
                    ],
                ),
                Family::Time,
                "datetime.time",
            ),
            8 => unordered("pg.BYTEA", Family::Binary, "bytes"),
            9 => unordered(
                one_of(random, &["pg.TSVECTOR", "pg.TSQUERY"]),
                Family::Other,
                "Any",
            ),
            10 => unordered(
                one_of(
                    random,
                    &[
                        "pg.INT4RANGE",
                        "pg.TSTZRANGE",
                        "pg.NUMRANGE",
                        "pg.DATERANGE",
                        "pg.INT8MULTIRANGE",
                        "pg.TSMULTIRANGE",
                    ],
                ),
                Family::Other,
                "Any",
            ),
            11 => ordered("pg.DOUBLE_PRECISION", Family::Number, "float"),
            12 => unordered(
                one_of(
                    random,
                    &[
                        "pg.BIT(8)",
                        "pg.BIT(varying=True)",
                        "pg.BIT(5, varying=True)",
                        "pg.BIT",
                    ],
                ),
                Family::Other,
                "Any",
            ),
            13 => ordered(
                &format!("pg.ENUM('x', \"y's\", 'z', name='pe_{n}'{schema})"),
                Family::Enum,
                "str",
            ),
            14 => unordered(
                one_of(
                    random,
                    &[
                        "pg.INTERVAL",
                        "pg.INTERVAL(precision=3)",
                        "pg.INTERVAL(fields='DAY TO SECOND')",
                        "Interval(second_precision=4)",
                        "Interval(native=False)",
                    ],
                ),
                Family::Interval,
                "datetime.timedelta",
            ),
            15 => unordered(
                "JSON().with_variant(pg.JSONB(), 'postgresql')",
                Family::Json,
                "Any",
            ),
            16 => ordered("String(30, collation='C')", Family::String, "str"),
            17 => ordered(
                &format!("pg.DOMAIN('dom_{n}', Integer, check=text('VALUE > 0'))"),
                Family::Other,
                "Any",
            ),
            18 => unordered(
                "pg.JSONB(none_as_null=True, astext_type=Text())",
                Family::Json,
                "Any",
            ),
            _ => unordered(
                &format!("pg.ARRAY(Enum('p', 'q', name='ae_{n}'))"),
                Family::Other,
                "list",
            ),
        }
    }

    /// A default that the type takes.
    pub(crate) fn server_default(&self, random: &mut Random, ty: &Type) -> Option<String> {
        let is_postgresql = self.is_postgresql();
        let choices: &[&str] = match ty.family {
            Family::Integer => &[
                "'0'",
                "'1'",
                "text('5')",
                "'-3'",
                "'42'",
                "text('(1 + 1)')",
                "sa.literal(3)",
            ],
            Family::String if ty.text.ends_with("(1)") => &["''", "'y'"],
            Family::String => &[
                "''",
                "'x'",
                "\"it's\"",
                "'two w'",
                "text(\"'t'\")",
                "'50%'",
                "'a:b'",
                "'\"q\"'",
                "'back\\\\s'",
                "'äö'",
            ],
            Family::Boolean if is_postgresql => {
                &["sa.true()", "sa.false()", "text('true')", "'false'", "'t'"]
            }
            Family::Boolean => &["sa.true()", "sa.false()", "text('1')", "'0'"],
            Family::DateTime => &[
                "func.now()",
                "text('CURRENT_TIMESTAMP')",
                "func.current_timestamp()",
                "'2020-02-03 10:00:00'",
            ],
            Family::Date => &[
                "func.current_date()",
                "'2020-02-03'",
                "text('CURRENT_DATE')",
            ],
            Family::Time => &["'10:00:00'", "text('CURRENT_TIME')"],
            Family::Number => &["'0'", "'1.5'", "text('0.0')", "text('-2')"],
            Family::Json => &["'{}'", "text(\"'[]'\")"],
            Family::Uuid if is_postgresql => {
                &["func.gen_random_uuid()", "text('gen_random_uuid()')"]
            }
            Family::Interval if is_postgresql && !ty.text.contains("native=False") => {
                &["'1 day'", "text(\"'01:00:00'\")"]
            }
            Family::Enum if ty.text.starts_with("pg.") => &["'x'", "text(\"'z'\")"],
            Family::Enum => {
                let value = ty.text.split(['(', ',']).nth(1)?;
                return Some(value.to_owned());
            }
            Family::Binary | Family::Uuid | Family::Interval | Family::Other => return None,
        };
        Some((*random.pick(choices)).to_owned())
    }
}

impl Column {
    fn new(name: &str, ty: Type) -> Self {
        Self {
            name: name.to_owned(),
            ty,
            nullable: true,
            server_default: None,
            unseen: None,
            index: false,
            unique: false,
            comment: None,
            reference: None,
            generated: None,
        }
    }

    fn is_plain(&self) -> bool {
        self.generated.is_none()
    }
}

impl Table {
    /// Columns of the key, then the others.
    pub(crate) fn all_columns(&self) -> impl Iterator<Item = &Column> {
        self.key.iter().chain(&self.columns)
    }

    /// Indexes and constraints, without indexes that would get the name of another one.
    pub(crate) fn shown_items(&self) -> impl Iterator<Item = &Item> {
        let is_unnamed_index = |item: &Item| item.text.starts_with("Index(None");
        self.items
            .iter()
            .enumerate()
            .filter(move |(at, item)| {
                let first = item.columns.first();
                let is_taken = self
                    .columns
                    .iter()
                    .any(|column| column.index && Some(&column.name) == first)
                    || self.items[..*at]
                        .iter()
                        .any(|other| is_unnamed_index(other) && other.columns.first() == first);
                !(is_unnamed_index(item) && is_taken)
            })
            .map(|(_, item)| item)
    }

    /// Name with the schema.
    pub(crate) fn full_name(&self) -> String {
        match self.schema {
            Some(schema) => format!("{schema}.{}", self.name),
            None => self.name.clone(),
        }
    }
}

/// Remarks, some with quotes.
pub(crate) fn comment(random: &mut Random) -> String {
    (*random.pick(&[
        "a remark",
        "it's \"quoted\"",
        "über %s",
        "two\nlines",
        "back\\slash",
        "a:b",
    ]))
    .to_owned()
}

/// `Identity(...)`.
pub(crate) fn identity(random: &mut Random) -> String {
    (*random.pick(&[
        "Identity()",
        "Identity(always=True)",
        "Identity(start=10)",
        "Identity(start=5, increment=2, minvalue=1, maxvalue=1000, cycle=True, cache=4)",
        "Identity(always=True, start=1, increment=1)",
        "Identity(always=False, on_null=None, minvalue=3, start=3)",
    ]))
    .to_owned()
}

/// A name in SQL.
pub(crate) fn quoted(name: &str) -> String {
    let is_plain = name
        .chars()
        .all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit());
    if is_plain && !["select", "from", "order", "user", "desc"].contains(&name) {
        name.to_owned()
    } else {
        format!("\"{name}\"")
    }
}

fn ordered(text: &str, family: Family, annotation: &'static str) -> Type {
    Type {
        text: text.to_owned(),
        family,
        annotation,
        is_implied: false,
        has_order: true,
    }
}

fn implied(text: &str, family: Family, annotation: &'static str) -> Type {
    Type {
        is_implied: true,
        ..ordered(text, family, annotation)
    }
}

fn unordered(text: &str, family: Family, annotation: &'static str) -> Type {
    Type {
        has_order: false,
        ..ordered(text, family, annotation)
    }
}

fn one_of<'a>(random: &mut Random, items: &[&'a str]) -> &'a str {
    items[random.below(items.len())]
}
