//! Reports constructs of one OpenAPI version in a document of another version.

use serde_json::{Map, Value};

use super::{Lint, Task};
use crate::diag::Code;
use crate::keywords::{Coercion, Holds, Keyword, ObjectKind, Role, coerce};
use crate::version::Version;

impl<'d> Lint<'d> {
    /// Reports a keyword that the version of the document does not have.
    pub(super) fn of_another_version(&mut self, task: &Task<'d>, keyword: &Keyword, value: &'d Value) {
        let place = task.path.child(keyword.name);
        let key = format!("{:?} {}", task.kind, keyword.name);
        let theirs = if keyword.since > self.version { keyword.since } else { keyword.until };
        let name = keyword.name;
        if matches!(keyword.role, Role::Silent | Role::Unused) {
            let message = format!("`{name}` belongs to {theirs}; it has no effect");
            let help = format!("declare {theirs}, or remove the keyword");
            return self.findings.add(Code::UnknownKeyword, &place, &key, message, &help);
        }
        let message = format!("`{name}` belongs to {theirs}; using it anyway");
        self.findings.note(Code::UnknownKeyword, &place, &key, message, "");
        self.keyword(task, keyword, value);
    }

    /// Checks the value of a keyword against the types of all versions. Reports values that only another version
    /// allows.
    pub(super) fn check_value(&mut self, task: &Task<'d>, keyword: &Keyword, value: &Value) -> Coercion {
        let (form, version) = match (keyword.holds, value) {
            (Holds::Type, Value::Array(names)) if !names.is_empty() && names.iter().all(is_type) => {
                ("a list of types", Version::OpenApi31)
            }
            (Holds::Exclusive, Value::Number(_)) => ("a bound that is a separate number", Version::OpenApi31),
            (Holds::Exclusive, Value::Bool(_)) => ("a bound that is a flag", Version::OpenApi30),
            (Holds::One(kind), Value::Bool(_)) if kind.is_schema() => {
                ("a schema that is `true` or `false`", Version::OpenApi31)
            }
            (Holds::One(kind), Value::Array(items)) if is_tuple(kind, keyword, items) => {
                return Coercion::Valid;
            }
            _ => return coerce(keyword.holds, value),
        };
        let old = |version| version <= Version::OpenApi30;
        if old(version) != old(self.version) {
            let place = task.path.child(keyword.name);
            let message = format!("{form} belongs to {version}; using it anyway");
            self.findings.note(Code::UnknownKeyword, &place, form, message, "");
        }
        Coercion::Valid
    }

    /// Returns true if siblings of a schema's `$ref` apply.
    pub(super) fn siblings_count(&self) -> bool {
        self.version >= Version::OpenApi31
    }

    /// Returns true if the version of the document allows a `$ref` in place of an object of this kind.
    pub(super) fn may_refer(&self, kind: ObjectKind) -> bool {
        kind.referable() || kind == ObjectKind::MediaType && self.version >= Version::OpenApi32
    }

    /// Returns true if the other members of an object of this kind apply beside a `$ref`.
    pub(super) fn more_holds(&self, kind: ObjectKind) -> bool {
        matches!(kind, ObjectKind::PathItem | ObjectKind::SwaggerPathItem)
            || (kind.is_schema() && self.siblings_count())
    }

    /// Returns true if a value is a boolean schema.
    pub(super) fn is_boolean_schema(&self, value: &Value) -> bool {
        value == &Value::Bool(true) || (self.version >= Version::OpenApi31 && value.is_boolean())
    }
}

impl Lint<'_> {
    /// Reports a parameter or header without a type.
    pub(super) fn missing_type(&mut self, task: &Task<'_>, raw: &Map<String, Value>) {
        let body = raw.get("in").is_some_and(|location| location == "body");
        let wanted: &[&str] = match task.kind {
            ObjectKind::Parameter | ObjectKind::Header => &["schema", "content", "type"],
            ObjectKind::SwaggerParameter if body => &["schema"],
            ObjectKind::SwaggerParameter | ObjectKind::SwaggerHeader => &["type", "schema"],
            _ => return,
        };
        if wanted.iter().any(|keyword| raw.contains_key(*keyword)) {
            return;
        }
        let noun = task.kind.noun();
        let (message, help) = match task.kind {
            ObjectKind::Parameter | ObjectKind::Header => {
                (format!("{noun} has neither `schema` nor `content`"), "it is treated as a string")
            }
            _ if body => ("a body has no `schema`".to_owned(), "it is treated as any value"),
            _ => (format!("{noun} has no `type`"), "it is treated as a string"),
        };
        self.findings.add(Code::MissingKeyword, &task.path, "schema", message, help);
    }
}

fn is_type(name: &Value) -> bool {
    coerce(Holds::Type, name) == Coercion::Valid
}

/// Returns true if this is `items` with an array of schemas, which JSON Schema had before `prefixItems`.
fn is_tuple(kind: ObjectKind, keyword: &Keyword, items: &[Value]) -> bool {
    kind.is_schema() && keyword.name == "items" && !items.is_empty() && items.iter().all(Value::is_object)
}
