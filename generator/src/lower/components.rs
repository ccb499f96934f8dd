//! Finds the strongly connected components of a graph, by Tarjan's algorithm without recursion.

/// Returns the components, each after the components that it leads to. The nodes of a component are sorted.
pub(super) fn components(targets: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut search = Search { numbers: vec![None; targets.len()], lowest: vec![0; targets.len()], ..Search::default() };
    for start in 0..targets.len() {
        search.visit(start, targets);
    }
    search.found
}

#[derive(Default)]
struct Search {
    /// The number of each node, in the order of discovery.
    numbers: Vec<Option<usize>>,
    /// The lowest number that each node leads to; `usize::MAX` once its component is complete.
    lowest: Vec<usize>,
    count: usize,
    /// The nodes whose component is not complete yet.
    waiting: Vec<usize>,
    found: Vec<Vec<usize>>,
}

impl Search {
    fn visit(&mut self, start: usize, targets: &[Vec<usize>]) {
        if self.numbers.get(start) != Some(&None) {
            return;
        }
        self.open(start);
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.last_mut() {
            let (node, at) = (*node, *next);
            *next += 1;
            let Some(&target) = targets.get(node).and_then(|targets| targets.get(at)) else {
                stack.pop();
                self.close(node, stack.last().map(|(parent, _)| *parent));
                continue;
            };
            match self.numbers.get(target) {
                Some(None) => {
                    self.open(target);
                    stack.push((target, 0));
                }
                Some(Some(number)) if self.lowest.get(target) != Some(&usize::MAX) => self.lower(node, *number),
                _ => {}
            }
        }
    }

    fn open(&mut self, node: usize) {
        if let (Some(number), Some(lowest)) = (self.numbers.get_mut(node), self.lowest.get_mut(node)) {
            *number = Some(self.count);
            *lowest = self.count;
        }
        self.count += 1;
        self.waiting.push(node);
    }

    fn lower(&mut self, node: usize, number: usize) {
        if let Some(lowest) = self.lowest.get_mut(node) {
            *lowest = (*lowest).min(number);
        }
    }

    fn close(&mut self, node: usize, parent: Option<usize>) {
        let lowest = self.lowest.get(node).copied().unwrap_or_default();
        if let Some(parent) = parent {
            self.lower(parent, lowest);
        }
        if self.numbers.get(node) != Some(&Some(lowest)) {
            return;
        }
        let begin = self.waiting.iter().rposition(|waiting| *waiting == node).unwrap_or_default();
        let mut component = self.waiting.split_off(begin);
        for member in &component {
            if let Some(lowest) = self.lowest.get_mut(*member) {
                *lowest = usize::MAX;
            }
        }
        component.sort_unstable();
        self.found.push(component);
    }
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn nodes_that_lead_to_each_other_are_one_component() {
        // 0 -> 1 <-> 2, 2 -> 3, 4 -> 4, 5
        let targets = [vec![1], vec![2], vec![1, 3], vec![], vec![4, 0], vec![]];
        assert_eq!(components(&targets), [vec![3], vec![1, 2], vec![0], vec![4], vec![5]]);
    }

    #[test]
    fn a_long_chain_takes_no_stack() {
        let targets: Vec<Vec<usize>> = (0..200_000).map(|node| vec![node + 1]).chain([vec![]]).collect();
        assert_eq!(components(&targets).len(), 200_001);
    }
}
