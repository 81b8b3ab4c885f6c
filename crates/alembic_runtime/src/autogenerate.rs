//! `revision --autogenerate`, `check`, and `revision` with `revision_environment`.
//!
//! Mirrors `RevisionContext` and the parts of `AutogenContext` that need the evaluator or the connection.

mod callbacks;
mod comparators;
mod directives;
mod enums;
mod history;
mod objects;
mod plugins;
mod precise;
mod rename_data;
mod renames;
mod rendering;

use std::any::Any;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use alembic_autogenerate::renames::History;
use alembic_autogenerate::{
    AutogenerateError, Callbacks, Comparators, CompareInput, CompareServerDefault, ParentNames,
    ReflectedSchema, RenderOptions, as_diffs, changes, destructive, registered, render,
};
use alembic_bindings::host::Session;
use alembic_bindings::{command_error, convert};
use alembic_dialect::{CompileOptions, Ctx};
use alembic_python::{PyResult, Unwind, Value, Vm};
use alembic_schema::ops::{DowngradeOps, Operation, UpgradeOps};
use alembic_schema::types::python_str_repr;
use alembic_schema::{MetaData, ModelChange, ModelChangeKind};
use alembic_script::revision_map::{Denoted, Symbol};
use alembic_script::{GeneratedRevision, RenameMode, RevisionArguments, TemplateValue};

use self::callbacks::ProjectCallbacks;
use self::directives::Directives;
use self::renames::{Evidence, NameChanges, compare_with_renames};
use crate::failures::{raise, raise_compile};
use crate::host::RuntimeHost;
use crate::migration::MigrationContext;
use crate::reflection::{self, ReadAside};
use crate::worker::WorkerLink;

/// One `MigrationScript` while passes over `run_migrations()` add to it.
#[derive(Debug, Clone, Default)]
pub(crate) struct ScriptState {
    pub(crate) arguments: RevisionArguments,
    pub(crate) passes: Vec<(UpgradeOps, DowngradeOps)>,
    pub(crate) imports: BTreeSet<String>,
    /// `check --enums`: what differs, in words.
    pub(crate) enum_changes: Vec<String>,
    /// Names of the tables of the models.
    pub(crate) model_tables: BTreeSet<String>,
    /// What the project's function left of each pass: it sees the same objects after the next one.
    pub(crate) objects: Vec<(Value, Value)>,
}

/// `RevisionContext.generated_revisions`, kept between passes.
#[derive(Default)]
struct Scripts(RefCell<Option<Vec<ScriptState>>>);

/// Forgets what an abandoned run of `env.py` has compared.
pub(crate) fn start_again(vm: &Vm) {
    vm.set_extension(Rc::new(Scripts::default()));
}

/// Mirrors `RevisionContext.run_autogenerate` and `run_no_autogenerate`.
pub(crate) fn run(
    vm: &Vm,
    host: &RuntimeHost,
    context: &Rc<MigrationContext>,
    arguments: &RevisionArguments,
    heads: &[String],
    begun: Option<Begun>,
) -> PyResult<()> {
    if arguments.autogenerate {
        if arguments.sql {
            return Err(command_error(
                vm,
                "Using --sql with --autogenerate does not make any sense",
            ));
        }
        require_up_to_date(vm, host, heads)?;
        vm.evaluate_waiting()?;
    }
    let state = vm.extension_or(Scripts::default);
    let mut scripts = state.0.take().unwrap_or_else(|| {
        vec![ScriptState {
            arguments: arguments.clone(),
            ..ScriptState::default()
        }]
    });
    let token = |name: &str, default: &str| -> PyResult<smol_str::SmolStr> {
        Ok(context
            .options
            .text(vm, name)?
            .unwrap_or_else(|| default.to_owned())
            .into())
    };
    let mut upgrade = UpgradeOps {
        ops: Vec::new(),
        upgrade_token: token("upgrade_token", "upgrades")?,
    };
    let mut downgrade = DowngradeOps {
        ops: Vec::new(),
        downgrade_token: token("downgrade_token", "downgrades")?,
    };
    let callbacks = ProjectCallbacks::new(vm, host, context);
    let options = compile_options(context);
    let ctx = Ctx::new(context.dialect, &options, &context.naming);
    let mut enum_changes = Vec::new();
    let mut model_tables = BTreeSet::new();
    if arguments.autogenerate {
        let of_project = comparators::plugin_names(vm)?;
        let expressions = context.options.get("autogenerate_plugins");
        let (plugins, of_project) = plugins::enabled(vm, &expressions, &of_project)?;
        let (default, converted) = match begun {
            Some(begun) => (Some(begun.default), Some(begun.models)),
            None => (None, None),
        };
        let metadata = converted.unwrap_or_else(|| models(vm, host, context))?;
        let tables = metadata.iter().flat_map(|one| one.tables.keys());
        model_tables.extend(tables.map(|key| key.name.to_string()));
        let own = registered(plugins, arguments.precise);
        let plan = comparators::plan(vm, context.dialect.features().name, &own, &of_project)?;
        let names = if let Some(plan) = plan {
            let directives = Directives::new(vm, &callbacks)?;
            let mut names = NameChanges::default();
            *callbacks.comparators.borrow_mut() = plan.functions();
            let inner = plan.comparators();
            if inner.is_some() && arguments.renames != RenameMode::Off {
                return Err(vm.unsupported(
                    "`--renames` where the project has comparators of tables or columns",
                ));
            }
            let schemas = schemas_to_compare(vm, context, &callbacks)?;
            let mut default = default;
            upgrade.ops = plan.run(vm, &callbacks, &directives, &schemas, || {
                let (ops, changes) = compare_models(
                    vm,
                    host,
                    context,
                    arguments,
                    (plugins, inner),
                    &metadata,
                    default.take(),
                    &ctx,
                    &callbacks,
                )?;
                names = changes;
                Ok(ops)
            })?;
            downgrade.ops = directives.reversed(&upgrade.ops)?;
            names
        } else {
            let plugins = (plugins, None);
            let (ops, names) = compare_models(
                vm, host, context, arguments, plugins, &metadata, default, &ctx, &callbacks,
            )?;
            upgrade.ops = ops;
            downgrade.ops = upgrade
                .reverse()
                .map_err(|error| vm.raise("ValueError", error.to_string()))?
                .ops;
            names
        };
        names.add_to(&mut upgrade.ops, &mut downgrade.ops);
        if arguments.enums {
            let (mut up, mut down) = (upgrade.ops.clone(), downgrade.ops.clone());
            let changes = enums::add_changes(vm, context, &ctx, &metadata, (&mut up, &mut down))?;
            if arguments.is_check {
                // Their statements say nothing to anybody: the words do.
                enum_changes = changes;
            } else {
                (upgrade.ops, downgrade.ops) = (up, down);
            }
        }
        leave(metadata);
    }
    if let Some(last) = scripts.last_mut() {
        last.passes.push((upgrade, downgrade));
        last.enum_changes.append(&mut enum_changes);
        last.model_tables.append(&mut model_tables);
    }
    let hook = context.options.get("process_revision_directives");
    if !hook.is_none() {
        let revision = Value::tuple(heads.iter().map(Value::str).collect());
        scripts = directives::process(vm, &callbacks, &hook, revision, scripts)?;
        // What the project gave back is for the same command.
        for script in &mut scripts {
            script.arguments.is_check = arguments.is_check;
        }
    }
    let mut generated = Vec::new();
    for script in &scripts {
        generated.push(finish(vm, context, &ctx, &callbacks, script)?);
    }
    *host.generated.borrow_mut() = generated;
    *state.0.borrow_mut() = Some(scripts);
    Ok(())
}

/// The rows of the version table must be all real heads.
fn require_up_to_date(vm: &Vm, host: &RuntimeHost, heads: &[String]) -> PyResult<()> {
    let Some(request) = &host.request else {
        return Ok(());
    };
    let get = |symbol: &Symbol| -> PyResult<BTreeSet<String>> {
        let found = request
            .script
            .get_revisions(symbol)
            .map_err(|failure| raise(vm, failure))?;
        let map = request.script.map().map_err(|failure| raise(vm, failure))?;
        Ok(found
            .into_iter()
            .filter_map(|denoted| match denoted {
                Denoted::Revision(index) => Some(map.revision(index).id.clone()),
                Denoted::Nothing | Denoted::Base => None,
            })
            .collect())
    };
    if get(&Symbol::Several(heads.to_vec()))? != get(&Symbol::one("heads"))? {
        return Err(command_error(vm, "Target database is not up to date."));
    }
    Ok(())
}

/// Options of compilation as the project's own driver has them: most of them double `%`.
fn compile_options(context: &MigrationContext) -> CompileOptions {
    let mut options = context.compile_options.clone();
    let url = context
        .session
        .as_ref()
        .map(|session| session.url())
        .or_else(|| context.url.clone());
    let driver = url
        .as_ref()
        .map(|url| url.driver_name.clone())
        .unwrap_or_default();
    options.double_percent =
        context.dialect.features().name == "postgresql" && !driver.ends_with("+asyncpg");
    options
}

#[expect(
    clippy::too_many_arguments,
    reason = "everything that a comparison needs, once"
)]
fn compare_models(
    vm: &Vm,
    host: &RuntimeHost,
    context: &Rc<MigrationContext>,
    arguments: &RevisionArguments,
    (plugins, comparators): (alembic_autogenerate::Plugins, Option<&Comparators>),
    metadata: &[MetaData],
    default: Option<ReadAside>,
    ctx: &Ctx<'_>,
    callbacks: &ProjectCallbacks<'_>,
) -> PyResult<(Vec<Operation>, NameChanges)> {
    let session = context.session(vm)?.clone();
    let default_schema = session.default_schema(vm)?;
    let database = reflect_all(vm, context, default_schema.as_deref(), default)?;
    let built = if arguments.precise {
        let schema = default_schema.as_deref();
        Some(precise::build(vm, context, metadata, schema)?)
    } else {
        None
    };
    let compare_default = context.options.get("compare_server_default");
    let input = CompareInput {
        ctx,
        database: &database,
        default_schema: default_schema.as_deref(),
        metadata,
        version_table: context.version_table.name.as_str(),
        version_table_schema: context
            .version_table
            .schema
            .as_ref()
            .map(alembic_schema::Name::as_str),
        compare_type: context.options.get("compare_type").as_bool() != Some(false),
        compare_server_default: if vm.is_callable(&compare_default) {
            CompareServerDefault::Callable
        } else if compare_default.as_bool() == Some(false) {
            CompareServerDefault::Off
        } else {
            CompareServerDefault::On
        },
        plugins,
        comparators,
        built: built.as_deref(),
    };
    let evidence = Evidence {
        history: &|| match &host.request {
            Some(request) => history::load(vm, &host.config, &request.script),
            None => History::default(),
        },
        weigh: &|taken, rename| {
            if arguments.renames_data {
                rename_data::weigh(vm, &session, ctx, metadata, taken, rename)
            } else {
                Ok(())
            }
        },
    };
    let (outcome, names) = compare_with_renames(arguments.renames, &input, callbacks, &evidence)
        .map_err(|error| raise_autogenerate(vm, error))?;
    comparators::show(vm, &outcome.log)?;
    leave(database);
    Ok((outcome.upgrade.ops, names))
}

/// Leaves what fills thousands of small blocks to the end of the process: giving each block back would take longer than
/// comparing it.
fn leave<T>(schema: T) {
    std::mem::forget(schema);
}

/// `target_metadata`: one `MetaData` or a sequence of them.
fn models(vm: &Vm, host: &RuntimeHost, context: &MigrationContext) -> PyResult<Vec<MetaData>> {
    let target = context.options.get("target_metadata");
    if target.is_none() {
        let location = host
            .request
            .as_ref()
            .map(|request| request.script.env_py_location().display().to_string())
            .unwrap_or_default();
        return Err(command_error(
            vm,
            format!(
                "Can't proceed with --autogenerate option; environment script {location} does not provide a MetaData object or sequence of objects to the context."
            ),
        ));
    }
    vm.evaluate_waiting()?;
    if !WorkerLink::of(vm)?.runs_env.get() {
        vm.force_table_modules()?;
        vm.require_all_declarations()?;
        alembic_bindings::require_configured(vm)?;
    }
    objects::metadata_list(vm, &target)?
        .iter()
        .map(|value| {
            let mut metadata = convert::metadata(vm, value)?;
            metadata.name_indexes();
            Ok(metadata)
        })
        .collect()
}

/// What is done before the database is asked for its version.
pub(crate) struct Begun {
    /// The default schema, which another thread reads.
    default: ReadAside,
    /// The models of `target_metadata`; a failure counts once the database is known to be up to date.
    models: PyResult<Vec<MetaData>>,
}

/// Begins to read the default schema, which goes on while the models are evaluated: whoever needs the connection waits
/// for that. `None` if everything has to be done later.
pub(crate) fn begin(
    vm: &Vm,
    host: &RuntimeHost,
    context: &MigrationContext,
    arguments: &RevisionArguments,
) -> PyResult<Option<Begun>> {
    let wants_schema = arguments.autogenerate
        && !arguments.sql
        && !context.as_sql
        && context.starting_rev.is_none()
        && !context.options.get("target_metadata").is_none();
    let session = match &context.session {
        Some(session) if wants_schema && !WorkerLink::of(vm)?.runs_env.get() => session,
        _ => return Ok(None),
    };
    let Some(default) = reflection::begin(vm, session, None)? else {
        return Ok(None);
    };
    vm.evaluate_waiting()?;
    Ok(Some(Begun {
        default,
        models: models(vm, host, context),
    }))
}

/// The default schema, and with `include_schemas` all others.
fn all_schemas(
    vm: &Vm,
    context: &MigrationContext,
    default_schema: Option<&str>,
) -> PyResult<Vec<Option<String>>> {
    let mut schemas: Vec<Option<String>> = vec![None];
    if context.options.flag(vm, "include_schemas")? {
        for row in context.session(vm)?.names(vm, "schemas", None)? {
            if let Some(Some(name)) = row.into_iter().next()
                && name != "information_schema"
                && Some(name.as_str()) != default_schema
            {
                schemas.push(Some(name));
            }
        }
    }
    Ok(schemas)
}

/// The schemas that comparators of the project are told: those that `include_name` lets through.
fn schemas_to_compare(
    vm: &Vm,
    context: &MigrationContext,
    callbacks: &ProjectCallbacks<'_>,
) -> PyResult<Vec<Option<String>>> {
    let default_schema = context.session(vm)?.default_schema(vm)?;
    let mut out = Vec::new();
    for schema in all_schemas(vm, context, default_schema.as_deref())? {
        let none = ParentNames {
            schema_name: None,
            table_name: None,
            schema_qualified_table_name: None,
        };
        let is_included = callbacks
            .include_name(schema.as_deref(), "schema", none)
            .map_err(|error| raise_autogenerate(vm, error))?;
        if is_included {
            out.push(schema);
        }
    }
    Ok(out)
}

/// The default schema, which may be read already, and with `include_schemas` all others.
fn reflect_all(
    vm: &Vm,
    context: &MigrationContext,
    default_schema: Option<&str>,
    default: Option<ReadAside>,
) -> PyResult<Vec<ReflectedSchema>> {
    let session = context.session(vm)?;
    all_schemas(vm, context, default_schema)?
        .into_iter()
        .map(|schema| {
            let (reflected, serials) = match &default {
                Some(aside) if schema.is_none() => session.wait_for(vm, aside)?,
                _ => reflection::reflect_all(vm, session, schema.as_deref())?,
            };
            // `SAWarning`s of reflection; the reference shows them too.
            for (_, message) in &reflected.warnings {
                vm.warn("sqlalchemy.exc.SAWarning", message)?;
            }
            Ok(ReflectedSchema {
                schema,
                tables: reflected.tables,
                serials,
            })
        })
        .collect()
}

/// Options of rendering.
fn render_options(
    vm: &Vm,
    context: &MigrationContext,
    auto_imports: bool,
) -> PyResult<RenderOptions> {
    let text = |name: &str, default: &str| -> PyResult<String> {
        let given = context.options.text(vm, name)?;
        Ok(given.unwrap_or_else(|| default.to_owned()))
    };
    Ok(RenderOptions {
        sqlalchemy_module_prefix: text("sqlalchemy_module_prefix", "sa.")?,
        alembic_module_prefix: text("alembic_module_prefix", "op.")?,
        user_module_prefix: context.options.text(vm, "user_module_prefix")?,
        auto_imports,
        render_as_batch: context.options.flag(vm, "render_as_batch")?,
    })
}

/// Renders a script, unless only its differences are wanted. Mirrors `_render_python_into_templatevars`.
fn finish(
    vm: &Vm,
    context: &MigrationContext,
    ctx: &Ctx<'_>,
    callbacks: &ProjectCallbacks<'_>,
    script: &ScriptState,
) -> PyResult<GeneratedRevision> {
    let options = render_options(vm, context, script.arguments.auto_imports)?;
    let mut passes = Cow::Borrowed(script.passes.as_slice());
    if comparators::registry(vm).is_some() {
        let directives = Directives::new(vm, callbacks)?;
        let has_renderers = comparators::has_renderers(vm)?;
        for (upgrade, downgrade) in passes.to_mut() {
            if script.arguments.is_check {
                directives.describe(&mut upgrade.ops)?;
            } else if has_renderers {
                upgrade.ops = directives.with_renderers(std::mem::take(&mut upgrade.ops))?;
                downgrade.ops = directives.with_renderers(std::mem::take(&mut downgrade.ops))?;
            }
        }
        rendering::install(vm, script.arguments.auto_imports)?;
    }
    let mut out = GeneratedRevision {
        arguments: script.arguments.clone(),
        model_tables: script.model_tables.clone(),
        ..GeneratedRevision::default()
    };
    if !script.arguments.is_check {
        let imports = script.imports.clone();
        let rendered = render(ctx, &options, callbacks, &passes, imports)
            .map_err(|error| raise_autogenerate(vm, error))?;
        for message in &rendered.warnings {
            vm.warn("UserWarning", message)?;
        }
        let imports = TemplateValue::Text(rendered.imports_text());
        for (name, text) in rendered.functions {
            out.template_args.insert(name, TemplateValue::Text(text));
        }
        out.template_args.insert("imports".to_owned(), imports);
    }
    for change in &script.enum_changes {
        out.diffs
            .push(format!("('modify_enum', {})", python_str_repr(change)));
        out.changes.push(ModelChange {
            kind: ModelChangeKind::Change,
            object: "enum type".to_owned(),
            detail: change.clone(),
            ..ModelChange::default()
        });
    }
    out.is_empty = passes
        .iter()
        .all(|(upgrade, downgrade)| upgrade.ops.is_empty() && downgrade.ops.is_empty());
    for (upgrade, _) in passes.iter() {
        out.destructive.extend(destructive(ctx, &upgrade.ops));
        if script.arguments.is_check {
            out.diffs.extend(as_diffs(&upgrade.ops));
        }
        out.changes.extend(changes(ctx, &upgrade.ops));
    }
    Ok(out)
}

/// An error of Python code on its way through the comparison.
pub(crate) fn carry(error: Unwind) -> AutogenerateError {
    AutogenerateError::Callback(Box::new(error))
}

/// The exception that stands for an error of comparison or rendering.
fn raise_autogenerate(vm: &Vm, error: AutogenerateError) -> Unwind {
    match error {
        AutogenerateError::Compile(error) => raise_compile(vm, &error),
        AutogenerateError::Callback(inner) => {
            let inner: Box<dyn Any> = inner;
            match inner.downcast::<Unwind>() {
                Ok(unwind) => *unwind,
                Err(_) => vm.raise("RuntimeError", "a callback failed"),
            }
        }
    }
}
