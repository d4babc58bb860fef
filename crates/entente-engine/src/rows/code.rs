//! The codes and scales of other data sets, from versioned tables.

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_extract::table::rows;
use entente_types::{Context, Country, Root};

/// The scale of [`super::Row::intensity`].
pub const SCALE: &str = "plover-0.8-entente-1";
/// The table of CAMEO codes.
pub const CODES: &str = "cameo-entente-1";
/// The scale of [`Cameo::goldstein`].
pub const GOLDSTEIN: &str = "goldstein-roots-1";

/// A CAMEO code.
#[derive(Clone, Debug, PartialEq)]
pub struct Cameo {
    /// Three or four digits, the first two of them the root.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its root's place on Goldstein's scale, see [`GOLDSTEIN`].
    pub goldstein: f64,
}

impl Cameo {
    /// The first two digits.
    #[must_use]
    pub fn root(&self) -> &'static str {
        self.code.get(..2).unwrap_or(self.code)
    }

    /// The first three digits.
    #[must_use]
    pub fn base(&self) -> &'static str {
        self.code.get(..3).unwrap_or(self.code)
    }

    /// The quadrant of the root as GDELT counts it.
    #[must_use]
    pub fn quad(&self) -> u8 {
        match self.root().parse() {
            Ok(0..=5) => 1,
            Ok(6..=8) => 2,
            Ok(9..=13) => 3,
            _ => 4,
        }
    }
}

/// A root as PLOVER writes it.
pub(super) fn name(root: Root) -> String {
    format!("{root:?}").to_uppercase()
}

struct Way {
    root: &'static str,
    mode: &'static str,
    context: &'static str,
    told_as: &'static str,
    cameo: Cameo,
}

static GOLDSTEINS: LazyLock<HashMap<&str, f64>> = LazyLock::new(|| {
    rows(include_str!("../../data/goldstein.tsv"))
        .filter_map(|row| Some((*row.first()?, row.get(1)?.parse().ok()?)))
        .collect()
});

static WAYS: LazyLock<Vec<Way>> = LazyLock::new(|| {
    rows(include_str!("../../data/cameo.tsv"))
        .filter_map(|row| {
            let &[root, mode, context, told_as, code, name] = row.as_slice() else {
                return None;
            };
            let goldstein = *GOLDSTEINS.get(code.get(..2)?)?;
            let cameo = Cameo {
                code,
                name,
                goldstein,
            };
            Some(Way {
                root,
                mode,
                context,
                told_as,
                cameo,
            })
        })
        .collect()
});

static OTHER: Cameo = Cameo {
    code: "010",
    name: "Make statement",
    goldstein: 0.0,
};

/// The CAMEO code of an act by root, mode, contexts and the root that it is told as.
pub(super) fn cameo(
    root: Root,
    mode: Option<&str>,
    contexts: &[Context],
    told_as: Root,
) -> &'static Cameo {
    let (root, told_as) = (name(root), name(told_as));
    let fits = |way: &&Way| {
        way.root == root
            && (way.mode == "-" || Some(way.mode) == mode)
            && (way.context == "-" || contexts.iter().any(|one| one.name == way.context))
            && (way.told_as == "-" || way.told_as == told_as)
    };
    WAYS.iter().find(fits).map_or(&OTHER, |way| &way.cameo)
}

/// Root and mode.
type Key = (&'static str, &'static str);

static INTENSITIES: LazyLock<HashMap<Key, (u8, f64)>> = LazyLock::new(|| {
    rows(include_str!("../../data/intensity.tsv"))
        .filter_map(|row| {
            let &[root, mode, quad, score] = row.as_slice() else {
                return None;
            };
            Some(((root, mode), (quad.parse().ok()?, score.parse().ok()?)))
        })
        .collect()
});

/// Quadrant and score of a root and mode; those of the root where the mode has none.
pub(super) fn intensity(root: Root, mode: Option<&str>) -> (u8, f64) {
    let root = name(root);
    let of = |mode: &str| INTENSITIES.get(&(root.as_str(), mode)).copied();
    mode.and_then(of).or_else(|| of("-")).unwrap_or_default()
}

/// A country in the codes of other data sets.
pub(super) struct Place {
    /// Its common name.
    pub name: &'static str,
    /// FIPS 10-4, empty for none.
    pub fips: &'static str,
    /// Number in the Correlates of War, empty for none.
    pub cow: &'static str,
    /// ISO 3166-1 alpha-2, empty for none.
    pub iso2: &'static str,
}

static COUNTRIES: LazyLock<HashMap<&str, Place>> = LazyLock::new(|| {
    rows(include_str!("../../data/country_code.tsv"))
        .filter_map(|row| {
            let &[code, name, fips, cow, iso2] = row.as_slice() else {
                return None;
            };
            let or_none = |cell: &'static str| if cell == "-" { "" } else { cell };
            let place = Place {
                name,
                fips: or_none(fips),
                cow: or_none(cow),
                iso2: or_none(iso2),
            };
            Some((code, place))
        })
        .collect()
});

/// What other data sets call a country; `None` for what is no country, as `UNO`.
pub(super) fn country(country: &Country) -> Option<&'static Place> {
    COUNTRIES.get(country.0.as_str())
}

/// The common name of a country by its ISO 3166-1 alpha-3 code.
#[must_use]
pub fn country_name(code: &str) -> Option<&'static str> {
    COUNTRIES.get(code).map(|place| place.name)
}

/// Two letters for a country by its three, as in ISO 3166-1.
#[must_use]
pub fn country_iso2(code: &str) -> Option<&'static str> {
    COUNTRIES
        .get(code)
        .map(|place| place.iso2)
        .filter(|two| !two.is_empty())
}

/// Codes and common names of all countries, in no order.
pub fn countries() -> impl Iterator<Item = (&'static str, &'static str)> {
    COUNTRIES.iter().map(|(code, place)| (*code, place.name))
}

/// The country of a common name in any case, or of its code in capitals.
#[must_use]
pub fn country_named(name: &str) -> Option<Country> {
    let is_it = |(code, place): &(&&str, &Place)| {
        **code == name || place.name.to_lowercase() == name.to_lowercase()
    };
    let (code, _) = COUNTRIES.iter().find(is_it)?;
    Some(Country((*code).to_owned()))
}

static SECTORS: LazyLock<HashMap<&str, (&str, &str)>> = LazyLock::new(|| {
    rows(include_str!("../../data/sector.tsv"))
        .filter_map(|row| Some((*row.first()?, (*row.get(1)?, *row.get(2)?))))
        .collect()
});

/// CAMEO type and name of a PLOVER sector.
pub(super) fn sector(sector: &str) -> Option<(&'static str, &'static str)> {
    SECTORS.get(sector).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each root has a code, a quadrant and a score, whatever its mode; every row of the tables is read.
    #[test]
    fn tables_are_whole() {
        use Root::{
            Accuse, Agree, Aid, Assault, Coerce, Concede, Consult, Cooperate, Mobilize, Protest,
            Reject, Request, Retreat, Sanction, Support, Threaten,
        };
        let roots = [
            Accuse, Agree, Aid, Assault, Coerce, Concede, Consult, Cooperate, Mobilize, Protest,
            Reject, Request, Retreat, Sanction, Support, Threaten,
        ];
        for root in roots {
            assert_ne!(cameo(root, None, &[], root), &OTHER, "{root:?}");
            assert_ne!(intensity(root, Some("no such mode")).0, 0, "{root:?}");
        }
        assert_eq!(
            WAYS.len(),
            rows(include_str!("../../data/cameo.tsv")).count()
        );
        assert_eq!(
            INTENSITIES.len(),
            rows(include_str!("../../data/intensity.tsv")).count()
        );
        assert_eq!(
            COUNTRIES.len(),
            rows(include_str!("../../data/country_code.tsv")).count()
        );
    }

    #[test]
    fn a_code_follows_mode_and_context() {
        let military = [Context {
            name: "military".to_owned(),
            span: entente_types::Span::default(),
        }];
        let code =
            |root, mode, contexts: &[Context], told_as| cameo(root, mode, contexts, told_as).code;
        assert_eq!(code(Root::Coerce, Some("arrest"), &[], Root::Coerce), "173");
        assert_eq!(code(Root::Assault, None, &military, Root::Assault), "190");
        assert_eq!(code(Root::Agree, None, &[], Root::Consult), "036");
        assert_eq!(
            code(Root::Request, Some("assist"), &military, Root::Request),
            "100"
        );
        assert_eq!(intensity(Root::Accuse, None), (3, -3.0));
        assert_eq!(intensity(Root::Sanction, Some("expel")), (4, -5.5));
    }
}
