//! The list of reports: who published what and when, which came first, and what goes back to whom.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use entente_types::{Article, ArticleId, Comparison, CopyEdge, CopyKind, Moment, Period, Report};

use super::ReportLine;
use super::words::{self, in_words};

/// One line for each report.
pub fn lines(comparison: &Comparison, articles: &[Article]) -> Vec<ReportLine> {
    let first = first(comparison, articles);
    let line = |one: &Report| report(comparison, one, first == Some(one.id));
    comparison.reports.iter().map(line).collect()
}

/// The report that came before all others, as far as their days and hours tell.
fn first(comparison: &Comparison, articles: &[Article]) -> Option<ArticleId> {
    let moment = |report: &Report| -> Option<Moment> {
        let idx = articles.binary_search_by_key(&report.id, |article| article.id);
        let article = articles.get(idx.ok()?)?;
        Some(article.published.as_ref()?.value)
    };
    let mut dated: Vec<(Moment, ArticleId)> = comparison
        .reports
        .iter()
        .map(|report| Some((moment(report)?, report.id)))
        .collect::<Option<_>>()?;
    dated.sort_by(|(one, _), (other, _)| by_time(*one, *other));
    match dated[..] {
        [(first, id), (second, _), ..] if by_time(first, second) == Ordering::Less => Some(id),
        _ => None,
    }
}

/// By day; on one day by the hour, where both are known with their distance from UTC.
fn by_time(one: Moment, other: Moment) -> Ordering {
    let has_hour = |moment: Moment| moment.time.is_some() && moment.offset_min.is_some();
    let by_hour = match has_hour(one) && has_hour(other) {
        true => one.minute().cmp(&other.minute()),
        false => Ordering::Equal,
    };
    one.day.cmp(&other.day).then(by_hour)
}

fn report(comparison: &Comparison, report: &Report, is_first: bool) -> ReportLine {
    let title = match (&report.source, &report.title) {
        (Some(source), Some(title)) => format!("{source}: {title}"),
        (None, Some(title)) | (Some(title), None) => title.clone(),
        (None, None) => report.name.clone(),
    };
    ReportLine {
        id: report.id,
        title: words::clipped(&title),
        dated: dated(report),
        origin: origin(comparison, report, is_first),
        name: report.name.clone(),
    }
}

fn dated(report: &Report) -> String {
    match (report.published, report.written) {
        (Some(day), _) => in_words(&Period::day(day)),
        (None, Some(period)) => {
            let because = report.written_because.as_deref();
            let because = because.unwrap_or("from the other reports");
            format!("written {} ({because})", in_words(&period))
        }
        (None, None) => "no date".to_owned(),
    }
}

/// Whether a report came first, why it does not stand for itself, which passages it took over, and who goes back to it.
fn origin(comparison: &Comparison, report: &Report, is_first: bool) -> String {
    let first = is_first.then(|| "the first report".to_owned());
    let source = source_of(comparison, report.id);
    let parts = first
        .into_iter()
        .chain(source)
        .chain(taken(comparison, report));
    parts.collect::<Vec<_>>().join(", ")
}

/// "source of [2] and [5]": who reprints, rewrites or quotes a report.
fn source_of(comparison: &Comparison, report: ArticleId) -> Option<String> {
    let mut others: Vec<ArticleId> = comparison
        .copies
        .iter()
        .filter(|edge| edge.directed && edge.from == report)
        .map(|edge| edge.to)
        .collect();
    others.sort_unstable();
    others.dedup();
    let others: Vec<String> = others.iter().map(|id| format!("[{}]", id.0)).collect();
    (!others.is_empty()).then(|| format!("source of {}", others.join(" ")))
}

/// Why a report does not stand for itself, or which passages it took over.
fn taken(comparison: &Comparison, report: &Report) -> Vec<String> {
    let shared = comparison
        .origins
        .iter()
        .find(|origin| origin.reports.len() > 1 && origin.reports.contains(&report.id));
    if let Some(origin) = shared {
        return vec![words::clipped(&origin.because)];
    }
    let told = shared_passages(comparison, report.id);
    let quoted = quoted_reports(comparison, report.id);
    told.into_iter().chain(quoted).collect()
}

/// "shares passages with [2]", "prints the same document as [3]".
fn shared_passages(comparison: &Comparison, report: ArticleId) -> Vec<String> {
    let mut taken: BTreeMap<(ArticleId, bool), usize> = BTreeMap::new();
    for passage in &comparison.copied {
        if passage.to.0 == report && passage.from.0 != report {
            let is_document = passage.kind == CopyKind::Document;
            *taken.entry((passage.from.0, is_document)).or_default() += 1;
        }
    }
    let told =
        taken.iter().map(
            |((from, is_document), n_passages)| match (is_document, n_passages) {
                (true, _) => format!("prints the same document as [{}]", from.0),
                (false, 1) => format!("shares a passage with [{}]", from.0),
                (false, _) => format!("shares passages with [{}]", from.0),
            },
        );
    told.collect()
}

/// "quotes [2]", where a report has its quotations from another one.
fn quoted_reports(comparison: &Comparison, report: ArticleId) -> Vec<String> {
    let is_quoting =
        |edge: &&CopyEdge| edge.kind == CopyKind::Quote && edge.directed && edge.to == report;
    let edges = comparison.copies.iter().filter(is_quoting);
    edges
        .map(|edge| format!("quotes [{}]", edge.from.0))
        .collect()
}
