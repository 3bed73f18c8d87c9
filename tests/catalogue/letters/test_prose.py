"""Markdown made to keep a server busy is refused by its length; what people write is not."""

import pytest

from tests.catalogue.folders import CODE, adding, good_files
from workflows.catalogue.checks import check_files
from workflows.catalogue.letters.prose import MOST_PROSE, markdown
from workflows.errors import Invalid

SLOW = {
    "brackets": "[",
    "images": "![",
    "links": "[a](",
    "rows": "| a |\n|---|\n" + "| b |\n" * 10,
    "lines": "a\n",
    "references": "[a]: x\n",
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_a_text_without_end_is_refused_before_it_is_read(text):
    with pytest.raises(Invalid, match="dépasse 40000 caractères"):
        markdown(text * 400_000)


@pytest.mark.parametrize("name", ["fiche.md", "letters/rappel.txt"])
def test_a_fiche_or_a_letter_longer_than_anybody_reads_is_told(name):
    text = good_files()[name].decode() + "Un mot de plus. " * 3000

    found = {each.code for each in check_files(CODE, adding(name, text)) if each.file == name}

    assert "dossier-trop-lourd" in found


def test_the_longest_fiche_is_shown():
    assert markdown("mot " * (MOST_PROSE // 4)).startswith("<p>mot")
