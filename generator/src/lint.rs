//! Compares a document with the keyword tables, and reports keywords that have no effect, or another effect than
//! intended. It changes nothing.

mod findings;
mod reference;
mod versions;

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::config::Config;
use crate::diag::{Code, Diagnostics};
use crate::keywords::{Coercion, Holds, Keyword, Layout, ObjectKind, Role, leniency};
use crate::nearest::nearest;
use crate::path::SpecPath;
use crate::resolve::DocumentTree;
use crate::version::Version;

use findings::Findings;

/// Extensions that the generator supports.
const READ_EXTENSIONS: &[&str] =
    &["x-enum", "x-ms-enum", "x-nullable", "x-deprecat", "x-oaspress-", "x-stream-definitions", "x-webhooks"];

/// Extensions of Swagger 2.0 that are supported because 3.0 has keywords with the same meaning.
const READ_IN_SWAGGER: &[&str] =
    &["x-isnullable", "x-is-nullable", "x-example", "x-servers", "x-discriminator-value", "x-ms-discriminator-value"];

/// Reports keywords that are misspelt, have the wrong type, belong to another version, or are not used. `document` is
/// the original document.
pub fn lint(document: &Value, version: Version, config: &Config, diagnostics: &mut Diagnostics) {
    let mut lint = Lint {
        tree: DocumentTree::new(document),
        version,
        reads_rust_types: config.types.from_document,
        findings: Findings::default(),
        seen: HashSet::new(),
        next: Vec::new(),
    };
    if lint.tree.is_too_deep() {
        let message = "the document is nested too deeply to be checked".to_owned();
        lint.findings.add(Code::TooDeep, &SpecPath::root(), "", message, "");
        return lint.findings.finish(diagnostics);
    }
    let kind = if version == Version::Swagger20 { ObjectKind::SwaggerDocument } else { ObjectKind::Document };
    lint.next.push(Task { kind, path: SpecPath::root(), value: document });
    while let Some(task) = lint.next.pop() {
        lint.visit(&task);
    }
    lint.findings.finish(diagnostics);
}

/// An object that is still to be checked.
struct Task<'d> {
    kind: ObjectKind,
    path: SpecPath,
    value: &'d Value,
}

struct Lint<'d> {
    tree: DocumentTree<'d>,
    version: Version,
    /// Whether the configuration allows the document to name Rust types.
    reads_rust_types: bool,
    findings: Findings,
    /// The checked objects, by address and kind. References lead to some of them more than once.
    seen: HashSet<(usize, ObjectKind)>,
    next: Vec<Task<'d>>,
}

impl<'d> Lint<'d> {
    fn visit(&mut self, task: &Task<'d>) {
        if !self.seen.insert((std::ptr::from_ref(task.value) as usize, task.kind)) {
            return;
        }
        let Some(raw) = task.value.as_object() else { return };
        if DocumentTree::reference(task.value).is_some() {
            self.reference(task, raw);
            if !self.more_holds(task.kind) {
                return;
            }
        }
        let before = self.next.len();
        match task.kind.layout() {
            Layout::Keywords(keywords) => {
                self.keywords(task, raw);
                self.missing(task, raw, keywords);
            }
            Layout::Entries(kind) => {
                for (key, value) in raw.iter().filter(|(key, _)| !key.starts_with("x-")) {
                    self.push(kind, task.path.child(key), value);
                }
            }
            Layout::StringLists => {}
        }
        // The list is a stack, so this reverses the order to report findings in document order.
        self.next.get_mut(before..).unwrap_or_default().reverse();
    }

    fn push(&mut self, kind: ObjectKind, path: SpecPath, value: &'d Value) {
        self.next.push(Task { kind, path, value });
    }

    fn keywords(&mut self, task: &Task<'d>, raw: &'d Map<String, Value>) {
        if task.kind == ObjectKind::Example && bare_example(raw) {
            let message = "this is a value instead of an example object".to_owned();
            return self.findings.add(Code::WrongType, &task.path, "example", message, "put it under `value`");
        }
        for (name, value) in raw {
            match task.kind.keyword(name) {
                Some(keyword) if keyword.is_in(self.version) => self.keyword(task, keyword, value),
                Some(keyword) => self.of_another_version(task, keyword, value),
                None if name == "$ref" && task.kind.referable() => {}
                None if self.version != Version::Swagger20 && self.borrowed(task, raw, name, value) => {}
                None => self.unknown(task, name),
            }
        }
    }

    /// Reports an unknown keyword that is supported nevertheless. Returns false if it is not.
    fn borrowed(&mut self, task: &Task<'d>, raw: &Map<String, Value>, name: &str, value: &'d Value) -> bool {
        let place = task.path.child(name);
        let key = format!("{:?} {name} borrowed", task.kind);
        match task.kind {
            ObjectKind::PathItem => {
                let Some(method) = leniency::method(name).filter(|method| !raw.contains_key(method)) else {
                    return false;
                };
                let message = format!("`{name}` is not a keyword; treating it as `{method}`");
                self.findings.add(Code::UnknownKeyword, &place, &key, message, "write methods in lower case");
                self.push(ObjectKind::Operation, place, value);
            }
            ObjectKind::Parameter | ObjectKind::Header
                if leniency::has_type(raw) && leniency::is_of_schema(task.kind, name) =>
            {
                let message = format!("`{name}` belongs in a `schema`; treating it as part of one");
                self.findings.add(Code::UnknownKeyword, &place, &key, message, "");
            }
            ObjectKind::RequestBody | ObjectKind::Response => {
                let Some(media_type) = leniency::media_type(task.kind, raw, name) else { return false };
                let message = format!("`{name}` belongs in `content`; treating it as part of it");
                let help = match name {
                    "schema" => format!("put it under `content` and `{media_type}`"),
                    _ => "put it under `content`".to_owned(),
                };
                self.findings.add(Code::UnknownKeyword, &place, &key, message, &help);
                self.push(if name == "schema" { ObjectKind::Schema } else { ObjectKind::MediaType }, place, value);
            }
            _ => return false,
        }
        true
    }

    fn unknown(&mut self, task: &Task<'_>, name: &str) {
        let place = task.path.child(name);
        if name.starts_with("x-") {
            let is_rust_type = name == "x-rust-type" && self.reads_rust_types;
            let in_swagger = self.version == Version::Swagger20 && READ_IN_SWAGGER.contains(&name);
            if !in_swagger && !is_rust_type && !READ_EXTENSIONS.iter().any(|read| name.starts_with(read)) {
                let message = format!("extensions such as `{name}` are not used");
                self.findings.add(Code::Unused, &place, "x-", message, "");
            }
            return;
        }
        let message = format!("`{name}` is not a keyword of {}; it has no effect", task.kind.noun());
        let known = match task.kind.layout() {
            Layout::Keywords(keywords) => keywords,
            Layout::Entries(_) | Layout::StringLists => &[],
        };
        let known = known.iter().filter(|keyword| keyword.is_in(self.version));
        let near = nearest(name, known.map(|keyword| keyword.name));
        let help = near.map(|near| format!("did you mean `{near}`?")).unwrap_or_default();
        self.findings.add(Code::UnknownKeyword, &place, &format!("{:?} {name}", task.kind), message, &help);
    }

    fn keyword(&mut self, task: &Task<'d>, keyword: &Keyword, value: &'d Value) {
        // The path is computed lazily, since nearly all keywords are valid.
        let place = || task.path.child(keyword.name);
        if keyword.role == Role::Unused && !is_event_data(task, keyword) {
            let message = format!("`{}` is not used", keyword.name);
            return self.findings.add(Code::Unused, &place(), keyword.name, message, "");
        }
        let reference =
            DocumentTree::reference(value).is_some() && matches!(keyword.holds, Holds::Map(_) | Holds::Many(_));
        match self.check_value(task, keyword, value) {
            Coercion::Valid if !reference && !holds_objects(keyword) => {}
            Coercion::Valid if !reference => self.below(&place(), keyword, value),
            coercion => self.odd(task, &place(), keyword, value, coercion),
        }
    }

    /// Reports a keyword whose value has the wrong type, or is a reference where none is allowed.
    fn odd(&mut self, task: &Task<'d>, place: &SpecPath, keyword: &Keyword, value: &'d Value, coercion: Coercion) {
        let name = keyword.name;
        let key = format!("{:?} {name}", task.kind);
        match coercion {
            Coercion::Valid => {
                let message = format!("`$ref` is not allowed in place of the whole `{name}`; following it anyway");
                self.findings.note(Code::RefPlace, place, &key, message, "");
            }
            Coercion::Coerced(mended) => {
                let message = format!("`{name}` is {}; treating it as `{mended}`", what(value));
                self.findings.add(Code::WrongType, place, &key, message, wanted(keyword.holds));
                self.below(place, keyword, value);
            }
            Coercion::Empty => {
                let message = format!("`{name}` is {}; treating it as missing", what(value));
                self.findings.note(Code::WrongType, place, &key, message, wanted(keyword.holds));
            }
            Coercion::Invalid => self.wrong(task, place, keyword, value),
        }
    }

    fn wrong(&mut self, task: &Task<'_>, place: &SpecPath, keyword: &Keyword, value: &Value) {
        let name = keyword.name;
        let key = match keyword.holds {
            // Each lost object gets its own finding.
            Holds::One(_) | Holds::Many(_) | Holds::Map(_) => place.to_string(),
            _ => format!("{:?} {name} wrong", task.kind),
        };
        if task.kind.is_schema() && name == "required" && value.is_boolean() {
            let message = format!("`required: {value}` is not allowed in a property itself");
            let help = "list the property in `required` of the object that contains it";
            return self.findings.add(Code::WrongType, place, &key, message, help);
        }
        let message = format!("`{name}` is {}; it has no effect", what(value));
        self.findings.add(Code::WrongType, place, &key, message, wanted(keyword.holds));
    }

    /// Checks the content of a keyword.
    fn below(&mut self, place: &SpecPath, keyword: &Keyword, value: &'d Value) {
        match keyword.holds {
            Holds::One(kind) | Holds::OneOrBoolean(kind) if !value.is_array() => self.push(kind, place.clone(), value),
            Holds::One(kind) | Holds::OneOrBoolean(kind) | Holds::Many(kind) => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    self.entry(kind, place.index(index), item);
                }
            }
            Holds::Map(kind) => {
                for (key, item) in value.as_object().into_iter().flatten() {
                    self.entry(kind, place.child(key), item);
                }
            }
            _ => {}
        }
    }

    /// Checks an object in an array or map.
    fn entry(&mut self, kind: ObjectKind, place: SpecPath, value: &'d Value) {
        let fits = value.is_object() || (kind.is_schema() && self.is_boolean_schema(value));
        if fits || kind == ObjectKind::Example {
            return self.push(kind, place, value);
        }
        let message = format!("this is {} instead of {}; it has no effect", what(value), kind.noun());
        self.findings.add(Code::WrongType, &place, &place.to_string(), message, "");
    }

    fn missing(&mut self, task: &Task<'_>, raw: &Map<String, Value>, keywords: &[Keyword]) {
        let borrowed = raw.keys().any(|key| leniency::media_type(task.kind, raw, key).is_some());
        let is_there = |name| raw.contains_key(name) || (name == "content" && borrowed);
        let wanted = keywords.iter().filter(|keyword| keyword.must_be_in(self.version));
        for keyword in wanted.filter(|keyword| !is_there(keyword.name)) {
            let noun = task.kind.noun();
            match keyword.role {
                Role::Required => {
                    let message = format!("{noun} has no `{}`", keyword.name);
                    let key = format!("{:?} {}", task.kind, keyword.name);
                    self.findings.add(Code::MissingKeyword, &task.path, &key, message, "");
                }
                Role::Essential => {
                    let message = format!("{noun} without `{}` has no meaning; it is left out", keyword.name);
                    self.findings.add(Code::MissingKeyword, &task.path, &task.path.to_string(), message, "");
                }
                _ => {}
            }
        }
        self.missing_type(task, raw);
    }
}

/// Returns true if the content of a keyword has to be checked.
fn holds_objects(keyword: &Keyword) -> bool {
    matches!(keyword.holds, Holds::One(_) | Holds::Many(_) | Holds::Map(_) | Holds::OneOrBoolean(_))
}

/// Returns true for the content of an event's data, which is supported.
fn is_event_data(task: &Task<'_>, keyword: &Keyword) -> bool {
    keyword.name == "contentSchema" && task.path.pointer().ends_with("/properties/data")
}

/// Returns true if an object has none of the keywords of an example.
fn bare_example(raw: &Map<String, Value>) -> bool {
    !raw.is_empty() && !raw.keys().any(|name| ObjectKind::Example.keyword(name).is_some() || name.starts_with("x-"))
}

/// Describes the type of a value for a message.
fn what(value: &Value) -> String {
    const SHORT: usize = 40;
    match value {
        Value::Null => "empty".to_owned(),
        Value::Bool(_) => "a boolean".to_owned(),
        Value::Number(_) => "a number".to_owned(),
        Value::String(text) if text.len() < SHORT => format!("the string {text:?}"),
        Value::String(_) => "a string".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// Describes the expected type of a keyword for a help text.
fn wanted(holds: Holds) -> &'static str {
    match holds {
        Holds::String => "write a string",
        Holds::Boolean => "write `true` or `false`",
        Holds::Number | Holds::Exclusive => "write a number",
        Holds::Count => "write a whole number from 0",
        Holds::Strings => "write a list of strings",
        Holds::List | Holds::Many(_) => "write a list",
        Holds::StringMap => "write an object whose values are strings",
        Holds::Type => "write one of `string`, `number`, `integer`, `boolean`, `array` and `object`",
        Holds::TypeOrFile => {
            "write one of `string`, `number`, `integer`, `boolean`, `array`, `object` and (for files) `file`"
        }
        Holds::OneOrBoolean(_) => "write a schema, `true` or `false`",
        Holds::One(_) | Holds::Map(_) => "write an object",
        Holds::Any => "",
    }
}
