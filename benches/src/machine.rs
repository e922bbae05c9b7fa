//! What was measured on.

use std::process::Command;

use crate::Outcome;

/// Cores, processor, toolchain and system, in one sentence.
pub(crate) fn description() -> Outcome<String> {
    let cores = std::thread::available_parallelism()?;
    let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor = model(&cpuinfo).unwrap_or("a processor without a name");
    let rustc =
        Command::new("rustc").arg("--version").output().map_err(|error| format!("cannot start rustc: {error}"))?;
    let rustc = String::from_utf8(rustc.stdout)?;
    Ok(format!("{cores} cores of {processor}, {}, {} {}", rustc.trim(), std::env::consts::ARCH, std::env::consts::OS))
}

fn model(cpuinfo: &str) -> Option<&str> {
    cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':')).map(|(_, name)| name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_is_named() {
        assert_eq!(model("processor\t: 0\nmodel name\t: Some CPU\nmodel name\t: Some CPU\n"), Some("Some CPU"));
        assert_eq!(model(""), None);
    }
}
