//! Versions of the packages in the project's environment, where behavior depends on them.

use std::collections::BTreeMap;
use std::rc::Rc;

use alembic_python::Vm;

/// Installed versions by lower-case package name; packages that are not installed are absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Versions {
    /// Release numbers, most significant first.
    pub installed: BTreeMap<String, Vec<u32>>,
}

impl Versions {
    /// True if the package is installed in a version before `version`.
    pub fn is_before(&self, package: &str, version: &[u32]) -> bool {
        self.installed
            .get(package)
            .is_some_and(|installed| installed.as_slice() < version)
    }
}

/// The versions of the project's environment, read from the names of its `.dist-info` folders at the first question.
pub(crate) fn installed(vm: &Vm) -> Rc<Versions> {
    if let Some(known) = vm.extension::<Versions>() {
        return known;
    }
    let mut installed = BTreeMap::new();
    for folder in vm.site_packages() {
        for entry in vm.system.read_dir(&folder).unwrap_or_default() {
            if let Some((package, version)) = of_folder(&entry.name) {
                installed.entry(package).or_insert(version);
            }
        }
    }
    let versions = Rc::new(Versions { installed });
    vm.set_extension(versions.clone());
    versions
}

/// `SQLAlchemy-1.4.54.dist-info` is `sqlalchemy` 1.4.54; `Flask_SQLAlchemy` is `flask-sqlalchemy`.
fn of_folder(name: &str) -> Option<(String, Vec<u32>)> {
    let (package, version) = name.strip_suffix(".dist-info")?.split_once('-')?;
    let numbers: Vec<u32> = version
        .split('.')
        .map_while(|part| {
            let end = part.find(|c: char| !c.is_ascii_digit());
            part.get(..end.unwrap_or(part.len()))?.parse().ok()
        })
        .collect();
    let package = package.to_ascii_lowercase().replace(['_', '.'], "-");
    (!numbers.is_empty()).then_some((package, numbers))
}

/// True if the project has the package in a version before `version`; an unknown version is the newest.
pub(crate) fn is_before(vm: &Vm, package: &str, version: &[u32]) -> bool {
    installed(vm).is_before(package, version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_name_versions() {
        let found =
            |name: &str| of_folder(name).map(|(name, numbers)| format!("{name} {numbers:?}"));
        assert_eq!(
            found("SQLAlchemy-1.4.54.dist-info").as_deref(),
            Some("sqlalchemy [1, 4, 54]")
        );
        assert_eq!(
            found("flask_sqlalchemy-3.0.0b1.dist-info").as_deref(),
            Some("flask-sqlalchemy [3, 0, 0]")
        );
        assert_eq!(found("sqlalchemy"), None);
        assert_eq!(found("x-dev.dist-info"), None);
    }
}
