//! The guide: a chapter per task, with operations of this API in the examples. The texts are in the folder `guide`.

use super::docs::client as docs;
use super::runs::{self, Flavor};
use super::showcase::{self, Purpose, Shown};
use super::{Scope, connect, oauth, webhooks};
use crate::comment::Comment;
use crate::rust::{BaseUrl, Chapter, KnownUrl, Module, RuntimeModule, Scheme, SchemeKind};

/// A chapter with placeholders.
struct Draft {
    name: &'static str,
    title: &'static str,
    /// The requirement for the chapter. Crates that do not meet it omit the chapter.
    needs: Needs,
    text: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    /// An operation that can be called.
    Call,
    /// A model.
    Model,
    /// A paginated operation.
    List,
    /// A streamed response, and an operation for the example.
    Stream,
    /// An optional module of the runtime.
    Module(RuntimeModule),
}

/// A chapter with the text from the file of this name.
macro_rules! draft {
    ($name:literal, $title:literal, $needs:expr) => {
        Draft { name: $name, title: $title, needs: $needs, text: include_str!(concat!("guide/", $name, ".md")) }
    };
}

/// The chapters, in reading order.
const DRAFTS: &[Draft] = &[
    draft!("configuration", "Clients, credentials, timeouts", Needs::Nothing),
    draft!("oauth", "OAuth 2", Needs::Module(RuntimeModule::OAuth)),
    draft!("models", "Models: optional, null and unknown values", Needs::Model),
    draft!("errors", "Errors", Needs::Call),
    draft!("retries", "Retries and rate limits", Needs::Nothing),
    draft!("pages", "Pagination", Needs::List),
    draft!("responses", "Responses, headers and raw bodies", Needs::Call),
    draft!("streams", "Streams, downloads, uploads and events", Needs::Stream),
    draft!("webhooks", "Webhooks", Needs::Module(RuntimeModule::Incoming)),
    draft!("blocking", "The blocking client", Needs::Call),
    draft!("testing", "Tests without a network", Needs::Call),
    draft!("transports", "Transports, middleware and operations without a client", Needs::Nothing),
    draft!("browser", "Browsers and WebAssembly", Needs::Nothing),
    draft!("observing", "Metrics and traces", Needs::Nothing),
    draft!("safety", "Guarantees", Needs::Nothing),
];

/// Returns the chapters of the guide.
pub(super) fn chapters(scope: &Scope<'_>, operations: &[Module], runtime_modules: &[RuntimeModule]) -> Vec<Chapter> {
    let gaps = Gaps::new(scope, operations);
    let has = |needs: Needs| match needs {
        Needs::Nothing => true,
        Needs::Call => gaps.call.is_some(),
        Needs::Model => !scope.api.schemas.is_empty(),
        Needs::List => gaps.list.is_some(),
        Needs::Stream => gaps.events.is_some() || gaps.download.is_some() || gaps.lines.is_some(),
        Needs::Module(module) => runtime_modules.contains(&module),
    };
    let drafts = DRAFTS.iter().filter(|draft| has(draft.needs));
    drafts
        .map(|draft| Chapter { name: draft.name.to_owned(), title: draft.title, text: gaps.fill(draft.text) })
        .collect()
}

/// The values of the placeholders.
struct Gaps<'a> {
    scope: &'a Scope<'a>,
    /// The type of webhook payloads.
    event: String,
    /// Whether the API declares credentials.
    is_secured: bool,
    call: Option<Shown>,
    list: Option<Shown>,
    events: Option<Shown>,
    download: Option<Shown>,
    lines: Option<Shown>,
}

impl<'a> Gaps<'a> {
    fn new(scope: &'a Scope<'a>, operations: &[Module]) -> Self {
        let krate = scope.krate();
        let best = |purpose| showcase::best(scope, operations, purpose);
        Self {
            scope,
            event: webhooks::model(scope)
                .map_or_else(|| "serde_json::Value".to_owned(), |name| format!("{krate}::models::{name}")),
            is_secured: !scope.api.security_schemes.is_empty(),
            call: best(Purpose::Call),
            list: best(Purpose::List),
            events: best(Purpose::Events),
            download: best(Purpose::Download),
            lines: best(Purpose::Lines),
        }
    }

    /// Fills in the placeholders of a text and removes the parts that do not apply to this crate.
    fn fill(&self, text: &'static str) -> Comment {
        let mut is_shown = true;
        let mut filled = Comment::new();
        for line in text.lines() {
            match line {
                "$END" => is_shown = true,
                _ if line.starts_with("$IF ") => {
                    is_shown = line.strip_prefix("$IF ").is_some_and(|gap| self.gap(gap).is_some());
                }
                _ if line.starts_with("$BEGIN ") || line.starts_with("$FINISH ") => {
                    if let Some(lines) = self.frame(line).filter(|_| is_shown) {
                        filled.push(Comment::source(&lines));
                        filled.push("\n");
                    }
                }
                _ if is_shown => {
                    self.fill_line(line, &mut filled);
                    filled.push("\n");
                }
                _ => {}
            }
        }
        filled
    }

    /// Returns the hidden lines around an example with a client, for `$BEGIN CALL` and `$FINISH CALL blocking`.
    fn frame(&self, line: &str) -> Option<String> {
        let mut words = line.split(' ');
        let (what, name) = (words.next()?, words.next()?);
        let flavor = if words.next() == Some("blocking") { Flavor::Blocking } else { Flavor::Async };
        let begins = what == "$BEGIN";
        let shown = match name {
            "CARRY" if begins => return Some(runs::begin_carrying(self.scope, self.call.as_ref()?)),
            "CARRY" => return Some(runs::finish_carrying(self.scope, self.call.as_ref()?)),
            "TEST" => return Some(runs::finish_test(self.scope, self.call.as_ref()?)),
            "LIST" => self.list.as_ref()?,
            "EVENTS" => self.events.as_ref()?,
            "LINES" => self.lines.as_ref()?,
            _ => self.call.as_ref()?,
        };
        let frame = if begins { runs::begin } else { runs::finish };
        Some(frame(self.scope, shown, flavor))
    }

    /// Fills in the placeholders of a line: `$` and a name in capitals. Unknown names are not changed.
    fn fill_line(&self, line: &'static str, filled: &mut Comment) {
        let mut parts = line.split('$');
        filled.push(parts.next().unwrap_or_default());
        for part in parts {
            let end = part.find(|c: char| !c.is_ascii_uppercase() && c != '_').unwrap_or(part.len());
            let (name, rest) = part.split_at(end);
            if let Some(value) = self.gap(name) {
                filled.push(value);
            } else {
                filled.push("$");
                filled.push(name);
            }
            filled.push(rest);
        }
    }

    fn gap(&self, name: &str) -> Option<Comment> {
        match name {
            "CREDENTIALS" => Some(credentials(self.scope)),
            "BASE_URL" => base_url(self.scope),
            _ => oauth::gap(self.scope, name).or_else(|| self.source(name)).map(|source| Comment::source(&source)),
        }
    }

    /// Returns a value that is Rust source.
    fn source(&self, name: &str) -> Option<String> {
        let scope = self.scope;
        let krate = scope.krate();
        let call = self.call.as_ref();
        match name {
            "SECURED" => (self.is_secured && call.is_some()).then(String::new),
            "HEADERS" => (!scope.names.headers.is_empty()).then(String::new),
            "PAYLOADS" => webhooks::model(scope).map(|_| String::new()),
            "SIGNATURES" => scope.config.webhook_signature().map(|_| String::new()),
            "GROUP" => Some(call?.feature.as_ref().map(|feature| format!(", {feature:?}")).unwrap_or_default()),
            "KRATE" => Some(krate),
            "EVENT" => Some(self.event.clone()),
            "PACKAGE" => Some(scope.crate_name.clone()),
            "BUILDER" => Some(connect::builder(scope, &Flavor::Async.path(&krate), &[])),
            "CALL_BUILDER" => Some(connect::builder(scope, &Flavor::Async.path(&krate), &call?.credentials)),
            "CALL" => Some(call?.begin.clone()),
            "REPEATED" => call.filter(|call| call.reads && call.parameters.is_empty()).map(|_| String::new()),
            "ONCE" => call.filter(|call| !call.reads || !call.parameters.is_empty()).map(|_| String::new()),
            "OPERATION" => Some(call?.operation.clone()),
            "OPERATION_NEW" => {
                let call = call?;
                Some(format!("{krate}::operations::{}::new({})", call.operation, call.arguments))
            }
            "ARGUMENTS" => Some(call?.further_parameters()),
            "CONFIG" => Some(connect::client_config(scope, &call?.credentials)),
            "FEATURES" => Some(features(call?)),
            "LIST" => Some(self.list.as_ref()?.begin.clone()),
            "EVENTS" => Some(self.events.as_ref()?.begin.clone()),
            "LINES" => Some(self.lines.as_ref()?.begin.clone()),
            "DOWNLOAD" => Some(self.download.as_ref()?.begin.clone()),
            "DOWNLOAD_ARGUMENTS" => Some(self.download.as_ref()?.further_parameters()),
            _ => None,
        }
    }
}

/// Returns the features that a call needs, as a predicate of `cfg`.
fn features(shown: &Shown) -> String {
    shown.feature.as_ref().map_or_else(|| "all()".to_owned(), |feature| format!("feature = {feature:?}"))
}

/// Returns the table of this API's credentials.
pub(super) fn credentials(scope: &Scope<'_>) -> Comment {
    let schemes = &scope.access.schemes;
    let mut text = if schemes.is_empty() {
        Comment::from("The API description declares no credentials.")
    } else if schemes.iter().any(|scheme| scheme.environment.is_some()) {
        let head = "| security scheme | method of the builder | variable, for `Client::from_env` |\n|---|---|---|\n";
        let row = |scheme| Comment::fill("{} {} |", [row(scheme), variable(scheme)]);
        Comment::from(head).and(Comment::joined(schemes.iter().map(row), "\n"))
    } else {
        let head = "| security scheme | method of the builder |\n|---|---|\n";
        Comment::from(head).and(Comment::joined(schemes.iter().map(row), "\n"))
    };
    if let BaseUrl::Known(KnownUrl { variable: Some(variable), .. }) = &scope.base_url {
        let words = "`Client::from_env` reads the base URL from `{}`, if it is set.";
        text.push_block(Comment::fill(words, [Comment::name(variable)]));
    }
    text
}

/// Returns the notes about the base URL, if there are any.
fn base_url(scope: &Scope<'_>) -> Option<Comment> {
    match &scope.base_url {
        BaseUrl::Known(known) => Some(known.docs.clone()).filter(|docs| !docs.is_empty()),
        BaseUrl::Required(required) => {
            let words = " `base_url` of the builder sets it, and `Client::from_env` reads it from `{}`.";
            Some(required.docs.clone().and(Comment::fill(words, [Comment::name(&required.variable)])))
        }
    }
}

/// Returns the row of a security scheme without its variable.
fn row(scheme: &Scheme) -> Comment {
    let arguments = if scheme.kind == SchemeKind::Basic { "user, password" } else { "…" };
    let name = Comment::code(&scheme.name.replace('|', "\\|"));
    Comment::fill("| {} | `{}({})` |", [name, Comment::name(&scheme.setter), arguments.into()])
}

/// Returns the environment variable of a security scheme, and the form of its value.
fn variable(scheme: &Scheme) -> Comment {
    let variable = scheme.environment.as_deref();
    variable.map(|variable| docs::variable(variable, &scheme.kind)).unwrap_or_default()
}

/// Returns the table of contents for the front page.
pub(super) fn contents(chapters: &[Chapter]) -> Comment {
    let line = |chapter: &Chapter| {
        Comment::fill("* [{}](guide::{})", [Comment::from(chapter.title), Comment::name(&chapter.name)])
    };
    Comment::from("# Guide\n\n").and(Comment::joined(chapters.iter().map(line), "\n"))
}
