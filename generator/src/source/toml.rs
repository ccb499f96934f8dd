//! Locates keys and elements in a TOML text. It knows no other syntax.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::locator::{Key, Locator};

/// Records the locations of the requested keys and elements, as far as the text can be parsed.
pub(super) fn scan(text: &str, locator: &mut Locator) {
    let (table, _) = DeTable::parse_recoverable(text);
    walk_table(table.get_ref(), Locator::ROOT, locator);
}

fn walk_table(table: &DeTable<'_>, parent: Key, locator: &mut Locator) {
    for (name, value) in table {
        if let Some(key) = locator.child(parent, name.get_ref()) {
            locator.see(key, name.span());
            walk(value, key, locator);
        }
    }
}

fn walk(value: &Spanned<DeValue<'_>>, key: Key, locator: &mut Locator) {
    match value.get_ref() {
        DeValue::Table(table) => walk_table(table, key, locator),
        DeValue::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                if let Some(key) = locator.child(key, &index.to_string()) {
                    locator.see(key, element.span());
                    walk(element, key, locator);
                }
            }
        }
        _ => {}
    }
}
