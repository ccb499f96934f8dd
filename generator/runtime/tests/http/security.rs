//! The credentials of requests, and that nothing shows them.

use http::Method;
use oaspress_runtime::runtime::{
    ClientConfig, Credential, Error, InvalidInput, MissingCredential, Operation, RawResponse, RequestEncoder, Response,
    Scheme, Secret, Security,
};

use crate::support::{Make, SECRET, TOKEN, target};

const BEARER: Scheme = Scheme::bearer("bearer").setter("token").env("OASPRESS_RUNTIME_TEST_BEARER");
const BASIC: Scheme = Scheme::basic("basic");
const HEADER: Scheme = Scheme::api_key_header("key", "x-api-key").setter("key");
const QUERY: Scheme = Scheme::api_key_query("query", "api key");
const COOKIE: Scheme = Scheme::api_key_cookie("cookie", "sid");
const WORD: Scheme = Scheme::authorization("word", "Token");

const TENANT: Scheme = Scheme::api_key_header("tenant", "x-tenant").setter("tenant").optional();

const NOTHING: &[&[&Scheme]] = &[];
const OPTIONAL: &[&[&Scheme]] = &[&[], &[&BEARER]];
const EITHER: &[&[&Scheme]] = &[&[&BEARER], &[&HEADER, &QUERY], &[&COOKIE]];

/// An operation whose credentials are chosen by the type parameter from the tables above.
struct Guarded<const CHOICE: usize>;

impl<const CHOICE: usize> Operation for Guarded<CHOICE> {
    type Output = ();
    type Failure = ();

    const ID: &'static str = "guarded";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/x";
    const SECURITY: Security = match CHOICE {
        0 => Security(NOTHING),
        1 => Security(OPTIONAL),
        2 => Security(EITHER),
        3 => Security(&[&[&BASIC]]),
        4 => Security(&[&[&WORD]]),
        6 => Security(&[&[&TENANT, &BEARER], &[&COOKIE]]),
        7 => Security(&[&[&TENANT], &[&HEADER]]),
        _ => Security(&[&[&HEADER]]),
    };

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        request.segment("/x");
        Ok(())
    }

    fn decode(response: RawResponse) -> Result<Response<()>, Error<()>> {
        response.empty()
    }
}

/// Returns the parts of a request that contain credentials.
fn carried<const CHOICE: usize>(target: &ClientConfig) -> Vec<String> {
    let request = Guarded::<CHOICE>.to_request(target).expect("a request");
    let mut carried: Vec<_> = request.uri().query().map(|query| format!("?{query}")).into_iter().collect();
    for name in ["authorization", "x-api-key", "x-tenant", "cookie"] {
        if let Some(value) = request.headers().get(name) {
            assert!(value.is_sensitive(), "{name}");
            carried.push(format!("{name}: {}", value.to_str().expect("text")));
        }
    }
    carried
}

fn missing<const CHOICE: usize>(target: &ClientConfig) -> MissingCredential {
    match Guarded::<CHOICE>.to_request(target) {
        Err(Error::MissingCredential(missing)) => *missing,
        other => panic!("expected a missing credential, got {other:?}"),
    }
}

#[test]
fn places() {
    assert_eq!(carried::<2>(&target().credential(&BEARER, "abc")), ["authorization: Bearer abc"]);
    assert_eq!(
        carried::<2>(&target().credential(&HEADER, "abc").credential(&QUERY, "d&e")),
        ["?api%20key=d%26e", "x-api-key: abc"]
    );
    let signed = "s%3Aabc.d+e/f==";
    assert_eq!(carried::<2>(&target().credential(&COOKIE, signed)), ["cookie: sid=s%3Aabc.d+e/f=="]);
    assert_eq!(carried::<4>(&target().credential(&WORD, "abc")), ["authorization: Token abc"]);
    let login = Credential::login("Aladdin", "open sesame");
    assert_eq!(
        carried::<3>(&target().credential(&BASIC, login)),
        ["authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="]
    );
}

#[test]
fn a_credential_that_no_cookie_can_contain_is_refused() {
    for secret in ["a;b", "a b", "a\r\nb", "a,b", "é"] {
        let Err(error) = Guarded::<2>.to_request(&target().credential(&COOKIE, secret)) else { panic!("{secret}") };
        let rule = "must have only the characters of a cookie: visible ASCII without `\"`, `,`, `;` and `\\`";
        assert_eq!(error.to_string(), format!("the credential for `cookie` {rule}"));
    }
}

#[test]
fn alternatives() {
    let none = target();
    assert!(carried::<0>(&none).is_empty());
    assert!(carried::<1>(&none).is_empty());
    let all = target().credential(&BEARER, "abc").credential(&COOKIE, "c");
    assert!(carried::<0>(&all).is_empty());
    assert_eq!(carried::<1>(&all), ["authorization: Bearer abc"]);
    assert_eq!(carried::<2>(&all), ["authorization: Bearer abc"]);
    // An alternative counts only if it is complete.
    assert_eq!(carried::<2>(&target().credential(&HEADER, "h").credential(&COOKIE, "c")), ["cookie: sid=c"]);
}

#[test]
fn an_optional_credential_is_sent_where_it_is_set() {
    let bearer = || target().credential(&BEARER, "abc");
    assert_eq!(carried::<6>(&bearer()), ["authorization: Bearer abc"]);
    assert_eq!(carried::<6>(&bearer().credential(&TENANT, "t")), ["authorization: Bearer abc", "x-tenant: t"]);
    // A complete alternative has precedence over one that lacks an optional credential.
    assert_eq!(carried::<6>(&bearer().credential(&COOKIE, "c")), ["cookie: sid=c"]);
    assert_eq!(missing::<6>(&target()).scheme(), "bearer");
    assert_eq!(missing::<6>(&target().credential(&TENANT, "t")).scheme(), "bearer");
    assert!(carried::<7>(&target()).is_empty());
    assert_eq!(carried::<7>(&target().credential(&TENANT, "t")), ["x-tenant: t"]);
    assert_eq!(carried::<7>(&target().credential(&HEADER, "h")), ["x-api-key: h"]);
}

#[test]
fn an_anonymous_target_sends_no_credential_and_requires_none() {
    let bearer = target().credential(&BEARER, "abc").anonymous();
    assert!(carried::<2>(&bearer).is_empty());
    assert!(carried::<2>(&target().anonymous().credential(&BEARER, "abc")).is_empty());
    assert!(carried::<3>(&target().anonymous()).is_empty());
}

#[test]
fn a_missing_credential_says_how_to_give_it() {
    let error = missing::<2>(&target());
    assert_eq!(
        error.to_string(),
        "no credential for `bearer`: pass one to `token` of the client's builder, set `OASPRESS_RUNTIME_TEST_BEARER` in \
         the environment, or use `.anonymous()` on the builder or the call if the server requires none"
    );
    assert_eq!(error.scheme(), "bearer");
    assert_eq!(error.setter(), Some("token"));
    assert_eq!(error.variable(), Some("OASPRESS_RUNTIME_TEST_BEARER"));
    assert_eq!(
        missing::<5>(&target()).to_string(),
        "no credential for `key`: pass one to `key` of the client's builder, or use `.anonymous()` on the builder or the \
         call if the server requires none"
    );
    assert_eq!(
        missing::<3>(&target()).to_string(),
        "no credential for `basic`: use `.anonymous()` on the builder or the call if the server requires none"
    );
    assert_eq!(missing::<2>(&target().credential(&BEARER, "")).scheme(), "bearer");
}

#[test]
fn a_credential_that_a_header_can_not_hold_is_refused_without_being_shown() {
    for key in ["abc\n", "a\r\nX-Evil: 1", " abc", "abc ", "abcü", "a\0"] {
        let Err(error @ Error::Configuration(_)) = Guarded::<5>.to_request(&target().credential(&HEADER, key)) else {
            panic!("{key:?} was accepted")
        };
        let expected = "the credential for `key` has white space around it or characters that a header cannot contain";
        assert_eq!(error.to_string(), expected);
    }
    let login = Credential::login("a:b", "c");
    let error = Guarded::<3>.to_request(&target().credential(&BASIC, login)).expect_err("a colon");
    let expected = "the credential for `basic` has a colon in the user name; pass `Credential::login(user, password)`";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn the_environment() {
    // `PATH` serves as a variable that is set, since tests cannot set one without `unsafe`.
    let set = Scheme::bearer("set").env("PATH");
    let unset = Scheme::bearer("unset").env("OASPRESS_RUNTIME_TEST_UNSET");
    assert_eq!(
        set.from_env().and_then(|found| found.secret().map(|secret| secret.expose().to_owned())),
        std::env::var("PATH").ok()
    );
    assert!(unset.from_env().is_none());
    assert!(Scheme::bearer("none").from_env().is_none());
    let target = target().credentials_from_env(&[&set, &unset]);
    assert!(target.credentials().get(&set).is_some());
    assert!(target.credentials().get(&unset).is_none());
}

/// The part of the tests with a non-UTF-8 environment that runs in a process of its own.
#[test]
#[ignore = "run by `a_variable_that_is_not_text_is_an_error`"]
fn child_with_an_environment_that_is_not_text() {
    let odd = Scheme::bearer("odd").env("OASPRESS_RUNTIME_TEST_ODD");
    let expected = "the environment variable `OASPRESS_RUNTIME_TEST_ODD` is not UTF-8";
    let from_env = || target().credentials_from_env(&[&odd]);
    assert_eq!(from_env().check().expect_err("odd").to_string(), expected);
    assert!(odd.from_env().is_none() && odd.try_from_env().is_err());
    let required = target().require_credential_from_env(&[&odd]).expect("the error of the check");
    assert_eq!(required.check().expect_err("odd").to_string(), expected);
    from_env().credential(&odd, "set").check().expect("a credential that is set");
    let login = Scheme::basic("login").env("OASPRESS_RUNTIME_TEST_LOGIN");
    let request = Make.to_request(&target().credentials_from_env(&[&login]).credential(&TOKEN, "set"));
    assert!(request.is_ok() && login.try_from_env().expect("a pair").is_some());
    let key = Scheme::basic("key").env("OASPRESS_RUNTIME_TEST_KEY");
    let pair = "the environment variable `OASPRESS_RUNTIME_TEST_KEY` has to be `user:password`, but has no `:`; one of the two may be empty";
    assert_eq!(target().credentials_from_env(&[&key]).check().expect_err("a key").to_string(), pair);
    let url = target().base_url_from_env("OASPRESS_RUNTIME_TEST_ODD");
    assert_eq!(url.check().expect_err("odd").to_string(), expected);
    url.base_url("https://api.example.com").check().expect("a URL that is set");
    assert!(target().require_base_url_from_env("OASPRESS_RUNTIME_TEST_ODD").is_err());
    let proxied = oaspress_runtime::runtime::CoreBuilder::new(target());
    let problem = proxied.check().expect_err("odd").to_string();
    assert_eq!(problem, "the environment variable `ALL_PROXY` is not UTF-8");
    proxied.no_proxy().check().expect("no proxy");
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_text_is_an_error() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let odd = OsStr::from_bytes(b"key\xff");
    let mut child = std::process::Command::new(std::env::current_exe().expect("this program"));
    child.args(["--exact", "security::child_with_an_environment_that_is_not_text", "--ignored"]);
    child.env("OASPRESS_RUNTIME_TEST_ODD", odd).env("ALL_PROXY", odd);
    child.env("OASPRESS_RUNTIME_TEST_LOGIN", "ada:").env("OASPRESS_RUNTIME_TEST_KEY", "sk_live");
    let output = child.output().expect("a child");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[test]
fn nothing_shows_a_secret() {
    let secret = Secret::new(SECRET);
    assert_eq!(secret.expose(), SECRET);
    let credential = Credential::login("ada", SECRET);
    let target = target().credential(&TOKEN, SECRET);
    let request = Make.to_request(&target).expect("a request");
    let shown = format!(
        "{secret:?} {credential:?} {:?} {target:#?} {:?} {:?}",
        target.credentials(),
        request.headers(),
        Make.to_request(&target).expect("a request"),
    );
    assert!(shown.contains("Secret(..)") && shown.contains("Sensitive"));
    for part in [SECRET, &SECRET[9..], "kdv_live"] {
        assert!(!shown.contains(part), "{shown}");
    }
}
