//! Writes `requests.jsonl` and `replies.jsonl`, line by line the requests of the tests and what Rust replies, so that
//! every other way in can be compared: `cargo run -p spbe-tests --bin requests -- FOLDER`.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use spbe_core::request::Answerer;
use spbe_tests::requests::all;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("the folder is missing")?);
    let answerer = Answerer::new();
    let requests = all();
    let replies: Vec<String> = requests.iter().map(|request| answerer.answer(request).into_text()).collect();
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("requests.jsonl"), requests.join("\n") + "\n")?;
    fs::write(folder.join("replies.jsonl"), replies.join("\n") + "\n")?;
    Ok(())
}
