//! The state of a document that is being written: the choices, and the names used so far.

use std::collections::BTreeSet;

use oaspress_mutate::{Choices, hostile_text};
use serde_json::{Map, Value, json};

use crate::names::{self, Role};
use crate::texts;

/// A version of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Swagger 2.0.
    V20,
    /// 3.0.
    V30,
    /// 3.1.
    V31,
    /// 3.2.
    V32,
}

impl Version {
    /// Returns the value of `openapi` or `swagger`.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::V20 => "2.0",
            Self::V30 => "3.0.3",
            Self::V31 => "3.1.1",
            Self::V32 => "3.2.0",
        }
    }
}

/// The size of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Up to 12 schemas and 8 operations.
    Small,
    /// 20 to 60 schemas and 10 to 30 operations.
    Medium,
    /// 50 to 200 schemas and 20 to 80 operations.
    Large,
    /// 100 to 250 schemas and 20 to 40 operations with few parts each: many names that collide, for little to compile.
    Wide,
}

impl Size {
    /// Returns the size for a seed. Of 10 consecutive seeds, 4 documents are small, 3 medium, 2 large and 1 wide.
    #[must_use]
    pub const fn of_seed(seed: u64) -> Self {
        match seed % 10 {
            3 | 6 | 9 => Self::Medium,
            4 | 8 => Self::Large,
            7 => Self::Wide,
            _ => Self::Small,
        }
    }
}

/// A document that is being written.
pub(crate) struct Draft<'a, 'c> {
    choices: &'a mut Choices<'c>,
    pub(crate) version: Version,
    size: Size,
    /// All names used so far. Later names are derived from them.
    used: Vec<String>,
    /// The names of components, by kind.
    pub(crate) schemas: Vec<String>,
    pub(crate) parameters: Vec<String>,
    pub(crate) responses: Vec<String>,
    pub(crate) bodies: Vec<String>,
    pub(crate) headers: Vec<String>,
    pub(crate) schemes: Vec<String>,
    /// The indices in `schemas` of schemas with a fixed value of the property `kind`: the variants of tagged unions.
    pub(crate) tagged: Vec<usize>,
    /// The indices of path parameter components, with the names that the path template has to contain.
    pub(crate) path_parameters: Vec<(usize, String)>,
    /// The `operationId`s used so far.
    pub(crate) operation_ids: BTreeSet<String>,
}

impl<'a, 'c> Draft<'a, 'c> {
    pub(crate) fn new(choices: &'a mut Choices<'c>, version: Version, size: Size) -> Self {
        Self {
            choices,
            version,
            size,
            used: Vec::new(),
            schemas: Vec::new(),
            parameters: Vec::new(),
            responses: Vec::new(),
            bodies: Vec::new(),
            headers: Vec::new(),
            schemes: Vec::new(),
            tagged: Vec::new(),
            path_parameters: Vec::new(),
            operation_ids: BTreeSet::new(),
        }
    }

    /// Returns true with this probability, in percent.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        // Exhausted choices return 0, which must end every recursion.
        self.choices.below(100) >= 100 - percent.min(100)
    }

    /// Returns a number in an inclusive range.
    pub(crate) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.choices.below(high.saturating_sub(low) + 1)
    }

    /// Returns one of the items, or `None` if the list is empty.
    pub(crate) fn pick<T: Clone>(&mut self, items: &[T]) -> Option<T> {
        self.choices.one_of(items).cloned()
    }

    /// Returns one of the words, or an empty string if the list is empty.
    pub(crate) fn word(&mut self, words: &[&'static str]) -> &'static str {
        self.choices.one_of(words).copied().unwrap_or_default()
    }

    /// Limits the depth of a schema by the size of the document.
    pub(crate) fn depth(&self, depth: usize) -> usize {
        if self.size == Size::Wide { depth.min(1) } else { depth }
    }

    /// Returns the number of properties or parameters of an object or operation.
    pub(crate) fn parts(&mut self) -> usize {
        if self.size == Size::Wide {
            self.between(0, 2)
        } else if self.chance(5) {
            self.between(15, 40)
        } else {
            self.between(0, 7)
        }
    }

    /// Returns the number of schemas to write.
    pub(crate) fn schema_count(&mut self) -> usize {
        match self.size {
            Size::Small => self.between(2, 12),
            Size::Medium => self.between(20, 60),
            Size::Large => self.between(50, 200),
            Size::Wide => self.between(100, 250),
        }
    }

    /// Returns the number of operations to write.
    pub(crate) fn operation_count(&mut self) -> usize {
        match self.size {
            Size::Small => self.between(1, 8),
            Size::Medium => self.between(10, 30),
            Size::Large => self.between(20, 80),
            Size::Wide => self.between(20, 40),
        }
    }

    /// Returns a name that the scope does not contain, and adds it.
    pub(crate) fn name(&mut self, role: Role, scope: &mut BTreeSet<String>) -> String {
        for _ in 0..12 {
            let name = names::name(self, role);
            if scope.insert(name.clone()) {
                self.used.push(name.clone());
                return name;
            }
        }
        let mut number = scope.len();
        loop {
            let name = format!("item{number}");
            if scope.insert(name.clone()) {
                return name;
            }
            number += 1;
        }
    }

    /// Returns a name that is used elsewhere in the document.
    pub(crate) fn used_name(&mut self) -> Option<String> {
        let recent = self.used.len().saturating_sub(60);
        self.choices.one_of(&self.used[recent..]).cloned()
    }

    /// Names the components of all kinds.
    pub(crate) fn name_components(&mut self) {
        let count = self.schema_count();
        self.schemas = self.names(Role::Component, count);
        let tagged = count / 8;
        self.tagged = (0..tagged).collect();
        let most = count / 6 + 1;
        for kind in 0..4 {
            let count = self.between(0, most);
            let names = self.names(Role::Component, count);
            match kind {
                0 => self.parameters = names,
                1 => self.responses = names,
                2 => self.bodies = names,
                _ => self.headers = names,
            }
        }
        let count = self.between(0, 4);
        self.schemes = self.names(Role::Component, count);
    }

    fn names(&mut self, role: Role, count: usize) -> Vec<String> {
        let mut scope = BTreeSet::new();
        (0..count).map(|_| self.name(role, &mut scope)).collect()
    }

    /// Inserts a description with this probability, in percent. A few of them resemble code or HTML.
    pub(crate) fn describe(&mut self, object: &mut Map<String, Value>, percent: usize) {
        if self.chance(percent) {
            let text = if self.chance(15) { hostile_text(self.choices) } else { texts::paragraph(self) };
            object.insert("description".to_owned(), json!(text));
        }
    }

    /// Returns a single-line text.
    pub(crate) fn text_line(&mut self) -> String {
        texts::line(self)
    }

    /// Returns a reference to a component.
    pub(crate) fn reference(&self, kind: &str, name: &str) -> Value {
        let folder = match (self.version, kind) {
            (Version::V20, "schemas") => "definitions".to_owned(),
            (Version::V20, kind) => kind.to_owned(),
            (_, kind) => format!("components/{kind}"),
        };
        json!({ "$ref": format!("#/{folder}/{}", escape(name)) })
    }
}

/// Escapes a name for a JSON pointer in a URI fragment.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
