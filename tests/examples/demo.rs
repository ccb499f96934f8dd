//! Lists contacts through `kirim` from a server on loopback, and shows the errors that a program may receive.

use std::error::Error as StdError;
use std::fmt::Display;

use anstream::println;
use anstyle::Style;
use kirim::models::Contact;
use kirim::{ApiError, Client, Error};
use oaspress_tests::contacts_server::{ContactsServer, PHONE_NUMBER_ID};
use unicode_width::UnicodeWidthStr as _;

const HEADING: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// The widths of the table's columns, except for the last one.
const WIDTHS: [usize; 4] = [30, 18, 13, 21];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    let server = ContactsServer::builder().contacts(20).rate_limit(12).start();
    // `Client::from_env()` reads these values from `KIRIM_API_KEY` and `KIRIM_BASE_URL`.
    let client = Client::builder().base_url(server.base_url()).bearer_auth(server.api_key()).build()?;
    heading("Contacts", &format!("of account {PHONE_NUMBER_ID}, from {}", server.base_url()));
    list(&client, &server).await?;

    heading("Errors", "as a program meets them");
    validation(&client).await?;
    not_found(&client).await?;
    rate_limit(&client, &server).await?;
    invalid_input(&client, &server).await?;
    Ok(())
}

/// Prints all contacts. The client requests the pages.
async fn list(client: &Client, server: &ContactsServer) -> Result<(), Error> {
    println!();
    row(HEADING, ["ID", "NAME", "PHONE", "EMAIL", "CREATED"]);
    let mut pages = client.contacts().list(PHONE_NUMBER_ID).limit(8).pages();
    let (mut number, mut count) = (0, 0);
    let mut left = None;
    while let Some(page) = pages.next().await {
        let page = page?;
        number += 1;
        count += page.data.len();
        left = page.meta().rate_limit();
        for contact in &page.data {
            let Contact { id, name, phone_number, email, created_at, .. } = contact;
            let [name, phone, email] = [name, phone_number, email].map(|text| text.as_deref().unwrap_or("-"));
            row(Style::new(), [id, name, phone, email, &created_at.strftime("%Y-%m-%d %H:%M").to_string()]);
        }
        let id = page.meta().request_id().unwrap_or("-");
        println!("  {FAINT}-- page {number}: {} contacts, request {id}{FAINT:#}", page.data.len());
    }
    println!();
    println!("  {count} contacts took {} requests.", server.requests().len());
    if let Some((remaining, limit)) = left.and_then(|rate| rate.remaining.zip(rate.limit)) {
        println!("  {remaining} of {limit} requests per minute are left.");
    }
    Ok(())
}

/// Sends a limit that only the server can reject.
async fn validation(client: &Client) -> Result<(), Error> {
    case("The server finds a parameter invalid", ".limit(101)");
    let outcome = client.contacts().list(PHONE_NUMBER_ID).limit(101).send().await;
    api_error(outcome.map(drop))
}

/// Sends the id of an account that does not exist.
async fn not_found(client: &Client) -> Result<(), Error> {
    case("There is no such account", ".list(\"999999999999\")");
    let outcome = client.contacts().list("999999999999").send().await;
    api_error(outcome.map(drop))
}

/// Sends requests one by one until the rate limit is reached.
async fn rate_limit(client: &Client, server: &ContactsServer) -> Result<(), Error> {
    case("There were too many requests", ".max_retries(0)");
    let before = server.requests().len();
    let outcome = loop {
        let outcome = client.contacts().list(PHONE_NUMBER_ID).limit(1).max_retries(0).send().await;
        if outcome.is_err() {
            break outcome;
        }
    };
    api_error(outcome.map(drop))?;
    let answered = server.requests().len() - before - 1;
    note(&format!("{answered} requests succeeded before."));
    note("Without max_retries(0), kirim waits for the requested time and retries.");
    Ok(())
}

/// Sends an argument that violates a rule of the API description.
async fn invalid_input(client: &Client, server: &ContactsServer) -> Result<(), Error> {
    case("An argument is not what it should be", ".list(\"+62 811-000-0000\")");
    let before = server.requests().len();
    match client.contacts().list("+62 811-000-0000").send().await {
        Err(Error::InvalidInput(error)) => {
            field("parameter", error.parameter());
            field("rule", error.rule());
            field("in a log", &error);
        }
        Err(other) => return Err(other),
        Ok(_) => println!("    The client let it pass."),
    }
    if server.requests().len() == before {
        note("Nothing was sent.");
    }
    Ok(())
}

/// Prints the details of an API error. Returns all other errors to the caller.
fn api_error(outcome: Result<(), Error>) -> Result<(), Error> {
    let error: Box<ApiError> = match outcome {
        Err(Error::Api(error)) => error,
        Err(other) => return Err(other),
        Ok(()) => {
            println!("    The server let it pass.");
            return Ok(());
        }
    };
    field("status", error.status());
    field("code", error.code());
    field("message", error.message());
    if let Some(param) = error.param() {
        field("param", param);
    }
    field("request id", error.request_id());
    match error.retry_after() {
        Some(wait) => field("retry after", format_args!("{} s", wait.as_secs())),
        None => field("retry after", "-"),
    }
    field("in a log", &error);
    Ok(())
}

fn heading(title: &str, rest: &str) {
    println!();
    println!("{HEADING}{title}{HEADING:#} {rest}");
}

fn case(title: &str, code: &str) {
    println!();
    println!("  {HEADING}{title}{HEADING:#}  {FAINT}{code}{FAINT:#}");
}

fn field(name: &str, value: impl Display) {
    println!("    {FAINT}{name:<13}{FAINT:#}{value}");
}

fn note(text: &str) {
    println!("    {FAINT}{text}{FAINT:#}");
}

/// Formats one line of the table.
fn row(style: Style, cells: [&str; 5]) {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(WIDTHS) {
        line.push_str(cell);
        line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width()) + 2));
    }
    println!("  {style}{line}{}{style:#}", cells[4]);
}
