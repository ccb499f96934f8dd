//! The style `cookie` of `OpenAPI` 3.2: cookies as RFC 6265 has them, without any escapes.

use super::{Shape, Style};
use crate::runtime::checked::InvalidValue;
use crate::runtime::plain::Plain;

impl Style {
    /// `cookie`, in cookies, exploded as it is by default: `name=a; name=b`. Nothing is escaped.
    pub const COOKIE: Self = Self::new(Shape::Cookie, true);

    /// Appends `name=value` pairs to cookies, with `; ` before each but the first.
    pub(in crate::runtime) fn in_cookie(self, name: &str, value: &Plain, out: &mut String) -> Result<(), InvalidValue> {
        if self.shape != Shape::Cookie {
            return self.in_query(name, value, "; ", out);
        }
        if value.is_void() {
            return Ok(());
        }
        match value {
            Plain::Null => Ok(()),
            Plain::Scalar(text) => pair(name, &[text], out),
            Plain::List(items) if self.explode => {
                items.iter().try_for_each(|item| item.scalar()?.map_or(Ok(()), |text| pair(name, &[text], out)))
            }
            Plain::Object(fields) if self.explode => {
                fields.iter().try_for_each(|(key, item)| item.scalar()?.map_or(Ok(()), |text| pair(key, &[text], out)))
            }
            Plain::List(items) => {
                let mut texts = Vec::new();
                for item in items {
                    texts.extend(item.scalar()?);
                }
                pair(name, &texts, out)
            }
            Plain::Object(fields) => {
                let mut texts = Vec::new();
                for (key, item) in fields {
                    texts.extend(item.scalar()?.map(|text| [key.as_str(), text]).into_iter().flatten());
                }
                pair(name, &texts, out)
            }
        }
    }
}

/// Writes `name=a,b`.
fn pair(name: &str, texts: &[&str], out: &mut String) -> Result<(), InvalidValue> {
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err(InvalidValue::new("must have names that a cookie can have"));
    }
    if !texts.iter().all(|text| text.bytes().all(is_octet)) {
        let rule =
            "must not have spaces, quotes, commas, semicolons, backslashes or characters beyond ASCII in a cookie";
        return Err(InvalidValue::new(rule));
    }
    if !out.is_empty() {
        out.push_str("; ");
    }
    out.push_str(name);
    out.push('=');
    let mut between = "";
    for text in texts {
        out.push_str(between);
        out.push_str(text);
        between = ",";
    }
    Ok(())
}

/// A `token` of RFC 9110.
const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
}

/// A `cookie-octet` of RFC 6265.
const fn is_octet(byte: u8) -> bool {
    matches!(byte, b'!' | b'#'..=b'+' | b'-'..=b':' | b'<'..=b'[' | b']'..=b'~')
}
