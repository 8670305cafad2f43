//! What calls of the C library cost beside the core: `make bench-c`.
//!
//! Compiles `benches/c/calls.c` with the static library beside this program and runs it in turns with the same work in
//! the core. Prints the best of each, in processor time. Argument: rows of a batch.

use std::collections::BTreeMap;
use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;

use rustix::time::{ClockId, clock_gettime};
use spbe_benches::{Places, columns, levels};
use spbe_core::batch::{Batch, Kernel, Rows};
use spbe_core::instrument::Instrument;

/// Turns of both sides.
const TURNS: usize = 5;
/// Measurements in a turn.
const REPEATS: usize = 15;
/// What the static library needs of the system.
const SYSTEM_LIBRARIES: [&str; 7] = ["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl", "-lc"];

type Figures = BTreeMap<String, f64>;

fn now() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

fn keep(figures: &mut Figures, name: &str, nanoseconds: f64) {
    let best = figures.entry(name.to_owned()).or_insert(nanoseconds);
    *best = best.min(nanoseconds);
}

fn core(kernel: &Kernel, cells: &[u8], rows: usize, figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    let mut places = Places::new(kernel, rows);
    let by_column = columns(cells, rows);
    for _ in 0..REPEATS {
        // As the C library does it: the memory of a batch is made for the call.
        let start = now();
        Batch::new(kernel).rows(Rows::new(cells, rows, kernel.items()), places.outputs())?;
        keep(figures, "rows", (now() - start) / rows as f64);
        let start = now();
        Batch::new(kernel).columns(&by_column, places.outputs())?;
        keep(figures, "columns", (now() - start) / rows as f64);
    }
    let mut one = kernel.one();
    for _ in 0..REPEATS {
        let start = now();
        for answers in cells.chunks_exact(kernel.items()).take(1024).cycle().take(100_000) {
            black_box(kernel.score_one(answers, &mut one)?.index());
        }
        keep(figures, "struct", (now() - start) / 100_000.0);
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let rows = std::env::args().nth(1).map_or(Ok(1_000_000), |rows| rows.parse::<usize>())?;
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = std::env::current_exe()?;
    let library = beside.with_file_name("libspbe.a");
    let program = beside.with_file_name("calls-in-c");
    let mut compiler = Command::new("gcc");
    compiler.args(["-std=c11", "-O2", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-I"]);
    compiler.arg(here.join("../spbe-ffi/include")).arg(here.join("c/calls.c")).arg(&library).args(SYSTEM_LIBRARIES);
    if !compiler.arg("-o").arg(&program).status()?.success() {
        return Err(format!("gcc, with {}", library.display()).into());
    }

    let kernel = Kernel::compile(&Instrument::builtin("spbe-2020")?)?;
    let cells = levels(kernel.items() * rows.max(1024));
    let (mut in_c, mut in_core) = (Figures::new(), Figures::new());
    for _ in 0..TURNS {
        core(&kernel, &cells[..kernel.items() * rows], rows, &mut in_core)?;
        let output = Command::new(&program).arg(rows.to_string()).output()?;
        for line in String::from_utf8(output.stdout)?.lines() {
            let (name, nanoseconds) = line.split_once(' ').ok_or("two fields a line")?;
            keep(&mut in_c, name, nanoseconds.parse()?);
        }
    }
    println!("nanoseconds of processor time, best of {TURNS} turns; batches of {rows}, a row");
    println!("{:<10}{:>10}{:>10}{:>8}", "", "C", "core", "ratio");
    for (name, nanoseconds) in &in_c {
        match in_core.get(name) {
            Some(own) => println!("{name:<10}{nanoseconds:>10.2}{own:>10.2}{:>8.3}", nanoseconds / own),
            None => println!("{name:<10}{nanoseconds:>10.2}"),
        }
    }
    Ok(())
}
