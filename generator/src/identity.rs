//! Names the parts of an API by what they are, so that moving them in the document changes nothing: operations by method and path,
//! parameters by place and name, everything else by JSON pointer.

use std::cell::RefCell;
use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::model::{Api, Location, Operation, Parameter};
use crate::path::SpecPath;
use crate::source_map::SourceMap;

/// The identities that a listing has used, with the places where they are written.
pub(crate) struct Identities<'a> {
    /// Where places are looked up; `None` if they are not recorded.
    source_map: Option<&'a SourceMap>,
    /// The identities of operations and their parameters by JSON pointer.
    known: BTreeMap<String, Known>,
    places: RefCell<BTreeMap<String, SpecPath>>,
}

/// A part of the document whose identity differs from its place.
enum Known {
    Operation(String),
    Parameter(String),
}

impl<'a> Identities<'a> {
    /// Creates the identities of an API. Records their places if there is a source map.
    pub(crate) fn new(api: &Api, source_map: Option<&'a SourceMap>) -> Self {
        let mut known = BTreeMap::new();
        for operation in &api.operations {
            known.insert(operation.path.pointer().to_owned(), Known::Operation(of_operation(operation)));
            for parameter in &operation.parameters {
                // A shared parameter keeps its own place.
                if parameter.path.starts_with(&operation.path) {
                    let identity = Known::Parameter(of_parameter(operation, parameter));
                    known.insert(parameter.path.pointer().to_owned(), identity);
                }
            }
        }
        Self { source_map, known, places: RefCell::default() }
    }

    /// Returns the identity of what is at a place of the document.
    pub(crate) fn of_place(&self, place: &SpecPath) -> String {
        let pointer = place.pointer();
        let mut above = Some(pointer);
        let found = loop {
            let Some(at) = above else { break None };
            match self.known.get(at) {
                Some(found) => break Some((found, pointer.get(at.len()..).unwrap_or_default())),
                None => above = at.rsplit_once('/').map(|(parent, _)| parent),
            }
        };
        let identity = match found {
            // A path could end like a pointer.
            Some((Known::Operation(operation), rest)) if !rest.is_empty() => format!("{operation} #{rest}"),
            Some((Known::Operation(found) | Known::Parameter(found), rest)) => format!("{found}{rest}"),
            None => place.to_string(),
        };
        self.note(identity, place)
    }

    pub(crate) fn operation(&self, operation: &Operation) -> String {
        self.note(of_operation(operation), &operation.path)
    }

    pub(crate) fn parameter(&self, operation: &Operation, parameter: &Parameter) -> String {
        self.note(of_parameter(operation, parameter), &parameter.path)
    }

    /// Returns the identity of a part of something, which has a place of its own.
    pub(crate) fn part(&self, whole: &str, part: &str, place: &SpecPath) -> String {
        self.note(format!("{whole} {part}"), place)
    }

    pub(crate) fn note(&self, identity: String, place: &SpecPath) -> String {
        if let Some(source_map) = self.source_map {
            self.places.borrow_mut().entry(identity.clone()).or_insert_with(|| source_map.original(place));
        }
        identity
    }

    pub(crate) fn into_places(self) -> BTreeMap<String, SpecPath> {
        self.places.into_inner()
    }
}

fn of_operation(operation: &Operation) -> String {
    bounded(format!("{} {}", operation.method.as_str(), operation.template))
}

/// Returns the identity of a server.
pub(crate) fn of_server(url: &str) -> String {
    bounded(format!("server:{url}"))
}

/// The maximum length of an identity that many parts repeat, in bytes.
const LONGEST: usize = 1000;

/// Replaces the end of a long identity with its hash.
pub(crate) fn bounded(identity: String) -> String {
    if identity.len() <= LONGEST {
        return identity;
    }
    let beginning: String = identity.chars().take(LONGEST / 4).collect();
    let hash = Sha256::digest(identity.as_bytes());
    let hash = hash.iter().take(8).fold(0, |hash: u64, byte| (hash << 8) | u64::from(*byte));
    format!("{beginning}…{hash:016x}")
}

fn of_parameter(operation: &Operation, parameter: &Parameter) -> String {
    format!("{} {}:{}", of_operation(operation), location(parameter.location), parameter.name)
}

/// Returns the key of a property in the lock. Structs that inherit a property share its place, so the key names the struct.
pub(crate) fn of_property(owner: &str, name: &str) -> String {
    format!("{owner}/properties/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Returns the word for the place of a parameter.
pub(crate) const fn location(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
        Location::QueryString => "querystring",
    }
}
