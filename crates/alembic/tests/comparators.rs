//! Comparators, renderers and plugins that a project registers, beside real Alembic.

use std::path::PathBuf;

use alembic_testing::{Project, Tool};
use anyhow::Result;

const ENV: &str = include_str!("comparators/env.py");
const EXTENSION: &str = include_str!("comparators/ext.py");
const MODELS: &str = include_str!("comparators/models.py");
const BEFORE: &str = "from alembic import op\nrevision = 'a0'\ndown_revision = None\n\n\ndef upgrade():\n    op.execute('create table a (id integer primary key, name varchar(50), other varchar(50))')\n    op.execute('create table old (id integer primary key, x integer)')\n";

/// What a tool says to `check` and `revision --autogenerate`, and the file that it writes.
fn answers(tool: &Tool, as_batch: &str) -> Result<Vec<String>> {
    let project = Project::with_models("sqlite:///app.db", ENV, MODELS)?;
    project.write("ext.py", EXTENSION)?;
    project.write("alembic/versions/a0_before.py", BEFORE)?;
    project.succeed(tool, &["upgrade", "head"])?;
    let mut out = Vec::new();
    for arguments in [
        &["check"][..],
        &["revision", "--autogenerate", "-m", "new", "--rev-id", "a1"],
    ] {
        let option = format!("batch={as_batch}");
        let arguments = [&["-x", &option], arguments].concat();
        let output = project.run(tool, &arguments)?;
        out.extend([output.stdout, output.stderr]);
        out.push(format!("{:?}", output.status));
    }
    let text = project.read("alembic/versions/a1_new.py")?;
    let kept: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("Create Date"))
        .collect();
    out.push(kept.join("\n"));
    Ok(out)
}

#[test]
fn comparators_renderers_and_plugins_run_around_alembics_own() -> Result<()> {
    let Some(venv) = alembic_testing::reference() else {
        return Ok(());
    };
    let ours = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    for as_batch in ["no", "yes"] {
        let mine = answers(&ours, as_batch)?;
        let file = mine.last().map_or("", String::as_str);
        assert!(file.contains("# creates extra"), "{file}");
        assert!(file.contains("# note"), "{file}");
        for (mine, theirs) in mine
            .iter()
            .zip(answers(&Tool::Reference(venv.clone()), as_batch)?)
        {
            assert_eq!(*mine, theirs, "render_as_batch: {as_batch}");
        }
    }
    Ok(())
}

/// Entry points `alembic.plugins`: their `setup()` registers operations and comparators before `env.py` runs.
#[test]
fn plugins_of_installed_packages_are_set_up() -> Result<()> {
    const PLUGIN: &str = "from alembic.operations import MigrateOperation, Operations\nfrom alembic.util import DispatchPriority, PriorityDispatchResult\n\n\ndef setup(plugin):\n    print('set up', plugin.name)\n\n    @Operations.register_operation('note')\n    class NoteOp(MigrateOperation):\n        def __init__(self, text):\n            self.text = text\n\n        @classmethod\n        def note(cls, operations, text):\n            return operations.invoke(cls(text))\n\n    @Operations.implementation_for(NoteOp)\n    def write(operations, operation):\n        operations.execute(f\"CREATE TABLE {operation.text} (id INTEGER)\")\n\n    def compare(autogen_context, upgrade_ops, schemas):\n        print('first', [type(op).__name__ for op in upgrade_ops.ops])\n        return PriorityDispatchResult.CONTINUE\n\n    plugin.add_autogenerate_comparator(compare, 'schema')\n\n    def after(autogen_context, upgrade_ops, schemas):\n        print('last', [type(op).__name__ for op in upgrade_ops.ops])\n        return PriorityDispatchResult.CONTINUE\n\n    plugin.add_autogenerate_comparator(after, 'schema', priority=DispatchPriority.LAST)\n";
    const REVISION: &str = "from alembic import op\nrevision = 'a0'\ndown_revision = None\n\n\ndef upgrade():\n    op.note('made')\n";
    const PLUGINS: &str = "from importlib import metadata\nimport logging\nfrom alembic import context\nfrom sqlalchemy import Column, Integer, MetaData, Table, create_engine\nlogging.basicConfig(level=logging.INFO, format='%(levelname)s [%(name)s] %(message)s')\nm = MetaData()\nTable('a', m, Column('id', Integer, primary_key=True))\nfor found in metadata.entry_points(group='alembic.plugins'):\n    print(found.name, found.value, found.group, found.module, found.attr, found.load().__name__)\nprint(sorted(metadata.entry_points(name='own.one').groups), len(metadata.entry_points(group='absent')))\nwith create_engine('sqlite:///app.db').connect() as connection:\n    context.configure(connection=connection, target_metadata=m, autogenerate_plugins=['own.*', 'alembic.autogenerate.*'])\n    with context.begin_transaction():\n        context.run_migrations()\n";
    let Some(venv) = alembic_testing::reference() else {
        return Ok(());
    };
    let folder = |plugin: &str| -> Result<Project> {
        let project = Project::with_models("sqlite:///app.db", PLUGINS, "")?;
        project.write("installed/own_plugin.py", plugin)?;
        let info = "installed/own_plugin-1.0.dist-info";
        project.write(
            &format!("{info}/METADATA"),
            "Metadata-Version: 2.1\nName: own-plugin\nVersion: 1.0\n",
        )?;
        project.write(
            &format!("{info}/entry_points.txt"),
            "[console_scripts]\nown = own_plugin:main\n\n[alembic.plugins]\nown.one = own_plugin\n",
        )?;
        project.write("alembic/versions/a0.py", REVISION)?;
        let path = project.path().join("installed").display().to_string();
        Ok(project
            .with_env("PYTHONPATH", &path)
            .with_env("VIRTUAL_ENV", &venv.display().to_string()))
    };
    let answers = |tool: &Tool| -> Result<Vec<String>> {
        let project = folder(PLUGIN)?;
        let mut out = Vec::new();
        for arguments in [
            &["upgrade", "head"][..],
            &["check"],
            &["revision", "--autogenerate", "-m", "new", "--rev-id", "a1"],
        ] {
            let output = project.run(tool, arguments)?;
            out.extend([output.stdout, output.stderr]);
            out.push(format!("{:?}", output.status));
        }
        let text = project.read("alembic/versions/a1_new.py")?;
        let lines = text.lines().filter(|line| !line.starts_with("Create Date"));
        out.push(lines.collect::<Vec<_>>().join("\n"));
        Ok(out)
    };
    let ours = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    let mine = answers(&ours)?;
    assert!(mine.iter().any(|text| text.contains("set up own.one")));
    for (mine, theirs) in mine.iter().zip(answers(&Tool::Reference(venv.clone()))?) {
        assert_eq!(*mine, theirs);
    }
    // What cannot be followed is refused, with Python at hand too: the worker has no plugins.
    let project = folder(
        "import ctypes\n\n\ndef setup(plugin):\n    ctypes.CDLL(None).puts(b'hello')\n    if ctypes.sizeof(plugin) > 1:\n        plugin.remove()\n",
    )?;
    let output = project.run(&ours, &["upgrade", "head"])?;
    assert_eq!(output.status, Some(1), "{}", output.stderr);
    assert!(
        output.stderr.contains("installed/own_plugin.py:"),
        "{}",
        output.stderr
    );
    // Commands that need no `env.py` need no plugins.
    assert_eq!(project.run(&ours, &["heads"])?.status, Some(0));
    Ok(())
}
