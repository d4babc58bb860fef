//! Charsets other than UTF-8, character by character.

use encoding_rs::{
    BIG5, DecoderResult, EUC_JP, EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, SHIFT_JIS, UTF_16LE,
};

use super::Builder;

/// Most characters that are decoded in one call.
const N_STRETCH: usize = 128;

/// Decodes bytes and counts those that are not in the charset.
pub fn read(bytes: &[u8], encoding: &'static Encoding) -> (Builder, usize) {
    if encoding == ISO_2022_JP {
        return (iso_2022_jp(bytes), 0);
    }
    if encoding.is_single_byte() {
        return single_byte(bytes, encoding);
    }
    multi_byte(bytes, encoding)
}

fn single_byte(bytes: &[u8], encoding: &'static Encoding) -> (Builder, usize) {
    let table: Vec<char> = (128..=255_u8)
        .map(|byte| {
            let text = encoding
                .decode_without_bom_handling(std::slice::from_ref(&byte))
                .0;
            text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
        })
        .collect();
    let mut builder = Builder::default();
    let mut n_broken = 0;
    let mut at = 0;
    while at < bytes.len() {
        at += ascii(bytes, at, &mut builder);
        if let Some(byte) = bytes.get(at) {
            let character = table[usize::from(*byte) - 128];
            n_broken += usize::from(character == char::REPLACEMENT_CHARACTER);
            builder.read(character, at, 1);
            at += 1;
        }
    }
    (builder, n_broken)
}

/// Adds the ASCII that begins at `at`, and gives its length.
fn ascii(bytes: &[u8], at: usize, builder: &mut Builder) -> usize {
    let rest = &bytes[at..];
    let n_bytes = Encoding::ascii_valid_up_to(rest);
    if let Ok(text) = std::str::from_utf8(&rest[..n_bytes]) {
        builder.same(text, at);
    }
    n_bytes
}

/// Charsets in which the first byte of a character tells how many it has.
fn multi_byte(bytes: &[u8], encoding: &'static Encoding) -> (Builder, usize) {
    let mut builder = Builder::default();
    let mut n_broken = 0;
    let mut at = 0;
    while at < bytes.len() {
        at += ascii(bytes, at, &mut builder);
        let lengths = lengths(&bytes[at..], encoding);
        if !together(bytes, at, &lengths, encoding, &mut builder) {
            n_broken += one_by_one(bytes, at, &lengths, encoding, &mut builder);
        }
        at += lengths.iter().sum::<usize>();
    }
    (builder, n_broken)
}

/// How many bytes each of the next characters has, up to the next ASCII character.
fn lengths(bytes: &[u8], encoding: &'static Encoding) -> Vec<usize> {
    let mut lengths = Vec::new();
    let mut at = 0;
    while at < bytes.len() && !bytes[at].is_ascii() && lengths.len() < N_STRETCH {
        let n_bytes = length(&bytes[at..], encoding).min(bytes.len() - at);
        lengths.push(n_bytes);
        at += n_bytes;
    }
    lengths
}

fn length(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let next = bytes.get(1).copied().unwrap_or_default();
    // A blank or a mark after a first byte is no second byte: it is a character of its own.
    let is_trail = |from: u8| next >= from && next != 0x7F;
    match bytes[0] {
        0xA1..=0xDF if encoding == SHIFT_JIS => 1,
        0x81..=0xFC if encoding == SHIFT_JIS && is_trail(0x40) => 2,
        0x8F if encoding == EUC_JP && is_trail(0xA1) => 3,
        0x8E | 0xA1..=0xFE if encoding == EUC_JP && is_trail(0xA1) => 2,
        0x81..=0xFE if encoding == EUC_KR && is_trail(0x41) => 2,
        0x81..=0xFE if encoding == BIG5 && is_trail(0x40) => 2,
        0x81..=0xFE if is_gb(encoding) && is_four(bytes) => 4,
        0x81..=0xFE if is_gb(encoding) && is_trail(0x40) => 2,
        _ => 1,
    }
}

/// Four bytes as GB18030 has them: letter-like and digit in turn.
fn is_four(bytes: &[u8]) -> bool {
    matches!(bytes, [_, second, third, fourth, ..]
        if second.is_ascii_digit() && (0x81..=0xFE).contains(third) && fourth.is_ascii_digit())
}

fn is_gb(encoding: &'static Encoding) -> bool {
    encoding == GBK || encoding == GB18030
}

/// Decodes characters in one call. Fails, and adds nothing, if one of them is broken or gives two.
fn together(
    bytes: &[u8],
    at: usize,
    lengths: &[usize],
    encoding: &'static Encoding,
    builder: &mut Builder,
) -> bool {
    let stretch = &bytes[at..at + lengths.iter().sum::<usize>()];
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(stretch) else {
        return false;
    };
    if text.chars().count() != lengths.len() {
        return false;
    }
    let mut at = at;
    for (character, n_bytes) in text.chars().zip(lengths) {
        builder.read(character, at, *n_bytes);
        at += n_bytes;
    }
    true
}

/// Decodes characters each by itself and counts the broken ones.
fn one_by_one(
    bytes: &[u8],
    at: usize,
    lengths: &[usize],
    encoding: &'static Encoding,
    builder: &mut Builder,
) -> usize {
    let mut at = at;
    let mut n_broken = 0;
    for n_bytes in lengths {
        let mut buffer = [0_u8; 32];
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let (result, _, n_written) =
            decoder.decode_to_utf8_without_replacement(&bytes[at..at + n_bytes], &mut buffer, true);
        let text = std::str::from_utf8(&buffer[..n_written]).unwrap_or_default();
        if result == DecoderResult::InputEmpty && !text.is_empty() {
            text.chars().for_each(|c| builder.read(c, at, *n_bytes));
        } else {
            builder.read(char::REPLACEMENT_CHARACTER, at, *n_bytes);
            n_broken += 1;
        }
        at += n_bytes;
    }
    n_broken
}

/// What the bytes of ISO-2022-JP stand for after a switch.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Ascii,
    /// ASCII with the sign of the yen and an overline.
    Roman,
    /// Half-width katakana, one byte each.
    Katakana,
    /// Two bytes each, as in EUC-JP but for their highest bits.
    Kanji,
}

/// ISO-2022-JP: seven bits, with switches between four sets of characters.
pub fn iso_2022_jp(bytes: &[u8]) -> Builder {
    let mut builder = Builder::default();
    let mut mode = Mode::Ascii;
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        if let Some((next, n_bytes)) = switch(rest) {
            mode = next;
            at += n_bytes;
            continue;
        }
        let (character, n_bytes) = character(rest, mode);
        builder.read(character, at, n_bytes);
        at += n_bytes;
    }
    builder
}

fn switch(bytes: &[u8]) -> Option<(Mode, usize)> {
    match bytes {
        [0x1B, b'(', b'B', ..] => Some((Mode::Ascii, 3)),
        [0x1B, b'(', b'J', ..] => Some((Mode::Roman, 3)),
        [0x1B, b'(', b'I', ..] => Some((Mode::Katakana, 3)),
        [0x1B, b'$', b'B' | b'@', ..] => Some((Mode::Kanji, 3)),
        _ => None,
    }
}

fn character(bytes: &[u8], mode: Mode) -> (char, usize) {
    match (bytes, mode) {
        ([first @ 0x21..=0x7E, second @ 0x21..=0x7E, ..], Mode::Kanji) => {
            let pair = [first | 0x80, second | 0x80];
            let text = EUC_JP.decode_without_bom_handling(&pair).0;
            let mut characters = text.chars();
            let character = characters.next().filter(|_| characters.next().is_none());
            (character.unwrap_or(char::REPLACEMENT_CHARACTER), 2)
        }
        ([byte @ 0x21..=0x5F, ..], Mode::Katakana) => {
            let code = 0xFF61 + u32::from(byte - 0x21);
            (
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
                1,
            )
        }
        ([b'\\', ..], Mode::Roman) => ('¥', 1),
        ([b'~', ..], Mode::Roman) => ('‾', 1),
        ([byte, ..], _) if byte.is_ascii() => (char::from(*byte), 1),
        _ => (char::REPLACEMENT_CHARACTER, 1),
    }
}

/// UTF-16 from the byte `offset` on.
pub fn utf_16(bytes: &[u8], offset: usize, encoding: &'static Encoding) -> Builder {
    let unit = |pair: &[u8]| {
        if encoding == UTF_16LE {
            u16::from_le_bytes([pair[0], pair[1]])
        } else {
            u16::from_be_bytes([pair[0], pair[1]])
        }
    };
    let mut builder = Builder::default();
    let mut at = offset;
    for character in char::decode_utf16(bytes[offset..].chunks_exact(2).map(unit)) {
        let n_bytes = character.as_ref().map_or(2, |c| 2 * c.len_utf16());
        builder.read(
            character.unwrap_or(char::REPLACEMENT_CHARACTER),
            at,
            n_bytes,
        );
        at += n_bytes;
    }
    builder
}
