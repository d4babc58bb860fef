//! A state of the parser: the stack, the tokens to come, and the arcs so far.

/// An arc to a token from its head.
pub(crate) type Arc = Option<(usize, u16)>;

/// Children of each token on one side, the last added first.
struct Children {
    last: Vec<Option<usize>>,
    before: Vec<Option<usize>>,
}

impl Children {
    fn new(n_tokens: usize) -> Self {
        Self {
            last: vec![None; n_tokens],
            before: vec![None; n_tokens],
        }
    }

    fn add(&mut self, head: usize, child: usize) {
        self.before[child] = self.last[head];
        self.last[head] = Some(child);
    }

    fn remove(&mut self, head: usize, child: usize) {
        if self.last[head] == Some(child) {
            self.last[head] = self.before[child];
            return;
        }
        let mut at = self.last[head];
        while let Some(other) = at {
            if self.before[other] == Some(child) {
                self.before[other] = self.before[child];
                return;
            }
            at = self.before[other];
        }
    }
}

/// Which kinds of moves are possible.
pub(super) struct Allowed {
    pub(super) shift: bool,
    pub(super) reduce: bool,
    pub(super) arc: bool,
    pub(super) split: bool,
}

/// A state of the parser.
pub(super) struct State {
    n_tokens: usize,
    stack: Vec<usize>,
    /// Tokens that went back from the stack; they come before `next`, the last one first.
    returned: Vec<usize>,
    next: usize,
    arcs: Vec<Arc>,
    left: Children,
    right: Children,
    /// Tokens that may not be shifted again.
    stuck: Vec<bool>,
    starts: Vec<bool>,
}

impl State {
    pub(super) fn new(n_tokens: usize) -> Self {
        let mut starts = vec![false; n_tokens];
        if let Some(first) = starts.first_mut() {
            *first = true;
        }
        Self {
            n_tokens,
            stack: Vec::new(),
            returned: Vec::new(),
            next: 0,
            arcs: vec![None; n_tokens],
            left: Children::new(n_tokens),
            right: Children::new(n_tokens),
            stuck: vec![false; n_tokens],
            starts,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.stack.is_empty() && self.n_waiting() == 0
    }

    /// Gives up: nothing is on the stack and nothing waits.
    pub(super) fn finish(&mut self) {
        self.stack.clear();
        self.returned.clear();
        self.next = self.n_tokens;
    }

    pub(super) fn into_arcs(self) -> Vec<Arc> {
        self.arcs
    }

    fn n_waiting(&self) -> usize {
        self.n_tokens - self.next + self.returned.len()
    }

    /// The token that waits at `place`.
    fn waiting(&self, place: usize) -> Option<usize> {
        let n_returned = self.returned.len();
        if place < n_returned {
            return Some(self.returned[n_returned - 1 - place]);
        }
        let token = self.next + place - n_returned;
        (token < self.n_tokens).then_some(token)
    }

    /// The token at `depth` below the top of the stack.
    fn stacked(&self, depth: usize) -> Option<usize> {
        let place = self.stack.len().checked_sub(depth + 1)?;
        Some(self.stack[place])
    }

    /// The tokens that describe this state, in the order that the network was trained with.
    pub(super) fn features(&self) -> [Option<usize>; super::N_FEATURES] {
        let (next, top) = (self.waiting(0), self.stacked(0));
        let last =
            |children: &Children, head: Option<usize>| head.and_then(|head| children.last[head]);
        [
            next,
            self.waiting(1),
            top,
            self.stacked(1),
            self.stacked(2),
            last(&self.left, next),
            last(&self.left, top),
            last(&self.right, top),
        ]
    }

    pub(super) fn allowed(&self) -> Allowed {
        let next = self.waiting(0);
        let at_start = next.is_some_and(|next| self.starts[next]);
        let is_stuck = next.is_some_and(|next| self.stuck[next]);
        let has_stack = !self.stack.is_empty();
        let splits = |next: usize, after: usize| after == next + 1 && !self.starts[after];
        Allowed {
            shift: !has_stack || (self.n_waiting() >= 2 && !at_start && !is_stuck),
            reduce: has_stack,
            arc: has_stack && next.is_some() && !at_start,
            split: next
                .zip(self.waiting(1))
                .is_some_and(|(next, after)| splits(next, after)),
        }
    }

    pub(super) fn shift(&mut self) {
        let token = self
            .returned
            .pop()
            .or_else(|| (self.next < self.n_tokens).then_some(self.next));
        if let Some(token) = token {
            self.next = self.next.max(token + 1);
            self.stack.push(token);
        }
    }

    pub(super) fn reduce(&mut self) {
        let Some(top) = self.stack.pop() else { return };
        if self.arcs[top].is_none() && !self.stack.is_empty() {
            self.stuck[top] = true;
            self.returned.push(top);
        }
    }

    pub(super) fn left(&mut self, label: u16) {
        if let Some((head, child)) = self.waiting(0).zip(self.stack.pop()) {
            self.attach(head, child, label);
            self.stuck[head] = false;
        }
    }

    pub(super) fn right(&mut self, label: u16) {
        if let Some((head, child)) = self.stacked(0).zip(self.waiting(0)) {
            self.attach(head, child, label);
            self.shift();
        }
    }

    pub(super) fn split(&mut self) {
        if let Some(token) = self.waiting(1) {
            self.starts[token] = true;
        }
    }

    fn attach(&mut self, head: usize, child: usize, label: u16) {
        if let Some((former, _)) = self.arcs[child] {
            self.side(former, child).remove(former, child);
        }
        self.side(head, child).add(head, child);
        self.arcs[child] = Some((head, label));
    }

    fn side(&mut self, head: usize, child: usize) -> &mut Children {
        if child < head {
            &mut self.left
        } else {
            &mut self.right
        }
    }
}
