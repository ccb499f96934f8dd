//! Asks AWS whose credentials these are, with a request that an interceptor signs:
//!
//! ```text
//! AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… cargo run --example aws_sigv4
//! ```
//!
//! A generated client takes the same interceptor: `Client::builder().interceptor(signer)`.

mod signer;

use std::env;
use std::error::Error;

use http::{Method, Request};
use oaspress_runtime::call::options::Options;
use oaspress_runtime::{Body, ClientConfig, CoreBuilder, Replay, Secret};
use signer::SigV4;

const URL: &str = "https://sts.us-east-1.amazonaws.com/";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = Secret::from(env::var("AWS_SECRET_ACCESS_KEY")?);
    let mut signer = SigV4::new(&env::var("AWS_ACCESS_KEY_ID")?, secret, "us-east-1", "sts");
    if let Ok(token) = env::var("AWS_SESSION_TOKEN") {
        signer = signer.session_token(Secret::from(token));
    }
    let core = CoreBuilder::new(ClientConfig::at(URL)).interceptor(signer).build();
    let request = Request::builder()
        .method(Method::POST)
        .uri(URL)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("Action=GetCallerIdentity&Version=2011-06-15"))?;
    let response = core.send_request(request, Replay::Safe, Options::none()).await;
    let response = response.map_err(oaspress_runtime::Error::<()>::from)?;
    println!("{}\n{}", response.status(), String::from_utf8_lossy(response.body()));
    Ok(())
}
