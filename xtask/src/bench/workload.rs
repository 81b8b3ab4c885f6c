//! A project with N revisions, N tables and N models.

use std::path::{Path, PathBuf};

use anyhow::Result;

/// A project folder.
pub(crate) struct Workload {
    pub(crate) folder: PathBuf,
    pub(crate) size: usize,
}

impl Workload {
    /// Writes the project: a linear history in which each revision makes the table of one model.
    pub(crate) fn make(folder: &Path, size: usize) -> Result<Self> {
        let workload = Self {
            folder: folder.to_owned(),
            size,
        };
        workload.lay_out()?;
        let versions = folder.join("migrations/versions");
        for i in 0..size {
            std::fs::write(
                versions.join(format!("{}_table_{i}.py", id(i))),
                revision(i),
            )?;
        }
        Ok(workload)
    }

    /// The same models beside an empty history.
    pub(crate) fn without_revisions(other: &Self) -> Result<Self> {
        let workload = Self {
            folder: other.folder.with_extension("models"),
            size: other.size,
        };
        workload.lay_out()?;
        Ok(workload)
    }

    /// The revision in the middle.
    pub(crate) fn middle(&self) -> String {
        id(self.size / 2)
    }

    /// Removes the revision files.
    pub(crate) fn clear_versions(&self) -> Result<()> {
        let versions = self.folder.join("migrations/versions");
        std::fs::remove_dir_all(&versions)?;
        std::fs::create_dir_all(&versions)?;
        Ok(())
    }

    /// Sets `sqlalchemy.url`.
    pub(crate) fn set_url(&self, url: &str) -> Result<()> {
        let text = format!(
            "[alembic]\nscript_location = %(here)s/migrations\nprepend_sys_path = .\npath_separator = os\nsqlalchemy.url = {}\n",
            url.replace("postgresql://", "postgresql+psycopg2://")
                .replace('%', "%%")
        );
        std::fs::write(self.folder.join("alembic.ini"), text)?;
        Ok(())
    }

    fn lay_out(&self) -> Result<()> {
        let _ = std::fs::remove_dir_all(&self.folder);
        let models = self.folder.join("models");
        std::fs::create_dir_all(&models)?;
        std::fs::create_dir_all(self.folder.join("migrations/versions"))?;
        self.set_url("sqlite:///app.db")?;
        std::fs::write(self.folder.join("migrations/env.py"), ENV)?;
        std::fs::write(self.folder.join("migrations/script.py.mako"), MAKO)?;
        std::fs::write(models.join("base.py"), BASE)?;
        let n_modules = self.size.div_ceil(10);
        let mut imports = String::from("from models.base import Base\n");
        for module in 0..n_modules {
            let mut text = String::from(HEADER);
            for i in module * 10..((module + 1) * 10).min(self.size) {
                text.push_str(&model(i));
            }
            std::fs::write(models.join(format!("part_{module}.py")), text)?;
            imports.push_str(&format!("import models.part_{module}\n"));
        }
        std::fs::write(models.join("__init__.py"), imports)?;
        Ok(())
    }
}

fn id(i: usize) -> String {
    // Scattered, so that the order of files is not that of the history.
    let scattered = (i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!("{:012x}", scattered >> 16)
}

fn model(i: usize) -> String {
    let parent = if i == 0 {
        String::new()
    } else {
        format!(
            "    parent_id: Mapped[int | None] = mapped_column(ForeignKey('table_{}.id'))\n",
            i - 1
        )
    };
    format!(
        "class Model{i}(Stamped, Base):\n    __tablename__ = 'table_{i}'\n    id: Mapped[int] = mapped_column(primary_key=True)\n    \
         name: Mapped[str] = mapped_column(String(50), index=True)\n    amount: Mapped[int | None]\n{parent}\n\n"
    )
}

fn revision(i: usize) -> String {
    let (own, down) = (
        id(i),
        if i == 0 {
            "None".to_owned()
        } else {
            format!("'{}'", id(i - 1))
        },
    );
    let (column, constraint) = if i == 0 {
        (String::new(), String::new())
    } else {
        (
            "        sa.Column('parent_id', sa.Integer(), nullable=True),\n".to_owned(),
            format!(
                "        sa.ForeignKeyConstraint(['parent_id'], ['table_{0}.id'], name=op.f('fk_table_{i}_parent_id_table_{0}')),\n",
                i - 1
            ),
        )
    };
    format!(
        "\"\"\"table {i}\n\nRevision ID: {own}\nRevises: {}\nCreate Date: 2026-01-01 00:00:00\n\n\"\"\"\n\
         from typing import Sequence, Union\n\nfrom alembic import op\nimport sqlalchemy as sa\n\n\n\
         revision: str = '{own}'\ndown_revision: Union[str, Sequence[str], None] = {down}\n\
         branch_labels: Union[str, Sequence[str], None] = None\ndepends_on: Union[str, Sequence[str], None] = None\n\n\n\
         def upgrade() -> None:\n    op.create_table(\n        'table_{i}',\n        sa.Column('id', sa.Integer(), nullable=False),\n        \
         sa.Column('name', sa.String(length=50), nullable=False),\n        sa.Column('amount', sa.Integer(), nullable=True),\n{column}        \
         sa.Column('created_at', sa.DateTime(), server_default=sa.text('CURRENT_TIMESTAMP'), nullable=False),\n{constraint}        \
         sa.PrimaryKeyConstraint('id', name=op.f('pk_table_{i}')),\n    )\n    \
         op.create_index(op.f('ix_table_{i}_name'), 'table_{i}', ['name'], unique=False)\n\n\n\
         def downgrade() -> None:\n    op.drop_index(op.f('ix_table_{i}_name'), table_name='table_{i}')\n    op.drop_table('table_{i}')\n",
        down.trim_matches('\'')
    )
}

const ENV: &str = "\
from alembic import context
from sqlalchemy import engine_from_config, pool

from models import Base

config = context.config
target_metadata = Base.metadata

if context.is_offline_mode():
    context.configure(url=config.get_main_option('sqlalchemy.url'), target_metadata=target_metadata, literal_binds=True, dialect_opts={'paramstyle': 'named'})
    with context.begin_transaction():
        context.run_migrations()
else:
    connectable = engine_from_config(config.get_section(config.config_ini_section, {}), prefix='sqlalchemy.', poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)
        with context.begin_transaction():
            context.run_migrations()
";

const MAKO: &str = "\
\"\"\"${message}\"\"\"
from alembic import op
import sqlalchemy as sa
${imports if imports else \"\"}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade():
    ${upgrades if upgrades else \"pass\"}


def downgrade():
    ${downgrades if downgrades else \"pass\"}
";

const BASE: &str = "\
from datetime import datetime

from sqlalchemy import MetaData, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            'ix': 'ix_%(table_name)s_%(column_0_name)s',
            'uq': 'uq_%(table_name)s_%(column_0_name)s',
            'fk': 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
            'pk': 'pk_%(table_name)s',
        }
    )


class Stamped:
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
";

const HEADER: &str = "\
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Stamped


";
