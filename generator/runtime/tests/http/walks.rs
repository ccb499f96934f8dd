//! Pagination by page numbers, offsets and links.

use http::Method;
use oaspress_runtime::runtime::{
    Call, ClientConfig, Error, InvalidInput, Items, Next, Operation, Options, Paginated, RawResponse, RequestEncoder,
    Response, Scheme, Security, Style, call_options,
};
use serde_json::{Value, json};

use crate::support::{Script, Turn, answer, run};

const KEY: Scheme = Scheme::api_key_query("key", "api_key");

/// The type of pagination.
#[derive(Debug, Clone, Copy)]
enum By {
    Page,
    Offset,
    Link,
    Url,
}

/// `GET /list`, with a filter and a number.
#[derive(Clone)]
struct List<C = ()> {
    call: Call<C>,
    by: By,
    at: Option<i64>,
}

impl List {
    fn new(by: By) -> Self {
        Self { call: Call::new(()), by, at: None }
    }
}

call_options!(List);

impl<C: Send + Sync> Operation for List<C> {
    type Output = Value;
    type Failure = Value;

    const ID: &'static str = "list";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/list";
    const SECURITY: Security = Security(&[&[], &[&KEY]]);

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        request.segment("/list");
        request.query("q", Style::FORM, "a b")?;
        request.query("at", Style::FORM, &self.at)
    }

    fn decode(response: RawResponse) -> Result<Response<Value>, Error<Value>> {
        response.json()
    }

    fn options(&self) -> &Options {
        self.call.options()
    }
}

impl<C: Send + Sync + 'static> Paginated for List<C> {
    type Item = u64;

    fn next_page(&self, page: &Response<Value>) -> Next {
        let items = page["data"].as_array().map_or(0, Vec::len);
        let next = match self.by {
            By::Page => Next::page(self.at, 1, items),
            By::Offset => Next::offset(self.at, 0, items),
            By::Link => Next::link(page.meta()),
            By::Url => Next::url(page["next"].as_str()),
        };
        let next = next.items(items);
        next.more(page["more"].as_bool()).total(page["total"].as_i64()).pages(page["pages"].as_i64())
    }

    fn set_cursor(&mut self, cursor: String) {
        match self.by {
            By::Page | By::Offset => self.at = self.call.options_mut().cursor("at", &cursor),
            By::Link | By::Url => self.call.options_mut().set_link(cursor),
        }
    }

    fn into_items(page: Value) -> Vec<u64> {
        page["data"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
    }
}

fn body(body: &Value) -> Turn {
    Turn::Response(answer(200, &[], &body.to_string()))
}

fn data(data: &[u64]) -> Turn {
    body(&json!({ "data": data }))
}

fn linked(data: &[u64], link: &str) -> Turn {
    Turn::Response(answer(200, &[("link", link)], &json!({ "data": data }).to_string()))
}

/// Returns the items of a list, its error, and the queries that were sent.
fn walk(list: List, turns: Vec<Turn>) -> (Vec<u64>, Option<String>, Vec<String>) {
    let script = Script::new(turns);
    let mut items = Items::new(script.core(), list);
    let (mut found, mut error) = (Vec::new(), None);
    while let Some(item) = run(items.next()) {
        match item {
            Ok(item) => found.push(item),
            Err(failure) => error = Some(failure.to_string()),
        }
    }
    (found, error, queries(&script))
}

fn queries(script: &Script) -> Vec<String> {
    script.requests().iter().map(|request| request.uri().query().unwrap_or_default().to_owned()).collect()
}

#[test]
fn an_empty_page_ends_a_walk_that_nothing_else_ends() {
    let (found, error, queries) = walk(List::new(By::Page), vec![data(&[1, 2]), data(&[3]), data(&[])]);
    assert_eq!((found, error), (vec![1, 2, 3], None));
    assert_eq!(queries, ["q=a%20b", "q=a%20b&at=2", "q=a%20b&at=3"]);
    let (found, error, queries) = walk(List::new(By::Offset), vec![data(&[1, 2]), data(&[3]), data(&[])]);
    assert_eq!((found, error), (vec![1, 2, 3], None));
    assert_eq!(queries, ["q=a%20b", "q=a%20b&at=2", "q=a%20b&at=3"]);
}

#[test]
fn what_a_page_says_of_the_end_saves_a_request() {
    for (by, said) in [
        (By::Page, [json!({ "total": 5 }), json!({ "total": 5 }), json!({ "total": 5 })]),
        (By::Page, [json!({ "pages": 3 }), json!({ "pages": 3 }), json!({ "pages": 3 })]),
        (By::Page, [json!({ "more": true }), json!({ "more": true }), json!({ "more": false })]),
        (By::Offset, [json!({ "total": 5 }), json!({ "total": 5 }), json!({ "total": 5 })]),
        (By::Offset, [json!({ "more": true }), json!({ "more": true }), json!({ "more": false })]),
    ] {
        let turns = said.into_iter().zip([[1, 2].as_slice(), &[3, 4], &[5]]).map(|(mut said, data)| {
            said["data"] = json!(data);
            body(&said)
        });
        let (found, error, queries) = walk(List::new(by), turns.collect());
        assert_eq!((found, error, queries.len()), (vec![1, 2, 3, 4, 5], None, 3), "{by:?}");
    }
}

#[test]
fn a_total_that_can_not_be_is_not_believed() {
    for total in [0, 1, -1] {
        let turns = || {
            vec![
                body(&json!({ "data": [1, 2], "total": total, "pages": 0 })),
                body(&json!({ "data": [3], "total": total, "pages": 0 })),
                body(&json!({ "data": [], "total": total, "pages": 0 })),
            ]
        };
        for by in [By::Page, By::Offset] {
            assert_eq!(walk(List::new(by), turns()).0, [1, 2, 3], "{total} {by:?}");
        }
    }
}

#[test]
fn a_walk_that_begins_in_the_middle_goes_on_from_there() {
    let from = |by, cursor: &str| {
        let mut list = List::new(by);
        list.set_cursor(cursor.to_owned());
        list
    };
    let said = |data: &[u64]| body(&json!({ "data": data, "total": 13 }));
    let (found, _, queries) = walk(from(By::Page, "2"), vec![said(&[6, 7, 8, 9, 10]), said(&[11, 12, 13])]);
    assert_eq!((found.len(), queries), (8, vec!["q=a%20b&at=2".to_owned(), "q=a%20b&at=3".to_owned()]));
    let (found, _, queries) = walk(from(By::Page, "3"), vec![said(&[11, 12, 13]), said(&[])]);
    assert_eq!((found.len(), queries.len()), (3, 2), "the number of items on earlier pages is unknown");
    let (found, _, queries) = walk(from(By::Offset, "10"), vec![said(&[11, 12, 13])]);
    assert_eq!((found.len(), queries), (3, vec!["q=a%20b&at=10".to_owned()]));
}

#[test]
fn a_server_that_gives_the_same_page_again_is_found_out() {
    for by in [By::Page, By::Offset] {
        let (found, error, queries) = walk(List::new(by), vec![data(&[1, 2]), data(&[3]), data(&[3]), data(&[3])]);
        assert_eq!((found, queries.len()), (vec![1, 2, 3, 3], 3));
        let expected = "the response cannot be read: the page is identical to the previous one (status 200)";
        assert_eq!(error.as_deref(), Some(expected));
    }
}

#[test]
fn an_offset_that_does_not_advance_is_an_error() {
    let turns = vec![body(&json!({ "data": [1], "more": true })), body(&json!({ "data": [], "more": true }))];
    let (found, error, _) = walk(List::new(By::Offset), turns);
    assert_eq!(found, [1]);
    assert!(error.is_some_and(|error| error.contains("none of them is on this page")));
}

#[test]
fn a_cursor_of_another_kind_is_refused_before_anything_is_sent() {
    let mut list = List::new(By::Page);
    list.set_cursor("abc".to_owned());
    let (found, error, queries) = walk(list, vec![data(&[1])]);
    assert_eq!((found, queries), (vec![], Vec::<String>::new()));
    assert_eq!(error.as_deref(), Some("query parameter `at` is not a cursor of this operation"));
}

#[test]
fn links_are_followed_with_their_query_and_nothing_else_of_them() {
    let turns = vec![
        linked(&[1], "<https://api.example.com/lists/7?q=a+b&after=x%3D>; rel=\"next\", </list?at=9>; rel=\"last\""),
        linked(&[2], "</list?at=1>; rel=first, <?q=a+b&after=%22y|\">; title=\"a, <b>; rel=next\"; rel=\"foo Next\""),
        linked(&[3], "<http://API.example.com:8080/list?q=z#there>; rel=next, <?x=1>; rel=next; anchor=\"#a\""),
        linked(&[4], "</list?at=1>; rel=\"prev\", <https://other.example/?a=1>; rel=describedby"),
    ];
    let script = Script::new(turns);
    let mut items = Items::new(script.core(), List::new(By::Link));
    let found = std::iter::from_fn(|| run(items.next())).map(|item| item.expect("an item")).collect::<Vec<_>>();
    assert_eq!(found, [1, 2, 3, 4]);
    assert_eq!(queries(&script), ["q=a%20b", "q=a+b&after=x%3D", "q=a+b&after=%22y%7C%22", "q=z"]);
    let same = |request: &http::Request<_>| request.uri().path() == script.requests()[0].uri().path();
    assert!(script.requests().iter().all(same));
}

#[test]
fn a_link_leads_to_no_other_host() {
    for link in [
        "https://evil.example/v1/list?at=2",
        "//evil.example/list?at=2",
        "https://api.example.com@evil.example/?at=2",
        "https://api.example.com.evil.example/?at=2",
    ] {
        let (found, error, queries) =
            walk(List::new(By::Url), vec![body(&json!({ "data": [1], "next": link })), data(&[2])]);
        assert_eq!((found, queries.len()), (vec![1], 1), "{link}");
        assert_eq!(error.as_deref(), Some("the link to the next page: must not lead to another host"));
    }
    let (_, error, queries) = walk(List::new(By::Url), vec![body(&json!({ "data": [1], "next": "/list/2" }))]);
    assert_eq!(queries.len(), 1);
    assert!(error.is_some_and(|error| error.contains("the URL of the next page has no query")));
}

#[test]
fn a_link_that_leads_back_is_an_error() {
    let turn = |data| body(&json!({ "data": [data], "next": "/list?at=2" }));
    let (found, error, queries) = walk(List::new(By::Url), vec![turn(1), turn(2), turn(3)]);
    assert_eq!((found, queries.len()), (vec![1, 2], 2));
    assert!(error.is_some_and(|error| error.contains("was already used")));
}

#[test]
fn a_link_of_an_empty_page_to_itself_is_the_end() {
    let turns =
        vec![body(&json!({ "data": [1], "next": "/list?at=2" })), body(&json!({ "data": [], "next": "/list?at=2" }))];
    assert_eq!(walk(List::new(By::Url), turns), (vec![1], None, vec!["q=a%20b".to_owned(), "at=2".to_owned()]));
    let turns = vec![linked(&[1], "</list?at=2>; rel=next"), linked(&[], "</list?at=2>; rel=next")];
    assert_eq!(walk(List::new(By::Link), turns).1, None);
}

#[test]
fn numbered_pages_without_items_end_even_if_the_server_says_that_there_are_more() {
    let turns = (0..200).map(|number| body(&json!({ "data": [], "more": true, "total": number })));
    let (found, error, queries) = walk(List::new(By::Page), turns.collect());
    assert_eq!((found, queries.len()), (vec![], 101));
    assert!(error.is_some_and(|error| error.contains("too many pages in a row")));
}

#[test]
fn a_credential_in_the_query_is_sent_once_and_is_the_clients_own() {
    let mut list = List::new(By::Url);
    list.set_cursor("/list?api_key=old&at=2&api%5Fkey=older".to_owned());
    let target = ClientConfig::at("https://api.example.com/v1").credential(&KEY, "new");
    let request = list.to_request(&target).expect("a request");
    assert_eq!(request.uri().query(), Some("at=2&api_key=new"));
}

#[test]
fn a_link_of_the_server_changes_nothing_but_the_query() {
    for link in [
        "?page=2\r\nX-Evil: 1",
        "javascript:alert(1)?page=2",
        "http://evil.example\\@api.example.com/admin?page=2",
        "http://api.example.com:9/admin/delete?page=2&x=1#f",
        "https://u:p@api.example.com/../..?page=2",
        "?page=2 HTTP/1.1\r\nHost: evil.example",
    ] {
        let script = Script::new([body(&json!({ "data": [1], "next": link })), data(&[])]);
        let mut items = Items::new(script.core(), List::new(By::Url));
        while run(items.next()).is_some() {}
        let requests = script.requests();
        let last = requests.last().expect("a request");
        assert_eq!((last.uri().authority(), last.uri().path()), (requests[0].uri().authority(), "/v1/list"), "{link}");
        assert_eq!(last.headers(), requests[0].headers(), "{link}");
        assert!(last.uri().scheme_str() == Some("https") && requests.len() <= 2, "{link}");
    }
}
