//! The parameter styles of `OpenAPI` 3.0: how a value becomes text in a path, a query, a header or a cookie.
//!
//! It writes what the specification's table of examples shows, with every character escaped that could be mistaken for
//! one of the style's own.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::checked::InvalidValue;
use super::plain::{Extent, Plain};

mod cookie;

/// How a parameter's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    shape: Shape,
    explode: bool,
    reserved: bool,
    empty: bool,
    delimiter: Delimiter,
}

/// The styles as the specification names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Simple,
    Label,
    Matrix,
    Form,
    DeepObject,
    Cookie,
}

/// What stands between items that share one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Delimiter {
    Comma,
    Space,
    Tab,
    Pipe,
}

impl Delimiter {
    /// In a path or a query.
    fn escaped(self) -> &'static str {
        match self {
            Self::Comma => ",",
            Self::Space => "%20",
            Self::Tab => "%09",
            Self::Pipe => "%7C",
        }
    }

    /// In a header, and what an item must not hold there.
    fn plain(self) -> (&'static str, &'static [char]) {
        match self {
            Self::Comma => (",", &[',', '=']),
            Self::Space => (" ", &[' ']),
            Self::Tab => ("\t", &['\t']),
            Self::Pipe => ("|", &['|']),
        }
    }
}

impl Style {
    /// `simple`, in paths and headers: `a,b`.
    pub const SIMPLE: Self = Self::new(Shape::Simple, false);
    /// `label`, in paths: `.a,b`.
    pub const LABEL: Self = Self::new(Shape::Label, false);
    /// `matrix`, in paths: `;name=a,b`.
    pub const MATRIX: Self = Self::new(Shape::Matrix, false);
    /// `form`, in queries and cookies, exploded as it is by default: `name=a&name=b`.
    pub const FORM: Self = Self::new(Shape::Form, true);
    /// `spaceDelimited`, in queries: `name=a%20b`.
    pub const SPACE_DELIMITED: Self = Self::new(Shape::Form, false).separated_by_spaces();
    /// `pipeDelimited`, in queries: `name=a%7Cb`.
    pub const PIPE_DELIMITED: Self = Self::new(Shape::Form, false).separated_by_pipes();
    /// `deepObject`, in queries: `name%5Bkey%5D=a`. Objects within the object nest, and the items of lists are numbered,
    /// `name%5B0%5D=a`: the specification leaves both open, and of the ways to write lists in brackets this is the one that
    /// most servers read, also where items have an inside.
    pub const DEEP_OBJECT: Self = Self::new(Shape::DeepObject, true);

    const fn new(shape: Shape, explode: bool) -> Self {
        Self { shape, explode, reserved: false, empty: false, delimiter: Delimiter::Comma }
    }

    /// With `explode: true`: every item and every property gets a name of its own.
    #[must_use]
    pub const fn exploded(mut self) -> Self {
        self.explode = true;
        self
    }

    /// With `explode: false`: all items and properties share one name.
    #[must_use]
    pub const fn joined(mut self) -> Self {
        self.explode = false;
        self
    }

    /// With spaces instead of commas between items.
    #[must_use]
    pub const fn separated_by_spaces(mut self) -> Self {
        self.delimiter = Delimiter::Space;
        self
    }

    /// With tabs instead of commas between items.
    #[must_use]
    pub const fn separated_by_tabs(mut self) -> Self {
        self.delimiter = Delimiter::Tab;
        self
    }

    /// With `|` instead of commas between items.
    #[must_use]
    pub const fn separated_by_pipes(mut self) -> Self {
        self.delimiter = Delimiter::Pipe;
        self
    }

    /// With an empty value in a path, which is an error otherwise: it leads to another endpoint.
    #[must_use]
    pub const fn allow_empty(mut self) -> Self {
        self.empty = true;
        self
    }

    /// With `allowReserved: true`: in a query, `:/?@!$'()*,;=` stay as they are.
    ///
    /// The others of the reserved characters stay escaped: `#[]` can not be in a query, `&` and `+` would change what is read.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.reserved = true;
        self
    }
}

/// All but the letters, digits and marks that are never escaped.
const TEXT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// [`TEXT`] without what `allowReserved` lets through.
const RESERVED: &AsciiSet = &TEXT
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Appends `text` with everything escaped that is not a letter, a digit or one of `-._~`.
pub(super) fn escape(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, TEXT));
}

/// How text is protected where it is written.
#[derive(Clone, Copy)]
enum Guard {
    /// By percent escapes.
    Escape(&'static AsciiSet),
    /// Not at all, as in headers: it must not contain these.
    Forbid(&'static [char]),
}

impl Guard {
    fn write(self, text: &str, out: &mut String) -> Result<(), InvalidValue> {
        match self {
            Self::Escape(set) => out.extend(utf8_percent_encode(text, set)),
            Self::Forbid(forbidden) if text.contains(forbidden) => {
                return Err(InvalidValue::new("must not have items in a header that hold what stands between them"));
            }
            Self::Forbid(_) => out.push_str(text),
        }
        Ok(())
    }
}

/// Writes scalars with `separator` between them; those that are null are left out.
fn join(items: &[Plain], separator: &str, guard: Guard, out: &mut String) -> Result<(), InvalidValue> {
    let mut between = "";
    for item in items {
        if let Some(text) = item.scalar()? {
            out.push_str(between);
            guard.write(text, out)?;
            between = separator;
        }
    }
    Ok(())
}

/// Writes names and values with `separator` between the pairs and `equals` within them.
fn join_pairs(
    fields: &[(String, Plain)],
    separator: &str,
    equals: &str,
    guard: Guard,
    out: &mut String,
) -> Result<(), InvalidValue> {
    let mut between = "";
    for (key, value) in fields {
        if let Some(text) = value.scalar()? {
            out.push_str(between);
            guard.write(key, out)?;
            out.push_str(equals);
            guard.write(text, out)?;
            between = separator;
        }
    }
    Ok(())
}

impl Style {
    /// Appends the text of a value to a path, unless it has none and has to have some.
    pub(super) fn in_path(self, name: &str, value: &Plain, out: &mut String) -> Result<(), InvalidValue> {
        match value.extent() {
            Extent::Nothing if self.empty => return Ok(()),
            Extent::Nothing => return Err(InvalidValue::new("must be given")),
            // A matrix has the name at least: `;color`.
            Extent::Empty if !self.empty && self.shape != Shape::Matrix => {
                return Err(InvalidValue::new("must not be empty"));
            }
            Extent::Empty | Extent::Some => {}
        }
        let guard = Guard::Escape(TEXT);
        match self.shape {
            Shape::Label => {
                out.push('.');
                self.unnamed(value, if self.explode { "." } else { "," }, guard, out)?;
            }
            Shape::Matrix => self.matrix(name, value, guard, out)?,
            _ => self.unnamed(value, self.delimiter.escaped(), guard, out)?,
        }
        Ok(())
    }

    /// The text of a value in a header, or none if there is none to write.
    pub(super) fn in_header(self, value: &Plain) -> Result<Option<String>, InvalidValue> {
        if value.is_void() {
            return Ok(None);
        }
        let mut out = String::new();
        if let Plain::Scalar(text) = value {
            out.push_str(text);
        } else {
            let (separator, forbidden) = self.delimiter.plain();
            self.unnamed(value, separator, Guard::Forbid(forbidden), &mut out)?;
        }
        Ok(Some(out))
    }

    /// Appends `name=value` pairs to a query, with `separator` before each but the first.
    pub(super) fn in_query(
        self,
        name: &str,
        value: &Plain,
        separator: &'static str,
        out: &mut String,
    ) -> Result<(), InvalidValue> {
        let set = if self.reserved { RESERVED } else { TEXT };
        let mut pairs = Pairs { separator, guard: Guard::Escape(set), out };
        let delimiter = self.delimiter.escaped();
        if value.is_void() {
            return Ok(());
        }
        match value {
            Plain::Null => Ok(()),
            Plain::Scalar(text) => pairs.push(name, text),
            Plain::Object(_) | Plain::List(_) if self.shape == Shape::DeepObject => {
                pairs.deep(&mut name.to_owned(), value)
            }
            Plain::List(items) if self.explode => {
                items.iter().try_for_each(|item| item.scalar()?.map_or(Ok(()), |text| pairs.push(name, text)))
            }
            Plain::Object(fields) if self.explode => {
                fields.iter().try_for_each(|(key, item)| item.scalar()?.map_or(Ok(()), |text| pairs.push(key, text)))
            }
            Plain::List(items) => {
                pairs.name(name);
                join(items, delimiter, pairs.guard, pairs.out)
            }
            Plain::Object(fields) => {
                pairs.name(name);
                join_pairs(fields, delimiter, delimiter, pairs.guard, pairs.out)
            }
        }
    }

    /// Writes a value without the parameter's name.
    fn unnamed(self, value: &Plain, separator: &str, guard: Guard, out: &mut String) -> Result<(), InvalidValue> {
        match value {
            Plain::Null => Ok(()),
            Plain::Scalar(text) => guard.write(text, out),
            Plain::List(items) => join(items, separator, guard, out),
            Plain::Object(fields) => {
                join_pairs(fields, separator, if self.explode { "=" } else { separator }, guard, out)
            }
        }
    }

    /// Writes `;name=value`, where an empty value is the name alone.
    fn matrix(self, name: &str, value: &Plain, guard: Guard, out: &mut String) -> Result<(), InvalidValue> {
        let mut named = |name: &str, text: &str| {
            out.push(';');
            guard.write(name, out)?;
            if !text.is_empty() {
                out.push('=');
                guard.write(text, out)?;
            }
            Ok(())
        };
        match value {
            Plain::Scalar(text) => named(name, text),
            Plain::List(items) if self.explode => {
                items.iter().try_for_each(|item| item.scalar()?.map_or(Ok(()), |text| named(name, text)))
            }
            Plain::Object(fields) if self.explode => {
                fields.iter().try_for_each(|(key, item)| item.scalar()?.map_or(Ok(()), |text| named(key, text)))
            }
            _ => {
                named(name, "")?;
                out.push('=');
                self.unnamed(value, ",", guard, out)
            }
        }
    }
}

/// The `name=value` pairs of a query as they are written.
struct Pairs<'a> {
    separator: &'static str,
    guard: Guard,
    out: &'a mut String,
}

impl Pairs<'_> {
    fn name(&mut self, name: &str) {
        if !self.out.is_empty() {
            self.out.push_str(self.separator);
        }
        escape(name, self.out);
        self.out.push('=');
    }

    fn push(&mut self, name: &str, text: &str) -> Result<(), InvalidValue> {
        self.name(name);
        self.guard.write(text, self.out)
    }

    /// Writes `name[key][key]=value` for all that a value holds; `name` is the same again afterwards.
    fn deep(&mut self, name: &mut String, value: &Plain) -> Result<(), InvalidValue> {
        match value {
            Plain::Null => Ok(()),
            Plain::Scalar(text) => self.push(name, text),
            Plain::List(items) => {
                items.iter().enumerate().try_for_each(|(index, item)| self.inner(name, &index.to_string(), item))
            }
            Plain::Object(fields) => fields.iter().try_for_each(|(key, item)| self.inner(name, key, item)),
        }
    }

    /// Writes what a key of an object, or the number of an item, stands for.
    fn inner(&mut self, name: &mut String, key: &str, value: &Plain) -> Result<(), InvalidValue> {
        let length = name.len();
        name.push('[');
        name.push_str(key);
        name.push(']');
        let written = self.deep(name, value);
        name.truncate(length);
        written
    }
}
