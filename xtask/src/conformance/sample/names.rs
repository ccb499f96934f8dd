//! Names of schemas, and the tags of unions.

use serde_json::Value;

use super::{Sampler, merge};
use crate::conformance::schema::address;
use crate::corpus::RawPlace;

impl<'f> Sampler<'f> {
    /// Returns the name of a schema, if it has one.
    pub(super) fn name(&self, schema: &RawPlace<'_>) -> Option<String> {
        self.names.get(&address(schema.value)).cloned()
    }

    /// Returns true if a union has a discriminator.
    pub(in crate::conformance) fn has_tag(union: &RawPlace<'f>) -> bool {
        merge::discriminator(union).is_some()
    }

    /// Returns true if a value has the tag of a branch of a union.
    pub(in crate::conformance) fn is_tagged(&self, union: &RawPlace<'f>, branch: &RawPlace<'f>, value: &Value) -> bool {
        let Some(property) = merge::discriminator(union) else { return false };
        let tag = merge::tag(self, union, branch);
        tag.is_some() && value.get(property).and_then(Value::as_str) == tag.as_deref()
    }

    /// Returns the schemas that extend a schema by `allOf`.
    pub(super) fn heirs(&self, head: &RawPlace<'f>) -> Vec<(String, RawPlace<'f>)> {
        self.heirs.get(&address(head.value)).cloned().unwrap_or_default()
    }

    /// Resolves a target of a discriminator's mapping, which is a reference or a name.
    pub(super) fn named(&self, at: &RawPlace<'f>, target: &str) -> Option<RawPlace<'f>> {
        let by_name = || {
            let root = self.files.root();
            let schemas = root.child("components").and_then(|place| place.child("schemas"));
            schemas.or_else(|| root.child("definitions"))?.child(target)
        };
        let found = self.files.named(*at, target).or_else(by_name)?;
        self.files.follow(found)
    }
}
