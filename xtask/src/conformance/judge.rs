//! Judges what the program of a crate has done with its cases.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::cases::Case;
use super::schema::Judge;
use super::spec::Operation;

mod body;
mod request;
mod response;
mod value;

/// What is wrong, with the smallest case that shows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Fault {
    /// What kind of fault it is.
    pub(super) kind: Kind,
    /// The operation: `GET /pets`.
    pub(super) operation: String,
    /// What was expected, and what was there.
    pub(super) message: String,
    /// What the case was for.
    pub(super) case: String,
    /// The values of the request, or the response.
    pub(super) given: Value,
    /// How many cases have it.
    pub(super) count: usize,
}

impl Fault {
    /// An operation that cannot be called.
    pub(super) fn uncovered(operation: &str, why: &str) -> Self {
        let (operation, message) = (operation.to_owned(), why.to_owned());
        Self { kind: Kind::Uncovered, operation, message, case: String::new(), given: Value::Null, count: 1 }
    }

    /// An operation whose body is called with a value that breaks its schema, since every value does.
    pub(super) fn unsatisfiable(operation: &str) -> Self {
        let message = "no body that satisfies its schema could be made".to_owned();
        Self { kind: Kind::Document, ..Self::uncovered(operation, &message) }
    }
}

/// What kind of fault it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// The operation cannot be called.
    Uncovered,
    /// The request is not what the document says.
    Request,
    /// A response is not read, or as something else.
    Undecoded,
    /// A response is read, and something of it is lost.
    Lost,
    /// A value of a union is read as another variant, or something of it is lost.
    Variant,
    /// The document contradicts itself, which counts nowhere.
    Document,
}

/// How many cases there were and how they ended.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Counts {
    /// Operations of the document.
    pub(super) operations: usize,
    /// Operations that could be called in every way.
    pub(super) covered: usize,
    /// Requests.
    pub(super) requests: usize,
    /// Requests that are right.
    pub(super) right: usize,
    /// Responses.
    pub(super) responses: usize,
    /// Responses that were read.
    pub(super) decoded: usize,
    /// Responses that came back whole.
    pub(super) whole: usize,
    /// Responses that came back whole but for a `null` of an optional property.
    pub(super) but_for_null: usize,
    /// Values of unions.
    pub(super) unions: usize,
    /// Values of unions that were read as the right variant, and came back whole.
    pub(super) variants: usize,
}

impl Counts {
    /// Adds those of another document.
    pub(super) fn add(&mut self, other: &Self) {
        self.operations += other.operations;
        self.covered += other.covered;
        self.requests += other.requests;
        self.right += other.right;
        self.responses += other.responses;
        self.decoded += other.decoded;
        self.whole += other.whole;
        self.but_for_null += other.but_for_null;
        self.unions += other.unions;
        self.variants += other.variants;
    }
}

/// Judges one case.
pub(super) fn case<'f>(
    judge: &mut Judge<'f>,
    operation: &Operation<'f>,
    case: &Case,
    answer: &Value,
    counts: &mut Counts,
) -> Option<Fault> {
    let fault = |kind, message, given| Fault {
        kind,
        operation: format!("{} {}", operation.method, operation.path),
        message,
        case: case.what.clone(),
        given,
        count: 1,
    };
    if let Some(request) = &case.request {
        counts.requests += 1;
        return match request::judge(judge, operation, request, answer) {
            Ok(()) => {
                counts.right += 1;
                None
            }
            Err(message) => Some(fault(Kind::Request, message, request.shown(operation))),
        };
    }
    if let Some(union) = &case.union {
        counts.unions += 1;
        let message = match response::union(union, answer) {
            Ok(()) => {
                counts.variants += 1;
                return None;
            }
            Err(message) => message,
        };
        let given = serde_json::from_str(&union.value).unwrap_or_default();
        return Some(Fault { operation: format!("union {}", union.name), ..fault(Kind::Variant, message, given) });
    }
    let response = case.response.as_ref()?;
    counts.responses += 1;
    let given = json!({ "status": response.status, "content-type": response.content_type, "body": response.body });
    match response::judge(response, answer) {
        response::Verdict::Whole => {
            counts.decoded += 1;
            counts.whole += 1;
            None
        }
        response::Verdict::ButForNull => {
            counts.decoded += 1;
            counts.but_for_null += 1;
            None
        }
        response::Verdict::Lost(message) => {
            counts.decoded += 1;
            Some(fault(Kind::Lost, message, given))
        }
        response::Verdict::Undecoded(message) => Some(fault(Kind::Undecoded, message, given)),
    }
}

#[cfg(test)]
mod tests;
