//! Prints error and cost of ways to sketch a set: `cargo bench --no-default-features --bench sketches`.
//!
//! Pairs of random sets of known Jaccard similarity are sketched with 256 slots. *Error* is the root of the mean squared
//! difference between the share of agreeing slots and the truth, divided by what 256 independent hashes would give, √(J (1 −
//! J) / 256): 1 is as good as classic MinHash. *Bias* is the mean difference. The four ways:
//!
//! - *classic*: 256 hashes a shingle, the least of each kept (Broder 1997).
//! - *optimal*: one hash a shingle, empty slots ask donors until one is filled (Shrivastava 2017).
//! - *reverse*: one hash a shingle, filled slots make offers (Mai et al. 2020): `copydesk::sketch`.
//! - *fast similarity*: rounds of one hash a shingle until every slot is filled (Dahlgaard, Knudsen and Thorup 2017).
//!
//! Then the shape of the bands for each threshold, and whether a pair at the threshold is missed as seldom as the shape
//! promises: slots that were given a value are not independent, and the promise counts as if they were.

use copydesk::lsh::BandShape;
use copydesk::sketch::Sketcher;
use std::hint::black_box;
use std::time::Instant;

const SLOTS: usize = 256;

/// Pairs of sets for each line: enough for the error's second digit.
const PAIRS: usize = 2000;

type Sketch = Box<dyn Fn(&[u64]) -> Vec<u64>>;

fn main() {
    let sketcher = Sketcher::new(SLOTS).expect("a number in range");
    let ways: [(&str, Sketch); 4] = [
        ("classic", Box::new(classic)),
        ("optimal", Box::new(optimal)),
        (
            "reverse",
            Box::new(move |shingles| {
                let mut signature = vec![0; SLOTS];
                sketcher.sketch(shingles.iter().copied(), &mut signature);
                signature.into_iter().map(u64::from).collect()
            }),
        ),
        ("fast similarity", Box::new(fast_similarity)),
    ];
    println!(
        "{:16} {:>8} {:>8} {:>8} {:>8} {:>14} {:>12}",
        "", "shingles", "Jaccard", "error", "bias", "ns a shingle", "ns a text"
    );
    for shingles in [20, 80, 300, 1000] {
        for jaccard in [0.3, 0.7, 0.9] {
            for (name, sketch) in &ways {
                let line = measure(sketch, shingles, jaccard);
                let per_shingle = line.seconds / shingles as f64 * 1e9;
                println!(
                    "{name:16} {shingles:8} {jaccard:8.1} {:8.2} {:8.4} {per_shingle:14.1} {:12.0}",
                    line.error,
                    line.bias,
                    line.seconds * 1e9
                );
            }
        }
    }
    shapes();
    few_agreeing();
}

/// The shape for each threshold, with 256 slots and a miss probability of 10⁻⁶.
fn shapes() {
    println!("\n{:>9} {:>6} {:>14} {:>9} {:>8}", "threshold", "bands", "rows per band", "agreeing", "missed");
    for hundredths in (10..=95).step_by(5) {
        let threshold = f64::from(hundredths) / 100.0;
        match BandShape::for_threshold(threshold, SLOTS, 1e-6) {
            Some(shape) => println!(
                "{threshold:9.2} {:6} {:14} {:9} {:8.0e}",
                shape.bands,
                shape.rows_per_band,
                shape.agreeing,
                shape.miss_probability(threshold)
            ),
            None => println!("{threshold:9.2}   the exact join"),
        }
    }
}

/// Of pairs at 0.7 the share that agrees in few bands, beside what independent slots would give.
fn few_agreeing() {
    /// Few enough to be rare, enough to be seen.
    const FEW: usize = 5;
    const PAIRS: u32 = 100_000;
    let sketcher = Sketcher::new(SLOTS).expect("a number in range");
    let shape = BandShape::for_threshold(0.7, SLOTS, 1e-6).expect("bands of several rows");
    let independent = |jaccard: f64| BandShape { agreeing: FEW + 1, ..shape }.miss_probability(jaccard);
    println!("\n{:>9} {:>8} {:>26} {:>12}", "shingles", "Jaccard", "agree in at most 5 bands", "independent");
    let mut random = 3;
    for shingles in [20, 40, 80, 160, 320] {
        let shared = shared(shingles, 0.7);
        let mut few = 0;
        let mut signatures = [vec![0; SLOTS], vec![0; SLOTS]];
        for _ in 0..PAIRS {
            let all: Vec<u64> = (0..2 * shingles - shared).map(|_| next(&mut random)).collect();
            sketcher.sketch(all[..shingles].iter().copied(), &mut signatures[0]);
            sketcher.sketch(all[shingles - shared..].iter().copied(), &mut signatures[1]);
            let bands = signatures[0].chunks(shape.rows_per_band).zip(signatures[1].chunks(shape.rows_per_band));
            few += u32::from(bands.filter(|(left, right)| left == right).count() <= FEW);
        }
        let jaccard = shared as f64 / (2 * shingles - shared) as f64;
        let (few, expected) = (f64::from(few) / f64::from(PAIRS), independent(jaccard));
        println!("{shingles:9} {jaccard:8.3} {few:26.5} {expected:12.5}");
    }
}

/// How many shingles two sets of so many share at a Jaccard similarity: of sets of n that share s it is s / (2n − s).
fn shared(shingles: usize, jaccard: f64) -> usize {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a share of the shingles
    let shared = (2.0 * shingles as f64 * jaccard / (1.0 + jaccard)).round() as usize;
    shared
}

struct Line {
    error: f64,
    bias: f64,
    /// Of one sketch.
    seconds: f64,
}

fn measure(sketch: &Sketch, shingles: usize, jaccard: f64) -> Line {
    let mut random = 1;
    let (mut squares, mut sum, mut seconds) = (0.0, 0.0, f64::INFINITY);
    for _ in 0..PAIRS {
        let shared = shared(shingles, jaccard);
        let all: Vec<u64> = (0..2 * shingles - shared).map(|_| next(&mut random)).collect();
        let (left, right) = (&all[..shingles], &all[shingles - shared..]);
        let start = Instant::now();
        let left = black_box(sketch(black_box(left)));
        seconds = seconds.min(start.elapsed().as_secs_f64());
        let right = sketch(right);
        let agreeing = left.iter().zip(&right).filter(|(left, right)| left == right).count();
        let off = agreeing as f64 / SLOTS as f64 - shared as f64 / all.len() as f64;
        squares += off * off;
        sum += off;
    }
    let error = (squares / PAIRS as f64).sqrt() / (jaccard * (1.0 - jaccard) / SLOTS as f64).sqrt();
    Line { error, bias: sum / PAIRS as f64, seconds }
}

fn classic(shingles: &[u64]) -> Vec<u64> {
    let mut random = 2;
    let factors: [u64; SLOTS] = std::array::from_fn(|_| next(&mut random) | 1);
    let mut least = [u64::MAX; SLOTS];
    for shingle in shingles {
        for (least, factor) in least.iter_mut().zip(factors) {
            let product = shingle.wrapping_mul(factor);
            *least = (*least).min((product ^ product >> 29).wrapping_mul(factor));
        }
    }
    least.to_vec()
}

/// The slot of a hash, and what competes there.
fn slot_and_value(hash: u64) -> (usize, u64) {
    #[allow(clippy::cast_possible_truncation)] // below the number of slots
    let slot = (((hash >> 32) * SLOTS as u64) >> 32) as usize;
    (slot, hash & 0xFFFF_FFFF)
}

fn optimal(shingles: &[u64]) -> Vec<u64> {
    let mut signature = vec![u64::MAX; SLOTS];
    for &hash in shingles {
        let (slot, value) = slot_and_value(hash);
        signature[slot] = signature[slot].min(value);
    }
    let filled = signature.clone();
    for (slot, value) in signature.iter_mut().enumerate() {
        let mut attempt = 0;
        while *value == u64::MAX {
            *value = filled[slot_and_value(mix((slot as u64) << 32 | attempt)).0];
            attempt += 1;
        }
    }
    signature
}

fn fast_similarity(shingles: &[u64]) -> Vec<u64> {
    let mut signature = vec![u64::MAX; SLOTS];
    let mut empty = SLOTS;
    for round in 0..2 * SLOTS {
        for &shingle in shingles {
            let (slot, value) = slot_and_value(mix(shingle ^ round as u64));
            // In the second half each round is for one slot, which makes sure that all are filled.
            let slot = if round < SLOTS { slot } else { round - SLOTS };
            empty -= usize::from(signature[slot] == u64::MAX);
            signature[slot] = signature[slot].min((round as u64) << 32 | value);
        }
        if empty == 0 {
            break;
        }
    }
    signature
}

/// The finaliser of splitmix64.
fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn next(random: &mut u64) -> u64 {
    *random = random.wrapping_add(1);
    mix(mix(*random))
}
