//! The tables of the specifications, row by row.

use std::collections::BTreeMap;

use super::{Decoded, Style, ValueForm, named, pairs, percent, piece};

fn text(text: &str) -> Decoded {
    Decoded::Text(text.to_owned())
}

fn list(items: &[&str]) -> Decoded {
    Decoded::List(items.iter().map(|item| (*item).to_owned()).collect())
}

fn object(members: &[(&str, &str)]) -> Decoded {
    Decoded::Object(members.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
}

fn colors() -> Decoded {
    list(&["blue", "black", "brown"])
}

fn color() -> Decoded {
    object(&[("R", "100"), ("G", "200"), ("B", "150")])
}

/// Checks a row of a style for paths and headers: empty, string, array, object.
fn in_path(style: Style, explode: bool, row: [&str; 4]) {
    let decoded = |kind, text| piece(style, explode, "color", kind, text);
    assert_eq!(decoded(ValueForm::Text, row[0]), Ok(text("")), "{style:?} {explode}");
    assert_eq!(decoded(ValueForm::Text, row[1]), Ok(text("blue")), "{style:?} {explode}");
    assert_eq!(decoded(ValueForm::List, row[2]), Ok(colors()), "{style:?} {explode}");
    assert_eq!(decoded(ValueForm::Object, row[3]), Ok(color()), "{style:?} {explode}");
}

/// Decodes a parameter of a query. Returns `None` if a pair is left over.
fn query(style: Style, explode: bool, kind: ValueForm, query: &str) -> Option<Decoded> {
    let keys = ["R", "G", "B", "semi", "dot", "comma"].map(str::to_owned);
    let name = if query.contains("list") {
        "list"
    } else if query.contains("keys") {
        "keys"
    } else {
        "color"
    };
    let mut rest = pairs(query, '&');
    let decoded = named(style, explode, name, kind, &keys, &mut rest).expect(query);
    assert_eq!(rest, [], "{query}");
    decoded
}

#[test]
fn style_examples_of_paths_and_headers() {
    in_path(Style::Matrix, false, [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]);
    in_path(
        Style::Matrix,
        true,
        [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"],
    );
    in_path(Style::Label, false, [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]);
    in_path(Style::Label, true, [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]);
    in_path(Style::Simple, false, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]);
    in_path(Style::Simple, true, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]);
}

#[test]
fn style_examples_of_queries() {
    for explode in [false, true] {
        assert_eq!(query(Style::Form, explode, ValueForm::Text, "color="), Some(text("")));
        assert_eq!(query(Style::Form, explode, ValueForm::Text, "color=blue"), Some(text("blue")));
    }
    assert_eq!(query(Style::Form, false, ValueForm::List, "color=blue,black,brown"), Some(colors()));
    assert_eq!(query(Style::Form, false, ValueForm::Object, "color=R,100,G,200,B,150"), Some(color()));
    assert_eq!(query(Style::Form, true, ValueForm::List, "color=blue&color=black&color=brown"), Some(colors()));
    assert_eq!(query(Style::Form, true, ValueForm::Object, "R=100&G=200&B=150"), Some(color()));
    assert_eq!(query(Style::Space, false, ValueForm::List, "color=blue%20black%20brown"), Some(colors()));
    assert_eq!(query(Style::Space, false, ValueForm::Object, "color=R%20100%20G%20200%20B%20150"), Some(color()));
    assert_eq!(query(Style::Pipe, false, ValueForm::List, "color=blue%7Cblack%7Cbrown"), Some(colors()));
    assert_eq!(query(Style::Pipe, false, ValueForm::List, "color=blue|black|brown"), Some(colors()), "as in 3.0.3");
    assert_eq!(query(Style::Pipe, false, ValueForm::Object, "color=R%7C100%7CG%7C200%7CB%7C150"), Some(color()));
    let deep = "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150";
    assert_eq!(query(Style::Deep, true, ValueForm::Object, deep), Some(color()));
    assert_eq!(query(Style::Deep, true, ValueForm::Object, "color[R]=100&color[G]=200&color[B]=150"), Some(color()));
}

#[test]
fn collection_formats_of_2_0() {
    assert_eq!(query(Style::Form, false, ValueForm::List, "color=blue,black,brown"), Some(colors()), "csv");
    assert_eq!(query(Style::Space, false, ValueForm::List, "color=blue%20black%20brown"), Some(colors()), "ssv");
    assert_eq!(query(Style::Tab, false, ValueForm::List, "color=blue%09black%09brown"), Some(colors()), "tsv");
    assert_eq!(query(Style::Pipe, false, ValueForm::List, "color=blue%7Cblack%7Cbrown"), Some(colors()), "pipes");
    assert_eq!(
        query(Style::Form, true, ValueForm::List, "color=blue&color=black&color=brown"),
        Some(colors()),
        "multi"
    );
    let in_path = |style, text| piece(style, false, "color", ValueForm::List, text);
    assert_eq!(in_path(Style::Pipe, "blue%7Cblack%7Cbrown"), Ok(colors()), "pipes in a path");
    assert_eq!(in_path(Style::Space, "blue black brown"), Ok(colors()), "ssv in a header");
    assert_eq!(in_path(Style::Tab, "blue\tblack\tbrown"), Ok(colors()), "tsv in a header");
}

/// The variables `list` and `keys` of RFC 6570, as in sections 3.2.2, 3.2.5, 3.2.7 and 3.2.8.
#[test]
fn expansions_of_rfc_6570() {
    let rgb = list(&["red", "green", "blue"]);
    let keys = object(&[("semi", ";"), ("dot", "."), ("comma", ",")]);
    let decoded = |style, explode, name, kind, text| piece(style, explode, name, kind, text).expect(text);
    assert_eq!(decoded(Style::Simple, false, "hello", ValueForm::Text, "Hello%20World%21"), text("Hello World!"));
    assert_eq!(decoded(Style::Simple, false, "half", ValueForm::Text, "50%25"), text("50%"));
    assert_eq!(decoded(Style::Simple, false, "list", ValueForm::List, "red,green,blue"), rgb);
    assert_eq!(decoded(Style::Simple, false, "keys", ValueForm::Object, "semi,%3B,dot,.,comma,%2C"), keys);
    assert_eq!(decoded(Style::Simple, true, "keys", ValueForm::Object, "semi=%3B,dot=.,comma=%2C"), keys);
    assert_eq!(decoded(Style::Label, false, "list", ValueForm::List, ".red,green,blue"), rgb);
    assert_eq!(decoded(Style::Label, true, "list", ValueForm::List, ".red.green.blue"), rgb);
    assert_eq!(decoded(Style::Label, false, "keys", ValueForm::Object, ".semi,%3B,dot,.,comma,%2C"), keys);
    assert_eq!(decoded(Style::Matrix, false, "list", ValueForm::List, ";list=red,green,blue"), rgb);
    assert_eq!(decoded(Style::Matrix, true, "list", ValueForm::List, ";list=red;list=green;list=blue"), rgb);
    assert_eq!(decoded(Style::Matrix, false, "keys", ValueForm::Object, ";keys=semi,%3B,dot,.,comma,%2C"), keys);
    assert_eq!(decoded(Style::Matrix, true, "keys", ValueForm::Object, ";semi=%3B;dot=.;comma=%2C"), keys);
    assert_eq!(query(Style::Form, false, ValueForm::List, "list=red,green,blue"), Some(rgb.clone()));
    assert_eq!(query(Style::Form, true, ValueForm::List, "list=red&list=green&list=blue"), Some(rgb));
    assert_eq!(query(Style::Form, false, ValueForm::Object, "keys=semi,%3B,dot,.,comma,%2C"), Some(keys.clone()));
    assert_eq!(query(Style::Form, true, ValueForm::Object, "semi=%3B&dot=.&comma=%2C"), Some(keys));
}

#[test]
fn only_the_pairs_of_a_parameter_are_taken() {
    let mut rest = pairs("a=1&color=blue&b", '&');
    assert_eq!(named(Style::Form, true, "color", ValueForm::Text, &[], &mut rest), Ok(Some(text("blue"))));
    assert_eq!(rest, [("a".to_owned(), Some("1".to_owned())), ("b".to_owned(), None)]);
    assert_eq!(named(Style::Form, true, "color", ValueForm::Text, &[], &mut rest), Ok(None));
    assert_eq!(named(Style::Deep, true, "color", ValueForm::Object, &[], &mut rest), Ok(None));
}

#[test]
fn what_no_table_has_is_wrong() {
    let mut twice = pairs("color=blue&color=black", '&');
    assert!(named(Style::Form, false, "color", ValueForm::Text, &[], &mut twice).is_err());
    assert!(named(Style::Deep, true, "color", ValueForm::List, &[], &mut pairs("color[0]=1", '&')).is_err());
    assert!(piece(Style::Label, false, "color", ValueForm::Text, "blue").is_err());
    assert!(piece(Style::Matrix, false, "color", ValueForm::Text, ";colour=blue").is_err());
    assert!(piece(Style::Simple, true, "color", ValueForm::Object, "R,100").is_err());
    assert!(piece(Style::Simple, false, "color", ValueForm::Object, "R,100,G").is_err());
    assert!(piece(Style::Form, false, "color", ValueForm::Text, "blue").is_err());
    assert!(percent("50%").is_err() && percent("%zz").is_err() && percent("%FF").is_err());
    assert_eq!(percent("%E2%82%AC+%41"), Ok("€+A".to_owned()));
}

#[test]
fn separators_inside_values_are_encoded() {
    assert_eq!(piece(Style::Simple, false, "c", ValueForm::List, "a%2Cb,c"), Ok(list(&["a,b", "c"])));
    assert_eq!(piece(Style::Matrix, true, "c", ValueForm::List, ";c=a%3Bb;c=d"), Ok(list(&["a;b", "d"])));
    assert_eq!(query(Style::Form, false, ValueForm::List, "color=a%2Cb,c%26d"), Some(list(&["a,b", "c&d"])));
    let empty: BTreeMap<String, String> = BTreeMap::new();
    assert_eq!(piece(Style::Simple, false, "c", ValueForm::Object, ""), Ok(Decoded::Object(empty)));
    assert_eq!(query(Style::Form, false, ValueForm::List, "color="), Some(list(&[])));
}
