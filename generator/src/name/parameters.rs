//! Names of the parameters of operations.

use std::collections::HashMap;

use super::clash::Wish;
use super::configured::{self, Form, Given};
use super::history::{History, Scope, Table, distinct_since};
use super::reserved;
use super::taken::{self, Others, Scoped};
use super::words::{self, Noun};
use crate::diag::Diagnostics;
use crate::identity::Identities;
use crate::model::{Location, Operation, Parameter};

/// Names the parameters of an operation. If several locations have the same name, the precedence is path, query, header, cookie.
pub(super) fn parameters(
    operation: &Operation,
    sends: &[(String, String)],
    given: &Given<'_>,
    history: &mut History<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let snake = |parameter: &Parameter| words::snake(&parameter.name, Noun::Field);
    let mut alike: HashMap<(Location, String), usize> = HashMap::new();
    for parameter in &operation.parameters {
        *alike.entry((parameter.location, snake(parameter))).or_default() += 1;
    }
    let wishes = operation.parameters.iter().map(|parameter| {
        let is_key = parameter.is_idempotency_key();
        let name = if is_key { "idempotency_key".to_owned() } else { snake(parameter) };
        let is_alone = alike.get(&(parameter.location, name.clone())) == Some(&1);
        given.wish(&parameter.path, Form::Value, wish(parameter, name, is_alone))
    });
    let wishes: Vec<Wish> = wishes.collect();
    // A declared idempotency key is set by the method that all other operations have for it.
    let declares_key = operation.parameters.iter().any(Parameter::is_idempotency_key);
    let is_free = |name: &&str| declares_key && *name == "idempotency_key";
    let mut taken: Vec<&str> = reserved::call_methods().filter(|name| !is_free(name)).collect();
    let sends: Vec<&str> = sends.iter().map(|(_, method)| method.as_str()).collect();
    taken.extend(&sends);
    let key = |identities: &Identities<'_>, index: usize| {
        operation.parameters.get(index).map(|one| identities.parameter(operation, one)).unwrap_or_default()
    };
    let configured = configured::names(&wishes);
    let scope = Scope { configured: &configured, ..Scope::new(&wishes, &taken) };
    let names = distinct_since(history, Table::Names, &scope, key).names;
    let place = |index: usize| operation.parameters[index].path.clone();
    let key_place = |index: usize| given.place_of_name(&place(index), Form::Value);
    let others = Others { noun: "method that sends the request", names: &sends };
    taken::report(&Scoped { noun: "parameter", wishes: &wishes, names: &names, others }, key_place, place, diagnostics);
    names
}

/// Creates the request for a parameter's name. Parameters of the same location are distinguished by their signs (`filter[]`
/// becomes `filter_list`), others by their location.
fn wish(parameter: &Parameter, name: String, is_alone: bool) -> Wish {
    let (rank, place) = match parameter.location {
        Location::Path => (1, "path"),
        Location::Query | Location::QueryString => (2, "query"),
        Location::Header => (3, "header"),
        Location::Cookie => (4, "cookie"),
    };
    let snake = |text: &str| words::snake(text, Noun::Field);
    let raw = &parameter.name;
    let spelled = words::spell(raw);
    let mut qualified = vec![snake(&words::qualified_by(&spelled, place))];
    if is_alone {
        qualified.insert(0, snake(&words::qualified_by(raw, place)));
    } else if snake(&spelled) != name {
        qualified.insert(0, snake(&spelled));
    }
    Wish { raw: raw.clone(), name, qualified, rank }
}
