//! From a chart to SVG: the frame of every drawing, and its words.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::{Chart, Drawing, lane, map, net, ranges, time};

/// Columns of the drawing, in pixels.
pub(super) const WIDTH: f64 = 760.0;
/// Blank at both sides.
pub(super) const MARGIN: f64 = 24.0;
/// Lines of a subtitle and of a note.
const MOST_LINES: usize = 4;

/// Colours and letters. Dark readers get their own; what reads neither gets the light ones.
///
/// For pages that hold drawings; what is drawn alone has it inside.
pub const STYLE: &str = "\
text{font-family:'Source Sans 3','Source Sans Pro','Helvetica Neue',Helvetica,Arial,'Liberation Sans',sans-serif;font-size:13px;fill:#1f2328}\
.title{font-size:21px;font-weight:700}.subtitle{font-size:14.5px;fill:#57606a}.heading{font-size:14px;font-weight:700}\
.note{font-size:11.5px;fill:#6e7781}.faint{fill:#6e7781}.tick{font-size:12px;fill:#57606a}.strong{font-weight:700}\
.paper{fill:#fffefb}.rule{fill:#c4302b}.grid{stroke:#d8dbe0;stroke-width:1}.axis{stroke:#1f2328;stroke-width:1}\
.beside{stroke:#57606a;stroke-width:1;stroke-dasharray:4 3}.line{fill:none;stroke:#1f2328;stroke-width:2.2;stroke-linejoin:round}\
.bond0{stroke:#2a76ae;fill:none;stroke-opacity:.75}.bond1{stroke:#8f8a82;fill:none;stroke-opacity:.75}.bond2{stroke:#c8501e;fill:none;stroke-opacity:.75}.band{fill:#1f2328;fill-opacity:.13}.dot{fill:#1f2328}.range{stroke:#9aa3ad;stroke-width:5;stroke-linecap:round}\
.sea{fill:none;stroke:#d8dbe0}.land{fill:#eceae4;stroke:#b9b5aa;stroke-width:.6;vector-effect:non-scaling-stroke}\
.border{fill:none;stroke:#a7a294;stroke-width:.6;vector-effect:non-scaling-stroke}.disputed{fill:none;stroke:#8a6d1d;stroke-width:.9;stroke-dasharray:3 2;vector-effect:non-scaling-stroke}\
.area,.hatched{stroke:#8a6d1d;stroke-width:.9}.hatched{stroke-width:.4}.spot{fill:#c8501e;fill-opacity:.78;stroke:#fffefb;stroke-width:.8}.place{font-size:12px;paint-order:stroke;stroke-width:3px;stroke-linejoin:round;stroke:#fffefb}\
.up0{fill:#2a76ae}.up1{fill:#9cc4df}.down0{fill:#c8501e}.down1{fill:#f4bc90}.mark{fill:#c4302b}.markt{fill:#c4302b;font-size:12px}\
@media (prefers-color-scheme:dark){text{fill:#e6e3dc}.subtitle,.tick{fill:#a7adb5}.note,.faint{fill:#8f969e}.paper{fill:#15181c}\
.grid{stroke:#343a41}.axis,.line{stroke:#e6e3dc}.beside{stroke:#a7adb5}.band{fill:#e6e3dc;fill-opacity:.17}.dot{fill:#e6e3dc}\
.land{fill:#2b3036;stroke:#545c65}.border{stroke:#7b838c}.disputed{stroke:#c3a24a}.area,.hatched{stroke:#c3a24a}.sea{stroke:#343a41}.place{stroke:#15181c}.spot{fill:#f0844e;stroke:#15181c}.range{stroke:#5d666f}.up0{fill:#6cb2e3}.up1{fill:#3f6f92}.down0{fill:#f0844e}.down1{fill:#8a5331}.mark,.markt,.rule{fill:#ff7b6b}}";

/// Draws a chart. The same chart gives the same bytes.
#[must_use]
pub fn svg(chart: &Chart) -> String {
    let mut page = Page::new();
    page.rect(MARGIN, 0.0, 44.0, 5.0, "rule");
    page.y = 38.0;
    page.paragraph(&chart.title, 21.0, "title", 2);
    page.y += 2.0;
    let (height, drawn) = draw(page, chart);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height:.0}\" viewBox=\"0 0 {WIDTH} {height:.0}\" \
         role=\"img\"><title>{}</title><desc>{}</desc><style>{STYLE}</style>\
         <rect class=\"paper\" width=\"{WIDTH}\" height=\"{height:.0}\"/>\n{drawn}</svg>\n",
        words(&chart.title),
        words(&chart.description),
    )
}

/// Draws a chart for the inside of a page, flush with its text. The page tells its title and has [`STYLE`] for what is in an element of the class `chart`.
#[must_use]
pub fn svg_inside(chart: &Chart) -> String {
    let mut page = Page::new();
    page.y = 16.0;
    let (height, drawn) = draw(page, chart);
    format!(
        "<svg class=\"chart\" viewBox=\"{MARGIN} 0 {} {height:.0}\" role=\"img\" aria-label=\"{}\"><desc>{}</desc>\n{drawn}</svg>\n",
        WIDTH - MARGIN,
        words(&chart.title),
        words(&chart.description),
    )
}

/// What is drawn below its title, and how high it is.
fn draw(mut page: Page, chart: &Chart) -> (f64, String) {
    page.paragraph(&chart.subtitle, 14.5, "subtitle", MOST_LINES);
    page.y += 6.0;
    match &chart.drawing {
        Drawing::Time(panels) => time::draw(&mut page, panels),
        Drawing::Lane(happened) => lane::draw(&mut page, happened),
        Drawing::Ranges(groups) => ranges::draw(&mut page, groups),
        Drawing::Net(bonds) => net::draw(&mut page, bonds),
        Drawing::Map(spots) => map::draw(&mut page, spots),
    }
    page.y += 30.0;
    page.paragraph(&chart.note, 11.5, "note", MOST_LINES);
    (page.y + 8.0, page.out)
}

/// A drawing that grows downwards.
pub(super) struct Page {
    out: String,
    /// Where the next thing goes.
    pub y: f64,
}

impl Page {
    fn new() -> Self {
        Self {
            out: String::new(),
            y: 0.0,
        }
    }

    pub fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, class: &str) {
        _ = writeln!(
            self.out,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>"
        );
    }

    pub fn line(&mut self, [x1, y1, x2, y2]: [f64; 4], class: &str) {
        _ = writeln!(
            self.out,
            "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        );
    }

    pub fn dot(&mut self, x: f64, y: f64, radius: f64, class: &str) {
        _ = writeln!(
            self.out,
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/>"
        );
    }

    /// A path through points; closed if it is an area.
    pub fn path(&mut self, points: &[(f64, f64)], is_closed: bool, class: &str) {
        let mut path = String::new();
        for (idx, (x, y)) in points.iter().enumerate() {
            _ = write!(path, "{}{x:.1} {y:.1}", if idx == 0 { 'M' } else { 'L' });
        }
        let end = if is_closed { "Z" } else { "" };
        _ = writeln!(self.out, "<path class=\"{class}\" d=\"{path}{end}\"/>");
    }

    /// A curve from one point to another that bends towards a third.
    pub fn curve(&mut self, [from, over, to]: [(f64, f64); 3], width: f64, class: &str) {
        _ = writeln!(
            self.out,
            "<path class=\"{class}\" stroke-width=\"{width:.1}\" d=\"M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}\"/>",
            from.0, from.1, over.0, over.1, to.0, to.1
        );
    }

    /// Words at a place; `anchor` is `start`, `middle` or `end`.
    pub fn text(&mut self, x: f64, y: f64, anchor: &str, class: &str, text: &str) {
        _ = writeln!(
            self.out,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>",
            words(text)
        );
    }

    /// Something that is drawn already, in letters of this program.
    pub fn raw(&mut self, drawn: &str) {
        self.out += drawn;
    }

    /// What follows is one thing, which tells this when it is pointed at.
    pub fn begin(&mut self, tells: &str) {
        _ = writeln!(self.out, "<g><title>{}</title>", words(tells));
    }

    /// Ends what [`Page::begin`] began.
    pub fn end(&mut self) {
        self.out += "</g>\n";
    }

    /// Words over the whole width, as many lines as they need.
    fn paragraph(&mut self, text: &str, size: f64, class: &str, most: usize) {
        for line in wrap(text, size, WIDTH - 2.0 * MARGIN, most) {
            self.text(MARGIN, self.y, "start", class, &line);
            self.y += size * 1.32;
        }
    }
}

/// Words broken into lines of so many pixels; what does not fit into `most` lines ends in a mark.
pub(super) fn wrap(text: &str, size: f64, width: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
        let longer = match line.is_empty() {
            true => word.to_owned(),
            false => format!("{line} {word}"),
        };
        if line.is_empty() || length(&longer, size) <= width {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
        if lines.len() == most {
            line.clear();
            break;
        }
    }
    let is_cut = lines.len() == most;
    if !line.is_empty() {
        lines.push(line);
    }
    for line in &mut lines {
        cut(line, size, width);
    }
    if let Some(last) = lines.last_mut().filter(|_| is_cut) {
        while length(last, size) + size > width && last.pop().is_some() {}
        last.push('…');
    }
    lines
}

/// Cuts what does not fit.
fn cut(line: &mut String, size: f64, width: f64) {
    if length(line, size) <= width {
        return;
    }
    while length(line, size) + size > width && line.pop().is_some() {}
    line.push('…');
}

/// About how many pixels words take.
pub(super) fn length(text: &str, size: f64) -> f64 {
    let em = |letter: char| match letter {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | '.' | ',' | ';' | ':' | '!' | '|' | '\''
        | '’' | ' ' => 0.3,
        'm' | 'w' | 'M' | 'W' | '—' | '…' | '%' => 0.88,
        letter if letter.is_ascii_uppercase() => 0.68,
        letter if u32::from(letter) >= 0x1100 => 1.0,
        _ => 0.55,
    };
    text.chars().map(em).sum::<f64>() * size
}

/// Text without what XML cannot hold or what turns its direction, escaped.
fn words(text: &str) -> String {
    escape(crate::clean::words(text)).into_owned()
}
