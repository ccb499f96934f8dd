//! Identifies the variants of unions by the property that the `discriminator` of the document names.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::property::{TagProperty, Values, values_of};
use crate::analyze::context::Context;
use crate::analyze::schema::{Discriminator, Draft, resolved, struct_of};
use crate::diag::{Code, Diagnostic};
use crate::model::{EnumValues, Enumeration, Shape, Type, Union};
use crate::path::SpecPath;

/// Returns the tagging that the `discriminator` of the document declares. The values of a variant are those in `mapping`,
/// or else its own constants, or else its name. Returns `None` if a variant has no value.
pub(super) fn by_discriminator(cx: &mut Context<'_>, index: usize, union: &Union) -> Option<TagProperty> {
    let discriminator = cx.schemas.drafts.get(index)?.discriminator.clone()?;
    // The order decides which variant gets a value that several claim, and which value of a variant is written: the
    // first one always wins. So declared values come first, then those that only the property lists, and at last names
    // that are only accepted.
    let mut values = declared_values(cx, union, &discriminator)?;
    report_unused_mappings(cx, &discriminator);
    add_listed_values(&cx.schemas.drafts, &discriminator.property, union, &mut values);
    let default = discriminator.otherwise.as_ref();
    let default = default.and_then(|default| discriminator.variants.iter().find(|(place, _)| place == default));
    let default = default.map(|(_, variant)| *variant);
    let mut accepted = component_names(&discriminator, &values);
    // The default variant gets these values anyway.
    accepted.retain(|(_, variant)| Some(*variant) != default);
    // A discriminator is never optional: the specification requires it in every value.
    Some(TagProperty::new(discriminator.property, values, accepted, default))
}

/// Collects the values that the alternatives declare. Reports an alternative without any, and then returns `None`.
fn declared_values(cx: &mut Context<'_>, union: &Union, discriminator: &Discriminator) -> Option<Values> {
    let mut mapped: HashMap<&SpecPath, Vec<&String>> = HashMap::new();
    for (value, target) in &discriminator.mapping {
        mapped.entry(target).or_default().push(value);
    }
    let mut aliases: HashMap<usize, &String> = HashMap::new();
    for (alias, variant) in &discriminator.aliases {
        aliases.entry(*variant).or_insert(alias);
    }
    let mut values = Values::default();
    // Several alternatives can belong to one variant. Each contributes its values.
    for (place, variant) in &discriminator.variants {
        let ty = union.variants.get(*variant).map(|variant| &variant.ty)?;
        let mapped = mapped.get(place).into_iter().flatten();
        let mut names: Vec<Value> =
            mapped.map(|value| spelt_as(&cx.schemas.drafts, ty, &discriminator.property, value)).collect();
        let is_default = discriminator.otherwise.as_ref() == Some(place);
        if names.is_empty() {
            let name = aliases.get(variant).map(|alias| (*alias).clone()).or_else(|| component_name(place));
            let name = name.filter(|_| !is_default).map(Value::from);
            names = values_of(&cx.schemas.drafts, ty, &discriminator.property, 0)
                .unwrap_or_else(|| name.into_iter().collect());
        }
        if names.is_empty() {
            // The default variant needs no value: it is used for all that the others do not have.
            if is_default {
                continue;
            }
            report_unnamed(cx, discriminator, place);
            return None;
        }
        for name in names {
            if values.add(&name, *variant) != *variant {
                let message = format!("{} identifies two alternatives; only the first is used", shown(&name));
                cx.findings.report_once(Diagnostic::new(Code::Discriminator, &discriminator.path, message));
            }
        }
    }
    Some(values)
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| format!("`{value}`"), |text| format!("`{text}`"))
}

/// Returns a key of `mapping` as a value of the property. `mapping` can only contain strings, even for integers and
/// booleans.
fn spelt_as(drafts: &[Draft], ty: &Type, property: &str, value: &str) -> Value {
    let text = || Value::from(value);
    let Some(property) =
        struct_of(drafts, ty).and_then(|body| body.properties.iter().find(|known| known.name == property))
    else {
        return text();
    };
    let is_integer = match resolved(drafts, &property.ty) {
        Type::Integer(_) => true,
        Type::Boolean => return value.parse::<bool>().map_or_else(|_| text(), Value::from),
        Type::Named(id) => matches!(
            drafts.get(id.index()).map(|draft| &draft.shape),
            Some(Shape::Enumeration(Enumeration { values: EnumValues::Integers(_) }))
        ),
        _ => false,
    };
    value.parse::<i64>().ok().filter(|_| is_integer).map_or_else(text, Value::from)
}

fn report_unnamed(cx: &mut Context<'_>, discriminator: &Discriminator, place: &SpecPath) {
    let message =
        format!("no value of `{}` identifies this alternative; the discriminator is ignored", discriminator.property);
    let help = "give the property an `enum` with one value, or make the alternative a component";
    cx.findings.report_once(
        Diagnostic::new(Code::Discriminator, place, message)
            .related(&discriminator.path, "the discriminator")
            .help(help),
    );
}

/// Adds the values that the property lists in only one variant. `mapping` does not have to repeat them.
fn add_listed_values(drafts: &[Draft], property: &str, union: &Union, values: &mut Values) {
    let listed: Vec<(Value, usize)> = union
        .variants
        .iter()
        .enumerate()
        .flat_map(|(index, variant)| {
            let values = values_of(drafts, &variant.ty, property, 0).unwrap_or_default();
            values.into_iter().map(move |value| (value, index))
        })
        .collect();
    // For each value: the first variant that lists it, and whether another one lists it, too.
    let mut claims: HashMap<&Value, (usize, bool)> = HashMap::new();
    for (value, index) in &listed {
        let (first, disputed) = claims.entry(value).or_insert((*index, false));
        *disputed |= first != index;
    }
    for (value, index) in &listed {
        let disputed = claims.get(value).is_some_and(|(_, disputed)| *disputed);
        if !disputed {
            values.add(value, *index);
        }
    }
}

/// Returns the names of the components that are accepted in addition to `mapping`.
fn component_names(discriminator: &Discriminator, values: &Values) -> Vec<(Value, usize)> {
    let names = discriminator.variants.iter();
    let names = names.filter_map(|(place, variant)| Some((component_name(place)?, *variant)));
    let names = names.chain(discriminator.aliases.iter().cloned()).map(|(name, variant)| (Value::from(name), variant));
    names.filter(|(name, _)| !values.known.contains_key(name)).collect()
}

/// Returns the name of the component schema at a place.
fn component_name(place: &SpecPath) -> Option<String> {
    let tokens: Vec<std::borrow::Cow<'_, str>> = place.tokens().collect();
    match tokens.as_slice() {
        [components, schemas, name] if components == "components" && schemas == "schemas" => Some(name.to_string()),
        _ => None,
    }
}

fn report_unused_mappings(cx: &mut Context<'_>, discriminator: &Discriminator) {
    let alternatives: HashSet<&SpecPath> = discriminator.variants.iter().map(|(place, _)| place).collect();
    let is_alternative = |target: &SpecPath| alternatives.contains(target);
    if let Some(target) = discriminator.otherwise.as_ref().filter(|target| !is_alternative(target)) {
        let message =
            format!("`defaultMapping` refers to `#{}`, which is not one of the alternatives", target.pointer());
        let place = discriminator.path.child("defaultMapping");
        cx.findings
            .report_once(Diagnostic::new(Code::Discriminator, &place, message).help("add it to the alternatives"));
    }
    for (value, target) in &discriminator.mapping {
        if !is_alternative(target) {
            let message =
                format!("`{value}` is mapped to `#{}`, which is not one of the alternatives", target.pointer());
            let place = discriminator.path.child("mapping").child(value);
            cx.findings.report_once(
                Diagnostic::new(Code::Discriminator, &place, message)
                    .help("add it to the alternatives, or remove the mapping"),
            );
        }
    }
}
