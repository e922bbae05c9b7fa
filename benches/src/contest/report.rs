//! What came out of contests, in Markdown.

use std::fmt::Write;

use super::{Reading, Standing};
use crate::Outcome;
use crate::spread::Spread;

/// Whose side it is that targets are for. Its variants' names begin alike, and are no peers.
const OURS: &str = "pyramidion";

/// Which of two values wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Better {
    More,
    Less,
}

/// What pyramidion's side is held to, beside a peer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    /// As good as this peer.
    Reach(&'static str),
    /// As good as this peer, which is more than is promised.
    Aim(&'static str),
    /// As good as the best peer of those, which is more than is promised.
    AimAtTheBest(&'static [&'static str]),
}

/// How the standings of one table are written.
pub(crate) struct Report {
    /// What is counted, as the column's head.
    pub(crate) unit: &'static str,
    pub(crate) better: Better,
    /// The side that all are compared with.
    pub(crate) baseline: &'static str,
    /// A side that is no peer, but shows what can be measured at all.
    pub(crate) limit: Option<&'static str>,
    pub(crate) write: fn(f64) -> String,
    pub(crate) targets: &'static [Target],
}

impl Report {
    /// All sides; then pyramidion beside its targets, and whom it is behind.
    pub(crate) fn write(&self, standings: &[Standing]) -> Outcome<String> {
        let mut text = self.table(standings)?;
        if !self.targets.is_empty() {
            text.push('\n');
            text.push_str(&self.verdicts(standings)?);
        }
        text.push('\n');
        text.push_str(&self.behind(standings)?);
        Ok(text)
    }

    fn table(&self, standings: &[Standing]) -> Outcome<String> {
        let mut text = format!(
            "| Measured | Server | {} | To {} | Server's core busy |\n|---|---|--:|--:|--:|\n",
            self.unit, self.baseline
        );
        for standing in standings {
            for (name, readings) in &standing.sides {
                let value = (self.write)(Spread::of(readings.iter().map(|reading| reading.value)).median);
                let ratio = standing.ratio(name, self.baseline).map_or_else(nothing, |ratio| ratio.to_string());
                writeln!(text, "| {} | {name} | {value} | {ratio} | {} |", standing.what, busy(readings))?;
            }
        }
        Ok(text)
    }

    fn verdicts(&self, standings: &[Standing]) -> Outcome<String> {
        let mut text = "| Measured | Beside | Ratio | Target | Goal |\n|---|---|--:|---|---|\n".to_owned();
        for standing in standings {
            for target in self.targets {
                let (peer, is_goal) = match *target {
                    Target::Reach(peer) => (Some(peer), false),
                    Target::Aim(peer) => (Some(peer), true),
                    Target::AimAtTheBest(peers) => (self.best(standing, peers), true),
                };
                let Some((peer, ratio)) = peer.and_then(|peer| Some((peer, standing.ratio(OURS, peer)?))) else {
                    continue;
                };
                let verdict = self.verdict(&ratio);
                let (target, goal) = if is_goal { (nothing(), verdict) } else { (verdict, nothing()) };
                writeln!(text, "| {} | {peer} | {ratio} | {target} | {goal} |", standing.what)?;
            }
        }
        Ok(text)
    }

    /// Everyone who is ahead of pyramidion, whether that is a target or not.
    fn behind(&self, standings: &[Standing]) -> Outcome<String> {
        let mut text = String::new();
        for standing in standings {
            let peers = standing.sides.iter().map(|(name, _)| *name).filter(|name| self.is_peer(name));
            let ratios = peers.filter_map(|peer| Some((peer, standing.ratio(OURS, peer)?)));
            let ahead: Vec<String> = ratios
                .filter(|(_, ratio)| !self.holds(ratio))
                .map(|(peer, ratio)| format!("{peer} ({:.3})", ratio.median))
                .collect();
            if !ahead.is_empty() {
                writeln!(text, "- {}: {}", standing.what, ahead.join(", "))?;
            }
        }
        if text.is_empty() {
            return Ok("pyramidion is behind nobody here.\n".to_owned());
        }
        Ok(format!("Whom pyramidion is behind, with its ratio to them:\n\n{text}"))
    }

    fn is_peer(&self, name: &str) -> bool {
        !name.starts_with(OURS) && self.limit != Some(name)
    }

    fn best(&self, standing: &Standing, peers: &[&'static str]) -> Option<&'static str> {
        let medians = peers.iter().filter_map(|peer| Some((*peer, Spread::of(standing.values(peer)?).median)));
        let best = match self.better {
            Better::More => medians.max_by(|one, other| one.1.total_cmp(&other.1)),
            Better::Less => medians.min_by(|one, other| one.1.total_cmp(&other.1)),
        };
        best.map(|(peer, _)| peer)
    }

    fn verdict(&self, ratio: &Spread) -> String {
        let sign = if self.better == Better::More { '≥' } else { '≤' };
        let outcome = if self.holds(ratio) { "met" } else { "**missed**" };
        format!("{sign} 1: {outcome}")
    }

    fn holds(&self, ratio: &Spread) -> bool {
        match self.better {
            Better::More => ratio.median >= 1.0,
            Better::Less => ratio.median <= 1.0,
        }
    }
}

fn busy(readings: &[Reading]) -> String {
    let parts: Option<Vec<f64>> = readings.iter().map(|reading| reading.busy).collect();
    parts.map_or_else(nothing, |parts| format!("{:.0} %", 100.0 * Spread::of(parts).median))
}

fn nothing() -> String {
    "–".to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const REPORT: Report = Report {
        unit: "Requests/s",
        better: Better::More,
        baseline: "axum",
        limit: Some("nothing"),
        write: |value| format!("{value:.0}"),
        targets: &[Target::Reach("axum"), Target::AimAtTheBest(&["axum", "hyper", "absent"])],
    };

    fn standing(ours: f64) -> [Standing; 1] {
        let side = |name, value| (name, vec![Reading { value, busy: Some(0.5) }]);
        let sides = vec![
            side("nothing", 10.0),
            side("pyramidion", ours),
            side("pyramidion, derived", 9.0),
            side("axum", 2.0),
            side("hyper", 4.0),
        ];
        [Standing { what: "text".to_owned(), sides }]
    }

    #[test]
    fn all_sides_are_compared_with_the_baseline() {
        let text = REPORT.table(&standing(3.0)).unwrap();
        assert!(text.contains("| text | pyramidion | 3 | 1.500 (1.500 – 1.500) | 50 % |\n"), "{text}");
        assert!(text.contains("| text | axum | 2 | 1.000 (1.000 – 1.000) | 50 % |\n"), "{text}");
    }

    #[test]
    fn targets_and_goals_have_columns_of_their_own() {
        let text = REPORT.verdicts(&standing(3.0)).unwrap();
        assert!(text.contains("| text | axum | 1.500 (1.500 – 1.500) | ≥ 1: met | – |\n"), "{text}");
        assert!(text.contains("| text | hyper | 0.750 (0.750 – 0.750) | – | ≥ 1: **missed** |\n"), "{text}");
    }

    #[test]
    fn whoever_is_ahead_is_named_and_no_variant_of_our_own() {
        let text = REPORT.behind(&standing(3.0)).unwrap();
        assert!(text.ends_with("\n- text: hyper (0.750)\n"), "{text}");
        assert_eq!(REPORT.behind(&standing(4.0)).unwrap(), "pyramidion is behind nobody here.\n");
    }

    #[test]
    fn where_less_is_better_it_is_the_other_way_round() {
        let report = Report { better: Better::Less, ..REPORT };
        let text = report.verdicts(&standing(3.0)).unwrap();
        assert!(text.contains("| text | axum | 1.500 (1.500 – 1.500) | ≤ 1: **missed** | – |\n"), "{text}");
        assert_eq!(report.best(&standing(3.0)[0], &["axum", "hyper"]), Some("axum"));
    }
}
