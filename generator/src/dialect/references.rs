//! Updates references into parts that were moved.

use serde_json::Value;

use super::Rewritten;
use super::walk::{self, ObjectPlace, Visit, unusual};
use crate::keywords::ObjectKind;
use crate::path::{DocumentId, SpecPath};
use crate::source_map::SourceMap;

pub(super) fn rewrite(rewritten: &mut Rewritten) {
    let Rewritten { document, source_map } = rewritten;
    walk::document(document, &mut References { source_map });
}

struct References<'a> {
    source_map: &'a SourceMap,
}

impl Visit for References<'_> {
    fn visit(&mut self, value: &mut Value, _: ObjectKind, _: &ObjectPlace<'_>) {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return };
        let Some(pointer) = reference.strip_prefix('#').filter(|pointer| unusual(pointer)) else { return };
        let Some(written) = SpecPath::parse(DocumentId::ROOT, pointer) else { return };
        let now = self.source_map.current(&written);
        if now != written {
            value["$ref"] = Value::String(now.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::diag::Diagnostics;
    use crate::dialect::to_30;
    use crate::version::Version;

    #[test]
    fn references_follow_what_was_moved() {
        let document = json!({ "components": { "schemas": {
            "A": { "anyOf": [{ "type": "null" }, { "properties": { "b": { "type": "string" } } }] },
            "B": { "$ref": "#/components/schemas/A/anyOf/1/properties/b" },
        } } });
        let rewritten = to_30(document, Version::OpenApi31, &mut Diagnostics::new());
        let reference = &rewritten.document["components"]["schemas"]["B"]["$ref"];
        assert_eq!(reference, "#/components/schemas/A/allOf/0/properties/b");
    }
}
