//! Servers with TLS: certificates of one's own, mutual TLS, tunnels, and connections that break off.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use http::Method;
use oaspress_runtime::runtime::transport::tls::Tls;
use oaspress_runtime::runtime::{
    Body, ClientConfig, CoreBuilder, Error, Operation as _, Options, Replay, Secret, TransportKind,
};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;

use crate::server::{FINE, head};
use crate::support::{Ask, SECRET, TOKEN, run};

/// An authority, and a certificate that it has signed for a server on this machine, which is also that of a client.
pub(crate) struct Authority {
    root: CertificateDer<'static>,
    pub(crate) root_pem: String,
    leaf: CertificateDer<'static>,
    pub(crate) leaf_pem: String,
    pub(crate) key: KeyPair,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new([]).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let root = params.self_signed(&key).expect("a certificate");
        let issuer = Issuer::new(params, key);
        let names = ["localhost".to_owned(), "api.example.invalid".to_owned(), "127.0.0.1".to_owned()];
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(names).expect("parameters");
        // OpenSSL trusts no certificate with the same name as its authority.
        params.distinguished_name.push(DnType::CommonName, "leaf");
        let leaf = params.signed_by(&key, &issuer).expect("a certificate");
        Self { root_pem: root.pem(), root: root.der().clone(), leaf_pem: leaf.pem(), leaf: leaf.der().clone(), key }
    }

    pub(crate) fn server(&self, requires_certificate: bool) -> Arc<ServerConfig> {
        self.server_with(requires_certificate.then_some(true))
    }

    /// Returns the configuration of a server. It may request a certificate, and may require one.
    pub(crate) fn server_with(&self, requires_certificate: Option<bool>) -> Arc<ServerConfig> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(Arc::clone(&provider));
        let config = config.with_safe_default_protocol_versions().expect("a configuration");
        let config = if let Some(is_required) = requires_certificate {
            let mut roots = RootCertStore::empty();
            roots.add(self.root.clone()).expect("a root");
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            let verifier = if is_required { verifier } else { verifier.allow_unauthenticated() };
            config.with_client_cert_verifier(verifier.build().expect("a verifier"))
        } else {
            config.with_no_client_auth()
        };
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).expect("a key");
        Arc::new(config.with_single_cert(vec![self.leaf.clone()], key).expect("a certificate"))
    }

    pub(crate) fn builder(&self, url: &str) -> CoreBuilder {
        builder(url).root_certificates(&self.root_pem)
    }

    /// Returns a client with a certificate.
    pub(crate) fn identified(&self, url: &str) -> CoreBuilder {
        self.builder(url).client_certificate(&self.leaf_pem, self.key.serialize_pem())
    }
}

fn builder(url: &str) -> CoreBuilder {
    let config = ClientConfig::at(url).credential(&TOKEN, Secret::from(SECRET));
    CoreBuilder::new(config).timeout(Duration::from_secs(5)).max_retries(0)
}

pub(crate) type Stream = StreamOwned<ServerConnection, TcpStream>;

/// Starts a server that handles each connection with `act`.
pub(crate) fn start(
    config: Arc<ServerConfig>,
    act: impl Fn(Stream) -> std::io::Result<()> + Clone + Send + 'static,
) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let session = ServerConnection::new(Arc::clone(&config)).expect("a session");
            let stream = StreamOwned::new(session, stream.expect("a connection"));
            let act = act.clone();
            thread::spawn(move || act(stream));
        }
    });
    address
}

/// Responds to every request of a connection.
fn fine(mut stream: Stream) -> std::io::Result<()> {
    loop {
        head(&mut stream)?;
        stream.write_all(FINE)?;
        stream.flush()?;
    }
}

fn kind<T: std::fmt::Debug>(result: Result<T, Error<Value>>) -> TransportKind {
    match result.expect_err("no answer") {
        Error::Transport(error) => error.kind(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_server_of_ones_own_authority_is_trusted_and_no_other() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    let url = format!("https://localhost:{}", start(ours.server(false), fine).port());
    run(async {
        for _ in 0..2 {
            ours.builder(&url).build().send(&Ask::things()).await.expect("an answer");
        }
        let core = ours.builder(&url).build();
        for _ in 0..3 {
            core.send(&Ask::things()).await.expect("a response on the same connection");
        }
        assert_eq!(kind(theirs.builder(&url).build().send(&Ask::things()).await), TransportKind::Security);
        assert_eq!(kind(builder(&url).build().send(&Ask::things()).await), TransportKind::Security);
        // The certificate names neither this host nor its other address.
        let other = url.replace("localhost", "[::1]");
        assert!(ours.builder(&other).build().send(&Ask::things()).await.is_err());
    });
    let answer = run(ours.builder(&url).build_blocking().send(&Ask::things()));
    answer.expect("a response for a blocking client");
    assert_eq!(kind(run(theirs.builder(&url).build_blocking().send(&Ask::things()))), TransportKind::Security);
}

#[test]
fn a_server_may_require_a_certificate() {
    let authority = Authority::new();
    let url = format!("https://localhost:{}", start(authority.server(true), fine).port());
    let with = || authority.identified(&url);
    run(async {
        with().build().send(&Ask::things()).await.expect("an answer");
        let kind = kind(authority.builder(&url).build().send(&Ask::things()).await);
        // With TLS 1.3, the server rejects the client after the client has accepted the server.
        let is_rejected =
            kind == TransportKind::Security || cfg!(feature = "native-tls") && kind == TransportKind::Interrupted;
        assert!(is_rejected, "{kind:?}");
    });
    run(with().build_blocking().send(&Ask::things())).expect("a response for a blocking client");
}

#[test]
fn certificates_that_are_none_are_told() {
    let authority = Authority::new();
    let key = authority.key.serialize_pem();
    let builder = || builder("https://localhost");
    for (builder, expected) in [
        (builder().root_certificates("none"), "the root certificates contain no certificate in PEM"),
        (builder().root_certificates(&key), "the root certificates contain no certificate in PEM"),
        (builder().client_certificate("", &key), "the client certificate contains no certificate in PEM"),
        (
            builder().client_certificate(&authority.leaf_pem, &authority.leaf_pem),
            "the key of the client certificate contains no private key in PEM",
        ),
    ] {
        assert_eq!(builder.check().expect_err("a problem").to_string(), expected);
    }
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let other = KeyPair::generate().expect("a key").serialize_pem();
    for (builder, expected) in [
        (builder().root_certificates(broken), "the root certificates contain an invalid certificate"),
        (
            builder().client_certificate(broken, &key),
            "the client certificate cannot be used with its key: they do not match, or the TLS library does not support them",
        ),
        (
            builder().client_certificate(&authority.leaf_pem, other),
            "the client certificate cannot be used with its key: they do not match, or the TLS library does not support them",
        ),
    ] {
        let builder = builder.tls(Tls::Rustls);
        assert_eq!(builder.check().expect_err("a problem").to_string(), expected);
        for core in [builder.clone().build(), builder.build_blocking()] {
            assert_eq!(run(core.send(&Ask::things())).expect_err("a problem").to_string(), expected);
        }
    }
    let shown = format!("{:?}", builder().client_certificate(&authority.leaf_pem, &key));
    assert!(!shown.contains("PRIVATE"), "{shown}");
}

#[test]
fn an_error_contains_no_part_of_a_private_key() {
    let authority = Authority::new();
    let key = authority.key.serialize_pem();
    let inner = key.lines().nth(1).expect("a line").get(..20).expect("letters");
    let lines: Vec<&str> = key.lines().collect();
    let [first, .., last] = lines[..] else { panic!("{lines:?}") };
    let data = lines[1..lines.len() - 1].concat();
    let broken = [
        key.replace('\n', ""),
        key.replace('\n', "\\n"),
        key.replace('\n', " "),
        format!("{first}\n{data}{last}\n"),
        format!("{first}{data}\n{last}\n"),
        format!("{first}\n{data}\n"),
        format!("{first}\n{data}\n{first}\n{last}\n"),
        format!("{first}\n!{data}\n{last}\n"),
        format!("{first}\n{}\n{last}\n", &data[..40]),
    ];
    for key in broken {
        for tls in [Tls::Rustls, Tls::Native] {
            let builder = builder("https://localhost").client_certificate(&authority.leaf_pem, &key).tls(tls);
            let is_compiled = tls == Tls::Rustls || cfg!(feature = "native-tls");
            for core in [builder.clone().build(), builder.build_blocking()] {
                let error = run(core.send(&Ask::things())).expect_err("a problem");
                let chain = std::iter::successors(Some(&error as &dyn std::error::Error), |&error| error.source());
                let text = chain.map(ToString::to_string).chain([format!("{error:?}")]).collect::<Vec<_>>().join("\n");
                assert!(!text.contains(inner), "{text}");
                assert!(!is_compiled || text.contains("the client certificate"), "{key}: {text}");
            }
        }
    }
}

/// Returns the body of a request after it has sent half of a response of the same size.
fn crossing(mut stream: Stream) -> std::io::Result<()> {
    head(&mut stream)?;
    let length = 4 << 20;
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n[")?;
    stream.write_all(&vec![b' '; length / 2])?;
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    stream.write_all(&vec![b' '; length / 2 - 2])?;
    stream.write_all(b"]")?;
    stream.flush()
}

#[test]
fn a_server_may_answer_before_it_has_read_everything() {
    let authority = Authority::new();
    let url = format!("https://localhost:{}", start(authority.server(false), crossing).port());
    run(async {
        let core = authority.builder(&url).build();
        let mut request = Ask::things().to_request(core.config()).expect("a request");
        *request.method_mut() = Method::POST;
        *request.body_mut() = Body::from(vec![b'x'; 4 << 20]);
        let answer = core.send_request(request, Replay::Unsafe, Options::none()).await.expect("an answer");
        assert_eq!(answer.body().len(), 4 << 20);
    });
}

/// Breaks a response off without the notification that TLS requires.
fn cut(mut stream: Stream) -> std::io::Result<()> {
    head(&mut stream)?;
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"fine\":true}")?;
    stream.flush()?;
    stream.sock.shutdown(std::net::Shutdown::Both)
}

#[test]
fn a_response_without_a_length_that_is_cut_off_is_no_response() {
    let authority = Authority::new();
    let url = format!("https://localhost:{}", start(authority.server(false), cut).port());
    run(async {
        assert_eq!(kind(authority.builder(&url).build().send(&Ask::things()).await), TransportKind::Interrupted);
    });
}

/// Passes bytes on in one direction.
fn pass_on(mut from: impl Read + Send + 'static, mut to: impl Write + Send + 'static) {
    thread::spawn(move || std::io::copy(&mut from, &mut to));
}

/// Starts a proxy that connects every tunnel to this server.
fn proxy_to(server: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut client = stream.expect("a connection");
            let head = head(&mut client).expect("a request");
            assert!(head.starts_with("CONNECT api.example.invalid:443 HTTP/1.1\r\n"), "{head}");
            assert!(!head.contains(SECRET), "{head}");
            client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").expect("a client");
            let server = TcpStream::connect(server).expect("a server");
            pass_on(client.try_clone().expect("a socket"), server.try_clone().expect("a socket"));
            pass_on(server, client);
        }
    });
    address
}

#[test]
fn a_tunnel_leads_to_the_server() {
    let authority = Authority::new();
    let proxy = format!("http://{}", proxy_to(start(authority.server(false), fine)));
    let builder = || authority.builder("https://api.example.invalid/v1").proxy(&proxy);
    run(async {
        let core = builder().build();
        for _ in 0..3 {
            core.send(&Ask::things()).await.expect("an answer");
        }
    });
}

/// Is a proxy that forwards requests.
fn forward(mut stream: Stream) -> std::io::Result<()> {
    let head = head(&mut stream)?;
    assert!(head.starts_with("GET http://api.example.invalid/v1/things HTTP/1.1\r\n"), "{head}");
    stream.write_all(FINE)?;
    stream.flush()
}

#[test]
fn a_proxy_may_have_tls_itself() {
    let authority = Authority::new();
    let proxy = format!("https://localhost:{}", start(authority.server(false), forward).port());
    run(async {
        let config = ClientConfig::at("http://api.example.invalid/v1").allow_plain_http();
        let builder = CoreBuilder::new(config).root_certificates(&authority.root_pem);
        builder.max_retries(0).proxy(&proxy).build().send(&Ask::things()).await.expect("an answer");
    });
}
