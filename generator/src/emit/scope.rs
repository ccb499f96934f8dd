//! Decides how references are written in a module: by an imported name or by a path.
//!
//! A module is first emitted as if all names were unique. Each name that is written without a path is recorded with the item to
//! which it refers. If one name refers to several items, all but one of them get a path, and the module is emitted again.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, TokenStream};

use super::emitted::{Documentation, Emitted, Imports};
use super::tokens::{Piece, doc_lines, ident};
use crate::comment::Comment;
use crate::rust::{Directory, External, Form, Item, ItemId, Module, Path, Std, Symbol, Ty};

/// The state of a module that is being emitted.
pub(super) struct Scope<'a> {
    directory: &'a Directory<'a>,
    /// The first segment of its path.
    home: &'a str,
    /// Its definitions, by name.
    defined: BTreeMap<&'a str, ItemId>,
    /// The references that are written with a path.
    qualified: BTreeSet<Path>,
    form: Form,
    noted: RefCell<Noted>,
}

/// The references that have been written so far.
#[derive(Default)]
struct Noted {
    imports: Imports,
    /// The names written without a path, and the items to which they refer.
    names: BTreeMap<String, BTreeSet<Path>>,
    /// The names of type parameters and of re-exports from the runtime.
    own: BTreeSet<String>,
    documentation: Documentation,
}

/// Emits a module repeatedly until each name in it refers to one item.
pub(super) fn without_clashes(
    (module, form): (&Module, Form),
    directory: &Directory<'_>,
    emit: impl Fn(&Scope<'_>) -> Vec<Piece>,
) -> Emitted {
    let mut qualified = ambiguous(module, directory);
    loop {
        let scope = Scope {
            directory,
            home: module.path.first().map_or("", String::as_str),
            defined: module.items.iter().flat_map(Item::definitions).map(|(item, name)| (name, item)).collect(),
            qualified,
            form,
            noted: RefCell::default(),
        };
        let pieces = emit(&scope);
        let clashes = scope.clashes();
        // A reference never loses its path, so the set grows and the loop terminates.
        if clashes.is_subset(&scope.qualified) {
            let Noted { imports, documentation, .. } = scope.noted.into_inner();
            return Emitted { imports, pieces, documentation };
        }
        qualified = scope.qualified.union(&clashes).copied().collect();
    }
}

/// Returns the models that need a path because they share their name with an item of `operations`. Outside of `models` both are
/// public, so the source has to show which one is meant.
fn ambiguous(module: &Module, directory: &Directory<'_>) -> BTreeSet<Path> {
    if module.path.first().is_some_and(|first| first == "models") {
        return BTreeSet::new();
    }
    directory.ambiguous().clone()
}

/// How a reference is written.
enum Spelling {
    /// Its name.
    Bare,
    /// Its name, imported from this module.
    Imported(&'static str),
    /// Its name after the last segment of its module, which is imported from the root.
    Qualified(&'static str),
    /// Its name after the path of its module.
    Full(&'static str),
}

impl Scope<'_> {
    /// Returns the source of a reference.
    pub(super) fn text(&self, path: impl Into<Path>) -> String {
        let path = path.into();
        let name = self.name(path);
        let mut noted = self.noted.borrow_mut();
        match self.spelling(path, name) {
            Spelling::Bare => {
                noted.names.entry(name.to_owned()).or_default().insert(path);
                name.to_owned()
            }
            Spelling::Imported(module) => {
                noted.names.entry(name.to_owned()).or_default().insert(path);
                noted.imports.entry(module.to_owned()).or_default().insert(name.to_owned());
                name.to_owned()
            }
            Spelling::Qualified(module) => {
                noted.imports.entry("crate".to_owned()).or_default().insert(module.to_owned());
                format!("{module}::{name}")
            }
            Spelling::Full(module) => format!("{module}::{name}"),
        }
    }

    /// Returns the tokens of a reference.
    pub(super) fn path(&self, path: impl Into<Path>) -> TokenStream {
        super::path(&self.text(path))
    }

    /// Returns the tokens of an item of the crate.
    pub(super) fn item(&self, item: ItemId) -> TokenStream {
        self.path(item)
    }

    /// Returns the tokens of an item of the runtime.
    pub(super) fn runtime(&self, symbol: Symbol) -> TokenStream {
        self.path(Path::Runtime(symbol))
    }

    /// Returns the source of a macro of the runtime.
    pub(super) fn macro_text(&self, symbol: Symbol) -> String {
        self.text(Path::Runtime(symbol))
    }

    /// Returns the tokens of a type.
    pub(super) fn ty(&self, ty: &Ty) -> TokenStream {
        match ty {
            Ty::Path(path) => self.path(*path),
            Ty::Generic(path, arguments) => {
                let path = self.path(*path);
                let arguments = arguments.iter().map(|argument| self.ty(argument));
                quote::quote! { #path<#(#arguments),*> }
            }
            Ty::Tuple(items) => {
                let items = items.iter().map(|item| self.ty(item));
                quote::quote! { (#(#items),*) }
            }
            Ty::Unit => quote::quote! { () },
            Ty::Own(source) => super::source(source),
        }
    }

    /// Returns the source of a type.
    pub(super) fn ty_text(&self, ty: &Ty) -> String {
        ty.source(&|path| self.text(path))
    }

    /// Returns documentation of an item, or of a member of an `impl`.
    pub(super) fn docs(&self, comment: &Comment) -> TokenStream {
        if comment.is_empty() {
            return TokenStream::new();
        }
        let documentation = &mut self.noted.borrow_mut().documentation;
        let index = Literal::usize_unsuffixed(documentation.len());
        documentation.push(doc_lines(comment).collect());
        quote::quote! { #[doc(#index)] }
    }

    /// Declares a name as the module's own: a type parameter or a re-export.
    pub(super) fn own(&self, name: &str) -> Ident {
        self.noted.borrow_mut().own.insert(name.to_owned());
        ident(name)
    }

    /// Declares the names of items of the runtime that the module re-exports.
    pub(super) fn exported<const N: usize>(&self, symbols: [Symbol; N]) -> [Ident; N] {
        symbols.map(|symbol| self.own(symbol.name()))
    }

    /// Returns the condition that a feature of the crate is enabled. A module of another crate has no features of its own.
    pub(super) fn gate(&self, feature: &str) -> Option<TokenStream> {
        (self.form == Form::Crate).then(|| quote::quote! { #[cfg(feature = #feature)] })
    }

    /// Returns true if the code is a crate, which chooses the features of its runtime.
    pub(super) fn is_crate(&self) -> bool {
        self.form == Form::Crate
    }

    fn name(&self, path: Path) -> &str {
        match path {
            Path::Item(item) | Path::Exported(item) => self.directory.name(item),
            Path::Runtime(symbol) | Path::Public(symbol) => symbol.name(),
            Path::Std(std) => std.name(),
            Path::External(external) => external.parts().1,
        }
    }

    fn spelling(&self, path: Path, name: &str) -> Spelling {
        let is_qualified = self.qualified.contains(&path);
        match path {
            Path::Item(item) if self.defined.get(name) == Some(&item) => Spelling::Bare,
            Path::Item(item) => self.foreign(item, is_qualified),
            Path::Exported(ItemId::Model(_)) => Spelling::Full("crate::models"),
            Path::Exported(_) | Path::Public(_) => Spelling::Full("crate"),
            Path::Runtime(symbol) if is_qualified => Spelling::Full(symbol.module()),
            Path::Runtime(symbol) => Spelling::Imported(symbol.module()),
            Path::Std(std) => match std.module() {
                Some(module) if is_qualified => Spelling::Full(module),
                Some(module) if !std.is_in_prelude() => Spelling::Imported(module),
                _ => Spelling::Bare,
            },
            Path::External(External::Method) if !is_qualified => Spelling::Imported("http"),
            Path::External(external) => Spelling::Full(external.parts().0),
        }
    }

    /// Returns how an item of another module is written.
    fn foreign(&self, item: ItemId, is_qualified: bool) -> Spelling {
        match item {
            ItemId::Model(_) | ItemId::ModelArguments(_) if self.home == "models" => Spelling::Imported("super"),
            // These modules use few models and have many names of their own.
            ItemId::Model(_) | ItemId::ModelArguments(_)
                if is_qualified || matches!(self.home, "error" | "headers") =>
            {
                Spelling::Qualified("models")
            }
            ItemId::Model(_) | ItemId::ModelArguments(_) => Spelling::Imported("crate::models"),
            ItemId::BodyChoice(_) if !is_qualified => Spelling::Imported("crate::operations"),
            ItemId::Group(_) => Spelling::Full("crate::operations"),
            ItemId::Operation(_) | ItemId::OperationArguments(_) | ItemId::Outcome(_) | ItemId::BodyChoice(_) => {
                Spelling::Qualified("operations")
            }
            ItemId::Server(_) | ItemId::ServerValues(..) => Spelling::Full("crate::servers"),
            ItemId::OAuthServer(_) => Spelling::Full("crate::oauth"),
            ItemId::Client | ItemId::ClientBuilder | ItemId::BaseUrl | ItemId::Scheme(_) if is_qualified => {
                Spelling::Full("crate::client")
            }
            ItemId::Client | ItemId::ClientBuilder | ItemId::BaseUrl | ItemId::Scheme(_) => {
                Spelling::Imported("crate::client")
            }
            ItemId::BlockingClient => Spelling::Full("crate::blocking"),
            ItemId::Error | ItemId::ApiError | ItemId::ErrorBody | ItemId::Headers if is_qualified => {
                Spelling::Full("crate")
            }
            ItemId::Error | ItemId::ApiError | ItemId::ErrorBody => Spelling::Imported("crate::error"),
            ItemId::Headers => Spelling::Imported("crate::headers"),
        }
    }

    /// Returns the references that need a path. Of those that share a name, the item that the module defines keeps it, or else
    /// the one with the highest rank. Models have the lowest rank, so that the other code is the same in every crate.
    fn clashes(&self) -> BTreeSet<Path> {
        let noted = self.noted.borrow();
        let mut clashes = BTreeSet::new();
        for (name, paths) in &noted.names {
            let own = self.defined.get(name.as_str()).map(|item| Path::Item(*item));
            let is_taken = noted.own.contains(name) && own.is_none();
            let keeper = own.or_else(|| paths.iter().max_by_key(|path| rank(**path)).copied());
            clashes.extend(paths.iter().copied().filter(|path| is_taken || Some(*path) != keeper));
        }
        clashes
    }
}

/// Returns the rank by which one of several items keeps a name.
const fn rank(path: Path) -> u8 {
    match path {
        Path::Item(ItemId::Model(_) | ItemId::ModelArguments(_)) => 0,
        Path::Item(
            ItemId::Operation(_) | ItemId::OperationArguments(_) | ItemId::Outcome(_) | ItemId::BodyChoice(_),
        ) => 1,
        Path::Item(_) | Path::Exported(_) => 2,
        Path::External(_) | Path::Public(_) => 3,
        Path::Runtime(_) => 4,
        Path::Std(Std::BTreeMap | Std::PhantomData) => 5,
        Path::Std(_) => 6,
    }
}
