//! The closed sets of labels that the English parser gives, as spaCy writes them.

use serde::{Deserialize, Serialize};

/// Declares a set of labels with their written form.
macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "the written form says what each label is")]
        pub enum $name {
            $(#[serde(rename = $text)] $variant,)*
            /// A label that this set does not know.
            #[default]
            #[serde(other, rename = "?")]
            Unknown,
        }

        impl $name {
            /// Every label of the set.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The label as the parser's model writes it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* Self::Unknown => "?" }
            }

            /// The label written as `text`; [`Self::Unknown`] if there is none.
            #[must_use]
            pub fn from_text(text: &str) -> Self {
                match text { $($text => Self::$variant,)* _ => Self::Unknown }
            }
        }
    };
}

labels! {
    /// Coarse part of speech, after Universal Dependencies 2, with `SPACE` for white space.
    Pos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ",
        Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT",
        Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X", Space = "SPACE",
    }
}

labels! {
    /// Fine part of speech, after OntoNotes 5 (Penn Treebank).
    Tag {
        Dollar = "$", QuoteClose = "''", Comma = ",", BracketOpen = "-LRB-", BracketClose = "-RRB-", Stop = ".",
        Colon = ":", Add = "ADD", Afx = "AFX", Cc = "CC", Cd = "CD", Dt = "DT", Ex = "EX", Fw = "FW",
        Hyph = "HYPH", In = "IN", Jj = "JJ", Jjr = "JJR", Jjs = "JJS", Ls = "LS", Md = "MD", Nfp = "NFP",
        Nn = "NN", Nnp = "NNP", Nnps = "NNPS", Nns = "NNS", Pdt = "PDT", Pos = "POS", Prp = "PRP",
        PrpPoss = "PRP$", Rb = "RB", Rbr = "RBR", Rbs = "RBS", Rp = "RP", Sym = "SYM", To = "TO", Uh = "UH",
        Vb = "VB", Vbd = "VBD", Vbg = "VBG", Vbn = "VBN", Vbp = "VBP", Vbz = "VBZ", Wdt = "WDT", Wp = "WP",
        WpPoss = "WP$", Wrb = "WRB", Xx = "XX", Space = "_SP", QuoteOpen = "``",
    }
}

labels! {
    /// Relation of a token to its head, after ClearNLP.
    Dep {
        Root = "ROOT", Acl = "acl", Acomp = "acomp", Advcl = "advcl", Advmod = "advmod", Agent = "agent",
        Amod = "amod", Appos = "appos", Attr = "attr", Aux = "aux", Auxpass = "auxpass", Case = "case",
        Cc = "cc", Ccomp = "ccomp", Compound = "compound", Conj = "conj", Csubj = "csubj",
        Csubjpass = "csubjpass", Dative = "dative", Dep = "dep", Det = "det", Dobj = "dobj", Expl = "expl",
        Intj = "intj", Mark = "mark", Meta = "meta", Neg = "neg", Nmod = "nmod", Npadvmod = "npadvmod",
        Nsubj = "nsubj", Nsubjpass = "nsubjpass", Nummod = "nummod", Oprd = "oprd", Parataxis = "parataxis",
        Pcomp = "pcomp", Pobj = "pobj", Poss = "poss", Preconj = "preconj", Predet = "predet", Prep = "prep",
        Prt = "prt", Punct = "punct", Quantmod = "quantmod", Relcl = "relcl", Xcomp = "xcomp",
    }
}

labels! {
    /// Kind of a name, after OntoNotes 5.
    EntityKind {
        Cardinal = "CARDINAL", Date = "DATE", Event = "EVENT", Fac = "FAC", Gpe = "GPE",
        Language = "LANGUAGE", Law = "LAW", Loc = "LOC", Money = "MONEY", Norp = "NORP", Ordinal = "ORDINAL",
        Org = "ORG", Percent = "PERCENT", Person = "PERSON", Product = "PRODUCT", Quantity = "QUANTITY",
        Time = "TIME", WorkOfArt = "WORK_OF_ART",
    }
}
