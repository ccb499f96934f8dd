//! Judges the results that the program of a crate reports for its cases.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::cases::{Case, ResponseCase, UnionCase};
use super::model_samples::SampleCase;
use super::schema::Judge;
use super::spec::Operation;

pub(super) use self::request::{BASE, Sent};

mod body;
mod request;
mod response;
mod value;

/// A defect, with the smallest case that reproduces it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Fault {
    /// The kind of defect.
    pub(super) kind: DefectKind,
    /// The operation, such as `GET /pets`.
    pub(super) operation: String,
    /// The expected and the actual result.
    pub(super) message: String,
    /// The purpose of the case.
    pub(super) case: String,
    /// The values of the request, or the response.
    pub(super) given: Value,
    /// Number of cases with this defect.
    pub(super) count: usize,
}

impl Fault {
    /// Returns the fault of an operation that cannot be called.
    pub(super) fn uncovered(operation: &str, why: &str) -> Self {
        let (operation, message) = (operation.to_owned(), why.to_owned());
        Self { kind: DefectKind::Uncovered, operation, message, case: String::new(), given: Value::Null, count: 1 }
    }

    /// Returns the fault of an operation that is called with a body that violates its schema, since no sampled value
    /// satisfies it.
    pub(super) fn unsatisfiable(operation: &str) -> Self {
        let message = "no body that satisfies its schema could be made".to_owned();
        Self { kind: DefectKind::Document, ..Self::uncovered(operation, &message) }
    }
}

/// The kinds of defects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum DefectKind {
    /// The operation cannot be called.
    Uncovered,
    /// The request differs from the document.
    Request,
    /// A response is not decoded, or as the wrong variant.
    Undecoded,
    /// A response is decoded, but data is lost.
    Lost,
    /// A value of a union is decoded as the wrong variant, or data is lost.
    Variant,
    /// A sample of a model cannot be created, or data is lost.
    Sample,
    /// The document contradicts itself. It is reported, but not counted.
    Document,
}

/// Numbers of cases by result.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Counts {
    /// Operations in the document.
    pub(super) operations: usize,
    /// Operations that can be called in every way.
    pub(super) covered: usize,
    /// Requests sent.
    pub(super) requests: usize,
    /// Requests that are correct.
    pub(super) right: usize,
    pub(super) responses: usize,
    /// Responses that are decoded.
    pub(super) decoded: usize,
    /// Responses that are decoded without loss.
    pub(super) whole: usize,
    /// Responses that are decoded without loss, except for `null` in optional properties.
    pub(super) but_for_null: usize,
    /// Values of unions.
    pub(super) unions: usize,
    /// Values of unions that are decoded as an expected variant without loss.
    pub(super) variants: usize,
    /// Samples of models.
    pub(super) samples: usize,
    /// Samples of models that are created without loss.
    pub(super) samples_right: usize,
    /// Samples of models that satisfy their schemas.
    pub(super) samples_valid: usize,
}

impl Counts {
    /// Adds the counts of another document.
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
        self.samples += other.samples;
        self.samples_right += other.samples_right;
        self.samples_valid += other.samples_valid;
    }
}

/// The result of reading a response.
pub(super) enum Reading {
    /// The client decodes it, perhaps with losses.
    Decoded,
    /// The client does not decode it, for this reason.
    Failed(String),
}

/// Returns the result of reading a response. A client that expects no body need not read one, and the body of an error that is not
/// declared is kept.
pub(super) fn reading(response: &ResponseCase, answer: &Value) -> Reading {
    let text = |key| answer.get(key).and_then(Value::as_str);
    if let Some(error) = text("error").or_else(|| text("message")) {
        return Reading::Failed(error.to_owned());
    }
    let outcome = text("outcome").unwrap_or_default();
    let wanted = if response.status >= 400 { ["api", "other"] } else { ["success"; 2] };
    if wanted.contains(&outcome) {
        Reading::Decoded
    } else {
        Reading::Failed(format!("it is read as `{outcome}` instead of `{}`", wanted[0]))
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
    let subject = format!("{} {}", operation.method, operation.path);
    let (subject, found) = if let Some(request) = &case.request {
        counts.requests += 1;
        let found = request::judge(judge, operation, request, answer);
        counts.right += usize::from(found.is_ok());
        (subject, found.map_err(|message| (DefectKind::Request, message, request.shown(operation))))
    } else if let Some(union) = &case.union {
        (format!("union {}", union.name), self::union(union, answer, counts))
    } else if let Some(sample) = &case.sample {
        (format!("model {}", sample.name), self::sample(sample, answer, counts))
    } else {
        (subject, self::response(case.response.as_ref()?, answer, counts))
    };
    let (kind, message, given) = found.err()?;
    Some(Fault { kind, operation: subject, message, case: case.what.clone(), given, count: 1 })
}

/// The kind of a fault, its message and what the client was given.
type Defect = (DefectKind, String, Value);

fn union(union: &UnionCase, answer: &Value, counts: &mut Counts) -> Result<(), Defect> {
    counts.unions += 1;
    let given = || serde_json::from_str(&union.value).unwrap_or_default();
    response::union(union, answer).map_err(|message| (DefectKind::Variant, message, given()))?;
    counts.variants += 1;
    Ok(())
}

fn sample(sample: &SampleCase, answer: &Value, counts: &mut Counts) -> Result<(), Defect> {
    counts.samples += 1;
    counts.samples_valid += usize::from(sample.is_valid);
    response::sample(sample, answer).map_err(|message| (DefectKind::Sample, message, sample.json.clone()))?;
    counts.samples_right += 1;
    Ok(())
}

fn response(response: &ResponseCase, answer: &Value, counts: &mut Counts) -> Result<(), Defect> {
    counts.responses += 1;
    let verdict = response::judge(response, answer);
    counts.decoded += usize::from(!matches!(verdict, response::Verdict::Undecoded(_)));
    let (kind, message) = match verdict {
        response::Verdict::Whole => {
            counts.whole += 1;
            return Ok(());
        }
        response::Verdict::ButForNull => {
            counts.but_for_null += 1;
            return Ok(());
        }
        response::Verdict::Lost(message) => (DefectKind::Lost, message),
        response::Verdict::Undecoded(message) => (DefectKind::Undecoded, message),
    };
    let given = json!({ "status": response.status, "content-type": response.content_type, "body": response.body });
    Err((kind, message, given))
}

#[cfg(test)]
mod tests;
