//! `$ref`: where it is allowed, and its siblings.

use serde_json::{Map, Value};

use super::{Lint, Task};
use crate::diag::Code;

/// Annotations, which are supported as siblings of a reference to a schema.
const READ_BESIDE: &[&str] = &[
    "description",
    "title",
    "summary",
    "example",
    "examples",
    "deprecated",
    "nullable",
    "readOnly",
    "writeOnly",
    "default",
    "externalDocs",
    "xml",
];

impl<'d> Lint<'d> {
    /// Checks a reference, its siblings and its target.
    pub(super) fn reference(&mut self, task: &Task<'d>, raw: &'d Map<String, Value>) {
        let place = task.path.child("$ref");
        if !self.may_refer(task.kind) {
            let message = format!("`$ref` is not allowed in place of {}; following it anyway", task.kind.noun());
            self.findings.note(Code::RefPlace, &place, &format!("{:?}", task.kind), message, "");
        }
        // Dangling references are reported by the stage that resolves them.
        let target = self.tree.follow(&task.path).ok();
        if !self.more_holds(task.kind) {
            let beside = target.as_ref().and_then(|target| target.value.as_object());
            for (name, value) in raw {
                self.sibling(task, name, value, beside);
            }
        }
        if let Some(target) = target {
            self.next.push(Task { kind: task.kind, path: target.path, value: target.value });
        }
    }

    fn sibling(&mut self, task: &Task<'_>, name: &str, value: &Value, target: Option<&Map<String, Value>>) {
        if name == "$ref" || name.starts_with("x-") || target.is_some_and(|target| target.get(name) == Some(value)) {
            return;
        }
        let place = task.path.child(name);
        let key = format!("{:?} {name}", task.kind);
        let ignored = format!("{} ignores everything next to `$ref`", self.version);
        let help = format!("{ignored}; put the reference into an `allOf` to add to it");
        if task.kind.is_schema() && READ_BESIDE.contains(&name) {
            let message = format!("`{name}` is used although it is next to `$ref`");
            return self.findings.note(Code::RefSibling, &place, &key, message, &help);
        }
        if self.siblings_count() && matches!(name, "summary" | "description") {
            return;
        }
        let message = format!("`{name}` has no effect next to `$ref`");
        let help = match (task.kind, self.siblings_count()) {
            (kind, _) if kind.is_schema() => help.as_str(),
            (_, false) => ignored.as_str(),
            (_, true) => "next to `$ref`, only `summary` and `description` have an effect",
        };
        self.findings.add(Code::RefSibling, &place, &key, message, help);
    }
}
