//! Decides how the values of parameters and of the parts of bodies are written, as expressions of the runtime.

use crate::model::{Nesting, Parameter, Reserved, Style};

/// The style as an expression of the runtime; a parameter with `content` has none, it is JSON.
pub(super) fn style(parameter: &Parameter) -> Option<String> {
    if parameter.content.is_some() {
        return None;
    }
    let Parameter { style, explode, reserved, delimiter, nesting, .. } = parameter;
    Some(style_expression(Written {
        style: *style,
        explode: *explode,
        reserved: *reserved,
        delimiter: *delimiter,
        nesting: *nesting,
    }))
}

/// How a value is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    pub(super) style: Style,
    pub(super) explode: bool,
    pub(super) reserved: Reserved,
    pub(super) delimiter: Option<char>,
    pub(super) nesting: Option<Nesting>,
}

/// A style as an expression of the runtime.
pub(super) fn style_expression(written: Written) -> String {
    let Written { style, explode, reserved, delimiter, nesting } = written;
    let (constant, exploded) = match style {
        Style::Simple => ("SIMPLE", false),
        Style::Label => ("LABEL", false),
        Style::Matrix => ("MATRIX", false),
        Style::Form => ("FORM", true),
        Style::SpaceDelimited => ("SPACE_DELIMITED", false),
        Style::PipeDelimited => ("PIPE_DELIMITED", false),
        Style::DeepObject => ("DEEP_OBJECT", true),
        Style::Cookie => ("COOKIE", true),
    };
    let mut expression = format!("Style::{constant}");
    match (exploded, explode) {
        (false, true) => expression.push_str(".exploded()"),
        (true, false) if style != Style::DeepObject => expression.push_str(".joined()"),
        _ => {}
    }
    match delimiter {
        Some(' ') => expression.push_str(".separated_by_spaces()"),
        Some('\t') => expression.push_str(".separated_by_tabs()"),
        Some('|') => expression.push_str(".separated_by_pipes()"),
        _ => {}
    }
    expression.push_str(match reserved {
        Reserved::Escaped => "",
        Reserved::Allowed => ".allow_reserved()",
        Reserved::AllowedWithSlash => ".allow_slashes()",
    });
    expression.push_str(match nesting {
        None => "",
        Some(Nesting::Dots) => ".nested_in_dots()",
        // It is how the style nests.
        Some(Nesting::Indices) if style == Style::DeepObject => "",
        Some(Nesting::Indices) => ".nested_in_indices()",
        Some(Nesting::Brackets) => ".nested_in_brackets()",
        Some(Nesting::Json) => ".nested_as_json()",
    });
    expression
}
