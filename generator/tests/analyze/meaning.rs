//! Shows what a document means: the model and the findings as compact text. Knows nothing of single tests.

use std::fmt::Write;

use oaspress::config::Config;
use oaspress::diag::{Diagnostic, Diagnostics};
use oaspress::internals::model::{
    Access, Additional, Api, Bound, Constraint, Content, Docs, EnumValue, EnumValues, HintRoot, Operation, PageStep,
    Pagination, Parameter, PathPiece, Presence, Property, Reserved, Schema, Shape, StatusPattern, StringRules, Type,
    UnionTagging,
};
use oaspress::internals::{MediaType, SourceMap, analyze, lint};
use oaspress::version::Version;
use serde_json::Value;

/// The model and the findings of a YAML document.
pub(crate) fn meaning(yaml: &str) -> String {
    let (api, findings) = read(&document(yaml), &Config::default());
    format!("{}{}", show(&api), shown(&findings))
}

/// Returns only the model.
pub(crate) fn model(yaml: &str) -> String {
    show(&read(&document(yaml), &Config::default()).0)
}

/// Returns only the findings.
pub(crate) fn findings(yaml: &str) -> String {
    shown(&read(&document(yaml), &Config::default()).1)
}

/// A YAML text as a tree. What every document needs is added where it is missing.
pub(crate) fn document(yaml: &str) -> Value {
    let mut value: Value = serde_yaml::from_str(yaml).expect("the test's document is YAML");
    if let Value::Object(map) = &mut value {
        map.entry("openapi").or_insert_with(|| "3.0.3".into());
        map.entry("info").or_insert_with(|| serde_json::json!({ "title": "Test", "version": "1" }));
        map.entry("paths").or_insert_with(|| serde_json::json!({}));
    }
    value
}

/// The meaning of a document and everything found in it.
pub(crate) fn read(document: &Value, config: &Config) -> (Api, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::new();
    lint(document, Version::OpenApi30, &Config::default(), &mut diagnostics);
    let api = analyze(document, &SourceMap::default(), config, &mut diagnostics);
    (api, diagnostics.into_vec())
}

/// Findings, one a line.
pub(crate) fn shown(findings: &[Diagnostic]) -> String {
    let line = |found: &Diagnostic| {
        let help = if found.help.is_empty() { String::new() } else { format!(" ({})", found.help) };
        let related = found.related.iter().map(|related| format!(" [{}: {}]", related.place, related.message));
        let related = related.collect::<Vec<_>>().concat();
        format!("{} {} {}: {}{help}{related}\n", found.severity.name(), found.code, found.place, found.message)
    };
    findings.iter().map(line).collect()
}

/// A model, schema by schema and operation by operation.
pub(crate) fn show(api: &Api) -> String {
    let mut text = String::new();
    for schema in &api.schemas {
        text.push_str(&show_schema(api, schema));
    }
    for operation in &api.operations {
        text.push_str(&show_operation(api, operation));
    }
    if let Some(envelope) = api.error_envelope {
        let _ = writeln!(text, "errors are {}", show_type(api, &Type::Named(envelope)));
    }
    text
}

/// `A.b.c`: the words on the way, joined.
fn name(api: &Api, schema: &Schema) -> String {
    let root = match &schema.name_hint.root {
        HintRoot::Component(name) => name.clone(),
        HintRoot::PathItem(template) => template.clone(),
        HintRoot::Operation(index) => api.operations.get(*index).map_or_else(
            || "?".to_owned(),
            |operation| format!("{}()", operation.id.clone().unwrap_or_else(|| operation.method.as_str().to_owned())),
        ),
    };
    [root].into_iter().chain(schema.name_hint.way.iter().cloned()).collect::<Vec<_>>().join(".")
}

fn show_schema(api: &Api, schema: &Schema) -> String {
    let name = name(api, schema);
    let null = if schema.nullable { " or null" } else { "" };
    let usage = match (schema.usage.request, schema.usage.response) {
        (true, true) => " <>",
        (true, false) => " >",
        (false, true) => " <",
        (false, false) => "",
    };
    let docs = show_docs(&schema.docs);
    match &schema.shape {
        Shape::Struct(body) => {
            let properties: String = body.properties.iter().map(|property| show_property(api, property)).collect();
            let rest = match &body.additional {
                Additional::Unspecified => String::new(),
                Additional::Denied => "  no others\n".to_owned(),
                Additional::Kept(ty) => format!("  others: {}\n", show_type(api, ty)),
            };
            format!("{name}{null}{usage}: struct{docs}\n{properties}{rest}")
        }
        Shape::Enumeration(enumeration) => {
            let values = match &enumeration.values {
                EnumValues::Strings(values) => {
                    values.iter().map(|value| show_value(value, |text| format!("{text:?}"))).collect::<Vec<_>>()
                }
                EnumValues::Integers(values) => {
                    values.iter().map(|value| show_value(value, ToString::to_string)).collect()
                }
            };
            format!("{name}{null}{usage}: enum {}{docs}\n", values.join(" | "))
        }
        Shape::Union(union) => {
            let variants =
                union.variants.iter().map(|variant| format!("  {}: {}\n", variant.hint, show_type(api, &variant.ty)));
            let variants: String = variants.collect();
            format!("{name}{null}{usage}: union of {}{docs}\n{variants}", show_selector(&union.tagging))
        }
        Shape::CheckedString(rules) => format!("{name}{null}{usage}: string{}{docs}\n", show_rules(rules)),
        Shape::Alias(ty) => format!("{name}{null}{usage}: {}{docs}\n", show_type(api, ty)),
    }
}

fn show_value<T>(value: &EnumValue<T>, show: impl Fn(&T) -> String) -> String {
    let name = value.name.as_ref().map(|name| format!(" as {name}")).unwrap_or_default();
    let description = value.description.as_ref().map(|description| format!(" ({description})")).unwrap_or_default();
    format!("{}{name}{description}", show(&value.value))
}

fn show_rules(rules: &StringRules) -> String {
    let mut text = String::new();
    text.extend(rules.min_length.map(|least| format!(" min {least}")));
    text.extend(rules.max_length.map(|most| format!(" max {most}")));
    text.extend(rules.pattern.as_ref().map(|pattern| format!(" like {pattern}")));
    text
}

fn show_selector(selector: &UnionTagging) -> String {
    let by = selector.tag.as_ref().map(|tag| format!("one by {tag}: ")).unwrap_or_default();
    let alternatives = selector.alternatives.iter().map(|alternative| {
        let types: Vec<String> = alternative.types.iter().map(|ty| format!("{ty:?}").to_lowercase()).collect();
        let mut tags: Vec<String> = alternative.tags.iter().map(Value::to_string).collect();
        tags.extend(alternative.otherwise.then(|| "_".to_owned()));
        let tags = if tags.is_empty() { String::new() } else { format!(" = {}", tags.join("|")) };
        let constants = alternative.constants.iter().map(|(name, values)| format!(" where {name} in {values:?}"));
        format!("{} {}{tags}{}", alternative.variant, types.join("|"), constants.collect::<String>())
    });
    format!("{by}{}", alternatives.collect::<Vec<_>>().join(", "))
}

fn show_property(api: &Api, property: &Property) -> String {
    let presence = match property.presence {
        Presence::Required => "",
        Presence::RequiredNullable => " or null",
        Presence::Optional => "?",
        Presence::OptionalNullable => "? or null",
    };
    let access = match property.access {
        Access::ReadWrite => "",
        Access::ReadOnly => " read-only",
        Access::WriteOnly => " write-only",
    };
    let default = property.default.as_ref().map(|value| format!(" default {value}")).unwrap_or_default();
    let constant = property.constant.as_ref().map(|constant| format!(" always {}", constant.value)).unwrap_or_default();
    let ty = show_type(api, &property.ty);
    format!("  {}: {ty}{presence}{access}{default}{constant}{}\n", property.name, show_docs(&property.docs))
}

fn show_docs(docs: &Docs) -> String {
    let mut words = Vec::new();
    words.extend(docs.title.clone());
    words.extend(docs.description.clone());
    words.extend(
        docs.deprecated
            .as_ref()
            .map(|found| format!("deprecated {}", found.reason.as_deref().unwrap_or("")).trim().to_owned()),
    );
    words.extend(docs.external_docs.as_ref().map(|url| format!("see {url}")));
    words.extend(docs.example.as_ref().map(|example| format!("e.g. {example}")));
    words.extend(docs.constraints.iter().map(show_constraint));
    if words.is_empty() { String::new() } else { format!(" -- {}", words.join("; ")) }
}

fn show_constraint(constraint: &Constraint) -> String {
    match constraint {
        Constraint::Range { least, most } => {
            let shown = |bound: &Option<Bound>| {
                let exclusive = |bound: &Bound| if bound.exclusive { " exclusive" } else { "" };
                bound.as_ref().map(|bound| format!("{}{}", bound.value, exclusive(bound))).unwrap_or_default()
            };
            format!("{}..{}", shown(least), shown(most))
        }
        Constraint::Count { of, least, most } => {
            let shown = |bound: &Option<u64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
            format!("{}..{} {of:?}", shown(least), shown(most))
        }
        // Quotes would end the literal of an expected text.
        other => format!("{other:?}").replace('"', "`"),
    }
}

fn show_type(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Integer(format) => format!("{format:?}").to_lowercase(),
        Type::Number(format) => format!("{format:?}").to_lowercase(),
        Type::Array(item) => format!("[{}]", show_type(api, item)),
        Type::Map(value) => format!("{{{}}}", show_type(api, value)),
        Type::Nullable(inner) => format!("({} or null)", show_type(api, inner)),
        Type::Named(id) => api.schema(*id).map_or_else(|| "?".to_owned(), |schema| name(api, schema)),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn show_operation(api: &Api, operation: &Operation) -> String {
    let id = operation.id.clone().unwrap_or_else(|| "-".to_owned());
    let pieces: String = operation
        .pieces
        .iter()
        .map(|piece| match piece {
            PathPiece::Literal(text) => text.clone(),
            PathPiece::Parameter(index) => {
                format!("{{{}}}", operation.parameters.get(*index).map_or("?", |parameter| &parameter.name))
            }
        })
        .collect();
    let tags = if operation.tags.is_empty() { String::new() } else { format!(" [{}]", operation.tags.join(", ")) };
    let mut text = format!("{id}: {} {pieces}{tags}{}\n", operation.method.as_str(), show_docs(&operation.docs));
    for parameter in &operation.parameters {
        text.push_str(&show_parameter(api, parameter));
    }
    if let Some(body) = &operation.body {
        let required = if body.required { "" } else { "?" };
        let contents: Vec<String> = body.contents.iter().map(|content| show_content(api, content)).collect();
        let _ = writeln!(text, "  body{required}: {}{}", contents.join(", "), show_docs(&body.docs));
    }
    for response in &operation.responses {
        let status = match response.status {
            StatusPattern::Code(code) => code.to_string(),
            StatusPattern::Range(hundred) => format!("{hundred}XX"),
            StatusPattern::Default => "default".to_owned(),
        };
        let contents: Vec<String> = response.contents.iter().map(|content| show_content(api, content)).collect();
        let headers: Vec<String> = response
            .headers
            .iter()
            .map(|header| {
                format!(" {}: {}{}", header.name, show_type(api, &header.ty), if header.required { "" } else { "?" })
            })
            .collect();
        let line = format!("  {status}: {}{}", contents.join(", "), headers.concat());
        let _ = writeln!(text, "{}", line.trim_end());
    }
    if let Some(pages) = &operation.pagination {
        let _ = writeln!(text, "  pages: {}", show_pages(pages));
    }
    for server in &operation.servers {
        let _ = writeln!(text, "  at {}", server.url);
    }
    for needed in &operation.security {
        let names: Vec<&str> =
            needed.iter().filter_map(|id| api.security_schemes.get(id.0)).map(|scheme| scheme.name.as_str()).collect();
        let _ = writeln!(text, "  with {}", if names.is_empty() { "nothing".to_owned() } else { names.join(" and ") });
    }
    text
}

pub(crate) fn show_pages(pages: &Pagination) -> String {
    let mut text = match &pages.step {
        PageStep::Cursor { parameter, next } => format!("{parameter} from {}", next.join(".")),
        PageStep::LastItem { parameter, id } => format!("{parameter} from the last item's {}", id.join(".")),
        PageStep::Page { parameter, first } => format!("{parameter} counts pages from {first}"),
        PageStep::Offset { parameter, first } => format!("{parameter} counts items from {first}"),
        PageStep::Url { next } => format!("URL in {}", next.join(".")),
        PageStep::Link => "URL in the header Link".to_owned(),
    };
    let end = &pages.end;
    for (word, path) in [("more", &end.more), ("last", &end.last), ("total", &end.total), ("pages", &end.pages)] {
        let _ = path.as_ref().map(|path| write!(text, " {word} {}", path.join(".")));
    }
    let items = if pages.items.is_empty() { "the answer".to_owned() } else { pages.items.join(".") };
    format!("{text}, items {items}")
}

fn show_parameter(api: &Api, parameter: &Parameter) -> String {
    let place = format!("{:?}", parameter.location).to_lowercase();
    let required = if parameter.required { "" } else { "?" };
    let style = format!("{:?}{}", parameter.style, if parameter.explode { "*" } else { "" });
    let reserved = match parameter.reserved {
        Reserved::Escaped => "",
        Reserved::Allowed => " reserved",
        Reserved::AllowedWithSlash => " segments",
    };
    let content = parameter.content.as_ref().map(|media_type| format!(" as {media_type}")).unwrap_or_default();
    let default = parameter.default.as_ref().map(|value| format!(" default {value}")).unwrap_or_default();
    let constant = parameter.constant.as_ref().map(|value| format!(" always {value}")).unwrap_or_default();
    let ty = show_type(api, &parameter.ty);
    let docs = show_docs(&parameter.docs);
    format!("  {place} {}{required}: {ty} {style}{reserved}{content}{default}{constant}{docs}\n", parameter.name)
}

fn show_content(api: &Api, content: &Content) -> String {
    let encodings = content.encodings.iter().map(|encoding| {
        let style = encoding.style.map(|style| format!(" {style:?}")).unwrap_or_default();
        let explode = encoding.explode.map(|explode| format!(" explode {explode}")).unwrap_or_default();
        let headers = encoding.headers.iter().map(|header| format!(" {}: {}", header.name, show_type(api, &header.ty)));
        let headers = headers.collect::<Vec<_>>().concat();
        let content_types: Vec<&str> = encoding.content_types.iter().map(MediaType::as_str).collect();
        format!(" ({} as {}{style}{explode}{headers})", encoding.property, content_types.join("|"))
    });
    format!("{} {}{}", content.media_type, show_type(api, &content.ty), encodings.collect::<Vec<_>>().concat())
}
