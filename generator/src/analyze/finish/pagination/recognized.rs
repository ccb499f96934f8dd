//! Recognizes paginated operations. If the signs are ambiguous, an operation is not paginated: a missing paginator is a
//! nuisance, but a wrong one loses items.

use serde_json::Value;

use super::names::{
    CURSORS, LAST_ITEMS, LASTS, MORES, NEXT_OFFSETS, NEXT_PAGES, NEXT_URLS, NEXTS, OFFSETS, PAGE_COUNTS, PAGES,
    PREVIOUS_URLS, SIZES, SPAN_ENDS, TOTALS, VAGUE_NEXTS, VAGUE_OFFSETS, folded,
};
use super::page::{Page, PageProperty};
use crate::analyze::schema::Draft;
use crate::model::{
    Bound, Constraint, CursorTarget, Docs, Location, Method, Operation, PageEnd, PageStep, Pagination, Parameter,
    Presence, Property, Struct,
};

/// The object that contains the list, with its location.
type Root<'d> = (Vec<String>, &'d Struct);

/// Returns the pagination that the document suggests.
pub(super) fn recognize(drafts: &[Draft], operation: &Operation) -> Option<Pagination> {
    if !matches!(operation.method, Method::Get | Method::Post | Method::Query) {
        return None;
    }
    let page = Page::from_operation(drafts, operation)?;
    if operation.method == Method::Post {
        return in_body(page, operation);
    }
    if let Some(found) = in_body(page, operation).filter(|_| operation.method == Method::Query) {
        return Some(found);
    }
    if page.items_of(page.body).is_some() {
        return in_list(page, operation);
    }
    page.roots().iter().find_map(|root| {
        let list = page.list(root.1)?;
        let items = root.0.iter().cloned().chain([list.name.clone()]).collect();
        in_object(page, operation, root, list).map(|(step, end)| paged(step, items, end))
    })
}

/// Recognizes a search that sends its cursor in the body. Other parameters in a body may describe the object to create.
fn in_body<'d>(page: Page<'d>, operation: &'d Operation) -> Option<Pagination> {
    let asked = (Vec::new(), page.asked(operation)?);
    let is_cursor = |found: &PageProperty<'d>| {
        let old = found.property.docs.deprecated.is_some() || speaks(&found.property.docs, &["deprecated"]);
        found.property.presence != Presence::Required && !old && page.is_text(&found.property.ty) && !is_url(found)
    };
    let cursor = page.find(&asked, CURSORS, &is_cursor)?;
    page.roots().iter().find_map(|root| {
        let list = page.list(root.1)?;
        // If the body also has the list, the operation creates the items rather than finding them.
        if asked.1.properties.iter().any(|property| property.name == list.name) {
            return None;
        }
        let end = PageEnd { total: None, pages: None, ..end(page, root) };
        let next = next_cursor(page, root, end != PageEnd::default())?;
        let step = PageStep::Cursor { parameter: CursorTarget::Body(cursor.path.clone()), next };
        Some(paged(step, root.0.iter().cloned().chain([list.name.clone()]).collect(), end))
    })
}

fn paged(step: PageStep, items: Vec<String>, end: PageEnd) -> Pagination {
    Pagination { step, items, end, configured: false }
}

/// Recognizes the pagination of a response that is the list itself. Only headers can contain the next page.
fn in_list(page: Page<'_>, operation: &Operation) -> Option<Pagination> {
    let step = link(page, operation).or_else(|| {
        let sized = parameter(operation, SIZES, &|_| true).is_some();
        sized.then(|| counted(page, operation, false)).flatten()
    })?;
    Some(paged(step, Vec::new(), PageEnd::default()))
}

/// Recognizes the pagination of a response that contains the list. The clearest sign wins.
fn in_object<'d>(
    page: Page<'d>,
    operation: &'d Operation,
    root: &Root<'d>,
    list: &'d Property,
) -> Option<(PageStep, PageEnd)> {
    let end = end(page, root);
    let truth = PageEnd { total: None, pages: None, ..end.clone() };
    if let Some(step) = cursor(page, operation, root, truth != PageEnd::default()) {
        return Some((step, truth));
    }
    if let Some(step) = last_item(page, operation, list).filter(|_| end.more.is_some()) {
        return Some((step, truth));
    }
    if let Some(step) = link(page, operation).or_else(|| url(page, operation, root)) {
        return Some((step, PageEnd::default()));
    }
    if let Some(step) = numbered(page, operation, root) {
        return Some((step, truth));
    }
    let told = end != PageEnd::default();
    let sized = parameter(operation, SIZES, &|_| true).is_some();
    let step = (told || sized).then(|| counted(page, operation, told && sized)).flatten()?;
    Some((step.clone(), for_step(&step, end)))
}

/// Returns the end marks that are useful for a step. For item offsets, the number of pages is not. For page numbers, it
/// is more reliable than the number of items.
fn for_step(step: &PageStep, end: PageEnd) -> PageEnd {
    match step {
        PageStep::Offset { .. } => PageEnd { pages: None, ..end },
        _ if end.pages.is_some() => PageEnd { total: None, ..end },
        _ => end,
    }
}

/// Returns the query parameter with the most likely of these names.
fn parameter<'o>(operation: &'o Operation, names: &[&str], fits: &dyn Fn(&Parameter) -> bool) -> Option<&'o Parameter> {
    let is_called = |parameter: &&Parameter, name: &str| {
        let old = parameter.docs.deprecated.is_some() || speaks(&parameter.docs, &["deprecated"]);
        parameter.location == Location::Query && !old && folded(&parameter.name) == name && fits(parameter)
    };
    names.iter().find_map(|name| operation.parameters.iter().find(|parameter| is_called(parameter, name)))
}

/// Recognizes a parameter that takes a cursor from the response. `told` is true if the response marks the end of the
/// list.
fn cursor<'d>(page: Page<'d>, operation: &Operation, root: &Root<'d>, told: bool) -> Option<PageStep> {
    let parameter = parameter(operation, CURSORS, &|parameter| !parameter.required && page.is_text(&parameter.ty))?;
    // If cursors must be enabled by another parameter, responses may not contain them.
    if is_switched(operation, parameter) {
        return None;
    }
    let next = next_cursor(page, root, told)?;
    Some(PageStep::Cursor { parameter: cursor_target(parameter), next })
}

/// Returns the location of the next cursor in a response.
fn next_cursor<'d>(page: Page<'d>, root: &Root<'d>, told: bool) -> Option<Vec<String>> {
    let plain = |found: &PageProperty<'d>| page.is_text(&found.property.ty) && !is_url(found);
    // A property that may repeat the cursor that was sent only counts if there is another sign that it is the next one.
    let said = |found: &PageProperty<'d>| {
        let outer = found.outer();
        let words = speaks(&found.property.docs, &["next", "following", "subsequent"]);
        plain(found) && (words || told || outer == "next" || outer == "cursors")
    };
    page.find(root, NEXTS, &plain).or_else(|| page.find(root, VAGUE_NEXTS, &said)).map(|next| next.path)
}

fn cursor_target(parameter: &Parameter) -> CursorTarget {
    CursorTarget::Parameter(parameter.name.clone())
}

/// Returns true if another parameter enables this one.
fn is_switched(operation: &Operation, parameter: &Parameter) -> bool {
    let switch = format!("use{}", folded(&parameter.name));
    operation.parameters.iter().any(|other| folded(&other.name) == switch)
}

/// Recognizes a parameter that takes a number from the response.
fn numbered<'d>(page: Page<'d>, operation: &Operation, root: &Root<'d>) -> Option<PageStep> {
    let is_number = |parameter: &Parameter| !parameter.required && page.is_integer(&parameter.ty);
    let number = |found: &PageProperty<'d>| page.is_integer(&found.property.ty);
    let pair = |parameters, properties| {
        let parameter = parameter(operation, parameters, &is_number)?;
        let next = page.find(root, properties, &number)?;
        // A number that is always present cannot mark the last page.
        let ends = next.property.presence != Presence::Required;
        ends.then(|| PageStep::Cursor { parameter: cursor_target(parameter), next: next.path })
    };
    pair(PAGES, NEXT_PAGES).or_else(|| pair(OFFSETS, NEXT_OFFSETS))
}

/// Recognizes a parameter that takes the id of the last item.
fn last_item<'d>(page: Page<'d>, operation: &Operation, list: &'d Property) -> Option<PageStep> {
    let parameter = parameter(operation, LAST_ITEMS, &|parameter| !parameter.required && page.is_text(&parameter.ty))?;
    let item = page.object(page.items_of(&list.ty)?)?;
    let id = item.properties.iter().find(|property| property.name == "id" && page.is_text(&property.ty))?;
    (id.presence == Presence::Required)
        .then(|| PageStep::LastItem { parameter: cursor_target(parameter), id: vec![id.name.clone()] })
}

/// Recognizes a declared `Link` header together with a parameter for pagination.
fn link(page: Page<'_>, operation: &Operation) -> Option<PageStep> {
    let described = page.response.headers.iter().any(|header| header.name.eq_ignore_ascii_case("link"));
    (described && is_paged(operation)).then_some(PageStep::Link)
}

/// Recognizes a URL of the next page in the response.
fn url<'d>(page: Page<'d>, operation: &Operation, root: &Root<'d>) -> Option<PageStep> {
    let is_next = |found: &PageProperty<'d>| page.is_text(&found.property.ty) && is_url(found);
    let next = page.find(root, NEXT_URLS, &is_next)?;
    let paged = is_paged(operation) || page.find(root, PREVIOUS_URLS, &is_next).is_some();
    paged.then_some(PageStep::Url { next: next.path })
}

/// Returns true if a parameter has to do with pagination.
fn is_paged(operation: &Operation) -> bool {
    [CURSORS, PAGES, OFFSETS, SIZES].iter().any(|names| parameter(operation, names, &|_| true).is_some())
}

/// Recognizes a parameter that is a page number or an offset. `plain` is true if everything else indicates pagination,
/// too.
fn counted(page: Page<'_>, operation: &Operation, plain: bool) -> Option<PageStep> {
    // Next to a cursor, numbers are often deprecated and may not work as before.
    let cursor = parameter(operation, CURSORS, &|parameter| page.is_text(&parameter.ty));
    if cursor.is_some_and(|cursor| !is_switched(operation, cursor)) {
        return None;
    }
    let is_number = |parameter: &Parameter| page.is_integer(&parameter.ty);
    if let Some(parameter) = parameter(operation, PAGES, &is_number) {
        let first = first_page(parameter)?;
        return Some(PageStep::Page { parameter: cursor_target(parameter), first });
    }
    let parameter = parameter(operation, OFFSETS, &is_number)?;
    let name = folded(&parameter.name);
    let spans = self::parameter(operation, SPAN_ENDS, &|_| true).is_some();
    if VAGUE_OFFSETS.contains(&name.as_str()) && (!plain || spans) {
        return None;
    }
    let first = first_item(parameter, &name)?;
    Some(PageStep::Offset { parameter: cursor_target(parameter), first })
}

/// Returns the number of the first page, if it is certain.
pub(super) fn first_page(parameter: &Parameter) -> Option<i64> {
    match parameter.default.as_ref().and_then(Value::as_i64) {
        Some(first @ (0 | 1)) => return Some(first),
        Some(_) => return None,
        None => {}
    }
    let docs = &parameter.docs;
    if speaks(
        docs,
        &["zero", "0-based", "0-indexed", "starts at 0", "starts from 0", "starting at 0", "starting from 0"],
    ) {
        return Some(0);
    }
    // If 0 is allowed or mentioned, the first page may be 0 or 1.
    let unclear = may_be_zero(docs) || speaks_of_zero(docs);
    let index = folded(&parameter.name) == "pageindex";
    (!unclear && !index).then_some(1)
}

/// Returns the offset of the first item, if it is certain.
fn first_item(parameter: &Parameter, name: &str) -> Option<i64> {
    match parameter.default.as_ref().map(Value::as_i64) {
        Some(first) => first.filter(|first| matches!(first, 0 | 1)),
        // Standards differ on the start of these.
        None if name == "startindex" => None,
        None => (!excludes_zero(&parameter.docs)).then_some(0),
    }
}

/// Returns true if the lower bound of a number is 0, and 0 is allowed.
fn may_be_zero(docs: &Docs) -> bool {
    docs.constraints
        .iter()
        .filter_map(Constraint::lower_bound)
        .any(|bound| bound.value.as_f64() == Some(0.0) && !bound.exclusive)
}

/// Returns true if the lower bound of a number excludes 0.
fn excludes_zero(docs: &Docs) -> bool {
    let excludes =
        |bound: &Bound| bound.value.as_f64().is_some_and(|value| value > 0.0 || (value == 0.0 && bound.exclusive));
    docs.constraints.iter().filter_map(Constraint::lower_bound).any(excludes)
}

/// Returns true if the description of a number mentions 0.
fn speaks_of_zero(docs: &Docs) -> bool {
    let mentions_zero = |text: &str| text.split(|char: char| !char.is_alphanumeric()).any(|word| word == "0");
    docs.description.as_deref().is_some_and(mentions_zero)
}

/// Returns the properties of a response that mark the end of the list.
fn end<'d>(page: Page<'d>, root: &Root<'d>) -> PageEnd {
    let truth = |found: &PageProperty<'d>| page.is_truth(&found.property.ty);
    let number = |found: &PageProperty<'d>| page.is_integer(&found.property.ty);
    let more = page.find(root, MORES, &truth);
    let last = if more.is_some() { None } else { page.find(root, LASTS, &truth) };
    let told = more.is_some() || last.is_some();
    let pages = if told { None } else { page.find(root, PAGE_COUNTS, &number) };
    let total = if told { None } else { page.find(root, TOTALS, &number) };
    let path = |found: Option<PageProperty<'d>>| found.map(|found| found.path);
    PageEnd { more: path(more), last: path(last), total: path(total), pages: path(pages) }
}

/// Returns true if a property is a URL, according to its name, the object that contains it, its example, or its
/// documentation.
fn is_url(found: &PageProperty<'_>) -> bool {
    let property = found.property;
    let name = folded(&property.name);
    let example = property.docs.example.as_ref().and_then(Value::as_str).unwrap_or_default();
    ["url", "uri", "link", "href"].iter().any(|word| name.ends_with(word))
        || found.outer() == "links"
        || example.starts_with("http")
        || example.starts_with('/') && example.contains('?')
        || speaks(&property.docs, &["url", "uri", "link", "http"])
}

/// Returns true if the documentation of an item contains one of these words.
fn speaks(docs: &Docs, words: &[&str]) -> bool {
    let written = docs.title.iter().chain(&docs.description).map(String::as_str);
    let texts = written.chain(docs.constraints.iter().flat_map(Constraint::texts));
    texts.map(str::to_lowercase).any(|text| words.iter().any(|word| text.contains(word)))
}
