//! A difference between a database and the models, for people and programs.

/// What happens to the database's object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ModelChangeKind {
    /// Only the models have it.
    Add,
    /// Only the database has it.
    Remove,
    /// Both have it, and it differs.
    #[default]
    Change,
}

/// A changed aspect: what the database has and what the models want; `None` is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedAspect {
    /// `type`, `nullable`, `server_default`, `comment` or `name`.
    pub name: String,
    /// The database's.
    pub from: Option<String>,
    /// The models'.
    pub to: Option<String>,
}

/// One changed object.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ModelChange {
    /// Added, removed or changed.
    pub kind: ModelChangeKind,
    /// `table`, `column`, `index`, `foreign key` and so on.
    pub object: String,
    /// Schema of the table, `None` for the default one.
    pub schema: Option<String>,
    /// The table; empty for a statement of the project.
    pub table: String,
    /// Name of the object in the table.
    pub name: Option<String>,
    /// What it consists of: columns, type.
    pub detail: String,
    /// What differs.
    pub aspects: Vec<ChangedAspect>,
}

impl ModelChange {
    /// With the name of the object in its table.
    #[must_use]
    pub fn with_name(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// With what the object consists of.
    #[must_use]
    pub fn with_detail(mut self, detail: String) -> Self {
        self.detail = detail;
        self
    }

    /// With one more changed aspect.
    #[must_use]
    pub fn with_aspect(mut self, name: &str, from: Option<String>, to: Option<String>) -> Self {
        self.aspects.push(ChangedAspect {
            name: name.to_owned(),
            from,
            to,
        });
        self
    }

    /// One line: `+ column users.phone VARCHAR(20)`, `~ column users.age: type INTEGER -> BIGINT`.
    pub fn line(&self) -> String {
        let sign = match self.kind {
            ModelChangeKind::Add => '+',
            ModelChangeKind::Remove => '-',
            ModelChangeKind::Change => '~',
        };
        let table = match &self.schema {
            Some(schema) => format!("{schema}.{}", self.table),
            None => self.table.clone(),
        };
        let mut out = format!("{sign} {}", self.object);
        match (&self.name, self.object.as_str()) {
            (Some(name), "column") => out.push_str(&format!(" {table}.{name}")),
            (Some(name), _) => out.push_str(&format!(" {name} on {table}")),
            (None, "table") => out.push_str(&format!(" {table}")),
            (None, _) if self.table.is_empty() => {}
            (None, _) => out.push_str(&format!(" on {table}")),
        }
        if !self.detail.is_empty() {
            out.push_str(&format!(" {}", self.detail));
        }
        let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
        let aspects: Vec<String> = self
            .aspects
            .iter()
            .map(|aspect| {
                format!(
                    "{} {} -> {}",
                    aspect.name,
                    shown(&aspect.from),
                    shown(&aspect.to)
                )
            })
            .collect();
        if !aspects.is_empty() {
            out.push_str(&format!(": {}", aspects.join(", ")));
        }
        out
    }
}
