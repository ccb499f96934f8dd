//! Unions whose variants are told by the value of a property.

use std::collections::HashMap;

use crate::analyze::context::Context;
use crate::analyze::schema::{Discriminator, Draft, resolved};
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Access, Additional, Constant, Docs, EnumValues, Presence, Property, Selector, Shape, Struct, Type, Union,
};
use crate::path::SpecPath;

use super::MAX_DEPTH;

/// A union, the property that tells, and the values that it is written with.
pub(super) type Told = (Union, String, Vec<(String, usize)>);

/// What the `discriminator` of a union comes to.
pub(super) struct Decided {
    /// The property.
    pub(super) name: String,
    /// The values that a variant is written with, and the variants.
    pub(super) values: Vec<(String, usize)>,
    /// Other values that mean a variant as well: names of components beside a `mapping`.
    pub(super) more: Vec<(String, usize)>,
}

/// By the `discriminator` of the document: values that it maps, else constants that the variant itself has, else the
/// variant's name.
pub(super) fn by_discriminator(cx: &mut Context<'_>, index: usize, union: &Union) -> Option<Decided> {
    let discriminator = cx.drafts.get(index)?.discriminator.clone()?;
    let mut values: Vec<(String, usize)> = Vec::new();
    for (place, variant) in &discriminator.variants {
        let mapped = discriminator.mapping.iter().filter(|(_, target)| target == place).map(|(value, _)| value.clone());
        let mut names: Vec<String> = mapped.collect();
        if names.is_empty() {
            names = implied(cx, &discriminator, place, union.variants.get(*variant).map(|variant| &variant.ty)?);
        }
        if names.is_empty() {
            report_unnamed(cx, &discriminator, place);
            return None;
        }
        for name in names {
            match values.iter().find(|(known, _)| *known == name) {
                Some((_, other)) if other != variant => {
                    let message = format!("`{name}` stands for two alternatives, and only the first is read");
                    cx.report_once(Diagnostic::new(Code::Discriminator, &discriminator.path, message));
                }
                Some(_) => {}
                None => values.push((name, *variant)),
            }
        }
    }
    unused_mappings(cx, &discriminator);
    let more = names_beside(&discriminator, &values);
    Some(Decided { name: discriminator.property, values, more })
}

fn report_unnamed(cx: &mut Context<'_>, discriminator: &Discriminator, place: &SpecPath) {
    let message = format!("nothing says which value of `{}` stands for this alternative", discriminator.property);
    let help = "give the property an `enum` of one value there, or make the alternative a component";
    cx.report_once(
        Diagnostic::new(Code::Discriminator, place, message)
            .related(&discriminator.path, "the discriminator")
            .help(help),
    );
}

/// A `mapping` adds to the names of the components, it does not take them away.
fn names_beside(discriminator: &Discriminator, values: &[(String, usize)]) -> Vec<(String, usize)> {
    let names = discriminator.variants.iter().filter_map(|(place, variant)| Some((component_name(place)?, *variant)));
    names.filter(|(name, _)| !values.iter().any(|(known, _)| known == name)).collect()
}

/// The name of the component schema that stands at a place.
fn component_name(place: &SpecPath) -> Option<String> {
    let tokens: Vec<std::borrow::Cow<'_, str>> = place.tokens().collect();
    match tokens.as_slice() {
        [components, schemas, name] if components == "components" && schemas == "schemas" => Some(name.to_string()),
        _ => None,
    }
}

/// The values for an alternative that `mapping` does not name.
fn implied(cx: &Context<'_>, discriminator: &Discriminator, place: &SpecPath, ty: &Type) -> Vec<String> {
    if let Some(values) = values_of(&cx.drafts, ty, &discriminator.property, 0) {
        return values;
    }
    component_name(place).into_iter().collect()
}

fn unused_mappings(cx: &mut Context<'_>, discriminator: &Discriminator) {
    for (value, target) in &discriminator.mapping {
        if !discriminator.variants.iter().any(|(place, _)| place == target) {
            let message = format!("`{value}` is mapped to `#{}`, which is none of the alternatives", target.pointer());
            let place = discriminator.path.child("mapping").child(value);
            cx.report_once(
                Diagnostic::new(Code::Discriminator, &place, message)
                    .help("add it to the alternatives, or take the mapping away"),
            );
        }
    }
}

/// By a property that has other constants in every variant. It is best required, but a value without it belongs to no
/// variant for sure.
pub(super) fn by_constants(drafts: &[Draft], union: &Union) -> Option<Selector> {
    let first = some_struct(drafts, &union.variants.first()?.ty, 0)?;
    let required = |property: &&Property| matches!(property.presence, Presence::Required | Presence::RequiredNullable);
    let (best, rest): (Vec<&Property>, Vec<&Property>) = first.properties.iter().partition(required);
    best.into_iter().chain(rest).find_map(|property| told_by(drafts, union, &property.name))
}

/// A struct that a type is, or that is among its variants.
fn some_struct<'d>(drafts: &'d [Draft], ty: &'d Type, depth: usize) -> Option<&'d Struct> {
    if let Some(body) = struct_of(drafts, ty) {
        return Some(body);
    }
    let Type::Named(id) = resolved(drafts, ty) else { return None };
    let Shape::Union(union) = &drafts.get(id.index())?.shape else { return None };
    let first = union.variants.first().filter(|_| depth < MAX_DEPTH)?;
    some_struct(drafts, &first.ty, depth + 1)
}

fn told_by(drafts: &[Draft], union: &Union, name: &str) -> Option<Selector> {
    let mut values: Vec<(String, usize)> = Vec::new();
    for (index, variant) in union.variants.iter().enumerate() {
        for value in values_of(drafts, &variant.ty, name, 0)? {
            match values.iter().find(|(known, _)| *known == value) {
                Some((_, other)) if *other != index => return None,
                Some(_) => {}
                None => values.push((value, index)),
            }
        }
    }
    Some(Selector::Property { name: name.to_owned(), values })
}

/// The values that a property can have in all values of a type.
fn values_of(drafts: &[Draft], ty: &Type, name: &str, depth: usize) -> Option<Vec<String>> {
    if let Some(body) = struct_of(drafts, ty) {
        let property = body.properties.iter().find(|property| property.name == name)?;
        return constants(drafts, property);
    }
    let Type::Named(id) = resolved(drafts, ty) else { return None };
    let draft = drafts.get(id.index())?;
    let Shape::Union(union) = &draft.shape else { return None };
    if let Selector::Property { name: told, values } = &union.selector
        && told == name
    {
        return Some(values.iter().map(|(value, _)| value.clone()).collect());
    }
    let mut all = Vec::new();
    if depth < MAX_DEPTH {
        for variant in &union.variants {
            all.extend(values_of(drafts, &variant.ty, name, depth + 1)?);
        }
    }
    (!all.is_empty()).then_some(all)
}

fn constants(drafts: &[Draft], property: &Property) -> Option<Vec<String>> {
    if let Some(constant) = &property.constant {
        return Some(vec![constant.value.as_str()?.to_owned()]);
    }
    let Type::Named(id) = resolved(drafts, &property.ty) else { return None };
    let Shape::Enumeration(enumeration) = &drafts.get(id.index())?.shape else { return None };
    match &enumeration.values {
        EnumValues::Strings(values) => Some(values.iter().map(|value| value.value.clone()).collect()),
        EnumValues::Integers(_) => None,
    }
}

pub(super) fn struct_of<'d>(drafts: &'d [Draft], ty: &'d Type) -> Option<&'d Struct> {
    let Type::Named(id) = resolved(drafts, ty) else { return None };
    match &drafts.get(id.index())?.shape {
        Shape::Struct(body) => Some(body),
        _ => None,
    }
}

/// Makes the discriminating property of each variant required, and a constant unless it stands for several values. A
/// variant that does not declare it gets it.
pub(super) fn set_constants(cx: &mut Context<'_>, told: &[Told]) {
    let mut wanted: Vec<(usize, &str, Option<&str>)> = Vec::new();
    let mut at: HashMap<(usize, &str), usize> = HashMap::new();
    for (union, name, values) in told {
        for (index, variant) in union.variants.iter().enumerate() {
            let Type::Named(id) = resolved(&cx.drafts, &variant.ty) else { continue };
            let mut mine = values.iter().filter(|(_, variant)| *variant == index).map(|(value, _)| value.as_str());
            let only = match (mine.next(), mine.next()) {
                (Some(only), None) => Some(only),
                _ => None,
            };
            let known = at.get(&(id.index(), name.as_str())).and_then(|&at| wanted.get_mut(at));
            match known {
                Some(known) if known.2 != only => known.2 = None,
                Some(_) => {}
                None => {
                    at.insert((id.index(), name), wanted.len());
                    wanted.push((id.index(), name, only));
                }
            }
        }
    }
    for (index, name, value) in wanted {
        set_constant(cx, index, name, value);
    }
}

fn set_constant(cx: &mut Context<'_>, index: usize, name: &str, value: Option<&str>) {
    let Some(draft) = cx.drafts.get_mut(index) else { return };
    let path = draft.path.clone();
    let Shape::Struct(body) = &mut draft.shape else { return };
    let constant = value.map(|value| Constant { value: serde_json::Value::from(value) });
    if let Some(property) = body.properties.iter_mut().find(|property| property.name == name) {
        if property.constant.is_none() {
            property.constant = constant;
        }
        // Without it a value could not be told from those of the other variants.
        property.presence = match property.presence {
            Presence::Optional | Presence::Required => Presence::Required,
            Presence::OptionalNullable | Presence::RequiredNullable => Presence::RequiredNullable,
        };
        return;
    }
    if body.additional == Additional::Unsaid {
        let property = Property {
            path,
            name: name.to_owned(),
            docs: Docs::default(),
            ty: Type::String,
            presence: Presence::Required,
            access: Access::ReadWrite,
            default: None,
            constant,
        };
        body.properties.insert(0, property);
    }
}
