//! Adds the traits and accessors that the configuration lists to models, and reports those that a model cannot have. It works on
//! the finished items, since a trait depends on the Rust types of all fields.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Scope, docs};
use crate::config::{DeriveTrait, key_path};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::SchemaId;
use crate::nearest::suggestion;
use crate::path::SpecPath;
use crate::rust::{Alias, External, Holder, Item, ItemId, Module, Path, Std, Ty, symbol};

/// Sets the traits and accessors of all models.
pub(super) fn set(scope: &Scope<'_>, modules: &mut [Module], diagnostics: &mut Diagnostics) {
    let derive = &scope.config.derive;
    if !derive.incomparable && derive.traits.is_empty() && derive.accessors.is_empty() {
        return;
    }
    let mut wanted: BTreeMap<String, BTreeMap<DeriveTrait, SpecPath>> = BTreeMap::new();
    let names = named(modules, |_| true);
    for (derived, patterns) in &derive.traits {
        for (name, place) in selected(patterns, &["derive", derived.name()], &names, diagnostics) {
            let traits = wanted.entry(name).or_default();
            for implied in implied(*derived) {
                traits.entry(*implied).or_insert_with(|| place.clone());
            }
        }
    }
    let known = Known::new(modules, &wanted);
    for item in models(modules) {
        let Some(traits) = name(item).and_then(|name| wanted.get(name)) else { continue };
        let mut reported: Vec<&SpecPath> = Vec::new();
        for (derived, place) in traits {
            if let Err(reason) = known.item(item, *derived)
                && !reported.contains(&place)
            {
                diagnostics.push(reason.finding(name(item).unwrap_or_default(), derived.name(), place));
                reported.push(place);
            }
        }
    }
    let unions = named(modules, |item| matches!(item, Item::Union(_)));
    let with_accessors: BTreeSet<String> = selected(&derive.accessors, &["derive", "accessors"], &unions, diagnostics)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    for item in modules.iter_mut().flat_map(|module| &mut module.items) {
        let asked = name(item).and_then(|name| wanted.get(name));
        let traits: Vec<&'static str> = asked.into_iter().flatten().map(|(derived, _)| derived.name()).collect();
        let requires_equality = |asked: &BTreeMap<DeriveTrait, SpecPath>| {
            asked.contains_key(&DeriveTrait::Eq) || asked.contains_key(&DeriveTrait::PartialOrd)
        };
        let incomparable = derive.incomparable && !asked.is_some_and(requires_equality);
        match item {
            Item::Struct(item) => {
                item.derives.traits = traits;
                item.derives.incomparable = incomparable;
            }
            Item::Enumeration(item) => item.derives.traits = traits,
            Item::Union(item) => {
                item.derives.traits = traits;
                item.derives.incomparable = incomparable;
                if with_accessors.contains(&item.name) {
                    let names = scope.names.schema(item.id).map(|names| names.accessors.as_slice()).unwrap_or_default();
                    let accessors = item.variants.iter().zip(names);
                    item.accessors = accessors.map(|(variant, name)| docs::accessor(name, &variant.name)).collect();
                }
            }
            _ => {}
        }
    }
}

/// Returns the traits that have to be derived with a trait.
const fn implied(derived: DeriveTrait) -> &'static [DeriveTrait] {
    match derived {
        DeriveTrait::Copy => &[DeriveTrait::Copy],
        DeriveTrait::Eq => &[DeriveTrait::Eq],
        DeriveTrait::PartialOrd => &[DeriveTrait::PartialOrd],
        DeriveTrait::Ord => &[DeriveTrait::Eq, DeriveTrait::PartialOrd, DeriveTrait::Ord],
        DeriveTrait::Hash => &[DeriveTrait::Hash],
    }
}

/// Returns the structs, enumerations and unions.
pub(super) fn models(modules: &[Module]) -> impl Iterator<Item = &Item> {
    let items = modules.iter().filter(|module| module.path.first().is_some_and(|first| first == "models"));
    items.flat_map(|module| &module.items).filter(|item| name(item).is_some())
}

/// Returns the name of a struct, enumeration or union.
pub(super) fn name(item: &Item) -> Option<&str> {
    match item {
        Item::Struct(item) => Some(&item.name),
        Item::Enumeration(item) => Some(&item.name),
        Item::Union(item) => Some(&item.name),
        _ => None,
    }
}

/// The names of a model by which the configuration can list it: its own, and those of its aliases. The value is its own.
pub(super) type ModelNames = BTreeMap<String, String>;

/// Returns the names of these structs, enumerations and unions.
pub(super) fn named(modules: &[Module], is_wanted: fn(&Item) -> bool) -> ModelNames {
    let items = || modules.iter().flat_map(|module| &module.items);
    let own: BTreeMap<ItemId, &str> = models(modules)
        .filter(|item| is_wanted(item))
        .filter_map(|item| Some((item.definitions().first()?.0, name(item)?)))
        .collect();
    let aliases: BTreeMap<ItemId, &Alias> = items()
        .filter_map(|item| if let Item::Alias(alias) = item { Some((ItemId::Model(alias.id), &**alias)) } else { None })
        .collect();
    let target = |alias: &Alias| match alias.ty {
        Ty::Path(Path::Item(target)) => Some(target),
        _ => None,
    };
    let mut names: ModelNames = own.values().map(|name| ((*name).to_owned(), (*name).to_owned())).collect();
    for alias in aliases.values() {
        // An alias that leads to itself is not an alias in Rust, so the way ends.
        let way = std::iter::successors(target(alias), |at| target(aliases.get(at)?));
        if let Some(owner) = way.last().and_then(|last| own.get(&last)) {
            names.insert(alias.name.clone(), (*owner).to_owned());
        }
    }
    names
}

/// Returns the models that patterns select by one of their names, each with the place of the pattern. Reports patterns that select
/// nothing.
pub(super) fn selected(
    patterns: &[String],
    keys: &[&str],
    names: &ModelNames,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, SpecPath)> {
    let mut selected: Vec<(String, SpecPath)> = Vec::new();
    let mut excluded: BTreeSet<&str> = BTreeSet::new();
    for (index, text) in patterns.iter().enumerate() {
        let place = key_path(keys).index(index);
        let wanted = text.strip_prefix('!').unwrap_or(text);
        // An invalid pattern was reported when the configuration was read.
        let Ok(pattern) = glob::Pattern::new(wanted) else { continue };
        let found = names.iter().filter(|(name, _)| pattern.matches(name));
        let found: BTreeSet<&String> = found.map(|(_, model)| model).collect();
        if found.is_empty() {
            let message = format!("no model is called `{wanted}`");
            let help = suggestion(wanted, names.keys().map(String::as_str));
            diagnostics.push(Diagnostic::new(Code::ConfigNotApplicable, &place, message).help(help));
        }
        if text.starts_with('!') {
            excluded.extend(found.into_iter().map(String::as_str));
        } else {
            selected.extend(found.into_iter().map(|name| (name.clone(), place.clone())));
        }
    }
    selected.retain(|(name, _)| !excluded.contains(name.as_str()));
    selected
}

/// The reason why a model cannot have a trait.
pub(super) struct Reason {
    pub(super) message: String,
    /// The model that would need the trait, too.
    pub(super) model: Option<String>,
}

impl Reason {
    pub(super) fn new(message: String) -> Self {
        Self { message, model: None }
    }

    /// Returns the finding that a model cannot have a trait.
    pub(super) fn finding(&self, name: &str, derived: &str, place: &SpecPath) -> Diagnostic {
        let message = format!("`{name}` cannot be `{derived}`: {}", self.message);
        let exclude = format!("exclude it by `\"!{name}\"`");
        let help = match &self.model {
            Some(model) => format!("add `{model}` to the list, or {exclude}"),
            None => format!("remove it from the list, or {exclude}"),
        };
        Diagnostic::new(Code::ConfigInvalidValue, place, message).help(help)
    }
}

/// The models with the traits that they have.
struct Known<'m> {
    models: HashMap<SchemaId, Model<'m>>,
}

struct Model<'m> {
    name: &'m str,
    traits: BTreeSet<DeriveTrait>,
    /// The type behind an alias.
    alias: Option<&'m Ty>,
    /// True if the configuration can list it.
    is_listed: bool,
}

impl<'m> Known<'m> {
    fn new(modules: &'m [Module], wanted: &BTreeMap<String, BTreeMap<DeriveTrait, SpecPath>>) -> Self {
        let items = modules.iter().flat_map(|module| &module.items);
        let models = items.filter_map(|item| {
            let (id, name, own, alias): (SchemaId, &str, &[DeriveTrait], Option<&Ty>) = match item {
                Item::Struct(item) => (item.id, &item.name, &[], None),
                Item::Union(item) => (item.id, &item.name, &[], None),
                Item::Wrapper(item) => (item.id, &item.name, &[], None),
                Item::Alias(item) => (item.id, &item.name, &[], Some(&item.ty)),
                Item::CheckedString(item) => (item.id, &item.name, &OF_TEXT, None),
                Item::Enumeration(item) => match item.id {
                    ItemId::Model(id) if item.integers => (id, &item.name, &OF_INTEGERS, None),
                    ItemId::Model(id) => (id, &item.name, &OF_VALUES, None),
                    _ => return None,
                },
                _ => return None,
            };
            let asked = wanted.get(name).into_iter().flat_map(BTreeMap::keys);
            let traits = own.iter().chain(asked).copied().collect();
            Some((id, Model { name, traits, alias, is_listed: self::name(item).is_some() }))
        });
        Self { models: models.collect() }
    }

    /// Returns the reason why an item cannot have a trait.
    fn item(&self, item: &Item, derived: DeriveTrait) -> Result<(), Reason> {
        match item {
            Item::Struct(item) => {
                for field in &item.fields {
                    self.part(&format!("the field `{}`", field.name), &field.ty, derived)?;
                }
                match &item.rest {
                    Some(rest) if derived == DeriveTrait::Copy => {
                        Err(lacking(&format!("the field `{}`", rest.name), "a map"))
                    }
                    Some(rest) => self.part(&format!("the field `{}`", rest.name), &rest.ty, derived),
                    None => Ok(()),
                }
            }
            Item::Union(item) => {
                for variant in &item.variants {
                    let part = format!("the variant `{}`", variant.name);
                    if derived == DeriveTrait::Copy && variant.holder.is_some() {
                        return Err(lacking(&part, "a box"));
                    }
                    self.part(&part, &variant.ty, derived)?;
                }
                self.part(&format!("the variant `{}`", item.unknown.name), &Ty::path(External::JsonValue), derived)
            }
            Item::Enumeration(item) if derived == DeriveTrait::Copy && !item.integers => {
                Err(lacking(&format!("the variant `{}`", item.unknown.name), "`String`"))
            }
            _ => Ok(()),
        }
    }

    fn part(&self, part: &str, ty: &Ty, derived: DeriveTrait) -> Result<(), Reason> {
        match self.lacks(ty, derived, &mut HashSet::new()) {
            None => Ok(()),
            Some(Lack::Type(text)) => Err(lacking(part, &text)),
            Some(Lack::Model { name, is_listed }) => {
                let message = format!("{part} contains `{name}`, which is not `{}`", derived.name());
                Err(Reason { message, model: is_listed.then_some(name) })
            }
        }
    }

    /// Returns the type within a type that lacks a trait. `seen` has the aliases whose types were examined: one can be part of a type
    /// many times, at every level.
    fn lacks(&self, ty: &Ty, derived: DeriveTrait, seen: &mut HashSet<SchemaId>) -> Option<Lack> {
        let lacks =
            |has: &[DeriveTrait], name: &str| (!has.contains(&derived)).then(|| Lack::Type(format!("`{name}`")));
        let mut inner = |types: &[Ty]| types.iter().find_map(|ty| self.lacks(ty, derived, seen));
        match ty {
            Ty::Path(Path::Std(Std::F32 | Std::F64)) => lacks(&OF_FLOATS, "f64"),
            Ty::Path(Path::Std(Std::String)) => lacks(&OF_TEXT, "String"),
            Ty::Path(Path::External(External::JsonValue)) => lacks(&OF_VALUES, "serde_json::Value"),
            Ty::Path(Path::External(External::Url)) => lacks(&OF_TEXT, "url::Url"),
            Ty::Path(Path::External(External::Bytes)) => lacks(&OF_TEXT, "bytes::Bytes"),
            Ty::Path(Path::Item(ItemId::Model(id)) | Path::Exported(ItemId::Model(id))) => {
                let model = self.models.get(id)?;
                match model.alias {
                    Some(ty) if seen.insert(*id) => self.lacks(ty, derived, seen),
                    Some(_) => None,
                    None => (!model.traits.contains(&derived))
                        .then(|| Lack::Model { name: model.name.to_owned(), is_listed: model.is_listed }),
                }
            }
            Ty::Path(Path::Runtime(found) | Path::Public(found)) => {
                let has: &[DeriveTrait] = match *found {
                    symbol::model::offset_time::OFFSET_TIME => &OF_INTEGERS,
                    symbol::model::integer_string::I64_STRING | symbol::model::integer_string::U64_STRING => {
                        &DeriveTrait::ALL
                    }
                    symbol::model::base64::BASE64 | symbol::model::time::DURATION => &OF_VALUES,
                    _ => &[],
                };
                lacks(has, found.name())
            }
            Ty::Generic(outer, _) if *outer == Holder::Nested.path() => lacks(&[], "Nested"),
            Ty::Generic(Path::External(External::JsonMap), _) => lacks(&OF_VALUES, "serde_json::Map"),
            Ty::Generic(Path::Std(Std::Vec | Std::Box | Std::BTreeMap), types) => lacks(&OF_TEXT, "a list, map or box")
                .map(|_| Lack::Type("a list, map or box".to_owned()))
                .or_else(|| inner(types)),
            Ty::Generic(_, types) | Ty::Tuple(types) => inner(types),
            Ty::Path(_) | Ty::Unit | Ty::Own(_) => None,
        }
    }
}

/// The type that lacks a trait.
enum Lack {
    Type(String),
    Model { name: String, is_listed: bool },
}

fn lacking(part: &str, what: &str) -> Reason {
    Reason::new(format!("{part} is {what}"))
}

/// The traits of strings.
const OF_TEXT: [DeriveTrait; 4] = [DeriveTrait::Eq, DeriveTrait::PartialOrd, DeriveTrait::Ord, DeriveTrait::Hash];
/// The traits of values without an order.
const OF_VALUES: [DeriveTrait; 2] = [DeriveTrait::Eq, DeriveTrait::Hash];
/// The traits of copied values without an order.
const OF_INTEGERS: [DeriveTrait; 3] = [DeriveTrait::Copy, DeriveTrait::Eq, DeriveTrait::Hash];
/// The traits of floating-point numbers.
const OF_FLOATS: [DeriveTrait; 2] = [DeriveTrait::Copy, DeriveTrait::PartialOrd];
