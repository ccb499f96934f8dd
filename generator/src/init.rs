//! Writes a first configuration for a document. It contains what users usually configure, with the values that the document
//! suggests. Keys that would change nothing are comments.

use crate::Understanding;
use crate::model::{
    Api, CursorTarget, Operation, PageEnd, PageStep, Pagination, SchemaId, SecurityScheme, Shape, Type,
};
use crate::model::{SecurityKind, through_aliases_and_null};
use crate::rust::{BaseUrl, Item};

/// The maximum number of paginated operations in the configuration.
const MOST_LISTS: usize = 12;

/// Returns the text of the configuration for a document with this name.
#[must_use]
pub fn init(understood: &Understanding, document: &str) -> String {
    let api = &understood.api;
    let head = format!(
        "# The configuration of oaspress for {}. Every key is optional.\n\
         # A key that is a comment here shows the value that applies without it, or an example.",
        single_line(document)
    );
    let parts = [
        Some(head),
        Some(manifest(understood)),
        Some(client(understood)),
        security(understood),
        pagination(api),
        error(api),
        Some(ADJUSTMENTS.to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join("\n\n") + "\n"
}

const ADJUSTMENTS: &str = "\
# Properties for which the server does not do what the document declares:
# [presence]
# nullable = [\"Pet.owner\"]
# optional = [\"Pet.tag\"]

# Names of types, by the JSON pointer of the schema:
# [names]
# \"#/components/schemas/Pet\" = \"Animal\"

# Parts of the document to generate, or to leave out:
# [include]
# tags = [\"pets\"]";

fn manifest(understood: &Understanding) -> String {
    let manifest = &understood.crate_.manifest;
    let optional = |key: &str, value: Option<&String>, example: &str| {
        format!("# {key} = {}", quoted(value.map_or(example, String::as_str)))
    };
    [
        "[crate]".to_owned(),
        format!("name = {}", quoted(&manifest.name)),
        format!("version = {}", quoted(&manifest.version)),
        format!("# description = {}", quoted(&manifest.description)),
        optional("license", manifest.license.as_ref(), "MIT OR Apache-2.0"),
        optional("repository", manifest.repository.as_ref(), "https://example.org/repository"),
        "# Depend on the runtime as a crate, which several clients can share; without this key, the folder contains a copy:".to_owned(),
        "# runtime = \"crate\"".to_owned(),
    ]
    .join("\n")
}

fn client(understood: &Understanding) -> String {
    let mut items = understood.crate_.modules.iter().flat_map(|module| &module.items);
    let client = items.find_map(|item| if let Item::Client(client) = item { Some(client) } else { None });
    let url = match client.map(|client| &client.base_url) {
        Some(BaseUrl::Known(known)) => format!("# base-url = {}", quoted(&known.url)),
        _ => "# The document declares no absolute URL of a server, so `Client::new` requires one.\n\
                                 # base-url = \"https://api.example.org\""
            .to_owned(),
    };
    let variable = quoted(&format!("{}_BASE_URL", prefix(understood)));
    format!(
        "[client]\n{url}\n# The environment variable that overrides the base URL:\n# base-url-environment = {variable}"
    )
}

/// Names an environment variable for each credential, so that `Client::from_env` exists.
fn security(understood: &Understanding) -> Option<String> {
    let schemes = &understood.api.security_schemes;
    let variable = |scheme: &SecurityScheme| {
        let suffix = match (schemes.len(), &scheme.kind) {
            (1, SecurityKind::Bearer) => "TOKEN".to_owned(),
            (1, SecurityKind::Basic | SecurityKind::Signed | SecurityKind::Other(_)) => "CREDENTIALS".to_owned(),
            (1, _) => "API_KEY".to_owned(),
            _ => screaming(&scheme.name),
        };
        format!("{}_{suffix}", prefix(understood))
    };
    let tables = schemes.iter().map(|scheme| {
        let (key, variable) = (key(&scheme.name), quoted(&variable(scheme)));
        format!("[security.{key}]\nenvironment = {variable}")
    });
    let tables: Vec<String> = tables.collect();
    (!tables.is_empty())
        .then(|| format!("# The environment variables that `Client::from_env` reads:\n{}", tables.join("\n\n")))
}

/// Shows how the pages of each list are read.
fn pagination(api: &Api) -> Option<String> {
    let found: Vec<(&Operation, &Pagination)> =
        api.operations.iter().filter_map(|operation| Some((operation, operation.pagination.as_ref()?))).collect();
    let shown = found.iter().take(MOST_LISTS);
    let tables = shown.map(|(operation, pages)| {
        let key = key(&operation.config_key());
        format!("# [operations.{key}]\n# pagination = {}", pages_table(pages))
    });
    let mut lines = vec![match found.len() {
        0 => return None,
        1 => "# One operation looks paginated. Uncomment its table to change how, or write `pagination = false`:"
            .to_owned(),
        count => format!(
            "# {count} operations look paginated. Uncomment a table to change how, or write `pagination = false`:"
        ),
    }];
    lines.extend(tables);
    if found.len() > MOST_LISTS {
        lines.push(format!("# … and {} more", found.len() - MOST_LISTS));
    }
    Some(lines.join("\n"))
}

fn pages_table(pages: &Pagination) -> String {
    let mut keys = Vec::new();
    let mut add = |key: &str, value: String| keys.push(format!("{key} = {value}"));
    let parameter = |asking: &CursorTarget| quoted(&asking.to_string());
    match &pages.step {
        PageStep::Cursor { parameter: asking, next } => {
            add("cursor", parameter(asking));
            add("next", quoted(&next.join(".")));
        }
        PageStep::LastItem { parameter: asking, id } => {
            add("cursor", parameter(asking));
            add("id", quoted(&id.join(".")));
        }
        PageStep::Page { parameter: asking, first } => {
            add("page", parameter(asking));
            add("first", first.to_string());
        }
        PageStep::Offset { parameter: asking, first } => {
            add("offset", parameter(asking));
            add("first", first.to_string());
        }
        PageStep::Url { next } => add("url", quoted(&next.join("."))),
        PageStep::Link => add("style", quoted("link")),
    }
    if !pages.items.is_empty() {
        add("items", quoted(&pages.items.join(".")));
    }
    let PageEnd { more, last, total, pages } = &pages.end;
    for (key, place) in [("more", more), ("last", last), ("total", total), ("pages", pages)] {
        if let Some(place) = place {
            add(key, quoted(&place.join(".")));
        }
    }
    format!("{{ {} }}", keys.join(", "))
}

/// The names that properties of error bodies usually have, by the key of the configuration.
const ERROR_NAMES: [(&str, &[&str]); 5] = [
    ("code", &["code", "error_code", "errorCode"]),
    ("message", &["message", "detail", "error_description", "error_message", "errorMessage"]),
    ("kind", &["type", "kind"]),
    ("param", &["param", "parameter", "field"]),
    ("request-id", &["request_id", "requestId"]),
];

/// Finds the usual parts in the body that all errors share.
fn error(api: &Api) -> Option<String> {
    let envelope = api.error_envelope?;
    let found = ERROR_NAMES.iter().filter_map(|(key, names)| {
        let path = text_at(api, envelope, names, 2)?;
        Some(format!("{key} = {}", quoted(&path)))
    });
    let found: Vec<String> = found.collect();
    (!found.is_empty()).then(|| {
        format!("# The parts of the error body, for `ApiError::code` and the like:\n[error]\n{}", found.join("\n"))
    })
}

/// Returns the place of a text that has one of these names, in an object or in an object in it.
fn text_at(api: &Api, id: SchemaId, names: &[&str], depth: usize) -> Option<String> {
    let Shape::Struct(shape) = &api.schema(id)?.shape else { return None };
    let plain = |name: &str| !name.is_empty() && !name.contains('.');
    let own = names.iter().find(|name| {
        shape.properties.iter().any(|property| property.name == **name && matches!(property.ty, Type::String))
    });
    if let Some(name) = own {
        return Some((*name).to_owned());
    }
    let inner = shape.properties.iter().filter(|property| depth > 1 && plain(&property.name));
    inner.into_iter().find_map(|property| {
        let Type::Named(id) = through_aliases_and_null(api, &property.ty) else { return None };
        Some(format!("{}.{}", property.name, text_at(api, *id, names, depth - 1)?))
    })
}

/// Returns the beginning of the names of environment variables.
fn prefix(understood: &Understanding) -> String {
    screaming(&understood.crate_.manifest.name)
}

fn screaming(name: &str) -> String {
    let words = heck::AsShoutySnakeCase(name).to_string();
    let words: String = words.chars().map(|one| if one.is_ascii_alphanumeric() { one } else { '_' }).collect();
    if words.starts_with(|first: char| first.is_ascii_digit()) { format!("_{words}") } else { words }
}

/// Writes a TOML key.
fn key(name: &str) -> String {
    let is_bare = !name.is_empty() && name.chars().all(|one| one.is_ascii_alphanumeric() || matches!(one, '_' | '-'));
    if is_bare { name.to_owned() } else { quoted(name) }
}

/// Writes a TOML string on one line. The escapes of JSON are those of TOML, which also requires one for `DEL`.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}

/// Replaces line breaks and other control characters, which a comment cannot contain.
fn single_line(text: &str) -> String {
    text.chars().map(|one| if one.is_control() || matches!(one, '\u{2028}' | '\u{2029}') { ' ' } else { one }).collect()
}
