//! Queries that the API description declares as a whole: `in: querystring` of `OpenAPI` 3.2.

use serde::Serialize;

use super::content;
use super::encoder::RequestEncoder;
use super::escape::escape;
use super::form_fields::Encoding;
use super::nesting::unwritable;
use super::param_value::Plain;
use crate::runtime::codec::traits::Encode;
use crate::runtime::error::{InvalidInput, Location};

impl RequestEncoder {
    /// Writes the query as the fields of a form. Unless the encodings declare otherwise, a list repeats its name and an
    /// object is JSON. A missing value writes nothing.
    ///
    /// # Errors
    /// When the value has no fields, or a field that cannot be written.
    pub fn query_form(
        &mut self,
        name: &'static str,
        value: &dyn Encode,
        encodings: &[Encoding],
    ) -> Result<(), InvalidInput> {
        let form = content::form(value, encodings).map_err(|invalid| {
            let inner = invalid.parameter().strip_prefix("body").unwrap_or_default();
            InvalidInput::new(format!("{name}{inner}"), Location::Query, invalid.rule().to_owned())
        })?;
        self.put_whole_query(&form);
        Ok(())
    }

    /// Writes the query as a single text, with all reserved characters escaped. A missing value writes nothing.
    ///
    /// # Errors
    /// When the value is not text, or cannot be written.
    pub fn query_text<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), InvalidInput> {
        let invalid = |value| InvalidInput::for_parameter(name, Location::Query, &value);
        let plain = Plain::from_value(value).map_err(invalid)?;
        let mut query = String::new();
        match plain.scalar() {
            Some(text) => escape(text, &mut query),
            None if plain.is_void() => {}
            None => return Err(invalid(unwritable())),
        }
        self.put_whole_query(&query);
        Ok(())
    }
}
