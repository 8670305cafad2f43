//! The kernel beside the memory's limit: `roof [ROWS]...` scores 59/2020 by columns and by rows, and a large instrument
//! by columns, interleaved in one process with passes that only read the same input and only write the same output.
//!
//! Times are medians of the thread's own processor time, so that other work on the machine counts little; those of two
//! threads are the best wall times. The roof is the read pass plus the write pass. Memory is what the first
//! calls of a size add to the process; a batch keeps it.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};
use spbe_benches::{Places, columns, large_instrument, levels};
use spbe_core::batch::{Batch, Kernel, Rows};
use spbe_core::instrument::Instrument;

/// How often each pass is timed.
const ROUNDS: u16 = 21;

fn main() -> ExitCode {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|rows| rows.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 100_000, 1_000_000] } else { sizes };
    let instrument = Instrument::builtin("spbe-2020").expect("a built-in");
    println!("| instrument | rows | pass | ns a row | of the roof |");
    println!("|---|---|---|---|---|");
    for rows in sizes {
        measure(&instrument, rows, "59/2020");
    }
    measure(&large_instrument(1_000), 50_000, "1,000 indicators");
    ExitCode::SUCCESS
}

fn measure(instrument: &Instrument, rows: usize, name: &str) {
    let kernel = Kernel::compile(instrument).expect("a kernel");
    let cells = levels(kernel.items() * rows);
    let by_column = columns(&cells, rows);
    let by_row = Rows::new(&cells, rows, kernel.items());
    let mut places = Places::new(&kernel, rows);
    let mut batch = Batch::new(&kernel);
    let mut pair = Batch::new(&kernel).threads(2);
    // The first calls, of each layout: all that a batch keeps is made here.
    let before = kilobytes("VmRSS:");
    score(batch.columns(&by_column, places.outputs()));
    score(batch.rows(by_row, places.outputs()));
    if let (Some(before), Some(after)) = (before, kilobytes("VmRSS:")) {
        println!("| {name} | {rows} | memory beyond input and output | {} kB | |", after.saturating_sub(before));
    }
    // Small batches are repeated, so that a timing is long enough to be one.
    let repeats = (400_000 / rows).max(1);
    let mut nanoseconds: [Vec<u128>; 6] = Default::default();
    for round in 0..ROUNDS {
        for pass in 0..nanoseconds.len() {
            let pass = (pass + usize::from(round)) % nanoseconds.len();
            let (wall, start) = (Instant::now(), processor_time());
            for _ in 0..repeats {
                match pass {
                    0 => read(&cells),
                    1 => write(&mut places, round),
                    2 => score(batch.columns(&by_column, places.outputs())),
                    3 => score(batch.rows(by_row, places.outputs())),
                    4 => score(pair.columns(&by_column, places.outputs())),
                    _ => score(pair.rows(by_row, places.outputs())),
                }
            }
            let time = if pass < 4 { processor_time() - start } else { wall.elapsed() };
            nanoseconds[pass].push(time.as_nanos());
        }
    }
    for times in &mut nanoseconds {
        times.sort_unstable();
    }
    let per_row = |time: u128| time as f64 / (repeats * rows) as f64;
    let mut medians = [0, 1, 2, 3, 4, 5].map(|pass: usize| per_row(nanoseconds[pass][usize::from(ROUNDS / 2)]));
    (medians[4], medians[5]) = (per_row(nanoseconds[4][0]), per_row(nanoseconds[5][0]));
    let roof = medians[0] + medians[1];
    let passes = ["read only", "write only", "columns", "rows", "columns, two threads", "rows, two threads"];
    for (pass, median) in passes.iter().zip(medians) {
        println!("| {name} | {rows} | {pass} | {median:.2} | {:.2} |", roof / median);
    }
}

/// A figure of this process, where the system tells it.
fn kilobytes(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix(name))?.trim().strip_suffix(" kB")?.parse().ok()
}

/// The processor time of this thread.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

fn score(found: Result<spbe_core::batch::Summary, spbe_core::batch::BatchError>) {
    assert_eq!(black_box(found).expect("a score").invalid, 0);
}

/// Reads every byte once, as fast as one thread can: eight words at a time.
fn read(cells: &[u8]) {
    let mut sums = [0_u64; 8];
    let (chunks, _) = cells.as_chunks::<64>();
    for chunk in chunks {
        for (sum, word) in sums.iter_mut().zip(chunk.as_chunks::<8>().0) {
            *sum ^= u64::from_le_bytes(*word);
        }
    }
    black_box(sums);
}

/// Writes every output once.
fn write(places: &mut Places, round: u16) {
    let (published, predicate, validity) = places.buffers();
    for column in published {
        column.fill(round);
        black_box(column.as_slice());
    }
    predicate.fill(round.to_le_bytes()[0]);
    validity.fill(round.to_le_bytes()[0]);
    black_box((predicate, validity));
}
