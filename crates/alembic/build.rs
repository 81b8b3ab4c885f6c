//! How the binary is linked.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        // At a fixed address nothing is relocated at start: of all that `alembic --version` does, writing 30,000
        // addresses into 140 pages took the longest.
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
