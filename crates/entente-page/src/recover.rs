//! Clean text, the same out of every kind of page: blanks, invisible characters, ligatures.

/// What a character is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// As it stands.
    Itself,
    /// As a blank: white space, and control characters, so that no command to a terminal survives.
    Blank,
    /// As nothing: it says where a word may break or in which direction to write, or it is invisible.
    Nothing,
    /// As the letters that it is drawn from.
    Letters(&'static str),
}

/// Number of bytes at the start of `bytes` that stand for themselves, whatever comes before or after them.
///
/// It may stop too early, never too late, and stops at a character border.
pub fn n_plain(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|byte| IS_SPECIAL[usize::from(*byte)])
        .unwrap_or(bytes.len())
}

/// First bytes of characters that may be read as something else.
static IS_SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte <= 0x20 {
        table[byte] = true;
        byte += 1;
    }
    // 7F; U+0080 to U+00AD; U+034F; U+061C; U+115F to U+180E; U+2000 to U+2800; U+3000 and U+3164; U+FB00 on; tags.
    let others = [0x7F, 0xC2, 0xCD, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF, 0xF3];
    let mut idx = 0;
    while idx < others.len() {
        table[others[idx]] = true;
        idx += 1;
    }
    table
};

/// What `character` is read as after `before` and in front of `after`, where these are known.
pub fn read(before: Option<char>, character: char, after: Option<char>) -> Read {
    match character {
        '!'..='~' => Read::Itself,
        _ if character.is_control() || character.is_whitespace() => Read::Blank,
        // Blank cells of Braille, and Hangul letters that show nothing.
        '\u{2800}' | '\u{3164}' | '\u{115F}' | '\u{1160}' | '\u{FFA0}' => Read::Blank,
        '\u{200C}' | '\u{200D}' if joins(before, after) => Read::Itself,
        // Soft hyphen, joiners, zero-width blanks, direction marks, byte order marks, notes between lines.
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' => Read::Nothing,
        '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => Read::Nothing,
        '\u{FFF9}'..='\u{FFFC}' => Read::Nothing,
        // Letters that only programs see; after a black flag they make the flag of a region.
        '\u{E0000}'..='\u{E007F}' if !before.is_some_and(is_flag) => Read::Nothing,
        '\u{FB00}' => Read::Letters("ff"),
        '\u{FB01}' => Read::Letters("fi"),
        '\u{FB02}' => Read::Letters("fl"),
        '\u{FB03}' => Read::Letters("ffi"),
        '\u{FB04}' => Read::Letters("ffl"),
        '\u{FB05}' | '\u{FB06}' => Read::Letters("st"),
        _ => Read::Itself,
    }
}

fn is_flag(before: char) -> bool {
    matches!(before, '\u{1F3F4}' | '\u{E0020}'..='\u{E007E}')
}

/// Does a joiner between these two tell words or pictures apart? What comes after may not be known yet.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let Some(before) = before else {
        return false;
    };
    let same = |is: fn(char) -> bool| is(before) && after.is_none_or(is);
    same(has_joined_letters) || same(is_picture)
}

/// Scripts in which a joiner or its absence changes what is written: Arabic to Mongolian, by way of India.
fn has_joined_letters(character: char) -> bool {
    matches!(character, '\u{600}'..='\u{109F}' | '\u{1780}'..='\u{18AF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
}

fn is_picture(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
}
