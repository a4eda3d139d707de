//! A column in, out for each document its cluster and what ties it there.

use super::Relation;
use super::banded::{Found, Goal};
use super::classes::Classes;
use super::forest::{Edge, Forest};
use super::measure::Measure;
use super::pairs::{ClassPair, Pairing, class_pairs};
use super::partial;
use super::reading::Reading;
use super::shingles::Origin;
use crate::error::Result;
use crate::id::{ClusterId, DocId};
use crate::schedule::Run;

/// How alike the documents of one cluster are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Equal folded token sequences.
    Exact,
    /// Connected components of the pairs that reach the Jaccard threshold.
    Near,
    /// Near clusters, each tied to at most one text that contains it.
    Partial,
}

/// A document in its cluster.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Membership {
    /// The cluster, named by its first row.
    pub cluster: ClusterId,
    /// Documents in the cluster.
    pub members: usize,
    /// The document that stands for the cluster.
    pub representative: DocId,
    /// What ties the document in; None for the representative.
    pub tie: Option<Tie>,
}

/// The document that ties another into its cluster.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Tie {
    /// The relation to it.
    pub relation: Relation,
    /// That relation's score: 1 for exact, Jaccard for near, containment for partial.
    pub similarity: f64,
    /// Its row.
    pub link: DocId,
}

/// The clusters of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Clustering {
    /// For each row its membership, None for a missing text.
    pub memberships: Vec<Option<Membership>>,
    /// Groups of hundreds of similar documents that were not compared pair by pair, so that a tie in them may be missed.
    pub capped: usize,
}

/// Clusters a column.
///
/// Of all ties that would hold a cluster together the strongest are kept (a maximum spanning tree), and each document names
/// its neighbour on the way to the representative.
///
/// # Errors
/// [`Error::Parameter`](crate::Error::Parameter), [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
pub fn cluster(run: &Run, origin: Origin<'_>, level: Level, pairing: &Pairing) -> Result<Clustering> {
    let Ties { classes, shingles, edges, capped } = ties(run, origin, level, pairing)?;
    Ok(Clustering { memberships: Forest::grow(&shingles, edges).memberships(&classes), capped })
}

/// The classes of a column and what ties them, before a forest is grown of it.
#[derive(Debug)]
pub struct Ties {
    /// The classes.
    pub classes: Classes,
    /// Distinct shingles of each class with an edge; 0 for the others.
    pub shingles: Vec<usize>,
    /// The ties of all levels up to the one asked for.
    pub edges: Vec<Edge>,
    /// See [`Clustering::capped`].
    pub capped: usize,
}

/// Finds what ties the documents of a column together at a level.
///
/// # Errors
/// As [`cluster`].
pub fn ties(run: &Run, origin: Origin<'_>, level: Level, pairing: &Pairing) -> Result<Ties> {
    pairing.check()?;
    if level == Level::Exact {
        let Reading { classes, .. } = Reading::for_classes(run, origin, pairing.shingling)?;
        let shingles = vec![0; classes.classes.len()];
        return Ok(Ties { classes, shingles, edges: Vec::new(), capped: 0 });
    }
    let jaccard = Pairing { measure: Measure::Jaccard, ..pairing.clone() };
    let (reading, Found { pairs, capped }) = class_pairs(run, origin, &jaccard, Goal::Components)?;
    run.check()?;
    let classes = &reading.classes;
    let mut shingles = vec![0; classes.classes.len()];
    let mut edges: Vec<Edge> = pairs.iter().map(|pair| near_edge(pair, &mut shingles)).collect();
    if level != Level::Near {
        let near = Forest::grow(&shingles, edges.clone());
        for tie in partial::ties(run, reading.shingles(origin, pairing.shingling), classes, &near, &jaccard)? {
            shingles[tie.contained as usize] = tie.overlap.left;
            shingles[tie.container as usize] = tie.overlap.right;
            let similarity = tie.overlap.similarity().containment_left;
            edges.push(Edge { left: tie.contained, right: tie.container, relation: Relation::Partial, similarity });
        }
    }
    Ok(Ties { classes: reading.into_classes(), shingles, edges, capped })
}

fn near_edge(pair: &ClassPair, shingles: &mut [usize]) -> Edge {
    shingles[pair.left as usize] = pair.overlap.left;
    shingles[pair.right as usize] = pair.overlap.right;
    let similarity = pair.overlap.similarity().jaccard;
    Edge { left: pair.left, right: pair.right, relation: Relation::Near, similarity }
}
