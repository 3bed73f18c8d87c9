"""XML from strangers is read without a DTD, an entity, a network access or an unbounded cost."""

import pytest

from workflows.dmn.source import MAX_BYTES, InvalidXml, read_xml


def test_an_ordinary_file_gives_its_root_element():
    assert read_xml(b"<definitions><decision id='d'/></definitions>").tag == "definitions"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"<a>", id="not closed"),
        pytest.param(b"\x00", id="not text"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', id="entity"),
        pytest.param(b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>', id="external subset"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY x SYSTEM "../secret.txt">]><a>&x;</a>', id="xxe"),
        pytest.param("<!DOCTYPE a><a/>".encode("utf-16"), id="DOCTYPE in UTF-16"),
        pytest.param(b"<a>" * 300 + b"</a>" * 300, id="too deep"),
        pytest.param(b"<a>" + b" " * MAX_BYTES + b"</a>", id="too big"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_a_message(data):
    with pytest.raises(InvalidXml) as refused:
        read_xml(data)

    assert refused.value.message


def test_a_broken_file_says_on_which_line():
    with pytest.raises(InvalidXml) as refused:
        read_xml(b"<a>\n<b>\n</a>")

    assert refused.value.line == 3
