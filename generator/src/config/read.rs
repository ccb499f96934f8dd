//! Converts the text of `oaspress.toml` to a [`Config`], one function per table. It knows nothing of API descriptions.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::section::{Entry, Section};
use super::{
    AddedScheme, Client, Config, ErrorPaths, FileAccess, Filter, FilterTable, Lint, Operation, Redirects, Requests,
    Security, Stream, changes, derive, documents, filters, manifest, nesting, pages, presence, types, value, webhooks,
};
use crate::diag::{Code, Diagnostic, Diagnostics, Spot};
use crate::path::{DocumentId, SpecPath};
use crate::text;

/// Parses a configuration. Invalid parts are reported and omitted, so that the rest is checked as well.
#[must_use]
pub fn parse(text: &str, diagnostics: &mut Diagnostics) -> Config {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let offset = error.span().map_or(text.len(), |span| span.start);
        let spot = text::positions(text, &[offset]).first().map_or(Spot::Path, |at| Spot::At(*at));
        let broken = Diagnostic::new(Code::Syntax, &SpecPath::config(), error.message());
        diagnostics.push(broken.at(spot));
    }
    let mut root = Section::new(table.get_ref(), SpecPath::config());
    let of_document = of_document(&mut root, diagnostics);
    let documents = root.get("documents");
    let config = Config {
        manifest: root
            .table("crate", diagnostics)
            .map(|table| manifest::read(table, text, diagnostics))
            .unwrap_or_default(),
        changes: root.table("changes", diagnostics).map(|table| changes::read(table, diagnostics)).unwrap_or_default(),
        documents: documents.map(|entry| documents::read(&entry, table.get_ref(), diagnostics)).unwrap_or_default(),
        ..of_document
    };
    root.finish(diagnostics);
    config
}

/// Reads the keys that are about one document: those of the top level, or of an entry of `[[documents]]`.
pub(super) fn of_document(root: &mut Section<'_>, diagnostics: &mut Diagnostics) -> Config {
    let (strip_prefix, names) =
        root.table("names", diagnostics).map(|table| names(table, diagnostics)).unwrap_or_default();
    Config {
        client: root.table("client", diagnostics).map(|table| client(table, diagnostics)).unwrap_or_default(),
        security: each(root.table("security", diagnostics).as_ref(), diagnostics, security),
        operations: each(root.table("operations", diagnostics).as_ref(), diagnostics, operation),
        requests: Requests {
            nested: root.table("requests", diagnostics).and_then(|table| nesting::table(table, diagnostics)),
        },
        presence: root
            .table("presence", diagnostics)
            .map(|table| presence::read(table, diagnostics))
            .unwrap_or_default(),
        absent_and_null: root
            .table("responses", diagnostics)
            .map(|table| presence::responses(table, diagnostics))
            .unwrap_or_default(),
        error: root.table("error", diagnostics).map(|table| error_paths(table, diagnostics)).unwrap_or_default(),
        strip_prefix,
        names,
        types: root.table("types", diagnostics).map(|table| types::read(table, diagnostics)).unwrap_or_default(),
        derive: root.table("derive", diagnostics).map(|table| derive::read(table, diagnostics)).unwrap_or_default(),
        webhooks: root
            .table("webhooks", diagnostics)
            .map(|table| webhooks::read(table, diagnostics))
            .unwrap_or_default(),
        files: root.table("files", diagnostics).map(|table| files(table, diagnostics)).unwrap_or_default(),
        lint: root.table("lint", diagnostics).map(|table| lint(table, diagnostics)).unwrap_or_default(),
        include: filter(root, FilterTable::Include, diagnostics),
        exclude: filter(root, FilterTable::Exclude, diagnostics),
        overlays: strings(root, "overlays", diagnostics),
        ..Config::default()
    }
}

fn filter(root: &mut Section<'_>, which: FilterTable, diagnostics: &mut Diagnostics) -> Filter {
    let table = root.table(which.name(), diagnostics);
    table.map(|table| filters::read(table, which, diagnostics)).unwrap_or_default()
}

fn client(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Client {
    let mut string = |key, check: fn(value::PlacedText<'_>, &mut Diagnostics) -> Option<String>| {
        table.string(key, diagnostics).and_then(|found| check(found, diagnostics))
    };
    let client = Client {
        base_url: string("base-url", value::base_url),
        base_url_environment: string("base-url-environment", value::environment),
        server: string("server", value::text),
    };
    table.finish(diagnostics);
    client
}

fn security(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Security {
    let found = table.string("environment", diagnostics);
    let environment = found.and_then(|found| value::environment(found, diagnostics));
    let optional = table.get("optional").is_some_and(|entry| value::only_true(&entry, diagnostics));
    let added = added_scheme(&mut table, diagnostics);
    table.finish(diagnostics);
    Security { environment, optional, added }
}

/// Reads the declaration of a scheme, which consists of one key.
fn added_scheme(table: &mut Section<'_>, diagnostics: &mut Diagnostics) -> Option<AddedScheme> {
    let mut text = |key| table.string(key, diagnostics).and_then(|found| value::text(found, diagnostics));
    let found = [
        text("scheme").map(AddedScheme::Http),
        text("header").map(AddedScheme::Header),
        text("query").map(AddedScheme::Query),
        text("cookie").map(AddedScheme::Cookie),
    ];
    let mut found = found.into_iter().flatten();
    let first = found.next();
    if found.next().is_some() {
        let place = table.path().clone();
        let help = "write one of `scheme`, `header`, `query` and `cookie`";
        value::invalid(&place, format!("`{place}` declares a scheme twice"), help, diagnostics);
    }
    first
}

fn operation(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Operation {
    let found = table.string("method", diagnostics);
    let method = found.and_then(|found| value::rust_name(found, diagnostics));
    let pagination = table.get("pagination").and_then(|entry| pages::pagination(&entry, diagnostics));
    let allow_empty_path = strings(&mut table, "allow-empty-path", diagnostics);
    let stream = table.get("stream").and_then(|entry| stream(&entry, diagnostics));
    let redirects = table.get("redirects").and_then(|entry| redirects(&entry, diagnostics)).unwrap_or_default();
    let idempotent = table.get("idempotent").is_some_and(|entry| value::only_true(&entry, diagnostics));
    let parameters = each(table.table("parameters", diagnostics).as_ref(), diagnostics, nesting::table);
    let parameters = parameters.into_iter().filter_map(|(name, nested)| Some((name, nested?))).collect();
    let body = table.table("body", diagnostics).and_then(|table| nesting::table(table, diagnostics));
    table.finish(diagnostics);
    Operation { method, pagination, allow_empty_path, stream, redirects, idempotent, parameters, body }
}

fn stream(entry: &Entry<'_>, diagnostics: &mut Diagnostics) -> Option<Stream> {
    match entry.value {
        DeValue::Boolean(false) => Some(Stream::Off),
        DeValue::String(text) if text == "json" => Some(Stream::Json),
        DeValue::String(text) => {
            let message = format!("`{} = {text:?}` is not a kind of stream", entry.place);
            value::invalid(&entry.place, message, "write `\"json\"`, or `false`", diagnostics);
            None
        }
        _ => {
            entry.wrong_type("`\"json\"` or `false`", diagnostics);
            None
        }
    }
}

fn redirects(entry: &Entry<'_>, diagnostics: &mut Diagnostics) -> Option<Redirects> {
    match entry.value {
        DeValue::Boolean(true) => Some(Redirects::Follow),
        DeValue::Boolean(false) => Some(Redirects::Stop),
        _ => {
            entry.wrong_type("a boolean", diagnostics);
            None
        }
    }
}

/// Reads an array of unique strings.
pub(super) fn strings(table: &mut Section<'_>, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<String> {
    let found = table.get(key).map(|entry| entry.strings(diagnostics)).unwrap_or_default();
    let mut strings: Vec<String> = Vec::with_capacity(found.len());
    for (text, place) in found {
        if strings.iter().any(|earlier| earlier == text) {
            value::invalid(&place, format!("`{text}` is listed twice"), "remove one of the two", diagnostics);
        }
        strings.push(text.to_owned());
    }
    strings
}

/// Reads a list of patterns and reports the invalid ones. They stay in the list, so that the others keep their places.
/// `is_pattern` returns false for texts that name one item.
pub(super) fn patterns(
    table: &mut Section<'_>,
    key: &'static str,
    is_pattern: fn(&str) -> bool,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let texts = strings(table, key, diagnostics);
    for (index, text) in texts.iter().enumerate().filter(|(_, text)| is_pattern(text)) {
        if let Err(error) = glob::Pattern::new(text.strip_prefix('!').unwrap_or(text)) {
            let message = format!("`{text}` is not a pattern: {}", error.msg);
            value::invalid(&table.path().child(key).index(index), message, PATTERN_RULE, diagnostics);
        }
    }
    texts
}

/// The rule for patterns without segments.
const PATTERN_RULE: &str =
    "`*` is any text, `?` any character; `[`, `]`, `*` and `?` themselves go into brackets, as in `[*]`";

fn error_paths(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> ErrorPaths {
    let mut path = |key| table.string(key, diagnostics).and_then(|found| value::property_path(found, diagnostics));
    let paths = ErrorPaths {
        code: path("code"),
        message: path("message"),
        kind: path("kind"),
        param: path("param"),
        request_id: path("request-id"),
        in_progress: table
            .get("in-progress")
            .map(|entry| entry.strings(diagnostics).into_iter().map(|(code, _)| code.to_owned()).collect())
            .unwrap_or_default(),
    };
    table.finish(diagnostics);
    paths
}

/// Returns true if a key is a place in the API description: a JSON pointer, perhaps after the path of a file, or a file.
pub(super) fn is_place(key: &str) -> bool {
    let (file, place) = key.split_at(key.find('#').unwrap_or(key.len()));
    let is_whole = place.is_empty() && [".yaml", ".yml", ".json"].iter().any(|end| file.ends_with(end));
    is_whole || (place.starts_with("#/") && SpecPath::parse(DocumentId::ROOT, place).is_some())
}

/// Returns true if a key is a method and a path, as in `GET /pets`.
fn is_operation(key: &str) -> bool {
    let is_method = |method: &str| !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase());
    key.split_once(' ').is_some_and(|(method, path)| is_method(method) && path.starts_with('/'))
}

/// Reads the prefix that names lose, and the names by their places.
fn names(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> (Option<String>, BTreeMap<String, String>) {
    let prefix = table.string("strip-prefix", diagnostics).and_then(|found| value::text(found, diagnostics));
    let mut names = BTreeMap::new();
    for (pointer, entry) in table.entries().into_iter().filter(|(key, _)| *key != "strip-prefix") {
        if !is_place(pointer) && !is_operation(pointer) {
            let message = format!("`{pointer}` is not a JSON pointer");
            let help = "write the location in the API description, as in `#/components/schemas/Pet` or `pets.yaml#/Pet`, or an operation, as in `GET /pets`";
            value::invalid(&entry.place, message, help, diagnostics);
            continue;
        }
        let found = entry.string(diagnostics).map(|text| (text, entry.place));
        if let Some(name) = found.and_then(|found| value::rust_name(found, diagnostics)) {
            names.insert(pointer.to_owned(), name);
        }
    }
    (prefix, names)
}

fn files(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> FileAccess {
    let allow = strings(&mut table, "allow", diagnostics);
    table.finish(diagnostics);
    FileAccess { allow, allow_also: Vec::new() }
}

fn lint(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Lint {
    let mut codes = |key| {
        let found = table.get(key).map(|entry| entry.strings(diagnostics)).unwrap_or_default();
        let code = |found: value::PlacedText<'_>, diagnostics: &mut Diagnostics| {
            let place = found.1.clone();
            value::code(found, diagnostics).map(|code| (code, place))
        };
        found.into_iter().filter_map(|found| code(found, diagnostics)).collect::<Vec<_>>()
    };
    let (deny, allow) = (codes("deny"), codes("allow"));
    table.finish(diagnostics);
    for (code, place) in &allow {
        if deny.iter().any(|(denied, _)| denied == code) {
            let message = format!("`{code}` is both denied and allowed");
            value::invalid(place, message, "remove one of the two", diagnostics);
        } else if code.severity() == crate::diag::Severity::Error {
            let message = format!("`{code}` is an error, which cannot be allowed");
            value::invalid(place, message, "remove it, and correct what it reports", diagnostics);
        }
    }
    let codes = |list: Vec<(Code, SpecPath)>| list.into_iter().map(|(code, _)| code).collect();
    Lint { deny: codes(deny), allow: codes(allow) }
}

/// Reads a table of tables whose keys are names from the API description.
fn each<T>(
    table: Option<&Section<'_>>,
    diagnostics: &mut Diagnostics,
    read: fn(Section<'_>, &mut Diagnostics) -> T,
) -> BTreeMap<String, T> {
    let mut all = BTreeMap::new();
    for (name, entry) in table.into_iter().flat_map(Section::entries) {
        if let Some(table) = entry.table(diagnostics) {
            all.insert(name.to_owned(), read(table, diagnostics));
        }
    }
    all
}
