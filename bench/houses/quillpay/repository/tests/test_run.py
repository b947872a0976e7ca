from quillpay.run import QuillRun


def test_a_key_names_what_when_and_whom():
    assert QuillRun({"ds": "2026-03-01"}).key("refund", "pay_1") == "refund/20260301/pay_1"
