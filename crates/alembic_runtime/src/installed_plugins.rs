//! Plugins of installed packages: their entry points `alembic.plugins`. Mirrors `alembic.runtime.plugins._setup()`, which runs
//! when Alembic is imported; here it runs before `env.py`, since graph commands evaluate nothing.

use std::path::PathBuf;

use alembic_python::{PyResult, Vm};

/// Calls the `setup()` of every plugin.
///
/// # Errors
/// If a plugin cannot be followed: what it registers would be missing.
pub(crate) fn set_up(vm: &Vm) -> PyResult<()> {
    if has_some(vm) {
        let module = vm.import("alembic.runtime.plugins")?;
        vm.call_method(&module, "_setup", Vec::new())?;
    }
    Ok(())
}

fn has_some(vm: &Vm) -> bool {
    let system = &vm.system;
    let path = system.env_var("PYTHONPATH");
    let own = path.iter().flat_map(|list| std::env::split_paths(list));
    own.chain(vm.site_packages()).any(|folder: PathBuf| {
        let entries = system.read_dir(&folder).unwrap_or_default();
        entries
            .iter()
            .filter(|entry| entry.name.ends_with(".dist-info") || entry.name.ends_with(".egg-info"))
            .filter_map(|entry| {
                let file = folder.join(&entry.name).join("entry_points.txt");
                system.read_to_string(&file).ok()
            })
            .any(|text| text.contains("[alembic.plugins]"))
    })
}
