//! A model file in half the room, for [`crate::Precision::Balanced`] and [`crate::Precision::Fast`].

use crate::Error;
use crate::container::{Builder, Container};
use crate::rows::{write_bytes, write_halves};
use crate::vectors;

/// A model file in half the room, from files that are a model together.
///
/// Tables of features are kept in fp16 and vectors of words as bytes; both are only summed for words that are new. Of the
/// ids of words with vectors 32 bits are kept, so that one in six thousand unknown words is taken for a known one. What
/// multiplies stays as it is: the file is used where it lies, as the large one is.
///
/// # Errors
///
/// [`Error`] as for [`crate::Model::from_bytes`].
pub fn compact(files: &[&'static [u8]]) -> Result<Vec<u8>, Error> {
    let model = Container::new(files)?;
    let mut file = Builder::default();
    for (name, bytes) in model.sections() {
        if name.contains(".table.") {
            write_halves(&mut file, name, &model.numbers(name)?);
        } else if name.ends_with(".vectors") {
            write_bytes(&mut file, name, &model.numbers(name)?);
        } else if !name.starts_with("keys.") {
            file.bytes(name, bytes.to_vec());
        }
    }
    vectors::write_compact(&model, &mut file)?;
    Ok(file.finish())
}
