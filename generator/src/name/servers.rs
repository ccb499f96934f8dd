//! Names of servers and of their variables.

use super::clash::{Wish, distinct};
use super::words::{self, Noun};
use super::{ServerName, VariableName, reserved};
use crate::model::{Api, Server, ServerVariable};

/// Names the servers of the API description, except those of operations.
pub(super) fn servers(api: &Api) -> Vec<ServerName> {
    let wishes: Vec<Wish> = api.servers.iter().map(wish).collect();
    let mut reserved: Vec<&str> = reserved::types().chain(["Server"]).collect();
    let types = distinct(&wishes, &reserved).names;
    reserved.extend(types.iter().map(String::as_str));
    let lists = lists(api, &types, &reserved);
    let mut lists = lists.into_iter();
    api.servers
        .iter()
        .zip(types.iter().zip(constants(&types)))
        .map(|(server, (name, constant))| ServerName {
            constant,
            name: name.clone(),
            variables: variables(server, &mut lists),
        })
        .collect()
}

/// Returns the constants for these types. `A1b` and `A1B` are two types, but one constant.
fn constants(types: &[String]) -> Vec<String> {
    let wish = |name: &String| {
        let constant = words::constant(name);
        Wish { raw: name.clone(), qualified: vec![format!("{constant}_SERVER")], name: constant, rank: 0 }
    };
    let wishes: Vec<Wish> = types.iter().map(wish).collect();
    distinct(&wishes, &[]).names.into_iter().map(|name| name.to_ascii_uppercase()).collect()
}

/// Returns the enumerations of the variables with a list of values, server by server.
fn lists(api: &Api, types: &[String], reserved: &[&str]) -> Vec<String> {
    let wishes: Vec<Wish> = api
        .servers
        .iter()
        .zip(types)
        .flat_map(|(server, name)| server.variables.iter().map(move |variable| (name, variable)))
        .filter(|(_, variable)| !variable.values.is_empty())
        .map(|(name, variable)| {
            let raw = format!("{name} {}", variable.name);
            Wish {
                name: words::pascal(&raw, Noun::Schema),
                qualified: vec![words::pascal(&format!("{raw} value"), Noun::Schema)],
                raw,
                rank: 0,
            }
        })
        .collect();
    distinct(&wishes, reserved).names
}

fn variables(server: &Server, lists: &mut impl Iterator<Item = String>) -> Vec<VariableName> {
    let wishes: Vec<Wish> = server
        .variables
        .iter()
        .map(|variable| Wish {
            raw: variable.name.clone(),
            name: words::snake(&variable.name, Noun::Field),
            qualified: vec![words::snake(&format!("variable {}", words::spell(&variable.name)), Noun::Field)],
            rank: 0,
        })
        .collect();
    let setters = distinct(&wishes, &["clone", "into", "new"]).names;
    server
        .variables
        .iter()
        .zip(setters)
        .map(|(variable, setter)| VariableName {
            setter,
            list: (!variable.values.is_empty()).then(|| lists.next()).flatten(),
            values: values(variable),
        })
        .collect()
}

fn values(variable: &ServerVariable) -> Vec<String> {
    let wishes: Vec<Wish> = variable
        .values
        .iter()
        .map(|value| {
            let name = words::pascal(value, Noun::Value);
            let qualified = words::qualified(value, &name, "value", |text| words::pascal(text, Noun::Value));
            Wish { raw: value.clone(), name, qualified: vec![qualified], rank: 0 }
        })
        .collect();
    distinct(&wishes, &["Unknown"]).names
}

/// Creates the request for a server's name: its declared name, else its description if that is short, else its host.
fn wish(server: &Server) -> Wish {
    let address = server.template.split_once("://").map_or(server.template.as_str(), |(_, address)| address);
    let host = address.split('/').next().unwrap_or_default();
    let described = server.description.as_deref().and_then(few_words);
    let fixed = without_variables(host);
    let raw = match server.name.clone().or(described) {
        Some(words) => words,
        None if fixed.contains(|c: char| c.is_alphabetic()) => fixed,
        None => "main".to_owned(),
    };
    Wish {
        name: words::pascal(&raw, Noun::Schema),
        qualified: vec![words::pascal(&format!("{raw} {}", words::spell(&server.template)), Noun::Schema)],
        raw: server.template.clone(),
        rank: 0,
    }
}

/// Returns a description as a name, unless it is longer than four words: `production API` for `The production API server`.
fn few_words(description: &str) -> Option<String> {
    const EMPTY: &[&str] = &["a", "an", "endpoint", "environment", "our", "server", "servers", "the", "url"];
    let first = description.split(['\n', '(', ':', ',', ';']).next().unwrap_or_default();
    let first = first.split(" - ").next().unwrap_or_default().trim().trim_end_matches('.');
    if description.contains("://") || first.contains('{') {
        return None;
    }
    let said: Vec<&str> = first
        .split_whitespace()
        .filter(|word| !EMPTY.contains(&word.to_lowercase().as_str()) && word.contains(char::is_alphanumeric))
        .collect();
    (1..=4).contains(&said.len()).then(|| said.join(" "))
}

fn without_variables(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        plain.push_str(before);
        plain.push(' ');
        rest = after.split_once('}').map_or("", |(_, tail)| tail);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::few_words;

    #[test]
    fn a_description_is_a_name_if_it_is_short() {
        for (description, expected) in [
            ("Production", Some("Production")),
            ("The production API server", Some("production API")),
            ("Sandbox - for trying things out", Some("Sandbox")),
            ("https://api.example.com", None),
            ("Where everything goes that is not for trying out", None),
            ("", None),
        ] {
            assert_eq!(few_words(description).as_deref(), expected, "{description}");
        }
    }
}
