//! `[crate] runtime`: its forms, and what is reported.

use oaspress::config::{Runtime, RuntimeSource};

use crate::shown::configured;

#[test]
fn the_runtime_has_one_source() {
    let of = |value: &str| {
        let (config, found) = configured(&format!("[crate]\nruntime = {value}\n"));
        (config.manifest.runtime, found)
    };
    let source = |version: Option<&str>, path: Option<&str>, git: Option<&str>| {
        let [version, path, git] = [version, path, git].map(|text| text.map(str::to_owned));
        Runtime::Crate(RuntimeSource { version, path, git })
    };
    for (value, expected) in [
        (r#""vendored""#, Runtime::Vendored),
        (r#""crate""#, source(None, None, None)),
        (r#"{ version = "0.1" }"#, source(Some("0.1"), None, None)),
        (r#"{ version = "0.1", path = "../runtime" }"#, source(Some("0.1"), Some("../runtime"), None)),
        (r#"{ git = "https://example.org/runtime" }"#, source(None, None, Some("https://example.org/runtime"))),
    ] {
        assert_eq!(of(value), (expected, String::new()), "{value}");
    }
    for (value, message) in [
        (r#""copied""#, "is not a source of the runtime"),
        ("{}", "has no source"),
        (r#"{ path = "a", git = "b" }"#, "has two sources"),
        (r#"{ version = "one" }"#, "is not a version requirement"),
        (r#"{ branch = "main" }"#, "has no key `branch`"),
        ("1", "a string or a table"),
    ] {
        let (_, found) = of(value);
        assert!(found.contains(message), "{value}: {found}");
    }
}
