//! Obtains tokens from `oidc-provider` with a generated client, in every way that the client has, and calls an API with them.

mod browser;

use std::sync::{Arc, Mutex};

use anyhow::{Context as _, Result, ensure};
use browser::Browser;
use library::oauth::{
    Accounts, AuthorizationServer, ClientCredentials, Discovered, OAuthClient, OAuthError, OAuthErrorKind, UserTokens,
};
use library::{Client, Credential};

const SECRET: &str = "a secret/with+signs=and:more of them";
const REDIRECT: &str = "http://127.0.0.1:9/back";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let origin = std::env::var("OAUTH_SERVER").context("OAUTH_SERVER is not set")?;
    client_credentials(&origin).await.context("client credentials")?;
    rejections(&origin).await.context("rejections")?;
    authorization_code(&origin).await.context("authorization code")?;
    denied(&origin).await.context("denied authorization")?;
    device_code(&origin).await.context("device code")?;
    discovery(&origin).await.context("discovery")?;
    blocking(&origin).await.context("blocking client")
}

fn client(origin: &str, credential: impl Into<Credential>) -> Result<Client> {
    Ok(Client::builder().base_url(format!("{origin}/api")).accounts(credential).build()?)
}

fn bare(origin: &str) -> Result<Client> {
    Ok(Client::builder().base_url(format!("{origin}/api")).build()?)
}

/// Prints the user of a client and returns what the authorization server did.
async fn whoami(what: &str, client: &Client) -> Result<library::models::Me> {
    let me = client.me().await?.into_inner();
    println!("{what}: {me:?}");
    Ok(me)
}

/// Returns the grants of the requests to the authorization server since the last call.
async fn grants(client: &Client) -> Result<Vec<String>> {
    let events = client.events().await?.into_inner();
    let grants = events.iter().filter(|event| event.name.starts_with("grant.")).map(|event| {
        let (grant, error) = (event.grant.as_deref().unwrap_or("?"), event.error.as_deref().unwrap_or_default());
        format!("{grant} {error}").trim().to_owned()
    });
    let grants: Vec<String> = grants.collect();
    println!("    requests to the server: {grants:?}");
    Ok(grants)
}

async fn client_credentials(origin: &str) -> Result<()> {
    let source = Accounts::client_credentials(OAuthClient::new("a service", SECRET)).scope(Accounts::BOOKS_READ);
    let client = client(origin, source.clone())?;
    let calls: Vec<_> =
        (0..20).map(|_| client.clone()).map(|client| tokio::spawn(async move { client.me().await.is_ok() })).collect();
    for call in calls {
        ensure!(call.await?, "a call failed");
    }
    let me = whoami("client credentials, after 20 calls at once", &client).await?;
    ensure!(me.client == "a service" && me.scope.as_deref() == Some("books:read"), "another identity");
    ensure!(grants(&client).await? == ["client_credentials"], "more than one token");

    client.revoke().await?;
    whoami("client credentials, after the token was revoked", &client).await?;
    ensure!(grants(&client).await? == ["client_credentials"], "the token was not replaced once");

    let posting = OAuthClient::new("a-posting-service", "another-secret-of-a-service").secret_in_body();
    let me =
        whoami("client credentials, client_secret_post", &self::client(origin, Accounts::client_credentials(posting))?)
            .await?;
    ensure!(me.client == "a-posting-service", "another identity");
    grants(&client).await?;
    Ok(())
}

async fn rejections(origin: &str) -> Result<()> {
    let client = bare(origin)?;
    let source = Accounts::client_credentials(OAuthClient::new("a service", "a wrong secret of a service"));
    let error = source.fetch(client.core()).await.err().context("a wrong secret was accepted")?;
    println!("a wrong secret: {error} ({:?})", error.status());
    ensure!(error.code() == Some("invalid_client"), "another code");
    let source = Accounts::client_credentials(OAuthClient::public("a-program"));
    let error = source.fetch(client.core()).await.err().context("a program for users was accepted as a service")?;
    println!("a program without this grant: {error} ({:?})", error.status());
    ensure!(error.code() == Some("invalid_request"), "another code");
    grants(&client).await?;
    Ok(())
}

async fn authorization_code(origin: &str) -> Result<()> {
    let bare = bare(origin)?;
    let flow = Accounts::authorization_code(OAuthClient::public("a-program"), REDIRECT)
        .scope(Accounts::OPENID)
        .scope(Accounts::OFFLINE_ACCESS)
        .scope(Accounts::BOOKS_READ)
        .authorization_parameter("prompt", "consent");
    let login = flow.authorize(bare.core()).await?;
    let redirect = Browser::default().authorize(login.url(), REDIRECT).await?;
    println!("authorization code: the server redirects to {}", redirect.split('?').next().unwrap_or_default());
    let tokens = login.finish(&redirect)?;
    let stored = Arc::<Mutex<Vec<String>>>::default();
    let store = Arc::clone(&stored);
    let user = tokens.on_tokens(move |tokens| {
        let token = tokens.refresh_token().map(|token| token.expose().to_owned());
        store.lock().expect("no panic").extend(token);
    });
    let client = client(origin, user.clone())?;
    let me = whoami("authorization code with PKCE", &client).await?;
    ensure!(me.user.as_deref() == Some("ada"), "another user");
    let set = user.tokens().context("no tokens")?;
    ensure!(set.id_token().is_some() && set.expires_in().is_some(), "no ID token");
    ensure!(grants(&client).await? == ["authorization_code"], "more than one token");

    for _ in 0..2 {
        client.revoke().await?;
        whoami("after a refresh", &client).await?;
    }
    ensure!(grants(&client).await? == ["refresh_token", "refresh_token"], "not refreshed twice");
    let refresh_tokens = stored.lock().expect("no panic").clone();
    ensure!(refresh_tokens.len() == 3 && refresh_tokens[0] != refresh_tokens[1], "the refresh token was not replaced");
    println!("    the refresh token was replaced {} times", refresh_tokens.len() - 1);

    let saved = refresh_tokens.last().context("no refresh token")?.as_str();
    let restored = Accounts::refresh_token(OAuthClient::public("a-program"), saved);
    whoami("a stored refresh token", &self::client(origin, restored)?).await?;
    // The server detects that a refresh token was used twice, and revokes all tokens of the user.
    let error = reused(saved, &bare).await?;
    println!("a used refresh token: {error} ({:?})", error.status());
    ensure!(error.is_login_required() && error.code() == Some("invalid_grant"), "another error");
    grants(&client).await?;

    let error = login.finish(&redirect)?.fetch(bare.core()).await.err().context("a code was accepted twice")?;
    println!("a used code: {error} ({:?})", error.status());
    ensure!(error.is_login_required(), "another error");
    let other = flow.authorize(bare.core()).await?;
    ensure!(other.finish(&redirect).is_err_and(|error| error.kind() == OAuthErrorKind::Redirect), "a foreign redirect");
    grants(&client).await?;
    Ok(())
}

async fn reused(token: &str, client: &Client) -> Result<OAuthError> {
    let user: UserTokens = Accounts::refresh_token(OAuthClient::public("a-program"), token);
    user.fetch(client.core()).await.err().context("a used refresh token was accepted")
}

async fn denied(origin: &str) -> Result<()> {
    let bare = bare(origin)?;
    let login = Accounts::authorization_code(OAuthClient::public("a-program"), REDIRECT).authorize(bare.core()).await?;
    let redirect = Browser::default().abort(login.url(), REDIRECT).await?;
    let error = login.finish(&redirect).err().context("the authorization was not denied")?;
    println!("an aborted login: {error}");
    ensure!(error.is_denied(), "another error");
    Ok(())
}

async fn device_code(origin: &str) -> Result<()> {
    let bare = bare(origin)?;
    let flow = Accounts::device_code(OAuthClient::public("a-program"))
        .scope("openid offline_access")
        .scope(Accounts::BOOKS_READ);
    let login = flow.start(bare.core()).await?;
    println!("device code: enter {} at {}", login.user_code(), login.verification_uri());
    let page = login.verification_uri_complete().context("no complete URL")?.to_owned();
    // The user needs longer than the first request.
    let user = tokio::spawn(async move {
        tokio::time::sleep(std::time::Duration::from_secs(7)).await;
        Browser::default().enter_code(&page).await
    });
    let tokens = login.wait(bare.core()).await?;
    user.await??;
    let me = whoami("device code", &client(origin, tokens)?).await?;
    ensure!(me.user.as_deref() == Some("ada"), "another user");
    let device = "urn:ietf:params:oauth:grant-type:device_code";
    let grants = grants(&bare).await?;
    ensure!(
        grants.first().is_some_and(|first| *first == format!("{device} authorization_pending")),
        "it was not pending"
    );
    ensure!(grants.last().is_some_and(|last| last == device), "it was not granted");
    Ok(())
}

async fn discovery(origin: &str) -> Result<()> {
    let bare = bare(origin)?;
    let source = Discovered::client_credentials(OAuthClient::new("a service", SECRET)).scope("books:write");
    let client = Client::builder().base_url(format!("{origin}/api")).discovered(source).build()?;
    let me = whoami("OpenID Connect Discovery", &client).await?;
    ensure!(me.scope.as_deref() == Some("books:write"), "another scope");
    let flow = Discovered::authorization_code(OAuthClient::public("a-program"), REDIRECT).scope("openid");
    let login = flow.authorize(bare.core()).await?;
    let redirect = Browser::default().authorize(login.url(), REDIRECT).await?;
    ensure!(redirect.contains("iss="), "the server names itself (RFC 9207)");
    let user = login.finish(&redirect)?;
    ensure!(user.fetch(bare.core()).await?.id_token().is_some(), "no ID token");
    let forged = redirect.replace("iss=http", "iss=https");
    ensure!(login.finish(&forged).is_err_and(|error| error.kind() == OAuthErrorKind::Redirect), "a forged issuer");

    let server = AuthorizationServer::discover(format!("{origin}/.well-known/openid-configuration"));
    let metadata = server.metadata(bare.core()).await?.context("no metadata")?;
    println!("    the issuer is {}, with {:?}", metadata.issuer(), metadata.get("grant_types_supported"));
    let other = server.issuer("https://login.example.com");
    let error = ClientCredentials::new(other, OAuthClient::new("a service", SECRET)).fetch(bare.core()).await;
    println!("another issuer: {}", error.err().context("another issuer was accepted")?);
    grants(&bare).await?;
    Ok(())
}

async fn blocking(origin: &str) -> Result<()> {
    let url = format!("{origin}/api");
    let me = tokio::task::spawn_blocking(move || -> Result<_> {
        let source = Accounts::client_credentials(OAuthClient::new("a service", SECRET));
        let client = library::blocking::Client::builder().base_url(url).accounts(source).build()?;
        client.revoke().send()?;
        Ok(client.me().send()?.into_inner())
    });
    println!("blocking client: {:?}", me.await??);
    ensure!(grants(&bare(origin)?).await? == ["client_credentials", "client_credentials"], "not renewed once");
    Ok(())
}
