//! The script directory of a project.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use alembic_config::Config;
use alembic_config::config::python_absolute;
use alembic_source::{Diagnostic, SourceMap, System};
use indexmap::IndexMap;

use crate::failure::Failure;
use crate::graph_error::{CommandTexts, GraphError};
use crate::load::{self, Places, Scan, ScanAhead};
use crate::messenger::Messenger;
use crate::python_environment::PythonEnvironment;
use crate::revision::RevisionHeader;
use crate::revision_map::relative::from_nothing;
use crate::revision_map::{Denoted, RevisionIndex, RevisionMap, Selection, Symbol};
use crate::step::Step;

/// Evaluates a revision module whose header is not made of literals.
pub type HeaderEvaluator = Rc<dyn Fn(&Path) -> Result<RevisionHeader, Failure>>;

/// The directory with `env.py`, and the revisions that belong to it.
///
/// Mirrors `alembic.script.ScriptDirectory` (Alembic 1.20). The revision files are read at the first use of the map.
pub struct ScriptDirectory {
    /// `dir`: as configured, maybe relative.
    pub dir: PathBuf,
    /// `version_locations` as configured; empty for the default.
    pub version_locations: Vec<String>,
    /// `file_template`.
    pub file_template: String,
    /// `truncate_slug_length`.
    pub truncate_slug_length: usize,
    /// `timezone`.
    pub timezone: Option<String>,
    /// `hooks`: options of the post-write hooks.
    pub hooks: Vec<IndexMap<String, String>>,
    /// `recursive_version_locations`.
    pub recursive: bool,
    /// `sourceless`.
    pub sourceless: bool,
    /// `output_encoding`.
    pub output_encoding: String,
    /// `prepend_sys_path`: goes to the front of `sys.path`.
    pub prepend_sys_path: Vec<String>,
    pub(crate) locations: Vec<PathBuf>,
    pub(crate) system: Rc<dyn System>,
    pub(crate) sources: Rc<SourceMap>,
    pub(crate) messenger: Rc<dyn Messenger>,
    pub(crate) python: PythonEnvironment,
    evaluator: RefCell<Option<HeaderEvaluator>>,
    map: RefCell<Option<Rc<RevisionMap>>>,
    scan_ahead: RefCell<Option<ScanAhead>>,
}

impl std::fmt::Debug for ScriptDirectory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ScriptDirectory")
            .field("dir", &self.dir)
            .finish_non_exhaustive()
    }
}

/// What to do in a project of Flask-Migrate: `flask db` has its `alembic.ini` beside `env.py` and sets the folder itself.
fn flask_migrate(config: &Config) -> Option<Diagnostic> {
    let system = config.system();
    let beside = config.config_file_path().and_then(|path| {
        let path = python_absolute(&**system, &path);
        path.parent().map(Path::to_owned)
    });
    let folder = beside
        .into_iter()
        .chain([system.current_dir().join("migrations")])
        .find(|folder| {
            system.is_file(&folder.join("alembic.ini"))
                && system
                    .read_to_string(&folder.join("env.py"))
                    .is_ok_and(|text| text.contains("current_app"))
        })?;
    let shown = folder.file_name()?.to_string_lossy().into_owned();
    Some(
        Diagnostic::error("flask-migrate", format!("`{shown}` is the folder of a Flask-Migrate project"))
            .note("`flask db` tells Alembic the folder; the `alembic` command reads it from an alembic.ini")
            .help(format!(
                "write an alembic.ini beside the folder `{shown}`, with the lines `[alembic]` and `script_location = {shown}`"
            )),
    )
}

impl ScriptDirectory {
    /// Mirrors `ScriptDirectory.from_config`.
    ///
    /// # Errors
    /// No `script_location`, a missing directory, values that cannot be read.
    pub fn from_config(
        config: &Config,
        messenger: Rc<dyn Messenger>,
        python: PythonEnvironment,
    ) -> Result<Self, Failure> {
        let Some(location) = config.alembic_text("script_location")? else {
            let failure = Failure::command("No 'script_location' key found in configuration.");
            return Err(match flask_migrate(config) {
                Some(advice) => failure.with(advice),
                None => failure,
            });
        };
        let truncate = match config.alembic_text("truncate_slug_length")? {
            None => 0,
            Some(text) => python_int(&text)?,
        };
        let prepend_sys_path = config.prepend_sys_paths()?.paths.unwrap_or_default();
        let recursive = config.boolean_option("recursive_version_locations")?;
        let system = Rc::clone(config.system());
        let search = python.search_path(&*system, &prepend_sys_path);
        let dir = resource_to_path(&*system, &location, &search)?;
        let file_template = config
            .alembic_text("file_template")?
            .unwrap_or_else(|| "%(rev)s_%(slug)s".to_owned());
        let sourceless = config.boolean_option("sourceless")?;
        let output_encoding = config
            .alembic_text("output_encoding")?
            .unwrap_or_else(|| "utf-8".to_owned());
        let version_locations = config.version_locations()?.paths.unwrap_or_default();
        let timezone = config.alembic_text("timezone")?;
        let hooks = config.hooks()?;
        let found = python_absolute(&*system, &dir);
        if !system.is_dir(&found) && !system.is_file(&found) {
            return Err(Failure::command(format!(
                "Path doesn't exist: {}.  Please use the 'init' command to create a new scripts folder.",
                dir.display()
            )));
        }
        let locations = if version_locations.is_empty() {
            vec![python_absolute(&*system, &dir.join("versions"))]
        } else {
            version_locations
                .iter()
                .map(|location| {
                    let path = resource_to_path(&*system, location, &search)?;
                    Ok(python_absolute(&*system, &path))
                })
                .collect::<Result<_, Failure>>()?
        };
        Ok(Self {
            dir,
            version_locations,
            file_template,
            truncate_slug_length: if truncate == 0 { 40 } else { truncate },
            timezone,
            hooks,
            recursive,
            sourceless,
            output_encoding,
            prepend_sys_path,
            locations,
            sources: Rc::clone(config.sources()),
            system,
            messenger,
            python,
            evaluator: RefCell::new(None),
            map: RefCell::new(None),
            scan_ahead: RefCell::new(None),
        })
    }

    /// Who evaluates revision modules whose header is not made of literals.
    pub fn set_header_evaluator(&self, evaluator: HeaderEvaluator) {
        *self.evaluator.borrow_mut() = Some(evaluator);
    }

    pub(crate) fn evaluate_header(&self, path: &Path) -> Option<Result<RevisionHeader, Failure>> {
        let evaluator = self.evaluator.borrow().clone()?;
        Some(evaluator(path))
    }

    /// `env_py_location`.
    pub fn env_py_location(&self) -> PathBuf {
        self.dir.join("env.py")
    }

    /// `_version_locations`: absolute directories of the revision files.
    pub fn absolute_version_locations(&self) -> &[PathBuf] {
        &self.locations
    }

    /// `sys.path` as far as the project decides it: `prepend_sys_path`, then the environment's folders.
    pub fn python_search_path(&self) -> Vec<PathBuf> {
        self.python
            .search_path(&*self.system, &self.prepend_sys_path)
    }

    fn places(&self) -> Places {
        Places {
            dir: self.dir.clone(),
            locations: self.locations.clone(),
            recursive: self.recursive,
            sourceless: self.sourceless,
        }
    }

    /// Begins to read the revision files on another thread, for a command that needs them later.
    pub fn read_ahead(&self) {
        if self.map.borrow().is_none() && self.scan_ahead.borrow().is_none() {
            *self.scan_ahead.borrow_mut() = ScanAhead::begin(&*self.system, &self.places());
        }
    }

    /// `revision_map`.
    ///
    /// # Errors
    /// Files that cannot be read, and a graph that is broken (an uncaught exception in Alembic).
    pub fn map(&self) -> Result<Rc<RevisionMap>, Failure> {
        if let Some(map) = &*self.map.borrow() {
            return Ok(Rc::clone(map));
        }
        let ahead = self.scan_ahead.take().and_then(ScanAhead::finish);
        let scan = ahead.unwrap_or_else(|| Scan::run(&*self.system, &self.places()));
        let revisions: Rc<[_]> = load::load(self, scan)?.into();
        let map = self.build(RevisionMap::new(Rc::clone(&revisions)), &revisions)?;
        *self.map.borrow_mut() = Some(Rc::clone(&map));
        Ok(map)
    }

    /// [`ScriptDirectory::map`] inside of `_catch_revision_errors`: a `RevisionError` is a `CommandError`.
    pub(crate) fn guarded_map(&self) -> Result<Rc<RevisionMap>, Failure> {
        self.map()
            .map_err(crate::generate::revision_error_to_command)
    }

    /// Adds a written revision to the map.
    ///
    /// # Errors
    /// As `RevisionMap.add_revision`.
    pub(crate) fn add_revision(&self, revision: crate::revision::Revision) -> Result<(), Failure> {
        let mut revisions = self.map()?.revisions().to_vec();
        revisions.push(revision);
        let revisions: Rc<[_]> = revisions.into();
        let built = RevisionMap::new(Rc::clone(&revisions));
        let is_cycle = matches!(&built, Err((GraphError::Cycle { .. }, _)));
        match self.build(built, &revisions) {
            Ok(map) => *self.map.borrow_mut() = Some(map),
            // Adding one revision does not look for cycles; the next command will.
            Err(_) if is_cycle => {}
            Err(failure) => return Err(failure),
        }
        Ok(())
    }

    fn build(
        &self,
        built: Result<RevisionMap, (GraphError, Vec<crate::messenger::Warning>)>,
        revisions: &[crate::revision::Revision],
    ) -> Result<Rc<RevisionMap>, Failure> {
        match built {
            Ok(map) => {
                for warning in map.take_warnings() {
                    self.messenger.warn(&warning);
                }
                Ok(Rc::new(map))
            }
            Err((error, warnings)) => {
                for warning in warnings {
                    self.messenger.warn(&warning);
                }
                let diagnostic = explain(&error, revisions);
                let failure = error.into_exception();
                Err(match diagnostic {
                    Some(diagnostic) => failure.with(diagnostic),
                    None => failure,
                })
            }
        }
    }

    /// Runs a query of the map and prints its warnings.
    fn query<T>(
        &self,
        texts: &CommandTexts<'_>,
        query: impl FnOnce(&RevisionMap) -> Result<T, GraphError>,
    ) -> Result<T, Failure> {
        let map = self.guarded_map()?;
        let result = query(&map);
        for warning in map.take_warnings() {
            self.messenger.warn(&warning);
        }
        result.map_err(|error| {
            let hint = crate::load::suggest(&map, &error);
            let failure = error.into_command(texts);
            match hint {
                Some(hint) => failure.with(hint),
                None => failure,
            }
        })
    }

    /// `get_revisions` with errors as commands report them.
    ///
    /// # Errors
    /// Unknown or ambiguous symbols.
    pub fn get_revisions(&self, symbol: &Symbol) -> Result<Vec<Denoted>, Failure> {
        self.query(&CommandTexts::default(), |map| map.get_revisions(symbol))
    }

    /// `get_revision` with errors as commands report them.
    ///
    /// # Errors
    /// Unknown or ambiguous symbols.
    pub fn get_revision(&self, id: Option<&str>) -> Result<Denoted, Failure> {
        self.query(&CommandTexts::default(), |map| map.get_revision(id))
    }

    /// `as_revision_number` with errors as commands report them.
    ///
    /// # Errors
    /// Unknown labels, several heads.
    pub fn as_revision_number(&self, id: Option<&str>) -> Result<Symbol, Failure> {
        self.query(&CommandTexts::default(), |map| map.as_revision_number(id))
    }

    /// `get_current_head`.
    ///
    /// # Errors
    /// Several heads.
    pub fn get_current_head(&self) -> Result<Option<String>, Failure> {
        let texts = CommandTexts {
            multiple_heads: Some(
                "The script directory has multiple heads (due to branching).\
                 Please use get_heads(), or merge the branches using alembic merge.",
            ),
            ..CommandTexts::default()
        };
        self.query(&texts, |map| map.current_head(None))
    }

    /// `get_all_current` with errors as commands report them.
    ///
    /// # Errors
    /// A row that is not in the map.
    pub fn get_all_current(&self, rows: &[String]) -> Result<Vec<RevisionIndex>, Failure> {
        self.query(&CommandTexts::default(), |map| map.all_current(rows))
    }

    /// `walk_revisions`: newest first, both bounds included.
    ///
    /// # Errors
    /// Unknown symbols, bounds that are not on one line.
    pub fn walk_revisions(
        &self,
        base: &Symbol,
        head: &Symbol,
    ) -> Result<Vec<RevisionIndex>, Failure> {
        let (start, end) = (base.text(), head.text());
        let texts = CommandTexts {
            start: start.as_deref(),
            end: end.as_deref(),
            ..CommandTexts::default()
        };
        let selection = Selection {
            inclusive: true,
            assert_relative_length: false,
            ..Selection::default()
        };
        self.query(&texts, |map| map.iterate_revisions(head, base, selection))
    }

    /// `_upgrade_revs`: the steps from the rows of the version table up to a destination.
    ///
    /// # Errors
    /// Unknown symbols, a destination that is not above the rows.
    pub fn upgrade_steps(
        &self,
        destination: &str,
        current: &[String],
    ) -> Result<Vec<Step>, Failure> {
        let texts = CommandTexts {
            ancestor: Some(
                "Destination %(end)s is not a valid upgrade target from current head(s)",
            ),
            end: Some(destination),
            ..CommandTexts::default()
        };
        let selection = Selection {
            implicit_base: true,
            ..Selection::default()
        };
        self.query(&texts, |map| {
            let revisions = map.iterate_revisions(
                &Symbol::one(destination),
                &Symbol::Several(current.to_vec()),
                selection,
            )?;
            Ok(revisions
                .into_iter()
                .rev()
                .map(|index| Step::migration(map, index, true))
                .collect())
        })
    }

    /// `iterate_revisions(upper, lower)`.
    ///
    /// # Errors
    /// Unknown symbols, and a lower end that is not below the upper one.
    pub fn iterate_revisions(
        &self,
        upper: &Symbol,
        lower: &Symbol,
    ) -> Result<Vec<RevisionIndex>, Failure> {
        let texts = CommandTexts::default();
        self.query(&texts, |map| {
            map.iterate_revisions(upper, lower, Selection::default())
        })
    }

    /// `_downgrade_revs`: the steps from the rows of the version table down to a destination.
    ///
    /// # Errors
    /// Unknown symbols, a destination that is not below the rows.
    pub fn downgrade_steps(
        &self,
        destination: &str,
        current: &[String],
    ) -> Result<Vec<Step>, Failure> {
        let texts = CommandTexts {
            ancestor: Some(
                "Destination %(end)s is not a valid downgrade target from current head(s)",
            ),
            end: Some(destination),
            ..CommandTexts::default()
        };
        let selection = Selection {
            for_downgrade: true,
            ..Selection::default()
        };
        if current.is_empty()
            && let Some(error) = from_nothing(destination)
        {
            return Err(error.into_command(&texts));
        }
        self.query(&texts, |map| {
            let revisions = map.iterate_revisions(
                &Symbol::Several(current.to_vec()),
                &Symbol::one(destination),
                selection,
            )?;
            Ok(revisions
                .into_iter()
                .map(|index| Step::migration(map, index, false))
                .collect())
        })
    }

    /// `_stamp_revs`: the steps that put the destinations into the version table.
    ///
    /// # Errors
    /// Unknown symbols.
    pub fn stamp_steps(
        &self,
        destinations: &[String],
        current: &[String],
    ) -> Result<Vec<Step>, Failure> {
        // Rows and destinations are looked up with the default texts, as in Alembic.
        let rows = self.get_revisions(&Symbol::Several(current.to_vec()))?;
        let texts = CommandTexts {
            multiple_heads: Some(
                "Multiple heads are present; please specify a single target revision",
            ),
            ..CommandTexts::default()
        };
        let heads = self.query(&texts, |map| map.stamp_heads(&rows, destinations))?;
        let wanted = self.get_revisions(&if destinations.is_empty() {
            Symbol::one("base")
        } else {
            Symbol::Several(destinations.to_vec())
        })?;
        self.query(&texts, |map| map.stamp_steps(&heads, &wanted))
    }
}

/// Mirrors `util.coerce_resource_to_filename`.
fn resource_to_path(
    system: &dyn System,
    location: &str,
    search: &[PathBuf],
) -> Result<PathBuf, Failure> {
    let path: PathBuf = Path::new(location).components().collect();
    if path.is_absolute() || !location.contains(':') {
        return Ok(if path.as_os_str().is_empty() {
            PathBuf::from(".")
        } else {
            path
        });
    }
    let mut parts = location.split(':');
    let package = parts.next().unwrap_or_default();
    let relative: PathBuf = package.split('.').collect();
    let Some(root) = search
        .iter()
        .map(|folder| folder.join(&relative))
        .find(|folder| system.is_dir(folder))
    else {
        let missing = package.split('.').next().unwrap_or_default();
        return Err(Failure::exception(
            "ModuleNotFoundError",
            format!("No module named '{missing}'"),
        ));
    };
    Ok(parts.fold(root, |folder, part| folder.join(part)))
}

fn python_int(text: &str) -> Result<usize, Failure> {
    let digits = text.trim().replace('_', "");
    digits
        .parse::<i64>()
        .map(|number| usize::try_from(number).unwrap_or(0))
        .map_err(|_| {
            Failure::exception(
                "ValueError",
                format!(
                    "invalid literal for int() with base 10: {}",
                    alembic_config::percent::python_repr(text)
                ),
            )
        })
}

/// Our own words for a broken graph, with files and lines.
fn explain(error: &GraphError, revisions: &[crate::revision::Revision]) -> Option<Diagnostic> {
    let by_id = |id: &str| revisions.iter().rev().find(|revision| revision.id == id);
    match error {
        GraphError::Cycle {
            kind,
            revisions: ids,
        } => {
            let mut diagnostic = Diagnostic::error(
                "revision-cycle",
                format!(
                    "{} among the revisions {}",
                    kind.to_string().to_lowercase(),
                    ids.join(", ")
                ),
            );
            let mut places = ids.iter().filter_map(|id| {
                let revision = by_id(id)?;
                let span = revision
                    .down_revision_span
                    .filter(|_| !revision.down_revisions.is_empty())
                    .or(revision.depends_on_span)
                    .or(revision.revision_span)?;
                Some((span, format!("`{id}` needs {}", needs(revision))))
            });
            if let Some((span, text)) = places.next() {
                diagnostic = diagnostic.at(span, text);
            }
            for (span, text) in places.take(4) {
                diagnostic = diagnostic.also(span, text);
            }
            Some(diagnostic.help("change one of these so that a revision no longer needs itself"))
        }
        GraphError::Key { key } => {
            let revision = revisions.iter().find(|revision| {
                revision.down_revisions.contains(key) || revision.dependencies.contains(key)
            })?;
            let by_down = revision.down_revisions.contains(key);
            let (span, what) = if by_down {
                (revision.down_revision_span, "down_revision")
            } else {
                (revision.depends_on_span, "depends_on")
            };
            let mut diagnostic = Diagnostic::error(
                "unknown-revision",
                format!("no revision file has the identifier `{key}`"),
            );
            if let Some(span) = span.or(revision.revision_span) {
                diagnostic =
                    diagnostic.at(span, format!("named as the `{what}` of `{}`", revision.id));
            }
            let ids: Vec<&str> = revisions
                .iter()
                .map(|revision| revision.id.as_str())
                .collect();
            if let Some(near) = crate::load::nearest(key, &ids) {
                let path = by_id(near).map(|found| found.path.display().to_string());
                diagnostic = diagnostic.help(format!(
                    "did you mean `{near}` ({})?",
                    path.unwrap_or_default()
                ));
            }
            Some(diagnostic)
        }
        GraphError::Revision { message } => {
            let label = message.strip_prefix("Branch name '")?.split('\'').next()?;
            let mut places = revisions.iter().filter(|revision| {
                revision.id == label || revision.own_branch_labels.iter().any(|own| own == label)
            });
            let mut diagnostic = Diagnostic::error(
                "duplicate-branch-label",
                format!("the branch label `{label}` is used more than once"),
            );
            let span = |revision: &crate::revision::Revision| {
                if revision.id == label {
                    revision.revision_span
                } else {
                    revision.branch_labels_span.or(revision.revision_span)
                }
            };
            if let Some(place) = places.next().and_then(span) {
                diagnostic = diagnostic.also(place, "first here");
            }
            if let Some(place) = places.next().and_then(span) {
                diagnostic = diagnostic.at(place, "and here");
            }
            Some(diagnostic.help("give one of the two another label"))
        }
        _ => None,
    }
}

fn needs(revision: &crate::revision::Revision) -> String {
    let all: Vec<String> = revision
        .down_revisions
        .iter()
        .chain(&revision.dependencies)
        .map(|id| format!("`{id}`"))
        .collect();
    all.join(", ")
}
