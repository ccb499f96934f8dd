//! Decides how the values of parameters and of body properties are written.

use crate::model::{Nesting, Parameter, Reserved, Style};
use crate::rust::{Delimiter, Items, ValueStyle, Written};

/// Returns how the value of a parameter is written. A parameter with `content` is JSON.
pub(super) fn written(parameter: &Parameter) -> Written {
    if parameter.content.is_some() {
        return Written::Json;
    }
    let Parameter { style, explode, reserved, delimiter, nesting, .. } = parameter;
    Written::Style(style_of(Declared {
        style: *style,
        explode: *explode,
        reserved: *reserved,
        delimiter: *delimiter,
        nesting: *nesting,
    }))
}

/// The declared style of a value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declared {
    pub(super) style: Style,
    pub(super) explode: bool,
    pub(super) reserved: Reserved,
    pub(super) delimiter: Option<char>,
    pub(super) nesting: Option<Nesting>,
}

/// Returns the style, with the settings that differ from its defaults.
pub(super) fn style_of(declared: Declared) -> ValueStyle {
    let Declared { style, explode, reserved, delimiter, nesting } = declared;
    let explodes = matches!(style, Style::Form | Style::DeepObject | Style::Cookie);
    let items = match (explodes, explode) {
        (false, true) => Some(Items::Exploded),
        (true, false) if style != Style::DeepObject => Some(Items::Joined),
        _ => None,
    };
    let delimiter = match delimiter {
        Some(' ') => Some(Delimiter::Space),
        Some('\t') => Some(Delimiter::Tab),
        Some('|') => Some(Delimiter::Pipe),
        _ => None,
    };
    // `deepObject` always has indices.
    let nesting = nesting.filter(|nesting| (*nesting, style) != (Nesting::Indices, Style::DeepObject));
    ValueStyle { items, delimiter, reserved, nesting, ..ValueStyle::new(style) }
}
