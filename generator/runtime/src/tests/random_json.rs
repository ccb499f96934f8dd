//! Random JSON texts, mostly valid and mostly of the models in [`json_texts`](super::json_texts), and broken ones.

/// Random numbers, which are the same in every run.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).expect("31 bits") % limit
    }

    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

const KEYS: [&str; 16] = [
    "id",
    "count",
    "size",
    "ratio",
    "single",
    "flag",
    "at",
    "mood",
    "list",
    "child",
    "odd \\\"key\\\"\\\\\\n",
    "any",
    "set",
    "either",
    "\\u0069d",
    "other",
];

pub(super) const SCALARS: [&str; 54] = [
    "0",
    "-0",
    "-0.0",
    "0.0",
    "1",
    "-1",
    "7.0",
    "1e5",
    "1E+2",
    "1e-7",
    "0.1",
    "12.50",
    "0.30000000000000004",
    "5e-324",
    "2.2250738585072014e-308",
    "1.7976931348623157e308",
    "1e999",
    "-1e999",
    "0e99999999999",
    "1e-99999999999999999999",
    "123456789012345678901234567890",
    "18446744073709551615",
    "18446744073709551616",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "9007199254740993.0",
    "9007199254740992e22",
    "1.00000000000000000000001",
    "01",
    "-",
    "1.",
    "1.e5",
    "1e",
    "1e+",
    "+1",
    ".5",
    "true",
    "false",
    "null",
    "nul",
    "\"happy\"",
    "\"\"",
    "\"42\"",
    "\"true\"",
    "\"1.5\"",
    "\"2026-05-23T10:00:00Z\"",
    "\"0000-00-00\"",
    "[]",
    "{}",
    "[ ]",
    "{\n}",
    "",
];

pub(super) const PARTS: [&str; 24] = [
    "a",
    "plain text of more than eight bytes",
    "é",
    "漢字",
    "😀",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\b\\f\\r\\t",
    "\\u0041",
    "\\u00e9",
    "\\ud83d\\ude00",
    "\\ud83d",
    "\\ude00",
    "\\ud83d\\ud83d\\ude00",
    "\\ud83dx",
    "\\u0000",
    "\\u+041",
    "\\u12",
    "\\x",
    "\u{7f}",
    "\u{1}",
    "\n",
];

/// The text of a value: mostly valid, mostly with keys of the models.
pub(super) fn text(random: &mut Random, depth: usize, out: &mut String) {
    space(random, out);
    match random.below(if depth == 0 { 5 } else { 12 }) {
        0..=2 => out.push_str(random.pick(&SCALARS)),
        3 => out.push_str(&(f64::from_bits(random.next()) * 1.5).to_string().replace(['N', 'i'], "1")),
        4 => string(random, out),
        5..=7 => {
            out.push('[');
            for index in 0..random.below(4) {
                out.push_str(if index > 0 { "," } else { "" });
                text(random, depth - 1, out);
            }
            out.push(']');
        }
        _ => {
            // Some of the keys, in order or not.
            let in_order = random.below(3) > 0;
            out.push_str("{\"id\":1");
            for key in KEYS {
                if random.below(3) == 0 {
                    let key = if in_order { key } else { random.pick(&KEYS) };
                    out.push(',');
                    space(random, out);
                    out.extend(["\"", key, "\""]);
                    space(random, out);
                    out.push(':');
                    text(random, depth - 1, out);
                }
            }
            out.push('}');
        }
    }
    space(random, out);
}

fn string(random: &mut Random, out: &mut String) {
    out.push('"');
    for _ in 0..random.below(5) {
        out.push_str(random.pick(&PARTS));
    }
    out.push('"');
}

fn space(random: &mut Random, out: &mut String) {
    if random.below(12) == 0 {
        out.push_str(random.pick(&[" ", "\n", "\t\r ", "\u{a0}", "\u{c}"]));
    }
}

/// A text with one change, unless that is not UTF-8.
pub(super) fn broken(random: &mut Random, text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let at = random.below(bytes.len() + 1);
    match random.below(5) {
        0 => bytes.truncate(at),
        1 => drop(bytes.splice(at..at, [random.pick(b"\"\\,:[]{}0-e. nx")])),
        2 => drop(bytes.drain(at..(at + 1 + random.below(3)).min(bytes.len()).max(at))),
        3 => {
            let byte = bytes.get_mut(at)?;
            *byte = random.pick(b"\"\\,:[]{}0-e. nx\x01\x7f");
        }
        _ => {
            let copy = bytes.get(at..(at + random.below(20)).min(bytes.len()))?.to_vec();
            let to = random.below(bytes.len() + 1);
            bytes.splice(to..to, copy);
        }
    }
    String::from_utf8(bytes).ok()
}
