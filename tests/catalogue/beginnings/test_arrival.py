"""What comes from elsewhere: put in its place whatever its shape, bounded, or refused in French."""

import io
import random
import tracemalloc
import zipfile

import pytest

from tests.catalogue.folders import CODE, good_files
from workflows.catalogue import InvalidDemarche
from workflows.catalogue.beginnings.arrival import arrive
from workflows.catalogue.files import MAX_FILE_BYTES, MAX_FILES, pack_files, unzip

BPMN = b"<definitions/>"


def zipped(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def bpmn(process_id, inside=""):
    space = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    process = f'<process id="{process_id}" isExecutable="true">{inside}</process>'
    return f'<definitions xmlns="{space}">{process}</definitions>'.encode()


def refusal(named):
    with pytest.raises(InvalidDemarche) as refused:
        arrive(named)
    return refused.value.findings


def test_our_package_a_zip_of_the_folder_and_the_folder_itself_are_one():
    files = good_files()
    below = {f"{CODE}/{name}": content for name, content in files.items()}
    noise = {f"{CODE}/.DS_Store": b"x", f"__MACOSX/{CODE}/._fiche.md": b"x"}

    for named in (
        [("permis.demarche", pack_files(CODE, files))],
        [("permis.zip", zipped({**below, **noise}))],
        list(below.items()),
    ):
        arrival = arrive(named)
        assert (arrival.code, dict(arrival.files)) == (CODE, dict(files))
        assert arrival.whole
        assert arrival.ignored == ()


def test_loose_files_go_to_their_place_by_their_kind():
    form = b'{"id": "demande", "components": []}'

    arrival = arrive(
        [
            ("Mon processus (2).bpmn", BPMN),
            ("Formulaire usager.form", form),
            ("Accusé de réception.txt", b"Objet : x"),
            ("Barème 2026.dmn", BPMN),
            ("photo.png", b"\x89PNG"),
        ]
    )

    assert set(arrival.files) == {
        "process.bpmn",
        "forms/demande.form",
        "letters/accuse_de_reception.txt",
        "bareme_2026.dmn",
    }
    assert arrival.ignored == ("photo.png",)
    assert ("Formulaire usager.form", "forms/demande.form") in arrival.moved
    assert (arrival.code, arrival.whole) == ("", False)


def test_a_folder_with_a_readable_name_gives_its_code():
    arrival = arrive([("Permis d'aménager/process.bpmn", BPMN), ("Permis d'aménager/x.txt", b"")])

    assert arrival.code == "permis_d_amenager"


def test_sub_folders_chosen_alone_are_not_a_demarche():
    assert arrive([("letters/a.txt", b"x"), ("letters/b.txt", b"y")]).code == ""


def test_two_files_for_one_place_are_refused_with_both_names():
    [finding] = refusal([("Refus.txt", b"x"), ("refus.TXT", b"y")])

    assert finding.file == "letters/refus.txt"
    assert "« Refus.txt » et « refus.TXT »" in finding.message


def test_of_several_diagrams_the_one_that_nobody_calls_is_the_main_one():
    called = bpmn("avis")
    calling = bpmn("demande", '<callActivity id="A" calledElement="avis"/>')

    arrival = arrive([("Avis du maire.bpmn", called), ("Demande.bpmn", calling)])

    assert dict(arrival.files) == {"process.bpmn": calling, "avis_du_maire.bpmn": called}
    assert ("Demande.bpmn", "process.bpmn") in arrival.moved


def test_several_diagrams_without_a_main_one_are_refused():
    [finding] = refusal([("un.bpmn", bpmn("un")), ("deux.bpmn", bpmn("deux"))])

    assert finding.code == "import-diagramme-principal"
    assert "deux.bpmn, un.bpmn" in finding.message


def test_texts_of_old_machines_become_utf8_and_others_keep_their_bytes():
    old = '<?xml version="1.0" encoding="ISO-8859-1"?><a n="Été"/>'.encode("latin-1")
    new = '<?xml version="1.0"?>\r\n<a n="Été"/>  '.encode()

    files = arrive(
        [
            ("process.bpmn", old),
            ("bareme.dmn", new),
            ("letters/a.txt", "Été".encode("cp1252")),
            ("fiche.md", b"\xef\xbb\xbf# Fiche"),
        ]
    ).files

    assert files["process.bpmn"].decode() == '<?xml version="1.0" encoding="UTF-8"?><a n="Été"/>'
    assert files["bareme.dmn"] == new
    assert files["letters/a.txt"].decode() == "Été"
    assert files["fiche.md"] == b"# Fiche"


@pytest.mark.parametrize(
    "named",
    [[], [("photo.png", b"x")], [(".env", b"x")], [("", b"x")], [("a.zip", zipped({}))]],
    ids=["nothing", "a picture", "hidden", "nameless", "an empty zip"],
)
def test_nothing_of_ours_is_told_so(named):
    [finding] = refusal(named)

    assert finding.code == "import-vide"
    assert finding.remedy


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = zipped({f"a/letters/l{rank}.txt": b"0" * MAX_FILE_BYTES for rank in range(20)})
    wide = zipped({f"a/letters/l{rank}.txt": b"" for rank in range(MAX_FILES + 1)})
    nested = zipped({"a/b.zip": bomb})

    tracemalloc.start()
    with pytest.raises(InvalidDemarche):
        unzip(bomb)
    unpacked = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(bomb) < 100_000
    assert unpacked < MAX_FILE_BYTES
    assert refusal([("a.zip", bomb)])[0].code == "dossier-trop-lourd"
    assert refusal([("a.zip", wide)])[0].code == "dossier-trop-de-fichiers"
    assert refusal([("a.zip", nested)])[0].code == "import-vide"


def test_a_zip_that_lies_about_a_size_unpacks_no_more_than_it_says():
    honest = zipped({"a/fiche.md": b"0" * MAX_FILE_BYTES})
    size = MAX_FILE_BYTES.to_bytes(4, "little")

    [finding] = refusal([("a.zip", honest.replace(size, (10).to_bytes(4, "little")))])

    assert finding.code == "paquet-illisible"


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_package_is_read_or_refused_never_more(seed):
    chance = random.Random(seed)  # noqa: S311  damage, not secrets
    damaged = bytearray(pack_files(CODE, good_files()))
    for _blow in range(chance.randint(1, 12)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    if chance.random() < 0.3:
        del damaged[chance.randrange(len(damaged)) :]

    findings = ()
    try:
        arrive([("x.demarche", bytes(damaged))])
    except InvalidDemarche as refused:
        findings = refused.findings

    assert all(finding.message and finding.remedy for finding in findings)


def test_paths_that_climb_stay_inside():
    arrival = arrive([("../../../etc/fiche.md", b"x"), ("/abs/process.bpmn", BPMN)])

    assert set(arrival.files) == {"process.bpmn"}


SPACE = b'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
TABLE = b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
FORM = b'{"components": [], "type": "default"}'
EXPORTED = {
    "Flowable, Activiti": ("Congés.bpmn20.xml", b"<definitions %s/>" % SPACE, "process.bpmn"),
    "jBPM": ("conges.bpmn2", b"<definitions %s/>" % SPACE, "process.bpmn"),
    "a prefix and a bare .xml": (
        "Export Bizagi.xml",
        b"<m:definitions %s/>" % SPACE.replace(b"xmlns", b"xmlns:m"),
        "process.bpmn",
    ),
    "a table": ("tarif.dmn11.xml", TABLE, "tarif.dmn"),
    "a form": ("Ma demande.json", FORM, "forms/ma_demande.form"),
    "a form named twice": ("demande.form.json", FORM, "forms/demande.form"),
    "a Chinese name": ("请假流程.bpmn", b"<definitions %s/>" % SPACE, "process.bpmn"),
    "an Arabic table": ("رسوم.dmn", TABLE, "table.dmn"),
}


@pytest.mark.parametrize(("name", "content", "place"), EXPORTED.values(), ids=EXPORTED)
def test_what_other_tools_export_finds_its_place_whatever_its_ending(name, content, place):
    arrival = arrive([(name, content)])

    assert dict(arrival.files) == {place: content}
    assert arrival.moved == ((name, place),)


def test_two_files_whose_names_have_no_letter_of_ours_keep_apart():
    arrival = arrive([("费用.dmn", TABLE), ("审批.dmn", TABLE), ("表.form", FORM)])

    assert sorted(arrival.files) == ["forms/formulaire.form", "table.dmn", "table_2.dmn"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pom.xml", b"<project/>"),
        ("cassé.xml", b"<definitions"),
        ("package.json", b'{"name": "x"}'),
        ("profond.json", b"[" * 100_000),
        ("choregraphie.xml", b'<definitions xmlns="urn:autre"/>'),
    ],
)
def test_an_xml_or_json_file_that_is_no_model_is_left_aside(name, content):
    arrival = arrive([(name, content), ("tarif.dmn", TABLE)])

    assert arrival.ignored == (name,)


def test_two_forms_of_one_id_are_told_even_when_their_names_have_no_letter_of_ours():
    same = b'{"id": "demande", "components": []}'

    [finding] = refusal([("一.form", same), ("二.form", same)])

    assert finding.code == "import-deux-fichiers"
