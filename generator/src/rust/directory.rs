//! The names of a crate's items, with which references to them are written.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{ItemId, Module, Path, Ty};

/// The names of a crate's items.
#[derive(Debug, Clone, Default)]
pub struct Directory<'c> {
    names: BTreeMap<ItemId, &'c str>,
    /// The models that share their name with an item of `operations`.
    ambiguous: BTreeSet<Path>,
}

impl<'c> Directory<'c> {
    /// Collects the names of the items that these modules define.
    #[must_use]
    pub fn new(modules: &'c [Module]) -> Self {
        let items = modules.iter().flat_map(|module| &module.items);
        let names: BTreeMap<ItemId, &str> = items.flat_map(super::Item::definitions).collect();
        let of = |home: &'static str| names.iter().filter(move |(item, _)| item.module() == home);
        let operations: HashSet<&str> = of("operations").map(|(_, name)| *name).collect();
        let ambiguous = of("models").filter(|(_, name)| operations.contains(*name)).map(|(item, _)| (*item).into());
        Self { ambiguous: ambiguous.collect(), names }
    }

    /// Returns the models that share their name with an item of `operations`.
    pub(crate) fn ambiguous(&self) -> &BTreeSet<Path> {
        &self.ambiguous
    }

    /// Returns the name of an item; `undefined` if no module defines it.
    #[must_use]
    pub fn name(&self, item: ItemId) -> &'c str {
        self.names.get(&item).copied().unwrap_or("undefined")
    }

    /// Returns the source of a type in code that uses the crate under the name `krate`.
    #[must_use]
    pub fn outside(&self, krate: &str, ty: &Ty) -> String {
        ty.source(&|path| path.outside(krate, &|item| self.name(item)))
    }
}

impl Ty {
    /// Returns the source of the type, given a function that writes its paths.
    #[must_use]
    pub fn source(&self, written: &dyn Fn(Path) -> String) -> String {
        let list = |types: &[Self]| types.iter().map(|ty| ty.source(written)).collect::<Vec<_>>().join(", ");
        match self {
            Self::Path(path) => written(*path),
            Self::Generic(path, arguments) => format!("{}<{}>", written(*path), list(arguments)),
            Self::Tuple(items) => format!("({})", list(items)),
            Self::Unit => "()".to_owned(),
            Self::Own(source) => source.clone(),
        }
    }
}

impl Path {
    /// Returns the source of the path in code that uses the crate under the name `krate`, given the names of items.
    #[must_use]
    pub fn outside<'c>(self, krate: &str, name: &dyn Fn(ItemId) -> &'c str) -> String {
        match self {
            Self::Item(item) | Self::Exported(item) if item.is_at_root() => format!("{krate}::{}", name(item)),
            Self::Item(item) | Self::Exported(item) => format!("{krate}::{}::{}", item.module(), name(item)),
            Self::Runtime(symbol) | Self::Public(symbol) => format!("{krate}::{}", symbol.name()),
            Self::Std(std) => match std.module().filter(|_| !std.is_in_prelude()) {
                Some(module) => format!("{module}::{}", std.name()),
                None => std.name().to_owned(),
            },
            Self::External(external) => {
                let (module, name) = external.parts();
                format!("{module}::{name}")
            }
        }
    }
}
