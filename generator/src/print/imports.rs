//! `use` declarations, sorted and broken into lines as `rustfmt` does it for the edition 2024.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::str::Chars;

/// A `use` declaration.
pub(super) struct Use {
    /// The attribute above it, without the line end; empty if there is none.
    pub attribute: String,
    /// `pub ` or nothing.
    pub visibility: &'static str,
    /// The path of the module.
    pub module: String,
    /// The names that are imported from it.
    pub names: Vec<String>,
}

/// The longest line that has a list in braces.
const MAX_LINE: usize = 118;

/// The longest row of a list that is broken into lines.
const MAX_ROW: usize = 119;

/// Returns declarations as one paragraph.
pub(super) fn paragraph(mut uses: Vec<Use>) -> String {
    for declaration in &mut uses {
        declaration.names.sort_by(|a, b| compare_segments(a, b));
    }
    uses.sort_by(compare);
    uses.iter().map(text).collect()
}

fn text(declaration: &Use) -> String {
    let Use { attribute, visibility, module, names } = declaration;
    let attribute = if attribute.is_empty() { String::new() } else { format!("{attribute}\n") };
    let names = match names.as_slice() {
        [only] => return format!("{attribute}{visibility}use {module}::{only};\n"),
        names => names,
    };
    let line = format!("{visibility}use {module}::{{{}}};", names.join(", "));
    if line.len() <= MAX_LINE {
        return format!("{attribute}{line}\n");
    }
    let mut rows = vec![String::from("   ")];
    for name in names {
        if rows.last().is_some_and(|row| row.len() + name.len() + 2 > MAX_ROW) {
            rows.push(String::from("   "));
        }
        if let Some(row) = rows.last_mut() {
            row.extend([" ", name.as_str(), ","]);
        }
    }
    format!("{attribute}{visibility}use {module}::{{\n{}\n}};\n", rows.join("\n"))
}

/// Compares declarations by the segments of their paths. A list in braces is after all names.
fn compare(a: &Use, b: &Use) -> Ordering {
    let path = |declaration: &Use| {
        let only = match declaration.names.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        };
        let module: Vec<Option<String>> = declaration.module.split("::").map(|name| Some(name.to_owned())).collect();
        module.into_iter().chain([only])
    };
    let mut segments = path(a).zip(path(b)).map(|pair| match pair {
        (Some(a), Some(b)) => compare_segments(&a, &b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    segments.find(|order| order.is_ne()).unwrap_or_else(|| path(a).count().cmp(&path(b).count()))
}

/// Compares segments: keywords before names.
fn compare_segments(a: &str, b: &str) -> Ordering {
    let rank = |segment: &str| ["self", "super", "crate"].iter().position(|keyword| *keyword == segment).unwrap_or(3);
    rank(a).cmp(&rank(b)).then_with(|| compare_names(a, b))
}

/// Compares names by the style guide's "version sorting": numbers by their values, and an underscore before all other characters.
pub(super) fn compare_names(a: &str, b: &str) -> Ordering {
    let (mut chunks_of_a, mut chunks_of_b) = (chunks(a), chunks(b));
    loop {
        let order = match (chunks_of_a.next(), chunks_of_b.next()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) if a == "_" || b == "_" => (b == "_").cmp(&(a == "_")),
            (Some(a), Some(b)) => match (value(&a), value(&b)) {
                (Some(a), Some(b)) => a.cmp(&b),
                _ => a.cmp(&b),
            },
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Returns the value of a chunk of digits: the number of its digits without leading zeros, and these.
fn value(chunk: &str) -> Option<(usize, &str)> {
    let digits = chunk.trim_start_matches('0');
    chunk.starts_with(|c: char| c.is_ascii_digit()).then_some((digits.len(), digits))
}

/// Splits a name into underscores, numbers and other text.
fn chunks(name: &str) -> impl Iterator<Item = String> {
    let mut rest = name.chars().peekable();
    std::iter::from_fn(move || {
        let first = rest.next()?;
        let mut chunk = String::from(first);
        let is_digit = first.is_ascii_digit();
        if first != '_' {
            let same = |c: &char| *c != '_' && c.is_ascii_digit() == is_digit;
            take(&mut rest, same, &mut chunk);
        }
        Some(chunk)
    })
}

fn take(rest: &mut Peekable<Chars<'_>>, is_taken: impl Fn(&char) -> bool, chunk: &mut String) {
    while let Some(c) = rest.next_if(&is_taken) {
        chunk.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::{Use, compare_names, paragraph};

    fn sorted(names: &str) -> String {
        let mut names: Vec<&str> = names.split(' ').collect();
        names.sort_by(|a, b| compare_names(a, b));
        names.join(" ")
    }

    /// The orders are those of `rustfmt --edition 2024`.
    #[test]
    fn names_are_in_the_order_of_rustfmt() {
        assert_eq!(sorted("V10 V2 V2Beta V2_1"), "V2 V2_1 V2Beta V10");
        assert_eq!(
            sorted("union record Client client_options BASE_URL BASEURL"),
            "BASE_URL BASEURL Client client_options record union"
        );
    }

    #[test]
    fn declarations_are_in_the_order_of_rustfmt() {
        let import = |module: &str, names: &[&str]| Use {
            attribute: String::new(),
            visibility: "",
            module: module.to_owned(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        let text = paragraph(vec![
            import("crate::runtime", &["record", "Upload"]),
            import("crate::runtime", &["events"]),
            import("crate::runtime::events", &["Event"]),
            import("super", &["Contact"]),
            import("self::contact", &["Contact"]),
        ]);
        assert_eq!(
            text,
            "use self::contact::Contact;\nuse super::Contact;\nuse crate::runtime::events;\n\
             use crate::runtime::events::Event;\nuse crate::runtime::{Upload, record};\n"
        );
    }

    #[test]
    fn long_lists_are_broken_into_rows() {
        let names: Vec<String> = (0..20).map(|index| format!("Name{index:05}")).collect();
        let text = paragraph(vec![Use {
            attribute: "#[cfg(feature = \"a\")]".to_owned(),
            visibility: "pub ",
            module: "models".to_owned(),
            names,
        }]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.first().copied(), Some("#[cfg(feature = \"a\")]"));
        assert_eq!(lines.get(1).copied(), Some("pub use models::{"));
        assert_eq!(lines.get(2).map(|row| row.len()), Some(113), "{text}");
        assert_eq!(lines.last().copied(), Some("};"));
    }
}
