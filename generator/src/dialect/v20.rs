//! Rewrites a document of Swagger 2.0 into the shape of OpenAPI 3.0. There is one file per difference. Inner parts are
//! rewritten before outer ones, so that each rewrite finds its surroundings at their original places.

mod bodies;
mod collection_format;
mod components;
mod discriminators;
mod forms;
mod int_or_string;
mod listed_parameter;
mod media_types;
mod nullable;
mod objects;
mod parameters;
mod references;
mod responses;
mod security;
mod servers;
#[cfg(test)]
mod test;
mod types;

use serde_json::{Map, Value};

use super::Rewritten;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::keywords::ObjectKind;
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

use objects::Object;

/// The state that all rewrites share.
struct Rewrite<'d> {
    /// The original document.
    written: DocumentTree<'d>,
    /// The objects of the original document.
    objects: Vec<Object>,
    /// The document as rewritten so far, with its source map.
    rewritten: &'d mut Rewritten,
    /// The findings.
    diagnostics: &'d mut Diagnostics,
}

/// Rewrites the whole document.
pub(super) fn rewrite(rewritten: &mut Rewritten, diagnostics: &mut Diagnostics) {
    let written = rewritten.document.clone();
    let tree = DocumentTree::new(&written);
    if tree.is_too_deep() || !written.is_object() {
        return;
    }
    let objects = objects::list_objects(&tree, ObjectKind::SwaggerDocument);
    let mut rewrite = Rewrite { written: tree, objects, rewritten, diagnostics };
    report_long_lists(&mut rewrite);
    types::rewrite(&mut rewrite);
    int_or_string::rewrite(&mut rewrite);
    nullable::rewrite(&mut rewrite);
    discriminators::rewrite(&mut rewrite);
    parameters::rewrite(&mut rewrite);
    responses::rewrite(&mut rewrite);
    bodies::rewrite(&mut rewrite);
    components::rewrite(&mut rewrite);
    security::rewrite(&mut rewrite);
    servers::rewrite(&mut rewrite);
    references::rewrite(&mut rewrite);
}

/// Reports lists of media types that are too long to be read completely.
fn report_long_lists(rewrite: &mut Rewrite<'_>) {
    let mut owners = rewrite.places(&[ObjectKind::SwaggerOperation]);
    owners.insert(0, SpecPath::root());
    for (owner, keyword) in owners.iter().flat_map(|owner| ["consumes", "produces"].map(|keyword| (owner, keyword))) {
        let count = rewrite.written(owner, keyword).and_then(Value::as_array).map_or(0, Vec::len);
        if count > media_types::MOST_LISTED {
            let message = format!("only the first {} of the {count} media types are read", media_types::MOST_LISTED);
            let found = Diagnostic::new(Code::UnsupportedMediaType, &owner.child(keyword), message);
            rewrite.diagnostics.push(found.help("list only media types that the client has to know"));
        }
    }
}

impl<'d> Rewrite<'d> {
    /// Returns the original places of the objects of these kinds, except references.
    fn places(&self, kinds: &[ObjectKind]) -> Vec<SpecPath> {
        let wanted = |object: &&Object| kinds.contains(&object.kind) && !object.reference;
        self.objects.iter().filter(wanted).map(|object| object.place.clone()).collect()
    }

    /// Returns the object that is currently at `place`.
    fn object(&mut self, place: &SpecPath) -> Option<&mut Map<String, Value>> {
        self.rewritten.document.pointer_mut(place.pointer())?.as_object_mut()
    }

    /// Returns the original value of `key` in the object at `place`.
    fn written(&self, place: &SpecPath, key: &str) -> Option<&'d Value> {
        self.written.get(place)?.get(key)
    }

    /// Records that the value at `before` is now at `now`.
    fn moved(&mut self, before: &SpecPath, now: &SpecPath) {
        self.rewritten.source_map.moved(before, now);
    }

    /// Records that the value at `now` is derived from the one at `before`.
    fn made(&mut self, now: &SpecPath, before: &SpecPath) {
        self.rewritten.source_map.derived(now, before);
    }
}
