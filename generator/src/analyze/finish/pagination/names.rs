//! The names that identify pagination, without case and separators: `pagetoken` matches `page_token`, `pageToken` and
//! `page[token]`. In every list the most likely name comes first.

/// Returns a name without case and separators.
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

/// Parameters that take the id of the last item of the previous page.
pub(super) const LAST_ITEMS: &[&str] = &["startingafter"];

/// Parameters that are page numbers.
pub(super) const PAGES: &[&str] = &["page", "pagenumber", "pagenum", "pageno", "currentpage", "pageindex"];

/// Parameters that are item offsets.
pub(super) const OFFSETS: &[&str] = &["offset", "pageoffset", "skip", "startat", "startindex", "start"];

/// Parameters that may be something else, such as a time. They are offsets only if there are other signs of pagination.
pub(super) const VAGUE_OFFSETS: &[&str] = &["start", "startindex"];

/// Parameters that limit the size of a page.
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

/// Properties with the next cursor.
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

/// Properties with the next cursor, or the one that was sent.
pub(super) const VAGUE_NEXTS: &[&str] =
    &["cursor", "continuationtoken", "continue", "after", "pagetoken", "marker", "paginationtoken", "iterator"];

/// Properties with the number of the next page.
pub(super) const NEXT_PAGES: &[&str] = &["nextpage", "nextpagenumber"];

/// Properties with the offset of the next page.
pub(super) const NEXT_OFFSETS: &[&str] = &["nextoffset", "nextstart"];

/// Properties with the URL of the next page.
pub(super) const NEXT_URLS: &[&str] =
    &["nexturl", "nexturi", "nextlink", "nextpageurl", "nextpageuri", "nextpagelink", "odatanextlink", "next", "href"];

/// Properties with the URL of the previous page. If one exists, the URL of the next page is meant to be followed.
pub(super) const PREVIOUS_URLS: &[&str] = &["previous", "prev", "previousurl", "prevurl", "previouslink", "prevlink"];

/// Properties that are true if there are more pages.
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

/// Properties that are true on the last page.
pub(super) const LASTS: &[&str] = &["islast", "islastpage", "last", "lastpage", "done"];

/// Properties with the total number of items. `count` is not in the list, because it is often the number of items on a
/// page.
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

/// Properties with the number of pages.
pub(super) const PAGE_COUNTS: &[&str] =
    &["totalpages", "pagecount", "pagestotal", "numpages", "numberofpages", "totalpagecount", "lastpage", "pages"];

/// Objects in a response that contain the list and its metadata.
pub(super) const ROOTS: &[&str] = &["data", "result", "response", "results"];

/// Objects next to a list that contain metadata about its pages.
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

/// Lists in a response that contain the requested items.
pub(super) const LISTS: &[&str] = &["data", "items", "results", "values", "entries", "records", "value"];

/// Lists of objects in a response that do not contain the requested items.
pub(super) const FOREIGN_LISTS: &[&str] =
    &["errors", "warnings", "links", "messages", "included", "facets", "aggregations", "filters", "columns"];

/// Parameters that mark the end of a range, such as a time span. If one exists, `start` is not an offset.
pub(super) const SPAN_ENDS: &[&str] = &["end", "stop", "until", "to", "finish", "endtime", "enddate"];
