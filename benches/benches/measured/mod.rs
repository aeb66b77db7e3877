//! A bench on one thread that also tells its share of what the machine can do at best.

use std::hint::black_box;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};
use pluim_benches::machine::Machine;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// What is counted in a bench, and what each of them costs at least.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Count {
    /// How many.
    pub(crate) number: f64,
    /// Additions and multiplications of f32 for each, where they can be counted.
    pub(crate) operations: f64,
    /// Bytes that must come from memory or go to it for each, where they are many.
    pub(crate) bytes: f64,
}

impl Count {
    /// So many things whose cost is not counted.
    pub(crate) fn of(number: f64) -> Self {
        Self {
            number,
            operations: 0.0,
            bytes: 0.0,
        }
    }
}

/// A group whose benches end soon.
pub(crate) fn group<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10);
    group.warm_up_time(Duration::from_millis(500));
    group.measurement_time(Duration::from_secs(3));
    group
}

/// Times `work` and prints its shares of the machine's limits.
pub(crate) fn bench<T>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    count: Count,
    mut work: impl FnMut() -> T + Send,
) {
    group.throughput(Throughput::Elements(count.number as u64));
    let mut shortest = f64::INFINITY;
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|times| {
            let mut timed = || {
                let clock = Instant::now();
                (0..times).for_each(|_| drop(black_box(work())));
                clock.elapsed()
            };
            let time = one_thread().install(&mut timed);
            shortest = shortest.min(time.as_secs_f64() / times as f64);
            time
        });
    });
    // a filter on the command line may have passed this bench over
    if shortest.is_finite() {
        tell_shares(count, shortest);
    }
}

fn one_thread() -> &'static ThreadPool {
    static POOL: OnceLock<ThreadPool> = OnceLock::new();
    POOL.get_or_init(|| ThreadPoolBuilder::new().num_threads(1).build().unwrap())
}

fn tell_shares(count: Count, seconds: f64) {
    static MACHINE: OnceLock<Machine> = OnceLock::new();
    let machine = MACHINE.get_or_init(Machine::measured);
    for (cost, limit, of) in [
        (
            count.operations,
            machine.operations,
            "multiply-and-add rate",
        ),
        (count.bytes, machine.bytes, "memory bandwidth"),
    ] {
        let share = 100.0 * cost * count.number / seconds / limit;
        if cost > 0.0 {
            println!("{:24}limit:  {share:.1} % of the {of}", "");
        }
    }
}
