//! Reads unions. Prints for each text its name, its size in bytes, and the minimum CPU time of reading it in
//! milliseconds.

use std::time::Instant;

use trees::models::Node;

/// Returns a chain of objects with a key that no variant declares.
fn chain(depth: usize, last: &str) -> String {
    format!("{}{{\"zz\":{last}}}{}", "{\"zz\":1,\"next\":".repeat(depth), "}".repeat(depth))
}

/// Returns a balanced tree with a property that the reader does not know.
fn tree(depth: usize) -> String {
    match depth {
        0 => "{\"a\":\"x\",\"added\":true}".to_owned(),
        _ => format!("{{\"b\":\"and\",\"added\":true,\"kids\":[{0},{0}]}}", tree(depth - 1)),
    }
}

/// How often a text is read for one measurement. The system counts CPU time in steps of some milliseconds.
const RUNS: u32 = 30;

/// Returns the CPU time of this thread in milliseconds. Falls back to wall-clock time on systems other than Linux,
/// which have no file with the CPU time.
fn cpu(began: Instant) -> f64 {
    let used = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let used = used.and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok());
    used.map_or_else(|| began.elapsed().as_secs_f64() * 1e3, |nanoseconds| nanoseconds / 1e6)
}

fn main() {
    let start = Instant::now();
    let keys = |count: usize| format!("{{{}}}", (0..count).map(|n| format!("\"k{n}\":1")).collect::<Vec<_>>().join(","));
    let numbers = format!("[{}]", vec!["1"; 2_000].join(","));
    let texts = [
        ("a chain of 12 objects, 4 kB at its end", chain(12, &numbers)),
        ("a chain of 60 objects, 4 kB at its end", chain(60, &numbers)),
        ("a chain of 60 objects, 4 kB of text", chain(60, &format!("\"{}\"", "x".repeat(4_000)))),
        ("a tree of 64 objects with a new field", tree(6)),
        ("a tree of 1,024 objects with a new field", tree(10)),
        ("an object with 8,000 unknown keys", keys(8_000)),
        ("an object with 32,000 unknown keys", keys(32_000)),
        ("32,000 keys in a new field", format!("{{\"a\":\"x\",\"new\":{}}}", keys(32_000))),
        ("100 chains of 8 objects", format!("{{\"kids\":[{}]}}", vec![chain(8, "1"); 100].join(","))),
    ];
    for (title, text) in texts {
        let mut least = f64::INFINITY;
        for _ in 0..3 {
            let began = cpu(start);
            for _ in 0..RUNS {
                let read = serde_json::from_str::<Node>(&text);
                assert!(read.is_ok(), "{title}: {read:?}");
            }
            least = least.min((cpu(start) - began) / f64::from(RUNS));
        }
        println!("{title}\t{}\t{least}", text.len());
    }
}
