//! Which few to visit, so that together they show the most.
//!
//! A visit shows, for each part, what the host does better. Two hosts that do the same thing well are worth no more than
//! one: what a set of visits is worth is the sum, over the parts, of the best that any of them shows. Choosing the best
//! set of a given size is a maximum coverage problem; it is solved exactly by branch and bound, with the bound that what
//! a host adds to a set never grows as the set does.

/// The best set of visits of one size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visits {
    /// The positions of the hosts among those offered, in ascending order.
    pub hosts: Vec<usize>,
    /// What they are worth together.
    pub worth: u64,
    /// No set of this size is worth more than this: equal to `worth` where the search has ended, which is proof.
    pub bound: u64,
}

impl Visits {
    /// Whether no set of this size is worth more.
    #[must_use]
    pub const fn is_optimal(&self) -> bool {
        self.worth == self.bound
    }
}

/// How many sets are looked at before the search gives up on a proof and states a bound.
const STEPS: u64 = 2_000_000;

/// The best sets of 1, 2, ... hosts, at most `most`, ending where another visit adds nothing. `gains` has, for each
/// host, what it shows of each part. Of equally good sets it is the same one each time.
#[must_use]
pub fn best_visits(gains: &[Vec<u64>], most: usize) -> Vec<Visits> {
    let everything = worth_of(&union(gains.iter()));
    let mut sets: Vec<Visits> = Vec::new();
    for size in 1..=most.min(gains.len()) {
        let found = best_of_size(gains, size);
        if found.worth <= sets.last().map_or(0, |before| before.worth) {
            break;
        }
        let complete = found.worth == everything;
        sets.push(found);
        if complete {
            break;
        }
    }
    sets
}

fn best_of_size(gains: &[Vec<u64>], size: usize) -> Visits {
    let mut search = Search { gains, best: greedy(gains, size), steps: 0, left_open: 0 };
    let parts = gains.first().map_or(0, Vec::len);
    let all: Vec<usize> = (0..gains.len()).collect();
    search.extend(&mut Vec::new(), &vec![0; parts], &all, size);
    let worth = search.best.1;
    let mut hosts = search.best.0;
    hosts.sort_unstable();
    Visits { hosts, worth, bound: worth.max(search.left_open) }
}

/// The set that takes the best addition each time: a good start, and a bound for all that is worse.
fn greedy(gains: &[Vec<u64>], size: usize) -> (Vec<usize>, u64) {
    let mut seen = vec![0; gains.first().map_or(0, Vec::len)];
    let mut hosts = Vec::new();
    for _ in 0..size {
        let additions = gains.iter().map(|gain| addition(gain, &seen)).zip(0..);
        // Of equal additions the earlier host.
        let Some((_, host)) = additions.max_by_key(|(addition, host)| (*addition, usize::MAX - host)) else { break };
        if let Some(gain) = gains.get(host).filter(|_| !hosts.contains(&host)) {
            seen = union([&seen, gain].into_iter());
            hosts.push(host);
        }
    }
    let worth = worth_of(&seen);
    (hosts, worth)
}

struct Search<'gains> {
    gains: &'gains [Vec<u64>],
    best: (Vec<usize>, u64),
    steps: u64,
    /// The highest bound of what was not looked at.
    left_open: u64,
}

impl Search<'_> {
    /// Goes through the sets that have `hosts` and `size` more of the `candidates`.
    fn extend(&mut self, hosts: &mut Vec<usize>, seen: &[u64], candidates: &[usize], size: usize) {
        let worth = worth_of(seen);
        if worth > self.best.1 {
            self.best = (hosts.clone(), worth);
        }
        if size == 0 {
            return;
        }
        let added = |host: &usize| (self.gains.get(*host).map_or(0, |gain| addition(gain, seen)), *host);
        let mut additions: Vec<(u64, usize)> = candidates.iter().map(added).filter(|(added, _)| *added > 0).collect();
        additions.sort_unstable_by_key(|(added, host)| (u64::MAX - added, *host));
        for position in 0..additions.len() {
            // What these hosts add now is the most that they can ever add.
            let open = additions.get(position..).unwrap_or_default();
            let bound = worth + open.iter().take(size).map(|(added, _)| added).sum::<u64>();
            if bound <= self.best.1 {
                return;
            }
            if self.steps >= STEPS {
                self.left_open = self.left_open.max(bound);
                return;
            }
            self.steps += 1;
            let (Some((_, host)), Some(others)) = (open.first().copied(), open.get(1..)) else { return };
            let Some(gain) = self.gains.get(host) else { return };
            hosts.push(host);
            let others: Vec<usize> = others.iter().map(|(_, host)| *host).collect();
            self.extend(hosts, &union([seen, gain.as_slice()].into_iter()), &others, size - 1);
            hosts.pop();
        }
    }
}

/// What a host shows beyond what was seen.
fn addition(gain: &[u64], seen: &[u64]) -> u64 {
    gain.iter().zip(seen).map(|(gain, seen)| gain.saturating_sub(*seen)).sum()
}

/// The best of each part.
fn union<S: AsRef<[u64]>>(gains: impl Iterator<Item = S>) -> Vec<u64> {
    gains.fold(Vec::new(), |mut best: Vec<u64>, gain| {
        best.resize(best.len().max(gain.as_ref().len()), 0);
        best.iter_mut().zip(gain.as_ref()).for_each(|(best, gain)| *best = (*best).max(*gain));
        best
    })
}

fn worth_of(seen: &[u64]) -> u64 {
    seen.iter().sum()
}
