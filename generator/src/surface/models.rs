//! Lists models: structs, enums, unions, aliases and checked strings.

use std::collections::BTreeMap;

use super::rules::rules;
use super::{Item, ItemKind, Scope};
use crate::model::{self, Access, Additional, SchemaId, Shape};
use crate::rust::{
    Alias, Bundle, CheckedString, Derives, Enumeration, Field, Holder, ItemId, Literal, Std, Struct, Union, Variant,
    Wrapper,
};

/// A struct with its fields, its constructor and its setters.
pub(super) fn structure(scope: &Scope<'_>, item: &Struct) -> Vec<Item> {
    let path = scope.model(item.id);
    let identity = identity(scope, item.id);
    let schema = scope.api.schema(item.id);
    let shape = schema.and_then(|schema| match &schema.shape {
        Shape::Struct(shape) => Some(shape),
        _ => None,
    });
    let derives = derives(item.traits());
    let takes_nothing = item.constructor.is_some() && item.arguments().is_empty();
    let mut own = foreign(Item::new(ItemKind::Struct, &path, "").mark(derives), &item.derives)
        .mark_if(item.hides(), "impl(Debug)")
        .mark_if(takes_nothing, "impl(Default)")
        .mark("non_exhaustive")
        .mark_if(item.deprecated.is_some(), "deprecated")
        .at(&identity)
        .wire("type", "object");
    if let Some(shape) = shape {
        own = match &shape.additional {
            Additional::Unspecified => own,
            Additional::Denied => own.wire("additional", "none"),
            Additional::Kept(ty) => own.wire("additional", scope.wire(ty)),
        };
    }
    let mut items = vec![own];
    let properties = shape.map_or(&[][..], |shape| &shape.properties).iter();
    let properties: BTreeMap<&str, &model::Property> =
        properties.map(|property| (property.name.as_str(), property)).collect();
    for field in &item.fields {
        items.extend(self::field(scope, &path, field, properties.get(field.key.as_str()).copied()));
    }
    if let Some(rest) = &item.rest {
        let ty = format!(": {}<String, {}>", scope.path(Std::BTreeMap.into()), scope.ty(&rest.ty));
        let identity = format!("{identity} additionalProperties");
        items.push(Item::new(ItemKind::Field, format!("{path}::{}", rest.name), ty).at(&identity));
    }
    items.extend(constructor(scope, item, &path, &identity));
    if item.sample.is_some() {
        let sample = Item::new(ItemKind::Fn, format!("{path}::sample"), "() -> Self");
        items.push(sample.mark("feature(testing)").at(&identity));
    }
    items
}

fn field(scope: &Scope<'_>, path: &str, field: &Field, property: Option<&model::Property>) -> Vec<Item> {
    let identity = property.map(|property| scope.identities.of_place(&property.path)).unwrap_or_default();
    let mut own = Item::new(ItemKind::Field, format!("{path}::{}", field.name), format!(": {}", scope.ty(&field.ty)))
        .mark_if(field.deprecated.is_some(), "deprecated")
        .at(&identity)
        .wire("name", &field.key);
    if let Some(property) = property {
        own = own.wire("presence", presence(property.presence));
        own = match property.access {
            Access::ReadWrite => own,
            Access::ReadOnly => own.wire("access", "read-only"),
            Access::WriteOnly => own.wire("access", "write-only"),
        };
        own = own.wire("type", scope.wire(&property.ty)).wires(rules(scope.document, &property.path));
        if let Some(default) = &property.default {
            own = own.wire("default", default.to_string());
        }
        if let Some(constant) = &property.constant {
            own = own.wire("const", constant.value.to_string());
        }
    }
    let mut items = vec![own];
    for setter in &field.setters {
        let is_null = setter.value == crate::rust::SetterValue::Null;
        let kind = if is_null { ItemKind::Clear } else { ItemKind::Set };
        let set = Item::new(kind, format!("{path}::{}", setter.name), scope.setter(&field.name, setter));
        items.push(set.mark_if(setter.deprecated.is_some(), "deprecated").at(&identity));
    }
    items
}

const fn presence(presence: model::Presence) -> &'static str {
    match presence {
        model::Presence::Required => "required",
        model::Presence::RequiredNullable => "nullable",
        model::Presence::Optional => "optional",
        model::Presence::OptionalNullable => "optional-nullable",
    }
}

/// The function `new`, and the struct that contains its arguments if they are passed by name.
fn constructor(scope: &Scope<'_>, item: &Struct, path: &str, identity: &str) -> Vec<Item> {
    let Some(constructor) = &item.constructor else { return Vec::new() };
    let new = |arguments: &str| {
        Item::new(ItemKind::New, format!("{path}::new"), format!("({arguments}) -> Self")).at(identity)
    };
    let Some(Bundle { argument, .. }) = &constructor.bundle else {
        let arguments = item.arguments().into_iter();
        let arguments = arguments.map(|(field, passing, _)| (field.name.as_str(), &field.ty, passing));
        return vec![new(&scope.arguments(arguments))];
    };
    let bundle = scope.path(ItemId::ModelArguments(item.id).into());
    let arguments = item.arguments();
    let fields = arguments.iter().map(|(field, ..)| (field.name.as_str(), &field.ty));
    let mut items = vec![new(&format!("{argument}: {bundle}"))];
    items.extend(self::bundle(scope, &bundle, identity, item.argument_traits(), fields));
    items
}

/// A struct that holds arguments under their names.
pub(super) fn bundle<'f>(
    scope: &Scope<'_>,
    path: &str,
    identity: &str,
    traits: Vec<&'static str>,
    fields: impl Iterator<Item = (&'f str, &'f crate::rust::Ty)>,
) -> Vec<Item> {
    let identity = format!("{identity} required");
    let hides = !traits.contains(&"Debug");
    let fields = fields.map(|(name, ty)| {
        let ty = format!(": {}", scope.ty(ty));
        Item::new(ItemKind::Field, format!("{path}::{name}"), ty).at(&format!("{identity}:{name}"))
    });
    let own = Item::new(ItemKind::Struct, path, "").mark(derives(traits)).mark_if(hides, "impl(Debug)").at(&identity);
    std::iter::once(own).chain(fields).collect()
}

/// An enum of declared values.
pub(super) fn enumeration(scope: &Scope<'_>, item: &Enumeration) -> Vec<Item> {
    let path = scope.path(item.id.into());
    let (identity, place) = match item.id {
        ItemId::Model(id) => (identity(scope, id), scope.api.schema(id).map(|schema| &schema.path)),
        _ => (String::new(), None),
    };
    let derives = derives(item.traits());
    let (kept, wire) = if item.integers { ("i64", "integer") } else { ("String", "string") };
    let reader = if item.integers {
        Item::new(ItemKind::Fn, format!("{path}::get"), "(self) -> i64")
    } else {
        Item::new(ItemKind::Fn, format!("{path}::as_str"), "(&self) -> &str")
    };
    let mut items = vec![
        foreign(Item::new(ItemKind::Enum, &path, "").mark(derives), &item.derives)
            .mark("non_exhaustive")
            .mark_if(item.deprecated.is_some(), "deprecated")
            .at(&identity)
            .wire("type", wire),
        Item::new(ItemKind::Variant, format!("{path}::{}", item.unknown.name), format!("({kept})")).at(&identity),
        reader.at(&identity),
        Item::new(ItemKind::Const, format!("{path}::ALL"), ": &[Self]").at(&identity),
    ];
    for value in &item.values {
        let text = match &value.literal {
            Literal::Text(text) => text.clone(),
            Literal::Integer(number) => number.to_string(),
        };
        let part = format!("value:{text}");
        let identity = match place {
            Some(place) => scope.identities.part(&identity, &part, place),
            None => format!("{path} {part}"),
        };
        items.push(
            Item::new(ItemKind::Variant, format!("{path}::{}", value.name), "").at(&identity).wire("value", text),
        );
    }
    items
}

/// An enum of alternatives.
pub(super) fn union(scope: &Scope<'_>, item: &Union) -> Vec<Item> {
    let path = scope.model(item.id);
    let identity = identity(scope, item.id);
    let declared = scope.api.schema(item.id).and_then(|schema| match &schema.shape {
        Shape::Union(union) => Some(&union.variants),
        _ => None,
    });
    let mut own = foreign(Item::new(ItemKind::Enum, &path, "").mark(derives(item.traits())), &item.derives);
    own.marks.extend(from(scope, &item.variants));
    own =
        own.mark("non_exhaustive").mark_if(item.deprecated.is_some(), "deprecated").at(&identity).wire("type", "union");
    if let Some(tag) = &item.tagging.tag {
        own = own.wire("tag", tag);
    }
    let unknown =
        Item::new(ItemKind::Variant, format!("{path}::{}", item.unknown.name), "(serde_json::Value)").at(&identity);
    let mut items = vec![own, unknown];
    let tags_of: BTreeMap<&str, _> = item.tagging.alternatives.iter().map(|one| (one.variant.as_str(), one)).collect();
    for (index, variant) in item.variants.iter().enumerate() {
        let held = variant.holder.map(|holder: Holder| scope.path(holder.path()));
        let ty = scope.ty(&variant.ty);
        let ty = held.map_or_else(|| ty.clone(), |holder| format!("{holder}<{ty}>"));
        let declared = declared.and_then(|variants| variants.get(index));
        let wire = declared.map(|variant| scope.wire(&variant.ty)).unwrap_or_default();
        let part = format!("oneOf:{wire}");
        let identity = match declared {
            Some(declared) => scope.identities.part(&identity, &part, &declared.path),
            None => format!("{identity} {part}"),
        };
        let tags = tags_of.get(variant.name.as_str());
        let mut one = Item::new(ItemKind::Variant, format!("{path}::{}", variant.name), format!("({ty})"));
        one = one.mark_if(variant.deprecated.is_some(), "deprecated").at(&identity).wire("type", wire);
        if let Some(tags) = tags.filter(|tags| item.tagging.tag.is_some() && !tags.tags.is_empty()) {
            let values: Vec<String> = tags.tags.iter().map(constant).collect();
            one = one.wire("tag", values.join(","));
        }
        items.push(one);
    }
    for (variant, accessor) in item.variants.iter().zip(&item.accessors) {
        let word = &accessor.name;
        let ty = scope.ty(&variant.ty);
        let method = |name: String, signature: String| Item::new(ItemKind::Fn, name, signature).at(&identity);
        items.push(method(format!("{path}::as_{word}"), format!("(&self) -> Option<&{ty}>")));
        items.push(method(format!("{path}::into_{word}"), format!("(self) -> Result<{ty}, Self>")));
    }
    items
}

/// Returns the mark for derived traits.
pub(super) fn derives(mut traits: Vec<&'static str>) -> String {
    traits.sort_unstable();
    format!("derive({})", traits.join(", "))
}

/// Adds the marks for traits of other crates.
fn foreign(item: Item, derives: &Derives) -> Item {
    derives.foreign().fold(item, |item, foreign| item.mark(format!("impl({})", foreign.path())))
}

fn constant(constant: &crate::rust::Constant) -> String {
    use crate::rust::Constant;
    match constant {
        Constant::Text(text) => text.clone(),
        Constant::Integer(number) => number.to_string(),
        Constant::Number(number) => number.to_string(),
        Constant::Boolean(value) => value.to_string(),
        Constant::Null => "null".to_owned(),
    }
}

/// The mark that names the types that convert to an enum.
pub(super) fn from(scope: &Scope<'_>, variants: &[Variant]) -> Option<String> {
    let types: Vec<String> =
        variants.iter().filter(|variant| variant.from).map(|variant| scope.ty(&variant.ty)).collect();
    (!types.is_empty()).then(|| format!("from({})", types.join(", ")))
}

/// Another name for a type.
pub(super) fn alias(scope: &Scope<'_>, item: &Alias) -> Vec<Item> {
    let ty = scope.ty(&item.ty);
    let own = Item::new(ItemKind::Type, scope.model(item.id), format!(" = {ty}"));
    if item.is_shared {
        return vec![own.mark(format!("same({ty})")).at(&identity(scope, item.id))];
    }
    vec![aliased(scope, item.id, own)]
}

/// A type around another one.
pub(super) fn wrapper(scope: &Scope<'_>, item: &Wrapper) -> Vec<Item> {
    let own = Item::new(ItemKind::Struct, scope.model(item.id), format!("({})", scope.ty(&item.ty)));
    vec![aliased(scope, item.id, own.mark(derives(item.traits())))]
}

fn aliased(scope: &Scope<'_>, id: SchemaId, item: Item) -> Item {
    let item = item.at(&identity(scope, id));
    match scope.api.schema(id) {
        Some(schema) => {
            let item = match &schema.shape {
                Shape::Alias(ty) if schema.nullable => item.wire("type", format!("{}?", scope.wire(ty))),
                Shape::Alias(ty) => item.wire("type", scope.wire(ty)),
                _ => item,
            };
            item.wires(rules(scope.document, &schema.path))
        }
        None => item,
    }
}

/// A string that is checked when it is created.
pub(super) fn checked_string(scope: &Scope<'_>, item: &CheckedString) -> Vec<Item> {
    let path = scope.model(item.id);
    let identity = identity(scope, item.id);
    let derives = if item.hidden {
        "derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)"
    } else {
        "derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)"
    };
    let rules = [
        ("maxLength", item.max_length.map(|length| length.to_string())),
        ("minLength", item.min_length.map(|length| length.to_string())),
        ("pattern", item.pattern.as_ref().map(|(pattern, _)| pattern.clone())),
    ];
    let rules = rules.into_iter().filter_map(|(rule, value)| Some((rule.to_owned(), value?)));
    let method =
        |name: &str, signature: &str| Item::new(ItemKind::Fn, format!("{path}::{name}"), signature).at(&identity);
    vec![
        Item::new(ItemKind::Struct, &path, "")
            .mark(derives)
            .mark_if(item.hidden, "impl(Debug)")
            .mark_if(item.digits, "integers")
            .at(&identity)
            .wire("type", "string")
            .wires(rules),
        Item::new(ItemKind::New, format!("{path}::new"), "(text: impl Into<String>) -> Result<Self, InvalidValue>")
            .at(&identity),
        method("as_str", "(&self) -> &str"),
        method("into_string", "(self) -> String"),
    ]
}

fn identity(scope: &Scope<'_>, id: SchemaId) -> String {
    scope.api.schema(id).map(|schema| scope.identities.of_place(&schema.path)).unwrap_or_default()
}
