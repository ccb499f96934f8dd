//! Compares which models of several documents are one type. A listing marks each with the model of the first document that has it,
//! whichever this is; here each has a mark for every equal model in a module before its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::surface::{Item, ItemKind, Surface};

/// The mark of a model that is the same type as another one.
const MARK: &str = "same";

/// Returns both listings with a mark for each equal model. Models that are only in one of the listings are not compared.
pub(super) fn marked(old: &Surface, new: &Surface) -> (Surface, Surface) {
    let (in_old, in_new) = (models(old), models(new));
    let in_both: BTreeSet<&String> = in_old.intersection(&in_new).collect();
    (with_marks(old, &in_both), with_marks(new, &in_both))
}

/// Returns the paths of the models, beginning with the module of the document.
fn models(surface: &Surface) -> BTreeSet<String> {
    let documents = surface.documents.iter();
    let models = |(module, listing): (&String, &Surface)| -> Vec<String> {
        listing.items.iter().filter(|item| is_model(item)).map(|item| path(module, item)).collect()
    };
    documents.flat_map(models).collect()
}

fn with_marks(surface: &Surface, compared: &BTreeSet<&String>) -> Surface {
    let mut equal: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut homes: BTreeMap<String, String> = BTreeMap::new();
    for (module, listing) in &surface.documents {
        for item in listing.items.iter().filter(|item| is_model(item)) {
            let Some(home) = item.in_documents().next() else { continue };
            for path in [path(module, item), home.to_owned()] {
                homes.insert(path.clone(), home.to_owned());
                equal.entry(home.to_owned()).or_default().insert(path);
            }
        }
    }
    let mut surface = surface.clone();
    for (module, listing) in &mut surface.documents {
        for item in listing.items.iter_mut().filter(|item| is_model(item)) {
            let own = path(module, item);
            let Some(equal) = homes.get(&own).and_then(|home| equal.get(home)) else { continue };
            let shared = item.shared().map(|owner| format!("{MARK}({owner})"));
            item.marks.retain(|mark| !mark.starts_with("same("));
            item.marks.extend(shared);
            let before = equal.range(..own.clone()).filter(|other| compared.contains(other) && compared.contains(&own));
            item.marks.extend(before.map(|other| format!("{MARK}({other})")));
        }
    }
    surface
}

fn is_model(item: &Item) -> bool {
    matches!(item.kind, ItemKind::Struct | ItemKind::Enum | ItemKind::Type) && item.parent() == "models"
}

fn path(module: &str, item: &Item) -> String {
    format!("{module}::{}", item.path)
}
