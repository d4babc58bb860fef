//! Every number up to a million, written out in five languages, is read as itself.

use entente_extract::figure;

/// Numbers to try: all small ones, and one in each stretch of the larger.
fn numbers() -> impl Iterator<Item = usize> {
    (1..=1_100).chain((1_100..1_000_000).step_by(997))
}

fn check(language: &str, write: impl Fn(usize) -> String) {
    for number in numbers() {
        let text = write(number);
        let found = figure::numerals(&text, language);
        let values: Vec<f64> = found.iter().map(|numeral| numeral.value).collect();
        assert_eq!(values, [number as f64], "{text:?} in {language}");
    }
}

#[test]
fn english() {
    let small = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen \
                 fifteen sixteen seventeen eighteen nineteen";
    let tens = "- - twenty thirty forty fifty sixty seventy eighty ninety";
    let (small, tens) = (words(small), words(tens));
    let below_hundred = |number: usize| match number {
        0..20 => small[number].to_owned(),
        _ if number.is_multiple_of(10) => tens[number / 10].to_owned(),
        _ => format!("{}-{}", tens[number / 10], small[number % 10]),
    };
    let below_thousand = |number: usize| match (number / 100, number % 100) {
        (0, rest) => below_hundred(rest),
        (hundreds, 0) => format!("{} hundred", small[hundreds]),
        (hundreds, rest) => format!("{} hundred and {}", small[hundreds], below_hundred(rest)),
    };
    check("en", |number| match (number / 1000, number % 1000) {
        (0, rest) => below_thousand(rest),
        (thousands, 0) => format!("{} thousand", below_thousand(thousands)),
        (thousands, rest) => {
            format!(
                "{} thousand {}",
                below_thousand(thousands),
                below_thousand(rest)
            )
        }
    });
}

#[test]
fn german() {
    let small = "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn \
                 fünfzehn sechzehn siebzehn achtzehn neunzehn";
    let tens = "- - zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig";
    let (small, tens) = (words(small), words(tens));
    let below_hundred = |number: usize| match number {
        0..20 => small[number].to_owned(),
        _ if number.is_multiple_of(10) => tens[number / 10].to_owned(),
        _ => format!("{}und{}", small[number % 10], tens[number / 10]),
    };
    let below_thousand = |number: usize| match (number / 100, number % 100) {
        (0, rest) => below_hundred(rest),
        (hundreds, 0) => format!("{}hundert", small[hundreds]),
        (hundreds, rest) => format!("{}hundert{}", small[hundreds], below_hundred(rest)),
    };
    check("de", |number| match (number / 1000, number % 1000) {
        (0, rest) => below_thousand(rest),
        (thousands, 0) => format!("{}tausend", below_thousand(thousands)),
        (thousands, rest) => {
            format!(
                "{}tausend{}",
                below_thousand(thousands),
                below_thousand(rest)
            )
        }
    });
}

#[test]
fn french() {
    let small = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze \
                 seize dix-sept dix-huit dix-neuf";
    let tens = "- - vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt";
    let (small, tens) = (words(small), words(tens));
    let below_hundred = |number: usize| {
        let ten = number / 10;
        let rest = if matches!(ten, 7 | 9) {
            number % 20
        } else {
            number % 10
        };
        match (ten, rest) {
            (0 | 1, _) => small[number].to_owned(),
            (8, 0) => "quatre-vingts".to_owned(),
            (_, 0) => tens[ten].to_owned(),
            (2..=7, 1 | 11) => format!("{} et {}", tens[ten], small[rest]),
            _ => format!("{}-{}", tens[ten], small[rest]),
        }
    };
    let below_thousand = |number: usize| match (number / 100, number % 100) {
        (0, rest) => below_hundred(rest),
        (1, 0) => "cent".to_owned(),
        (1, rest) => format!("cent {}", below_hundred(rest)),
        (hundreds, 0) => format!("{} cents", small[hundreds]),
        (hundreds, rest) => format!("{} cent {}", small[hundreds], below_hundred(rest)),
    };
    check("fr", |number| match (number / 1000, number % 1000) {
        (0, rest) => below_thousand(rest),
        (1, 0) => "mille".to_owned(),
        (1, rest) => format!("mille {}", below_thousand(rest)),
        (thousands, 0) => format!("{} mille", below_thousand(thousands)),
        (thousands, rest) => {
            format!(
                "{} mille {}",
                below_thousand(thousands),
                below_thousand(rest)
            )
        }
    });
}

#[test]
fn spanish() {
    let small = "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince \
                 dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro \
                 veinticinco veintiséis veintisiete veintiocho veintinueve";
    let tens = "- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa";
    let hundreds = "- ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos \
                    ochocientos novecientos";
    let (small, tens, hundreds) = (words(small), words(tens), words(hundreds));
    let below_hundred = |number: usize| match number {
        0..30 => small[number].to_owned(),
        _ if number.is_multiple_of(10) => tens[number / 10].to_owned(),
        _ => format!("{} y {}", tens[number / 10], small[number % 10]),
    };
    let below_thousand = |number: usize| match (number / 100, number % 100) {
        (0, rest) => below_hundred(rest),
        (1, 0) => "cien".to_owned(),
        (hundred, 0) => hundreds[hundred].to_owned(),
        (hundred, rest) => format!("{} {}", hundreds[hundred], below_hundred(rest)),
    };
    check("es", |number| match (number / 1000, number % 1000) {
        (0, rest) => below_thousand(rest),
        (1, 0) => "mil".to_owned(),
        (1, rest) => format!("mil {}", below_thousand(rest)),
        (thousands, 0) => format!("{} mil", below_thousand(thousands)),
        (thousands, rest) => {
            format!("{} mil {}", below_thousand(thousands), below_thousand(rest))
        }
    });
}

#[test]
fn russian() {
    let small = "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать \
                 тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать";
    let tens = "- - двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто";
    let hundreds = "- сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот";
    let (small, tens, hundreds) = (words(small), words(tens), words(hundreds));
    let below_thousand = |number: usize| {
        let mut parts = Vec::new();
        if number >= 100 {
            parts.push(hundreds[number / 100]);
        }
        match number % 100 {
            0 => {}
            rest if rest < 20 => parts.push(small[rest]),
            rest => {
                parts.push(tens[rest / 10]);
                parts.extend((rest % 10 > 0).then(|| small[rest % 10]));
            }
        }
        parts.join(" ")
    };
    check("ru", |number| match (number / 1000, number % 1000) {
        (0, rest) => below_thousand(rest),
        (1, 0) => "тысяча".to_owned(),
        (1, rest) => format!("тысяча {}", below_thousand(rest)),
        (thousands, rest) => {
            let thousands = below_thousand(thousands);
            format!("{thousands} тысяч {}", below_thousand(rest))
                .trim_end()
                .to_owned()
        }
    });
}

fn words(list: &str) -> Vec<&str> {
    list.split_whitespace().collect()
}
