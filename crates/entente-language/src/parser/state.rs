//! A state of the parser: the stack, the tokens to come, and the arcs so far.

use crate::transition::NO_TOKEN;

/// An arc to a token from its head.
pub(crate) type Arc = Option<(u32, u16)>;

/// Children of each token on one side, the last added first.
struct Children {
    last: Vec<u32>,
    before: Vec<u32>,
}

impl Children {
    fn new(n_tokens: usize) -> Self {
        Self {
            last: vec![NO_TOKEN; n_tokens],
            before: vec![NO_TOKEN; n_tokens],
        }
    }

    fn last(&self, head: u32) -> u32 {
        self.last.get(head as usize).copied().unwrap_or(NO_TOKEN)
    }

    fn add(&mut self, head: u32, child: u32) {
        self.before[child as usize] = self.last[head as usize];
        self.last[head as usize] = child;
    }

    fn remove(&mut self, head: u32, child: u32) {
        let before = self.before[child as usize];
        if self.last[head as usize] == child {
            self.last[head as usize] = before;
            return;
        }
        let mut at = self.last[head as usize];
        while at != NO_TOKEN {
            let next = self.before[at as usize];
            if next == child {
                self.before[at as usize] = before;
                return;
            }
            at = next;
        }
    }
}

/// Which kinds of moves are possible.
#[derive(Clone, Copy)]
pub(super) struct Allowed {
    pub(super) shift: bool,
    pub(super) reduce: bool,
    pub(super) arc: bool,
    pub(super) split: bool,
}

impl Allowed {
    /// Numbers that [`Self::situation`] gives.
    pub(super) const N_SITUATIONS: usize = 16;

    /// A number for each combination.
    pub(super) fn situation(self) -> usize {
        let bits = [self.shift, self.reduce, self.arc, self.split];
        bits.into_iter()
            .rev()
            .fold(0, |number, bit| number * 2 + usize::from(bit))
    }

    /// The combination with this number.
    pub(super) fn of(situation: usize) -> Self {
        let bit = |place: usize| situation >> place & 1 == 1;
        Self {
            shift: bit(0),
            reduce: bit(1),
            arc: bit(2),
            split: bit(3),
        }
    }
}

/// A state of the parser.
pub(super) struct State {
    n_tokens: u32,
    stack: Vec<u32>,
    /// Tokens that went back from the stack; they come before `next`, the last one first.
    returned: Vec<u32>,
    next: u32,
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
            n_tokens: n_tokens as u32,
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
        (self.n_tokens - self.next) as usize + self.returned.len()
    }

    /// The token that waits at `place`.
    fn waiting(&self, place: usize) -> u32 {
        let n_returned = self.returned.len();
        if place < n_returned {
            return self.returned[n_returned - 1 - place];
        }
        let token = self.next + (place - n_returned) as u32;
        if token < self.n_tokens {
            token
        } else {
            NO_TOKEN
        }
    }

    /// The token at `depth` below the top of the stack.
    fn stacked(&self, depth: usize) -> u32 {
        let place = self.stack.len().wrapping_sub(depth + 1);
        self.stack.get(place).copied().unwrap_or(NO_TOKEN)
    }

    /// The tokens that describe this state, in the order that the network was trained with.
    pub(super) fn features(&self) -> [u32; super::N_FEATURES] {
        let (next, top) = (self.waiting(0), self.stacked(0));
        [
            next,
            self.waiting(1),
            top,
            self.stacked(1),
            self.stacked(2),
            self.left.last(next),
            self.left.last(top),
            self.right.last(top),
        ]
    }

    pub(super) fn allowed(&self) -> Allowed {
        let (next, after) = (self.waiting(0), self.waiting(1));
        let of = |flags: &[bool], token: u32| flags.get(token as usize) == Some(&true);
        let at_start = of(&self.starts, next);
        let has_stack = !self.stack.is_empty();
        Allowed {
            shift: !has_stack || (self.n_waiting() >= 2 && !at_start && !of(&self.stuck, next)),
            reduce: has_stack,
            arc: has_stack && next != NO_TOKEN && !at_start,
            split: after != NO_TOKEN && after == next.wrapping_add(1) && !of(&self.starts, after),
        }
    }

    pub(super) fn shift(&mut self) {
        let token = self.waiting(0);
        if token != NO_TOKEN {
            self.returned.pop();
            self.next = self.next.max(token + 1);
            self.stack.push(token);
        }
    }

    pub(super) fn reduce(&mut self) {
        let Some(top) = self.stack.pop() else { return };
        if self.arcs[top as usize].is_none() && !self.stack.is_empty() {
            self.stuck[top as usize] = true;
            self.returned.push(top);
        }
    }

    pub(super) fn left(&mut self, label: u16) {
        let head = self.waiting(0);
        if head != NO_TOKEN
            && let Some(child) = self.stack.pop()
        {
            self.attach(head, child, label);
            self.stuck[head as usize] = false;
        }
    }

    pub(super) fn right(&mut self, label: u16) {
        let (head, child) = (self.stacked(0), self.waiting(0));
        if head != NO_TOKEN && child != NO_TOKEN {
            self.attach(head, child, label);
            self.shift();
        }
    }

    pub(super) fn split(&mut self) {
        let token = self.waiting(1);
        if let Some(start) = self.starts.get_mut(token as usize) {
            *start = true;
        }
    }

    fn attach(&mut self, head: u32, child: u32, label: u16) {
        if let Some((former, _)) = self.arcs[child as usize] {
            self.side(former, child).remove(former, child);
        }
        self.side(head, child).add(head, child);
        self.arcs[child as usize] = Some((head, label));
    }

    fn side(&mut self, head: u32, child: u32) -> &mut Children {
        if child < head {
            &mut self.left
        } else {
            &mut self.right
        }
    }
}
