//! What was asked for on the command line.

use crate::bench::Part;
use crate::shell::Problem;
use crate::steps::Step;

pub(crate) const HELP: &str = "\
The project's chores

cargo xtask test                 run all checks, installing what they need
cargo xtask test --only NAME...  run only these checks
cargo xtask test --list          name the checks
cargo xtask bench                measure, and write BENCHMARKS.md
cargo xtask bench PART           measure one part, and write it to the screen: instructions, startup,
                                 compile, executor, server, websockets
cargo xtask bench PART --quick   see that `server` or `websockets` works; its numbers mean nothing
";

#[derive(Debug)]
pub(crate) enum Chore {
    Help,
    List,
    Test(Vec<&'static Step>),
    /// A part, or all of them; and whether it is a quick run.
    Bench(Option<Part>, bool),
}

pub(crate) fn parse(arguments: &[String], steps: &'static [Step]) -> Result<Chore, Problem> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] | ["help" | "--help" | "-h", ..] => Ok(Chore::Help),
        ["test"] => Ok(Chore::Test(steps.iter().collect())),
        ["test", "--list"] => Ok(Chore::List),
        ["test", "--only", names @ ..] => choose(names, steps).map(Chore::Test),
        ["bench"] => Ok(Chore::Bench(None, false)),
        ["bench", part, "--quick"] => choose_quick_part(part).map(|part| Chore::Bench(Some(part), true)),
        ["bench", part] | ["bench", "--only", part] => choose_part(part).map(|part| Chore::Bench(Some(part), false)),
        unknown => Err(Problem::new(format!("there is no chore `{}`", unknown.join(" "))).help(HELP.trim_end())),
    }
}

pub(crate) fn list(steps: &[Step]) -> String {
    steps.iter().map(|step| format!("{:<9}{}\n", step.name, step.checks)).collect()
}

/// In the steps' own order, so that the cheap ones fail first.
fn choose(names: &[&str], steps: &'static [Step]) -> Result<Vec<&'static Step>, Problem> {
    let known = format!("the steps are:\n{}", list(steps).trim_end());
    if let Some(name) = names.iter().find(|name| steps.iter().all(|step| step.name != **name)) {
        return Err(Problem::new(format!("there is no step `{name}`")).help(known));
    }
    if names.is_empty() {
        return Err(Problem::new("`--only` names no step").help(known));
    }
    Ok(steps.iter().filter(|step| names.contains(&step.name)).collect())
}

fn choose_part(name: &str) -> Result<Part, Problem> {
    Part::ALL.into_iter().find(|part| part.name() == name).ok_or_else(|| {
        let names = Part::ALL.map(Part::name).join(", ");
        Problem::new(format!("there is no part `{name}` of the benches")).help(format!("the parts are: {names}"))
    })
}

fn choose_quick_part(name: &str) -> Result<Part, Problem> {
    let part = choose_part(name)?;
    if part.is_about_servers() {
        return Ok(part);
    }
    Err(Problem::new(format!("the part `{name}` has no quick run"))
        .help("quick runs are those of server and websockets"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::steps::ALL;

    fn parsed(line: &str) -> Result<Chore, Problem> {
        let arguments: Vec<String> = line.split_whitespace().map(String::from).collect();
        parse(&arguments, ALL)
    }

    fn chosen(line: &str) -> Vec<&'static str> {
        let Chore::Test(steps) = parsed(line).unwrap() else { panic!("`{line}` tests nothing") };
        steps.iter().map(|step| step.name).collect()
    }

    #[test]
    fn test_alone_means_every_step() {
        assert_eq!(chosen("test").len(), ALL.len());
    }

    #[test]
    fn only_chooses_in_the_order_of_the_steps() {
        assert_eq!(chosen("test --only clippy fmt"), ["fmt", "clippy"]);
    }

    #[test]
    fn an_unknown_step_is_named_and_the_known_ones_are_listed() {
        let message = parsed("test --only fmt clipy").unwrap_err().to_string();
        assert!(message.contains("no step `clipy`"), "{message}");
        assert!(message.contains("\nhelp: the steps are:\nfmt "), "{message}");
    }

    #[test]
    fn only_without_a_name_is_a_mistake() {
        assert!(parsed("test --only").unwrap_err().to_string().contains("names no step"));
    }

    #[test]
    fn a_part_of_the_benches_is_chosen_by_name() {
        assert!(matches!(parsed("bench").unwrap(), Chore::Bench(None, false)));
        assert!(matches!(parsed("bench --only compile").unwrap(), Chore::Bench(Some(Part::Compile), false)));
        assert!(matches!(parsed("bench server").unwrap(), Chore::Bench(Some(Part::Server), false)));
        let message = parsed("bench --only complie").unwrap_err().to_string();
        assert!(
            message.ends_with("help: the parts are: instructions, startup, compile, executor, server, websockets"),
            "{message}"
        );
    }

    #[test]
    fn only_servers_are_measured_quickly() {
        assert!(matches!(parsed("bench server --quick").unwrap(), Chore::Bench(Some(Part::Server), true)));
        assert!(parsed("bench compile --quick").unwrap_err().to_string().contains("has no quick run"));
    }

    #[test]
    fn an_unknown_chore_is_named() {
        assert!(parsed("test --fast").unwrap_err().to_string().contains("no chore `test --fast`"));
    }

    #[test]
    fn every_step_is_listed() {
        let listed = list(ALL);
        assert!(ALL.iter().all(|step| listed.lines().any(|line| line.starts_with(step.name))), "{listed}");
    }
}
