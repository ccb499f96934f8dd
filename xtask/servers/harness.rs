//! Code shared by the drivers of all servers. It counts calls and limits their time, sends requests without the
//! generated client, runs the server's own tools, and reports to `cargo xtask servers` as lines of JSON on standard
//! output.

use std::cell::{Cell, RefCell};
use std::env;
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};

/// The maximum time for a call, including the comparison of its result.
const CALL: Duration = Duration::from_secs(60);

/// The side that causes a deviation, and so has to fix it.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    /// The server deviates from its document, and its clients depend on that.
    Document,
    /// The server fails where its document promises a result.
    Server,
}

/// The calls of a run.
#[derive(Debug, Default)]
pub struct Checks {
    calls: Cell<usize>,
    wrong: Cell<usize>,
    deviations: RefCell<Vec<String>>,
}

impl Checks {
    /// Makes one call of the generated client and checks its result. An error marks the call as wrong; the run
    /// continues.
    pub async fn call<T>(&self, name: &str, call: impl Future<Output = Result<T>>) -> Option<T> {
        self.calls.set(self.calls.get() + 1);
        let outcome = match tokio::time::timeout(CALL, call).await {
            Ok(outcome) => outcome,
            Err(_) => Err(anyhow::anyhow!("no result after {} s", CALL.as_secs())),
        };
        match outcome {
            Ok(value) => {
                println!("{}", json!({"call": name}));
                Some(value)
            }
            Err(error) => {
                self.wrong.set(self.wrong.get() + 1);
                println!("{}", json!({"call": name, "problem": format!("{error:#}")}));
                None
            }
        }
    }

    /// Records a deviation that `observed` proves without the generated client. It is an error if the deviation can no
    /// longer be observed, since the configuration that works around it is then obsolete.
    pub async fn deviation(&self, whose: Whose, text: &str, observed: impl Future<Output = Result<bool>>) {
        let whose = match whose {
            Whose::Document => "document",
            Whose::Server => "server",
        };
        let problem = match observed.await {
            Ok(true) => None,
            Ok(false) => Some("not observed any more".to_owned()),
            Err(error) => Some(format!("{error:#}")),
        };
        self.deviations.borrow_mut().push(text.to_owned());
        if problem.is_some() {
            self.wrong.set(self.wrong.get() + 1);
        }
        println!("{}", json!({"deviation": text, "whose": whose, "problem": problem}));
    }

    /// Ends the run and returns its exit code.
    pub fn finish(&self) -> ExitCode {
        if self.wrong.get() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Reads an environment variable that `cargo xtask servers` sets.
pub fn environment(name: &str) -> Result<String> {
    env::var(name).with_context(|| format!("{name} is not set: `cargo xtask servers` starts this program"))
}

/// Returns the file to which the generated client records its calls, if they are recorded.
pub fn recording() -> Option<std::path::PathBuf> {
    env::var_os("SERVER_RECORD").map(Into::into)
}

/// A client that shares no code with the generated one.
#[derive(Debug, Clone)]
pub struct Raw {
    http: reqwest::Client,
    base: String,
    authorization: Option<(&'static str, String)>,
}

impl Raw {
    /// Creates a client for this base address that sends this header.
    pub fn new(base: impl Into<String>, authorization: Option<(&'static str, String)>) -> Self {
        Self { http: reqwest::Client::new(), base: base.into(), authorization }
    }

    /// Sends a request and returns the status and the body.
    pub async fn send(&self, method: &str, path: &str, body: Option<Value>) -> Result<(u16, String)> {
        let method = reqwest::Method::from_bytes(method.as_bytes())?;
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some((name, value)) = &self.authorization {
            request = request.header(*name, value);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let response = request.send().await?;
        Ok((response.status().as_u16(), response.text().await?))
    }

    /// Sends a request that must succeed. Returns the JSON of its body, or `null` if the body is empty.
    pub async fn json(&self, method: &str, path: &str, body: Option<Value>) -> Result<Value> {
        let (status, text) = self.send(method, path, body).await?;
        ensure!((200..300).contains(&status), "{method} {path}: {status} {text}");
        if text.is_empty() { Ok(Value::Null) } else { Ok(serde_json::from_str(&text)?) }
    }

    /// Reads a resource as JSON.
    pub async fn get(&self, path: &str) -> Result<Value> {
        self.json("GET", path, None).await
    }

    /// Reads a resource and returns the status.
    pub async fn status(&self, path: &str) -> Result<u16> {
        Ok(self.send("GET", path, None).await?.0)
    }
}

/// Runs a tool of the server and returns its output.
pub fn tool(program: &str, arguments: &[&str]) -> Result<String> {
    let output =
        Command::new(program).args(arguments).output().with_context(|| format!("{program} cannot be started"))?;
    if !output.status.success() {
        bail!("{program} {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)?)
}
