//! References to types, and JSON types.

use serde_json::Value;

/// The index of a schema in [`Api::schemas`](super::Api::schemas).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(u32);

impl SchemaId {
    /// Creates the id of the schema at an index.
    #[must_use]
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Returns the index into the list of schemas.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A reference to a type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// Any JSON value: the document declares no type, or one that Rust cannot express, which is reported.
    Any,
    /// Any JSON object.
    Object,
    /// `boolean`.
    Boolean,
    /// `integer`.
    Integer(IntegerFormat),
    /// `number`.
    Number(NumberFormat),
    /// `string`.
    String,
    /// `string` with `date-time`.
    DateTime,
    /// `string` with `date`.
    Date,
    /// `string` with `time`.
    Time,
    /// `string` with `duration`.
    Duration,
    /// `string` with `uuid`.
    Uuid,
    /// `string` with `byte`: Base64 in JSON.
    Base64,
    /// `string` with `binary`: raw bytes, never inside JSON.
    Binary,
    /// A file: raw bytes in a part of a multipart body.
    File,
    /// An array.
    Array(Box<Type>),
    /// An array with a fixed number of items, each with its own type.
    Tuple(Vec<Type>),
    /// An object whose values all have one type.
    Map(Box<Type>),
    /// The type or `null`, in a place without a [`Presence`](super::Presence) (items of an array, values of a map, a body).
    Nullable(Box<Type>),
    /// A schema with an item of its own.
    Named(SchemaId),
    /// A type that the configuration chooses.
    Own(Box<OwnType>),
}

/// A type that the configuration chooses for a format or for a place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OwnType {
    /// Where the choice is written.
    pub key: OwnKey,
    /// The type that the API description declares.
    pub declared: Type,
}

/// Where the choice of a type is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OwnKey {
    /// In the configuration, under this key: a format or a place.
    Configured(String),
    /// In the API description, as this text.
    Document(String),
}

/// The names of a type wherever it has no name of its own in the document. Those of the types within it are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeNames {
    /// Its name among the variants of a union. `None` if it has the name of the type within it, or of its schema.
    pub variant: Option<&'static str>,
    /// Its name among the bodies of errors. The names of the types within it precede it.
    pub error_body: &'static str,
    /// Its name in listings. The names of the types within it are between the two parts, separated by commas.
    pub wire: (&'static str, &'static str),
}

impl TypeNames {
    const fn new(variant: &'static str, error_body: &'static str, wire: &'static str) -> Self {
        Self { variant: Some(variant), error_body, wire: (wire, "") }
    }
}

impl Type {
    /// Returns the types within a list, a tuple, a map or a nullable type.
    #[must_use]
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => std::slice::from_ref(inner),
            Self::Tuple(items) => items,
            _ => &[],
        }
    }

    /// Returns the type without `null`.
    #[must_use]
    pub fn without_null(&self) -> &Self {
        let mut ty = self;
        while let Self::Nullable(inner) = ty {
            ty = inner;
        }
        ty
    }

    /// Returns the names of the type. Those of [`Type::Named`] are those of its schema.
    #[must_use]
    pub fn names(&self) -> TypeNames {
        match self {
            Self::Any => TypeNames::new("any", "Value", "any"),
            Self::Object => TypeNames::new("object", "Object", "object"),
            Self::Boolean => TypeNames::new("boolean", "Boolean", "boolean"),
            Self::Integer(format) => TypeNames::new("integer", "Integer", format.wire()),
            Self::Number(NumberFormat::F32) => TypeNames::new("number", "Number", "number(float)"),
            Self::Number(NumberFormat::F64) => TypeNames::new("number", "Number", "number(double)"),
            Self::String => TypeNames::new("string", "Message", "string"),
            Self::DateTime => TypeNames::new("date time", "DateTime", "string(date-time)"),
            Self::Date => TypeNames::new("date", "Date", "string(date)"),
            Self::Time => TypeNames::new("time", "Time", "string(time)"),
            Self::Duration => TypeNames::new("duration", "Duration", "string(duration)"),
            Self::Uuid => TypeNames::new("uuid", "Uuid", "string(uuid)"),
            Self::Base64 => TypeNames::new("bytes", "Base64", "string(byte)"),
            Self::Binary => TypeNames::new("bytes", "Message", "binary"),
            Self::File => TypeNames::new("bytes", "File", "file"),
            Self::Array(_) => TypeNames { variant: Some("array"), error_body: "List", wire: ("[", "]") },
            Self::Tuple(items) => {
                let variant = match items.len() {
                    2 => "pair",
                    3 => "triple",
                    _ => "tuple",
                };
                TypeNames { variant: Some(variant), error_body: "Tuple", wire: ("(", ")") }
            }
            Self::Map(_) => TypeNames { variant: Some("object"), error_body: "Map", wire: ("{", "}") },
            Self::Nullable(inner) => TypeNames { variant: inner.names().variant, error_body: "", wire: ("", "?") },
            Self::Own(own) => own.declared.names(),
            Self::Named(_) => TypeNames { variant: None, error_body: "", wire: ("", "") },
        }
    }

    /// Returns the JSON type of all values. `None` if several JSON types are allowed, or another schema determines it.
    #[must_use]
    pub fn json_type(&self) -> Option<JsonType> {
        match self {
            Self::Any | Self::Nullable(_) | Self::Named(_) => None,
            Self::Own(own) => own.declared.json_type(),
            Self::Object | Self::Map(_) => Some(JsonType::Object),
            Self::Boolean => Some(JsonType::Boolean),
            Self::Integer(_) => Some(JsonType::Integer),
            Self::Number(_) => Some(JsonType::Number),
            Self::Array(_) | Self::Tuple(_) => Some(JsonType::Array),
            Self::String
            | Self::DateTime
            | Self::Date
            | Self::Time
            | Self::Duration
            | Self::Uuid
            | Self::Base64
            | Self::Binary
            | Self::File => Some(JsonType::String),
        }
    }

    /// Returns true if the type accepts every value of its JSON type.
    #[must_use]
    pub fn accepts_everything(&self) -> bool {
        match self {
            Self::Any | Self::Object | Self::String | Self::Base64 | Self::Binary | Self::File => true,
            Self::Boolean
            | Self::Integer(_)
            | Self::Number(_)
            | Self::DateTime
            | Self::Date
            | Self::Time
            | Self::Duration
            | Self::Uuid
            | Self::Array(_)
            | Self::Tuple(_)
            | Self::Map(_)
            | Self::Nullable(_)
            | Self::Named(_)
            | Self::Own(_) => false,
        }
    }
}

/// The format of an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntegerFormat {
    /// `int8`.
    I8,
    /// `int16`.
    I16,
    /// `int32`.
    I32,
    /// `int64`, or no format.
    I64,
    /// `uint8`.
    U8,
    /// `uint16`.
    U16,
    /// `uint32`.
    U32,
    /// `uint64`.
    U64,
}

impl IntegerFormat {
    const fn wire(self) -> &'static str {
        match self {
            Self::I8 => "integer(int8)",
            Self::I16 => "integer(int16)",
            Self::I32 => "integer(int32)",
            Self::I64 => "integer(int64)",
            Self::U8 => "integer(uint8)",
            Self::U16 => "integer(uint16)",
            Self::U32 => "integer(uint32)",
            Self::U64 => "integer(uint64)",
        }
    }
}

/// The format of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberFormat {
    /// `float`.
    F32,
    /// `double`, or no format.
    F64,
}

/// The type of a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonType {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonType {
    /// Returns true if a value has this type.
    #[must_use]
    pub fn has(self, value: &Value) -> bool {
        match self {
            Self::Null => value.is_null(),
            Self::Boolean => value.is_boolean(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Number => value.is_number(),
            Self::String => value.is_string(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
        }
    }
}
