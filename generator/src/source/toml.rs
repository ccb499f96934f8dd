//! Locates keys and elements in a TOML text. It knows no other syntax.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::wanted::{Key, Wanted};

/// Records the locations of the requested keys and elements, as far as the text can be parsed.
pub(super) fn scan(text: &str, wanted: &mut Wanted) {
    let (table, _) = DeTable::parse_recoverable(text);
    walk_table(table.get_ref(), Wanted::ROOT, wanted);
}

fn walk_table(table: &DeTable<'_>, parent: Key, wanted: &mut Wanted) {
    for (name, value) in table {
        if let Some(key) = wanted.child(parent, name.get_ref()) {
            wanted.see(key, name.span());
            walk(value, key, wanted);
        }
    }
}

fn walk(value: &Spanned<DeValue<'_>>, key: Key, wanted: &mut Wanted) {
    match value.get_ref() {
        DeValue::Table(table) => walk_table(table, key, wanted),
        DeValue::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                if let Some(key) = wanted.child(key, &index.to_string()) {
                    wanted.see(key, element.span());
                    walk(element, key, wanted);
                }
            }
        }
        _ => {}
    }
}
