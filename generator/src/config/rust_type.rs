//! The path of a Rust type in the configuration or in `x-rust-type`. Only paths with generic arguments that are paths are
//! accepted, so that no expression becomes part of a crate.

use syn::{GenericArgument, Path, PathArguments, Type};

/// The path of a type, from its crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RustType(String);

impl RustType {
    /// Returns the source of the type.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.0
    }

    /// Returns the name of the crate that defines the type, as code writes it.
    #[must_use]
    pub fn krate(&self) -> &str {
        self.0.split("::").next().unwrap_or_default()
    }

    /// Returns the names of all crates in the path and its arguments, except for the standard library.
    pub fn crates(&self) -> impl Iterator<Item = &str> {
        let paths = self.0.split(['<', '>', ',']).map(str::trim);
        let krates = paths.filter_map(|path| path.split_once("::").map(|(krate, _)| krate));
        krates.filter(|krate| !krate.is_empty() && !STANDARD.contains(krate))
    }
}

/// The crates of the standard library.
const STANDARD: [&str; 3] = ["alloc", "core", "std"];

/// Returns the type with this path. `None` if the text is not the path of a type in another crate.
#[must_use]
pub fn parse(text: &str) -> Option<RustType> {
    let Type::Path(parsed) = syn::parse_str::<Type>(text).ok()? else { return None };
    let is_whole = parsed.qself.is_none() && parsed.path.segments.len() > 1;
    let first = parsed.path.segments.first()?.ident.to_string();
    let is_outside = !["Self", "crate", "self", "super"].contains(&first.as_str());
    (is_whole && is_outside).then(|| source(&parsed.path)).flatten().map(RustType)
}

fn source(path: &Path) -> Option<String> {
    if path.leading_colon.is_some() {
        return None;
    }
    let segments = path.segments.iter().map(|segment| match &segment.arguments {
        PathArguments::None => Some(segment.ident.to_string()),
        PathArguments::AngleBracketed(list) => {
            let arguments: Option<Vec<String>> = list.args.iter().map(argument).collect();
            Some(format!("{}<{}>", segment.ident, arguments?.join(", ")))
        }
        PathArguments::Parenthesized(_) => None,
    });
    segments.collect::<Option<Vec<_>>>().map(|segments| segments.join("::"))
}

fn argument(argument: &GenericArgument) -> Option<String> {
    match argument {
        GenericArgument::Type(Type::Path(inner)) if inner.qself.is_none() => source(&inner.path),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn paths_of_other_crates_are_types() {
        for (text, source) in [
            ("rust_decimal::Decimal", "rust_decimal::Decimal"),
            ("chrono :: DateTime< chrono::Utc >", "chrono::DateTime<chrono::Utc>"),
            ("money::Amount<u8, Vec<money::Euro>>", "money::Amount<u8, Vec<money::Euro>>"),
        ] {
            assert_eq!(parse(text).expect(text).source(), source);
        }
        let ty = parse("money::Amount<u8, std::vec::Vec<coins::Euro>>").expect("a type");
        assert_eq!(ty.crates().collect::<Vec<_>>(), ["money", "coins"]);
    }

    #[test]
    fn anything_else_is_not() {
        for text in
            ["Decimal", "crate::Money", "::a::B", "[u8; 4]", "a::B<{ panic!() }>", "a::B<4>", "a::B; fn c() {}", ""]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
