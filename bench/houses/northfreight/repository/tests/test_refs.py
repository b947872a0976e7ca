import pytest
from nf_core.refs import depot, waybill


def test_references_have_one_spelling():
    assert waybill("nf-1234 5678") == "NF12345678"
    assert depot(" osl") == depot("NF-OSL") == "NF-OSL"


def test_what_is_no_reference_is_refused():
    with pytest.raises(ValueError, match="no waybill: 12"):
        waybill("12")
    with pytest.raises(ValueError, match="no depot"):
        depot("oslo")
