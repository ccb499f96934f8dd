//! Makes the same calls with every blocking client in turn, and prints the cost of each.

use std::hint::black_box;
use std::time::Instant;

use measure::{Round, cpu_time, micros};

const ACCOUNT: &str = "106540352242922";
/// Number of threads that make calls at the same time.
const AT_A_TIME: usize = 8;
const KEY: &str = "kdv_live_0123456789abcdefghijklmn";

/// A client that lists a page of contacts.
trait Lists: Sync + Sized {
    const NAME: &'static str;
    fn new(base_url: &str) -> Self;
    /// Lists a page and returns its number of contacts.
    fn list(&self) -> usize;

    /// Measures sequential calls, and then calls of eight threads.
    fn round(&self, calls: usize) -> Round {
        let mut times = Vec::with_capacity(calls);
        let begun = cpu_time();
        let allocations = allocation_counter::measure(|| {
            for _ in 0..calls {
                let begun = Instant::now();
                assert!(self.list() > 0);
                times.push(begun.elapsed());
            }
        });
        let cpu = cpu_time() - begun;
        times.sort_unstable();
        let each = |whole: f64| whole / calls as f64;
        Round {
            per_second: self.together(calls),
            p50: micros(times[calls / 2]),
            cpu: each(cpu * 1e6),
            allocations: each(allocations.count_total as f64),
        }
    }

    /// Returns the number of calls per second of eight threads.
    fn together(&self, calls: usize) -> f64 {
        let share = calls.div_ceil(AT_A_TIME);
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..AT_A_TIME {
                scope.spawn(|| (0..share).for_each(|_| assert!(self.list() > 0)));
            }
        });
        (share * AT_A_TIME) as f64 / begun.elapsed().as_secs_f64()
    }
}

struct Hand(by_hand_blocking::Client);

impl Lists for Hand {
    const NAME: &'static str = "hand";

    fn new(base_url: &str) -> Self {
        Self(by_hand_blocking::Client::new(base_url, KEY))
    }

    fn list(&self) -> usize {
        let page = self.0.list(ACCOUNT, Some("ada"), Some(100)).expect("an answer");
        black_box(&page).data.len()
    }
}

struct Kirim(kirim::blocking::Client);

impl Lists for Kirim {
    const NAME: &'static str = "kirim";

    fn new(base_url: &str) -> Self {
        let builder = kirim::blocking::Client::builder().base_url(base_url).bearer_auth(KEY);
        Self(builder.build().expect("the client can be built"))
    }

    fn list(&self) -> usize {
        let page = self.0.contacts().list(ACCOUNT).search("ada").limit(100).send().expect("an answer");
        black_box(&page).data.len()
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let base_url = arguments.next().expect("the server's URL");
    let mut number = || arguments.next().and_then(|text| text.parse().ok()).expect("a number");
    let (rounds, calls): (usize, usize) = (number(), number());
    let (hand, kirim) = (Hand::new(&base_url), Kirim::new(&base_url));
    // Opens connections and fills caches before the measured rounds.
    (hand.round(256), kirim.round(256));
    for _ in 0..rounds {
        hand.round(calls).show(Hand::NAME);
        kirim.round(calls).show(Kirim::NAME);
    }
}
