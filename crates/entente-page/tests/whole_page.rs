//! Whole pages, as publishers frame them: the text comes out whole and alone, whatever the markup and language.

use entente_page::{Known, Page, read};
use entente_types::BlockKind;

/// Paragraphs of one report in a language, and the furniture of its page.
struct Report {
    language: &'static str,
    title: &'static str,
    paragraphs: [&'static str; 5],
    teaser: &'static str,
    comment: &'static str,
}

const REPORTS: [Report; 5] = [
    Report {
        language: "en",
        title: "Harbour of Orda closes for repairs",
        paragraphs: [
            "The harbour of Orda will close on Monday, the port authority said, after divers found cracks in two of its piers.",
            "\"We have no choice,\" the harbour master, Mia Koh, told reporters. \"A ship of that size could bring the wall down.\"",
            "Ferries will leave from Lindholm instead, 14 kilometres to the north, and buses will carry passengers for free.",
            "The repairs are expected to cost 3.2 million crowns, which the town and the ministry of transport will share.",
            "Fishermen fear for the season. Some of them have asked for compensation; the town council meets on Thursday.",
        ],
        teaser: "Why the old lighthouse was sold for a single crown, and who bought it",
        comment: "I have said for years that these piers would not last. Nobody listened, and now we all pay for it.",
    },
    Report {
        language: "de",
        title: "Hafen von Orda schließt für Reparaturen",
        paragraphs: [
            "Der Hafen von Orda schließt am Montag, wie die Hafenbehörde mitteilte, nachdem Taucher Risse in zwei Molen gefunden hatten.",
            "„Wir haben keine Wahl“, sagte die Hafenmeisterin Mia Koh vor Journalisten. „Ein Schiff dieser Größe könnte die Mauer einreißen.“",
            "Die Fähren fahren stattdessen ab Lindholm, 14 Kilometer weiter nördlich, und Busse bringen die Reisenden kostenlos dorthin.",
            "Die Arbeiten kosten voraussichtlich 3,2 Millionen Kronen, die sich die Stadt und das Verkehrsministerium teilen.",
            "Die Fischer fürchten um die Saison. Einige haben Entschädigung verlangt; der Stadtrat berät am Donnerstag darüber.",
        ],
        teaser: "Warum der alte Leuchtturm für eine einzige Krone verkauft wurde",
        comment: "Seit Jahren sage ich, dass diese Molen nicht halten. Niemand hat zugehört, und jetzt zahlen wir alle dafür.",
    },
    Report {
        language: "ru",
        title: "Порт Орды закрывается на ремонт",
        paragraphs: [
            "Порт Орды закроется в понедельник, сообщило управление порта, после того как водолазы нашли трещины в двух причалах.",
            "«У нас нет выбора, — сказала журналистам начальник порта Миа Ко. — Судно такого размера может обрушить стену».",
            "Паромы будут отправляться из Линдхольма, расположенного в 14 километрах к северу, а автобусы повезут пассажиров бесплатно.",
            "Ремонт, как ожидается, обойдётся в 3,2 миллиона крон, которые разделят между собой город и министерство транспорта.",
            "Рыбаки опасаются за сезон. Некоторые из них попросили о компенсации; городской совет соберётся в четверг.",
        ],
        teaser: "Почему старый маяк продали за одну крону",
        comment: "Я годами говорил, что эти причалы не выдержат. Никто не слушал, и теперь за это платим мы все.",
    },
    Report {
        language: "ar",
        title: "إغلاق ميناء أوردا لإجراء إصلاحات",
        paragraphs: [
            "يغلق ميناء أوردا أبوابه يوم الاثنين، بحسب ما أعلنت سلطة الميناء، بعد أن عثر الغواصون على شقوق في اثنين من أرصفته.",
            "وقالت مديرة الميناء ميا كوه للصحفيين: «ليس أمامنا خيار، فسفينة بهذا الحجم قد تهدم الجدار»، مضيفة أن السلامة أولا.",
            "وستنطلق العبارات بدلا من ذلك من ليندهولم، على بعد 14 كيلومترا إلى الشمال، وستنقل الحافلات الركاب مجانا.",
            "ومن المتوقع أن تبلغ تكلفة الإصلاحات 3.2 مليون كرونة، تتقاسمها البلدية ووزارة النقل، وفق بيان صدر أمس.",
            "ويخشى الصيادون على موسمهم، وقد طلب بعضهم تعويضات؛ ويجتمع مجلس البلدية يوم الخميس لبحث الطلب.",
        ],
        teaser: "لماذا بيعت المنارة القديمة بكرونة واحدة",
        comment: "أقول منذ سنوات إن هذه الأرصفة لن تصمد، ولم يستمع أحد، والآن ندفع جميعا الثمن.",
    },
    Report {
        language: "ja",
        title: "オルダ港、補修のため閉鎖へ",
        paragraphs: [
            "オルダ港は月曜日から閉鎖される。潜水士が二つの桟橋に亀裂を見つけたためで、港湾局が土曜日に明らかにした。",
            "「ほかに選択肢はありません」と港長のミア・コー氏は記者団に語った。「あの大きさの船なら岸壁を崩しかねません」と述べた。",
            "フェリーは代わりに十四キロ北のリンドホルムから出港し、乗客は無料のバスで運ばれる。期間は三週間の見込みだ。",
            "補修の費用は三百二十万クローネと見積もられ、町と運輸省が分担する。工事は来週から始まる予定である。",
            "漁師たちは漁期への影響を心配している。補償を求める声も出ており、町議会は木曜日に協議する。",
        ],
        teaser: "古い灯台が一クローネで売られた理由",
        comment: "桟橋がもたないと何年も言ってきた。誰も聞かなかったし、今はみんなで払うことになる。",
    },
];

/// How a page marks its text.
#[derive(Clone, Copy, Debug)]
enum Markup {
    Paragraphs,
    Divisions,
    Breaks,
    Amp,
}

fn body(report: &Report, markup: Markup) -> String {
    let wrap = |open: &str, close: &str| -> String {
        report
            .paragraphs
            .iter()
            .map(|text| format!("{open}{text}{close}\n"))
            .collect()
    };
    match markup {
        Markup::Paragraphs => format!(
            "<article><h1>{}</h1>{}</article>",
            report.title,
            wrap("<p>", "</p>")
        ),
        Markup::Divisions => format!(
            "<div class=\"story\"><h1>{}</h1><div class=\"story-body\">{}</div></div>",
            report.title,
            wrap("<div>", "</div>")
        ),
        Markup::Breaks => format!(
            "<div id=\"content\"><h1>{}</h1><div class=\"article-text\">{}</div></div>",
            report.title,
            wrap("", "<br><br>")
        ),
        Markup::Amp => format!(
            "<main><h1 class=\"amp-title\">{}</h1><amp-img src=\"a.jpg\"></amp-img><section class=\"amp-article-body\">{}</section></main>",
            report.title,
            wrap("<p>", "</p>")
        ),
    }
}

fn page(report: &Report, body: &str) -> String {
    let links = |n: usize, class: &str| -> String {
        (0..n)
            .map(|at| {
                format!(
                    "<li class=\"{class}\"><a href=\"/{at}\">{} {at}</a></li>",
                    &report.title[..report.title.floor_char_boundary(12)]
                )
            })
            .collect()
    };
    let teasers: String = (0..8)
        .map(|at| {
            format!(
                "<div class=\"card\"><a href=\"/t{at}\"><h3>{}</h3></a></div>",
                report.teaser
            )
        })
        .collect();
    let comments: String = (0..4)
        .map(|at| {
            format!(
                "<li class=\"comment\"><b>user{at}</b><p>{}</p></li>",
                report.comment
            )
        })
        .collect();
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{} | Orda Post</title>\
         <meta property=\"og:title\" content=\"{}\"></head><body>\
         <header><nav><ul>{}</ul></nav></header>{body}\
         <section class=\"related\"><ul>{teasers}</ul></section>\
         <section id=\"comments\"><ol>{comments}</ol></section>\
         <footer><ul>{}</ul><p>© Orda Post</p></footer></body></html>",
        report.language,
        report.title,
        report.title,
        links(20, "menu-item"),
        links(15, "footer-link"),
    )
}

#[test]
fn the_text_comes_out_whole_and_alone() {
    for report in &REPORTS {
        for markup in [
            Markup::Paragraphs,
            Markup::Divisions,
            Markup::Breaks,
            Markup::Amp,
        ] {
            let html = page(report, &body(report, markup));
            let article = read(
                &Page {
                    name: "a.html",
                    bytes: html.as_bytes(),
                },
                &Known::default(),
            )
            .value;
            assert_eq!(
                article.body(),
                report.paragraphs.join("\n\n"),
                "{} {markup:?}",
                report.language
            );
            assert_eq!(
                article.title.map(|title| title.value).as_deref(),
                Some(report.title)
            );
            let is_title = article
                .blocks
                .first()
                .is_some_and(|block| block.kind == BlockKind::Title);
            assert!(
                is_title,
                "{} {markup:?}: the headline stands above the text",
                report.language
            );
        }
    }
}

#[test]
fn a_body_that_stands_only_in_the_data_is_found() {
    let report = &REPORTS[0];
    let json = serde_json::json!({"@type": "NewsArticle", "headline": report.title, "articleBody": report.paragraphs.join("\n")});
    let body =
        format!("<div id=\"app\"></div><script type=\"application/ld+json\">{json}</script>");
    let html = page(report, &body);
    let article = read(
        &Page {
            name: "a.html",
            bytes: html.as_bytes(),
        },
        &Known::default(),
    )
    .value;
    assert_eq!(article.body(), report.paragraphs.join("\n\n"));
    // Every word still has its place in the bytes.
    for block in &article.blocks {
        let page = article.origin.page(block.span);
        let written = &html[page.range()];
        let first = block
            .span
            .of(&article.text)
            .split(' ')
            .next()
            .unwrap_or_default();
        assert!(written.contains(first.trim_matches('"')), "{written}");
    }
}
