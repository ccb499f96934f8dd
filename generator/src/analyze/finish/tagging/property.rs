//! Identifies the variants of unions by the value of a property.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use crate::analyze::context::Context;
use crate::analyze::schema::{Draft, resolved, struct_of};
use crate::model::{Constant, EnumValues, JsonType, Property, Shape, Struct, Type, Union};

use super::json_types::JsonTypes;

/// The maximum depth of nested unions that are searched.
const MAX_DEPTH: usize = 8;

/// The property that identifies the variants of a union.
#[derive(Debug)]
pub(super) struct TagProperty {
    /// The name of the property.
    pub(super) name: String,
    /// By the index of a variant: the values that identify it, and how many of them it is written with. The others are
    /// names of components that are accepted in addition to `mapping`.
    by_variant: HashMap<usize, (Vec<Value>, usize)>,
    /// The variant for all other values (`defaultMapping`).
    pub(super) otherwise: Option<usize>,
    /// True if a value may lack the property. Then it only helps to identify the variant of a received value, and is
    /// not added when a value is sent.
    pub(super) is_optional: bool,
}

impl TagProperty {
    pub(super) fn new(name: String, values: Values, accepted: Vec<(Value, usize)>, otherwise: Option<usize>) -> Self {
        let mut by_variant: HashMap<usize, (Vec<Value>, usize)> = HashMap::new();
        for (value, variant) in values.list {
            let (all, written) = by_variant.entry(variant).or_default();
            all.push(value);
            *written += 1;
        }
        for (value, variant) in accepted {
            by_variant.entry(variant).or_default().0.push(value);
        }
        Self { name, by_variant, otherwise, is_optional: false }
    }

    /// Returns the values that identify a variant. The first one is written.
    pub(super) fn values_of(&self, variant: usize) -> Vec<Value> {
        self.by_variant.get(&variant).map(|(values, _)| values.clone()).unwrap_or_default()
    }

    /// Returns the value that a variant is written with, if there is only one.
    fn only_value(&self, variant: usize) -> Option<&Value> {
        self.by_variant.get(&variant).filter(|(_, written)| *written == 1).and_then(|(values, _)| values.first())
    }
}

/// The values that variants are written with, in order.
#[derive(Default)]
pub(super) struct Values {
    list: Vec<(Value, usize)>,
    pub(super) known: HashMap<Value, usize>,
}

impl Values {
    /// Adds a value unless it is known. Returns the variant that it identifies.
    pub(super) fn add(&mut self, value: &Value, variant: usize) -> usize {
        if let Some(known) = self.known.get(value) {
            return *known;
        }
        self.known.insert(value.clone(), variant);
        self.list.push((value.clone(), variant));
        variant
    }
}

/// Finds a property with a different constant in every object, if there are several objects. A property that all of
/// them require takes precedence over an optional one. Alternatives that are not objects are identified by their JSON
/// types.
pub(super) fn by_constants(drafts: &[Draft], types: &JsonTypes, union: &Union) -> Option<TagProperty> {
    let is_object = |ty: &Type| types.list(drafts, ty).contains(&JsonType::Object);
    let objects: Vec<(usize, &Type)> =
        union.variants.iter().map(|variant| &variant.ty).enumerate().filter(|(_, ty)| is_object(ty)).collect();
    let (_, first) = objects.first().filter(|_| objects.len() > 1)?;
    let first = some_struct(drafts, first, 0)?;
    let mut told = first.properties.iter().filter_map(|property| told_by(drafts, &objects, &property.name));
    let best = told.next()?;
    if best.is_optional { told.find(|tagging| !tagging.is_optional).or(Some(best)) } else { Some(best) }
}

/// Returns the struct that a type resolves to, or the first one among its variants.
fn some_struct<'d>(drafts: &'d [Draft], ty: &'d Type, depth: usize) -> Option<&'d Struct> {
    if let Some(body) = struct_of(drafts, ty) {
        return Some(body);
    }
    let Type::Named(id) = resolved(drafts, ty) else { return None };
    let Shape::Union(union) = &drafts.get(id.index())?.shape else { return None };
    let first = union.variants.first().filter(|_| depth < MAX_DEPTH)?;
    some_struct(drafts, &first.ty, depth + 1)
}

fn told_by(drafts: &[Draft], objects: &[(usize, &Type)], name: &str) -> Option<TagProperty> {
    let mut values = Values::default();
    for (index, ty) in objects {
        for value in values_of(drafts, ty, name, 0)? {
            if values.add(&value, *index) != *index {
                return None;
            }
        }
    }
    let is_optional = !objects.iter().all(|(_, ty)| is_required(drafts, ty, name, 0));
    Some(TagProperty { is_optional, ..TagProperty::new(name.to_owned(), values, Vec::new(), None) })
}

/// Returns true if every value of a type has a property.
fn is_required(drafts: &[Draft], ty: &Type, name: &str, depth: usize) -> bool {
    if let Some(property) = property_of(drafts, ty, name) {
        return property.presence.is_required();
    }
    let Type::Named(id) = resolved(drafts, ty) else { return false };
    let Some(Shape::Union(union)) = drafts.get(id.index()).map(|draft| &draft.shape) else { return false };
    depth < MAX_DEPTH && union.variants.iter().all(|variant| is_required(drafts, &variant.ty, name, depth + 1))
}

/// Returns true if a property of a type may be `null`.
pub(super) fn is_nullable(drafts: &[Draft], ty: &Type, name: &str) -> bool {
    property_of(drafts, ty, name).is_some_and(|property| property.presence.is_nullable())
}

fn property_of<'d>(drafts: &'d [Draft], ty: &'d Type, name: &str) -> Option<&'d Property> {
    struct_of(drafts, ty)?.properties.iter().find(|property| property.name == name)
}

/// Returns all values that a property can have in the values of a type.
pub(super) fn values_of(drafts: &[Draft], ty: &Type, name: &str, depth: usize) -> Option<Vec<Value>> {
    if let Some(body) = struct_of(drafts, ty) {
        let property = body.properties.iter().find(|property| property.name == name)?;
        return listed_values(drafts, property);
    }
    let Type::Named(id) = resolved(drafts, ty) else { return None };
    let draft = drafts.get(id.index())?;
    let Shape::Union(union) = &draft.shape else { return None };
    if union.tagging.tag.as_deref() == Some(name) {
        return Some(union.tagging.alternatives.iter().flat_map(|alternative| alternative.tags.clone()).collect());
    }
    let mut all = Vec::new();
    if depth < MAX_DEPTH {
        for variant in &union.variants {
            all.extend(values_of(drafts, &variant.ty, name, depth + 1)?);
        }
    }
    (!all.is_empty()).then_some(all)
}

fn listed_values(drafts: &[Draft], property: &Property) -> Option<Vec<Value>> {
    if let Some(constant) = &property.constant {
        return Some(vec![constant.value.clone()]);
    }
    let Type::Named(id) = resolved(drafts, &property.ty) else { return None };
    let Shape::Enumeration(enumeration) = &drafts.get(id.index())?.shape else { return None };
    Some(match &enumeration.values {
        EnumValues::Strings(values) => values.iter().map(|value| Value::from(value.value.as_str())).collect(),
        EnumValues::Integers(values) => values.iter().map(|value| Value::from(value.value)).collect(),
    })
}

/// Returns the properties of a type that have only one value, plus `null` if it is also allowed.
pub(super) fn constants_of(drafts: &[Draft], ty: &Type) -> Vec<(String, Vec<Value>)> {
    let Some(body) = struct_of(drafts, ty) else { return Vec::new() };
    let constants = body.properties.iter().filter_map(|property| {
        let mut values = vec![property.constant.as_ref()?.value.clone()];
        if property.presence.is_nullable() && !values.contains(&Value::Null) {
            values.push(Value::Null);
        }
        Some((property.name.clone(), values))
    });
    constants.collect()
}

/// Makes the discriminating property of each variant a constant, unless it has several values or the variant is in
/// unions with different values for it.
pub(super) fn set_constants(cx: &mut Context<'_>, declared: &[(usize, Union, TagProperty)]) {
    let mut wanted: BTreeMap<(usize, &str), Option<&Value>> = BTreeMap::new();
    for (_, union, tagging) in declared {
        for (index, variant) in union.variants.iter().enumerate() {
            let Type::Named(id) = resolved(&cx.schemas.drafts, &variant.ty) else { continue };
            let only = tagging.only_value(index).filter(|_| tagging.otherwise != Some(index));
            let known = wanted.entry((id.index(), &tagging.name)).or_insert(only);
            if *known != only {
                *known = None;
            }
        }
    }
    for ((index, name), value) in wanted {
        let Some(Shape::Struct(body)) = cx.schemas.drafts.get_mut(index).map(|draft| &mut draft.shape) else {
            continue;
        };
        let property = body.properties.iter_mut().find(|property| property.name == name);
        if let (Some(property), Some(value)) = (property.filter(|property| property.constant.is_none()), value) {
            property.constant = Some(Constant { value: value.clone(), is_tag: false });
        }
    }
}

/// Marks the constants of an optional property that identifies the variants of a union.
pub(super) fn mark_tags(cx: &mut Context<'_>, union: &Union, name: &str) {
    for variant in &union.variants {
        let Type::Named(id) = resolved(&cx.schemas.drafts, &variant.ty) else { continue };
        let index = id.index();
        let Some(Shape::Struct(body)) = cx.schemas.drafts.get_mut(index).map(|draft| &mut draft.shape) else {
            continue;
        };
        let property = body.properties.iter_mut().find(|property| property.name == name);
        if let Some(constant) = property.and_then(|property| property.constant.as_mut()) {
            constant.is_tag = true;
        }
    }
}
