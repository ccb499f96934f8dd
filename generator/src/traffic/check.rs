//! Compares one exchange with the operation that it calls.

use serde_json::Value;

use super::cause::{Cause, JsonType, Way};
use super::exchange::{Body, Exchange};
use super::parameters;
use super::tally::Tally;
use crate::validate::media::{Media, essence};
use crate::validate::schema::{Alternatives, Direction, Judge, Violation, ViolationKind};
use crate::validate::spec::{Content, Operation, Response};
use crate::validate::{Files, RawPlace};

/// The state of checking the exchanges of a document.
pub(super) struct Checker<'f> {
    pub(super) files: &'f Files,
    pub(super) judge: Judge<'f>,
    pub(super) tally: Tally,
    /// The query parameters that contain the credentials of the document's security schemes.
    pub(super) credentials: Vec<String>,
    /// The number of bodies that were not recorded.
    pub(super) unrecorded: usize,
}

/// The exchange that is checked.
#[derive(Clone, Copy)]
pub(super) struct Current<'o, 'f> {
    /// The number of the operation.
    pub(super) number: usize,
    pub(super) operation: &'o Operation<'f>,
    pub(super) exchange: &'o Exchange,
}

impl<'f> Checker<'f> {
    /// Creates a checker.
    pub(super) fn new(files: &'f Files) -> Self {
        let mut judge = Judge::new(files);
        // Many documents mean `anyOf`, and clients do as well.
        judge.alternatives = Alternatives::Any;
        let credentials = parameters::credentials(files);
        Self { files, judge, tally: Tally::default(), credentials, unrecorded: 0 }
    }

    /// Checks an exchange with its operation and the values of its path parameters.
    pub(super) fn check(&mut self, current: Current<'_, 'f>, path: &[(String, String)]) {
        self.tally.begin();
        *self.tally.operations.entry(current.number).or_default() += 1;
        // A request that the server rejected proves nothing about valid requests.
        if current.exchange.status < 400 {
            parameters::check(self, current, path);
            self.request(current);
        }
        self.response(current);
    }

    /// Adds a difference.
    pub(super) fn add(
        &mut self,
        current: Current<'_, 'f>,
        part: RawPlace<'f>,
        cause: Cause,
    ) -> &mut super::cause::Evidence {
        self.tally.add(part.value, cause, current.number, current.exchange.status)
    }

    fn request(&mut self, current: Current<'_, 'f>) {
        let operation = current.operation;
        match &current.exchange.request {
            Body::Unrecorded => self.unrecorded += 1,
            Body::Absent if operation.needs_body && !operation.bodies.is_empty() => {
                self.add(current, operation.declared, Cause::NoBody(Way::Request));
            }
            Body::Absent => {}
            Body::Whole { media_type, bytes } => {
                self.body(current, operation.declared, &operation.bodies, (Way::Request, media_type.as_deref(), bytes));
            }
        }
    }

    fn response(&mut self, current: Current<'_, 'f>) {
        let status = current.exchange.status;
        let Some(response) = declared(&current.operation.responses, status) else {
            // Redirects and preconditions are followed and made by browsers and proxies.
            if matches!(status, 100..200 | 300..400) {
                return;
            }
            let all = current.operation.declared;
            let part = all.child("responses").unwrap_or(all);
            let evidence = self.add(current, part, Cause::Status(status));
            if let Body::Whole { media_type: Some(media_type), .. } = &current.exchange.response {
                evidence.media_types.insert(media_type.clone());
            }
            return;
        };
        match &current.exchange.response {
            Body::Unrecorded => self.unrecorded += 1,
            Body::Absent => {
                let has_body = !response.contents.is_empty() && status < 400 && !is_without_body(current.exchange);
                if has_body {
                    self.add(current, response.declared, Cause::NoBody(Way::Response));
                }
            }
            Body::Whole { media_type, bytes } => {
                self.tally.body(response.declared.value);
                let what = (Way::Response, media_type.as_deref(), bytes.as_slice());
                self.body(current, response.declared, &response.contents, what);
            }
        }
    }

    /// Checks a body with the media types that `owner` declares.
    fn body(
        &mut self,
        current: Current<'_, 'f>,
        owner: RawPlace<'f>,
        contents: &[Content<'f>],
        (way, media_type, bytes): (Way, Option<&str>, &[u8]),
    ) {
        let Some(content) = content(contents, media_type) else {
            let media_type = media_type.unwrap_or("(no media type)").to_owned();
            self.add(current, owner, Cause::MediaType(way, media_type));
            return;
        };
        let actual = media_type.map_or_else(|| essence(&content.media_type), str::to_owned);
        let value = match Media::parse(&actual) {
            Media::Json => {
                let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
                    let part = content.schema.unwrap_or(owner);
                    self.add(current, part, Cause::Malformed(way, actual));
                    return;
                };
                value
            }
            Media::Form => match parameters::form(self, content, bytes) {
                Some(value) => value,
                None => return,
            },
            // Other bodies are text or bytes, whatever their schema is.
            Media::Lines | Media::Multipart | Media::Other => return,
        };
        if let Some(schema) = content.schema {
            self.value(current, schema, way, &value);
        }
    }

    /// Checks a value with its schema.
    pub(super) fn value(&mut self, current: Current<'_, 'f>, schema: RawPlace<'f>, way: Way, value: &Value) {
        let direction = direction(way);
        super::walk::walk(self, current, (schema, way), value);
        for violation in self.judge.violations(schema, direction, value) {
            self.violation(current, way, &violation, value);
        }
    }

    fn violation(&mut self, current: Current<'_, 'f>, way: Way, violation: &Violation<'f>, value: &Value) {
        let part = value.pointer(&violation.part).unwrap_or(&Value::Null);
        // A credential that the recorder replaced violates formats and patterns.
        if part.as_str().is_some_and(Exchange::is_redacted) {
            return;
        }
        let cause = match &violation.kind {
            ViolationKind::Missing(name) => Cause::Missing(way, name.clone()),
            ViolationKind::Null => Cause::Null(way),
            ViolationKind::Type => Cause::Type(way),
            ViolationKind::Unlisted => Cause::Unlisted(way),
            ViolationKind::Closed(_) => Cause::Property(way),
            ViolationKind::Constraint(keyword) => Cause::Constraint(way, keyword.clone()),
        };
        if matches!(cause, Cause::Null(_) | Cause::Type(_)) {
            self.tally.observe(violation.schema.value, part);
        }
        let evidence = self.add(current, violation.schema, cause);
        match &violation.kind {
            ViolationKind::Unlisted => match part.as_str() {
                Some(text) => evidence.candidate(text),
                None => evidence.has_others = true,
            },
            ViolationKind::Closed(names) => {
                for name in names {
                    evidence.property(name, JsonType::from_value(part.get(name).unwrap_or(&Value::Null)));
                }
            }
            _ => {}
        }
    }
}

/// Returns the direction for the judge.
pub(super) fn direction(way: Way) -> Direction {
    match way {
        Way::Request => Direction::Request,
        Way::Response => Direction::Response,
    }
}

fn is_without_body(exchange: &Exchange) -> bool {
    exchange.method == "HEAD" || matches!(exchange.status, 204 | 205 | 304)
}

/// Returns the response for a status: its code, its range, or `default`.
fn declared<'o, 'f>(responses: &'o [Response<'f>], status: u16) -> Option<&'o Response<'f>> {
    let named = |name: &str| responses.iter().find(|response| response.status.eq_ignore_ascii_case(name));
    named(&status.to_string()).or_else(|| named(&format!("{}XX", status / 100))).or_else(|| named("default"))
}

/// Returns the body with a media type: exactly, by its range, or the only one if the message declares none.
fn content<'o, 'f>(contents: &'o [Content<'f>], media_type: Option<&str>) -> Option<&'o Content<'f>> {
    let Some(media_type) = media_type else { return contents.first() };
    let exact = contents.iter().find(|content| Media::same(&content.media_type, media_type));
    exact.or_else(|| contents.iter().find(|content| Media::accepts(&content.media_type, media_type)))
}
