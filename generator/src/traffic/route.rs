//! Finds the operation of a recorded request: the base paths of servers, path templates, and the most specific one of
//! several.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::exchange::Exchange;
use super::template::{capture, matches};
use crate::config::Config;
use crate::validate::Files;
use crate::validate::spec::Operation;

/// The maximum length of a path that is matched, and of the URL of a server.
const MAX_PATH: usize = 2048;

/// The servers and path templates of a document.
#[derive(Debug)]
pub(super) struct Router {
    bases: Vec<Base>,
    /// The templates, the most specific ones first.
    routes: Vec<Route>,
    /// All segments of the templates and of the base paths.
    segments: BTreeSet<String>,
}

/// A server.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Base {
    /// The authority, in which `{name}` stands for any text. `None` if the document does not declare it.
    host: Option<String>,
    /// The path without a final `/`, in which `{name}` stands for a segment.
    path: String,
}

/// A path template with its operations.
#[derive(Debug)]
struct Route {
    template: String,
    /// The number of each operation, by method.
    operations: BTreeMap<String, usize>,
    bases: Vec<usize>,
}

/// The result of finding an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// The number of the operation, and the values of its path parameters.
    Operation(usize, Vec<(String, String)>),
    /// No operation of the path has the method: the number of one of its operations.
    Method(usize),
    /// No path matches.
    Nothing,
}

impl Router {
    /// Creates a router. A `server` replaces those of the document.
    pub(super) fn new(files: &Files, operations: &[Operation<'_>], server: Option<&str>, config: &Config) -> Self {
        let mut bases: Vec<Base> = Vec::new();
        let mut routes: BTreeMap<String, Route> = BTreeMap::new();
        let all = || operations.iter().enumerate();
        let declared = all().map(|(number, operation)| (number, operation, without_query(&operation.path).to_owned()));
        let empty = all().flat_map(|(number, operation)| {
            with_empty_values(operation, config).map(move |template| (number, operation, template))
        });
        for (number, operation, template) in declared.chain(empty) {
            let own = server.map_or_else(|| servers(files, operation), |server| vec![server.to_owned()]);
            let mut numbers = Vec::new();
            for base in own.iter().map(|url| base(url)) {
                let known = bases.iter().position(|known| *known == base);
                numbers.push(known.unwrap_or_else(|| {
                    bases.push(base);
                    bases.len() - 1
                }));
            }
            let route = routes.entry(template.clone()).or_insert_with(|| Route {
                template,
                operations: BTreeMap::new(),
                bases: Vec::new(),
            });
            route.operations.entry(operation.method.clone()).or_insert(number);
            route.bases.extend(numbers);
        }
        let mut routes: Vec<Route> = routes.into_values().collect();
        routes.sort_by_cached_key(|route| specificity(&route.template));
        let texts = routes.iter().map(|route| &route.template).chain(bases.iter().map(|base| &base.path));
        let segments = texts.flat_map(|text| text.split('/')).map(str::to_owned).collect();
        Self { bases, routes, segments }
    }

    /// Returns true if a server of the document has this origin.
    pub(super) fn is_declared(&self, origin: &str) -> bool {
        let authority = origin.split_once("://").map_or(origin, |(_, authority)| authority);
        self.bases.iter().filter_map(|base| base.host.as_deref()).any(|host| matches(host, authority))
    }

    /// Returns a path with `{}` in place of all segments that are in no template, since they may be values.
    pub(super) fn masked(&self, path: &str) -> String {
        if path.len() > MAX_PATH {
            return "/{}".to_owned();
        }
        let is_literal = |segment: &str| self.segments.contains(segment);
        let shown = |segment: &str| if is_literal(segment) { segment.to_owned() } else { "{}".to_owned() };
        path.split('/').map(shown).collect::<Vec<_>>().join("/")
    }

    /// Returns the operation of a request. A final `/` only matters if several templates differ in nothing else.
    pub(super) fn find(&self, exchange: &Exchange) -> Found {
        let path = &exchange.path;
        if path.len() > MAX_PATH {
            return Found::Nothing;
        }
        let mut rests: Vec<(usize, &str)> = Vec::new();
        for (number, base) in self.bases.iter().enumerate() {
            rests.extend(rest(&base.path, path).map(|rest| (number, rest)));
        }
        // The longest base path leaves the shortest rest.
        rests.sort_by_key(|(_, rest)| rest.len());
        let mut method = Found::Nothing;
        for is_exact in [true, false] {
            for (base, rest) in &rests {
                let length = |path: &'_ str| if is_exact { path.len() } else { path.trim_end_matches('/').len() };
                let rest = &rest[..length(rest)];
                for route in self.routes.iter().filter(|route| route.bases.contains(base)) {
                    let template = &route.template[..length(&route.template)];
                    let Some(values) = capture(template, rest) else { continue };
                    match route.operations.get(&exchange.method) {
                        Some(number) => return Found::Operation(*number, values),
                        None if method == Found::Nothing => {
                            method = route.operations.values().next().map_or(Found::Nothing, |one| Found::Method(*one));
                        }
                        None => {}
                    }
                }
            }
        }
        method
    }
}

fn without_query(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default()
}

/// Returns the path templates without a value that may be empty by the configuration.
fn with_empty_values<'o>(operation: &'o Operation<'_>, config: &'o Config) -> impl Iterator<Item = String> + 'o {
    let id = operation.declared.child("operationId").and_then(|id| id.value.as_str()).map(str::to_owned);
    let id = id.unwrap_or_else(|| format!("{} {}", operation.method, operation.path));
    let names = config.empty_path_of(&id).iter();
    names.map(|name| without_query(&operation.path).replace(&format!("{{{name}}}"), ""))
}

/// Returns the URLs of the servers of an operation.
fn servers(files: &Files, operation: &Operation<'_>) -> Vec<String> {
    let root = files.root();
    if root.child("swagger").is_some() {
        let text = |key| root.value.get(key).and_then(Value::as_str).unwrap_or_default();
        let (host, path) = (text("host"), text("basePath"));
        return vec![if host.is_empty() { path.to_owned() } else { format!("//{host}{path}") }];
    }
    let owners = [operation.declared, operation.item, root];
    let listed =
        owners.iter().find_map(|owner| owner.child("servers")?.value.as_array().filter(|list| !list.is_empty()));
    let mut urls = BTreeSet::new();
    for server in listed.into_iter().flatten() {
        let Some(url) = server.get("url").and_then(Value::as_str) else { continue };
        urls.insert(url.to_owned());
        urls.extend(usual(url, server));
    }
    if urls.is_empty() {
        urls.insert(String::new());
    }
    urls.into_iter().collect()
}

/// Returns a URL with the defaults of its variables, in which further variables are left as they are. `None` if it is too
/// long.
fn usual(url: &str, server: &Value) -> Option<String> {
    let default = |name: &str| server.get("variables")?.get(name)?.get("default")?.as_str();
    let mut text = String::new();
    let mut parts = url.split('{');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.split_once('}').and_then(|(name, after)| Some((default(name)?, after))) {
            Some((value, after)) => text.extend([value, after]),
            None => text.extend(["{", part]),
        }
        if text.len() > MAX_PATH {
            return None;
        }
    }
    Some(text)
}

fn base(url: &str) -> Base {
    let url = url.split(['?', '#']).next().unwrap_or_default().trim();
    let Some(start) = url.find("//").map(|at| at + 2) else {
        return Base { host: None, path: path_only(url) };
    };
    let after = url.get(start..).unwrap_or_default();
    let (host, path) = after.split_at(after.find('/').unwrap_or(after.len()));
    Base { host: Some(host.to_ascii_lowercase()), path: path_only(path) }
}

/// Returns a base path with `/` before it and not after it.
fn path_only(path: &str) -> String {
    let path = path.trim_matches('/');
    if path.is_empty() { String::new() } else { format!("/{path}") }
}

/// Returns the path after a base path; it begins with `/`.
fn rest<'p>(base: &str, path: &'p str) -> Option<&'p str> {
    let mut rest = path;
    for segment in base.split('/').skip(1) {
        rest = rest.strip_prefix('/')?;
        let (own, after) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if !matches(segment, own) {
            return None;
        }
        rest = after;
    }
    Some(if rest.is_empty() { "/" } else { rest })
}

/// Ranks a template, segment by segment: literals, then segments with a parameter in them, then whole parameters, then
/// parameters that span segments.
fn specificity(template: &str) -> (Vec<u8>, String) {
    let rank = |segment: &str| match (segment.starts_with('{') && segment.ends_with('}'), segment.contains('{')) {
        (_, false) => 0,
        (false, true) => 1,
        (true, true) if segment.contains(['+', '*']) => 3,
        (true, true) => 2,
    };
    (template.split('/').map(rank).collect(), template.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Config, Found, Router, usual};
    use crate::traffic::exchange::Exchange;
    use crate::validate::{Files, spec};

    fn found(document: Value, method: &str, url: &str) -> Option<String> {
        let files = Files::from_document(document);
        let operations = spec::operations(&files);
        let router = Router::new(&files, &operations, None, &Config::default());
        let entry = json!({ "request": { "method": method, "url": url }, "response": { "status": 200 } });
        let exchange = Exchange::parse(entry.as_object()?)?;
        match router.find(&exchange) {
            Found::Operation(number, values) => Some(format!("{} {values:?}", operations[number].path)),
            Found::Method(_) => Some("method".to_owned()),
            Found::Nothing => None,
        }
    }

    #[test]
    fn the_most_specific_template_matches() {
        let document = || {
            json!({ "openapi": "3.0.3", "servers": [{ "url": "https://{region}.example.com/v1/" }], "paths": {
                "/{any}/mine": { "get": {} }, "/pets/{id}": { "get": {} }, "/pets/mine": { "get": {} },
                "/pets/{id}:close": { "post": {} }, "/files/{+path}": { "get": {} } } })
        };
        let at = |method, path: &str| found(document(), method, &format!("https://eu.example.com{path}"));
        assert_eq!(at("GET", "/v1/pets/mine").as_deref(), Some("/pets/mine []"));
        assert_eq!(at("GET", "/v1/pets/a%20b?x=1").as_deref(), Some("/pets/{id} [(\"id\", \"a b\")]"));
        assert_eq!(at("POST", "/v1/pets/7:close").as_deref(), Some("/pets/{id}:close [(\"id\", \"7\")]"));
        assert_eq!(at("GET", "/v1/files/a/b").as_deref(), Some("/files/{+path} [(\"path\", \"a/b\")]"));
        assert_eq!(at("DELETE", "/v1/pets/mine").as_deref(), Some("method"));
        assert_eq!(at("GET", "/v1/pets/mine/").as_deref(), Some("/pets/mine []"));
        assert_eq!(at("GET", "/pets/mine"), None);
        assert_eq!(at("GET", "/v1/pets/"), None);
    }

    #[test]
    fn values_that_may_be_empty_are_left_out() {
        let document = json!({ "openapi": "3.0.3", "paths": { "/files/{path}": { "get": {} } } });
        let files = Files::from_document(document);
        let operations = spec::operations(&files);
        let settings = crate::config::Operation {
            allow_empty_path: vec!["path".to_owned()],
            ..crate::config::Operation::default()
        };
        let mut config = Config::default();
        let entry = json!({ "request": { "method": "GET", "url": "https://x/files/" }, "response": { "status": 200 } });
        let exchange = Exchange::parse(entry.as_object().expect("an object")).expect("an exchange");
        let found = |config: &Config| Router::new(&files, &operations, None, config).find(&exchange);
        assert_eq!(found(&config), Found::Nothing);
        config.operations.insert("GET /files/{path}".to_owned(), settings);
        assert_eq!(found(&config), Found::Operation(0, Vec::new()));
    }

    #[test]
    fn long_paths_are_masked_as_a_whole() {
        let document = json!({ "openapi": "3.0.3", "paths": { "/a": { "get": {} } } });
        let files = Files::from_document(document);
        let router = Router::new(&files, &spec::operations(&files), None, &Config::default());
        assert_eq!(router.masked("/a/b"), "/a/{}");
        assert_eq!(router.masked(&"/a".repeat(10_000)), "/{}");
    }

    #[test]
    fn defaults_of_variables_are_not_expanded_in_each_other() {
        let mut variables = serde_json::Map::new();
        for number in 0..60 {
            let next = number + 1;
            variables.insert(format!("v{number}"), json!({ "default": format!("{{v{next}}}{{v{next}}}") }));
        }
        let server = json!({ "url": "https://x/{v0}", "variables": variables });
        assert_eq!(usual("https://x/{v0}", &server).as_deref(), Some("https://x/{v1}{v1}"));
        assert_eq!(usual("{a}{v59}b}{", &server).as_deref(), Some("{a}{v60}{v60}b}{"));
        let long = json!({ "variables": { "a": { "default": "a".repeat(1000) } } });
        assert_eq!(usual(&"{a}".repeat(1000), &long), None);
    }

    #[test]
    fn defaults_of_variables_and_base_paths_of_2_0_count() {
        let servers = json!([{ "url": "https://x/{base}", "variables": { "base": { "default": "api/v2" } } }]);
        let document = json!({ "openapi": "3.1.0", "servers": servers, "paths": { "/a": { "get": {} } } });
        assert_eq!(found(document, "GET", "https://x/api/v2/a").as_deref(), Some("/a []"));
        let document = json!({ "swagger": "2.0", "basePath": "/api", "paths": { "/a": { "get": {} } } });
        assert_eq!(found(document, "GET", "http://localhost:1/api/a").as_deref(), Some("/a []"));
    }
}
