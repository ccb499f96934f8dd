//! The parameter styles of `OpenAPI` 3.0, which write values into paths, queries, headers and cookies.
//!
//! The output matches the examples in the specification. Characters that could be mistaken for delimiters of the style
//! are escaped.

use super::escape::{Guard, cookie_name, escape};
use super::nesting::{Nesting, Pairs, unwritable};
use super::param_value::{Extent, Plain};
use crate::runtime::model::checked::InvalidValue;

/// The style of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    shape: StyleKind,
    explode: bool,
    reserved: Reserved,
    empty: bool,
    delimiter: Delimiter,
    nesting: Nesting,
}

/// The reserved characters that are not escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reserved {
    Escaped,
    Allowed,
    AllowedWithSlash,
}

/// The styles with their names in the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StyleKind {
    Simple,
    Label,
    Matrix,
    Form,
    DeepObject,
    Cookie,
}

/// The delimiter between items that share a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Delimiter {
    Comma,
    Space,
    Tab,
    Pipe,
}

impl Delimiter {
    /// Returns the delimiter in a path or a query.
    fn escaped(self) -> &'static str {
        match self {
            Self::Comma => ",",
            Self::Space => "%20",
            Self::Tab => "%09",
            Self::Pipe => "%7C",
        }
    }

    /// Returns the delimiter in a header, the characters that no item can contain, and those that no key before `=` can
    /// contain.
    fn plain(self) -> (&'static str, Guard, Guard) {
        match self {
            Self::Comma => (",", Guard::Header(&[',']), Guard::Header(&[',', '='])),
            Self::Space => (" ", Guard::Header(&[' ']), Guard::Header(&[' ', '='])),
            Self::Tab => ("\t", Guard::Header(&['\t']), Guard::Header(&['\t', '='])),
            Self::Pipe => ("|", Guard::Header(&['|']), Guard::Header(&['|', '='])),
        }
    }
}

impl Style {
    /// `simple`, in paths and headers: `a,b`.
    pub const SIMPLE: Self = Self::new(StyleKind::Simple, false);
    /// `label`, in paths: `.a,b`.
    pub const LABEL: Self = Self::new(StyleKind::Label, false);
    /// `matrix`, in paths: `;name=a,b`.
    pub const MATRIX: Self = Self::new(StyleKind::Matrix, false);
    /// `form`, in queries and cookies, exploded by default: `name=a&name=b`.
    pub const FORM: Self = Self::new(StyleKind::Form, true);
    /// `spaceDelimited`, in queries: `name=a%20b`.
    pub const SPACE_DELIMITED: Self = Self::new(StyleKind::Form, false).separated_by_spaces();
    /// `pipeDelimited`, in queries: `name=a%7Cb`.
    pub const PIPE_DELIMITED: Self = Self::new(StyleKind::Form, false).separated_by_pipes();
    /// `deepObject`, in queries: `name%5Bkey%5D=a`. The specification does not define nested lists and objects. The
    /// default convention is `name%5Bkey%5D%5B0%5D=a` and `name%5Bkey%5D%5Bkey%5D=a`, as `qs` and most servers read
    /// them.
    pub const DEEP_OBJECT: Self = Self::new(StyleKind::DeepObject, true).nested_in_indices();

    /// `cookie`, in cookies, exploded by default: `name=a; name=b`. Nothing is escaped.
    pub const COOKIE: Self = Self::new(StyleKind::Cookie, true);

    const fn new(shape: StyleKind, explode: bool) -> Self {
        let (reserved, delimiter, nesting) = (Reserved::Escaped, Delimiter::Comma, Nesting::Repeated);
        Self { shape, explode, reserved, empty: false, delimiter, nesting }
    }

    /// Sets `explode: true`: every item and every property has its own name.
    #[must_use]
    pub const fn exploded(mut self) -> Self {
        self.explode = true;
        self
    }

    /// Sets `explode: false`: all items and properties share a name.
    #[must_use]
    pub const fn joined(mut self) -> Self {
        self.explode = false;
        self
    }

    /// Separates items with spaces instead of commas.
    #[must_use]
    pub const fn separated_by_spaces(mut self) -> Self {
        self.delimiter = Delimiter::Space;
        self
    }

    /// Separates items with tabs instead of commas.
    #[must_use]
    pub const fn separated_by_tabs(mut self) -> Self {
        self.delimiter = Delimiter::Tab;
        self
    }

    /// Separates items with `|` instead of commas.
    #[must_use]
    pub const fn separated_by_pipes(mut self) -> Self {
        self.delimiter = Delimiter::Pipe;
        self
    }

    /// Allows an empty value in a path. Otherwise it is an error, since it would call another endpoint.
    #[must_use]
    pub const fn allow_empty(mut self) -> Self {
        self.empty = true;
        self
    }

    /// Sets `allowReserved: true`: reserved characters and percent escapes are kept.
    ///
    /// Characters that would change the meaning are still escaped: `#[]&+` in a query, `/?#[]` in a path.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.reserved = Reserved::Allowed;
        self
    }

    /// Sets `allowReserved: true` in a path and keeps `/` as well, so that the value can have several segments.
    #[must_use]
    pub const fn allow_slashes(mut self) -> Self {
        self.reserved = Reserved::AllowedWithSlash;
        self
    }

    /// Writes nested lists and objects in the convention of Spring and ASP.NET: `a.b=1`, `a=1&a=2`, `a%5B0%5D.b=1`.
    #[must_use]
    pub const fn nested_in_dots(mut self) -> Self {
        self.nesting = Nesting::Dots;
        self
    }

    /// Writes nested lists and objects in the convention of Rails: `a%5Bb%5D=1`, `a%5B%5D=1`, `a%5B%5D%5Bb%5D=1`.
    #[must_use]
    pub const fn nested_in_brackets(mut self) -> Self {
        self.nesting = Nesting::Brackets;
        self
    }

    /// Writes nested lists and objects in the convention of `qs`: `a%5Bb%5D=1`, `a%5B0%5D=1`, `a%5B0%5D%5Bb%5D=1`.
    #[must_use]
    pub const fn nested_in_indices(mut self) -> Self {
        self.nesting = Nesting::Indices;
        self
    }

    /// Writes nested lists and objects as JSON text.
    #[must_use]
    pub const fn nested_as_json(mut self) -> Self {
        self.nesting = Nesting::Json;
        self
    }
}

/// Writes a scalar, or a nested value as JSON if that is the convention.
fn item(value: &Plain, nesting: Nesting, guard: Guard, out: &mut String) -> Result<(), InvalidValue> {
    let mut json = String::new();
    match value {
        Plain::Text(text) | Plain::Literal(text) => return guard.write(text, out),
        Plain::List(_) | Plain::Object(_) if nesting != Nesting::Json => return Err(unwritable()),
        _ => value.json(&mut json),
    }
    match guard {
        // Commas within JSON are distinguished from delimiters by its quotes.
        Guard::Header(_) => out.push_str(&json),
        // JSON contains characters that are not allowed in cookies.
        Guard::Cookie => escape(&json, out),
        _ => guard.write(&json, out)?,
    }
    Ok(())
}

/// The settings for writing a value without the name of the parameter.
struct Joined {
    separator: &'static str,
    equals: &'static str,
    key: Guard,
    value: Guard,
    nesting: Nesting,
}

impl Joined {
    /// Writes a scalar, or the items of a value. Items without a value are omitted.
    fn write(&self, value: &Plain, out: &mut String) -> Result<(), InvalidValue> {
        let mut between = "";
        match value {
            Plain::List(items) => {
                for value in items.iter().filter(|item| !item.is_void()) {
                    out.push_str(between);
                    item(value, self.nesting, self.value, out)?;
                    between = self.separator;
                }
            }
            Plain::Object(fields) => {
                for (key, value) in fields.iter().filter(|(_, value)| !value.is_void()) {
                    out.push_str(between);
                    self.key.write(key, out)?;
                    out.push_str(self.equals);
                    item(value, self.nesting, self.value, out)?;
                    between = self.separator;
                }
            }
            _ => item(value, self.nesting, self.value, out)?,
        }
        Ok(())
    }
}

impl Style {
    fn joined_by(self, separator: &'static str, key: Guard, value: Guard) -> Joined {
        let equals = if self.explode { "=" } else { separator };
        Joined { separator, equals, key, value, nesting: self.nesting }
    }

    /// Appends the text of a value to a path. A value without text is an error, unless the style allows it.
    pub(super) fn in_path(self, name: &str, value: &Plain, out: &mut String) -> Result<(), InvalidValue> {
        match value.extent() {
            Extent::Nothing if self.empty => return Ok(()),
            Extent::Nothing => return Err(InvalidValue::new("is required")),
            // A matrix always contains the name: `;color`.
            Extent::Empty if !self.empty && self.shape != StyleKind::Matrix => {
                return Err(InvalidValue::new("must not be empty"));
            }
            Extent::Empty | Extent::Some => {}
        }
        let guard = match self.reserved {
            Reserved::Escaped => Guard::Escape,
            Reserved::Allowed => Guard::Segment,
            Reserved::AllowedWithSlash => Guard::Segments,
        };
        match self.shape {
            StyleKind::Label => {
                out.push('.');
                self.joined_by(if self.explode { "." } else { "," }, Guard::Escape, guard).write(value, out)
            }
            StyleKind::Matrix => self.matrix(name, value, guard, out),
            _ => self.joined_by(self.delimiter.escaped(), Guard::Escape, guard).write(value, out),
        }
    }

    /// Returns the text of a value in a header, or `None` without a value.
    pub(super) fn in_header(self, value: &Plain) -> Result<Option<String>, InvalidValue> {
        if value.is_void() {
            return Ok(None);
        }
        let mut out = String::new();
        if let Some(text) = value.scalar() {
            out.push_str(text);
        } else {
            let (separator, guard, before_equals) = self.delimiter.plain();
            let key = if self.explode { before_equals } else { guard };
            self.joined_by(separator, key, guard).write(value, &mut out)?;
        }
        Ok(Some(out))
    }

    /// Appends `name=value` pairs to a query or a form, separated by `&`.
    pub(super) fn in_query(self, name: &str, value: &Plain, out: &mut String) -> Result<(), InvalidValue> {
        if value.is_void() {
            return Ok(());
        }
        let mut pairs = self.pairs(out);
        match value {
            Plain::List(_) if self.shape == StyleKind::DeepObject => pairs.nested(&mut name.to_owned(), value),
            Plain::Object(fields) if self.shape == StyleKind::DeepObject => pairs.members(&mut name.to_owned(), fields),
            Plain::List(items) if self.explode => pairs.repeated(name, items),
            Plain::Object(fields) if self.explode => {
                fields.iter().try_for_each(|(key, value)| pairs.nested(&mut key.clone(), value))
            }
            Plain::List(_) | Plain::Object(_) => {
                pairs.name(name);
                let delimiter = self.delimiter.escaped();
                self.joined_by(delimiter, pairs.guard, pairs.guard).write(value, pairs.out)
            }
            _ => value.scalar().map_or(Ok(()), |text| pairs.push(name, text)),
        }
    }

    /// Appends a property with this key to a form that is an exploded object.
    pub(super) fn as_field(self, key: &str, value: &Plain, out: &mut String) -> Result<(), InvalidValue> {
        self.pairs(out).nested(&mut key.to_owned(), value)
    }

    /// Returns the key of an item in a form that is a list instead of an object.
    pub(super) fn item_key(self, index: usize) -> String {
        if self.nesting == Nesting::Dots { format!("[{index}]") } else { index.to_string() }
    }

    fn pairs(self, out: &mut String) -> Pairs<'_> {
        let guard = if self.reserved == Reserved::Escaped { Guard::Escape } else { Guard::Query };
        Pairs { nesting: self.nesting, guard, out }
    }

    /// Appends `name=value` pairs to a `Cookie`. The style `form` escapes values, and `cookie` rejects values that
    /// require escaping.
    pub(super) fn in_cookie(self, name: &str, value: &Plain, out: &mut String) -> Result<(), InvalidValue> {
        if value.is_void() {
            return Ok(());
        }
        let guard = match (self.shape, self.reserved) {
            (StyleKind::Cookie, _) => Guard::Cookie,
            (_, Reserved::Escaped) => Guard::Escape,
            _ => Guard::CookieText,
        };
        let pair = |name: &str, out: &mut String| {
            out.push_str(if out.is_empty() { "" } else { "; " });
            cookie_name(name, out);
            out.push('=');
        };
        match value {
            Plain::List(items) if self.explode => items.iter().filter(|item| !item.is_void()).try_for_each(|value| {
                pair(name, out);
                item(value, self.nesting, guard, out)
            }),
            Plain::Object(fields) if self.explode => {
                fields.iter().filter(|(_, value)| !value.is_void()).try_for_each(|(key, value)| {
                    pair(key, out);
                    item(value, self.nesting, guard, out)
                })
            }
            _ => {
                pair(name, out);
                self.joined_by(",", guard, guard).write(value, out)
            }
        }
    }

    /// Writes `;name=value`, or only `;name` for an empty value.
    fn matrix(self, name: &str, value: &Plain, guard: Guard, out: &mut String) -> Result<(), InvalidValue> {
        let mut named = |name: &str, value: &Plain| {
            out.push(';');
            escape(name, out);
            if value.scalar() == Some("") {
                return Ok(());
            }
            out.push('=');
            item(value, self.nesting, guard, out)
        };
        match value {
            Plain::List(items) if self.explode => {
                items.iter().filter(|item| !item.is_void()).try_for_each(|item| named(name, item))
            }
            Plain::Object(fields) if self.explode => {
                let mut fields = fields.iter().filter(|(_, value)| !value.is_void());
                fields.try_for_each(|(key, value)| named(key, value))
            }
            Plain::List(_) | Plain::Object(_) => {
                out.push(';');
                escape(name, out);
                out.push('=');
                self.joined_by(",", Guard::Escape, guard).write(value, out)
            }
            _ => named(name, value),
        }
    }
}
