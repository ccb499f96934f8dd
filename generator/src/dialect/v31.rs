//! Rewrites the differences of OpenAPI 3.1 and 3.2 from 3.0. There is one file per difference.

mod anchors;
mod booleans;
mod bounds;
mod conditions;
mod constant_alternatives;
mod constants;
mod contents;
mod encodings;
mod event_data;
mod null_alternatives;
mod pattern_properties;
mod reference_siblings;
mod schema;
mod templates;
mod tuples;
mod type_arrays;
mod unevaluated;
mod webhooks;

use serde_json::Value;

use super::Rewritten;
use super::walk::{self, ObjectPlace, Visit};
use crate::diag::Diagnostics;
use crate::keywords::ObjectKind;
use crate::source_map::SourceMap;
use crate::version::Version;

use schema::Schema;

/// The rewrites of schemas, in order.
const SCHEMA: &[fn(&mut Schema<'_>)] = &[
    type_arrays::rewrite,
    null_alternatives::rewrite,
    constant_alternatives::rewrite,
    constants::rewrite,
    bounds::rewrite,
    contents::rewrite,
    tuples::rewrite,
    pattern_properties::rewrite,
    unevaluated::rewrite,
    conditions::rewrite,
    reference_siblings::rewrite,
];

/// Rewrites the whole document.
pub(super) fn rewrite(rewritten: &mut Rewritten, version: Version, diagnostics: &mut Diagnostics) {
    webhooks::rewrite(rewritten, diagnostics);
    templates::rewrite(&mut rewritten.document, &mut rewritten.source_map, diagnostics);
    anchors::rewrite(&mut rewritten.document, diagnostics);
    event_data::rewrite(rewritten);
    let mut all = All { source_map: &mut rewritten.source_map, diagnostics, version };
    walk::document(&mut rewritten.document, &mut all);
}

/// Applies the rewrites to every schema.
struct All<'a> {
    source_map: &'a mut SourceMap,
    diagnostics: &'a mut Diagnostics,
    version: Version,
}

impl Visit for All<'_> {
    fn visit(&mut self, value: &mut Value, kind: ObjectKind, place: &ObjectPlace<'_>) {
        if kind == ObjectKind::Encoding && self.version >= Version::OpenApi32 {
            encodings::rewrite(value);
        }
        if kind != ObjectKind::Schema {
            return;
        }
        booleans::rewrite(value);
        let Value::Object(raw) = value else { return };
        let mut schema =
            Schema { raw, place, source_map: self.source_map, diagnostics: self.diagnostics, version: self.version };
        for rewrite in SCHEMA {
            rewrite(&mut schema);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::rewrite;
    use crate::diag::Diagnostics;
    use crate::dialect::Rewritten;
    use crate::path::{DocumentId, SpecPath};
    use crate::source_map::SourceMap;
    use crate::version::Version;

    const SCHEMA: &str = "#/components/schemas/A";

    /// Returns a document of OpenAPI 3.1 after the rewrites, with its findings.
    pub(super) fn document(document: &Value) -> (Rewritten, Diagnostics) {
        let mut rewritten = Rewritten { document: document.clone(), source_map: SourceMap::default() };
        let mut diagnostics = Diagnostics::new();
        rewrite(&mut rewritten, Version::OpenApi31, &mut diagnostics);
        (rewritten, diagnostics)
    }

    /// Returns a schema of a document in OpenAPI 3.1 after the rewrites, with its source map.
    pub(super) fn rewritten(schema: &Value) -> (Value, SourceMap) {
        let (mut rewritten, _) = document(&json!({ "openapi": "3.1.0", "components": { "schemas": { "A": schema } } }));
        (rewritten.document["components"]["schemas"]["A"].take(), rewritten.source_map)
    }

    /// Where the thing at a pointer within that schema is written within it.
    pub(super) fn written(source_map: &SourceMap, pointer: &str) -> String {
        let place = SpecPath::parse(DocumentId::ROOT, &format!("{SCHEMA}{pointer}")).expect("a pointer");
        source_map.original(&place).to_string().strip_prefix(SCHEMA).expect("within the schema").to_owned()
    }
}
