//! The guide: what the crate can do, a chapter per task, with this API's own operations in the examples. The chapters' words
//! are in the folder `guide`.

use super::{Scope, examples, webhooks};
use crate::comment::Comment;
use crate::rust::{Chapter, Item, Module, Operation, Package, SchemeKind};

/// A chapter before its gaps are filled.
struct Draft {
    name: &'static str,
    title: &'static str,
    /// The chapter is left out of crates that have nothing to show in it.
    needs: Needs,
    text: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    /// An operation that can be called.
    Call,
    /// A list that comes in pages.
    List,
    /// An answer that comes piece by piece, and an operation to show with it.
    Stream,
    /// A package that only some crates have.
    Package(Package),
}

/// A chapter whose words are in the file of its name.
macro_rules! draft {
    ($name:literal, $title:literal, $needs:expr) => {
        Draft { name: $name, title: $title, needs: $needs, text: include_str!(concat!("guide/", $name, ".md")) }
    };
}

/// The chapters, in the order in which a reader needs them.
const DRAFTS: &[Draft] = &[
    draft!("configuration", "Clients, credentials, settings", Needs::Nothing),
    draft!("errors", "What can go wrong, and what is known of it then", Needs::Call),
    draft!("retries", "Calls that are tried again", Needs::Nothing),
    draft!("pages", "Lists that come in pages", Needs::List),
    draft!("responses", "What comes with an answer", Needs::Call),
    draft!("streams", "Answers and bodies of any size, and events", Needs::Stream),
    draft!("webhooks", "Webhooks that are what they claim to be", Needs::Package(Package::Webhook)),
    draft!("blocking", "Without an async runtime", Needs::Call),
    draft!("testing", "Tests without a network", Needs::Call),
    draft!("transports", "Other HTTP stacks, and middleware", Needs::Nothing),
    draft!("observing", "Calls as metrics and traces", Needs::Nothing),
    draft!("safety", "What can be relied on", Needs::Nothing),
];

/// The guide to a crate.
pub(super) fn chapters(scope: &Scope<'_>, operations: &[Module], packages: &[Package]) -> Vec<Chapter> {
    let gaps = Gaps::of(scope, operations);
    let has = |needs: Needs| match needs {
        Needs::Nothing => true,
        Needs::Call => gaps.call.is_some(),
        Needs::List => gaps.list.is_some(),
        Needs::Stream => gaps.events.is_some() || gaps.download.is_some(),
        Needs::Package(package) => packages.contains(&package),
    };
    let drafts = DRAFTS.iter().filter(|draft| has(draft.needs));
    drafts
        .map(|draft| Chapter { name: draft.name.to_owned(), title: draft.title, text: gaps.fill(draft.text) })
        .collect()
}

/// What the gaps of the chapters are filled with.
struct Gaps {
    package: String,
    krate: String,
    /// The type of what webhooks bring.
    event: String,
    credentials: Comment,
    call: Option<Shown>,
    list: Option<Shown>,
    events: Option<Shown>,
    download: Option<Shown>,
}

/// A call to show.
struct Shown {
    /// `.contacts().list("106540352242922")`.
    begin: String,
    /// `ListContacts`.
    operation: String,
    /// `"106540352242922"`.
    arguments: String,
    /// Further parameters of a function around the call, each after a comma.
    parameters: String,
}

impl Gaps {
    fn of(scope: &Scope<'_>, operations: &[Module]) -> Self {
        let krate = scope.crate_name.replace('-', "_");
        let found = || operations.iter().flat_map(|module| &module.items).filter_map(operation);
        let best = |method: &str, only: fn(&Operation) -> bool| {
            let candidates = found().filter(|operation| only(operation));
            let shown = candidates.filter_map(|operation| Shown::of(scope, operation, method));
            shown.min_by_key(|(difficulty, _)| *difficulty).map(|(_, shown)| shown)
        };
        Self {
            package: scope.crate_name.clone(),
            event: webhooks::model(scope)
                .map_or_else(|| "serde_json::Value".to_owned(), |name| format!("{krate}::models::{name}")),
            credentials: credentials(scope),
            krate,
            call: best("send", |_| true),
            list: best("send", |operation| operation.paging.is_some()),
            events: best("follow_events", |_| true),
            download: best("into_download", |_| true),
        }
    }

    /// The text with its gaps filled, without the parts that this crate has nothing to show for.
    fn fill(&self, text: &'static str) -> Comment {
        let mut is_shown = true;
        let mut filled = Comment::new();
        for line in text.lines() {
            match line {
                "$END" => is_shown = true,
                _ if line.starts_with("$IF ") => {
                    is_shown = line.strip_prefix("$IF ").is_some_and(|gap| self.gap(gap).is_some());
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

    /// A gap is a dollar and a name in capitals; what is no gap stays as it is.
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
        if name == "CREDENTIALS" {
            return Some(self.credentials.clone());
        }
        self.source(name).map(|source| Comment::source(&source))
    }

    /// What is written as Rust.
    fn source(&self, name: &str) -> Option<String> {
        let call = self.call.as_ref();
        let list = self.list.as_ref();
        match name {
            "KRATE" => Some(self.krate.clone()),
            "EVENT" => Some(self.event.clone()),
            "PACKAGE" => Some(self.package.clone()),
            "CALL" => Some(call?.begin.clone()),
            "ARGUMENTS" => Some(call?.parameters.clone()),
            "OPERATION" => Some(call?.operation.clone()),
            "OPERATION_NEW" => {
                let call = call?;
                Some(format!("{}::operations::{}::new({})", self.krate, call.operation, call.arguments))
            }
            "LIST" => Some(list?.begin.clone()),
            "LIST_ARGUMENTS" => Some(list?.parameters.clone()),
            "EVENTS" => Some(self.events.as_ref()?.begin.clone()),
            "EVENTS_ARGUMENTS" => Some(self.events.as_ref()?.parameters.clone()),
            "DOWNLOAD" => Some(self.download.as_ref()?.begin.clone()),
            "DOWNLOAD_ARGUMENTS" => Some(self.download.as_ref()?.parameters.clone()),
            _ => None,
        }
    }
}

fn operation(item: &Item) -> Option<&Operation> {
    if let Item::Operation(operation) = item { Some(operation) } else { None }
}

/// Names that the examples have for themselves.
const TAKEN: &[&str] = &[
    "answer",
    "body",
    "carry",
    "client",
    "download",
    "error",
    "event",
    "events",
    "fake",
    "headers",
    "item",
    "items",
    "limit",
    "meta",
    "operation",
    "page",
    "pages",
    "raw",
    "run",
    "saved",
    "size",
    "target",
    "value",
];

impl Shown {
    /// An operation as the guide shows it, and how much a reader has to know to understand it.
    fn of(scope: &Scope<'_>, operation: &Operation, method: &str) -> Option<(usize, Self)> {
        let sends = operation.answers.sends.iter().any(|send| send.name == method);
        let call = examples::call(scope, operation).filter(|_| sends && operation.deprecated.is_none())?;
        let is_taken = |(name, _): &(String, String)| TAKEN.contains(&name.as_str());
        if call.parameters.iter().any(is_taken) {
            return None;
        }
        let parameters = call.parameters.iter().map(|(name, ty)| format!(", {name}: {ty}"));
        let difficulty = call.parameters.len() * 2 + usize::from(operation.method != "GET");
        let shown = Self {
            parameters: parameters.collect(),
            begin: call.begin,
            operation: operation.name.clone(),
            arguments: call.arguments,
        };
        Some((difficulty, shown))
    }
}

/// How the credentials of this API are given.
fn credentials(scope: &Scope<'_>) -> Comment {
    let schemes: Vec<Comment> = super::client::schemes(scope).iter().map(scheme).collect();
    let mut text = if schemes.is_empty() {
        Comment::from("This API's document asks for none.")
    } else {
        let head = "| of the API's document | setter | environment, for `Client::from_env` |\n|---|---|---|\n";
        Comment::from(head).and(Comment::joined(schemes, "\n"))
    };
    if let Some(variable) = scope.config.base_url_environment() {
        let words = "`Client::from_env` takes the base URL from `{}`, where that is set.";
        text.push_block(Comment::fill(words, [Comment::name(variable)]));
    }
    text
}

fn scheme(scheme: &crate::rust::Scheme) -> Comment {
    let arguments = if scheme.kind == SchemeKind::Basic { "user, password" } else { "…" };
    let environment = scheme.environment.as_deref().map(|variable| Comment::fill("`{}`", [Comment::name(variable)]));
    let name = Comment::code(&scheme.name.replace('|', "\\|"));
    let cells = [name, Comment::name(&scheme.setter), arguments.into(), environment.unwrap_or_default()];
    Comment::fill("| {} | `{}({})` | {} |", cells)
}

/// The front page's words about the guide.
pub(super) fn contents(chapters: &[Chapter]) -> Comment {
    let line = |chapter: &Chapter| {
        Comment::fill("* [{}](guide::{})", [Comment::from(chapter.title), Comment::name(&chapter.name)])
    };
    Comment::from("# Guide\n\n").and(Comment::joined(chapters.iter().map(line), "\n"))
}
