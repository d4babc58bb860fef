#!/usr/bin/env python3
"""Writes cldr.tsv: names of months and weekdays, order of day and month, and words for "2 hours ago".

    pip install babel==2.18.0        # sha256 of the wheel: see WHEEL below; its locale data is Unicode CLDR 47
    python3 cldr.py > cldr.tsv

Each locale is read in a process of its own, because Babel resolves aliases in place.
"""
import multiprocessing
import re
import sys
import unicodedata

WHEEL = "babel-2.18.0-py3-none-any.whl, sha256 e2b422b277c2b9a9630c1d7903c2a00d0830c409c59ac8cae9081c92f1aeba35"

LANGUAGES = """af am ar ar_DZ ar_LB ar_MA ar_TN az be bg bn bs ca cs cy da de de_AT el en en_GB es et eu fa fi fil fr fr_CA
ga gl gu ha he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms mt my nb ne nl nn pa pl ps pt pt_PT ro ru
rw sd si sk sl so sq sr sr_Latn sv sw ta te tg th tk tr uk ur uz vi xh yo zh zh_Hant zu""".split()

# Locales whose order of day and month differs from that of their language, and others worth naming.
REGIONS = """en_AU en_CA en_GB en_IE en_IN en_KE en_NG en_NZ en_PH en_PK en_SG en_US en_ZA es_US es_PR fr_CA zh_HK
pt_PT de_CH""".split()

# Abbreviations in use that CLDR does not list. Own list.
MORE = {
    "en": {9: "sept"},
    "es": {9: "setiembre set sept", 1: "ene", 8: "ago", 12: "dic"},
    "fr": {1: "janv jan", 2: "févr fév", 4: "avr", 7: "juil", 8: "aou"},
    "it": {1: "genn", 2: "febbr", 9: "sett", 10: "ott", 12: "dic"},
    "de": {3: "mrz mär", 9: "sept", 1: "jänner jän", 2: "feber"},
    "nl": {3: "mrt maa", 5: "mei"},
    "pt": {2: "fev", 4: "abr", 5: "mai", 8: "ago", 9: "set", 10: "out", 12: "dez"},
    "ru": {2: "фев", 9: "сен", 11: "ноя", 5: "мая май"},
    "uk": {2: "лют", 11: "лист"},
    "pl": {9: "wrz", 10: "paź paz"},
    "ar": {1: "جانفي", 2: "فيفري", 4: "ابريل إبريل أفريل افريل", 5: "ماي", 6: "جوان حزيران", 7: "جويلية تموز",
           8: "اغسطس أوت اوت غشت آب", 9: "شتنبر أيلول", 10: "اكتوبر", 11: "نونبر", 12: "دجنبر"},
    "ur": {9: "ستمبر"},
    "el": {5: "μαΐου μαϊου", 8: "αυγ"},
    "ro": {1: "ian", 11: "noi", 5: "mai"},
    "hu": {2: "febr", 3: "márc", 9: "szept"},
    "id": {8: "agu ags agust", 5: "mei", 12: "des"},
    "sr": {6: "јуни", 7: "јули"},
    "eu": dict(enumerate("urtarrilaren otsailaren martxoaren apirilaren maiatzaren ekainaren uztailaren abuztuaren irailaren "
                         "urriaren azaroaren abenduaren".split(), 1)),
}


def plain(name):
    """Lower case, without full stops and blanks around: as the reader folds a word."""
    name = name.lower().replace("i\u0307", "i").replace(".", "").replace("\u200c", "").replace("\u200e", "")
    return name.replace("\u200f", "").replace("\u05f3", "").replace("'", "").strip()


def bare(name):
    """Without accents on Latin and Greek letters, as headlines and old systems print it."""
    if not re.search(r"[a-zͰ-Ͽ]", name):
        return name
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)).replace("ı", "i")


def is_word(name):
    return len(name) > 1 and not re.search(r"[\s\d/()\-]", name)


def read(code):
    from babel import Locale
    locale = Locale.parse(code)
    data = locale._data
    months, days, past = set(), set(), set()
    wide = {}
    for use in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for month, name in data["months"][use][width].items():
                months.add((month, plain(name)))
                if width == "wide":
                    wide.setdefault(use, {})[month] = plain(name)
            for day, name in data["days"][use][width].items():
                for word in re.split(r"[\s\-]+", plain(name)):
                    days.add((day + 1, word))
    for unit, fields in data["date_fields"].items():
        unit, _, _ = unit.partition("-")
        if unit in ("minute", "hour", "day", "week", "month") and "past" in fields:
            for pattern in fields["past"].values():
                words = plain(pattern.replace("{0}", " # "))
                if "#" in words:
                    past.add((unit, " ".join(words.split())))
    order = re.sub(r"[^dMy]", "", data["date_formats"]["short"].pattern)
    order = re.sub(r"(.)\1+", r"\1", order).lower()
    language = code.partition("_")[0]
    # The first three letters, where they name one month of the language and are letters of an alphabet.
    for names in wide.values():
        starts = {}
        for month, name in names.items():
            starts.setdefault(name[:3], set()).add(month)
        for start, owners in starts.items():
            if len(owners) == 1 and len(start) == 3 and re.match(r"[a-zа-яѐ-џà-ž]{3}$", start) and language not in ("vi", "sw"):
                months.add((owners.copy().pop(), start))
    for month, more in MORE.get(language, {}).items():
        months |= {(month, plain(name)) for name in more.split()}
    if language == "he":
        months |= {(month, "ב" + name) for month, name in months}
    months |= {(month, bare(name)) for month, name in months}
    days |= {(day, bare(word)) for day, word in days}
    return code, language, {m for m in months if is_word(m[1])}, {d for d in days if is_word(d[1])}, past, order


def main():
    with multiprocessing.Pool(1, maxtasksperchild=1) as pool:
        rows = pool.map(read, sorted({*LANGUAGES, *REGIONS}), chunksize=1)
    months, days, past, orders = {}, {}, set(), {}
    for code, language, *found, order in rows:
        for month, name in found[0]:
            months.setdefault((name, month), set()).add("nb" if language == "nn" else language)
        for day, name in found[1]:
            named = days.setdefault(name, {})
            named.setdefault("nb" if language == "nn" else language, set()).add(day)
        past |= found[2]
        orders[code.replace("_", "-")] = order
    out = sys.stdout
    out.write("# Month and weekday names, words for times ago, and the order of day and month, by language.\n")
    out.write("# Origin: Unicode CLDR 47 (Unicode licence) as shipped in " + WHEEL + ";\n")
    out.write("# written by cldr.py, which adds a few abbreviations of its own. All in lower case, without full stops.\n")
    out.write("# month\tname\tnumber\tlanguages   weekday\tname\tnumber\tlanguages   ago\tunit\twords with # for the number   order\tlocale\torder\n")
    for (name, month), languages in sorted(months.items()):
        out.write(f"month\t{name}\t{month}\t{' '.join(sorted(languages))}\n")
    taken = {name for name, _ in months}
    for name, named in sorted(days.items()):
        if name in taken:
            continue
        # A word of several days of its language ("feira") is a weekday without a number.
        numbers = {}
        for language, numbered in named.items():
            numbers.setdefault(min(numbered) if len(numbered) == 1 else "", set()).add(language)
        for number, languages in sorted(numbers.items(), key=lambda row: str(row[0])):
            out.write(f"weekday\t{name}\t{number}\t{' '.join(sorted(languages))}\n")
    for unit, words in sorted(past):
        out.write(f"ago\t{unit}\t{words}\n")
    for locale, order in sorted(orders.items()):
        if len(order) == 3:
            out.write(f"order\t{locale}\t{order}\n")


if __name__ == "__main__":
    main()
