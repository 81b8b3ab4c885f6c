//! From a URL to a session: hosts, defaults of libpq, TLS modes.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use alembic_config::DatabaseUrl;
use alembic_source::{OsSystem, System};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres::config::SslMode;
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::client::{Client, ConnectError};
use crate::connection::query;
use crate::error::DatabaseError;

/// How much of the server's certificate is checked; the words are libpq's `sslmode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tls {
    Disable,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// Opens a session; the password never reaches a message.
pub(super) fn connect(url: &DatabaseUrl) -> Result<Client, DatabaseError> {
    let mut config = Config::new();
    let environment = |name: &str| OsSystem.env_var(name);
    let user = url
        .username
        .as_deref()
        .map(str::to_owned)
        .or_else(|| environment("PGUSER"))
        .or_else(|| environment("USER"))
        .unwrap_or_else(|| "postgres".to_owned());
    config.user(&user);
    if let Some(password) = url
        .password
        .as_deref()
        .map(str::to_owned)
        .or_else(|| environment("PGPASSWORD"))
    {
        config.password(password);
    }
    let database = url
        .database
        .as_deref()
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .or_else(|| environment("PGDATABASE"));
    config.dbname(database.as_deref().unwrap_or(&user));
    let place = add_hosts(&mut config, url)?;
    if let Some(options) = query(url, "options") {
        config.options(options);
    }
    config.application_name(query(url, "application_name").unwrap_or("alembic-rs"));
    let timeout = query(url, "connect_timeout")
        .or_else(|| query(url, "timeout"))
        .and_then(|text| text.parse::<u64>().ok());
    if let Some(seconds) = timeout.filter(|seconds| *seconds > 0) {
        config.connect_timeout(Duration::from_secs(seconds));
    }
    let tls = tls_mode(url)?;
    let connected = match tls {
        Tls::Disable => {
            config.ssl_mode(SslMode::Disable);
            Client::connect(&config, NoTls)
        }
        Tls::Prefer => {
            config.ssl_mode(SslMode::Prefer);
            Client::connect(&config, connector(url, tls)?)
        }
        Tls::Require | Tls::VerifyCa | Tls::VerifyFull => {
            config.ssl_mode(SslMode::Require);
            Client::connect(&config, connector(url, tls)?)
        }
    };
    connected.map_err(|error| {
        let mut error = match error {
            ConnectError::Server(error) => super::convert(&error, None),
            ConnectError::Runtime(error) => {
                return DatabaseError::new("OperationalError", error.to_string());
            }
        };
        if error.sqlstate.is_none() {
            error.message = format!("connection to server at {place} failed: {}", error.message);
        }
        error
    })
}

/// Adds the hosts of the URL (or of its query, or of `PGHOST`) and says in words where that is.
fn add_hosts(config: &mut Config, url: &DatabaseUrl) -> Result<String, DatabaseError> {
    let environment = |name: &str| OsSystem.env_var(name);
    let port_text = url
        .port
        .map(|port| port.to_string())
        .or_else(|| query(url, "port").map(str::to_owned))
        .or_else(|| environment("PGPORT"));
    let port: u16 = match port_text {
        Some(text) => text.parse().map_err(|_| {
            DatabaseError::new(
                "OperationalError",
                format!("invalid port number: \"{text}\""),
            )
        })?,
        None => 5432,
    };
    let from_query: Vec<String> = url
        .query_values("host")
        .into_iter()
        .map(str::to_owned)
        .collect();
    let hosts: Vec<String> = match url.host.as_deref().filter(|host| !host.is_empty()) {
        Some(host) => vec![host.to_owned()],
        None if !from_query.is_empty() => from_query,
        None => vec![environment("PGHOST").unwrap_or_else(default_host)],
    };
    for host in &hosts {
        // `host:port` in the query is SQLAlchemy's form for several hosts.
        match host.rsplit_once(':') {
            Some((name, own_port)) if !host.starts_with('/') && own_port.parse::<u16>().is_ok() => {
                config.host(name);
                config.port(own_port.parse().unwrap_or(port));
            }
            _ if host.starts_with('/') => {
                config.host_path(Path::new(host));
                config.port(port);
            }
            _ => {
                config.host(host);
                config.port(port);
            }
        }
    }
    Ok(format!("\"{}\", port {port}", hosts.join(",")))
}

/// Debian's socket folder if there is one, as its libpq does, and else the local host.
fn default_host() -> String {
    let socket_folder = "/var/run/postgresql";
    if OsSystem.is_dir(Path::new(socket_folder)) {
        socket_folder.to_owned()
    } else {
        "localhost".to_owned()
    }
}

fn tls_mode(url: &DatabaseUrl) -> Result<Tls, DatabaseError> {
    let word = query(url, "sslmode")
        .or_else(|| query(url, "ssl"))
        .map(str::to_owned)
        .or_else(|| OsSystem.env_var("PGSSLMODE"))
        .unwrap_or_else(|| "prefer".to_owned());
    match word.as_str() {
        "disable" | "false" => Ok(Tls::Disable),
        "allow" | "prefer" => Ok(Tls::Prefer),
        "require" | "true" => Ok(Tls::Require),
        "verify-ca" => Ok(Tls::VerifyCa),
        "verify-full" => Ok(Tls::VerifyFull),
        _ => Err(DatabaseError::new(
            "ProgrammingError",
            format!("invalid sslmode value: \"{word}\""),
        )),
    }
}

fn connector(url: &DatabaseUrl, tls: Tls) -> Result<MakeRustlsConnect, DatabaseError> {
    let fail = |text: String| DatabaseError::new("OperationalError", text);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| fail(error.to_string()))?;
    let root_file = query(url, "sslrootcert")
        .map(str::to_owned)
        .or_else(|| OsSystem.env_var("PGSSLROOTCERT"));
    let verifies = matches!(tls, Tls::VerifyCa | Tls::VerifyFull);
    let builder = if verifies {
        let mut roots = RootCertStore::empty();
        match root_file.as_deref() {
            Some("system") | None => {
                for certificate in rustls_native_certs::load_native_certs().certs {
                    // A system store may hold certificates that rustls does not accept; the others serve.
                    let _ = roots.add(certificate);
                }
            }
            Some(path) => {
                let bytes = OsSystem
                    .read(Path::new(path))
                    .map_err(|error| fail(format!("root certificate file \"{path}\": {error}")))?;
                for certificate in CertificateDer::pem_slice_iter(&bytes) {
                    let certificate = certificate.map_err(|error| {
                        fail(format!("root certificate file \"{path}\": {error}"))
                    })?;
                    roots.add(certificate).map_err(|error| {
                        fail(format!("root certificate file \"{path}\": {error}"))
                    })?;
                }
            }
        }
        if tls == Tls::VerifyFull {
            builder.with_root_certificates(roots)
        } else {
            let inner = rustls::client::WebPkiServerVerifier::builder_with_provider(
                Arc::new(roots),
                provider,
            )
            .build()
            .map_err(|error| fail(error.to_string()))?;
            builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(Lenient { inner: Some(inner) }))
        }
    } else {
        // libpq's `prefer` and `require` encrypt without checking who the server is.
        builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Lenient { inner: None }))
    };
    Ok(MakeRustlsConnect::new(builder.with_no_client_auth()))
}

/// Accepts any certificate, or (`verify-ca`) any name on a certificate of a known authority.
#[derive(Debug)]
struct Lenient {
    inner: Option<Arc<rustls::client::WebPkiServerVerifier>>,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(inner) = &self.inner else {
            return Ok(ServerCertVerified::assertion());
        };
        match inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
            Err(rustls::Error::InvalidCertificate(
                rustls::CertificateError::NotValidForName
                | rustls::CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = rustls::crypto::ring::default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, &algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = rustls::crypto::ring::default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        rustls::crypto::ring::default_provider()
            .signature_verification_algorithms
            .supported_schemes()
    }
}
