# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Browsers told in words."""

import pytest

from incas.accounts.devices import told

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox su Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0", "Edge su Windows"),
        (f"Mozilla/5.0 (Linux; Android 15; Pixel 8) {WEBKIT} Chrome/140.0 Mobile Safari/537.36", "Chrome su Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari su iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari su macOS"),
        ("curl/8.0", "Dispositivo non riconosciuto"),
        ("", "Dispositivo non riconosciuto"),
    ],
)
def test_device_is_told_in_words(user_agent, words):
    assert told(user_agent) == words
