//! Development commands of Entente. `cargo xtask` without a word lists them.

mod annotate;
mod audit;
mod bench;
mod crash;
mod eval;
mod model;
mod parity;
mod past;
mod scale;
mod schema;
mod seeds;
mod train;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = arguments
        .split_first()
        .map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    match command {
        "annotate" => annotate::run(rest),
        "audit" => audit::run(rest),
        "bench" => bench::run(rest),
        "crash" => crash::run(rest),
        "eval" => eval::run(rest),
        "parse" => eval::parse_to_file(rest),
        "train" => train::run(rest),
        "model" => model::run(rest),
        "past" => past::run(rest),
        "scale" => scale::run(rest),
        "parity" => parity::run(rest),
        "seeds" => seeds::run(rest),
        "schema" => schema::run(),
        _ => {
            println!("{HELP}");
            Ok(())
        }
    }
}

const HELP: &str = "\
cargo xtask COMMAND

  annotate DOCUMENTS.jsonl SEED N OUT.md [--any]
                     draw N sentences at random in which acts may be told, for people to say who did what to whom
  audit events DOCUMENTS.jsonl SEED N OUT.md
                     draw N acts at random from the articles, for reading; OUT.tsv takes the verdicts
  audit persons DOCUMENTS.jsonl SEED N OUT.md
                     draw N pronouns, titles and surnames, for telling whom they mean (xtask/data/persons)
  audit acts|dates|figures|figures-differ|clauses DIR SEED N OUT.txt
                     draw N pairs of two reports of a story at random, for telling whether they are one (xtask/data/identity)
  audit score FILE.tsv
                     the share of acts that were judged right, and the commonest faults
  bench pages [DIR]  how well and how fast pages are read, beside Entente's peers; more with `bench` alone
  bench claims       how fast figures, dates, quotes and acts are found, beside Entente's peers
  bench hostile      what pages cost that are made to hurt a reader
  crash [N] [PROGRAM] kill `entente` N times while it adds, updates and corrects, and look what is left each time
  eval TASK [DIR]    predict for DIR/documents.jsonl (default ../shared/eval/TASK), score against its gold
                     tasks: quotes figures times main_event events actors names conflict coreference pages stories
                     copies [DIR] [--draw SEED N OUT.md]: passages that articles share, against all pairs
                     events-open: acts found in plain text, by what goes wrong
                     names-plain: names as the parser gives them
                     persons [--show] SET …: whom pronouns, titles and surnames are taken for
                     coreference-slots: which acts, figures and dates of several reports compare takes for one
                     stream [DIR]: how fast copies and stories are found together, and in what memory, with a hundred
                     thousand stories active; --again: twice, and with each hour shuffled
                     figures-specs and times-specs: the oracles in DIR/specs, by group
                     --parsed FILE.jsonl reads documents that are parsed already
                     --folds reads the pages of each set, and groups the mentions of each topic (coreference),
                     with the model that was trained without it,
                     --parts those of each fifth with the model that was trained without that
  parse TASK FILE.jsonl [DIR]
                     parse DIR/documents.jsonl once, for --parsed and for training
  train acts [DIR] [PARSED]
                     train who takes part in an act, and how surely it stands as it was read
  train dates        train how likely two dates of two reports date one thing
  train figures      train how likely two figures of two reports answer one question
  train events PARSED.jsonl [DIR]
                     train the model that names the act between two phrases
  train identity [DIR]
                     train how likely two mentions tell one act
  train names [DIR]
                     train what speaks for words being a name of a person, an organisation or a place
  train pronouns [DIR] [PARSED]
                     train what speaks for a person as the one whom a pronoun means
  train pages [DIR] [--folds-only]
                     train the model that tells article from furniture; for measuring, one without each set and one
                     without each fifth of the pages
  train stories [DIR]
                     train how articles of a stream are joined to stories
  train words DICT   make the table of words that name acts from WordNet's database files
  seeds [DIR]        compare the account of DIR/*.txt (default ../shared/seeds) with DIR/expected.json
  model --from WHEEL convert a spaCy model into the file that the language step maps
  model --compact FILE
                     write the shipped model in half the room
  model --ranges TEXTS.jsonl
                     look where numbers lie between the layers of the model, for the precision `fast`
  past WORKSPACE [N] ask a workspace N questions about its past before and after it grows eleven times as large, with
                     corrections in between, and compare the answers byte by byte; articles are those of WORKSPACE
  scale make WORKSPACE ARTICLES FOLDER
                     make a workspace of so many articles: those of WORKSPACE again and again, of other people and days
  scale ask WORKSPACE [QUESTIONS [PROGRAM]]
                     time each reading verb of `entente` on a workspace
  scale serve WORKSPACE [QUESTIONS [READERS [PROGRAM]]]
                     time each page and resource of `entente serve` on a workspace, then many readers at once while reports
                     are added to it
  parity FILE.jsonl  compare the language step with what spaCy says, by kind
  schema             write schema/account.json, the form of `entente compare --format json`";
