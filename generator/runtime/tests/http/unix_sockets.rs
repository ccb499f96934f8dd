//! Servers at a Unix socket, as those of Docker and Podman.

use std::io::Write as _;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use oaspress_runtime::runtime::{ClientConfig, CoreBuilder, Error, HyperTransport, Server, TransportKind};

use crate::server::{Act, FINE, Server as TcpServer, head};
use crate::support::{Ask, SECRET, Script, TOKEN, run};

/// A server that responds once on every connection, and its requests.
struct Local {
    path: PathBuf,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Local {
    fn start(name: &str) -> Self {
        Self::with(name, FINE)
    }

    /// Starts a server with this response.
    fn with(name: &str, response: &[u8]) -> Self {
        let response = response.to_vec();
        let path = std::env::temp_dir().join(format!("oaspress-{}-{name}.sock", std::process::id()));
        let listener = UnixListener::bind(&path).expect("a socket");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                log.lock().expect("no panic").push(head(&mut stream).unwrap_or_default());
                let _ = stream.write_all(&response);
            }
        });
        Self { path, requests }
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no panic").clone()
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
    assert_eq!(error.to_string(), "a blocking client cannot connect to a Unix socket; use an asynchronous one");
}

#[test]
fn a_transport_that_cannot_connect_to_the_socket_is_rejected() {
    let server = Local::start("transport");
    let own = |path: &str| HyperTransport::new(Duration::from_secs(5)).socket(path);
    run(async {
        let expected = "the base URL is a Unix socket, to which the transport of the client does not connect; \
                        use `HyperTransport::socket`, or a transport whose `connects_to_socket` returns true";
        let builder = || builder(ClientConfig::at(&server.url()).credential(&TOKEN, SECRET));
        for builder in [
            builder().transport(HyperTransport::new(Duration::from_secs(5))),
            builder().transport(own("/run/another.sock")),
            builder().transport(Script::default()),
        ] {
            let error = builder.build().send(&Ask::things()).await.expect_err("a problem");
            assert_eq!(error.to_string(), expected);
        }
        let path = server.path.to_str().expect("a path");
        builder().transport(own(path)).build().send(&Ask::things()).await.expect("an answer");
    });
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_url_of_the_local_host_is_not_the_socket() {
    let server = Local::start("local");
    run(async {
        let tcp = TcpServer::start(vec![Act::Say(FINE)]).await;
        let core = builder(ClientConfig::at(&server.url())).build();
        for url in ["http://localhost", "http://LOCALHOST:80", "http://localhost/"] {
            let error = core.send(&Ask::things().base_url(url)).await.expect_err("no server at port 80");
            assert!(matches!(&error, Error::Transport(error) if error.kind() == TransportKind::Connect), "{error:?}");
        }
        let url = format!("http://localhost:{}", tcp.address.port());
        core.send(&Ask::things().base_url(&url)).await.expect("an answer");
        assert!(core.send(&Ask::things().base_url("http://unix-socket@localhost")).await.is_err());
    });
    assert_eq!(server.requests(), Vec::<String>::new());
}

#[test]
fn a_socket_is_an_origin_of_its_own() {
    run(async {
        let tcp = TcpServer::start(vec![Act::Say(
            b"HTTP/1.1 307 Moved\r\nLocation: http://localhost/back\r\nContent-Length: 0\r\n\r\n",
        )])
        .await;
        for (name, target) in [("away", format!("http://{}/x", tcp.address)), ("back", "http://localhost/x".to_owned())]
        {
            let response = format!("HTTP/1.1 307 Moved\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n");
            let server = Local::with(name, response.as_bytes());
            let core = builder(ClientConfig::at(&server.url()).credential(&TOKEN, SECRET)).build();
            let error = core.send(&Ask::things()).await.expect_err("no server at port 80");
            assert!(matches!(&error, Error::Transport(error) if error.kind() == TransportKind::Connect), "{error:?}");
            let requests = server.requests();
            assert!(requests.len() == 1 && requests[0].contains(SECRET), "{requests:?}");
        }
        let requests = tcp.requests();
        assert!(requests.len() == 1 && !requests[0].contains(SECRET), "{requests:?}");
    });
}

#[test]
fn a_redirect_may_lead_to_another_path_of_the_socket() {
    let server = Local::with("path2", b"HTTP/1.1 307 Moved\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n");
    run(async {
        let core = builder(ClientConfig::at(&server.url()).credential(&TOKEN, SECRET)).build();
        let _ = core.send_raw(&Ask::things()).await;
    });
    let requests = server.requests();
    assert!(requests.len() == 6 && requests[5].starts_with("GET /other HTTP/1.1\r\n"), "{requests:?}");
    assert!(requests.iter().all(|request| request.contains(SECRET)), "{requests:?}");
}
