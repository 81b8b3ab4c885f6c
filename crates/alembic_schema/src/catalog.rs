//! Rows of catalogue queries.
//!
//! A schema of a thousand tables has tens of thousands of cells, most of them short texts: they lie in one buffer.

/// The rows of one query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogRows {
    /// Cells of a row.
    n_columns: usize,
    /// Row after row.
    cells: Vec<Cell>,
    /// The texts of the cells, one after another.
    texts: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    Null,
    Int(i64),
    /// Bytes of `texts`. No database has a text of 4 GiB.
    Text {
        length: u32,
        start: usize,
    },
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct CatalogRow<'r> {
    rows: &'r CatalogRows,
    /// Where its first cell is.
    first: usize,
}

impl CatalogRows {
    /// No rows yet.
    pub fn new(n_columns: usize) -> Self {
        Self {
            n_columns,
            ..Self::default()
        }
    }

    /// Adds NULL to the last row; after a row of all columns a new one begins.
    pub fn push_null(&mut self) {
        self.cells.push(Cell::Null);
    }

    /// Likewise a number; a truth value is 0 or 1.
    pub fn push_int(&mut self, value: i64) {
        self.cells.push(Cell::Int(value));
    }

    /// Likewise a text.
    pub fn push_text(&mut self, text: &str) {
        self.cells.push(Cell::Text {
            length: u32::try_from(text.len()).unwrap_or(u32::MAX),
            start: self.texts.len(),
        });
        self.texts.push_str(text);
    }

    /// The rows in order.
    pub fn iter(&self) -> impl Iterator<Item = CatalogRow<'_>> + Clone {
        let n_columns = self.n_columns.max(1);
        (0..self.cells.len() / n_columns).map(move |row| CatalogRow {
            rows: self,
            first: row * n_columns,
        })
    }

    /// The same rows with every text changed.
    #[must_use]
    pub fn map_texts(&self, mut change: impl FnMut(&str) -> String) -> Self {
        let mut out = Self::new(self.n_columns);
        for cell in &self.cells {
            match cell {
                Cell::Text { .. } => {
                    out.push_text(&change(cell.text(&self.texts).unwrap_or_default()));
                }
                other => out.cells.push(*other),
            }
        }
        out
    }
}

impl Cell {
    fn text(self, texts: &str) -> Option<&str> {
        match self {
            Self::Text { length, start } => texts.get(start..start + length as usize),
            Self::Null | Self::Int(_) => None,
        }
    }
}

impl<'r> CatalogRow<'r> {
    /// A text cell.
    pub fn text(self, column: usize) -> Option<&'r str> {
        self.cell(column)?.text(&self.rows.texts)
    }

    /// An integer cell, also where it came as text.
    pub fn int(self, column: usize) -> Option<i64> {
        match self.cell(column)? {
            Cell::Null => None,
            Cell::Int(value) => Some(value),
            cell @ Cell::Text { .. } => cell.text(&self.rows.texts)?.parse().ok(),
        }
    }

    fn cell(self, column: usize) -> Option<Cell> {
        if column >= self.rows.n_columns {
            return None;
        }
        self.rows.cells.get(self.first + column).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_row_by_row() {
        let mut rows = CatalogRows::new(3);
        for (name, number) in [("añb", 1), ("", -2)] {
            rows.push_text(name);
            rows.push_int(number);
            rows.push_null();
        }
        rows.push_text("17");
        rows.push_null();
        rows.push_text("x");
        let seen: Vec<_> = rows
            .iter()
            .map(|row| {
                (
                    row.text(0),
                    row.int(0),
                    row.int(1),
                    row.text(2),
                    row.text(3),
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                (Some("añb"), None, Some(1), None, None),
                (Some(""), None, Some(-2), None, None),
                (Some("17"), Some(17), None, Some("x"), None),
            ]
        );
        let longer = rows.map_texts(|text| format!("<{text}>"));
        let texts: Vec<_> = longer.iter().map(|row| row.text(0)).collect();
        assert_eq!(texts, [Some("<añb>"), Some("<>"), Some("<17>")]);
    }
}
