//! Servers, authorization servers, headers and webhooks.

use super::check;
use super::items::{color, deprecated, pet, setter, string};
use crate::comment::Comment;
use crate::model::SchemeId;
use crate::rust::{
    HeaderMethod, HeaderReading, Headers, Holder, Item, OAUTH_EXPORTS, OAuthFunction, OAuthGrant, OAuthScope,
    OAuthServer, OAuthUrls, Passing, Payloads, Server, ServerVariable, SetterValue, Signature, WebhookArm, Webhooks,
};

#[test]
fn a_server_is_a_constant_or_has_variables() {
    let server = Server {
        index: 0,
        docs: "The documentation of the server.".into(),
        new_docs: "The documentation of `new`.".into(),
        constant: "TEST".to_owned(),
        name: "Regional".to_owned(),
        url: "https://{region}.example.com/{version}".to_owned(),
        variables: Vec::new(),
    };
    let variable = |name: &str, ty, is_list| ServerVariable {
        name: name.to_owned(),
        default: format!("the {name}"),
        is_list,
        field: name.to_owned(),
        setter: setter(&format!("with_{name}"), ty, Passing::Into, SetterValue::Value),
    };
    let mut regional = server.clone();
    regional.variables = vec![variable("region", color(), true), variable("version", string(), false)];
    check("server", "servers", vec![Item::Server(Box::new(server))]);
    check("server-variables", "servers", vec![Item::Server(Box::new(regional))]);
}

#[test]
fn headers_are_read_as_their_type() {
    let readings = [
        ("text", HeaderReading::Text),
        ("texts", HeaderReading::Texts),
        ("value", HeaderReading::Value(pet())),
        ("list", HeaderReading::List(pet())),
        ("time", HeaderReading::Time),
    ];
    let methods = readings.into_iter().map(|(name, reading)| HeaderMethod {
        docs: Comment::fill("The header {}.", [Comment::code(name)]),
        name: name.to_owned(),
        header: format!("x-{name}"),
        reading,
        deprecated: Some(deprecated("use another")).filter(|_| name == "time"),
    });
    let headers = Headers {
        docs: "The documentation of the headers.".into(),
        from_meta_docs: "The documentation of `from_meta`.".into(),
        methods: methods.collect(),
    };
    check("headers", "headers", vec![Item::Headers(Box::new(headers))]);
}

fn check_webhooks(name: &str, payloads: Option<Payloads>, signature: Option<Signature>) {
    let signature_docs = "The documentation of the verifier.".into();
    let webhooks = Webhooks { payloads, signature, signature_docs };
    check(name, "webhooks", vec![Item::Webhooks(Box::new(webhooks))]);
}

#[test]
fn webhooks_are_read_and_verified() {
    let arm = |names: &[&str], variant: &str, holder| WebhookArm {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        variant: variant.to_owned(),
        holder,
    };
    let payloads = |arms: Vec<WebhookArm>| Payloads {
        ty: pet(),
        names: arms.iter().flat_map(|arm| arm.names.clone()).collect(),
        names_docs: "The documentation of the names.".into(),
        read_docs: "The documentation of `read`.".into(),
        arms,
    };
    let header = || "x-signature".to_owned();
    let arms = vec![
        arm(&["created", "changed"], "Changed", None),
        arm(&["deleted"], "Deleted", Some(Holder::Box)),
        arm(&["nested"], "Nested", Some(Holder::Nested)),
    ];
    check_webhooks("webhooks", Some(payloads(arms)), Some(Signature::Standard));
    check_webhooks("webhooks-without-names", Some(payloads(Vec::new())), None);
    check_webhooks("webhooks-timestamped", None, Some(Signature::Timestamped { header: header() }));
    check_webhooks("webhooks-plain", None, Some(Signature::Plain { header: header(), prefix: "v0=".to_owned() }));
}

#[test]
fn authorization_servers_are_described() {
    let function = |grant: OAuthGrant, urls: OAuthUrls| OAuthFunction {
        docs: Comment::fill("The documentation of {}.", [Comment::code(grant.function())]),
        grant,
        urls,
    };
    let url = |path: &str| Some(format!("https://login.example.com/{path}"));
    let whole = OAuthUrls {
        metadata: None,
        token: url("token"),
        refresh: url("refresh"),
        authorization: url("authorize?tenant=1"),
        device: url("device"),
    };
    let server = OAuthServer {
        id: SchemeId(0),
        docs: "The documentation of the server.".into(),
        name: "Accounts".to_owned(),
        scheme: "accounts".to_owned(),
        scopes: vec![OAuthScope {
            docs: "The documentation of the scope.".into(),
            constant: "READ".to_owned(),
            value: "read:all".to_owned(),
        }],
        functions: vec![
            function(
                OAuthGrant::ClientCredentials,
                OAuthUrls { token: Some("token".to_owned()), ..OAuthUrls::default() },
            ),
            function(OAuthGrant::AuthorizationCode, whole),
            function(OAuthGrant::DeviceCode, OAuthUrls { metadata: url("metadata"), ..OAuthUrls::default() }),
            function(OAuthGrant::RefreshToken, OAuthUrls::default()),
        ],
    };
    let exports = Item::Exports(OAUTH_EXPORTS.to_vec());
    check("oauth", "oauth", vec![exports, Item::OAuthServer(Box::new(server))]);
}
