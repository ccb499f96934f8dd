//! Reads the signatures of functions in listings.

/// The signature of a function.
#[derive(Debug, PartialEq)]
pub(super) struct Signature<'s> {
    /// The generic parameters, without `<` and `>`.
    pub(super) generics: &'s str,
    /// How the function takes `self`.
    pub(super) receiver: Option<Receiver>,
    /// The arguments after `self`.
    pub(super) arguments: Vec<Argument<'s>>,
    /// The type of the result.
    pub(super) result: Option<&'s str>,
}

/// An argument of a function.
#[derive(Debug, PartialEq)]
pub(super) struct Argument<'s> {
    pub(super) name: &'s str,
    pub(super) ty: &'s str,
}

/// How a method takes `self`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Receiver {
    /// `self`
    Value,
    /// `&self`
    Reference,
}

impl Receiver {
    /// Returns what precedes the type of a parameter that is passed as `self`.
    pub(super) const fn prefix(self) -> &'static str {
        match self {
            Self::Value => "",
            Self::Reference => "&",
        }
    }
}

impl<'s> Signature<'s> {
    /// Parses a signature such as `(&self, name: impl Into<String>) -> Self`.
    pub(super) fn parse(text: &'s str) -> Option<Self> {
        let (generics, rest) = match text.strip_prefix('<') {
            Some(rest) => {
                let end = closing(rest, '<', '>')?;
                (rest.get(..end)?, rest.get(end + 1..)?)
            }
            None => ("", text),
        };
        let inner = rest.strip_prefix('(')?;
        let end = closing(inner, '(', ')')?;
        let result = inner.get(end + 1..)?.trim().strip_prefix("->").map(str::trim);
        let (mut receiver, mut arguments) = (None, Vec::new());
        for part in top_level(inner.get(..end)?) {
            match part {
                "self" => receiver = Some(Receiver::Value),
                "&self" => receiver = Some(Receiver::Reference),
                other => {
                    let (name, ty) = other.split_once(": ")?;
                    arguments.push(Argument { name, ty });
                }
            }
        }
        Some(Self { generics, receiver, arguments, result })
    }
}

/// Returns the text between the parentheses of a tuple struct or variant.
pub(super) fn parenthesized(signature: &str) -> Option<&str> {
    signature.trim().strip_prefix('(')?.strip_suffix(')')
}

/// Returns the offset of the bracket that closes one which is already open. The `>` of an arrow is not a bracket.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let (mut depth, mut before) = (1, ' ');
    for (offset, character) in text.char_indices() {
        if character == open {
            depth += 1;
        } else if character == close && before != '-' {
            depth -= 1;
        }
        if depth == 0 {
            return Some(offset);
        }
        before = character;
    }
    None
}

/// Splits a text at the commas outside of brackets.
fn top_level(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (offset, character) in text.char_indices() {
        match character {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.extend(text.get(start..offset));
                start = offset + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Replaces an identifier in a type.
pub(super) fn replace_word(text: &str, word: &str, by: &str) -> String {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let mut replaced = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let end = rest[start..].find(|character| !is_part(character)).map_or(rest.len(), |length| start + length);
        let (before, found) = (&rest[..start], &rest[start..end]);
        replaced.push_str(before);
        // A lifetime is not a type, nor is a part of a path.
        let is_type = !before.ends_with(['\'', ':']) || before.ends_with(": ");
        replaced.push_str(if found == word && is_type { by } else { found });
        rest = &rest[end..];
    }
    replaced + rest
}

#[cfg(test)]
mod tests {
    use super::{Argument, Receiver, Signature, replace_word};

    #[test]
    fn a_signature_has_generics_a_receiver_arguments_and_a_result() {
        let text =
            "<S: Into<Secret>>(&self, a: impl IntoIterator<Item = (S, u8)>, r#type: &str) -> Result<Self, Error>";
        let expected = Signature {
            generics: "S: Into<Secret>",
            receiver: Some(Receiver::Reference),
            arguments: vec![
                Argument { name: "a", ty: "impl IntoIterator<Item = (S, u8)>" },
                Argument { name: "r#type", ty: "&str" },
            ],
            result: Some("Result<Self, Error>"),
        };
        assert_eq!(Signature::parse(text), Some(expected));
        let empty = Signature { generics: "", receiver: None, arguments: Vec::new(), result: None };
        assert_eq!(Signature::parse("()"), Some(empty));
        assert_eq!(Signature::parse("= String"), None);
    }

    #[test]
    fn only_whole_identifiers_are_replaced() {
        assert_eq!(
            replace_word("Result<C, Call<C>, models::C>", "C", "Client"),
            "Result<Client, Call<Client>, models::C>"
        );
        assert_eq!(replace_word("Option<&'C str>", "C", "Client"), "Option<&'C str>");
    }
}
