//! The pages of the book with examples in Rust, which `cargo test --doc` compiles and runs.

/// Declares a module per page, with the page as its documentation.
macro_rules! pages {
    ($($name:ident $page:literal)*) => {
        $(#[doc = include_str!(concat!("../../generator/book/src/", $page))]
        pub mod $name {})*
    };
}

pages! {
    automation "automation.md"
    blocking "blocking.md"
    browser "browser.md"
    conditional "conditional.md"
    errors "errors.md"
    faq "faq.md"
    from_openapi_generator "from-openapi-generator.md"
    from_progenitor "from-progenitor.md"
    interceptors "interceptors.md"
    observability "observability.md"
    pagination "pagination.md"
    retries "retries.md"
    robustness "robustness.md"
    streaming "streaming.md"
    testing "testing.md"
    traffic "traffic.md"
    transports "transports.md"
    webhooks "webhooks.md"
}
