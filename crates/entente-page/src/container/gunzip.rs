//! Opens gzip, one member at a time, without trusting it.

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::raw::Raw;

/// First bytes of a member: the mark of gzip and its one method.
pub const MARK: [u8; 3] = [0x1F, 0x8B, 0x08];
/// How many bytes may come out of one, once a member has given [`FREE_BYTES`].
///
/// Pages shrink to a fifth, markup that repeats itself to a fiftieth; what shrinks more is made to fill memory
/// and time.
pub const MAX_RATIO: u64 = 200;
/// What a member may give whatever its ratio.
pub const FREE_BYTES: u64 = 64 << 20;
/// Longest name, comment or extra field of a member's head.
const MAX_HEAD_BYTES: usize = 70_000;
/// Bytes looked at to tell whether a member begins where its mark stands.
const TRIAL_BYTES: usize = 512;

/// What came out of a step.
pub enum Step {
    /// So many bytes.
    Bytes(usize),
    /// The member is over and its checksum is right.
    Ended,
}

/// Why a member could not be opened to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file ends inside of it.
    Cut,
    /// It is not gzip, or its bytes were changed.
    Broken,
    /// It holds more than [`MAX_RATIO`] allows.
    Dense,
}

/// Opens members of gzip; its memory is used again for each.
pub struct Gunzip {
    inflate: Decompress,
    crc: Crc,
    /// Is a member open?
    pub is_open: bool,
    /// Stored bytes of the open member.
    n_in: u64,
}

impl Gunzip {
    /// One that has not begun.
    pub fn new() -> Self {
        Self {
            inflate: Decompress::new(false),
            crc: Crc::new(),
            is_open: false,
            n_in: 0,
        }
    }

    /// Reads the head of the member that begins here.
    pub fn open(&mut self, raw: &mut Raw<'_>) -> Result<(), Fault> {
        let n_head = head(raw)?;
        raw.consume(n_head);
        self.inflate.reset(false);
        self.crc.reset();
        (self.is_open, self.n_in) = (true, 0);
        Ok(())
    }

    /// Opens the next bytes of the member.
    pub fn step(&mut self, raw: &mut Raw<'_>, into: &mut [u8]) -> Result<Step, Fault> {
        loop {
            let stored = raw.peek(1);
            let is_last = stored.is_empty();
            let (before_in, before_out) = (self.inflate.total_in(), self.inflate.total_out());
            let status = self
                .inflate
                .decompress(stored, into, FlushDecompress::None)
                .map_err(|_| self.fail(Fault::Broken))?;
            // Both differences are smaller than a buffer.
            let n_in = (self.inflate.total_in() - before_in) as usize;
            let n_out = (self.inflate.total_out() - before_out) as usize;
            raw.consume(n_in);
            self.n_in += n_in as u64;
            self.crc.update(&into[..n_out]);
            let n_all = self.inflate.total_out();
            if n_all > FREE_BYTES && n_all / MAX_RATIO > self.n_in {
                return Err(self.fail(Fault::Dense));
            }
            if n_out > 0 {
                return Ok(Step::Bytes(n_out));
            }
            match status {
                Status::StreamEnd => return self.close(raw),
                _ if is_last => return Err(self.fail(Fault::Cut)),
                _ if n_in == 0 => return Err(self.fail(Fault::Broken)),
                _ => {}
            }
        }
    }

    /// Compares the checksum at the end.
    fn close(&mut self, raw: &mut Raw<'_>) -> Result<Step, Fault> {
        let Some(tail) = raw.peek(8).first_chunk::<8>() else {
            return Err(self.fail(Fault::Cut));
        };
        let [sum @ .., _, _, _, _] = tail;
        let is_right = u32::from_le_bytes([sum[0], sum[1], sum[2], sum[3]]) == self.crc.sum();
        raw.consume(8);
        self.is_open = false;
        if is_right {
            Ok(Step::Ended)
        } else {
            Err(Fault::Broken)
        }
    }

    fn fail(&mut self, fault: Fault) -> Fault {
        self.is_open = false;
        fault
    }
}

/// Length of the head of a member.
fn head(raw: &mut Raw<'_>) -> Result<usize, Fault> {
    const HAS_CRC: u8 = 2;
    const HAS_EXTRA: u8 = 4;
    const TEXTS: [u8; 2] = [8, 16];
    let Some(fixed) = raw.peek(10).first_chunk::<10>().copied() else {
        let is_begun = MARK.starts_with(raw.peek(3));
        return Err(if is_begun { Fault::Cut } else { Fault::Broken });
    };
    if !fixed.starts_with(&MARK) || fixed[3] & 0xE0 != 0 {
        return Err(Fault::Broken);
    }
    let flags = fixed[3];
    if flags == 0 {
        return Ok(10);
    }
    let bytes = raw.peek(MAX_HEAD_BYTES);
    let mut at = 10;
    if flags & HAS_EXTRA != 0 {
        let length = bytes.get(at..at + 2).ok_or(Fault::Cut)?;
        at += 2 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    }
    for text in TEXTS {
        if flags & text != 0 {
            let rest = bytes.get(at..).ok_or(Fault::Cut)?;
            let end = memchr::memchr(0, rest).ok_or(Fault::Cut)?;
            at += end + 1;
        }
    }
    if flags & HAS_CRC != 0 {
        at += 2;
    }
    if at > bytes.len() {
        return Err(Fault::Cut);
    }
    Ok(at)
}

/// Goes on to the next place where a member begins whose text begins with `start`. Is there one?
pub fn find_member(raw: &mut Raw<'_>, start: &[u8]) -> bool {
    loop {
        let bytes = raw.peek(TRIAL_BYTES);
        if bytes.len() < MARK.len() {
            return false;
        }
        match memchr::memmem::find(bytes, &MARK) {
            Some(0) => {
                if begins(raw.peek(TRIAL_BYTES), start) {
                    return true;
                }
                raw.consume(1);
            }
            Some(at) => raw.consume(at),
            // The last two bytes may begin a mark.
            None => {
                let n_bytes = bytes.len() - (MARK.len() - 1);
                raw.consume(n_bytes);
            }
        }
    }
}

/// Does a member begin with these bytes, and its text with `start`?
fn begins(bytes: &[u8], start: &[u8]) -> bool {
    let trial = &bytes[..bytes.len().min(TRIAL_BYTES)];
    let mut raw = Raw::new(super::Source::Stream(Box::new(trial)), None);
    let mut gunzip = Gunzip::new();
    let mut text = [0; 16];
    let mut n_text = 0;
    if gunzip.open(&mut raw).is_err() {
        return false;
    }
    while n_text < start.len() {
        match gunzip.step(&mut raw, &mut text[n_text..]) {
            Ok(Step::Bytes(n_bytes)) => n_text += n_bytes,
            _ => break,
        }
    }
    text[..n_text].starts_with(start)
}
