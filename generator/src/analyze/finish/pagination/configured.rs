//! Checks the configured pagination of an operation against the document.

use super::page::Page;
use super::recognized::first_page;
use crate::analyze::context::Context;
use crate::config::{self, Pages, PropertyPath};
use crate::diag::{Code, Diagnostic};
use crate::model::{CursorTarget, Location, Operation, PageEnd, PageStep, Pagination, Parameter, Struct, Type};
use crate::path::SpecPath;

/// Returns the configured pagination of an operation.
pub(super) fn check(cx: &mut Context<'_>, operation: &Operation, said: &Pages) -> Option<Pagination> {
    let key = operation.config_key();
    let mut check =
        Check { page: Page::from_operation(&cx.schemas.drafts, operation), operation, key: &key, found: Vec::new() };
    let items = check.items(said);
    let step = check.step(&said.step, items.as_deref());
    let end = check.end(said);
    let found = check.found;
    let complete = found.is_empty();
    for diagnostic in found {
        cx.findings.report(diagnostic);
    }
    let (step, items) = (step?, items?);
    complete.then_some(Pagination { step, items, end, configured: true })
}

struct Check<'c> {
    page: Option<Page<'c>>,
    operation: &'c Operation,
    /// The key of the operation in the configuration.
    key: &'c str,
    found: Vec<Diagnostic>,
}

impl<'c> Check<'c> {
    fn key_place(&self, key: &str) -> SpecPath {
        config::key_path(&["operations", self.key, "pagination", key])
    }

    fn items(&mut self, said: &Pages) -> Option<Vec<String>> {
        match &said.items {
            Some(path) => self.property("items", path, |page, ty| page.items_of(ty).is_some()),
            None if self.page.is_some_and(|page| page.items_of(page.body).is_some()) => Some(Vec::new()),
            None => {
                let place = config::key_path(&["operations", self.key, "pagination"]);
                let message = "the response is not a list, and `items` does not specify the list in it";
                let help = "write `items = \"…\"`, the path of the list in the response";
                self.found.push(Diagnostic::new(Code::ConfigInvalidValue, &place, message).help(help));
                None
            }
        }
    }

    fn step(&mut self, said: &config::PageStep, items: Option<&[String]>) -> Option<PageStep> {
        let is_next = |page: Page<'_>, ty: &Type| page.is_integer(ty) || page.is_text(ty);
        Some(match said {
            config::PageStep::Cursor { parameter, next } => {
                let (parameter, next) = (self.parameter("cursor", parameter), self.property("next", next, is_next));
                PageStep::Cursor { parameter: parameter?.0, next: next? }
            }
            config::PageStep::LastItem { parameter, id } => {
                let parameter = self.parameter("cursor", parameter);
                let id = items.and_then(|items| self.property_in(self.item(items), "id", id, is_next));
                PageStep::LastItem { parameter: parameter?.0, id: id? }
            }
            config::PageStep::Page { parameter, first } => {
                let (parameter, described) = self.parameter("page", parameter)?;
                let first = first.or_else(|| described.and_then(first_page)).unwrap_or(1);
                PageStep::Page { parameter, first }
            }
            config::PageStep::Offset { parameter, first } => {
                let (parameter, described) = self.parameter("offset", parameter)?;
                let default = described.and_then(|described| described.default.as_ref());
                let default = default.and_then(serde_json::Value::as_i64);
                PageStep::Offset { parameter, first: first.or(default).unwrap_or(0) }
            }
            config::PageStep::Url { next } => PageStep::Url { next: self.property("url", next, Page::is_text)? },
            config::PageStep::Link => PageStep::Link,
        })
    }

    fn end(&mut self, said: &Pages) -> PageEnd {
        let mut path = |key, path: &Option<PropertyPath>, fits: fn(Page<'c>, &'c Type) -> bool| {
            path.as_ref().and_then(|path| self.property(key, path, fits))
        };
        PageEnd {
            more: path("more", &said.end.more, Page::is_truth),
            last: path("last", &said.end.last, Page::is_truth),
            total: path("total", &said.end.total, Page::is_integer),
            pages: path("pages", &said.end.pages, Page::is_integer),
        }
    }

    /// Returns the parameter that a key of the configuration names: a query parameter, or a property of the body after
    /// `body.`. Reports a name that does not exist.
    fn parameter(&mut self, key: &str, name: &str) -> Option<(CursorTarget, Option<&'c Parameter>)> {
        let queries = || self.operation.parameters.iter().filter(|parameter| parameter.location == Location::Query);
        if let Some(found) = queries().find(|parameter| parameter.name == name) {
            return Some((CursorTarget::Parameter(found.name.clone()), Some(found)));
        }
        let Some(path) = name.strip_prefix("body.") else {
            let names: Vec<&str> = queries().map(|parameter| parameter.name.as_str()).collect();
            self.found.push(config::not_applicable(&self.key_place(key), "parameter", name, names));
            return None;
        };
        let page = self.page?;
        let mut body = page.asked(self.operation);
        let mut names = Vec::new();
        for name in path.split('.') {
            let properties = body.iter().flat_map(|body| &body.properties);
            let Some(property) = properties.clone().find(|property| property.name == name) else {
                let known: Vec<&str> = properties.map(|property| property.name.as_str()).collect();
                let what = "property of the body called";
                self.found.push(config::not_applicable(&self.key_place(key), what, path, known));
                return None;
            };
            names.push(name.to_owned());
            body = page.object(&property.ty);
        }
        Some((CursorTarget::Body(names), None))
    }

    fn item(&self, items: &[String]) -> Option<&'c Struct> {
        let page = self.page?;
        let mut ty = page.body;
        for name in items {
            ty = &page.object(ty)?.properties.iter().find(|property| property.name == *name)?.ty;
        }
        page.object(page.items_of(ty)?)
    }

    /// Returns the location of the property of a page that a key names. Reports a property that does not exist or has
    /// an unsuitable type.
    fn property(
        &mut self,
        key: &str,
        path: &PropertyPath,
        fits: impl Fn(Page<'c>, &'c Type) -> bool,
    ) -> Option<Vec<String>> {
        let body = self.page.and_then(|page| page.object(page.body));
        self.property_in(body, key, path, fits)
    }

    fn property_in(
        &mut self,
        mut body: Option<&'c Struct>,
        key: &str,
        path: &PropertyPath,
        fits: impl Fn(Page<'c>, &'c Type) -> bool,
    ) -> Option<Vec<String>> {
        let mut right = false;
        for name in path.names() {
            let properties = body.iter().flat_map(|body| &body.properties);
            let Some(property) = properties.clone().find(|property| property.name == name) else {
                let known: Vec<&str> = properties.map(|property| property.name.as_str()).collect();
                let missing =
                    config::not_applicable(&self.key_place(key), "property of a page called", path.as_str(), known);
                self.found.push(missing);
                return None;
            };
            right = self.page.is_some_and(|page| fits(page, &property.ty));
            body = self.page.and_then(|page| page.object(&property.ty));
        }
        if !right {
            let wanted = match key {
                "items" => "a list",
                "more" | "last" => "a boolean",
                "total" | "pages" => "an integer",
                "url" => "a string",
                _ => "a string or an integer",
            };
            let message =
                format!("the property `{}` of a page is not {wanted}, so `{key}` cannot be read", path.as_str());
            let help =
                "name another property, or write `pagination = false` and pass the value of each page to the next call";
            self.found.push(Diagnostic::new(Code::ConfigInvalidValue, &self.key_place(key), message).help(help));
            return None;
        }
        Some(path.names().map(str::to_owned).collect())
    }
}
