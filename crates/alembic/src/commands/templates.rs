//! The stock templates of `init`, compiled in.

/// One template.
pub(super) struct Template {
    /// Its name.
    pub(super) name: &'static str,
    /// Names and texts of its files, in the order in which they are written.
    pub(super) files: &'static [(&'static str, &'static str)],
}

impl Template {
    /// First line of its README.
    pub(super) fn synopsis(&self) -> &'static str {
        self.files
            .iter()
            .find(|(name, _)| *name == "README")
            .and_then(|(_, text)| text.lines().next())
            .unwrap_or_default()
    }
}

const SCRIPT: &str = include_str!("../../templates/generic/script.py.mako");
const INI: &str = include_str!("../../templates/generic/alembic.ini.mako");
const ENV: &str = include_str!("../../templates/generic/env.py");
const ASYNC_ENV: &str = include_str!("../../templates/async/env.py");
const SMALL_INI: &str = include_str!("../../templates/pyproject/alembic.ini.mako");
const PYPROJECT: &str = include_str!("../../templates/pyproject/pyproject.toml.mako");

/// All templates, in the order in which a directory listing of the reference shows them.
pub(super) const TEMPLATES: &[Template] = &[
    Template {
        name: "pyproject_async",
        files: &[
            (
                "README",
                include_str!("../../templates/pyproject_async/README"),
            ),
            ("alembic.ini.mako", SMALL_INI),
            ("env.py", ASYNC_ENV),
            ("pyproject.toml.mako", PYPROJECT),
            ("script.py.mako", SCRIPT),
        ],
    },
    Template {
        name: "multidb",
        files: &[
            ("README", include_str!("../../templates/multidb/README")),
            (
                "alembic.ini.mako",
                include_str!("../../templates/multidb/alembic.ini.mako"),
            ),
            ("env.py", include_str!("../../templates/multidb/env.py")),
            (
                "script.py.mako",
                include_str!("../../templates/multidb/script.py.mako"),
            ),
        ],
    },
    Template {
        name: "generic",
        files: &[
            ("README", include_str!("../../templates/generic/README")),
            ("alembic.ini.mako", INI),
            ("env.py", ENV),
            ("script.py.mako", SCRIPT),
        ],
    },
    Template {
        name: "pyproject",
        files: &[
            ("README", include_str!("../../templates/pyproject/README")),
            ("alembic.ini.mako", SMALL_INI),
            ("env.py", ENV),
            ("pyproject.toml.mako", PYPROJECT),
            ("script.py.mako", SCRIPT),
        ],
    },
    Template {
        name: "async",
        files: &[
            ("README", include_str!("../../templates/async/README")),
            ("alembic.ini.mako", INI),
            ("env.py", ASYNC_ENV),
            ("script.py.mako", SCRIPT),
        ],
    },
];
