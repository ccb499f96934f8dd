//! Parses the expressions in path templates: a name, which frameworks combine with operators and patterns.

/// An expression of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Expression<'t> {
    /// The expression as written.
    pub(super) raw: &'t str,
    /// The name of the parameter.
    pub(super) name: &'t str,
    /// True if the value can contain several segments.
    pub(super) has_segments: bool,
}

impl<'t> Expression<'t> {
    /// Parses the syntax of RFC 6570 (`{+name}`, `{name*}`) and of the routers of frameworks (`{name+}`, `{*name}`,
    /// `{name:path}`, `{name:[0-9]+}`, `{name=items/*}`, `{name...}`, `{name?}`).
    pub(super) fn parse(raw: &'t str) -> Self {
        let (rest, pattern) = match raw.find([':', '=']) {
            Some(at) => (raw.get(..at).unwrap_or(raw), raw.get(at + 1..)),
            None => (raw, None),
        };
        let is_operator = |character| matches!(character, '+' | '*');
        let bare = rest.strip_suffix("...").unwrap_or(rest).trim_matches(is_operator);
        let has_segments = bare != rest || pattern.is_some_and(has_segments);
        let name = bare.strip_suffix('?').unwrap_or(bare);
        let is_name = |c: char| c.is_alphanumeric() || "-_.~$[]@ ".contains(c);
        if name.is_empty() || !name.chars().all(is_name) {
            return Self { raw, name: raw, has_segments: false };
        }
        Self { raw, name, has_segments }
    }
}

/// Returns true for a pattern or a router type that matches `/`.
fn has_segments(pattern: &str) -> bool {
    let pattern = pattern.trim_start_matches('^').trim_end_matches('$');
    let pattern = pattern.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(pattern);
    matches!(pattern, "path" | ".*" | ".+" | "**") || pattern.ends_with("/*") || pattern.ends_with("/**")
}

#[cfg(test)]
mod tests {
    use super::Expression;

    #[test]
    fn operators_and_patterns_are_not_part_of_a_name() {
        for (raw, name, has_segments) in [
            ("id", "id", false),
            ("+name", "name", true),
            ("path*", "path", true),
            ("proxy+", "proxy", true),
            ("*rest", "rest", true),
            ("**rest", "rest", true),
            ("rest...", "rest", true),
            ("file_path:path", "file_path", true),
            ("rest:.*", "rest", true),
            ("rest:(.+)", "rest", true),
            ("name=**", "name", true),
            ("name=projects/*", "name", true),
            ("name=*", "name", false),
            ("id:[0-9]+", "id", false),
            ("id:int", "id", false),
            ("id:[^/]+", "id", false),
            ("opt?", "opt", false),
            ("filter[name]", "filter[name]", false),
            (" id ", " id ", false),
            ("$id", "$id", false),
            ("a.b", "a.b", false),
            ("", "", false),
            ("*", "*", false),
            ("?a,b", "?a,b", false),
        ] {
            assert_eq!(Expression::parse(raw), Expression { raw, name, has_segments });
        }
    }
}
