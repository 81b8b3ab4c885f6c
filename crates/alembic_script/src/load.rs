//! Finding and reading revision files.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use alembic_python::{
    HeaderValue as Literal, RevisionHeader as LiteralHeader, SyntaxErrorInfo, SyntaxTree,
    revision_header,
};
use alembic_source::{Diagnostic, FileId, SourceMap, Span, System, n_processors, parallel_map};
use rustc_hash::FxHashSet;

use crate::failure::Failure;
use crate::generate::WrittenRevision;
use crate::graph_error::{CycleKind, GraphError};
use crate::header_cache::{FileHeader, HeaderCache};
use crate::messenger::Warning;
use crate::revision::{HeaderValue, Revision, RevisionHeader};
use crate::revision_map::RevisionMap;
use crate::script_directory::ScriptDirectory;

/// Files for which a thread is worth it.
const PER_THREAD: usize = 32;

type Parsed = Result<LiteralHeader, SyntaxErrorInfo>;

/// Which files of a script directory are its revisions.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// `ScriptDirectory.dir`.
    pub(crate) dir: PathBuf,
    /// Absolute version locations.
    pub(crate) locations: Vec<PathBuf>,
    /// `recursive_version_locations`.
    pub(crate) recursive: bool,
    /// `sourceless`.
    pub(crate) sourceless: bool,
}

/// The revision files as they were found.
pub(crate) struct Scan {
    /// Files that were found again in a further location.
    twice: Vec<PathBuf>,
    /// The headers, each with its file's text if that had to be read.
    files: Result<Vec<(PathBuf, Option<String>, Parsed)>, Failure>,
}

/// A scan on another thread.
pub(crate) struct ScanAhead(JoinHandle<Scan>);

impl ScanAhead {
    /// Begins a scan; `None` where that gains nothing.
    pub(crate) fn begin(system: &dyn System, places: &Places) -> Option<Self> {
        if n_processors() == 1 {
            return None;
        }
        let system = system.shared()?;
        let places = places.clone();
        let spawned = std::thread::Builder::new().spawn(move || Scan::run(system, &places));
        spawned.ok().map(Self)
    }

    /// What was found; `None` if the thread died.
    pub(crate) fn finish(self) -> Option<Scan> {
        self.0.join().ok()
    }
}

impl Scan {
    /// Finds and reads the files.
    pub(crate) fn run(system: &dyn System, places: &Places) -> Self {
        let mut twice = Vec::new();
        let files = find(system, places, &mut twice).and_then(|paths| {
            let read = read_headers(system, &places.dir, &paths)?;
            let files = paths.into_iter().zip(read);
            Ok(files
                .map(|(path, (text, parsed))| (path, text, parsed))
                .collect())
        });
        Self { twice, files }
    }
}

/// Mirrors `ScriptDirectory._load_revisions`: all scripts in the order of their files.
pub(crate) fn load(script: &ScriptDirectory, scan: Scan) -> Result<Vec<Revision>, Failure> {
    for path in scan.twice {
        script.messenger.warn(&Warning::user(
            format!(
                "File {} loaded twice! ignoring. Please ensure version_locations is unique.",
                path.display()
            ),
            None,
        ));
    }
    let files = scan.files?;
    let mut revisions = Vec::with_capacity(files.len());
    for (path, text, parsed) in files {
        let file = match text {
            Some(text) => script.sources.add(path.clone(), text),
            None => script.sources.add_unread(path.clone(), &script.system),
        };
        revisions.push(revision(script, path, file, parsed)?);
    }
    Ok(revisions)
}

/// The revision files of all locations, and those that are in several of them.
fn find(
    system: &dyn System,
    places: &Places,
    twice: &mut Vec<PathBuf>,
) -> Result<Vec<PathBuf>, Failure> {
    // By their texts: the paths are without links.
    let mut seen: FxHashSet<OsString> = FxHashSet::default();
    let mut paths = Vec::new();
    for location in &places.locations {
        if !system.is_dir(location) {
            continue;
        }
        let mut listed = Vec::new();
        list_into(system, places.recursive, location, &mut listed)?;
        for path in listed {
            if seen.contains(path.as_os_str()) {
                twice.push(path);
                continue;
            }
            seen.insert(path.as_os_str().to_owned());
            if is_revision_file(system, places.sourceless, &path)? {
                paths.push(path);
            }
        }
    }
    Ok(paths)
}

/// The headers of many files, each with its text if the file had to be read.
fn read_headers(
    system: &dyn System,
    dir: &Path,
    paths: &[PathBuf],
) -> Result<Vec<(Option<String>, Parsed)>, Failure> {
    let mut cache = HeaderCache::open(system, dir, paths);
    let cached: Vec<Option<LiteralHeader>> = paths
        .iter()
        .enumerate()
        .map(|(position, path)| cache.as_mut()?.take(position, path))
        .collect();
    let unknown: Vec<PathBuf> = paths
        .iter()
        .zip(&cached)
        .filter(|(_, cached)| cached.is_none())
        .map(|(path, _)| path.clone())
        .collect();
    let mut texts = Vec::with_capacity(unknown.len());
    for (path, read) in unknown.iter().zip(system.read_many(&unknown)) {
        texts.push(decode(path, read)?);
    }
    let headers = parallel_map(&texts, PER_THREAD, |text| revision_header(text));
    let mut parsed = texts.into_iter().map(Some).zip(headers);
    let read: Vec<(Option<String>, Parsed)> = cached
        .into_iter()
        .filter_map(|cached| match cached {
            Some(header) => Some((None, Ok(header))),
            None => parsed.next(),
        })
        .collect();
    if let Some(cache) = cache
        && !unknown.is_empty()
    {
        let files: Vec<FileHeader<'_>> = paths
            .iter()
            .zip(&read)
            .map(|(path, (text, parsed))| FileHeader {
                path,
                header: parsed.as_ref().ok(),
                was_read: text.is_some(),
            })
            .collect();
        cache.store(system, &files);
    }
    Ok(read)
}

/// Mirrors `Script._from_path` for one file that was just written; `None` if its name is not a revision's.
pub(crate) fn load_one(
    script: &ScriptDirectory,
    path: &Path,
) -> Result<Option<WrittenRevision>, Failure> {
    if !is_revision_file(&*script.system, script.sourceless, path)? {
        return Ok(None);
    }
    let text = decode(path, script.system.read(path))?;
    let parsed = SyntaxTree::parse(&text);
    let file = script.sources.add(path.to_owned(), text);
    let header = parsed.clone().map(SyntaxTree::revision_header);
    let revision = revision(script, path.to_owned(), file, header)?;
    Ok(parsed.ok().map(|tree| WrittenRevision {
        revision,
        file,
        tree,
    }))
}

/// Mirrors `Script._list_py_dir`, with links resolved.
fn list_into(
    system: &dyn System,
    recursive: bool,
    folder: &Path,
    out: &mut Vec<PathBuf>,
) -> Result<(), Failure> {
    let io = |error: std::io::Error| {
        Failure::exception("OSError", format!("{}: {error}", folder.display()))
    };
    let real = system.canonicalize(folder).map_err(io)?;
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for (entry, is_link) in system.read_dir_with_links(&real).map_err(io)? {
        if entry.is_dir {
            // Links to directories are not followed, as in `os.walk`.
            if !is_link && !entry.name.ends_with("__pycache__") {
                folders.push(entry.name);
            }
        } else {
            files.push((entry.name, is_link));
        }
    }
    files.sort();
    for (name, is_link) in files {
        let path = real.join(name);
        out.push(if is_link {
            system.canonicalize(&path).unwrap_or(path)
        } else {
            path
        });
    }
    if recursive {
        folders.sort();
        for name in folders {
            list_into(system, recursive, &real.join(name), out)?;
        }
    }
    Ok(())
}

/// Whether a name is that of a revision file: `(?!\.\#|__init__)(.*\.py)$`.
fn is_revision_file(system: &dyn System, sourceless: bool, path: &Path) -> Result<bool, Failure> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    if name.starts_with(".#") || name.starts_with("__init__") {
        return Ok(false);
    }
    let has_extension = |wanted: &str| {
        name.rsplit_once('.')
            .is_some_and(|(_, extension)| extension == wanted)
    };
    if sourceless && (has_extension("pyc") || has_extension("pyo")) {
        let source = path.with_extension("py");
        if system.is_file(&source) {
            return Ok(false);
        }
        return Err(Failure::unsupported(format!(
            "{}: compiled revision files without their source are not supported",
            path.display()
        )));
    }
    Ok(has_extension("py"))
}

fn decode(path: &Path, read: std::io::Result<Vec<u8>>) -> Result<String, Failure> {
    let bytes = read
        .map_err(|error| Failure::exception("OSError", format!("{}: {error}", path.display())))?;
    alembic_source::decode_python(bytes).map_err(|error| {
        let explained =
            Diagnostic::error("source-encoding", format!("{}: {error}", path.display()))
                .help("save the file as UTF-8");
        let message = format!("{error} ({})", path.display());
        Failure::exception("SyntaxError", message).with(explained)
    })
}

fn revision(
    script: &ScriptDirectory,
    path: PathBuf,
    file: FileId,
    parsed: Parsed,
) -> Result<Revision, Failure> {
    let header = match parsed {
        Err(error) => {
            let span = Span {
                file,
                start: error.start,
                end: error.end,
            };
            return Err(syntax_error(&script.sources, span, &error.message));
        }
        Ok(header) if header.needs_evaluation => evaluated(script, &path, file, &header)?,
        Ok(header) => literal_header(file, header),
    };
    from_header(path, file, header)
}

fn syntax_error(sources: &SourceMap, span: Span, message: &str) -> Failure {
    let place = sources.locate(span);
    Failure::exception("SyntaxError", format!("{message} ({place})"))
        .with(Diagnostic::error("syntax-error", message.to_owned()).at(span, ""))
}

fn evaluated(
    script: &ScriptDirectory,
    path: &Path,
    file: FileId,
    literal: &LiteralHeader,
) -> Result<RevisionHeader, Failure> {
    script.evaluate_header(path).unwrap_or_else(|| {
        let place = [
            &literal.revision,
            &literal.down_revision,
            &literal.branch_labels,
            &literal.depends_on,
        ]
        .into_iter()
        .flatten()
        .find(|field| field.value.needs_evaluation());
        let mut diagnostic = Diagnostic::error(
            "computed-header",
            "the revision's header is computed, not written as literals",
        );
        if let Some(field) = place {
            diagnostic = diagnostic.at(
                Span {
                    file,
                    start: field.span.start,
                    end: field.span.end,
                },
                "",
            );
        }
        Err(Failure::unsupported(format!(
            "{}: the revision's header is computed, not written as literals",
            path.display()
        ))
        .with(diagnostic))
    })
}

fn literal_header(file: FileId, header: LiteralHeader) -> RevisionHeader {
    let span = |field: &Option<alembic_python::HeaderField>| {
        field.as_ref().map(|field| Span {
            file,
            start: field.span.start,
            end: field.span.end,
        })
    };
    let value = |field: &Option<alembic_python::HeaderField>| match field
        .as_ref()
        .map(|field| &field.value)
    {
        None => HeaderValue::Absent,
        Some(Literal::None | Literal::Other) => HeaderValue::None,
        Some(Literal::Str(text)) => HeaderValue::One(text.clone()),
        Some(Literal::Tuple(items) | Literal::List(items) | Literal::Set(items)) => {
            HeaderValue::Several(
                items
                    .iter()
                    .filter_map(|item| match item {
                        Literal::Str(text) => Some(text.clone()),
                        _ => None,
                    })
                    .collect(),
            )
        }
    };
    RevisionHeader {
        revision: match value(&header.revision) {
            HeaderValue::One(text) => Some(text),
            _ => None,
        },
        down_revision: value(&header.down_revision),
        branch_labels: value(&header.branch_labels),
        depends_on: value(&header.depends_on),
        revision_span: span(&header.revision),
        down_revision_span: span(&header.down_revision),
        branch_labels_span: span(&header.branch_labels),
        depends_on_span: span(&header.depends_on),
        defines_upgrade: header.upgrade.is_some(),
        defines_downgrade: header.downgrade.is_some(),
        docstring: header.docstring,
    }
}

fn from_header(path: PathBuf, file: FileId, header: RevisionHeader) -> Result<Revision, Failure> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let start = Span {
        file,
        start: 0,
        end: 0,
    };
    let id = match header.revision {
        Some(id) => id,
        None => legacy_id(&name).ok_or_else(|| {
            Failure::command(format!(
                "Could not determine revision id from filename {name}. Be sure the 'revision' variable is \
                 declared inside the script (please see 'Upgrading from Alembic 0.1 to 0.2' in the \
                 documentation)."
            ))
            .with(
                Diagnostic::error("no-revision", "this file has no `revision`").at(start, ""),
            )
        })?,
    };
    if header.down_revision == HeaderValue::Absent {
        let module: String = name
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || c == '_' {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        return Err(Failure::exception(
            "AttributeError",
            format!("module '{module}' has no attribute 'down_revision'"),
        )
        .with(
            Diagnostic::error("no-down-revision", "this file has no `down_revision`")
                .at(header.revision_span.unwrap_or(start), "of this revision"),
        ));
    }
    let revision = Revision {
        id,
        down_revisions: header.down_revision.to_list(),
        // A single empty text names nothing: Alembic keeps one value as a scalar and asks whether it is true.
        dependencies: match header.depends_on.to_list() {
            names if names.len() == 1 && names.iter().all(String::is_empty) => Vec::new(),
            names => names,
        },
        own_branch_labels: header.branch_labels.to_list(),
        long_doc: header
            .docstring
            .as_deref()
            .unwrap_or_default()
            .trim()
            .to_owned(),
        path,
        revision_span: header.revision_span,
        down_revision_span: header.down_revision_span,
        branch_labels_span: header.branch_labels_span,
        depends_on_span: header.depends_on_span,
        defines_upgrade: header.defines_upgrade,
        defines_downgrade: header.defines_downgrade,
    };
    crate::revision_map::check(&revision).map_err(|error| {
        let span = match &error {
            GraphError::Cycle {
                kind: CycleKind::DependencySelfLoop,
                ..
            } => revision.depends_on_span,
            GraphError::Cycle { .. } => revision.down_revision_span,
            _ => revision.revision_span,
        };
        let diagnostic =
            Diagnostic::error("invalid-revision", error.to_string()).at(span.unwrap_or(start), "");
        error.into_exception().with(diagnostic)
    })?;
    Ok(revision)
}

/// `^([a-f0-9]+)\.py$`
fn legacy_id(name: &str) -> Option<String> {
    let id = name.strip_suffix(".py")?;
    let is_hex = !id.is_empty()
        && id
            .chars()
            .all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c));
    is_hex.then(|| id.to_owned())
}

/// What the user may have meant by a symbol that was not found.
pub(crate) fn suggest(map: &RevisionMap, error: &GraphError) -> Option<Diagnostic> {
    let GraphError::Resolution { message, argument } = error else {
        return None;
    };
    let mut diagnostic = Diagnostic::error("unknown-revision", lower_first(message));
    let keys: Vec<&str> = map.keys().chain(["head", "heads", "base"]).collect();
    if let Some(near) = nearest(argument, &keys) {
        diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
    }
    Some(diagnostic.note("`alembic history` lists every revision, `alembic heads` the newest ones"))
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().collect::<String>() + characters.as_str(),
        None => String::new(),
    }
}

/// The candidate with the smallest edit distance, if it is small.
pub fn nearest<'a>(text: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let limit = (text.chars().count() / 3).clamp(1, 3);
    candidates
        .iter()
        .map(|candidate| (distance(text, candidate, limit), *candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance, where two letters that change places count as one step; more than `limit` may be reported as
/// `limit + 1`.
fn distance(one: &str, other: &str, limit: usize) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    if one.len().abs_diff(other.len()) > limit {
        return limit + 1;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
    for (at, character) in one.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(at + 1);
        for (place, found) in other.iter().enumerate() {
            let cost = usize::from(found != character);
            let mut best = (cell(&row, place) + cost)
                .min(cell(&row, place + 1) + 1)
                .min(cell(&next, place) + 1);
            let is_swapped = at > 0
                && place > 0
                && one.get(at - 1) == Some(found)
                && other.get(place - 1) == Some(character);
            if is_swapped {
                best = best.min(cell(&before, place - 1) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(limit + 1)
}
