//! Combines `schemes`, `host` and `basePath` into `servers`.

use serde_json::{Value, json};

use super::Rewrite;
use crate::diag::{Code, Diagnostic, Severity};
use crate::keywords::ObjectKind;
use crate::path::SpecPath;

/// The extension that lists servers in 2.0 and that several tools support.
const EXTENSION: &str = "x-servers";

/// Rewrites the servers of the document, and those of operations with their own schemes.
pub(super) fn rewrite(rewrite: &mut Rewrite<'_>) {
    let root = SpecPath::root();
    let schemes = schemes(rewrite.written.root());
    let address = Address::read(rewrite);
    if let Some(address) = &address {
        for place in rewrite.places(&[ObjectKind::SwaggerOperation]) {
            operation(rewrite, &place, address, &schemes);
        }
    }
    let urls = match address {
        Some(address) => address.urls(rewrite, &schemes),
        None => Vec::new(),
    };
    let written = if rewrite.written(&root, "host").is_some() { "host" } else { "basePath" };
    set(rewrite, &root, &urls, &root.child(written));
    if urls.is_empty() {
        rewrite.made(&root.child("servers"), &root);
    }
    let Some(raw) = rewrite.object(&root) else { return };
    for key in ["host", "basePath", "schemes"] {
        raw.shift_remove(key);
    }
    extension(rewrite);
}

/// The common parts of the URLs of a document.
struct Address {
    /// The host. Empty if the document does not declare one.
    host: String,
    /// The base path. It is empty or begins with a slash, and never ends with one.
    base_path: String,
    /// The scheme, if `host` contains a whole URL.
    scheme: Option<String>,
}

impl Address {
    fn read(rewrite: &Rewrite<'_>) -> Option<Self> {
        let text = |key| {
            rewrite.written.root().get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
        };
        let (host, base_path) = (text("host"), text("basePath"));
        host.or(base_path)?;
        let host = host.unwrap_or_default();
        let (scheme, host) = match host.split_once("://") {
            Some((scheme, host)) => (Some(scheme.to_owned()), host),
            None => (None, host.trim_start_matches('/')),
        };
        let base_path = base_path.unwrap_or_default().trim_matches('/');
        let slash = if base_path.is_empty() { "" } else { "/" };
        Some(Self { host: host.trim_end_matches('/').to_owned(), base_path: format!("{slash}{base_path}"), scheme })
    }

    fn url(&self, scheme: &str) -> String {
        format!("{scheme}://{}{}", self.host, self.base_path)
    }

    /// Returns the URLs for all schemes. If there is no host, returns only the path.
    fn urls(&self, rewrite: &mut Rewrite<'_>, schemes: &[String]) -> Vec<String> {
        if self.host.is_empty() {
            let path = if self.base_path.is_empty() { "/" } else { &self.base_path };
            return vec![path.to_owned()];
        }
        if let Some(scheme) = &self.scheme {
            return vec![self.url(scheme)];
        }
        if schemes.is_empty() {
            let scheme = usual_scheme(&self.host);
            let message = format!("`schemes` does not declare how to reach `{}`; using `{scheme}`", self.host);
            let place = SpecPath::root().child("host");
            let found =
                Diagnostic::new(Code::MissingKeyword, &place, message).help(format!("write `schemes: [{scheme}]`"));
            rewrite.diagnostics.push(Diagnostic { severity: Severity::Note, ..found });
            return vec![self.url(scheme)];
        }
        schemes.iter().map(|scheme| self.url(scheme)).collect()
    }
}

/// Returns the default scheme of a host.
fn usual_scheme(host: &str) -> &'static str {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if matches!(name, "localhost" | "127.0.0.1" | "0.0.0.0" | "[::1]") { "http" } else { "https" }
}

/// Returns the schemes that an object lists, without those of web sockets. Their order has no meaning, so `https` comes
/// first.
fn schemes(owner: &Value) -> Vec<String> {
    let list = match owner.get("schemes") {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(text)) => vec![text.as_str()],
        _ => Vec::new(),
    };
    let all = list.into_iter().map(|scheme| scheme.trim().to_ascii_lowercase());
    let mut schemes: Vec<String> = all.filter(|scheme| matches!(scheme.as_str(), "http" | "https")).collect();
    schemes.sort_by_key(|scheme| scheme != "https");
    schemes
}

/// Adds servers to an operation that does not support the first scheme of the document.
fn operation(rewrite: &mut Rewrite<'_>, place: &SpecPath, address: &Address, common: &[String]) {
    let own = rewrite.written.get(place).map(schemes).unwrap_or_default();
    let usual = common.first().map_or_else(|| usual_scheme(&address.host), String::as_str);
    if !own.is_empty() && !address.host.is_empty() && !own.iter().any(|scheme| scheme == usual) {
        let urls: Vec<String> = own.iter().map(|scheme| address.url(scheme)).collect();
        set(rewrite, place, &urls, &place.child("schemes"));
    }
}

fn set(rewrite: &mut Rewrite<'_>, owner: &SpecPath, urls: &[String], written: &SpecPath) {
    let Some(raw) = rewrite.object(owner).filter(|_| !urls.is_empty()) else { return };
    raw.insert("servers".to_owned(), urls.iter().map(|url| json!({ "url": url })).collect());
    rewrite.made(&owner.child("servers"), written);
    for index in 0..urls.len() {
        rewrite.made(&owner.child("servers").index(index), written);
        rewrite.made(&owner.child("servers").index(index).child("url"), written);
    }
}

/// Appends the servers of the extension to those of the keywords.
fn extension(rewrite: &mut Rewrite<'_>) {
    let root = SpecPath::root();
    let Some(raw) = rewrite.object(&root) else { return };
    let Some(Value::Array(more)) = raw.get(EXTENSION).cloned() else { return };
    let servers = raw.entry("servers").or_insert_with(|| Value::Array(Vec::new()));
    let Some(servers) = servers.as_array_mut() else { return };
    let before = servers.len();
    let count = more.len();
    servers.extend(more);
    for index in 0..count {
        rewrite.made(&root.child("servers").index(before + index), &root.child(EXTENSION).index(index));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::dialect::v20::test::{assert_rewritten, assert_written_at};

    fn assert_servers(before: Value, urls: &[&str]) {
        let mut document = before;
        document["swagger"] = json!("2.0");
        let after: Value = urls.iter().map(|url| json!({ "url": url })).collect();
        assert_rewritten(&document, "/servers", &after);
    }

    #[test]
    fn every_combination_makes_urls() {
        let all = json!({ "host": "a.test:8080", "basePath": "/v1/", "schemes": ["http", "https", "ws"] });
        assert_servers(all, &["https://a.test:8080/v1", "http://a.test:8080/v1"]);
        assert_servers(json!({ "host": "a.test" }), &["https://a.test"]);
        assert_servers(json!({ "host": "localhost:80", "basePath": "v1" }), &["http://localhost:80/v1"]);
        assert_servers(json!({ "host": "http://a.test/", "schemes": ["https"] }), &["http://a.test"]);
        assert_servers(json!({ "basePath": "/v1", "schemes": ["https"] }), &["/v1"]);
        assert_servers(json!({ "x-servers": [{ "url": "https://b.test" }] }), &["https://b.test"]);
        assert_rewritten(&json!({ "swagger": "2.0", "schemes": ["https"] }), "/servers", &Value::Null);
    }

    #[test]
    fn an_operation_with_another_scheme_has_servers_of_its_own() {
        let before = json!({ "swagger": "2.0", "host": "a.test", "schemes": ["http"], "paths": { "/a": {
            "get": { "schemes": ["https"] },
        } } });
        assert_rewritten(&before, "/paths/~1a/get/servers", &json!([{ "url": "https://a.test" }]));
        assert_written_at(&before, "/paths/~1a/get/servers/0/url", "/paths/~1a/get/schemes");
    }
}
