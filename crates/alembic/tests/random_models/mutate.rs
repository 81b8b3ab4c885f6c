//! Changes of models.

use alembic_testing::Random;

use crate::schema::{Family, Schema, Table, comment, identity};

impl Schema {
    /// Changes something, or nothing where it does not fit.
    pub(crate) fn mutate(&mut self, random: &mut Random) {
        let what = random.below(28);
        if what == 0 || self.tables.is_empty() {
            return self.add_table(random);
        }
        let at = random.below(self.tables.len());
        if what == 1 && self.tables.len() > 1 {
            return self.drop_table(random, at);
        }
        // Taken out for the time of the change: new references may lead to any table.
        let mut table = self.tables[at].clone();
        self.change(random, &mut table, what);
        self.tables[at] = table;
    }

    fn drop_table(&mut self, random: &mut Random, at: usize) {
        let gone = self.tables.remove(at).id;
        for table in &mut self.tables {
            let referring: Vec<String> = table
                .columns
                .iter()
                .filter(|column| {
                    column
                        .reference
                        .as_ref()
                        .is_some_and(|reference| reference.table == gone)
                })
                .map(|column| column.name.clone())
                .collect();
            for name in referring {
                if random.percent(50) {
                    drop_column(table, &name);
                } else if let Some(column) =
                    table.columns.iter_mut().find(|column| column.name == name)
                {
                    column.reference = None;
                }
            }
            table
                .items
                .retain(|item| !item.columns.contains(&format!("->{gone}")));
        }
    }

    fn change(&mut self, random: &mut Random, table: &mut Table, what: usize) {
        match what {
            2..=4 => return self.add_column(random, table),
            5 => return self.add_reference(random, table),
            6..=8 => return self.add_item(random, table),
            9 | 10 if !table.items.is_empty() => {
                let at = random.below(table.items.len());
                table.items.remove(at);
                return;
            }
            11 | 12 if !table.items.is_empty() => {
                // Another one with the same name.
                let at = random.below(table.items.len());
                let n = table.items[at]
                    .name
                    .as_ref()
                    .and_then(|name| name.parse().ok());
                if let Some(n) = n
                    && let Some(item) = self.item(random, table, n)
                {
                    table.items[at] = item;
                }
                return;
            }
            13 => {
                table.comment = random.percent(70).then(|| comment(random));
                return;
            }
            14 if table.key_name.is_some() => {
                table.key_name = None;
                return;
            }
            _ => {}
        }
        if table.columns.is_empty() {
            return;
        }
        let at = random.below(table.columns.len());
        let name = table.columns[at].name.clone();
        let is_used = table.items.iter().any(|item| item.columns.contains(&name));
        let ty = self.random_type(random);
        let options = self.reference_options(random);
        match what {
            15 | 16 => drop_column(table, &name),
            17 | 18 if !is_used && table.columns[at].reference.is_none() => {
                let column = &mut table.columns[at];
                if ty.has_order || !(column.index || column.unique) {
                    column.ty = ty;
                    column.server_default = None;
                    column.generated = None;
                }
            }
            19 => table.columns[at].nullable = !table.columns[at].nullable,
            20 | 21 if table.columns[at].generated.is_none() => {
                let has_one = table.columns[at].server_default.is_some();
                table.columns[at].server_default = if has_one && random.percent(40) {
                    None
                } else {
                    self.server_default(random, &table.columns[at].ty.clone())
                };
            }
            22 => table.columns[at].comment = random.percent(70).then(|| comment(random)),
            23 if table.columns[at].ty.has_order => {
                table.columns[at].index ^= true;
            }
            24 if table.columns[at].ty.has_order
                && !table.items.iter().any(|item| {
                    item.text.starts_with("UniqueConstraint") && item.columns.first() == Some(&name)
                }) =>
            {
                table.columns[at].unique ^= true;
            }
            25 => match &mut table.columns[at].reference {
                Some(_) if random.percent(30) => table.columns[at].reference = None,
                Some(reference) => {
                    let name = reference
                        .options
                        .first()
                        .filter(|option| option.starts_with("name"))
                        .cloned();
                    reference.options = name
                        .into_iter()
                        .chain(
                            options
                                .into_iter()
                                .filter(|option| !option.starts_with("name")),
                        )
                        .collect();
                }
                None => {}
            },
            26 if table.columns[at].ty.family == Family::String
                && table.columns[at].reference.is_none() =>
            {
                let length = 1 + random.below(300);
                table.columns[at].ty.text = format!("String({length})");
                table.columns[at].ty.is_implied = false;
            }
            _ => {
                let column = &mut table.columns[at];
                match &column.generated {
                    Some(text) if text.starts_with("Identity") => {
                        column.generated = random.percent(60).then(|| identity(random));
                    }
                    Some(text) if random.percent(50) => {
                        column.generated = Some(text.replace("* 2", "* 7").replace("* 3", "+ 1"));
                    }
                    Some(_) => column.generated = None,
                    None => {}
                }
            }
        }
    }
}

fn drop_column(table: &mut Table, name: &str) {
    let is_needed = |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains(name));
    table.columns.retain(|column| column.name != name);
    for column in &mut table.columns {
        if is_needed(&column.generated) {
            column.generated = None;
        }
    }
    table
        .items
        .retain(|item| !item.columns.iter().any(|column| column == name));
}
