//! Creates the responses to decode: sampled bodies for every status and media type.

use serde_json::{Value, json};

use super::{Case, Maker, ResponseCase};
use crate::conformance::driver::Callable;
use crate::conformance::media::Media;
use crate::conformance::sample::{PLAIN, Sample};
use crate::conformance::schema::Direction;
use crate::conformance::spec::{Content, Operation, Response};

/// A body that is not JSON.
const TEXT: &str = "first line\nsecond: Zoë";

impl ResponseCase {
    /// Returns a response without a body.
    fn empty(status: u16) -> Self {
        Self { status, ..Self::default() }
    }

    /// Returns a response with a text body.
    fn text(status: u16, content_type: String) -> Self {
        Self { status, content_type: Some(content_type), body: TEXT.to_owned(), ..Self::default() }
    }
}

impl<'f> Maker<'f> {
    /// Adds the cases of all responses of an operation.
    pub(super) fn responses(&mut self, index: usize, operation: &Operation<'f>, callable: &Callable<'_>) {
        let statuses: Vec<&str> = operation.responses.iter().map(|response| response.status.as_str()).collect();
        for (at, response) in operation.responses.iter().enumerate() {
            let Some(status) = status(&response.status, &statuses) else { continue };
            // Operations never return interim responses, nor redirects that the client follows.
            if (100..200).contains(&status) || (300..400).contains(&status) {
                continue;
            }
            for (what, case) in self.response(operation, callable, (at, response), status) {
                let content_type = case.content_type.as_deref().unwrap_or("without a body");
                let what = format!("{} {content_type}, {what}", response.status);
                let function = callable.function;
                self.cases.push(Case { operation: index, function, what, response: Some(case), ..Case::default() });
            }
        }
    }

    fn response(
        &mut self,
        operation: &Operation<'f>,
        callable: &Callable<'_>,
        (at, response): (usize, &Response<'f>),
        status: u16,
    ) -> Vec<(&'static str, ResponseCase)> {
        if response.contents.is_empty() || operation.method == "HEAD" || matches!(status, 204 | 205 | 304) {
            return vec![("empty", ResponseCase::empty(status))];
        }
        let mut cases = Vec::new();
        // Media types that the client does not accept by default have separate send methods.
        let accepted = |content: &Content<'f>| {
            status >= 400 || callable.operation.accept.iter().any(|accept| Media::accepts(accept, &content.media_type))
        };
        let declared: Vec<&str> = response.contents.iter().map(|content| content.media_type.as_str()).collect();
        for (index, content) in response.contents.iter().enumerate().filter(|(_, content)| accepted(content)) {
            let Some(content_type) = content_type(&content.media_type, &declared) else { continue };
            if Media::parse(&content.media_type) != Media::Json {
                cases.push(("text", ResponseCase::text(status, content_type)));
                continue;
            }
            let is_any = content.schema.is_none_or(|schema| schema.object().is_none_or(serde_json::Map::is_empty));
            for sample in self.received(content) {
                let case = ResponseCase {
                    status,
                    content_type: Some(content_type.clone()),
                    body: sample.value.to_string(),
                    value: Some(sample.value),
                    place: Some((at, index)),
                    undeclared: self.sampler.undeclared.clone(),
                    is_open: sample.is_open,
                    is_any,
                };
                cases.push((sample.what, case));
            }
        }
        cases
    }

    /// Returns the sampled JSON bodies of a media type.
    fn received(&mut self, content: &Content<'f>) -> Vec<Sample> {
        match content.schema {
            Some(schema) => self.sampler.samples(&mut self.judge, schema, Direction::Response, PLAIN, &mut self.seen),
            None => vec![Sample { what: "any", value: json!({ "any": [1, "x", Value::Null] }), is_open: false }],
        }
    }
}

/// Returns a media type that matches this key of `content` and no more specific one.
fn content_type(key: &str, all: &[&str]) -> Option<String> {
    let concrete = Media::concrete(key);
    let is_exact = |other: &&str| *other != key && Media::same(other, &concrete);
    (!key.contains('*') || !all.iter().any(is_exact)).then_some(concrete)
}

/// Returns a status that matches this key of `responses` and no more specific one.
fn status(key: &str, all: &[&str]) -> Option<u16> {
    let is_free = |status: &u16| !all.contains(&status.to_string().as_str());
    if let Ok(status) = key.parse::<u16>() {
        return (100..600).contains(&status).then_some(status);
    }
    if key.eq_ignore_ascii_case("default") {
        let range = |hundred: u16| all.iter().any(|key| key.eq_ignore_ascii_case(&format!("{hundred}XX")));
        let hundred = if range(5) { 4 } else { 5 };
        return (hundred * 100..).take(100).find(is_free).filter(|_| !range(hundred));
    }
    let hundred: u16 = key.to_ascii_uppercase().strip_suffix("XX")?.parse().ok()?;
    (hundred * 100..).take(100).filter(|status| !matches!(status, 204 | 205 | 304)).find(is_free)
}

#[cfg(test)]
mod tests {
    use super::content_type;

    #[test]
    fn a_wildcard_does_not_mean_a_media_type_that_has_a_key() {
        let all = ["*/*", "application/json", "image/*", "image/jpeg"];
        assert_eq!(content_type("*/*", &all), None);
        assert_eq!(content_type("application/json", &all).as_deref(), Some("application/json"));
        assert_eq!(content_type("image/*", &all).as_deref(), Some("image/png"));
        assert_eq!(content_type("*/*", &["*/*"]).as_deref(), Some("application/json"));
    }
}
