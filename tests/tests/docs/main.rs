//! Checks that every type that a user meets has a page with its members, under a path that the user can name.
//!
//! The checks use the JSON output of `rustdoc`, for `kirim` and for fixtures that use other parts of the runtime.

#[path = "../fixture/mod.rs"]
mod fixture;
#[path = "../nightly_rustdoc/mod.rs"]
mod nightly_rustdoc;
#[path = "../scratch/mod.rs"]
mod scratch;

mod build;
mod check;
mod listing;
mod pages;

use std::sync::LazyLock;

use build::Build;
use pages::Pages;

static BUILD: LazyLock<Result<Build, String>> = LazyLock::new(Build::new);

/// Fails if the pages of a crate have problems.
fn judge(name: &str) {
    let pages = BUILD.as_ref().map_err(Clone::clone).and_then(|build| build.pages(name));
    let Some(pages) = pages.unwrap_or_else(|error| panic!("{error}")) else { return };
    let problems = check::problems(&pages);
    assert!(problems.is_empty(), "the documentation of `{name}` lacks something:\n{}", problems.join("\n"));
    let listing = BUILD.as_ref().ok().and_then(|build| build.listing(name)).expect("the crate has a listing");
    let problems = listing::problems(&pages, &listing);
    assert!(problems.is_empty(), "`api.txt` of `{name}` and its pages differ:\n{}", problems.join("\n"));
}

#[test]
fn kirim() {
    judge("kirim");
}

/// The page of the alias shows the variants of its target, since the alias itself has none.
#[test]
fn the_error_has_a_page() {
    let Some(pages) = BUILD.as_ref().map_err(Clone::clone).and_then(|build| build.pages("kirim")).expect("pages")
    else {
        return;
    };
    let paths: Vec<&str> = pages.public.values().flatten().map(String::as_str).collect();
    for path in
        ["kirim::Error", "kirim::ApiError", "kirim::generic::Error", "kirim::generic::ApiError", "kirim::DecodeError"]
    {
        assert!(paths.contains(&path), "`{path}` has no page");
    }
    assert!(!paths.iter().any(|path| path.contains("::__private") || path.contains("::runtime")));
}

#[test]
fn streams() {
    judge("streams");
}

#[test]
fn multipart() {
    judge("multipart");
}

#[test]
fn oauth_flows() {
    judge("oauth-flows");
}

#[test]
fn webhooks() {
    judge("webhooks");
}

#[test]
fn errors_differ() {
    judge("errors-differ");
}

#[test]
fn a_listing_that_lacks_an_item_is_reported() {
    let build = BUILD.as_ref().expect("the crates are written");
    let Some(pages) = build.pages("kirim").expect("pages") else { return };
    let listing = build.listing("kirim").expect("the crate has a listing");
    let without = |text: &str| listing.lines().filter(|line| !line.contains(text)).collect::<Vec<_>>().join("\n");
    let missing = listing::problems(&pages, &without("models::Contact::email"));
    assert_eq!(missing, ["`models::Contact::email` is not listed"]);
    let renamed = listing::problems(&pages, &listing.replace("fn Client::core(", "fn Client::heart("));
    assert_eq!(renamed, ["`Client::core` is not listed", "`Client::heart` is listed and has no page"]);
}

/// The fixtures in `OASPRESS_LISTINGS`, or all of them if it is `all`.
#[test]
#[ignore = "takes minutes: set `OASPRESS_LISTINGS=all`"]
fn further_fixtures() {
    let names = build::further();
    assert!(!names.is_empty(), "`OASPRESS_LISTINGS` names no fixture");
    for name in names {
        let pages = BUILD.as_ref().map_err(Clone::clone).and_then(|build| build.pages(&name));
        let Some(pages) = pages.unwrap_or_else(|error| panic!("{error}")) else { return };
        let listing = BUILD.as_ref().ok().and_then(|build| build.listing(&name)).expect("the crate has a listing");
        let problems = listing::problems(&pages, &listing);
        assert!(problems.is_empty(), "`api.txt` of `{name}` and its pages differ:\n{}", problems.join("\n"));
    }
}

/// Checks a crate of one file.
fn problems_of(name: &str, source: &str) -> Option<Vec<String>> {
    let pages = build::document(name, source).unwrap_or_else(|error| panic!("{error}"))?;
    Some(check::problems(&pages))
}

#[test]
fn a_type_behind_a_hidden_module_is_reported() {
    let source = "//! Docs.\n/// Hidden.\n#[doc(hidden)]\npub mod hidden {\n/// Docs.\npub enum Error<E> {\n/// Docs.\nApi(E) }\n}\n\
        /// Docs.\npub type Error = hidden::Error<u8>;";
    let Some(problems) = problems_of("behind_hidden", source) else { return };
    assert_eq!(problems, ["`behind_hidden::Error` uses `behind_hidden::hidden::Error`, which has no public path"]);
}

#[test]
fn a_type_without_visible_members_is_reported() {
    let source = "//! Docs.\n/// Docs.\npub enum Choice {\n#[doc(hidden)]\nOnly }\n/// Docs.\npub struct Value(u8);\n\
        impl Value {\n/// Docs.\n#[doc(hidden)]\npub fn get(&self) -> u8 { self.0 }\n}\n/// Docs.\npub struct Opaque;";
    let Some(problems) = problems_of("without_members", source) else { return };
    assert_eq!(
        problems,
        [
            "`without_members::Choice` has members, and its page shows none of them",
            "`without_members::Value` has members, and its page shows none of them",
        ]
    );
}

#[test]
fn an_item_without_documentation_is_reported() {
    let source = "//! Docs.\n/// Docs.\npub struct Value { pub field: u8 }\nimpl Value {\npub fn get(&self) {}\n}\npub trait Text {}";
    let Some(problems) = problems_of("undocumented", source) else { return };
    assert_eq!(
        problems,
        [
            "`undocumented::Text` is not documented",
            "`undocumented::Value::field` is not documented",
            "`undocumented::Value::get` is not documented",
        ]
    );
}

#[test]
fn a_type_that_cannot_be_named_is_reported() {
    let source = "//! Docs.\nmod private { pub struct Made; pub trait Bound {} }\n/// Docs.\npub fn make() -> Option<private::Made> { None }\n\
        /// Docs.\npub struct All;\nimpl Iterator for All { type Item = private::Made; fn next(&mut self) -> Option<private::Made> { None } }\n\
        /// Docs.\npub fn take<T: private::Bound>(_: T) {}";
    let Some(problems) = problems_of("unnamed", source) else { return };
    assert_eq!(
        problems,
        [
            "`unnamed::All` uses `unnamed::private::Made`, which has no public path",
            "`unnamed::make` uses `unnamed::private::Made`, which has no public path",
            "`unnamed::take` uses `unnamed::private::Bound`, which has no public path",
        ]
    );
}
