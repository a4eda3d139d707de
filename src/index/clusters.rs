//! The live rows of an index in, their clusters out: those of `cluster` over their texts.

use super::archive::Archive;
use super::content::Content;
use super::damage::{Checked, SHORT};
use super::live::Live;
use super::settings::Depth;
use crate::duplicate::cluster::ties;
use crate::duplicate::{Clustering, Level, Measure, Method, Origin, Pairing, Stored, cluster, first_rows};
use crate::error::Result;
use crate::id::{DocId, Ids};
use crate::schedule::Run;
use crate::sketch::Sketcher;
use crate::story::cluster::versions;
use crate::story::document::Documents;
use crate::story::stories::{Groups, Reach};
use crate::story::tally::Tally;

/// Slots of a signature, and the probability of a miss, as `cluster` has them by default.
const NUM_HASHES: usize = 256;
const MISS: f64 = 1e-6;

/// The clusters of an index.
#[derive(Debug)]
pub struct Clusters {
    /// For each live row its place.
    pub clustering: Clustering,
    /// For each live row the earliest dated row of its cluster; empty where no row has a date.
    pub first: Vec<Option<DocId>>,
    /// For each live row its id.
    pub ids: Ids,
}

impl Archive {
    /// Groups the live rows, numbered in the order of adding.
    ///
    /// # Errors
    /// [`Error::Format`] of a damaged segment, [`Error::Memory`], [`Error::Cancelled`].
    ///
    /// # Complexity
    /// That of `cluster` without reading texts.
    pub fn clusters(&self, run: &Run) -> Result<Clusters> {
        let state = self.state();
        let live = Live::new(&state)?;
        let settings = state.settings();
        let pairing = Pairing {
            threshold: settings.threshold,
            measure: Measure::Jaccard,
            method: Method::Lsh,
            shingling: settings.shingling,
            sketcher: Sketcher::new(NUM_HASHES)?,
            miss: MISS,
        };
        let dates = live.dates()?;
        let origin = Origin::Stored(&live);
        let clustering = match (settings.depth, &state.stories) {
            (Depth::Exact, _) => cluster(run, origin, Level::Exact, &pairing)?,
            (Depth::Near, _) => cluster(run, origin, Level::Near, &pairing)?,
            (Depth::Story, Some(stories)) => {
                let ties = ties(run, origin, Level::Partial, &pairing)?;
                let versions = versions(run, origin, &pairing, &ties.classes)?;
                let groups = Groups::new(ties, versions);
                let told = run.map(&groups.rows(), |row| {
                    let (part, local) = live.place(row.index());
                    let tally = || -> Checked<Option<Tally>> { stories.tally(part.segment.telling(local)?) };
                    part.told(tally().and_then(|tally| tally.ok_or(SHORT)))
                })?;
                let tallies: Vec<Tally> = told.into_iter().collect::<Result<_>>()?;
                let documents = Documents::weigh_frozen(&tallies, stories.frozen());
                let reach = Reach { threshold: settings.story_threshold, dates: Some(&dates), window: settings.window };
                let count = |rows: &[DocId]| rows.iter().map(|&row| live.shingles_of(row)).collect();
                groups.stories(run, &documents, &reach, count)?.clustering
            }
            (Depth::Partial | Depth::Story, _) => cluster(run, origin, Level::Partial, &pairing)?,
        };
        let has_dates = dates.iter().any(Option::is_some);
        let first = if has_dates { first_rows(&clustering.memberships, &dates) } else { Vec::new() };
        debug_assert_eq!(clustering.memberships.len(), live.len());
        Ok(Clusters { clustering, first, ids: live.ids()? })
    }
}
