//! Writes everything of a schema that makes the code of its type, except for its own name and documentation.
//!
//! Each struct is taken apart into all of its fields, so that a new field does not compile until it is decided here.

use std::fmt::Write as _;

use crate::model::{
    Additional, Docs, EnumValue, EnumValues, Enumeration, Property, Schema, SchemaId, Shape, Struct, Type, Union,
    Usage, Variant,
};
use crate::name::SchemaName;

/// Returns the text that is the same for all equal schemas, and the schemas to which they refer, in order. Descriptions belong to the
/// code if models have a JSON Schema, which contains them.
pub(super) fn signature(schema: &Schema, names: &SchemaName, with_descriptions: bool) -> (String, Vec<SchemaId>) {
    let Schema { path: _, name_hint: _, docs, shape, nullable: _, usage } = schema;
    // The arguments of `new` and the accessors have names that follow from those of the type and of the members.
    let SchemaName { name: _, module: _, members, accessors: _, rest, arguments: _ } = names;
    let mut written = Signature { text: String::new(), references: Vec::new(), with_descriptions };
    // Its rules are in the documentation of the position.
    written.write(&docs.deprecated);
    written.descriptions(docs);
    written.write(members);
    match shape {
        Shape::Struct(shape) => written.structure(shape, *usage, rest),
        Shape::Enumeration(shape) => written.enumeration(shape),
        Shape::Union(shape) => written.union(shape),
        Shape::CheckedString(rules) => written.write(rules),
        Shape::Alias(ty) => {
            written.write(&"alias");
            written.ty(ty);
        }
    }
    (written.text, written.references)
}

struct Signature {
    text: String,
    references: Vec<SchemaId>,
    with_descriptions: bool,
}

impl Signature {
    fn write(&mut self, part: &dyn std::fmt::Debug) {
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{part:?} ");
    }

    fn structure(&mut self, shape: &Struct, usage: Usage, rest: &str) {
        let Struct { properties, additional, additional_secret } = shape;
        self.write(&("struct", usage, additional_secret));
        for property in properties {
            self.property(property);
        }
        match additional {
            Additional::Kept(ty) => {
                self.write(&rest);
                self.ty(ty);
            }
            Additional::Unspecified | Additional::Denied => self.write(additional),
        }
    }

    fn property(&mut self, property: &Property) {
        let Property { path: _, name, docs, ty, presence, access, secret, default, constant, initial } = property;
        self.write(&(name, presence, access, secret));
        self.write(&(default, constant, initial));
        self.docs(docs);
        self.ty(ty);
    }

    fn enumeration(&mut self, shape: &Enumeration) {
        let Enumeration { values } = shape;
        match values {
            EnumValues::Strings(values) => self.values("strings", values),
            EnumValues::Integers(values) => self.values("integers", values),
        }
    }

    fn values<T: std::fmt::Debug>(&mut self, kind: &str, values: &[EnumValue<T>]) {
        self.write(&kind);
        for EnumValue { value, description, name: _, deprecated } in values {
            self.write(&(value, deprecated, description.as_ref().filter(|_| self.with_descriptions)));
        }
    }

    fn union(&mut self, shape: &Union) {
        let Union { variants, tagging } = shape;
        self.write(&("union", tagging));
        for Variant { path: _, hint: _, ty, docs } in variants {
            self.docs(docs);
            self.ty(ty);
        }
    }

    /// Writes the facts in the documentation of a member. Equal members may have different descriptions, but not different rules.
    fn docs(&mut self, docs: &Docs) {
        let Docs { title: _, description: _, example: _, deprecated, external_docs: _, constraints } = docs;
        self.write(&(deprecated, constraints));
        self.descriptions(docs);
    }

    fn descriptions(&mut self, docs: &Docs) {
        if self.with_descriptions {
            self.write(&(&docs.title, &docs.description));
        }
    }

    fn ty(&mut self, ty: &Type) {
        match ty {
            Type::Named(id) => {
                self.references.push(*id);
                self.text.push_str("@ ");
            }
            Type::Array(_) | Type::Map(_) | Type::Nullable(_) | Type::Tuple(_) => {
                self.text.push_str(match ty {
                    Type::Array(_) => "[",
                    Type::Map(_) => "{",
                    Type::Nullable(_) => "?",
                    _ => "(",
                });
                ty.parts().iter().for_each(|part| self.ty(part));
                self.text.push_str("; ");
            }
            ty => self.write(ty),
        }
    }
}
