//! Maps a model file into memory.

use std::fs::File;
use std::path::Path;

use memmap2::Mmap;

use crate::Error;

/// The bytes of a file, for as long as the program runs.
///
/// The map is never taken down: a model is loaded once and used to the end, and pages that are not
/// used cost nothing.
pub(crate) fn map(path: &Path) -> Result<&'static [u8], Error> {
    let failed = |source| Error::Open {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(failed)?;
    // SAFETY: the map is read-only and private. Nothing in this program writes to model files. If
    // another program changes the file while it is mapped, numbers change, but every value read from
    // the map is valid for its type (whole numbers, floats, bytes); lengths and offsets are checked
    // when used, by ordinary slicing. Cutting the file shorter ends the program with a signal, as
    // taking away any mapped file does.
    #[expect(
        unsafe_code,
        reason = "mapping a file is unsafe by nature; see the comment"
    )]
    let map = unsafe { Mmap::map(&file) }.map_err(failed)?;
    Ok(Box::leak(Box::new(map)))
}
