//! Converts the text of `oaspress.toml` to a [`Config`], one function per table. It knows nothing of API descriptions.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::section::{Entry, Section};
use super::{
    Client, Config, DateTime, ErrorPaths, FileAccess, Filter, FilterTable, Lint, Lock, Manifest, Operation, Presence,
    Redirects, Requests, Security, Stream, Types, changes, filters, nesting, pages, runtime, value, webhooks,
};
use crate::diag::{Code, Diagnostic, Diagnostics, Spot};
use crate::nearest::suggestion;
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
    let config = Config {
        manifest: root.table("crate", diagnostics).map(|table| manifest(table, diagnostics)).unwrap_or_default(),
        client: root.table("client", diagnostics).map(|table| client(table, diagnostics)).unwrap_or_default(),
        security: each(root.table("security", diagnostics).as_ref(), diagnostics, security),
        operations: each(root.table("operations", diagnostics).as_ref(), diagnostics, operation),
        requests: Requests {
            nested: root.table("requests", diagnostics).and_then(|table| nesting::table(table, diagnostics)),
        },
        presence: root.table("presence", diagnostics).map(|table| presence(table, diagnostics)).unwrap_or_default(),
        error: root.table("error", diagnostics).map(|table| error_paths(table, diagnostics)).unwrap_or_default(),
        names: root.table("names", diagnostics).map(|table| names(&table, diagnostics)).unwrap_or_default(),
        types: root.table("types", diagnostics).map(|table| types(table, diagnostics)).unwrap_or_default(),
        webhooks: root
            .table("webhooks", diagnostics)
            .map(|table| webhooks::read(table, diagnostics))
            .unwrap_or_default(),
        changes: root.table("changes", diagnostics).map(|table| changes::read(table, diagnostics)).unwrap_or_default(),
        files: root.table("files", diagnostics).map(|table| files(table, diagnostics)).unwrap_or_default(),
        lint: root.table("lint", diagnostics).map(|table| lint(table, diagnostics)).unwrap_or_default(),
        include: filter(&mut root, FilterTable::Include, diagnostics),
        exclude: filter(&mut root, FilterTable::Exclude, diagnostics),
        overlays: strings(&mut root, "overlays", diagnostics),
        lock: Lock::default(),
    };
    root.finish(diagnostics);
    config
}

fn filter(root: &mut Section<'_>, which: FilterTable, diagnostics: &mut Diagnostics) -> Filter {
    let table = root.table(which.name(), diagnostics);
    table.map(|table| filters::read(table, which, diagnostics)).unwrap_or_default()
}

fn manifest(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Manifest {
    let mut string = |key, check: fn(value::PlacedText<'_>, &mut Diagnostics) -> Option<String>| {
        table.string(key, diagnostics).and_then(|found| check(found, diagnostics))
    };
    let manifest = Manifest {
        name: string("name", value::crate_name),
        version: string("version", value::version),
        description: string("description", value::text),
        repository: string("repository", value::text),
        license: string("license", value::text),
        runtime: table.get("runtime").and_then(|entry| runtime::read(&entry, diagnostics)).unwrap_or_default(),
        is_module: false,
    };
    table.finish(diagnostics);
    manifest
}

fn client(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Client {
    let mut string = |key, check: fn(value::PlacedText<'_>, &mut Diagnostics) -> Option<String>| {
        table.string(key, diagnostics).and_then(|found| check(found, diagnostics))
    };
    let client = Client {
        base_url: string("base-url", value::base_url),
        base_url_environment: string("base-url-environment", value::environment),
    };
    table.finish(diagnostics);
    client
}

fn security(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Security {
    let found = table.string("environment", diagnostics);
    let environment = found.and_then(|found| value::environment(found, diagnostics));
    let optional = table.get("optional").is_some_and(|entry| value::only_true(&entry, diagnostics));
    table.finish(diagnostics);
    Security { environment, optional }
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

fn presence(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Presence {
    let presence = Presence {
        nullable: strings(&mut table, "nullable", diagnostics),
        optional: strings(&mut table, "optional", diagnostics),
    };
    table.finish(diagnostics);
    presence
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

fn names(table: &Section<'_>, diagnostics: &mut Diagnostics) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for (pointer, entry) in table.entries() {
        let (file, place) = pointer.split_at(pointer.find('#').unwrap_or(pointer.len()));
        let whole = place.is_empty() && [".yaml", ".yml", ".json"].iter().any(|end| file.ends_with(end));
        if !whole && (!place.starts_with("#/") || SpecPath::parse(DocumentId::ROOT, place).is_none()) {
            let message = format!("`{pointer}` is not a JSON pointer");
            let help =
                "write the location in the API description, as in `#/components/schemas/Pet` or `pets.yaml#/Pet`";
            value::invalid(&entry.place, message, help, diagnostics);
            continue;
        }
        let found = entry.string(diagnostics).map(|text| (text, entry.place));
        if let Some(name) = found.and_then(|found| value::rust_name(found, diagnostics)) {
            names.insert(pointer.to_owned(), name);
        }
    }
    names
}

fn types(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Types {
    let date_time = match table.string("date-time", diagnostics) {
        None | Some(("jiff", _)) => DateTime::Jiff,
        Some(("string", _)) => DateTime::String,
        Some((other, place)) => {
            let message = format!("`{place} = {other:?}` is not a supported type");
            let help = suggestion(other, ["jiff", "string"]);
            value::invalid(&place, message, &help, diagnostics);
            DateTime::Jiff
        }
    };
    table.finish(diagnostics);
    Types { date_time }
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
            value::invalid(place, message, "", diagnostics);
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
