//! Reads recorded traffic entry by entry: a HAR 1.2 log, or one HAR entry per line. It keeps one entry in memory, and
//! does not interpret it.

use std::fmt;
use std::io::{BufRead, Read};

use flate2::bufread::MultiGzDecoder;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::foreign;

/// The end of a file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The file is complete.
    Complete,
    /// The file ends early or is broken, after at least one entry: the reason with its line and column.
    Broken(String),
}

/// A file that cannot be used: the reason and the recommended action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable {
    /// The reason.
    pub message: String,
    /// The recommended action, or an empty string.
    pub help: String,
}

/// The receiver of entries: the objects with a `request` and a `response`.
type Sink<'s> = dyn FnMut(Map<String, Value>) + 's;

/// Reads all entries of a file, which may be compressed with gzip.
///
/// # Errors
///
/// Returns the reason if the file has no entries.
pub fn read(mut file: impl BufRead, sink: &mut Sink<'_>) -> Result<End, Unusable> {
    let start = file.fill_buf().map_err(|error| unusable(&format!("it cannot be read: {error}"), ""))?;
    if start.starts_with(&[0x1f, 0x8b]) {
        return read_text(std::io::BufReader::new(MultiGzDecoder::new(file)), sink);
    }
    read_text(file, sink)
}

fn read_text(mut file: impl BufRead, sink: &mut Sink<'_>) -> Result<End, Unusable> {
    let start = file.fill_buf().map_err(|error| unusable(&format!("it cannot be read: {error}"), ""))?;
    let mark = start.starts_with(b"\xef\xbb\xbf");
    if let Some(other) = other_format(start) {
        return Err(other);
    }
    if mark {
        file.consume(3);
    }
    let mut entries = 0usize;
    let mut counted = |entry| {
        entries += 1;
        sink(entry);
    };
    let ended = read_values(file, &mut counted);
    match ended {
        Ok(0) => Err(unusable("it is empty", "record some calls first")),
        Ok(_) if entries == 0 => Err(unusable("the log has no entries", "record some calls first")),
        Ok(_) => Ok(End::Complete),
        Err(error) if entries > 0 => Ok(End::Broken(error.to_string())),
        Err(error) => Err(unusable(&format!("it is not a HAR: {error}"), HELP)),
    }
}

const HELP: &str = "export a HAR 1.2 log from a browser or a proxy, or record calls with `record_traffic`";

fn unusable(message: &str, help: &str) -> Unusable {
    Unusable { message: message.to_owned(), help: help.to_owned() }
}

/// Recognizes other formats of recorded traffic by their first bytes.
fn other_format(start: &[u8]) -> Option<Unusable> {
    let is_pcap = [&b"\xd4\xc3\xb2\xa1"[..], b"\xa1\xb2\xc3\xd4", b"\x0a\x0d\x0d\x0a"];
    let digits = start.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if is_pcap.iter().any(|magic| start.starts_with(magic)) {
        Some(unusable("it is a capture of packets", "record HTTP with a proxy, which sees calls in plain text"))
    } else if digits > 0 && start.get(digits) == Some(&b':') {
        Some(unusable("it is a flow file of mitmproxy", "convert it: `mitmdump -nr FLOWS --set hardump=traffic.har`"))
    } else {
        let found = foreign::of_bytes(start)?;
        let help = if found.is_packed() { "extract the `.har` file, and pass it instead" } else { HELP };
        Some(unusable(&format!("it is {}", found.what), help))
    }
}

/// Reads the JSON values of a file, and returns their number.
fn read_values(file: impl Read, sink: &mut Sink<'_>) -> serde_json::Result<usize> {
    let mut text = serde_json::Deserializer::from_reader(file);
    let mut values = 0;
    // `end` fails while there is more text.
    while text.end().is_err() {
        Top(sink).deserialize(&mut text)?;
        values += 1;
    }
    Ok(values)
}

/// A value of the file: an object with a `log`, or an entry.
struct Top<'s, 'c>(&'s mut Sink<'c>);

impl<'de> DeserializeSeed<'de> for Top<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a `log`, or with a `request` and a `response`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut entry = Map::new();
        let mut has_log = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "log" => {
                    has_log = true;
                    map.next_value_seed(Log(self.0))?;
                }
                "request" | "response" => drop(entry.insert(key, map.next_value()?)),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        if entry.contains_key("request") {
            (self.0)(entry);
        } else if !has_log {
            return Err(A::Error::custom("an object has neither a `log` nor a `request`"));
        }
        Ok(())
    }
}

/// The value of `log`.
struct Log<'s, 'c>(&'s mut Sink<'c>);

impl<'de> DeserializeSeed<'de> for Log<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Log<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a `log` with `entries`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "entries" {
                map.next_value_seed(Entries(self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// The value of `entries`.
struct Entries<'s, 'c>(&'s mut Sink<'c>);

impl<'de> DeserializeSeed<'de> for Entries<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(entry) = list.next_element::<Value>()? {
            if let Value::Object(entry) = entry {
                (self.0)(entry);
            }
        }
        Ok(())
    }
}
