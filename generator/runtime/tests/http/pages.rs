//! Paginated lists.

use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;
use http::Method;
use oaspress_runtime::runtime::{
    Call, Error, InvalidInput, Items, Next, Operation, Options, Pages, Paginated, RawResponse, RequestEncoder,
    Response, Security, Style, call_options,
};
use serde_json::{Value, json};

use crate::support::{Script, Turn, answer, run};

/// `GET /list`, with a filter and a cursor.
#[derive(Clone)]
struct List<C = ()> {
    call: Call<C>,
    search: String,
    cursor: Option<String>,
}

impl List {
    fn new(search: &str) -> Self {
        Self { call: Call::new(()), search: search.to_owned(), cursor: None }
    }
}

call_options!(List);

impl<C: Send + Sync> Operation for List<C> {
    type Output = Value;
    type Failure = Value;

    const ID: &'static str = "list";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/list";
    const SECURITY: Security = Security::NONE;

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        request.segment("/list");
        request.query("search", Style::FORM, &self.search)?;
        request.query("cursor", Style::FORM, &self.cursor)
    }

    fn decode(response: RawResponse) -> Result<Response<Value>, Error<Value>> {
        if response.status().is_success() { response.json() } else { Err(response.into_error()) }
    }

    fn options(&self) -> &Options {
        self.call.options()
    }
}

impl<C: Send + Sync + 'static> Paginated for List<C> {
    type Item = u64;

    fn next_page(&self, page: &Response<Value>) -> Next {
        let next = Next::cursor(page["next"].as_str()).more(page["more"].as_bool());
        match page["data"].as_array() {
            Some(items) => next.items(items.len()),
            None => next,
        }
    }

    fn set_cursor(&mut self, cursor: String) {
        self.cursor = Some(cursor);
    }

    fn into_items(page: Value) -> Vec<u64> {
        page["data"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
    }
}

fn page(data: &[u64], next: Option<&str>) -> Turn {
    Turn::Response(answer(200, &[("x-request-id", "req_1")], &json!({ "data": data, "next": next }).to_string()))
}

fn queries(script: &Script) -> Vec<String> {
    script.requests().iter().map(|request| request.uri().query().unwrap_or_default().to_owned()).collect()
}

async fn rest(items: &mut Items<List>) -> (Vec<u64>, Option<String>) {
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => found.push(item),
            Err(error) => return (found, Some(error.to_string())),
        }
    }
    (found, None)
}

#[test]
fn items_are_read_over_all_pages() {
    let script = Script::new([page(&[1, 2], Some("a=b&c")), page(&[], Some("d")), page(&[3], None)]);
    let mut items = Items::new(script.core(), List::new("x y"));
    assert_eq!(run(rest(&mut items)), (vec![1, 2, 3], None));
    assert!(run(items.next()).is_none(), "it stays at its end");
    assert_eq!(queries(&script), ["search=x%20y", "search=x%20y&cursor=a%3Db%26c", "search=x%20y&cursor=d"]);
}

#[test]
fn a_page_is_fetched_when_it_is_needed_and_not_before() {
    let script = Script::new([page(&[1, 2], Some("a")), page(&[3], None)]);
    let mut items = Items::new(script.core(), List::new(""));
    assert_eq!(script.requests().len(), 0);
    run(items.next());
    run(items.next());
    assert_eq!(script.requests().len(), 1);
    assert_eq!(items.cursor(), Some("a"));
    run(items.next());
    assert_eq!(script.requests().len(), 2);
    assert!(run(items.next()).is_none());
    assert_eq!((script.requests().len(), items.cursor()), (2, None));
}

#[test]
fn pages_come_with_what_is_known_of_them() {
    let script = Script::new([page(&[1], Some("a")), page(&[2], Some(""))]);
    let mut pages = Pages::new(script.core(), List::new("").header("X-Job", "7"));
    let first = run(pages.next()).expect("a page").expect("an answer");
    assert_eq!((first["data"][0].as_u64(), first.meta().request_id()), (Some(1), Some("req_1")));
    assert_eq!(pages.cursor(), Some("a"));
    assert!(run(pages.next()).expect("a page").is_ok());
    assert!(run(pages.next()).is_none(), "an empty cursor ends the list");
    assert!(script.requests().iter().all(|request| request.headers()["x-job"] == "7"));
}

#[test]
fn a_cursor_that_repeats_is_an_error_after_its_page() {
    for cursors in [vec!["a", "a"], vec!["a", "b", "a"], vec!["a", "b", "c", "b"]] {
        let script = Script::new(cursors.iter().map(|cursor| page(&[1], Some(cursor))));
        let mut items = Items::new(script.core(), List::new(""));
        let (found, error) = run(rest(&mut items));
        assert_eq!(found.len(), cursors.len());
        let expected =
            "the response cannot be read: the cursor of the next page was already used (status 200, request req_1)";
        assert_eq!(error.as_deref(), Some(expected));
        assert!(run(items.next()).is_none());
        assert_eq!(script.requests().len(), cursors.len());
        let script = Script::new(cursors.iter().map(|cursor| page(&[1], Some(cursor))));
        let mut pages = Pages::new(script.core(), List::new(""));
        let broken = std::iter::from_fn(|| run(pages.next())).find_map(Result::err).expect("an error");
        let raw = broken.raw().expect("the page");
        assert!(raw.body().starts_with(b"{"), "the page that leads back");
    }
}

#[test]
fn an_error_ends_it_and_the_cursor_tells_where() {
    let script = Script::new([page(&[1], Some("a")), Turn::Response(answer(400, &[], "{}")), page(&[2], None)]);
    let mut items = Items::new(script.core(), List::new(""));
    let text = "400 Bad Request, with a body of unknown type";
    assert_eq!(run(rest(&mut items)), (vec![1], Some(text.to_owned())));
    assert!(run(items.next()).is_none());
    let mut again = List::new("");
    again.set_cursor(items.cursor().expect("where to go on").to_owned());
    assert_eq!(run(rest(&mut Items::new(script.core(), again))), (vec![2], None));
}

#[test]
fn a_list_continues_in_the_middle_of_a_page() {
    let pages = || [page(&[1, 2], Some("a")), page(&[3, 4, 5], Some("b")), page(&[6], None)];
    for (taken, is_prefetching) in (0..=6).flat_map(|taken| [(taken, false), (taken, true)]) {
        let script = Script::new(pages());
        let mut items = Items::new(script.core(), List::new(""));
        if is_prefetching {
            items = items.prefetch();
        }
        let mut seen: Vec<u64> = (0..taken).map(|_| run(items.next()).expect("an item").expect("an answer")).collect();
        let (cursor, offset) = (items.cursor().map(str::to_owned), items.offset());
        let expected =
            [(None, 0), (None, 1), (Some("a"), 0), (Some("a"), 1), (Some("a"), 2), (Some("b"), 0), (None, 0)];
        assert_eq!((cursor.as_deref(), offset), expected[taken], "prefetch: {is_prefetching}");
        if taken == 6 {
            continue;
        }
        let mut again = List::new("");
        if let Some(cursor) = &cursor {
            again.call.options_mut().set_resumed(cursor);
            again.set_cursor(cursor.clone());
        }
        let first = pages().into_iter().skip(match cursor.as_deref() {
            None => 0,
            Some("a") => 1,
            Some(_) => 2,
        });
        let script = Script::new(first);
        let mut rest_of_items = Items::new(script.core(), again.clone()).skip_items(offset);
        assert_eq!(rest_of_items.cursor(), cursor.as_deref(), "a resumed list begins with its cursor");
        seen.extend(run(rest(&mut rest_of_items)).0);
        assert_eq!(seen, [1, 2, 3, 4, 5, 6], "after {taken}");
    }
}

#[test]
fn the_next_page_is_fetched_while_items_are_read() {
    let script = Script::new([page(&[1, 2], Some("a")), page(&[3], Some("b")), page(&[4], None)]);
    let mut items = Items::new(script.core(), List::new("")).prefetch();
    for (item, requests) in [(1, 2), (2, 2), (3, 3), (4, 3)] {
        assert_eq!(run(items.next()).expect("an item").expect("an answer"), item);
        assert_eq!(script.requests().len(), requests, "one page ahead of item {item}");
    }
    assert!(run(items.next()).is_none());
}

#[test]
fn a_prefetched_page_that_fails_ends_the_list_after_the_items_before_it() {
    let script = Script::new([page(&[1, 2], Some("a")), Turn::Response(answer(400, &[], "{}"))]);
    let mut items = Items::new(script.core(), List::new("")).prefetch();
    let text = "400 Bad Request, with a body of unknown type";
    assert_eq!(run(rest(&mut items)), (vec![1, 2], Some(text.to_owned())));
    assert_eq!((items.cursor(), script.requests().len()), (Some("a"), 2));
    assert!(run(items.next()).is_none());
}

#[test]
fn a_first_page_that_fails_keeps_the_place() {
    let failure = || Turn::Response(answer(400, &[], "{}"));
    let mut resumed = List::new("");
    resumed.call.options_mut().set_resumed("a");
    resumed.set_cursor("a".to_owned());
    let mut items = Items::new(Script::new([failure()]).core(), resumed.clone()).skip_items(2);
    assert_eq!((items.cursor(), items.offset()), (Some("a"), 2));
    run(items.next()).expect("a result").expect_err("an error response");
    assert_eq!((items.cursor(), items.offset()), (Some("a"), 2));

    let script = Script::new([page(&[3, 4, 5], Some("b")), failure()]);
    let mut items = Items::new(script.core(), resumed).skip_items(2);
    assert_eq!(run(items.next()).expect("an item").expect("an answer"), 5);
    assert_eq!((items.cursor(), items.offset()), (Some("b"), 0));
    run(items.next()).expect("a result").expect_err("an error response");
    assert_eq!((items.cursor(), items.offset()), (Some("b"), 0));
}

#[cfg(feature = "blocking")]
#[test]
fn an_iterator_continues_in_the_middle_of_a_page() {
    use oaspress_runtime::runtime::blocking;

    let script = Script::new([page(&[1, 2, 3], Some("a")), page(&[4], None)]);
    let mut items = blocking::Iter::new(Items::new(script.core(), List::new(""))).skip_items(1);
    assert_eq!(items.offset(), 1);
    assert_eq!(items.next().expect("an item").expect("an answer"), 2);
    assert_eq!((items.cursor(), items.offset()), (None, 2));
    let rest: Result<Vec<u64>, _> = items.by_ref().collect();
    assert_eq!((rest.expect("all items"), items.offset()), (vec![3, 4], 0));
}

#[test]
fn a_limit_bounds_what_is_given_and_what_is_fetched() {
    for (limit, expected, requests) in
        [(0, vec![], 0), (2, vec![1, 2], 1), (3, vec![1, 2, 3], 2), (9, vec![1, 2, 3], 2)]
    {
        for is_prefetching in [false, true] {
            let script = Script::new([page(&[1, 2], Some("a")), page(&[3], None)]);
            let mut items = Items::new(script.core(), List::new("")).limit(limit);
            if is_prefetching {
                items = items.prefetch();
            }
            assert_eq!(run(rest(&mut items)), (expected.clone(), None));
            assert!(run(items.next()).is_none());
            assert_eq!(script.requests().len(), requests);
        }
    }
}

#[test]
fn all_are_collected_or_none() {
    let script = Script::new([page(&[1, 2], Some("a")), page(&[3], None)]);
    assert_eq!(run(Items::new(script.core(), List::new("")).collect()).expect("all"), [1, 2, 3]);
    let script = Script::new([page(&[1, 2], Some("a")), Turn::Response(answer(404, &[], "{}"))]);
    assert!(run(Items::new(script.core(), List::new("")).collect()).expect_err("no second page").is_not_found());
}

#[test]
fn both_are_streams() {
    fn owned<T: Send + Unpin + 'static>(_: &T) {}
    let script = Script::new([page(&[1], Some("a")), page(&[2], None), page(&[3], None)]);
    let mut items = Items::new(script.core(), List::new(""));
    owned(&items);
    let mut count = 0;
    while let Some(item) = run(poll_fn(|context| Pin::new(&mut items).poll_next(context))) {
        assert!(item.is_ok());
        count += 1;
    }
    assert_eq!(count, 2);
    let mut pages = Pages::new(script.core(), List::new(""));
    owned(&pages);
    assert!(run(poll_fn(|context| Pin::new(&mut pages).poll_next(context))).is_some());
    assert_eq!(format!("{items:?} {pages:?}"), "Items { operation: \"list\", .. } Pages { operation: \"list\", .. }");
}

#[test]
fn a_future_that_is_dropped_loses_nothing() {
    let script = Script::new([page(&[1, 2], None)]);
    let mut items = Items::new(script.core(), List::new(""));
    drop(items.next());
    run(async {
        let mut next = Box::pin(items.next());
        let _ = poll_fn(|context| std::task::Poll::Ready(next.as_mut().poll(context))).await;
    });
    let (found, error) = run(rest(&mut items));
    assert!(error.is_none() && !found.is_empty() && script.requests().len() == 1);
}

/// Returns the items of these pages, the error, and the number of requests.
fn walked(pages: Vec<Turn>) -> (Vec<u64>, Option<String>, usize) {
    let script = Script::new(pages);
    let mut items = Items::new(script.core(), List::new(""));
    let (mut found, mut error) = (Vec::new(), None);
    while let Some(item) = run(items.next()) {
        match item {
            Ok(item) => found.push(item),
            Err(failure) => error = Some(failure.to_string()),
        }
    }
    (found, error, script.requests().len())
}

#[test]
fn an_empty_page_that_names_itself_is_the_last_one() {
    let ends = [page(&[], Some("b")), page(&[], Some("")), page(&[], None)];
    for end in ends {
        assert_eq!(walked(vec![page(&[1], Some("a")), page(&[2], Some("b")), end]), (vec![1, 2], None, 3));
    }
    let empty = walked(vec![page(&[], Some("a")), page(&[], Some("a"))]);
    assert_eq!(empty, (vec![], None, 2), "which cursor the first request had is not known");
}

#[test]
fn a_cursor_that_comes_back_otherwise_is_an_error_and_loses_nothing() {
    let more = Turn::Response(answer(200, &[], r#"{"data":[],"next":"b","more":true}"#));
    for end in [page(&[3], Some("b")), page(&[], Some("a")), more] {
        let (mut found, error, _) = walked(vec![page(&[1], Some("a")), page(&[2], Some("b")), end]);
        found.truncate(2);
        assert_eq!(found, [1, 2]);
        assert!(error.is_some_and(|error| error.contains("was already used")));
    }
    let (found, _, _) = walked(vec![page(&[1], Some("a")), page(&[2], Some("a"))]);
    assert_eq!(found, [1, 2], "the items of the page that leads back are there");
}

#[test]
fn a_walk_through_empty_pages_ends() {
    let pages = |numbers: std::ops::Range<u32>| numbers.map(|number| page(&[], Some(&format!("c{number}"))));
    let script = Script::new(pages(0..101));
    let mut items = Items::new(script.core(), List::new(""));
    let error = run(items.next()).expect("an end").expect_err("too many").to_string();
    assert!(error.contains("too many pages in a row have no items; `max_empty_pages`"), "{error}");
    assert_eq!((script.requests().len(), items.cursor()), (101, Some("c100")));
    assert!(run(items.next()).is_none());

    let with_items = pages(0..100).chain([page(&[1], Some("x"))]).chain(pages(100..200)).chain([page(&[2], None)]);
    assert_eq!(walked(with_items.collect()), (vec![1, 2], None, 202), "only pages in a row count");

    for (max, ends) in [(2, true), (3, false)] {
        let script = Script::new(pages(0..3).chain([page(&[1], None)]));
        let all = Pages::new(script.core(), List::new("")).max_empty_pages(max).items();
        assert_eq!(run(all.collect()).is_err(), ends, "{max}");
        let script = Script::new(pages(0..3).chain([page(&[1], None)]));
        let all = Items::new(script.core(), List::new("")).max_empty_pages(max);
        assert_eq!(run(all.collect()).is_err(), ends, "{max}");
    }
}

#[test]
fn a_cursor_of_the_server_changes_nothing_but_itself() {
    let cursor = "x&api_key=evil&#\r\nX: y\0/../é?cursor=z";
    let script = Script::new([page(&[1], Some(cursor)), page(&[2], None)]);
    let mut items = Items::new(script.core(), List::new("s"));
    assert_eq!(run(rest(&mut items)), (vec![1, 2], None));
    let requests = script.requests();
    let (first, second) = (requests[0].uri(), requests[1].uri());
    assert_eq!((second.path(), second.host()), (first.path(), first.host()));
    let expected = "search=s&cursor=x%26api_key%3Devil%26%23%0D%0AX%3A%20y%00%2F..%2F%C3%A9%3Fcursor%3Dz";
    assert_eq!(second.query(), Some(expected));
    assert_eq!(requests[1].headers(), requests[0].headers());
}

#[test]
fn a_cursor_that_fits_into_no_request_is_an_error() {
    let script = Script::new([page(&[1], Some(&"x".repeat(1 << 20)))]);
    let mut items = Items::new(script.core(), List::new(""));
    let (found, error) = run(rest(&mut items));
    assert_eq!((found, script.requests().len()), (vec![1], 1));
    assert!(error.as_deref().is_some_and(|error| error.contains("must not be longer than")), "{error:?}");
}

#[test]
fn cursors_that_alternate_are_an_error() {
    let script = Script::new([page(&[1], Some("a")), page(&[2], Some("b")), page(&[3], Some("a"))]);
    let mut items = Items::new(script.core(), List::new(""));
    let (found, error) = run(rest(&mut items));
    assert_eq!((found, script.requests().len()), (vec![1, 2, 3], 3));
    assert!(error.is_some());
}
