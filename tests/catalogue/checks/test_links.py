"""Files that the diagram does not use."""

from tests.catalogue.folders import CODE, good_files
from workflows.catalogue.checks import check_files


def test_a_table_that_no_task_calls_is_told():
    files = good_files()
    idle = {**files, "seul.dmn": files["type_permis.dmn"].replace(b"typePermis", b"autre")}

    (told,) = check_files(CODE, idle)

    assert (told.code, told.file) == ("fichier-inutilise", "seul.dmn")
    assert [fix.code for fix in told.fixes] == ["supprimer-fichier"]
