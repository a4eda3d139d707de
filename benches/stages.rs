//! Prints what each stage from text to signature takes on one core: `cargo bench --no-default-features --bench stages`.
//!
//! Texts are generated (about 2 KB each, one word in 25 with an apostrophe, one text in five with curly marks). With
//! `COPYDESK_TEXTS` set to a file of plain text, its paragraphs of 2 KB are used instead. A line is the sum of the best times
//! of every stretch of texts: other programs on the machine only ever make one slower.

use copydesk::shingle::{Shingling, Unit};
use copydesk::sketch::Sketcher;
use copydesk::text::bitmap::{Bitmaps, High};
use copydesk::text::segment::for_each_word;
use copydesk::text::tokenize::{for_each_hash, hash_tokens};
use std::hint::black_box;
use std::time::Instant;

/// Texts that are timed together: tens of microseconds, well below the time that a scheduler gives a program.
const STRETCH: usize = 16;

const RUNS: usize = 12;

fn main() {
    let texts = texts();
    let megabytes = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    let ascii = texts.iter().filter(|text| text.is_ascii()).count();
    println!("{} texts, {megabytes:.1} MB, {ascii} of them ASCII", texts.len());
    let stage = |name: &str, run: &mut dyn FnMut(&str)| {
        let mut best = vec![f64::INFINITY; texts.len().div_ceil(STRETCH)];
        for _ in 0..RUNS {
            for (texts, best) in texts.chunks(STRETCH).zip(&mut best) {
                let start = Instant::now();
                for text in texts {
                    run(text);
                }
                *best = best.min(start.elapsed().as_secs_f64());
            }
        }
        let best: f64 = best.iter().sum();
        println!("{name:34} {:8.0} MB/s {:8.1} ns a text", megabytes / best, best / texts.len() as f64 * 1e9);
    };

    let mut maps = Bitmaps::default();
    stage("bitmaps", &mut |text| maps.read(text.as_bytes(), High::Apart));
    stage("bitmaps by table", &mut |text| maps.read_by_table(text.as_bytes(), High::Apart));
    stage("… and words", &mut |text| {
        maps.read(text.as_bytes(), High::Apart);
        for_each_word(text, &maps, |span, _| {
            black_box(span);
        });
    });
    stage("… and hashes of folded words", &mut |text| {
        for_each_hash(text, |_, hash| {
            black_box(hash);
        });
    });
    let mut tokens = Vec::new();
    stage("… without places", &mut |text| {
        tokens.clear();
        hash_tokens(text, &mut tokens);
        black_box(&tokens);
    });
    let shingling = Shingling::new(5, Unit::Word).expect("a size in range");
    let mut hashes = Vec::new();
    stage("… and hashes of 5-word shingles", &mut |text| shingling.hashes_into(text, &mut tokens, &mut hashes));
    let sketcher = Sketcher::new(256).expect("a number in range");
    let mut signature = vec![0; 256];
    stage("… and a signature of 256 slots", &mut |text| {
        shingling.hashes_into(text, &mut tokens, &mut hashes);
        sketcher.sketch(hashes.iter().copied(), &mut signature);
    });
    stage("a sorted set of shingles", &mut |text| {
        black_box(shingling.set(text));
    });
}

fn texts() -> Vec<String> {
    if let Ok(path) = std::env::var("COPYDESK_TEXTS") {
        let all = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("COPYDESK_TEXTS={path}: {error}"));
        let mut texts = vec![String::new()];
        for line in all.split_inclusive('\n') {
            match texts.last_mut() {
                Some(last) if last.len() < 2000 => last.push_str(line),
                _ => texts.push(line.to_owned()),
            }
        }
        return texts;
    }
    let mut random = 1u64;
    (0..5000).map(|number| text(&mut random, number % 5 == 0)).collect()
}

/// About 2 KB of words of one to eleven letters in sentences.
fn text(random: &mut u64, curly: bool) -> String {
    let mut next = |below: u64| {
        // Knuth's linear congruential generator; any will do.
        *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*random >> 33) % below
    };
    let mut text = String::with_capacity(2100);
    while text.len() < 2000 {
        for _ in 0..=(next(4) + next(4) + next(5)) {
            text.push(char::from(b'a' + u8::try_from(next(26)).unwrap_or(0)));
        }
        match next(25) {
            0 => text.push_str(if curly { "’s “" } else { "'s " }),
            1 => text.push_str(". The "),
            2 => text.push_str(", "),
            _ => text.push(' '),
        }
    }
    text
}
