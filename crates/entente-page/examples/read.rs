//! Shows how pages are read: `read FILE…` prints what was found, block by block.
#![allow(clippy::print_stdout, reason = "an example prints")]

use entente_page::{Known, Page, read};

fn main() -> std::io::Result<()> {
    for name in std::env::args().skip(1) {
        let bytes = std::fs::read(&name)?;
        let outcome = read(
            &Page {
                name: &name,
                bytes: &bytes,
            },
            &Known::default(),
        );
        let article = outcome.value;
        println!(
            "=== {name}\ntitle {:?}\nsource {:?}\nauthors {:?}\npublished {:?}",
            article.title, article.source, article.authors, article.published
        );
        for block in &article.blocks {
            println!("{:?}: {}", block.kind, block.span.of(&article.text));
        }
        for part in &article.left_out {
            println!("left out ({}): {}", part.reason, part.text);
        }
        for problem in &outcome.problems {
            println!("problem {}: {}", problem.code, problem.message);
        }
    }
    Ok(())
}
