//! Makes properties nullable or optional that the configuration lists. Servers may send `null` or omit properties
//! although the document does not allow it.

use super::usage;
use crate::analyze::context::Context;
use crate::analyze::schema::Draft;
use crate::config::{key_path, not_applicable};
use crate::diag::{Code, Diagnostic};
use crate::model::{Access, Api, Presence, Property, Shape, Usage, component_key};
use crate::path::SpecPath;
use crate::source_map::SourceMap;

/// The kind of value that an entry of the configuration allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Allowed {
    Null,
    Missing,
}

/// Applies `[presence]`. Reports entries that match no property or change nothing.
pub(super) fn configure(cx: &mut Context<'_>, source_map: &SourceMap, api: &Api) {
    let presence = &cx.config.presence;
    if presence.nullable.is_empty() && presence.optional.is_empty() {
        return;
    }
    let usage = usage::usage(&cx.schemas.drafts, &api.operations, api.webhooks.as_ref());
    for (key, entries, allowed) in
        [("nullable", &presence.nullable, Allowed::Null), ("optional", &presence.optional, Allowed::Missing)]
    {
        for (index, entry) in entries.iter().enumerate() {
            let place = key_path(&["presence", key]).index(index);
            match apply(&mut cx.schemas.drafts, &usage, source_map, entry, allowed) {
                Outcome::Changed => {}
                Outcome::Unchanged => cx.findings.report(unchanged(&place, entry, allowed)),
                Outcome::Unknown => cx.findings.report(unknown(&cx.schemas.drafts, source_map, &place, entry)),
            }
        }
    }
}

/// The effect of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Unknown,
    Unchanged,
    Changed,
}

fn apply(drafts: &mut [Draft], usage: &[Usage], source_map: &SourceMap, entry: &str, allowed: Allowed) -> Outcome {
    let mut outcome = Outcome::Unknown;
    for (draft, usage) in drafts.iter_mut().zip(usage) {
        let Draft { path, shape: Shape::Struct(body), .. } = draft else { continue };
        for property in &mut body.properties {
            if !is_named(source_map, path, property, entry) {
                continue;
            }
            let before = visible(property, *usage);
            property.presence = loosened(property.presence, allowed);
            let has_changed = before != visible(property, *usage);
            outcome = if has_changed || outcome == Outcome::Changed { Outcome::Changed } else { Outcome::Unchanged };
        }
    }
    outcome
}

/// Returns true if an entry names a property: by the keys of the schema and the property, by its place in the schema,
/// or by the place in another schema from which it is inherited.
fn is_named(source_map: &SourceMap, schema: &SpecPath, property: &Property, entry: &str) -> bool {
    let by_key = || {
        let rest = entry.strip_suffix(&*property.name)?.strip_suffix('.')?;
        Some(component_key(schema)? == rest)
    };
    let by_place = || {
        let within = SpecPath::root().child("properties").child(&property.name);
        let owner = entry.strip_suffix(within.pointer())?;
        let is_inherited = || source_map.keys(&property.path).iter().any(|key| key == entry);
        Some(source_map.keys(schema).iter().any(|key| key == owner) || is_inherited())
    };
    by_key().or_else(by_place).unwrap_or(false)
}

fn loosened(presence: Presence, allowed: Allowed) -> Presence {
    match allowed {
        Allowed::Null => presence.or_null(),
        Allowed::Missing => presence.or_missing(),
    }
}

/// Returns the presence that users of the crate see. `null` and a missing key are only distinguished where the property
/// is sent.
fn visible(property: &Property, usage: Usage) -> Presence {
    match property.effective_presence(usage) {
        Presence::OptionalNullable if !usage.request || property.access == Access::ReadOnly => Presence::Optional,
        presence => presence,
    }
}

fn unchanged(place: &SpecPath, entry: &str, allowed: Allowed) -> Diagnostic {
    let what = match allowed {
        Allowed::Null => "`null`",
        Allowed::Missing => "missing",
    };
    let message = format!("`{entry}` may already be {what}, so this entry has no effect");
    Diagnostic::new(Code::ConfigNotApplicable, place, message).help("remove the entry")
}

fn unknown(drafts: &[Draft], source_map: &SourceMap, place: &SpecPath, entry: &str) -> Diagnostic {
    let is_pointer = entry.contains('#');
    let mut names = Vec::new();
    for draft in drafts {
        let Shape::Struct(body) = &draft.shape else { continue };
        let owner = if is_pointer {
            Some(source_map.key(&draft.path))
        } else {
            component_key(&draft.path).map(std::borrow::Cow::into_owned)
        };
        let Some(owner) = owner else { continue };
        names.extend(body.properties.iter().map(|property| {
            let pointer = SpecPath::root().child("properties").child(&property.name);
            if is_pointer { format!("{owner}{}", pointer.pointer()) } else { format!("{owner}.{}", property.name) }
        }));
    }
    not_applicable(place, "property", entry, names.iter().map(String::as_str))
}
