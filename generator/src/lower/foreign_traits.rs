//! Adds the traits of other crates that the configuration lists to models: `schemars::JsonSchema`, and those of `strum` for declared
//! values. They are implemented by generated code, since the derive macros describe what serde's derives read and write, and models
//! have none of them.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Scope;
use super::derives::{Reason, models, name, named, selected};
use crate::config::Dependency;
use crate::diag::Diagnostics;
use crate::model::{Access, Docs, Property, SchemaId, Shape};
use crate::path::SpecPath;
use crate::rust::{
    Alternative, Constant, Derives, External, Field, ForeignTrait, Form, Holder, Item, ItemId, ModelSchema,
    ModelSchemaKind, Module, Path, Presence, SchemaNode, SchemaProperty, Std, Struct, Ty, Union, symbol,
};

/// The maximum number of parts of the schema of a field. Aliases can make a small type large.
const MAX_PARTS: usize = 1_000;

/// The number of parts of each field that do not count towards [`MAX_ALL_PARTS`], since a description can have many small fields.
const FREE_PARTS: usize = 16;

/// The maximum number of parts of all schemas of the crate.
const MAX_ALL_PARTS: usize = 200_000;

/// Sets the traits of all models.
pub(super) fn set(scope: &Scope<'_>, modules: &mut [Module], diagnostics: &mut Diagnostics) {
    let derive = &scope.config.derive;
    if derive.schemars.is_empty() && derive.strum.is_empty() {
        return;
    }
    let enumerations = named(modules, |item| matches!(item, Item::Enumeration(_)));
    let with_strum = selected(&derive.strum, &["derive", "strum"], &enumerations, diagnostics);
    let with_strum: BTreeSet<String> = with_strum.into_iter().map(|(name, _)| name).collect();
    let wanted = selected(&derive.schemars, &["derive", "schemars"], &named(modules, |_| true), diagnostics);
    let mut schemas = schemas(scope, modules, &wanted.into_iter().collect(), diagnostics);
    for item in modules.iter_mut().flat_map(|module| &mut module.items) {
        let Some(name) = name(item).map(str::to_owned) else { continue };
        let derives = match item {
            Item::Struct(item) => &mut item.derives,
            Item::Enumeration(item) => &mut item.derives,
            Item::Union(item) => &mut item.derives,
            _ => continue,
        };
        derives.strum = with_strum.contains(&name);
        derives.schema = schemas.remove(&name);
    }
}

/// Returns the packages that the models need. Each is optional in a crate, and enabled by the feature of its name.
pub(super) fn packages(modules: &[Module], form: Form) -> BTreeMap<String, Dependency> {
    let traits: BTreeSet<ForeignTrait> = models(modules).filter_map(Item::derives).flat_map(Derives::foreign).collect();
    let dependency = |version: &str| Dependency {
        version: Some(version.to_owned()),
        no_default_features: true,
        optional: form == Form::Crate,
        ..Dependency::default()
    };
    let packages = traits.into_iter().map(ForeignTrait::package);
    packages.map(|(package, version)| (package.to_owned(), dependency(version))).collect()
}

/// Returns the schemas of the listed models. Reports the models that cannot have one.
fn schemas(
    scope: &Scope<'_>,
    modules: &[Module],
    wanted: &BTreeMap<String, SpecPath>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, ModelSchema> {
    let known = Known::new(modules, wanted);
    let mut schemas = BTreeMap::new();
    for item in models(modules) {
        let Some((name, place)) = name(item).and_then(|name| wanted.get_key_value(name)) else { continue };
        match known.item(scope, item) {
            Ok(schema) => {
                schemas.insert(name.clone(), schema);
            }
            Err(reason) => diagnostics.push(reason.finding(name, "schemars::JsonSchema", place)),
        }
    }
    schemas
}

/// The models to which a type can refer.
struct Known<'m> {
    models: HashMap<SchemaId, Model<'m>>,
    /// The number of parts that the schemas of the crate may still have.
    left: Cell<usize>,
}

enum Model<'m> {
    /// A model with a schema of its own.
    Listed,
    /// A model without one, which the configuration can list.
    NotListed(&'m str),
    /// A recursive list or map, which the configuration cannot list.
    Wrapper(&'m str),
    /// A string with constraints.
    Text,
    /// The type behind an alias.
    Alias(&'m Ty),
}

impl<'m> Known<'m> {
    fn new(modules: &'m [Module], wanted: &BTreeMap<String, SpecPath>) -> Self {
        let model = |id, name: &'m String| {
            let is_listed = wanted.contains_key(name);
            Some((id, if is_listed { Model::Listed } else { Model::NotListed(name) }))
        };
        let models = modules.iter().flat_map(|module| &module.items).filter_map(|item| match item {
            Item::Struct(item) => model(item.id, &item.name),
            Item::Union(item) => model(item.id, &item.name),
            Item::Enumeration(item) => match item.id {
                ItemId::Model(id) => model(id, &item.name),
                _ => None,
            },
            Item::Wrapper(item) => Some((item.id, Model::Wrapper(&item.name))),
            Item::CheckedString(item) => Some((item.id, Model::Text)),
            Item::Alias(item) => Some((item.id, Model::Alias(&item.ty))),
            _ => None,
        });
        Self { models: models.collect(), left: Cell::new(MAX_ALL_PARTS) }
    }

    fn item(&self, scope: &Scope<'_>, item: &Item) -> Result<ModelSchema, Reason> {
        let (id, kind) = match item {
            Item::Struct(item) => (ItemId::Model(item.id), self.record(scope, item)?),
            Item::Union(item) => (ItemId::Model(item.id), self.union(item)?),
            Item::Enumeration(item) => {
                (item.id, ModelSchemaKind::Values(if item.integers { "integer" } else { "string" }))
            }
            _ => return Err(Reason::new("it is not a model".to_owned())),
        };
        let docs = if let ItemId::Model(id) = id { scope.api.schema(id).map(|schema| &schema.docs) } else { None };
        Ok(ModelSchema { description: docs.and_then(description), kind })
    }

    fn record(&self, scope: &Scope<'_>, item: &Struct) -> Result<ModelSchemaKind, Reason> {
        let declared = match scope.api.schema(item.id).map(|schema| &schema.shape) {
            Some(Shape::Struct(shape)) => shape.properties.as_slice(),
            _ => &[],
        };
        let declared: HashMap<&str, &Property> =
            declared.iter().map(|property| (property.name.as_str(), property)).collect();
        let properties = item.fields.iter().map(|field| {
            Ok(SchemaProperty {
                key: field.key.clone(),
                required: matches!(field.presence, Presence::Required | Presence::Nullable),
                schema: self.field(field, declared.get(field.key.as_str()).copied())?,
            })
        });
        let properties = properties.collect::<Result<_, Reason>>()?;
        let rest = item.rest.as_ref().map(|rest| self.part(&format!("the field `{}`", rest.name), &rest.ty));
        Ok(ModelSchemaKind::Record { properties, rest: rest.transpose()? })
    }

    /// Returns the schema of a field. Its type in Rust need not distinguish `null` from a missing property, so the description decides
    /// whether `null` is allowed.
    fn field(&self, field: &Field, declared: Option<&Property>) -> Result<SchemaNode, Reason> {
        let options = match field.presence {
            Presence::Required => 0,
            Presence::Nullable | Presence::Optional | Presence::Any | Presence::ReadOnly | Presence::ReadOnlyAny => 1,
            Presence::Tristate => 2,
        };
        let ty = (0..options).fold(&field.ty, |ty, _| within_option(ty));
        let mut schema = self.part(&format!("the field `{}`", field.name), ty)?;
        let Some(declared) = declared else { return Ok(schema) };
        if declared.presence.is_nullable() && schema != SchemaNode::Bool(true) {
            schema = nullable(schema);
        }
        if let Some(text) = description(&declared.docs) {
            schema = with(schema, "description", SchemaNode::Text(text));
        }
        Ok(match declared.access {
            Access::ReadWrite => schema,
            Access::ReadOnly => with(schema, "readOnly", SchemaNode::Bool(true)),
            Access::WriteOnly => with(schema, "writeOnly", SchemaNode::Bool(true)),
        })
    }

    /// Returns the alternatives of a union, with the values of its discriminator, which need not be a field of the variants.
    fn union(&self, item: &Union) -> Result<ModelSchemaKind, Reason> {
        let mut read: HashMap<&str, &Alternative> = HashMap::new();
        for alternative in &item.tagging.alternatives {
            read.entry(&alternative.variant).or_insert(alternative);
        }
        let mut alternatives = Vec::with_capacity(item.variants.len());
        for variant in &item.variants {
            let schema = self.part(&format!("the variant `{}`", variant.name), &variant.ty)?;
            let read = read.get(variant.name.as_str());
            let tags: Vec<SchemaNode> = read.iter().flat_map(|read| &read.tags).map(constant).collect();
            alternatives.push(match &item.tagging.tag {
                Some(tag) if !tags.is_empty() => {
                    let values = SchemaNode::Object(vec![("enum", SchemaNode::List(tags))]);
                    let tagged = SchemaNode::Object(vec![
                        ("type", text("object")),
                        ("properties", SchemaNode::Entry(tag.clone(), Box::new(values))),
                        ("required", SchemaNode::List(vec![text(tag)])),
                    ]);
                    SchemaNode::Object(vec![("allOf", SchemaNode::List(vec![schema, tagged]))])
                }
                _ => schema,
            });
        }
        Ok(ModelSchemaKind::Alternatives(alternatives))
    }

    fn part(&self, part: &str, ty: &Ty) -> Result<SchemaNode, Reason> {
        let left = Cell::new(MAX_PARTS);
        let node = self.node(ty, &left).map_err(|lack| match lack {
            Lack::Type(text) => Reason::new(format!("{part} is {text}, whose schema is not known")),
            Lack::Model { name, is_listed } => Reason {
                message: format!("{part} contains `{name}`, which is not `schemars::JsonSchema`"),
                model: is_listed.then_some(name),
            },
        })?;
        let counted = MAX_PARTS.saturating_sub(left.get()).saturating_sub(FREE_PARTS);
        let Some(rest) = self.left.get().checked_sub(counted) else {
            let message = format!("up to {part}, the schemas of all models have more than {MAX_ALL_PARTS} parts");
            return Err(Reason::new(message));
        };
        self.left.set(rest);
        Ok(node)
    }

    /// Returns the schema of a type. `left` is the number of parts that it may still have.
    fn node(&self, ty: &Ty, left: &Cell<usize>) -> Result<SchemaNode, Lack> {
        let Some(rest) = left.get().checked_sub(1) else {
            return Err(Lack::Type(format!("a type with more than {MAX_PARTS} parts")));
        };
        left.set(rest);
        let inner = |types: &[Ty]| types.last().map_or(Ok(SchemaNode::Bool(true)), |ty| self.node(ty, left));
        Ok(match ty {
            Ty::Path(Path::Item(ItemId::Model(id)) | Path::Exported(ItemId::Model(id))) => match self.models.get(id) {
                Some(Model::Listed) => SchemaNode::Model(*id),
                Some(Model::NotListed(name)) => return Err(Lack::Model { name: (*name).to_owned(), is_listed: true }),
                Some(Model::Wrapper(name)) => return Err(Lack::Model { name: (*name).to_owned(), is_listed: false }),
                Some(Model::Text) => formatted("string", None),
                Some(Model::Alias(ty)) => self.node(ty, left)?,
                None => SchemaNode::Bool(true),
            },
            Ty::Path(path) => scalar(*path).ok_or_else(|| Lack::Type("a type of the runtime".to_owned()))?,
            Ty::Generic(Path::External(External::ChronoDateTime), _) => formatted("string", Some("date-time")),
            Ty::Generic(Path::External(External::JsonMap), _) => formatted("object", None),
            Ty::Generic(Path::Std(Std::Vec), types) => {
                SchemaNode::Object(vec![("type", text("array")), ("items", inner(types)?)])
            }
            Ty::Generic(Path::Std(Std::BTreeMap), types) => {
                SchemaNode::Object(vec![("type", text("object")), ("additionalProperties", inner(types)?)])
            }
            Ty::Generic(Path::Std(Std::Option), types) => nullable(inner(types)?),
            Ty::Generic(outer, types) if Holder::ALL.iter().any(|holder| holder.path() == *outer) => inner(types)?,
            Ty::Generic(..) => return Err(Lack::Type("a type of another crate".to_owned())),
            Ty::Tuple(items) => {
                let length = SchemaNode::Integer(i64::try_from(items.len()).unwrap_or(i64::MAX));
                let items = items.iter().map(|item| self.node(item, left)).collect::<Result<_, _>>()?;
                let bounds = [("minItems", length.clone()), ("maxItems", length)];
                let array = [("type", text("array")), ("prefixItems", SchemaNode::List(items))];
                SchemaNode::Object(array.into_iter().chain(bounds).collect())
            }
            Ty::Unit => formatted("null", None),
            Ty::Own(source) => return Err(Lack::Type(format!("`{source}`"))),
        })
    }
}

/// The type that has no schema.
enum Lack {
    Type(String),
    Model { name: String, is_listed: bool },
}

/// Returns the schema of a type without parts.
fn scalar(path: Path) -> Option<SchemaNode> {
    use symbol::model::{base64, integer_string, offset_time, time};
    let (json_type, format) = match path {
        Path::Std(Std::Bool) => ("boolean", None),
        Path::Std(Std::F32) => ("number", Some("float")),
        Path::Std(Std::F64) => ("number", Some("double")),
        Path::Std(Std::String) => ("string", None),
        Path::Std(std) if std.is_integer() => return Some(integer(std.name())),
        Path::External(External::JsonValue) => return Some(SchemaNode::Bool(true)),
        Path::External(External::Timestamp | External::TimeDateTime) => ("string", Some("date-time")),
        Path::External(External::Date | External::ChronoDate | External::TimeDate) => ("string", Some("date")),
        Path::External(External::Uuid) => ("string", Some("uuid")),
        Path::External(External::Decimal) => ("string", Some("decimal")),
        Path::External(External::Url) => ("string", Some("uri")),
        Path::Runtime(offset_time::OFFSET_TIME) | Path::Public(offset_time::OFFSET_TIME) => ("string", Some("time")),
        Path::Runtime(time::DURATION) | Path::Public(time::DURATION) => ("string", Some("duration")),
        Path::Runtime(base64::BASE64) | Path::Public(base64::BASE64) => {
            return Some(with(formatted("string", None), "contentEncoding", text("base64")));
        }
        Path::Runtime(integer_string::I64_STRING) | Path::Public(integer_string::I64_STRING) => {
            ("string", Some("int64"))
        }
        Path::Runtime(integer_string::U64_STRING) | Path::Public(integer_string::U64_STRING) => {
            ("string", Some("uint64"))
        }
        _ => return None,
    };
    Some(formatted(json_type, format))
}

/// Returns the schema of an integer with this type in Rust: `u16` is `uint16`.
fn integer(rust: &str) -> SchemaNode {
    let format = rust.replacen('i', "int", 1).replacen('u', "uint", 1);
    let schema = with(formatted("integer", None), "format", SchemaNode::Text(format));
    if rust.starts_with('u') { with(schema, "minimum", SchemaNode::Integer(0)) } else { schema }
}

fn text(text: &str) -> SchemaNode {
    SchemaNode::Text(text.to_owned())
}

fn formatted(json_type: &str, format: Option<&str>) -> SchemaNode {
    let format = format.map(|format| ("format", text(format)));
    SchemaNode::Object(std::iter::once(("type", text(json_type))).chain(format).collect())
}

fn nullable(schema: SchemaNode) -> SchemaNode {
    SchemaNode::Object(vec![("anyOf", SchemaNode::List(vec![schema, formatted("null", None)]))])
}

/// Adds a keyword to a schema.
fn with(schema: SchemaNode, keyword: &'static str, value: SchemaNode) -> SchemaNode {
    match schema {
        SchemaNode::Object(mut members) => {
            members.push((keyword, value));
            SchemaNode::Object(members)
        }
        SchemaNode::Bool(true) => SchemaNode::Object(vec![(keyword, value)]),
        other => SchemaNode::Object(vec![("allOf", SchemaNode::List(vec![other])), (keyword, value)]),
    }
}

fn constant(constant: &Constant) -> SchemaNode {
    match constant {
        Constant::Text(value) => text(value),
        Constant::Integer(value) => SchemaNode::Integer(*value),
        Constant::Number(value) => SchemaNode::Number(*value),
        Constant::Boolean(value) => SchemaNode::Bool(*value),
        Constant::Null => SchemaNode::Null,
    }
}

fn description(docs: &Docs) -> Option<String> {
    docs.description.clone().or_else(|| docs.title.clone())
}

/// Returns the type within an `Option`.
fn within_option(ty: &Ty) -> &Ty {
    match ty {
        Ty::Generic(Path::Std(Std::Option), inner) => inner.first().unwrap_or(ty),
        _ => ty,
    }
}
