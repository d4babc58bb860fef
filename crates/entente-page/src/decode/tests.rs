//! Texts in many charsets, and the law of the way back.

use encoding_rs::Encoding;
use entente_types::Problem;
use proptest::prelude::*;

use super::{Decoded, decode};

/// Decodes and checks that the way back leads from every character to bytes that read as it.
fn check<'a>(bytes: &'a [u8], declared: Option<&str>) -> (Decoded<'a>, Vec<Problem>) {
    let mut problems = Vec::new();
    let decoded = decode(bytes, declared, &mut problems);
    let encoding = Encoding::for_label(decoded.charset.as_bytes()).expect("a charset has a name");
    let is_repaired = problems.iter().any(|p| p.code == "double-encoding");
    let mut end = 0;
    for (at, character) in decoded.text.char_indices() {
        let page = decoded.page(at, at + character.len_utf8());
        assert!(
            page.start >= end || encoding.name() == "Big5",
            "places are in order"
        );
        end = page.end;
        let here = &bytes[page.range()];
        let again = encoding.decode_without_bom_handling(here).0;
        let is_it = match encoding.name() {
            // A character of ISO-2022-JP needs the switches before it.
            "ISO-2022-JP" => !again.is_empty(),
            "Big5" => again.contains(character),
            _ => again.chars().eq([character]),
        };
        assert!(
            is_it
                || character == char::REPLACEMENT_CHARACTER
                || is_repaired && again.chars().count() > 1,
            "{character:?} stands in {here:?}"
        );
    }
    if !decoded.text.is_empty() {
        assert!(decoded.page(0, decoded.text.len()).end as usize <= bytes.len());
    }
    (decoded, problems)
}

fn codes(problems: &[Problem]) -> Vec<&str> {
    problems
        .iter()
        .map(|problem| problem.code.as_str())
        .collect()
}

const RUSSIAN: &str = "Паром сел на мель у Сальме. Никто не пострадал, сообщила береговая охрана; \
    пассажиров сняли к вечеру, а груз остался на борту до прилива.";
const JAPANESE: &str = "連絡船がサルメ沖で座礁した。けが人はいないと沿岸警備隊が月曜日に発表した。乗客は夕方までに全員救助された。";

/// Sentences, each with the old charsets of its language.
const OLD: [(&str, &[&str]); 14] = [
    (RUSSIAN, &["windows-1251", "koi8-r", "iso-8859-5", "ibm866"]),
    (JAPANESE, &["shift_jis", "euc-jp"]),
    (
        "渡轮在萨尔梅附近搁浅。海岸警卫队周一表示,没有人受伤,乘客已于傍晚前全部获救。",
        &["gbk", "gb18030"],
    ),
    (
        "渡輪在薩爾梅附近擱淺。海岸防衛隊週一表示,沒有人受傷,乘客已於傍晚前全部獲救。",
        &["big5"],
    ),
    (
        "살메 앞바다에서 여객선이 좌초했다. 해안 경비대는 다친 사람이 없다고 월요일에 밝혔다.",
        &["euc-kr"],
    ),
    (
        "Das Fährschiff lief vor Salme auf Grund. Verletzt wurde niemand, erklärte die Küstenwache am späten Abend; die Fähre müsse überprüft werden.",
        &["windows-1252"],
    ),
    (
        "Le traversier s’est échoué près de Salme. Personne n’a été blessé, a précisé la garde côtière à l’arrivée des secours.",
        &["windows-1252"],
    ),
    (
        "Prom osiadł na mieliźnie koło Salme. Nikt nie został ranny, poinformowała straż przybrzeżna; pasażerów ewakuowano późnym wieczorem.",
        &["windows-1250", "iso-8859-2"],
    ),
    (
        "Το πλοίο προσάραξε κοντά στο Σάλμε. Κανείς δεν τραυματίστηκε, ανακοίνωσε η ακτοφυλακή τη Δευτέρα.",
        &["windows-1253", "iso-8859-7"],
    ),
    (
        "Feribot Salme açıklarında karaya oturdu. Sahil güvenlik, kimsenin yaralanmadığını ve yolcuların akşama doğru kurtarıldığını söyledi.",
        &["windows-1254"],
    ),
    (
        "המעבורת עלתה על שרטון ליד סלמה. איש לא נפגע, מסר משמר החופים ביום שני.",
        &["windows-1255"],
    ),
    (
        "جنحت العبارة قرب سالمه. لم يصب أحد بأذى، بحسب ما أعلن خفر السواحل يوم الاثنين.",
        &["windows-1256"],
    ),
    (
        "Prāmis uzskrēja uz sēkļa pie Salmes. Neviens nav cietis, pirmdien paziņoja krasta apsardze; pasažierus nogādāja krastā līdz vakaram.",
        &["windows-1257"],
    ),
    ("Phà mắc cạn.", &["windows-1258"]),
];

#[test]
fn old_charsets_are_read_as_declared() {
    for (text, charsets) in OLD {
        for charset in charsets {
            let encoding = Encoding::for_label(charset.as_bytes()).expect("a known name");
            let (bytes, _, has_unknown) = encoding.encode(text);
            if has_unknown {
                continue;
            }
            let (decoded, problems) = check(&bytes, Some(charset));
            assert_eq!(decoded.text, text, "{charset}");
            assert!(problems.is_empty(), "{charset}");
            let page = [format!("<meta charset={charset}><p>").as_bytes(), &bytes].concat();
            let (decoded, problems) = check(&page, None);
            assert!(decoded.text.ends_with(text), "{charset} in the head");
            assert!(problems.is_empty());
        }
    }
}

#[test]
fn old_charsets_are_detected() {
    // Turkish, Polish and Russian in rarer charsets need more text than a sentence.
    for (text, charsets) in OLD {
        let encoding = Encoding::for_label(charsets[0].as_bytes()).expect("a known name");
        let (bytes, _, has_unknown) = encoding.encode(text);
        if has_unknown {
            continue;
        }
        for declared in [None, Some("utf-8")] {
            let (decoded, problems) = check(&bytes, declared);
            assert_eq!(decoded.text, text, "{}", charsets[0]);
            assert_eq!(codes(&problems), ["guessed-charset"]);
        }
    }
}

#[test]
fn iso_2022_jp_is_ascii_with_switches() {
    let (bytes, ..) = encoding_rs::ISO_2022_JP.encode(JAPANESE);
    let (decoded, _) = check(&bytes, None);
    assert_eq!(decoded.text, JAPANESE);
    let at = JAPANESE.find('沖').expect("it is in the sentence");
    assert_eq!(&bytes[decoded.page(at, at + 3).range()], b"2-");
}

#[test]
fn utf_16_needs_no_mark() {
    for is_little in [true, false] {
        let bytes: Vec<u8> = "The ferry ran aground; the café at the harbour stayed open."
            .encode_utf16()
            .flat_map(|unit| {
                if is_little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            })
            .collect();
        let (decoded, _) = check(&bytes, None);
        assert!(decoded.text.starts_with("The ferry ran aground; the café"));
    }
}

#[test]
fn utf_8_is_borrowed_and_its_mark_left_out() {
    let (decoded, problems) = check(RUSSIAN.as_bytes(), Some("windows-1251"));
    assert!(matches!(decoded.text, std::borrow::Cow::Borrowed(_)));
    assert!(problems.is_empty());
    let marked = format!("\u{FEFF}{RUSSIAN}");
    let (decoded, _) = check(marked.as_bytes(), None);
    assert_eq!(decoded.text, RUSSIAN);
    assert_eq!(decoded.page(0, 2), entente_types::Span::new(3, 5));
}

#[test]
fn utf_8_with_a_fault_stays_utf_8() {
    let mut bytes = RUSSIAN.as_bytes().to_vec();
    bytes.truncate(bytes.len() - 1);
    bytes.push(0xD0);
    for declared in [None, Some("utf-8"), Some("iso-8859-1")] {
        let (decoded, problems) = check(&bytes, declared);
        assert!(decoded.text.starts_with("Паром"));
        assert!(decoded.text.ends_with('\u{FFFD}'));
        assert_eq!(codes(&problems), ["broken-utf8"]);
    }
}

/// A text encoded twice, by way of windows-1252.
fn twice(text: &str) -> String {
    encoding_rs::WINDOWS_1252
        .decode_without_bom_handling(text.as_bytes())
        .0
        .into_owned()
}

#[test]
fn text_encoded_twice_is_read_once() {
    let texts = [
        RUSSIAN,
        JAPANESE,
        "It’s the captain’s fault, the mayor’s office said — “all of it”.",
        "Le café de l’hôtel a été fermé à l’été dernier, côté forêt.",
        "Größere Schäden wurden für möglich gehalten.",
    ];
    for text in texts {
        let damaged = twice(text);
        let (decoded, problems) = check(damaged.as_bytes(), None);
        assert_eq!(decoded.text, text);
        assert_eq!(codes(&problems), ["double-encoding"]);
        let page =
            format!("<title>Новости дня · «Орда»</title>\n<p>{damaged}</p>\n<p>© 2031 Société</p>");
        let (decoded, _) = check(page.as_bytes(), None);
        assert_eq!(decoded.text, page.replace(&damaged, text));
    }
}

#[test]
fn text_that_only_mentions_it_stays() {
    let texts = [
        "Readers saw \"cafÃ©\" and \"naÃ¯ve\" and \"itâ€™s\" and \"Ã©tat\" on the page.",
        "Readers saw “cafÃ©” where “café” was meant, itâ€™s said, itâ€™s not, itâ€™s all.",
        "O JORNAL “AMANHÔ E O “MANHÔ FORAM À “IRMÔ.",
        "Der Fußball kostet „Spaß“ — „Gruß“ und „Maß“ …",
        "CafÃ© geschlossen.",
    ];
    for text in texts {
        let (decoded, problems) = check(text.as_bytes(), None);
        assert_eq!(decoded.text, text);
        assert!(problems.is_empty());
    }
}

proptest! {
    #[test]
    fn the_way_back_holds_for_any_bytes(
        bytes in prop::collection::vec(prop_oneof![any::<u8>(), 0x80..=0xFF_u8, 0x20..=0x7E_u8], 0..400),
        charset in prop::sample::select(vec![
            "utf-8", "windows-1252", "windows-1251", "koi8-r", "shift_jis", "euc-jp", "euc-kr", "gbk", "gb18030", "big5",
            "iso-2022-jp", "utf-16le", "utf-16be", "replacement", "nonsense", "windows-1258",
        ]),
    ) {
        check(&bytes, Some(charset));
        check(&bytes, None);
    }

    #[test]
    fn the_way_back_holds_for_any_text(
        text in "[a-zé߀’“Ã©âПр日本語ンﾊ한글ş€ \n<>]{0,200}",
        charset in prop::sample::select(vec![
            "windows-1252", "windows-1251", "shift_jis", "euc-jp", "euc-kr", "gbk", "gb18030", "big5", "utf-8",
        ]),
    ) {
        let encoding = Encoding::for_label(charset.as_bytes()).expect("a known name");
        check(&encoding.encode(&text).0, Some(charset));
        check(twice(&text).as_bytes(), None);
    }
}

/// Time of decoding alone: `cargo test --release -p entente-page --lib -- --ignored --nocapture speed`.
#[test]
#[ignore = "it measures"]
#[allow(clippy::print_stderr, reason = "it prints figures")]
fn speed_of_decoding() {
    let russian = RUSSIAN.repeat(400);
    let german = OLD[5].0.repeat(600);
    let page = format!(
        "<p class=\"text text-large\" data-id=\"1234567\">{}</p>\n",
        OLD[5].0
    )
    .repeat(400);
    let of = |text: &str, name: &str| {
        let encoding = Encoding::for_label(name.as_bytes()).expect("a known name");
        encoding.encode(text).0.into_owned()
    };
    let damaged = twice(&page);
    let pages: Vec<(&str, Vec<u8>, Option<&str>)> = vec![
        ("UTF-8, Russian", russian.clone().into_bytes(), None),
        ("UTF-8, German", german.clone().into_bytes(), None),
        ("UTF-8, page", page.clone().into_bytes(), None),
        (
            "UTF-8 with a fault",
            [page.as_bytes(), b"\xFF"].concat(),
            None,
        ),
        ("encoded twice", damaged.into_bytes(), None),
        (
            "windows-1252 declared",
            of(&page, "windows-1252"),
            Some("windows-1252"),
        ),
        ("windows-1252 detected", of(&page, "windows-1252"), None),
        (
            "windows-1251 declared",
            of(&russian, "windows-1251"),
            Some("windows-1251"),
        ),
        (
            "shift_jis declared",
            of(&JAPANESE.repeat(600), "shift_jis"),
            Some("shift_jis"),
        ),
        (
            "gb18030 declared",
            of(&OLD[2].0.repeat(600), "gb18030"),
            Some("gb18030"),
        ),
        (
            "hostile: bytes FF as shift_jis",
            vec![0xFE; 1 << 16],
            Some("shift_jis"),
        ),
        (
            "hostile: C3 A9 over and over",
            "é".repeat(1 << 15).into_bytes(),
            None,
        ),
        (
            "hostile: â€ over and over",
            "â€".repeat(1 << 14).into_bytes(),
            None,
        ),
        (
            "hostile: Ã© over and over",
            "aÃ©".repeat(1 << 14).into_bytes(),
            None,
        ),
    ];
    for (name, bytes, declared) in pages {
        let mut best = f64::MAX;
        for _ in 0..100 {
            let start = std::time::Instant::now();
            let decoded = decode(&bytes, declared, &mut Vec::new());
            assert!(!decoded.text.is_empty());
            best = best.min(start.elapsed().as_secs_f64());
        }
        let mb = bytes.len() as f64 / 1e6;
        eprintln!(
            "{name}: {:.0} MB/s, {:.2} ms per MB",
            mb / best,
            1e3 * best / mb
        );
    }
}
