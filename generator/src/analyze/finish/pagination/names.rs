//! The names by which paging is recognised, without case and separators: `pagetoken` is `page_token`, `pageToken` and
//! `page[token]`. In every list the likeliest is first.

/// A name without case and separators.
pub(super) fn folded(name: &str) -> String {
    name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Parameters that take a cursor.
pub(super) const CURSORS: &[&str] = &[
    "cursor",
    "pagetoken",
    "nexttoken",
    "pagecursor",
    "nextcursor",
    "nextpagetoken",
    "paginationtoken",
    "continuationtoken",
    "startcursor",
    "startingafter",
    "after",
    "pageafter",
    "marker",
    "continue",
    "iterator",
];

/// Parameters that take the id of the last item of the page before.
pub(super) const LAST_ITEMS: &[&str] = &["startingafter"];

/// Parameters that count pages.
pub(super) const PAGES: &[&str] = &["page", "pagenumber", "pagenum", "pageno", "currentpage", "pageindex"];

/// Parameters that count items.
pub(super) const OFFSETS: &[&str] = &["offset", "pageoffset", "skip", "startat", "startindex", "start"];

/// Parameters that may as well be something else, such as a time, and count items only beside other signs of paging.
pub(super) const VAGUE_OFFSETS: &[&str] = &["start", "startindex"];

/// Parameters that bound a page.
pub(super) const SIZES: &[&str] = &[
    "limit",
    "perpage",
    "pagesize",
    "size",
    "count",
    "maxresults",
    "pagelimit",
    "itemsperpage",
    "resultsperpage",
    "maxpagesize",
    "maxitems",
    "rows",
    "take",
    "top",
];

/// Properties that hold the next cursor.
pub(super) const NEXTS: &[&str] = &[
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "nextpagecursor",
    "endcursor",
    "nextcontinuationtoken",
    "nextmarker",
    "nextstartingafter",
    "nextafter",
    "nextoffset",
    "nextpage",
    "next",
];

/// Properties that hold the next cursor or repeat the one that was sent.
pub(super) const VAGUE_NEXTS: &[&str] =
    &["cursor", "continuationtoken", "continue", "after", "pagetoken", "marker", "paginationtoken", "iterator"];

/// Properties that hold the number of the next page.
pub(super) const NEXT_PAGES: &[&str] = &["nextpage", "nextpagenumber"];

/// Properties that hold the number of the next item.
pub(super) const NEXT_OFFSETS: &[&str] = &["nextoffset", "nextstart"];

/// Properties that hold the URL of the next page.
pub(super) const NEXT_URLS: &[&str] =
    &["nexturl", "nexturi", "nextlink", "nextpageurl", "nextpageuri", "nextpagelink", "odatanextlink", "next", "href"];

/// Properties that hold the URL of the page before, beside which one of the next page is meant to be followed.
pub(super) const PREVIOUS_URLS: &[&str] = &["previous", "prev", "previousurl", "prevurl", "previouslink", "prevlink"];

/// Properties that say whether there is more.
pub(super) const MORES: &[&str] = &[
    "hasmore",
    "hasnext",
    "hasnextpage",
    "more",
    "hasmoreitems",
    "hasmoreresults",
    "hasmorepages",
    "moreavailable",
    "istruncated",
];

/// Properties that say whether this is the last page.
pub(super) const LASTS: &[&str] = &["islast", "islastpage", "last", "lastpage", "done"];

/// Properties that hold the number of all items. `count` is none of them: as often it is that of the items on a page.
pub(super) const TOTALS: &[&str] = &[
    "total",
    "totalcount",
    "totalitems",
    "totalresults",
    "totalrecords",
    "totalelements",
    "totalentries",
    "totalsize",
    "totalrows",
    "totalhits",
];

/// Properties that hold the number of pages.
pub(super) const PAGE_COUNTS: &[&str] =
    &["totalpages", "pagecount", "pagestotal", "numpages", "numberofpages", "totalpagecount", "lastpage", "pages"];

/// Objects in an answer that hold the list and what is said of it.
pub(super) const ROOTS: &[&str] = &["data", "result", "response", "results"];

/// Objects beside a list that speak of its pages.
pub(super) const WRAPPERS: &[&str] = &[
    "meta",
    "metadata",
    "pagination",
    "paging",
    "page",
    "pageinfo",
    "pages",
    "responsemetadata",
    "searchmetadata",
    "cursor",
    "cursors",
    "links",
    "next",
    "info",
    "resultinfo",
    "listmeta",
];

/// Lists in an answer that are what was asked for.
pub(super) const LISTS: &[&str] = &["data", "items", "results", "values", "entries", "records", "value"];

/// Lists of objects that are not.
pub(super) const FOREIGN_LISTS: &[&str] =
    &["errors", "warnings", "links", "messages", "included", "facets", "aggregations", "filters", "columns"];

/// Parameters that end a span of time or of something else, beside which `start` counts no items.
pub(super) const SPAN_ENDS: &[&str] = &["end", "stop", "until", "to", "finish", "endtime", "enddate"];
