//! Paginated lists: `pages` has the streams of pages and of items, `page_cursor` identifies the next page, and `link` reads
//! links from headers and from bodies.

pub(crate) mod link;
pub mod page_cursor;
pub mod pages;
