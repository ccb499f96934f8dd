//! Servers at a Unix socket, as those of Docker and Podman.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use oaspress_runtime::runtime::{ClientConfig, CoreBuilder, Error, Server, TransportKind};

use crate::server::FINE;
use crate::support::{Ask, run};

/// A server that responds once on every connection, and its requests.
struct Local {
    path: PathBuf,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Local {
    fn start(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("oaspress-{}-{name}.sock", std::process::id()));
        let listener = UnixListener::bind(&path).expect("a socket");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let (mut head, mut byte) = (Vec::new(), [0]);
                while !head.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
                    head.extend(byte);
                }
                log.lock().expect("no panic").push(String::from_utf8_lossy(&head).into_owned());
                let _ = stream.write_all(FINE);
            }
        });
        Self { path, requests }
    }

    fn url(&self) -> String {
        format!("unix://{}", self.path.display())
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

fn builder(config: ClientConfig) -> CoreBuilder {
    CoreBuilder::new(config).timeout(Duration::from_secs(5)).max_retries(0)
}

#[test]
fn requests_have_the_declared_path() {
    let server = Local::start("path");
    run(async {
        let declared = || ClientConfig::at("https://docker.example/v1.47");
        for config in [declared().base_url(&server.url()), declared().server(Server::filled(&server.url(), &[]))] {
            builder(config).proxy("http://127.0.0.1:1").build().send(&Ask::things()).await.expect("an answer");
        }
        builder(ClientConfig::at(&server.url())).build().send(&Ask::things()).await.expect("an answer");
    });
    let requests = server.requests.lock().expect("no panic").clone();
    let lines: Vec<_> = requests.iter().filter_map(|request| request.lines().next()).collect();
    assert_eq!(lines, ["GET /v1.47/things HTTP/1.1", "GET /v1.47/things HTTP/1.1", "GET /things HTTP/1.1"]);
    assert!(requests[0].to_ascii_lowercase().contains("\r\nhost: localhost\r\n"), "{}", requests[0]);
}

#[test]
fn a_socket_without_a_server_is_no_connection() {
    run(async {
        let core = builder(ClientConfig::at("unix:///nowhere/docker.sock")).build();
        let Err(Error::Transport(error)) = core.send(&Ask::things()).await else { panic!("an error") };
        assert_eq!(error.kind(), TransportKind::Connect);
        let chain = std::iter::successors(Some(&error as &dyn std::error::Error), |&error| error.source());
        assert!(chain.map(ToString::to_string).any(|text| text.starts_with("/nowhere/docker.sock: ")));
    });
}

#[test]
fn a_url_that_is_none_of_a_socket_is_told() {
    for url in ["unix://docker.sock", "unix://", "unix:///run/"] {
        let error = ClientConfig::at(url).check().expect_err("a problem");
        let expected = "the base URL must have the absolute path of a socket, as in `unix:///var/run/docker.sock`";
        assert_eq!(error.to_string(), expected, "{url}");
    }
    run(async {
        let core = builder(ClientConfig::at("https://docker.example")).build();
        let error = core.send(&Ask::things().base_url("unix:///run/docker.sock")).await.expect_err("a problem");
        assert_eq!(error.to_string(), "a Unix socket is a base URL of clients, not of single calls");
    });
    let core = builder(ClientConfig::at("unix:///run/docker.sock")).build_blocking();
    let error = run(core.send(&Ask::things())).expect_err("a problem");
    assert_eq!(error.to_string(), "a blocking client cannot connect to a Unix socket");
}
