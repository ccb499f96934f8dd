//! Reads `in: querystring`: a parameter that is the whole query string.

use serde_json::{Map, Value};

use super::context::Context;
use super::described_value::DescribedValue;
use super::media_type;
use crate::diag::{Code, Diagnostic};
use crate::media_type::MediaKind;
use crate::model::{Content, Location, Parameter, Type};
use crate::path::SpecPath;

/// Reads the content of the query string at `place`. Reports a parameter without `content`.
pub(super) fn described_value(
    cx: &mut Context<'_>,
    place: &SpecPath,
    raw: &Map<String, Value>,
) -> Option<(DescribedValue, Content)> {
    let mut contents = media_type::contents(cx, place, raw).into_iter();
    let Some(content) = contents.next() else {
        let message = "a parameter with `in: querystring` has no `content`; it is left out";
        let help = "declare a media type of the query, such as `application/x-www-form-urlencoded`";
        cx.findings.report_once(Diagnostic::new(Code::UnsupportedParameter, place, message).help(help));
        return None;
    };
    let is_written = matches!(content.kind, MediaKind::Form | MediaKind::Json);
    let value = DescribedValue {
        ty: if is_written { content.ty.clone() } else { Type::String },
        content: Some(content.media_type.as_str().to_owned()),
        schema: Some(content.path.child("schema")).filter(|schema| cx.document.tree.get(schema).is_some()),
    };
    Some((value, content))
}

/// Removes parameters that conflict with a parameter for the whole query string: a second one, or the whole query
/// string itself if there are also single query parameters.
pub(super) fn check(cx: &mut Context<'_>, parameters: &mut Vec<Parameter>) {
    let is_whole = |parameter: &Parameter| parameter.location == Location::QueryString;
    let single = parameters.iter().find(|parameter| parameter.location == Location::Query).map(|one| one.path.clone());
    // The parameters of the operation come after those of its path.
    let kept = parameters.iter().rposition(is_whole).filter(|_| single.is_none());
    let kept_path = kept.and_then(|index| parameters.get(index)).map(|parameter| parameter.path.clone());
    let mut index = 0;
    parameters.retain(|parameter| {
        let stays = !is_whole(parameter) || kept == Some(index);
        index += 1;
        if !stays {
            let name = parameter.name.escape_debug();
            let (message, related) = match (&single, &kept_path) {
                (Some(single), _) => {
                    (format!("`{name}` is the whole query string, but there are also single query parameters"), single)
                }
                (None, Some(kept)) => {
                    (format!("`{name}` is the whole query string, but so is another parameter"), kept)
                }
                (None, None) => return stays,
            };
            let found =
                Diagnostic::new(Code::UnsupportedParameter, &parameter.path, format!("{message}; it is left out"));
            cx.findings.report_once(found.related(related, "this one is kept"));
        }
        stays
    });
}
