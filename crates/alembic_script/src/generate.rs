//! Writing a revision file.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use alembic_config::Config;
use alembic_config::config::python_absolute;
use alembic_config::percent::{FormatValue, percent_format};
use alembic_python::SyntaxTree;
use alembic_source::FileId;
use indexmap::IndexMap;

use crate::create_date::{CreateDate, create_date};
use crate::environment::Engine;
use crate::failure::{Failure, FailureKind};
use crate::graph_error::CommandTexts;
use crate::load;
use crate::messenger::status;
use crate::revision::Revision;
use crate::revision_map::{Denoted, RevisionIndex, RevisionMap, Symbol, verify_id};
use crate::script_directory::ScriptDirectory;
use crate::template::{Template, TemplateValue};
use crate::write_hooks;

/// Parameters of [`ScriptDirectory::generate_revision`].
#[derive(Debug, Clone, Default)]
pub struct NewRevision {
    /// Identifier.
    pub rev_id: String,
    /// `None` becomes `empty message`.
    pub message: Option<String>,
    /// `None` becomes `head`.
    pub head: Option<Vec<String>>,
    /// Whether the head may have children.
    pub splice: bool,
    /// Branch labels.
    pub branch_labels: Option<Vec<String>>,
    /// One of the version locations.
    pub version_path: Option<PathBuf>,
    /// Dependencies as given.
    pub depends_on: Vec<String>,
    /// More variables for the template.
    pub template_args: IndexMap<String, TemplateValue>,
}

/// A revision file that was just written.
#[derive(Debug)]
pub struct WrittenRevision {
    /// What stands in it.
    pub revision: Revision,
    /// The file.
    pub file: FileId,
    /// Its syntax.
    pub tree: SyntaxTree,
}

impl ScriptDirectory {
    /// Writes a revision file, runs the write hooks and adds the revision to the map.
    ///
    /// Mirrors `ScriptDirectory.generate_revision`; `None` if the file's name is not that of a revision.
    ///
    /// # Errors
    /// Wrong heads, locations, templates or hooks.
    pub fn generate_revision(
        &self,
        new: &NewRevision,
        config: &Rc<Config>,
        engine: &dyn Engine,
    ) -> Result<Option<WrittenRevision>, Failure> {
        verify_id(&new.rev_id).map_err(|error| error.into_command(&CommandTexts::default()))?;
        let map = self.guarded_map()?;
        let heads = Self::heads_of(&map, new)?;
        if (1..heads.len()).any(|at| heads[..at].contains(&heads[at])) {
            return Err(Failure::command("Duplicate head revisions specified"));
        }
        let date = self.create_date()?;
        let folder = self.version_folder(&map, new, &heads)?;
        if !self.version_locations.is_empty() {
            self.ensure_directory(&folder)?;
        }
        let path = folder.join(self.file_name(new, &date)?);
        self.ensure_directory(path.parent().unwrap_or(&folder))?;
        if !new.splice {
            for head in heads.iter().flatten() {
                if !map.is_head(*head) {
                    return Err(Failure::command(format!(
                        "Revision {} is not a head revision; please specify --splice to create a new \
                         branch from this revision",
                        map.revision(*head).id
                    )));
                }
            }
        }
        let depends_on = self.resolve_dependencies(&map, &new.depends_on)?;
        let names = template_names(new, &map, &heads, &depends_on, date);
        self.write_template(&path, &names, config, engine)?;
        write_hooks::run(self, &path, engine)?;
        let Some(written) = load::load_one(self, &path).map_err(revision_error_to_command)? else {
            return Ok(None);
        };
        let revision = &written.revision;
        if new.branch_labels.is_some() && revision.own_branch_labels.is_empty() {
            return Err(Failure::command(format!(
                "Version {} specified branch_labels {}, however the migration file {} does not have them; \
                 have you upgraded your script.py.mako to include the 'branch_labels' section?",
                revision.id,
                new.branch_labels.clone().unwrap_or_default().join(", "),
                revision.path.display()
            )));
        }
        self.add_revision(revision.clone())?;
        Ok(Some(written))
    }

    fn heads_of(
        map: &RevisionMap,
        new: &NewRevision,
    ) -> Result<Vec<Option<RevisionIndex>>, Failure> {
        let texts = CommandTexts {
            multiple_heads: Some(
                "Multiple heads are present; please specify the head revision on which the new revision \
                 should be based, or perform a merge.",
            ),
            ..CommandTexts::default()
        };
        let symbol = match &new.head {
            None => Symbol::one("head"),
            Some(heads) => Symbol::Several(heads.clone()),
        };
        let denoted = map.get_revisions(&symbol).map_err(|error| {
            let hint = load::suggest(map, &error);
            let failure = error.into_command(&texts);
            match hint {
                Some(hint) => failure.with(hint),
                None => failure,
            }
        })?;
        denoted
            .into_iter()
            .map(|one| match one {
                Denoted::Revision(index) => Ok(Some(index)),
                Denoted::Nothing => Ok(None),
                Denoted::Base => Err(Failure::exception("AssertionError", "")),
            })
            .collect()
    }

    /// Mirrors `_generate_create_date`.
    fn create_date(&self) -> Result<CreateDate, Failure> {
        if self.timezone.as_deref() == Some("") {
            return Err(Failure::exception(
                "ValueError",
                "ZoneInfo keys must be normalized relative paths, got: ",
            ));
        }
        create_date(self.system.now(), self.timezone.as_deref()).ok_or_else(|| {
            Failure::command(format!(
                "Can't locate timezone: {}",
                self.timezone.as_deref().unwrap_or_default()
            ))
        })
    }

    fn version_folder(
        &self,
        map: &RevisionMap,
        new: &NewRevision,
        heads: &[Option<RevisionIndex>],
    ) -> Result<PathBuf, Failure> {
        let folder = match &new.version_path {
            Some(path) => path.components().collect(),
            None => match self.locations.as_slice() {
                [only] => only.clone(),
                _ => heads
                    .iter()
                    .flatten()
                    .find_map(|head| map.revision(*head).path.parent())
                    .map(Path::to_owned)
                    .ok_or_else(|| {
                        Failure::command(
                            "Multiple version locations present, please specify --version-path",
                        )
                    })?,
            },
        };
        let absolute = python_absolute(&*self.system, &folder);
        if self.locations.contains(&absolute) {
            Ok(folder)
        } else {
            Err(Failure::command(format!(
                "Path {} is not represented in current version locations",
                folder.display()
            )))
        }
    }

    fn ensure_directory(&self, path: &Path) -> Result<(), Failure> {
        let path = python_absolute(&*self.system, path);
        if self.system.is_dir(&path) || self.system.is_file(&path) {
            return Ok(());
        }
        status(
            &*self.messenger,
            &format!("Creating directory {}", path.display()),
            || {
                self.system
                    .create_dir_all(&path)
                    .map_err(|error| os_error(&error, &path))
            },
        )
    }

    /// Mirrors `_rev_path`.
    fn file_name(&self, new: &NewRevision, date: &CreateDate) -> Result<String, Failure> {
        let slug = slug(
            new.message.as_deref().unwrap_or_default(),
            self.truncate_slug_length,
        );
        let number = |value: i64| Some(FormatValue::Number(value));
        let stem = percent_format(&self.file_template, &|name| match name {
            "rev" => Some(FormatValue::Text(new.rev_id.clone())),
            "slug" => Some(FormatValue::Text(slug.clone())),
            "epoch" => number(date.epoch),
            "year" => number(i64::from(date.year)),
            "month" => number(i64::from(date.month)),
            "day" => number(i64::from(date.day)),
            "hour" => number(i64::from(date.hour)),
            "minute" => number(i64::from(date.minute)),
            "second" => number(i64::from(date.second)),
            _ => None,
        })?;
        Ok(format!("{stem}.py"))
    }

    fn resolve_dependencies(
        &self,
        map: &RevisionMap,
        depends_on: &[String],
    ) -> Result<Vec<String>, Failure> {
        depends_on
            .iter()
            .map(|name| match self.get_revision(Some(name))? {
                Denoted::Revision(index) => {
                    let is_label = map.branch_labels(index).contains(name);
                    Ok(if is_label {
                        name.clone()
                    } else {
                        map.revision(index).id.clone()
                    })
                }
                Denoted::Nothing | Denoted::Base => Err(Failure::exception("AssertionError", "")),
            })
            .collect()
    }

    /// Mirrors `_generate_template` for `script.py.mako`.
    fn write_template(
        &self,
        path: &Path,
        names: &IndexMap<String, TemplateValue>,
        config: &Rc<Config>,
        engine: &dyn Engine,
    ) -> Result<(), Failure> {
        let source = python_absolute(&*self.system, &self.dir.join("script.py.mako"));
        let shown = python_absolute(&*self.system, path);
        status(
            &*self.messenger,
            &format!("Generating {}", shown.display()),
            || {
                let text = self
                    .system
                    .read_to_string(&source)
                    .map_err(|error| os_error(&error, &self.dir.join("script.py.mako")))?;
                let template = Template::parse(&source, &text)?;
                let rendered = match template.render_native(names) {
                    Some(rendered) => Ok(rendered),
                    None => engine.render_template(&template, names, config),
                };
                let bytes = rendered
                    .and_then(|rendered| encode(&rendered, &self.output_encoding))
                    .map_err(|failure| self.template_failed(&source, failure))?;
                self.system
                    .write(&shown, &bytes)
                    .map_err(|error| os_error(&error, path))
            },
        )
    }
}

impl ScriptDirectory {
    /// An exception in a template: Alembic tells of a file with the details, so there is one.
    fn template_failed(&self, template: &Path, failure: Failure) -> Failure {
        let FailureKind::Exception {
            type_name, message, ..
        } = &failure.kind
        else {
            return failure;
        };
        let mut bytes = [0_u8; 4];
        self.system.random_bytes(&mut bytes);
        let name = format!("alembic-{:08x}.txt", u32::from_be_bytes(bytes));
        let folder = self
            .system
            .env_var("TMPDIR")
            .filter(|name| !name.is_empty());
        let details = Path::new(folder.as_deref().unwrap_or("/tmp")).join(name);
        let text = format!("{}\n{type_name}: {message}\n", template.display());
        if let Err(error) = self.system.write(&details, text.as_bytes()) {
            return os_error(&error, &details);
        }
        let mut told = Failure::command(format!(
            "Template rendering failed; see {} for a template-oriented traceback.",
            details.display()
        ));
        told.diagnostics = failure.diagnostics;
        told
    }
}

fn template_names(
    new: &NewRevision,
    map: &RevisionMap,
    heads: &[Option<RevisionIndex>],
    depends_on: &[String],
    date: CreateDate,
) -> IndexMap<String, TemplateValue> {
    let ids: Vec<String> = heads
        .iter()
        .flatten()
        .map(|head| map.revision(*head).id.clone())
        .collect();
    let depends_on = match depends_on {
        [] => TemplateValue::None,
        [only] => TemplateValue::Text(only.clone()),
        several => TemplateValue::List(several.iter().cloned().map(TemplateValue::Text).collect()),
    };
    let mut names: IndexMap<String, TemplateValue> = IndexMap::new();
    let mut add = |name: &str, value| {
        names.insert(name.to_owned(), value);
    };
    add("up_revision", TemplateValue::Text(new.rev_id.clone()));
    add("down_revision", TemplateValue::scalar_or_tuple(&ids));
    add(
        "branch_labels",
        match &new.branch_labels {
            None => TemplateValue::None,
            Some(labels) => TemplateValue::tuple(labels),
        },
    );
    add("depends_on", depends_on);
    add("create_date", TemplateValue::Date(date));
    add("comma", TemplateValue::Comma);
    let message = new.message.as_deref().unwrap_or("empty message");
    add("message", TemplateValue::Text(message.to_owned()));
    add("refresh", TemplateValue::Bool(true));
    for (name, value) in &new.template_args {
        add(name, value.clone());
    }
    names
}

/// `"_".join(re.findall(r"\w+", message)).lower()`, cut at a word.
fn slug(message: &str, limit: usize) -> String {
    let words: Vec<&str> = message
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let slug = words.join("_").to_lowercase();
    if slug.chars().count() <= limit {
        return slug;
    }
    let cut: String = slug.chars().take(limit).collect();
    let kept = cut.rsplit_once('_').map_or(cut.as_str(), |(kept, _)| kept);
    format!("{kept}_")
}

/// `RevisionError` of the new file is a `CommandError`.
pub(crate) fn revision_error_to_command(failure: Failure) -> Failure {
    match &failure.kind {
        FailureKind::Exception {
            type_name, message, ..
        } if type_name.starts_with("alembic.script.revision.") => {
            let message = message.clone();
            Failure {
                kind: FailureKind::Command { message },
                diagnostics: failure.diagnostics,
            }
        }
        _ => failure,
    }
}

fn encode(text: &str, encoding: &str) -> Result<Vec<u8>, Failure> {
    let narrow = |limit: u32, name: &str| {
        text.chars()
            .enumerate()
            .map(|(position, character)| {
                u8::try_from(u32::from(character))
                    .ok()
                    .filter(|byte| u32::from(*byte) < limit)
                    .ok_or_else(|| {
                        Failure::exception(
                            "UnicodeEncodeError",
                            format!(
                                "'{name}' codec can't encode character at position {position}: ordinal not in range({limit})"
                            ),
                        )
                    })
            })
            .collect()
    };
    match encoding.to_lowercase().replace(['-', '_'], "").as_str() {
        "utf8" | "u8" => Ok(text.as_bytes().to_vec()),
        "utf8sig" => Ok([b"\xef\xbb\xbf", text.as_bytes()].concat()),
        "ascii" | "usascii" => narrow(128, "ascii"),
        "latin1" | "iso88591" => narrow(256, "latin-1"),
        _ => Err(Failure::unsupported(format!(
            "the output encoding `{encoding}` is not supported"
        ))),
    }
}

/// `OSError` with the text of CPython.
pub fn os_error(error: &std::io::Error, path: &Path) -> Failure {
    let type_name = match error.kind() {
        std::io::ErrorKind::NotFound => "FileNotFoundError",
        std::io::ErrorKind::PermissionDenied => "PermissionError",
        std::io::ErrorKind::AlreadyExists => "FileExistsError",
        _ => "OSError",
    };
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let number = error.raw_os_error().unwrap_or(0);
    Failure::exception(
        type_name,
        format!("[Errno {number}] {text}: '{}'", path.display()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        assert_eq!(slug("Add users' table!", 40), "add_users_table");
        assert_eq!(slug("A rather long slug here", 12), "a_rather_");
        assert_eq!(slug("abcdefghijklmnop", 5), "abcde_");
        assert_eq!(slug("", 5), "");
    }
}
