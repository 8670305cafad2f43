//! How a row of items is read so that neighbours are added before rows become columns.
//!
//! A *window* is a stretch of a row that one load takes. Its items are put in *groups* of neighbouring places, each group
//! for items of one run, and the places of a group are added: what is left of a row is a byte a group. Windows whose
//! groups are for the same runs are added to each other before that, place by place; they make a *unit*.

/// A stretch of a row, and where its items go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window<const WIDTH: usize> {
    /// The item that it begins with.
    pub(crate) first: u16,
    /// For each place the item of the window that goes there, or [`NOTHING`].
    pub(crate) places: [u8; WIDTH],
}

impl<const WIDTH: usize> Window<WIDTH> {
    /// Whether every item stays where it is, or goes nowhere.
    pub(crate) fn in_order(&self) -> bool {
        self.places.iter().zip(0_u8..).all(|(place, here)| *place == here || *place == NOTHING)
    }
}

/// A place that no item goes to; a shuffle of bytes makes it zero.
pub(crate) const NOTHING: u8 = 0x80;

/// Windows that are added to each other.
#[derive(Clone, Debug)]
pub(crate) struct Unit<const WIDTH: usize> {
    pub(crate) window: Window<WIDTH>,
    pub(crate) more: Vec<Window<WIDTH>>,
    /// The last item that a window begins with.
    pub(crate) last: u16,
}

/// How rows are read: in windows of `WIDTH` items.
#[derive(Clone, Debug)]
pub(crate) struct Layout<const WIDTH: usize> {
    pub(crate) units: Vec<Unit<WIDTH>>,
    /// How many places a group has.
    pub(crate) group: usize,
    /// The groups of each run, counted through all units.
    pub(crate) runs: Vec<Vec<usize>>,
    /// How many groups there are, with those that no run uses.
    pub(crate) groups: usize,
    pub(crate) items: usize,
    /// How far from the first item of a row windows reach.
    pub(crate) reach: usize,
}

/// What a processor does well: places of a group, groups of a unit, and about how many instructions a row a window takes,
/// and a unit on top.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub(crate) group: usize,
    pub(crate) groups: usize,
    pub(crate) window_cost: usize,
    pub(crate) unit_cost: usize,
}

impl<const WIDTH: usize> Layout<WIDTH> {
    /// The cheapest layout of these forms for runs of items; `None` where items are too many to be counted in 16 bits.
    pub(crate) fn cheapest(runs: &[Vec<usize>], items: usize, forms: &[Form]) -> Option<Self> {
        let mut run_of = vec![0; items];
        for (run, members) in runs.iter().enumerate() {
            for member in members {
                *run_of.get_mut(*member)? = run;
            }
        }
        let plans = forms.iter().map(|form| Some((Self::plan(&run_of, runs.len(), *form)?, *form)));
        let plans = plans.collect::<Option<Vec<_>>>()?;
        plans.into_iter().min_by_key(|(layout, form)| layout.cost(*form)).map(|(layout, _)| layout)
    }

    fn cost(&self, form: Form) -> usize {
        let windows: usize = self.units.iter().map(|unit| 1 + unit.more.len()).sum();
        windows * form.window_cost + self.units.len() * form.unit_cost
    }

    /// Item by item: the unit gets another window as long as that takes more items for its cost than a new unit.
    fn plan(run_of: &[usize], runs: usize, form: Form) -> Option<Self> {
        let mut layout = Self {
            units: Vec::new(),
            group: form.group,
            runs: vec![Vec::new(); runs],
            groups: 0,
            items: run_of.len(),
            reach: 0,
        };
        let mut open = Vec::new();
        let mut next = 0;
        while next < run_of.len() {
            let mut fresh = Vec::new();
            let (window, end) = Self::window(run_of, next, form, &mut fresh)?;
            let mut same = open.clone();
            let (another, another_end) = Self::window(run_of, next, form, &mut same)?;
            match layout.units.last_mut() {
                Some(unit)
                    if (another_end - next) * (form.window_cost + form.unit_cost)
                        >= (end - next) * form.window_cost =>
                {
                    unit.last = unit.last.max(another.first);
                    unit.more.push(another);
                    (open, next) = (same, another_end);
                }
                _ => {
                    layout.close(&open, form);
                    layout.units.push(Unit { window, more: Vec::new(), last: window.first });
                    (open, next) = (fresh, end);
                }
            }
            layout.reach = layout.reach.max(usize::from(window.first) + WIDTH);
        }
        layout.close(&open, form);
        Some(layout)
    }

    /// The groups of a unit are now known.
    fn close(&mut self, groups: &[usize], form: Form) {
        for (position, run) in groups.iter().enumerate() {
            if let Some(groups) = self.runs.get_mut(*run) {
                groups.push(self.groups + position);
            }
        }
        self.groups = self.units.len() * form.groups;
    }

    /// A window from item `next` on, and the first item that found no place. `groups` are the runs of the unit's groups.
    fn window(run_of: &[usize], next: usize, form: Form, groups: &mut Vec<usize>) -> Option<(Window<WIDTH>, usize)> {
        let first = next.min(run_of.len().saturating_sub(WIDTH));
        let mut places = [NOTHING; WIDTH];
        let mut end = next;
        for (item, run) in run_of.iter().enumerate().take(first + WIDTH).skip(next) {
            let free = |groups: &[usize]| {
                let own = groups.iter().enumerate().filter(|(_, owner)| *owner == run).map(|(group, _)| group);
                own.flat_map(|group| group * form.group..(group + 1) * form.group)
                    .find(|place| places.get(*place) == Some(&NOTHING))
            };
            let place = match free(groups) {
                Some(place) => place,
                None if groups.len() < form.groups => {
                    groups.push(*run);
                    (groups.len() - 1) * form.group
                }
                None => break,
            };
            *places.get_mut(place)? = u8::try_from(item - first).ok()?;
            end = item + 1;
        }
        Some((Window { first: u16::try_from(first).ok()?, places }, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The items of each group, from the places of all windows.
    fn items<const WIDTH: usize>(layout: &Layout<WIDTH>) -> Vec<Vec<usize>> {
        let groups_of_unit = layout.groups / layout.units.len();
        let mut items = vec![Vec::new(); layout.groups];
        for (unit, windows) in layout.units.iter().enumerate() {
            for window in std::iter::once(&windows.window).chain(&windows.more) {
                assert!(window.first <= windows.last);
                assert!(usize::from(window.first) + WIDTH <= layout.reach);
                for (place, item) in window.places.iter().enumerate().filter(|(_, item)| **item != NOTHING) {
                    let group = unit * groups_of_unit + place / layout.group;
                    items[group].push(usize::from(window.first) + usize::from(*item));
                }
            }
        }
        items
    }

    /// The same items from the groups of each run, and no other.
    fn holds<const WIDTH: usize>(runs: &[Vec<usize>], count: usize, group: usize, groups: usize) {
        let forms = [Form { group, groups, window_cost: 3, unit_cost: 2 }];
        let layout = Layout::<WIDTH>::cheapest(runs, count, &forms).unwrap();
        let items = items(&layout);
        for (run, groups) in runs.iter().zip(&layout.runs) {
            let mut found: Vec<usize> = groups.iter().flat_map(|group| items[*group].clone()).collect();
            found.sort_unstable();
            assert_eq!(&found, run);
        }
        assert_eq!(items.iter().map(Vec::len).sum::<usize>(), count);
    }

    #[test]
    fn every_item_is_in_one_group_of_its_run() {
        // One run, runs in turn, runs after each other, runs of one item, and runs in no order.
        let orders: [&dyn Fn(usize) -> usize; 5] =
            [&|_| 0, &|item| item % 5, &|item| item / 11, &|item| item, &|item| item * item % 7];
        for (count, order) in (1..200).flat_map(|count| orders.iter().map(move |order| (count, order))) {
            let mut runs = vec![Vec::new(); 200];
            (0..count).for_each(|item| runs[order(item)].push(item));
            holds::<16>(&runs, count, 1, 16);
            holds::<16>(&runs, count, 2, 8);
            holds::<64>(&runs, count, 4, 16);
        }
    }
}
