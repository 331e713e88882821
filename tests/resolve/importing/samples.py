"""Small files in the shapes that authorities publish. Names and deeds are invented."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

__all__ = [
    "CACHE",
    "DUMP",
    "EU",
    "EU_TABLE",
    "FTM",
    "GALAXY",
    "OFAC",
    "OFAC_ADD",
    "OFAC_ALT",
    "OFAC_SDN",
    "PLACES",
    "QUERY",
    "STATEMENTS",
    "UK",
    "UK_TABLE",
    "gzipped",
    "un",
    "un_body",
    "un_person",
    "zipped",
]


def un_person(
    key: int = 1,
    first: str = "NUR",
    second: str = "HADID AL-YASIRI",
    *,
    more: str = "",
    comments: str = "",
) -> str:
    return f"""
<INDIVIDUAL><DATAID>{key}</DATAID><FIRST_NAME>{first}</FIRST_NAME>
<SECOND_NAME>{second}</SECOND_NAME><UN_LIST_TYPE>Lantern</UN_LIST_TYPE>
<REFERENCE_NUMBER>LAi.{key:03d}</REFERENCE_NUMBER>
<LISTED_ON>2016-03-04</LISTED_ON><COMMENTS1>{comments}</COMMENTS1>{more}</INDIVIDUAL>"""


def un_body(key: int, name: str, *, more: str = "", comments: str = "") -> str:
    return f"""
<ENTITY><DATAID>{key}</DATAID><FIRST_NAME>{name}</FIRST_NAME>
<UN_LIST_TYPE>Lantern</UN_LIST_TYPE><REFERENCE_NUMBER>LAe.{key:03d}</REFERENCE_NUMBER>
<LISTED_ON>2016-03-04</LISTED_ON><COMMENTS1>{comments}</COMMENTS1>{more}</ENTITY>"""


def un(*entries: str) -> bytes:
    persons = "".join(entry for entry in entries if "<INDIVIDUAL>" in entry)
    bodies = "".join(entry for entry in entries if "<ENTITY>" in entry)
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS>{persons}</INDIVIDUALS>
<ENTITIES>{bodies}</ENTITIES></CONSOLIDATED_LIST>""".encode()


OFAC = b"""<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="http://tempuri.org/sdnList.xsd">
 <publshInformation><Publish_Date>07/01/2026</Publish_Date></publshInformation>
 <sdnEntry><uid>71</uid><firstName>Nur</firstName><lastName>AL-YASIRI</lastName>
  <title>Spokesman</title><sdnType>Individual</sdnType>
  <remarks>(Linked To: LANTERN FRONT)</remarks>
  <programList><program>SDGT</program><program>IRAQ3</program></programList>
  <idList><id><uid>1</uid><idType>Passport</idType><idNumber>A1234567</idNumber></id>
   <id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id></idList>
  <akaList><aka><uid>5</uid><type>a.k.a.</type><category>weak</category>
   <lastName>ABU NAZIR</lastName>
   </aka><aka><uid>6</uid><type>f.k.a.</type><category>strong</category><lastName>YASRI</lastName>
   <firstName>Noor</firstName></aka></akaList>
  <addressList><address><uid>9</uid><address1>7 Reed Lane</address1><city>Arjuwan</city>
   <country>Iraq</country></address></addressList>
  <dateOfBirthList><dateOfBirthItem><dateOfBirth>10 Dec 1971</dateOfBirth></dateOfBirthItem>
   <dateOfBirthItem><dateOfBirth>circa 1972</dateOfBirth></dateOfBirthItem></dateOfBirthList>
 </sdnEntry>
 <sdnEntry><uid>72</uid><lastName>LANTERN FRONT</lastName><sdnType>Entity</sdnType>
  <programList><program>FTO</program></programList>
  <addressList><address><uid>9</uid><address1>1 Quay</address1><city>Ghadira</city>
   <country>Iraq</country></address></addressList></sdnEntry>
 <sdnEntry><uid>73</uid><lastName>SILVER HERON</lastName><sdnType>Vessel</sdnType>
  <programList><program>IRAQ3</program></programList>
  <idList><id><uid>3</uid><idType>Vessel Registration Identification</idType>
   <idNumber>IMO 9187629</idNumber></id></idList>
  <vesselInfo><callSign>HERN</callSign><vesselFlag>Panama</vesselFlag></vesselInfo></sdnEntry>
 <sdnEntry><uid>74</uid><sdnType>Entity</sdnType></sdnEntry>
</sdnList>"""

OFAC_SDN = b"""71,"AL-YASIRI, Nur","individual","SDGT] [IRAQ3","Spokesman",\
-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\
"DOB 10 Dec 1971; alt. DOB 1972; POB Arjuwan, Iraq; nationality Iraq; Passport A1234567 (Iraq); \
(Linked To: LANTERN FRONT)."
72,"LANTERN FRONT",-0- ,"FTO",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-
73,"SILVER HERON","vessel","IRAQ3",-0- ,"HERN","Crude Oil Tanker",-0- ,-0- ,"Panama",-0- ,\
"Vessel Registration Identification IMO 9187629; MMSI 412345678."
broken,row
\x1a
"""
OFAC_ALT = b"""71,5,"aka","YASRI, Noor",-0-
72,6,"fka","REED FRONT",-0-
"""
OFAC_ADD = b"""71,9,"7 Reed Lane","Arjuwan","Iraq",-0-
72,10,"1 Quay","Ghadira","Iraq",-0-
"""

EU = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-04-20T17:35:00.000+02:00">
 <sanctionEntity designationDetails="" unitedNationId="LAi.001"
  euReferenceNumber="EU.27.28" logicalId="13">
  <remark>Spokesman of the Lantern Front. He resides in 7 Reed Lane.</remark>
  <regulation entryIntoForceDate="2016-07-07" numberTitle="2016/1210 (OJ L169)" programme="IRQ">
   <publicationUrl>https://eur-lex.europa.eu/x</publicationUrl></regulation>
  <subjectType code="person" classificationCode="P"/>
  <nameAlias wholeName="Nur al-Yasiri" function="Spokesman" gender="M" nameLanguage=""
   strong="true"/>
  <nameAlias wholeName="نور الياسري" nameLanguage="AR" strong="true"/>
  <nameAlias wholeName="The Reed" strong="false"/>
  <citizenship countryIso2Code="IQ" countryDescription="IRAQ"/>
  <birthdate circa="true" year="1971" monthOfYear="3" city="Arjuwan" countryIso2Code="IQ"
   countryDescription="IRAQ"/>
  <identification identificationTypeCode="passport" number="A1234567"/>
  <address street="7 Reed Lane" city="Arjuwan" countryIso2Code="IQ" countryDescription="IRAQ"/>
 </sanctionEntity>
 <sanctionEntity euReferenceNumber="EU.28.1"><subjectType code="enterprise"/>
  <nameAlias wholeName="Lantern Front" strong="true"/>
  <address street="1 Quay" city="Ghadira" countryIso2Code="IQ" countryDescription="IRAQ"/>
 </sanctionEntity>
 <sanctionEntity euReferenceNumber="EU.29.1"><subjectType code="enterprise"/></sanctionEntity>
</export>""".encode()

EU_TABLE = b"""celex,recordId,programKey,annex,measure,startDate,reason,schema,name,alias,country,\
birthDate,birthPlace,passportNumber
32099R0001,1,EU-TERR,I,Asset freeze,2016-03-04,,Person,AL-YASIRI Nur,Noor Yasri; The Reed,,\
6.3.1971 or 15.3.1971,Arjuwan,A1234567
32099R0001,1,EU-TERR,I,Asset freeze,,,Organization,Lantern Front,,Iraq,,,
32099R0001,2,EU-TERR,I,Asset freeze,,,Spaceship,Heron,,,,,
"""

UK = """<?xml version="1.0" encoding="utf-8"?>
<Designations><DateGenerated>2026-04-20T00:00:00</DateGenerated>
 <Designation><LastUpdated>01/02/2021</LastUpdated><DateDesignated>31/12/2016</DateDesignated>
  <UniqueID>LAN0001</UniqueID><UNReferenceNumber>LAi.001</UNReferenceNumber>
  <Names><Name><Name6>AL-YASIRI</Name6><Name1>NUR</Name1><NameType>Primary Name</NameType></Name>
   <Name><Name6>YASRI</Name6><Name1>Noor</Name1><NameType>Alias</NameType></Name></Names>
  <NonLatinNames><NonLatinName><NameNonLatinScript>نور الياسري</NameNonLatinScript>
   <NonLatinScriptLanguage>Arabic</NonLatinScriptLanguage></NonLatinName></NonLatinNames>
  <RegimeName>Lantern</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>
  <DesignationSource>UN</DesignationSource>
  <SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed>
  <Addresses><Address><AddressLine1>7 Reed Lane</AddressLine1><AddressCountry>Iraq</AddressCountry>
  </Address></Addresses><PhoneNumbers><PhoneNumber>+964 770 1234567</PhoneNumber></PhoneNumbers>
  <IndividualDetails><Individual><DOBs><DOB>00/03/1971</DOB></DOBs>
   <Nationalities><Nationality>Iraq</Nationality></Nationalities>
   <Positions><Position>Spokesman</Position></Positions></Individual></IndividualDetails>
 </Designation>
 <Designation><UniqueID>LAN0002</UniqueID><Names><Name><Name6>SILVER HERON</Name6>
   <NameType>Primary Name</NameType></Name></Names><RegimeName>Lantern</RegimeName>
  <IndividualEntityShip>Ship</IndividualEntityShip><ShipDetails><Ship>
   <IMONumbers><IMONumber>9187629</IMONumber></IMONumbers>
   <CurrentOwnerOperators>
   <CurrentOwnerOperator>Reed Shipping</CurrentOwnerOperator></CurrentOwnerOperators>
  </Ship></ShipDetails></Designation>
 <Designation><UniqueID>LAN0003</UniqueID>
  <IndividualEntityShip>Cloud</IndividualEntityShip></Designation>
</Designations>""".encode()

UK_TABLE = """Report Date: 20-Apr-2026
Last Updated,Unique ID,UN Reference Number,Name 6,Name 1,Name type,Alias strength,Title,\
Name non-latin script,Non-latin script language,Regime Name,Designation Type,Sanctions Imposed,\
Address Line 1,Address Country,Phone number,D.O.B,Date Designated
01/02/2021,LAN0001,LAi.001,AL-YASIRI,NUR,Primary Name,,,نور الياسري,Arabic,Lantern,Individual,\
Asset freeze|Travel Ban,7 Reed Lane,Iraq,+964 770 1234567,00/00/1971,31/12/2016
01/02/2021,LAN0001,LAi.001,YASRI,Noor,Alias,,,,,Lantern,Individual,Asset freeze,,,,,
01/02/2021,LAN0012,,LANTERN FRONT,,Primary Name,,,,,Lantern,Entity,Asset freeze,1 Quay,Iraq,,,
""".encode()


def _line(key: str, schema: str, **properties: object) -> str:
    return json.dumps({"id": key, "schema": schema, "properties": properties}, ensure_ascii=False)


_NUR_FTM = {
    "name": ["Nur al-Yasiri"],
    "topics": ["role.pep"],
    "phone": ["+9647701234567"],
    "addressEntity": ["a-1"],
    "birthDate": ["1971-03"],
    "ethnicity": ["reed"],
}
_FRONT_FTM = {
    "name": ["Lantern Front"],
    "addressEntity": ["a-2", "a-1"],
    "phone": ["+9647709999999"],
    "moons": ["two"],
}
FTM = "\n".join(
    (
        _line(
            "p-1",
            "Person",
            name=["Nur al-Yasiri"],
            topics=["role.pep"],
            phone=["+9647701234567"],
            addressEntity=["a-1"],
            birthDate=["1971-03"],
            ethnicity=["reed"],
        ),
        _line("p-2", "Person", name=["Sama al-Yasiri"], topics=["role.rca"]),
        _line("f-1", "Family", person=["p-1"], relative=["p-2"], relationship=["sister"]),
        _line("a-1", "Address", full=["7 Reed Lane, Arjuwan"]),
        _line("a-2", "Address", full=["1 Quay, Ghadira"]),
        _line(
            "o-1",
            "Organization",
            name=["Lantern Front"],
            addressEntity=["a-2", "a-1"],
            phone=["+9647709999999"],
            moons=["two"],
        ),
        _line("i-1", "Passport", holder=["p-1"], number=["A1234567"]),
        _line("m-1", "Membership", member=["p-1"], organization=["o-1"], startDate=["2016-03"]),
        "{not json",
        _line("x-1", "Unicorn", name=["Heron"]),
    )
).encode()

STATEMENTS = """canonical_id,entity_id,prop,prop_type,schema,value,dataset,origin,lang,\
original_value,external,first_seen,last_seen,id
o-1,o-1,name,name,Organization,Lantern Front,reeds,,eng,LANTERN FRONT,f,,,s1
o-1,o-1,name,name,Organization,جبهة الفانوس,reeds,,ara,,f,,,s2
o-1,o-1,id,id,Organization,o-1,reeds,,,,f,,,s3
s-1,s-1,entity,entity,Sanction,o-1,reeds,,,,f,,,s4
s-1,s-1,moons,string,Sanction,two,reeds,,,,f,,,s5
""".encode()

GALAXY = json.dumps(
    {
        "name": "Threat Actor",
        "type": "threat-actor",
        "uuid": "7cdff317-a673-4474-84ec-4f1754947823",
        "values": [
            {
                "uuid": "u-1",
                "value": "Reed Kitten",
                "description": "An invented group.",
                "meta": {
                    "synonyms": ["ReedKitten"],
                    "country": "IR",
                    "refs": ["https://x.example/a"],
                },
                "related": [
                    {
                        "dest-uuid": "u-2",
                        "type": "similar",
                        "tags": ["likelihood=likely"],
                    },
                    {"dest-uuid": "elsewhere", "type": "similar"},
                ],
            },
            {"uuid": "u-2", "value": "Heron Team", "meta": {"synonyms": "Team 7"}},
            {"value": "without uuid"},
        ],
    }
).encode()


def _cell(value: str, language: str = "") -> dict[str, str]:
    return {"type": "literal", "value": value} | ({"xml:lang": language} if language else {})


_WD = "http://www.wikidata.org/entity/"
_NUR = {
    "item": _cell(f"{_WD}Q7001"),
    "schema": _cell("Person"),
    "post": _cell(f"{_WD}Q7100"),
    "postLabel": _cell("minister of reeds", "en"),
    "since": _cell("2016-03-04T00:00:00Z"),
    "citizenship": _cell(f"{_WD}Q796"),
}
QUERY = json.dumps(
    {
        "head": {"vars": ["item", "schema", "itemLabel", "post", "postLabel", "since"]},
        "results": {
            "bindings": [
                _NUR | {"itemLabel": _cell("Nur al-Yasiri", "en")},
                _NUR | {"itemLabel": _cell("نور الياسري", "ar")},
                {"item": _cell("nothing"), "schema": _cell("Person")},
            ]
        },
    }
).encode()


def _place(key: int, name: str, others: str, kind: str, people: int) -> str:
    cells = [str(key), name, name, others, "33.1", "44.2", kind[0], kind, "IQ", *[""] * 5]
    return "\t".join([*cells, str(people), "", "", "Asia/Baghdad", "2026-01-01"])


PLACES = "\n".join(
    (
        _place(501, "Arjuwan", "أرجوان,Arguwan,ARJ", "PPLA", 42_000),
        _place(502, "Reed Well", "", "PPL", 12),
        _place(503, "Reed District", "", "ADM2", 0),
        "504\tbroken",
    )
).encode()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data)


def _claim(value: object, **qualifiers: object) -> dict[str, object]:
    held = {key: [{"datavalue": {"value": each}}] for key, each in qualifiers.items()}
    return {"mainsnak": {"datavalue": {"value": value}}, "qualifiers": held}


def _time(day: str, precision: int) -> dict[str, object]:
    return {"time": f"+{day}T00:00:00Z", "precision": precision}


def _item(key: str, kind: str, name: str, **claims: list[dict[str, object]]) -> str:
    label = {"en": {"language": "en", "value": name}}
    held = {"P31": [_claim({"id": kind})], **claims}
    return json.dumps({"type": "item", "id": key, "labels": label, "aliases": {}, "claims": held})


_MEMBER = _claim({"id": "Q7002"}, P580=_time("2016-00-00", 9))
_BORN = _claim(_time("1971-03-00", 10))
DUMP = (
    "[\n"
    + ",\n".join(
        (
            _item("Q7001", "Q5", "Nur al-Yasiri", P463=[_MEMBER], P569=[_BORN]),
            _item("Q7002", "Q43229", "Lantern Front"),
            _item("Q7003", "Q5", "A private person"),
            _item("Q7004", "Q4167836", "Category of reeds"),
        )
    )
    + "\n]\n"
).encode()

CACHE = json.dumps(
    {
        "501": {"geonameid": 501, "name": "Arjuwan", "countrycode": "IQ", "latitude": 33.1,
                "longitude": 44.2, "population": 42000, "alternatenames": ["أرجوان"]},
        "IQ": {"geonameid": 99237, "name": "Iraq", "iso": "IQ"},
    }
).encode()  # fmt: skip
