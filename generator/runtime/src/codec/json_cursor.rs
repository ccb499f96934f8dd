//! A place in a JSON text: reads strings, numbers and untyped values, and passes over values.
//!
//! It accepts the texts that `serde_json` accepts, with the same values, and lone surrogates as well. It does not describe errors:
//! a text that it does not accept is read again by `serde_json`.

use serde_json::{Map, Value};

use super::json_numbers::{self, Numeric};
use super::json_strings::{is_plain, plain_len};
use super::traits::Failed;

/// The number of lists and objects around a value, plus one, at which it is rejected, as by `serde_json`.
const MAX_DEPTH: u8 = 128;
/// A place in a text.
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    depth: u8,
    /// The last string with escapes.
    unescaped: String,
}

impl<'t> Cursor<'t> {
    /// Returns the beginning of a text.
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, at: 0, depth: MAX_DEPTH, unescaped: String::new() }
    }

    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Returns the next byte.
    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes over white space and returns the byte behind it, if any.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                byte => return byte,
            }
        }
    }

    /// Passes over white space and this byte.
    #[inline]
    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Failed> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            Err(Failed)
        }
    }

    /// Passes over a text if it is next, without white space before it.
    #[inline]
    pub(super) fn skip_prefix(&mut self, prefix: &[u8]) -> bool {
        let found = self.rest().starts_with(prefix);
        if found {
            self.at += prefix.len();
        }
        found
    }

    /// Passes over a key with its colon, if it is next and is written without white space and escapes.
    #[inline]
    pub(super) fn skip_key(&mut self, key: &str, is_first: bool) -> bool {
        let rest = self.rest();
        let behind = rest
            .strip_prefix(if is_first { b"\"".as_slice() } else { b",\"" })
            .and_then(|rest| rest.strip_prefix(key.as_bytes())?.strip_prefix(b"\":"));
        match behind {
            // A key that has to be escaped is not written like this. The text begins with several keys then.
            Some(behind) if is_plain(key.as_bytes()) => {
                self.at += rest.len() - behind.len();
                true
            }
            _ => false,
        }
    }

    /// Passes over `true`, `false` or `null`.
    #[inline]
    pub(super) fn word(&mut self, word: &str) -> Result<(), Failed> {
        if self.skip_prefix(word.as_bytes()) { Ok(()) } else { Err(Failed) }
    }

    /// Enters a list or an object behind its first byte.
    #[inline]
    pub(super) fn enter(&mut self) -> Result<(), Failed> {
        self.at += 1;
        match self.depth {
            ..=1 => Err(Failed),
            depth => {
                self.depth = depth - 1;
                Ok(())
            }
        }
    }

    /// Leaves a list or an object.
    #[inline]
    pub(super) const fn leave(&mut self) {
        self.depth += 1;
    }

    /// Passes over the comma behind an item of a list or an object. Returns false behind the last one, at its `end`.
    #[inline]
    pub(super) fn next(&mut self, end: u8) -> Result<bool, Failed> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == end => {
                self.at += 1;
                Ok(false)
            }
            _ => Err(Failed),
        }
    }

    /// Passes over the end of a list or an object, if it is next.
    #[inline]
    pub(super) fn skip_end(&mut self, end: u8) -> bool {
        let found = self.peek() == Some(end);
        self.at += usize::from(found);
        found
    }

    /// Reads a string. It is copied only if it has escapes.
    #[inline]
    pub(super) fn string(&mut self) -> Result<&str, Failed> {
        self.expect(b'"')?;
        let start = self.at;
        self.at += plain_len(self.rest());
        match self.byte() {
            Some(b'"') => {
                let end = self.at;
                self.at += 1;
                self.text.get(start..end).ok_or(Failed)
            }
            Some(b'\\') => self.escaped_string(start),
            _ => Err(Failed),
        }
    }

    /// Reads the rest of a string with escapes. It is at the first backslash.
    fn escaped_string(&mut self, mut start: usize) -> Result<&str, Failed> {
        self.unescaped.clear();
        loop {
            self.unescaped.push_str(self.text.get(start..self.at).ok_or(Failed)?);
            let byte = self.byte();
            self.at += 1;
            match byte {
                Some(b'"') => return Ok(&self.unescaped),
                Some(b'\\') => {
                    let char = self.escape()?;
                    self.unescaped.push(char);
                }
                _ => return Err(Failed),
            }
            start = self.at;
            self.at += plain_len(self.rest());
        }
    }

    /// Reads an escape behind its backslash. A lone surrogate is read as U+FFFD.
    fn escape(&mut self) -> Result<char, Failed> {
        let byte = self.byte().ok_or(Failed)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.hexadecimal()?;
                let before = self.at;
                let is_high = (0xD800..0xDC00).contains(&unit);
                if is_high && self.skip_prefix(b"\\u") {
                    if let Ok(low @ 0xDC00..=0xDFFF) = self.hexadecimal() {
                        let joined = 0x1_0000 + ((u32::from(unit) - 0xD800) << 10) + (u32::from(low) - 0xDC00);
                        return char::from_u32(joined).ok_or(Failed);
                    }
                    self.at = before;
                }
                char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return Err(Failed),
        })
    }

    /// Reads four hexadecimal digits.
    fn hexadecimal(&mut self) -> Result<u16, Failed> {
        let digits = self.rest().first_chunk::<4>().ok_or(Failed)?;
        let mut unit = 0;
        for digit in digits {
            let value = char::from(*digit).to_digit(16).and_then(|value| u16::try_from(value).ok()).ok_or(Failed)?;
            unit = unit << 4 | value;
        }
        self.at += 4;
        Ok(unit)
    }

    /// Reads a number.
    #[inline]
    pub(super) fn number(&mut self) -> Result<Numeric<'t>, Failed> {
        let (number, len) = json_numbers::read(self.text.get(self.at..).ok_or(Failed)?)?;
        self.at += len;
        Ok(number)
    }

    /// Reads any value. It is recursive, and as deep as [`MAX_DEPTH`] allows.
    pub(super) fn value(&mut self) -> Result<Value, Failed> {
        match self.peek() {
            Some(b'"') => Ok(Value::String(self.string()?.to_owned())),
            Some(b'{') => self.object().map(Value::Object),
            Some(b'[') => {
                self.enter()?;
                let mut list = Vec::new();
                let mut more = !self.skip_end(b']');
                while more {
                    list.push(self.value()?);
                    more = self.next(b']')?;
                }
                self.leave();
                Ok(Value::Array(list))
            }
            Some(b't') => self.word("true").map(|()| Value::Bool(true)),
            Some(b'f') => self.word("false").map(|()| Value::Bool(false)),
            Some(b'n') => self.word("null").map(|()| Value::Null),
            Some(b'-' | b'0'..=b'9') => Ok(Value::Number(match self.number()? {
                Numeric::Unsigned(value) => value.into(),
                Numeric::Signed(value) => value.into(),
                // `serde_json` keeps the text if its feature `arbitrary_precision` is enabled.
                Numeric::Float(text, _) => text.parse().map_err(|_| Failed)?,
            })),
            _ => Err(Failed),
        }
    }

    /// Reads an object. If a key appears twice, the last one counts.
    pub(super) fn object(&mut self) -> Result<Map<String, Value>, Failed> {
        self.enter()?;
        let mut object = Map::new();
        let mut more = !self.skip_end(b'}');
        while more {
            let key = self.string()?.to_owned();
            self.expect(b':')?;
            let value = self.value()?;
            object.insert(key, value);
            more = self.next(b'}')?;
        }
        self.leave();
        Ok(object)
    }

    /// Passes over any value. As in `serde_json`, it can be nested to any depth, and its numbers can be out of range.
    pub(super) fn skip(&mut self) -> Result<(), Failed> {
        // The ends of the lists and objects around the value.
        let mut ends = Vec::new();
        loop {
            match self.peek() {
                Some(b'"') => self.string().map(drop)?,
                Some(b'-' | b'0'..=b'9') => self.number().map(drop)?,
                Some(b't') => self.word("true")?,
                Some(b'f') => self.word("false")?,
                Some(b'n') => self.word("null")?,
                Some(open @ (b'[' | b'{')) => {
                    self.at += 1;
                    let end = if open == b'[' { b']' } else { b'}' };
                    if !self.skip_end(end) {
                        ends.push(end);
                        self.skip_any_key(end)?;
                        continue;
                    }
                }
                _ => return Err(Failed),
            }
            loop {
                let Some(&end) = ends.last() else { return Ok(()) };
                if self.next(end)? {
                    self.skip_any_key(end)?;
                    break;
                }
                ends.pop();
            }
        }
    }

    /// Passes over the key of an entry, in an object.
    fn skip_any_key(&mut self, end: u8) -> Result<(), Failed> {
        if end == b'}' {
            self.string()?;
            self.expect(b':')?;
        }
        Ok(())
    }
}
