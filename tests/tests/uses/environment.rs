//! A client from the environment: `KIRIM_API_KEY`, and `KIRIM_BASE_URL` for another server.
//!
//! A process cannot change its environment safely, so the program runs in a separate process.

use std::process::{Command, Output};

use crate::support::{ACCOUNT, Loopback, TestResult, http_json, page_json};

/// Runs `program` below in a process with these variables.
fn run(variables: &[(&str, &str)]) -> std::io::Result<Output> {
    Command::new(std::env::current_exe()?)
        .args(["--exact", "environment::program", "--ignored", "--nocapture"])
        .env_remove("KIRIM_API_KEY")
        .env_remove("KIRIM_BASE_URL")
        .envs(variables.iter().copied())
        .output()
}

#[tokio::test]
#[ignore = "run by the other tests, with variables of their own"]
async fn program() -> TestResult {
    match kirim::Client::from_env() {
        Ok(client) => println!("{} contacts", client.contacts().list(ACCOUNT).send().await?.data.len()),
        Err(kirim::Error::MissingCredential(missing)) => println!("set {}", missing.variable().unwrap_or("-")),
        Err(error) => println!("{error}"),
    }
    Ok(())
}

#[test]
fn reads_the_key_and_the_base_url() -> TestResult {
    let server = Loopback::start(vec![http_json("200 OK", &page_json(&["Ada"]))]);

    let output = run(&[("KIRIM_API_KEY", "from-the-environment"), ("KIRIM_BASE_URL", &server.base_url())])?;

    assert!(String::from_utf8(output.stdout)?.contains("1 contacts"));
    assert!(server.requests()[0].to_lowercase().contains("authorization: bearer from-the-environment\r\n"));
    Ok(())
}

#[test]
fn names_the_variable_that_is_missing() -> TestResult {
    let output = run(&[])?;

    assert!(String::from_utf8(output.stdout)?.contains("set KIRIM_API_KEY"));
    Ok(())
}

#[test]
fn reports_a_base_url_that_is_invalid() -> TestResult {
    let output = run(&[("KIRIM_API_KEY", "a-key"), ("KIRIM_BASE_URL", "not a URL")])?;

    let text = String::from_utf8(output.stdout)?;
    assert!(text.contains("KIRIM_BASE_URL"), "{text}");
    Ok(())
}
