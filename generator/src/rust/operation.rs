//! Items of the module `operations`.

use super::derives::usual_traits;
use super::{
    Argument, Bundle, Deprecated, Encoding, Fill, OwnServer, Paging, ParameterPlacement, Passing, Responses, Setter,
    Ty, Variant, Written,
};
use crate::comment::Comment;
use crate::method::Method;
use crate::model::{OperationId, SchemeId};

/// The group of a tag's operations, bound to a client.
#[derive(Debug, Clone)]
pub struct Group {
    /// The index of the group.
    pub index: usize,
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// The name of the type.
    pub name: String,
    /// The methods.
    pub methods: Vec<GroupMethod>,
}

/// A method that creates an operation.
#[derive(Debug, Clone)]
pub struct GroupMethod {
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The operation that it creates.
    pub operation: OperationId,
    /// The required positional arguments.
    pub arguments: Vec<Argument>,
    /// The name of the argument whose fields are the other required arguments.
    pub bundle: Option<String>,
    /// The attribute `#[deprecated]`, if there is one.
    pub deprecated: Option<Deprecated>,
}

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The id of the operation.
    pub index: OperationId,
    /// The documentation of the type, in Markdown.
    pub docs: Comment,
    /// The documentation of the method that creates the operation, in Markdown.
    pub method_docs: Comment,
    /// The documentation of `new`.
    pub new_docs: Comment,
    /// The `#[must_use]` message of the type.
    pub unused: &'static str,
    /// The name of the type.
    pub name: String,
    /// `operationId`, or its replacement.
    pub id: String,
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub template: String,
    /// The parameters and the body, which are the fields of the type.
    pub inputs: Vec<Input>,
    /// The struct whose fields are the named arguments.
    pub bundle: Option<Bundle>,
    /// Whether repeating the request is safe, if the HTTP method does not define it.
    pub replay: Option<Replay>,
    /// The alternative security requirements, each a set of schemes.
    pub security: Vec<Vec<SchemeId>>,
    /// The server of this operation, if it has one of its own.
    pub server: Option<OwnServer>,
    /// The idempotency of calls: `Some` if they have an idempotency key, with the error codes that report a first request still
    /// in progress.
    pub idempotency: Option<Vec<String>>,
    /// The steps that write the path.
    pub path: Vec<PathStep>,
    /// The steps that write the rest of the request, in order.
    pub steps: Vec<EncodeStep>,
    /// The media types in `Accept`.
    pub accept: Vec<String>,
    /// How its responses are read.
    pub responses: Responses,
    /// How its result is paginated.
    pub paging: Option<Paging>,
    /// The attribute `#[deprecated]`, if there is one.
    pub deprecated: Option<Deprecated>,
}

impl Operation {
    /// Returns the derived traits.
    #[must_use]
    pub fn traits(&self) -> Vec<&'static str> {
        usual_traits(self.hides(), false)
    }

    /// Returns the derived traits of the struct with the named arguments of `new`.
    #[must_use]
    pub fn argument_traits(&self) -> Vec<&'static str> {
        usual_traits(self.hides_arguments(), false)
    }

    /// Returns true if `Debug` hides the value of an input.
    #[must_use]
    pub fn hides(&self) -> bool {
        self.inputs.iter().any(|input| input.hidden)
    }

    /// Returns true if `Debug` of the named arguments hides the value of one.
    #[must_use]
    pub fn hides_arguments(&self) -> bool {
        self.named().any(|argument| argument.hidden)
    }

    /// Returns true if the operation has both methods that make it a conditional read. It has neither if a parameter has the
    /// name of one of them: its caller uses `Conditional::new`.
    #[must_use]
    pub fn is_conditional(&self) -> bool {
        let is_taken = |input: &Input| ["if_none_match", "if_modified_since"].contains(&input.name.as_str());
        matches!(self.method, Method::Get | Method::Head) && !self.inputs.iter().any(is_taken)
    }

    /// Returns the positional arguments of `new`, in order.
    #[must_use]
    pub fn arguments(&self) -> Vec<&Input> {
        let mut listed: Vec<(usize, &Input)> = Vec::new();
        for input in &self.inputs {
            if let Role::Positional(position) = input.role {
                listed.push((position, input));
            }
        }
        listed.sort_by_key(|(position, _)| *position);
        listed.into_iter().map(|(_, input)| input).collect()
    }

    /// Returns the named arguments of `new`.
    pub fn named(&self) -> impl Iterator<Item = &Input> + Clone {
        self.inputs.iter().filter(|input| matches!(input.role, Role::Named))
    }

    /// Returns true if `new` has no arguments.
    #[must_use]
    pub fn requires_nothing(&self) -> bool {
        self.inputs.iter().all(|input| matches!(input.role, Role::Optional(_)))
    }

    /// Returns the optional inputs with their setters.
    pub fn setters(&self) -> impl Iterator<Item = (&Input, &Setter)> {
        self.inputs.iter().filter_map(|input| match &input.role {
            Role::Optional(setter) => Some((input, setter)),
            Role::Positional(_) | Role::Named => None,
        })
    }
}

/// A parameter or the body of an operation, which is a field of its type.
#[derive(Debug, Clone)]
pub struct Input {
    /// The name of the field, which is also that of the argument or setter.
    pub name: String,
    /// The type of the field.
    pub field: Ty,
    /// The type of a value.
    pub ty: Ty,
    /// How a value is passed.
    pub passing: Passing,
    /// The documentation of its field in the struct of named arguments.
    pub docs: Comment,
    /// Whether it is required.
    pub role: Role,
    /// The index of the parameter; `None` for the body.
    pub parameter: Option<usize>,
    /// The initial value of an optional input.
    pub initial: Fill,
    /// Whether it is the idempotency key.
    pub is_idempotency_key: bool,
    /// True if only the runtime writes its type in the form of the API, and serde's traits do not.
    pub encoded: bool,
    /// Whether `Debug` hides its value.
    pub hidden: bool,
}

/// Whether an input is required, and how it is passed.
#[derive(Debug, Clone)]
pub enum Role {
    /// Required: the positional argument with this index.
    Positional(usize),
    /// Required: a field of the struct of named arguments.
    Named,
    /// Optional: this method sets it.
    Optional(Setter),
}

/// The effect of a request that is sent more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replay {
    /// The same effect as a single request.
    Idempotent,
}

/// A step that writes a part of the path.
#[derive(Debug, Clone)]
pub enum PathStep {
    /// Text.
    Literal(String),
    /// A parameter.
    Parameter {
        /// The name on the wire.
        name: String,
        /// How its value is written.
        written: Written,
        /// The field with the value.
        field: String,
    },
}

/// A step that writes a part of a request.
#[derive(Debug, Clone)]
pub enum EncodeStep {
    /// A query parameter, header or cookie.
    Parameter {
        /// Where the parameter is written.
        placement: ParameterPlacement,
        /// The name on the wire.
        name: String,
        /// How its value is written.
        written: Written,
        /// The field with the value.
        field: String,
    },
    /// A parameter with one allowed value.
    Constant {
        /// Where the parameter is written.
        placement: ParameterPlacement,
        /// The name on the wire.
        name: String,
        /// How its value is written.
        written: Written,
        /// The value.
        value: String,
    },
    /// A parameter that is the whole query.
    Query {
        /// The name in the API description.
        name: String,
        /// The field with the value.
        field: String,
        /// How the value is written.
        writing: QueryWriting,
    },
    /// The body.
    Body(BodyStep),
}

/// How a parameter that is the whole query string is written.
#[derive(Debug, Clone)]
pub enum QueryWriting {
    /// As form fields, with these encodings.
    Form(Vec<Encoding>),
    /// As JSON.
    Json,
    /// As text.
    Text,
}

/// How a body is written.
#[derive(Debug, Clone)]
pub struct BodyStep {
    /// The field with the body.
    pub field: String,
    /// Whether the field is an `Option`.
    pub optional: bool,
    /// How its value is written.
    pub writing: BodyWriting,
}

/// How the value of a body is written.
#[derive(Debug, Clone)]
pub enum BodyWriting {
    /// In one encoding.
    One(Writing),
    /// In the encoding of the selected [`BodyChoice`] variant. All variants with their encodings.
    Choice(Vec<(String, Writing)>),
}

/// The call of the encoder that writes a body.
#[derive(Debug, Clone)]
pub struct Writing {
    /// The method of the encoder.
    pub call: WritingCall,
    /// The media type.
    pub media_type: String,
    /// The encodings of properties.
    pub encodings: Vec<Encoding>,
}

/// The method of the encoder that writes a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WritingCall {
    /// JSON.
    Json,
    /// JSON values, one per line.
    Lines,
    /// A form.
    Form,
    /// A multipart body with one part per property.
    Multipart,
    /// A multipart body that the caller assembles from parts.
    Parts,
    /// A body of raw bytes.
    Body,
    /// A body of raw bytes with a media type that the caller may set.
    Upload,
}

/// The alternative encodings of a body, one of which the caller selects.
#[derive(Debug, Clone)]
pub struct BodyChoice {
    /// The operation.
    pub operation: OperationId,
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The alternatives.
    pub variants: Vec<Variant>,
}
