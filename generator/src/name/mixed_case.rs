//! Words with mixed case: plural acronyms (`URLs`) and brand names (`GitHub`). They are marked so that they are not split.

/// A known word in three forms: the original, in a type, and in `snake_case`.
struct Known {
    written: &'static str,
    pascal: &'static str,
    snake: &'static str,
}

const fn known(written: &'static str, pascal: &'static str, snake: &'static str) -> Known {
    Known { written, pascal, snake }
}

/// Words that are always written as one. A word belongs here if the usual rules split it and real API descriptions use it. Plural
/// acronyms need no entry.
const KNOWN: &[Known] = &[
    known("CoAP", "Coap", "coap"),
    known("DDoS", "DDoS", "ddos"),
    known("DevOps", "DevOps", "devops"),
    known("ETag", "ETag", "etag"),
    known("eTag", "ETag", "etag"),
    known("GitHub", "GitHub", "github"),
    known("GitLab", "GitLab", "gitlab"),
    known("GraphQL", "GraphQl", "graphql"),
    known("gRPC", "Grpc", "grpc"),
    known("IaaS", "IaaS", "iaas"),
    known("IdP", "IdP", "idp"),
    known("iFrame", "IFrame", "iframe"),
    known("iOS", "Ios", "ios"),
    known("IoT", "IoT", "iot"),
    known("iPadOS", "IPadOs", "ipados"),
    known("iPad", "IPad", "ipad"),
    known("iPhone", "IPhone", "iphone"),
    known("IPv4", "IPv4", "ipv4"),
    known("IPv6", "IPv6", "ipv6"),
    known("LinkedIn", "LinkedIn", "linkedin"),
    known("MacOS", "MacOs", "macos"),
    known("macOS", "MacOs", "macos"),
    known("mTLS", "Mtls", "mtls"),
    known("MySQL", "MySql", "mysql"),
    known("NaN", "NaN", "nan"),
    known("NoSQL", "NoSql", "nosql"),
    known("OAuth", "OAuth", "oauth"),
    known("oAuth", "OAuth", "oauth"),
    known("PaaS", "PaaS", "paas"),
    known("PayPal", "PayPal", "paypal"),
    known("PostgreSQL", "PostgreSql", "postgresql"),
    known("QoS", "QoS", "qos"),
    known("SaaS", "SaaS", "saas"),
    known("tvOS", "TvOs", "tvos"),
    known("vCPU", "Vcpu", "vcpu"),
    known("VoIP", "VoIp", "voip"),
    known("watchOS", "WatchOs", "watchos"),
    known("WiFi", "WiFi", "wifi"),
    known("YouTube", "YouTube", "youtube"),
];

/// The bytes with which known words begin, since most letters of a text begin none.
const INITIALS: [bool; 128] = {
    let mut initials = [false; 128];
    let mut index = 0;
    while index < KNOWN.len() {
        initials[KNOWN[index].written.as_bytes()[0] as usize] = true;
        initials[KNOWN[index].pascal.as_bytes()[0] as usize] = true;
        index += 1;
    }
    initials
};

/// The case of the resulting identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Pascal,
    Snake,
}

/// Returns the text with a space before each of these words, and with the words in a case that is not split. The rest is
/// unchanged.
pub(super) fn joined(text: &str, case: Case) -> String {
    // All of these words have a capital or an apostrophe.
    if !text.bytes().any(|byte| byte.is_ascii_uppercase() || byte == b'\'') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let before = text.get(..at).unwrap_or_default();
        let found = name(before, rest, case)
            .or_else(|| plural_acronym(before, rest))
            .or_else(|| contraction(before, rest))
            .or_else(|| initials(before, rest, case));
        let (length, word) = found.unwrap_or_else(|| {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            (length, rest.get(..length).unwrap_or_default().to_owned())
        });
        out.push_str(&word);
        at += length;
    }
    out
}

/// Finds a known word at the beginning of `rest`, also in the plural. Returns its length and its replacement.
fn name(before: &str, rest: &str, case: Case) -> Option<(usize, String)> {
    let first = rest.as_bytes().first().filter(|first| INITIALS.get(usize::from(**first)) == Some(&true));
    first?;
    KNOWN.iter().find_map(|known| {
        // Modules are named after types, so the spelling of types is accepted as well.
        [known.written, known.pascal].into_iter().filter(|written| written.as_bytes().first() == first).find_map(
            |written| {
                let tail = rest.strip_prefix(written).filter(|_| begins(before, written))?;
                let plural = if ends(written, tail) { "" } else { "s" };
                if !plural.is_empty() && !tail.strip_prefix(plural).is_some_and(ends_plural) {
                    return None;
                }
                let word = if case == Case::Pascal { known.pascal } else { known.snake };
                Some((written.len() + plural.len(), format!(" {word}{plural}")))
            },
        )
    })
}

/// Returns true if the word may begin here. A word in lowercase must begin a word of the text; any other may follow a lowercase
/// letter.
fn begins(before: &str, written: &str) -> bool {
    let lower = written.starts_with(|c: char| c.is_ascii_lowercase());
    before.chars().next_back().is_none_or(|c| if lower { !c.is_ascii_alphabetic() } else { !c.is_ascii_uppercase() })
}

/// Returns true if the word may end here: yes in `IoTDevice`, no in `IdPKCE`. After a capital, another capital begins a word only
/// before a lowercase letter.
fn ends(written: &str, tail: &str) -> bool {
    let mut next = tail.chars();
    match next.next() {
        Some(c) if c.is_ascii_lowercase() => false,
        Some(c) if c.is_ascii_uppercase() && written.ends_with(|c: char| c.is_ascii_uppercase()) => {
            next.next().is_some_and(|c| c.is_ascii_lowercase())
        }
        _ => true,
    }
}

fn ends_plural(tail: &str) -> bool {
    !tail.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Finds a plural acronym, such as `URLs`: two or more capitals, and a final `s`.
fn plural_acronym(before: &str, rest: &str) -> Option<(usize, String)> {
    if before.ends_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let capitals = rest.bytes().take_while(u8::is_ascii_uppercase).count();
    let (acronym, tail) = rest.split_at_checked(capitals).filter(|_| capitals >= 2)?;
    let tail = tail.strip_prefix('s')?;
    let (first, others) = acronym.split_at_checked(1)?;
    ends_plural(tail).then(|| (capitals + 1, format!(" {first}{}s", others.to_ascii_lowercase())))
}

/// Finds the end of a contraction: `users` for `user's`, `dont` for `don't`.
fn contraction(before: &str, rest: &str) -> Option<(usize, String)> {
    let tail = rest.strip_prefix('\'').filter(|_| before.ends_with(|c: char| c.is_ascii_alphabetic()))?;
    let letters = tail.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let ending = tail.get(..letters)?;
    ["s", "t", "d", "m", "re", "ve", "ll"].contains(&ending).then(|| (1 + letters, ending.to_owned()))
}

/// Finds a pair of initials: `io` for `I/O`. Types keep both capitals.
fn initials(before: &str, rest: &str, case: Case) -> Option<(usize, String)> {
    let bytes = rest.as_bytes();
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
    let is_pair =
        matches!(bytes, [first, b'/' | b'&', second, ..] if first.is_ascii_uppercase() && second.is_ascii_uppercase());
    if case == Case::Pascal || !is_pair || !apart(before.chars().next_back()) || !apart(rest.chars().nth(3)) {
        return None;
    }
    let pair = rest.get(..3)?.replace(['/', '&'], "").to_ascii_lowercase();
    Some((3, pair))
}

#[cfg(test)]
mod tests {
    use super::super::words::{Noun, constant, pascal, snake};

    #[test]
    fn acronyms_and_names_are_one_word() {
        for (raw, field, ty) in [
            ("clientURLs", "client_urls", "ClientUrls"),
            ("execIDs", "exec_ids", "ExecIds"),
            ("IDsToRemove", "ids_to_remove", "IdsToRemove"),
            ("APIs", "apis", "Apis"),
            ("listVMsByURIs", "list_vms_by_uris", "ListVmsByUris"),
            ("maxCPUs2", "max_cpus2", "MaxCpus2"),
            ("PDFs/DOIs", "pdfs_dois", "PdfsDois"),
            ("enableIPv6", "enable_ipv6", "EnableIPv6"),
            ("IPv4Address", "ipv4_address", "IPv4Address"),
            ("IPv6s", "ipv6s", "IPv6s"),
            ("OAuth", "oauth", "OAuth"),
            ("OAuth2Token", "oauth2_token", "OAuth2Token"),
            ("oAuth2", "oauth2", "OAuth2"),
            ("createOAuthClient", "create_oauth_client", "CreateOAuthClient"),
            ("OAuthorization", "o_authorization", "OAuthorization"),
            ("GitHub", "github", "GitHub"),
            ("GitHubAPI", "github_api", "GitHubApi"),
            ("gitHub", "git_hub", "GitHub"),
            ("GitLab-URLs", "gitlab_urls", "GitLabUrls"),
            ("iOSVersion", "ios_version", "IosVersion"),
            ("portfoliOS", "portfoli_os", "PortfoliOs"),
            ("macOS", "macos", "MacOs"),
            ("gRPC", "grpc", "Grpc"),
            ("vCPUs", "vcpus", "Vcpus"),
            ("GraphQLQuery", "graphql_query", "GraphQlQuery"),
            ("IoTDevice", "iot_device", "IoTDevice"),
            ("clientIdPKCE", "client_id_pkce", "ClientIdPkce"),
            ("userIdPrefix", "user_id_prefix", "UserIdPrefix"),
            ("ETag", "etag", "ETag"),
            ("user's name", "users_name", "UsersName"),
            ("I/O", "io", "IO"),
            ("disk I/O", "disk_io", "DiskIO"),
            ("AI/OR", "ai_or", "AiOr"),
            ("HTTPServer", "http_server", "HttpServer"),
            ("isAString", "is_a_string", "IsAString"),
            ("hasDNSserver", "has_dn_sserver", "HasDnSserver"),
        ] {
            assert_eq!(snake(raw, Noun::Field), field, "{raw}");
            assert_eq!(pascal(raw, Noun::Schema), ty, "{raw}");
            assert_eq!(snake(ty, Noun::Field), if raw == "gitHub" { "github" } else { field }, "{ty}");
        }
        assert_eq!(constant("GitHubToken"), "GITHUB_TOKEN");
    }
}
