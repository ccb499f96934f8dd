//! How the pages of a result are requested and read.

use super::check_operations;
use super::items::{input, operation, pet, setter, string};
use crate::comment::Comment;
use crate::rust::{
    CursorField, CursorKind, FieldChain, Item, PageEnd, PageStep, Paging, PagingDocs, Passing, Role, SetterValue, Std,
    Ty,
};

/// Returns a path of fields; those that end with `?` are optional.
fn chain(fields: &[&str]) -> FieldChain {
    FieldChain(fields.iter().map(|field| (field.trim_end_matches('?').to_owned(), field.ends_with('?'))).collect())
}

/// Creates an optional field of the operation.
fn cursor(kind: CursorKind) -> CursorField {
    CursorField {
        outer: FieldChain::default(),
        name: "cursor".to_owned(),
        parameter: "cursor".to_owned(),
        optional: true,
        nullable: false,
        kind,
    }
}

fn paging(step: PageStep) -> Paging {
    Paging {
        docs: Comment::new(),
        methods: PagingDocs {
            pages: "The documentation of `pages`.".into(),
            items: "The documentation of `items`.".into(),
            resume: "The documentation of `resume`.".into(),
        },
        item: pet(),
        items: chain(&["data"]),
        step,
        end: PageEnd { more: None, last: None, total: None, pages: None },
        optional: false,
    }
}

fn check_paging(name: &str, ty: Ty, paging: Paging) {
    let mut item = operation("ListPets");
    let set = setter("cursor", ty.clone(), Passing::Plain, SetterValue::Some);
    item.inputs = vec![input("cursor", ty, Passing::Plain, Role::Optional(set))];
    item.paging = Some(paging);
    let name = format!("paging-{name}");
    check_operations(&name, "impl<C: MaybeSend + MaybeSync + 'static>", vec![Item::Operation(Box::new(item))]);
}

fn number() -> Ty {
    Ty::path(Std::I64)
}

#[test]
fn a_page_has_the_cursor_of_the_next_one() {
    let mut pages = paging(PageStep::Cursor { parameter: cursor(CursorKind::Text), next: chain(&["meta?", "next?"]) });
    pages.end = PageEnd {
        more: Some(chain(&["more"])),
        last: Some(chain(&["last?"])),
        total: Some(chain(&["meta?", "total"])),
        pages: Some(chain(&["meta?", "pages?"])),
    };
    check_paging("cursor", string(), pages);
}

#[test]
fn an_operation_has_methods_for_its_pages() {
    let mut item = operation("ListPets");
    item.paging = Some(paging(PageStep::Link));
    check_operations("paging", "impl<C: Dispatch>", vec![Item::Operation(Box::new(item))]);
}

#[test]
fn a_page_can_be_missing() {
    let mut field = cursor(CursorKind::Checked);
    (field.optional, field.nullable) = (true, true);
    let mut pages = paging(PageStep::Cursor { parameter: field, next: chain(&["next"]) });
    (pages.optional, pages.items) = (true, chain(&["result", "data?"]));
    check_paging("optional", string(), pages);
}

#[test]
fn the_cursor_can_be_within_the_body() {
    let mut field = cursor(CursorKind::Text);
    (field.outer, field.optional) = (chain(&["body", "options?"]), false);
    check_paging("body", string(), paging(PageStep::Cursor { parameter: field, next: chain(&["next?"]) }));
}

#[test]
fn the_last_item_can_be_the_cursor() {
    let last = |items: &[&str]| Paging {
        items: chain(items),
        ..paging(PageStep::LastItem { parameter: cursor(CursorKind::Checked), id: chain(&["id"]) })
    };
    check_paging("last-item", string(), last(&[]));
    check_paging("last-item-of-optional-list", string(), last(&["data?"]));
}

#[test]
fn pages_have_numbers() {
    let mut required = cursor(CursorKind::Number);
    required.optional = false;
    let mut within = cursor(CursorKind::Number);
    within.outer = chain(&["body"]);
    check_paging("number", number(), paging(PageStep::Page { parameter: cursor(CursorKind::Number), first: 1 }));
    check_paging("number-as-text", string(), paging(PageStep::Page { parameter: cursor(CursorKind::Text), first: 1 }));
    check_paging("number-in-body", number(), paging(PageStep::Page { parameter: within, first: 0 }));
    check_paging("offset-required", number(), paging(PageStep::Offset { parameter: required.clone(), first: 0 }));
    required.kind = CursorKind::Text;
    check_paging("offset-as-required-text", string(), paging(PageStep::Offset { parameter: required, first: 0 }));
}

#[test]
fn links_lead_to_the_next_page() {
    check_paging("url", string(), paging(PageStep::Url { next: chain(&["links?", "next"]) }));
    check_paging("link-header", string(), paging(PageStep::Link));
}
