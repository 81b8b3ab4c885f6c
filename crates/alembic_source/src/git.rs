//! Files as they were at a commit of a git repository. Nothing here changes the work tree, the index or an object.
//!
//! Objects are read through one `git cat-file --batch`. Git is kept from fetching what a partial clone lacks.

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime};

use crate::system::{DirEntry, ProcessOutput, ProcessSpec, System};

/// How long one question may take.
const LIMIT: Duration = Duration::from_secs(3);

/// A repository with a work tree.
pub struct GitRepository {
    root: PathBuf,
    objects: RefCell<Objects>,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its full name.
    pub id: String,
    tree: String,
}

impl Commit {
    /// The beginning of its name, as people write it.
    pub fn short(&self) -> &str {
        self.id.get(..8).unwrap_or(&self.id)
    }
}

impl GitRepository {
    /// The repository around a folder; `None` without one, or without git.
    pub fn around(folder: &Path) -> Option<Rc<Self>> {
        // The common case costs no process.
        folder
            .ancestors()
            .find(|folder| folder.join(".git").exists())?;
        let root = question(folder, &["rev-parse", "--show-toplevel"])?;
        let root = PathBuf::from(root.trim_end_matches(['\n', '\r']));
        let objects = Objects::start(&root).ok()?;
        Some(Rc::new(Self {
            root,
            objects: RefCell::new(objects),
        }))
    }

    /// The folder of the work tree.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The commit that a name stands for.
    pub fn commit(&self, name: &str) -> Option<Commit> {
        if name.contains(['\n', '\0']) {
            return None;
        }
        let object = self
            .objects
            .borrow_mut()
            .read(&format!("{name}^{{commit}}"))
            .ok()?;
        let text = String::from_utf8_lossy(&object.content);
        let tree = text.strip_prefix("tree ")?.split('\n').next()?;
        Some(Commit {
            id: object.id,
            tree: tree.to_owned(),
        })
    }

    /// The last commit.
    pub fn head(&self) -> Option<Commit> {
        self.commit("HEAD")
    }

    /// Where the history left the default branch, and how that branch is called.
    pub fn merge_base(&self) -> Option<(Commit, String)> {
        const NAMES: &[&str] = &[
            "origin/HEAD",
            "origin/main",
            "origin/master",
            "main",
            "master",
        ];
        let name = NAMES.iter().find(|name| {
            let prefix = if name.starts_with("origin/") {
                "refs/remotes/"
            } else {
                "refs/heads/"
            };
            self.commit(&format!("{prefix}{name}")).is_some()
        })?;
        let base = question(&self.root, &["merge-base", "HEAD", name])?;
        let shown = name
            .trim_start_matches("origin/")
            .replace("HEAD", "the default branch");
        Some((self.commit(base.trim())?, shown))
    }

    /// The newest commit that touched one of these paths.
    pub fn last_change(&self, paths: &[PathBuf]) -> Option<Commit> {
        let inside: Vec<&str> = paths
            .iter()
            .filter(|path| path.starts_with(&self.root))
            .filter_map(|path| path.to_str())
            .collect();
        if inside.is_empty() {
            return None;
        }
        let mut arguments = vec!["log", "-1", "--format=%H", "--"];
        arguments.extend(inside);
        let found = question(&self.root, &arguments)?;
        self.commit(found.trim())
    }

    /// A file at a commit; `None` if it was not there.
    pub fn file(&self, commit: &Commit, path: &Path) -> Option<Vec<u8>> {
        match self.find(commit, path).ok()? {
            Found::File(id) => Some(self.objects.borrow_mut().read(&id).ok()?.content),
            Found::Tree(_) | Found::Nothing | Found::Elsewhere => None,
        }
    }

    fn find(&self, commit: &Commit, path: &Path) -> io::Result<Found> {
        const MAX_LINKS: usize = 16;
        let mut path = path.to_owned();
        for _ in 0..MAX_LINKS {
            match self.find_once(commit, &path)? {
                Step::Link(target) => path = target,
                Step::Found(found) => return Ok(found),
            }
        }
        Ok(Found::Nothing)
    }

    fn find_once(&self, commit: &Commit, path: &Path) -> io::Result<Step> {
        let Ok(relative) = path.strip_prefix(&self.root) else {
            return Ok(Step::Found(Found::Elsewhere));
        };
        let parts: Vec<&str> = relative
            .components()
            .filter_map(|part| match part {
                Component::Normal(name) => name.to_str(),
                _ => None,
            })
            .collect();
        let mut tree = commit.tree.clone();
        for (at, part) in parts.iter().enumerate() {
            let entries = self.entries(&tree)?;
            let Some(entry) = entries.iter().find(|entry| entry.name == *part) else {
                return Ok(Step::Found(Found::Nothing));
            };
            let is_last = at + 1 == parts.len();
            match entry.kind {
                Kind::Tree => tree.clone_from(&entry.id),
                Kind::File if is_last => return Ok(Step::Found(Found::File(entry.id.clone()))),
                Kind::File => return Ok(Step::Found(Found::Nothing)),
                Kind::Link => {
                    let target = self.objects.borrow_mut().read(&entry.id)?.content;
                    let target = String::from_utf8_lossy(&target).into_owned();
                    let folder: PathBuf = parts.iter().take(at).collect();
                    let rest: PathBuf = parts.iter().skip(at + 1).collect();
                    let joined = self.root.join(folder).join(target).join(rest);
                    return Ok(Step::Link(without_dots(&joined)));
                }
                // A submodule: its files are those of the work tree.
                Kind::Module => return Ok(Step::Found(Found::Elsewhere)),
            }
        }
        Ok(Step::Found(Found::Tree(tree)))
    }

    fn entries(&self, tree: &str) -> io::Result<Rc<Vec<Entry>>> {
        let mut objects = self.objects.borrow_mut();
        if let Some((_, known)) = objects.trees.iter().find(|(id, _)| id == tree) {
            return Ok(known.clone());
        }
        let object = objects.read(tree)?;
        let entries = Rc::new(parse_tree(&object.content, tree.len() / 2));
        objects.trees.push((tree.to_owned(), entries.clone()));
        Ok(entries)
    }
}

enum Step {
    Link(PathBuf),
    Found(Found),
}

/// What a path was at a commit.
enum Found {
    File(String),
    Tree(String),
    Nothing,
    /// Not in the repository: what is on the disk counts.
    Elsewhere,
}

struct Entry {
    kind: Kind,
    name: String,
    id: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Tree,
    File,
    Link,
    Module,
}

/// `<mode> <name>\0<id>` again and again.
fn parse_tree(content: &[u8], id_length: usize) -> Vec<Entry> {
    let mut out = Vec::new();
    let mut rest = content;
    while let Some(end) = rest.iter().position(|byte| *byte == 0) {
        let (head, after) = rest.split_at(end);
        let (Some(id), Some(next)) = (after.get(1..=id_length), after.get(1 + id_length..)) else {
            break;
        };
        rest = next;
        let head = String::from_utf8_lossy(head);
        let Some((mode, name)) = head.split_once(' ') else {
            break;
        };
        let kind = match mode {
            "40000" => Kind::Tree,
            "120000" => Kind::Link,
            "160000" => Kind::Module,
            _ => Kind::File,
        };
        out.push(Entry {
            kind,
            name: name.to_owned(),
            id: id.iter().map(|byte| format!("{byte:02x}")).collect(),
        });
    }
    out
}

fn without_dots(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

struct Object {
    id: String,
    content: Vec<u8>,
}

/// A running `git cat-file --batch`.
struct Objects {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    trees: Vec<(String, Rc<Vec<Entry>>)>,
}

impl Objects {
    fn start(root: &Path) -> io::Result<Self> {
        let mut child = git(root)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("git has no pipes"));
        };
        Ok(Self {
            child,
            input,
            output: BufReader::new(output),
            trees: Vec::new(),
        })
    }

    fn read(&mut self, name: &str) -> io::Result<Object> {
        writeln!(self.input, "{name}")?;
        self.input.flush()?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let [id, _, size] = words.as_slice() else {
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                "git lacks an object",
            ));
        };
        let size: usize = size
            .parse()
            .map_err(|_| io::Error::new(io::ErrorKind::NotFound, "git lacks an object"))?;
        let mut content = vec![0; size];
        self.output.read_exact(&mut content)?;
        self.output.read_exact(&mut [0])?;
        Ok(Object {
            id: (*id).to_owned(),
            content,
        })
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // It only reads: there is nothing to finish.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(folder)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_ALLOW_PROTOCOL", "none")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C");
    command
}

/// Output of a git command that ends in time and succeeds.
fn question(folder: &Path, arguments: &[&str]) -> Option<String> {
    let start = Instant::now();
    let mut child = git(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if start.elapsed() < LIMIT => std::thread::sleep(Duration::from_millis(1)),
            Ok(None) | Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    };
    let mut out = String::new();
    child.stdout.take()?.read_to_string(&mut out).ok()?;
    (status.success() && !out.is_empty()).then_some(out)
}

/// The files of a commit over those of the disk, for reading only.
///
/// Python files of the work tree that the commit does not have are not there, except in virtual environments.
/// What is written is forgotten, and no process is started.
pub struct PastSystem {
    now: Rc<dyn System>,
    repository: Rc<GitRepository>,
    commit: Commit,
}

impl PastSystem {
    /// The files of `commit` over those of `now`.
    pub fn new(now: Rc<dyn System>, repository: Rc<GitRepository>, commit: Commit) -> Self {
        Self {
            now,
            repository,
            commit,
        }
    }

    fn find(&self, path: &Path) -> io::Result<Found> {
        self.repository.find(&self.commit, &self.absolute(path))
    }

    /// True for a path that git does not know and that is not a part of the project's code.
    fn is_apart(&self, path: &Path) -> bool {
        let path = self.absolute(path);
        let Ok(relative) = path.strip_prefix(self.repository.root()) else {
            return true;
        };
        if relative.starts_with(".git") {
            return false;
        }
        let in_environment = relative.ancestors().any(|folder| {
            self.now
                .is_file(&self.repository.root().join(folder).join("pyvenv.cfg"))
        });
        let is_python = path
            .extension()
            .is_some_and(|extension| extension == "py" || extension == "pyc");
        in_environment || (!is_python && self.now.is_file(&path))
    }
}

fn missing() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "not in this commit")
}

impl System for PastSystem {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.find(path)? {
            Found::File(id) => Ok(self.repository.objects.borrow_mut().read(&id)?.content),
            Found::Elsewhere => self.now.read(path),
            Found::Nothing if self.is_apart(path) => self.now.read(path),
            Found::Tree(_) | Found::Nothing => Err(missing()),
        }
    }

    fn write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn append(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn create_dir_all(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove_file(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirEntry>> {
        match self.find(path)? {
            Found::Tree(id) => {
                let entries = self.repository.entries(&id)?;
                Ok(entries
                    .iter()
                    .map(|entry| DirEntry {
                        name: entry.name.clone(),
                        is_dir: match entry.kind {
                            Kind::Tree | Kind::Module => true,
                            Kind::File => false,
                            Kind::Link => self.is_dir(&path.join(&entry.name)),
                        },
                    })
                    .collect())
            }
            Found::Elsewhere => self.now.read_dir(path),
            Found::Nothing if self.is_apart(path) => self.now.read_dir(path),
            Found::File(_) | Found::Nothing => Err(missing()),
        }
    }

    fn is_file(&self, path: &Path) -> bool {
        match self.find(path) {
            Ok(Found::File(_)) => true,
            Ok(Found::Elsewhere) => self.now.is_file(path),
            Ok(Found::Nothing) => self.is_apart(path) && self.now.is_file(path),
            Ok(Found::Tree(_)) | Err(_) => false,
        }
    }

    fn is_dir(&self, path: &Path) -> bool {
        match self.find(path) {
            Ok(Found::Tree(_)) => true,
            Ok(Found::Elsewhere) => self.now.is_dir(path),
            Ok(Found::Nothing) => self.is_apart(path) && self.now.is_dir(path),
            Ok(Found::File(_)) | Err(_) => false,
        }
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.now
            .canonicalize(path)
            .or_else(|_| Ok(self.absolute(path)))
    }

    fn current_dir(&self) -> PathBuf {
        self.now.current_dir()
    }

    fn env_var(&self, name: &str) -> Option<String> {
        self.now.env_var(name)
    }

    fn env_vars(&self) -> Vec<(String, String)> {
        self.now.env_vars()
    }

    fn now(&self) -> SystemTime {
        self.now.now()
    }

    fn random_bytes(&self, buffer: &mut [u8]) {
        self.now.random_bytes(buffer);
    }

    fn run(&self, _: &ProcessSpec) -> io::Result<ProcessOutput> {
        Err(io::Error::new(
            io::ErrorKind::Unsupported,
            "no process is started while models of an earlier commit are read",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, parse_tree};

    #[test]
    fn trees_are_read() {
        let mut content = b"100644 a b.py\0".to_vec();
        content.extend([1; 20]);
        content.extend(b"40000 app\0");
        content.extend([0xab; 20]);
        content.extend(b"160000 cut\0\x01");
        let entries = parse_tree(&content, 20);
        let shown: Vec<(&str, bool)> = entries
            .iter()
            .map(|entry| (entry.name.as_str(), entry.kind == Kind::Tree))
            .collect();
        assert_eq!(shown, [("a b.py", false), ("app", true)]);
        assert_eq!(entries[1].id, "ab".repeat(20));
    }
}
