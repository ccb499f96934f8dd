//! Writes types: those of Rust as code that uses the crate has them, and those of the wire in words of the specification.

use super::Scope;
use crate::model::{SchemaId, Type};
use crate::rust::{Argument, Holder, Passing, Path, Setter, SetterValue, Std, Ty};

impl Scope<'_> {
    /// Returns the source of a type, with paths from the root of the crate.
    pub(super) fn ty(&self, ty: &Ty) -> String {
        ty.source(&|path| self.path(path))
    }

    pub(super) fn path(&self, path: Path) -> String {
        let outside = path.outside("crate", &|item| self.directory.name(item));
        outside.strip_prefix("crate::").map(str::to_owned).unwrap_or(outside)
    }

    /// Returns the path of the item of a schema.
    pub(super) fn model(&self, id: SchemaId) -> String {
        self.path(id.into())
    }

    /// Returns a list of arguments, as in `name: impl Into<String>`.
    pub(super) fn arguments<'s>(&self, arguments: impl IntoIterator<Item = (&'s str, &'s Ty, Passing)>) -> String {
        let list = arguments.into_iter().map(|(name, ty, passing)| format!("{name}: {}", self.passed(ty, passing)));
        list.collect::<Vec<_>>().join(", ")
    }

    pub(super) fn listed(&self, arguments: &[Argument]) -> String {
        self.arguments(arguments.iter().map(|one| (one.name.as_str(), &one.ty, one.passing)))
    }

    /// Returns the type of a parameter that is passed so.
    pub(super) fn passed(&self, ty: &Ty, passing: Passing) -> String {
        let whole = self.ty(ty);
        match passing {
            Passing::Plain => whole,
            Passing::Into => format!("impl Into<{whole}>"),
            Passing::Checked => format!("impl Argument<{whole}>"),
            Passing::Each => match element(ty) {
                Some(element) => format!("impl IntoIterator<Item = impl Into<{}>>", self.ty(element)),
                None => format!("impl Into<{whole}>"),
            },
        }
    }

    /// Returns the signature of a setter of this field.
    pub(super) fn setter(&self, field: &str, setter: &Setter) -> String {
        match setter.value {
            SetterValue::Null => "(self) -> Self".to_owned(),
            _ => format!("(self, {field}: {}) -> Self", self.passed(&setter.ty, setter.passing)),
        }
    }

    /// Returns the name of a type on the wire: `[models::Pet]`, `string(date-time)`.
    pub(super) fn wire(&self, ty: &Type) -> String {
        if let Type::Own(own) = ty {
            return self.wire(&own.declared);
        }
        if let Type::Named(id) = ty {
            return self.model(*id);
        }
        let (before, after) = ty.names().wire;
        let parts: Vec<String> = ty.parts().iter().map(|part| self.wire(part)).collect();
        format!("{before}{}{after}", parts.join(","))
    }
}

/// The type of the elements of a list.
fn element(ty: &Ty) -> Option<&Ty> {
    match ty {
        Ty::Generic(Path::Std(Std::Vec), arguments) => arguments.first(),
        Ty::Generic(outer, arguments) if *outer == Holder::Nested.path() => arguments.first().and_then(element),
        _ => None,
    }
}
