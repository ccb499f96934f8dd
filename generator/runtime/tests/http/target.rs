//! The URLs that requests are sent to, and those that are rejected.

use oaspress_runtime::runtime::{ClientConfig, Core, Error, Operation as _, Server, Style};

use crate::support::{Ask, SECRET, TOKEN, run, target};

fn uri(base_url: &str) -> String {
    Ask::things().to_request(&ClientConfig::at(base_url)).expect("a request").uri().to_string()
}

fn problem(target: &ClientConfig) -> String {
    match Ask::things().to_request(target) {
        Err(error @ Error::Configuration(_)) => error.to_string(),
        other => panic!("expected a configuration error, got {other:?}"),
    }
}

#[test]
fn base_urls() {
    assert_eq!(uri("https://api.kirim.chat/v1"), "https://api.kirim.chat/v1/things");
    assert_eq!(uri("https://api.kirim.chat/v1/"), "https://api.kirim.chat/v1/things");
    assert_eq!(uri("https://api.kirim.chat"), "https://api.kirim.chat/things");
    assert_eq!(uri("HTTPS://api.kirim.chat:8443/"), "https://api.kirim.chat:8443/things");
    assert_eq!(uri(" https://api.kirim.chat/v1\n"), "https://api.kirim.chat/v1/things");
    let root = Ask::new(|_| Ok(())).to_request(&ClientConfig::at("https://api.kirim.chat")).expect("a request");
    assert_eq!(root.uri(), "https://api.kirim.chat/");
}

#[test]
fn base_urls_that_are_none() {
    let table = [
        ("", "the base URL is not a URL"),
        ("api.kirim.chat/v1", "the base URL is not a URL"),
        ("nowhere", "the base URL must be absolute, as in `https://api.example.com/v1`"),
        ("/v1", "the base URL must be absolute, as in `https://api.example.com/v1`"),
        ("ftp://api.kirim.chat", "the base URL must be http or https"),
        ("https://me:pass@api.kirim.chat", "the base URL must not contain a user name or a password"),
        ("https://api.kirim.chat/v1?x=1", "the base URL must not have a query"),
        ("https://api.kirim.chat/v1#x", "the base URL must not have a fragment"),
        ("https://api kirim.chat", "the base URL is not a URL"),
    ];
    for (base_url, expected) in table {
        assert_eq!(problem(&ClientConfig::at(base_url)), expected, "{base_url:?}");
    }
}

#[test]
fn plain_http_is_for_this_machine() {
    for base_url in
        ["http://localhost:3000/v1", "http://127.0.0.1:1", "http://127.8.8.8", "http://[::1]:80", "http://a.localhost"]
    {
        assert!(uri(base_url).starts_with(base_url.trim_end_matches(":80")), "{base_url}");
    }
    for base_url in
        ["http://api.kirim.chat", "http://127.0.0.1.evil.example", "http://localhost.evil.example", "http://10.0.0.1"]
    {
        assert!(problem(&ClientConfig::at(base_url)).starts_with("the base URL is plain http"), "{base_url}");
        assert!(Ask::things().to_request(&ClientConfig::at(base_url).allow_plain_http()).is_ok());
    }
}

#[test]
fn other_problems_are_told_too() {
    assert_eq!(
        problem(&target().user_agent("a\nb")),
        "the user agent must not have line breaks or other control characters"
    );
    assert_eq!(problem(&target().header("Host", "x")), "the default header `Host` is set by the transport");
    assert!(target().header("X-A", "b").check().is_ok());
}

#[test]
fn a_client_that_can_not_work_says_so_at_its_first_call() {
    let core = Core::new(ClientConfig::at("no where"));
    let error = run(core.send(&Ask::things())).expect_err("no base URL");
    assert_eq!(error.to_string(), "the base URL is not a URL");
}

#[cfg(not(feature = "hyper"))]
#[test]
fn a_client_without_a_transport_says_so() {
    let error = run(Core::new(target()).send(&Ask::things())).expect_err("no transport");
    assert!(error.to_string().contains("enable the feature `hyper`"), "{error}");
}

#[test]
fn debug_shows_no_secret() {
    let target = target().credential(&TOKEN, SECRET).header("X-Key", SECRET);
    let shown = format!("{target:?} {target:#?} {:?}", Core::new(target.clone()));
    assert!(shown.contains("https://api.example.com/v1") && shown.contains("token"));
    assert!(!shown.contains("kdv_") && !shown.contains(&SECRET[10..]), "{shown}");
}

#[test]
fn variables_of_a_server_can_not_lead_elsewhere() {
    let filled = |template: &str, value: &str| {
        ClientConfig::at("https://a.example").server(Server::filled(template, &[("x", value)]))
    };
    for (template, value, expected) in [
        ("https://{x}.example.com/v1", "eu", "https://eu.example.com/v1/things"),
        ("https://{x}/v1", "10.0.0.1:8443", "https://10.0.0.1:8443/v1/things"),
        ("https://api.example.com/{x}/", "v2/beta", "https://api.example.com/v2/beta/things"),
        ("{x}/v1", "https://other.example", "https://other.example/v1/things"),
        ("{x}://api.example.com", "https", "https://api.example.com/things"),
    ] {
        assert_eq!(Ask::things().to_request(&filled(template, value)).expect("a request").uri(), expected);
    }
    for (template, value) in [
        ("https://{x}.example.com", "evil.example/"),
        ("https://{x}.example.com", "a@evil"),
        ("https://{x}.example.com", ""),
        ("{x}://api.example.com", "https://evil.example/"),
        ("https://api.example.com/{x}", "v1?x=y"),
    ] {
        problem(&filled(template, value));
    }
}

#[test]
fn a_path_may_bring_a_query() {
    let ask = Ask::new(|request| {
        request.segment("/x?action=y");
        request.query("q", Style::FORM, "a&b")
    });
    let request = ask.to_request(&ClientConfig::at("https://a.example")).expect("a request");
    assert_eq!(request.uri(), "https://a.example/x?action=y&q=a%26b");
}
