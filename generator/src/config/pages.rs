//! `pagination`: the part of the configuration that declares how pages are linked.

use toml::de::DeValue;

use super::section::{Entry, Section};
use super::{PropertyPath, value};
use crate::diag::Diagnostics;
use crate::model;
use crate::nearest::suggestion;
use crate::path::SpecPath;

/// The value of `pagination`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pagination {
    /// `false`: the operation is not paginated, whatever is detected.
    Off,
    /// `{ … }`: how the pages are linked.
    Paged(Pages),
}

/// How an operation is paginated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// How the next page is requested.
    pub step: PageStep,
    /// `items`: the path of the items within a page; if it is missing, the response is the list.
    pub items: Option<PropertyPath>,
    /// The fields of a page that mark the end. Without any, the end is a page that has no next page, or an empty page.
    pub end: PageEnd,
}

/// How the next page is requested, with query parameters by name. The first page is 1 and the first item 0 unless the API
/// description declares another default.
pub type PageStep = model::PageStep<String, PropertyPath, Option<i64>>;

/// The paths of the fields of a page that mark the end.
pub type PageEnd = model::PageEnd<PropertyPath>;

/// The styles. Except for `link`, each is also the key that selects it without `style`.
const STYLES: [&str; 5] = ["cursor", "page", "offset", "url", "link"];

/// Reads `pagination = …`.
pub(super) fn pagination(entry: &Entry<'_>, diagnostics: &mut Diagnostics) -> Option<Pagination> {
    match entry.value {
        DeValue::Boolean(false) => Some(Pagination::Off),
        DeValue::Table(table) => pages(Section::new(table, entry.place.clone()), diagnostics).map(Pagination::Paged),
        DeValue::Boolean(true) => {
            let help = "write a table with `cursor`, `next` and `items`, or `false`, or remove the key";
            let message = "`pagination = true` does not declare how pages are linked";
            value::invalid(&entry.place, message, help, diagnostics);
            None
        }
        _ => {
            entry.wrong_type("a table or `false`", diagnostics);
            None
        }
    }
}

fn pages(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Option<Pages> {
    let style = style(&mut table, diagnostics)?;
    let step = step(style, &mut table, diagnostics);
    let itemised = table.get("items").is_some();
    if !itemised && matches!(style, "cursor" | "url") {
        lacks(&table, "items", "it is the path of the items within a page", diagnostics);
    }
    let mut path = |key| table.string(key, diagnostics).and_then(|found| value::property_path(found, diagnostics));
    let items = path("items");
    let end = PageEnd { more: path("more"), last: path("last"), total: path("total"), pages: path("pages") };
    table.finish(diagnostics);
    let complete = items.is_some() || !itemised && !matches!(style, "cursor" | "url");
    Some(Pages { step: step.filter(|_| complete)?, items, end })
}

/// Returns the style: the value of `style`, else the style of an existing key.
fn style(table: &mut Section<'_>, diagnostics: &mut Diagnostics) -> Option<&'static str> {
    let Some((said, place)) = table.string("style", diagnostics) else {
        let told = STYLES.into_iter().find(|style| *style != "link" && table.has(style));
        // The most common style gives the best messages about missing keys.
        return Some(told.unwrap_or("cursor"));
    };
    let style = STYLES.into_iter().find(|style| *style == said);
    if style.is_none() {
        let message = format!("`{place} = {said:?}` is not a pagination style");
        value::invalid(&place, message, &suggestion(said, STYLES), diagnostics);
    }
    style
}

fn step(style: &'static str, table: &mut Section<'_>, diagnostics: &mut Diagnostics) -> Option<PageStep> {
    match style {
        "cursor" => cursor(table, diagnostics),
        "page" => {
            let (parameter, first) = (parameter("page", table, diagnostics), first(table, diagnostics));
            Some(PageStep::Page { parameter: parameter?, first: first.ok()? })
        }
        "offset" => {
            let (parameter, first) = (parameter("offset", table, diagnostics), first(table, diagnostics));
            Some(PageStep::Offset { parameter: parameter?, first: first.ok()? })
        }
        "url" => {
            if table.get("url").is_none() {
                lacks(table, "url", "it is the path of the next page's URL within a page", diagnostics);
            }
            let found = table.string("url", diagnostics);
            Some(PageStep::Url { next: found.and_then(|found| value::property_path(found, diagnostics))? })
        }
        _ => Some(PageStep::Link),
    }
}

fn cursor(table: &mut Section<'_>, diagnostics: &mut Diagnostics) -> Option<PageStep> {
    let parameter = parameter("cursor", table, diagnostics);
    if let Some(found) = table.string("id", diagnostics) {
        let id = value::property_path(found, diagnostics);
        return Some(PageStep::LastItem { parameter: parameter?, id: id? });
    }
    if table.get("next").is_none() {
        lacks(table, "next", "it is the path of the next cursor within a page", diagnostics);
    }
    let found = table.string("next", diagnostics);
    let next = found.and_then(|found| value::property_path(found, diagnostics));
    Some(PageStep::Cursor { parameter: parameter?, next: next? })
}

/// Returns the query parameter that selects a page.
fn parameter(key: &'static str, table: &mut Section<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    if table.get(key).is_none() {
        lacks(table, key, "it is the query parameter that selects a page", diagnostics);
    }
    table.string(key, diagnostics).and_then(|found| value::text(found, diagnostics))
}

/// Returns the number of the first page or item, if there is one.
fn first(table: &mut Section<'_>, diagnostics: &mut Diagnostics) -> Result<Option<i64>, ()> {
    let Some(entry) = table.get("first") else { return Ok(None) };
    let number = entry.value.as_integer().and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
    let number = number.filter(|number| *number >= 0);
    if number.is_none() {
        entry.wrong_type("a whole number, 0 or more", diagnostics);
    }
    number.map(Some).ok_or(())
}

fn lacks(table: &Section<'_>, key: &str, help: &str, diagnostics: &mut Diagnostics) {
    let place: &SpecPath = table.path();
    value::invalid(place, format!("`{place}` lacks `{key}`"), help, diagnostics);
}
