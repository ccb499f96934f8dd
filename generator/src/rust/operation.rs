//! Items of the module `operations`.

use super::{
    Answers, Argument, Bundle, Deprecated, Encoding, OwnServer, Paging, Passing, Place, Setter, Ty, Variant, Written,
};
use crate::comment::Comment;
use crate::model::{OperationId, SchemeId};

/// The operations of a tag, bound to a client.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its index.
    pub index: usize,
    /// Markdown.
    pub docs: Comment,
    /// The name of the type.
    pub name: String,
    /// The methods.
    pub methods: Vec<GroupMethod>,
}

/// A method that begins an operation.
#[derive(Debug, Clone)]
pub struct GroupMethod {
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The operation.
    pub operation: OperationId,
    /// What it requires by position.
    pub arguments: Vec<Argument>,
    /// The name of the further argument that contains what it requires by name.
    pub bundle: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
}

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Which operation it is.
    pub index: OperationId,
    /// Markdown of the type.
    pub docs: Comment,
    /// Markdown of the method that begins it.
    pub method_docs: Comment,
    /// The documentation of `new`.
    pub new_docs: Comment,
    /// The warning about an operation that is not used.
    pub unused: &'static str,
    /// The name of the type.
    pub name: String,
    /// `operationId`, or what stands for it.
    pub id: String,
    /// The method.
    pub method: Method,
    /// The path template.
    pub template: String,
    /// The parameters and the body.
    pub inputs: Vec<Input>,
    /// The struct that contains the arguments passed by name.
    pub bundle: Option<Bundle>,
    /// What happens if a request is sent more than once, if the method does not define it.
    pub replay: Option<Replay>,
    /// The alternatives of credentials, each a set of schemes.
    pub security: Vec<Vec<SchemeId>>,
    /// Its own server.
    pub server: Option<OwnServer>,
    /// Whether its calls carry a key by which the server knows them again, and the codes of answers that say that it is
    /// still busy with the first one.
    pub idempotency: Option<Vec<String>>,
    /// The path.
    pub path: Vec<PathStep>,
    /// What else is encoded, in order.
    pub steps: Vec<EncodeStep>,
    /// The media types for `Accept`.
    pub accept: Vec<String>,
    /// How its answers are read.
    pub answers: Answers,
    /// How its result is read page by page.
    pub paging: Option<Paging>,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
}

impl Operation {
    /// Returns the arguments of `new` that are passed by position, in their order.
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

    /// Returns the arguments of `new` that are passed by name.
    pub fn named(&self) -> impl Iterator<Item = &Input> + Clone {
        self.inputs.iter().filter(|input| matches!(input.role, Role::Named))
    }

    /// Returns true if `new` takes no argument.
    #[must_use]
    pub fn requires_nothing(&self) -> bool {
        self.inputs.iter().all(|input| matches!(input.role, Role::Optional(_)))
    }

    /// Returns the optional inputs, each with its setter.
    pub fn setters(&self) -> impl Iterator<Item = (&Input, &Setter)> {
        self.inputs.iter().filter_map(|input| match &input.role {
            Role::Optional(setter) => Some((input, setter)),
            Role::Positional(_) | Role::Named => None,
        })
    }
}

/// A parameter or the body of an operation: a field of its type.
#[derive(Debug, Clone)]
pub struct Input {
    /// The name of the field, and of the argument or setter.
    pub name: String,
    /// The type of the field.
    pub field: Ty,
    /// The type of a value.
    pub ty: Ty,
    /// How a value is passed.
    pub passing: Passing,
    /// The documentation of its field in the struct of all arguments.
    pub docs: Comment,
    /// Whether a caller has to pass it.
    pub role: Role,
    /// The index of the parameter; `None` is the body.
    pub parameter: Option<usize>,
    /// Whether it is the key by which the server recognizes a call.
    pub is_idempotency_key: bool,
    /// Whether `Debug` hides its value.
    pub hidden: bool,
}

/// Whether a caller has to pass an input.
#[derive(Debug, Clone)]
pub enum Role {
    /// It is an argument, at this position.
    Positional(usize),
    /// It is a field of the argument that contains those passed by name.
    Named,
    /// It has a setter.
    Optional(Setter),
}

/// A method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// A constant of `http::Method`.
    Constant(String),
    /// A token that `http` has no constant for.
    Extension(String),
}

impl Method {
    /// Returns the method as it is sent.
    #[must_use]
    pub fn token(&self) -> &str {
        match self {
            Self::Constant(name) | Self::Extension(name) => name,
        }
    }
}

/// What happens if a request is sent more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replay {
    /// The same as if it is sent once.
    Idempotent,
}

/// A step in writing the path.
#[derive(Debug, Clone)]
pub enum PathStep {
    /// Text.
    Literal(String),
    /// A parameter.
    Parameter {
        /// Name on the wire.
        name: String,
        /// How its value is written.
        written: Written,
        /// The field.
        field: String,
    },
}

/// A step in writing a request.
#[derive(Debug, Clone)]
pub enum EncodeStep {
    /// A query parameter, header or cookie.
    Parameter {
        /// Where it is written.
        place: Place,
        /// Name on the wire.
        name: String,
        /// How its value is written.
        written: Written,
        /// The field.
        field: String,
    },
    /// A parameter with one allowed value.
    Constant {
        /// Where it is written.
        place: Place,
        /// Name on the wire.
        name: String,
        /// How its value is written.
        written: Written,
        /// The value.
        value: String,
    },
    /// A parameter that is the whole query.
    Query {
        /// Name in the document.
        name: String,
        /// The field.
        field: String,
        /// How it is written.
        writing: QueryWriting,
    },
    /// The body.
    Body(BodyStep),
}

/// How a parameter that is the whole query is written.
#[derive(Debug, Clone)]
pub enum QueryWriting {
    /// As the fields of a form, with these encodings.
    Form(Vec<Encoding>),
    /// As JSON.
    Json,
    /// As text.
    Text,
}

/// How a body is written.
#[derive(Debug, Clone)]
pub struct BodyStep {
    /// The field.
    pub field: String,
    /// Whether the field is an `Option`.
    pub optional: bool,
    /// How its value is written.
    pub writing: BodyWriting,
}

/// How the value of a body is written.
#[derive(Debug, Clone)]
pub enum BodyWriting {
    /// In one way.
    One(Writing),
    /// As the variant of the operation's [`BodyChoice`] says: every variant.
    Choice(Vec<(String, Writing)>),
}

/// A call of the encoder that writes a body.
#[derive(Debug, Clone)]
pub struct Writing {
    /// The method.
    pub call: WritingCall,
    /// The media type.
    pub media_type: String,
    /// How properties are written.
    pub encodings: Vec<Encoding>,
}

/// The methods of the encoder that write a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WritingCall {
    /// JSON.
    Json,
    /// JSON values line by line.
    Lines,
    /// A form.
    Form,
    /// A multipart body with a part per property.
    Multipart,
    /// A multipart body made part by part.
    Parts,
    /// A body as it is.
    Body,
    /// A body as it is, whose media type a caller may choose.
    Upload,
}

/// The ways to write a body, one of which a caller chooses.
#[derive(Debug, Clone)]
pub struct BodyChoice {
    /// The operation.
    pub operation: OperationId,
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The ways.
    pub variants: Vec<Variant>,
}
