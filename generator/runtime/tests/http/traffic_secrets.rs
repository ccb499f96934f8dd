//! Recorded calls: credentials in paths, within encoded values, behind separators, and with names of their own.

use http::Method;
use oaspress_runtime::runtime::{
    Call, Error, InvalidInput, Operation, Options, RawResponse, RequestEncoder, Response, Security,
};
use serde_json::{Value, json};

use crate::support::{Ask, SECRET, Script, Turn, answer, run};
use crate::traffic::{JSON, Log, recorded, recorded_body, recorded_url};

/// An operation with this path.
struct Invite {
    call: Call<()>,
    path: &'static str,
}

impl Operation for Invite {
    type Output = Value;
    type Failure = Value;

    const ID: &'static str = "invite";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/invites/{token}:open/{id}";
    const SECURITY: Security = Security(&[&[]]);

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        request.segment(self.path);
        Ok(())
    }

    fn decode(response: RawResponse) -> Result<Response<Value>, Error<Value>> {
        response.json()
    }

    fn options(&self) -> &Options {
        self.call.options()
    }
}

fn recorded_invite(path: &'static str) -> String {
    let log = Log::new("invite");
    let core = recorded(Script::new([Turn::Response(answer(200, &[JSON], "{}"))]), &log.0);
    let _ = run(core.send(&Invite { call: Call::new(()), path }));
    log.entries().remove(0)["request"]["url"].as_str().expect("a URL").to_owned()
}

#[test]
fn parameters_of_paths_are_recorded_without_credentials() {
    let url = recorded_invite("/base/invites/VALUE:open/7?page=1");
    assert!(url.ends_with("/base/invites/%5Bredacted%5D:open/7?page=1"), "{url}");
    // As after a redirect to another path.
    let url = recorded_invite("/more/VALUE/and/invites");
    assert!(url.ends_with("/%5Bredacted%5D/%5Bredacted%5D/%5Bredacted%5D/invites"), "{url}");
}

#[test]
fn pairs_in_paths_are_recorded_without_credentials() {
    for path in ["a;token=VALUE/b", "token=VALUE;VALUE/b", "x%3Ftoken%3DVALUE/b", "to/https%3A%2F%2Fu%3AVALUE%40x/b"] {
        let log = Log::new("path-pairs");
        let core = recorded(Script::new([Turn::Response(answer(200, &[JSON], "{}"))]), &log.0);
        let ask = Ask::new(move |request| {
            request.segment("/");
            request.segment(path);
            Ok(())
        });
        let _ = run(core.send(&ask));
        let url = log.entries().remove(0)["request"]["url"].as_str().expect("a URL").to_owned();
        assert!(!url.contains("VALUE") && url.ends_with("%5Bredacted%5D/b"), "{url}");
    }
}

#[test]
fn credentials_within_encoded_values_are_not_recorded() {
    for query in [
        "user=%7B%22password%22%3A%22VALUE%22%7D",
        "user=%257B%2522password%2522%253A%2522VALUE%2522%257D",
        "user=%7B%22password%22%3A%22VALUE",
        "next=%2Fcb%3Faccess_token%3DVALUE",
        "a=1%26token%3DVALUE",
        "a%26token%3DVALUE=1",
        "token%3DVALUE",
        "user=password,VALUE",
        "user=name%2Cx%2Cpassword%2CVALUE",
        "user[pin]=VALUE",
    ] {
        let url = recorded_url("encoded-values", query);
        assert!(!url.contains("VALUE") && url.contains("redacted%5D"), "{query}: {url}");
    }
    let url = recorded_url("encoded-json", "user=%7B%22password%22%3A%22VALUE%22%2C%22id%22%3A7%7D");
    let json = "%7B%22password%22%3A%22%5Bredacted%5D%22%2C%22id%22%3A7%7D";
    assert!(url.ends_with(json), "{url}");
    let plain = "?user=%7B%22id%22%3A7%7D&fields=id,name&to=%2Fa%3Fb%3D1";
    assert!(recorded_url("encoded-plain", &plain[1..]).ends_with(plain));
}

#[test]
fn credentials_in_texts_within_bodies_are_not_recorded() {
    let mut deep = json!({ "password": "VALUE" }).to_string();
    for _ in 0..6 {
        deep = json!({ "inner": deep }).to_string();
    }
    for text in [
        json!({ "password": "VALUE" }).to_string(),
        json!([{ "a": json!({ "token": "VALUE" }).to_string() }]).to_string(),
        deep,
        "{'password': 'VALUE'}".to_owned(),
        r#"{"password":"VALUE"#.to_owned(),
        "/cb?next=%2F%3Ftoken%3DVALUE".to_owned(),
        "%2F%3Ftoken%3DVALUE".to_owned(),
        "password=ab,VALUE(VALUE;VALUE#VALUE?VALUE".to_owned(),
        "password=\"ab VALUE\"".to_owned(),
        r#"password=\"ab VALUE\""#.to_owned(),
    ] {
        let shown = recorded_body("texts", &json!({ "text": text }).to_string());
        assert!(!shown.contains("VALUE") && shown.contains("redacted"), "{text}: {shown}");
    }
    let shown = recorded_body("rest", &json!({ "text": "password=a,b&page=1 <c>" }).to_string());
    assert_eq!(shown, r#"{"text":"password=%5Bredacted%5D&page=1 <c>"}"#);
    let plain = json!({ "json": "{ \"a\" : [1] }", "list": "[a], b=c", "percent": "100% = %41" }).to_string();
    assert_eq!(recorded_body("plain-texts", &plain), plain);
}

#[test]
fn the_rest_of_a_value_is_not_recorded() {
    assert!(recorded_url("rest", "token=abc;VALUE;VALUE==&a;b=c").ends_with("?token=%5Bredacted%5D&a;b=c"));
}

#[test]
fn known_credentials_are_looked_for_first() {
    let log = Log::new("known");
    let body = json!({ "text": format!("a=b&x={SECRET}"), SECRET: format!("(token={SECRET}") });
    let core = recorded(Script::new([Turn::Response(answer(200, &[JSON], &body.to_string()))]), &log.0);
    let _ = run(core.send(&Ask::things()));
    assert!(!log.text().contains(SECRET), "{}", log.text());
}

#[test]
fn more_names_of_credentials_are_recognized() {
    let secret = [
        "signingKey",
        "encryption_key",
        "AccountKey",
        "masterKey",
        "SharedKey",
        "primaryKey",
        "secondaryKey",
        "serviceKey",
        "sshKeys",
        "hostKey",
        "bearer",
        "SAMLResponse",
        "csrf",
        "XSRF",
        "device_code",
        "connectionString",
        "otp",
        "totp",
        "pin",
        "cvv",
        "card.cvv",
    ];
    for name in secret {
        for value in [json!("4711"), json!(4711), json!([{ "value": 4711 }])] {
            let shown = recorded_body("more-names", &json!({ name: value }).to_string());
            assert!(!shown.contains("4711"), "{name}: {shown}");
        }
    }
    let plain = json!({
        "publicKey": "a", "spin": 1, "keyboard": "b", "max_tokens": 2, "totalTokens": 3, "token_count": 4,
        "session": { "expires_in": 5 }, "tokenExpiry": 6,
    });
    assert_eq!(recorded_body("more-plain-names", &plain.to_string()), plain.to_string());
}

#[test]
fn users_of_urls_are_not_recorded() {
    for url in [
        "https://u:123/VALUE@x.org/a",
        "https://u:123?VALUE@x.org/a",
        "https://u:123#VALUE@x.org/a",
        "https://u:/VALUE@x.org/a",
        "https://u:99999/VALUE@x.org/a",
        "https://u:a\"VALUE@x.org/a",
        "https://u:a'VALUE@x.org/a",
        "https://u:a://VALUE@x.org/a",
    ] {
        let shown = recorded_body("users", &json!({ "url": url }).to_string());
        assert_eq!(shown, r#"{"url":"https://%5Bredacted%5D@x.org/a"}"#, "{url}");
    }
    let plain = json!({ "a": "https://x.org:8080/a b@c", "b": "https://[::1]:80/a", "c": "https://x.org/@a" });
    assert_eq!(recorded_body("no-users", &plain.to_string()), plain.to_string());
}
