//! The meaning of documents: each test has one idea, a small document, and the whole model that results.

mod all_of;
mod bodies;
mod contacts;
mod corpus;
mod defaults;
mod discriminators;
mod enumerations;
mod keywords;
mod meaning;
mod nested_unions;
mod objects;
mod one_of;
mod operations;
mod origins;
mod pagination;
mod parameters;
mod references;
mod robust;
mod strings;
mod types;
