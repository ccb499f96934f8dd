//! A user with a browser, as far as the login pages of `oidc-provider` need one: cookies, redirects and forms.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail, ensure};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};

/// A browser without a page.
#[derive(Default)]
pub(crate) struct Browser {
    cookies: BTreeMap<String, String>,
}

/// The page that a navigation ended at, or the redirect to the program.
enum Page {
    Html { url: Url, text: String },
    Program(String),
}

impl Browser {
    /// Logs in as `ada` and authorizes the program. Returns the redirect to it.
    pub(crate) async fn authorize(&mut self, url: &str, redirect: &str) -> Result<String> {
        let page = self.open(url, redirect).await?;
        match self.log_in(page, redirect).await? {
            Page::Program(url) => Ok(url),
            Page::Html { text, .. } => bail!("the login ended at a page: {text}"),
        }
    }

    /// Opens the login page and cancels it. Returns the redirect to the program.
    pub(crate) async fn abort(&mut self, url: &str, redirect: &str) -> Result<String> {
        let Page::Html { url, .. } = self.open(url, redirect).await? else { bail!("there is no login page") };
        match self.open(&format!("{url}/abort"), redirect).await? {
            Page::Program(url) => Ok(url),
            Page::Html { text, .. } => bail!("the program was not informed: {text}"),
        }
    }

    /// Opens the page with the code of a device, confirms it, and logs in.
    pub(crate) async fn enter_code(&mut self, url: &str) -> Result<()> {
        let mut page = self.open(url, "").await?;
        for confirm in [&[][..], &[("confirm", "yes")]] {
            let Page::Html { url, text } = &page else { bail!("there is no page") };
            let hidden = |name: &str| value(text, name).unwrap_or_default();
            let (xsrf, code) = (hidden("xsrf"), hidden("user_code"));
            let form = [&[("xsrf", xsrf.as_str()), ("user_code", code.as_str())], confirm].concat();
            page = self.submit(url.join("/device")?.as_str(), &form, "").await?;
        }
        match self.log_in(page, "").await? {
            Page::Html { text, .. } => ensure!(text.contains("Sign-in Success"), "not authorized: {text}"),
            Page::Program(_) => bail!("a device has no redirect"),
        }
        Ok(())
    }

    /// Submits the forms for the login and the consent.
    async fn log_in(&mut self, mut page: Page, redirect: &str) -> Result<Page> {
        for _ in 0..3 {
            let Page::Html { url, text } = &page else { break };
            let form: &[(&str, &str)] = match value(text, "prompt").as_deref() {
                Some("login") => &[("prompt", "login"), ("login", "ada"), ("password", "any")],
                Some("consent") => &[("prompt", "consent")],
                _ => break,
            };
            let url = url.to_string();
            page = self.submit(&url, form, redirect).await?;
        }
        Ok(page)
    }

    async fn open(&mut self, url: &str, redirect: &str) -> Result<Page> {
        let response = self.client()?.get(url).header(COOKIE, self.header()).send().await?;
        self.follow(response, redirect).await
    }

    async fn submit(&mut self, url: &str, form: &[(&str, &str)], redirect: &str) -> Result<Page> {
        let pairs = form.iter().map(|(name, value)| format!("{name}={}", value.replace('&', "%26")));
        let body = pairs.collect::<Vec<_>>().join("&");
        let request = self.client()?.post(url).header(COOKIE, self.header()).body(body);
        let response = request.header("content-type", "application/x-www-form-urlencoded").send().await?;
        self.follow(response, redirect).await
    }

    async fn follow(&mut self, mut response: Response, redirect: &str) -> Result<Page> {
        for _ in 0..10 {
            for cookie in response.headers().get_all(SET_COOKIE) {
                let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
                let (name, value) = pair.split_once('=').context("a cookie without a value")?;
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
            let url = response.url().clone();
            let Some(location) = response.headers().get(LOCATION) else {
                return Ok(Page::Html { url, text: response.text().await? });
            };
            let next = location.to_str()?;
            if !redirect.is_empty() && next.starts_with(redirect) {
                return Ok(Page::Program(next.to_owned()));
            }
            response = self.client()?.get(url.join(next)?).header(COOKIE, self.header()).send().await?;
        }
        bail!("too many redirects")
    }

    fn client(&self) -> Result<Client> {
        Ok(Client::builder().redirect(Policy::none()).no_proxy().build()?)
    }

    fn header(&self) -> String {
        let pairs =
            self.cookies.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }
}

/// Returns the value of an input field of a page.
fn value(page: &str, name: &str) -> Option<String> {
    let inputs = page.split("<input ").skip(1).filter_map(|rest| rest.split('>').next());
    let mut named = inputs.filter(|input| input.contains(&format!("name=\"{name}\"")));
    let value = named.next()?.split("value=\"").nth(1)?.split('"').next()?;
    Some(value.to_owned())
}
