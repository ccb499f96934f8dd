//! Creates the request bodies: sampled values for every media type that the crate can write.

use std::collections::BTreeSet;

use oaspress::internals::rust::{Writing, WritingCall};
use serde_json::{Value, json};

use super::Maker;
use super::defined::without_nulls;
use crate::conformance::driver::Callable;
use crate::conformance::media::Media;
use crate::conformance::sample::PLAIN;
use crate::conformance::schema::Direction;
use crate::conformance::spec::{Content, Operation};

/// A body of one media type and its values.
pub(super) struct Body<'o, 'f> {
    pub(super) index: usize,
    pub(super) content: &'o Content<'f>,
    pub(super) variant: Option<String>,
    pub(super) values: Vec<(&'static str, Value)>,
    pub(super) undeclared: BTreeSet<String>,
    /// True if the only value violates the schema.
    pub(super) breaks_schema: bool,
}

impl<'f> Maker<'f> {
    /// Returns the bodies of an operation that can be sent.
    pub(super) fn bodies<'o>(
        &mut self,
        operation: &'o Operation<'f>,
        callable: &Callable<'_>,
    ) -> Result<Vec<Body<'o, 'f>>, String> {
        let mut list = Vec::new();
        let writings = callable.writings();
        for (index, content) in operation.bodies.iter().enumerate() {
            let is_exact = |writing: &Writing| Media::same(&writing.media_type, &content.media_type);
            let is_taken = |writing: &Writing| {
                operation.bodies.iter().any(|other| Media::same(&writing.media_type, &other.media_type))
            };
            // For a wildcard, the client sends a media type that the document does not name.
            let is_covered =
                |writing: &Writing| Media::accepts(&content.media_type, &writing.media_type) && !is_taken(writing);
            let exact = writings.iter().find(|(_, writing)| is_exact(writing));
            let found = exact.or_else(|| writings.iter().find(|(_, writing)| is_covered(writing)));
            let Some((variant, writing)) = found else { continue };
            let values = self.body_values(content, writing);
            let (variant, undeclared) = (variant.map(str::to_owned), self.sampler.undeclared.clone());
            list.push(Body { index, content, variant, values, undeclared, breaks_schema: false });
        }
        if let (true, Some(content)) = (list.is_empty(), operation.bodies.first()) {
            return Err(format!("no body of {} can be sent", content.media_type));
        }
        let is_unsatisfiable = list.iter().all(|body| body.values.is_empty());
        if let Some(first) = list.first_mut().filter(|_| is_unsatisfiable) {
            self.broken(first)?;
        }
        Ok(list)
    }

    /// Adds a value that violates the schema if no value satisfies it. The operation can be called with it
    /// nevertheless.
    fn broken(&mut self, body: &mut Body<'_, 'f>) -> Result<(), String> {
        let made = body.content.schema.and_then(|schema| self.sampler.unchecked(schema, Direction::Request, PLAIN));
        let value = made.ok_or("no body could be made")?;
        body.values.push(("full", value));
        body.undeclared.clone_from(&self.sampler.undeclared);
        body.breaks_schema = true;
        Ok(())
    }

    fn body_values(&mut self, content: &Content<'f>, writing: &Writing) -> Vec<(&'static str, Value)> {
        let media = Media::parse(&writing.media_type);
        let mut values = match (media, content.schema) {
            (Media::Json | Media::Lines, None) => vec![("full", json!({ "any": [1, "x", null] }))],
            (Media::Json | Media::Lines | Media::Form | Media::Multipart, Some(schema)) => {
                let samples = self.sampler.samples(&mut self.judge, schema, Direction::Request, PLAIN, &mut self.seen);
                samples.into_iter().map(|sample| (sample.what, sample.value)).collect()
            }
            (Media::Form | Media::Multipart, None) => vec![("full", json!({ "a": "x" }))],
            (Media::Other, _) => vec![("full", json!("first line\nsecond: Zoë"))],
        };
        if matches!(media, Media::Form | Media::Multipart) {
            values.retain(|(_, value)| value.is_object());
            for (_, value) in &mut values {
                without_nulls(value);
            }
        }
        if writing.call == WritingCall::Parts && values.is_empty() {
            // The document does not name the parts.
            values.push(("full", json!({ "a": "x" })));
        }
        if writing.call == WritingCall::Lines {
            let listed = |value: Value| if value.is_array() { value } else { json!([value]) };
            values = values.into_iter().map(|(what, value)| (what, listed(value))).collect();
        }
        values
    }
}
