//! Rewrites syntax that documents of OpenAPI 3 use although it belongs to other formats: methods in capitals,
//! parameters and bodies that contain their type directly, and bodies among the parameters, as in Swagger 2.0. `lint`
//! reports each.

mod bodies;

use serde_json::{Map, Value};

use super::Rewritten;
use super::walk::{self, ObjectPlace, Visit};
use crate::keywords::ObjectKind;
use crate::keywords::leniency::{has_type, is_of_schema, media_type, method};
use crate::source_map::SourceMap;

/// Rewrites the whole document.
pub(super) fn rewrite(rewritten: &mut Rewritten) {
    let Rewritten { document, source_map } = rewritten;
    walk::document(document, &mut Leniency { source_map });
}

struct Leniency<'a> {
    source_map: &'a mut SourceMap,
}

impl Visit for Leniency<'_> {
    fn visit(&mut self, value: &mut Value, kind: ObjectKind, place: &ObjectPlace<'_>) {
        let Value::Object(raw) = value else { return };
        match kind {
            ObjectKind::PathItem => self.methods(raw, place),
            ObjectKind::Parameter | ObjectKind::Header if has_type(raw) => self.schema(raw, kind, place),
            ObjectKind::Operation => bodies::rewrite(raw, &place.path(), self.source_map),
            ObjectKind::RequestBody | ObjectKind::Response => self.content(raw, kind, place),
            _ => {}
        }
    }
}

impl Leniency<'_> {
    fn methods(&mut self, raw: &mut Map<String, Value>, place: &ObjectPlace<'_>) {
        let odd: Vec<(String, String)> = raw.keys().filter_map(|key| Some((key.clone(), method(key)?))).collect();
        for (key, method) in odd {
            if raw.contains_key(&method) {
                continue;
            }
            if let Some(operation) = raw.shift_remove(&key) {
                let path = place.path();
                self.source_map.moved(&path.child(&key), &path.child(&method));
                raw.insert(method, operation);
            }
        }
    }

    fn schema(&mut self, raw: &mut Map<String, Value>, kind: ObjectKind, place: &ObjectPlace<'_>) {
        let keys: Vec<String> = raw.keys().filter(|key| is_of_schema(kind, key)).cloned().collect();
        let path = place.path();
        let here = path.child("schema");
        self.source_map.derived(&here, &path);
        let mut schema = Map::new();
        for key in keys {
            if let Some(value) = raw.shift_remove(&key) {
                self.source_map.moved(&path.child(&key), &here.child(&key));
                schema.insert(key, value);
            }
        }
        raw.insert("schema".to_owned(), Value::Object(schema));
    }

    fn content(&mut self, raw: &mut Map<String, Value>, kind: ObjectKind, place: &ObjectPlace<'_>) {
        let named = |key: &String| Some((key.clone(), media_type(kind, raw, key)?.to_owned()));
        let keys: Vec<(String, String)> = raw.keys().filter_map(named).collect();
        if keys.is_empty() {
            return;
        }
        let path = place.path();
        let here = path.child("content");
        self.source_map.derived(&here, &path);
        let mut content = Map::new();
        for (key, media_type) in keys {
            let Some(value) = raw.shift_remove(&key) else { continue };
            let entry = here.child(&media_type);
            if key == "schema" {
                self.source_map.derived(&entry, &path);
                self.source_map.moved(&path.child(&key), &entry.child(&key));
                content.insert(media_type, Value::Object(Map::from_iter([(key, value)])));
            } else {
                self.source_map.moved(&path.child(&key), &entry);
                content.insert(media_type, value);
            }
        }
        raw.insert("content".to_owned(), Value::Object(content));
    }
}
