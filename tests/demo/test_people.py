# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import pytest
from django.utils import timezone
from stdnum.it import iva

from incas.accounts.models import User
from incas.demo.scenes.people import OFFICES, PARTS, TerritoriesMissing, gather


def test_gather_without_territories_says_what_comes_first(db):
    with pytest.raises(TerritoriesMissing):
        gather(at=timezone.now())
    assert not User.objects.exists()


def test_fiscal_codes_of_the_offices_are_well_formed_and_different():
    codes = [office.tax_code for office in OFFICES.values()]
    assert all(iva.is_valid(code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_addresses_of_the_parts_are_different_and_reach_nobody():
    addresses = [part.email for part in PARTS.values()]
    assert len(set(addresses)) == len(addresses)
    assert all(address.isascii() and address.endswith("@demo.invalid") for address in addresses)
