//! The GDELT 2.0 tables: 61 columns of events and 16 of mentions.
//!
//! GDELT merges what many articles tell; here each article speaks for itself, so that counts are 1. Tone is not
//! measured, and its columns stay empty. `DATEADDED` is the time of publication.

use entente_types::{Actor, Country, Moment};
use jiff::civil::Date;

use super::{Row, Side, address, code};

/// The columns of the event table, in its order.
pub(super) const COLUMNS: [&str; 61] = [
    "GLOBALEVENTID",
    "SQLDATE",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_Fullname",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_Fullname",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_Fullname",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
];

/// The columns of the mentions table, in its order.
pub(super) const MENTION_COLUMNS: [&str; 16] = [
    "GLOBALEVENTID",
    "EventTimeDate",
    "MentionTimeDate",
    "MentionType",
    "MentionSourceName",
    "MentionIdentifier",
    "SentenceID",
    "Actor1CharOffset",
    "Actor2CharOffset",
    "ActionCharOffset",
    "InRawText",
    "Confidence",
    "MentionDocLen",
    "MentionDocTone",
    "MentionDocTranslationInfo",
    "Extras",
];

/// Codes that name no country but a group or kind of actors.
const GROUPS: [&str; 2] = ["UNO", "EUR"];

/// The fields of the event table for each pair of parties.
pub(super) fn fields(row: &Row) -> Vec<Vec<String>> {
    let pairs = row.pairs().into_iter().enumerate();
    pairs
        .map(|(idx, (first, second))| event(row, idx, first, second))
        .collect()
}

fn event(row: &Row, idx: usize, first: Option<Side>, second: Option<Side>) -> Vec<String> {
    let mut fields = vec![id(row, idx)];
    fields.extend(days(row.day()));
    fields.extend(party(row, first));
    fields.extend(party(row, second));
    fields.extend([
        // GDELT calls those root events that stand in the lead of their article.
        u8::from(row.sentence <= 2).to_string(),
        row.code.code.to_owned(),
        row.code.base().to_owned(),
        row.code.root().to_owned(),
        row.code.quad().to_string(),
        row.code.goldstein.to_string(),
        "1".to_owned(),
        "1".to_owned(),
        "1".to_owned(),
        String::new(),
    ]);
    fields.extend(country_of(first));
    fields.extend(country_of(second));
    fields.extend(place(row));
    fields.extend([published(row), address(row.document).to_owned()]);
    fields
}

/// A number that stands for the row and the place of the pair in it.
fn id(row: &Row, idx: usize) -> String {
    format!("{}{}", row.number, idx + 1)
}

/// Day, month, year and part of the year; empty where no day is known.
fn days(day: Option<Date>) -> [String; 4] {
    let Some(day) = day else {
        return Default::default();
    };
    let (year, month, number) = (day.year(), day.month(), day.day());
    let part = f64::from(i32::from(month) * 30 + i32::from(number)) / 365.0;
    [
        format!("{year:04}{month:02}{number:02}"),
        format!("{year:04}{month:02}"),
        format!("{year:04}"),
        format!("{:.4}", f64::from(year) + part),
    ]
}

/// The ten columns of a party.
fn party(row: &Row, side: Option<Side>) -> [String; 10] {
    let mut fields: [String; 10] = Default::default();
    let Some(side) = side else { return fields };
    let name = side
        .actor
        .map_or_else(|| row.words(side.span), |actor| &actor.name);
    fields[1] = name.to_uppercase();
    let Some(actor) = side.actor else {
        return fields;
    };
    let (country, group, kind) = codes(actor, side.country);
    fields[0] = format!("{country}{group}{kind}");
    country.clone_into(&mut fields[2]);
    group.clone_into(&mut fields[3]);
    kind.clone_into(&mut fields[7]);
    fields
}

/// Country, known group and type of an actor in the codes of CAMEO.
fn codes<'a>(actor: &Actor, country: Option<&'a Country>) -> (&'a str, &'a str, &'a str) {
    let sector = actor.sector.as_deref().and_then(code::sector);
    let kind = sector.map_or("", |(kind, _)| kind);
    match country {
        Some(country) if GROUPS.contains(&country.0.as_str()) => ("", &country.0, kind),
        Some(country) if code::country(country).is_some() => (&country.0, "", kind),
        // NGO, IGO, MNC and the like are types of actors there.
        Some(country) => ("", "", &country.0),
        None => ("", "", kind),
    }
}

/// The eight columns of a party's place: its country, if it has one.
fn country_of(side: Option<Side>) -> [String; 8] {
    let mut fields: [String; 8] = Default::default();
    let country = side.and_then(|side| side.country);
    if let Some(place) = country
        .and_then(code::country)
        .filter(|place| !place.fips.is_empty())
    {
        "1".clone_into(&mut fields[0]);
        place.name.clone_into(&mut fields[1]);
        for field in [2, 3, 7] {
            place.fips.clone_into(&mut fields[field]);
        }
    }
    fields
}

/// The eight columns of the act's own place.
fn place(row: &Row) -> [String; 8] {
    let mut fields: [String; 8] = Default::default();
    let event = row.event;
    let Some(span) = event.place else {
        return fields;
    };
    let country = event.country.as_ref().and_then(code::country);
    let (name, fips) = country.map_or(("", ""), |place| (place.name, place.fips));
    fips.clone_into(&mut fields[2]);
    fips.clone_into(&mut fields[3]);
    if let Some(city) = &event.city {
        (if fips == "US" { "3" } else { "4" }).clone_into(&mut fields[0]);
        fields[1] = format!("{}, {name}", city.name);
        fields[3] = format!("{fips}{}", city.adm1);
        fields[5] = city.latitude.to_string();
        fields[6] = city.longitude.to_string();
        return fields;
    }
    let words = row.words(span);
    if words == name {
        "1".clone_into(&mut fields[0]);
        fips.clone_into(&mut fields[7]);
    }
    fields[1] = if words == name || name.is_empty() {
        words.to_owned()
    } else {
        format!("{words}, {name}")
    };
    fields
}

/// When the article was published, to the second; midnight where only the day is known.
fn published(row: &Row) -> String {
    let moment = row.document.article.published.as_ref();
    moment.map_or(String::new(), |published| to_second(published.value))
}

fn to_second(Moment { day, time, .. }: Moment) -> String {
    let (hour, minute, second) = time.map_or((0, 0, 0), |time| {
        (time.hour(), time.minute(), time.second())
    });
    format!(
        "{:04}{:02}{:02}{hour:02}{minute:02}{second:02}",
        day.year(),
        day.month(),
        day.day()
    )
}

/// The fields of the mentions table, one line for each line of the event table. Offsets count the characters of
/// the article's text; the sentence stands in `Extras`.
pub(super) fn mentions(row: &Row) -> Vec<Vec<String>> {
    let text = row.document.text();
    let at = |byte: u32| row.article.letters_before(text, byte).to_string();
    let side_at = |side: Option<Side>| side.map_or("-1".to_owned(), |side| at(side.span.start));
    let source = row.document.article.source.as_ref();
    let day = row.day().map(|day| to_second(Moment::day(day)));
    let mention = |(idx, (first, second)): (usize, (Option<Side>, Option<Side>))| {
        vec![
            id(row, idx),
            day.clone().unwrap_or_default(),
            published(row),
            "1".to_owned(),
            source.map_or(String::new(), |source| source.value.clone()),
            address(row.document).to_owned(),
            row.sentence.to_string(),
            side_at(first),
            side_at(second),
            at(row.event.trigger.start),
            "1".to_owned(),
            // GDELT writes how sure it is in steps of ten per cent.
            ((row.event.confidence * 10.0).round() * 10.0).to_string(),
            at(u32::try_from(text.len()).unwrap_or(u32::MAX)),
            String::new(),
            String::new(),
            row.words(row.told()).to_owned(),
        ]
    };
    row.pairs().into_iter().enumerate().map(mention).collect()
}
