//! Lowers structs: fields, constructor, setters.

use serde_json::Value;

use super::arguments::are_named;
use super::null_setters::NullSetters;
use super::types::{self, ArgumentOwner};
use super::{Scope, docs, nulls, sample_models, usage};
use crate::config::AbsentAndNull;
use crate::model::{
    Access, Additional, EnumValues, NumberFormat, Property, Schema, SchemaId, Shape, Struct, Type, Usage,
};
use crate::name::SchemaName;
use crate::rust::{self, Bundle, Constructor, Field, Fill, Holder, Passing, Rest, Sample, Setter, SetterValue, Ty};

/// Lowers a struct.
pub(super) fn lower(scope: &Scope<'_>, id: SchemaId, schema: &Schema, shape: &Struct) -> rust::Struct {
    let names = scope.names.schema(id).cloned().unwrap_or_default();
    let wishes =
        shape.properties.iter().zip(&names.members).map(|(property, name)| {
            (name.as_str(), presence(scope, property, schema.usage) == rust::Presence::Tristate)
        });
    let nulls = NullSetters::new(wishes);
    let fields: Vec<Field> = shape
        .properties
        .iter()
        .zip(&names.members)
        .enumerate()
        .map(|(index, (property, name))| field(scope, (id, index), property, (name, &nulls), schema.usage))
        .collect();
    let holder = scope.holder((id, shape.properties.len()));
    let rest = match &shape.additional {
        Additional::Kept(ty) => {
            let ty = types::held(types::ty(scope, ty), holder);
            Some(Rest { docs: docs::rest(), name: names.rest.clone(), ty, hidden: shape.additional_secret })
        }
        Additional::Unspecified | Additional::Denied => None,
    };
    // A server may add required properties to its responses, so a model that is only received has no constructor: its arguments
    // would change.
    let is_sent = schema.usage.request;
    let default = is_sent && fields.iter().all(|field| matches!(field.fill, Fill::Nothing));
    let constructor = (is_sent && !default).then(|| constructor(scope, &names, shape, &fields));
    rust::Struct {
        id,
        docs: usage::schema_docs(scope, id, schema),
        name: names.name,
        sent_as: nulls::sent_as(scope, schema, shape),
        fields,
        rest,
        constructor,
        sample: sample_models::of_struct(scope, id, shape).map(|json| Sample { docs: docs::sample(), json }),
        default,
        derives: rust::Derives::default(),
        deprecated: docs::deprecated(&schema.docs),
    }
}

/// Lowers a field. The names of its setters depend on the other fields.
fn field(
    scope: &Scope<'_>,
    member: (SchemaId, usize),
    property: &Property,
    (name, nulls): (&str, &NullSetters<'_>),
    usage: Usage,
) -> Field {
    let presence = presence(scope, property, usage);
    let ty = types::held(types::ty(scope, &property.ty), scope.holder(member));
    let text = docs::property(
        property,
        scope.described(&property.ty).and_then(|id| scope.api.schema(id)).map(|schema| &schema.docs),
        presence,
    );
    Field {
        docs: text,
        name: name.to_owned(),
        fill: fill(scope, member.0, (property, name), presence, &ty),
        setters: if usage.request { setters(scope, property, presence, &ty, (name, nulls)) } else { Vec::new() },
        ty: types::wrapped(ty, presence),
        key: property.name.clone(),
        presence,
        hidden: property.secret,
        deprecated: docs::deprecated(&property.docs),
    }
}

/// Decides how a field is written. Read-only properties are not sent, even if a received value is sent back. An optional property
/// of any JSON value distinguishes `null` from a missing property.
fn presence(scope: &Scope<'_>, property: &Property, usage: Usage) -> rust::Presence {
    let is_any = *scope.resolved(&property.ty) == Type::Any;
    let is_read_only = property.access == Access::ReadOnly && usage.request;
    let is_distinct = usage.request || scope.config.absent_and_null == AbsentAndNull::Distinct;
    match types::presence(property.effective_presence(usage), is_distinct) {
        rust::Presence::Optional | rust::Presence::Tristate if is_any && is_read_only => rust::Presence::ReadOnlyAny,
        rust::Presence::Optional | rust::Presence::Tristate if is_any => rust::Presence::Any,
        rust::Presence::Optional | rust::Presence::Tristate | rust::Presence::Nullable if is_read_only => {
            rust::Presence::ReadOnly
        }
        presence => presence,
    }
}

/// Returns the initial value of a field in `new`.
fn fill(
    scope: &Scope<'_>,
    id: SchemaId,
    (property, name): (&Property, &str),
    presence: rust::Presence,
    ty: &Ty,
) -> Fill {
    match presence {
        rust::Presence::Required => constant(scope, property).unwrap_or_else(|| {
            let of = scope.names.schema(id).map(|names| names.name.as_str()).unwrap_or_default();
            Fill::Argument(passing(scope, property, ty), docs::bundled(&property.docs, of, name))
        }),
        // A discriminator is set from the start, so that the server need not guess the variant.
        rust::Presence::Optional if property.constant.as_ref().is_some_and(|constant| constant.is_tag) => {
            constant(scope, property).map_or(Fill::Nothing, |fill| Fill::Some(Box::new(fill)))
        }
        _ => Fill::Nothing,
    }
}

fn constructor(scope: &Scope<'_>, names: &SchemaName, shape: &Struct, fields: &[Field]) -> Constructor {
    let arguments = shape.properties.iter().zip(fields).filter(|(_, field)| matches!(field.fill, Fill::Argument(..)));
    let types: Vec<&Type> = arguments.map(|(property, _)| &property.ty).collect();
    let has_tag = fields.iter().any(|field| matches!(field.fill, Fill::Some(_)));
    let bundle = || Bundle {
        docs: docs::bundle(&names.name, true),
        name: names.arguments.clone(),
        argument: "required".to_owned(),
    };
    Constructor {
        docs: docs::constructor(&names.name, !types.is_empty(), has_tag),
        bundle: are_named(scope, &types, ArgumentOwner::Model).then(bundle),
    }
}

/// Returns how a value is passed. A boxed value is passed as `Into`, except for lists, which are collected.
fn passing(scope: &Scope<'_>, property: &Property, ty: &Ty) -> Passing {
    let passing = types::passing(scope, &property.ty, ArgumentOwner::Model);
    match ty {
        Ty::Generic(outer, _) if Holder::ALL.iter().any(|holder| *outer == holder.path()) => match passing {
            Passing::Each if *outer == Holder::Nested.path() => Passing::Each,
            _ => Passing::Into,
        },
        _ => passing,
    }
}

/// Returns the value of a field that allows only one value, or did so in an earlier version.
fn constant(scope: &Scope<'_>, property: &Property) -> Option<Fill> {
    let value = property.constant.as_ref().map(|constant| &constant.value).or(property.initial.as_ref())?;
    literal(scope, &property.ty, value)
}

/// Returns a value of a type.
pub(super) fn literal(scope: &Scope<'_>, ty: &Type, value: &Value) -> Option<Fill> {
    match scope.resolved(ty) {
        Type::String => Some(Fill::Text(value.as_str()?.to_owned())),
        Type::Boolean => Some(Fill::Boolean(value.as_bool()?)),
        Type::Integer(_) => Some(Fill::Integer(value.as_i64()?)),
        Type::Number(NumberFormat::F32) => single(value.as_f64()?).map(Fill::Number),
        Type::Number(NumberFormat::F64) => Some(Fill::Number(value.as_f64()?)),
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

/// Returns a number with the digits that `f32` preserves; `None` if it is out of range.
fn single(value: f64) -> Option<f64> {
    let kept: f32 = value.to_string().parse().ok()?;
    if kept.is_finite() { kept.to_string().parse().ok() } else { None }
}

/// Returns the methods that set a field.
fn setters(
    scope: &Scope<'_>,
    property: &Property,
    presence: rust::Presence,
    ty: &Ty,
    (name, nulls): (&str, &NullSetters<'_>),
) -> Vec<Setter> {
    if property.access == Access::ReadOnly || presence == rust::Presence::Required {
        return Vec::new();
    }
    let plain = name.trim_start_matches("r#");
    let is_tristate = presence == rust::Presence::Tristate;
    let setter = Setter {
        docs: docs::setter(name, property),
        name: format!("with_{plain}"),
        ty: ty.clone(),
        passing: passing(scope, property, ty),
        value: if is_tristate { SetterValue::SomeSome } else { SetterValue::Some },
        deprecated: docs::deprecated(&property.docs),
    };
    let null = is_tristate.then(|| Setter {
        docs: docs::null_setter(name),
        name: nulls.name(plain),
        value: SetterValue::Null,
        ..setter.clone()
    });
    null.into_iter().chain([setter]).collect()
}
