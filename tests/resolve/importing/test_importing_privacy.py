"""What would help to find or profile a person is not taken over, whatever record holds it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.resolve.importing import samples

from marsad.resolve.importing import Contents, Private, Record, read

NUR = {"id": "p-1", "schema": "Person", "properties": {"name": ["Nur al-Yasiri"]}}
FRONT = {"id": "o-1", "schema": "Organization", "properties": {"name": ["Lantern Front"]}}


def row(key: str, schema: str, **properties: str) -> dict[str, Any]:
    return {"id": key, "schema": schema, "properties": {k: [v] for k, v in properties.items()}}


def imported(*rows: dict[str, Any]) -> tuple[dict[str, Record], Private]:
    lines = b"\n".join(json.dumps(each).encode() for each in rows)
    _, private, parts = read(Contents.of(lines), "ftm")
    return {part.id: part for part in parts if isinstance(part, Record)}, private


def told(records: dict[str, Record]) -> str:
    return " ".join(value.value for record in records.values() for value in record.values)


# ---------------------------------------------------------------- sanctions


REASON = "Commanded the reed brigade from 2014. He resides in 7 Reed Lane. Paid for its boats."


def test_a_persons_sanction_keeps_the_ground_and_not_the_home() -> None:
    records, private = imported(NUR, row("s-1", "Sanction", entity="p-1", reason=REASON))
    kept = records["s-1"].first("reason")
    assert kept == "Commanded the reed brigade from 2014. Paid for its boats."
    assert private.left_out["sentence"] == 1


def test_a_bodys_sanction_keeps_all_of_its_reason() -> None:
    reason = "Its address is 1 Quay, Ghadira. It paid for boats."
    records, _ = imported(FRONT, row("s-1", "Sanction", entity="o-1", reason=reason))
    assert records["s-1"].first("reason") == reason


def test_who_is_not_in_the_file_may_be_a_person() -> None:
    records, _ = imported(row("s-1", "Sanction", entity="elsewhere", reason=REASON))
    assert "Reed Lane" not in told(records)


def test_the_reason_of_an_official_listing_is_looked_at_too() -> None:
    reason = f"<UKStatementofReasons>{REASON}</UKStatementofReasons>"
    data = samples.UK.replace(b"<RegimeName>", reason.encode() + b"<RegimeName>", 1)
    parts = [part for part in read(Contents.of(data))[2] if isinstance(part, Record)]
    (sanction,) = [part for part in parts if part.id == "gb-fcdo-lan0001-sanction"]
    assert sanction.first("reason") == "Commanded the reed brigade from 2014. Paid for its boats."


# ---------------------------------------------------------------- numbers and accounts


NUMBER = "+9647701234567"
HIDDEN = [
    row("x-1", "UserAccount", owner="p-1", username="nur", phone=NUMBER),
    row("x-1", "UserAccount", owner="elsewhere", username="nur"),
    row("x-1", "UserAccount", username="nur", phone=NUMBER, password=NUMBER),
    row("x-1", "BankAccount", name="Reed Bank, Nur", holder="p-1"),
    row("x-1", "CryptoWallet", publicKey=NUMBER, holder="p-1"),
    row("x-1", "Call", callerNumber=NUMBER),
    row("x-1", "Call", caller="p-1", receiverNumber=NUMBER),
    row("x-1", "Document", phoneMentioned=NUMBER, emailMentioned="nur@reed.example"),
    row("x-1", "Document", ipMentioned="10.0.0.1", peopleMentioned="Nur al-Yasiri"),
    row("x-1", "Document", bodyText=f"Nur, {NUMBER}", indexText=f"Nur, {NUMBER}"),
    row("x-1", "Email", sender=NUMBER, subject=NUMBER),
    row("x-1", "Message", sender="p-1", subject=NUMBER),
    row("x-1", "Event", name="A meeting", phoneMentioned=NUMBER, involved="p-1", location="Reed"),
    row("x-1", "Note", entity="p-1", description=f"Call Nur: {NUMBER}"),
    row("x-1", "Mention", name="Nur", contextPhone=NUMBER, contextEmail="n@reed.example"),
    row("x-1", "Mention", name="Nur", contextCountry="iq", resolved="p-1"),
    row("x-1", "Membership", member="p-1", organization="o-1", indexText=f"Nur {NUMBER}"),
    row("x-1", "Membership", member="p-1", organization="o-1", summary=f"Nur {NUMBER}"),
    row("x-1", "Membership", member="p-1", organization="o-1", role=f"spokesman, {NUMBER}"),
    row("x-1", "UnknownLink", subject="p-1", object="o-1", namesMentioned="Sama al-Yasiri"),
    row("x-1", "Ownership", owner="p-1", asset="r-1", legalBasis=f"deed of 7 Reed Lane {NUMBER}"),
    row("x-1", "RealEstate", address="7 Reed Lane"),
    row("x-1", "Vehicle", registrationNumber="12 A 34567"),
    row("x-1", "Identification", holder="elsewhere", number="A1234567"),
    row("x-1", "Trip", name="Nur to Ghadira", startLocation="7 Reed Lane"),
    row("p-2", "Person", name="Nur", position=f"spokesman {NUMBER}", keywords="nur@reed.example"),
    row("p-2", "Person", name="Nur", biography="Grew up in a reed house with two sisters."),
    row("p-2", "Person", name="Nur", birthPlace="7 Reed Street, Arjuwan"),
    row("p-2", "LegalEntity", name="Nur", phone=NUMBER, email="nur@reed.example"),
]
PRIVATE = ("7701234567", "reed.example", "10.0.0.1", "Sama", "7 Reed", "Grew up", "A1234567", "nur")


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda each: each["schema"])
@pytest.mark.parametrize("order", [1, -1])
def test_numbers_accounts_homes_and_letters_are_not_taken_over(
    hidden: dict[str, Any], order: int
) -> None:
    records, private = imported(*[NUR, FRONT, hidden][::order])
    words = told(records).replace("Nur", "").split()
    assert not any(part in " ".join(words) for part in PRIVATE)
    assert not any(value.prop.endswith("Mentioned") for r in records.values() for value in r.values)
    is_account = hidden["schema"] in ("UserAccount", "Mention", "Call", "Email", "Message")
    assert not is_account or private.left_out
    assert "x-1" not in records or records["x-1"].values


def test_what_a_body_publishes_of_itself_is_kept() -> None:
    body = row("o-2", "Company", name="Reed Shipping", phone=NUMBER, address="1 Quay", parent="p-1")
    account = row("x-1", "UserAccount", owner="o-2", username="reeds", service="telegram")
    member = row("m-1", "Membership", member="p-1", organization="o-2", role="chair", date="2016")
    records, _ = imported(NUR, body, account, member)
    assert records["o-2"].first("phone") == NUMBER
    assert records["o-2"].first("address") == "1 Quay"
    assert records["x-1"].first("username") == "reeds"
    assert {value.prop for value in records["m-1"].values} == {
        *("member", "organization", "role", "date")
    }


def test_documents_keep_what_was_published_when() -> None:
    made = row(
        "d-1", "Article", title="On reeds", publishedAt="2016", sourceUrl="https://x.example"
    )
    records, _ = imported(made)
    assert {v.prop for v in records["d-1"].values} == {"title", "publishedAt", "sourceUrl"}


# ---------------------------------------------------------------- sentences


KEPT = {
    "en": "He commanded the reed brigade and claimed its attacks.",
    "ar": "قاد لواء القصب وأعلن مسؤوليته عن الهجمات في المدينة منذ عام 2014.",
    "fa": "او فرمانده تیپ نی بود و مسئولیت حمله‌ها را در شهر پذیرفت.",
    "ru": "Он командовал тростниковой бригадой и почти всегда объявлял о её нападениях.",
    "he": "הוא פיקד על חטיבת הקנים ולקח אחריות על הפיגועים שלה למען הארגון.",
    "tr": "Kamış tugayına komuta etti ve saldırılarını kendi açıklamalarında üstlendi.",
    "fr": "Il a commandé la brigade des roseaux et revendiqué ses attaques contre la ville.",
}
"""Sentences about deeds, one a language."""

TELLING = {
    "en": ["He lives in Arjuwan.", "His phone is switched off.", "She is married to a teacher."],
    "ar": [
        "عنوانه حي القصب في أرجوان.",
        "ويقيم في مدينة أرجوان.",
        "يسكن قرب السوق القديم.",
        "رقم هاتفه معروف لدى الجيران.",
        "وبهاتفه النقال صور كثيرة.",
        "زوجته معلمة في المدرسة.",
        "جواز سفره صادر في أرجوان.",
        "عُنْـوانُه معروف.",
        "لون عينيه بني ولحيته قصيرة.",
    ],
    "fa": [
        "نشانی او خیابان نی است.",
        "او در ارجوان زندگی می‌کند.",
        "محل سکونت او ارجوان است.",
        "شماره تلفن او را همسایه‌ها می‌دانند.",
        "همسرش آموزگار است.",
        "گذرنامه‌اش در ارجوان صادر شد.",
        "فرزندانش در مدرسه‌اند.",
    ],
    "ru": [
        "Проживает в Арджуване.",
        "Его адрес известен соседям.",
        "Живёт на Тростниковой улице.",
        "Телефон отключён.",
        "Женат на учительнице.",
        "Паспорт выдан в Арджуване.",
        "Его дети учатся в школе.",
        "Рост 180 см, борода.",
    ],
    "he": [
        "כתובתו ידועה לשכנים.",
        "הוא מתגורר בארג'ואן.",
        "ברחוב הקנים יש לו בית.",
        "מספר הטלפון שלו ידוע.",
        "הטלפון הנייד כבוי.",
        "אשתו מורה בבית הספר.",
        "דרכונו הונפק בארג'ואן.",
        "בטלפונו יש תמונות.",
        'מספר ת"ז שלו ידוע.',
    ],
    "tr": [
        "Adresi komşularınca biliniyor.",
        "ARJUVAN'DA İKAMET EDİYOR.",
        "Kamış Sokağı'nda oturuyor.",
        "Telefonu kapalı.",
        "Evli ve eşi öğretmen.",
        "Pasaportu Arjuvan'da verildi.",
        "Çocukları okula gidiyor.",
    ],
    "fr": [
        "Son adresse est connue des voisins.",
        "Il réside à Arjouan.",
        "Elle est domiciliée près du marché.",
        "Son téléphone est éteint.",
        "Son épouse est institutrice.",
        "Son passeport a été délivré à Arjouan.",
        "Ses enfants vont à l'école.",
    ],
}
CASES = [(language, each) for language, told in TELLING.items() for each in told]
ANYWHERE = [
    "٠٧٧٠ ١٢٣ ٤٥٦٧ هو رقمه.",
    "۰۰۹۸۲۱۱۲۳۴۵۶۷ است.",
    "T\u200bel\u00adephone is known.",
    "\uff30assport is known.",
    "Seen at 33.31281 and 44.36154 often.",
]


@pytest.mark.parametrize(("language", "sentence"), CASES)
def test_telling_sentences_are_left_out_in_every_language(language: str, sentence: str) -> None:
    notes = f"{KEPT[language]} {sentence}"
    records, private = imported(row("p-1", "Person", name="Nur al-Yasiri", notes=notes))
    assert records["p-1"].first("notes") == KEPT[language]
    assert private.left_out["sentence"] == 1


@pytest.mark.parametrize("sentence", ANYWHERE)
def test_no_script_and_no_hidden_sign_hides_what_tells(sentence: str) -> None:
    notes = f"{KEPT['en']} {sentence}"
    records, _ = imported(row("p-1", "Person", name="Nur al-Yasiri", notes=notes))
    assert records["p-1"].first("notes") == KEPT["en"]


@pytest.mark.parametrize(
    "notes",
    [
        "Er wohnt in der Schilfgasse und seine Kinder gehen dort zur Schule.",
        "彼はアルジュワンの葦通りに住んでいる。",
        "Мешкає на вулиці Очеретяній разом із дружиною та дітьми.",
        "Vive en la calle de las Cañas con sus hijos y su perro.",
    ],
)
def test_of_other_languages_no_sentence_is_kept(notes: str) -> None:
    records, private = imported(row("p-1", "Person", name="Nur al-Yasiri", notes=notes))
    assert records["p-1"].first("notes") == ""
    assert private.left_out["prose"] == 1
    body, _ = imported(row("o-1", "Organization", name="Lantern Front", notes=notes))
    assert body["o-1"].first("notes") == notes


@pytest.mark.parametrize(
    "sentence",
    [
        "Spouse: Layla Dolan.",
        "Widow of a trader.",
        "Father of three children.",
        "He left two sons.",
        "Children: Sama, Nur.",
        "Parents: Sama and Reed.",
        "Residency: Arjuwan.",
        "He lives currently in Arjuwan.",
        "He stays at his brother's house.",
        "Hiding in the village of Arjuwan.",
        "Seen at 12 Heron Road often.",
        "Seen at 12 Heron Rd often.",
        "ID card A 1234567 was seized.",
        "ID number: 12345678.",
        "180 cm tall with a scar.",
        "Ethnicity: reed.",
        "Call 770-123-4567.",
        "Call (0770) 123-4567.",
        "Call 00964 770 123 4567.",
        "Telegram @karim_reed often.",
        "Skype: karim.reed.",
        "أرملة تاجر من المدينة.",
        "والد لثلاثة أطفال.",
        "يختبئ في قرية مجاورة.",
        "بیوه یک بازرگان است.",
        "پدر سه فرزند است.",
        "او در روستا پنهان شده است.",
        "Вдова торговца из города.",
        "Отец троих детей.",
        "Скрывается в деревне.",
        "אלמנתו של סוחר.",
        "אב לשלושה מהעיר.",
        "הוא מסתתר בכפר.",
        "Bir tüccarın dul kadını: dul.",
        "Üç çocuk babası.",
        "Köyde saklanıyor.",
        "Veuve d'un marchand.",
        "Père de trois enfants.",
        "Il se cache dans un village.",
    ],
)
def test_family_homes_and_numbers_are_known_in_other_words(sentence: str) -> None:
    notes = f"{KEPT['en']} {sentence}"
    records, _ = imported(row("p-1", "Person", name="Nur al-Yasiri", notes=notes))
    assert records["p-1"].first("notes") == KEPT["en"]


@pytest.mark.parametrize(
    "deed",
    [
        "He took part in attacks that cost many lives.",
        "Review pursuant to resolution 1822 (2008) was concluded on 13 May 2010.",
        "Member of the committee under resolutions 1267/1989/2253 from 2014-03-05 to 2015-04-06.",
        "He served in 1999 2003 2007 and 2011.",
        "Targeted civilians on the basis of ethnicity.",
    ],
)
def test_deeds_with_years_and_numbers_of_resolutions_are_kept(deed: str) -> None:
    records, _ = imported(row("p-1", "Person", name="Nur al-Yasiri", notes=deed))
    assert records["p-1"].first("notes") == deed


# ---------------------------------------------------------------- what stands in another's dress


@pytest.mark.parametrize(
    ("prop", "value"),
    [
        ("country", "7 Reed Lane, Arjuwan"),
        ("citizenship", "7 Reed Lane"),
        ("gender", "brown eyes"),
        ("topics", "wife Layla"),
        ("keywords", "wife Layla, 7 Reed Street"),
        ("position", "spokesman, lives at the quay"),
        ("birthPlace", "hospital, 7 Reed Road"),
        ("alias", "karim@reed.example"),
        ("name", "+964 770 123 4567"),
        ("fatherName", "A1234567"),
        ("website", "tel:+9647701234567"),
        ("website", "https://maps.example/?q=36.3402,43.1302"),
        ("sourceUrl", "https://maps.example/@36.3402,43.1302"),
        ("birthDate", "1970, at 7 Reed Lane"),
        ("wikidataId", "+964 770 123 4567"),
    ],
)
def test_no_property_of_a_person_holds_something_else(prop: str, value: str) -> None:
    made = row("p-2", "Person", title="Haji", **{prop: value})
    records, _ = imported(made)
    assert value not in told(records)
    assert records["p-2"].first("title") == "Haji"


def test_what_properties_are_for_is_kept() -> None:
    held = {
        "name": "Nur 2 al-Yasiri",
        "country": "iq",
        "gender": "male",
        "topics": "crime.terror",
        "position": "Director of the Passport and Visa Department",
        "birthPlace": "Arjuwan, Iraq",
        "website": "https://reed.example/nur",
        "birthDate": "1970-03",
        "wikidataId": "Q7001",
    }
    records, _ = imported(row("p-2", "Person", **held))
    assert {v.prop: v.value for v in records["p-2"].values} == held


def test_how_a_value_of_a_person_was_written_is_not_kept() -> None:
    table = (
        "canonical_id,entity_id,schema,prop,value,original_value\n"
        'p,p,Person,country,iq,"7 Reed Lane, Arjuwan"\no,o,Company,country,iq,Iraq\n'
    )
    parts = read(Contents.of(table.encode()))[2]
    found = {p.id: p.values[0].original for p in parts if isinstance(p, Record)}
    assert found == {"p": "", "o": "Iraq"}


@pytest.mark.parametrize(
    "hidden",
    [
        row("x-1", "Passport", number="A1234567", surname="Yasiri", birthDate="1970"),
        row("x-1", "TaxRoll", givenName="Nur", surname="Yasiri", income="5"),
        row("x-1", "TaxRoll", taxee="p-1", surname="Yasiri", income="5"),
    ],
    ids=["passport", "tax", "tax of a person"],
)
def test_papers_are_left_out_unless_they_are_a_bodys(hidden: dict[str, Any]) -> None:
    records, private = imported(NUR, FRONT, hidden)
    assert "x-1" not in records
    assert private.left_out["document"] == 1
    kept, _ = imported(FRONT, row("x-1", "Identification", holder="o-1", number="77"))
    assert kept["x-1"].first("number") == "77"


def test_what_may_be_anybody_is_treated_as_a_person() -> None:
    thing = row("x-1", "Thing", name="Nur", address="7 Reed Lane", notes=f"Call {NUMBER}.")
    assert [v.prop for v in imported(thing)[0]["x-1"].values] == ["name"]
    sdn = samples.OFAC.replace(b"<sdnType>Entity</sdnType>", b"")
    assert sdn != samples.OFAC
    found = [p for p in read(Contents.of(sdn))[2] if isinstance(p, Record)]
    assert not any(p.schema == "Organization" or p.first("address") for p in found)


def test_prose_of_a_body_tells_its_own_address_and_nobodys_home() -> None:
    own = "Its office is at 1 Quay Street, phone +964 770 123 4567."
    of_others = [
        "Its accountant lives at 7 Reed Lane.",
        "Its accountant holds passport A1234567.",
        "The wife of its founder keeps the books.",
    ]
    body = row("o-2", "Company", name="Reed Shipping", notes=" ".join([own, *of_others]))
    records, private = imported(body)
    assert records["o-2"].first("notes") == own
    assert private.left_out["sentence"] == len(of_others)


def test_who_was_not_seen_at_first_is_taken_for_what_the_schema_says(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps(FRONT), "utf-8")
    _, _, parts = read(Contents.of(path), "ftm")
    late = row("p-9", "Person", name="Nur", address="7 Reed Lane", passportNumber="A1234567")
    path.write_text(json.dumps(late), "utf-8")
    (record,) = parts
    assert isinstance(record, Record)
    assert [value.prop for value in record.values] == ["name"]
