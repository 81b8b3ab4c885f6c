//! The connection of `--sql`: statements are written, nothing is executed.

use std::rc::Rc;

use alembic_bindings::host::{Parameters, Reflection, ResultRows, Savepoint, Session};
use alembic_config::DatabaseUrl;
use alembic_dialect::Statement;
use alembic_python::{PyResult, Vm};
use alembic_schema::expr::SqlStatement;

use crate::migration::MigrationContext;

/// `op.get_bind()` of offline mode: SQLAlchemy's `MockConnection`.
pub(crate) struct OfflineSession {
    context: std::rc::Weak<MigrationContext>,
}

impl OfflineSession {
    pub(crate) fn new(context: &Rc<MigrationContext>) -> Rc<Self> {
        Rc::new(Self {
            context: Rc::downgrade(context),
        })
    }

    fn context(&self, vm: &Vm) -> PyResult<Rc<MigrationContext>> {
        self.context
            .upgrade()
            .ok_or_else(|| vm.raise("RuntimeError", "the migration context is gone"))
    }
}

impl Session for OfflineSession {
    fn dialect_name(&self) -> String {
        self.context.upgrade().map_or_else(
            || "default".to_owned(),
            |context| context.dialect.features().name.to_owned(),
        )
    }

    fn url(&self) -> DatabaseUrl {
        let name = self.dialect_name();
        self.context
            .upgrade()
            .and_then(|context| context.url.clone())
            .unwrap_or(DatabaseUrl {
                driver_name: name,
                ..DatabaseUrl::default()
            })
    }

    fn server_version(&self, _vm: &Vm) -> PyResult<Vec<u32>> {
        Ok(Vec::new())
    }

    fn default_schema(&self, _vm: &Vm) -> PyResult<Option<String>> {
        Ok(None)
    }

    fn set_default_schema(&self, _schema: Option<String>) {}

    fn is_offline(&self) -> bool {
        true
    }

    fn execute(
        &self,
        vm: &Vm,
        statement: &SqlStatement,
        _parameters: &[Parameters],
    ) -> PyResult<ResultRows> {
        // Alembic's own connection for offline mode forgets the values that come with the execution.
        self.context(vm)?.emit_sql_statement(vm, statement)?;
        Ok(ResultRows::default())
    }

    fn execute_text(&self, vm: &Vm, sql: &str) -> PyResult<ResultRows> {
        self.context(vm)?.emit(vm, &Statement::text(sql))?;
        Ok(ResultRows::default())
    }

    fn begin(&self, vm: &Vm) -> PyResult<()> {
        Err(no_attribute(vm, "begin"))
    }

    fn savepoint(&self, vm: &Vm, _action: Savepoint) -> PyResult<()> {
        Err(no_attribute(vm, "begin_nested"))
    }

    fn commit(&self, vm: &Vm) -> PyResult<()> {
        Err(no_attribute(vm, "commit"))
    }

    fn rollback(&self, vm: &Vm) -> PyResult<()> {
        Err(no_attribute(vm, "rollback"))
    }

    fn in_transaction(&self) -> bool {
        false
    }

    fn set_isolation_level(&self, _vm: &Vm, _level: &str) -> PyResult<String> {
        Ok(String::new())
    }

    fn close(&self, _vm: &Vm) -> PyResult<()> {
        Ok(())
    }

    fn reflect(&self, vm: &Vm, _schema: Option<&str>) -> PyResult<Rc<Reflection>> {
        Err(vm.raise("NotImplementedError", "no database to read in --sql mode"))
    }

    fn names(
        &self,
        vm: &Vm,
        _what: &str,
        _schema: Option<&str>,
    ) -> PyResult<Vec<Vec<Option<String>>>> {
        Err(vm.raise("NotImplementedError", "no database to read in --sql mode"))
    }
}

fn no_attribute(vm: &Vm, name: &str) -> alembic_python::Unwind {
    vm.attribute_error(format!("'MockConnection' object has no attribute '{name}'"))
}
