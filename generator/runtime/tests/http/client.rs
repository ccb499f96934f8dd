//! A handwritten client in the form of a generated one, and its use.

use std::marker::PhantomData;
use std::time::Duration;

use http::Method;
use oaspress_runtime::runtime::model::checked::Argument;
use oaspress_runtime::runtime::{
    Call, Checked, ClientConfig, Core, CoreBuilder, Error as AnyError, InvalidInput, InvalidValue, Items, Next,
    Operation, Options, Pages, Paginated, RawResponse, RequestEncoder, Response, Scheme, Secret, Security, Style,
    call_options, client_options,
};
use serde_json::{Value, json};

use crate::support::{SECRET, Script, Turn, answer, run};

type Error = AnyError<Value>;

const BASE_URL: &str = "https://api.kirim.example/v1";
const BEARER_AUTH: Scheme = Scheme::bearer("bearerAuth").setter("token").env("OASPRESS_RUNTIME_TEST_KIRIM");

/// The target that [`Client::new`] uses.
fn target(token: impl Into<Secret>) -> ClientConfig {
    ClientConfig::at(BASE_URL).user_agent("kirim/1.2.3").credential(&BEARER_AUTH, token)
}

#[derive(Debug, Clone)]
struct Client {
    core: Core,
}

impl Client {
    fn new(token: impl Into<Secret>) -> Self {
        Self { core: Core::new(target(token)) }
    }

    fn from_env() -> Result<Self, Error> {
        let credential = BEARER_AUTH.from_env().ok_or_else(|| BEARER_AUTH.missing())?;
        Ok(Self { core: Core::new(ClientConfig::at(BASE_URL).credential(&BEARER_AUTH, credential)) })
    }

    fn builder() -> ClientBuilder {
        let core = CoreBuilder::new(ClientConfig::at(BASE_URL).user_agent("kirim/1.2.3"));
        ClientBuilder { core, builds: PhantomData }
    }

    fn list(&self, phone_number_id: impl Argument<PhoneNumberId>) -> ListContacts<Self> {
        ListContacts::on(self.clone(), phone_number_id)
    }

    const fn core(&self) -> &Core {
        &self.core
    }
}

#[derive(Debug, Clone)]
struct ClientBuilder<C = Client> {
    core: CoreBuilder,
    builds: PhantomData<fn() -> C>,
}

client_options!(ClientBuilder);

impl ClientBuilder {
    fn token(mut self, token: impl Into<Secret>) -> Self {
        let token = token.into();
        self.core = self.core.config(|config| config.credential(&BEARER_AUTH, token));
        self
    }

    fn build(self) -> Result<Client, Error> {
        CoreBuilder::check(&self.core)?;
        Ok(Client { core: self.core.build() })
    }
}

#[derive(Debug, Clone)]
struct PhoneNumberId(String);

impl TryFrom<&str> for PhoneNumberId {
    type Error = InvalidValue;

    fn try_from(text: &str) -> Result<Self, InvalidValue> {
        let fits = (6..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| Self(text.to_owned())).ok_or_else(|| InvalidValue::new("must match `^\\d{6,20}$`"))
    }
}

impl serde::Serialize for PhoneNumberId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[derive(Debug, Clone)]
#[must_use = "an operation does nothing until it is sent"]
struct ListContacts<C = ()> {
    call: Call<C>,
    phone_number_id: Checked<PhoneNumberId>,
    search: Option<String>,
    cursor: Option<String>,
}

impl ListContacts {
    fn new(phone_number_id: impl Argument<PhoneNumberId>) -> Self {
        Self::on((), phone_number_id)
    }
}

impl<C> ListContacts<C> {
    fn on(client: C, phone_number_id: impl Argument<PhoneNumberId>) -> Self {
        Self { call: Call::new(client), phone_number_id: Checked::new(phone_number_id), search: None, cursor: None }
    }

    fn search(mut self, search: impl Into<String>) -> Self {
        self.search = Some(search.into());
        self
    }
}

call_options!(ListContacts);

impl ListContacts<Client> {
    async fn send(self) -> Result<Response<Value>, Error> {
        self.call.client().core().send(&self).await
    }

    fn pages(self) -> Pages<Self> {
        Pages::new(self.call.client().core().clone(), self)
    }

    fn items(self) -> Items<Self> {
        Items::new(self.call.client().core().clone(), self)
    }
}

impl<C: Send + Sync> Operation for ListContacts<C> {
    type Output = Value;
    type Failure = Value;

    const ID: &'static str = "listContacts";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/{phone_number_id}/contacts";
    const SECURITY: Security = Security(&[&[&BEARER_AUTH]]);

    fn options(&self) -> &Options {
        self.call.options()
    }

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        request.segment("/");
        request.path("phone_number_id", Style::SIMPLE, &self.phone_number_id)?;
        request.segment("/contacts");
        request.query("search", Style::FORM, &self.search)?;
        request.query("cursor", Style::FORM, &self.cursor)?;
        request.accept("application/json");
        Ok(())
    }

    fn decode(response: RawResponse) -> Result<Response<Value>, Error> {
        match response.status().as_u16() {
            200 => response.json(),
            _ => Err(response.into_error()),
        }
    }
}

impl<C: Send + Sync + 'static> Paginated for ListContacts<C> {
    type Item = Value;

    fn next_page(&self, page: &Response<Value>) -> Next {
        Next::cursor(page["next_cursor"].as_str())
    }

    fn set_cursor(&mut self, cursor: String) {
        self.cursor = Some(cursor);
    }

    fn into_items(mut page: Value) -> Vec<Value> {
        page["data"].as_array_mut().map(std::mem::take).unwrap_or_default()
    }
}

fn client(script: &Script) -> Client {
    Client::builder().token(SECRET).no_timeout().transport(script.clone()).build().expect("a client")
}

fn page(next: Option<&str>) -> Turn {
    Turn::Response(answer(
        200,
        &[("x-request-id", "req_1")],
        &json!({ "data": [1, 2], "next_cursor": next }).to_string(),
    ))
}

#[test]
fn a_call() {
    let script = Script::new([page(None)]);
    let list =
        client(&script).list("106540352242922").search("ada").header("X-Trace", "t1").timeout(Duration::from_secs(9));
    let page = run(list.send()).expect("a page");
    assert_eq!((page["data"][1].as_u64(), page.meta().request_id()), (Some(2), Some("req_1")));
    let request = &script.requests()[0];
    assert_eq!(request.uri(), "https://api.kirim.example/v1/106540352242922/contacts?search=ada");
    assert_eq!(request.headers()["authorization"], format!("Bearer {SECRET}"));
    assert_eq!(
        (&request.headers()["user-agent"], &request.headers()["x-trace"]),
        (&"kirim/1.2.3".parse().expect("text"), &"t1".parse().expect("text"))
    );
}

#[test]
fn all_items_and_all_pages() {
    let script = Script::new([page(Some("c1")), page(None), page(None)]);
    let client = client(&script);
    let mut items = client.list("106540352242922").items();
    let mut count = 0;
    while let Some(item) = run(items.next()) {
        assert!(item.expect("an item").is_number());
        count += 1;
    }
    assert_eq!(count, 4);
    assert!(run(client.list("106540352242922").pages().next()).is_some_and(|page| page.is_ok()));
}

#[test]
fn invalid_input_is_told_before_anything_is_sent() {
    let script = Script::new([]);
    let error = run(client(&script).list("../secrets").send()).expect_err("an invalid id");
    assert_eq!(error.to_string(), r"path parameter `phone_number_id` must match `^\d{6,20}$`");
    assert!(script.requests().is_empty());
}

#[test]
fn a_missing_credential_is_told_before_anything_is_sent() {
    let script = Script::new([]);
    let client = Client::builder().transport(script.clone()).build().expect("a client");
    let error = run(client.list("106540352242922").send()).expect_err("no credential");
    assert!(error.to_string().starts_with("no credential for `bearerAuth`: pass one to `token`"), "{error}");
    assert!(script.requests().is_empty());
    assert!(matches!(Client::from_env(), Err(AnyError::MissingCredential(_))));
}

#[test]
fn without_a_client() {
    let request = ListContacts::new("106540352242922").search("ada").to_request(&target(SECRET)).expect("a request");
    assert_eq!(request.uri().query(), Some("search=ada"));
    let page = ListContacts::<()>::from_response(answer(200, &[], r#"{"data":[7]}"#)).expect("a page");
    assert_eq!(ListContacts::<()>::into_items(page.into_inner()), [json!(7)]);
}

#[test]
fn a_builder_says_what_is_wrong() {
    let error = Client::builder().token(SECRET).base_url("http://api.kirim.example").build().expect_err("plain http");
    assert!(error.to_string().starts_with("the base URL is plain http"));
}

#[test]
fn everything_can_move_between_threads_and_shows_no_secret() {
    fn movable<T: Send>(value: T) -> T {
        value
    }
    let script = Script::new([page(None)]);
    let client = client(&script);
    let list = client.list("106540352242922");
    let mut items = movable(list.clone().items());
    let shown =
        format!("{client:?} {list:?} {:?} {items:?} {:?}", Client::new(SECRET), Client::builder().token(SECRET));
    assert!(!shown.contains("kdv_"), "{shown}");
    drop(movable(list.send()));
    drop(movable(items.next()));
}
