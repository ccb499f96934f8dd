//! What OpenAPI 3.1 and 3.2 say in other words than 3.0, one file per difference.

mod bounds;
mod null_alternatives;
mod type_arrays;

use serde_json::{Map, Value};

use super::Rewritten;
use super::walk::{self, Place, Visit};
use crate::keywords::Kind;
use crate::moves::Moves;
use crate::path::SpecPath;

/// The rewrites of a schema, in their order.
const SCHEMA: &[fn(&mut Schema<'_>)] = &[type_arrays::rewrite, null_alternatives::rewrite, bounds::rewrite];

/// Rewrites all of a document.
pub(super) fn rewrite(rewritten: &mut Rewritten) {
    let mut all = All { moves: &mut rewritten.moves };
    walk::document(&mut rewritten.document, &mut all);
}

/// Every rewrite, on every object that it is for.
struct All<'a> {
    moves: &'a mut Moves,
}

impl Visit for All<'_> {
    fn visit(&mut self, value: &mut Value, kind: Kind, place: &Place<'_>) {
        let Value::Object(raw) = value else { return };
        if kind == Kind::Schema {
            let mut schema = Schema { raw, place, moves: self.moves };
            for rewrite in SCHEMA {
                rewrite(&mut schema);
            }
        }
    }
}

/// A schema that is being rewritten.
struct Schema<'a> {
    raw: &'a mut Map<String, Value>,
    place: &'a Place<'a>,
    moves: &'a mut Moves,
}

impl Schema<'_> {
    fn path(&self) -> SpecPath {
        self.place.path()
    }

    /// Adds a schema, which stood at `before`, to those that hold as well.
    fn hold_as_well(&mut self, inner: Value, before: &SpecPath) {
        let all = self.raw.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
        if !all.is_array() {
            *all = Value::Array(Vec::new());
        }
        let Value::Array(all) = all else { return };
        all.push(inner);
        let now = self.place.path().child("allOf").index(all.len() - 1);
        self.moves.moved(before, &now);
    }

    /// Says that `null` is a value, too.
    fn allow_null(&mut self) {
        self.raw.insert("nullable".to_owned(), Value::Bool(true));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::rewrite;
    use crate::dialect::Rewritten;
    use crate::moves::Moves;

    /// What becomes of one schema of a document in OpenAPI 3.1, and the way back from it.
    pub(super) fn rewritten(schema: &Value) -> (Value, Moves) {
        let document = json!({ "openapi": "3.1.0", "components": { "schemas": { "A": schema } } });
        let mut rewritten = Rewritten { document, moves: Moves::default() };
        rewrite(&mut rewritten);
        (rewritten.document["components"]["schemas"]["A"].take(), rewritten.moves)
    }

    /// Where the thing at a pointer within that schema is written within it.
    pub(super) fn written(moves: &Moves, pointer: &str) -> String {
        const SCHEMA: &str = "#/components/schemas/A";
        let place = crate::path::SpecPath::parse(crate::path::DocumentId::ROOT, &format!("{SCHEMA}{pointer}"));
        let written = moves.written(&place.expect("a pointer")).to_string();
        written.strip_prefix(SCHEMA).expect("within the schema").to_owned()
    }
}
