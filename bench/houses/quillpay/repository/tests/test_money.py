import pytest
from include.quill.money import Money


def test_amounts_are_minor_units():
    assert Money.of("12.50", "EUR").minor == 1250
    assert Money.of("12", "JPY").minor == 12
    assert Money.of("1.250", "kwd").wire() == {"amount_minor": 1250, "currency": "kwd"}


@pytest.mark.parametrize("text", ["0", "-1", "1.001", "x", "NaN"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match="amount"):
        Money.of(text, "EUR")
