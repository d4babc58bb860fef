//! Words of strangers, made harmless for whatever reads them next.

/// Text in one line, without controls and marks of direction that hide what it says.
#[must_use]
pub fn words(text: &str) -> String {
    let parts = text.split(|letter: char| letter.is_whitespace() || steers(letter));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// Text with its line breaks and tabs, without anything else that XML cannot hold or that steers.
#[must_use]
pub fn lines(text: &str) -> String {
    let harmless = |letter: &char| matches!(letter, '\n' | '\t') || !steers(*letter);
    text.chars().filter(harmless).collect()
}

/// Controls, marks of direction, letters that nobody sees (tags, which can spell whole sentences for a machine), and what is no character.
#[must_use]
pub fn steers(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{61c}' | '\u{feff}'
            | '\u{fe00}'..='\u{fe0e}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Text without anything that could steer a terminal or turn the direction of a line.
///
/// Reports come from strangers: control characters and marks that override the writing direction become
/// `\u{FFFD}`, line breaks and tabs become blanks.
#[must_use]
pub fn visible(text: &str) -> String {
    let clean = |character: char| match character {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        other if moves(other) => '\u{FFFD}',
        other => other,
    };
    text.chars().map(clean).collect()
}

/// Could this character move a cursor, change a colour, break a line, or turn the direction of what follows?
#[must_use]
pub fn moves(character: char) -> bool {
    let is_direction = matches!(
        character,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}'
    );
    is_direction || character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// The same JSON, with escapes for every character that steers. They stand in strings alone.
#[must_use]
pub fn json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        match steers(letter) && letter != '\n' {
            true => {
                let units = letter.encode_utf16(&mut [0; 2]).to_vec();
                out.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
            }
            false => out.push(letter),
        }
    }
    out
}
