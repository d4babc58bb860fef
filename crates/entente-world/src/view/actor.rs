//! Who is meant by a name.

use super::View;
use crate::Error;

/// Kinds of actors, as their ids begin.
const KINDS: [&str; 4] = ["person", "org", "group", "state"];

impl View<'_> {
    /// The actor that most acts call by a name, as `Maria Hill` or `Hill`: by the whole name, else by the end of it. An id
    /// stands for itself.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn actor_named(&self, name: &str) -> Result<Option<String>, Error> {
        if name.contains(':') {
            return Ok(Some(name.to_owned()));
        }
        let key: String = name.trim().to_lowercase();
        let key = key.split_whitespace().collect::<Vec<_>>().join("-");
        let ids = KINDS.map(|kind| format!("{kind}:{key}"));
        let whole = "SELECT id FROM (SELECT actor AS id FROM event WHERE actor IN (?2, ?3, ?4, ?5) \
                     UNION ALL SELECT recipient FROM event WHERE recipient IN (?2, ?3, ?4, ?5)) \
                     GROUP BY id ORDER BY count(*) DESC, id LIMIT 1";
        let mut select = self.prepare(whole)?;
        let [person, org, group, state] = ids;
        let mut rows = select.query((self.known.0, person, org, group, state))?;
        if let Some(row) = rows.next()? {
            return Ok(Some(row.get(0)?));
        }
        let ends = "SELECT id FROM (SELECT actor AS id FROM event WHERE actor LIKE ?2 ESCAPE '!' \
                    UNION ALL SELECT recipient FROM event WHERE recipient LIKE ?2 ESCAPE '!') \
                    GROUP BY id ORDER BY count(*) DESC, id LIMIT 1";
        let mut select = self.prepare(ends)?;
        let plain = key.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let mut rows = select.query((self.known.0, format!("%:%-{plain}")))?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }
}
