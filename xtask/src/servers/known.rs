//! The table of servers: the packages to install, the commands to start them, and the locations of their documents.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::install::Installed;
use crate::shell;

/// A server that publishes a document.
#[derive(Debug)]
pub(super) struct Server {
    /// The name on the command line, and of the folder and crate.
    pub(super) name: &'static str,
    /// The display name.
    pub(super) title: &'static str,
    /// The packages to install.
    pub(super) source: Source,
    /// The prefix of the versions that the driver supports.
    pub(super) version: &'static str,
    /// The secret with which the server is started.
    pub(super) secret: &'static str,
    /// The header that authenticates a request, and its value.
    pub(super) authentication: Option<(&'static str, &'static str)>,
    /// A path that returns JSON once the server is ready, and the pointer to the version in it.
    pub(super) ready: (&'static str, &'static str),
    /// The location of the document.
    pub(super) document: Origin,
    /// Number of ports that it listens on. The first one serves the API.
    pub(super) ports: usize,
    /// Returns the command that starts the server in an empty folder.
    pub(super) command: fn(&Installed, &Path, &[u16]) -> Result<Command>,
}

/// A registry and its packages. The version of the first package is the version of the server.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    /// Names of Debian packages, in the version of the system's release.
    Debian(&'static [&'static str]),
    /// Requirements of Python packages.
    Python(&'static [&'static str]),
}

/// The location where a server publishes its document.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin {
    /// A path of the running server, and the file extension.
    Served(&'static str, &'static str),
    /// A Debian package, and a gzip-compressed file in it.
    Packaged(&'static str, &'static str),
}

pub(super) static SERVERS: [Server; 4] = [
    Server {
        name: "powerdns",
        title: "PowerDNS Authoritative Server",
        source: Source::Debian(&["pdns-server", "pdns-backend-sqlite3", "sqlite3"]),
        version: "4.7",
        secret: "sesame",
        authentication: Some(("x-api-key", "sesame")),
        ready: ("/api/v1/servers/localhost", "/version"),
        document: Origin::Served("/api/docs", "yaml"),
        ports: 2,
        command: powerdns,
    },
    Server {
        name: "etcd",
        title: "etcd",
        source: Source::Debian(&["etcd-server", "etcd-client"]),
        version: "3.4",
        secret: "sesame",
        authentication: None,
        ready: ("/version", "/etcdserver"),
        document: Origin::Packaged(
            "etcd-server",
            "usr/share/doc/etcd-server/dev-guide/apispec/swagger/rpc.swagger.json.gz",
        ),
        ports: 2,
        command: etcd,
    },
    Server {
        name: "jupyter",
        title: "Jupyter Server",
        source: Source::Python(&["jupyter_server==2.21.1", "ipykernel==7.4.0"]),
        version: "2.21",
        secret: "sesame",
        authentication: Some(("authorization", "token sesame")),
        ready: ("/api", "/version"),
        document: Origin::Served("/api/spec.yaml", "yaml"),
        ports: 1,
        command: jupyter,
    },
    Server {
        name: "prefect",
        title: "Prefect",
        source: Source::Python(&["prefect==3.9.1"]),
        version: "3.9",
        secret: "admin:sesame",
        // `admin:sesame` in Base64.
        authentication: Some(("authorization", "Basic YWRtaW46c2VzYW1l")),
        ready: ("/api/admin/version", ""),
        document: Origin::Served("/openapi.json", "json"),
        ports: 1,
        command: prefect,
    },
];

/// Returns the names of all servers.
pub(super) fn names() -> Vec<&'static str> {
    SERVERS.iter().map(|server| server.name).collect()
}

/// Writes a configuration file, which `pdnsutil` reads as well, and returns the command. Paths are relative, since the
/// path of a socket is limited in length.
fn powerdns(installed: &Installed, folder: &Path, ports: &[u16]) -> Result<Command> {
    let schema = installed.file("usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql")?;
    let mut sqlite = installed.command("sqlite3");
    sqlite.current_dir(folder).arg("pdns.sqlite3").arg(format!(".read {}", schema.display()));
    shell::run(&mut sqlite)?;
    let [api, dns] = ports else { anyhow::bail!("PowerDNS needs two ports") };
    let modules = installed.library("pdns").map(|folder| format!("module-dir={}\n", folder.display()));
    let database = folder.join("pdns.sqlite3");
    let text = format!(
        "launch=gsqlite3\ngsqlite3-database={}\ngsqlite3-dnssec=yes\nlocal-address=127.0.0.1\nlocal-port={dns}\napi=yes\napi-key=sesame\n\
         webserver=yes\nwebserver-address=127.0.0.1\nwebserver-port={api}\nwebserver-allow-from=127.0.0.1\nsocket-dir=.\ndaemon=no\nguardian=no\n\
         security-poll-suffix=\ndefault-soa-content=a.misconfigured.dns.server.invalid hostmaster.@ 0 10800 3600 604800 3600\n{}",
        database.display(),
        modules.unwrap_or_default(),
    );
    std::fs::write(folder.join("pdns.conf"), text).context("cannot write pdns.conf")?;
    let mut command = installed.command("pdns_server");
    command.arg("--config-dir=.").current_dir(folder);
    Ok(command)
}

fn etcd(installed: &Installed, folder: &Path, ports: &[u16]) -> Result<Command> {
    let [client, peer] = ports else { anyhow::bail!("etcd needs two ports") };
    let (client, peer) = (format!("http://127.0.0.1:{client}"), format!("http://127.0.0.1:{peer}"));
    let mut command = installed.command("etcd");
    command.args(["--name", "n1", "--data-dir", "data"]).current_dir(folder);
    command.args(["--listen-client-urls", &client, "--advertise-client-urls", &client]);
    command.args(["--listen-peer-urls", &peer, "--initial-advertise-peer-urls", &peer]);
    command.args(["--initial-cluster", &format!("n1={peer}")]);
    // Data need not survive a power failure.
    command.arg("--unsafe-no-fsync");
    Ok(command)
}

fn jupyter(installed: &Installed, folder: &Path, ports: &[u16]) -> Result<Command> {
    let port = ports.first().context("Jupyter needs a port")?;
    let files = folder.join("files");
    std::fs::create_dir(&files).with_context(|| format!("cannot create {}", files.display()))?;
    let mut command = installed.command("jupyter-server");
    command.args(["--allow-root", "--ip=127.0.0.1", "--no-browser", "--IdentityProvider.token=sesame"]);
    command
        .arg(format!("--port={port}"))
        .arg("--ServerApp.port_retries=0")
        .arg(format!("--ServerApp.root_dir={}", files.display()));
    for variable in ["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"] {
        command.env(variable, folder.join(variable.to_lowercase()));
    }
    command.current_dir(folder);
    Ok(command)
}

fn prefect(installed: &Installed, folder: &Path, ports: &[u16]) -> Result<Command> {
    let port = ports.first().context("Prefect needs a port")?;
    let mut command = installed.command("prefect");
    command.args(["server", "start", "--host", "127.0.0.1", "--no-ui", "--port", &port.to_string()]);
    command.env("PREFECT_HOME", folder).env("PREFECT_SERVER_API_AUTH_STRING", "admin:sesame");
    command.env("PREFECT_SERVER_ANALYTICS_ENABLED", "false").env("DO_NOT_TRACK", "1").env("PREFECT_API_URL", "");
    command.current_dir(folder);
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_server_has_a_configuration_and_a_driver() {
        for server in &SERVERS {
            for file in ["oaspress.toml", "driver.rs"] {
                let path = shell::root().join("xtask/servers").join(server.name).join(file);
                assert!(path.is_file(), "{} is missing", path.display());
            }
            let (Source::Debian(packages) | Source::Python(packages)) = server.source;
            assert!(!packages.is_empty(), "{} has no packages", server.name);
            assert!(server.ports > 0 && server.ready.0.starts_with('/'), "{}", server.name);
        }
    }
}
