//! `spbe-json`: one request a line on standard input, one reply a line on standard output.
//!
//! For hosts that may not load a library: a PHP site starts it with `proc_open` and talks to it. The requests and the
//! replies are those of `spbe_request`. Nothing that a line holds ends the process; a line of any length is answered.

use std::io::{self, BufRead, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use spbe_core::request::{Answerer, Reply, RequestError};

const HELP: &str = "\
spbe-json: exact SPBE and Pemdi scores, one JSON request a line in, one JSON reply a line out.
spbe-json: nilai SPBE dan Pemdi yang eksak; satu permintaan JSON sebaris masuk, satu jawaban sebaris keluar.

    spbe-json < requests.jsonl > replies.jsonl
    echo '{\"op\": \"instruments\"}' | spbe-json

Options / pilihan:
    -h, --help       this text / teks ini
    -V, --version    the version / versi

Exit codes / kode keluar:
    0    every request was answered / semua permintaan terjawab
    1    some reply has the field `error` / ada jawaban yang memuat `error`
    2    wrong usage / cara pakai salah
    74   input or output failed / masukan atau keluaran gagal
    141  nobody reads the replies any more / jawaban tidak dibaca lagi
";

/// The longest request in bytes; a whole national table as `score_file` is a hundredth of it.
const LONGEST: usize = 64 << 20;

const ERROR_REPLIES: u8 = 1;
const USAGE: u8 = 2;
const IO_FAILED: u8 = 74;
const PIPE_CLOSED: u8 = 141;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let argument = arguments.first().map(|argument| argument.to_string_lossy());
    let done = match (argument.as_deref(), arguments.len()) {
        (None, _) => serve(&mut io::stdin().lock(), &mut io::stdout().lock()),
        (Some("-h" | "--help"), 1) => print(HELP),
        (Some("-V" | "--version"), 1) => print(concat!("spbe-json ", env!("CARGO_PKG_VERSION"), "\n")),
        _ => {
            eprintln!("spbe-json: requests come on standard input; see spbe-json --help");
            return ExitCode::from(USAGE);
        }
    };
    match done {
        Ok(false) => ExitCode::SUCCESS,
        Ok(true) => ExitCode::from(ERROR_REPLIES),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(PIPE_CLOSED),
        Err(error) => {
            eprintln!("spbe-json: {error}");
            ExitCode::from(IO_FAILED)
        }
    }
}

fn print(text: &str) -> io::Result<bool> {
    io::stdout().write_all(text.as_bytes()).map(|()| false)
}

/// Answers every line, and tells whether some reply is an error.
fn serve(input: &mut impl BufRead, output: &mut impl Write) -> io::Result<bool> {
    let answerer = Answerer::new();
    let mut failed = false;
    let mut line = Vec::new();
    while let Some(length) = next_line(input, &mut line)? {
        let reply = if length > LONGEST {
            Reply::refusal(RequestError::TooLong { limit: LONGEST })
        } else if line.trim_ascii().is_empty() {
            continue;
        } else {
            // Without its end, so that a syntax error there has the line's own column.
            guarded(|| answerer.answer(line.trim_ascii_end()))
        };
        failed |= reply.is_error();
        // One write a reply, so that who waits for it gets it whole.
        let mut text = reply.into_text();
        text.push('\n');
        output.write_all(text.as_bytes())?;
        output.flush()?;
    }
    Ok(failed)
}

/// The next line and its length, or `None` at the end. Of a line that is too long, only the length is right.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<usize>> {
    line.clear();
    let taken = input.take(LONGEST as u64 + 1).read_until(b'\n', line)?;
    if taken <= LONGEST || line.ends_with(b"\n") {
        return Ok((taken > 0).then_some(taken.min(LONGEST)));
    }
    // The rest goes by in pieces: a line without an end takes no memory.
    let mut piece = Vec::new();
    while !piece.ends_with(b"\n") {
        piece.clear();
        if input.take(1 << 16).read_until(b'\n', &mut piece)? == 0 {
            break;
        }
    }
    Ok(Some(taken))
}

/// A defect ends one request, not the process.
fn guarded(answer: impl FnOnce() -> Reply) -> Reply {
    catch_unwind(AssertUnwindSafe(answer)).unwrap_or_else(|payload| {
        let known =
            payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Reply::refusal(RequestError::Defect { reason: known.unwrap_or("no reason given").to_owned() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_defect_ends_one_request() {
        let reply = guarded(|| panic!("on purpose"));
        assert!(reply.text().contains("\"request.defect\"") && reply.text().contains("on purpose"));
    }
}
