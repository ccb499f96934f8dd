//! The models to measure, as plain data: a large synthetic API, and one page of contacts.

/// The ways in which a property may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Required,
    Nullable,
    Optional,
}

/// A property.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    /// The Rust type, without the `Option` that the presence requires.
    pub(super) of: String,
    pub(super) presence: Presence,
}

/// An object.
#[derive(Debug)]
pub(super) struct Struct {
    pub(super) name: String,
    pub(super) fields: Vec<Field>,
}

/// An enumeration of strings.
#[derive(Debug)]
pub(super) struct Enum {
    pub(super) name: String,
    /// The variants and their JSON values.
    pub(super) variants: Vec<(String, String)>,
}

/// All models of an API.
#[derive(Debug)]
pub(super) struct Api {
    pub(super) enums: Vec<Enum>,
    pub(super) structs: Vec<Struct>,
    /// The structs that are read from bodies. The others are referenced by them.
    pub(super) roots: Vec<String>,
}

/// Number of structs that are reachable from one root.
const FAMILY: usize = 20;
/// Number of structs that share one enum.
const SHARING: usize = 8;

const WORDS: [&str; 24] = [
    "account", "amount", "balance", "batch", "caption", "channel", "currency", "device", "expiry", "folder", "gateway",
    "header", "invoice", "journal", "language", "message", "number", "object", "payload", "quota", "region", "sender",
    "template", "upload",
];

/// Returns an API of `count` structs with nine properties each. The structs of a family refer to each other.
pub(super) fn large(count: usize) -> Api {
    let enums = (0..count.div_ceil(SHARING)).map(made_up_enum).collect();
    let structs = (0..count).map(|index| made_up_struct(index, count)).collect();
    let roots = (0..count).step_by(FAMILY).map(struct_name).collect();
    Api { enums, structs, roots }
}

fn struct_name(index: usize) -> String {
    format!("Model{index}")
}

fn enum_name(index: usize) -> String {
    format!("Kind{index}")
}

fn made_up_enum(index: usize) -> Enum {
    let variant = |step: usize| {
        let word = word(index + 5 * step);
        (format!("{}{}", word[..1].to_uppercase(), &word[1..]), word.to_owned())
    };
    Enum { name: enum_name(index), variants: (0..4).map(variant).collect() }
}

fn word(index: usize) -> &'static str {
    WORDS[index % WORDS.len()]
}

fn made_up_struct(index: usize, count: usize) -> Struct {
    use Presence::{Nullable, Optional, Required};
    // The next struct of the family. The last struct has strings instead.
    let member = |step: usize| {
        let inside = index % FAMILY + step < FAMILY && index + step < count;
        if inside { struct_name(index + step) } else { "String".to_owned() }
    };
    let columns = [
        ("id", "String".to_owned(), Required),
        ("count", "i64".to_owned(), Required),
        ("label", "String".to_owned(), Optional),
        ("list", format!("Vec<{}>", member(1)), Required),
        ("active", "bool".to_owned(), Required),
        ("ratio", "f64".to_owned(), Optional),
        ("kind", enum_name(index / SHARING), Required),
        ("parent", member(2), Nullable),
        ("limit", "i64".to_owned(), Nullable),
    ];
    let fields = columns.into_iter().enumerate().map(|(column, (suffix, of, presence))| Field {
        name: format!("{}_{suffix}", word(index * 7 + column)),
        of,
        presence,
    });
    Struct { name: struct_name(index), fields: fields.collect() }
}

/// Returns the models of a page of contacts.
pub(super) fn contacts() -> Api {
    use Presence::{Nullable, Optional, Required};
    let object = |name: &str, fields: &[(&str, &str, Presence)]| Struct {
        name: name.to_owned(),
        fields: fields
            .iter()
            .map(|&(name, of, presence)| Field { name: name.to_owned(), of: of.to_owned(), presence })
            .collect(),
    };
    let structs = vec![
        object(
            "Account",
            &[
                ("id", "String", Required),
                ("phone_number_id", "String", Required),
                ("display_name", "String", Nullable),
                ("verified", "bool", Required),
            ],
        ),
        object(
            "Contact",
            &[
                ("id", "String", Required),
                ("kind", "ContactKind", Required),
                ("phone_number", "String", Nullable),
                ("profile_name", "String", Nullable),
                ("display_name", "String", Optional),
                ("language", "String", Optional),
                ("unread", "i64", Required),
                ("score", "f64", Required),
                ("blocked", "bool", Required),
                ("tags", "Vec<String>", Required),
                ("attributes", "BTreeMap<String, String>", Required),
                ("account", "Account", Required),
                ("last_seen_at", "Timestamp", Nullable),
                ("created_at", "Timestamp", Required),
                ("updated_at", "Timestamp", Required),
            ],
        ),
        object(
            "ContactList",
            &[
                ("kind", "String", Required),
                ("data", "Vec<Contact>", Required),
                ("has_more", "bool", Required),
                ("next_cursor", "String", Nullable),
            ],
        ),
    ];
    let variants = [("Contact", "contact"), ("Group", "group")];
    let kind = Enum {
        name: "ContactKind".to_owned(),
        variants: variants.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec(),
    };
    Api { enums: vec![kind], structs, roots: vec!["ContactList".to_owned()] }
}

/// Returns a body with a page of `count` contacts.
pub(super) fn page(count: usize) -> String {
    let contacts: Vec<String> = (0..count).map(contact).collect();
    format!(
        r#"{{"kind":"list","data":[{}],"has_more":true,"next_cursor":"eyJvIjoxMDAsImYiOiI4ZjE0ZTQ1ZiJ9"}}"#,
        contacts.join(",")
    )
}

fn contact(index: usize) -> String {
    let name = if index.is_multiple_of(3) { "null".to_owned() } else { format!("\"Siti \\\"{index}\\\" Rahmawati\"") };
    let minute = index % 60;
    [
        format!(r#"{{"id":"ct_01J9ZQ4X{index:06}","kind":"contact","phone_number":"+62812345{index:05}","#),
        format!(r#""profile_name":{name},"language":"id","unread":{index},"score":{index}.25,"blocked":false,"#),
        r#""tags":["customer","jakarta","vip"],"#.to_owned(),
        format!(r#""attributes":{{"city":"Jakarta","order":"A-{index}","segment":"returning"}},"#),
        format!(r#""account":{{"id":"wa_{index}","phone_number_id":"106540352242922","#),
        r#""display_name":"Toko Kirim","verified":true},"last_seen_at":null,"#.to_owned(),
        format!(r#""created_at":"2026-05-23T10:{minute:02}:00Z","updated_at":"2026-05-24T11:{minute:02}:30.250Z"}}"#),
    ]
    .concat()
}
