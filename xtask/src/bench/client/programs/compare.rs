//! Makes the same calls with every client in turn, and prints the cost of each.

use std::future::Future;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use measure::{Round, cpu_time, micros};
use tokio::runtime::{Builder, Runtime};

const ACCOUNT: &str = "106540352242922";
/// Number of concurrent calls.
const AT_A_TIME: usize = 64;
const KEY: &str = "kdv_live_0123456789abcdefghijklmn";

/// A client that lists a page of contacts.
trait Lists: Send + Sync + 'static {
    const NAME: &'static str;
    fn new(base_url: &str) -> Self;
    /// Lists a page and returns its number of contacts.
    fn list(&self) -> impl Future<Output = usize> + Send;
}

struct Hand(by_hand::Client);

impl Lists for Hand {
    const NAME: &'static str = "hand";

    fn new(base_url: &str) -> Self {
        Self(by_hand::Client::new(base_url, KEY))
    }

    async fn list(&self) -> usize {
        let page = self.0.list(ACCOUNT, Some("ada"), Some(100)).await.expect("an answer");
        black_box(&page).data.len()
    }
}

struct Kirim(kirim::Client);

impl Lists for Kirim {
    const NAME: &'static str = "kirim";

    fn new(base_url: &str) -> Self {
        Self(kirim::Client::builder().base_url(base_url).bearer_auth(KEY).build().expect("the client can be built"))
    }

    async fn list(&self) -> usize {
        let page = self.0.contacts().list(ACCOUNT).search("ada").limit(100).send().await.expect("an answer");
        black_box(&page).data.len()
    }
}

#[cfg(feature = "progenitor")]
struct Progenitor(by_progenitor::Client);

#[cfg(feature = "progenitor")]
impl Lists for Progenitor {
    const NAME: &'static str = "progenitor";

    fn new(base_url: &str) -> Self {
        Self(by_progenitor::Client::new(base_url))
    }

    async fn list(&self) -> usize {
        let account = ACCOUNT.parse().expect("an account");
        let (limit, search) = ("100".parse().expect("a limit"), "ada".parse().expect("a text"));
        let page = self.0.list_contacts(&account, None, Some(&limit), None, Some(&search)).await.expect("an answer");
        black_box(&page).data.len()
    }
}

/// A client for each way to run calls. A connection belongs to the runtime that created it, so clients are not shared.
struct Bench<C> {
    one: (Runtime, C),
    many: (Runtime, Arc<C>),
}

impl<C: Lists> Bench<C> {
    fn new(base_url: &str) -> Self {
        let one = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let many = Builder::new_multi_thread().enable_all().build().expect("a runtime");
        let bench = Self { one: (one, C::new(base_url)), many: (many, Arc::new(C::new(base_url))) };
        // Opens connections and fills caches before the measured rounds.
        bench.round(256);
        bench
    }

    /// Measures sequential calls, and then 64 concurrent calls.
    fn round(&self, calls: usize) -> Round {
        let (p50, cpu, allocations) = self.one_by_one(calls);
        Round { per_second: self.together(calls), p50, cpu, allocations }
    }

    /// Returns the median latency in microseconds, and the CPU time in microseconds and the allocations per call.
    fn one_by_one(&self, calls: usize) -> (f64, f64, f64) {
        let (runtime, client) = &self.one;
        let mut times = Vec::with_capacity(calls);
        let begun = cpu_time();
        let allocations = allocation_counter::measure(|| {
            runtime.block_on(async {
                for _ in 0..calls {
                    let begun = Instant::now();
                    assert!(client.list().await > 0);
                    times.push(begun.elapsed());
                }
            });
        });
        let cpu = cpu_time() - begun;
        times.sort_unstable();
        let each = |whole: f64| whole / calls as f64;
        (micros(times[calls / 2]), each(cpu * 1e6), each(allocations.count_total as f64))
    }

    /// Returns the number of calls per second.
    fn together(&self, calls: usize) -> f64 {
        let (runtime, client) = &self.many;
        let share = calls.div_ceil(AT_A_TIME);
        let begun = Instant::now();
        runtime.block_on(async {
            let mut tasks = tokio::task::JoinSet::new();
            for _ in 0..AT_A_TIME {
                let client = Arc::clone(client);
                tasks.spawn(async move {
                    for _ in 0..share {
                        assert!(client.list().await > 0);
                    }
                });
            }
            while let Some(task) = tasks.join_next().await {
                task.expect("a task ends");
            }
        });
        (share * AT_A_TIME) as f64 / begun.elapsed().as_secs_f64()
    }
}

/// Makes sequential calls with one client and prints nothing, for a count of instructions.
fn alone<C: Lists>(base_url: &str, calls: usize) {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let client = C::new(base_url);
    runtime.block_on(async {
        for _ in 0..calls {
            assert!(client.list().await > 0);
        }
    });
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let base_url = arguments.next().expect("the server's URL");
    let mut number = || arguments.next().and_then(|text| text.parse().ok()).expect("a number");
    let rounds: usize = number();
    let calls: usize = number();
    match arguments.next().as_deref() {
        None => {}
        Some(Hand::NAME) => return alone::<Hand>(&base_url, calls),
        Some(Kirim::NAME) => return alone::<Kirim>(&base_url, calls),
        #[cfg(feature = "progenitor")]
        Some(Progenitor::NAME) => return alone::<Progenitor>(&base_url, calls),
        Some(name) => panic!("there is no client {name}"),
    }
    let hand = Bench::<Hand>::new(&base_url);
    let kirim = Bench::<Kirim>::new(&base_url);
    #[cfg(feature = "progenitor")]
    let progenitor = Bench::<Progenitor>::new(&base_url);
    for _ in 0..rounds {
        hand.round(calls).show(Hand::NAME);
        kirim.round(calls).show(Kirim::NAME);
        #[cfg(feature = "progenitor")]
        progenitor.round(calls).show(Progenitor::NAME);
    }
}
