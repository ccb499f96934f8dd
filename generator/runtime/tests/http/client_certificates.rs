//! The servers that get the certificate of a client.

use std::io::Write as _;
use std::time::Duration;

use oaspress_runtime::runtime::{Core, Error, HyperTransport, TransportKind};
use serde_json::Value;

use crate::server::head;
use crate::support::{Ask, run};
use crate::tls::{Authority, Stream, start};

/// Responds to every request whether the client has presented a certificate, and accepts tunnels to itself.
fn tell(mut stream: Stream) -> std::io::Result<()> {
    loop {
        if head(&mut stream)?.starts_with("CONNECT ") {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
            continue;
        }
        let body = stream.conn.peer_certificates().is_some().to_string();
        let length = body.len();
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}")?;
        stream.flush()?;
    }
}

/// Returns true if the server of a call got the certificate.
fn is_identified(core: &Core, ask: &Ask) -> bool {
    run(core.send(ask)).expect("an answer").into_inner() == Value::Bool(true)
}

#[test]
fn only_the_origin_of_the_base_url_gets_it() {
    let authority = Authority::new();
    let requests_one = || authority.server_with(Some(false));
    let other = format!("https://localhost:{}", start(requests_one(), tell).port());
    let location = other.clone();
    let redirect = move |mut stream: Stream| {
        head(&mut stream)?;
        assert!(stream.conn.peer_certificates().is_some());
        write!(stream, "HTTP/1.1 307 Moved\r\nLocation: {location}/x\r\nContent-Length: 0\r\n\r\n")?;
        stream.flush()
    };
    let own = format!("https://localhost:{}", start(requests_one(), tell).port());
    let redirecting = format!("https://localhost:{}", start(requests_one(), redirect).port());
    let both = |url: &str| [authority.identified(url).build(), authority.identified(url).build_blocking()];
    for core in both(&own) {
        assert!(is_identified(&core, &Ask::things()));
        assert!(!is_identified(&core, &Ask::things().base_url(&other)));
        assert!(!is_identified(&core, &Ask::things().base_url(&own.replace("localhost", "127.0.0.1"))));
        assert!(is_identified(&core, &Ask::things().base_url(&format!("{own}/v2"))));
    }
    for core in both(&redirecting) {
        assert!(!is_identified(&core, &Ask::things()));
    }
}

#[test]
fn a_transport_has_certificates_of_its_own() {
    let authority = Authority::new();
    let own = format!("https://localhost:{}", start(authority.server_with(Some(false)), tell).port());
    let other = format!("https://localhost:{}", start(authority.server_with(Some(false)), tell).port());
    let transport = || HyperTransport::new(Duration::from_secs(5)).root_certificates(&authority.root_pem);
    let core = |transport| authority.builder(&own).transport(transport).build();
    assert!(!is_identified(&core(transport()), &Ask::things()));
    let key = authority.key.serialize_pem();
    let identified = core(transport().client_certificate(&own, &authority.leaf_pem, &key));
    assert!(is_identified(&identified, &Ask::things()));
    assert!(!is_identified(&identified, &Ask::things().base_url(&other)));
    let wrong = transport().client_certificate("localhost", &authority.leaf_pem, &key);
    let replaced = core(wrong.client_certificate(&own, &authority.leaf_pem, &key));
    assert!(is_identified(&replaced, &Ask::things()), "a later origin replaces an invalid one");
    let no_origin = "the origin of the client certificate is not a URL with `https`";
    let at = |transport: HyperTransport, origin: &str| transport.client_certificate(origin, &authority.leaf_pem, &key);
    for (transport, problem) in [
        (at(transport(), "localhost"), no_origin),
        (at(transport(), "localhost:443"), no_origin),
        (at(transport(), "localhost/x"), no_origin),
        (at(transport(), "/x"), no_origin),
        (at(transport(), "http://localhost"), no_origin),
        (at(at(transport(), &own), "http://localhost"), no_origin),
        (transport().client_certificate(&own, &authority.leaf_pem, ""), "contains no private key in PEM"),
    ] {
        let error = run(core(transport).send(&Ask::things())).expect_err("a problem");
        let chain = std::iter::successors(Some(&error as &dyn std::error::Error), |&error| error.source());
        let text = chain.map(ToString::to_string).collect::<Vec<_>>().join("; ");
        assert!(text.contains(problem), "{text}");
    }
}

#[test]
fn a_proxy_gets_none() {
    let authority = Authority::new();
    let proxy = format!("https://localhost:{}", start(authority.server_with(Some(false)), tell).port());
    let core = |url| authority.identified(url).allow_plain_http().proxy(&proxy);
    assert!(!is_identified(&core("http://api.example.invalid").build(), &Ask::things()));
    assert!(!is_identified(&core("http://api.example.invalid").build_blocking(), &Ask::things()));
    // The blocking transport has the same certificates for the server and the proxy.
    match run(core("https://api.example.invalid").build_blocking().send(&Ask::things())) {
        Err(Error::Transport(error)) => assert_eq!(error.kind(), TransportKind::Setup),
        other => panic!("{other:?}"),
    }
}
