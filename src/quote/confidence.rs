//! A rule in, how often its answer is right out.

use super::kind::Kind;
use super::rule::Rule;
use ahash::AHashMap;
use std::sync::OnceLock;

/// How likely a quote of `kind` whose speaker `rule` found is a quote and has that speaker; none without a speaker.
///
/// The numbers stand in `confidence.txt`, which `benchmarks/quote_weights.py` writes.
pub(crate) fn confidence(kind: Kind, rule: Rule) -> f64 {
    static SHARES: OnceLock<AHashMap<(&'static str, &'static str), f64>> = OnceLock::new();
    let shares = SHARES.get_or_init(|| {
        let lines = include_str!("confidence.txt").lines().filter(|line| !line.starts_with('#'));
        lines
            .filter_map(|line| {
                let mut words = line.split_whitespace();
                Some(((words.next()?, words.next()?), words.next()?.parse().ok()?))
            })
            .collect()
    });
    let form = if kind == Kind::Indirect { "unmarked" } else { "marked" };
    shares.get(&(form, rule.as_str())).copied().unwrap_or(0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_share_is_one_of_a_known_rule() {
        for line in include_str!("confidence.txt").lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<_> = line.split_whitespace().collect();
            let [form, rule, share] = words[..] else { panic!("{line}") };
            assert!(["marked", "unmarked"].contains(&form), "{line}");
            assert!(Rule::ALL.iter().any(|known| known.as_str() == rule), "{line}");
            assert!((0.0..=1.0).contains(&share.parse::<f64>().unwrap()), "{line}");
        }
    }
}
