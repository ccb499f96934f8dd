//! A server with a self-signed certificate for this machine, valid far into the future.

use std::io::Read as _;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use kirim::TransportKind::Security;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::asynchronous;
use crate::case::{End, case, end};

const CERTIFICATE: &str = "\
    MIIBmjCCAUGgAwIBAgIUOjzZyNBAdAWnkbbswmBsLaKnbCQwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2\
    MTEyNTA1MTgyN1oYDzIxMjYxMTAxMDUxODI3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC\
    AAR59B4e73KDByAGkhtjwuX15dgu7VN8e9LMs1KKpacVtXKG0I1sxNLQTHuUDvO+rDMHPyIL4gr9TcBXFUJMll+Xo28wbTAdBgNV\
    HQ4EFgQU7rSo7xfl3pQ/yvvR5A3hezwNftAwHwYDVR0jBBgwFoAU7rSo7xfl3pQ/yvvR5A3hezwNftAwDwYDVR0TAQH/BAUwAwEB\
    /zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZIzj0EAwIDRwAwRAIgOmOAAvreIfASdQ0yc2eBQylMiVGBgnJIPXfN\
    AqCuFxICIF2oYeA4QHltWma2wyDEeUnB32mkFujKaDZUeSryfdcD";

const KEY: &str = "\
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgi5dYvo1yL+qHE9esCHaBqYGRJ2IBRDdlMOeZaJTE5u+hRANCAAR5\
    9B4e73KDByAGkhtjwuX15dgu7VN8e9LMs1KKpacVtXKG0I1sxNLQTHuUDvO+rDMHPyIL4gr9TcBXFUJMll+X";

fn bytes(text: &str) -> Vec<u8> {
    BASE64_STANDARD.decode(text).unwrap()
}

#[test]
fn a_certificate_that_nobody_trusts_ends_the_call_before_anything_is_sent() {
    let certificate = CertificateDer::from(bytes(CERTIFICATE));
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(bytes(KEY)));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap());

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}/v1", listener.local_addr().unwrap().port());
    let heard = thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
        let mut heard = Vec::new();
        // Reads until the TLS alert with which the client closes the connection.
        let _ = stream.read_to_end(&mut heard);
        heard
    });
    let result = asynchronous::call(&url, &case("", Vec::new(), End::Page).ask);
    assert_eq!(end(&result), End::Transport(Security, None));
    assert_eq!(heard.join().unwrap(), b"");
}
