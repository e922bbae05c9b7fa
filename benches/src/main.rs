//! The benchmarks: pyramidion beside hand-written axum, beside tokio and actix-web, and beside other servers. The report goes to stdout as Markdown, progress to stderr.
//!
//! `cargo xtask bench` runs this and keeps the report as BENCHMARKS.md.

mod cases;
mod compile;
mod connection;
mod contest;
mod cores;
mod drive;
mod effort;
mod executor;
mod instructions;
mod load;
mod machine;
mod peer;
mod server;
mod spread;
mod startup;
mod turns;
mod websockets;

use std::process::ExitCode;

use effort::Effort;

pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const USAGE: &str =
    "usage: pyramidion-benches [--only instructions|startup|compile|executor|server|websockets [--quick]]";

type Chapter = fn() -> Outcome<String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Outcome<()> {
    match arguments {
        [] => report(&[
            instructions::chapter,
            startup::chapter,
            compile::chapter,
            executor::chapter,
            || server::chapter(&Effort::FULL),
            || websockets::chapter(&Effort::FULL),
        ]),
        ["--only", "instructions"] => report(&[instructions::chapter]),
        ["--only", "startup"] => report(&[startup::chapter]),
        ["--only", "compile"] => report(&[compile::chapter]),
        ["--only", "executor"] => report(&[executor::chapter]),
        ["--only", "server"] => report(&[|| server::chapter(&Effort::FULL)]),
        ["--only", "server", "--quick"] => report(&[|| server::chapter(&Effort::QUICK)]),
        ["--only", "websockets"] => report(&[|| websockets::chapter(&Effort::FULL)]),
        ["--only", "websockets", "--quick"] => report(&[|| websockets::chapter(&Effort::QUICK)]),
        ["executor-memory", side] => {
            println!("{}", executor::measure_memory(side)?);
            Ok(())
        }
        // The program that callgrind counts is this one.
        ["drive", case, side, count] => drive::run(case, side, count.parse()?),
        unknown => Err(format!("there is no benchmark `{}`\nhelp: {USAGE}", unknown.join(" ")).into()),
    }
}

fn report(chapters: &[Chapter]) -> Outcome<()> {
    let texts = chapters.iter().map(|chapter| chapter()).collect::<Outcome<Vec<String>>>()?;
    println!(
        "# Benchmarks\n\n\
        pyramidion beside axum handlers written by hand that do the same. Written by `cargo xtask bench`; only the ratios mean\n\
        something on another machine.\n\n\
        Measured on {}.\n\n{}",
        machine::description()?,
        texts.join("\n").trim_end()
    );
    Ok(())
}
