//! Decides the structs: fields, constructor, setters.

use super::types::{self, Place};
use super::{Scope, docs, nulls};
use crate::model::{Access, Additional, EnumValues, Property, Schema, SchemaId, Shape, Struct, Type, Usage};
use crate::rust::{self, Argument, Constructor, Field, Fill, Holder, Passing, Setter, SetterValue, Ty};

/// The most arguments that a function asks for one by one.
pub(super) const MOST_ARGUMENTS: usize = 7;

/// A struct.
pub(super) fn lower(scope: &Scope<'_>, id: SchemaId, schema: &Schema, shape: &Struct) -> rust::Struct {
    let names = scope.names.schema(id).cloned().unwrap_or_default();
    let request = schema.usage.request;
    let fields: Vec<Field> = shape
        .properties
        .iter()
        .zip(&names.members)
        .enumerate()
        .map(|(index, (property, name))| field(scope, (id, index), property, name, schema.usage))
        .collect();
    let holder = scope.holder((id, shape.properties.len()));
    let rest = match &shape.additional {
        Additional::Kept(ty) => {
            Some((free_name("additional_properties", &names.members), types::held(types::ty(scope, ty), holder)))
        }
        Additional::Unsaid | Additional::Denied => None,
    };
    let constructor = constructor(scope, &names.name, shape, &fields, rest.as_ref().map(|(name, _)| name.as_str()));
    let default = constructor.fills.iter().all(|(_, fill)| matches!(fill, Fill::Nothing | Fill::Empty));
    let setters = if request { setters(scope, shape, &fields) } else { Vec::new() };
    rust::Struct {
        id,
        docs: docs::schema(&schema.docs, &names.name),
        name: names.name,
        sent_as: nulls::sent_as(scope, schema, shape),
        fields,
        rest,
        constructor: (!default).then_some(constructor),
        setters,
        default,
        deprecated: docs::deprecated(&schema.docs),
    }
}

/// A field name that no property has.
fn free_name(wish: &str, taken: &[String]) -> String {
    let mut name = wish.to_owned();
    while taken.contains(&name) {
        name.insert_str(0, "other_");
    }
    name
}

fn field(scope: &Scope<'_>, member: (SchemaId, usize), property: &Property, name: &str, usage: Usage) -> Field {
    let presence = presence(scope, property, usage);
    let ty = types::held(types::ty(scope, &property.ty), scope.holder(member));
    let text = docs::property(
        property,
        scope.behind(&property.ty).and_then(|id| scope.api.schema(id)).map(|schema| &schema.docs),
        presence,
    );
    Field {
        docs: text,
        name: name.to_owned(),
        ty: types::wrapped(ty, presence),
        key: property.name.clone(),
        presence,
        hidden: property.secret,
        deprecated: docs::deprecated(&property.docs),
    }
}

/// Decides how a field is written. Read-only properties are not sent, even if a value that was read is sent back. An optional
/// property that can be any JSON value keeps `null` apart from a missing key.
fn presence(scope: &Scope<'_>, property: &Property, usage: Usage) -> rust::Presence {
    let is_any = *scope.resolved(&property.ty) == Type::Any;
    let is_read_only = property.access == Access::ReadOnly && usage.request;
    match types::presence(property.effective_presence(usage), usage.request) {
        rust::Presence::Optional | rust::Presence::Tristate if is_any && is_read_only => rust::Presence::ReadOnlyAny,
        rust::Presence::Optional | rust::Presence::Tristate if is_any => rust::Presence::Any,
        rust::Presence::Optional | rust::Presence::Tristate | rust::Presence::Nullable if is_read_only => {
            rust::Presence::ReadOnly
        }
        presence => presence,
    }
}

fn constructor(scope: &Scope<'_>, name: &str, shape: &Struct, fields: &[Field], rest: Option<&str>) -> Constructor {
    let mut arguments = Vec::new();
    let mut fills = Vec::new();
    for (property, field) in shape.properties.iter().zip(fields) {
        let fill = match field.presence {
            rust::Presence::Required => constant(scope, property).unwrap_or_else(|| {
                let passing = passing(scope, property, &field.ty);
                arguments.push(Argument {
                    name: field.name.clone(),
                    ty: field.ty.clone(),
                    passing,
                    docs: docs::line(&property.docs),
                });
                Fill::Argument(passing)
            }),
            _ => Fill::Nothing,
        };
        fills.push((field.name.clone(), fill));
    }
    if let Some(rest) = rest {
        fills.push((rest.to_owned(), Fill::Empty));
    }
    let bundle = (arguments.len() > MOST_ARGUMENTS).then(|| bundle_name(scope, name));
    Constructor { docs: docs::constructor(name, &arguments), arguments, bundle, fills }
}

/// The struct that holds the required fields of a type, where they are too many for a list.
pub(super) fn bundle_name(scope: &Scope<'_>, name: &str) -> String {
    let mut bundle = format!("{name}Required");
    while scope.names.schemas.iter().any(|schema| schema.name == bundle)
        || scope.names.operations.iter().any(|operation| operation.name == bundle)
    {
        bundle.push_str("Fields");
    }
    bundle
}

/// How a value is passed: one that something holds is put into it, except for lists, which are collected into it.
fn passing(scope: &Scope<'_>, property: &Property, ty: &Ty) -> Passing {
    let passing = types::passing(scope, &property.ty, Place::Model);
    match ty {
        Ty::Generic(outer, _) if Holder::ALL.iter().any(|holder| *outer == holder.path()) => match passing {
            Passing::Each if *outer == Holder::Nested.path() => Passing::Each,
            _ => Passing::Into,
        },
        _ => passing,
    }
}

/// What fills a field that can have one value alone.
fn constant(scope: &Scope<'_>, property: &Property) -> Option<Fill> {
    let value = &property.constant.as_ref()?.value;
    match scope.resolved(&property.ty) {
        Type::String => Some(Fill::Text(value.as_str()?.to_owned())),
        Type::Boolean => Some(Fill::Boolean(value.as_bool()?)),
        Type::Integer(_) => Some(Fill::Integer(value.as_i64()?)),
        Type::Number(_) => Some(Fill::Number(value.as_f64()?)),
        Type::Named(id) => {
            let (schema, names) = scope.schema(*id)?;
            let Shape::Enumeration(enumeration) = &schema.shape else { return None };
            let index = match &enumeration.values {
                EnumValues::Strings(values) => {
                    values.iter().position(|known| Some(known.value.as_str()) == value.as_str())?
                }
                EnumValues::Integers(values) => values.iter().position(|known| Some(known.value) == value.as_i64())?,
            };
            Some(Fill::Variant((*id).into(), names.members.get(index)?.clone()))
        }
        _ => None,
    }
}

fn setters(scope: &Scope<'_>, shape: &Struct, fields: &[Field]) -> Vec<Setter> {
    let mut setters = Vec::new();
    for (property, field) in shape.properties.iter().zip(fields) {
        if property.access == Access::ReadOnly || field.presence == rust::Presence::Required {
            continue;
        }
        let plain = field.name.trim_start_matches("r#");
        let inner = inner(&field.ty, field.presence);
        let passing = passing(scope, property, &inner);
        let value = if field.presence == rust::Presence::Tristate { SetterValue::SomeSome } else { SetterValue::Some };
        let setter = Setter {
            docs: docs::setter(&field.name, property),
            name: format!("with_{plain}"),
            field: field.name.clone(),
            ty: inner,
            passing,
            value,
            deprecated: field.deprecated.clone(),
        };
        if field.presence == rust::Presence::Tristate {
            setters.push(Setter {
                docs: docs::null_setter(&field.name),
                name: null_setter(plain, fields),
                value: SetterValue::Null,
                ..setter.clone()
            });
        }
        setters.push(setter);
    }
    setters
}

/// The name of the setter that makes a field `null`: no other field has a setter of that name.
fn null_setter(field: &str, fields: &[Field]) -> String {
    let own = field.trim_end_matches('_');
    let mut name = format!("{own}_null");
    while fields.iter().any(|other| other.name == name) {
        name = format!("{}_as_null", name.strip_suffix("_null").unwrap_or(&name));
    }
    format!("with_{name}")
}

/// The type without the `Option`s of its presence.
fn inner(ty: &Ty, presence: rust::Presence) -> Ty {
    let layers = match presence {
        rust::Presence::Required => 0,
        rust::Presence::Tristate => 2,
        _ => 1,
    };
    let mut ty = ty;
    for _ in 0..layers {
        if let Ty::Generic(_, arguments) = ty
            && let Some(first) = arguments.first()
        {
            ty = first;
        }
    }
    ty.clone()
}
