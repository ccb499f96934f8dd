//! Decodes parameters by the style tables of the specifications: OpenAPI 3.0.4 and 3.1.1 "Style Examples", OpenAPI 2.0
//! `collectionFormat`, RFC 6570 section 3.2. It shares no code with the generator or its runtime.

use std::collections::BTreeMap;

/// The serialization style of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `matrix`: `;color=blue`
    Matrix,
    /// `label`: `.blue`
    Label,
    /// `simple`: `blue,black`
    Simple,
    /// `form`: `color=blue`
    Form,
    /// `spaceDelimited`, and `ssv` of 2.0
    Space,
    /// `pipeDelimited`, and `pipes` of 2.0
    Pipe,
    /// `tsv` of 2.0
    Tab,
    /// `deepObject`: `color[R]=100`
    Deep,
}

/// The kind of a value. Its serialized text is ambiguous without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueForm {
    /// A string, number or boolean.
    Text,
    /// An array of scalars.
    List,
    /// An object of scalars.
    Object,
}

/// A decoded value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    /// A string, number or boolean.
    Text(String),
    /// An array of scalars.
    List(Vec<String>),
    /// An object of scalars.
    Object(BTreeMap<String, String>),
}

/// A name and a value of a query, a form or a cookie, still encoded.
pub type Pair = (String, Option<String>);

/// A message that describes a difference.
pub type Wrong = String;

/// Splits a query or a form body into its pairs, still encoded.
#[must_use]
pub fn pairs(text: &str, separator: char) -> Vec<Pair> {
    let parts = text.split(separator).map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| match part.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (part.to_owned(), None),
        })
        .collect()
}

/// Decodes percent-encoding, strictly: a `%` without two hexadecimal digits is an error.
///
/// # Errors
///
/// Returns an error that describes the difference from the style.
pub fn percent(text: &str) -> Result<String, Wrong> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next(), rest.next()].map(|digit| digit.and_then(|digit| char::from(digit).to_digit(16)));
            let [Some(high), Some(low)] = digits else { return Err(format!("`{text}` has a `%` without two digits")) };
            bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).map_err(|_| format!("`{text}` is not UTF-8"))
}

/// Decodes a piece of a path or a whole header that contains one parameter.
///
/// # Errors
///
/// Returns an error that describes the difference from the style.
pub fn piece(style: Style, explode: bool, name: &str, kind: ValueForm, text: &str) -> Result<Decoded, Wrong> {
    match style {
        Style::Simple => joined(text, ",", explode, kind),
        Style::Label => {
            let text = text.strip_prefix('.').ok_or_else(|| format!("`{text}` does not begin with `.`"))?;
            joined(text, if explode { "." } else { "," }, explode, kind)
        }
        Style::Matrix => matrix(explode, name, kind, text),
        // 2.0 allows them in every location.
        Style::Space | Style::Pipe | Style::Tab => separated(style, text, kind),
        other => Err(format!("{other:?} is not a style of paths and headers")),
    }
}

/// Decodes `;color=blue`.
fn matrix(explode: bool, name: &str, kind: ValueForm, text: &str) -> Result<Decoded, Wrong> {
    let text = text.strip_prefix(';').ok_or_else(|| format!("`{text}` does not begin with `;`"))?;
    let pairs = pairs(text, ';');
    if explode && kind == ValueForm::Object {
        return object(pairs.into_iter().map(|(key, value)| (key, value.unwrap_or_default())));
    }
    let mut values = Vec::new();
    for (key, value) in pairs {
        if percent(&key)? != name {
            return Err(format!("`{key}` is not `{name}`"));
        }
        values.push(value.unwrap_or_default());
    }
    match (kind, explode, values.as_slice()) {
        (ValueForm::List, true, values) => list(values.iter().map(String::as_str)),
        (_, _, [only]) => joined(only, ",", false, kind),
        (_, _, values) => Err(format!("{} values instead of one", values.len())),
    }
}

/// Decodes a parameter of a query, a form body or a cookie, and removes its pairs. `keys` are the keys of an exploded
/// object, each of which has its own pair.
///
/// # Errors
///
/// Returns an error that describes the difference from the style.
pub fn named(
    style: Style,
    explode: bool,
    name: &str,
    kind: ValueForm,
    keys: &[String],
    pairs: &mut Vec<Pair>,
) -> Result<Option<Decoded>, Wrong> {
    match (style, kind, explode) {
        (Style::Deep, ValueForm::Object, _) => deep(name, pairs),
        (Style::Deep, ..) => Err("`deepObject` is only defined for objects".to_owned()),
        (Style::Form, ValueForm::Object, true) => {
            let taken = take(pairs, |key| keys.iter().any(|wanted| wanted == key))?;
            if taken.is_empty() { Ok(None) } else { object(taken.into_iter()).map(Some) }
        }
        (_, ValueForm::List, true) => {
            let taken = take(pairs, |key| key == name)?;
            if taken.is_empty() { Ok(None) } else { list(taken.iter().map(|(_, value)| value.as_str())).map(Some) }
        }
        _ => {
            let taken = take(pairs, |key| key == name)?;
            match taken.as_slice() {
                [] => Ok(None),
                [(_, only)] => separated(style, only, kind).map(Some),
                many => Err(format!("`{name}` is there {} times", many.len())),
            }
        }
    }
}

fn separated(style: Style, text: &str, kind: ValueForm) -> Result<Decoded, Wrong> {
    match style {
        Style::Space => joined(&text.replace(['+', ' '], "%20"), "%20", false, kind),
        Style::Pipe => joined(&text.replace('|', "%7C").replace("%7c", "%7C"), "%7C", false, kind),
        Style::Tab => joined(&text.replace('\t', "%09"), "%09", false, kind),
        _ => joined(text, ",", false, kind),
    }
}

/// Decodes `color[R]=100`.
fn deep(name: &str, pairs: &mut Vec<Pair>) -> Result<Option<Decoded>, Wrong> {
    let inner = |key: &str| key.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']').map(str::to_owned);
    let taken = take(pairs, |key| inner(key).is_some())?;
    if taken.is_empty() {
        return Ok(None);
    }
    let mut map = BTreeMap::new();
    for (key, value) in taken {
        map.insert(inner(&percent(&key)?).unwrap_or_default(), percent(&value)?);
    }
    Ok(Some(Decoded::Object(map)))
}

/// Removes and returns the pairs whose decoded names match.
fn take(pairs: &mut Vec<Pair>, is_meant: impl Fn(&str) -> bool) -> Result<Vec<(String, String)>, Wrong> {
    let mut taken = Vec::new();
    let mut rest = Vec::new();
    for (name, value) in std::mem::take(pairs) {
        if is_meant(&percent(&name)?) {
            taken.push((name, value.unwrap_or_default()));
        } else {
            rest.push((name, value));
        }
    }
    *pairs = rest;
    Ok(taken)
}

/// Decodes text between separators. With `assigned`, the members of an object are `key=value`.
fn joined(text: &str, separator: &str, assigned: bool, kind: ValueForm) -> Result<Decoded, Wrong> {
    let parts = || text.split(separator);
    match kind {
        ValueForm::Text => percent(text).map(Decoded::Text),
        ValueForm::List if text.is_empty() => Ok(Decoded::List(Vec::new())),
        ValueForm::List => list(parts()),
        ValueForm::Object if text.is_empty() => Ok(Decoded::Object(BTreeMap::new())),
        ValueForm::Object if assigned => {
            let members: Option<Vec<(String, String)>> = parts()
                .map(|part| part.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned())))
                .collect();
            object(members.ok_or_else(|| format!("`{text}` has a member without `=`"))?.into_iter())
        }
        ValueForm::Object => {
            let parts: Vec<&str> = parts().collect();
            let members = parts.chunks(2).map(|pair| match pair {
                [key, value] => Ok(((*key).to_owned(), (*value).to_owned())),
                _ => Err(format!("`{text}` has a key without a value")),
            });
            object(members.collect::<Result<Vec<_>, _>>()?.into_iter())
        }
    }
}

fn list<'a>(parts: impl Iterator<Item = &'a str>) -> Result<Decoded, Wrong> {
    parts.map(percent).collect::<Result<_, _>>().map(Decoded::List)
}

fn object(members: impl Iterator<Item = (String, String)>) -> Result<Decoded, Wrong> {
    let mut map = BTreeMap::new();
    for (key, value) in members {
        let key = percent(&key)?;
        if map.insert(key.clone(), percent(&value)?).is_some() {
            return Err(format!("`{key}` is there twice"));
        }
    }
    Ok(Decoded::Object(map))
}

#[cfg(test)]
mod tests;
