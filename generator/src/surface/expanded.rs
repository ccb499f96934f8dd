//! Replaces aliases of equal models with definitions, so that a position has the same items in a listing, whichever position defines the
//! type.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Item, Surface};

impl Surface {
    /// Returns the listing with the items of the owner in place of each alias of an equal model. Each keeps its mark.
    #[must_use]
    pub fn expanded(&self) -> Cow<'_, Self> {
        let has_shared = |listing: &Self| listing.items.iter().any(|item| item.shared().is_some());
        if !has_shared(self) && !self.documents.values().any(has_shared) {
            return Cow::Borrowed(self);
        }
        let documents =
            self.documents.iter().map(|(module, listing)| (module.clone(), listing.expanded().into_owned()));
        let mut items = definitions(&self.items);
        items.sort();
        Cow::Owned(Self {
            name: self.name.clone(),
            version: self.version.clone(),
            runtime: self.runtime.clone(),
            items,
            places: self.places.clone(),
            documents: documents.collect(),
        })
    }
}

/// Returns the items with those of the owners in place of their aliases.
fn definitions(items: &[Item]) -> Vec<Item> {
    let mut by_model: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for item in items.iter().filter(|item| item.path.starts_with("models::")) {
        let model = if item.parent() == "models" { item.path.as_str() } else { item.parent() };
        by_model.entry(model).or_default().push(item);
    }
    let mut defined = Vec::new();
    for item in items {
        let Some((path, members)) = item.shared().and_then(|owner| by_model.get_key_value(owner)) else {
            defined.push(item.clone());
            continue;
        };
        let identity = members.iter().find(|member| member.path == *path).map_or("", |owner| owner.identity.as_str());
        defined.extend(members.iter().map(|member| copy(member, item, (path, identity))));
    }
    defined
}

/// Returns an item of an owner at the place of an alias.
fn copy(item: &Item, alias: &Item, (path, identity): (&str, &str)) -> Item {
    let mut copy = item.clone();
    if let Some(rest) = item.path.strip_prefix(path) {
        copy.path = format!("{}{rest}", alias.path);
    }
    if let Some(rest) = item.identity.strip_prefix(identity).filter(|_| !identity.is_empty()) {
        copy.identity = format!("{}{rest}", alias.identity);
    }
    if copy.path == alias.path {
        // Features and marks about other documents belong to the name.
        copy.marks.retain(|mark| !mark.starts_with("feature(") && !mark.starts_with("same("));
        copy.marks.extend(alias.marks.iter().cloned());
    }
    copy
}
