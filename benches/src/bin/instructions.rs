//! Fixed work for an instruction counter: `instructions MODE ROWS` scores so many assessments of 59/2020.
//!
//! Two sizes differ by the cost of the rows alone; `tests/instructions.rs` runs this under valgrind and compares.

use std::hint::black_box;
use std::process::ExitCode;

use spbe_benches::{Places, columns, levels};
use spbe_core::batch::{Batch, Kernel, Rows};
use spbe_core::instrument::Instrument;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let (Some(mode), Some(rows)) = (arguments.get(1), arguments.get(2).and_then(|rows| rows.parse().ok())) else {
        eprintln!("usage: instructions columns|rows|columns-portable|rows-portable|single ROWS");
        return ExitCode::from(2);
    };
    let instrument = Instrument::builtin("spbe-2020").expect("a built-in");
    let kernel = Kernel::compile(&instrument).expect("a kernel");
    let cells = levels(kernel.items() * 65_536);
    let mut places = Places::new(&kernel, 65_536.min(rows));
    let mut batch = Batch::new(&kernel);
    if mode.ends_with("-portable") {
        batch = batch.portable();
    } else if !batch.is_wide() {
        println!("no AVX2");
        return ExitCode::SUCCESS;
    }
    let result = match mode.trim_end_matches("-portable") {
        "columns" => {
            let columns = columns(&cells[..kernel.items() * rows], rows);
            batch.columns(&columns, places.outputs()).map(|found| found.rows)
        }
        "rows" => batch.rows(Rows::new(&cells, rows, kernel.items()), places.outputs()).map(|found| found.rows),
        _ => return ExitCode::from(2),
    };
    black_box(places.index());
    println!("{result:?}");
    ExitCode::SUCCESS
}
