//! Merges alternatives into one enumeration if each is an enumeration of strings or any string. An enumeration accepts
//! other strings anyway.

use std::collections::HashSet;

use crate::analyze::document::Document;
use crate::analyze::findings::Findings;
use crate::model::{EnumValue, EnumValues, Enumeration, JsonType, SchemaId, Type};
use crate::resolve::DocumentTree;

use super::class::{Choice, Class, Classified};
use super::enumeration;
use crate::analyze::schema::read::{MergedSchema, SchemaRef, Strings, docs, json_types, merge, string_format};

/// Classifies alternatives as one enumeration. Returns `None` if another kind of schema is among them.
pub(super) fn classify(
    document: &Document<'_>,
    findings: &mut Findings<'_>,
    merged: &MergedSchema,
    choices: &[Choice],
) -> Option<Classified> {
    if merged.declares_object() {
        return None;
    }
    let mut found = Values::default();
    for choice in choices {
        found.add(document, findings, choice)?;
    }
    let class = match found.components.as_slice() {
        [Some(id)] => Class::Type(Type::Named(*id)),
        _ if found.list.is_empty() => return None,
        _ => {
            let mut seen = HashSet::new();
            found.list.retain(|value| seen.insert(value.value.clone()));
            Class::Enumeration(Enumeration { values: EnumValues::Strings(found.list) })
        }
    };
    Some(Classified { class, nullable: found.nullable })
}

/// The collected values of the alternatives.
#[derive(Default)]
struct Values {
    list: Vec<EnumValue<String>>,
    /// The component of each alternative that lists values.
    components: Vec<Option<SchemaId>>,
    nullable: bool,
}

impl Values {
    /// Adds the values of one alternative. Returns `None` if it is neither an enumeration of strings nor any string.
    fn add(&mut self, document: &Document<'_>, findings: &mut Findings<'_>, choice: &Choice) -> Option<()> {
        let place = choice.single()?;
        let raw = document.tree.follow(place).ok()?.value.as_object()?;
        if !(DocumentTree::member(raw, "enum").is_some()
            || DocumentTree::member(raw, "const").is_some()
            || json_types(raw) == [JsonType::String])
        {
            return None;
        }
        let found = merge(&document.tree, findings, &choice.parts);
        let open = found.types.as_slice() == [JsonType::String] && found.values.is_none();
        if !found.unions.is_empty() || (open && found.format.as_deref().and_then(string_format).is_some()) {
            return None;
        }
        self.nullable |= found.nullable;
        if open {
            return Some(());
        }
        let listed = enumeration::classify(document, findings, &found)?;
        let Class::Enumeration(Enumeration { values: EnumValues::Strings(more) }) = listed.class else {
            return None;
        };
        self.components.push(document.component_behind(place));
        let docs = docs(&document.tree, &[SchemaRef::whole(place)], Strings::Documented);
        let is_one = more.len() == 1;
        let words = docs.description.or(docs.title).filter(|_| is_one);
        let deprecated = docs.deprecated.filter(|_| is_one);
        self.list.extend(more.into_iter().map(|value| {
            let description = value.description.or_else(|| words.clone());
            EnumValue { description, deprecated: deprecated.clone(), ..value }
        }));
        Some(())
    }
}
