//! Recognizes the names of credentials by the rule with which the runtime records traffic: `build.rs` takes the file from there, so
//! that both have the same names.

include!(concat!(env!("OUT_DIR"), "/secret_names.rs"));

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn credentials_are_recognized_by_their_names() {
        let secret = ["access_token", "apiKey", "X-Amz-Signature", "key", "sessionId", "sig", "pwd", "passphrase"];
        assert!(secret.iter().chain(&["privateKey", "cookie", "page_access_token"]).all(|name| is_secret(name)));
        let plain = ["page", "per_page", "q", "sort", "keyword", "pageToken", "author", "assignee"];
        assert!(!plain.iter().any(|name| is_secret(name)));
    }
}
