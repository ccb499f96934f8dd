//! Decides how the headers of responses are read. The whole crate has one view, since a header has the same meaning in every
//! response.

use std::collections::{HashMap, HashSet};

use super::{Scope, docs, own_types, types};
use crate::comment::Comment;
use crate::model::{EnumValues, Header, Shape, Type};
use crate::rust::{HeaderMethod, HeaderReading, Headers, Item, Module, Std, Ty};

/// Returns the module `headers`; `None` if the API description declares no header.
pub(super) fn module(scope: &Scope<'_>) -> Option<Module> {
    let mut described: HashMap<String, Vec<&Header>> = HashMap::new();
    let responses = scope.api.operations.iter().flat_map(|operation| &operation.responses);
    for header in responses.flat_map(|response| &response.headers) {
        described.entry(header.name.to_ascii_lowercase()).or_default().push(header);
    }
    let of = |key: &String| described.get(&key.to_ascii_lowercase()).map_or(&[][..], Vec::as_slice);
    let methods: Vec<HeaderMethod> =
        scope.names.headers.iter().map(|(key, name)| method(scope, key, name, of(key))).collect();
    (!methods.is_empty()).then(|| Module {
        path: vec!["headers".to_owned()],
        docs: "Typed access to the headers of responses.".into(),
        items: vec![Item::Headers(Box::new(Headers {
            docs: DOCS.into(),
            from_meta_docs: "Reads the headers of this response.".into(),
            methods,
        }))],
        children: Vec::new(),
    })
}

/// Returns the methods for the headers that the responses of an operation may have.
pub(super) fn of_operation(scope: &Scope<'_>, operation: &crate::model::Operation) -> Vec<String> {
    let headers = operation.responses.iter().flat_map(|response| &response.headers);
    let mut seen = HashSet::new();
    let keys = headers.map(|header| header.name.to_ascii_lowercase()).filter(|key| seen.insert(key.clone()));
    keys.filter_map(|key| scope.names.headers.get(&key).cloned()).collect()
}

fn method(scope: &Scope<'_>, key: &str, name: &str, described: &[&Header]) -> HeaderMethod {
    let mut readings = described.iter().map(|header| reading(scope, key, &header.ty));
    let first = readings.next().unwrap_or(HeaderReading::Text);
    // If the declarations differ, the header is read as text.
    let reading = if readings.all(|other| other == first) { first } else { HeaderReading::Text };
    let words =
        described.iter().map(|header| docs::title_and_description(&header.docs)).find(|words| !words.is_empty());
    let spelled = described.first().map_or(key, |header| header.name.as_str());
    let title = Comment::fill("The header {}.", [Comment::code(spelled)]);
    let required = described.iter().all(|header| header.required).then(|| REQUIRED.into());
    let facts = described.iter().map(|header| docs::facts(&header.docs, None)).find(|facts| !facts.is_empty());
    let parts = std::iter::once(title).chain(words.unwrap_or_default()).chain(facts.unwrap_or_default());
    let is_deprecated = described.iter().all(|header| header.docs.deprecated.is_some());
    let deprecated = described.first().filter(|_| is_deprecated).and_then(|header| docs::deprecated(&header.docs));
    let docs = docs::blocks(parts.chain(required).collect());
    HeaderMethod { docs, name: name.to_owned(), header: key.to_owned(), reading, deprecated }
}

/// The documentation of the type.
const DOCS: &str = "The declared headers of any response: `Headers::from_meta(response.meta())`, `Headers::from_meta(error.meta())`.\n\n\
A header that is missing or does not match the API description is `None`. [`Meta::headers`] has all raw headers.";

const REQUIRED: &str = "Required: every response that declares it sends it.";

fn reading(scope: &Scope<'_>, key: &str, ty: &Type) -> HeaderReading {
    if key == "set-cookie" {
        return HeaderReading::Texts;
    }
    match scope.without_null(ty) {
        Type::DateTime if !scope.config.date_time_is_string() => HeaderReading::Time,
        Type::Array(item) => match value(scope, item) {
            Some(item) => HeaderReading::List(item),
            None => HeaderReading::List(Ty::path(Std::String)),
        },
        ty => value(scope, ty).map_or(HeaderReading::Text, HeaderReading::Value),
    }
}

/// Returns the type of a header's value if it can be read from plain text.
fn value(scope: &Scope<'_>, ty: &Type) -> Option<Ty> {
    let ty = scope.resolved(ty);
    let is_plain = match ty {
        Type::Boolean | Type::Integer(_) | Type::Number(_) | Type::Date | Type::Uuid => true,
        Type::Own(own) => own_types::is_parsed(scope.config, own),
        Type::Named(id) => match scope.api.schema(*id).map(|schema| &schema.shape) {
            Some(Shape::Enumeration(enumeration)) => matches!(enumeration.values, EnumValues::Strings(_)),
            _ => false,
        },
        _ => false,
    };
    is_plain.then(|| types::ty(scope, ty))
}
