//! PostgreSQL through `tokio-postgres` and rustls.
//!
//! Values are written into the SQL text as psycopg2 does; statements that may return rows go through the
//! extended protocol, so that the rows come back typed. The others need one round trip, or share it.

mod client;
mod connect;
mod decode;
mod literal;
mod script;

use alembic_config::DatabaseUrl;
use alembic_schema::{CatalogRows, SqlValue};
use tokio_postgres::{Column, SimpleQueryMessage, Statement};

use crate::connection::{ColumnType, Connection, Outcome, Pipeline, Rows, TextRows};
use crate::error::DatabaseError;
use client::{Client, Sent};

const BEGIN: &str = "BEGIN";

/// A statement whose answer nobody waits for.
struct Ahead {
    sql: String,
    /// It may fail.
    is_optional: bool,
}

/// A session with a server.
pub(crate) struct PostgresConnection {
    client: Client,
    in_transaction: bool,
    /// A statement has ended the transaction that `begin` opened, and none was begun since.
    is_left: bool,
    n_left: u64,
    /// The driver of the URL looks at the server's state, and so begins the next transaction itself.
    begins_again: bool,
    /// Statements that go out with the next one.
    ahead: Vec<Ahead>,
    /// Texts whose answers are still to be received.
    in_flight: Option<Flight>,
    version: Vec<u32>,
}

/// Texts that were sent, after those that went out with them.
struct Flight {
    ahead: Vec<Ahead>,
    texts: Vec<String>,
    sent: Sent,
}

impl PostgresConnection {
    /// Connects as the URL and libpq's environment variables say.
    pub(crate) fn open(url: &DatabaseUrl) -> Result<Self, DatabaseError> {
        let mut client = connect::connect(url)?;
        let sent = client.send(&["SHOW server_version_num"]);
        let answers = sent.and_then(|sent| client.receive(sent, |message| message));
        let answer = answers.and_then(|mut answers| answers.pop().transpose());
        let version = answer.map_err(|error| convert(&error, None))?;
        let number: u32 = first_text(version.as_deref().unwrap_or_default())
            .and_then(|text| text.parse().ok())
            .unwrap_or(0);
        // 150018 is 15.18; before PostgreSQL 10 the number had three parts.
        let version = if number >= 100_000 {
            vec![number / 10_000, number % 10_000]
        } else {
            vec![number / 10_000, number / 100 % 100, number % 100]
        };
        Ok(Self {
            client,
            in_transaction: false,
            is_left: false,
            n_left: 0,
            // The driver of a URL that names none is psycopg.
            begins_again: matches!(
                url.driver(),
                None | Some("psycopg" | "psycopg_async" | "pg8000")
            ),
            ahead: Vec::new(),
            in_flight: None,
            version,
        })
    }
}

impl PostgresConnection {
    /// Sends what waits and these texts in one go.
    fn depart(&mut self, texts: Vec<String>) -> Result<Flight, DatabaseError> {
        if self.in_flight.is_some() {
            return Err(DatabaseError::new(
                "InternalError",
                "a statement was sent before the answers to the last ones were received",
            ));
        }
        let ahead = std::mem::take(&mut self.ahead);
        let waiting = ahead.iter().map(|ahead| ahead.sql.as_str());
        let all: Vec<&str> = waiting.chain(texts.iter().map(String::as_str)).collect();
        let sent = self.client.send(&all);
        let sent = sent.map_err(|error| convert(&error, texts.first().map(String::as_str)))?;
        Ok(Flight { ahead, texts, sent })
    }

    /// Waits for the answers to texts that were sent; the first failure with its position among the texts.
    ///
    /// The failure of something that went out with them counts as that of the first text.
    fn arrive<T>(
        &mut self,
        flight: Flight,
        read: impl FnMut(SimpleQueryMessage) -> T,
    ) -> Result<Vec<Vec<T>>, (usize, DatabaseError)> {
        let Flight { ahead, texts, sent } = flight;
        let text = |position: usize| texts.get(position).map(String::as_str);
        let answers = self.client.receive(sent, read);
        let mut answers = answers
            .map_err(|error| (0, convert(&error, text(0))))?
            .into_iter();
        for (ahead, answer) in ahead.iter().zip(answers.by_ref()) {
            if let Err(error) = answer
                && !ahead.is_optional
            {
                return Err((0, convert(&error, Some(&ahead.sql))));
            }
        }
        let check = |(position, answer): (usize, Result<_, _>)| {
            answer.map_err(|error| (position, convert(&error, text(position))))
        };
        answers.enumerate().map(check).collect()
    }

    /// Sends what waits and this text, and waits for the answers.
    fn exchange(&mut self, text: Option<&str>) -> Result<Vec<SimpleQueryMessage>, DatabaseError> {
        let flight = self.depart(text.map(str::to_owned).into_iter().collect())?;
        let answers = self.arrive(flight, |message| message);
        let answers = answers.map_err(|(_, error)| error)?;
        Ok(answers.into_iter().next().unwrap_or_default())
    }

    /// Ends the open transaction; one that the server has not heard of needs no end.
    fn end(&mut self, sql: &str) -> Result<(), DatabaseError> {
        if !std::mem::take(&mut self.in_transaction) {
            return Ok(());
        }
        if let Some(begin) = self.ahead.iter().position(|ahead| ahead.sql == BEGIN) {
            self.ahead.truncate(begin);
            return Ok(());
        }
        self.exchange(Some(sql)).map(drop)
    }

    /// Runs one statement without placeholders.
    fn execute_one(&mut self, text: &str) -> Result<Outcome, DatabaseError> {
        let outcome = self.execute_alone(text)?;
        match control(text) {
            Some(Control::Begin) => self.is_left = false,
            Some(Control::End) => {
                self.n_left += 1;
                if self.begins_again {
                    self.in_transaction = false;
                } else {
                    // psycopg2 and asyncpg do not notice: from here on every statement is final.
                    self.is_left = true;
                }
            }
            None => {}
        }
        Ok(outcome)
    }

    fn execute_alone(&mut self, text: &str) -> Result<Outcome, DatabaseError> {
        if has_no_rows(text) {
            let answer = self.exchange(Some(text))?;
            return Ok(Outcome {
                rows: None,
                row_count: changed(&answer),
            });
        }
        self.exchange(None)?;
        let fail = |error: tokio_postgres::Error| convert(&error, Some(text));
        let statement = self.client.prepare(text).map_err(fail)?;
        if statement.columns().is_empty() {
            let changed = self.client.execute(&statement).map_err(fail)?;
            return Ok(Outcome {
                rows: None,
                row_count: i64::try_from(changed).unwrap_or(-1),
            });
        }
        let columns = statement
            .columns()
            .iter()
            .map(|column| column.name().to_owned())
            .collect();
        let sent = match Self::as_text(text, &statement) {
            Some(outer) => &self.client.prepare(&outer).map_err(fail)?,
            None => &statement,
        };
        let found = self.client.query(sent).map_err(fail)?;
        let types = statement
            .columns()
            .iter()
            .map(|column| ColumnType {
                name: column.type_().name().to_owned(),
                oid: column.type_().oid(),
            })
            .collect();
        let mut out = Rows {
            columns,
            types,
            rows: Vec::with_capacity(found.len()),
        };
        for row in &found {
            let values: Result<Vec<SqlValue>, tokio_postgres::Error> = (0..row.len())
                .map(|column| {
                    row.try_get::<_, decode::Decoded>(column)
                        .map(|decoded| decoded.0)
                })
                .collect();
            out.rows.push(values.map_err(fail)?);
        }
        let row_count = i64::try_from(out.rows.len()).unwrap_or(-1);
        Ok(Outcome {
            rows: Some(out),
            row_count,
        })
    }
}

impl PostgresConnection {
    /// A statement that gives the same rows, with columns of types without a known binary form as text; `None` if
    /// there is no need, or if the statement cannot stand in another one.
    fn as_text(text: &str, statement: &Statement) -> Option<String> {
        let columns = statement.columns();
        if !columns
            .iter()
            .any(|column| decode::needs_text(column.type_()))
            || !can_be_inner(text)
        {
            return None;
        }
        let list = |item: &dyn Fn(usize, &Column) -> String| -> String {
            let items = columns.iter().enumerate();
            let items: Vec<String> = items.map(|(at, column)| item(at, column)).collect();
            items.join(", ")
        };
        let names = list(&|at, _| format!("c{at}"));
        let values = list(&|at, column| {
            if decode::needs_text(column.type_()) {
                format!("CAST(c{at} AS text)")
            } else {
                format!("c{at}")
            }
        });
        let inner = script::statements(text).pop()?;
        let outer = format!(
            "WITH alembic_rs_rows ({names}) AS ({inner}\n) SELECT {values} FROM alembic_rs_rows"
        );
        Some(outer)
    }
}

/// What a statement does to the transaction.
enum Control {
    Begin,
    End,
}

fn control(sql: &str) -> Option<Control> {
    let mut words = script::words(sql);
    match words.next()?.as_str() {
        "BEGIN" | "START" => Some(Control::Begin),
        "ABORT" | "COMMIT" | "END" | "ROLLBACK" => {
            let goes_on = words.any(|word| matches!(&*word, "TO" | "PREPARED" | "CHAIN"));
            (!goes_on).then_some(Control::End)
        }
        _ => None,
    }
}

/// True for a statement that can be a part of another one: one that changes rows cannot be below `WITH` twice.
fn can_be_inner(sql: &str) -> bool {
    let sql =
        script::after_comments(sql).trim_start_matches(|c: char| c == '(' || c.is_whitespace());
    let words = || {
        sql.split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .map(str::to_ascii_uppercase)
    };
    match words().next().unwrap_or_default().as_str() {
        "SELECT" | "VALUES" | "TABLE" | "INSERT" | "UPDATE" | "DELETE" => true,
        "WITH" => !words().any(|word| matches!(&*word, "INSERT" | "UPDATE" | "DELETE" | "MERGE")),
        _ => false,
    }
}

/// True for a statement that returns no rows whatever its tables are, as far as its words tell.
fn has_no_rows(sql: &str) -> bool {
    let sql = script::after_comments(sql);
    let end = sql.find(|c: char| !c.is_ascii_alphabetic());
    let (first, rest) = sql.split_at(end.unwrap_or(sql.len()));
    match first.to_ascii_uppercase().as_str() {
        "ALTER" | "COMMENT" | "CREATE" | "DROP" | "GRANT" | "REVOKE" => true,
        "INSERT" | "UPDATE" | "DELETE" => !rest.to_ascii_uppercase().contains("RETURNING"),
        _ => false,
    }
}

/// Number of rows that a statement changed.
fn changed(answer: &[SimpleQueryMessage]) -> i64 {
    let count = answer.iter().find_map(|message| match message {
        SimpleQueryMessage::CommandComplete(count) => Some(*count),
        _ => None,
    });
    count
        .and_then(|count| i64::try_from(count).ok())
        .unwrap_or(-1)
}

/// Adds what a message brings to the rows of the queries that the server has answered so far.
fn read_catalog(message: &SimpleQueryMessage, results: &mut Vec<CatalogRows>) {
    match message {
        SimpleQueryMessage::RowDescription(columns) => {
            results.push(CatalogRows::new(columns.len()));
        }
        SimpleQueryMessage::Row(row) => {
            let Some(rows) = results.last_mut() else {
                return;
            };
            for column in 0..row.len() {
                match row.get(column) {
                    Some(text) => rows.push_text(text),
                    None => rows.push_null(),
                }
            }
        }
        _ => {}
    }
}

fn first_text(messages: &[SimpleQueryMessage]) -> Option<String> {
    messages.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    })
}

/// The DBAPI exception class of an SQLSTATE, as psycopg2 maps them.
fn class_of(state: &str) -> &'static str {
    match state.get(..2).unwrap_or_default() {
        "0A" => "NotSupportedError",
        "20" | "21" | "26" | "34" | "3D" | "3F" | "42" => "ProgrammingError",
        "22" => "DataError",
        "23" => "IntegrityError",
        "24" | "25" | "2B" | "2D" | "2F" | "38" | "39" | "3B" | "40" | "XX" => "InternalError",
        "08" | "28" | "53" | "54" | "55" | "57" | "58" | "HV" => "OperationalError",
        _ => "DatabaseError",
    }
}

pub(crate) fn convert(error: &tokio_postgres::Error, statement: Option<&str>) -> DatabaseError {
    let out = if let Some(server) = error.as_db_error() {
        let mut message = server.message().to_owned();
        if let (Some(statement), Some(tokio_postgres::error::ErrorPosition::Original(at))) =
            (statement, server.position())
        {
            message.push_str(&pointer(statement, *at as usize));
        }
        if let Some(detail) = server.detail() {
            message.push_str("\nDETAIL:  ");
            message.push_str(detail);
        }
        if let Some(hint) = server.hint() {
            message.push_str("\nHINT:  ");
            message.push_str(hint);
        }
        let state = server.code().code().to_owned();
        DatabaseError {
            sqlstate: Some(state.clone()),
            ..DatabaseError::new(class_of(&state), message)
        }
    } else {
        let mut message = error.to_string();
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            let text = cause.to_string();
            if !message.contains(&text) {
                message.push_str(": ");
                message.push_str(&text);
            }
            source = cause.source();
        }
        DatabaseError::new("OperationalError", message)
    };
    match statement {
        Some(statement) => out.with_statement(statement),
        None => out,
    }
}

/// `LINE 1: ...` with a caret below the character at a one-based position, as libpq prints it.
fn pointer(statement: &str, position: usize) -> String {
    let before: String = statement.chars().take(position.saturating_sub(1)).collect();
    let line_number = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |line| line.chars().count());
    let line = statement
        .split('\n')
        .nth(line_number - 1)
        .unwrap_or_default();
    let head = format!("LINE {line_number}: ");
    format!(
        "\n{head}{line}\n{}^",
        " ".repeat(head.chars().count() + column)
    )
}

impl Connection for PostgresConnection {
    fn dialect(&self) -> &'static str {
        "postgresql"
    }

    fn server_version(&self) -> Vec<u32> {
        self.version.clone()
    }

    fn execute(&mut self, sql: &str, parameters: &[SqlValue]) -> Result<Outcome, DatabaseError> {
        let text = literal::interpolate(sql, parameters)?;
        if text.contains(';') {
            // A text of several statements runs one by one; the last one gives the result, as with psycopg2.
            let parts = script::statements(&text);
            if let Some((last, before)) = parts.split_last()
                && !before.is_empty()
            {
                for part in before {
                    self.execute_one(part)?;
                }
                return self.execute_one(last);
            }
        }
        self.execute_one(&text)
    }

    fn query_catalog(&mut self, queries: &[String]) -> Result<Vec<CatalogRows>, DatabaseError> {
        let flight = self.depart(queries.to_vec())?;
        let mut results = Vec::new();
        // Read while the server is at work on what comes next.
        let answers = self.arrive(flight, |message| read_catalog(&message, &mut results));
        answers.map_err(|(_, error)| error)?;
        // What went out with them came before.
        let n_before = results.len().saturating_sub(queries.len());
        Ok(results.split_off(n_before))
    }

    fn query_text(&mut self, sql: &str) -> Result<TextRows, DatabaseError> {
        let messages = self.exchange(Some(sql))?;
        let mut out = Vec::new();
        for message in &messages {
            if let SimpleQueryMessage::Row(row) = message {
                out.push(
                    (0..row.len())
                        .map(|column| row.get(column).map(str::to_owned))
                        .collect(),
                );
            }
        }
        Ok(out)
    }

    fn run(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.exchange(Some(sql)).map(drop)
    }

    fn run_ahead(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.ahead.push(Ahead {
            sql: sql.to_owned(),
            is_optional: false,
        });
        Ok(())
    }

    fn try_ahead(&mut self, sql: &str) {
        self.ahead.push(Ahead {
            sql: sql.to_owned(),
            is_optional: true,
        });
    }

    fn pipeline(&mut self) -> Option<&mut dyn Pipeline> {
        Some(self)
    }

    fn begin(&mut self) -> Result<(), DatabaseError> {
        self.run_ahead(BEGIN)?;
        self.in_transaction = true;
        self.is_left = false;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        self.end("COMMIT")
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        self.end("ROLLBACK")
    }

    fn in_transaction(&self) -> bool {
        self.in_transaction
    }

    fn has_block(&self) -> bool {
        self.in_transaction && !self.is_left
    }

    fn n_ended_by_statements(&self) -> u64 {
        self.n_left
    }

    fn default_schema(&mut self) -> Result<Option<String>, DatabaseError> {
        let rows = self.query_text("select current_schema()")?;
        Ok(rows
            .into_iter()
            .next()
            .and_then(|row| row.into_iter().next())
            .flatten())
    }
}

impl Pipeline for PostgresConnection {
    fn can_wait(&self, sql: &str) -> bool {
        // Outside of a transaction what comes after a failure would take effect.
        self.has_block() && has_no_rows(sql) && !sql.contains(';')
    }

    fn send(&mut self, statements: &[(&str, &[SqlValue])]) -> Result<(), (usize, DatabaseError)> {
        let mut texts = Vec::with_capacity(statements.len());
        for (position, (sql, parameters)) in statements.iter().enumerate() {
            let text = literal::interpolate(sql, parameters).map_err(|error| (position, error))?;
            texts.push(text);
        }
        self.in_flight = Some(self.depart(texts).map_err(|error| (0, error))?);
        self.client
            .flush()
            .map_err(|error| (0, convert(&error, None)))
    }

    fn receive(&mut self) -> Result<Vec<i64>, (usize, DatabaseError)> {
        let Some(flight) = self.in_flight.take() else {
            return Ok(Vec::new());
        };
        let answers = self.arrive(flight, |message| message)?;
        Ok(answers.iter().map(|answer| changed(answer)).collect())
    }
}
