from nf_core.clock import minutes, stamp


def test_times_are_utc():
    assert stamp("2026-03-01 06:30 +0100") == "2026-03-01T05:30:00Z"
    assert minutes("2026-03-01 06:30 +0100", "2026-03-01 06:30 +0000") == 60
