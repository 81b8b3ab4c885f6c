//! A private PostgreSQL cluster on a free port, thrown away at the end.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell;

/// A running server; dropped, it is stopped and its files are removed.
pub(crate) struct Cluster {
    bin: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    /// Installs the server if needed, makes a cluster and starts it.
    pub(crate) fn start() -> Result<Self> {
        Self::start_with(server_binaries()?)
    }

    /// Makes a cluster and starts it where a server is installed.
    pub(crate) fn start_installed() -> Result<Option<Self>> {
        find_server_binaries().map(Self::start_with).transpose()
    }

    fn start_with(bin: PathBuf) -> Result<Self> {
        let folder =
            std::env::temp_dir().join(format!("alembic-rs-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        if shell::is_root() {
            shell::run(Command::new("chown").arg("postgres").arg(&folder))?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let cluster = Self { bin, folder, port };
        cluster.initialize()?;
        Ok(cluster)
    }

    /// URL of the server without a database name.
    pub(crate) fn url(&self) -> String {
        format!("postgresql://postgres@127.0.0.1:{}", self.port)
    }

    fn initialize(&self) -> Result<()> {
        let data = self.folder.join("data");
        let mut initdb = self.command("initdb");
        initdb.arg("-D").arg(&data).args([
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]);
        shell::capture(&mut initdb)?;
        // The role `secured` must give a password: the tests of refused logins use it.
        let hba = "host all secured 127.0.0.1/32 scram-sha-256\nlocal all all trust\nhost all all 127.0.0.1/32 trust\n";
        std::fs::write(data.join("pg_hba.conf"), hba)?;
        let settings = format!(
            "\nport = {}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{}'\nfsync = off\n\
             synchronous_commit = off\nfull_page_writes = off\nmax_connections = 200\n\
             max_locks_per_transaction = 512\n",
            self.port,
            self.folder.display()
        );
        let configuration = data.join("postgresql.conf");
        let text = std::fs::read_to_string(&configuration)? + &settings;
        std::fs::write(&configuration, text)?;
        let mut start = self.command("pg_ctl");
        start
            .arg("-D")
            .arg(&data)
            .arg("-w")
            .arg("-l")
            .arg(self.folder.join("log"))
            .arg("start");
        // The server inherits the descriptors: a captured pipe would never close.
        start.stdout(std::process::Stdio::null());
        shell::run(&mut start).context("starting PostgreSQL")
    }

    /// A server program; PostgreSQL refuses to run as the superuser, so it runs as `postgres` then.
    fn command(&self, program: &str) -> Command {
        let program = self.bin.join(program);
        let mut command = if shell::is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.command("pg_ctl");
        stop.arg("-D")
            .arg(self.folder.join("data"))
            .args(["-m", "immediate", "stop"]);
        let _ = shell::capture(&mut stop);
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn server_binaries() -> Result<PathBuf> {
    if let Some(found) = find_server_binaries() {
        return Ok(found);
    }
    println!("xtask: installing the PostgreSQL server");
    shell::apt_install(&["postgresql"])?;
    match find_server_binaries() {
        Some(found) => Ok(found),
        None => bail!("no initdb found after installing the package `postgresql`"),
    }
}

fn find_server_binaries() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir(Path::new("/usr/lib/postgresql"))
        .map(|entries| {
            entries
                .flatten()
                .map(|entry| entry.path().join("bin"))
                .collect()
        })
        .unwrap_or_default();
    versions.sort();
    versions.reverse();
    if let Some(path) = std::env::var_os("PATH") {
        versions.extend(std::env::split_paths(&path));
    }
    versions
        .into_iter()
        .find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
}
