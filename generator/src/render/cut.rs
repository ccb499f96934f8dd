//! Decides which findings are shown to people if very many are of one kind. Programs get all findings.

use std::collections::BTreeMap;

use super::Located;
use crate::diag::{Code, Severity};
use crate::path::{DocumentId, SpecPath};

/// The limits for findings with the same code and similar places: of up to so many, all are shown, and of more, only the first ones.
const OF_EACH_CLASS: Limit = Limit { few: 10, shown: 3 };

/// The limits for warnings and notes with the same code.
const OF_EACH_CODE: Limit = Limit { few: 10, shown: 9 };

/// The limits for errors with the same code and similar places. Each of them has to be corrected.
const ERRORS_OF_EACH_CLASS: Limit = Limit { few: 10, shown: 10 };

#[derive(Clone, Copy)]
struct Limit {
    few: usize,
    shown: usize,
}

impl Limit {
    /// Returns how many of a number of findings are shown.
    const fn of(self, count: usize) -> usize {
        if count <= self.few { count } else { self.shown }
    }
}

/// The keywords whose members have user-defined names.
const CONTAINERS: &[&str] = &[
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "encoding",
    "examples",
    "headers",
    "links",
    "mapping",
    "mediaTypes",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "variables",
    "webhooks",
];

/// The findings that are shown in full, and the others by severity and code.
pub(super) struct Cut<'a> {
    pub(super) shown: Vec<Located<'a>>,
    pub(super) hidden: BTreeMap<(Severity, Code), Vec<Located<'a>>>,
}

/// Separates the findings that would hide the others.
///
/// A single finding is never hidden, since the line about it would be as long as the finding.
pub(super) fn cut_off(all: Vec<Located<'_>>) -> Cut<'_> {
    let mut codes = BTreeMap::<Code, Counted>::new();
    let mut classes = BTreeMap::<(Code, Class), Counted>::new();
    for Located { diagnostic, .. } in &all {
        codes.entry(diagnostic.code).or_default().all += 1;
        classes.entry((diagnostic.code, class(&diagnostic.place))).or_default().all += 1;
    }
    let mut hidden = BTreeMap::<(Severity, Code), usize>::new();
    let mut sorted = Vec::with_capacity(all.len());
    for located in all {
        let found = located.diagnostic;
        let of_class = classes.entry((found.code, class(&found.place))).or_default();
        let of_code = codes.entry(found.code).or_default();
        let is_shown = match found.severity {
            Severity::Error => of_class.is_within(ERRORS_OF_EACH_CLASS),
            Severity::Warning | Severity::Note => of_class.is_within(OF_EACH_CLASS) && of_code.is_within(OF_EACH_CODE),
        };
        if is_shown {
            of_class.shown += 1;
            of_code.shown += 1;
        } else {
            *hidden.entry((found.severity, found.code)).or_default() += 1;
        }
        sorted.push((located, is_shown));
    }
    let mut cut = Cut { shown: Vec::new(), hidden: BTreeMap::new() };
    for (located, is_shown) in sorted {
        let kind = (located.diagnostic.severity, located.diagnostic.code);
        if is_shown || hidden.get(&kind) == Some(&1) {
            cut.shown.push(located);
        } else {
            cut.hidden.entry(kind).or_default().push(located);
        }
    }
    cut
}

/// The number of findings of one kind, and how many of them are shown so far.
#[derive(Default)]
struct Counted {
    all: usize,
    shown: usize,
}

impl Counted {
    /// Returns true if one more is shown.
    const fn is_within(&self, limit: Limit) -> bool {
        self.shown < limit.of(self.all)
    }
}

/// The class of similar places: the file, and the keywords next to the place.
type Class = (DocumentId, Vec<Option<String>>);

/// Returns the class of a place. It ignores user-defined names, the last key of the place, and its outer keys.
fn class(place: &SpecPath) -> Class {
    const NEXT: usize = 4;
    let tokens: Vec<_> = place.tokens().collect();
    let is_keyword = |at: usize| {
        let is_index = tokens[at].bytes().all(|byte| byte.is_ascii_digit());
        let is_named = at.checked_sub(1).is_some_and(|before| CONTAINERS.contains(&tokens[before].as_ref()));
        !is_index && !is_named && at + 1 < tokens.len()
    };
    let from = tokens.len().saturating_sub(NEXT);
    let keywords = (from..tokens.len()).map(|at| is_keyword(at).then(|| tokens[at].as_ref().to_owned())).collect();
    (place.document(), keywords)
}

#[cfg(test)]
mod tests {
    use super::class;
    use crate::path::{DocumentId, SpecPath};

    #[test]
    fn places_are_alike_but_for_names_and_numbers() {
        let class = |pointer: &str| class(&SpecPath::parse(DocumentId::ROOT, pointer).expect("a pointer"));
        let alike = |one, other| class(one) == class(other);
        assert!(alike("/components/schemas/A/properties/a", "/components/schemas/B/properties/b"));
        assert!(alike("/components/schemas/A/properties/a/type", "/components/schemas/B/properties/b/format"));
        assert!(alike("/paths/~1a/get/parameters/0/name", "/paths/~1b/get/parameters/7/name"));
        assert!(alike("/x-one", "/x-two"));
        assert!(!alike("/components/schemas/A/properties/a", "/components/schemas/A/items/a"));
        assert!(!alike("/paths/~1a/get/parameters/0", "/paths/~1a/get/responses/200"));
    }
}
