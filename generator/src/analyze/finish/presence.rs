//! Changes the presence of properties that the configuration lists. Servers may send `null` or omit properties although
//! the document does not allow it, or always send properties that it declares as optional.

use super::usage;
use crate::analyze::context::Context;
use crate::analyze::schema::Draft;
use crate::config::{AbsentAndNull, Config, is_presence_pattern, key_path, not_applicable};
use crate::diag::{Code, Diagnostic};
use crate::model::{Access, Api, Presence, Property, Shape, Usage, component_key};
use crate::path::SpecPath;
use crate::source_map::SourceMap;

/// The kind of change that an entry of the configuration makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Nullable,
    Optional,
    Required,
}

/// The schemas that an entry applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Both,
    Requests,
    Responses,
}

/// An entry of the configuration.
struct Entry<'c> {
    text: &'c str,
    /// The entry as a pattern, if it contains `*` or `?`.
    pattern: Option<glob::Pattern>,
    change: Change,
    side: Side,
    place: SpecPath,
}

/// Applies `[presence]`. Reports entries that match no property or change nothing.
pub(super) fn configure(cx: &mut Context<'_>, api: &Api) {
    let entries = entries(cx.config);
    if entries.is_empty() {
        return;
    }
    let usage = usage::usage(&cx.schemas.drafts, &api.operations, api.webhooks.as_ref());
    for entry in entries {
        let found = match apply(cx, &usage, &entry) {
            Outcome::Changed => continue,
            Outcome::Unchanged => unchanged(&entry),
            Outcome::OtherSide => other_side(&entry),
            Outcome::Unknown => unknown(&cx.schemas.drafts, cx.source_map, &entry),
        };
        cx.findings.report(found);
    }
}

fn entries(config: &Config) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    for ((table, lists), side) in
        config.presence.tables().into_iter().zip([Side::Both, Side::Requests, Side::Responses])
    {
        let lists = [
            ("nullable", &lists.nullable, Change::Nullable),
            ("optional", &lists.optional, Change::Optional),
            ("required", &lists.required, Change::Required),
        ];
        for (key, list, change) in lists {
            let keys: Vec<&str> = table.iter().copied().chain([key]).collect();
            entries.extend(list.iter().enumerate().filter_map(|(index, text)| {
                // An invalid pattern was reported when the configuration was read.
                let pattern = is_presence_pattern(text).then(|| glob::Pattern::new(text)).transpose().ok()?;
                Some(Entry { text, pattern, change, side, place: key_path(&keys).index(index) })
            }));
        }
    }
    entries
}

/// The effect of an entry, the most useful one last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Unknown,
    OtherSide,
    Unchanged,
    Changed,
}

fn apply(cx: &mut Context<'_>, usage: &[Usage], entry: &Entry<'_>) -> Outcome {
    let mut outcome = Outcome::Unknown;
    let config = cx.config;
    for (draft, usage) in cx.schemas.drafts.iter_mut().zip(usage) {
        let Draft { path, shape: Shape::Struct(body), .. } = draft else { continue };
        for property in &mut body.properties {
            if !is_named(cx.source_map, path, property, entry) {
                continue;
            }
            outcome = outcome.max(if is_on(*usage, entry.side) {
                let before = visible(config, property, *usage);
                property.presence = changed(property.presence, entry.change);
                let has_changed = before != visible(config, property, *usage);
                if has_changed { Outcome::Changed } else { Outcome::Unchanged }
            } else {
                Outcome::OtherSide
            });
        }
    }
    outcome
}

/// Returns true if a schema is only used on this side.
fn is_on(usage: Usage, side: Side) -> bool {
    match side {
        Side::Both => true,
        Side::Requests => usage.request && !usage.response,
        Side::Responses => usage.response && !usage.request,
    }
}

/// Returns true if an entry names a property: by the keys of the schema and the property, by its place in the schema,
/// or by the place in another schema from which it is inherited.
fn is_named(source_map: &SourceMap, schema: &SpecPath, property: &Property, entry: &Entry<'_>) -> bool {
    if let Some(pattern) = &entry.pattern {
        return matches(source_map, schema, property, pattern);
    }
    let by_key = || {
        let rest = entry.text.strip_suffix(&*property.name)?.strip_suffix('.')?;
        Some(component_key(schema)? == rest)
    };
    let by_place = || {
        let within = SpecPath::root().child("properties").child(&property.name);
        let owner = entry.text.strip_suffix(within.pointer())?;
        let is_inherited = || source_map.keys(&property.path).iter().any(|key| key == entry.text);
        Some(source_map.keys(schema).iter().any(|key| key == owner) || is_inherited())
    };
    by_key().or_else(by_place).unwrap_or(false)
}

/// Returns true if a pattern matches one of the names of a property.
fn matches(source_map: &SourceMap, schema: &SpecPath, property: &Property, pattern: &glob::Pattern) -> bool {
    if pattern.as_str().contains('#') {
        let within = SpecPath::root().child("properties").child(&property.name);
        let own = source_map.keys(schema).into_iter().map(|key| format!("{key}{}", within.pointer()));
        return own.chain(source_map.keys(&property.path)).any(|key| pattern.matches(&key));
    }
    component_key(schema).is_some_and(|key| pattern.matches(&format!("{key}.{}", property.name)))
}

fn changed(presence: Presence, change: Change) -> Presence {
    match change {
        Change::Nullable => presence.or_null(),
        Change::Optional => presence.or_missing(),
        Change::Required => Presence::new(true, presence.is_nullable()),
    }
}

/// Returns the presence that users of the crate see. `null` and a missing key are only distinguished where the property
/// is sent, unless the configuration distinguishes them everywhere.
fn visible(config: &Config, property: &Property, usage: Usage) -> Presence {
    let is_one = !usage.request && config.absent_and_null == AbsentAndNull::Same;
    match property.effective_presence(usage) {
        Presence::OptionalNullable if is_one || property.access == Access::ReadOnly => Presence::Optional,
        presence => presence,
    }
}

fn unchanged(entry: &Entry<'_>) -> Diagnostic {
    let already = match entry.change {
        Change::Nullable => "may already be `null`",
        Change::Optional => "may already be missing",
        Change::Required => "is already required",
    };
    let message = format!("`{}` {already}, so this entry has no effect", entry.text);
    Diagnostic::new(Code::ConfigNotApplicable, &entry.place, message).help("remove the entry")
}

fn other_side(entry: &Entry<'_>) -> Diagnostic {
    let (side, other) = match entry.side {
        Side::Requests => ("requests", "responses"),
        Side::Responses | Side::Both => ("responses", "requests"),
    };
    let message = format!("the schema of `{}` is also used in {other}, so this entry has no effect", entry.text);
    let help = format!("write the entry under `[presence]`, which does not only apply to {side}");
    Diagnostic::new(Code::ConfigNotApplicable, &entry.place, message).help(help)
}

fn unknown(drafts: &[Draft], source_map: &SourceMap, entry: &Entry<'_>) -> Diagnostic {
    let is_pointer = entry.text.contains('#');
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
    not_applicable(&entry.place, "property", entry.text, names.iter().map(String::as_str))
}
