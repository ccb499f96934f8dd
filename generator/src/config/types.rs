//! `[types]`: the Rust types of formats, schemas and properties.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::dependency::{self, Dependency};
use super::rust_type::{self, RustType};
use super::section::{Entry, Section};
use super::{read, value};
use crate::diag::Diagnostics;
use crate::nearest::suggestion;

/// `[types]`: the Rust types of formats, schemas and properties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Types {
    /// The types of formats (`date-time`) and places (`#/components/schemas/Money`).
    pub choices: BTreeMap<String, TypeChoice>,
    /// `from-document`: the types that `x-rust-type` names are used.
    pub from_document: bool,
    /// `share`: equal inline schemas are one type.
    pub share: bool,
}

impl Default for Types {
    fn default() -> Self {
        Self { choices: BTreeMap::new(), from_document: false, share: true }
    }
}

/// The Rust type of a format or place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeChoice {
    /// `"string"`: strings, unchanged.
    String,
    /// A type that the runtime reads and writes.
    Library(LibraryType),
    /// A type that is read and written by its implementations of serde's traits.
    Own(OwnType),
}

/// `{ use = "…", crate = { … } }`: a type of another crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnType {
    /// `use`: the type.
    pub rust: RustType,
    /// `crate`: the package that defines it, by its name. `None` if the standard library or another dependency does.
    pub package: Option<(String, Dependency)>,
}

/// A type of another crate that the runtime reads and writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LibraryType {
    /// `chrono::DateTime<chrono::Utc>`.
    ChronoDateTime,
    /// `chrono::NaiveDate`.
    ChronoDate,
    /// `time::OffsetDateTime`.
    TimeDateTime,
    /// `time::Date`.
    TimeDate,
    /// `rust_decimal::Decimal`.
    Decimal,
    /// `url::Url`.
    Url,
    /// An `i64` that is a string in JSON.
    I64String,
    /// A `u64` that is a string in JSON.
    U64String,
}

impl LibraryType {
    /// The types that the configuration names by their paths.
    pub const ALL: [Self; 6] =
        [Self::ChronoDateTime, Self::ChronoDate, Self::TimeDateTime, Self::TimeDate, Self::Decimal, Self::Url];

    /// Returns the source of the type.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::ChronoDateTime => "chrono::DateTime<chrono::Utc>",
            Self::ChronoDate => "chrono::NaiveDate",
            Self::TimeDateTime => "time::OffsetDateTime",
            Self::TimeDate => "time::Date",
            Self::Decimal => "rust_decimal::Decimal",
            Self::Url => "url::Url",
            Self::I64String => "I64String",
            Self::U64String => "U64String",
        }
    }
}

/// The values of a key: a name, and the type that it chooses; `None` for the default.
type Named = &'static [(&'static str, Option<TypeChoice>)];

/// The formats with types to choose from.
pub(super) const FORMATS: &[(&str, Named)] = &[
    (
        "date-time",
        &[
            ("jiff", None),
            ("chrono", Some(TypeChoice::Library(LibraryType::ChronoDateTime))),
            ("time", Some(TypeChoice::Library(LibraryType::TimeDateTime))),
            ("string", Some(TypeChoice::String)),
        ],
    ),
    (
        "date",
        &[
            ("jiff", None),
            ("chrono", Some(TypeChoice::Library(LibraryType::ChronoDate))),
            ("time", Some(TypeChoice::Library(LibraryType::TimeDate))),
            ("string", Some(TypeChoice::String)),
        ],
    ),
    ("uuid", &[("uuid", None), ("string", Some(TypeChoice::String))]),
    ("decimal", &[("string", None), ("rust_decimal", Some(TypeChoice::Library(LibraryType::Decimal)))]),
    ("uri", &[("string", None), ("url", Some(TypeChoice::Library(LibraryType::Url)))]),
];

/// The key for integers that are strings in JSON.
pub const INTEGERS_AS_STRINGS: &str = "int64-as-string";

/// The formats of strings with integers, with their types.
const INTEGER_STRINGS: [(&str, LibraryType); 2] =
    [("int64", LibraryType::I64String), ("uint64", LibraryType::U64String)];

impl Types {
    /// Returns the type of a format or place, unless it is the default.
    #[must_use]
    pub fn choice(&self, key: &str) -> Option<&TypeChoice> {
        self.choices.get(key)
    }

    /// Returns the places with a type of their own.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.choices.keys().map(String::as_str).filter(|key| read::is_place(key))
    }

    /// Returns the formats of strings that `int64-as-string` makes integers.
    pub fn integer_strings(&self) -> impl Iterator<Item = &'static str> {
        let chosen =
            INTEGER_STRINGS.into_iter().filter(|(format, ty)| self.choice(format) == Some(&TypeChoice::Library(*ty)));
        chosen.map(|(format, _)| format)
    }

    /// Returns the formats with another type than the default that the generator has no type of its own for.
    pub fn own_formats(&self) -> impl Iterator<Item = &str> {
        let is_own = move |key: &&str| {
            !read::is_place(key)
                && !FORMATS.iter().any(|(format, _)| format == key)
                && !self.integer_strings().any(|format| format == *key)
        };
        self.choices.keys().map(String::as_str).filter(is_own)
    }
}

/// Reads the table.
pub(super) fn read(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Types {
    let mut types = Types::default();
    let mut is_date_given = false;
    for (format, named) in FORMATS {
        let Some(entry) = table.get(format) else { continue };
        is_date_given |= *format == "date";
        if let Some(choice) = format_type(&entry, named, diagnostics) {
            types.choices.insert((*format).to_owned(), choice);
        }
    }
    // Both formats have the types of one library, unless the configuration says otherwise.
    let date = match types.choice("date-time") {
        Some(TypeChoice::Library(LibraryType::ChronoDateTime)) => Some(LibraryType::ChronoDate),
        Some(TypeChoice::Library(LibraryType::TimeDateTime)) => Some(LibraryType::TimeDate),
        _ => None,
    };
    if let Some(date) = date.filter(|_| !is_date_given) {
        types.choices.insert("date".to_owned(), TypeChoice::Library(date));
    }
    if table.get(INTEGERS_AS_STRINGS).is_some_and(|entry| value::only_true(&entry, diagnostics)) {
        types.choices.extend(INTEGER_STRINGS.map(|(format, ty)| (format.to_owned(), TypeChoice::Library(ty))));
    }
    types.from_document = table.get("from-document").is_some_and(|entry| value::only_true(&entry, diagnostics));
    types.share = table.get("share").is_none_or(|entry| !value::only_false(&entry, diagnostics));
    let entries = table.entries();
    let is_fixed = |key: &str| {
        [INTEGERS_AS_STRINGS, "from-document", "share"].contains(&key)
            || FORMATS.iter().any(|(format, _)| *format == key)
    };
    for (key, entry) in entries.into_iter().filter(|(key, _)| !is_fixed(key)) {
        let is_own_format = matches!(entry.value, DeValue::Table(_));
        if !read::is_place(key) && !is_own_format {
            continue;
        }
        table.know(key);
        if let Some(choice) = place_type(&entry, diagnostics) {
            types.choices.insert(key.to_owned(), choice);
        }
    }
    table.finish(diagnostics);
    types
}

/// Reads the type of a format: a name, the path of a library's type, or a type of one's own.
fn format_type(entry: &Entry<'_>, named: Named, diagnostics: &mut Diagnostics) -> Option<TypeChoice> {
    match entry.value {
        DeValue::String(text) => match named.iter().find(|(name, _)| name == text) {
            Some((_, choice)) => choice.clone(),
            None => library(entry, text, named.iter().map(|(name, _)| *name), diagnostics),
        },
        _ => own(entry, diagnostics).map(TypeChoice::Own),
    }
}

/// Reads the type of a place or of an unusual format.
fn place_type(entry: &Entry<'_>, diagnostics: &mut Diagnostics) -> Option<TypeChoice> {
    match entry.value {
        DeValue::String(text) if text == "string" => Some(TypeChoice::String),
        DeValue::String(text) => {
            let names = ["string"].into_iter().chain(LibraryType::ALL.map(LibraryType::source));
            library(entry, text, names, diagnostics)
        }
        _ => own(entry, diagnostics).map(TypeChoice::Own),
    }
}

/// Returns the library's type with this path.
fn library(
    entry: &Entry<'_>,
    text: &str,
    names: impl Iterator<Item = &'static str> + Clone,
    diagnostics: &mut Diagnostics,
) -> Option<TypeChoice> {
    let wanted = rust_type::parse(text);
    let found = LibraryType::ALL
        .into_iter()
        .find(|library| wanted.as_ref().is_some_and(|wanted| wanted.source() == library.source()));
    if found.is_none() {
        let message = format!("`{} = {text:?}` is not a supported type", entry.place);
        let help = if text.contains("::") {
            format!("write `{{ use = {text:?}, crate = {{ version = \"…\" }} }}`, with the version of its package")
        } else {
            suggestion(text, names)
        };
        value::invalid(&entry.place, message, &help, diagnostics);
    }
    found.map(TypeChoice::Library)
}

/// Reads `{ use = "…", crate = { … } }`.
fn own(entry: &Entry<'_>, diagnostics: &mut Diagnostics) -> Option<OwnType> {
    if !matches!(entry.value, DeValue::Table(_)) {
        entry.wrong_type("a string or a table", diagnostics);
        return None;
    }
    let mut table = entry.table(diagnostics)?;
    let place = table.path().clone();
    let path = table.string("use", diagnostics);
    let package = table.get("crate");
    table.finish(diagnostics);
    let Some((text, at)) = path else {
        let help = "name the type, as in `use = \"rust_decimal::Decimal\"`";
        value::invalid(&place, format!("`{place}` lacks `use`"), help, diagnostics);
        return None;
    };
    let Some(rust) = rust_type::parse(text) else {
        let help = "write its path from its crate, as in `rust_decimal::Decimal` or `std::net::IpAddr`";
        value::invalid(&at, format!("`{at} = {text:?}` is not the path of a type"), help, diagnostics);
        return None;
    };
    let package = match package {
        Some(entry) => Some(dependency::package(&entry, rust.krate(), diagnostics)?),
        None => None,
    };
    Some(OwnType { rust, package })
}
