//! Ways in which models change their tables while they are mapped: the generated file is that of the reference, or the
//! command refuses.

use std::path::PathBuf;

use alembic_testing::{Output, Project, Tool, reference};
use anyhow::Result;

const IMPORTS: &str = "\
import sqlalchemy as sa
import sqlalchemy.orm as orm
from sqlalchemy import Column, Index, Integer, String, Table, event
from sqlalchemy.orm import DeclarativeBase, DeclarativeMeta, Mapper, declarative_base, mapped_column, registry
";

const MODEL: &str = "
Base = declarative_base()
class A(Base):
    __tablename__ = 'a'
    id = Column(Integer, primary_key=True)
    n = Column(String(5))
";

fn ours() -> Tool {
    Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")))
}

fn generate(models: &str, tool: &Tool) -> Result<(Output, String)> {
    generate_from(&[("models.py", &format!("{IMPORTS}{models}"))], tool)
}

/// What `revision --autogenerate` says and writes for the `Base` of `models.py`, which is one of these files.
fn generate_from(files: &[(&str, &str)], tool: &Tool) -> Result<(Output, String)> {
    let project = Project::generic(&[])?;
    for (name, text) in files {
        project.write(name, text)?;
    }
    let env = project.read("alembic/env.py")?.replace(
        "target_metadata = None",
        "import models\ntarget_metadata = models.Base.metadata",
    );
    project.write("alembic/env.py", &env)?;
    let mut arguments = vec!["revision", "--autogenerate", "-m", "x", "--rev-id", "r1"];
    if let Tool::Ours(_) = tool {
        arguments.splice(0..0, ["--engine", "native"]);
    }
    let output = project.run(tool, &arguments)?;
    let text = project.read("alembic/versions/r1_x.py").unwrap_or_default();
    let body = text.find("def upgrade").map_or("", |at| &text[at..]);
    Ok((output, body.to_owned()))
}

#[test]
fn as_under_the_reference() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    let after = |text: &str| format!("{MODEL}{text}\n");
    let before = |text: &str| format!("{text}\n{MODEL}");
    let extra = "A.__table__.append_column(Column('extra', Integer))";
    let cases = [
        after(&format!("@event.listens_for(Mapper, 'after_configured')\ndef f(): {extra}\norm.configure_mappers()")),
        after(&format!("@event.listens_for(Mapper, 'before_configured')\ndef f(): {extra}\nBase.registry.configure()")),
        after(&format!("@event.listens_for(Mapper, 'after_configured', once=True)\ndef f(): {extra}\nA(n='x')")),
        after(&format!("@event.listens_for(Mapper, 'after_configured')\ndef f(): {extra}\nstr(sa.select(A))")),
        after("@event.listens_for(Mapper, 'mapper_configured')\ndef f(m, c): c.__table__.append_column(Column('extra', Integer))\norm.configure_mappers()"),
        after("@event.listens_for(Mapper, 'before_mapper_configured')\ndef f(m, c): c.__table__.append_column(Column('extra', Integer))\norm.configure_mappers()"),
        before("@event.listens_for(Mapper, 'instrument_class')\ndef f(m, c): m.local_table.append_column(Column('extra', Integer))"),
        before("@event.listens_for(Mapper, 'after_mapper_constructed')\ndef f(m, c): m.local_table.append_column(Column('extra', Integer))"),
        before("@event.listens_for(Column, 'before_parent_attach')\ndef f(c, t):\n    if c.name == 'n': c.comment = 'x'"),
        before("@event.listens_for(Column, 'after_parent_attach')\ndef f(c, t):\n    if c.name == 'n': c.nullable = False"),
        before("@event.listens_for(Table, 'before_parent_attach')\ndef f(t, m): t.comment = 'x'"),
        after("A.later = Column(Integer)\nIndex('ix_n', A.n, unique=True)"),
        "Base = declarative_base()\nclass Named:\n    @classmethod\n    def __table_cls__(cls, name, metadata, *a, **k): return Table('x_' + name, metadata, *a, **k)\nclass A(Named, Base):\n    __tablename__ = 'a'\n    id = Column(Integer, primary_key=True)\n".to_owned(),
        "class Base(metaclass=DeclarativeMeta):\n    __abstract__ = True\n    registry = registry()\n    metadata = registry.metadata\n    __init__ = registry.constructor\nclass Stamped(Base):\n    __abstract__ = True\n    created = Column(Integer)\nclass A(Stamped):\n    __tablename__ = 'a'\n    id = Column(Integer, primary_key=True)\nA.later = Column(String(3))\n".to_owned(),
        "class Meta(DeclarativeMeta):\n    def __init__(cls, name, bases, namespace):\n        if '__tablename__' in namespace: cls.extra = Column(Integer)\n        super().__init__(name, bases, namespace)\nBase = declarative_base(metaclass=Meta)\nclass A(Base):\n    __tablename__ = 'a'\n    id = Column(Integer, primary_key=True)\n".to_owned(),
        "class Meta(type(DeclarativeBase)):\n    def __init__(cls, name, bases, namespace, **k):\n        if '__tablename__' in namespace: cls.extra = mapped_column(Integer)\n        super().__init__(name, bases, namespace, **k)\nclass Base(DeclarativeBase, metaclass=Meta): pass\nclass A(Base):\n    __tablename__ = 'a'\n    id = Column(Integer, primary_key=True)\n".to_owned(),
        // What `__init_subclass__` does after `super()` sees the table; without `super()` nothing is mapped.
        "class Base(orm.DeclarativeBase):\n    def __init_subclass__(cls, /, note=None, **k):\n        super().__init_subclass__(**k)\n        cls.__table__.comment = note\n        if len(cls.__table__.c) > 1: Index(f'ix_{cls.__tablename__}_own', cls.__table__.c.n)\nclass A(Base, note='about'):\n    __tablename__ = 'a'\n    id = Column(Integer, primary_key=True)\n    n = Column(Integer)\nclass B(Base):\n    __tablename__ = 'b'\n    id = Column(Integer, primary_key=True)\n".to_owned(),
        "class Base(orm.DeclarativeBase): pass\nclass Silent:\n    def __init_subclass__(cls): pass\nclass A(Silent, Base):\n    __tablename__ = 'a'\n    id = Column(Integer, primary_key=True)\nclass B(Base):\n    __tablename__ = 'b'\n    id = Column(Integer, primary_key=True)\n".to_owned(),
        "class Base(orm.MappedAsDataclass, orm.DeclarativeBase, kw_only=True): pass\nclass Indexed:\n    def __init_subclass__(cls, **k):\n        super().__init_subclass__(**k)\n        Index('ix_own', cls.__table__.c.n)\nclass A(Indexed, Base, repr=False):\n    __tablename__ = 'a'\n    id: orm.Mapped[int] = mapped_column(primary_key=True)\n    n: orm.Mapped[int]\n".to_owned(),
    ];
    for models in cases {
        let (mine, own) = generate(&models, &ours())?;
        let (theirs, other) = generate(&models, &Tool::Reference(venv.clone()))?;
        assert_eq!(theirs.status, Some(0), "{models}\n{}", theirs.stderr);
        assert_eq!(mine.status, Some(0), "{models}\n{}", mine.stderr);
        assert_eq!(own, other, "{models}");
    }
    Ok(())
}

/// What an `env.py` prints, the same on both sides; at least so many lines.
fn same_answers(env: &str, n_lines: usize) -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    let answers = |tool: &Tool| -> Result<String> {
        let project = Project::generic(&[])?;
        project.write("alembic/env.py", env)?;
        let mut arguments = vec!["current"];
        if let Tool::Ours(_) = tool {
            arguments.splice(0..0, ["--engine", "native"]);
        }
        Ok(project.succeed(tool, &arguments)?.stdout)
    };
    let (own, other) = (answers(&ours())?, answers(&Tool::Reference(venv))?);
    assert!(other.lines().count() >= n_lines, "{other}");
    for (own, other) in own.lines().zip(other.lines()) {
        assert_eq!(own, other);
    }
    assert_eq!(own.lines().count(), other.lines().count());
    Ok(())
}

/// Which SQL type an annotation stands for, for many annotations under many `type_annotation_map`s.
#[test]
fn annotations_are_resolved_as_under_the_reference() -> Result<()> {
    same_answers(include_str!("mapping/annotations.py"), 300)
}

#[test]
fn hierarchies_have_the_tables_of_the_reference() -> Result<()> {
    same_answers(include_str!("mapping/hierarchies.py"), 13)
}

#[test]
fn a_class_needs_a_primary_key() -> Result<()> {
    same_answers(include_str!("mapping/primary_keys.py"), 13)
}

/// `import *` gives what the module makes only when it is asked for, through other modules too.
#[test]
fn names_of_starred_imports() -> Result<()> {
    const BASE: &str = "from sqlalchemy import *\nfrom sqlalchemy.orm import *\n\n\nclass Base(DeclarativeBase):\n    pass\n";
    const MODELS: &str = "import base as declared\nfrom base import *\nfrom base import Mapped as M, relationship as r\n\n\nclass Base(Base):\n    __abstract__ = True\n\n\nclass A(Base):\n    __tablename__ = 'a'\n    id: Mapped[int] = mapped_column(primary_key=True)\n    name: M[str] = mapped_column(String(5))\n    bs: Mapped[list['B']] = relationship(back_populates='a', cascade='all, delete-orphan', lazy='selectin', order_by='B.id')\n    note = deferred(Column(Text), group='rare')\n    twice = column_property(Column('two', Integer), expire_on_flush=False)\n    same = synonym('name')\n\n\nclass B(Base):\n    __tablename__ = 'b'\n    id: declared.Mapped[int] = declared.mapped_column(primary_key=True)\n    a_id: Mapped[int] = mapped_column(ForeignKey('a.id'))\n    a: Mapped[A] = r('A', back_populates='bs', foreign_keys=[a_id], viewonly=True)\n\n\nprint(hasattr(declared, 'metadata'), hasattr(declared, 'aliased'), hasattr(declared, 'absent'))\ntry:\n    absent\nexcept NameError as error:\n    print(error)\nfor arguments, options in [\n    (('A',), {'nope': 1}),\n    (('A', 'b', 'c'), {}),\n    (('A',), {'backref': 'x', 'back_populates': 'y'}),\n    (('A',), {'cascade': 'all, nope'}),\n]:\n    try:\n        relationship(*arguments, **options)\n    except Exception as error:\n        print(type(error).__name__, error)\nfor make in (column_property, deferred, synonym):\n    try:\n        make(nope=1)\n    except TypeError as error:\n        print(error)\n    try:\n        make('x', nope=1)\n    except TypeError as error:\n        print(error)\n";
    let Some(venv) = reference() else {
        return Ok(());
    };
    let files = [("base.py", BASE), ("models.py", MODELS)];
    let (mine, own) = generate_from(&files, &ours())?;
    let (theirs, other) = generate_from(&files, &Tool::Reference(venv))?;
    for output in [&mine, &theirs] {
        assert_eq!(output.status, Some(0), "{}", output.stderr);
    }
    assert_eq!(mine.stdout, theirs.stdout);
    assert!(!other.is_empty());
    assert_eq!(own, other);
    Ok(())
}

#[test]
fn what_cannot_be_followed_is_refused() -> Result<()> {
    for (models, named) in [
        (format!("{MODEL}@event.listens_for(Mapper, 'after_configured')\ndef f(): pass\n"), "after_configured"),
        ("Base = declarative_base()\nclass Versioned:\n    @orm.declared_attr\n    def __mapper_cls__(cls): return Mapper\nclass A(Versioned, Base):\n    __tablename__ = 'a'\n    id = Column(Integer, primary_key=True)\n".to_owned(), "__mapper_cls__"),
        (format!("def own(*a, **k): return Mapper(*a, **k)\nBase = declarative_base(mapper=own)\n{}", MODEL.replace("Base = declarative_base()", "")), "mapper"),
        ("from dataclasses import dataclass, field\nBase = registry()\n@Base.mapped\n@dataclass\nclass A:\n    __tablename__ = 'a'\n    __sa_dataclass_metadata_key__ = 'sa'\n    id: int = field(init=False, metadata={'sa': Column(Integer, primary_key=True)})\n".to_owned(), "__sa_dataclass_metadata_key__"),
        ("from sqlalchemy.ext.declarative import AbstractConcreteBase\nclass Base(DeclarativeBase):\n    @orm.declared_attr.directive\n    def __tablename__(cls): return cls.__name__.lower()\nclass A(AbstractConcreteBase, Base):\n    n = Column(Integer)\nclass B(A):\n    id = Column(Integer, primary_key=True)\n    __mapper_args__ = {'concrete': True}\n".to_owned(), "AbstractConcreteBase"),
    ] {
        let (output, text) = generate(&models, &ours())?;
        assert_eq!(output.status, Some(1), "{models}\n{}", output.stderr);
        let refusal = output.stderr.lines().find(|line| line.contains("cannot follow"));
        assert!(refusal.is_some_and(|line| line.contains(named)), "{models}\n{}", output.stderr);
        assert!(text.is_empty());
    }
    Ok(())
}

/// What changed between versions of SQLAlchemy follows the one that the project has.
#[test]
fn the_installed_version_decides() -> Result<()> {
    const MODELS: &str = "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\nclass A(Base):\n    __tablename__ = 'a'\n    id: Mapped[int] = mapped_column(primary_key=True)\n    ratio: Mapped[float]\n";
    for (folder, expected) in [
        ("sqlalchemy-2.0.36.dist-info", "sa.Float()"),
        ("SQLAlchemy-2.0.0rc1.dist-info", "sa.Float()"),
        ("sqlalchemy-2.1.0.dist-info", "sa.Double()"),
        ("other-1.0.dist-info", "sa.Double()"),
    ] {
        let text = generate_with_installed(folder, MODELS)?;
        assert!(text.contains(expected), "{folder}: {text}");
    }
    Ok(())
}

/// SQLAlchemy 1.4 orders the columns of a class as they were made, those of mixins and abstract classes too; 2.0 takes
/// those of the class first. What 1.4.54 and 2.1.9 gave for these models was measured.
#[test]
fn columns_of_old_versions_stand_as_they_were_made() -> Result<()> {
    const MODELS: &str = "from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base, declared_attr

Base = declarative_base()


class Stamped:
    created = Column(Integer)

    @declared_attr
    def owner(cls):
        return Column(Integer)

    updated = Column(Integer)


class Early(Stamped):
    note = Column(String(5))


class A(Early, Base):
    __tablename__ = 'a'
    id = Column(Integer, primary_key=True)
    later = Column(Integer)


before = Column('shared', Integer)


class B(Base, Early):
    __tablename__ = 'b'
    id = Column(Integer, primary_key=True)
    n = Column(Integer)
    shared = before


class Root(Base):
    __abstract__ = True
    id = Column(Integer, primary_key=True)
    stamp = Column(Integer)


class C(Root):
    __tablename__ = 'c'
    z = Column(Integer)
    y = Column(Integer)


class D(C):
    w = Column(Integer)


class Late:
    late = Column(Integer)


class E(Late, Root):
    __tablename__ = 'e'
    one = Column(Integer)


E.two = Column(Integer)
";
    for (folder, expected) in [
        (
            "SQLAlchemy-1.4.54.dist-info",
            "a created updated note id later owner, b created updated note shared id n owner, c id stamp z y w, e id stamp late one two",
        ),
        (
            "sqlalchemy-2.1.9.dist-info",
            "a id later note created updated owner, b id n shared note created updated owner, c z y id stamp w, e one late id stamp two",
        ),
    ] {
        let text = generate_with_installed(folder, MODELS)?;
        let words = text.lines().filter_map(|line| {
            let (kind, rest) = line.trim_start().split_once("('")?;
            let name = rest.split('\'').next()?;
            match kind {
                "op.create_table" => Some(format!(", {name}")),
                "sa.Column" => Some(format!(" {name}")),
                _ => None,
            }
        });
        let found: String = words.collect();
        assert_eq!(found.trim_start_matches(", "), expected, "{folder}");
    }
    Ok(())
}

/// What is generated for these models where `site-packages` has this folder.
fn generate_with_installed(folder: &str, models: &str) -> Result<String> {
    const ENV: &str = "import sqlalchemy as sa\nfrom alembic import context\nfrom models import Base\n\nwith sa.create_engine('sqlite:///app.db').connect() as connection:\n    context.configure(connection=connection, target_metadata=Base.metadata)\n    with context.begin_transaction():\n        context.run_migrations()\n";
    let project = Project::with_models("sqlite:///app.db", ENV, models)?;
    project.write("venv/pyvenv.cfg", "version = 3.11.0\n")?;
    let record = format!("venv/lib/python3.11/site-packages/{folder}/RECORD");
    project.write(&record, "")?;
    let venv = project.path().join("venv");
    let project = project.with_env("VIRTUAL_ENV", &venv.display().to_string());
    let arguments = [
        "--engine",
        "native",
        "revision",
        "--autogenerate",
        "-m",
        "new",
        "--rev-id",
        "r1",
    ];
    project.succeed(&ours(), &arguments)?;
    project.read("alembic/versions/r1_new.py")
}
