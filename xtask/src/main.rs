//! Development commands of Entente. `cargo xtask` without a word lists them.

mod eval;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = arguments
        .split_first()
        .map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    match command {
        "eval" => eval::run(rest),
        _ => {
            println!("{HELP}");
            Ok(())
        }
    }
}

const HELP: &str = "\
cargo xtask COMMAND

  eval TASK [DIR]    predict for DIR/documents.jsonl (default ../shared/eval/TASK), score against its gold
                     tasks: quotes figures times events actors conflict
                     --parsed FILE.jsonl reads documents that are parsed already";
