//! Computes a number that changes when the public items of the runtime change, so that a listing names them in one line.

/// Returns the fingerprint of the public items in these files: their declarations, without bodies and documentation.
#[must_use]
pub fn fingerprint<'a>(files: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Fnv::new();
    for file in files {
        for declaration in declarations(file) {
            hash.write(declaration.as_bytes());
            hash.write(b"\n");
        }
    }
    format!("{:016x}", hash.0)
}

/// The declarations of public items, each up to its body.
fn declarations(source: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    for line in source.lines().map(str::trim) {
        let begins =
            line.strip_prefix("pub ").is_some_and(|item| !item.starts_with("mod ") && !item.starts_with("use "));
        if begins {
            found.push(String::new());
            open = true;
        }
        if let Some(declaration) = found.last_mut().filter(|_| open) {
            let end = line.find(['{', ';']);
            declaration.push_str(line.get(..end.unwrap_or(line.len())).unwrap_or_default().trim_end());
            // A field ends with its line.
            open = end.is_none() && !(begins && line.ends_with(','));
        }
    }
    found
}

/// FNV-1a with 64 bits: stable across platforms and versions.
struct Fnv(u64);

impl Fnv {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{declarations, fingerprint};

    const SOURCE: &str = "//! Docs.\npub use other::Thing;\npub(crate) fn hidden() {}\npub struct Pet {\n    /// Docs.\n    pub name: String,\n    age: u8,\n}\nimpl Pet {\n    pub fn feed(\n        &self,\n        food: Food,\n    ) -> bool {\n        true\n    }\n}\n";

    #[test]
    fn declarations_end_before_bodies() {
        assert_eq!(
            declarations(SOURCE),
            ["pub struct Pet", "pub name: String,", "pub fn feed(&self,food: Food,) -> bool"]
        );
    }

    #[test]
    fn bodies_and_documentation_change_nothing() {
        let other = SOURCE.replace("        true\n", "        false\n").replace("/// Docs.", "/// Words.");
        assert_eq!(fingerprint([SOURCE]), fingerprint([other.as_str()]));
        assert_ne!(fingerprint([SOURCE]), fingerprint([SOURCE.replace("food: Food", "food: &Food").as_str()]));
    }
}
