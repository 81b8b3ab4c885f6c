//! Versions of the packages in the project's environment, where behavior depends on them.

use std::collections::BTreeMap;

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
