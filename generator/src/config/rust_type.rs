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
        let krates = self.paths().filter_map(|path| path.split_once("::").map(|(krate, _)| krate));
        krates.filter(|krate| !krate.is_empty() && !STANDARD.contains(krate))
    }

    /// Returns a path that a document may not name: a type of the standard library that is not plain data, or a name that depends on
    /// the imports of the generated module.
    #[must_use]
    pub fn of_no_document(&self) -> Option<&str> {
        self.paths().find(|path| match path.split_once("::") {
            Some((krate, _)) => STANDARD.contains(&krate) && !DATA.contains(path),
            None => !PRIMITIVES.contains(path),
        })
    }

    /// Returns the paths in the source.
    fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.split(['<', '>', ',']).map(str::trim).filter(|path| !path.is_empty())
    }
}

/// The crates of the standard library.
const STANDARD: [&str; 3] = ["alloc", "core", "std"];

/// The types of the standard library that a document may name.
const DATA: [&str; 7] = [
    "std::net::IpAddr",
    "std::net::Ipv4Addr",
    "std::net::Ipv6Addr",
    "std::net::SocketAddr",
    "std::string::String",
    "std::time::Duration",
    "std::vec::Vec",
];

/// The types that have the same name everywhere.
const PRIMITIVES: [&str; 16] = [
    "String", "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "u128", "u16", "u32", "u64", "u8",
    "usize",
];

/// The maximum length of a path, and the maximum number of lists of arguments in it. The parser is recursive.
const MAX_LENGTH: usize = 1_000;
const MAX_LISTS: usize = 30;

/// Returns the type with this path. `None` if the text is not the path of a type in another crate.
#[must_use]
pub fn parse(text: &str) -> Option<RustType> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '<' | '>' | ',' | ' ');
    if text.len() > MAX_LENGTH || text.matches('<').count() > MAX_LISTS || !text.chars().all(is_part) {
        return None;
    }
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
        let nested = format!("a::B{}", "<a::B".repeat(3_000));
        assert_eq!(parse(&nested), None);
        assert_eq!(parse(&format!("a::B<{}a::C>", "&".repeat(900))), None);
    }

    #[test]
    fn documents_name_data_only() {
        let refused = |text: &str| parse(text).expect(text).of_no_document().map(str::to_owned);
        assert_eq!(refused("money::Amount<u8, std::vec::Vec<coins::Euro>>"), None);
        assert_eq!(refused("std::time::Duration"), None);
        assert_eq!(refused("std::fs::File").as_deref(), Some("std::fs::File"));
        assert_eq!(refused("money::Amount<Core>").as_deref(), Some("Core"));
    }
}
