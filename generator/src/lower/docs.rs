//! Writes the documentation of items from the texts of the API description.

pub(super) mod client;
mod constraints;
pub(super) mod errors;
pub(super) mod oauth;
pub(super) mod operation;

use serde_json::Value;

use super::markdown;
use crate::comment::Comment;
use crate::model::{
    Access, Deprecated, Docs, Parameter, Presence, Property, Response, Schema, Shape, StatusPattern, StringRules,
    Variant,
};
use crate::rust::{self, Accessor, Item, Literal, Unknown};

/// Returns the documentation of a response.
pub(super) fn response(response: &Response) -> Comment {
    let status = status(response.status);
    match response.description.trim() {
        "" => status.and("."),
        text => status.and(": ").and(markdown::block(text)),
    }
}

/// Returns one line about an error response.
pub(super) fn error_line(response: &Response) -> Comment {
    let status = status(response.status);
    let text = first_line(&response.description);
    if text.is_empty() { status } else { status.and(": ").and(text) }
}

fn status(pattern: StatusPattern) -> Comment {
    match pattern {
        StatusPattern::Code(code) => Comment::name(&code.to_string()),
        StatusPattern::Range(hundred) => Comment::name(&format!("{hundred}XX")),
        StatusPattern::Default => "any other status".into(),
    }
}

/// Returns the documentation of a type. A schema without a description is documented by the places that use it.
pub(super) fn schema(schema: &Schema, usage: Option<Comment>) -> Comment {
    let mut parts = title_and_description(&schema.docs);
    if parts.is_empty() {
        parts.push(usage.unwrap_or_else(|| kind(&schema.shape).into()));
    }
    parts.extend(facts(&schema.docs, None));
    blocks(parts)
}

/// Returns the kind of a schema, which documents one without a description and without a use.
const fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) => "An object.",
        Shape::Enumeration(_) => "An enumeration.",
        Shape::Union(_) => "A union.",
        Shape::CheckedString(_) => "A string.",
        Shape::Alias(_) => "A type alias.",
    }
}

/// Returns the documentation of a module of models.
pub(super) fn module(items: &[Item]) -> Comment {
    /// The maximum number of types that are listed.
    const MOST: usize = 4;
    let names = items.iter().filter_map(|item| item.definitions().first().copied());
    let mut names: Vec<Comment> = names.map(|(_, name)| Comment::fill("`{}`", [Comment::name(name)])).collect();
    if names.len() > MOST {
        let more = Comment::name(&(names.len() - 1).to_string());
        return Comment::fill("{} and {} more types.", [names.swap_remove(0), more]);
    }
    match names.pop() {
        Some(last) if names.is_empty() => Comment::fill("The type {}.", [last]),
        Some(last) => Comment::fill("The types {} and {}.", [Comment::joined(names, ", "), last]),
        None => Comment::new(),
    }
}

/// Returns the documentation of the union of all webhook payloads.
pub(super) fn webhooks() -> Comment {
    "The payload of any webhook.".into()
}

/// Joins paragraphs and other blocks.
pub(super) fn blocks(parts: Vec<Comment>) -> Comment {
    Comment::joined(parts, "\n\n")
}

/// Returns the documentation of a field. A property without a description gets the first sentence of its type, or its presence.
pub(super) fn property(property: &Property, of_type: Option<&Docs>, presence: rust::Presence) -> Comment {
    let mut parts = title_and_description(&property.docs);
    if parts.is_empty() {
        let line = of_type.map(line).filter(|line| !line.is_empty());
        parts.push(line.unwrap_or_else(|| undescribed(property, presence)));
    }
    parts.extend(facts(&property.docs, property.default.as_ref()));
    if let Some(initial) = property.initial.as_ref().and_then(short) {
        parts.push(Comment::fill("`new` sets it to {}.", [initial]));
    }
    if matches!(presence, rust::Presence::Any | rust::Presence::ReadOnlyAny) {
        parts.push("`None` is a missing key; `null` is `Some(Value::Null)`.".into());
    }
    match property.access {
        Access::ReadWrite => {}
        Access::ReadOnly => parts.push("Set by the server; requests omit it.".into()),
        Access::WriteOnly => parts.push("Only sent to the server.".into()),
    }
    if property.secret {
        parts.push("`Debug` does not show it.".into());
    }
    blocks(parts)
}

/// Returns the presence of a property, which its type does not express: `None` can be a missing key or `null`.
fn undescribed(property: &Property, presence: rust::Presence) -> Comment {
    let words = match (presence, property.presence) {
        (rust::Presence::Required, _) => "The property {}, which is required.",
        (rust::Presence::Nullable, _) => "The property {}, which may be `null`.",
        (_, Presence::RequiredNullable | Presence::OptionalNullable) => {
            "The property {}, which may be missing or `null`."
        }
        (_, Presence::Required | Presence::Optional) => "The property {}, which may be missing.",
    };
    Comment::fill(words, [Comment::code(&property.name)])
}

/// Returns the documentation of a variant of a union. One without a description gets the first sentence of its type, the value of
/// the tag that identifies it, or the name of its alternative.
pub(super) fn variant(variant: &Variant, schema: Option<&Schema>, tags: Option<(&str, &[Value])>) -> Comment {
    // A schema that is declared in place has the documentation itself.
    let is_own = schema.is_some_and(|schema| schema.path == variant.path);
    let mut parts = if is_own { Vec::new() } else { title_and_description(&variant.docs) };
    if parts.is_empty() {
        let line = schema.map(|schema| line(&schema.docs)).filter(|line| !line.is_empty());
        let of_tag = || tags.map(|(tag, values)| tagged(tag, values));
        parts.push(line.or_else(of_tag).unwrap_or_else(|| Comment::code(&variant.hint).and(".")));
    }
    if !is_own {
        parts.extend(facts(&variant.docs, None));
    }
    blocks(parts)
}

fn tagged(tag: &str, values: &[Value]) -> Comment {
    let value = |value: &Value| match value {
        Value::String(text) => Comment::code(text),
        other => Comment::code(&other.to_string()),
    };
    Comment::fill("If {} is {}.", [Comment::code(tag), Comment::joined(values.iter().map(value), " or ")])
}

/// Returns the documentation of a parameter's setter, or of a required parameter, whose name is not repeated.
pub(super) fn parameter(parameter: &Parameter, rules: Option<&StringRules>) -> Comment {
    let mut parts = title_and_description(&parameter.docs);
    let is_argument = parameter.required && parameter.initial.is_none();
    if parts.is_empty() && !is_argument {
        parts.push(Comment::fill("Sets {}.", [Comment::code(&parameter.name)]));
    }
    if let Some(query) = &parameter.query {
        parts.push(Comment::fill("It is the whole query, written as {}.", [Comment::code(query.media_type.as_str())]));
    }
    if parameter.docs.constraints.is_empty() {
        parts.extend(rules.and_then(|rules| constraints::sentence(&rules.constraints())));
    }
    if parameter.secret {
        parts.push("`Debug` does not show it.".into());
    }
    parts.extend(facts(&parameter.docs, parameter.default.as_ref()));
    if let Some(initial) = parameter.initial.as_ref().and_then(short) {
        parts.push(Comment::fill("Requests have the value {} unless another one is set.", [initial]));
    }
    if is_argument {
        // An argument cannot have the attribute `#[deprecated]`, which a setter has.
        parts.extend(deprecation(&parameter.docs));
    }
    blocks(parts)
}

/// Returns the documentation of a checked string. With `digits`, only digits match, so it can be created from integers as well.
pub(super) fn checked_string(docs: &Docs, text: &StringRules, digits: bool) -> Comment {
    let mut parts = title_and_description(docs);
    if parts.is_empty() {
        parts.push("A string with constraints, which are checked before it is sent.".into());
    }
    let constraints = constraints::sentence(&text.constraints());
    parts.extend(constraints.map(|text| if digits { text.and(" An integer can be passed as well.") } else { text }));
    let bare = Docs { constraints: Vec::new(), ..docs.clone() };
    parts.extend(facts(&bare, None));
    blocks(parts)
}

/// Returns the documentation of a field's setter.
pub(super) fn setter(field: &str, property: &Property) -> Comment {
    if field.starts_with("r#") {
        return Comment::fill("Sets {}.", [Comment::code(&property.name)]);
    }
    Comment::fill("Sets [`{}`](Self::{}).", [Comment::name(field), Comment::name(field)])
}

/// Returns the documentation of the setter that sets a field to `null`.
pub(super) fn null_setter(field: &str) -> Comment {
    let name = Comment::name(field.trim_start_matches("r#"));
    Comment::fill("Sets `{}` to `null` to clear it on the server. If never called, the property is omitted.", [name])
}

/// Returns the documentation of `new`. With `has_tag`, it sets an optional property that is the discriminator of a union.
pub(super) fn constructor(name: &str, has_arguments: bool, has_tag: bool) -> Comment {
    let article =
        if name.starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o']) { "Creates an `" } else { "Creates a `" };
    let rest = match (has_arguments, has_tag) {
        (false, false) => "` without its optional properties.",
        (false, true) => "` with only the property that identifies it in a union.",
        (true, false) => "` from its required properties.",
        (true, true) => "` from its required properties, and sets the property that identifies it in a union.",
    };
    Comment::from(article).and(Comment::name(name)).and(rest)
}

/// Returns the documentation of `sample`.
pub(super) fn sample() -> Comment {
    "Returns a sample for tests: the examples of the API description, else placeholders.".into()
}

/// Returns the documentation of the struct with the named arguments of `new` of the type `of`. `has_all` is true without
/// positional arguments.
pub(super) fn bundle(of: &str, has_all: bool) -> Comment {
    let rest = if has_all { "." } else { " that are passed by name." };
    Comment::fill("The arguments of [`{}::new`]{}", [Comment::name(of), rest.into()])
}

/// Returns the documentation of a field of that struct: its first sentence, or a link to the field of the type.
pub(super) fn bundled(docs: &Docs, of: &str, field: &str) -> Comment {
    let line = line(docs);
    if !line.is_empty() {
        return line;
    }
    Comment::fill("See [`{}::{}`].", [Comment::name(of), Comment::name(field.trim_start_matches("r#"))])
}

/// Returns the documentation of the field for additional properties.
pub(super) fn rest() -> Comment {
    "The properties that have no field, by key. Requests send them too.".into()
}

/// Returns the variant of an enumeration for other values.
pub(super) fn unknown_value() -> Unknown {
    Unknown { docs: "A value that is not listed in the API description.".into(), name: "Unknown".to_owned() }
}

/// Returns the variant of a union for values for which no other variant can be chosen.
pub(super) fn unknown_type() -> Unknown {
    Unknown { docs: "A value for which no variant can be chosen, unchanged.".into(), name: "Unknown".to_owned() }
}

/// Returns the accessor of a variant.
pub(super) fn accessor(name: &str, variant: &str) -> Accessor {
    let variant = || [Comment::name(variant)];
    Accessor {
        name: name.to_owned(),
        borrow_docs: Comment::fill("Returns the value of the variant `{}`.", variant()),
        take_docs: Comment::fill(
            "Returns the value of the variant `{}`.\n\n# Errors\n\nReturns the union unchanged if it is another variant.",
            variant(),
        ),
    }
}

/// Returns the documentation of a value of an enumeration.
pub(super) fn value(literal: &Literal, description: Option<&str>) -> Comment {
    let value = match literal {
        Literal::Text(text) => Comment::code(text),
        Literal::Integer(number) => Comment::code(&number.to_string()),
    };
    match description.map(str::trim) {
        Some(text) if !text.is_empty() => value.and(": ").and(markdown::inline(text)),
        _ => value,
    }
}

/// Returns one line about an item: the first sentence of its description or title.
pub(super) fn line(docs: &Docs) -> Comment {
    first_line(docs.description.as_deref().or(docs.title.as_deref()).unwrap_or_default()).into()
}

/// Returns the first sentence of a text.
fn first_line(text: &str) -> String {
    let first = text.trim().split("\n\n").next().unwrap_or_default();
    let line = first.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = line.match_indices(". ").map(|(at, _)| at + 1).find(|&at| at > 8);
    markdown::inline(line.get(..end.unwrap_or(line.len())).unwrap_or_default())
}

/// Returns the title and the description.
pub(super) fn title_and_description(docs: &Docs) -> Vec<Comment> {
    let mut parts = Vec::new();
    let title = docs.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let description = docs.description.as_deref().map(str::trim).filter(|description| !description.is_empty());
    if let Some(title) = title.filter(|title| !description.is_some_and(|description| description.starts_with(*title))) {
        parts.push(markdown::sentence(&markdown::inline(title)).into());
    }
    if let Some(description) = description {
        parts.push(markdown::block(description).into());
    }
    parts
}

/// Returns the deprecation notice of an item that cannot have the attribute.
pub(super) fn deprecation(docs: &Docs) -> Option<Comment> {
    let reason = docs.deprecated.as_ref()?.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    Some(reason.map_or_else(
        || "**Deprecated**.".into(),
        |reason| Comment::from("**Deprecated**: ").and(markdown::sentence(&markdown::inline(reason))),
    ))
}

/// Returns the constraints, the default and the example.
pub(super) fn facts(docs: &Docs, default: Option<&Value>) -> Vec<Comment> {
    let mut parts = Vec::new();
    parts.extend(constraints::sentence(&docs.constraints));
    if let Some(default) = default.and_then(short) {
        parts.push(Comment::from("Default: ").and(default));
    }
    if let Some(example) = docs.example.as_ref().and_then(short) {
        parts.push(Comment::from("Example: ").and(example));
    }
    if let Some(url) = docs.external_docs.as_deref().and_then(markdown::link) {
        parts.push(Comment::from("See ").and(url).and("."));
    }
    parts
}

/// Returns the attribute `#[deprecated]`, if the API description declares it.
pub(super) fn deprecated(docs: &Docs) -> Option<rust::Deprecated> {
    docs.deprecated.as_ref().map(reason)
}

/// Returns the attribute `#[deprecated]`, with the reason if there is one.
pub(super) fn reason(deprecated: &Deprecated) -> rust::Deprecated {
    let reason = deprecated.reason.as_deref().map(markdown::note).filter(|reason| !reason.is_empty());
    rust::Deprecated { reason: reason.map(Comment::from) }
}

/// Returns a value as a code span, unless it is too long for a line of documentation.
fn short(value: &Value) -> Option<Comment> {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    (!text.trim().is_empty() && text.chars().count() <= 80 && !text.contains(['\n', '\r']))
        .then(|| Comment::code(&text))
}
