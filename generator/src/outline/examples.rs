//! Examples of calls in documentation, without the function around them that is the same in all.

/// Returns an example on one line; `None` for any other paragraph. The line has what differs from the usual function: the
/// parameters after the client.
pub(super) fn abbreviated(paragraph: &str) -> Option<String> {
    let (info, code) = paragraph.strip_prefix("```")?.split_once('\n')?;
    let code = code.strip_suffix("\n# Ok(())\n# }\n```")?;
    let (old, code) = code.strip_prefix("# #[expect(deprecated)]\n").map_or(("", code), |code| ("deprecated ", code));
    let (head, calls) = code.strip_prefix("# async fn run(")?.split_once('\n')?;
    let (parameters, result) = head.split_once(") -> Result<(), ")?;
    let parameters = parameters.replace(result.strip_suffix("Error> {")?, "");
    let parameters = if parameters == "client: Client" { String::new() } else { format!("({parameters})") };
    let calls: Vec<&str> = calls.lines().map(str::trim).collect();
    Some(format!("{info} {old}example{parameters}: {}", calls.join(" ")))
}
