//! From scripts to a checked graph.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::walk::Edges;
use super::{Links, RevisionIndex, RevisionMap};
use crate::graph_error::{CycleKind, GraphError};
use crate::messenger::Warning;
use crate::revision::{Revision, illegal_characters};

/// Mirrors `RevisionMap._revision_map`.
pub(super) fn build(revisions: Rc<[Revision]>) -> Result<RevisionMap, (GraphError, Vec<Warning>)> {
    let n_revisions = revisions.len();
    let mut map = RevisionMap {
        links: revisions.iter().map(|_| Links::default()).collect(),
        revisions,
        keys: IndexMap::with_capacity_and_hasher(n_revisions, FxBuildHasher),
        heads: Vec::new(),
        real_heads: Vec::new(),
        bases: Vec::new(),
        warnings: RefCell::new(Vec::new()),
        marks: RefCell::new(Vec::new()),
        generation: Cell::new(0),
        depths: OnceCell::new(),
    };
    match fill(&mut map) {
        Ok(()) => Ok(map),
        Err(error) => {
            let warnings = map.take_warnings();
            Err((error, warnings))
        }
    }
}

fn fill(map: &mut RevisionMap) -> Result<(), GraphError> {
    check_each(map)?;
    add_ids(map);
    let n_ids = map.keys.len();
    add_labels(map)?;
    add_dependencies(map)?;
    add_edges(map)?;
    let mut is_head: Vec<bool> = vec![true; map.revisions.len()];
    let mut is_real_head = is_head.clone();
    mark_heads(map, &mut is_head, &mut is_real_head);
    normalize_dependencies(map);
    let pick = |flags: &[bool]| -> Vec<RevisionIndex> {
        (0..map.revisions.len())
            .map(RevisionMap::index)
            .filter(|index| flags.get(index.0 as usize).copied().unwrap_or_default())
            .collect()
    };
    let heads = pick(&is_head);
    let real_heads = pick(&is_real_head);
    detect_cycles(map, n_ids, &heads, &real_heads)?;
    map.heads = map.ids(&heads);
    map.real_heads = map.ids(&real_heads);
    map.bases = map
        .revisions
        .iter()
        .filter(|revision| revision.is_base())
        .map(|revision| revision.id.clone())
        .collect();
    inherit_labels(map);
    Ok(())
}

/// What `Revision.__init__` refuses.
fn check_each(map: &RevisionMap) -> Result<(), GraphError> {
    for revision in map.revisions() {
        check(revision)?;
    }
    Ok(())
}

/// Refuses a self-loop and characters that symbols need.
///
/// # Errors
/// As `Revision.__init__` and `verify_rev_id`.
pub(crate) fn check(revision: &Revision) -> Result<(), GraphError> {
    if revision.down_revisions.contains(&revision.id) {
        return Err(GraphError::Cycle {
            kind: CycleKind::SelfLoop,
            revisions: vec![revision.id.clone()],
        });
    }
    if revision.dependencies.contains(&revision.id) {
        return Err(GraphError::Cycle {
            kind: CycleKind::DependencySelfLoop,
            revisions: vec![revision.id.clone()],
        });
    }
    verify_id(&revision.id)
}

/// Mirrors `Revision.verify_rev_id`.
///
/// # Errors
/// A character that symbols need.
pub(crate) fn verify_id(id: &str) -> Result<(), GraphError> {
    let illegal: Vec<String> = illegal_characters(id).iter().map(char::to_string).collect();
    if illegal.is_empty() {
        return Ok(());
    }
    Err(GraphError::revision(format!(
        "Character(s) '{}' not allowed in revision identifier '{id}'",
        illegal.join(", ")
    )))
}

fn add_ids(map: &mut RevisionMap) {
    for (position, revision) in map.revisions.iter().enumerate() {
        if map.keys.contains_key(&revision.id) {
            map.warnings.borrow_mut().push(Warning::user(
                format!("Revision {} is present more than once", revision.id),
                revision.revision_span,
            ));
        }
        map.keys
            .insert(revision.id.clone(), RevisionMap::index(position));
    }
}

fn add_labels(map: &mut RevisionMap) -> Result<(), GraphError> {
    for (position, revision) in map.revisions.iter().enumerate() {
        for label in &revision.own_branch_labels {
            if let Some(other) = map.keys.get(label) {
                return Err(GraphError::revision(format!(
                    "Branch name '{label}' in revision {} already used by revision {}",
                    revision.id, map.revisions[other.0 as usize].id
                )));
            }
            map.keys.insert(label.clone(), RevisionMap::index(position));
        }
    }
    Ok(())
}

/// Mirrors `_add_depends_on`.
fn add_dependencies(map: &mut RevisionMap) -> Result<(), GraphError> {
    for position in 0..map.revisions.len() {
        let mut resolved = Vec::new();
        for name in &map.revisions[position].dependencies {
            let Some(index) = map.find(name) else {
                return Err(GraphError::Key { key: name.clone() });
            };
            resolved.push(map.canonical(index));
        }
        map.links[position].dependencies = resolved;
    }
    Ok(())
}

fn add_edges(map: &mut RevisionMap) -> Result<(), GraphError> {
    for position in 0..map.revisions.len() {
        let mut down = Vec::new();
        for id in &map.revisions[position].down_revisions {
            let Some(index) = map.find(id) else {
                continue;
            };
            down.push(index);
        }
        let links = &mut map.links[position];
        links.down = down;
        links.all_down = deduped(&links.down, &links.dependencies);
    }
    let in_map: Vec<RevisionIndex> = unique_values(map);
    for index in in_map {
        let revision = &map.revisions[index.0 as usize];
        for id in &revision.down_revisions {
            if map.find(id).is_none() {
                map.warnings.borrow_mut().push(Warning::user(
                    format!(
                        "Revision {id} referenced from {} is not present",
                        describe(map, index)
                    ),
                    revision.down_revision_span.or(revision.revision_span),
                ));
                return Err(GraphError::Key { key: id.clone() });
            }
        }
        for parent in map.links[index.0 as usize].all_down.clone() {
            let versioned = map.revisions[index.0 as usize]
                .down_revisions
                .contains(&map.revisions[parent.0 as usize].id);
            let links = &mut map.links[parent.0 as usize];
            if !links.all_next.contains(&index) {
                links.all_next.push(index);
            }
            if versioned && !links.next.contains(&index) {
                links.next.push(index);
            }
        }
    }
    Ok(())
}

/// `str(script)` while the map is being built: a child may not be known yet.
fn describe(map: &RevisionMap, index: RevisionIndex) -> String {
    let revision = map.revision(index);
    format!(
        "{} -> {}{}{}{}, {}",
        revision.format_down_revision(),
        revision.id,
        if map.is_head(index) { " (head)" } else { "" },
        if map.is_branch_point(index) {
            " (branchpoint)"
        } else {
            ""
        },
        if revision.is_merge_point() {
            " (mergepoint)"
        } else {
            ""
        },
        revision.doc()
    )
}

fn mark_heads(map: &RevisionMap, is_head: &mut [bool], is_real_head: &mut [bool]) {
    for index in unique_values(map) {
        let revision = map.revision(index);
        for parent in &map.links(index).down {
            is_head[parent.0 as usize] = false;
        }
        for parent in &map.links(index).dependencies {
            if revision
                .down_revisions
                .iter()
                .any(|id| id == map.id(*parent))
            {
                is_head[parent.0 as usize] = false;
            }
            is_real_head[parent.0 as usize] = false;
        }
        for parent in &map.links(index).down {
            is_real_head[parent.0 as usize] = false;
        }
    }
}

/// Mirrors `_normalize_depends_on`.
fn normalize_dependencies(map: &mut RevisionMap) {
    for position in 0..map.revisions.len() {
        let index = RevisionMap::index(position);
        let mut normalized = map.links[position].dependencies.clone();
        if !normalized.is_empty() {
            for ancestor in map.reach(&[index], Edges::Down) {
                if ancestor != index && !map.links(ancestor).dependencies.is_empty() {
                    let theirs = &map.links(ancestor).dependencies;
                    normalized.retain(|dependency| !theirs.contains(dependency));
                    if normalized.is_empty() {
                        break;
                    }
                }
            }
        }
        let links = &mut map.links[position];
        links.normalized_down = deduped(&links.down, &normalized);
        links.normalized_dependencies = deduped(&normalized, &[]);
    }
}

/// Mirrors `_detect_cycles`.
fn detect_cycles(
    map: &RevisionMap,
    n_ids: usize,
    heads: &[RevisionIndex],
    real_heads: &[RevisionIndex],
) -> Result<(), GraphError> {
    if n_ids == 0 {
        return Ok(());
    }
    let all = |select: fn(&Revision) -> bool| -> Vec<RevisionIndex> {
        (0..map.revisions.len())
            .map(RevisionMap::index)
            .filter(|index| select(map.revision(*index)))
            .collect()
    };
    let bases = all(Revision::is_base);
    let real_bases = all(Revision::is_real_base);
    check_space(map, n_ids, heads, &bases, CycleKind::Cycle)?;
    check_labels_in_down(map)?;
    check_space(map, n_ids, real_heads, &real_bases, CycleKind::Dependency)
}

fn check_space(
    map: &RevisionMap,
    n_ids: usize,
    heads: &[RevisionIndex],
    bases: &[RevisionIndex],
    kind: CycleKind,
) -> Result<(), GraphError> {
    let (down, up) = match kind {
        CycleKind::Cycle | CycleKind::SelfLoop => (Edges::Down, Edges::Next),
        CycleKind::Dependency | CycleKind::DependencySelfLoop => (Edges::AllDown, Edges::AllNext),
    };
    let ids = || map.keys.keys().take(n_ids);
    if heads.is_empty() || bases.is_empty() {
        return Err(GraphError::Cycle {
            kind,
            revisions: ids().cloned().collect(),
        });
    }
    let below = map.set(&canonical(map, &map.reach(heads, down)));
    let above = map.set(&canonical(map, &map.reach(bases, up)));
    let mut left: Vec<String> = ids()
        .filter(|id| {
            !map.find(id)
                .is_some_and(|index| below.contains(index) && above.contains(index))
        })
        .cloned()
        .collect();
    if left.is_empty() {
        return Ok(());
    }
    left.sort();
    Err(GraphError::Cycle {
        kind,
        revisions: left,
    })
}

fn canonical(map: &RevisionMap, indexes: &[RevisionIndex]) -> Vec<RevisionIndex> {
    indexes.iter().map(|index| map.canonical(*index)).collect()
}

/// A `down_revision` that names a branch label is a `KeyError` in Alembic.
fn check_labels_in_down(map: &RevisionMap) -> Result<(), GraphError> {
    for revision in map.revisions() {
        for id in &revision.down_revisions {
            if map
                .find(id)
                .is_some_and(|index| map.id(index) != id.as_str())
            {
                return Err(GraphError::Key { key: id.clone() });
            }
        }
    }
    Ok(())
}

/// Mirrors `_add_branches`: labels go to descendants, and down to a branch point or merge point.
fn inherit_labels(map: &mut RevisionMap) {
    let mut labels_of: FxHashMap<RevisionIndex, Vec<String>> = FxHashMap::default();
    let labelled: Vec<RevisionIndex> = (0..map.revisions.len())
        .map(RevisionMap::index)
        .filter(|index| !map.revision(*index).own_branch_labels.is_empty())
        .collect();
    for index in &labelled {
        let own = map.revision(*index).own_branch_labels.clone();
        add_labels_to(labels_of.entry(*index).or_default(), &own);
    }
    for index in labelled {
        // What the revision has by now, inherited labels included.
        let labels = labels_of.get(&index).cloned().unwrap_or_default();
        let nodes = map.reach(&[index], Edges::Next);
        for node in &nodes {
            add_labels_to(labels_of.entry(*node).or_default(), &labels);
        }
        let mut place = nodes.last().copied();
        while let Some(node) = place {
            if map.links(node).all_next.len() > 1 || map.revision(node).is_merge_point() {
                break;
            }
            add_labels_to(labels_of.entry(node).or_default(), &labels);
            place = map.links(node).down.first().copied();
        }
    }
    for (position, links) in map.links.iter_mut().enumerate() {
        links.labels = labels_of
            .remove(&RevisionMap::index(position))
            .unwrap_or_default();
    }
}

fn add_labels_to(to: &mut Vec<String>, labels: &[String]) {
    for label in labels {
        if !to.contains(label) {
            to.push(label.clone());
        }
    }
}

/// The revisions that the map's keys give, each once, in key order.
fn unique_values(map: &RevisionMap) -> Vec<RevisionIndex> {
    let mut seen = vec![false; map.revisions.len()];
    map.keys
        .values()
        .copied()
        .filter(|index| {
            seen.get_mut(index.0 as usize)
                .is_some_and(|mark| !std::mem::replace(mark, true))
        })
        .collect()
}

fn deduped(first: &[RevisionIndex], second: &[RevisionIndex]) -> Vec<RevisionIndex> {
    let mut out: Vec<RevisionIndex> = Vec::with_capacity(first.len() + second.len());
    for index in first.iter().chain(second) {
        if !out.contains(index) {
            out.push(*index);
        }
    }
    out
}
