# /// script
# requires-python = ">=3.11"
# dependencies = ["followthemoney==4.11.2"]
# ///
"""Write the table of FollowTheMoney's schemata, ``src/marsad/resolve/data/ftm.json``.

    python models/recipes/ftm_schema.py --out src/marsad/resolve/data/ftm.json

Input: the package followthemoney 4.11.2 (MIT, OpenSanctions Datenbanken GmbH and the Journalism
Development Network), and rigour (MIT), on which it rests, for names of countries and languages.

Written: one JSON object with

- ``schemata``: name → ``is`` (all that it extends, itself included) and ``props`` (those that it
  adds: property → type, and for one that names an entity ``entity:`` and the schema of that);
- ``language2``: ISO 639-2 code → ISO 639-1 code, where there is one; ``language3``: the reverse;
- ``countries``: what a country is called, in lower case → ISO 3166-1 code in lower case;
- ``wikidata``: id of a country there → its code.

The same packages give the same bytes.
"""

from __future__ import annotations

import argparse
import json
from importlib import import_module
from itertools import product
from pathlib import Path
from string import ascii_lowercase
from typing import Any

# As the lists of the UN, the EU, the UK and the USA write them, beside names and full names.
SPELLINGS = (
    "Burma|Congo, Democratic Republic of the|Congo (Democratic Republic)|DR Congo|DRC|"
    "Korea, North|Korea, South|North Korea|South Korea|Ivory Coast|Cote d'Ivoire|Côte d'Ivoire|"
    "Iran (Islamic Republic of)|IRAN, ISLAMIC REPUBLIC OF|Republic of Iran|"
    "KOREA, DEMOCRATIC PEOPLE'S REPUBLIC OF|Democratic People's Republic of Korea|"
    "Korea, Republic of|Lao People's Democratic Republic|Libyan Arab Jamahiriya|"
    "Moldova (Republic of)|Republic of Moldova|Palestine, State of|State of Palestine|Palestinian|"
    "Occupied Palestinian Territory|Occupied Palestinian Territories|Region: Gaza|West Bank|"
    "Palestinian Territories|Palestine|Russian Federation|Syria|Syrian Arab Republic|"
    "Tanzania, United Republic of|United Republic of Tanzania|Turkey|Türkiye|UAE|UK|USA|US|"
    "United Kingdom of Great Britain and Northern Ireland|United States of America|"
    "Venezuela (Bolivarian Republic of)|Bolivia (Plurinational State of)|Viet Nam|"
    "Afghan|Algerian|American|Armenian|Azerbaijani|Bahraini|Belarusian|British|Chinese|Egyptian|"
    "Emirati|Eritrean|Ethiopian|French|German|Indian|Indonesian|Iranian|Iraqi|Israeli|Jordanian|"
    "Kenyan|Kuwaiti|Lebanese|Libyan|Malian|Mauritanian|Moroccan|Nigerian|Omani|Pakistani|Qatari|"
    "Russian|Saudi|Saudi Arabian|Somali|South Sudanese|Sudanese|Syrian|Tunisian|Turkish|Ukrainian|"
    "Yemeni|Filipino|North Korean"
)

OFFICIAL = {"congo": "cg", "china, hong kong special administrative region": "hk"}
"""Names of the United Nations that FollowTheMoney takes for none or for several."""


def schemata(model: Any) -> dict[str, Any]:
    """Return each schema with what it extends and the properties that it adds."""
    return {
        schema.name: {
            "is": sorted(each.name for each in schema.schemata),
            "props": {
                name: f"entity:{prop.range.name}" if prop.range else prop.type.name
                for name, prop in sorted(schema.properties.items())
                if prop.schema == schema and not prop.stub
            },
        }
        for schema in sorted(model.schemata.values(), key=lambda schema: schema.name)
    }


def languages() -> dict[str, str]:
    """Return two-letter codes with three-letter ones; withdrawn codes such as iw have none."""
    langs = import_module("rigour.langs")
    codes = ["".join(pair) for pair in product(ascii_lowercase, repeat=2)]
    known = {code: langs.iso_639_alpha3(code) for code in codes}
    return {two: three for two, three in known.items() if langs.iso_639_alpha2(three or "") == two}


def countries() -> dict[str, str]:
    """Return what countries are called, with their codes."""
    territories = import_module("rigour.territories")
    clean = import_module("followthemoney").registry.country.clean
    found = {}
    for land in territories.get_territories():
        if land.is_ftm and len(land.code) == 2 and not land.is_historical:
            for name in (land.name, land.full_name, land.in_sentence):
                if name:
                    found[name.lower()] = land.code
    for name in SPELLINGS.split("|"):
        code = clean(name)
        if code is not None and len(code) == 2:
            found[name.lower()] = code
    return dict(sorted({**found, **OFFICIAL}.items()))


def items() -> dict[str, str]:
    """Return ids of countries in Wikidata with their codes."""
    lands = import_module("rigour.territories").get_territories()
    kept = [land for land in lands if land.is_ftm and len(land.code) == 2]
    return dict(sorted((qid, land.code) for land in kept for qid in land.qids))


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, required=True)
    # Loaded by name: only this recipe needs the package, and Marsad's own environment lacks it.
    model = import_module("followthemoney").model
    threes = languages()
    twos = {three: two for two, three in threes.items()}
    table = {
        "schemata": schemata(model),
        "language2": {**twos, "per": "fa", "chi": "zh", "ger": "de", "fre": "fr"},
        "language3": threes,
        "countries": countries(),
        "wikidata": items(),
    }
    text = json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    parser.parse_args().out.write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
