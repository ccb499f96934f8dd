//! Decides how lists and objects within the items of parameters and the fields of forms are serialized. The
//! configuration takes precedence over the style. If neither defines it, the value is reported, because every call with
//! it is rejected.

mod contents;

use crate::analyze::context::Context;
use crate::config::{self, key_path, not_applicable};
use crate::diag::{Code, Diagnostic};
use crate::media_type::MediaKind;
use crate::model::{Content, Location, Nesting, Operation, Parameter, Style, Type};
use crate::path::SpecPath;
use contents::{Contents, Fields, Known};

pub(super) use contents::fields;

/// The nesting that a style can express beyond scalars and lists of scalars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Site {
    /// An exploded `form`: the members of an object are pairs, and a member that is a list of scalars repeats its key.
    Form,
    /// `deepObject`, which has a name for every nested value.
    Deep,
    /// All other styles: one text that can only contain nested values as JSON.
    Text,
}

impl Site {
    fn from_style(style: Style, explode: bool) -> Self {
        match style {
            Style::DeepObject => Self::Deep,
            Style::Form | Style::SpaceDelimited | Style::PipeDelimited if explode => Self::Form,
            _ => Self::Text,
        }
    }

    fn takes(self, nesting: Nesting) -> bool {
        self != Self::Text || nesting == Nesting::Json
    }

    /// Describes the nested values whose serialization is undefined, for a message.
    fn undefined(self, nesting: Option<Nesting>, contents: Contents) -> Option<&'static str> {
        let defined = match (nesting, self) {
            (Some(Nesting::Brackets), _) => Contents { lists_in_lists: false, ..Contents::ALL },
            (Some(_), _) | (None, Self::Deep) => Contents::ALL,
            (None, Self::Form) => Contents { lists_in_objects: true, ..Contents::default() },
            (None, Self::Text) => Contents::default(),
        };
        contents.beyond(defined)
    }
}

/// Decides the convention of every parameter and form.
pub(super) fn decide(cx: &mut Context<'_>, operations: &mut [Operation]) {
    let general = cx.config.requests.nested;
    let mut is_used = false;
    let mut known = Known::default();
    for operation in operations {
        let key = operation.config_key();
        check_names(cx, &key, operation);
        for parameter in &mut operation.parameters {
            is_used |= decide_parameter(cx, &key, parameter, &mut known);
        }
        is_used |= decide_body(cx, &key, operation, &mut known);
    }
    if let Some(general) = general.filter(|_| !is_used) {
        let message = format!(
            "`{}` has no effect, because no parameter or form contains nested lists or objects that it can serialize",
            general.name()
        );
        let at = key_path(&["requests", "nested"]);
        cx.findings.report(Diagnostic::new(Code::ConfigNotApplicable, &at, message).help("remove the key"));
    }
}

/// Returns the convention of the model for that of the configuration.
fn convention(configured: config::Nesting) -> Nesting {
    match configured {
        config::Nesting::Spring | config::Nesting::Aspnet => Nesting::Dots,
        config::Nesting::Rails => Nesting::Brackets,
        config::Nesting::Qs => Nesting::Indices,
        config::Nesting::Json => Nesting::Json,
    }
}

/// Reports parameters in the configuration that the operation does not have.
fn check_names(cx: &mut Context<'_>, key: &str, operation: &Operation) {
    let config = cx.config;
    let Some(configured) = config.operations.get(key) else { return };
    let existing: Vec<&str> = operation.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    for name in configured.parameters.keys().filter(|name| !existing.contains(&name.as_str())) {
        let at = key_path(&["operations", key, "parameters", name]);
        cx.findings.report(not_applicable(&at, "parameter of this operation called", name, existing.clone()));
    }
}

/// Decides the convention of a parameter. Returns true if the general convention applies to it.
fn decide_parameter(cx: &mut Context<'_>, key: &str, parameter: &mut Parameter, known: &mut Known) -> bool {
    let own = cx.config.nesting_of(key, &parameter.name);
    let at = key_path(&["operations", key, "parameters", &parameter.name, "nested"]);
    let site = match parameter.location {
        Location::Query => Site::from_style(parameter.style, parameter.explode),
        Location::Path | Location::Header | Location::Cookie | Location::QueryString => Site::Text,
    };
    let found = known.contents(&cx.schemas.drafts, &parameter.ty);
    let is_nested = parameter.content.is_none() && (found.any() || site == Site::Deep && found.is_list);
    if !is_nested {
        if own.is_some() {
            let why = if parameter.content.is_some() {
                "is serialized as its media type"
            } else {
                "has no lists or objects in its items"
            };
            let message = format!("the parameter `{}` {why}, so this key has no effect", parameter.name);
            cx.findings.report(Diagnostic::new(Code::ConfigNotApplicable, &at, message).help("remove the key"));
        }
        return false;
    }
    let general = cx.config.requests.nested.map(convention).filter(|nesting| site.takes(*nesting));
    if let Some(own) = own.filter(|own| !site.takes(convention(*own))) {
        let message = format!("`{}` cannot serialize the values of `{}` as one text", own.name(), parameter.name);
        cx.findings.report(Diagnostic::new(Code::ConfigInvalidValue, &at, message).help("write `\"json\"`"));
        return false;
    }
    let own = own.map(convention);
    parameter.nesting = own.or(general);
    if let Some(what) = site.undefined(parameter.nesting, found) {
        let name = format!("the parameter `{}`", parameter.name);
        report(
            cx,
            &parameter.path,
            &Undefined { name, what, nesting: parameter.nesting, style: parameter.style, site, at },
        );
    }
    own.is_none() && general.is_some()
}

/// A value whose serialization is undefined.
struct Undefined {
    name: String,
    what: &'static str,
    nesting: Option<Nesting>,
    style: Style,
    site: Site,
    /// The key of the configuration that would define it.
    at: SpecPath,
}

fn report(cx: &mut Context<'_>, path: &SpecPath, found: &Undefined) {
    let Undefined { name, what, nesting, style, site, at } = found;
    let why = match nesting {
        Some(_) => "its convention cannot tell them apart".to_owned(),
        None => format!("`style: {}` does not define how they are serialized", style.name()),
    };
    let message = format!("{name} has {what}, and {why}: calls that set them are rejected");
    let help = match site {
        Site::Text => format!("if the server reads JSON there, set `{at} = \"json\"` in the configuration"),
        Site::Form | Site::Deep => format!(
            "set `{at}` in the configuration to the convention of the server: \"spring\" or \"aspnet\" (`a.b=1`, `a[0].b=1`), \
             \"rails\" (`a[b]=1`, `a[][b]=1`), \"qs\" (`a[b]=1`, `a[0][b]=1`) or \"json\""
        ),
    };
    cx.findings.report_once(Diagnostic::new(Code::NestedValue, path, message).help(help));
}

/// Decides the conventions of a request body. Returns true if the general convention applies to one of its forms.
fn decide_body(cx: &mut Context<'_>, key: &str, operation: &mut Operation, known: &mut Known) -> bool {
    let own = cx.config.operations.get(key).and_then(|operation| operation.body);
    let at = key_path(&["operations", key, "body", "nested"]);
    let configured = own.or(cx.config.requests.nested);
    let mut is_used = false;
    for content in operation.body.iter_mut().flat_map(|body| &mut body.contents) {
        is_used |= decide_encodings(cx, content, (configured, &at), known);
        if content.kind == MediaKind::Form {
            is_used |= decide_fields(cx, content, (configured, &at), known);
        }
    }
    if let Some(own) = own.filter(|_| !is_used) {
        let message = format!("`{}` has no effect on the request body", own.name());
        let help = "it serializes lists and objects in the fields of `application/x-www-form-urlencoded`";
        cx.findings.report(Diagnostic::new(Code::ConfigNotApplicable, &at, message).help(help));
    }
    is_used && own.is_none()
}

/// Returns true if a convention has keys for the items of a list.
fn has_keys(configured: Option<config::Nesting>) -> bool {
    matches!(configured, Some(config::Nesting::Qs | config::Nesting::Aspnet))
}

/// Decides the convention of the fields without an encoding. Returns true if the configuration applies.
fn decide_fields(
    cx: &mut Context<'_>,
    content: &mut Content,
    (configured, at): (Option<config::Nesting>, &SpecPath),
    known: &mut Known,
) -> bool {
    let found = known.contents(&cx.schemas.drafts, &content.ty);
    let Fields { some, none } = fields(&cx.schemas.drafts, &content.ty);
    if some {
        if none && !(found.is_list && has_keys(configured)) {
            let message = "some values of this schema have no named fields; calls with them are rejected";
            let help = "make every alternative an object";
            cx.findings.report_once(Diagnostic::new(Code::NestedValue, &content.path, message).help(help));
        }
        content.nesting = configured.map(convention).filter(|_| found.any());
        if content.nesting == Some(Nesting::Brackets) && found.lists_in_lists {
            let message = "the form has lists in lists, which `[]` cannot tell apart: calls that set them are rejected";
            let help = "choose another convention, such as `\"qs\"`";
            cx.findings.report_once(Diagnostic::new(Code::NestedValue, &content.path, message).help(help));
        }
        return content.nesting.is_some();
    }
    if matches!(content.ty, Type::String | Type::Binary | Type::File) {
        return false;
    }
    if found.is_list && has_keys(configured) {
        content.nesting = configured.map(convention);
        return true;
    }
    let message = format!(
        "`{}` requires named fields, and this schema has none; the caller serializes the body",
        content.media_type
    );
    let help = format!(
        "set `{at}` in the configuration to \"qs\" (`0=a&1=b`) or \"aspnet\" (`[0]=a&[1]=b`) if the server reads that"
    );
    let help = if found.is_list { help } else { "declare an object, or another media type".to_owned() };
    cx.findings.report_once(Diagnostic::new(Code::UnsupportedMediaType, &content.path, message).help(help));
    false
}

/// Decides the convention of the parts and fields that are serialized like parameters. Returns true if the
/// configuration applies to one of them.
fn decide_encodings(
    cx: &mut Context<'_>,
    content: &mut Content,
    (configured, at): (Option<config::Nesting>, &SpecPath),
    known: &mut Known,
) -> bool {
    let mut is_used = false;
    let kind = content.kind;
    let properties = contents::properties(&cx.schemas.drafts, &content.ty, content.encodings.len());
    let mut reported = Vec::new();
    for encoding in &mut content.encodings {
        let Some((style, explode)) = encoding.style(kind) else { continue };
        let Some(ty) = properties.named(&encoding.property) else { continue };
        let site = Site::from_style(style, explode);
        let found = known.contents(&cx.schemas.drafts, ty);
        if !(found.any() || site == Site::Deep && found.is_list) {
            continue;
        }
        encoding.nesting = configured.map(convention).filter(|nesting| site.takes(*nesting));
        is_used |= encoding.nesting.is_some();
        if let Some(what) = site.undefined(encoding.nesting, found) {
            let name = format!("the field `{}`", encoding.property);
            let undefined = Undefined { name, what, nesting: encoding.nesting, style, site, at: at.clone() };
            reported.push((encoding.path.clone(), undefined));
        }
    }
    for (path, undefined) in reported {
        report(cx, &path, &undefined);
    }
    is_used
}
